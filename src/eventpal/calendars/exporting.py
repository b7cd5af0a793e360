"""Events as an iCalendar file (RFC 5545, 7986) that other calendars read."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import icalendar

from eventpal import __version__
from eventpal.calendars.zones import FIRST_YEAR, LAST_YEAR, vtimezone
from eventpal.domain import Event, Status, event_id
from eventpal.store.files import write_private

PRODID: Final = f"-//EventPal//EventPal {__version__}//EN"

_STATUS: Final = {
    Status.CONFIRMED: "CONFIRMED",
    Status.TENTATIVE: "TENTATIVE",
    Status.CANCELLED: "CANCELLED",
    # RFC 5545 has no word for it; the date given is not to be relied on.
    Status.POSTPONED: "TENTATIVE",
}
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_DAY = timedelta(days=1)


def write_ics(path: Path, events: Iterable[Event], now: datetime) -> None:
    """Write ``events`` to ``path`` in one step: the file is the old one or the whole new one.

    Raises:
        BadInput: if the file cannot be written there.
    """
    write_private(path, to_ics(events, now))


def to_ics(events: Iterable[Event], now: datetime) -> bytes:
    """An iCalendar file with each of ``events`` once, and a VTIMEZONE for every zone it names.

    An event keeps its publisher's UID; one date of a series gets a UID of its own, which stays the
    same from export to export, so that importing again changes it rather than adding it.

    Args:
        events: what to write, in this order.
        now: when; becomes DTSTAMP.

    Returns:
        UTF-8 with CRLF, lines folded at 75 octets.
    """
    unique = list({event.id: event for event in events}.values())
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", "EventPal")
    calendar.subcomponents.extend(_component(event, now) for event in unique)
    if unique:
        first = min(event.start for event in unique).date()
        last = max(event.end or event.start for event in unique).date()
        zones = [vtimezone(ZoneInfo(name), first, last) for name in sorted(_zones(calendar))]
        # Readers want a zone before the events that name it.
        calendar.subcomponents[:0] = zones
    body: bytes = calendar.to_ical()
    return body


def _zones(calendar: icalendar.Calendar) -> set[str]:
    """The TZIDs that events name."""
    return {
        str(item[name].params["TZID"])
        for item in calendar.walk("VEVENT")
        for name in ("DTSTART", "DTEND")
        if name in item and "TZID" in item[name].params
    }


def _component(event: Event, now: datetime) -> icalendar.Event:
    item = icalendar.Event()
    item.add("uid", _uid(event))
    item.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    item.add("summary", _clean(event.title))
    if event.all_day:
        first = event.start.date()
        last = event.end.date() if event.end else first
        item.add("dtstart", first)
        item.add("dtend", max(last, first + _DAY))
    else:
        item.add("dtstart", _moment(event.start, event.tz))
        if event.end is not None and event.end > event.start:
            item.add("dtend", _moment(event.end, event.tz))
    item.add("status", _STATUS[event.status])
    location = ", ".join(filter(None, (_clean(event.venue), _clean(event.address))))
    for name, text in (
        ("location", location),
        ("description", _clean(event.description)),
        ("contact", _clean(event.organiser)),
    ):
        if text:
            item.add(name, text)
    if event.place is not None:
        item.add("geo", (event.place.lat, event.place.lon))
    if categories := [name for name in map(_clean, event.categories) if name]:
        item.add("categories", categories)
    if url := _line(event.url):
        item.add("url", icalendar.vUri(url))
    if image := _line(event.image):
        item.add("image", icalendar.vUri(image), parameters={"VALUE": "URI"})
    return item


def _uid(event: Event) -> str:
    own = _line(event.uid) and event.id == event_id(event.uid) and event.series in {"", event.id}
    return _line(event.uid) if own else f"{event.id}@eventpal"


def _moment(moment: datetime, zone: str) -> datetime:
    """``moment`` on the clock of ``zone``, or in UTC where that clock is not to be trusted.

    That is a zone unknown to this computer, the second of two hours that the clock shows alike
    (RFC 5545 can write only the first), and a time for which rules are not given.
    """
    moment = moment.replace(microsecond=0)
    try:
        local = moment.astimezone(ZoneInfo(zone))
    except (KeyError, ValueError, OSError):
        return moment.astimezone(UTC)
    told = not local.fold and FIRST_YEAR < local.year < LAST_YEAR
    return local if told else moment.astimezone(UTC)


def _clean(text: str) -> str:
    """``text`` without what a calendar file may not hold."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _line(text: str) -> str:
    """``text`` as one word, as addresses and UIDs are; a line break would end the property."""
    return "".join(_clean(text).split())
