"""The events that a web page states, whichever way: JSON-LD, microdata, or microformats.

Each comes out as one plain mapping in the words of schema.org, with what it refers to inside it.
Nothing here trusts a page: what is damaged costs itself, nesting and numbers are bounded, and
the time taken grows with the size of the page alone.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import lxml.html
from lxml import etree

from eventpal.feeds.charset import narrowed

Node = Mapping[str, Any]
"""One thing that a page states: property to text, number, node, or a list of these."""

MOST_EVENTS = 5_000
_DEEPEST = 40
_MOST_SCRIPT = 4_000_000
_MOST_PIECES = 2_000
"""So many objects are looked for in a script that is no JSON as a whole."""
_MOST_TRIES = 300

_OTHER_EVENTS = {"Event", "Festival", "Hackathon", "EventSeries", "CourseInstance", "Vevent"}
_NO_EVENTS = {"DeliveryEvent", "PublicationEvent", "BroadcastEvent", "OnDemandEvent"}
_INHERITED = ("location", "organizer", "image", "offers", "isAccessibleForFree", "eventStatus")


@dataclass(frozen=True, slots=True)
class Stated:
    """One event as a page states it, and the syntax that it is in."""

    node: Node
    syntax: str


@dataclass(frozen=True, slots=True)
class Page:
    """A web page. ``base`` is what its links are relative to, "" where nobody knows."""

    tree: lxml.html.HtmlElement
    title: str
    base: str


def open_page(body: bytes, address: str) -> Page | None:
    """The page in ``body``, or None where there is nothing to read."""
    body = narrowed(body).replace(b"\0", b"")
    try:
        body.decode()
        encoding = "utf-8"  # whatever the page says of itself
    except UnicodeDecodeError:
        encoding = None
    parser = lxml.html.HTMLParser(encoding=encoding, no_network=True)
    try:
        tree = lxml.html.document_fromstring(body, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    title = tree.find(".//title")
    stated = tree.find(".//base[@href]")
    base = joined(address, stated.get("href")) if stated is not None else address
    return Page(tree, title.text_content() if title is not None else "", base)


def joined(base: str, link: str) -> str:
    """``link`` as a whole web address, or ""."""
    try:
        address = urljoin(base, link.strip())
    except ValueError:
        return ""
    return address if address.startswith(("http://", "https://")) else ""


def stated_events(page: Page) -> list[Stated]:
    """Every event that the page states, in order, each syntax by itself."""
    found = [
        *(Stated(node, "json-ld") for node in _events_in(_json_ld(page.tree))),
        *(Stated(node, "microdata") for node in _events_in(_microdata(page.tree))),
        *(Stated(node, "microformats") for node in _microformats(page.tree)),
    ]
    return found[:MOST_EVENTS]


def types_of(node: Node) -> list[str]:
    """The names of what ``node`` is, without the vocabulary's address."""
    given = node.get("@type")
    names = given if isinstance(given, list) else [given]
    return [re.split(r"[/#:]", name.strip())[-1] for name in names if isinstance(name, str)]


def is_event(node: Node) -> bool:
    """Whether ``node`` is an event of any kind that one can go to."""
    return any(
        name in _OTHER_EVENTS or (name.endswith("Event") and name not in _NO_EVENTS)
        for name in types_of(node)
    )


def values(value: object) -> list[Any]:
    """``value`` as the list that it may be, without empty entries."""
    many = value if isinstance(value, list) else [value]
    return [one for one in many if one is not None and one not in ("", {}, [])]


def _events_in(roots: list[Any]) -> Iterator[Node]:
    """The events anywhere in ``roots``; parts of an event take over what it says of them all."""
    by_id = _by_id(roots)
    stack: list[tuple[Any, Node, int]] = [(root, {}, 0) for root in reversed(roots)]
    seen: set[int] = set()
    count = 0
    while stack and count < MOST_EVENTS:
        value, above, depth = stack.pop()
        if isinstance(value, list):
            stack += [(one, above, depth + 1) for one in reversed(value)]
            continue
        if not isinstance(value, dict) or depth > _DEEPEST:
            continue
        if set(value) == {"@id"}:
            value = by_id.get(str(value["@id"]), value)
        if id(value) in seen:
            continue
        seen.add(id(value))
        inner = above
        if is_event(value):
            count += 1
            node = {**above, **value}
            resolved = {name: _resolved(node[name], by_id) for name in node}
            inner = {name: resolved[name] for name in _INHERITED if name in resolved}
            yield resolved
            follow = [value.get(name) for name in ("subEvent", "subEvents", "hasPart")]
        else:
            follow = [one for one in value.values() if isinstance(one, dict | list)]
        stack += [(one, inner, depth + 1) for one in reversed(follow)]


def _by_id(roots: list[Any]) -> dict[str, Node]:
    """What each ``@id`` of a page stands for."""
    found: dict[str, Node] = {}
    stack: list[tuple[Any, int]] = [(root, 0) for root in roots]
    seen: set[int] = set()
    while stack:
        value, depth = stack.pop()
        if depth > _DEEPEST or id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, list):
            stack += [(one, depth + 1) for one in value]
        elif isinstance(value, dict):
            name = value.get("@id")
            if isinstance(name, str) and len(value) > 1:
                found.setdefault(name, value)
            stack += [(one, depth + 1) for one in value.values() if isinstance(one, dict | list)]
    return found


def _resolved(value: Any, by_id: Mapping[str, Node]) -> Any:
    """``value`` with a mere reference replaced by what it refers to."""
    if isinstance(value, list):
        return [_resolved(one, by_id) for one in value]
    if isinstance(value, dict) and set(value) <= {"@id", "@type"}:
        return by_id.get(str(value.get("@id")), value)
    return value


# JSON-LD

_COMMENT = re.compile(r'("(?:[^"\\]|\\.)*")|/\*.*?\*/|(?<!:)//[^\n]*|,(?=\s*[\]}])', re.DOTALL)
_PREFIXED = re.compile(r'"(?:schema:|https?://schema\.org/)(\w{1,40})"\s{0,4}:')
"""A property with its vocabulary; contexts are not fetched, so names are taken as they stand."""
_WRAPPER = re.compile(r"^\s*(?:<!--|(?://)?\s*<!\[CDATA\[)|(?:-->|(?://)?\s*\]\]>)\s*;?\s*$")


def _json_ld(tree: lxml.html.HtmlElement) -> list[Any]:
    found: list[Any] = []
    for script in tree.iter("script"):
        if "ld+json" in script.get("type", "").lower():
            text = _PREFIXED.sub(r'"\1":', (script.text or "")[:_MOST_SCRIPT])
            found += _read_json(str(text))
    return found


def _read_json(text: str) -> list[Any]:
    """What a script says: all of it, or each object in it that is whole."""
    for mend in (str, _mended, _unescaped):
        try:
            return [json.loads(mend(text), strict=False)]
        except (ValueError, RecursionError):
            continue
    return list(_pieces(_mended(text)))


def _mended(text: str) -> str:
    """``text`` without comments, wrappers for old browsers, and commas before a closing bracket."""
    bare = _WRAPPER.sub("", _WRAPPER.sub("", text.lstrip("\ufeff")))
    return _COMMENT.sub(lambda match: match[1] or "", bare).strip().rstrip(";")


def _unescaped(text: str) -> str:
    return _mended(html.unescape(text))


def _pieces(text: str) -> Iterator[Any]:
    decoder = json.JSONDecoder(strict=False)
    at, tries, pieces = text.find("{"), 0, 0
    while at >= 0 and tries < _MOST_TRIES and pieces < _MOST_PIECES:
        try:
            value, after = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            tries, after = tries + 1, at + 1
        else:
            pieces += 1
            yield value
        at = text.find("{", after)


# Microdata

_ADDRESS_OF = {
    **dict.fromkeys(("a", "area", "link"), "href"),
    **dict.fromkeys(("audio", "embed", "iframe", "img", "source", "track", "video"), "src"),
    "object": "data",
}
_MOST_TEXT = 30_000_000
"""Characters of all properties: one inside the other, each has the text of those in it again."""
_VALUE_OF = {"meta": "content", "data": "value", "meter": "value", "time": "datetime"}


def _microdata(tree: lxml.html.HtmlElement) -> list[Any]:
    """The items of a page: one walk, in which each property finds the item that it is in."""
    roots: list[Any] = []
    items: dict[Any, dict[str, Any]] = {}
    borrowed = _borrowed(tree)
    room = _MOST_TEXT
    owners: dict[Any, dict[str, Any] | None] = {}
    for element in tree.iter(etree.Element):
        above = borrowed.get(element)
        if above is not None:
            owner: dict[str, Any] | None = items.setdefault(above, {})
        else:
            parent = element.getparent()
            owner = owners.get(parent) if parent is not None else None
        owners[element] = owner
        names = element.get("itemprop", "").split()
        value: Any = None
        if element.get("itemscope") is not None:
            value = items.setdefault(element, {})
            types = element.get("itemtype", "").split()
            value |= {"@type": types} if types else {}
            value |= {"@id": element.get("itemid")} if element.get("itemid") else {}
            owners[element] = value
            if not names or owner is None:
                roots.append(value)
        elif names and owner is not None:
            value = _microdata_value(element, room)
            room -= len(value)
        if owner is not None and value is not owner:
            for name in names:
                owner.setdefault(_local(name), []).append(value)
    return roots


def _local(name: str) -> str:
    return re.split(r"[/#]", name)[-1]


def _borrowed(tree: lxml.html.HtmlElement) -> dict[Any, Any]:
    """Elements that belong to an item elsewhere, which names them in ``itemref``."""
    wanted = {
        name: element
        for element in tree.iter(etree.Element)
        if element.get("itemref") and element.get("itemscope") is not None
        for name in element.get("itemref").split()
    }
    if not wanted:
        return {}
    return {
        element: wanted[element.get("id")]
        for element in tree.iter(etree.Element)
        if element.get("id") in wanted and wanted[element.get("id")] is not element
    }


def _microdata_value(element: lxml.html.HtmlElement, room: int) -> str:
    for attribute in (_VALUE_OF.get(element.tag), _ADDRESS_OF.get(element.tag), "content"):
        if attribute and (given := element.get(attribute)):
            return str(given)
    if room <= 0:
        return ""
    return str(etree.tostring(element, encoding="unicode", with_tail=False))


# Microformats

_ROOTS = etree.XPath(
    "//*[contains(concat(' ', @class, ' '), ' h-event ')"
    " or contains(concat(' ', @class, ' '), ' vevent ')]"
)
_MOST_MICROFORMATS = 1_000
_AT_ONCE = 50
_DEEPEST_MICROFORMAT = 8
"""mf2py takes the square of the nesting."""
_MICROFORMAT_CLASS = re.compile(r"(?:^|\s)(?:h-[a-z]|v(?:event|card)\b|adr\b|hentry\b)")
_CANCELLED = etree.XPath(
    ".//*[contains(concat(' ', @class, ' '), ' status ')]"
    "[contains(translate(concat(., @title), 'CANEL', 'canel'), 'cancel')]"
)


def _microformats(tree: lxml.html.HtmlElement) -> Iterator[Node]:
    """h-event and the older hCalendar, each outermost one with those in it."""
    known = set(roots := _ROOTS(tree)[:_MOST_MICROFORMATS])
    outermost = [
        root
        for root in roots
        if known.isdisjoint(root.iterancestors()) and _nesting(root) <= _DEEPEST_MICROFORMAT
    ]
    for first in range(0, len(outermost), _AT_ONCE):
        batch = outermost[first : first + _AT_ONCE]
        items = _mf2_items(batch)
        if len(items) != len(batch):  # one of them is odd
            items = [next(iter(_mf2_items([root])), {}) for root in batch]
        for root, item in zip(batch, items, strict=True):
            classic = "h-event" not in root.get("class", "").split()
            found = list(_from_microformat(item, classic=classic))
            if len(found) == 1 and classic and _CANCELLED(root):  # mf2py leaves the status out
                found = [{**found[0], "eventStatus": "CANCELLED"}]
            yield from found


def _mf2_items(roots: list[lxml.html.HtmlElement]) -> list[Mapping[str, Any]]:
    import mf2py  # noqa: PLC0415 - takes 0.15 s, and few pages need it

    text = "".join(
        etree.tostring(root, encoding="unicode", method="html", with_tail=False) for root in roots
    )
    try:
        return list(mf2py.parse(doc=text, html_parser="lxml")["items"])
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError):
        return []  # mf2py stumbles over what it did not expect


def _nesting(root: lxml.html.HtmlElement) -> int:
    """How many microformats stand one inside the other, at most."""
    depths: dict[Any, int] = {}
    for element in root.iter(etree.Element):
        above = depths.get(element.getparent(), 0)
        depths[element] = above + bool(_MICROFORMAT_CLASS.search(element.get("class", "")))
    return max(depths.values())


def _from_microformat(item: Mapping[str, Any], *, classic: bool) -> Iterator[Node]:
    """The event in words of schema.org; those in it follow."""
    children = [one for one in item.get("children", ()) if isinstance(one, dict)]
    if "h-event" in item.get("type", ()):
        given = item.get("properties", {})
        node = {
            theirs: [_simple(one) for one in given[ours]]
            for ours, theirs in _MICROFORMAT.items()
            if given.get(ours)
        }
        yield {"@type": "Event", "endIsExclusive": classic, **node}
    for child in children:
        yield from _from_microformat(child, classic=classic)


_MICROFORMAT = {
    "uid": "@id", "name": "name", "start": "startDate", "end": "endDate", "duration": "duration",
    "location": "location", "geo": "geo", "url": "url", "category": "keywords",
    "organizer": "organizer", "photo": "image", "featured": "image", "status": "eventStatus",
    "summary": "abstract", "content": "text", "description": "description", "price": "price",
}  # fmt: skip
_CARD = {
    "name": "name", "street-address": "streetAddress", "locality": "addressLocality",
    "region": "addressRegion", "postal-code": "postalCode", "country-name": "addressCountry",
    "latitude": "latitude", "longitude": "longitude", "adr": "address", "geo": "geo",
    "org": "name", "url": "url", "label": "address",
}  # fmt: skip


def _simple(value: Any) -> Any:
    """A value of a microformat: text, or a card as a place or person."""
    if not isinstance(value, dict):
        return value
    if "html" in value:
        return value["html"]
    if "type" not in value:
        return value.get("value", "")
    given = value.get("properties", {})
    card: dict[str, Any] = {"@type": "Place"}
    for ours, theirs in _CARD.items():
        if given.get(ours) and theirs not in card:
            card[theirs] = _simple(given[ours][0])
    if len(card) == 1:
        return value.get("value", "")
    return card
