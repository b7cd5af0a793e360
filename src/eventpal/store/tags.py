"""What the texts of events without a category are about, by the digest of the text."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eventpal.store.database import Database

Vectors = NDArray[np.float32]


class TagStore:
    """Tags by text; a text that is about nothing known has none, and is not asked about again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def missing(self, limit: int) -> tuple[list[str], Vectors]:
        """Digests and vectors [n, 384] of embedded events that have no category and no tags."""
        rows: Sequence[Any] = self._database.rows(
            """
            SELECT DISTINCT vector.digest, vector.row FROM vector
            JOIN event ON event.text_digest = vector.digest
            WHERE event.categories IN ('', '[]')
            AND NOT EXISTS (SELECT 1 FROM tag WHERE tag.digest = vector.digest) LIMIT ?
            """,
            (limit,),
        )
        matrix = [np.frombuffer(row, dtype="<f2").astype(np.float32) for _, row in rows]
        return [digest for digest, _ in rows], np.array(matrix, np.float32).reshape(
            len(rows), -1 if rows else 0
        )

    def put(self, tags: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Store the tags of each digest."""
        with self._database.write() as db:
            db.conn.executemany(
                "INSERT OR REPLACE INTO tag (digest, tags) VALUES (?, ?)",
                [(digest, json.dumps(list(found))) for digest, found in tags],
            )

    def all(self) -> dict[str, tuple[str, ...]]:
        """The tags of each event that has any, by event id."""
        rows = self._database.rows(
            """
            SELECT event.id, tags FROM tag JOIN event ON event.text_digest = tag.digest
            WHERE tags != '[]' AND event.categories IN ('', '[]')
            """
        )
        return {id_: tuple(json.loads(tags)) for id_, tags in rows}
