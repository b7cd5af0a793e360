"""The person's history told again, with scripted people."""

import random
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from recommend_people import NOW, THEMES, an_event, vectors_of

from eventpal.domain import Action, Rating
from eventpal.errors import Cancelled
from eventpal.progress import CancelToken, Progress
from eventpal.recommend.honesty import FEWEST, Comparison, comparisons, honesty
from eventpal.recommend.taste import opinions

SEEN = NOW - timedelta(days=1)


def a_city(days=60):
    """Two events of each theme a day, all known from the first day on."""
    return [
        an_event(
            f"{theme} {day} {n}",
            days=day + 0.3 + n / 10 + THEMES.index(theme) / 100,
            venue=f"{theme} hall",
            organiser=f"{theme} people",
            categories=(theme,),
            first_seen=SEEN,
        )
        for day in range(days)
        for theme in THEMES
        for n in range(2)
    ]


CITY = a_city()
VECTORS = vectors_of(CITY)


def choosing(fits, count=25, seed=1):
    """A person who each day likes one of the events of the coming weeks that ``fits``."""
    draw = random.Random(seed)
    ratings = []
    for day in range(count):
        at = NOW + timedelta(days=day)
        chosen = {rating.event.id for rating in ratings}
        coming = [
            one
            for one in CITY
            if at < one.start < at + timedelta(days=20) and fits(one, at) and one.id not in chosen
        ]
        ratings.append(Rating(id=day, event=draw.choice(coming), action=Action.LIKE, at=at))
    return opinions(ratings)


def told(log, events=CITY):
    return comparisons(log, events, VECTORS, None, Progress())


def test_who_has_a_taste_is_helped():
    found = honesty(told(choosing(lambda one, _: one.categories == ("jazz",))))
    assert found.comparisons >= 20
    assert found.ours > 2 * found.by_date
    assert 0 < found.low <= found.gain <= found.high
    assert found.gain == pytest.approx(found.ours - found.by_date)
    assert found.sentence.startswith("The picks help you: of ")


def test_who_takes_what_comes_next_is_told_so():
    """They always take the very next event, so order by date is never wrong."""
    nexts = [
        next(one for one in CITY if one.start > NOW + timedelta(days=day)) for day in range(25)
    ]
    found = honesty(
        told(choosing(lambda one, at: one == next(other for other in nexts if other.start > at)))
    )
    assert found.by_date == pytest.approx(1.0)
    assert found.gain <= 0
    assert not found.sentence.startswith("The picks help you")


def test_nothing_is_claimed_of_a_few_choices():
    log = choosing(lambda one, _: one.categories == ("jazz",), count=FEWEST - 1)
    assert honesty(told(log)).sentence.startswith("There is too little history to say yet: ")
    assert honesty([]).sentence.startswith("There is too little history")
    assert honesty([]).comparisons == 0


def test_only_what_was_known_then_counts():
    """What is listed, rated or happens later changes no earlier comparison."""
    log = choosing(lambda one, _: one.categories == ("jazz",), count=16)
    half = log[:12]
    cut = half[-1].at
    later = [replace(one, first_seen=cut + timedelta(hours=1), id=f"x{n}", uid=f"x{n}")
             for n, one in enumerate(CITY)]  # fmt: skip
    assert told(half, CITY + later) == told(log)[: len(told(half))]


def test_an_imported_past_is_learnt_from_but_not_counted():
    log = choosing(lambda one, _: one.categories == ("jazz",), count=12)
    went = [replace(one, action=Action.ATTENDED, actions=frozenset({Action.ATTENDED}))
            for one in log]  # fmt: skip
    assert told(went) == []


def test_the_interval_holds_the_truth():
    """Of many people without any difference, about one in twenty is told there is one."""
    draw = np.random.default_rng(0)
    claims = 0
    for seed in range(200):
        places = draw.integers(1, 21, (40, 2))
        found = honesty([Comparison(int(a), int(b)) for a, b in places], seed)
        claims += not found.low <= 0 <= found.high
    assert claims <= 22


def test_it_can_be_stopped():
    token = CancelToken()
    token.cancel()
    log = choosing(lambda one, _: True, count=3)
    with pytest.raises(Cancelled):
        comparisons(log, CITY, VECTORS, None, Progress(token=token))
