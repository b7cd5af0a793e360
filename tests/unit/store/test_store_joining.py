"""Two events that are one: joined, kept together, split again."""

import pytest

from eventpal.domain import Action
from eventpal.errors import BadInput, NotFound
from eventpal.store.database import Database
from eventpal.store.events import EventStore
from eventpal.store.history import History
from tests.unit.store.store_work import (
    DAY,
    NOW,
    assert_whole,
    contents,
    id_of,
    listing,
    source,
    titles,
)

FAR = NOW + 400 * DAY


@pytest.fixture
def two(database: Database, events: EventStore) -> EventStore:
    events.apply(
        source(database, "/a"), "", [listing("gig", venue="Hall", description="x")], now=NOW
    )
    events.apply(
        source(database, "/b"),
        "",
        [listing("concert", all_day=True, description="A longer text", image="i.png")],
        now=NOW,
    )
    return events


def test_two_become_one_and_two_again(database: Database, two: EventStore) -> None:
    before = contents(database)
    change = two.join(id_of("concert"), id_of("gig"))
    assert (change.changed, change.removed) == ({id_of("gig")}, {id_of("concert")})
    joined = two.get(id_of("concert"), now=NOW)
    assert (joined.id, joined.uid, joined.image) == (id_of("gig"), "gig@example.org", "i.png")
    assert not joined.all_day
    assert joined.sources == (1, 2)
    assert titles(two.between(NOW, FAR)) == [joined.title]
    assert_whole(database)
    change = two.split(id_of("concert"))
    assert (change.added, change.changed) == ({id_of("concert")}, {id_of("gig")})
    assert contents(database) == before
    assert_whole(database)


def test_reading_the_source_again_keeps_them_together(database: Database, two: EventStore) -> None:
    two.join(id_of("concert"), id_of("gig"))
    change = two.apply(2, "", [listing("concert", image="new.png")], now=NOW)
    assert change.changed == {id_of("gig")}
    assert two.count() == 1
    assert two.get(id_of("gig"), now=NOW).image == "new.png"
    two.apply(2, "", [], now=NOW)
    two.apply(2, "", [listing("concert", image="new.png")], now=NOW)
    assert two.count() == 1
    assert_whole(database)


def test_the_one_joined_into_may_vanish_first(database: Database, two: EventStore) -> None:
    two.join(id_of("concert"), id_of("gig"))
    two.apply(1, "", [], now=NOW)
    left = two.get(id_of("gig"), now=NOW)
    assert (left.title, left.id) == ("Concert", id_of("gig"))
    assert_whole(database)


def test_a_rating_of_either_keeps_both(database: Database, two: EventStore) -> None:
    History(database).rate(two.get(id_of("concert"), now=NOW), Action.SAVE, NOW)
    two.join(id_of("concert"), id_of("gig"))
    assert History(database).actions() == {id_of("gig"): {Action.SAVE}}
    two.apply(1, "", [], now=NOW)
    two.apply(2, "", [], now=NOW)
    assert two.count() == 1
    History(database).undo()
    assert two.count() == 0
    assert_whole(database)


def test_chains_lead_to_one(database: Database, two: EventStore) -> None:
    two.apply(source(database, "/c"), "", [listing("show")], now=NOW)
    two.join(id_of("concert"), id_of("gig"))
    two.join(id_of("gig"), id_of("show"))
    assert two.count() == 1
    assert two.get(id_of("concert"), now=NOW).id == id_of("show")
    two.split(id_of("concert"))
    assert two.count() == 2
    assert_whole(database)


def test_joining_what_is_one_already_is_a_sentence(two: EventStore) -> None:
    two.join(id_of("concert"), id_of("gig"))
    with pytest.raises(BadInput, match="one event already"):
        two.join(id_of("gig"), id_of("concert"))
    with pytest.raises(BadInput):
        two.join(id_of("gig"), id_of("gig"))


def test_joining_or_splitting_the_unknown_is_a_sentence(two: EventStore) -> None:
    with pytest.raises(NotFound):
        two.join("unknown", id_of("gig"))
    with pytest.raises(NotFound):
        two.join(id_of("gig"), "unknown")
    with pytest.raises(NotFound):
        two.split(id_of("gig"))
