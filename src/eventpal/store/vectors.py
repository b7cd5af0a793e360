"""Sentence vectors, by the digest of the text they stand for.

Rows are float16: half the space, and the cosine of two rows stays within 0.001. They lie in the
encrypted database because a vector gives away much of its text.
"""

# ruff: noqa: S608 - statements are put together from constants alone; values are bound.

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eventpal.domain import embedding_text, event_id_of
from eventpal.store.database import Database
from eventpal.store.encoding import EVENT_COLUMNS, decode_event, event_of, seconds

_EVENT = ", ".join(f"event.{name}" for name in EVENT_COLUMNS.split(", "))
_RATED = """
SELECT text_digest, min(id) AS first FROM rating
WHERE NOT EXISTS (SELECT 1 FROM vector WHERE digest = text_digest) GROUP BY text_digest
"""
_UPCOMING = """
SELECT text_digest, min(event.key) AS event, min(
    (SELECT min(start) FROM occurrence WHERE event = event.key AND until > :now)
) AS soonest
FROM event
WHERE NOT EXISTS (SELECT 1 FROM vector WHERE digest = text_digest)
GROUP BY text_digest HAVING soonest IS NOT NULL
"""


class VectorStore:
    """Unit rows of float32 outside, float16 in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def missing(self, now: datetime, limit: int) -> list[tuple[str, str]]:
        """(digest, text) that have no vector yet: rated events, then the soonest upcoming ones.

        Ask for some thousands at a time: each call looks at everything that is stored.
        """
        rated = self._database.rows(
            f"""
            SELECT wanted.text_digest, body FROM ({_RATED}) AS wanted
            JOIN rating ON rating.id = wanted.first ORDER BY first DESC LIMIT ?
            """,
            (limit,),
        )
        found = {digest: embedding_text(decode_event(body)) for digest, body in rated}
        upcoming = self._database.rows(
            f"""
            SELECT wanted.text_digest, {_EVENT}, event.start, event.finish
            FROM ({_UPCOMING} ORDER BY soonest LIMIT :limit) AS wanted
            JOIN event ON event.key = wanted.event ORDER BY wanted.soonest
            """,
            {"now": seconds(now), "limit": limit},
        )
        for row in upcoming:
            found.setdefault(row[0], embedding_text(event_of(row[1:])))
        return list(found.items())[:limit]

    def missing_count(self, now: datetime) -> int:
        """How many texts ``missing`` would list without a limit."""
        rows = self._database.rows(
            f"""
            SELECT count(*) FROM (
                SELECT text_digest FROM ({_RATED}) UNION SELECT text_digest FROM ({_UPCOMING})
            )
            """,
            {"now": seconds(now)},
        )
        return int(rows[0][0])

    def put(self, rows: Iterable[tuple[str, NDArray[np.float32]]]) -> None:
        """Store rows by digest, replacing those that are there."""
        values = [
            (digest, np.asarray(row, dtype=np.float32).astype("<f2").tobytes())
            for digest, row in rows
        ]
        with self._database.write() as db:
            db.conn.executemany(
                """
                INSERT INTO vector (digest, row) VALUES (?, ?)
                ON CONFLICT (digest) DO UPDATE SET row = excluded.row
                """,
                values,
            )

    def for_events(self, event_ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The rows of these events (or dates), by the ids given; those without one are left out."""
        owners = defaultdict(list)
        for identifier in event_ids:
            owners[event_id_of(identifier)].append(identifier)
        # The listed event comes after the snapshots, so what is current holds.
        found: dict[str, bytes] = dict(
            self._database.rows(
                """
                WITH wanted AS (SELECT value AS id FROM json_each(?))
                SELECT wanted.id, row FROM wanted
                JOIN rating ON rating.event_id = wanted.id
                JOIN vector ON digest = rating.text_digest
                UNION ALL
                SELECT wanted.id, row FROM wanted
                LEFT JOIN alias ON alias.event_id = wanted.id
                JOIN event ON event.id = coalesce(alias.shown_as, wanted.id)
                JOIN vector ON vector.digest = event.text_digest
                """,
                (json.dumps(list(owners)),),
            )
        )
        matrix = _matrix(list(found.values()))
        return {
            identifier: row
            for event_id, row in zip(found, matrix, strict=True)
            for identifier in owners[event_id]
        }

    def matrix(self) -> tuple[list[str], NDArray[np.float32]]:
        """All digests and their unit rows, [n, dimensions], in the order they were stored."""
        rows = self._database.rows("SELECT digest, row FROM vector ORDER BY key")
        return [digest for digest, _ in rows], _matrix([row for _, row in rows])

    def events_of(self, digests: Sequence[str]) -> dict[str, list[str]]:
        """The ids of the listed events that have each text."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for digest, event_id in self._database.rows(
            """
            SELECT wanted.value, event.id FROM json_each(?) AS wanted
            JOIN event ON event.text_digest = wanted.value
            """,
            (json.dumps(list(digests)),),
        ):
            found[digest].append(event_id)
        return dict(found)


def _matrix(rows: Sequence[Any]) -> NDArray[np.float32]:
    """Rows of float16 bytes as unit rows of float32, [n, dimensions]."""
    if not rows:
        return np.zeros((0, 0), dtype=np.float32)
    matrix = np.frombuffer(b"".join(rows), dtype="<f2").reshape(len(rows), -1).astype(np.float32)
    norms = np.sqrt(np.einsum("ij,ij->i", matrix, matrix))[:, np.newaxis]
    matrix /= np.where(norms == 0, np.float32(1), norms)
    return matrix
