"""Writing what sources list.

Every write changes listing rows and then settles the events that they belong to.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from eventpal.domain import Change, Listing
from eventpal.store.encoding import digest_of, encode_listing, seconds
from eventpal.store.settling import settle
from eventpal.store.sqlite import sqlite_utils


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
        other = known.get(listing.event.id)
        known[listing.event.id] = listing if other is None else _both(other, listing)
    aliases = _aliases(db, known)
    at = seconds(now)
    new: list[tuple[int, str, str, str, bytes, int, int, str]] = []
    changed: dict[int, tuple[bytes, int, str]] = {}
    unchanged = 0
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
        last = seconds(max((span.start for span in listing.dates), default=listing.event.start))
        if key is None:
            new.append((source, part, event_id, shown_as, digest, at, last, body))
        else:
            changed[key] = (digest, last, body)
    db.conn.executemany(
        """
        INSERT INTO listing
        (source, part, event_id, shown_as, digest, first_seen, last_start, body)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        new,
    )
    before = _bodies(db, changed)
    db.conn.executemany(
        """
        UPDATE listing SET digest = ?, last_start = ?, body = ?,
        changed_at = iif(?, ?, changed_at) WHERE key = ?
        """,
        [
            (digest, last, body, _differ(before[key], body), at, key)
            for key, (digest, last, body) in changed.items()
        ],
    )
    affected |= _detach(db, [key for key, _ in stored.values()])
    change = settle(
        db,
        affected,
        {(source, part, event_id): known[event_id] for event_id in known},
        read_at=now,
    )
    return replace(change, unchanged=unchanged, sources=frozenset({source}))


def remove(
    db: sqlite_utils.Database,
    source: int,
    parts: Collection[str] | None = None,
    *,
    read_at: datetime | None = None,
) -> Change:
    """Take away all that ``source`` lists, or all in these ``parts`` of it.

    ``read_at`` where the publisher took it away, rather than the person.
    """
    keys = [
        key
        for key, part in db.execute("SELECT key, part FROM listing WHERE source = ?", (source,))
        if parts is None or part in parts
    ]
    change = settle(db, _detach(db, keys), read_at=read_at)
    return replace(change, sources=frozenset({source}))


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


def _bodies(db: sqlite_utils.Database, keys: Iterable[int]) -> dict[int, str]:
    return dict(
        db.execute(
            "SELECT key, body FROM listing WHERE key IN (SELECT value FROM json_each(?))",
            (json.dumps(list(keys)),),
        ).fetchall()
    )


def _differ(before: str, after: str) -> bool:
    """Whether a publisher changed a listing; the window that a rule is expanded in moves anyway."""
    one, other = json.loads(before), json.loads(after)
    if one["recurring"] and other["recurring"]:
        del one["dates"], other["dates"]
    return bool(one != other)


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
