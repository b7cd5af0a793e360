"""Several slow calls beside each other, their results taken one by one by the thread that asked.

The threads are daemons: a server that keeps one of them waiting holds up neither a stop nor the end
of the program.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from eventpal.progress import CancelToken

T = TypeVar("T")

AT_ONCE = 4
"""Calls that run at the same time."""
LOOK_S = 0.05
"""How often a stop is looked for while there is nothing to take."""


@dataclass(frozen=True, slots=True)
class Job(Generic[T]):
    """A call. Of those with the same ``lane`` only one runs at a time."""

    call: Callable[[], T]
    lane: str


@dataclass(frozen=True, slots=True)
class Result(Generic[T]):
    """What came of the job with this number: a value, or what it raised."""

    number: int
    value: T | None = None
    error: BaseException | None = None

    def get(self) -> T:
        """The value; raises what the call raised."""
        if self.error is not None:
            raise self.error
        assert self.value is not None
        return self.value


def gather(
    jobs: Sequence[Job[T]], token: CancelToken, at_once: int = AT_ONCE
) -> Iterator[Result[T]]:
    """The results of ``jobs`` as they come.

    No more than ``at_once`` wait to be taken besides those that run, so that what was fetched does
    not pile up.

    Raises:
        Cancelled: at once when ``token`` is cancelled; calls under way end by themselves.
    """
    desk = _Desk(jobs, at_once)
    for _ in range(min(at_once, len(jobs))):
        threading.Thread(target=desk.work, name="fetch", daemon=True).start()
    try:
        for _ in jobs:
            yield desk.take(token)
    finally:
        desk.close()


class _Desk(Generic[T]):
    """Where jobs lie and results are put."""

    def __init__(self, jobs: Sequence[Job[T]], at_once: int) -> None:
        self._waiting = list(enumerate(jobs))
        self._busy: set[str] = set()
        self._done: deque[Result[T]] = deque()
        self._at_once = at_once
        self._moved = threading.Condition()

    def work(self) -> None:
        """What each thread does: one job after the other."""
        while (taken := self._next()) is not None:
            number, job = taken
            try:
                result = Result(number, job.call())
            except BaseException as error:  # noqa: BLE001 - raised again where it is taken
                result = Result(number, error=error)
            with self._moved:
                self._busy.discard(job.lane)
                self._done.append(result)
                self._moved.notify_all()

    def _next(self) -> tuple[int, Job[T]] | None:
        with self._moved:
            while self._waiting:
                if len(self._done) < self._at_once:
                    for place, (number, job) in enumerate(self._waiting):
                        if job.lane not in self._busy:
                            del self._waiting[place]
                            self._busy.add(job.lane)
                            return number, job
                self._moved.wait()
        return None

    def take(self, token: CancelToken) -> Result[T]:
        with self._moved:
            while not self._done:
                token.check()
                self._moved.wait(LOOK_S)
            token.check()
            result = self._done.popleft()
            self._moved.notify_all()
            return result

    def close(self) -> None:
        """Start nothing more."""
        with self._moved:
            self._waiting.clear()
            self._moved.notify_all()
