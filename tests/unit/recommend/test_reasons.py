"""A reason moves its own feature rather than all of the event."""

from datetime import timedelta

import numpy as np
import pytest
from recommend_people import (
    NOW,
    ZONE,
    Events,
    History,
    Preferences,
    Vectors,
    a_vector,
    an_event,
    taste_of,
)

from eventpal.domain import Action, Place
from eventpal.recommend import reasons
from eventpal.recommend.features import NAMES
from eventpal.recommend.learner import prior
from eventpal.recommend.recommender import Recommender
from eventpal.recommend.taste import opinions

FACTS = {"organiser": "Org", "venue": "Hall", "categories": ("jazz",), "price_min": 40.0}
NEAR, FAR = Place(53.5, 10.0), Place(54.2, 10.0)
TOWN = [
    *(
        an_event(
            f"near {n}",
            title=f"Evening {n}",
            days=1 + n,
            place=NEAR,
            price_min=5.0,
            organiser=f"o{n}",
            venue=f"v{n}",
            categories=(f"c{n}",),
        )
        for n in range(8)
    ),
    *(an_event(f"far {n}", title=f"Jazz {n}", days=1 + n, place=FAR, **FACTS) for n in range(4)),
]
ROWS = {
    one.event_id: a_vector("jazz" if one.venue == "Hall" else "chess", seed)
    for seed, one in enumerate(TOWN)
}


def after(reason, action=Action.DISLIKE):
    """What is believed of the weights after one far, dear jazz evening was turned down."""
    history = History()
    history.rate(TOWN[8], action, NOW - timedelta(hours=1), reason)
    home = {"lat": NEAR.lat, "lon": NEAR.lon}
    recommender = Recommender(Events(TOWN), history, Vectors(ROWS), Preferences(home_place=home))
    moved = recommender.belief(NOW).mean - prior().mean
    return dict(zip(NAMES, moved.tolist(), strict=True)), recommender


OWN = {
    reasons.FAR: ("distance",),
    reasons.DEAR: ("price",),
    reasons.TIME: ("time_of_week",),
}


@pytest.mark.parametrize("reason", OWN)
def test_it_moves_its_own_weight_and_no_other_side(reason):
    moved, _ = after(reason)
    assert max(abs(moved[name]) for name in OWN[reason]) > 0.01
    others = {name for key, names in OWN.items() if key != reason for name in names}
    content = {"like_nearest", "category", "word", "organiser", "venue", "detail"}
    assert max(abs(moved[name]) for name in others | content) < 1e-6


def test_too_far_and_too_dear_make_near_and_cheap_count_more():
    assert after(reasons.FAR)[0]["distance"] > 0
    assert after(reasons.DEAR)[0]["price"] > 0


def values_of(taste_ratings):
    return taste_of(opinions(taste_ratings), ZONE)


def rated(event, reason, action=Action.DISLIKE):
    history = History()
    history.rate(event, action, NOW, reason)
    return history.ratings()


@pytest.mark.parametrize(
    ("reason", "moved"),
    [
        ("", {"organiser", "venue", "category", "word", "series"}),
        (reasons.TOPIC, {"category", "word"}),
        (reasons.ORGANISER, {"organiser"}),
        (reasons.SEEN, {"series"}),
        (reasons.FAR, set()),
        (reasons.DEAR, set()),
        (reasons.TIME, set()),
    ],
)
def test_what_it_says_of_names(reason, moved):
    event = TOWN[8]
    taste = values_of(rated(event, reason))
    names = {
        "organiser": "org",
        "venue": "hall",
        "category": "jazz",
        "word": "jazz",
        "series": event.event_id,
    }
    found = {kind for kind, name in names.items() if getattr(taste, kind).affinity(name) < 0}
    assert found == moved


def test_what_was_too_dear_makes_a_limit_and_a_bad_hour_is_avoided():
    assert values_of(rated(TOWN[8], reasons.DEAR)).too_dear == [40.0]
    assert values_of(rated(TOWN[8], "")).too_dear == []
    assert values_of(rated(TOWN[8], reasons.TIME)).avoided.sum() > 0
    assert values_of(rated(TOWN[8], "")).avoided.sum() == 0


def test_seen_it_hides_that_event_alone():
    _, recommender = after(reasons.SEEN)
    ids = [pick.event.id for pick in recommender.ranked(NOW).picks]
    assert TOWN[8].id not in ids
    moved, _ = after(reasons.SEEN)
    assert max(map(abs, (moved[name] for name in ("category", "word", "distance")))) < 1e-6


def test_a_hidden_organiser_is_gone():
    _, recommender = after(reasons.ORGANISER, Action.HIDE)
    picks = recommender.ranked(NOW).picks
    assert {pick.event.organiser for pick in picks} == {f"o{n}" for n in range(8)}


def test_ones_own_words_are_no_code():
    plain, _ = after("")
    own, _ = after("the seats are hard")
    assert np.allclose(list(own.values()), list(plain.values()))
