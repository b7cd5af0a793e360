"""Listings to store, what must hold of a store, and writing in another process to kill it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from eventpal.domain import Event, Listing, SourceKind, Span, event_id
from eventpal.store.database import Database
from eventpal.store.events import EventStore
from eventpal.store.sources import SourceStore
from eventpal.store.vault.keys import DataKey

ZONE = ZoneInfo("America/Los_Angeles")
NOW = datetime(2026, 3, 1, 10, tzinfo=ZONE)
KEY = DataKey(bytes(range(32)))
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def listing(
    name: str = "gig",
    start: datetime = NOW + DAY,
    *,
    hours: float | None = 2,
    dates: int = 1,
    recurring: bool = False,
    recurrence_id: str = "",
    **facts: Any,
) -> Listing:
    """A listing with the UID ``name``; ``dates`` are a week apart."""
    uid = f"{name}@example.org"
    length = None if hours is None else timedelta(hours=hours)
    spans = [
        Span(at, None if length is None else at + length)
        for at in (start + 7 * DAY * week for week in range(dates))
    ]
    event = Event(
        id=event_id(uid, recurrence_id),
        uid=uid,
        start=start,
        end=None if length is None else start + length,
        series=event_id(uid),
        **{"title": name.title(), "tz": "America/Los_Angeles", **facts},
    )
    return Listing(event=event, dates=tuple(spans), recurring=recurring or dates > 1)


def id_of(name: str) -> str:
    return event_id(f"{name}@example.org")


def source(database: Database, location: str = "/calendars/a.ics") -> int:
    return SourceStore(database).add(SourceKind.FILE, location, "A", NOW).id


def titles(events: Iterable[Event]) -> list[str]:
    return [event.title for event in events]


def assert_whole(database: Database) -> None:
    """No half event: dates, words and events all follow from the listings that are there."""
    rows = database.rows
    assert rows("PRAGMA foreign_key_check") == []
    assert rows("SELECT shown_as FROM listing WHERE source IS NULL AND part != ''") == []
    listed = {row[0] for row in rows("SELECT DISTINCT shown_as FROM listing")}
    stored = {row[0]: row[1] for row in rows("SELECT id, key FROM event")}
    assert set(stored) == listed
    words = {row[0] for row in rows("SELECT rowid FROM event_words")}
    assert words == set(stored.values())
    dated = {row[0] for row in rows("SELECT DISTINCT event FROM occurrence")}
    assert dated <= set(stored.values())
    single = rows(
        """
        SELECT count(*) FROM event JOIN listing ON shown_as = id WHERE recurring = 0
        AND NOT EXISTS (SELECT 1 FROM occurrence WHERE event = event.key)
        """
    )
    assert single == [(0,)]


def contents(database: Database) -> dict[str, list[Any]]:
    """All that a store holds, in an order of its own, without what counts up."""
    return {
        "event": sorted(database.rows("SELECT id, title, description, sources FROM event")),
        "listing": sorted(
            database.rows("SELECT ifnull(source, 0), part, event_id, shown_as, body FROM listing")
        ),
        "occurrence": sorted(
            database.rows(
                "SELECT id, occurrence.start, until FROM occurrence JOIN event ON event = key"
            )
        ),
    }


def generation(number: int) -> list[Listing]:
    """What a calendar of 400 lists at its ``number``-th reading: a part of it changes."""
    return [
        listing(
            f"event{index}",
            NOW + index * HOUR,
            title=f"Event {index} as of {number if index % 3 == 0 else 0}",
            dates=1 + index % 4,
            description="word " * 40,
        )
        for index in range(number % 5, 400)
    ]


def apply_for_ever(folder: Path) -> None:
    """Read one calendar again and again, until killed; a line for each reading that is kept."""
    database = Database(folder / "eventpal.db", KEY)
    events = EventStore(database)
    id_ = source(database)
    path = folder / "acknowledged.txt"
    number = int(path.read_text().split()[-1]) + 1
    with path.open("a", buffering=1) as acknowledged:
        while True:
            events.apply(id_, "", generation(number), now=datetime.now(UTC))
            acknowledged.write(f"{number}\n")
            number += 1
