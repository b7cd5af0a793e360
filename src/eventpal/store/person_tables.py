"""The tables of what the person did, wrote and saw, as steps that ``migrations`` takes."""

from eventpal.store.sqlite import sqlite_utils


def history(db: sqlite_utils.Database) -> None:
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


def about_me(db: sqlite_utils.Database) -> None:
    """What the person wrote about their taste, when they are busy, and what was tried on them."""
    for statement in (
        # A log: the latest entry of a line is how it reads; text is NULL where it was taken out.
        """
        CREATE TABLE profile_entry (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            line INTEGER NOT NULL,
            text TEXT,
            origin TEXT NOT NULL,
            at TEXT NOT NULL
        )
        """,
        """
        CREATE TABLE busy (
            id INTEGER PRIMARY KEY,
            calendar TEXT NOT NULL,
            title TEXT NOT NULL,
            start INTEGER NOT NULL,
            finish INTEGER NOT NULL,
            tz TEXT NOT NULL,
            all_day INTEGER NOT NULL,
            lat REAL,
            lon REAL
        )
        """,
        "CREATE INDEX busy_start ON busy (start)",
        """
        CREATE TABLE experiment (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            first TEXT NOT NULL,
            second TEXT NOT NULL,
            started_at TEXT NOT NULL,
            stopped_at TEXT
        )
        """,
        # team: 0 where the first strategy drafted the event, 1 where the second did.
        """
        CREATE TABLE experiment_turn (
            experiment INTEGER NOT NULL REFERENCES experiment (id),
            event_id TEXT NOT NULL,
            team INTEGER NOT NULL,
            shown_at TEXT NOT NULL,
            opened_at TEXT,
            PRIMARY KEY (experiment, event_id)
        ) WITHOUT ROWID
        """,
    ):
        db.execute(statement)


def conversations(db: sqlite_utils.Database) -> None:
    """What was said in the chat, and what the texts of events without a category are about."""
    for statement in (
        """
        CREATE TABLE conversation (
            id TEXT PRIMARY KEY,
            title TEXT NOT NULL,
            started_at TEXT NOT NULL,
            changed_at TEXT NOT NULL
        ) WITHOUT ROWID
        """,
        # state: JSON of what the answer to the next message needs to know.
        """
        CREATE TABLE message (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            conversation TEXT NOT NULL REFERENCES conversation (id),
            speaker TEXT NOT NULL,
            text TEXT NOT NULL,
            at TEXT NOT NULL,
            state TEXT NOT NULL
        )
        """,
        "CREATE INDEX message_conversation ON message (conversation)",
        # tags: JSON list, the likeliest first; empty where none is likely.
        "CREATE TABLE tag (digest TEXT PRIMARY KEY, tags TEXT NOT NULL) WITHOUT ROWID",
    ):
        db.execute(statement)


def impressions(db: sqlite_utils.Database) -> None:
    """What was shown on which day."""
    db.execute(
        """
        CREATE TABLE impression (
            event_id TEXT NOT NULL,
            day TEXT NOT NULL,
            PRIMARY KEY (event_id, day)
        ) WITHOUT ROWID
        """
    )


def no_tags(db: sqlite_utils.Database) -> None:
    """What texts are about is no longer stored: it follows from their vectors at once."""
    db.execute("DROP TABLE tag")
