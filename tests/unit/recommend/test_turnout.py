"""What was on, and how much of it the person went to."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from recommend_people import NOW, ZONE, an_event

from eventpal.recommend import candidates, turnout

DAY = 86400.0
START = NOW.timestamp() - 100 * DAY


def on(organiser, *days):
    return [(organiser, "Hall", f"{organiser} evening", START + day * DAY) for day in days]


def visits(organiser, *days):
    return [
        turnout.Visit(START + day * DAY, {"organiser": organiser, "venue": "hall", "repeat": ""})
        for day in days
    ]


def ratio(organiser, was_on, went, *, since=START, now=START + 50 * DAY):
    labels = candidates.table([an_event(organiser=organiser)], ZONE).organiser
    (value,) = turnout.ratios(
        turnout.passed(was_on), went, "organiser", labels, since=since, now=now
    )
    return value


def test_going_to_most_speaks_for_and_to_none_against():
    was_on = [*on("jazz", *range(10)), *on("chess", *range(10))]
    went = visits("jazz", *range(8))
    share = 8 / 20
    assert ratio("jazz", was_on, went) == pytest.approx(np.log(8.5 / (10 * share + 0.5)))
    assert ratio("chess", was_on, went) == pytest.approx(np.log(0.5 / (10 * share + 0.5)))
    assert ratio("jazz", was_on, went) > 0 > ratio("chess", was_on, went)


def test_one_missed_evening_of_somebody_who_rarely_goes_out_says_little():
    was_on = [*on("jazz", 1), *on("chess", *range(40))]
    assert ratio("jazz", was_on, visits("chess", 3)) == pytest.approx(0, abs=0.05)


def test_nothing_is_said_of_what_was_never_on_or_of_who_never_went():
    was_on = on("jazz", 1, 2)
    assert ratio("chess", was_on, visits("jazz", 1)) == 0
    assert ratio("jazz", was_on, []) == 0
    assert ratio("jazz", [], visits("jazz", 1)) == 0


def test_only_what_began_while_the_person_was_there_counts():
    was_on = [*on("jazz", *range(40)), *on("chess", *range(40))]
    went = visits("jazz", *range(20, 30))
    half = ratio("jazz", was_on, went, since=START + 24.5 * DAY, now=START + 29.5 * DAY)
    assert half == pytest.approx(np.log(5.5 / (5 * 0.5 + 0.5)))
    assert ratio("jazz", was_on, went, now=START + 10 * DAY) == 0


def test_dates_of_the_same_are_told_by_their_letters():
    first = turnout.visit(an_event(title="Milonga #12", organiser="Tango"))
    second = turnout.visit(an_event(title="milonga  13!", organiser="tango"))
    assert first.names["repeat"] == second.names["repeat"]
    other = turnout.visit(an_event(title="Milonga #12", organiser="Other"))
    assert first.names["repeat"] != other.names["repeat"]


@given(
    st.lists(st.integers(0, 49), max_size=30, unique=True),
    st.lists(st.integers(0, 49), max_size=30, unique=True),
)
def test_it_stays_within_its_limits(was, went):
    value = ratio("jazz", on("jazz", *was), visits("jazz", *went))
    assert -turnout.LIMIT <= value <= turnout.LIMIT
