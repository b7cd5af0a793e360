"""Sentence vectors, by the digest of the text they stand for.

Rows are float16: half the space, and the cosine of two rows stays within 0.001. They lie in the
encrypted database because a vector gives away much of its text.
"""

# ruff: noqa: S608 - statements are put together from constants alone; values are bound.

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eventpal.domain import embedding_text, event_id_of
from eventpal.store.database import Database
from eventpal.store.encoding import OF_EVENT, decode_event, event_of, seconds

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


MOST_UNUSED = 2000
"""Rows beyond the number of events that are kept before the unused ones are forgotten."""


@dataclass(frozen=True, slots=True)
class Added:
    """Rows that were stored after one with a known key, in the order they were stored."""

    last: int
    """The key of the last row."""
    digests: list[str]
    matrix: NDArray[np.float32]
    """Unit rows, [n, dimensions]."""
    count: int
    """How many rows there are in all."""


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
            SELECT wanted.text_digest, {OF_EVENT}, event.start, event.finish
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

    def of_digests(self, digests: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The rows of these texts, by digest; those without one are left out."""
        found: dict[str, bytes] = dict(
            self._database.rows(
                "SELECT digest, row FROM vector WHERE digest IN (SELECT value FROM json_each(?))",
                (json.dumps(list(digests)),),
            )
        )
        return dict(zip(found, _matrix(list(found.values())), strict=True))

    def added(self, after: int = 0) -> Added:
        """What was stored after the row with this key, and whether all before it is still there."""
        rows = self._database.rows(
            "SELECT key, digest, row FROM vector WHERE key > ? ORDER BY key", (after,)
        )
        count = int(self._database.rows("SELECT count(*) FROM vector")[0][0])
        return Added(
            last=rows[-1][0] if rows else after,
            digests=[digest for _, digest, _ in rows],
            matrix=_matrix([row for _, _, row in rows]),
            count=count,
        )

    def digests(self) -> list[str]:
        """The digests of all rows."""
        return [digest for (digest,) in self._database.rows("SELECT digest FROM vector")]

    def prune(self) -> int:
        """Forget the rows of texts that no event says any more, once they are many.

        Few are kept: what vanishes often comes back. Returns how many were forgotten.
        """
        vectors, listed = self._database.rows(
            "SELECT (SELECT count(*) FROM vector), (SELECT count(*) FROM event)"
        )[0]
        if vectors - listed < MOST_UNUSED:
            return 0
        # The last row stays, so that its key is never given to another text.
        unused = self._database.rows(
            """
            SELECT key FROM vector WHERE key < (SELECT max(key) FROM vector)
            AND NOT EXISTS (SELECT 1 FROM event WHERE text_digest = vector.digest)
            AND NOT EXISTS (SELECT 1 FROM rating WHERE text_digest = vector.digest)
            """
        )
        with self._database.write() as db:
            db.conn.executemany("DELETE FROM vector WHERE key = ?", unused)
        return len(unused)

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
