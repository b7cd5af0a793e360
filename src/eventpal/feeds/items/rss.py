"""RSS, RDF, Atom and JSON Feed to listings: each item that says when it is."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from eventpal.domain import Event, Listing, Span, Status, event_id
from eventpal.errors import FormatError
from eventpal.feeds.calendar.zones import named_zone
from eventpal.feeds.items.feed_dates import date_of, setting_of
from eventpal.feeds.items.feed_fields import Dated, Setting
from eventpal.feeds.items.feed_items import Item, read_items
from eventpal.feeds.items.json_events import read_json_items
from eventpal.feeds.notes import Notes
from eventpal.feeds.reading import Reading
from eventpal.feeds.words.address import split_location
from eventpal.feeds.words.sanitize import plain_line, plain_text
from eventpal.feeds.words.text import complete, stated_status


@dataclass(frozen=True, slots=True)
class _Read:
    """One item that is an event."""

    event: Event
    span: Span
    more: tuple[Span, ...]


def read_feed(body: bytes, zone: ZoneInfo, where: str, now: datetime) -> Reading:
    """Read one feed.

    Args:
        body: The feed as fetched; its encoding is found out, and ill-formed XML is read as far
            as it goes.
        zone: The clock of times that name no zone.
        where: What to call the feed in problems.
        now: Tells the year of a date that leaves it out, where the item doesn't say when it was
            published.

    Returns:
        The items that say when they are, and how many don't.

    Raises:
        FormatError: it is no feed.
    """
    is_json = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    feed = read_json_items(body) if is_json else read_items(body)
    if feed is None:
        raise FormatError("It is JSON and not a feed of events.")
    notes = Notes(where)
    setting = setting_of(feed, zone, now)
    read = [one for item in feed.items if (one := _read(item, setting)) is not None]
    undated = len(feed.items) - len(read)
    if feed.damaged:
        items = "1 item is" if feed.damaged == 1 else f"{feed.damaged:,} items are"
        notes.add_sentence(f"{items} damaged and could not be read.")
    if not feed.items and not feed.damaged:
        notes.add_sentence("The feed lists nothing at present.")
    elif undated:
        notes.add_sentence(_undated_sentence(undated, len(feed.items)))
    return Reading(plain_line(feed.title), tuple(_listings(read)), notes.problems())


def _undated_sentence(undated: int, count: int) -> str:
    if undated == count:
        what = "Its one item names" if count == 1 else f"None of its {count:,} items names"
        tail = "no date" if count == 1 else "a date"
        return f"{what} {tail}, so there is no event in it."
    those = "that one is" if undated == 1 else "those are"
    return f"{undated:,} of {count:,} items name no date, so {those} not shown as events."


def _read(item: Item, setting: Setting) -> _Read | None:
    title = plain_line(item.title)
    text = plain_text(item.html)
    dated = date_of(item, title, text, setting)
    if dated is None:
        return None
    venue_in_title = ""
    if dated.title_span is not None:
        title, venue_in_title = split_title(title, dated.title_span)
    zone = named_zone(dated.start, setting.zone)
    where = _where(item, text, venue_in_title)
    event = Event(
        id="",
        uid=item.guid or item.link,
        title=title or _first_line(text) or "Untitled",
        start=dated.start.astimezone(zone),
        end=dated.end.astimezone(zone) if dated.end else None,
        tz=zone.key,
        all_day=dated.all_day,
        status=_status(item),
        venue=where.venue,
        address=where.address,
        place=item.place,
        categories=tuple(_categories(item)),
        organiser=_organiser(item, text),
        description=text,
        url=item.link if item.link.startswith(("http://", "https://")) else "",
        image=_image(item),
    )
    cost = next((plain_line(field.text) for field in item.named(*_COST) if field.text), "")
    span = Span(event.start, event.end)
    return _Read(complete(event, cost=cost), span, tuple(_more(dated, span)))


def _more(dated: Dated, span: Span) -> Iterator[Span]:
    """The further days of a list such as June 5, 12 & 19, at the same time of day."""
    length = span.end - span.start if span.end else None
    for day in dated.more:
        start = datetime.combine(day, span.start.timetz())
        yield Span(start, start + length if length else None)


def _listings(read: Iterable[_Read]) -> Iterator[Listing]:
    """One listing for each event: items with one id are one, on several dates or corrected."""
    by_uid: dict[str, dict[datetime, _Read]] = {}
    for one in read:
        uid = (
            one.event.uid
            or hashlib.blake2b(
                f"{one.event.title}\0{one.span.start.isoformat()}".encode(), digest_size=12
            ).hexdigest()
        )
        by_uid.setdefault(uid, {})[one.span.start] = one
    for uid, dates in by_uid.items():
        titles = {one.event.title for one in dates.values()}
        if len(titles) == 1:
            yield _listing(uid, "", list(dates.values()))
        else:  # an id that says nothing: it is on things of different names
            for start, one in dates.items():
                stamp = f"{start.astimezone(UTC):%Y%m%dT%H%M%SZ}" if len(dates) > 1 else ""
                yield _listing(uid, stamp, [one])


def _listing(uid: str, stamp: str, read: list[_Read]) -> Listing:
    spans = {span.start: span for one in read for span in (one.span, *one.more)}
    ordered = tuple(spans[start] for start in sorted(spans))
    latest = read[-1].event
    event = replace(
        latest, uid=uid, id=event_id(uid, stamp), series=event_id(uid),
        start=ordered[0].start, end=ordered[0].end,
    )  # fmt: skip
    return Listing(event=event, dates=ordered, recurring=False)


# Titles

_JOINTS = " \t—–|·•@~:;,/\\-"
_CLOSERS = re.compile(r"^\s*[)\]]\s*")
_TAIL_WORD = re.compile(r"(?:[(\[]|\b(?:on|at|from|am|le|el))\s*$", re.IGNORECASE)
_SEPARATED = re.compile(r"\s[—–|•·@]\s|\s-\s|^\s*@\s|^\s*[—–|•·-]\s")
_LONGEST_VENUE = 120


def split_title(title: str, span: tuple[int, int]) -> tuple[str, str]:
    """A title without the date in it, and the venue that stands behind the date, or "".

    "Name — Fri Aug 21, 10:30 AM — Venue" gives "Name" and "Venue".
    """
    before = _TAIL_WORD.sub("", title[: span[0]].rstrip(_JOINTS)).rstrip(_JOINTS)
    behind = _CLOSERS.sub("", title[span[1] :])
    after = behind.strip(_JOINTS)
    if not before:
        name, at, venue = after.rpartition(" @ ")
        in_brackets = title.startswith("[") and behind != title[span[1] :]
        return (name, venue) if at and in_brackets and len(venue) <= _LONGEST_VENUE else (after, "")
    if not after:
        return before, ""
    if _SEPARATED.match(behind) and len(after) <= _LONGEST_VENUE:
        return before, after
    return title, ""


# What else items say

_COST = ("cost", "price", "eventprice", "ticketprice", "admission", "fee", "eventcost", "tickets")
_VENUE = (
    "venue", "venuename", "locationname", "location", "eventlocation", "place", "placename",
    "where", "featurename", "parknames", "xcalconnectvenuename", "xcalconnectvenue",
    "veranstaltungsort", "spielort", "ort", "lieu", "salle", "lugar", "sede", "recinto", "luogo",
    "locatie", "facility", "theatre", "theater", "hall", "building", "campus", "room",
)  # fmt: skip
_NAMED = ("name", "text", "title", "venue", "label", "addresstitle", "placename", "venuename")
"""What a place is called by, inside its element or as an attribute of it."""
_ADDRESS = ("address", "eventaddress", "venueaddress", "streetaddress", "locationaddress")
_ORGANISER = ("organizer", "organiser", "organizername", "hostedby", "presenter", "sponsor")
_CATEGORY = ("category", "categories", "eventcategory", "eventtype", "type", "categorycalendar")
_DATE_LIKE = re.compile(r"\d{4}[/-]\d\d[/-]\d\d|^\W*$")
_SAYS_WHERE = re.compile(
    r"^(?:location|where|venue|place|ort|wo|lieu|lugar|dónde)\s?:\s?(.{2,160})$",
    re.IGNORECASE | re.MULTILINE,
)
_SAYS_WHO = re.compile(
    r"^(?:(?:presented|hosted|organi[sz]ed) by:?|(?:source|organi[sz]er|host|veranstalter"
    r"|organisateur|organiza):)\s?(.{2,80})$",
    re.IGNORECASE | re.MULTILINE,
)
_IMG = re.compile(r"<img\b[^<>]{0,600}?\bsrc=[\"'](https?://[^\"'<>\s]{4,600})[\"']", re.IGNORECASE)
_TRUE = {"true", "1", "yes"}


@dataclass(frozen=True, slots=True)
class _Where:
    venue: str = ""
    address: str = ""


def _where(item: Item, text: str, in_title: str) -> _Where:
    venue, address = split_location(_venue_field(item))
    stated = [field.text for field in item.named(*_ADDRESS) if field.text]
    address = ", ".join(plain_line(part) for part in stated[:1]) or address or _nested_address(item)
    if not venue and not address:
        said = _SAYS_WHERE.search(text)
        venue, address = split_location(in_title or (said[1] if said else ""))
    if not venue and any(field.text.lower() in _TRUE for field in item.named("isvirtual")):
        venue = "Online"
    return _Where(venue, address)


def _venue_field(item: Item) -> str:
    for name in _VENUE:
        for field in item.fields.get(name, ()):
            if not field.text and not field.attributes:
                nested = [one for one in item.named(*_NAMED) if one.inside == name and one.text]
                if nested:
                    return plain_line(nested[0].text)
            stated = (field.attributes.get(one, "") for one in ("valuestring", *_NAMED))
            text = field.text or next(filter(None, stated), "")
            if plain_line(text) and not text.startswith(("http://", "https://")):
                return plain_line(text)
    flat = item.fields.get("name", ())
    return plain_line(flat[0].text) if len(flat) == 1 and not flat[0].inside else ""


def _nested_address(item: Item) -> str:
    """bc:location and its like: number, street and town as elements of the location."""

    def of(*names: str) -> str:
        return next((plain_line(field.text) for field in item.named(*names) if field.text), "")

    street = " ".join(part for part in (of("number"), of("street", "thoroughfare")) if part)
    town = ", ".join(part for part in (of("city", "town", "addresslocality"), of("state")) if part)
    return ", ".join(part for part in (street, town) if part) if street else ""


def _status(item: Item) -> Status:
    if any(field.text.lower() in _TRUE for field in item.named("iscancelled", "iscanceled")):
        return Status.CANCELLED
    return stated_status(
        f"{field.text} {field.attributes.get('value', '')}"
        for field in item.named("status", "eventstatus")
    )


def _categories(item: Item) -> Iterator[str]:
    stated = [part for field in item.named(*_CATEGORY) for part in re.split(r"[|,]", field.text)]
    seen = set()
    for text in (*item.categories, *stated):
        name = plain_line(text)
        if name and len(name) <= 60 and "://" not in name and not _DATE_LIKE.search(name):
            if name.casefold() not in seen:
                yield name
            seen.add(name.casefold())


def _organiser(item: Item, text: str) -> str:
    for field in item.named(*_ORGANISER):
        nested = [one.text for one in item.named("name") if one.inside == "organizer"]
        name = plain_line(field.text or next(iter(nested), ""))
        if name and "@" not in name:
            return name
    said = _SAYS_WHO.search(text)
    return plain_line(said[1]) if said else ""


def _image(item: Item) -> str:
    stated = [field.text for field in item.named("image", "eventimage", "featimage", "thumbnail")]
    said = [match[1] for match in [_IMG.search(item.html)] if match]
    addresses = [*item.images, *stated, *said]
    return next((one for one in addresses if one.startswith(("https://", "http://"))), "")


def _first_line(text: str) -> str:
    return text.partition("\n")[0][:100]
