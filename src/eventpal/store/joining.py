"""Making several events one, and telling them apart again."""

import json
from collections.abc import Collection, Sequence
from itertools import product

from eventpal.domain import Change
from eventpal.errors import BadInput, NotFound
from eventpal.store.settling import settle
from eventpal.store.sqlite import sqlite_utils


def join(db: sqlite_utils.Database, event_id: str, into: str) -> Change:
    """Show what is published as ``event_id`` as part of the event ``into``, from now on."""
    target = _shown_as(db, into)
    moved = _shown_as(db, event_id)
    if moved == target:
        raise BadInput("These two are one event already.")
    pairs = product(_published_as(db, moved), _published_as(db, target))
    _forget_apart(db, [tuple(sorted(pair)) for pair in pairs])
    _move(db, [(moved, target)])
    return settle(db, {moved, target})


def join_all(
    db: sqlite_utils.Database, pairs: Sequence[tuple[str, str]], compared: Collection[str]
) -> Change:
    """Show the first event of each pair as part of the second one.

    ``compared`` are events that need not be compared with others again until they change. A pair
    that is not there any more is left out.
    """
    db.conn.executemany(
        "DELETE FROM unjoined WHERE event_id = ?", [(id_,) for id_ in sorted(compared)]
    )
    ids = json.dumps(sorted({id_ for pair in pairs for id_ in pair}))
    there = {
        id_
        for (id_,) in db.execute(
            "SELECT id FROM event WHERE id IN (SELECT value FROM json_each(?))", (ids,)
        ).fetchall()
    }
    moves = [(moved, target) for moved, target in pairs if {moved, target} <= there]
    if not moves:
        return Change()
    _move(db, moves)
    change = settle(db, {id_ for move in moves for id_ in move})
    db.conn.executemany(
        "DELETE FROM unjoined WHERE event_id = ?", [(id_,) for id_ in sorted(change.changed)]
    )
    return change


def split(db: sqlite_utils.Database, event_id: str) -> Change:
    """Undo joining: show what is published as ``event_id`` as an event of its own, for good."""
    row = db.execute("SELECT shown_as FROM alias WHERE event_id = ?", (event_id,)).fetchone()
    if row is None:
        raise NotFound(f"{event_id} is not part of another event.")
    others = _published_as(db, row[0]) - {event_id}
    db.execute("DELETE FROM alias WHERE event_id = ?", (event_id,))
    db.conn.executemany(
        "INSERT OR IGNORE INTO apart VALUES (?, ?)",
        [tuple(sorted((event_id, other))) for other in sorted(others)],
    )
    db.execute("UPDATE listing SET shown_as = event_id WHERE event_id = ?", (event_id,))
    return settle(db, {event_id, row[0]})


def _move(db: sqlite_utils.Database, moves: Sequence[tuple[str, str]]) -> None:
    """Show each first event, and all that is shown as it, as the second one."""
    turned = [(target, moved) for moved, target in moves]
    db.conn.executemany("UPDATE alias SET shown_as = ? WHERE shown_as = ?", turned)
    db.conn.executemany("INSERT INTO alias VALUES (?, ?)", moves)
    db.conn.executemany("UPDATE listing SET shown_as = ? WHERE shown_as = ?", turned)


def _published_as(db: sqlite_utils.Database, shown: str) -> set[str]:
    """The event's own id and every id that was found to be its."""
    rows = db.execute("SELECT event_id FROM alias WHERE shown_as = ?", (shown,)).fetchall()
    return {shown, *(id_ for (id_,) in rows)}


def _forget_apart(db: sqlite_utils.Database, pairs: Sequence[tuple[str, ...]]) -> None:
    db.conn.executemany("DELETE FROM apart WHERE one = ? AND other = ?", pairs)


def _shown_as(db: sqlite_utils.Database, event_id: str) -> str:
    row = db.execute(
        """
        SELECT id FROM event
        WHERE id = coalesce((SELECT shown_as FROM alias WHERE event_id = :id), :id)
        """,
        {"id": event_id},
    ).fetchone()
    if row is None:
        raise NotFound(f"There is no event {event_id}.")
    return str(row[0])
