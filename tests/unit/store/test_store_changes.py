"""What publishers changed is kept, and told of what the person plans."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from eventpal.domain import Action, EventChange, Listing, Span, Status, What
from eventpal.store.changes import Changes
from eventpal.store.database import Database
from eventpal.store.events import EventStore
from eventpal.store.history import History
from eventpal.store.sources import SourceStore
from tests.unit.store.store_work import DAY, HOUR, NOW, id_of, listing, source

LATER = NOW + HOUR


@pytest.fixture
def changes(database: Database) -> Changes:
    return Changes(database)


def told(changes: list[EventChange]) -> list[tuple[What, str, str]]:
    return [(one.what, one.before, one.after) for one in changes]


def save(events: EventStore, history: History, name: str = "gig") -> None:
    history.rate(events.get(id_of(name), now=NOW), Action.SAVE, NOW)


def test_what_moved_is_noted_with_both_times(
    database: Database, events: EventStore, changes: Changes
) -> None:
    id_ = source(database)
    events.apply(id_, "", [listing("gig", NOW + DAY), listing("talk")], now=NOW)
    assert changes.latest(10) == []  # what is new is not changed
    events.apply(id_, "", [listing("gig", NOW + 2 * DAY), listing("talk")], now=LATER)
    (change,) = changes.latest(10)
    assert (change.event_id, change.title, change.at) == (id_of("gig"), "Gig", LATER)
    assert change.what is What.TIME
    assert (change.before, change.after) == (
        (NOW + DAY).isoformat(),
        (NOW + 2 * DAY).isoformat(),
    )


def test_each_thing_that_matters_is_a_change_of_its_own(
    database: Database, events: EventStore, changes: Changes
) -> None:
    id_ = source(database)
    events.apply(id_, "", [listing("gig", venue="Blue Door", description="Jazz.")], now=NOW)
    now = listing(
        "gig",
        venue="Red Barn",
        description="More jazz.",
        status=Status.CANCELLED,
        sold_out=True,
        price_min=12.0,
    )
    events.apply(id_, "", [now], now=LATER)
    assert sorted(told(changes.latest(10))) == [
        (What.PLACE, "Blue Door", "Red Barn"),
        (What.SOLD_OUT, "", "yes"),
        (What.STATUS, "confirmed", "cancelled"),
    ]


def test_what_is_only_written_otherwise_or_filled_in_is_no_change(
    database: Database, events: EventStore, changes: Changes
) -> None:
    id_ = source(database)
    events.apply(id_, "", [listing("gig", venue="The Blue  Door"), listing("talk")], now=NOW)
    written = [listing("gig", venue="the blue door", url="https://x.example"), listing("talk")]
    events.apply(id_, "", [written[0], listing("talk", venue="Hall")], now=LATER)
    assert changes.latest(10) == []


def test_a_date_of_a_series_that_moved_or_went_is_noted(
    database: Database, events: EventStore, changes: Changes
) -> None:
    id_ = source(database)
    start = NOW + DAY
    series = listing("class", start, dates=5, recurring=True)
    events.apply(id_, "", [series], now=NOW)
    second, third = series.dates[1].start, series.dates[2].start
    rest = tuple(span for span in series.dates if span.start not in {second, third})
    moved = listing(
        "class", second + 3 * HOUR, recurrence_id=f"{second.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    )
    events.apply(id_, "", [_with_dates(series, rest), moved], now=LATER)
    assert sorted(told(changes.latest(10))) == [
        (What.GONE, third.isoformat(), ""),
        (What.TIME, second.isoformat(), (second + 3 * HOUR).isoformat()),
    ]


def test_a_window_of_reading_that_moves_on_is_no_change(
    database: Database, events: EventStore, changes: Changes
) -> None:
    id_ = source(database)
    series = listing("class", NOW - 14 * DAY, dates=8, recurring=True)
    events.apply(id_, "", [series], now=NOW)
    events.apply(id_, "", [_with_dates(series, series.dates[1:])], now=LATER)
    events.apply(id_, "", [_with_dates(series, series.dates[1:-1])], now=LATER)
    assert changes.latest(10) == []


def test_what_vanishes_while_it_is_still_to_come_is_noted(
    database: Database, events: EventStore, history: History, changes: Changes
) -> None:
    id_ = source(database)
    over = listing("over", NOW - DAY)
    events.apply(id_, "", [listing("gig"), listing("talk"), listing("fair"), over], now=NOW)
    save(events, history)
    events.apply(id_, "", [listing("fair")], now=LATER)
    assert {one.event_id for one in changes.latest(10)} == {id_of("gig"), id_of("talk")}
    assert events.get(id_of("gig"), now=NOW).title == "Gig"  # saved, so it is kept
    assert told(list(changes.since_planned()[id_of("gig")])) == [(What.GONE, "", "")]
    events.apply(id_, "", [listing("fair"), listing("gig")], now=LATER + HOUR)
    assert changes.since_planned() == {}  # it was away for a while only


def test_a_source_that_the_person_removes_changes_no_event(
    database: Database, events: EventStore, history: History, sources: SourceStore, changes: Changes
) -> None:
    id_ = source(database)
    events.apply(id_, "", [listing("gig")], now=NOW)
    save(events, history)
    sources.remove(id_)
    assert changes.latest(10) == []


def test_only_changes_since_the_person_planned_it_are_told_in_sum(
    database: Database, events: EventStore, history: History, changes: Changes
) -> None:
    id_ = source(database)

    def read(hours: int, days: int) -> None:
        events.apply(id_, "", [listing("gig", NOW + days * DAY)], now=NOW + hours * HOUR)

    read(-2, 1)
    read(-1, 2)
    save(events, history)
    assert changes.since_planned() == {}
    read(1, 3)
    read(2, 4)
    (change,) = changes.since_planned()[id_of("gig")]
    assert (change.before, change.after) == (
        (NOW + 2 * DAY).isoformat(),
        (NOW + 4 * DAY).isoformat(),
    )
    read(3, 2)
    assert changes.since_planned() == {}
    read(4, 5)
    history.withdraw(events.get(id_of("gig"), now=NOW), Action.SAVE, NOW + 5 * HOUR)
    assert changes.since_planned() == {}


def test_changes_of_what_was_joined_meanwhile_are_told_of_the_event_it_is_part_of(
    database: Database, events: EventStore, history: History, changes: Changes
) -> None:
    id_, other = source(database), source(database, "/calendars/b.ics")
    events.apply(id_, "", [listing("gig")], now=NOW)
    events.apply(other, "", [listing("concert")], now=NOW)
    save(events, history)
    events.apply(id_, "", [listing("gig", status=Status.POSTPONED)], now=LATER)
    events.join(id_of("gig"), id_of("concert"))
    (change,) = changes.since_planned()[id_of("concert")]
    assert told([change]) == [(What.STATUS, "confirmed", "postponed")]


def test_old_changes_are_forgotten(
    database: Database, events: EventStore, changes: Changes
) -> None:
    id_ = source(database)
    for day, start in ((0, 400), (1, 401), (200, 402)):
        events.apply(id_, "", [listing("gig", NOW + start * DAY)], now=NOW + timedelta(days=day))
    assert [one.at for one in changes.latest(10)] == [NOW + 200 * DAY]


def _with_dates(of: Listing, dates: tuple[Span, ...]) -> Listing:
    return replace(of, dates=dates)
