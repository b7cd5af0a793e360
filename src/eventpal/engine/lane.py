"""Who may use the engine next: the smallest job, so that a query never waits for a long one."""

import heapq
import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Lane:
    """One holder at a time. A long job takes many turns, and others get in between."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[tuple[int, int]] = []
        self._numbers = itertools.count()
        self._taken = False

    @contextmanager
    def turn(self, size: int) -> Iterator[None]:
        """Wait for this job's turn; of all that wait the smallest is next, then the first."""
        ticket = (size, next(self._numbers))
        with self._changed:
            heapq.heappush(self._waiting, ticket)
            try:
                self._changed.wait_for(lambda: not self._taken and self._waiting[0] == ticket)
                self._taken = True
            finally:
                self._waiting.remove(ticket)
                heapq.heapify(self._waiting)
        try:
            yield
        finally:
            with self._changed:
                self._taken = False
                self._changed.notify_all()
