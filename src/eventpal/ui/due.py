"""Waking up when a source is due: one timer, which sleeps in between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

Found = tuple[list[int], datetime | None]
"""The sources that are due, and when the next of the others is."""

Look = Callable[[Callable[[Found], None], str], object]
"""``look(done, latest)`` looks up what is due, off the window's thread; see ``Tasks.run``."""

SOONEST_MS = 60_000
"""Between two looks at what is due, at least."""
AFTER_STOP_MS = 15 * 60_000
"""What the person stopped does not start by itself again before this."""


class Due(QObject):
    """Says which sources are due, when they are."""

    came = Signal(object)
    """Ids of the sources that are due now; none where there was only a look."""

    def __init__(self, look: Look, clock: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._look = look
        self._clock = clock
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.look)

    def look(self) -> None:
        """Say what is due now; if nothing is, wait for what is next."""

        def done(found: Found) -> None:
            if not found[0]:
                self._wake(found, SOONEST_MS)
            self.came.emit(found[0])

        self._look(done, "due")

    def wait(self, least_ms: int = SOONEST_MS) -> None:
        """Look again when the next source is due, but not before ``least_ms``."""
        self._look(lambda found: self._wake(found, least_ms), "wait for due")

    def stop(self) -> None:
        """Sleep until told otherwise."""
        self.timer.stop()

    def _wake(self, found: Found, least_ms: int) -> None:
        ids, soonest = found
        if ids:
            self.timer.start(least_ms)
        elif soonest is not None:
            wait = (soonest - self._clock()) / timedelta(milliseconds=1)
            self.timer.start(max(least_ms, int(wait) + 1))
        else:
            self.timer.stop()
