"""Passes the pieces of an answer on as they come."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from eventpal.domain import Event
from eventpal.progress import CancelToken


@dataclass(slots=True)
class Stream:
    """Passes pieces of the answer on as they come, each once."""

    to: Callable[[str], None]
    to_events: Callable[[tuple[Event, ...]], None]
    token: CancelToken
    sent: str = ""
    first: float | None = None
    events_sent: bool = False

    def text(self, piece: str) -> None:
        """Pass ``piece`` on. Raises Cancelled."""
        self.token.check()
        self.first = self.first or time.perf_counter()
        self.sent += piece
        self.to(piece)

    def events(self, events: tuple[Event, ...]) -> None:
        """Tell which events the answer names, once."""
        if not self.events_sent and events:
            self.events_sent = True
            self.to_events(events)

    def finish(self, whole: str) -> None:
        """Pass on what of the ``whole`` answer was not yet."""
        rest = whole.removeprefix(self.sent)
        for line in rest.splitlines(keepends=True):
            self.text(line)
