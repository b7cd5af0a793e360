"""What was tried on the person: two strategies, who drafted which event, and what was opened."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from eventpal.store.database import Database


@dataclass(frozen=True, slots=True)
class Trial:
    """Two strategies that share the list from ``started_at`` on, until ``stopped_at`` if ended."""

    id: int
    first: str
    second: str
    started_at: datetime
    stopped_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """An event on the shared list: which strategy drafted it, 0 or 1, and whether it was opened."""

    event_id: str
    team: int
    shown_at: datetime
    opened_at: datetime | None = None


class ExperimentStore:
    """The experiments of this home; one runs at most."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def latest(self) -> Trial | None:
        """The one started last, whether it still runs or not."""
        rows = self._database.rows("SELECT * FROM experiment ORDER BY id DESC LIMIT 1")
        return _trial(rows[0]) if rows else None

    def all(self) -> list[Trial]:
        """Every experiment, oldest first."""
        return [_trial(row) for row in self._database.rows("SELECT * FROM experiment ORDER BY id")]

    def start(self, first: str, second: str, at: datetime) -> None:
        """Begin one; another that runs ends."""
        with self._database.write() as db:
            db.execute(
                "UPDATE experiment SET stopped_at = ? WHERE stopped_at IS NULL", (at.isoformat(),)
            )
            db.execute(
                "INSERT INTO experiment (first, second, started_at) VALUES (?, ?, ?)",
                (first, second, at.isoformat()),
            )

    def stop(self, at: datetime) -> None:
        """End the one that runs; without one nothing happens."""
        with self._database.write() as db:
            db.execute(
                "UPDATE experiment SET stopped_at = ? WHERE stopped_at IS NULL", (at.isoformat(),)
            )

    def turns(self, trial: int) -> list[Turn]:
        """Every event that was shown, in the order of being shown first."""
        rows = self._database.rows(
            """
            SELECT event_id, team, shown_at, opened_at FROM experiment_turn
            WHERE experiment = ? ORDER BY shown_at, event_id
            """,
            (trial,),
        )
        return [
            Turn(
                event_id,
                team,
                datetime.fromisoformat(shown_at),
                datetime.fromisoformat(opened_at) if opened_at else None,
            )
            for event_id, team, shown_at, opened_at in rows
        ]

    def show(self, trial: int, teams: Mapping[str, int], at: datetime) -> None:
        """Note who drafted each event; one that was shown before stays with its first team."""
        rows: Iterable[tuple[int, str, int, str]] = [
            (trial, event_id, team, at.isoformat()) for event_id, team in teams.items()
        ]
        with self._database.write() as db:
            db.conn.executemany(
                """
                INSERT OR IGNORE INTO experiment_turn (experiment, event_id, team, shown_at)
                VALUES (?, ?, ?, ?)
                """,
                rows,
            )

    def opened(self, trial: int, event_id: str, at: datetime) -> None:
        """Note that the person opened an event; only the first time counts."""
        with self._database.write() as db:
            db.execute(
                """
                UPDATE experiment_turn SET opened_at = ?
                WHERE experiment = ? AND event_id = ? AND opened_at IS NULL
                """,
                (at.isoformat(), trial, event_id),
            )

    def clear(self) -> None:
        """Forget every experiment."""
        with self._database.write() as db:
            db.execute("DELETE FROM experiment_turn")
            db.execute("DELETE FROM experiment")


def _trial(row: tuple[int, str, str, str, str | None]) -> Trial:
    id_, first, second, started_at, stopped_at = row
    return Trial(
        id_,
        first,
        second,
        datetime.fromisoformat(started_at),
        datetime.fromisoformat(stopped_at) if stopped_at else None,
    )
