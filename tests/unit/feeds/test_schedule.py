from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from eventpal.feeds.schedule import FIRST, JITTER, LEAST, MOST, back_off, due, learned

NOW = datetime(2026, 3, 1, tzinfo=UTC)
spans = st.timedeltas(min_value=timedelta(), max_value=timedelta(days=400))
between = st.timedeltas(min_value=LEAST, max_value=MOST)
chances = st.floats(0, 1)


@given(spans, st.timedeltas(timedelta(days=-2), timedelta(days=400)), st.booleans())
def test_what_is_learned_stays_within_its_bounds(
    every: timedelta, elapsed: timedelta, changed: bool
) -> None:
    assert LEAST <= learned(every, elapsed, changed=changed) <= MOST


@given(between, spans)
def test_a_change_never_slows_down_and_quiet_never_speeds_up(
    every: timedelta, elapsed: timedelta
) -> None:
    assert learned(every, elapsed, changed=True) <= every
    assert learned(every, elapsed, changed=False) >= every


@given(between)
def test_looking_again_at_once_teaches_nothing(every: timedelta) -> None:
    assert learned(every, timedelta(), changed=False) == every


@given(st.integers(15, 24 * 60))
def test_it_settles_near_the_time_between_changes(minutes: int) -> None:
    period = timedelta(minutes=minutes)
    every, now = FIRST, timedelta()
    looks = []
    for _ in range(120):
        before = now
        now += every
        changed = now // period > before // period
        every = learned(every, every, changed=changed)
        looks.append(every)
    # Never more than twice a day late, nor more than five looks to a change.
    settled = sum(looks[40:], timedelta()) / len(looks[40:])
    assert period / 5 <= max(settled, LEAST)
    assert settled <= max(2 * period, LEAST)


@given(between, chances, st.none() | spans)
def test_the_next_look_is_within_bounds_and_after_what_the_host_said(
    every: timedelta, chance: float, fresh: timedelta | None
) -> None:
    at = due(NOW, every, chance=chance, fresh=fresh)
    assert NOW + LEAST <= at <= NOW + MOST
    assert at >= min(NOW + every * (1 - JITTER) - timedelta(seconds=1), NOW + MOST)
    if fresh is not None:
        assert at >= min(NOW + fresh, NOW + MOST)


@given(st.integers(1, 10_000), chances, st.none() | spans)
def test_a_failing_host_is_left_alone_for_a_day_at_most(
    failures: int, chance: float, asked: timedelta | None
) -> None:
    wait = back_off(failures, chance=chance, asked=asked)
    assert LEAST / 2 <= wait <= MOST
    assert wait >= min(asked or timedelta(), MOST)


@given(st.integers(1, 50), chances)
def test_each_failure_in_a_row_waits_longer(failures: int, chance: float) -> None:
    wait, longer = (back_off(n, chance=chance) for n in (failures, failures + 1))
    assert longer >= wait
    most = MOST * (0.5 + 0.5 * chance)
    assert abs(longer - min(2 * wait, most)) < timedelta(seconds=1)
