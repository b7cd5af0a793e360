"""Queries told again: only the person's own past and the calendar count."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from eventpal import paths
from eventpal.engine.models import library
from eventpal.errors import BadInput, ModelError
from eventpal.recommend.features import NAMES
from training import prior, replays
from training.queries import Catalogue, Item, Listwise
from training.replays import asked

START = datetime(2024, 5, 1, 18, tzinfo=UTC)
GROUPS = ("Tango", "Chess", "Hikers")
ITEMS = {
    str(n): Item(
        id=str(n),
        title=f"{GROUPS[n % 3]} evening",
        organiser=GROUPS[n % 3],
        venue=f"Hall {n % 3}",
        start=START + timedelta(days=n),
    )
    for n in range(60)
}
CATALOGUE = Catalogue(ITEMS)


@pytest.fixture(scope="module", autouse=True)
def model():
    try:
        library.sentence_model(paths.models())
    except ModelError as error:
        pytest.skip(str(error))


def a_query(user, day, history, positive):
    coming = [item for item in ITEMS.values() if 0 < (item.start - START).days - day <= 9]
    return Listwise(
        user=user,
        history=tuple(ITEMS[str(n)] for n in history),
        candidates=tuple(coming),
        positive=[item.id for item in coming].index(str(positive)),
        at=START + timedelta(days=day, hours=2),
    )


# Tia goes to every tango evening, Cho to every chess evening.
QUERIES = [
    query
    for day in (20, 29, 38)
    for query in (
        a_query("tia", day, range(0, day, 3), day + 4 - (day + 4) % 3),
        a_query("cho", day, range(1, day, 3), day + 4 - (day + 4) % 3 + 1),
    )
]


def test_ones_own_organiser_comes_first():
    for query, one in zip(QUERIES, asked(QUERIES, CATALOGUE), strict=True):
        mine = one.values[:, NAMES.index("organiser")]
        best = {query.candidates[row].organiser for row in np.flatnonzero(mine == mine.max())}
        assert best == {"Tango" if query.user == "tia" else "Chess"}


def test_answers_and_other_people_change_nothing():
    whole = asked(QUERIES, CATALOGUE)
    blind = asked([replace(query, positive=None) for query in QUERIES], CATALOGUE)
    alone = asked([query for query in QUERIES if query.user == "tia"], CATALOGUE)
    for one, same in zip(whole, blind, strict=True):
        assert (one.values == same.values).all()
    for one, same in zip(whole[::2], alone, strict=True):
        assert (one.values == same.values).all()
        assert len(one.choices) == len(same.choices)


def test_later_queries_of_the_same_person_change_nothing():
    whole = asked(QUERIES, CATALOGUE)
    first = asked(QUERIES[:1], CATALOGUE)
    assert (whole[0].values == first[0].values).all()


def test_what_is_far_in_the_future_is_not_looked_at():
    now = max(query.at for query in QUERIES)
    known = {id_: item for id_, item in ITEMS.items() if item.start <= now + replays.HORIZON}
    before = asked(QUERIES, CATALOGUE)
    after = asked(QUERIES, Catalogue(known))
    assert all((a.values == b.values).all() for a, b in zip(before, after, strict=True))


def test_queries_without_times_and_events_without_starts_are_refused():
    with pytest.raises(BadInput, match="when it was asked"):
        asked([replace(QUERIES[0], at=None)], CATALOGUE)
    with pytest.raises(BadInput, match="--items"):
        asked(QUERIES, Catalogue({"1": Item(id="1", title="x")}))


def test_the_prior_learns_what_made_the_choices_and_keeps_the_rest():
    data = prior.data_of(QUERIES, asked(QUERIES, CATALOGUE))
    learned, judged = prior.learn(data, 1.0), prior.judged()
    price = NAMES.index("price")
    assert learned.mean[price] == pytest.approx(judged.mean[price])
    assert prior.measure(data, learned, personal=False).value >= (
        prior.measure(data, judged, personal=False).value
    )
    assert (np.diag(learned.covariance) > 0).all()
