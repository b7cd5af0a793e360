"""The tables of sources and events, as steps that ``migrations`` takes in its order."""

from urllib.parse import unquote, urlsplit, urlunsplit

from eventpal.store.sqlite import sqlite_utils


def events(db: sqlite_utils.Database) -> None:
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


def vectors_and_preferences(db: sqlite_utils.Database) -> None:
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


def duplicates(db: sqlite_utils.Database) -> None:
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


def network(db: sqlite_utils.Database) -> None:
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


def managed_sources(db: sqlite_utils.Database) -> None:
    """Folders, pause, pictures and logins of sources; what publishers changed; more of an event."""
    for statement in (
        # failing_since: when reading it began to fail; NULL while it works.
        "ALTER TABLE source ADD COLUMN folder TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE source ADD COLUMN paused INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE source ADD COLUMN pictures INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE source ADD COLUMN failing_since TEXT",
        # named: the person gave the title.
        "ALTER TABLE source ADD COLUMN named INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE event ADD COLUMN sold_out INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE event ADD COLUMN age_min INTEGER",
        "ALTER TABLE event ADD COLUMN age_max INTEGER",
        "ALTER TABLE event ADD COLUMN doors TEXT NOT NULL DEFAULT ''",
        """
        CREATE TABLE login (
            source INTEGER PRIMARY KEY REFERENCES source (id),
            name TEXT NOT NULL,
            password TEXT NOT NULL
        )
        """,
        # body: a small JPEG; empty where the address gave no picture, so it is not asked again.
        """
        CREATE TABLE picture (
            key INTEGER PRIMARY KEY,
            address TEXT NOT NULL UNIQUE,
            tried_at INTEGER NOT NULL,
            body BLOB NOT NULL
        )
        """,
        # what: time, place, status, sold_out, gone or back; before and after as text.
        """
        CREATE TABLE event_change (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            event_id TEXT NOT NULL,
            at INTEGER NOT NULL,
            title TEXT NOT NULL,
            what TEXT NOT NULL,
            before TEXT NOT NULL,
            after TEXT NOT NULL
        )
        """,
        "CREATE INDEX event_change_event ON event_change (event_id)",
        "CREATE INDEX event_change_at ON event_change (at)",
    ):
        db.execute(statement)
    for id_, location in db.execute(
        "SELECT id, location FROM source WHERE kind = 'web'"
    ).fetchall():
        parts = urlsplit(location)
        user, at, host = parts.netloc.rpartition("@")
        if not at:
            continue
        name, _, password = user.partition(":")
        parts = parts._replace(netloc=host)
        if db.execute("SELECT 1 FROM source WHERE location = ?", (urlunsplit(parts),)).fetchone():
            parts = parts._replace(fragment=str(id_))  # never sent, but keeps the two apart
        db.execute("UPDATE source SET location = ? WHERE id = ?", (urlunsplit(parts), id_))
        db.execute("INSERT INTO login VALUES (?, ?, ?)", (id_, unquote(name), unquote(password)))


def vocabulary(db: sqlite_utils.Database) -> None:
    """A view of the words that events say, which FTS5 keeps anyway."""
    db.execute("CREATE VIRTUAL TABLE event_words_terms USING fts5vocab ('event_words', 'row')")


def organisers(db: sqlite_utils.Database) -> None:
    """Who holds events at how many addresses, without reading the events."""
    db.execute("CREATE INDEX event_organiser ON event (organiser, address) WHERE organiser != ''")
