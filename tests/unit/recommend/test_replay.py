"""The retold log is the same however it was reached."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recommend_people import THEMES, ZONE, a_vector, an_event, rated

from eventpal.domain import Action
from eventpal.recommend.features import NAMES
from eventpal.recommend.replay import Replay
from eventpal.recommend.taste import opinions

EVENTS = [
    an_event(
        f"{theme}{n}",
        organiser=theme,
        venue=f"Hall {n}",
        categories=(theme,),
        days=n,
        is_free=n == 1,
    )
    for theme in THEMES
    for n in (1, 2, 3)
]
VECTORS = {event.event_id: a_vector(event.organiser, seed) for seed, event in enumerate(EVENTS)}


def told(log, replay=None):
    replay = replay or Replay(ZONE, None)
    replay.tell(opinions(log), VECTORS)
    return replay


def row_of(replay, number):
    return dict(zip(NAMES, replay.told[number].choice.row, strict=True))


def test_the_first_event_was_seen_without_history():
    row = row_of(told(rated((EVENTS[0], Action.LIKE))), 0)
    taste = ("like_nearest", "organiser", "venue", "category", "word", "liked")
    assert [row[name] for name in taste] == [0] * len(taste)
    assert row["lead_time"] > 0
    assert row["price"] == 1


def test_the_next_was_seen_with_what_was_known_then():
    replay = told(rated((EVENTS[0], Action.LIKE), (EVENTS[1], Action.LIKE)))
    row = row_of(replay, 1)
    assert row["like_nearest"] > 0.5
    assert row["organiser"] == 1 / 3


def test_an_event_rated_twice_was_not_known_to_itself():
    replay = told(rated((EVENTS[0], Action.LIKE), (EVENTS[0], Action.GOING)))
    assert len(replay.told) == 1
    assert row_of(replay, 0)["organiser"] == 0


def test_what_was_attended_tells_no_price_and_no_lead():
    row = row_of(told(rated((EVENTS[0], Action.ATTENDED))), 0)
    assert (row["price"], row["lead_time"], row["detail"]) == (0, 0, 0)
    assert row["time_of_week"] != 0


def test_a_missing_vector_is_neutral():
    replay = Replay(ZONE, None)
    replay.tell(opinions(rated((EVENTS[0], Action.LIKE), (EVENTS[1], Action.LIKE))), {})
    assert row_of(replay, 1)["like_nearest"] == 0


LOG = st.lists(st.tuples(st.sampled_from(EVENTS), st.sampled_from(Action)), max_size=12)


@settings(max_examples=40, deadline=None)
@given(LOG, LOG, st.integers(0, 12))
def test_it_is_the_same_however_it_was_reached(log, other, kept):
    # Anything else told first, then a beginning of the log, then all of it: as from the start.
    replay = told(rated(*other))
    for part in (log[:kept], log):
        told(rated(*part), replay)
    fresh = told(rated(*log))
    assert [one.opinion for one in replay.told] == [one.opinion for one in fresh.told]
    for one, same in zip(replay.told, fresh.told, strict=True):
        assert one.choice.row == pytest.approx(same.choice.row, abs=1e-6)
    assert (replay.taste.visits == fresh.taste.visits).all()
    assert replay.taste.organiser.affinity("jazz") == fresh.taste.organiser.affinity("jazz")
    assert replay.weights().mean == pytest.approx(fresh.weights().mean, abs=1e-6)


def test_one_more_rating_costs_one_more_row():
    replay = told(rated((EVENTS[0], Action.LIKE), (EVENTS[4], Action.LIKE)))
    before = list(replay.told)
    (new,) = opinions(rated((EVENTS[7], Action.SAVE)))
    replay.tell([*(one.opinion for one in before), new], VECTORS)
    assert all(one is old for one, old in zip(replay.told, before, strict=False))
    assert replay.told[2].choice.row.any()
