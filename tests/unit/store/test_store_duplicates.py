"""Joining many events at once, keeping them apart, and what is yet to be compared."""

from pathlib import Path

import pytest
import sqlite_utils

from eventpal.domain import Change, Span
from eventpal.store.database import Database, _connect
from eventpal.store.encoding import seconds
from eventpal.store.events import EventStore
from eventpal.store.migrations import MIGRATIONS, migrate
from tests.unit.store.store_work import (
    DAY,
    HOUR,
    KEY,
    NOW,
    assert_whole,
    contents,
    id_of,
    listing,
    source,
)

FAR = NOW + 400 * DAY


@pytest.fixture
def three(database: Database, events: EventStore) -> EventStore:
    for name in ("gig", "concert", "show"):
        events.apply(source(database, f"/{name}"), "", [listing(name)], now=NOW)
    return events


def test_many_are_joined_at_once_and_what_is_gone_is_left_out(
    database: Database, three: EventStore
) -> None:
    pairs = [(id_of("concert"), id_of("gig")), (id_of("show"), id_of("gig")), ("gone", "lost")]
    change = three.join_all(pairs, compared=three.unjoined())
    assert (change.changed, change.removed) == (
        {id_of("gig")},
        {id_of("concert"), id_of("show")},
    )
    assert three.get(id_of("show")).sources == (1, 2, 3)
    assert three.joined(id_of("gig")) == sorted([id_of("concert"), id_of("show")])
    assert_whole(database)
    before = contents(database)
    assert three.join_all([], compared=[]) == Change()
    assert contents(database) == before


def test_what_came_or_changed_is_to_be_compared_until_it_was(three: EventStore) -> None:
    assert set(three.unjoined()) == {id_of("gig"), id_of("concert"), id_of("show")}
    three.join_all([(id_of("concert"), id_of("gig"))], compared=three.unjoined())
    assert three.unjoined() == []
    three.apply(1, "", [listing("gig")], now=NOW)
    assert three.unjoined() == []
    three.apply(1, "", [listing("gig", title="Another")], now=NOW)
    assert three.unjoined() == [id_of("gig")]


def test_split_leaves_a_mark_that_only_a_join_by_name_takes_away(three: EventStore) -> None:
    pairs = [(id_of("concert"), id_of("gig")), (id_of("show"), id_of("gig"))]
    three.join_all(pairs, compared=[])
    three.split(id_of("concert"))
    marks = {tuple(sorted((id_of("concert"), id_of(other)))) for other in ("gig", "show")}
    assert set(three.apart()) == marks
    three.join(id_of("show"), id_of("concert"))
    assert three.apart() == []


def test_dates_listed_one_by_one_leave_the_series_as_it_is(
    database: Database, events: EventStore
) -> None:
    series = listing("series", dates=4, recurring=True, title="Jam")
    events.apply(source(database, "/a"), "", [series], now=NOW)
    single = listing("single", NOW + 8 * DAY, title="Jam, September", description="A long text")
    events.apply(source(database, "/b"), "", [single], now=NOW)
    events.join_all([(id_of("single"), id_of("series"))], compared=[])
    assert events.get(id_of("single")).title == "Jam"
    assert len(events.dates(id_of("series"))) == 4
    # It changes last, and moves: still not what the series is, and no date gets lost.
    moved = listing("single", NOW + 9 * DAY, title="Jam, moved")
    events.apply(2, "", [moved], now=NOW + HOUR)
    dates = events.dates(id_of("series"))
    assert [date.start - NOW for date in dates] == [1 * DAY, 8 * DAY, 9 * DAY, 15 * DAY, 22 * DAY]
    assert {date.title for date in dates} == {"Jam"}
    assert_whole(database)
    events.split(id_of("single"))
    assert len(events.dates(id_of("series"))) == 4
    assert_whole(database)


def test_published_are_the_events_beside_these_as_each_source_lists_them(
    database: Database, events: EventStore
) -> None:
    events.apply(
        source(database, "/a"),
        "part",
        [
            listing("gig", NOW + 3 * DAY, description="x" * 5000),
            listing("near", NOW + 4 * DAY),
            listing("far", NOW + 6 * DAY),
            listing("weekly", NOW - 4 * DAY, dates=5),
            listing("over", NOW - 9 * DAY),
        ],
        now=NOW,
    )
    events.apply(source(database, "/b"), "", [listing("near", NOW + 4 * DAY)], now=NOW)
    found = {one.event.id: one for one in events.published_beside([id_of("gig")], NOW)}
    assert found.keys() == {id_of("gig"), id_of("near"), id_of("weekly")}
    assert found[id_of("near")].origins == {(1, "part"), (2, "")}
    assert len(found[id_of("gig")].event.description) < 5000
    weekly = found[id_of("weekly")]
    assert weekly.recurring
    assert weekly.starts == tuple(seconds(NOW + (3 + 7 * week) * DAY) for week in range(4))
    events.join_all([(id_of("near"), id_of("gig"))], compared=[])
    found = {one.event.id: one for one in events.published_beside([id_of("gig")], NOW)}
    assert found[id_of("near")].shown_as == found[id_of("gig")].shown_as == id_of("gig")
    assert found[id_of("near")].starts == (seconds(NOW + 4 * DAY),)
    assert events.published_beside([id_of("over")], NOW) == []
    assert events.published_beside([], NOW) == []


def test_many_scattered_dates_are_looked_up_in_one_pass(
    database: Database, events: EventStore
) -> None:
    yearly = listing("yearly", NOW + DAY)
    spans = tuple(Span(NOW + 5 * week * DAY, None) for week in range(60))
    every = type(yearly)(event=yearly.event, dates=spans, recurring=True)
    beside = [listing(f"n{week}", NOW + 5 * week * DAY + HOUR) for week in range(60)]
    between = [listing(f"b{week}", NOW + (5 * week + 3) * DAY) for week in range(60)]
    events.apply(source(database), "", [every, *beside, *between], now=NOW)
    found = {one.event.id for one in events.published_beside([id_of("yearly")], NOW)}
    assert {id_of(f"n{week}") for week in range(60)} < found
    assert not {id_of(f"b{week}") for week in range(60)} & found


def test_what_an_older_schema_held_is_compared_once(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    path.touch()
    db: sqlite_utils.Database = _connect(path, KEY)
    migrate(db, MIGRATIONS[:3])
    with db.conn:
        db.execute(
            """
            INSERT INTO event (id, digest, text_digest, series, recurring, first_seen, uid, title,
            start, tz, all_day, status, venue, address, categories, organiser, url, image,
            sources, description)
            VALUES ('old', x'00', '', 'old', 0, 0, 'old', 'Old', 0, 'UTC', 0, 'confirmed', '', '',
            '[]', '', '', '', '[]', '')
            """
        )
    migrate(db)
    assert db.execute("SELECT event_id FROM unjoined").fetchall() == [("old",)]
    db.close()
