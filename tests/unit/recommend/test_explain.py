"""The sentences that say why."""

from dataclasses import replace
from datetime import timedelta

import pytest
from recommend_people import NOW, ZONE, a_date, an_event, an_opinion, rated, taste_of

from eventpal.domain import Action, Pick, Place, Reason
from eventpal.recommend import explain
from eventpal.recommend.features import NAMES
from eventpal.recommend.taste import opinions


def said(name, event, *pairs, value=1.0, **facts):
    """The sentence of one feature with that value."""
    context = explain.Context(
        event=event, now=NOW, taste=taste_of(opinions(rated(*pairs)), ZONE), **facts
    )
    found = explain.reasons(context, {name: value}, {name: 1.0}, bias=-1.0)
    return found[0].text


JAZZ = an_event("jazz", title="Harbour Jazz Night", organiser="Blue Door", venue="Pier 3")
CHESS = an_event("chess", title="Open Chess", organiser="Blue Door", venue="Pier 3")


class TestContent:
    def test_the_nearest_liked_event_is_named_with_what_was_done(self):
        for action, verb in (
            (Action.LIKE, "liked"),
            (Action.SAVE, "saved"),
            (Action.GOING, "are going to"),
            (Action.ATTENDED, "went to"),
        ):
            sentence = said("like_nearest", CHESS, nearest_liked=an_opinion(JAZZ, action))
            assert sentence == f"Like “Harbour Jazz Night”, which you {verb}"

    def test_what_one_was_going_to_is_where_one_went(self):
        past = an_opinion(an_event("p", title="Old Jazz", days=-3), Action.GOING)
        assert (
            said("like_nearest", CHESS, nearest_liked=past) == "Like “Old Jazz”, which you went to"
        )

    def test_a_long_title_is_cut_between_words(self):
        long = an_opinion(an_event("l", title="An evening of " + "very " * 20 + "long words"))
        assert said("like_nearest", CHESS, nearest_liked=long).count("very") < 12
        assert "very…”" in said("like_nearest", CHESS, nearest_liked=long)

    def test_unlike_is_said_too(self):
        assert said("like_nearest", CHESS, value=-0.5) == "Unlike anything you have chosen so far"
        assert said("like_overall", CHESS, value=-0.5) == "Unlike most of what you choose"

    def test_what_was_not_wanted_is_named(self):
        no, hidden = an_opinion(JAZZ, Action.DISLIKE), an_opinion(JAZZ, Action.HIDE)
        assert said("dislike_nearest", CHESS, nearest_disliked=no) == (
            "Like “Harbour Jazz Night”, which was not for you"
        )
        assert said("dislike_nearest", CHESS, nearest_disliked=hidden).endswith("which you hid")


class TestNames:
    def test_one_event_and_several_are_counted(self):
        one = [(an_event("a", venue="Pier 3"), Action.SAVE)]
        two = [*one, (an_event("b", venue="pier 3"), Action.SAVE)]
        assert said("venue", JAZZ, *one) == "At Pier 3, where you saved an event"
        assert said("venue", JAZZ, *two) == "At Pier 3, where you saved 2 events"

    def test_different_actions_are_put_together(self):
        both = [
            (an_event("a", organiser="Blue Door"), Action.SAVE),
            (an_event("b", organiser="Blue Door"), Action.LIKE),
        ]
        assert said("organiser", JAZZ, *both) == "By Blue Door: you chose 2 of their events"
        assert said("organiser", JAZZ, both[0]) == "By Blue Door: you saved one of their events"

    def test_the_event_itself_is_not_counted(self):
        log = [(JAZZ, Action.LIKE), (CHESS, Action.LIKE)]
        assert said("venue", JAZZ, *log) == "At Pier 3, where you liked an event"

    def test_the_telling_category_is_named(self):
        log = [(an_event("a", categories=("Music",)), Action.LIKE)]
        event = an_event("b", categories=("Outdoors", "Music"))
        assert said("category", event, *log) == "Music: you liked an event like that"
        bad = [(an_event("a", categories=("Music",)), Action.DISLIKE)]
        assert said("category", event, *bad, value=-1) == "Music, which was not for you so far"

    def test_a_word_is_shown_where_it_was_met(self):
        event = an_event("b", title="Dixie Jazz Brunch")
        assert said("word", event, (JAZZ, Action.SAVE)) == (
            "“Jazz” as in “Harbour Jazz Night”, which you saved"
        )

    def test_what_was_not_wanted_is_said(self):
        log = [(CHESS, Action.DISLIKE)]
        assert said("venue", JAZZ, *log, value=-1) == "At Pier 3, where events were not for you"
        assert said("organiser", JAZZ, *log, value=-1) == (
            "By Blue Door, whose events were not for you"
        )

    def test_another_date_is_told(self):
        went = (an_event("other", series="s", days=-7), Action.ATTENDED)
        assert said("series", an_event("x", series="s"), went) == "You went to another date of it"


class TestTime:
    FRIDAY = an_event("f", start=NOW + timedelta(days=4, hours=10))

    def test_the_hour_is_named(self):
        assert said("time_of_week", self.FRIDAY) == "Friday evening"
        assert said("time_of_week", an_event(days=1), value=-1) == "Tuesday morning"

    def test_ones_own_hours_are_called_so(self):
        past = [
            (an_event(str(n), start=self.FRIDAY.start - timedelta(weeks=n)), Action.GOING)
            for n in (1, 2)
        ]
        assert said("time_of_week", self.FRIDAY, *past) == "Friday evening, when you often go out"
        assert said("time_of_week", an_event(days=1), *past, value=-1) == (
            "Tuesday morning, when you rarely go out"
        )

    def test_an_all_day_event_has_a_day_only(self):
        day = an_event(start=NOW.replace(hour=0) + timedelta(days=5), hours=24, all_day=True)
        assert said("time_of_week", day) == "Saturday"
        assert said("lead_time", day) == "In 5 days"

    @pytest.mark.parametrize(
        ("days", "sentence"),
        [
            (0, "Starts now"),
            (-0.2, "On now"),
            (0.1, "Today"),
            (0.4, "Tonight"),
            (1, "Tomorrow"),
            (13, "In 13 days"),
            (15, "In 2 weeks"),
        ],
    )
    def test_how_soon(self, days, sentence):
        assert said("lead_time", an_event(days=days)) == sentence


class TestFacts:
    def test_distance(self):
        home = Place(53.55, 9.99)
        door, near, far = Place(53.5501, 9.99), Place(53.56, 9.99), Place(53.9, 9.99)
        assert said("distance", an_event(place=door), home=home) == "50 m from home"
        assert said("distance", an_event(place=near), home=home) == "1.1 km from home"
        assert said("distance", an_event(place=far), home=home) == "39 km from home"

    @pytest.mark.parametrize(
        ("facts", "sentence"),
        [
            ({"is_free": True}, "Free"),
            ({"price_min": 0.0, "price_max": 6.0, "is_free": False}, "From 0 EUR"),
            ({"price_min": 12.0, "price_max": 12.0}, "Costs 12 EUR"),
            ({"price_min": 12.5, "price_max": 20.0}, "From 12.50 EUR"),
        ],
    )
    def test_price(self, facts, sentence):
        assert said("price", an_event(currency="EUR", **facts)) == sentence

    def test_the_rest(self):
        run = an_event(hours=24 * 20)
        assert said("long_run", run) == "Runs until 25 March"
        assert said("long_run", replace(run, all_day=True)) == "Runs until 24 March"
        assert said("rarity", a_date("x", days=1), value=-1, dates=5) == (
            "On often: 5 dates in the coming weeks"
        )
        told = an_event(image="https://a/b.png", description="x" * 200, venue="Pier 3")
        assert said("detail", told) == "Comes with picture, description and place"
        assert said("detail", an_event(), value=-0.5) == "Little is said about it"


class TestReasons:
    CONTEXT = explain.Context(event=JAZZ, now=NOW, taste=taste_of([], ZONE))

    def test_what_speaks_for_it_comes_first_and_the_start_last(self):
        values = {"lead_time": 0.5, "price": -1.0, "time_of_week": 1.0, "meeting": 0.0}
        found = explain.reasons(
            self.CONTEXT, values, dict.fromkeys(values, 1.0), bias=-1.0, held_back=-0.2
        )
        assert [one.feature for one in found] == [
            "time_of_week",
            "lead_time",
            "price",
            "variety",
            "start",
        ]
        assert sum(one.contribution for one in found) == pytest.approx(1 + 0.5 - 1 - 0.2 - 1)

    @pytest.mark.parametrize(
        ("action", "text"),
        [
            (Action.LIKE, "You liked it"),
            (Action.SAVE, "You saved it"),
            (Action.GOING, "You are going to it"),
        ],
    )
    def test_its_own_event_is_called_what_the_person_did(self, action, text):
        context = replace(self.CONTEXT, own=an_opinion(self.CONTEXT.event, action))
        (found, _) = explain.reasons(context, {"liked": 1.0}, {"liked": 0.3}, bias=0)
        assert found.text == text

    def test_a_sentence_tells_the_fact_even_if_its_weight_turned(self):
        found = explain.reasons(self.CONTEXT, {"like_overall": 1.0}, {"like_overall": -0.5}, bias=0)
        assert found[0].text == "Close to what you usually choose"
        assert found[0].contribution == -0.5

    def test_every_feature_has_a_sentence(self):
        event = an_event("all", organiser="O", venue="V", categories=("C",), title="Jazz Word")
        event_place = Place(53.5, 10.0)
        liked = an_event("l", organiser="O", venue="V", categories=("C",), title="Jazz", series="s")
        context = explain.Context(
            event=an_event(
                "all",
                organiser="O",
                venue="V",
                categories=("C",),
                title="Jazz Word",
                series="s",
                place=event_place,
            ),
            now=NOW,
            taste=taste_of(opinions(rated((liked, Action.LIKE))), ZONE),
            home=event_place,
            nearest_liked=an_opinion(liked),
            nearest_disliked=an_opinion(event, Action.DISLIKE),
        )
        ones = dict.fromkeys(NAMES, 1.0)
        found = explain.reasons(context, ones, ones, bias=0.0)
        assert {one.feature for one in found} == {*NAMES, "start"}
        assert all(one.text and "_" not in one.text for one in found)


@pytest.mark.parametrize(
    ("shares", "told"),
    [
        ((1.3, 0.3, 0.06, -0.9), ["0", "1"]),
        ((1.3, 0.2, 0.19), ["0", "1"]),
        ((0.1, 0.02, 0.01), ["0", "1"]),
        ((-0.2, -0.1), []),
        ((), []),
    ],
)
def test_what_says_little_beside_the_first_is_not_told(shares, told):
    reasons = tuple(Reason("", str(n), share) for n, share in enumerate(shares))
    assert [one.text for one in Pick(JAZZ, 0.5, reasons).telling] == told
