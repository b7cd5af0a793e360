"""The dates that a recurrence rule gives, found with bounded work.

A general library walks on to the year 9999 inside one call when a rule never matches, which
nothing can stop. Here every period looked at is paid for from a ``Budget``.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from eventpal.feeds.calendar.rrule import Freq, Rule

_PER_DAY = {Freq.HOURLY: 24, Freq.MINUTELY: 24 * 60, Freq.SECONDLY: 24 * 60 * 60}
_DAY = timedelta(days=1)


class OutOfBudget(Exception):
    """Expanding takes more work than is allowed."""


@dataclass(slots=True)
class Budget:
    """Work that may still be done, in steps of about a microsecond."""

    steps: int

    def spend(self, steps: int = 1) -> None:
        """Pay for work before it is done; OutOfBudget when nothing is left."""
        self.steps -= steps
        if self.steps < 0:
            raise OutOfBudget


def starts(
    rule: Rule,
    first: datetime,
    begin: datetime,
    end: datetime,
    budget: Budget,
    *,
    own_only: bool = False,
) -> Iterator[datetime]:
    """The naive wall-clock starts before ``end`` that the rule gives from ``first`` on, in order.

    ``first`` (DTSTART) always counts as the first one, as RFC 5545 says of COUNT, and comes even
    where the rule alone would not give it; with ``own_only`` only what the rule itself gives comes
    and counts. Periods before ``begin`` are skipped, and not paid for, unless COUNT makes it
    necessary to walk through them. UNTIL is left to the caller.
    """
    given = 0
    if not own_only and rule.count != 0:
        given = 1
        yield first
    fast = max(first, begin) if rule.count is None else first
    try:
        for candidates in _periods(rule, first, fast, end, budget):
            for start in _at_positions(candidates, rule.positions):
                if start < first or (start == first and not own_only):
                    continue
                if start >= end or (rule.count is not None and given >= rule.count):
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
