"""The items of RSS, RDF and Atom, each as plain fields.

feedparser reads what RSS and Atom define, however ill-formed. The elements of other vocabularies
(the event module, xCal, and those of calendar programs) are read from the tree as well, since
feedparser drops the text of an element that it doesn't know and that has attributes.
"""

import io
import itertools
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser

from eventpal.domain import Place
from eventpal.errors import FormatError
from eventpal.feeds.charset import narrowed

MOST_ITEMS = 20_000


@dataclass(frozen=True, slots=True)
class Field:
    """One element of a vocabulary beyond RSS: its text, its attributes, what it stands in."""

    text: str
    attributes: Mapping[str, str]
    inside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item as published. Texts may hold HTML."""

    title: str = ""
    link: str = ""
    guid: str = ""
    html: str = ""
    published: datetime | None = None
    """Aware, in the offset it was written in."""
    categories: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    place: Place | None = None
    fields: Mapping[str, Sequence[Field]] = field(default_factory=dict)
    """By local name without case, dashes and underscores: ``ev:startdate`` is ``startdate``."""

    def named(self, *names: str) -> Iterator[Field]:
        """The fields with these names, in this order."""
        for name in names:
            yield from self.fields.get(name, ())


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as published."""

    title: str
    generator: str
    built: datetime | None
    items: tuple[Item, ...]
    damaged: int = 0
    """Items that could not be read at all."""


def read_items(body: bytes) -> Feed:
    """The feed in ``body``.

    Raises:
        FormatError: it is no feed, or too damaged to be read as one.
    """
    body = narrowed(body)
    parsed, damaged = _parsed(body)
    if not parsed.entries and not parsed.version:
        if parsed.bozo or damaged:
            raise FormatError("It is XML that is damaged, and no feed could be read from it.")
        raise FormatError("It is an XML document and not a feed of events.")
    entries = parsed.entries[:MOST_ITEMS]
    trees = _trees(body)
    if len(trees) != len(parsed.entries):
        trees = []
    channel = parsed.feed
    return Feed(
        string_of(channel.get("title")),
        f"{string_of(channel.get('generator'))} {string_of(channel.get('link'))}",
        _written(channel, "updated", "published"),
        tuple(
            _item(entry, _tree_fields(trees[number]) if trees else _flat_fields(entry))
            for number, entry in enumerate(entries)
        ),
        damaged,
    )


_FAULTS = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError,
           RecursionError)  # fmt: skip
"""What feedparser raises on values that make no sense, such as a georss:point of one number."""
_ITEM = re.compile(rb"<(item|entry)[\s>].*?</\1\s*>", re.DOTALL)
_MOST_ALONE = 3_000
_LARGEST_FRAME = 20_000
"""Bytes around the items that are read once more with each of them."""


def _parsed(body: bytes) -> tuple[Any, int]:
    """What feedparser makes of ``body``, and how many items it could not read at all."""
    try:
        return _parse(body), 0
    except _FAULTS:
        pass
    # One item has cost the whole feed: each by itself, then, with what stands around them.
    found = list(itertools.islice(_ITEM.finditer(body), _MOST_ALONE))
    head = body[: found[0].start()] if found else b""
    tail = body[found[-1].end() :] if found else b""
    if len(head) + len(tail) > _LARGEST_FRAME:
        found = []
    whole, damaged = feedparser.FeedParserDict(entries=[], version="", bozo=True, feed={}), 0
    for match in found:
        try:
            alone = _parse(head + match[0] + tail)
        except _FAULTS:
            damaged += 1
            continue
        entries = [*whole.entries, *alone.entries]
        whole = alone
        whole["entries"] = entries
    return whole, damaged


def _parse(body: bytes) -> Any:
    return feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)


def _item(entry: Any, fields: dict[str, list[Field]]) -> Item:
    contents = [string_of(part.get("value")) for part in entry.get("content", ())]
    summary = string_of(entry.get("summary"))
    return Item(
        title=string_of(entry.get("title")),
        link=_link(entry),
        guid=string_of(entry.get("id")),
        html=max([*contents, summary], key=len),
        published=_written(entry, "published", "updated"),
        categories=tuple(string_of(tag.get("term")) for tag in entry.get("tags", ())),
        images=tuple(_images(entry)),
        place=_place(entry, fields),
        fields=fields,
    )


def string_of(value: object) -> str:
    """``value`` without blanks around it, or "" where it is no text."""
    return value.strip() if isinstance(value, str) else ""


def _link(entry: Any) -> str:
    links = [entry.get("link"), *(link.get("href") for link in entry.get("links", ()))]
    return next((text for link in links if (text := string_of(link)).startswith("http")), "")


def _images(entry: Any) -> Iterator[str]:
    """Addresses of pictures, the publisher's own choice first."""
    for media in entry.get("media_content", ()):
        if media.get("medium") == "image" or _is_image(media):
            yield string_of(media.get("url"))
    for media in entry.get("media_thumbnail", ()):
        yield string_of(media.get("url"))
    for enclosure in entry.get("enclosures", ()):
        if _is_image(enclosure):
            yield string_of(enclosure.get("href") or enclosure.get("url"))
    if isinstance(entry.get("image"), dict):
        yield string_of(entry["image"].get("href"))


_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|[?#!])", re.IGNORECASE)


def _is_image(media: Mapping[str, object]) -> bool:
    kind = string_of(media.get("type"))
    address = string_of(media.get("href") or media.get("url"))
    return kind.startswith("image/") or (not kind and bool(_PICTURE.search(address)))


def _place(entry: Any, fields: Mapping[str, Sequence[Field]]) -> Place | None:
    where = entry.get("where")
    if isinstance(where, dict) and where.get("type") == "Point":
        longitude, latitude = where["coordinates"][:2]
        return place_of(latitude, longitude)
    return place_in(fields)


def place_in(fields: Mapping[str, Sequence[Field]]) -> Place | None:
    """The point that elements such as geo:lat and geo:long name."""
    for latitude_name, longitude_name in (
        ("lat", "long"),
        ("lat", "lon"),
        ("latitude", "longitude"),
    ):
        latitudes, longitudes = fields.get(latitude_name, ()), fields.get(longitude_name, ())
        if latitudes and longitudes:
            return place_of(latitudes[0].text, longitudes[0].text)
    for name in ("point", "coordinates", "latlong", "geo"):
        for found in fields.get(name, ()):
            numbers = re.findall(r"-?\d{1,3}\.\d+", found.text)
            if len(numbers) == 2:
                return place_of(*numbers)
    return None


def place_of(latitude: object, longitude: object) -> Place | None:
    """A point on the earth; None for what is none, and for 0, 0, which means unknown."""
    try:
        lat, lon = float(str(latitude)), float(str(longitude))
    except ValueError:
        return None
    inside = -90 <= lat <= 90 and -180 <= lon <= 180
    return Place(lat, lon) if inside and (lat or lon) else None


def _written(data: Any, *names: str) -> datetime | None:
    """The first of these times. feedparser warns when "updated" is asked for and isn't there."""
    moments = (written_at(data[name]) for name in names if name in data)
    return next((moment for moment in moments if moment is not None), None)


_ZONELESS = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)\s*([+-]\d\d:?\d\d|Z|UTC|GMT)?$")


def written_at(value: object) -> datetime | None:
    """A time of publication with its offset (RFC 822 or ISO 8601); UTC where it names none."""
    text = string_of(value)
    if not text:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        iso = _ZONELESS.match(text)
        try:
            moment = datetime.fromisoformat(
                f"{iso[1]}T{iso[2]}{(iso[3] or '').replace('UTC', 'Z').replace('GMT', 'Z')}"
                if iso
                else text
            )
        except ValueError:
            return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


# Elements of other vocabularies

_PLAIN_NAMESPACES = (
    "http://purl.org/dc/", "http://purl.org/rss/1.0/modules/content",
    "http://purl.org/rss/1.0/modules/slash", "http://purl.org/rss/1.0/modules/syndication",
    "http://wellformedweb.org", "http://www.w3.org/2005/Atom", "http://www.w3.org/1999/xhtml",
    "http://purl.org/atom", "http://search.yahoo.com/mrss", "http://www.itunes.com",
    "http://purl.org/syndication", "http://www.w3.org/1999/02/22-rdf-syntax-ns",
    "http://purl.org/rss/1.0/", "http://my.netscape.com", "http://feeds.archive.org",
)  # fmt: skip
_EVENT_MODULE = "http://purl.org/rss/1.0/modules/event"
_RSS_OWN = {
    "title", "link", "description", "author", "category", "comments", "enclosure", "guid",
    "pubdate", "source", "summary", "content", "id", "updated", "published",
}  # fmt: skip


def _trees(body: bytes) -> list[ET.Element]:
    """The item elements in order; none where the document is not well-formed."""
    if b"<!ENTITY" in body or b"<!entity" in body:
        return []  # a feed has no need of its own entities, and they can grow without bounds
    try:
        root = ET.fromstring(body)  # noqa: S314 - entities are refused just above
    except (ET.ParseError, ValueError, LookupError):
        return []
    return [one for one in root.iter() if _local(one.tag) in {"item", "entry"}]


def _local(tag: object) -> str:
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _tree_fields(tree: ET.Element) -> dict[str, list[Field]]:
    fields: dict[str, list[Field]] = {}

    def walk(element: ET.Element, inside: str, depth: int) -> None:
        for child in element:
            if callable(child.tag):  # a comment
                continue
            namespace, _, local = child.tag.rpartition("}")
            name = key_of(local)
            known = namespace.lstrip("{").startswith(_PLAIN_NAMESPACES)
            if known and not namespace.lstrip("{").startswith(_EVENT_MODULE):
                continue
            if not namespace and not inside and name in _RSS_OWN:
                continue
            attributes = {key_of(_local(key)): value for key, value in child.attrib.items()}
            found = Field((child.text or "").strip(), attributes, inside)
            fields.setdefault(name, []).append(found)
            if depth < 4:
                walk(child, name, depth + 1)

    walk(tree, "", 0)
    return fields


def _flat_fields(entry: Any) -> dict[str, list[Field]]:
    """What feedparser kept of other vocabularies: ``prefix_name`` keys."""
    fields: dict[str, list[Field]] = {}
    for key, value in entry.items():
        prefix, _, local = key.partition("_")
        if prefix in {"dc", "media", "itunes", "thr", "slash", "wfw"} or key.endswith(
            ("_detail", "_parsed")
        ):
            continue
        if isinstance(value, str):
            found = Field(value.strip(), {})
        elif isinstance(value, dict):
            found = Field("", {key_of(str(name)): str(text) for name, text in value.items()})
        else:
            continue
        if key_of(key) in _RSS_OWN:
            continue
        for name in {key_of(key), key_of(local)} - {""}:
            fields.setdefault(name, []).append(found)
    return fields


def key_of(name: str) -> str:
    """The name of an element without case, dashes and underscores."""
    return re.sub(r"[^a-z0-9]", "", name.lower())
