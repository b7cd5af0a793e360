"""Settings that say something about the person, such as where they live."""

import json
from typing import Any

from eventpal.store.database import Database


class Preferences:
    """JSON values by name, in the encrypted database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str, default: Any = None) -> Any:
        """The value of ``name``, or ``default`` where none was set."""
        rows = self._database.rows("SELECT value FROM preference WHERE name = ?", (name,))
        return json.loads(rows[0][0]) if rows else default

    def all(self) -> dict[str, Any]:
        """Every value that was set, by name."""
        rows = self._database.rows("SELECT name, value FROM preference ORDER BY name")
        return {name: json.loads(value) for name, value in rows}

    def set(self, name: str, value: Any) -> None:
        """Set ``name`` to a JSON value."""
        text = json.dumps(value)
        with self._database.write() as db:
            db.table("preference").upsert({"name": name, "value": text}, pk="name")
