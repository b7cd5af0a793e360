"""Work off the window's thread: one place that starts it, tells how far it is, and stops it."""

import time
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from eventpal.errors import Cancelled, UserError
from eventpal.progress import CancelToken, Progress

T = TypeVar("T")

LEAST_SECONDS_BETWEEN_REPORTS = 0.05

UNEXPECTED = "Something went wrong inside EventPal; what you have saved is safe. Try it again."


class Lane(StrEnum):
    """Work in one lane runs one after the other; lanes run beside each other.

    Reading and acting have lanes of their own, so that search and a like answer at once while
    sources are read; they wait at most for the transaction that is being written. So has the
    language model: an answer goes on without it while it is loaded, tried or measured.
    """

    INGEST = "ingest"
    ACT = "act"
    READ = "read"
    CHAT = "chat"
    MODEL = "model"
    BACKGROUND = "background"
    UPKEEP = "upkeep"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why work ended without a result.

    ``sentence`` is fit to show. ``details`` says where in the program an unexpected error was
    raised, and holds neither its message nor any value, since those can be personal.
    """

    sentence: str
    details: str = ""
    cause: type[BaseException] = Exception

    @property
    def cancelled(self) -> bool:
        """Whether the person stopped it."""
        return issubclass(self.cause, Cancelled)


def failure(error: BaseException) -> Failure:
    """What to show for ``error``."""
    if isinstance(error, Cancelled):
        return Failure("Stopped. What was finished is kept.", cause=Cancelled)
    if isinstance(error, UserError):
        return Failure(str(error), cause=type(error))
    places = [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    return Failure(UNEXPECTED, "\n".join([type(error).__name__, *places]), type(error))


class Task(QObject):
    """One piece of running work, as the window sees it."""

    progressed = Signal(str, int, int)
    ended = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        self.token = CancelToken()

    def cancel(self) -> None:
        """Ask it to stop; it ends at its next check."""
        self.token.cancel()


class Tasks(QObject):
    """Runs callables on worker threads and calls back on the window's thread."""

    started = Signal(object)
    """A Task with a title, which is work that the person should see."""
    failed = Signal(object)
    """A Failure that nobody else took."""

    _arrived = Signal(object)

    def __init__(
        self, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """``clock`` gives seconds, by which reports are thinned out."""
        super().__init__(parent)
        self._clock = clock
        self._lanes = {
            lane: ThreadPoolExecutor(max_workers=1, thread_name_prefix=lane.value) for lane in Lane
        }
        self._running: set[Task] = set()
        self._latest: dict[str, Task] = {}
        self._open = True
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        lane: Lane,
        work: Callable[[Progress], T],
        *,
        done: Callable[[T], None] | None = None,
        failed: Callable[[Failure], None] | None = None,
        title: str = "",
        latest: str = "",
    ) -> Task:
        """Run ``work`` in ``lane``; ``done`` or ``failed`` is called here with what came of it.

        A ``title`` makes it visible as an activity. Of several with the same ``latest`` only the
        newest counts: older ones are stopped and call nothing back.
        """
        task = Task(title)
        if not self._open:
            task.cancel()
            return task
        if latest:
            older = self._latest.get(latest)
            if older is not None:
                older.cancel()
            self._latest[latest] = task
        self._running.add(task)
        progress = Progress(self._throttled(task), task.token)

        def call() -> T:
            task.token.check()
            return work(progress)

        def finish(future: Future[T]) -> None:
            self._arrived.emit(lambda: self._finish(task, latest, future, done, failed))

        self._lanes[lane].submit(call).add_done_callback(finish)
        if title:
            self.started.emit(task)
        return task

    @property
    def busy(self) -> bool:
        """Whether anything is running or waiting to."""
        return bool(self._running)

    def close(self) -> None:
        """Stop everything, wait until it has, and call nothing back any more."""
        self._open = False
        for task in self._running:
            task.cancel()
        for pool in self._lanes.values():
            pool.shutdown(wait=True, cancel_futures=True)

    def call_soon(self, what: Callable[[], None]) -> None:
        """Call ``what`` on the window's thread; may be used from any thread."""
        self._arrived.emit(what)

    def _throttled(self, task: Task) -> Callable[[str, int, int], None]:
        last: float | None = None

        def report(what: str, done: int, total: int) -> None:
            nonlocal last
            now = self._clock()
            if last is None or now - last >= LEAST_SECONDS_BETWEEN_REPORTS:
                last = now
                self._arrived.emit(lambda: task.progressed.emit(what, done, total))

        return report

    @Slot(object)
    def _deliver(self, call: Callable[[], None]) -> None:
        if self._open:
            call()

    def _finish(
        self,
        task: Task,
        latest: str,
        future: Future[T],
        done: Callable[[T], None] | None,
        failed: Callable[[Failure], None] | None,
    ) -> None:
        self._running.discard(task)
        outdated = bool(latest) and self._latest.get(latest) is not task
        if latest and not outdated:
            del self._latest[latest]
        task.ended.emit()
        if outdated or future.cancelled():
            return
        error = future.exception()
        if error is None:
            if done is not None:
                done(future.result())
        else:
            (failed or self.failed.emit)(failure(error))
