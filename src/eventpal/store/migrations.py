"""The schema, as numbered steps that are only ever appended to.

Each step runs in one transaction and leaves ``PRAGMA user_version`` at its number, so a process
killed anywhere finds either the old schema or the new one. A new step goes into the module of its
tables and, at the end, into ``MIGRATIONS``; one that was released is never edited.
"""

from collections.abc import Callable, Sequence

from eventpal.errors import VaultError
from eventpal.store import event_tables, person_tables
from eventpal.store.sqlite import sqlite_utils

Migration = Callable[[sqlite_utils.Database], None]

MIGRATIONS: tuple[Migration, ...] = (
    event_tables.events,
    person_tables.history,
    event_tables.vectors_and_preferences,
    event_tables.duplicates,
    event_tables.network,
    person_tables.about_me,
    event_tables.managed_sources,
    person_tables.conversations,
    person_tables.impressions,
    event_tables.vocabulary,
    event_tables.organisers,
    person_tables.no_tags,
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
