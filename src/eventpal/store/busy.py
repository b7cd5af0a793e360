"""When the person is busy, as their own calendars say."""

from collections.abc import Iterable
from datetime import datetime

from eventpal.domain import Busy, Place
from eventpal.store.database import Database
from eventpal.store.encoding import moment, seconds, zone_of


class BusyStore:
    """Busy times by the calendar they were read from."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def replace(self, calendar: str, times: Iterable[Busy]) -> int:
        """Make ``times`` all that is kept of a calendar; returns how many they are."""
        rows = [
            (
                calendar,
                one.title,
                seconds(one.start),
                seconds(one.end),
                str(one.start.tzinfo),
                int(one.all_day),
                one.place.lat if one.place else None,
                one.place.lon if one.place else None,
            )
            for one in times
        ]
        with self._database.write() as db:
            db.execute("DELETE FROM busy WHERE calendar = ?", (calendar,))
            db.conn.executemany(
                """
                INSERT INTO busy (calendar, title, start, finish, tz, all_day, lat, lon)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                rows,
            )
        return len(rows)

    def remove(self, calendar: str) -> int:
        """Forget a calendar; returns how many times it had."""
        with self._database.write() as db:
            return int(db.execute("DELETE FROM busy WHERE calendar = ?", (calendar,)).rowcount)

    def clear(self) -> None:
        """Forget every calendar."""
        with self._database.write() as db:
            db.execute("DELETE FROM busy")

    def calendars(self) -> dict[str, int]:
        """How many times each calendar has, by its name."""
        return dict(
            self._database.rows("SELECT calendar, count(*) FROM busy GROUP BY 1 ORDER BY 1")
        )

    def between(self, start: datetime | None, end: datetime | None) -> list[Busy]:
        """Every busy time that overlaps start..end (``end`` exclusive; None is open), in order."""
        rows = self._database.rows(
            """
            SELECT title, start, finish, tz, all_day, lat, lon, calendar FROM busy
            WHERE finish > ? AND start < ? ORDER BY start, finish, title
            """,
            (
                seconds(start) if start else -(2**62),
                seconds(end) if end else 2**62,
            ),
        )
        return [
            Busy(
                title=title,
                start=moment(begin, zone_of(tz)),
                end=moment(finish, zone_of(tz)),
                all_day=bool(all_day),
                place=None if lat is None or lon is None else Place(lat, lon),
                calendar=calendar,
            )
            for title, begin, finish, tz, all_day, lat, lon, calendar in rows
        ]
