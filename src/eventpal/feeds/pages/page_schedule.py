"""schema.org's eventSchedule: the dates of what repeats, by the rules of iCalendar."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from eventpal.domain import Span
from eventpal.errors import FormatError
from eventpal.feeds.calendar.ical import read_ical
from eventpal.feeds.pages.page_fields import Dated, duration_of, lines_of, stamp_of, text_of
from eventpal.feeds.pages.page_items import Node, values
from eventpal.feeds.reading import Window

_UNITS = {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY"}
_EVERY = re.compile(r"P(\d{1,3})([DWMY])", re.IGNORECASE)
_CLOCK = re.compile(r"T?(\d{1,2}):(\d\d)(?::\d\d)?.*", re.IGNORECASE)
_MOST_SCHEDULES = 20


def dates_of(
    node: Node, dated: Dated | None, window: Window, zone: ZoneInfo
) -> tuple[tuple[Span, ...], bool]:
    """The dates of an event's schedules inside ``window``, in order, and whether there is a rule.

    Without a schedule, or one that can be read, there are none.
    """
    spans: dict[datetime, Span] = {}
    schedules = [one for one in values(node.get("eventSchedule")) if isinstance(one, dict)]
    for schedule in schedules[:_MOST_SCHEDULES]:
        text = "\r\n".join(_calendar(schedule, dated, zone))
        try:
            reading = read_ical(text.encode("utf-8", "replace"), window, zone, "")
        except FormatError:
            continue
        for listing in reading.listings:
            if listing.recurring:
                spans |= {span.start: span for span in listing.dates}
    return tuple(spans[start] for start in sorted(spans)), bool(spans)


def _calendar(schedule: Node, dated: Dated | None, zone: ZoneInfo) -> Iterator[str]:
    """The schedule as an iCalendar file, which other code reads; no line where it has no rule."""
    try:
        clock: tzinfo = ZoneInfo(text_of(schedule.get("scheduleTimezone")) or zone.key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        clock = zone
    today = dated.start.date() if dated else date.min.replace(year=2000)
    first = stamp_of(schedule.get("startDate"), clock, today)
    start = first.at if first else dated.start.astimezone(clock) if dated else None
    rule = _rule(schedule, clock, today)
    if start is None or not rule:
        return
    at = _clock(schedule.get("startTime"))
    all_day = at is None and (dated.all_day if dated else first is None or first.all_day)
    if at is None and dated and not dated.all_day:
        at = dated.start.astimezone(clock).time()
    start = datetime.combine(start.date(), at, clock) if at else start.astimezone(clock)
    yield from ("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", "SUMMARY:1")
    yield _moment("DTSTART", start, clock, all_day=all_day)
    ends = _clock(schedule.get("endTime"))
    length = duration_of(schedule.get("duration"))
    if ends and at and ends > at:
        yield _moment("DTEND", datetime.combine(start.date(), ends, clock), clock, all_day=False)
    elif not all_day and (length or (dated and dated.end)):
        length = length or (dated.end - dated.start if dated and dated.end else None)
        yield f"DURATION:PT{int(length.total_seconds())}S" if length else "X-NONE:"
    yield f"RRULE:{rule}"
    for text in lines_of(schedule.get("exceptDate")):
        if left_out := stamp_of(text, clock, today):
            moment = left_out.at
            if left_out.all_day:
                moment = datetime.combine(moment.date(), start.time(), clock)
            yield _moment("EXDATE", moment, clock, all_day=all_day)
    yield from ("END:VEVENT", "END:VCALENDAR")


def _rule(schedule: Node, clock: tzinfo, today: date) -> str:
    said = text_of(schedule.get("repeatFrequency")).strip()
    match = _EVERY.fullmatch(said)
    if match:
        parts = [f"FREQ={_UNITS[match[2].upper()]}", f"INTERVAL={int(match[1]) or 1}"]
    elif said.rsplit("/", 1)[-1].upper() in _UNITS.values():
        parts = [f"FREQ={said.rsplit('/', 1)[-1].upper()}"]
    else:
        return ""
    days = [line.rsplit("/", 1)[-1][:2].upper() for line in lines_of(schedule.get("byDay"))]
    if fitting := [day for day in days if day in {"MO", "TU", "WE", "TH", "FR", "SA", "SU"}]:
        parts.append(f"BYDAY={','.join(fitting)}")
    numbers = [line for line in lines_of(schedule.get("byMonthDay")) if line.isdecimal()]
    if numbers:
        parts.append(f"BYMONTHDAY={','.join(numbers[:31])}")
    count = text_of(schedule.get("repeatCount"))
    last = stamp_of(schedule.get("endDate"), clock, today)
    if count.isdecimal() and len(count) < 6:
        parts.append(f"COUNT={count}")
    elif last is not None:
        parts.append(f"UNTIL={last.at:%Y%m%d}T235959")
    return ";".join(parts)


def _clock(value: object) -> time | None:
    match = _CLOCK.fullmatch(text_of(value).strip())
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        return None
    return time(int(match[1]), int(match[2]))


def _moment(name: str, at: datetime, clock: tzinfo, *, all_day: bool) -> str:
    if all_day:
        return f"{name};VALUE=DATE:{at:%Y%m%d}"
    return f"{name};TZID={clock}:{at.astimezone(clock):%Y%m%dT%H%M%S}"
