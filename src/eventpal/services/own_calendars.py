"""The person's own calendars: what they went to, and when they are busy."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

from eventpal.calendars import busy
from eventpal.domain import Problem
from eventpal.errors import UserError
from eventpal.feeds.calendar.ical import read_ical
from eventpal.feeds.fetching.files import MIB, read_file
from eventpal.feeds.reading import Window
from eventpal.feeds.refresh import AHEAD
from eventpal.progress import Progress
from eventpal.store.busy import BusyStore
from eventpal.store.history import History, attended

MOST_BYTES = 64 * MIB
REMEMBERED = timedelta(days=5 * 365)
"""Series are followed this far into the past; single events are read however old they are."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of reading calendars."""

    imported: int
    skipped: int
    """Events that don't count: called off, and for history yet to come, for busy times over."""
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
        return _each(files, self._attended, progress)

    def import_busy(self, files: Sequence[Path], progress: Progress) -> Imported:
        """Keep when the person is busy; a file replaces what was read from one of its name.

        Raises:
            UserError: none of the files could be read; says why of the last.
        """
        return _each(files, self._busy, progress)

    def _attended(self, name: str, body: bytes) -> Imported:
        now = self._clock()
        read = read_ical(body, Window(now - REMEMBERED, now), self._zone, name)
        skipped = sum(attended(one, now) is None for one in read.listings)
        new = self._history.import_attended(read.listings, name, now)
        return Imported(new, skipped, read.problems)

    def _busy(self, name: str, body: bytes) -> Imported:
        now = self._clock()
        read = read_ical(busy.without_free(body), Window(now, now + AHEAD), self._zone, name)
        found = [busy.times_of(one, now) for one in read.listings]
        times = [*busy.periods(body, now), *chain.from_iterable(found)]
        return Imported(self._times.replace(name, times), found.count([]), read.problems)


def _each(
    files: Sequence[Path], take: Callable[[str, bytes], Imported], progress: Progress
) -> Imported:
    """What ``take`` makes of the name and the content of every file that can be read."""
    imported, skipped, read = 0, 0, 0
    problems: list[Problem] = []
    failure: UserError | None = None
    for done, file in enumerate(files):
        progress.step("Reading your calendars", done, len(files))
        try:
            body, _ = read_file(file, MOST_BYTES, "", progress.token)
            found = take(file.name, body or b"")
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
