"""Pictures of events, small and made anew on this computer, inside the encrypted database."""

# ruff: noqa: S608 - statements are put together from constants alone; values are bound.

from collections.abc import Sequence
from datetime import datetime, timedelta

from eventpal.store.database import Database
from eventpal.store.encoding import seconds

MOST = 1000
"""Pictures that are kept."""
AHEAD = timedelta(days=60)
"""How far ahead an event may begin for its picture to be fetched."""

_TRUSTED = """
EXISTS (
    SELECT 1 FROM listing JOIN source ON source.id = listing.source
    WHERE listing.shown_as = event.id AND source.pictures
    AND listing.body ->> 'image' = event.image
)
"""
"""The picture was named by a source whose pictures the person wants."""


class PictureStore:
    """Small pictures by the address that they were fetched from."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def wanted(self, now: datetime, limit: int) -> list[str]:
        """Addresses of pictures of coming events, named by trusted sources and not tried yet.

        The soonest events first.
        """
        if not self._database.rows("SELECT 1 FROM source WHERE pictures LIMIT 1"):
            return []
        room = MOST - int(self._database.rows("SELECT count(*) FROM picture")[0][0])
        rows = self._database.rows(
            f"""
            SELECT image, min(occurrence.start) AS soonest FROM occurrence
            CROSS JOIN event ON event.key = occurrence.event
            WHERE occurrence.start BETWEEN :now AND :last AND image LIKE 'http%'
            AND NOT EXISTS (SELECT 1 FROM picture WHERE address = image) AND {_TRUSTED}
            GROUP BY image ORDER BY soonest LIMIT :limit
            """,
            {
                "now": seconds(now),
                "last": seconds(now + AHEAD),
                "limit": max(min(limit, room), 0),
            },
        )
        return [image for image, _ in rows]

    def put(self, address: str, picture: bytes, now: datetime) -> None:
        """Keep a picture; b"" where the address gave none, so that it is not asked again."""
        with self._database.write() as db:
            db.execute(
                "INSERT OR REPLACE INTO picture (address, tried_at, body) VALUES (?, ?, ?)",
                (address, seconds(now), picture),
            )

    def get(self, address: str) -> bytes:
        """The picture from ``address``, or b""."""
        rows = self._database.rows("SELECT body FROM picture WHERE address = ?", (address,))
        return bytes(rows[0][0]) if rows else b""

    def forget_unused(self) -> int:
        """Forget what no event of a trusted source names any more; returns how many."""
        # Found on a read connection, so that a look at every event holds up no write.
        unused: Sequence[tuple[int]] = self._database.rows(
            f"""
            SELECT key FROM picture WHERE address NOT IN (
                SELECT image FROM event WHERE image IN (SELECT address FROM picture) AND {_TRUSTED}
            )
            """
        )
        if unused:
            with self._database.write() as db:
                db.conn.executemany("DELETE FROM picture WHERE key = ?", unused)
        return len(unused)
