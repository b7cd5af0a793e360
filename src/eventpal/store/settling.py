"""What follows from the listings: events, their dates and their words.

``settle`` alone writes these, always inside the transaction that changed the listings.
"""

# ruff: noqa: S608 - statements are put together from constants alone; values are bound.

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, groupby
from typing import Any

from eventpal.domain import Change, Event, Listing, Span, Status
from eventpal.store.changes import BEFORE, Renewed, Stored, note
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
from eventpal.store.official import officialness
from eventpal.store.sqlite import sqlite_utils

_OFF = frozenset({Status.CANCELLED, Status.POSTPONED})
_ROW = f"{EVENT_COLUMNS}, digest, text_digest, start, finish"
_FIELDS = _ROW.split(", ")
_INSERT_EVENT = f"INSERT INTO event ({_ROW}, key) VALUES ({', '.join('?' * (len(_FIELDS) + 1))})"
_UPDATE_EVENT = f"UPDATE event SET {', '.join(f'{name} = ?' for name in _FIELDS)} WHERE key = ?"


@dataclass(frozen=True, slots=True)
class Row:
    """A listing as stored, without its JSON."""

    key: int
    source: int | None
    part: str
    event_id: str
    shown_as: str
    digest: bytes
    first_seen: int
    changed_at: int | None
    last_start: int

    def trust(self) -> tuple[int, int, bool, int, str]:
        """Sorts the listing to trust most first.

        That is the one whose content was last seen to change. Where none was, the one with the
        latest date: calendars use the UID of last year's event again, and old copies of them
        stay about. A listing that lost its source comes last.
        """
        return (
            -(self.changed_at or 0),
            -self.last_start,
            self.source is None,
            self.source or 0,
            self.part,
        )


@dataclass(frozen=True, slots=True)
class _Settled:
    """An event as it must be stored."""

    event: Event
    dates: tuple[Span, ...]
    recurring: bool
    digest: bytes


def settle(
    db: sqlite_utils.Database,
    affected: Collection[str],
    known: Mapping[tuple[int | None, str, str], Listing] | None = None,
    *,
    read_at: datetime | None = None,
) -> Change:
    """Make the events called ``affected`` what their listings say.

    A listing that lost its source goes, unless it is an event's last one and the person rated
    that event. ``known`` saves reading listings back, by source, part and id as published. Where
    sources were read at ``read_at``, what they changed about an event is noted.
    """
    if not affected:
        return Change()
    ids = json.dumps(sorted(affected))
    groups = _groups(db, ids)
    existing = {
        id_: (key, digest, Stored(*before))
        for id_, key, digest, *before in db.execute(
            f"SELECT id, key, digest, {BEFORE} FROM event"
            " WHERE id IN (SELECT value FROM json_each(?))",
            (ids,),
        ).fetchall()
    }
    _let_go(db, ids, groups)
    bodies = _bodies(db, groups, known or {})
    locations = dict(db.execute("SELECT id, location FROM source").fetchall())
    new: list[_Settled] = []
    changed: list[tuple[int, _Settled]] = []
    for id_, rows in groups.items():
        settled = _settled(id_, *_official_first(rows, bodies, locations), bodies)
        if id_ not in existing:
            new.append(settled)
        elif existing[id_][1] != settled.digest:
            changed.append((existing[id_][0], settled))
    gone = {id_: key for id_, (key, *_) in existing.items() if id_ not in groups}
    dates = _dates(db, [*gone.values(), *(key for key, _ in changed)]) if read_at else {}
    _take_out(db, [*gone.values(), *(key for key, _ in changed)])
    db.conn.executemany("DELETE FROM event WHERE key = ?", _in_order(gone.values()))
    # What happens at about the same time is read together, so it is stored together.
    new.sort(key=lambda settled: settled.event.start)
    free = db.execute("SELECT coalesce(max(key), 0) + 1 FROM event").fetchone()[0]
    _put_in(db, _INSERT_EVENT, list(enumerate(new, start=free)))
    _put_in(db, _UPDATE_EVENT, changed)
    if read_at is not None:
        renewed = {
            settled.event.id: Renewed(
                before=existing[settled.event.id][2],
                event=settled.event,
                dates_before=dates.get(key, ()),
                dates=settled.dates,
                recurring=settled.recurring,
            )
            for key, settled in changed
        }
        now = seconds(read_at)
        coming = {id_ for id_, key in gone.items() if max(dates.get(key, ()), default=0) >= now}
        note(db, read_at, renewed, {id_: existing[id_][2].title for id_ in coming})
    db.conn.executemany(
        "INSERT OR IGNORE INTO unjoined VALUES (?)",
        sorted((settled.event.id,) for settled in (*new, *(each for _, each in changed))),
    )
    return Change(
        added=frozenset(settled.event.id for settled in new),
        changed=frozenset(settled.event.id for _, settled in changed),
        removed=frozenset(gone),
    )


def _dates(db: sqlite_utils.Database, keys: Iterable[int]) -> dict[int, list[int]]:
    """The starts of events, by their key."""
    found: dict[int, list[int]] = {}
    for key, start in db.execute(
        "SELECT event, start FROM occurrence WHERE event IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(keys)),),
    ).fetchall():
        found.setdefault(key, []).append(start)
    return found


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


def _groups(db: sqlite_utils.Database, ids: str) -> dict[str, list[Row]]:
    """The listings of each event, the one to trust most first."""
    rows = [
        Row(*row)
        for row in db.execute(
            """
            SELECT key, source, part, event_id, shown_as, digest, first_seen, changed_at,
            last_start FROM listing
            WHERE shown_as IN (SELECT value FROM json_each(?)) ORDER BY shown_as
            """,
            (ids,),
        ).fetchall()
    ]
    return {
        id_: sorted(group, key=Row.trust) for id_, group in groupby(rows, lambda row: row.shown_as)
    }


def _let_go(db: sqlite_utils.Database, ids: str, groups: dict[str, list[Row]]) -> None:
    """Drop the listings without a source that nothing keeps, and groups that this empties."""
    detached = any(row.source is None for rows in groups.values() for row in rows)
    kept = rated(db, ids) if detached else set()
    dropped = []
    for id_, rows in list(groups.items()):
        listed = [row for row in rows if row.source is not None]
        if len(listed) == len(rows) or (not listed and id_ in kept):
            continue
        dropped += [row.key for row in rows if row.source is None]
        if listed:
            groups[id_] = listed
        else:
            del groups[id_]
    db.conn.executemany("DELETE FROM listing WHERE key = ?", _in_order(dropped))


def _bodies(
    db: sqlite_utils.Database,
    groups: Mapping[str, Sequence[Row]],
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


def _settled(
    id_: str, rows: Sequence[Row], status: Status, bodies: Mapping[int, Listing]
) -> _Settled:
    """The event called ``id_``, which these listings describe."""
    rows, extra = _series_first(rows, bodies)
    own = bodies[next((row for row in rows if row.event_id == id_), rows[0]).key].event
    described = [
        replace(
            bodies[row.key].event,
            id=id_,
            uid=own.uid,
            series=own.series or own.id,
            sources=() if row.source is None else (row.source,),
            first_seen=moment(row.first_seen),
        )
        for row in rows
    ]
    event = merged(described)
    if event.status is not status:
        event = replace(event, status=status)
    when = bodies[rows[dated(described)].key]
    dates = when.dates
    if extra:
        every = {span.start: span for span in (*extra, *dates)}
        dates = tuple(every[start] for start in sorted(every))
    # Dates have ids of their own where there are several or may be.
    recurring = when.recurring or len(dates) > 1
    if len(rows) == 1:
        told = f"{rows[0].event_id} {rows[0].digest.hex()}"
    else:
        told = encode_listing(Listing(event=event, dates=dates, recurring=recurring))
    digest = digest_of(f"{event.sources} {event.first_seen} {told}")
    return _Settled(event, dates, recurring, digest)


def _official_first(
    rows: Sequence[Row], bodies: Mapping[int, Listing], locations: Mapping[int, str]
) -> tuple[Sequence[Row], Status]:
    """Listings on the site of whoever holds the event first, and whether it takes place.

    It does not where a listing says so that no other one is nearer to the holder than. Of copies
    under one id the one to trust most counts.
    """
    first = bodies[rows[0].key].event
    if len(rows) == 1:
        return rows, first.status
    ranks = {
        row.key: officialness(bodies[row.key].event, locations.get(row.source or 0, ""))
        for row in rows
    }
    ordered = sorted(rows, key=lambda row: -ranks[row.key])
    said: dict[str, Status] = {}
    for row in ordered:
        if ranks[row.key] == ranks[ordered[0].key]:
            said.setdefault(row.event_id, bodies[row.key].event.status)
    off = [status for status in said.values() if status in _OFF]
    return ordered, off[0] if off else bodies[ordered[0].key].event.status


def _series_first(
    rows: Sequence[Row], bodies: Mapping[int, Listing]
) -> tuple[Sequence[Row], list[Span]]:
    """Listings of a series before those of single dates of it, and the dates that these add.

    Another source may list a series date by date: that says nothing of the whole, but a date
    that the series lacks must not get lost.
    """
    if len({row.event_id for row in rows}) == 1:
        return rows, []
    series = {row.event_id for row in rows if bodies[row.key].recurring}
    singles = [row for row in rows if row.event_id not in series]
    if not series or not singles:
        return rows, []
    extra = [span for row in singles for span in bodies[row.key].dates]
    return [row for row in rows if row.event_id in series] + singles, extra


def _take_out(db: sqlite_utils.Database, keys: Sequence[int]) -> None:
    """Take dates and words of events out."""
    rows = _in_order(keys)
    db.conn.executemany("DELETE FROM occurrence WHERE event = ?", rows)
    db.conn.executemany("DELETE FROM event_words WHERE rowid = ?", rows)


def _in_order(keys: Iterable[int]) -> list[tuple[int]]:
    """Keys as rows to bind, in the order that pages lie in."""
    return [(key,) for key in sorted(keys)]


def _put_in(
    db: sqlite_utils.Database, statement: str, entries: Sequence[tuple[int, _Settled]]
) -> None:
    """Insert or update events, and put their dates and words in."""
    # FTS5 starts a new segment whenever row ids do not ascend.
    entries = sorted(entries, key=lambda entry: entry[0])
    db.conn.executemany(
        statement,
        [
            (*event_row(settled.event, recurring=settled.recurring, digest=settled.digest), key)
            for key, settled in entries
        ],
    )
    db.conn.executemany(
        "INSERT INTO occurrence VALUES (?, ?, ?, ?)",
        chain.from_iterable(_occurrences(key, settled) for key, settled in entries),
    )
    db.conn.executemany(
        """
        INSERT INTO event_words (rowid, title, venue, organiser, categories, description)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        [_words(key, settled.event) for key, settled in entries],
    )


def _occurrences(key: int, settled: _Settled) -> Iterable[tuple[int, int, int | None, int]]:
    finishes = {
        seconds(span.start): None if span.end is None else seconds(span.end)
        for span in settled.dates
    }
    for start, finish in finishes.items():
        yield key, start, finish, over_by(start, finish, all_day=settled.event.all_day)


def _words(key: int, event: Event) -> tuple[Any, ...]:
    venue = f"{event.venue} {event.address}"
    categories = " ".join(event.categories)
    return key, event.title, venue, event.organiser, categories, event.description
