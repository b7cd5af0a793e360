"""Day plans, held against every plan there is."""

from datetime import datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recommend_people import ZONE, an_event

from eventpal.domain import Busy, Pick, Place
from eventpal.recommend import travel
from eventpal.recommend.plans import (
    BREAK,
    EACH_STOP,
    MOST_STOPS,
    PER_HOUR_OF_TRAVEL,
    plan,
)
from eventpal.recommend.travel import Habits

HOME = Place(52.5, 13.4)
NOW = datetime(2026, 3, 7, 8, tzinfo=ZONE)


def at(hour, minute=0):
    return datetime(2026, 3, 7, hour, minute, tzinfo=ZONE)


def a_pick(title, start, hours=2.0, score=0.6, km=0.0, **facts):
    place = Place(HOME.lat + km / 111.195, HOME.lon)
    return Pick(an_event(title, start=start, hours=hours, place=place, **facts), score)


def planned(*picks, busy=(), now=NOW, home=HOME, **habits):
    return plan(picks, busy, habits=Habits(**habits), home=home, now=now)


def titles(found):
    return [stop.event.title for stop in found.stops]


def test_events_follow_each_other_with_a_way_and_a_break():
    found = planned(a_pick("late", at(20)), a_pick("early", at(10)), a_pick("noon", at(13)))
    assert titles(found) == ["early", "noon", "late"]
    assert found.note == "3 stops, 3 without a known price."
    assert [stop.leaves for stop in found.stops] == [at(12), at(15), at(22)]


def test_of_two_at_once_the_better_is_chosen():
    found = planned(a_pick("good", at(20), score=0.5), a_pick("best", at(21), score=0.8))
    assert titles(found) == ["best"]


def test_what_is_too_far_apart_is_not_put_together():
    near, far = a_pick("near", at(14), km=0), a_pick("far", at(16, 20), km=30, score=0.9)
    assert titles(planned(near, far, mode="bike")) == ["far"]
    assert titles(planned(near, a_pick("far", at(19), km=30, score=0.9), mode="bike")) == [
        "near",
        "far",
    ]


def test_nothing_clashes_with_what_is_taken():
    dentist = Busy(title="Dentist", start=at(14), end=at(15))
    leave = Busy(title="Leave", start=at(0), end=at(0) + timedelta(days=1), all_day=True)
    picks = (a_pick("fair", at(13)), a_pick("gig", at(20)))
    assert titles(planned(*picks, busy=[dentist])) == ["gig"]
    assert titles(planned(*picks, busy=[leave])) == ["fair", "gig"]


def test_the_day_stays_within_the_budget():
    picks = (
        a_pick("dear", at(10), price_min=30.0, score=0.9),
        a_pick("cheap", at(13), price_min=5.0),
        a_pick("mid", at(20), price_min=14.0),
    )
    assert titles(planned(*picks, budget=20.0)) == ["cheap", "mid"]
    assert titles(planned(*picks, budget=35.0)) == ["dear", "cheap"]
    assert planned(*picks, budget=20.0).note == "2 stops, 19 for entry."
    euros = [a_pick("cheap", at(13), price_min=5.0, currency="EUR")]
    assert planned(*euros).note == "1 stop, €5 for entry."


def test_what_has_begun_lasts_for_days_or_has_no_time_is_not_planned():
    found = planned(
        a_pick("begun", at(7)),
        a_pick("show", at(10), hours=24 * 5),
        a_pick("day", at(0), hours=24, all_day=True),
    )
    assert titles(found) == []
    assert found.note == "Nothing of that day fits into a plan."


def test_the_same_thing_is_not_gone_to_twice():
    picks = [a_pick("tour", at(hour), hours=1, series="tour") for hour in (10, 13, 16)]
    assert len(planned(*picks).stops) == 1


def test_there_is_time_to_get_to_the_first():
    soon = a_pick("soon", at(9), km=10)
    assert titles(planned(soon, now=at(8, 30), mode="walk")) == []
    assert titles(planned(soon, now=at(8, 15), mode="car")) == ["soon"]


def test_what_is_hardly_wanted_is_not_worth_going_out_for():
    assert titles(planned(a_pick("dull", at(20), score=EACH_STOP - 0.01))) == []


SPANS = st.tuples(
    st.integers(8, 22), st.sampled_from([0.5, 1, 2, 4]), st.integers(5, 95), st.integers(0, 12),
    st.sampled_from([None, 0, 5, 12]),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(SPANS, max_size=7), st.sampled_from([None, 10.0, 20.0]))
def test_no_other_plan_is_better(spans, budget):
    picks = [
        a_pick(f"e{n}", at(hour), hours, score / 100, km, price_min=price, is_free=price == 0)
        for n, (hour, hours, score, km, price) in enumerate(spans)
    ]
    found = planned(*picks, budget=budget, mode="bike")
    best = max(
        worth(chosen, budget)
        for size in range(min(len(picks), MOST_STOPS) + 1)
        for chosen in combinations(sorted(picks, key=lambda one: one.event.start), size)
    )
    by_id = {pick.event.id: pick for pick in picks}
    assert worth([by_id[stop.event.id] for stop in found.stops], budget) == pytest.approx(best)


def worth(chosen, budget):
    """What a plan is worth, worked out anew; minus infinity for one that does not work."""
    total, here, free = 0.0, HOME, NOW - BREAK
    spent = sum(pick.event.price_min or 0.0 for pick in chosen)
    if budget is not None and spent > budget:
        return float("-inf")
    for pick in chosen:
        way = travel.minutes(here, pick.event.place, "bike")
        if free + BREAK + timedelta(minutes=way) > pick.event.start:
            return float("-inf")
        total += pick.score - EACH_STOP - PER_HOUR_OF_TRAVEL * way / 60
        here, free = pick.event.place, pick.event.end
    return total
