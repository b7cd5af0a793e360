"""What was shown to the person on which day, so that what they leave alone can make room."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from eventpal.store.database import Database

KEPT: Final = timedelta(days=60)


class ImpressionStore:
    """One entry for each event and day; how often a day is not counted."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, events: Iterable[str], day: date) -> None:
        """Note that the events with these ids were shown; forget what is long ago."""
        rows = [(event, day.isoformat()) for event in events]
        with self._database.write() as db:
            db.conn.executemany("INSERT OR IGNORE INTO impression VALUES (?, ?)", rows)
            db.execute("DELETE FROM impression WHERE day < ?", ((day - KEPT).isoformat(),))

    def left_alone(self, day: date) -> dict[str, int]:
        """On how many days before ``day`` each event was shown that was never rated, by its id."""
        return dict(
            self._database.rows(
                """
                SELECT event_id, count(*) FROM impression WHERE day < ?
                AND event_id NOT IN (SELECT event_id FROM rating)
                GROUP BY event_id
                """,
                (day.isoformat(),),
            )
        )

    def all(self) -> list[tuple[str, str]]:
        """Every event id with a day (ISO) on which it was shown, by day."""
        return self._database.rows("SELECT event_id, day FROM impression ORDER BY day, event_id")

    def clear(self) -> None:
        """Forget all of it."""
        with self._database.write() as db:
            db.execute("DELETE FROM impression")
