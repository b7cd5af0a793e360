"""The record of every request that left this computer, or was kept from leaving."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from eventpal.store.database import Database
from eventpal.store.encoding import sortable

MOST = 5000
"""Requests that are remembered."""
LONGEST = timedelta(days=90)
"""How long they are remembered."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request. ``address`` holds no secrets; ``received`` is bytes of the body as sent.

    ``outcome`` is the status ("200", "304"), or a sentence that says why there was none.
    """

    at: datetime
    host: str
    address: str
    received: int
    why: str
    outcome: str


class Ledger:
    """Requests, newest first; the oldest are forgotten."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, request: Request) -> None:
        """Remember ``request``, and forget what is beyond ``MOST`` or older than ``LONGEST``."""
        with self._database.write() as db:
            db.execute(
                "INSERT INTO request (at, host, address, received, why, outcome) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (
                    sortable(request.at),
                    request.host,
                    request.address,
                    request.received,
                    request.why,
                    request.outcome,
                ),
            )
            db.execute("DELETE FROM request WHERE id <= (SELECT max(id) FROM request) - ?", (MOST,))
            db.execute("DELETE FROM request WHERE at < ?", (sortable(request.at - LONGEST),))

    def latest(self, limit: int = MOST) -> list[Request]:
        """The newest requests, newest first."""
        rows = self._database.rows(
            "SELECT at, host, address, received, why, outcome FROM request "
            "ORDER BY id DESC LIMIT ?",
            (limit,),
        )
        return [_request(row) for row in rows]


def _request(row: Sequence[Any]) -> Request:
    at, host, address, received, why, outcome = row
    return Request(datetime.fromisoformat(at), host, address, received, why, outcome)
