"""The schema, as numbered steps that are only ever appended to.

Each step runs in one transaction and leaves ``PRAGMA user_version`` at its number, so a process
killed anywhere finds either the old schema or the new one.
"""

from collections.abc import Callable, Sequence

import sqlite_utils

from eventpal.errors import VaultError

Migration = Callable[[sqlite_utils.Database], None]


def _events(db: sqlite_utils.Database) -> None:
    """Sources, what they list, and the events merged from that."""
    for statement in (
        # AUTOINCREMENT: the id of a removed source never comes back as another one.
        """
        CREATE TABLE source (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL,
            location TEXT NOT NULL UNIQUE,
            title TEXT NOT NULL,
            added_at TEXT NOT NULL,
            checked_at TEXT,
            changed_at TEXT,
            problems TEXT NOT NULL DEFAULT '[]'
        )
        """,
        """
        CREATE TABLE part (
            source INTEGER NOT NULL REFERENCES source (id),
            name TEXT NOT NULL,
            digest TEXT NOT NULL,
            etag TEXT NOT NULL,
            last_modified TEXT NOT NULL,
            read_until TEXT NOT NULL,
            PRIMARY KEY (source, name)
        ) WITHOUT ROWID
        """,
        # start and finish are the first date; the dates to show are in occurrence.
        """
        CREATE TABLE event (
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            digest BLOB NOT NULL,
            text_digest TEXT NOT NULL,
            series TEXT NOT NULL,
            recurring INTEGER NOT NULL,
            first_seen INTEGER NOT NULL,
            uid TEXT NOT NULL,
            title TEXT NOT NULL,
            start INTEGER NOT NULL,
            finish INTEGER,
            tz TEXT NOT NULL,
            all_day INTEGER NOT NULL,
            status TEXT NOT NULL,
            venue TEXT NOT NULL,
            address TEXT NOT NULL,
            lat REAL,
            lon REAL,
            price_min REAL,
            price_max REAL,
            currency TEXT,
            is_free INTEGER,
            categories TEXT NOT NULL,
            organiser TEXT NOT NULL,
            url TEXT NOT NULL,
            image TEXT NOT NULL,
            sources TEXT NOT NULL,
            description TEXT NOT NULL
        )
        """,
        "CREATE INDEX event_series ON event (series)",
        "CREATE INDEX event_text_digest ON event (text_digest)",
        # event_id is as published; shown_as is the event it is part of. A listing without a source
        # is one that the person rated and that no source lists any more.
        """
        CREATE TABLE listing (
            key INTEGER PRIMARY KEY,
            source INTEGER REFERENCES source (id),
            part TEXT NOT NULL,
            event_id TEXT NOT NULL,
            shown_as TEXT NOT NULL REFERENCES event (id) DEFERRABLE INITIALLY DEFERRED,
            digest BLOB NOT NULL,
            first_seen INTEGER NOT NULL,
            changed_at INTEGER,
            last_start INTEGER NOT NULL,
            body TEXT NOT NULL
        )
        """,
        "CREATE UNIQUE INDEX listing_identity ON listing (source, part, event_id)",
        "CREATE INDEX listing_shown_as ON listing (shown_as)",
        # until is when it is over for certain: finish, or start where the publisher gives no end.
        """
        CREATE TABLE occurrence (
            event INTEGER NOT NULL REFERENCES event (key),
            start INTEGER NOT NULL,
            finish INTEGER,
            until INTEGER NOT NULL,
            PRIMARY KEY (event, start)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX occurrence_start ON occurrence (start, until, finish)",
        # What is under way at a moment and began more than a day before: few, whatever is stored.
        """
        CREATE INDEX occurrence_long ON occurrence (until, start, finish)
        WHERE until - start > 86400
        """,
        # An id that was found to be another event's, and that event's id.
        """
        CREATE TABLE alias (
            event_id TEXT PRIMARY KEY,
            shown_as TEXT NOT NULL
        ) WITHOUT ROWID
        """,
        "CREATE INDEX alias_shown_as ON alias (shown_as)",
        # Contentless: the words' text is in event already.
        """
        CREATE VIRTUAL TABLE event_words USING fts5 (
            title, venue, organiser, categories, description,
            content = '', contentless_delete = 1,
            tokenize = 'porter unicode61 remove_diacritics 2'
        )
        """,
        """
        INSERT INTO event_words (event_words, rank)
        VALUES ('rank', 'bm25(8.0, 4.0, 3.0, 4.0, 1.0)')
        """,
    ):
        db.execute(statement)


def _history(db: sqlite_utils.Database) -> None:
    """What the person did, each entry with the event as it was then."""
    for statement in (
        # origin: '' for what was done in EventPal, else the name of the imported calendar.
        # withdrawn: the entry takes earlier ones of the same action back.
        """
        CREATE TABLE rating (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            event_id TEXT NOT NULL,
            action TEXT NOT NULL,
            at TEXT NOT NULL,
            reason TEXT NOT NULL,
            origin TEXT NOT NULL,
            text_digest TEXT NOT NULL,
            body TEXT NOT NULL,
            withdrawn INTEGER NOT NULL DEFAULT 0
        )
        """,
        "CREATE INDEX rating_event ON rating (event_id)",
        "CREATE INDEX rating_text_digest ON rating (text_digest)",
    ):
        db.execute(statement)


def _vectors_and_preferences(db: sqlite_utils.Database) -> None:
    """Vectors by the digest of their text, and the person's settings that are personal."""
    for statement in (
        """
        CREATE TABLE vector (
            key INTEGER PRIMARY KEY,
            digest TEXT NOT NULL UNIQUE,
            row BLOB NOT NULL
        )
        """,
        """
        CREATE TABLE preference (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) WITHOUT ROWID
        """,
    ):
        db.execute(statement)


def _duplicates(db: sqlite_utils.Database) -> None:
    """Which events were not yet compared with others, and which the person told apart."""
    for statement in (
        """
        CREATE TABLE unjoined (
            event_id TEXT PRIMARY KEY
        ) WITHOUT ROWID
        """,
        "INSERT INTO unjoined SELECT id FROM event",
        # Ids as published, one < other.
        """
        CREATE TABLE apart (
            one TEXT NOT NULL,
            other TEXT NOT NULL,
            PRIMARY KEY (one, other)
        ) WITHOUT ROWID
        """,
    ):
        db.execute(statement)


def _network(db: sqlite_utils.Database) -> None:
    """What was requested, when each source is due again, and which hosts to leave alone."""
    for statement in (
        """
        CREATE TABLE request (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL,
            host TEXT NOT NULL,
            address TEXT NOT NULL,
            received INTEGER NOT NULL,
            why TEXT NOT NULL,
            outcome TEXT NOT NULL
        )
        """,
        "CREATE INDEX request_at ON request (at)",
        # every: seconds between two looks, as learned.
        """
        CREATE TABLE plan (
            source INTEGER PRIMARY KEY REFERENCES source (id),
            every REAL NOT NULL,
            checked_at TEXT NOT NULL,
            due_at TEXT NOT NULL
        )
        """,
        # asked_until: as the host itself asked for; until: as we leave it alone on our own.
        """
        CREATE TABLE host (
            name TEXT PRIMARY KEY,
            failures INTEGER NOT NULL,
            until TEXT NOT NULL,
            asked_until TEXT NOT NULL
        ) WITHOUT ROWID
        """,
    ):
        db.execute(statement)


MIGRATIONS: tuple[Migration, ...] = (
    _events,
    _history,
    _vectors_and_preferences,
    _duplicates,
    _network,
)


def migrate(db: sqlite_utils.Database, steps: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring the schema up to the newest of ``steps``; a schema that is there already stays.

    Raises:
        VaultError: a newer EventPal wrote this database.
    """
    if version(db) > len(steps):
        raise VaultError(
            "This data was written by a newer EventPal: install that version to open it."
        )
    for number, step in enumerate(steps, start=1):
        if version(db) >= number:
            continue
        db.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have taken this step while we waited for the lock.
            if version(db) < number:
                step(db)
                db.execute(f"PRAGMA user_version = {number}")
        except BaseException:
            db.rollback()
            raise
        db.commit()


def version(db: sqlite_utils.Database) -> int:
    """The number of the last step taken; 0 for an empty database."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])
