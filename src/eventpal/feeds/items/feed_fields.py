"""When the event of a feed's item is, where elements of their own say so.

ev:startdate, xCal's dtstart, libcal:date with libcal:start, mec:startDate with mec:startHour and
all their relatives: the names are tables, whatever the vocabulary they come from.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from eventpal.feeds.items import field_names
from eventpal.feeds.items.feed_items import Field, Item
from eventpal.feeds.words.calendar_words import ZONES
from eventpal.feeds.words.dates import LONGEST, find_whens
from eventpal.feeds.words.times import find_clock

_ANY_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Dated:
    """When an item's event is. ``title_span`` is what of the title said so."""

    start: datetime
    end: datetime | None
    all_day: bool
    confidence: float
    title_span: tuple[int, int] | None = None
    more: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """What the items of one feed share."""

    zone: ZoneInfo
    """The clock of times that name no zone."""
    today: date
    """When it is read."""
    published_is_start: bool = False


_ENDS = {"endtime", "end"}
_ALL_DAY = ("allday", "isallday", "alldayevent", "cdoalldayevent")
_DURATION = re.compile(r"P(?:(\d{1,3})D)?(?:T(?:(\d{1,3})H)?(?:(\d{1,4})M)?)?", re.IGNORECASE)
_TIME_ONLY = re.compile(
    r"\s*(\d{1,2})(?:[:.]|(?<=\d\d))(\d\d)(?::\d\d)?\s*(?:([ap])\.?m\.?)?\s*", re.IGNORECASE
)


def from_fields(item: Item, setting: Setting) -> Dated | None:
    """From elements such as ev:startdate, xCal's dtstart, libcal:date with libcal:start."""
    zone = setting.zone
    starts = _moments(field_names.starts(item), setting, ("starttime", "start", "datetime"))
    if not starts:
        return None
    ends = ends_of(item, setting) or _ends_in_start(item, setting)
    start = _most_exact(starts)
    all_day = any(field.text.lower() in {"true", "1", "yes"} for field in item.named(*_ALL_DAY))
    exclusive = "dtend" in item.fields or "when" in item.fields
    if isinstance(start, datetime) and not all_day:
        return _timed(start, _later(ends, start) or _clock_after(start, item), item)
    day = start.date() if isinstance(start, datetime) else start
    clocks = _field_clock(item)
    if clocks is not None and not all_day:
        begins, finishes = clocks
        if (begins, finishes) in {(time(), None), (time(), time()), (time(), time(23, 59))}:
            return whole_days(day, days_of(ends), zone, exclusive=False)
        last = max([day, *days_of(ends)])
        last = last if last <= day + LONGEST else day
        end = datetime.combine(last, finishes, zone) if finishes else None
        begin = datetime.combine(day, begins, zone)
        if end is not None and end <= begin:
            end += timedelta(days=1)
        return Dated(begin, end, False, 0.97)
    return whole_days(day, days_of(ends), zone, exclusive=exclusive)


def _clock_after(start: datetime, item: Item) -> datetime | None:
    """The end where only its time of day is written."""
    texts = [field.text for field in field_names.end_times(item) if field.text]
    clock = next((clock for text in texts if (clock := _clock(text))), None)
    dated = any(moment_of(text, _ANY_ZONE, start.date()) for text in texts)
    if clock is None or dated or start.time() == time():
        return None
    end = datetime.combine(start.date(), clock[0], start.tzinfo)
    return end if end > start else end + timedelta(days=1)


def _timed(start: datetime, end: datetime | date | None, item: Item) -> Dated:
    if isinstance(end, datetime):
        midnights = start.time() == time() and end.time() in {
            time(),
            time(23, 59),
            time(23, 59, 59),
        }
        if midnights and end > start and start.utcoffset() == end.utcoffset():
            last = end.date() if end.time() != time() else end.date() - timedelta(days=1)
            return whole_days(start.date(), [last], _zone_of(start), exclusive=False)
        return Dated(start, end if end > start else None, False, 1.0)
    if end is not None:
        midnight = datetime.combine(end + timedelta(days=1), time(), start.tzinfo)
        return Dated(start, midnight if end > start.date() else None, False, 1.0)
    for field in item.named("duration"):
        match = _DURATION.fullmatch(field.text.strip())
        if match and any(match.groups()):
            days, hours, minutes = (int(number or 0) for number in match.groups())
            length = timedelta(days=days, hours=hours, minutes=minutes)
            return Dated(start, start + length, False, 1.0)
    return Dated(start, None, False, 1.0)


def whole_days(day: date, ends: Sequence[date], zone: tzinfo, *, exclusive: bool) -> Dated:
    """All day from ``day``; publishers name the last day, iCalendar the day after it."""
    last = max([one for one in ends if day <= one <= day + LONGEST], default=day)
    if exclusive and last > day:
        last -= timedelta(days=1)
    start = datetime.combine(day, time(), zone)
    return Dated(start, datetime.combine(last + timedelta(days=1), time(), zone), True, 1.0)


def days_of(moments: Iterable[datetime | date]) -> list[date]:
    """The days of days and times."""
    return [one.date() if isinstance(one, datetime) else one for one in moments]


def _later(ends: Sequence[datetime | date], start: datetime) -> datetime | date | None:
    fitting = [
        one for one in ends if (one > start if isinstance(one, datetime) else one >= start.date())
    ]
    return _most_exact(fitting) if fitting else None


def _most_exact(moments: Sequence[datetime | date]) -> datetime | date:
    """A time with its own offset before one on the local clock, and that before a mere day."""

    def rank(moment: datetime | date) -> int:
        if not isinstance(moment, datetime):
            return 2
        return 1 if isinstance(moment.tzinfo, ZoneInfo) else 0

    return min(moments, key=rank)


def ends_of(item: Item, setting: Setting) -> list[datetime | date]:
    """What its fields say of the event's end."""
    attributes = [
        replace(field, text="")
        for field in field_names.starts(item)
        if field.attributes.keys() & _ENDS
    ]
    return _moments([*field_names.ends(item), *attributes], setting, sorted(_ENDS))


def _moments(
    fields: Iterable[Field], setting: Setting, attributes: Sequence[str]
) -> list[datetime | date]:
    """The days and times in fields, or in attributes of them (``gd:when startTime="…"``)."""
    found = []
    for field in fields:
        zone = _named_zone(field) or setting.zone
        texts = [field.text, *(field.attributes.get(name, "") for name in attributes)]
        moments = [moment_of(text, zone, setting.today) for text in texts if text]
        found += [moment for moment in moments if moment is not None][:1]
    return found


def _ends_in_start(item: Item, setting: Setting) -> list[datetime | date]:
    """The ends of ranges written in one field: "May 1, 2026 - May 3, 2026"."""
    ends: list[datetime | date] = []
    for field in field_names.starts(item):
        for when in find_whens(field.text, zone=setting.zone, today=setting.today)[:1]:
            if when.end is not None:
                last = when.end - timedelta(days=1) if when.all_day else when.end
                ends.append(last.date() if when.all_day else last)
    return ends


def _named_zone(field: Field) -> ZoneInfo | None:
    for name in ("tzid", "tz", "timezone", "tzabbr"):
        named = field.attributes.get(name, "")
        try:
            if named:
                return ZoneInfo(ZONES.get(named.lower(), named))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return None


def moment_of(text: str, zone: ZoneInfo, today: date) -> datetime | date | None:
    """A day or a time (aware) in the text of a field; a time without a zone is in ``zone``."""
    text = text.strip()
    if _TIME_ONLY.fullmatch(text):
        return None
    if re.fullmatch(r"\d{10}|\d{13}", text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    moment = _iso(text) or _rfc822(text)
    if moment is None:
        whens = find_whens(text, zone=zone, today=today)
        moment = whens[0].start if whens else None
        if moment is not None and whens[0].all_day:
            moment = moment.date()
    if isinstance(moment, datetime) and moment.tzinfo is None:
        return moment.replace(tzinfo=zone)
    return moment


def _iso(text: str) -> datetime | date | None:
    try:
        if len(text) <= 10 and "T" not in text:
            return date.fromisoformat(text)
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _rfc822(text: str) -> datetime | date | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.time() == time() and not moment.utcoffset():
        return moment.date()  # a mere day, which RFC 822 can't write
    return moment


def _field_clock(item: Item) -> tuple[time, time | None] | None:
    """From when to when, where the time stands in a field of its own."""
    clocks = [clock for field in field_names.start_times(item) if (clock := _clock(field.text))]
    if not clocks:
        return None
    start, end = clocks[0]
    ends = [clock for field in field_names.end_times(item) if (clock := _clock(field.text))]
    return start, end or (ends[0][0] if ends else None)


def _clock(text: str) -> tuple[time, time | None] | None:
    """A time of day, or a range of them: 10:15:00, 7 pm, 6:00 PM - 8:30 PM."""
    exact = _TIME_ONLY.fullmatch(text)
    if exact is None:
        clock = find_clock(f" {text.lower()}", (0, 0), (0, 80), american=True)
        return (clock.start, clock.end) if clock else None
    hour, half = int(exact[1]), (exact[3] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return (time(hour, int(exact[2])), None) if hour < 24 and int(exact[2]) < 60 else None


def _zone_of(moment: datetime) -> tzinfo:
    return moment.tzinfo if moment.tzinfo is not None else UTC
