"""Trying weights out: off at first, the same all day, another each day, and exact all the same."""

from datetime import timedelta

import numpy as np
import pytest
from recommend_people import (
    NOW,
    THEMES,
    Events,
    History,
    Preferences,
    Vectors,
    an_event,
    vectors_of,
)

from eventpal.domain import Action
from eventpal.recommend.recommender import Recommender

TOWN = [
    an_event(f"{theme} {n}", days=2.0 + n, categories=(theme,), organiser=f"{theme} club")
    for theme in THEMES
    for n in range(6)
]
ROWS = vectors_of(TOWN)


def person():
    history = History()
    history.rate(TOWN[0], Action.LIKE, NOW)
    return Recommender(Events(TOWN), history, Vectors(ROWS), Preferences())


def test_it_is_off_until_the_person_wants_it_and_stays_as_chosen():
    some = person()
    before = some.scores(NOW)
    assert some.exploring is False
    some.exploring = True
    assert some.exploring is True
    assert some.scores(NOW) != before
    some.exploring = False
    assert some.scores(NOW) == before


def test_a_draw_holds_all_day_and_the_next_day_has_another():
    some = person()
    some.exploring = True
    assert some.scores(NOW) == some.scores(NOW)
    weights = [
        some.why(TOWN[1].id, NOW + timedelta(days=day)).reasons[0].contribution for day in range(3)
    ]
    assert len(set(weights)) == 3


def test_the_reasons_still_add_up():
    some = person()
    some.exploring = True
    for pick in some.ranked(NOW).picks:
        total = sum(reason.contribution for reason in pick.reasons)
        assert total == pytest.approx(np.log(pick.score / (1 - pick.score)))
