"""When each source is due again, and which hosts are left alone until when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from eventpal.store.database import Database


@dataclass(frozen=True, slots=True)
class Plan:
    """How often a source is looked at, when it was, and when it is next."""

    every: timedelta
    checked_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Pause:
    """A host that failed ``failures`` times in a row, and until when it is left alone for it.

    ``asked_until`` is what the host itself asked for, the past where it did not.
    """

    failures: int
    until: datetime
    asked_until: datetime


class Plans:
    """Plans by the id of their source, pauses by the name of their host."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[int, Plan]:
        """The plan of every source that has one."""
        rows = self._database.rows("SELECT source, every, checked_at, due_at FROM plan")
        return {
            source: Plan(
                timedelta(seconds=every),
                datetime.fromisoformat(checked_at),
                datetime.fromisoformat(due_at),
            )
            for source, every, checked_at, due_at in rows
        }

    def put(self, source: int, plan: Plan) -> None:
        """Set the plan of a source."""
        with self._database.write() as db:
            db.execute(
                "INSERT OR REPLACE INTO plan VALUES (?, ?, ?, ?)",
                (
                    source,
                    plan.every.total_seconds(),
                    plan.checked_at.isoformat(),
                    plan.due_at.isoformat(),
                ),
            )

    def pauses(self) -> dict[str, Pause]:
        """Every host that failed when it was last asked."""
        rows = self._database.rows("SELECT name, failures, until, asked_until FROM host")
        return {
            name: Pause(
                failures, datetime.fromisoformat(until), datetime.fromisoformat(asked_until)
            )
            for name, failures, until, asked_until in rows
        }

    def pause(self, host: str, pause: Pause) -> None:
        """Leave a host alone."""
        with self._database.write() as db:
            db.execute(
                "INSERT OR REPLACE INTO host VALUES (?, ?, ?, ?)",
                (host, pause.failures, pause.until.isoformat(), pause.asked_until.isoformat()),
            )

    def resume(self, host: str) -> None:
        """A host answers again."""
        with self._database.write() as db:
            db.execute("DELETE FROM host WHERE name = ?", (host,))
