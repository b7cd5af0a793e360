"""Recurrence rules (RFC 5545 RRULE, RFC 7529 SKIP, vCalendar 1.0), expanded with bounded work.

A general library walks on to the year 9999 inside one call when a rule never matches, which
nothing can stop. Here every period looked at is paid for from a ``Budget``.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import IntEnum

_DAYS = {name: number for number, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
_WEEKDAY = re.compile(r"([+-]?\d{1,2})?\s*(MO|TU|WE|TH|FR|SA|SU)")
_DAY = timedelta(days=1)


class RuleError(ValueError):
    """A rule that cannot be understood; ``str`` says why, to follow "because"."""


class OutOfBudget(Exception):
    """Expanding takes more work than is allowed."""


class Freq(IntEnum):
    """RFC 5545 FREQ, the longest period first."""

    YEARLY = 0
    MONTHLY = 1
    WEEKLY = 2
    DAILY = 3
    HOURLY = 4
    MINUTELY = 5
    SECONDLY = 6


_PER_DAY = {Freq.HOURLY: 24, Freq.MINUTELY: 24 * 60, Freq.SECONDLY: 24 * 60 * 60}


@dataclass(slots=True)
class Budget:
    """Work that may still be done, in steps of about a microsecond."""

    steps: int

    def spend(self, steps: int = 1) -> None:
        """Pay for work before it is done; OutOfBudget when nothing is left."""
        self.steps -= steps
        if self.steps < 0:
            raise OutOfBudget


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One RRULE. Empty tuples are parts that the rule does not have."""

    freq: Freq
    interval: int = 1
    count: int | None = None
    until: str = ""
    """As written; what it means depends on DTSTART."""
    week_start: int = 0
    """0 is Monday."""
    skip: str = "OMIT"
    months: tuple[int, ...] = ()
    week_numbers: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    weekdays: frozenset[int] = frozenset()
    nth_weekdays: frozenset[tuple[int, int]] = frozenset()
    """(n, weekday) of BYDAY parts such as 2TU or -1FR."""
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    positions: tuple[int, ...] = field(default=())

    @property
    def names_days(self) -> bool:
        """Whether the rule itself says on which days, so that DTSTART's day does not matter."""
        return bool(
            self.weekdays
            or self.nth_weekdays
            or self.month_days
            or self.year_days
            or self.week_numbers
        )


def read_rule(text: str) -> Rule:
    """Read the value of an RRULE; RuleError if it is not one."""
    if "=" not in text:
        text = _from_vcalendar_1(text)
    parts: dict[str, str] = {}
    for part in text.upper().split(";"):
        name, _, value = part.partition("=")
        if value.strip():
            parts[name.strip()] = value.strip()
    if parts.get("RSCALE", "GREGORIAN") != "GREGORIAN":
        raise RuleError(f"its calendar {parts['RSCALE']} is not known")
    frequency = parts.get("FREQ", "")
    if frequency not in Freq.__members__:
        raise RuleError(
            f"its frequency “{frequency}” is not known" if frequency else "it has no frequency"
        )
    freq = Freq[frequency]
    weekdays, nth_weekdays = _weekdays(parts.get("BYDAY", ""), freq)
    count = _number(parts, "COUNT", -(10**12), 10**12)
    return Rule(
        freq=freq,
        interval=_number(parts, "INTERVAL", 1, 10**9) or 1,
        # A negative count is what some exporters write for "without end".
        count=count if count is None or count >= 0 else None,
        until=parts.get("UNTIL", ""),
        week_start=_DAYS.get(parts.get("WKST", "MO"), 0),
        skip=parts.get("SKIP", "OMIT"),
        months=_numbers(parts, "BYMONTH", 1, 12),
        week_numbers=_numbers(parts, "BYWEEKNO", 1, 53, signed=True),
        year_days=_numbers(parts, "BYYEARDAY", 1, 366, signed=True),
        month_days=_numbers(parts, "BYMONTHDAY", 1, 31, signed=True),
        weekdays=weekdays,
        nth_weekdays=nth_weekdays,
        hours=_numbers(parts, "BYHOUR", 0, 23),
        minutes=_numbers(parts, "BYMINUTE", 0, 59),
        # 60 is a leap second, which no clock here can show.
        seconds=tuple(min(s, 59) for s in _numbers(parts, "BYSECOND", 0, 60)),
        positions=_numbers(parts, "BYSETPOS", 1, 366, signed=True),
    )


def starts(
    rule: Rule,
    first: datetime,
    begin: datetime,
    end: datetime,
    budget: Budget,
    *,
    counts_first: bool = True,
) -> Iterator[datetime]:
    """The naive wall-clock starts before ``end`` that the rule gives from ``first`` on, in order.

    ``first`` (DTSTART) always counts as the first one, as RFC 5545 says of COUNT, and comes even
    where the rule alone would not give it. Periods before ``begin`` are skipped, and not paid for,
    unless COUNT makes it necessary to walk through them. UNTIL is left to the caller. With
    ``counts_first`` off (one of several rules), ``first`` counts only where this rule gives it.
    """
    if rule.count == 0:
        return
    yield first
    given = int(counts_first)
    fast = max(first, begin) if rule.count is None else first
    try:
        for candidates in _periods(rule, first, fast, end, budget):
            for start in _at_positions(candidates, rule.positions):
                if start <= first:
                    given = max(given, int(start == first))
                    continue
                if start >= end:
                    return
                if rule.count is not None and given >= rule.count:
                    return
                given += 1
                yield start
    except (OverflowError, ValueError):
        return  # the calendar ends with the year 9999


def _at_positions(candidates: list[datetime], positions: tuple[int, ...]) -> list[datetime]:
    if not positions:
        return candidates
    size = len(candidates)
    chosen = {p - 1 if p > 0 else size + p for p in positions}
    return [candidates[index] for index in sorted(chosen) if 0 <= index < size]


def _periods(
    rule: Rule, first: datetime, fast: datetime, end: datetime, budget: Budget
) -> Iterator[list[datetime]]:
    """What each period of the rule holds, from the period of ``fast`` to that of ``end``."""
    if rule.freq > Freq.DAILY:
        yield from _short_periods(rule, first, fast, end, budget)
        return
    times = [
        time(hour, minute, second)
        for hour in rule.hours or (first.hour,)
        for minute in rule.minutes or (first.minute,)
        for second in rule.seconds or (first.second,)
    ]
    for days in _day_periods(rule, first.date(), fast.date(), end.date(), budget):
        budget.spend(len(days) * len(times))
        yield [datetime.combine(day, clock) for day in days for clock in times]


def _day_periods(
    rule: Rule, first: date, fast: date, end: date, budget: Budget
) -> Iterator[list[date]]:
    if rule.freq is Freq.YEARLY:
        year = first.year + _multiple(fast.year - first.year, rule.interval)
        while year <= end.year:
            budget.spend(5)
            yield sorted(set(_days_of_year(rule, first, year, budget)))
            year += rule.interval
    elif rule.freq is Freq.MONTHLY:
        index = first.year * 12 + first.month - 1
        # One period earlier, since SKIP=FORWARD moves a date into the next month.
        behind = (fast.year * 12 + fast.month - 2) - index
        index += max(0, _multiple(behind, rule.interval))
        while index <= end.year * 12 + end.month - 1:
            budget.spend(2)
            year, month = divmod(index, 12)
            if not rule.months or month + 1 in rule.months:
                yield sorted(set(_days_of_month(rule, first, year, month + 1, budget)))
            index += rule.interval
    elif rule.freq is Freq.WEEKLY:
        week = first - (first.weekday() - rule.week_start) % 7 * _DAY
        week += _multiple((fast - week).days // 7, rule.interval) * 7 * _DAY
        while week <= end:
            budget.spend(2)
            days = (week + offset * _DAY for offset in range(7))
            if rule.names_days:
                yield [day for day in days if _allows(rule, day)]
            else:
                yield [
                    day for day in days if day.weekday() == first.weekday() and _allows(rule, day)
                ]
            week += rule.interval * 7 * _DAY
    else:
        day = first + _multiple((fast - first).days, rule.interval) * _DAY
        while day <= end:
            budget.spend(2)
            if _allows(rule, day):
                yield [day]
            day += rule.interval * _DAY


def _multiple(distance: int, interval: int) -> int:
    """The greatest multiple of ``interval`` that is not beyond ``distance``, at least 0."""
    return max(0, distance // interval * interval)


def _days_of_year(rule: Rule, first: date, year: int, budget: Budget) -> Iterator[date]:
    if not rule.names_days:
        for month in rule.months or (first.month,):
            yield from _day_or_skip(rule, year, month, first.day)
        return
    # What the rule leaves open is taken from DTSTART (RFC 5545, 3.3.10): the weekday of a week
    # number, the month of a day of the month.
    weekday = None
    months = rule.months
    if rule.week_numbers and not (
        rule.weekdays or rule.nth_weekdays or rule.month_days or rule.year_days
    ):
        weekday = first.weekday()
    if rule.month_days and not (
        months or rule.weekdays or rule.nth_weekdays or rule.week_numbers or rule.year_days
    ):
        months = (first.month,)
    if rule.month_days and not (
        rule.weekdays or rule.nth_weekdays or rule.week_numbers or rule.year_days
    ):
        for month in months:
            yield from _days_of_month(rule, first, year, month, budget)
        return
    for month in months or range(1, 13):
        length = calendar.monthrange(year, month)[1]
        budget.spend(length)
        for number in range(1, length + 1):
            day = date(year, month, number)
            if (weekday is None or day.weekday() == weekday) and _allows(rule, day):
                yield day


def _days_of_month(
    rule: Rule, first: date, year: int, month: int, budget: Budget
) -> Iterator[date]:
    if not rule.names_days:
        yield from _day_or_skip(rule, year, month, first.day)
        return
    length = calendar.monthrange(year, month)[1]
    if rule.month_days:
        for number in rule.month_days:
            chosen = number if number > 0 else length + 1 + number
            if chosen > 0:
                for day in _day_or_skip(rule, year, month, chosen):
                    if _allows(rule, day, month_days=False):
                        yield day
        return
    budget.spend(length)
    for number in range(1, length + 1):
        day = date(year, month, number)
        if _allows(rule, day):
            yield day


def _day_or_skip(rule: Rule, year: int, month: int, number: int) -> Iterator[date]:
    """That day, or what SKIP (RFC 7529) says where the month has no such day."""
    length = calendar.monthrange(year, month)[1]
    if number <= length:
        yield date(year, month, number)
    elif rule.skip == "BACKWARD":
        yield date(year, month, length)
    elif rule.skip == "FORWARD":
        yield date(year, month, length) + _DAY


def _allows(rule: Rule, day: date, *, month_days: bool = True) -> bool:
    """Whether every BY part about days lets this day pass."""
    if rule.months and day.month not in rule.months:
        return False
    if rule.weekdays or rule.nth_weekdays:
        weekday = day.weekday()
        if weekday not in rule.weekdays and not any(
            weekday == wanted and n in _places(rule, day) for n, wanted in rule.nth_weekdays
        ):
            return False
    if month_days and rule.month_days:
        length = calendar.monthrange(day.year, day.month)[1]
        if day.day not in rule.month_days and day.day - length - 1 not in rule.month_days:
            return False
    if rule.year_days:
        number = day.timetuple().tm_yday
        length = 366 if calendar.isleap(day.year) else 365
        if number not in rule.year_days and number - length - 1 not in rule.year_days:
            return False
    if rule.week_numbers:
        number, weeks = _week(day, rule.week_start)
        if number not in rule.week_numbers and number - weeks - 1 not in rule.week_numbers:
            return False
    return True


def _places(rule: Rule, day: date) -> tuple[int, int]:
    """The how-manieth of its weekday the day is, from the start and from the end.

    Within its year for a yearly rule without BYMONTH, else within its month.
    """
    if rule.freq is Freq.YEARLY and not rule.months:
        number = day.timetuple().tm_yday
        length = 366 if calendar.isleap(day.year) else 365
    else:
        number = day.day
        length = calendar.monthrange(day.year, day.month)[1]
    return (number - 1) // 7 + 1, -((length - number) // 7 + 1)


def _week(day: date, week_start: int) -> tuple[int, int]:
    """The number of the day's week, and how many weeks that year of weeks has."""
    middle = day - (day.weekday() - week_start) % 7 * _DAY + 3 * _DAY
    last = date(middle.year, 12, 28)
    last_middle = last - (last.weekday() - week_start) % 7 * _DAY + 3 * _DAY
    return (
        (middle.timetuple().tm_yday - 1) // 7 + 1,
        (last_middle.timetuple().tm_yday - 1) // 7 + 1,
    )


def _short_periods(
    rule: Rule, first: datetime, fast: datetime, end: datetime, budget: Budget
) -> Iterator[list[datetime]]:
    """Hours, minutes or seconds: day by day, so that days without any cost one step."""
    per_day = _PER_DAY[rule.freq]
    length = 24 * 60 * 60 // per_day
    midnight = datetime.combine(first, time())
    phase = int((first - midnight).total_seconds()) // length
    day = first.date() if rule.count is not None else max(first.date(), fast.date())
    while day <= end.date():
        budget.spend(2)
        if _allows(rule, day):
            index = ((day - first.date()).days * per_day - phase) % rule.interval
            for unit in range((rule.interval - index) % rule.interval, per_day, rule.interval):
                budget.spend()
                period = _within(rule, first, day, unit * length)
                if period:
                    yield period
        day += _DAY


def _within(rule: Rule, first: datetime, day: date, seconds: int) -> list[datetime]:
    """The starts inside the hour, minute or second that begins so many seconds into the day."""
    hour, minute, second = seconds // 3600, seconds // 60 % 60, seconds % 60
    if rule.hours and hour not in rule.hours:
        return []
    minutes: tuple[int, ...] = (minute,)
    if rule.freq is Freq.HOURLY:
        minutes = rule.minutes or (first.minute,)
    elif rule.minutes and minute not in rule.minutes:
        return []
    chosen: tuple[int, ...] = (second,)
    if rule.freq is not Freq.SECONDLY:
        chosen = rule.seconds or (first.second,)
    elif rule.seconds and second not in rule.seconds:
        return []
    return [datetime.combine(day, time(hour, m, s)) for m in minutes for s in chosen]


def _number(parts: dict[str, str], name: str, low: int, high: int) -> int | None:
    if name not in parts:
        return None
    try:
        number = int(parts[name])
    except ValueError:
        number = high + 1
    if not low <= number <= high:
        raise RuleError(f"its {name} “{parts[name][:20]}” is not a possible number")
    return number


def _numbers(
    parts: dict[str, str], name: str, low: int, high: int, *, signed: bool = False
) -> tuple[int, ...]:
    found = set()
    for text in parts.get(name, "").split(","):
        if not text.strip():
            continue
        try:
            number = int(text)
        except ValueError:
            number = high + 1
        if not low <= (abs(number) if signed else number) <= high:
            raise RuleError(f"its {name} “{text.strip()[:20]}” is not a possible number")
        found.add(number)
    return tuple(sorted(found))


def _weekdays(text: str, freq: Freq) -> tuple[frozenset[int], frozenset[tuple[int, int]]]:
    plain: set[int] = set()
    nth: set[tuple[int, int]] = set()
    for part in text.split(","):
        if not part.strip():
            continue
        match = _WEEKDAY.fullmatch(part.strip())
        number = int(match[1] or 0) if match else 0
        if match is None or not -53 <= number <= 53:
            raise RuleError(f"its BYDAY “{part.strip()[:20]}” is not a day of the week")
        # A number makes sense within a month or a year only; elsewhere it is passed over.
        if number and freq <= Freq.MONTHLY:
            if freq is Freq.MONTHLY and abs(number) > 5:
                raise RuleError(f"no month has the weekday “{part.strip()[:20]}”")
            nth.add((number, _DAYS[match[2]]))
        else:
            plain.add(_DAYS[match[2]])
    return frozenset(plain), frozenset(nth)


def _from_vcalendar_1(text: str) -> str:
    """A vCalendar 1.0 rule such as ``W1 MO TU #5`` or ``MP1 2+ TU 20301231T000000`` as RRULE."""
    words = text.upper().split()
    match = re.fullmatch(r"(D|W|MP|MD|YM|YD)(\d+)", words[0]) if words else None
    if match is None:
        raise RuleError("it has no frequency")
    kinds = {"D": "DAILY", "W": "WEEKLY", "MP": "MONTHLY", "MD": "MONTHLY"}
    rule = [f"FREQ={kinds.get(match[1], 'YEARLY')}", f"INTERVAL={match[2]}"]
    days: list[str] = []
    numbers: list[str] = []
    place = ""
    end = "COUNT=2"  # vCalendar 1.0: a rule that says no more gives two dates
    for word in words[1:]:
        if word.startswith("#"):
            end = f"COUNT={word[1:]}" if word != "#0" else ""
        elif re.match(r"\d{8}", word):
            end = f"UNTIL={word}"
        elif re.fullmatch(r"\d[+-]", word):
            place = word[1] + word[0] if word[1] == "-" else word[0]
        elif word in _DAYS:
            days.append(place + word)
        elif re.fullmatch(r"\d+[+-]?|LD", word):
            sign = "-" if word.endswith("-") else ""
            numbers.append("-1" if word == "LD" else sign + word.rstrip("+-"))
    if days:
        rule.append("BYDAY=" + ",".join(days))
    if numbers:
        part = {"YM": "BYMONTH", "YD": "BYYEARDAY"}.get(match[1], "BYMONTHDAY")
        rule.append(f"{part}=" + ",".join(numbers))
    return ";".join([*rule, end] if end else rule)
