"""What a log of ratings adds up to."""

import numpy as np
import pytest
from recommend_people import NOW, ZONE, a_date, an_event, an_opinion, rated, taste_of

from eventpal.domain import Action, Place
from eventpal.recommend.taste import Tally, opinions

JAZZ = an_event("jazz", organiser="Blue Door", venue="Pier 3", categories=("Music", "Jazz"))


def the_opinion(*actions):
    (one,) = opinions(rated(*[(JAZZ, action) for action in actions]))
    return one


class TestOpinions:
    @pytest.mark.parametrize(
        ("action", "wanted", "weight"),
        [
            (Action.LIKE, True, 1),
            (Action.SAVE, True, 1),
            (Action.GOING, True, 1.5),
            (Action.ATTENDED, True, 1),
            (Action.DISLIKE, False, 1),
            (Action.HIDE, False, 0.5),
        ],
    )
    def test_each_action_has_its_say(self, action, wanted, weight):
        assert (the_opinion(action).wanted, the_opinion(action).weight) == (wanted, weight)

    def test_of_actions_that_agree_the_weightiest_counts_once(self):
        one = the_opinion(Action.GOING, Action.LIKE)
        assert (one.action, one.weight) == (Action.GOING, 1.5)
        assert one.actions == {Action.GOING, Action.LIKE}

    def test_a_change_of_mind_replaces_all_before(self):
        one = the_opinion(Action.LIKE, Action.SAVE, Action.DISLIKE)
        assert (one.wanted, one.actions) == (False, {Action.DISLIKE})

    def test_they_come_in_order_of_the_latest_rating(self):
        other = an_event("other")
        log = rated((JAZZ, Action.LIKE), (other, Action.LIKE), (JAZZ, Action.SAVE))
        assert [one.event.uid for one in opinions(log)] == ["other", "jazz"]

    def test_two_dates_of_a_series_are_one_event(self):
        log = rated(
            (a_date("choir", days=1), Action.LIKE), (a_date("choir", days=8), Action.DISLIKE)
        )
        assert [one.wanted for one in opinions(log)] == [False]


class TestTally:
    def test_affinity_grows_with_evidence_towards_one(self):
        tally = Tally(1.0)
        levels = [tally.affinity("x")]
        for number in range(3):
            tally.add("x", an_opinion(an_event(str(number))))
            levels.append(tally.affinity("x"))
        assert levels == pytest.approx([0, 1 / 2, 2 / 3, 3 / 4])

    def test_unwanted_events_count_against(self):
        tally = Tally(1.0)
        tally.add("x", an_opinion(an_event("a")))
        tally.add("x", an_opinion(an_event("b"), Action.DISLIKE))
        assert tally.affinity("x") == 0
        tally.add("x", an_opinion(an_event("c"), Action.DISLIKE))
        assert tally.affinity("x") < 0

    def test_an_opinion_can_be_left_out(self):
        tally = Tally(1.0)
        mine, other = an_opinion(an_event("a")), an_opinion(an_event("b"))
        tally.add("x", mine)
        tally.add("x", other)
        assert tally.affinity("x", without=mine) == 1 / 2
        assert tally.affinity("x", without=an_opinion(an_event("stranger"))) == 2 / 3
        assert tally.opinions("x") == [mine, other]

    def test_affinities_follow_the_codes(self):
        tally = Tally(1.0)
        tally.add("x", an_opinion(an_event("a")))
        assert tally.affinities({"new": 0, "x": 1}).tolist() == [0, 0.5]


class TestTaste:
    def test_it_counts_every_kind_of_name(self):
        taste = taste_of(opinions(rated((JAZZ, Action.LIKE))), ZONE)
        assert taste.organiser.affinity("blue door") == 1 / 3
        assert taste.venue.affinity("pier 3") == 1 / 3
        assert taste.category.affinity("music") == taste.category.affinity("jazz") == 1 / 3
        assert taste.word.affinity("jazz") == 1 / 3
        assert taste.series.affinity(JAZZ.event_id) == 1 / 2

    def test_only_wanted_events_tell_when_and_where_one_goes(self):
        here, there = Place(53.5, 10.0), Place(48.1, 11.5)
        log = rated(
            (an_event("a", place=here, start=NOW), Action.GOING),
            (an_event("b", place=there), Action.DISLIKE),
        )
        taste = taste_of(opinions(log), ZONE)
        assert taste.places == {(53.5, 10.0): 1.5}
        assert np.flatnonzero(taste.visits).tolist() == [NOW.weekday() * 24 + NOW.hour]
        assert taste.wanted == 1.5

    def test_an_empty_name_is_no_name(self):
        taste = taste_of(opinions(rated((an_event("a"), Action.LIKE))), ZONE)
        assert taste.organiser.affinity("") == 0
