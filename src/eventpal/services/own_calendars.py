"""The person's own calendars: what they went to, and when they are busy."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from eventpal.calendars import busy, importing
from eventpal.domain import Problem
from eventpal.errors import UserError
from eventpal.feeds import ical
from eventpal.feeds.reading import Reading, Window
from eventpal.progress import Progress
from eventpal.store.busy import BusyStore
from eventpal.store.history import History


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of reading calendars."""

    imported: int
    skipped: int
    problems: tuple[Problem, ...]


class OwnCalendars:
    """Reads calendar files that the person exported elsewhere."""

    def __init__(
        self, history: History, times: BusyStore, clock: Callable[[], datetime], zone: ZoneInfo
    ) -> None:
        self._history = history
        self._times = times
        self._clock = clock
        self._zone = zone

    def import_history(self, files: Sequence[Path], progress: Progress) -> Imported:
        """Learn from what is over: it counts as attended. A bad file costs itself only.

        Raises:
            UserError: none of the files could be read; says why of the last.
        """

        def attended(file: Path) -> Imported:
            past = importing.read_history(file, self._clock(), self._read)
            new = self._history.import_attended(past.attended, file.name, self._clock())
            return Imported(new, past.skipped, past.problems)

        return _each(files, attended, progress)

    def import_busy(self, files: Sequence[Path], progress: Progress) -> Imported:
        """Keep when the person is busy; a file replaces what was read from one of its name.

        Raises:
            UserError: none of the files could be read; says why of the last.
        """

        def busy_in(file: Path) -> Imported:
            taken = busy.read_busy(file, self._clock(), self._read)
            return Imported(
                self._times.replace(file.name, taken.times), taken.skipped, taken.problems
            )

        return _each(files, busy_in, progress)

    def _read(self, body: bytes, start: datetime, end: datetime, where: str) -> Reading:
        return ical.read_ical(body, Window(start, end), self._zone, where)


def _each(files: Sequence[Path], take: Callable[[Path], Imported], progress: Progress) -> Imported:
    imported, skipped, read = 0, 0, 0
    problems: list[Problem] = []
    failure: UserError | None = None
    for done, file in enumerate(files):
        progress.step("Reading your calendars", done, len(files))
        try:
            found = take(file)
        except UserError as error:
            failure = error
            problems.append(Problem(file.name, str(error)))
            continue
        read += 1
        imported += found.imported
        skipped += found.skipped
        problems += found.problems
    progress.step("Reading your calendars", len(files), len(files))
    if failure is not None and not read:
        raise failure
    return Imported(imported, skipped, tuple(problems))
