"""The schema from empty and from every older one; steps are whole or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlite_utils

from eventpal.errors import VaultError
from eventpal.store.database import Database, _connect
from eventpal.store.events import EventStore
from eventpal.store.migrations import MIGRATIONS, migrate, version
from tests.unit.store.store_work import KEY, NOW, id_of, listing, source


def schema(db: sqlite_utils.Database) -> list[tuple[str, str]]:
    return db.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[sqlite_utils.Database]:
    """An encrypted database without a schema."""
    path = tmp_path / "empty.db"
    path.touch()
    db = _connect(path, KEY)
    yield db
    db.close()


@pytest.mark.parametrize("older", range(len(MIGRATIONS) + 1))
def test_every_older_schema_becomes_the_newest(
    empty: sqlite_utils.Database, database: Database, older: int
) -> None:
    migrate(empty, MIGRATIONS[:older])
    assert version(empty) == older
    migrate(empty)
    assert version(empty) == len(MIGRATIONS)
    assert schema(empty) == schema(database.read())
    migrate(empty)
    assert schema(empty) == schema(database.read())


def test_what_is_stored_survives_a_step(database: Database) -> None:
    EventStore(database).apply(source(database), "", [listing("gig")], now=NOW)

    def step(db: sqlite_utils.Database) -> None:
        db.execute("ALTER TABLE event ADD COLUMN mood TEXT")

    migrate(database._writer, (*MIGRATIONS, step))
    assert version(database._writer) == len(MIGRATIONS) + 1
    assert EventStore(database).get(id_of("gig")).title == "Gig"


def test_passwords_move_out_of_the_addresses_of_old_sources(empty: sqlite_utils.Database) -> None:
    """Addresses were stored as given until logins had a table of their own."""
    migrate(empty, MIGRATIONS[:6])
    old = [
        (1, "web", "https://ann:pass%20word@town.example/a.ics?x=1"),
        (2, "web", "https://bo@town.example:8443/b.ics"),
        (3, "web", "https://town.example/c.ics"),
        (4, "file", "/home/ann:secret@desk/d.ics"),
        # The same calendar is there without its password, too.
        (5, "web", "https://cy:old@town.example/c.ics"),
    ]
    for row in old:
        empty.execute(
            "INSERT INTO source (id, kind, location, title, added_at) VALUES (?, ?, ?, 'T', '')",
            row,
        )
    empty.conn.commit()
    migrate(empty)
    locations = dict(empty.execute("SELECT id, location FROM source").fetchall())
    assert locations == {
        1: "https://town.example/a.ics?x=1",
        2: "https://town.example:8443/b.ics",
        3: "https://town.example/c.ics",
        4: "/home/ann:secret@desk/d.ics",
        5: "https://town.example/c.ics#5",
    }
    logins = empty.execute("SELECT source, name, password FROM login ORDER BY source").fetchall()
    assert logins == [(1, "ann", "pass word"), (2, "bo", ""), (5, "cy", "old")]


def test_a_step_that_fails_leaves_the_schema_as_it_was(database: Database) -> None:
    def step(db: sqlite_utils.Database) -> None:
        db.execute("CREATE TABLE half (value TEXT)")
        raise KeyboardInterrupt

    before = schema(database._writer)
    with pytest.raises(KeyboardInterrupt):
        migrate(database._writer, (*MIGRATIONS, step))
    assert schema(database._writer) == before
    assert version(database._writer) == len(MIGRATIONS)


def test_a_newer_database_is_a_sentence_and_stays_as_it_is(database: Database) -> None:
    with database.write() as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    database.close()
    with pytest.raises(VaultError, match="newer EventPal"):
        Database(database.path, KEY)
