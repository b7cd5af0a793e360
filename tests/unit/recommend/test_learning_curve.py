"""Ten scripted people of the sample city: how soon their favourites are found, and what goes."""

import pytest

from eventpal import paths
from eventpal.engine.models import library
from eventpal.errors import ModelError
from tests.benchmarks import tastes

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def town():
    try:
        library.sentence_model(paths.models())
    except ModelError as error:
        pytest.skip(str(error))
    with tastes.city() as city:
        yield city


def test_each_person_has_favourites_to_find(town):
    people = tastes.tastes()
    assert len(people) == 10
    assert all(10 <= sum(one.loves(event) for event in town.events) <= 60 for one in people)


def test_it_beats_content_alone_from_five_ratings_on(town):
    found = tastes.curve(town, seeds=(1,), sizes=(5, 20))
    assert [one.ratings for one in found] == [5, 20]
    for one in found:
        assert one.gain.value > 0.05
        assert one.shown.value > one.content.value
    assert found[1].ours.value > found[0].ours.value


@pytest.mark.slow
def test_more_ratings_find_more(town):
    found = tastes.curve(town)
    assert all(one.gain.low > 0 for one in found)
    assert found[-1].ours.value > found[0].ours.value


def test_not_my_thing_takes_its_like_away(town):
    gone, lost = tastes.suppression(town, seeds=(1, 2))
    assert gone.value >= 0.9
    assert lost.value <= 0.1
