"""Two rankings on one list: who drafts, who gets the credit, and what that says."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recommend_people import NOW, an_event

from eventpal.domain import Action, Pick, Rating
from eventpal.errors import BadInput
from eventpal.recommend.experiment import Experiments, credited, sign_test, team_draft
from eventpal.store.database import Database
from eventpal.store.experiments import ExperimentStore, Turn
from eventpal.store.vault.keys import DataKey

IDS = st.lists(st.sampled_from("abcdefghijkl"), unique=True)


@settings(deadline=None)
@given(IDS, IDS, st.integers(0, 12), st.text(max_size=3))
def test_a_draft_is_fair(first, second, limit, seed):
    drafted = team_draft(first, second, limit, seed=seed)
    ids = [one for one, _ in drafted]
    assert len(ids) == len(set(ids)) == min(limit, len(set(first) | set(second)))
    assert drafted == team_draft(first, second, limit, seed=seed)
    for number, (one, team) in enumerate(drafted):
        # Each drafts the best of its own that is left.
        own = (first, second)[team]
        assert one == next(other for other in own if other not in ids[:number])
    both = min(len(first), len(second), limit)
    teams = [team for _, team in drafted]
    for end in range(0, both - both % 2, 2):
        if set(ids[:end]) >= set(first) or set(ids[:end]) >= set(second):
            break
        if (
            len(teams) > end + 1
            and set(first) - set(ids[: end + 1])
            and set(second) - set(ids[: end + 1])
        ):
            assert sorted(teams[end : end + 2]) == [0, 1]


def test_the_coin_is_fair_over_days():
    begins = [team_draft("ab", "ba", 1, seed=f"1:{day}")[0][1] for day in range(400)]
    assert 160 < sum(begins) < 240


@pytest.mark.parametrize(
    ("one", "other", "p"),
    [(0, 0, 1.0), (1, 0, 1.0), (5, 5, 1.0), (6, 0, 0.03125), (9, 1, 0.021484375), (8, 2, 0.109375)],
)
def test_the_sign_test_is_exact(one, other, p):
    """Against the binomial distribution worked out by hand."""
    assert sign_test(one, other) == pytest.approx(p)
    assert sign_test(other, one) == pytest.approx(p)


def a_rating(event, action, hours):
    return Rating(id=0, event=event, action=action, at=NOW + timedelta(hours=hours))


def test_credit_goes_to_what_was_chosen_after_it_was_shown():
    gig, play, fair, talk = (an_event(name) for name in ("gig", "play", "fair", "talk"))
    turns = [
        Turn(gig.event_id, 0, NOW),
        Turn(play.event_id, 1, NOW),
        Turn(fair.event_id, 1, NOW, opened_at=NOW + timedelta(hours=1)),
        Turn(talk.event_id, 0, NOW),
    ]
    ratings = [
        a_rating(gig, Action.LIKE, 2),
        a_rating(gig, Action.SAVE, 3),
        a_rating(play, Action.LIKE, -1),
        a_rating(talk, Action.DISLIKE, 2),
    ]
    assert credited(turns, ratings, None) == (1, 1)
    assert credited(turns, ratings, NOW + timedelta(minutes=90)) == (0, 1)
    assert credited([], ratings, None) == (0, 0)


class Trying:
    """Experiments of an encrypted home whose clock and log are set by hand."""

    def __init__(self, path):
        self.now = NOW
        self.ratings = []
        self.database = Database(path / "eventpal.db", DataKey.random())
        self.events = [an_event(f"e{n}", days=1 + n) for n in range(20)]
        store = ExperimentStore(self.database)
        self.experiment = Experiments(store, lambda: self.ratings, lambda: self.now)

    def ranked(self, strategy, limit):
        order = self.events if strategy == "soonest first" else self.events[::-1]
        return [Pick(event, 0.5) for event in order[:limit]]

    def shared(self, limit=10):
        return self.experiment.shared(limit, self.ranked)


@pytest.fixture
def trying(tmp_path):
    one = Trying(tmp_path)
    yield one
    one.database.close()


def test_without_an_experiment_nothing_is_shared(trying):
    assert trying.shared() is None
    assert trying.experiment.running() is None
    with pytest.raises(BadInput, match="No comparison"):
        trying.experiment.result()


def test_it_must_be_two_known_strategies(trying):
    with pytest.raises(BadInput, match="two different"):
        trying.experiment.start("wide", "wide")
    with pytest.raises(BadInput, match="none of"):
        trying.experiment.start("wide", "best")


def test_a_list_is_shared_until_it_stops(trying):
    trying.experiment.start("soonest first", "my taste")
    first = trying.shared()
    assert [pick.event for pick in first] == [pick.event for pick in trying.shared()]
    soon = {event.id for event in trying.events[:6]}
    assert 4 <= sum(pick.event.id in soon for pick in first) <= 6
    assert trying.experiment.running().shown == 10
    trying.experiment.stop()
    assert trying.shared() is None
    assert trying.experiment.result().sentence.startswith("You have not chosen anything")


def test_the_better_one_is_found_and_named(trying):
    trying.experiment.start("soonest first", "my taste")
    trying.now += timedelta(minutes=1)
    for day in range(4):
        trying.now += timedelta(days=1)
        for pick in trying.shared():
            if pick.event in trying.events[:10]:
                trying.experiment.opened(pick.event.id)
        if day == 0:
            assert trying.experiment.result().sentence.startswith("Too few choices")
    result = trying.experiment.result()
    assert (result.first_wins, result.second_wins) == (5, 0)
    assert result.p_value == pytest.approx(0.0625)
    for event in trying.events[5:7]:
        trying.events.remove(event)
    trying.now += timedelta(days=1)
    for pick in trying.shared(14):
        if pick.event in trying.events[:7]:
            trying.experiment.opened(pick.event.id)
    result = trying.experiment.result()
    assert result.second_wins == 0
    assert result.first_wins >= 6
    assert result.sentence.startswith("“soonest first” serves you better")
