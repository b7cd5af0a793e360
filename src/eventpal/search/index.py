"""The nearest rows to a query: exact while there are few, through a graph when there are many.

The graph is hnswlib's (Malkov and Yashunin 2018). It is built in memory, in the background, once
someone searches a large store, and never written: hnswlib saves vectors in the clear, and an index
of 100,000 rows is 170 MB that would have to be sealed again after every refresh, while exact search
answers from the first moment.
"""

import os
import sys
import threading
from collections.abc import Sequence
from typing import Any

import hnswlib
import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]

GRAPH_FROM = 20_000
"""Rows from which a graph is built: exact search takes 2 ms there, and 12 ms at 100,000."""

_LINKS = 16
_BUILD_BEAM = 200
_SEARCH_BEAM = 400
"""Recall@10 of .998 on 100,000 rows made from 12,000 real events, in 0.5 ms."""

_STEP = 100
"""Rows added at once: what a search may have to wait for, about 30 ms."""

_SPARE = 1.25
_NICENESS = 10


class VectorIndex:
    """Unit rows by id, and the nearest ones to a query by inner product. Thread-safe."""

    def __init__(self, graph_from: int = GRAPH_FROM) -> None:
        """An empty index, which builds a graph once it is searched and has ``graph_from`` rows."""
        self._graph_from = graph_from
        self._lock = threading.RLock()
        # A row keeps its slot, a number, for good; a removed row leaves it empty.
        self._names: list[str] = []
        self._slots: dict[str, int] = {}
        self._empty: set[int] = set()
        # All rows in order of their slots; none once the graph has them.
        self._parts: list[Rows] = []
        self._graph: hnswlib.Index | None = None
        self._builder: threading.Thread | None = None

    def __len__(self) -> int:
        return len(self._slots)

    @property
    def has_graph(self) -> bool:
        """Whether searches go through the graph by now."""
        return self._graph is not None

    def ids(self) -> set[str]:
        """The ids that have a row."""
        with self._lock:
            return set(self._slots)

    def add(self, ids: Sequence[str], matrix: Rows) -> None:
        """Add rows, [n, dimensions] and of unit length; an id that is there gets the new row.

        The matrix is kept, not copied: it must not be changed afterwards.
        """
        first = 0
        while first < len(ids):
            with self._lock:
                # The graph takes a few at a time, so that a search gets in between.
                last = len(ids) if self._graph is None else min(first + _STEP, len(ids))
                self._add(ids[first:last], matrix[first:last])
                first = last

    def remove(self, ids: Sequence[str]) -> None:
        """Take the rows with these ids out; unknown ones are ignored."""
        with self._lock:
            for id_ in ids:
                self._forget(id_)
            self._compact_if_sparse()

    def nearest(self, query: Rows, k: int) -> list[tuple[str, float]]:
        """The ``k`` best (id, cosine) for a unit ``query`` [dimensions], best first, then by id."""
        with self._lock:
            k = min(k, len(self._slots))
            if k <= 0:
                return []
            if self._graph is None:
                self._build_if_large()
                slots, cosines = self._nearest_exactly(query, k)
            else:
                slots, cosines = _nearest_in(self._graph, query, k)
            found = [
                (self._names[slot], float(cosine))
                for slot, cosine in zip(slots, cosines, strict=True)
            ]
        found.sort(key=lambda one: (-one[1], one[0]))
        return found

    def wait(self) -> None:
        """Return when no graph is being built."""
        builder = self._builder
        if builder is not None:
            builder.join()

    # With the lock held

    def _add(self, ids: Sequence[str], matrix: Rows) -> None:
        first = len(self._names)
        self._names += ids
        if self._graph is None:
            self._parts.append(matrix)
            # Parts double in size from the last to the first, so that they stay few.
            while len(self._parts) > 1 and len(self._parts[-2]) < 2 * len(self._parts[-1]):
                self._parts[-2:] = [np.concatenate(self._parts[-2:])]
        else:
            _grow(self._graph, len(self._names))
            self._graph.add_items(matrix, range(first, len(self._names)), num_threads=1)
        for slot, id_ in enumerate(ids, first):
            self._forget(id_)
            self._slots[id_] = slot
        self._compact_if_sparse()

    def _forget(self, id_: str) -> None:
        slot = self._slots.pop(id_, None)
        if slot is not None:
            self._empty.add(slot)
            if self._graph is not None:
                self._graph.mark_deleted(slot)

    def _nearest_exactly(self, query: Rows, k: int) -> tuple[NDArray[np.integer[Any]], Rows]:
        # In this thread alone: the threads of a matrix product get in the way of the engine's and
        # the window's, and then take ten times as long.
        cosines = np.concatenate([np.vecdot(part, query) for part in self._parts])
        cosines[list(self._empty)] = -np.inf
        best = np.argpartition(-cosines, k - 1)[:k]
        return best, cosines[best]

    def _compact_if_sparse(self) -> None:
        """Begin again with the rows that are left, once most are gone."""
        if len(self._empty) <= len(self._slots):
            return
        ids, slots = list(self._slots), list(self._slots.values())
        if self._graph is None:
            matrix = np.concatenate(self._parts)[slots]
        else:
            matrix = np.asarray(self._graph.get_items(slots), dtype=np.float32)
        self._names, self._slots, self._empty = [], {}, set()
        self._parts, self._graph, self._builder = [], None, None
        if ids:
            self._add(ids, matrix)

    def _build_if_large(self) -> None:
        if self._builder is None and len(self._slots) >= self._graph_from:
            self._builder = threading.Thread(target=self._build, name="index")
            self._builder.start()

    # In the builder's thread

    def _build(self) -> None:
        """Put all rows into a graph, those that come meanwhile too, and change over to it."""
        _step_back()
        with self._lock:
            graph = hnswlib.Index("ip", self._parts[0].shape[1])
        graph.init_index(len(self._names), M=_LINKS, ef_construction=_BUILD_BEAM, random_seed=1)
        graph.set_ef(_SEARCH_BEAM)
        done = 0
        while True:
            with self._lock:
                if self._builder is not threading.current_thread():
                    return  # the rows were numbered anew
                if not threading.main_thread().is_alive():
                    return  # the application ends; a daemon would be torn out of hnswlib instead
                if done == len(self._names):
                    for slot in self._empty:
                        graph.mark_deleted(slot)
                    self._graph, self._parts = graph, []
                    return
                part = self._rows_from(done)
            _grow(graph, done + len(part))
            graph.add_items(part, range(done, done + len(part)), num_threads=1)
            done += len(part)

    def _rows_from(self, slot: int) -> Rows:
        """The rows of ``slot`` and some that follow it."""
        for part in self._parts:
            if slot < len(part):
                return part[slot : slot + _STEP]
            slot -= len(part)
        raise AssertionError("a slot without a row")


def _nearest_in(graph: hnswlib.Index, query: Rows, k: int) -> tuple[NDArray[np.integer[Any]], Rows]:
    """The nearest slots and their cosines; fewer than ``k`` where the graph does not reach all."""
    graph.set_ef(max(_SEARCH_BEAM, 2 * k))
    while True:
        try:
            slots, distances = graph.knn_query(query, k, num_threads=1)
        except RuntimeError:
            # hnswlib answers with exactly k or not at all.
            if k == 1:
                raise
            k //= 2
        else:
            return slots[0], 1 - distances[0]


def _grow(graph: hnswlib.Index, rows: int) -> None:
    """Make room for ``rows`` in all."""
    if rows > graph.get_max_elements():
        graph.resize_index(int(rows * _SPARE))


def _step_back() -> None:
    """Let every other thread go first, where the system knows priorities of threads."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
