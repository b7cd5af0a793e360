"""How long work tells how far it is, and how it is stopped. Plain Python; Qt only forwards it."""

import threading
from collections.abc import Callable

from eventpal.errors import Cancelled

Report = Callable[[str, int, int], None]
"""``report(what, done, total)``; ``total`` is 0 while it is unknown."""


class CancelToken:
    """Set from any thread, checked inside loops by the work itself."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next check."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether a stop was asked for."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise Cancelled if a stop was asked for."""
        if self.cancelled:
            raise Cancelled("Stopped.")


class Progress:
    """One piece of work: where it stands goes to ``report``; every step checks ``token``."""

    def __init__(self, report: Report | None = None, token: CancelToken | None = None) -> None:
        self._report = report
        self.token = token or CancelToken()

    def step(self, what: str, done: int, total: int = 0) -> None:
        """Report ``done`` of ``total`` and raise Cancelled if a stop was asked for."""
        self.token.check()
        if self._report is not None:
            self._report(what, done, total)
