"""Events as their publishers list them, for telling which are the same one."""

# ruff: noqa: S608 - statements are put together from constants alone; values are bound.

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from eventpal.domain import Event, event_id_of
from eventpal.store.database import Database
from eventpal.store.encoding import DAY, EVENT_COLUMNS, decode_listing, event_of, seconds

_FEW_RUNS = 50
"""Spans of time to look up one by one; one pass over all dates is quicker for more."""
_TEXT = 700
"""Characters of a description that are read."""
_COLUMNS = ", ".join(
    f"substr(event.description, 1, {_TEXT})" if name == "description" else f"event.{name}"
    for name in EVENT_COLUMNS.split(", ")
)


@dataclass(frozen=True, slots=True)
class Published:
    """An event under one of the ids that it is published as, with all its dates there.

    ``event.id`` is that id; ``shown_as`` is the event it is part of. The description is cut.
    """

    event: Event
    starts: tuple[int, ...]
    """Seconds since 1970-01-01T00:00Z, ascending."""
    recurring: bool
    origins: frozenset[tuple[int, str]]
    """(source, part) of every listing under this id."""
    shown_as: str


def published_beside(database: Database, ids: Collection[str], since: datetime) -> list[Published]:
    """What is published of the events ``ids``, and of all that begin within a day of them.

    Dates before ``since`` are left out, and so are events without later ones.
    """
    first = seconds(since)
    keys = _keys_beside(database, ids, first)
    if not keys:
        return []
    wanted = json.dumps(keys)
    starts = defaultdict(list)
    for key, start in database.rows(
        "SELECT event, start FROM occurrence WHERE event IN (SELECT value FROM json_each(?))"
        " AND start >= ? ORDER BY event, start",
        (wanted, first),
    ):
        starts[key].append(start)
    origins = defaultdict[str, dict[str, list[tuple[int, str]]]](dict)
    for shown_as, event_id, source, part in database.rows(
        """
        SELECT listing.shown_as, event_id, listing.source, part FROM json_each(?) AS wanted
        CROSS JOIN event ON event.key = wanted.value
        CROSS JOIN listing ON listing.shown_as = event.id WHERE source IS NOT NULL
        """,
        (wanted,),
    ):
        origins[shown_as].setdefault(event_id, []).append((source, part))
    found, several = [], []
    for row in database.rows(
        f"""
        SELECT event.key, {_COLUMNS}, event.start, event.finish FROM json_each(?) AS wanted
        CROSS JOIN event ON event.key = wanted.value
        """,
        (wanted,),
    ):
        key, event = row[0], event_of(row[1:])
        id_ = event_id_of(event.id)
        listed = origins.get(id_, {})
        if set(listed) == {id_}:
            found.append(
                Published(
                    event=event if event.id == id_ else replace(event, id=id_),
                    starts=tuple(starts[key]),
                    recurring=event.id != id_,
                    origins=frozenset(listed[id_]),
                    shown_as=id_,
                )
            )
        elif listed:
            several.append(id_)
    return found + _each(database, several, first)


@dataclass(frozen=True, slots=True)
class Origin:
    """One listing that an event is made of. ``event.id`` is the id that it is published as."""

    event: Event
    source: int


def origins_of(database: Database, event_id: str) -> list[Origin]:
    """Every listing that the event called ``event_id`` is made of, its own ones first."""
    rows = database.rows(
        """
        SELECT source, body FROM listing WHERE source IS NOT NULL AND shown_as = coalesce(
            (SELECT shown_as FROM alias WHERE event_id = :id), :id
        ) ORDER BY event_id != shown_as, source, part
        """,
        {"id": event_id},
    )
    return [Origin(decode_listing(body).event, source) for source, body in rows]


def _each(database: Database, shown: Collection[str], first: int) -> list[Published]:
    """What is published of events that are several joined."""
    found: dict[str, Published] = {}
    for shown_as, event_id, source, part, body in database.rows(
        """
        SELECT shown_as, event_id, source, part, body FROM listing
        WHERE shown_as IN (SELECT value FROM json_each(?)) AND source IS NOT NULL
        ORDER BY event_id, last_start DESC, source, part
        """,
        (json.dumps(sorted(shown)),),
    ):
        origin = frozenset({(source, part)})
        if known := found.get(event_id):
            found[event_id] = replace(known, origins=known.origins | origin)
            continue
        listing = decode_listing(body)
        found[event_id] = Published(
            event=replace(listing.event, description=listing.event.description[:_TEXT]),
            starts=tuple(
                sorted(start for span in listing.dates if (start := seconds(span.start)) >= first)
            ),
            recurring=listing.recurring or len(listing.dates) > 1,
            origins=origin,
            shown_as=shown_as,
        )
    return list(found.values())


def _keys_beside(database: Database, ids: Collection[str], earliest: int) -> list[int]:
    """Keys of the events ``ids`` and of those with a date within a day of one of theirs."""
    starts = database.rows(
        """
        SELECT DISTINCT start FROM occurrence WHERE event IN (
            SELECT key FROM event WHERE id IN (SELECT value FROM json_each(?))
        ) AND start >= ? ORDER BY start
        """,
        (json.dumps(sorted(ids)), earliest),
    )
    runs = _runs(start for (start,) in starts)
    if len(runs) <= _FEW_RUNS:
        keys: set[int] = set()
        for first, last in runs:
            found = database.rows(
                "SELECT DISTINCT event FROM occurrence WHERE start BETWEEN ? AND ?",
                (max(first - DAY, earliest), last + DAY),
            )
            keys.update(key for (key,) in found)
        return sorted(keys)
    days = {start // DAY + step for (start,) in starts for step in (-1, 0, 1)}
    every = database.rows(
        "SELECT event, start FROM occurrence WHERE start BETWEEN ? AND ?",
        (max(runs[0][0] - DAY, earliest), runs[-1][1] + DAY),
    )
    return sorted({key for key, start in every if start // DAY in days})


def _runs(starts: Iterable[int]) -> list[tuple[int, int]]:
    """Ascending moments as runs (first, last) with less than two days from one to the next."""
    runs: list[tuple[int, int]] = []
    for start in starts:
        if runs and start - runs[-1][1] < 2 * DAY:
            runs[-1] = (runs[-1][0], start)
        else:
            runs.append((start, start))
    return runs
