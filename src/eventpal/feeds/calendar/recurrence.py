"""When a series happens inside a window: rules, extra and excluded dates, moved instances.

recurring-ical-events is what the tests compare with. It is not called here: its rule iterator
(dateutil) cannot be stopped inside a rule that never matches, where one series takes it 0.5 to
5 seconds; it leaves out the plain days of ``BYDAY=3MO,WE,FR``; and it gives COUNT dates beside
DTSTART instead of counting DTSTART, as RFC 5545 does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from eventpal.domain import Span
from eventpal.feeds.calendar.ical_values import LONGEST, Moment, moment_of_text
from eventpal.feeds.calendar.rrule import RuleError, read_rule
from eventpal.feeds.calendar.rrule_starts import Budget, OutOfBudget, starts
from eventpal.feeds.reading import Window

SERIES_STEPS = 100_000
"""Work for one series, about 0.1 s; a daily event over two years takes 1,500."""
STEPS_PER_DATE = 5
"""What a date costs that is given out; a year of hours, 8,760 dates, is within the limit."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class When:
    """A moment in its zone. ``local`` is naive; midnight for a whole day."""

    local: datetime
    zone: tzinfo
    all_day: bool = False

    @property
    def aware(self) -> datetime:
        """The instant, in its zone; a wall clock that is skipped in spring comes later."""
        return self.local.replace(tzinfo=self.zone)

    @property
    def utc(self) -> datetime:
        """The instant in UTC."""
        return self.aware.astimezone(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One VEVENT that may recur."""

    start: When
    duration: timedelta | None = None
    """Wall-clock length; None where the publisher gives no end."""
    rules: tuple[str, ...] = ()
    excluded_rules: tuple[str, ...] = ()
    dates: tuple[tuple[When, timedelta | None], ...] = ()
    """RDATE, each with the length of its PERIOD if it has one."""
    excluded: tuple[When, ...] = ()
    """EXDATE, and the RECURRENCE-IDs of instances that are described elsewhere."""
    begin: datetime | None = None
    end: datetime | None = None
    """Only instances from ``begin`` up to ``end`` (RANGE=THISANDFUTURE), aware."""
    shift: timedelta = timedelta()
    """Every instance takes place this much later than its rule says (wall clock)."""

    @property
    def recurs(self) -> bool:
        """Whether it has a rule or more dates than its start."""
        return bool(self.rules or self.dates)


@dataclass(frozen=True, slots=True)
class Expansion:
    """The dates inside the window, in order, and why there are not all of them ("" if all)."""

    spans: tuple[Span, ...]
    trouble: str = ""


def expand(series: Series, window: Window, budget: Budget) -> Expansion:
    """The dates of a series that touch the window; one that does not recur keeps its date always.

    Where its rule cannot be used or would never end, the date of DTSTART is kept and ``trouble``
    completes the sentence "only its first date is known …". ``budget`` is shared by all
    series of a file; one series takes at most ``SERIES_STEPS`` of it.
    """
    if not series.recurs:
        return Expansion((_span(series, series.start.local, series.duration),))
    own = Budget(min(budget.steps, SERIES_STEPS))
    allowed = own.steps
    trouble = ""
    try:
        spans = _touching(series, window, own)
    except RuleError as error:
        trouble = f"because {error}"
    except OutOfBudget:
        trouble = "because the rule gives too many dates"
    finally:
        budget.steps = max(0, budget.steps - (allowed - max(0, own.steps)))
    if trouble:
        return Expansion((_span(series, series.start.local, series.duration),), trouble)
    return Expansion(spans)


def _touching(series: Series, window: Window, budget: Budget) -> tuple[Span, ...]:
    budget.spend(len(series.excluded) + len(series.dates))
    lengths: dict[datetime, timedelta | None] = {}
    for local in _locals(series, window, budget):
        lengths[local] = series.duration
    for extra, length in series.dates:
        lengths[_local_in(extra, series)] = series.duration if length is None else length
    excluded = {_local_in(when, series) for when in series.excluded if not _whole_day(when, series)}
    days = {when.local.date() for when in series.excluded if _whole_day(when, series)}
    zone = series.start.zone
    found: dict[datetime, Span] = {}
    for local in sorted(lengths):
        if local in excluded or local.date() in days:
            continue
        instant = local.replace(tzinfo=zone)
        if (series.begin and instant < series.begin) or (series.end and instant >= series.end):
            continue
        span = _span(series, local + series.shift, lengths[local])
        if _touches(span, window):
            budget.spend(STEPS_PER_DATE)
            found.setdefault(span.start.astimezone(UTC), span)
    return tuple(found[instant] for instant in sorted(found))


def _locals(series: Series, window: Window, budget: Budget) -> Iterator[datetime]:
    """The wall clocks that DTSTART and the rules give, from a little before the window on."""
    first, zone = series.start.local, series.start.zone
    slack = min(max(series.duration or _DAY, _DAY), LONGEST) + abs(series.shift) + _DAY
    begin = window.start.astimezone(zone).replace(tzinfo=None) - slack
    end = window.end.astimezone(zone).replace(tzinfo=None) + abs(series.shift) + _DAY
    # DTSTART counts as the first date, except where it is only the anchor: of one rule among
    # several, and where EXDATE takes it out again (Apple's way to start on another day).
    own_only = len(series.rules) != 1 or any(when.local == first for when in series.excluded)
    if own_only:
        yield first
    left_out = {
        local
        for rule in series.excluded_rules
        for local in _of_rule(rule, series.start, begin, end, budget, own_only=True)
    }
    for rule in series.rules:
        for local in _of_rule(rule, series.start, begin, end, budget, own_only=own_only):
            if local not in left_out:
                yield local


def _of_rule(
    text: str,
    first: When,
    begin: datetime,
    end: datetime,
    budget: Budget,
    *,
    own_only: bool,
) -> Iterator[datetime]:
    rule = read_rule(text)
    until = moment_of_text(rule.until) if rule.until else None
    if rule.until and until is None:
        raise RuleError(f"UNTIL “{rule.until[:20]}” is not a date")
    for local in starts(rule, first.local, begin, end, budget, own_only=own_only):
        if until is not None and _after(local, until, first):
            return
        yield local


def _after(local: datetime, until: Moment, first: When) -> bool:
    """Whether a start is beyond UNTIL; a date means its whole day, which Google writes so."""
    if until.offset is not None and not first.all_day:
        return local.replace(tzinfo=first.zone) > until.local.replace(tzinfo=UTC) - until.offset
    if until.offset is not None:
        last = (until.local.replace(tzinfo=UTC) - until.offset).astimezone(first.zone)
        return local.date() > last.date()
    if until.all_day:
        return local.date() > until.local.date()
    return local > until.local


def _whole_day(when: When, series: Series) -> bool:
    """Whether it means every instance of its day."""
    return when.all_day and not series.start.all_day


def _local_in(when: When, series: Series) -> datetime:
    """The moment on the wall clock of the series, which its rules are counted on."""
    if series.start.all_day:
        local = when.local if when.all_day else when.aware.astimezone(series.start.zone)
        return datetime(local.year, local.month, local.day)  # noqa: DTZ001 - a wall clock
    if when.all_day or when.zone is series.start.zone:
        return when.local
    return when.aware.astimezone(series.start.zone).replace(tzinfo=None)


def _span(series: Series, local: datetime, length: timedelta | None) -> Span:
    zone = series.start.zone
    end = None if length is None else (local + length).replace(tzinfo=zone)
    return Span(local.replace(tzinfo=zone), end)


def _touches(span: Span, window: Window) -> bool:
    """RFC 4791's test for a time range: what ends as the window starts is outside."""
    if span.end is None or span.end <= span.start:
        return window.start <= span.start < window.end
    return span.start < window.end and span.end > window.start
