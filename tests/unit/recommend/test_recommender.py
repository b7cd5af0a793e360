"""Picks for a person, from stores in memory."""

from collections import Counter
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recommend_people import (
    NOW,
    THEMES,
    Events,
    History,
    Preferences,
    Vectors,
    a_date,
    an_event,
    vectors_of,
)

from eventpal.domain import Action, Change, Place, Rating, Status
from eventpal.errors import NotFound
from eventpal.recommend.recommender import Recommender

CITY = [
    an_event(
        f"{theme} {n}",
        days=0.4 + n,
        organiser=f"{theme} club" if n % 2 else "",
        venue=f"Hall {n % 3} {theme}",
        categories=(theme,),
        is_free=n % 4 == 0,
        place=Place(53.5 + n / 100, 10.0),
    )
    for theme in THEMES
    for n in range(12)
]
VECTORS = vectors_of(CITY)


class Person:
    """A recommender with its stores."""

    def __init__(self, events=CITY, vectors=VECTORS, **preferences):
        self.events, self.history = Events(events), History()
        self.vectors, self.preferences = Vectors(vectors), Preferences(**preferences)
        self.recommender = Recommender(self.events, self.history, self.vectors, self.preferences)

    def rate(self, event, action, at=NOW):
        self.recommender.refresh(self.history.rate(event, action, at))

    def undo(self):
        self.recommender.refresh(self.history.undo())

    def picks(self, **asked):
        return list(self.recommender.ranked(NOW, **asked).picks)

    def titles(self, **asked):
        return [pick.event.title for pick in self.picks(**asked)]


def of_theme(theme, number=0):
    return [event for event in CITY if event.categories == (theme,)][number]


def first_themes(person, n=6):
    return Counter(pick.event.categories[0] for pick in person.picks()[:n])


def logit(score):
    return np.log(score / (1 - score))


class TestColdStart:
    def test_a_sane_order(self):
        week = NOW - timedelta(hours=NOW.hour)
        evening = week + timedelta(days=4, hours=20)
        facts = {"description": "x" * 300, "image": "https://a/b.png", "venue": "Pier 3"}
        good = an_event("good", start=evening, title="Harbour Jazz", **facts)
        bad = [
            an_event("closed", start=evening, title="City Hall closed", **facts),
            an_event("council", start=evening, title="City Council", **facts),
            an_event("bare", start=evening, title="Jazz"),
            an_event("far", start=evening + timedelta(weeks=3), title="Far Jazz", **facts),
            an_event("night", start=evening + timedelta(hours=7), title="Night Jazz", **facts),
            an_event(
                "holiday", start=week + timedelta(days=4), hours=24, all_day=True, title="Pi Day"
            ),
        ]
        assert Person([*bad, good], {}).titles()[0] == "Harbour Jazz"

    def test_cancelled_events_are_not_picked(self):
        off = an_event("off", status=Status.CANCELLED)
        assert Person([off], {}).picks() == []

    def test_no_events_no_picks(self):
        assert Person([], {}).picks() == []

    def test_days_are_mixed(self):
        days = Counter(pick.event.start.date() for pick in Person().picks()[:10])
        assert len(days) >= 4

    def test_no_more_than_two_of_an_organiser_or_venue_in_the_first_ten(self):
        top = [pick.event for pick in Person().picks()[:10]]
        assert max(Counter(one.organiser for one in top if one.organiser).values()) <= 2
        assert max(Counter(one.venue for one in top).values()) <= 2

    @pytest.mark.parametrize(("places", "shown"), [(11, 2), (12, 10)])
    def test_who_lists_what_others_hold_is_no_organiser(self, places, shown):
        listed = [
            an_event(
                f"{n}", days=1 + n % 4, organiser="Town Guide", venue=f"{n}", address=f"{n} Bay St"
            )
            for n in range(places)
        ]
        later = [an_event(f"late {n}", days=20, organiser=f"{n}", venue="x") for n in range(20)]
        top = Person([*listed, *later], {}).picks(limit=10)
        assert sum(pick.event.organiser == "Town Guide" for pick in top) == shown


class TestRatings:
    def test_likes_bring_what_is_like_them_to_the_top(self):
        person = Person()
        for number in range(3):
            person.rate(of_theme("chess", number), Action.LIKE)
        assert first_themes(person)["chess"] >= 2
        assert person.picks()[0].event.categories == ("chess",)
        assert any("chess" in one.text.lower() for one in person.picks()[0].reasons[:3])

    def test_what_is_not_wanted_goes_at_once_and_its_like_goes_down(self):
        person = Person()
        before = person.titles(limit=None)
        person.rate(of_theme("jazz"), Action.DISLIKE)
        after = person.titles(limit=None)
        assert of_theme("jazz").title not in after

        def mean_place(titles):
            return np.mean([n for n, title in enumerate(titles) if title.startswith("jazz")])

        assert mean_place(after) > mean_place(before) + 5

    def test_what_is_hidden_goes(self):
        person = Person()
        person.rate(of_theme("jazz"), Action.HIDE)
        assert of_theme("jazz").title not in person.titles(limit=None)

    def test_all_dates_of_an_unwanted_series_go(self):
        dates = [a_date("choir", days=day) for day in (1, 8)]
        person = Person([*dates, *CITY])
        person.rate(dates[0], Action.DISLIKE)
        assert "choir" not in person.titles(limit=None)

    @pytest.mark.parametrize("action", [Action.LIKE, Action.SAVE, Action.GOING])
    def test_what_is_chosen_makes_room_for_what_is_new(self, action):
        person = Person()
        event = of_theme("jazz")
        person.rate(event, action)
        assert event.title not in person.titles(limit=None)
        everything = person.recommender.ranked(NOW, limit=None, new=False).picks
        assert event.title in [pick.event.title for pick in everything]
        assert person.recommender.why(event.id, NOW).score > 0.1

    def test_a_series_comes_back_when_the_date_that_was_chosen_is_over(self):
        dates = [a_date("choir", days=day) for day in (1, 8)]
        person = Person([*dates, *CITY])
        person.rate(dates[0], Action.GOING)
        assert "choir" not in person.titles(limit=None)
        later = person.recommender.ranked(NOW + timedelta(days=2), limit=None).picks
        assert "choir" in [pick.event.title for pick in later]

    def test_what_was_chosen_under_another_id_is_left_out_as_well(self):
        person = Person()
        shown = of_theme("jazz")
        person.history.rate(an_event("the same elsewhere"), Action.SAVE)
        person.history.actions = lambda: {shown.event_id: frozenset({Action.SAVE})}
        assert shown.title not in person.titles(limit=None)

    def test_a_liked_event_says_so_and_does_not_speak_for_itself(self):
        person = Person()
        event = of_theme("hiking", 9)
        person.rate(event, Action.LIKE)
        features = {one.feature for one in person.recommender.why(event.id, NOW).reasons}
        assert "liked" in features
        by_itself = {"like_nearest", "like_overall", "organiser", "venue", "category", "word"}
        assert not features & {*by_itself, "interest", "topic", "graph"}

    def test_a_choice_taken_back_is_a_pick_again(self):
        person = Person()
        before = person.titles()
        person.rate(of_theme("jazz"), Action.SAVE)
        person.undo()
        assert person.titles() == before

    def test_a_change_of_mind_brings_it_back(self):
        person = Person()
        person.rate(of_theme("jazz"), Action.DISLIKE)
        person.rate(of_theme("jazz"), Action.LIKE)
        everything = person.recommender.ranked(NOW, limit=None, new=False).picks
        assert of_theme("jazz").title in [pick.event.title for pick in everything]

    def test_an_event_joined_into_another_counts_for_what_is_shown(self):
        person = Person()
        shown = of_theme("jazz")
        other = an_event("the same elsewhere")
        person.history.rate(other, Action.DISLIKE)
        person.history.actions = lambda: {shown.event_id: frozenset({Action.DISLIKE})}
        assert shown.title not in person.titles(limit=None)

    def test_without_vectors_words_and_names_still_teach(self):
        person = Person(vectors={})
        for number in range(3):
            person.rate(of_theme("chess", number), Action.LIKE)
        assert person.picks()[0].event.categories == ("chess",)


class TestList:
    def test_the_horizon_bounds_it(self):
        assert {pick.event.start < NOW + timedelta(days=3) for pick in Person().picks(days=3)} == {
            True
        }

    def test_the_limit_bounds_it(self):
        assert len(Person().picks(limit=7)) == 7
        assert len(Person().picks(limit=None)) == len(CITY)
        assert len(Person().picks(limit=0)) == 0

    def test_a_short_list_is_the_beginning_of_a_long_one(self):
        assert Person().titles(limit=10) == Person().titles(limit=50)[:10]

    def test_a_series_has_one_card_its_next_date(self):
        dates = [a_date("choir", days=day) for day in (9, 2, 16)]
        assert [pick.event for pick in Person(dates, {}).picks()] == [dates[1]]

    def test_home_matters_when_it_is_known(self):
        near = an_event("near", place=Place(53.5, 10.0))
        far = an_event("far", place=Place(54.5, 10.0))
        home = {"lat": 53.5, "lon": 10.0, "name": "Home"}
        assert Person([near, far], {}, home_place=home).titles() == ["near", "far"]
        person = Person([near, far], {})
        unknown = [pick.score for pick in person.picks()]
        assert unknown[0] == unknown[1]
        person.preferences.values["home_place"] = {"lat": 54.5, "lon": 10.0}
        assert person.titles() == ["far", "near"]


class TestWhy:
    def test_it_is_the_pick_of_the_list(self):
        person = Person()
        person.rate(of_theme("chess"), Action.LIKE)
        for pick in person.picks()[:12]:
            assert person.recommender.why(pick.event.id, NOW) == pick

    def test_an_event_outside_the_list_has_a_score_too(self):
        later = an_event("later", days=200)
        pick = Person([later, *CITY]).recommender.why(later.id, NOW)
        assert 0 < pick.score < 1
        assert "In 28 weeks" in [one.text for one in pick.reasons]

    def test_an_unwanted_event_says_so(self):
        person = Person()
        person.rate(of_theme("jazz"), Action.DISLIKE)
        person.rate(of_theme("jazz", 1), Action.DISLIKE)
        texts = [one.text for one in person.recommender.why(of_theme("jazz").id, NOW).reasons]
        assert "Like “jazz 1”, which was not for you" in texts

    def test_unknown_ids_are_not_found(self):
        with pytest.raises(NotFound):
            Person().recommender.why("nothing", NOW)


class TestCaches:
    def test_a_rating_does_not_read_the_events_again(self):
        person = Person()
        person.picks()
        person.rate(of_theme("jazz"), Action.LIKE)
        person.picks()
        assert person.events.asked["between"] == 1
        assert person.vectors.asked[len(CITY)] == 1

    def test_a_change_of_events_is_seen(self):
        person = Person()
        person.picks()
        new = an_event("brand new", days=1)
        person.events.events.append(new)
        assert "brand new" not in person.titles(limit=None)
        person.recommender.refresh(Change(added=frozenset({new.id})))
        assert "brand new" in person.titles(limit=None)

    def test_new_vectors_are_seen(self):
        person = Person(vectors={})
        for number in range(3):
            person.rate(of_theme("chess", number), Action.LIKE)
        before = person.picks()
        person.vectors.rows.update(VECTORS)
        person.recommender.reload()
        after = person.picks()
        assert {one.feature for one in after[0].reasons} - {
            one.feature for one in before[0].reasons
        } >= {"like_nearest"}

    def test_the_clock_moves_on_without_reading_again(self):
        person = Person()
        person.picks()
        later = NOW + timedelta(hours=20)
        titles = [pick.event.title for pick in person.recommender.ranked(later).picks]
        assert person.events.asked["between"] == 1
        assert of_theme("jazz").title not in titles

    def test_a_longer_horizon_is_read(self):
        person = Person([*CITY, an_event("later", days=60)])
        assert "later" not in person.titles(limit=None)
        assert "later" in person.titles(days=90, limit=None)
        assert "later" not in person.titles(days=30, limit=None)


ACTIONS = st.lists(
    st.tuples(st.sampled_from(CITY), st.sampled_from(Action)) | st.just(None), max_size=6
)


@settings(max_examples=12, deadline=None)
@given(ACTIONS, st.booleans())
def test_reasons_add_up_scores_fall_and_undo_is_exact(actions, at_home):
    home = {"home_place": {"lat": 53.55, "lon": 10.0}} if at_home else {}
    person = Person(**home)
    for step in actions:
        if step is not None:
            before = person.picks(limit=10)
            person.rate(*step)
            person.picks(limit=10)
            person.undo()
            assert person.picks(limit=10) == before
            person.rate(*step)
        elif person.history.log:
            person.undo()
    picks = person.picks(limit=None)
    scores = [pick.score for pick in picks]
    assert scores == sorted(scores, reverse=True)
    for pick in picks:
        shares = [one.contribution for one in pick.reasons]
        assert sum(shares) == pytest.approx(logit(pick.score), abs=1e-9)
        assert pick.reasons[-1].feature == "start"
        assert len(pick.reasons) > 1
        assert all(one.text and "_" not in one.text for one in pick.reasons)

    again = Person(**home)
    again.history.log = person.history.log
    assert again.picks(limit=None) == picks


def test_what_was_only_supposed_leaves_nothing_behind():
    """A supposed rating grew the taste that the next answer was scored with."""
    person = Person()
    before = person.picks()
    liked = [Rating(id=0, event=before[3].event, action=Action.LIKE, at=NOW)]
    assert person.picks(as_if=liked) != before
    assert person.picks() == before
    dislike = [Rating(id=0, event=before[0].event, action=Action.DISLIKE, at=NOW)]
    shown = {pick.event.id for pick in person.picks(as_if=dislike)}
    assert before[0].event.id not in shown
    assert person.picks() == before
