"""What is subscribed to."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from eventpal.domain import Action, Problem, SourceKind
from eventpal.errors import NotFound
from eventpal.store.database import Database
from eventpal.store.events import EventStore
from eventpal.store.history import History
from eventpal.store.sources import Part, SourceStore
from tests.unit.store.store_work import HOUR, NOW, assert_whole, id_of, listing

UNTIL = datetime(2027, 3, 1, 10, 0, 0, 123456, tzinfo=timezone(timedelta(hours=-8)))
PART = Part("a.ics", "d1", '"etag"', "Sun, 01 Mar 2026 18:00:00 GMT", UNTIL)


def test_a_source_is_remembered(sources: SourceStore) -> None:
    made = sources.add(SourceKind.WEB, "https://example.org/a.ics", "A", NOW)
    assert sources.get(made.id) == made
    assert (made.kind, made.location, made.title) == (
        SourceKind.WEB,
        "https://example.org/a.ics",
        "A",
    )
    assert made.added_at == NOW
    assert made.checked_at is made.changed_at is None
    assert made.events == 0


def test_the_same_location_again_is_the_same_source(sources: SourceStore) -> None:
    one = sources.add(SourceKind.FILE, "/a.ics", "A", NOW)
    assert sources.add(SourceKind.FILE, "/a.ics", "Another title", NOW + HOUR) == one
    assert sources.all() == [one]


def test_sources_are_listed_in_the_order_they_came(sources: SourceStore) -> None:
    made = [sources.add(SourceKind.FILE, f"/{name}", name, NOW) for name in "cab"]
    assert sources.all() == made


def test_a_check_is_noted_and_keeps_the_title_unless_there_is_a_new_one(
    sources: SourceStore,
) -> None:
    id_ = sources.add(SourceKind.FILE, "/a.ics", "A", NOW).id
    problem = Problem("a.ics", "It is no calendar: “quoted”.")
    sources.checked(id_, NOW, [problem], changed=True)
    sources.checked(id_, NOW + HOUR, [], title="New", changed=False)
    found = sources.get(id_)
    assert (found.checked_at, found.changed_at) == (NOW + HOUR, NOW)
    assert (found.title, found.problems) == ("New", ())
    sources.checked(id_, NOW + 2 * HOUR, [problem], changed=False)
    assert sources.get(id_).problems == (problem,)
    assert sources.get(id_).title == "New"


def test_parts_are_remembered_by_name(sources: SourceStore) -> None:
    id_ = sources.add(SourceKind.FOLDER, "/calendars", "A", NOW).id
    other = Part("b.ics", "d2", "", "", NOW)
    sources.set_part(id_, PART)
    sources.set_part(id_, other)
    sources.set_part(id_, PART)
    assert sources.parts(id_) == {"a.ics": PART, "b.ics": other}
    assert sources.parts(id_ + 1) == {}


def test_a_part_is_stored_with_its_listings(sources: SourceStore, events: EventStore) -> None:
    id_ = sources.add(SourceKind.FOLDER, "/calendars", "A", NOW).id
    events.apply(id_, "a.ics", [listing()], now=NOW, state=PART)
    assert sources.parts(id_) == {"a.ics": PART}


def test_events_are_counted(sources: SourceStore, events: EventStore) -> None:
    one = sources.add(SourceKind.FILE, "/a.ics", "A", NOW).id
    two = sources.add(SourceKind.FOLDER, "/b", "B", NOW).id
    events.apply(one, "", [listing("gig"), listing("fair", dates=5)], now=NOW)
    events.apply(two, "x", [listing("gig")], now=NOW)
    events.apply(two, "y", [listing("ball")], now=NOW)
    assert [source.events for source in sources.all()] == [2, 2]


def test_removing_a_source_takes_what_only_it_lists(
    database: Database, sources: SourceStore, events: EventStore
) -> None:
    one = sources.add(SourceKind.FILE, "/a.ics", "A", NOW).id
    two = sources.add(SourceKind.FILE, "/b.ics", "B", NOW).id
    events.apply(one, "", [listing("gig", venue="Hall"), listing("fair")], now=NOW, state=PART)
    events.apply(two, "", [listing("gig")], now=NOW)
    change = sources.remove(one)
    assert change.removed == {id_of("fair")}
    assert change.changed == {id_of("gig")}
    assert change.sources == {one}
    left = events.get(id_of("gig"), now=NOW)
    assert (left.sources, left.venue) == ((two,), "")
    with pytest.raises(NotFound, match="no event"):
        events.get(id_of("fair"), now=NOW)
    assert [source.id for source in sources.all()] == [two]
    assert sources.parts(one) == {}
    assert_whole(database)


def test_removing_a_source_keeps_what_the_person_rated(
    database: Database, sources: SourceStore, events: EventStore
) -> None:
    id_ = sources.add(SourceKind.FILE, "/a.ics", "A", NOW).id
    events.apply(id_, "", [listing("gig"), listing("fair")], now=NOW)
    History(database).rate(events.get(id_of("gig"), now=NOW), Action.SAVE, NOW)
    change = sources.remove(id_)
    assert change.removed == {id_of("fair")}
    assert [event.sources for event in events.between(NOW, None)] == [()]
    assert_whole(database)


def test_an_id_is_never_given_twice(sources: SourceStore) -> None:
    first = sources.add(SourceKind.FILE, "/a.ics", "A", NOW).id
    sources.remove(first)
    assert sources.add(SourceKind.FILE, "/a.ics", "A", NOW).id != first


@pytest.mark.parametrize("act", [SourceStore.get, SourceStore.remove])
def test_an_unknown_source_is_a_sentence(sources: SourceStore, act: object) -> None:
    with pytest.raises(NotFound, match="There is no source 7"):
        act(sources, 7)  # type: ignore[operator]


def test_moments_of_sources_stay_aware(sources: SourceStore) -> None:
    made = sources.add(SourceKind.FILE, "/a.ics", "A", NOW.astimezone(UTC))
    assert sources.get(made.id).added_at.utcoffset() == timedelta(0)
