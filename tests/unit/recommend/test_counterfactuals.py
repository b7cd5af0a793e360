"""What would have to be different, held against what happens when it is different."""

from dataclasses import replace
from datetime import timedelta

import pytest
from recommend_people import (
    NOW,
    Events,
    History,
    Preferences,
    Vectors,
    an_event,
    rated,
    vectors_of,
)

from eventpal.domain import Action, Place, distance_km
from eventpal.recommend.counterfactuals import counterfactuals, ordinal
from eventpal.recommend.feasibility import Verdict
from eventpal.recommend.features import NAMES
from eventpal.recommend.learned import LABELS, learned
from eventpal.recommend.learner import prior
from eventpal.recommend.recommender import Recommender, Rescored, Variant
from eventpal.recommend.taste import opinions

HOME = Place(53.5, 10.0)
CITY = [
    an_event(
        f"{theme} {n}",
        days=0.4 + 0.7 * n,
        venue=f"Hall {n % 3} {theme}",
        categories=(theme,),
        price_min=float(n % 5 * 15),
        place=Place(53.5 + n / 50, 10.0),
    )
    for theme in ("jazz", "chess")
    for n in range(12)
]
VECTORS = vectors_of(CITY)
DEAR = next(event for event in CITY if event.title == "jazz 9")


def ranking(events=CITY, liked=CITY[:2]):
    history = History()
    recommender = Recommender(
        Events(events),
        history,
        Vectors(VECTORS),
        Preferences(home_place={"lat": HOME.lat, "lon": HOME.lon}),
    )
    for event in liked:
        recommender.refresh(history.rate(event, Action.LIKE))
    return recommender


def told(recommender, event, allow=None):
    return counterfactuals(
        event, NOW, HOME, lambda variants: recommender.instead(event.id, NOW, variants, allow)
    )


@pytest.mark.parametrize(
    ("changed", "features"),
    [
        (replace(DEAR, is_free=True, price_min=None), ("price", "price_fit", "detail")),
        (replace(DEAR, price_min=DEAR.price_min / 2), ("price", "price_fit", "detail")),
        (
            replace(DEAR, start=DEAR.start + timedelta(days=2), end=DEAR.end + timedelta(days=2)),
            ("time_of_week", "lead_time", "lead_habit"),
        ),
    ],
)
def test_what_would_be_is_what_is_when_it_is_so(changed, features):
    """The score told for a change is the score of the event with that change, to the last digit."""
    (as_is, otherwise) = ranking().instead(DEAR.id, NOW, [Variant(changed, features)])
    real = ranking([changed if one is DEAR else one for one in CITY]).scores(NOW)
    assert as_is.score == pytest.approx(ranking().scores(NOW)[DEAR.id], abs=1e-12)
    assert otherwise.score == pytest.approx(real[DEAR.id], abs=1e-9)
    aside = {DEAR.id, *(event.id for event in CITY[:2])}
    above = sum(score > otherwise.score for id_, score in real.items() if id_ not in aside)
    assert otherwise.rank == above + 1


def test_a_nearer_place_counts_by_distance_and_habit():
    near = replace(DEAR, place=HOME)
    away = distance_km(HOME, DEAR.place)
    as_is, nearer = ranking().instead(DEAR.id, NOW, [Variant(near, ("distance", "usual_places"))])
    assert away > 15
    assert nearer.score > as_is.score
    assert nearer.rank < as_is.rank


def test_each_is_better_and_the_best_comes_first():
    before = ranking().instead(DEAR.id, NOW, [])[0]
    found = [one for one in told(ranking(), DEAR) if one.rank < before.rank]
    assert found
    assert [one.rank for one in found] == sorted(one.rank for one in found)
    assert all(one.score > before.score for one in found)
    for one in found:
        said = "first if it" if one.rank == 1 else "instead of"
        assert said in one.text


def test_what_an_event_stands_on_is_told_and_is_what_it_is_without_it():
    """An event by a liked organiser: it would stand lower by nobody, just as if it were so."""
    mine = replace(DEAR, organiser="Blue Door", categories=("jazz",))
    other = an_event("matinee", days=40, organiser="Blue Door", categories=("opera",))
    town = [mine if one is DEAR else one for one in CITY]
    recommender = ranking(town, liked=[other, other])
    before = recommender.instead(mine.id, NOW, [])[0]
    found = next(one for one in told(recommender, mine) if "Blue Door" in one.text)
    assert found.rank > before.rank
    assert found.text == (
        f"It would rank {ordinal(found.rank)} instead of {ordinal(before.rank)} "
        "if it were not by Blue Door"
    )


def test_without_one_opinion_it_stands_as_for_somebody_who_never_had_it():
    recommender = ranking()
    (found,) = recommender.without(DEAR.id, NOW, [CITY[0].event_id])
    never = ranking(liked=CITY[1:2]).instead(DEAR.id, NOW, [])[0]
    assert found.rank == never.rank
    assert found.score == pytest.approx(never.score, abs=1e-12)
    assert recommender.scores(NOW) == ranking().scores(NOW)


def test_what_the_person_did_is_told_where_it_moved_the_event():
    recommender = ranking()
    (own,) = opinions(rated((CITY[0], Action.LIKE)))
    found = counterfactuals(
        DEAR,
        NOW,
        HOME,
        lambda variants: recommender.instead(DEAR.id, NOW, variants),
        own=[own],
        forget=lambda ids: [Rescored(23, 0.1) for _ in ids],
    )
    assert found[-1].rank == 23
    assert found[-1].text.endswith("had you not liked “jazz 0”")


def test_nothing_brings_up_the_first():
    recommender = ranking()
    scores = recommender.scores(NOW)
    chosen = {event.id for event in CITY[:2]}
    best = max((id_ for id_ in scores if id_ not in chosen), key=scores.get)
    first = next(event for event in CITY if event.id == best)
    assert recommender.instead(first.id, NOW, [])[0].rank == 1
    assert all(one.rank > 1 for one in told(recommender, first))


def test_what_cannot_be_gone_to_stands_in_nobodys_way():
    recommender = ranking()
    alone = recommender.instead(DEAR.id, NOW, [], lambda event: Verdict(event.id == DEAR.id))
    assert alone[0].rank == 1


def test_every_weight_has_a_label_and_an_interval():
    assert set(LABELS) == set(NAMES)
    assert len(set(LABELS.values())) == len(LABELS)
    recommender = ranking()
    found = learned(prior(), recommender.belief(NOW))
    assert {one.feature for one in found} == set(NAMES)
    assert all(one.low <= one.mean <= one.high for one in found)
    assert found[0].mean != found[0].prior
