"""How the list is mixed."""

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from eventpal.recommend.diversify import MIX, Groups, Mix, level, mix_of, order


def mixed(logits, *, organisers=None, venues=None, days=None, vectors=None, limit=50, mix=MIX):
    n = len(logits)
    none = np.full(n, -1)
    return order(
        np.array(logits, dtype=float),
        Groups(
            [none if organisers is None else np.array(organisers)],
            [none if venues is None else np.array(venues)],
        ),
        np.arange(n) if days is None else np.array(days),
        np.zeros((n, 3), np.float32) if vectors is None else np.array(vectors, np.float32),
        limit,
        mix=mix,
    ).tolist()


def test_what_differs_comes_by_score():
    assert mixed([0.1, 2.0, 1.0]) == [1, 2, 0]


def test_no_more_than_two_of_an_organiser():
    rows = mixed([5 - n / 10 for n in range(60)], organisers=[0] * 30 + list(range(1, 31)))
    assert Counter(row < 30 for row in rows[:32])[True] == 2
    assert rows[:3] == [0, 1, 30]


def test_a_third_comes_when_all_others_have_two():
    rows = mixed([9, 8, 7, 6, 5, 4, -9], organisers=[0, 0, 0, 0, 1, 1, 2])
    assert rows == [0, 1, 4, 5, 6, 2, 3]


def test_narrow_goes_by_score_and_wide_takes_one_of_each():
    scores, organisers = [5, 4.9, 4.8, 2, 1.9], [0, 0, 0, 1, 2]
    assert mixed(scores, organisers=organisers, mix=mix_of(0.0)) == [0, 1, 2, 3, 4]
    assert mixed(scores, organisers=organisers, mix=mix_of(1.0))[:3] == [0, 3, 4]


def test_the_middle_of_the_slider_is_the_usual_mix():
    assert mix_of(0.5) == MIX


def test_no_more_than_two_of_a_venue_in_a_block():
    rows = mixed([5 - n / 10 for n in range(30)], venues=[0] * 15 + [-1] * 15)
    assert Counter(row < 15 for row in rows[:10])[True] == 2


def test_one_more_of_a_venue_is_better_than_something_much_worse():
    rows = mixed([3, 2, 1, -9], venues=[0, 0, 0, 1])
    assert rows == [0, 1, 2, 3]


def test_a_list_of_one_organiser_comes_by_score():
    assert mixed([3, 2, 1, 0], organisers=[0, 0, 0, 0]) == [0, 1, 2, 3]


def test_thousands_of_one_organiser_do_not_crowd_out_the_others():
    n = 3000
    rows = mixed([5.0] * n + [3.0] * 20, organisers=[0] * n + list(range(1, 21)))
    assert Counter(row >= n for row in rows[:10])[True] == 8


def test_days_are_mixed():
    rows = mixed([2.0 - n / 100 for n in range(12)], days=[1] * 6 + [2] * 3 + [3] * 3)
    assert {1, 2, 3} == {[1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3][row] for row in rows[:3]}


def test_an_event_like_one_above_is_held_back():
    vectors = [[1, 0, 0], [1, 0, 0], [0, 1, 0]]
    assert mixed([2.0, 1.9, 1.5], vectors=vectors) == [0, 2, 1]
    assert mixed([2.0, 1.9, 1.5], vectors=vectors, mix=Mix(likeness=0.0)) == [0, 1, 2]


def test_beyond_the_limit_it_goes_on_by_score():
    logits = [5 - n / 10 for n in range(30)]
    rows = mixed(logits, organisers=[0] * 30, limit=3)
    assert rows[3:] == sorted(rows[3:])


def test_nothing_makes_nothing():
    assert mixed([]) == []
    assert level(np.array([])).tolist() == []


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 2**32 - 1))
def test_every_event_comes_once_and_scores_fall(n, limit, seed):
    rng = np.random.default_rng(seed)
    logits = rng.normal(size=n)
    rows = mixed(
        logits,
        organisers=rng.integers(-1, 4, n),
        venues=rng.integers(-1, 9, n),
        days=rng.integers(0, 5, n),
        vectors=rng.normal(size=(n, 3)),
        limit=limit,
    )
    assert sorted(rows) == list(range(n))
    levels = level(logits[rows])
    assert (np.diff(levels) <= 0).all()
    assert (levels <= logits[rows]).all()
    assert levels[0] == logits[rows[0]]
