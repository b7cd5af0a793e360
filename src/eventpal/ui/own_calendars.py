"""The person's own calendars: read as history or as busy times, and written to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eventpal.domain import Change, Event
from eventpal.ui import words
from eventpal.ui.tasks import Failure, Lane

if TYPE_CHECKING:
    from eventpal.services.own_calendars import Imported
    from eventpal.ui.controller import Controller


class OwnCalendars:
    """Reads and writes calendar files off the window's thread."""

    def __init__(self, controller: Controller) -> None:
        self._controller = controller

    def import_history(self, files: Sequence[Path]) -> None:
        """Learn from the person's own calendars."""
        controller = self._controller

        def done(result: Imported) -> None:
            self._tell(f"Learned from {words.counted(result.imported, 'event')}", result)
            controller.understand()

        controller.run(
            Lane.INGEST,
            lambda progress: controller.app.import_history(files, progress),
            title="Reading your calendar",
            done=done,
        )

    def import_busy(self, files: Sequence[Path]) -> None:
        """Keep the times in the person's calendars free of picks."""
        controller = self._controller

        def done(result: Imported) -> None:
            times = words.counted(result.imported, "time")
            self._tell(f"Picks keep clear of {times} in your calendar", result)

        controller.run(
            Lane.INGEST,
            lambda progress: controller.app.import_busy(files, progress),
            title="Reading your calendar",
            done=done,
        )

    def _tell(self, text: str, result: Imported) -> None:
        if result.skipped:
            text += f"; {result.skipped:,} were known already"
        if result.problems:
            text += f"; {words.counted(len(result.problems), 'problem')}"
        self._controller.tell(f"{text}.")
        for problem in result.problems[:1]:
            self._controller.tasks.failed.emit(Failure(f"{problem.where}: {problem.message}"))
        self._controller.changed.emit(Change(taste=True))

    def export(self, path: Path, choose: Callable[[], Sequence[Event]]) -> None:
        """Write the events that ``choose`` gives (on a worker thread) to an .ics file."""
        controller = self._controller

        def done(count: int) -> None:
            controller.tell(f"{words.counted(count, 'event')} written to {path.name}.")

        controller.run(Lane.READ, lambda _: controller.app.export(path, choose()), done=done)
