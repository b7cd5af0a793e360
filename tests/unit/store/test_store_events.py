"""Events: written by reading sources, found by time, id and words."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventpal.domain import Action, Event, Listing, Span, Status, event_id, occurrence_id
from eventpal.errors import NotFound
from eventpal.store.database import Database
from eventpal.store.events import EventStore
from eventpal.store.history import History
from eventpal.store.sources import Part
from tests.unit.store.store_work import (
    DAY,
    HOUR,
    NOW,
    ZONE,
    assert_whole,
    contents,
    id_of,
    listing,
    source,
    titles,
)

FAR = NOW + 400 * DAY
SHARED = [HealthCheck.function_scoped_fixture]  # one database for all examples: each rewrites it


def at(*date: int) -> datetime:
    return datetime(*date, tzinfo=ZONE)  # type: ignore[misc, arg-type]


class TestApply:
    def test_new_changed_unchanged_and_gone_are_told_apart(
        self, database: Database, events: EventStore
    ) -> None:
        id_ = source(database)
        first = events.apply(id_, "", [listing("a"), listing("b"), listing("c")], now=NOW)
        assert first.added == {id_of("a"), id_of("b"), id_of("c")}
        assert first.sources == {id_}
        second = events.apply(
            id_, "", [listing("b"), listing("c", title="New"), listing("d")], now=NOW + HOUR
        )
        assert second.added == {id_of("d")}
        assert second.changed == {id_of("c")}
        assert second.removed == {id_of("a")}
        assert second.unchanged == 1
        assert titles(events.between(NOW, FAR)) == ["B", "D", "New"]
        assert events.count() == 3
        assert_whole(database)

    def test_the_same_again_changes_nothing(self, database: Database, events: EventStore) -> None:
        id_ = source(database)
        listings = [listing("a", dates=3), listing("b", description="x")]
        events.apply(id_, "", listings, now=NOW)
        before = contents(database)
        again = events.apply(id_, "", listings, now=NOW + DAY)
        assert not again.added | again.changed | again.removed
        assert again.unchanged == 2
        assert contents(database) == before

    def test_a_moved_date_replaces_the_old_one(
        self, database: Database, events: EventStore
    ) -> None:
        id_ = source(database)
        events.apply(id_, "", [listing("gig", NOW + DAY)], now=NOW)
        change = events.apply(id_, "", [listing("gig", NOW + 2 * DAY)], now=NOW)
        assert change.changed == {id_of("gig")}
        assert [event.start for event in events.between(NOW, FAR)] == [NOW + 2 * DAY]

    def test_everything_of_an_event_is_stored(self, database: Database, events: EventStore) -> None:
        id_ = source(database)
        told = listing(
            "gig",
            status=Status.TENTATIVE,
            venue="Hall",
            address="1 Main Street",
            price_min=0.0,
            price_max=12.5,
            currency="USD",
            is_free=False,
            categories=("Music", "Jazz & Blues"),
            organiser="Club",
            description="Line one\nLine two — “quoted” 音楽",
            url="https://example.org/gig",
            image="https://example.org/gig.png",
        )
        events.apply(id_, "", [told], now=NOW)
        found = events.get(id_of("gig"), now=NOW)
        for name in Event.__dataclass_fields__:
            expected = {"sources": (id_,), "first_seen": NOW}.get(name, getattr(told.event, name))
            assert getattr(found, name) == expected, name

    def test_an_event_keeps_the_moment_it_was_first_seen(
        self, database: Database, events: EventStore
    ) -> None:
        id_ = source(database)
        events.apply(id_, "", [listing("gig")], now=NOW)
        events.apply(id_, "", [listing("gig", title="New")], now=NOW + DAY)
        assert events.get(id_of("gig"), now=NOW).first_seen == NOW

    def test_parts_of_one_source_do_not_touch_each_other(
        self, database: Database, events: EventStore
    ) -> None:
        id_ = source(database)
        events.apply(id_, "one", [listing("a")], now=NOW)
        change = events.apply(id_, "two", [listing("b")], now=NOW)
        assert change.added == {id_of("b")}
        assert not change.removed
        assert events.apply(id_, "one", [], now=NOW).removed == {id_of("a")}

    def test_one_event_of_two_sources_is_merged(
        self, database: Database, events: EventStore
    ) -> None:
        one, two = source(database, "/a"), source(database, "/b")
        events.apply(one, "", [listing("gig", venue="Hall")], now=NOW)
        change = events.apply(two, "", [listing("gig", description="All about it")], now=NOW)
        assert change.changed == {id_of("gig")}
        found = events.get(id_of("gig"), now=NOW)
        assert (found.venue, found.description, found.sources) == (
            "Hall",
            "All about it",
            (one, two),
        )
        assert events.count() == 1
        assert events.apply(two, "", [], now=NOW).changed == {id_of("gig")}
        assert events.get(id_of("gig"), now=NOW).description == ""
        assert_whole(database)

    def test_the_listing_that_was_seen_to_change_is_trusted(
        self, database: Database, events: EventStore
    ) -> None:
        one, two = source(database, "/a"), source(database, "/b")
        later, sooner = listing("gig", NOW + 3 * DAY), listing("gig", NOW + DAY)
        events.apply(one, "", [later], now=NOW)
        events.apply(two, "", [later], now=NOW)
        events.apply(two, "", [sooner], now=NOW + HOUR)
        assert [event.start for event in events.dates(id_of("gig"))] == [NOW + DAY]

    def test_the_later_date_is_trusted_where_none_was_seen_to_change(
        self, database: Database, events: EventStore
    ) -> None:
        """Publishers give this year's event the UID of last year's; old copies stay about."""
        old, new = listing("fair", NOW - 700 * DAY), listing("fair", NOW + 30 * DAY)
        for location, order in (("/a", (old, new)), ("/b", (new, old))):
            for number, told in enumerate(order):
                events.apply(source(database, f"{location}{number}"), "", [told], now=NOW)
            assert [event.start for event in events.dates(id_of("fair"))] == [NOW + 30 * DAY]

    def test_a_window_that_moves_on_is_not_the_publishers_change(
        self, database: Database, events: EventStore
    ) -> None:
        one, two = source(database, "/a"), source(database, "/b")
        weekly = listing("class", dates=4)
        moved = Listing(event=weekly.event, dates=weekly.dates[1:], recurring=True)
        events.apply(one, "", [weekly], now=NOW)
        events.apply(two, "", [listing("class", dates=4, title="Class of B")], now=NOW)
        events.apply(two, "", [listing("class", dates=4, title="New class of B")], now=NOW + HOUR)
        events.apply(one, "", [moved], now=NOW + DAY)
        assert events.get(id_of("class"), now=NOW).title == "New class of B"

    def test_two_listings_under_one_id_lose_no_date(
        self, database: Database, events: EventStore
    ) -> None:
        id_ = source(database)
        change = events.apply(
            id_, "", [listing("gig", NOW + DAY), listing("gig", NOW + 2 * DAY)], now=NOW
        )
        assert change.added == {id_of("gig")}
        found = events.between(NOW, FAR)
        assert [event.start for event in found] == [NOW + DAY, NOW + 2 * DAY]
        assert len({event.id for event in found}) == 2

    def test_a_series_without_a_date_in_the_window_is_kept(
        self, database: Database, events: EventStore
    ) -> None:
        id_ = source(database)
        told = listing("class", NOW - 400 * DAY, recurring=True)
        events.apply(id_, "", [Listing(event=told.event, dates=(), recurring=True)], now=NOW)
        assert events.between(NOW - 999 * DAY, None) == []
        assert events.get(id_of("class"), now=NOW).start == NOW - 400 * DAY
        assert events.dates(id_of("class")) == []
        assert_whole(database)

    def test_a_rated_event_outlives_its_feed_and_comes_back(
        self, database: Database, events: EventStore
    ) -> None:
        id_ = source(database)
        events.apply(id_, "", [listing("gig"), listing("fair")], now=NOW)
        History(database).rate(events.get(id_of("gig"), now=NOW), Action.LIKE, NOW)
        change = events.apply(id_, "", [], now=NOW)
        assert change.removed == {id_of("fair")}
        assert change.changed == {id_of("gig")}
        kept = events.get(id_of("gig"), now=NOW)
        assert (kept.title, kept.sources) == ("Gig", ())
        assert titles(events.between(NOW, FAR)) == ["Gig"]
        assert_whole(database)
        events.apply(id_, "", [listing("gig", title="Gig again")], now=NOW + DAY)
        assert titles(events.between(NOW, FAR)) == ["Gig again"]
        assert database.rows("SELECT count(*) FROM listing") == [(1,)]
        assert_whole(database)

    def test_a_failed_reading_leaves_all_as_it_was(
        self, database: Database, events: EventStore
    ) -> None:
        id_ = source(database)
        events.apply(id_, "", [listing("gig")], now=NOW)
        before = contents(database)

        def broken() -> Any:
            yield listing("fair")
            raise OSError("unplugged")

        with pytest.raises(OSError, match="unplugged"):
            events.apply(id_, "", broken(), now=NOW)
        assert contents(database) == before

    def test_files_that_left_a_folder_are_dropped(
        self, database: Database, events: EventStore
    ) -> None:
        id_, other = source(database, "/a"), source(database, "/b")
        for part in ("one", "two", "three"):
            state = Part(part, "d", "", "", NOW)
            events.apply(id_, part, [listing(part), listing("all")], now=NOW, state=state)
        events.apply(other, "two", [listing("other")], now=NOW)
        change = events.drop_parts(id_, {"one", "new"}, now=NOW)
        assert change.removed == {id_of("two"), id_of("three")}
        assert change.sources == {id_}
        assert set(titles(events.between(NOW, FAR))) == {"One", "All", "Other"}
        assert database.rows("SELECT name FROM part") == [("one",)]
        assert not events.drop_parts(id_, {"one"}, now=NOW).removed
        assert_whole(database)


def test_organisers_are_known_by_at_how_many_addresses_they_are(
    database: Database, events: EventStore
) -> None:
    held = [
        listing(f"{host} {n}", organiser=host, venue=f"{n}", address=f"{n % places} Bay St")
        for host, places in (("Guide", 3), ("Library", 2), ("", 4))
        for n in range(6)
    ]
    held += [listing(f"away {n}", organiser="Rovers", venue=f"{n}") for n in range(6)]
    events.apply(source(database), "", held, now=NOW)
    assert events.organisers(addresses=3) == ["Guide"]
    assert sorted(events.organisers(addresses=2)) == ["Guide", "Library"]


def test_organisers_are_told_without_reading_the_events(
    database: Database, events: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans: list[str] = []

    def explained(sql: str, parameters: tuple[int, ...]) -> list[Any]:
        rows = database.read().execute(f"EXPLAIN QUERY PLAN {sql}", parameters).fetchall()
        plans.extend(row[-1] for row in rows)
        return []

    monkeypatch.setattr(database, "rows", explained)
    events.organisers(addresses=2)
    assert any("COVERING INDEX event_organiser" in plan for plan in plans)


class TestBetween:
    @pytest.fixture
    def stored(self, database: Database, events: EventStore) -> EventStore:
        day = at(2026, 3, 10)
        told = [
            listing("before", day - 5 * HOUR, hours=2),
            listing("into", day - HOUR, hours=2),
            listing("inside", day + 10 * HOUR),
            listing("across", day + 23 * HOUR, hours=3),
            listing("after", day + 24 * HOUR),
            listing("week", day - 3 * DAY, hours=24 * 7),
            listing("year", day - 200 * DAY, hours=24 * 365),
            listing("over", day - 9 * DAY, hours=24 * 9),
            listing("point", day, hours=None),
            listing("no end", day - HOUR, hours=None),
            listing("all day", day, hours=None, all_day=True),
            listing("day before", day - DAY, hours=None, all_day=True),
        ]
        events.apply(source(database), "", told, now=NOW)
        return events

    def test_what_overlaps_a_day(self, stored: EventStore) -> None:
        day = at(2026, 3, 10)
        assert titles(stored.between(day, day + DAY)) == [
            "Year",
            "Week",
            "Into",
            "All Day",
            "Point",
            "Inside",
            "Across",
        ]

    def test_without_an_end_all_that_comes(self, stored: EventStore) -> None:
        assert "After" in titles(stored.between(at(2026, 3, 10), None))

    @pytest.mark.parametrize("limit", range(9))
    def test_a_limit_takes_the_first(self, stored: EventStore, limit: int) -> None:
        day = at(2026, 3, 10)
        assert stored.between(day, day + DAY, limit=limit) == stored.between(day, day + DAY)[:limit]

    def test_nothing_lies_in_a_window_that_ends_before_it_starts(self, stored: EventStore) -> None:
        assert stored.between(at(2026, 3, 10), at(2026, 3, 1)) == []

    def test_equal_starts_are_in_order_of_title(
        self, database: Database, events: EventStore
    ) -> None:
        events.apply(source(database), "", [listing(name) for name in "cab"], now=NOW)
        assert titles(events.between(NOW, FAR)) == ["A", "B", "C"]
        assert titles(events.between(NOW, FAR, limit=2)) == ["A", "B"]

    @settings(max_examples=60, deadline=None, suppress_health_check=SHARED)
    @given(
        st.lists(st.tuples(st.integers(-60, 60), st.none() | st.integers(0, 100)), max_size=8),
        st.integers(-60, 60),
        st.integers(0, 60) | st.none(),
    )
    def test_exactly_what_overlaps_is_found(
        self,
        database: Database,
        spans: list[tuple[int, int | None]],
        start: int,
        length: int | None,
    ) -> None:
        """Against the definition, in steps of half a day."""
        events, id_, step = EventStore(database), source(database), 12 * HOUR
        told = [
            listing(str(number), NOW + begin * step, hours=None if size is None else size * 12)
            for number, (begin, size) in enumerate(spans)
        ]
        events.apply(id_, "", told, now=NOW)
        end = None if length is None else start + length
        expected = [
            (begin, str(number))
            for number, (begin, size) in enumerate(spans)
            if (end is None or begin < end) and (begin >= start or begin + (size or 0) > start)
        ]
        window = (NOW + start * step, None if end is None else NOW + end * step)
        assert titles(events.between(*window)) == [name for _, name in sorted(expected)]


class TestIds:
    @pytest.fixture
    def stored(self, database: Database, events: EventStore) -> EventStore:
        moved = listing("class", NOW + 8 * DAY + HOUR, recurrence_id="20260309T180000Z")
        weekly = listing("class", NOW + DAY, dates=4)
        master = Listing(
            event=weekly.event,
            dates=(weekly.dates[0], *weekly.dates[2:]),
            recurring=True,
        )
        events.apply(source(database), "", [master, moved, listing("gig")], now=NOW)
        return events

    def test_a_single_event_goes_by_its_own_id(self, stored: EventStore) -> None:
        assert stored.get(id_of("gig"), now=NOW).id == id_of("gig")

    def test_a_date_of_a_series_goes_by_its_own_id(self, stored: EventStore) -> None:
        id_ = occurrence_id(id_of("class"), NOW + 15 * DAY)
        found = stored.get(id_, now=NOW)
        assert (found.id, found.start, found.end) == (
            id_,
            NOW + 15 * DAY,
            NOW + 15 * DAY + 2 * HOUR,
        )

    @pytest.mark.parametrize(
        ("now", "start"),
        [
            (NOW, NOW + DAY),
            (NOW + DAY + HOUR, NOW + DAY),
            (NOW + DAY + 2 * HOUR, NOW + 15 * DAY),
            (NOW + 99 * DAY, NOW + 22 * DAY),
        ],
    )
    def test_a_series_stands_for_its_next_date_or_its_last(
        self, stored: EventStore, now: datetime, start: datetime
    ) -> None:
        assert stored.get(id_of("class"), now=now).start == start

    def test_dates_are_those_of_the_whole_series(self, stored: EventStore) -> None:
        for id_ in (
            id_of("class"),
            occurrence_id(id_of("class"), NOW + DAY),
            event_id("class@example.org", "20260309T180000Z"),
        ):
            found = stored.dates(id_)
            assert [event.start - NOW for event in found] == [
                DAY,
                8 * DAY + HOUR,
                15 * DAY,
                22 * DAY,
            ]
            assert {event.series for event in found} == {id_of("class")}
        assert titles(stored.dates(id_of("gig"))) == ["Gig"]
        assert stored.dates("nothing") == []

    def test_finding_keeps_the_order_and_leaves_out_the_unknown(self, stored: EventStore) -> None:
        dated = occurrence_id(id_of("class"), NOW + 22 * DAY)
        wanted = [dated, "unknown", id_of("gig"), id_of("class"), "", "x-y", f"{dated}Z"]
        found = stored.find(wanted, now=NOW)
        assert [event.id for event in found] == [
            dated,
            id_of("gig"),
            occurrence_id(id_of("class"), NOW + DAY),
        ]
        assert stored.find([]) == []

    @pytest.mark.parametrize(
        "id_", ["", "unknown", "a-b", "-", "a-20260101T000000Z", "a-20269999T000000Z", "é'\"%\0"]
    )
    def test_an_unknown_id_is_a_sentence(self, stored: EventStore, id_: str) -> None:
        with pytest.raises(NotFound, match="no event"):
            stored.get(id_)

    def test_a_date_that_was_dropped_is_not_another_one(self, stored: EventStore) -> None:
        with pytest.raises(NotFound):
            stored.get(occurrence_id(id_of("class"), NOW + 8 * DAY))


def test_the_spans_of_a_listing_may_come_in_any_order(
    database: Database, events: EventStore
) -> None:
    weekly = listing("class", dates=3)
    turned = Listing(event=weekly.event, dates=weekly.dates[::-1], recurring=True)
    events.apply(source(database), "", [turned], now=NOW)
    assert [event.start for event in events.dates(id_of("class"))] == [
        span.start for span in weekly.dates
    ]


def test_a_date_that_ends_before_it_starts_is_found_at_its_start(
    database: Database, events: EventStore
) -> None:
    told = listing("odd")
    odd = Listing(event=told.event, dates=(Span(NOW, NOW - timedelta(days=3)),))
    events.apply(source(database), "", [odd], now=NOW)
    assert titles(events.between(NOW, NOW + HOUR)) == ["Odd"]
    assert events.between(NOW - 3 * DAY, NOW) == []
