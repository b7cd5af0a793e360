"""iCalendar (RFC 5545, 7986) to listings: each event alone, so that a broken one costs only itself.

icalendar, which reads a whole file or nothing, decodes every property; this reads the lines of
the properties that EventPal shows, and forgives what publishers do to them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

from eventpal.domain import Event, Listing, Span, Status, event_id
from eventpal.feeds.calendar import ical_event
from eventpal.feeds.calendar.ical_blocks import Component, read_calendars
from eventpal.feeds.calendar.ical_entry import UNTITLED, Entry, read_entry, series_of
from eventpal.feeds.calendar.ical_event import Properties
from eventpal.feeds.calendar.ical_values import Lines, duration_of
from eventpal.feeds.calendar.recurrence import Series, When, expand
from eventpal.feeds.calendar.rrule_starts import Budget
from eventpal.feeds.calendar.zones import Zones
from eventpal.feeds.notes import Notes
from eventpal.feeds.reading import Reading, Window
from eventpal.feeds.words.text import complete

FILE_STEPS = 2_000_000
"""Work for the series of one file, a few seconds."""
MOST_CHANGES = 50
"""So often one series may be changed from some instance on (RANGE=THISANDFUTURE)."""
_CALENDAR = Lines(
    (
        "NAME",
        "X-WR-CALNAME",
        "X-WR-TIMEZONE",
        "TIMEZONE-ID",
        "TZID",
        "METHOD",
        "REFRESH-INTERVAL",
        "X-PUBLISHED-TTL",
    )
)
_ZONE = Lines(("TZID",))


@dataclass(frozen=True, slots=True)
class _Task:
    """What reading one file shares."""

    window: Window
    zone: ZoneInfo
    budget: Budget
    notes: Notes


def read_ical(body: bytes, window: Window, zone: ZoneInfo, where: str) -> Reading:
    """Read one calendar file.

    Args:
        body: The file as fetched; gzip, ZIP, UTF-16 and wrong encodings are understood.
        window: Series are expanded inside it; events with one date are kept always.
        zone: For floating and all-day times where the calendar names no zone of its own.
        where: What to call the file in problems.

    Raises:
        FormatError: It is no calendar at all; the sentence says what it is instead.
    """
    task = _Task(window, zone, Budget(FILE_STEPS), Notes(where))
    listings: dict[str, Listing] = {}
    titles: list[str] = []
    suggested: list[timedelta] = []
    for calendar in read_calendars(body):
        header = _CALENDAR.read(calendar.text)
        titles.append(ical_event.first(header, "X-WR-CALNAME", "NAME"))
        suggested += _suggested(header)
        for listing in _listings(calendar, header, task):
            listings[listing.event.id] = listing
    if not listings and not task.notes:
        task.notes.add_sentence("The calendar lists no events at present.")
    return Reading(
        next(filter(None, titles), ""),
        tuple(listings.values()),
        task.notes.problems(),
        every=min(suggested, default=None),
    )


def _suggested(header: Properties) -> list[timedelta]:
    """How often a calendar suggests to look at it."""
    items = (*header.get("REFRESH-INTERVAL", ()), *header.get("X-PUBLISHED-TTL", ()))
    lengths = (duration_of(item.value) for item in items)
    return [length for length in lengths if length is not None and length > timedelta()]


def _listings(calendar: Component, header: Properties, task: _Task) -> Iterator[Listing]:
    zones = _zones(calendar, header, task.zone)
    cancelled = ical_event.first(header, "METHOD").upper() == "CANCEL"
    series: dict[str, list[Entry]] = {}
    for part in calendar.named("VEVENT"):
        entry = read_entry(part, zones, task.notes)
        if entry is not None:
            series.setdefault(entry.uid, []).append(entry)
    for entries in series.values():
        for listing in _of_series(entries, zones, task):
            if cancelled:
                yield replace(listing, event=replace(listing.event, status=Status.CANCELLED))
            else:
                yield listing
    for name in zones.unknown:
        task.notes.add_sentence(
            f"The time zone “{name[:60]}” is not known, so times in it were read as"
            f" {zones.default.key} time."
        )


def _zones(calendar: Component, header: Properties, given: ZoneInfo) -> Zones:
    """Its own zone is X-WR-TIMEZONE, else its only VTIMEZONE, else the one given."""
    definitions = {}
    for part in calendar.named("VTIMEZONE"):
        if names := _ZONE.read(part.text).get("TZID"):
            definitions[names[0].value.strip().strip('"')] = part
    zones = Zones(given, definitions=definitions)
    own = ical_event.first(header, "X-WR-TIMEZONE", "TIMEZONE-ID", "TZID")
    for name in (own, *definitions) if len(definitions) == 1 else (own,):
        found = zones.find(name) if name else None
        if isinstance(found, ZoneInfo):
            zones.default = zones.shown(found)
            # With X-WR-TIMEZONE, Google means that UTC times repeat on that clock too.
            zones.clock = zones.default if name == own else UTC
            break
    return zones


def _of_series(entries: list[Entry], zones: Zones, task: _Task) -> Iterator[Listing]:
    """The listings of all VEVENTs that share a UID."""
    if len(entries) == 1 and entries[0].moved is None:
        yield _listing(entries[0], _dates(entries[0], series_of(entries[0], zones), task), zones)
        return
    masters = _masters([entry for entry in entries if entry.moved is None])
    instances = _instances(entries)
    changes = sorted(
        (when.utc, key) for key, (when, entry) in instances.items() if entry.and_future
    )
    ends = {key: end for (_, key), (end, _) in pairwise([*changes[:MOST_CHANGES], (None, "")])}
    recurring: Series | None = None
    deleted: set[str] = set()
    for master in masters:
        series = series_of(master, zones)
        deleted.update(map(_stamp, series.excluded))
        if series.recurs:
            series = replace(
                series,
                # Paid for when expanded; with nothing left to pay, not worth putting together.
                excluded=(*series.excluded, *(when for when, _ in instances.values()))
                if task.budget.steps
                else (),
                end=changes[0][0] if changes else None,
            )
            recurring = recurring or series
        key = _stamp(master.start) if len(masters) > 1 else ""
        yield _listing(master, _dates(master, series, task), zones, key)
    latest = max((master.revision[0] for master in masters), default=0)
    for key, (when, entry) in instances.items():
        if key in deleted:
            continue
        own = Series(start=entry.start, duration=entry.duration)
        if recurring is not None:
            if entry.revision[0] < latest and _superseded(entry, when, recurring, task):
                continue
            if key in ends:
                own = _from_then_on(recurring, when, entry, ends[key])
        completed = _completed(entry, masters[0]) if masters else entry
        yield _listing(completed, _dates(entry, own, task), zones, key)


def _from_then_on(base: Series, when: When, entry: Entry, end: datetime | None) -> Series:
    """The rest of a series as an instance with RANGE=THISANDFUTURE changes it."""
    start = entry.start.aware.astimezone(base.start.zone).replace(tzinfo=None)
    moved = when.aware.astimezone(base.start.zone).replace(tzinfo=None)
    return replace(
        base,
        duration=entry.duration,
        excluded=tuple(other for other in base.excluded if other != when),
        begin=when.utc,
        end=end,
        shift=start - moved,
    )


def _superseded(entry: Entry, when: When, series: Series, task: _Task) -> bool:
    """Whether it is an old state of the whole series that still carries its RECURRENCE-ID."""
    if "RRULE" not in entry.found:
        return False
    moment = Window(when.aware, when.aware + timedelta(seconds=1))
    dates = expand(replace(series, excluded=(), end=None), moment, task.budget)
    return not dates.trouble and all(date.start != when.aware for date in dates.spans)


def _masters(entries: list[Entry]) -> list[Entry]:
    """The events among VEVENTs that share a UID and describe no single instance.

    Publishers give one UID to several dates of the same thing, and none of them may be lost; only
    where SEQUENCE tells them apart and the title is the same is it one event that was changed.
    """
    newest: dict[str, Entry] = {}
    for entry in entries:
        key = _stamp(entry.start)
        if key not in newest or entry.revision >= newest[key].revision:
            newest[key] = entry
    kept = list(newest.values())
    latest = max((entry.revision[0] for entry in kept), default=0)
    titles = {entry.title for entry in kept}
    if len(titles) == 1 and any(entry.revision[0] != latest for entry in kept):
        kept = [max(kept, key=lambda entry: entry.revision)]
    return kept


def _instances(entries: list[Entry]) -> dict[str, tuple[When, Entry]]:
    """The newest description of each instance that has one of its own, by its RECURRENCE-ID."""
    newest: dict[str, tuple[When, Entry]] = {}
    for entry in entries:
        if entry.moved is not None:
            key = _stamp(entry.moved)
            if key not in newest or entry.revision >= newest[key][1].revision:
                newest[key] = (entry.moved, entry)
    return newest


def _completed(entry: Entry, master: Entry | None) -> Entry:
    """An instance that leaves out what it is about takes that from its series."""
    if master is None or entry.title != UNTITLED:
        return entry
    inherited = {
        name: items
        for name, items in master.found.items()
        if name not in ical_event.TIME_NAMES and name != "STATUS"
    }
    return replace(entry, found={**inherited, **entry.found}, title=master.title)


def _stamp(when: When) -> str:
    return f"{when.utc:%Y%m%dT%H%M%SZ}"


def _dates(entry: Entry, series: Series, task: _Task) -> tuple[Span, ...]:
    expansion = expand(series, task.window, task.budget)
    if expansion.trouble:
        task.notes.add(
            f"repeats, but only its first date is known {expansion.trouble}",
            f"repeat, but only their first dates are known {expansion.trouble}",
            entry.title,
        )
    return expansion.spans


def _listing(entry: Entry, dates: tuple[Span, ...], zones: Zones, key: str = "") -> Listing:
    """``key``: which of the events or instances of its UID this is, "" for the only one."""
    found = entry.found
    shown = zones.shown(entry.start.zone)
    local, length = entry.start.local, entry.duration
    span = _shown(
        Span(
            local.replace(tzinfo=entry.start.zone),
            None if length is None else (local + length).replace(tzinfo=entry.start.zone),
        ),
        shown,
        entry.start.all_day,
    )
    where = ical_event.where(found)
    series = event_id(entry.uid)
    event = Event(
        id=event_id(entry.uid, key) if key else series,
        uid=entry.uid,
        title=entry.title,
        start=span.start,
        end=span.end,
        tz=shown.key,
        all_day=entry.start.all_day,
        status=ical_event.status(found),
        venue=where.venue,
        address=where.address,
        place=where.place,
        categories=ical_event.categories(found),
        organiser=ical_event.organiser(found),
        description=ical_event.description(found),
        url=ical_event.link(found),
        image=ical_event.image(found),
        series=series,
    )
    if "STRUCTURED-DATA" in found:
        from eventpal.feeds.pages.page_fields import priced  # noqa: PLC0415 - 0.05 s, and few need it

        event = priced(event, ical_event.stated(found))
    return Listing(
        event=complete(event, cost=ical_event.cost(found)),
        dates=tuple(_shown(date, shown, entry.start.all_day) for date in dates),
        recurring=len(dates) > 1 or "RRULE" in found or "RDATE" in found,
    )


def _shown(span: Span, zone: tzinfo, all_day: bool) -> Span:
    """The same instants on the clock they are shown on; whole days stay midnights."""
    if all_day:
        return span
    end = None if span.end is None else span.end.astimezone(UTC).astimezone(zone)
    return Span(span.start.astimezone(UTC).astimezone(zone), end)
