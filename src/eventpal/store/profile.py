"""The lines that the person wrote about their taste: a log, and how each reads now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from eventpal.domain import Change
from eventpal.errors import BadInput, NotFound
from eventpal.store.database import Database

Origin = Literal["person", "chat", "start"]
"""Where a line comes from: written in the profile, said in the chat, chosen at the start."""

LONGEST_LINE = 500
"""Characters."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it reads now."""

    id: int
    text: str
    origin: Origin
    since: datetime
    """When it was written as it reads now."""


class ProfileStore:
    """Lines in the order in which they were written; each write is one step that can be undone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lines(self) -> list[Line]:
        """Every line that stands."""
        rows = self._database.rows(
            """
            SELECT line, text, origin, at FROM profile_entry
            WHERE id IN (SELECT max(id) FROM profile_entry GROUP BY line) AND text IS NOT NULL
            ORDER BY line
            """
        )
        return [
            Line(line, text, origin, datetime.fromisoformat(at)) for line, text, origin, at in rows
        ]

    def add(self, text: str, origin: Origin, at: datetime) -> tuple[int, Change]:
        """Append a line; returns its id. Raises BadInput for text that is no line."""
        text = _one_line(text)
        with self._database.write() as db:
            # A line is called by the number of the entry that began it.
            row = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'profile_entry'")
            last = row.fetchone()
            line = (last[0] if last else 0) + 1
            db.execute(
                "INSERT INTO profile_entry (id, line, text, origin, at) VALUES (?, ?, ?, ?, ?)",
                (line, line, text, origin, at.isoformat()),
            )
        return line, Change(taste=True)

    def edit(self, line: int, text: str, at: datetime) -> Change:
        """Change how a line reads; what is no different is no step. Raises NotFound, BadInput."""
        text = _one_line(text)
        old = self._line(line)
        if old.text == text:
            return Change()
        return self._append(old, text, at)

    def remove(self, line: int, at: datetime) -> Change:
        """Take a line out. Raises NotFound."""
        return self._append(self._line(line), None, at)

    def undo(self) -> Change:
        """Take back the last step: every line reads as before. Raises BadInput without one."""
        with self._database.write() as db:
            taken = db.execute(
                """
                DELETE FROM profile_entry WHERE id = (SELECT max(id) FROM profile_entry)
                RETURNING id
                """
            ).fetchone()
        if taken is None:
            raise BadInput("There is nothing to undo in your profile.")
        return Change(taste=True)

    def clear(self) -> Change:
        """Forget every line and every step; nothing is left to undo."""
        with self._database.write() as db:
            gone = db.execute("DELETE FROM profile_entry").rowcount
        return Change(taste=bool(gone))

    def _line(self, line: int) -> Line:
        for one in self.lines():
            if one.id == line:
                return one
        raise NotFound(f"Your profile has no line {line}; see them with: eventpal profile show")

    def _append(self, line: Line, text: str | None, at: datetime) -> Change:
        with self._database.write() as db:
            db.execute(
                "INSERT INTO profile_entry (line, text, origin, at) VALUES (?, ?, ?, ?)",
                (line.id, text, line.origin, at.isoformat()),
            )
        return Change(taste=True)


def _one_line(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise BadInput("Write what you like or don't like, such as: no clubs")
    if len(text) > LONGEST_LINE:
        raise BadInput(f"A line has {LONGEST_LINE} characters at most; write several.")
    return text
