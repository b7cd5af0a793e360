"""Each feature alone, and what all of them promise."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recommend_people import NOW, a_date, an_event, an_opinion, scene

from eventpal.domain import Action, Place, event_id
from eventpal.recommend import features, learner, turnout
from eventpal.recommend.features import FEATURES, NAMES

HOME = Place(53.55, 9.99)
LIKED = (an_event("liked", organiser="Org", venue="Hall", categories=("Music",)), Action.LIKE)
DISLIKED = (
    an_event("bad", organiser="Bad", venue="Pit", categories=("Sports",)),
    Action.DISLIKE,
)


def value(name, event, *pairs, **facts):
    """One feature of one event."""
    return values(name, [event], *pairs, **facts)[0]


def values(name, events, *pairs, **facts):
    feature = FEATURES[NAMES.index(name)]
    return feature.compute(scene(events, *pairs, **facts)).tolist()


class TestContent:
    def test_like_nearest_is_the_best_cosine_on_a_scale(self):
        for cosine, expected in ((0.25, 0), (0.75, 1), (1, 1.5)):
            found = value("like_nearest", an_event(), liked=[[-0.2], [cosine]])
            assert found == pytest.approx(expected, abs=1e-6)

    def test_like_overall_is_the_mean_cosine_on_a_scale(self):
        assert value("like_overall", an_event(), liked=[[0.2], [0.8]]) == pytest.approx(1)
        assert value("like_overall", an_event(), liked=[[0.25]]) == 0

    @pytest.mark.parametrize("name", ["like_nearest", "like_overall"])
    def test_unlike_says_more_the_more_is_known(self, name):
        log = [(an_event(str(n)), Action.LIKE) for n in range(12)]
        found = [value(name, an_event(), *log[:n], liked=[[-1]]) for n in (0, 4, 12)]
        assert found == pytest.approx([0, -0.25, -0.375])

    def test_dislike_nearest_never_speaks_for_an_event(self):
        assert value("dislike_nearest", an_event(), disliked=[[-0.5]]) == 0
        assert value("dislike_nearest", an_event(), disliked=[[0.75]]) == pytest.approx(1)

    @pytest.mark.parametrize("name", ["like_nearest", "like_overall", "dislike_nearest"])
    def test_nothing_is_said_without_history_or_vector(self, name):
        assert value(name, an_event()) == 0
        rows = {"liked": [[0.9]], "disliked": [[0.9]]}
        assert value(name, an_event(), embedded=[False], **rows) == 0


@pytest.mark.parametrize(
    ("name", "good", "bad", "shrunk"),
    [
        ("organiser", {"organiser": "ORG"}, {"organiser": "Bad"}, 1 / 3),
        ("venue", {"venue": "hall"}, {"venue": "pit"}, 1 / 3),
        ("category", {"categories": ("music",)}, {"categories": ("sports",)}, 1 / 3),
        ("word", {"title": "A Liked Thing"}, {"title": "BAD thing"}, 1 / 3),
    ],
)
class TestAffinities:
    def test_it_follows_what_was_wanted(self, name, good, bad, shrunk):
        assert value(name, an_event(**good), LIKED, DISLIKED) == pytest.approx(shrunk)
        assert value(name, an_event(**bad), LIKED, DISLIKED) == pytest.approx(-shrunk)
        assert value(name, an_event(title="Something"), LIKED, DISLIKED) == 0

    def test_an_event_does_not_speak_for_itself(self, name, good, bad, shrunk):
        event = an_event("liked", **good)
        mine = an_opinion(event)
        assert value(name, event, (event, Action.LIKE)) == pytest.approx(shrunk)
        assert value(name, event, (event, Action.LIKE), own={0: mine}) == 0


def test_the_best_and_the_worst_category_are_added():
    mixed = an_event(categories=("Music", "Sports", "Unknown"))
    assert value("category", mixed, LIKED) == pytest.approx(1 / 3)
    assert value("category", mixed, LIKED, DISLIKED) == pytest.approx(0)


def test_series_follows_other_dates():
    attended = (a_date("choir", days=-7), Action.ATTENDED)
    assert value("series", a_date("choir", days=3), attended) == 1 / 2
    assert value("series", an_event("other"), attended) == 0


class TestTimeOfWeek:
    FRIDAY_EVENING = NOW + timedelta(days=4, hours=10)

    def test_a_friday_evening_is_better_than_a_tuesday_morning(self):
        tuesday = NOW + timedelta(days=1)
        assert value("time_of_week", an_event(start=self.FRIDAY_EVENING)) > 0
        assert value("time_of_week", an_event(start=tuesday)) < 0

    def test_ones_own_hours_count_more_the_more_are_known(self):
        tuesday = NOW + timedelta(days=1)
        log = [
            (an_event(str(n), start=tuesday - timedelta(weeks=n)), Action.GOING) for n in range(9)
        ]
        found = [value("time_of_week", an_event(start=tuesday), *log[:n]) for n in (0, 3, 9)]
        assert found == sorted(found)
        assert found[-1] > value("time_of_week", an_event(start=self.FRIDAY_EVENING), *log)


class TestLeadTime:
    def test_it_falls_from_now_over_a_week_to_a_month(self):
        found = [value("lead_time", an_event(days=days)) for days in (0, 1, 7, 30, 90)]
        assert found[0] == 1
        assert found[2] == pytest.approx(0)
        assert found == sorted(found, reverse=True)
        lowest = FEATURES[NAMES.index("lead_time")].low
        assert found[3:] == pytest.approx([lowest, lowest], abs=0.01)

    def test_what_has_begun_days_ago_is_in_no_hurry(self):
        assert value("lead_time", an_event(days=-5, hours=24 * 20)) == 0


class TestDistance:
    def test_near_home_is_good(self):
        here, eight, far = HOME, Place(53.55 + 8 / 111.2, 9.99), Place(54.4, 9.99)
        assert value("distance", an_event(place=here), home=HOME) == pytest.approx(1)
        assert value("distance", an_event(place=eight), home=HOME) == pytest.approx(0, abs=0.01)
        assert value("distance", an_event(place=far), home=HOME) == pytest.approx(-1, abs=0.1)

    def test_unknown_is_neutral(self):
        assert value("distance", an_event(), home=HOME) == 0
        assert value("distance", an_event(place=HOME)) == 0

    def test_the_date_line_is_no_border(self):
        fiji = an_event(place=Place(-17.0, -179.99))
        assert value("distance", fiji, home=Place(-17.0, 179.99)) > 0.2


class TestUsualPlaces:
    LOG = tuple((an_event(str(n), place=HOME), Action.GOING) for n in range(4))

    def test_what_is_nearer_than_most_is_good(self):
        near, far = an_event("near", place=HOME), an_event("far", days=4, place=Place(48.1, 11.6))
        found = values("usual_places", [near, far], *self.LOG)
        assert found == pytest.approx([0.5 * 6 / 8, -0.5 * 6 / 8], abs=0.01)

    def test_where_everything_is_near_it_says_nothing(self):
        town = [an_event("a", place=HOME), an_event("b", days=4, place=HOME)]
        assert values("usual_places", town, *self.LOG) == pytest.approx([0, 0])

    def test_unknown_is_neutral(self):
        near, unknown = an_event("near", place=HOME), an_event("unknown", days=4)
        assert values("usual_places", [near, unknown], *self.LOG)[1] == 0
        assert value("usual_places", unknown, *self.LOG) == 0
        assert value("usual_places", near) == 0


def test_price_falls_from_free():
    prices = [value("price", an_event(price_min=price, is_free=False)) for price in (1, 9, 30, 500)]
    free = value("price", an_event(is_free=True))
    assert [free, *prices] == sorted([free, *prices], reverse=True)
    assert (free, prices[-1]) == (1, -1)
    assert prices[1] == pytest.approx(0, abs=0.01)
    assert value("price", an_event()) == 0


def test_rarity_counts_the_dates_of_the_coming_month():
    dates = [a_date("daily", days=day) for day in range(1, 31)]
    weekly = [a_date("weekly", days=day) for day in (1, 8, 15, 22, 29, 36)]
    once = an_event("once", days=40)
    assert value("rarity", once) == 0
    assert set(values("rarity", dates)) == {-1.0}
    assert values("rarity", weekly)[0] == pytest.approx(-np.log(5) / np.log(30))


def test_long_run_grows_with_the_days():
    found = [value("long_run", an_event(hours=24 * days)) for days in (0.1, 1.1, 7, 31, 400)]
    assert found == sorted(found)
    assert (found[1], found[3], found[4]) == (0, 1, 1)


def test_flags_say_yes_or_no():
    assert value("notice", an_event(title="Library closed")) == 1
    assert value("meeting", an_event(title="Planning Commission")) == 1
    start = NOW.replace(hour=0)
    day = an_event(start=start, end=start + timedelta(days=1), all_day=True)
    assert value("all_day", day) == 1
    plain = an_event(title="Jazz")
    assert [value(name, plain) for name in ("notice", "meeting", "all_day")] == [0, 0, 0]


def test_detail_is_centred():
    assert value("detail", an_event()) == -0.5


def test_what_was_liked_is_known():
    events = [an_event("a"), an_event("b", days=4), an_event("c", days=5)]
    own = {0: an_opinion(events[0]), 1: an_opinion(events[1], Action.DISLIKE)}
    assert values("liked", events, own=own) == [1, 0, 0]


def test_each_is_described_and_has_a_weight():
    assert len(set(NAMES)) == len(FEATURES)
    assert len(learner.prior().mean) == len(NAMES)
    for feature in FEATURES:
        assert feature.meaning.endswith((".", ":")) or len(feature.meaning) > 20
        assert feature.unit
        assert feature.low < feature.high


PLACES = st.none() | st.builds(Place, st.floats(-80, 80), st.floats(-180, 180))
WORDS = st.sampled_from(["", "Jazz", "chess", "Council", "closed", "Blue Door"])


@st.composite
def any_event(draw, uid=None):
    start = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(hours=draw(st.integers(-400, 2000)))
    hours = draw(st.sampled_from([None, 0, 2, 24, 900]))
    return an_event(
        uid or draw(st.sampled_from("abcdefgh")),
        start=start,
        end=None if hours is None else start + timedelta(hours=hours),
        tz=draw(st.sampled_from(["UTC", "Europe/Berlin"])),
        title=draw(WORDS),
        venue=draw(WORDS),
        organiser=draw(WORDS),
        categories=tuple(draw(st.lists(WORDS, max_size=3))),
        place=draw(PLACES),
        price_min=draw(st.none() | st.floats(0, 1e6)),
        is_free=draw(st.sampled_from([None, True, False])),
        all_day=draw(st.booleans()),
        description=draw(st.sampled_from(["", "x" * 300])),
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(any_event(), max_size=5),
    st.lists(st.tuples(any_event(), st.sampled_from(Action)), max_size=6),
    st.none() | st.just(HOME),
    st.integers(0, 2**32 - 1),
)
def test_all_stay_in_their_range(events, pairs, home, seed):
    rng = np.random.default_rng(seed)
    cosines = {
        kind: rng.uniform(-1, 1, (rng.integers(0, 3), len(events)))
        for kind in ("liked", "disliked")
    }
    found = features.matrix(scene(events, *pairs, home=home, **cosines))
    assert found.shape == (len(events), len(FEATURES))
    for column, feature in zip(found.T, FEATURES, strict=True):
        assert ((feature.low - 1e-6 <= column) & (column <= feature.high + 1e-6)).all(), (
            feature.name
        )


class TestNewer:
    """What was added to the first features, each alone."""

    def test_interest_takes_the_best_and_trusts_large_ones(self):
        rows = {"interests": np.array([[0.75], [0.35]]), "strengths": np.array([1.0, 9.0])}
        assert value("interest", an_event(), **rows) == pytest.approx(0.5)
        rows["strengths"] = np.array([9.0, 9.0])
        assert value("interest", an_event(), **rows) == pytest.approx(0.9)
        assert value("interest", an_event()) == 0

    def test_rejected_is_what_is_like_the_unwanted_and_unlike_the_wanted(self):
        assert value("rejected", an_event(), disliked=[[0.5]]) == pytest.approx(1)
        assert value("rejected", an_event(), disliked=[[0.3]]) == pytest.approx(0)
        assert value("rejected", an_event(), disliked=[[0.5]], liked=[[0.6]]) == 0

    def test_rejected_is_a_category_that_was_only_turned_down(self):
        sports = an_event(categories=("sports",))
        assert value("rejected", sports, DISLIKED) == 1 / 2
        wanted = (an_event("x", categories=("Sports",)), Action.LIKE)
        assert value("rejected", sports, DISLIKED, wanted) == 0

    def test_topic_is_the_mean_over_all_categories(self):
        assert value("topic", an_event(categories=("music", "new")), LIKED) == pytest.approx(1 / 6)
        assert value("topic", an_event(), LIKED) == 0

    def test_graph_is_0_without_history(self):
        assert values("graph", [an_event("a", organiser="Org"), an_event("b")]) == [0, 0]

    def test_graph_finds_the_shared_hall(self):
        town = [
            an_event("a", days=1, organiser="Other", venue="Hall"),
            *(an_event(f"{n}", days=2 + n, organiser=f"o{n}", venue=f"v{n}") for n in range(9)),
        ]
        found = values("graph", town, LIKED)
        assert found[0] > 0
        assert set(found[1:]) == {0}

    def test_turnout_needs_a_beginning(self):
        passed = turnout.passed([("Org", "Hall", "Liked", NOW.timestamp() - 86400.0)])
        assert value("organiser_turnout", an_event(organiser="Org"), passed=passed) == 0

    @pytest.mark.parametrize(
        ("name", "facts"),
        [
            ("organiser_turnout", {"organiser": "Org"}),
            ("venue_turnout", {"venue": "Hall"}),
            ("repeat_turnout", {"title": "Jam 7", "organiser": "Org"}),
        ],
    )
    def test_turnout_is_for_what_one_goes_to(self, name, facts):
        went = an_event("w", days=-2, title="Jam 6", organiser="Org", venue="Hall")
        others = [("o", "v", "t", NOW.timestamp() - 86400.0 * n) for n in range(1, 9)]
        passed = turnout.passed([("Org", "Hall", "Jam 6", went.start.timestamp()), *others])
        rows = {"passed": passed, "since": NOW - timedelta(days=30)}
        log = [(went, Action.GOING)]
        assert value(name, an_event(**facts), *log, **rows) > 0.5
        passed_over = an_event(title="t", organiser="o", venue="v")
        assert value(name, passed_over, *log, **rows) < 0

    def test_lead_habit_is_when_one_decides(self):
        # Decided an hour ago for what begins in 10 days, again and again.
        log = [(an_event(str(n), days=10), Action.GOING) for n in range(6)]
        assert value("lead_habit", an_event(days=10), *log) > 0.4
        assert value("lead_habit", an_event(days=0.1), *log) < 0
        assert value("lead_habit", an_event(days=10)) == 0

    def test_next_date_counts_the_dates_before(self):
        town = [an_event(f"{n}", title=f"Jam {n}", organiser="Org", days=n + 1) for n in range(12)]
        found = values("next_date", [*town, an_event("other", days=20)])
        assert found[0] == found[-1] == 0
        assert found[1] == pytest.approx(-np.log(2) / np.log(10))
        assert found[11] == -1

    def test_just_announced_is_newer_than_the_rest(self):
        new = an_event("new", days=1, first_seen=NOW)
        old = an_event("old", days=2, first_seen=NOW - timedelta(days=60))
        fresh, stale = values("just_announced", [new, old])
        assert fresh > 0.4
        assert stale < 0
        assert values("just_announced", [new]) == [0]

    def test_last_chance_is_for_what_was_long_on(self):
        ending = an_event("run", days=-20, hours=24 * 21)
        assert value("last_chance", ending) == pytest.approx(np.exp(-1 / 3), abs=0.01)
        assert value("last_chance", an_event("once", days=1)) == 0

    def test_price_fit_follows_what_one_pays(self):
        log = [(an_event(str(n), price_min=10.0), Action.GOING) for n in range(3)]
        assert value("price_fit", an_event(price_min=10.0), *log) == pytest.approx(0.5)
        assert value("price_fit", an_event(price_min=4.0), *log) == pytest.approx(0.5)
        assert value("price_fit", an_event(price_min=90.0), *log) < 0
        assert value("price_fit", an_event(), *log) == 0

    def test_novelty_falls_as_one_gets_to_know_it(self):
        known = an_event(organiser="Org", venue="Hall", categories=("Music",))
        assert value("novelty", known) == 0
        assert value("novelty", known, LIKED) == pytest.approx(-1 / 3)
        assert value("novelty", an_event(organiser="Org"), LIKED) == pytest.approx(-1 / 9)

    def test_passed_over_counts_days(self):
        assert value("passed_over", an_event("x"), shown={event_id("x"): 10}) == 1
        assert 0 < value("passed_over", an_event("x"), shown={event_id("x"): 2}) < 1
        assert value("passed_over", an_event("x"), shown={event_id("y"): 2}) == 0

    def test_language_model_is_about_its_own_average(self):
        odds = {event_id("a"): 0.9, event_id("b"): 0.9, event_id("c"): 0.1}
        town = [an_event("a", days=1), an_event("c", days=2), an_event("d", days=3)]
        yes, no, unknown = values("language_model", town, odds=odds)
        assert yes > 0 > no
        assert unknown == 0
