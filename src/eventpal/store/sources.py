"""The calendars, feeds and folders that events come from."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from eventpal.domain import Change, Login, Problem, Source, SourceKind
from eventpal.errors import NotFound
from eventpal.store import listings
from eventpal.store.database import Database
from eventpal.store.sqlite import sqlite_utils

_SELECT = """
SELECT id, kind, location, title, added_at, checked_at, changed_at, problems, folder, paused,
pictures, failing_since,
coalesce((SELECT name FROM login WHERE login.source = source.id), ''),
(SELECT count(DISTINCT event_id) FROM listing WHERE listing.source = source.id) FROM source
"""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a folder, or under the name "" all of a single file or web source."""

    name: str
    digest: str
    etag: str
    last_modified: str
    read_until: datetime
    """The end of the window that its series were expanded in."""


class SourceStore:
    """What is subscribed to, and how it fared when last read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, kind: SourceKind, location: str, title: str, now: datetime) -> Source:
        """A new source, or the one that has this location already."""
        with self._database.write() as db:
            db.execute(
                """
                INSERT INTO source (kind, location, title, added_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (location) DO NOTHING
                """,
                (kind.value, location, title, now.isoformat()),
            )
            row = db.execute(f"{_SELECT} WHERE location = ?", (location,)).fetchone()
        return _source(row)

    def all(self) -> list[Source]:
        """Every source, in the order they were added."""
        return [_source(row) for row in self._database.rows(f"{_SELECT} ORDER BY id")]

    def get(self, source: int) -> Source:
        """The source with this id.

        Raises:
            NotFound: there is none.
        """
        rows = self._database.rows(f"{_SELECT} WHERE id = ?", (source,))
        if not rows:
            raise _unknown(source)
        return _source(rows[0])

    def title_at(self, location: str) -> str:
        """What the source with this location is called; "" where there is none."""
        rows = self._database.rows("SELECT title FROM source WHERE location = ?", (location,))
        return str(rows[0][0]) if rows else ""

    def remove(self, source: int) -> Change:
        """Take a source away with what it lists.

        Events that another source lists or that the person rated stay.

        Raises:
            NotFound: there is no such source.
        """
        with self._database.write() as db:
            change = listings.remove(db, source)
            db.execute("DELETE FROM part WHERE source = ?", (source,))
            db.execute("DELETE FROM plan WHERE source = ?", (source,))
            db.execute("DELETE FROM login WHERE source = ?", (source,))
            if db.execute("DELETE FROM source WHERE id = ?", (source,)).rowcount == 0:
                raise _unknown(source)
        return change

    def manage(
        self,
        source: int,
        *,
        title: str | None = None,
        folder: str | None = None,
        paused: bool | None = None,
        pictures: bool | None = None,
    ) -> Source:
        """Set what the person decides about a source; None leaves it as it is.

        ``title``: what the person calls it, whatever its publisher does; "" for the publisher's.

        Raises:
            NotFound: there is no such source.
        """
        with self._database.write() as db:
            row = db.execute(
                """
                UPDATE source SET folder = coalesce(:folder, folder),
                paused = coalesce(:paused, paused), pictures = coalesce(:pictures, pictures),
                named = iif(:title IS NULL, named, :title != ''),
                title = coalesce(nullif(:title, ''), title)
                WHERE id = :id RETURNING id
                """,
                {
                    "folder": None if folder is None else " ".join(folder.split()),
                    "paused": paused,
                    "pictures": pictures,
                    "title": None if title is None else " ".join(title.split()),
                    "id": source,
                },
            ).fetchone()
        if row is None:
            raise _unknown(source)
        return self.get(source)

    def login(self, source: int) -> Login | None:
        """What a source asks for before it lets anyone in; None where it is not known to."""
        rows = self._database.rows("SELECT name, password FROM login WHERE source = ?", (source,))
        return Login(*rows[0]) if rows else None

    def set_login(self, source: int, login: Login | None) -> None:
        """Keep the login of a source, or forget it.

        Raises:
            NotFound: there is no such source.
        """
        self.get(source)
        with self._database.write() as db:
            db.execute("DELETE FROM login WHERE source = ?", (source,))
            if login is not None:
                db.execute(
                    "INSERT INTO login VALUES (?, ?, ?)", (source, login.name, login.password)
                )

    def parts(self, source: int) -> dict[str, Part]:
        """What is known of each part of a source, by name."""
        rows = self._database.rows(
            "SELECT name, digest, etag, last_modified, read_until FROM part WHERE source = ?",
            (source,),
        )
        return {
            name: Part(name, digest, etag, last_modified, datetime.fromisoformat(read_until))
            for name, digest, etag, last_modified, read_until in rows
        }

    def set_part(self, source: int, part: Part) -> None:
        """Remember how a part was last read."""
        with self._database.write() as db:
            put_part(db, source, part)

    def checked(
        self,
        source: int,
        now: datetime,
        problems: Sequence[Problem],
        *,
        title: str = "",
        changed: bool,
        failed: bool = False,
    ) -> None:
        """Note that a source was read at ``now``, with what could not be read in it.

        ``title`` is what the publisher calls it, which counts until the person names it.
        ``failed``: nothing of it could be read.
        """
        found = json.dumps([[problem.where, problem.message] for problem in problems])
        with self._database.write() as db:
            db.execute(
                """
                UPDATE source SET checked_at = :now, problems = :problems,
                changed_at = iif(:changed, :now, changed_at),
                failing_since = iif(:failed, coalesce(failing_since, :now), NULL),
                title = iif(:title = '' OR named, title, :title)
                WHERE id = :id
                """,
                {
                    "now": now.isoformat(),
                    "problems": found,
                    "changed": changed,
                    "failed": failed,
                    "title": title,
                    "id": source,
                },
            )


def put_part(db: sqlite_utils.Database, source: int, part: Part) -> None:
    """Remember how a part was last read, inside a transaction."""
    db.execute(
        "INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?, ?, ?)",
        (
            source,
            part.name,
            part.digest,
            part.etag,
            part.last_modified,
            part.read_until.isoformat(),
        ),
    )


def _source(row: Sequence[Any]) -> Source:
    id_, kind, location, title, added_at, checked_at, changed_at, problems, *managed, events = row
    folder, paused, pictures, failing_since, login = managed
    return Source(
        id=id_,
        kind=SourceKind(kind),
        location=location,
        title=title,
        added_at=datetime.fromisoformat(added_at),
        checked_at=_moment(checked_at),
        changed_at=_moment(changed_at),
        events=events,
        problems=tuple(Problem(*problem) for problem in json.loads(problems)),
        folder=folder,
        paused=paused != 0,
        pictures=pictures != 0,
        failing_since=_moment(failing_since),
        login=login,
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _unknown(id_: int) -> NotFound:
    return NotFound(f"There is no source {id_}: see the list of sources for their numbers.")
