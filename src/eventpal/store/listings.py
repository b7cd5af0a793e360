"""Writing what sources list, and settling which events follow from it.

Every write follows the same two steps inside one transaction: change the listing rows, then
``settle`` the events they belong to. ``settle`` alone writes events, occurrences and words, so
these always follow from the listings.
"""

# ruff: noqa: S608 - statements are put together from constants alone; values are bound.

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

import sqlite_utils

from eventpal.domain import Change, Event, Listing, Span
from eventpal.store.encoding import (
    EVENT_COLUMNS,
    decode_listing,
    digest_of,
    encode_listing,
    event_row,
    moment,
    over_by,
    seconds,
)
from eventpal.store.merge import dated, merged

_ROW = f"{EVENT_COLUMNS}, digest, text_digest, start, finish"
_FIELDS = _ROW.split(", ")
_INSERT_EVENT = f"INSERT INTO event ({_ROW}, key) VALUES ({', '.join('?' * (len(_FIELDS) + 1))})"
_UPDATE_EVENT = f"UPDATE event SET {', '.join(f'{name} = ?' for name in _FIELDS)} WHERE key = ?"


@dataclass(frozen=True, slots=True)
class _Row:
    """A listing as stored, without its JSON."""

    key: int
    source: int | None
    part: str
    event_id: str
    shown_as: str
    first_seen: int
    changed_at: int | None

    def trust(self) -> tuple[bool, int, bool, int, str]:
        """Sorts the listing to trust most first.

        That is the one whose content changed last; a listing that never changed since it was
        first seen may be somebody's old copy, so a new source does not displace an older one.
        """
        return (
            self.changed_at is None,
            -(self.changed_at or 0),
            self.source is None,
            self.source or 0,
            self.part,
        )


def apply(
    db: sqlite_utils.Database, source: int, part: str, listings: Iterable[Listing], now: datetime
) -> Change:
    """Make ``listings`` all that ``part`` of ``source`` lists."""
    stored = {
        event_id: (key, digest)
        for event_id, key, digest in db.execute(
            "SELECT event_id, key, digest FROM listing WHERE source = ? AND part = ?",
            (source, part),
        ).fetchall()
    }
    known: dict[str, Listing] = {}
    for listing in listings:
        before = known.get(listing.event.id)
        known[listing.event.id] = listing if before is None else _both(before, listing)
    aliases = _aliases(db, known)
    at = seconds(now)
    new, changed, unchanged = [], [], 0
    affected: set[str] = set()
    for event_id, listing in known.items():
        body = encode_listing(listing)
        digest = digest_of(body)
        key, old = stored.pop(event_id, (None, b""))
        if digest == old:
            unchanged += 1
            continue
        shown_as = aliases.get(event_id, event_id)
        affected.add(shown_as)
        if key is None:
            new.append((source, part, event_id, shown_as, digest, at, body))
        else:
            changed.append((digest, at, body, key))
    db.conn.executemany(
        """
        INSERT INTO listing (source, part, event_id, shown_as, digest, first_seen, body)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        new,
    )
    db.conn.executemany(
        "UPDATE listing SET digest = ?, changed_at = ?, body = ? WHERE key = ?", changed
    )
    affected |= _detach(db, [key for key, _ in stored.values()])
    change = settle(db, affected, {(source, part, event_id): known[event_id] for event_id in known})
    return replace(change, unchanged=unchanged, sources=frozenset({source}))


def remove(db: sqlite_utils.Database, source: int, parts: Collection[str] | None = None) -> Change:
    """Take away all that ``source`` lists, or all in these ``parts`` of it."""
    keys = [
        key
        for key, part in db.execute("SELECT key, part FROM listing WHERE source = ?", (source,))
        if parts is None or part in parts
    ]
    return replace(settle(db, _detach(db, keys)), sources=frozenset({source}))


def settle(
    db: sqlite_utils.Database,
    affected: Collection[str],
    known: Mapping[tuple[int | None, str, str], Listing] | None = None,
) -> Change:
    """Make the events called ``affected`` what their listings say.

    A listing that lost its source goes, unless it is an event's last one and the person rated
    that event. ``known`` saves reading listings back, by source, part and id as published.
    """
    if not affected:
        return Change()
    ids = json.dumps(sorted(affected))
    groups = _groups(db, ids)
    gone = _let_go(db, ids, groups)
    bodies = _bodies(db, groups, known or {})
    existing = {
        id_: (key, digest)
        for id_, key, digest in db.execute(
            "SELECT id, key, digest FROM event WHERE id IN (SELECT value FROM json_each(?))",
            (ids,),
        ).fetchall()
    }
    free = db.execute("SELECT coalesce(max(key), 0) + 1 FROM event").fetchone()[0]
    new, changed = [], []
    events: list[tuple[int, Event, Sequence[Span]]] = []
    for id_, rows in groups.items():
        event, dates, recurring = _event(id_, rows, bodies)
        digest = digest_of(encode_listing(Listing(event=event, dates=dates, recurring=recurring)))
        digest = digest_of(f"{digest.hex()} {event.sources}")
        key, old = existing.get(id_, (None, b""))
        if digest == old:
            continue
        row = event_row(event, recurring=recurring, digest=digest)
        if key is None:
            key, free = free, free + 1
            new.append((*row, key))
        else:
            changed.append((*row, key))
        events.append((key, event, dates))
    stale = [(row[-1],) for row in changed] + [(existing[id_][0],) for id_ in gone]
    db.conn.executemany("DELETE FROM occurrence WHERE event = ?", stale)
    db.conn.executemany("DELETE FROM event_words WHERE rowid = ?", stale)
    db.conn.executemany("DELETE FROM event WHERE id = ?", [(id_,) for id_ in gone])
    db.conn.executemany(_INSERT_EVENT, new)
    db.conn.executemany(_UPDATE_EVENT, changed)
    # FTS5 writes a segment whenever row ids do not ascend.
    events.sort(key=lambda entry: entry[0])
    db.conn.executemany("INSERT INTO occurrence VALUES (?, ?, ?, ?)", _occurrences(events))
    db.conn.executemany(
        """
        INSERT INTO event_words (rowid, title, venue, organiser, categories, description)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        [_words(key, event) for key, event, _ in events],
    )
    return Change(
        added=frozenset(row[0] for row in new),
        changed=frozenset(row[0] for row in changed),
        removed=frozenset(gone),
    )


def rated(db: sqlite_utils.Database, ids: str) -> set[str]:
    """Those of the event ids in a JSON array that the person rated, by this id or an alias."""
    return {
        row[0]
        for row in db.execute(
            """
            SELECT value FROM json_each(?) AS wanted
            WHERE EXISTS (SELECT 1 FROM rating WHERE event_id = wanted.value)
            OR EXISTS (
                SELECT 1 FROM alias JOIN rating USING (event_id) WHERE shown_as = wanted.value
            )
            """,
            (ids,),
        ).fetchall()
    }


def _aliases(db: sqlite_utils.Database, ids: Iterable[str]) -> dict[str, str]:
    return dict(
        db.execute(
            """
            SELECT event_id, shown_as FROM alias
            WHERE event_id IN (SELECT value FROM json_each(?))
            """,
            (json.dumps(list(ids)),),
        ).fetchall()
    )


def _both(one: Listing, other: Listing) -> Listing:
    """Two listings under one id in one part: the later one, with the dates of both."""
    dates = {span.start: span for span in (*one.dates, *other.dates)}
    return Listing(
        event=other.event,
        dates=tuple(dates[start] for start in sorted(dates)),
        recurring=one.recurring or other.recurring,
    )


def _detach(db: sqlite_utils.Database, keys: Sequence[int]) -> set[str]:
    """Take listings from their source; returns the events that must then be settled."""
    if not keys:
        return set()
    wanted = json.dumps(keys)
    affected = db.execute(
        "SELECT DISTINCT shown_as FROM listing WHERE key IN (SELECT value FROM json_each(?))",
        (wanted,),
    ).fetchall()
    db.execute(
        """
        UPDATE listing SET source = NULL, part = ''
        WHERE key IN (SELECT value FROM json_each(?))
        """,
        (wanted,),
    )
    return {id_ for (id_,) in affected}


def _groups(db: sqlite_utils.Database, ids: str) -> dict[str, list[_Row]]:
    """The listings of each event, the one to trust most first."""
    rows = [
        _Row(*row)
        for row in db.execute(
            """
            SELECT key, source, part, event_id, shown_as, first_seen, changed_at FROM listing
            WHERE shown_as IN (SELECT value FROM json_each(?)) ORDER BY shown_as
            """,
            (ids,),
        ).fetchall()
    ]
    return {
        id_: sorted(group, key=_Row.trust) for id_, group in groupby(rows, lambda row: row.shown_as)
    }


def _let_go(db: sqlite_utils.Database, ids: str, groups: dict[str, list[_Row]]) -> list[str]:
    """Drop listings without a source that nothing keeps, and their groups if that leaves none.

    Returns the ids of events that are there and have no listing any more.
    """
    kept = rated(db, ids) if any(rows[-1].source is None for rows in groups.values()) else set()
    dropped = []
    for id_, rows in list(groups.items()):
        listed = [row for row in rows if row.source is not None]
        if len(listed) == len(rows) or (not listed and id_ in kept):
            continue
        dropped += [(row.key,) for row in rows if row.source is None]
        if listed:
            groups[id_] = listed
        else:
            del groups[id_]
    db.conn.executemany("DELETE FROM listing WHERE key = ?", dropped)
    present = db.execute(
        "SELECT id FROM event WHERE id IN (SELECT value FROM json_each(?))", (ids,)
    ).fetchall()
    return [id_ for (id_,) in present if id_ not in groups]


def _bodies(
    db: sqlite_utils.Database,
    groups: Mapping[str, Sequence[_Row]],
    known: Mapping[tuple[int | None, str, str], Listing],
) -> dict[int, Listing]:
    """What each listing says, by its key."""
    bodies, lacking = {}, []
    for rows in groups.values():
        for row in rows:
            listing = known.get((row.source, row.part, row.event_id))
            if listing is None:
                lacking.append(row.key)
            else:
                bodies[row.key] = listing
    stored = db.execute(
        "SELECT key, body FROM listing WHERE key IN (SELECT value FROM json_each(?))",
        (json.dumps(lacking),),
    ).fetchall()
    bodies.update((key, decode_listing(body)) for key, body in stored)
    return bodies


def _event(
    id_: str, rows: Sequence[_Row], bodies: Mapping[int, Listing]
) -> tuple[Event, tuple[Span, ...], bool]:
    """The event called ``id_``, its dates, and whether its dates have ids of their own."""
    listings = [bodies[row.key] for row in rows]
    described = [
        replace(
            listing.event,
            sources=() if row.source is None else (row.source,),
            first_seen=moment(row.first_seen),
        )
        for row, listing in zip(rows, listings, strict=True)
    ]
    own = next((row for row in rows if row.event_id == id_), rows[0])
    identity = bodies[own.key].event
    when = listings[dated(described)]
    event = replace(
        merged(described), id=id_, uid=identity.uid, series=identity.series or identity.id
    )
    return event, when.dates, when.recurring or len(when.dates) > 1


def _occurrences(
    events: Iterable[tuple[int, Event, Sequence[Span]]],
) -> Iterable[tuple[int, int, int | None, int]]:
    for key, event, dates in events:
        finishes = {
            seconds(span.start): None if span.end is None else seconds(span.end) for span in dates
        }
        for start, finish in finishes.items():
            yield key, start, finish, over_by(start, finish, all_day=event.all_day)


def _words(key: int, event: Event) -> tuple[Any, ...]:
    venue = f"{event.venue} {event.address}"
    categories = " ".join(event.categories)
    return key, event.title, venue, event.organiser, categories, event.description
