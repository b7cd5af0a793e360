# ruff: noqa: DTZ001, DTZ901 - rules are expanded on wall clocks
from datetime import datetime, timedelta
from itertools import islice, takewhile

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from eventpal.feeds.calendar.rrule import read_rule
from eventpal.feeds.calendar.rrule_starts import Budget, OutOfBudget, starts

FIRST = datetime(2026, 3, 10, 19)  # a Tuesday
END = datetime(2036, 1, 1)


def dates(rule: str, first: datetime = FIRST, *, begin: datetime | None = None) -> list[datetime]:
    return list(starts(read_rule(rule), first, begin or first, END, Budget(100_000)))


def days(rule: str, first: datetime = FIRST) -> list[str]:
    return [f"{date:%Y-%m-%d}" for date in islice(dates(rule, first), 5)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=WEEKLY;COUNT=3", ["2026-03-10", "2026-03-17", "2026-03-24"]),
        ("FREQ=MONTHLY;BYDAY=2TU;COUNT=3", ["2026-03-10", "2026-04-14", "2026-05-12"]),
        ("FREQ=MONTHLY;BYDAY=-1TU;COUNT=3", ["2026-03-10", "2026-03-31", "2026-04-28"]),
        (
            "FREQ=MONTHLY;BYDAY=3MO,WE;COUNT=4",
            ["2026-03-10", "2026-03-11", "2026-03-16", "2026-03-18"],
        ),
        ("FREQ=YEARLY;COUNT=3", ["2026-03-10", "2027-03-10", "2028-03-10"]),
        # The month, and the weekday of a week number, are taken from DTSTART.
        ("FREQ=YEARLY;BYMONTHDAY=-1;COUNT=3", ["2026-03-10", "2026-03-31", "2027-03-31"]),
        ("FREQ=YEARLY;BYWEEKNO=11;COUNT=3", ["2026-03-10", "2027-03-16", "2028-03-14"]),
        # The last working day of the month.
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3",
            ["2026-03-10", "2026-03-31", "2026-04-30"],
        ),
        ("FREQ=WEEKLY;COUNT=0", []),
    ],
)
def test_gives_the_dates_of_a_rule(rule: str, expected: list[str]) -> None:
    assert days(rule) == expected


def test_skip_says_what_happens_to_a_day_that_the_month_lacks() -> None:
    first = datetime(2026, 1, 31, 9)
    rule = "RSCALE=GREGORIAN;FREQ=MONTHLY;COUNT=3"
    assert days(rule, first) == ["2026-01-31", "2026-03-31", "2026-05-31"]
    assert days(rule + ";SKIP=BACKWARD", first) == ["2026-01-31", "2026-02-28", "2026-03-31"]
    assert days(rule + ";SKIP=FORWARD", first) == ["2026-01-31", "2026-03-01", "2026-03-31"]


def test_count_begins_with_dtstart_unless_only_the_rules_own_dates_are_asked_for() -> None:
    rule, budget = read_rule("FREQ=WEEKLY;BYDAY=FR;COUNT=2"), Budget(1000)
    assert [d.day for d in starts(rule, FIRST, FIRST, END, budget)] == [10, 13]
    assert [d.day for d in starts(rule, FIRST, FIRST, END, budget, own_only=True)] == [13, 20]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY",
        "FREQ=SECONDLY;COUNT=1000000000",
        "FREQ=SECONDLY;BYHOUR=4;BYMINUTE=4;BYSECOND=4",
    ],
)
def test_endless_work_stops_at_the_budget(rule: str) -> None:
    with pytest.raises(OutOfBudget):
        dates(rule)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=WE",
        "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=4,6",
    ],
)
def test_a_rule_that_never_matches_ends_with_the_window(rule: str) -> None:
    assert dates(rule) == [FIRST]


def test_periods_before_the_window_are_not_walked_through() -> None:
    budget = Budget(2_000)
    begin = datetime(2026, 6, 1)
    found = starts(read_rule("FREQ=MINUTELY;INTERVAL=30"), datetime(1970, 1, 1), begin, END, budget)
    assert list(islice(found, 3))[1:] == [begin, begin + timedelta(minutes=30)]


def test_ends_with_the_calendar() -> None:
    first = datetime(8999, 12, 31)
    end = datetime.max - timedelta(days=1)
    rule = read_rule("FREQ=YEARLY;INTERVAL=500")
    assert list(starts(rule, first, first, end, Budget(1000))) == [first, datetime(9499, 12, 31)]


weekdays = st.sets(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1)
nth = st.builds(
    "{}{}".format, st.sampled_from([1, 2, 3, 4, 5, -1, -2]), st.sampled_from(["MO", "WE", "SU"])
)
month_days = st.sets(st.integers(1, 31) | st.integers(-31, -1), min_size=1, max_size=3)


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Rules of the kinds that publishers write, on which dateutil and RFC 5545 agree."""
    freq = draw(st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"]))
    parts = [f"FREQ={freq}", f"INTERVAL={draw(st.integers(1, 5))}"]
    kind = draw(st.sampled_from(["", "weekdays", "nth", "month_days"]))
    if kind == "weekdays":
        parts.append("BYDAY=" + ",".join(sorted(draw(weekdays))))
    elif kind == "nth" and freq in ("YEARLY", "MONTHLY"):
        parts.append("BYDAY=" + ",".join(sorted(draw(st.sets(nth, min_size=1, max_size=2)))))
    elif kind == "month_days" and freq in ("MONTHLY", "DAILY", "HOURLY"):
        parts.append("BYMONTHDAY=" + ",".join(map(str, sorted(draw(month_days)))))
    # A yearly rule names its months, or dateutil takes all twelve for days of the month.
    if draw(st.booleans()) or freq == "YEARLY":
        months = draw(st.sets(st.integers(1, 12), min_size=1, max_size=4))
        parts.append("BYMONTH=" + ",".join(map(str, sorted(months))))
    if kind and freq in ("YEARLY", "MONTHLY", "WEEKLY") and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(st.sampled_from([1, -1]))}")
    if draw(st.booleans()):
        parts.append(f"WKST={draw(st.sampled_from(['SU', 'MO', 'SA']))}")
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 30))}")
    return ";".join(parts)


@settings(deadline=None)
@given(rules(), st.datetimes(datetime(2020, 1, 1), datetime(2026, 1, 1)), st.integers(0, 1500))
def test_agrees_with_dateutil(text: str, anchor: datetime, later: int) -> None:
    anchor = anchor.replace(microsecond=0, second=0)
    rule = read_rule(text)
    end = anchor + timedelta(days=4000)
    if not list(islice(starts(rule, anchor, anchor, end, Budget(200_000), own_only=True), 1)):
        return  # dateutil would walk on to the year 9999
    # DTSTART is one of the rule's dates: otherwise RFC 5545 leaves open what happens.
    first = next(iter(rrulestr(text, dtstart=anchor)))
    begin = first + timedelta(days=later)
    stop = begin + timedelta(days=400)
    expected = takewhile(lambda date: date < stop, iter(rrulestr(text, dtstart=first)))
    found = starts(rule, first, begin, stop, Budget(200_000))
    assert [date for date in found if date >= begin] == [date for date in expected if date >= begin]
