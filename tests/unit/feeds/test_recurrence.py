# ruff: noqa: DTZ001 - series are counted on wall clocks
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events

from eventpal.domain import Span
from eventpal.feeds.calendar.recurrence import Series, When, expand
from eventpal.feeds.calendar.rrule_starts import Budget
from eventpal.feeds.reading import Window

LA = ZoneInfo("America/Los_Angeles")
START = When(datetime(2026, 3, 3, 19), LA)
WINDOW = Window(datetime(2026, 3, 1, tzinfo=LA), datetime(2026, 4, 1, tzinfo=LA))
HOUR = timedelta(hours=1)


def series(*rules: str, start: When = START, **more: Any) -> Series:
    return Series(start=start, duration=more.pop("duration", HOUR), rules=rules, **more)


def at(day: int, hour: int = 19) -> When:
    return When(datetime(2026, 3, day, hour), LA)


def days(one: Series, window: Window = WINDOW) -> list[int]:
    return [span.start.day for span in expand(one, window, Budget(1_000_000)).spans]


def test_one_date_is_kept_wherever_the_window_is() -> None:
    later = Window(datetime(2030, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC))
    assert expand(series(), later, Budget(0)).spans == (Span(START.aware, START.aware + HOUR),)


def test_a_rule_keeps_the_wall_clock_when_summer_time_begins() -> None:
    spans = expand(series("FREQ=WEEKLY"), WINDOW, Budget(10_000)).spans
    assert [f"{span.start:%d %H:%M %z}" for span in spans] == [
        "03 19:00 -0800",
        "10 19:00 -0700",
        "17 19:00 -0700",
        "24 19:00 -0700",
        "31 19:00 -0700",
    ]
    assert all(span.end == span.start + HOUR for span in spans)


def test_dates_are_added_and_taken_out_by_instant_and_by_day() -> None:
    extra = ((at(5), None), (at(6), 3 * HOUR))
    in_utc = When(datetime(2026, 3, 11, 2), UTC)  # the evening of the 10th
    whole_day = When(datetime(2026, 3, 17), LA, all_day=True)
    one = series("FREQ=WEEKLY", dates=extra, excluded=(in_utc, whole_day, at(24, hour=18)))
    spans = expand(one, WINDOW, Budget(10_000)).spans
    assert [span.start.day for span in spans] == [3, 5, 6, 24, 31]
    assert [span.end - span.start for span in spans if span.end][:3] == [HOUR, HOUR, 3 * HOUR]


def test_what_a_second_rule_excludes_is_left_out() -> None:
    one = series("FREQ=WEEKLY;BYDAY=TU,TH", excluded_rules=("FREQ=WEEKLY;BYDAY=TH",))
    assert days(one) == [3, 10, 17, 24, 31]


def test_whole_days_are_midnights_and_compare_as_days() -> None:
    start = When(datetime(2026, 3, 7), LA, all_day=True)
    excluded = (When(datetime(2026, 3, 8, 12), LA), When(datetime(2026, 3, 9), LA, all_day=True))
    one = series("FREQ=DAILY;COUNT=4", start=start, duration=timedelta(days=1), excluded=excluded)
    spans = expand(one, WINDOW, Budget(10_000)).spans
    assert [(span.start.day, span.start.hour) for span in spans] == [(7, 0), (10, 0)]


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20260317", 17),  # a date means its whole day
        ("20260317T190000", 17),
        ("20260317T185959", 10),
        ("20260318T020000Z", 17),
        ("20260318T015959Z", 10),
        ("20260302T000000Z", None),
    ],
)
def test_until_is_read_in_each_of_its_forms(until: str, last: int | None) -> None:
    found = days(series(f"FREQ=WEEKLY;UNTIL={until}"))
    assert (found[-1] if found else None) == last


def test_until_in_utc_means_the_local_day_for_whole_days() -> None:
    start = When(datetime(2026, 3, 3), ZoneInfo("Europe/Berlin"), all_day=True)
    one = series("FREQ=WEEKLY;UNTIL=20260316T230000Z", start=start, duration=timedelta(days=1))
    assert days(one) == [3, 10, 17]  # 23:00 UTC is the midnight that begins the 17th


def test_the_window_holds_what_touches_it() -> None:
    one = series("FREQ=DAILY", duration=2 * HOUR)
    inside = Window(datetime(2026, 3, 5, 20, tzinfo=LA), datetime(2026, 3, 7, 19, tzinfo=LA))
    assert days(one, inside) == [5, 6]
    after = Window(datetime(2026, 3, 5, 21, tzinfo=LA), datetime(2026, 3, 6, 19, 1, tzinfo=LA))
    assert days(one, after) == [6]
    without_end = series("FREQ=DAILY", duration=None)
    assert days(without_end, Window(at(5).aware, at(6).aware)) == [5]


def test_only_a_part_of_a_series_and_moved() -> None:
    one = series("FREQ=WEEKLY", begin=at(10).utc, end=at(24).utc, shift=timedelta(days=1, hours=1))
    spans = expand(one, WINDOW, Budget(10_000)).spans
    assert [f"{span.start:%d %H}" for span in spans] == ["11 20", "18 20"]


@pytest.mark.parametrize(
    ("rule", "trouble"),
    [
        ("FREQ=SECONDLY", "the rule gives too many dates"),
        ("FREQ=MINUTELY", "the rule gives too many dates"),
        ("FREQ=MINUTELY;COUNT=1000000000", "the rule gives too many dates"),
        ("FREQ=MONTHLY;BYDAY=99MO", "BYDAY “99MO” is not a day of the week"),
        ("FREQ=WEEKLY;UNTIL=tomorrow", "UNTIL “TOMORROW” is not a date"),
    ],
)
def test_a_rule_that_cannot_be_used_leaves_the_first_date(rule: str, trouble: str) -> None:
    old = When(datetime(2010, 3, 2, 19), LA)
    expansion = expand(series(rule, start=old), WINDOW, Budget(10**9))
    assert [span.start for span in expansion.spans] == [old.aware]
    assert expansion.trouble == f"because {trouble}"


def test_a_year_of_hours_is_within_the_limit() -> None:
    year = Window(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    start = When(datetime(2010, 1, 1), UTC)
    expansion = expand(series("FREQ=HOURLY", start=start, duration=None), year, Budget(10**9))
    assert (len(expansion.spans), expansion.trouble) == (8760, "")


@pytest.mark.timeout(60)  # far above what it takes: only a hang fails
def test_thousands_of_hostile_series_share_one_budget() -> None:
    budget = Budget(500_000)
    for _ in range(2_000):
        expand(series("FREQ=SECONDLY;BYHOUR=3;BYMONTHDAY=31;BYMONTH=2"), WINDOW, budget)
        expand(series("FREQ=SECONDLY;COUNT=99999999"), WINDOW, budget)
    assert budget.steps == 0
    assert expand(series("FREQ=WEEKLY"), WINDOW, budget).trouble


RULES = [
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=WEEKLY;BYDAY=TU,SA;COUNT=7",
    "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,TU",
    "FREQ=MONTHLY;BYDAY=1TU,-1FR",
    "FREQ=MONTHLY;BYMONTHDAY=3,-1;UNTIL=20270101T000000Z",
    "FREQ=YEARLY;BYMONTH=3,9;BYDAY=1TU",
]


@pytest.mark.parametrize("rule", RULES)
def test_agrees_with_recurring_ical_events(rule: str) -> None:
    event = icalendar.Event()
    event.add("uid", "1")
    event.add("dtstart", START.aware)
    event.add("duration", HOUR)
    event.add("rrule", icalendar.vRecur.from_ical(rule))
    event.add("exdate", at(17).aware)
    event.add("rdate", at(12, hour=8).aware)
    calendar = icalendar.Calendar()
    calendar.add_component(event)
    window = Window(datetime(2026, 3, 10, tzinfo=LA), datetime(2027, 3, 10, tzinfo=LA))
    expected = recurring_ical_events.of(calendar).between(window.start, window.end)
    one = series(rule, excluded=(at(17),), dates=((at(12, hour=8), None),))
    found = expand(one, window, Budget(1_000_000))
    assert [span.start for span in found.spans] == sorted(event.start for event in expected)
