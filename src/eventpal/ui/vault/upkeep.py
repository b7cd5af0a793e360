"""What keeps the data safe while the window is open, in a lane that nothing else waits for."""

from PySide6.QtCore import QObject, QTimer, Signal

from eventpal.errors import Damaged
from eventpal.progress import Progress
from eventpal.ui.controller import Controller
from eventpal.ui.tasks import Failure, Lane

FIRST_MS = 2_000
"""After opening: the first picks come first."""

EVERY_MS = 60 * 60 * 1000
"""A day begins while the window is open, or while the computer sleeps: one look an hour."""


class Upkeep(QObject):
    """Makes each day's backup, and looks once whether every page of the database is whole."""

    damaged = Signal(object)
    """A Failure: the database is not what was written."""

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.back_up)

    def start(self) -> None:
        """Soon, and then hourly, do what is due."""
        QTimer.singleShot(FIRST_MS, self, self.look_after)
        self._timer.start()

    def look_after(self) -> None:
        """Today's backup, which is checked whole, or else a look at the database itself."""

        def work(progress: Progress) -> None:
            self._controller.app.look_after(progress)

        self._controller.run(Lane.UPKEEP, work, failed=self._failed)

    def back_up(self) -> None:
        """Today's backup where there is none yet."""
        self._controller.run(
            Lane.UPKEEP, lambda _: self._controller.app.back_up_daily(), failed=self._failed
        )

    def _failed(self, why: Failure) -> None:
        if issubclass(why.cause, Damaged):
            self.damaged.emit(why)
        elif not why.cancelled:
            self._controller.tasks.failed.emit(
                Failure(f"There is no backup of today: {why.sentence}", why.details, why.cause)
            )
