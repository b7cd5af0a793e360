"""When an event is, read from what people write, with a confidence.

Pure and deterministic: the day it is written on is given, and tells the year of a date that
leaves it out. Dates are found first, then a time near each of them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from eventpal.feeds.words.calendar_words import (
    AMBIGUOUS_MONTHS,
    MONTHS,
    WEEKDAYS,
    ZONES,
    alternation,
)
from eventpal.feeds.words.countries import writes_month_first
from eventpal.feeds.words.times import Clock, find_clock

MAX_READ = 6_000
"""Characters of a text that are looked at."""
RECENT = timedelta(days=60)
"""A date without a year is the next such day, unless it is at most this long ago."""
FAR = timedelta(days=3 * 366)
LONGEST = timedelta(days=370)
"""A range that is longer than this is a misreading."""


_COMPLETE = 0.96
"""A date with its weekday and year, which agree, is meant, however far away."""


@dataclass(frozen=True, slots=True)
class When:
    """One date, or range, named in a text.

    ``start`` and ``end`` are aware. For an all-day event they are midnights and ``end`` is
    exclusive. ``span`` is where it stands in the text. ``more`` are further days of a list
    ("June 5, 12 & 19"). ``confidence`` is from 0 to 1.
    """

    start: datetime
    end: datetime | None
    all_day: bool
    confidence: float
    span: tuple[int, int]
    more: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """Days as written, before a time is looked for."""

    first: date
    last: date
    confidence: float
    span: tuple[int, int]
    more: tuple[date, ...] = ()
    clock: Clock | None = None


def find_whens(text: str, *, zone: ZoneInfo, today: date) -> list[When]:
    """Every date in ``text``, in order.

    Args:
        text: Plain text.
        zone: The clock of times that name no zone; also tells 3/4 in America from Europe.
        today: The day it was written on, or is read.
    """
    text = text[:MAX_READ]
    lowered = text.lower()
    if len(lowered) != len(text):  # a few capitals grow when lowered; positions must agree
        text = lowered
    found = list(_days(text, lowered, today, writes_month_first(zone.key)))
    whens = []
    for number, days in enumerate(found):
        before = found[number - 1].span[1] if number else 0
        after = found[number + 1].span[0] if number + 1 < len(found) else len(text)
        whens.append(_timed(days, lowered, (before, after), zone))
    return [_weighed(when, lowered, today) for when in _ranged(whens, lowered)]


_RANGE = re.compile(
    r"[\s,;.)]*(?:(?:-|–|—|to|until|till|through|thru|bis|au|al|a|até|hasta(?: el)?)"
    r"|(?:ends?(?:ing)?|ende|fin|finish(?:es)?)"
    r"(?:\s(?:on|at|date|time|date (?:and|&) time))?\s?:?)\s*"
)
_ENDS_AT = re.compile(
    r"[\s,;.)]*(?:event\s)?(?:ends?(?:ing)?|ende|fin|finish(?:es)?)(?:\s(?:at|time))?\s?:?\s?"
)
_END_CLOCK = 14
"""Characters that a time of day may take."""


def _ranged(whens: Sequence[When], lowered: str) -> Iterator[When]:
    """Two moments that are the beginning and the end of one event, as one."""
    taken = False
    for number, when in enumerate(whens):
        if taken:
            taken = False
            continue
        after = whens[number + 1] if number + 1 < len(whens) else None
        if after is not None and _RANGE.fullmatch(lowered[when.span[1] : after.span[0]]):
            joined = _joined(when, after)
            taken = joined is not None
            yield joined or when
        else:
            yield _with_end(when, lowered)


def _joined(first: When, second: When) -> When | None:
    if first.all_day != second.all_day or not (first.end is None or first.all_day):
        return None
    end = second.end if second.all_day else second.start
    if end is None or not first.start < end <= first.start + LONGEST:
        return None
    span = (first.span[0], second.span[1])
    return replace(first, end=end, span=span, confidence=max(first.confidence, second.confidence))


def _with_end(when: When, lowered: str) -> When:
    """``when`` with the end that stands behind it with a label: "End time: 9 pm"."""
    if when.all_day or when.end is not None:
        return when
    label = _ENDS_AT.match(lowered, when.span[1])
    if label is None:
        return when
    room = (when.span[1], min(len(lowered), label.end() + _END_CLOCK))
    clock = find_clock(lowered, (label.end(), label.end()), room, american=False)
    if clock is None or not clock.sure or clock.span[0] > label.end():
        return when
    end = datetime.combine(when.start.date(), clock.start, when.start.tzinfo)
    end = end if end > when.start else end + timedelta(days=1)
    return replace(when, end=end, span=(when.span[0], clock.span[1]))


def _timed(days: _Found, lowered: str, room: tuple[int, int], zone: ZoneInfo) -> When:
    clock = days.clock or find_clock(
        lowered, days.span, room, american=writes_month_first(zone.key)
    )
    if clock is None:
        start = datetime.combine(days.first, time(), zone)
        end = datetime.combine(days.last + timedelta(days=1), time(), zone)
        return When(start, end, True, days.confidence, days.span, days.more)
    where: tzinfo = ZoneInfo(ZONES[clock.zone]) if clock.zone in ZONES else zone
    if clock.offset is not None:
        where = timezone(clock.offset) if clock.offset else UTC
    start = datetime.combine(days.first, clock.start, where)
    if clock.end is not None:
        end = datetime.combine(days.last, clock.end, where)
        if end <= start:
            end += timedelta(days=1)
    else:
        end = datetime.combine(days.last + timedelta(days=1), time(), where)
    stated = clock.end is not None or days.last > days.first
    span = (min(days.span[0], clock.span[0]), max(days.span[1], clock.span[1]))
    confidence = min(0.99, days.confidence + (0.03 if clock.sure else 0.0))
    return When(start, end if stated else None, False, confidence, span, days.more)


_LABEL = re.compile(
    r"(?:when|dates?|event dates?|starts?|starting|begins?|date and time|date & time|wann|datum"
    r"|termin|beginn|quand|cuándo|cuando|fecha|save the date)\s?(?:is|on)?\s?[:–-]?\s*$"
)
_NOT_THE_EVENT = re.compile(
    r"(?:posted|published|updated|modified|created|deadline|due|register|registration|rsvp|sign up"
    r"|signup|submit|submissions?|apply|applications?|closes?|ends?|expires?|on sale|tickets? sale"
    r"|sales?|until|till|through|since|before|by|born|died|founded|established|copyright|©"
    r"|as of|effective|anmeldeschluss|anmeldung|bis|seit|avant|jusqu['’]au|depuis|antes del|hasta"
    r"|desde)\s?(?:is|are|by|on|at|zum|before|:)?\s?(?:the|le|el|den|zum|am)?\s?$"
)


def _weighed(when: When, lowered: str, today: date) -> When:
    """The confidence after a look at what stands before, and how far away it is."""
    confidence = when.confidence
    before = lowered[max(0, when.span[0] - 40) : when.span[0]]
    if _LABEL.search(before):
        confidence = min(0.99, confidence + 0.1)
    elif _NOT_THE_EVENT.search(before):
        confidence *= 0.4
    if abs(when.start.date() - today) > FAR and confidence < _COMPLETE:
        confidence *= 0.6
    return replace(when, confidence=round(confidence, 3))


# Finding days

_MONTH = alternation(MONTHS)
_WEEKDAY = alternation(WEEKDAYS)
_NTH = r"(?:st|nd|rd|th)?"
_NO_CLOCK = r"(?!\d|[:.h]\d|\s?[ap]\.?\s?m\b|\s?(?:uhr|h)\b|%)"
# A long dash between blanks parts a title from its date: "Party June 7 — Sun Sep 6" is no range.
_MONTH_NEXT = r"(?=[a-zà-ÿ]{3,10}\.?\s\d)"
_TO = rf"(?:\s?(?:-|–|to|through|thru|until|till|bis|au|al|hasta el)\s?|—|\s—\s{_MONTH_NEXT})"
_YEAR = r"(?P<y>(?:19|20)\d\d)(?![\d:])"
_AND = r"\s?(?:&|\+|and|und|et|y)\s?"
_DAYS = re.compile(
    # Friday, June 5–7, 2026 · June 28 - July 3 · June 5, 12 & 19
    rf"(?<![a-zà-ÿ])(?:(?P<wd>{_WEEKDAY})\b\.?,?\s{{0,2}}(?:[-–—]\s)?)?"
    rf"(?P<m>{_MONTH})\b\.?\s{{0,2}}(?P<d>\d{{1,2}}){_NTH}{_NO_CLOCK}"
    rf"(?:,?\s(?P<y1>20\d\d)(?=\s?(?:-|–|—|to|through)))?"
    rf"(?:{_TO}(?:(?:{_WEEKDAY})\b\.?,?\s?)?(?:(?P<m2>{_MONTH})\b\.?\s?)?(?P<d2>\d{{1,2}}){_NTH}"
    rf"{_NO_CLOCK}(?!\s?(?:-|–)\s?\d)"
    rf"|(?P<more>(?:,\s?\d{{1,2}}{_NTH}(?!\d|[:.]\d)){{0,9}},?{_AND}\d{{1,2}}{_NTH}{_NO_CLOCK}))?"
    rf"(?:,?\s{{0,2}}{_YEAR})?"
)
_TH = r"(?:st|nd|rd|th|er|\.|º)?"
_ON = rf"(?:(?:{_WEEKDAY})\b\.?,?\s?)?(?:den |le |el |the )?"
_DAYS_DAY_FIRST = re.compile(
    # Freitag, 5. Juni 2026 · 5.–7. Juni · du 28 juin au 3 juillet 2026 · 5 y 6 de junio de 2026
    rf"(?<![\w/.:$€£])(?:(?P<wd>{_WEEKDAY})\b\.?,?\s{{0,2}}(?:den |le |el |the )?)?"
    rf"(?P<d>\d{{1,2}}){_TH}"
    rf"(?:\s?(?:de |of )?(?P<m1>{_MONTH})\b\.?(?:,? (?P<y1>20\d\d))?{_TO}{_ON}"
    rf"(?P<d2>\d{{1,2}}){_TH}"
    rf"|(?:{_TO}|(?P<and>{_AND})){_ON}(?P<d3>\d{{1,2}}){_TH})?"
    rf"\s{{0,2}}(?:de |of )?(?P<m>{_MONTH})\b\.?(?:,?\s{{0,2}}(?:de |del )?{_YEAR})?"
)
_ISO = re.compile(
    r"(?<![\d-])(?P<y>(?:19|20)\d\d)(?P<sep>[-/.]?)(?P<m>0?[1-9]|1[0-2])(?P=sep)"
    r"(?P<d>0[1-9]|[12]\d|3[01]|[1-9])(?!\d)(?!-\d)"
    r"(?:[t ]{1,2}(?P<h>[01]?\d|2[0-4]):?(?P<mi>[0-5]\d)(?::?[0-5]\d(?:[.,]\d{1,9})?)?"
    r"(?!\s?[ap]\.?m)"
    r"\s?(?P<tz>z\b|[+-]\d\d:?\d\d)?)?"
)
_NUMBERS = re.compile(
    rf"(?<![\w/.:$€£-])(?:(?P<wd>{_WEEKDAY})\b\.?,?\s{{0,2}})?(?P<a>\d{{1,2}})(?P<sep>[/.-])"
    r"(?P<b>\d{1,2})(?:(?P=sep)(?P<y>20\d\d|\d\d)(?![\d:])|(?P<dot>\.)(?!\d))?"
    r"(?![\d%]|[/-]\d|\.\d)"
)

_OPENING = re.compile(r"\]|\)?\s?[:–—]\s|\s-\s|,?\s(?:@\s?|at\s)?\d{1,2}(?::\d\d)?\s?[ap]\.?m")


def _days(text: str, lowered: str, today: date, month_first: bool) -> Iterator[_Found]:
    """The days named, without overlaps: of two readings the longer one."""
    if not any(digit in lowered for digit in "0123456789"):
        return
    found: list[_Found] = []
    for match in _DAYS.finditer(lowered):
        found += _named(match, text, today)
    for match in _DAYS_DAY_FIRST.finditer(lowered):
        found += _named(match, text, today)
    for match in _ISO.finditer(lowered):
        found += _iso(match)
    for match in _NUMBERS.finditer(lowered):
        found += _numeric(match, today, month_first)
    found.sort(key=lambda days: (days.span[0], -days.span[1]))
    taken: list[_Found] = []
    for days in found:
        if taken and days.span[0] < taken[-1].span[1]:
            if days.span[1] - days.span[0] > taken[-1].span[1] - taken[-1].span[0]:
                taken[-1] = days
            continue
        taken.append(days)
    yield from taken


def _named(match: re.Match[str], text: str, today: date) -> Iterator[_Found]:
    part = match.groupdict()
    month = part["m"]
    if month in AMBIGUOUS_MONTHS and not text[match.start("m")].isupper():
        return
    weekday = WEEKDAYS[part["wd"]] if part["wd"] else None
    day_first = "m1" in part
    first_month = MONTHS[(part["m1"] or month) if day_first else month]
    last_month = MONTHS[month if day_first else (part["m2"] or month)]
    day, last_day = int(part["d"]), int(part["d2"] or part.get("d3") or part["d"])
    year = int(part["y"]) if part["y"] else None
    first_year = int(part["y1"]) if part["y1"] else None
    if first_year is None and year is not None:
        first_year = year - 1 if first_month > last_month else year
    first = _dated(first_year, first_month, day, weekday, today)
    if first is None:
        return
    try:
        last = date(year or first.year, last_month, last_day)
        if last < first and year is None:
            last = date(first.year + 1, last_month, last_day)
    except ValueError:
        return
    more = tuple(_more(part.get("more") or "", first))
    if part.get("and"):
        more, last = ((last,) if last > first else ()), first
    if not first <= last <= first + LONGEST:
        return
    known_year = first_year is not None
    confidence = _certainty(first, weekday, known_year, 0.93 if known_year else 0.65)
    yield _Found(first, last, confidence, match.span(), more)


def _more(listed: str, first: date) -> Iterator[date]:
    for number in re.findall(r"\d{1,2}", listed):
        try:
            further = first.replace(day=int(number))
        except ValueError:
            continue
        if further > first:
            yield further


def _iso(match: re.Match[str]) -> Iterator[_Found]:
    try:
        day = date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return
    if not match["sep"] and match["h"] is None and len(match[0]) != 8:
        return
    clock = None
    if match["h"] is not None and int(match["h"]) < 24:
        clock = Clock(
            time(int(match["h"]), int(match["mi"])), None, match.span(), sure=True,
            offset=_offset(match["tz"]),
        )  # fmt: skip
    yield _Found(day, day, 0.95, match.span(), clock=clock)


def _offset(text: str | None) -> timedelta | None:
    if text is None:
        return None
    if text == "z":
        return timedelta()
    hours, minutes = int(text[1:3]), int(text[-2:])
    offset = timedelta(hours=hours, minutes=minutes)
    if offset >= timedelta(hours=24):
        return None
    return -offset if text[0] == "-" else offset


def _numeric(match: re.Match[str], today: date, month_first: bool) -> Iterator[_Found]:
    a, b, separator = int(match["a"]), int(match["b"]), match["sep"]
    weekday = WEEKDAYS[match["wd"]] if match["wd"] else None
    year = int(match["y"]) if match["y"] else None
    if year is None and not (match["dot"] or (weekday is not None and separator != "-")):
        # 24/7 and 1/2 are no dates, but what begins with "[8/21]" or "10/3 1:00 PM" is.
        opening = match.start("a") <= 1 and separator == "/"
        if not (opening and _OPENING.match(match.string, match.end())):
            return
    if year is not None and year < 100:
        year += 2000
    if separator == ".":
        month_first = False
    readings = [(a, b), (b, a)] if month_first else [(b, a), (a, b)]
    for number, (month, day) in enumerate(readings):
        if month > 12 or not 1 <= day <= 31:
            continue
        found = _dated(year, month, day, weekday, today)
        if found is None or (weekday is not None and found.weekday() != weekday and number == 0):
            continue
        sure = separator == "." or max(a, b) > 12 or a == b or weekday is not None
        confidence = (0.9 if sure else 0.75) if year is not None else 0.6
        confidence = _certainty(found, weekday, year is not None, confidence)
        yield _Found(found, found, confidence, match.span())
        return


def _dated(year: int | None, month: int, day: int, weekday: int | None, today: date) -> date | None:
    """The day meant. Without a year: the next one, or where a weekday is given the one on it."""
    years = [year] if year is not None else [today.year + plus for plus in (-1, 0, 1, 2)]
    days = []
    for candidate in years:
        try:
            days.append(date(candidate, month, day))
        except ValueError:
            continue
    if year is not None or not days:
        return days[0] if days else None
    coming = [one for one in days if one >= today - RECENT]
    nearest = sorted(days, key=lambda one: abs(one - today))
    if weekday is not None:
        fitting = [one for one in [*coming, *nearest] if one.weekday() == weekday]
        if fitting:
            return fitting[0]
    return coming[0] if coming else nearest[0]


def _certainty(day: date, weekday: int | None, known_year: bool, base: float) -> float:
    if weekday is None:
        return base
    if day.weekday() == weekday:
        return 0.96 if known_year else 0.9
    return 0.5  # one of the two is wrong, and it may be the date
