import subprocess
import sys
import threading

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from eventpal.search.index import VectorIndex

DIMENSIONS = 16


def unit_rows(count, seed=0, dimensions=DIMENSIONS):
    rows = np.random.default_rng(seed).standard_normal((count, dimensions), dtype=np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def names(first, last):
    return [f"row{number}" for number in range(first, last)]


def exactly(ids, matrix, query, k):
    ranked = sorted(zip(-(matrix @ query), ids, strict=True))
    return [id_ for _, id_ in ranked[:k]]


def found(index, query, k):
    return [id_ for id_, _ in index.nearest(query, k)]


def test_an_empty_index_finds_nothing():
    assert VectorIndex().nearest(unit_rows(1)[0], 10) == []
    VectorIndex().add([], np.zeros((0, 0), dtype=np.float32))


def test_few_rows_are_searched_exactly():
    index, rows = VectorIndex(), unit_rows(500)
    index.add(names(0, 500), rows)
    for query in unit_rows(20, seed=1):
        nearest = index.nearest(query, 10)
        assert [id_ for id_, _ in nearest] == exactly(names(0, 500), rows, query, 10)
        assert nearest[0][1] == pytest.approx(float((rows @ query).max()), abs=1e-6)
    assert not index.has_graph


def test_asking_for_more_than_there_is_gives_all():
    index = VectorIndex()
    index.add(names(0, 3), unit_rows(3))
    assert len(index.nearest(unit_rows(1)[0], 100)) == 3
    assert index.nearest(unit_rows(1)[0], 0) == []


def test_equal_rows_come_in_order_of_their_ids():
    index = VectorIndex()
    index.add(["c", "a", "b"], np.repeat(unit_rows(1), 3, axis=0))
    assert found(index, unit_rows(1)[0], 3) == ["a", "b", "c"]


def test_a_row_added_again_replaces_the_old_one():
    index, rows = VectorIndex(), unit_rows(3)
    index.add(["a", "b"], rows[:2])
    index.add(["a", "a"], rows[[1, 2]])
    assert len(index) == 2
    assert index.nearest(rows[2], 1) == [("a", pytest.approx(1, abs=1e-6))]


def test_a_large_store_gets_a_graph_that_finds_nearly_the_same():
    index, rows = VectorIndex(graph_from=2000), unit_rows(3000)
    index.add(names(0, 3000), rows)
    queries = unit_rows(50, seed=1)
    assert not index.has_graph
    found(index, queries[0], 10)
    index.wait()
    assert index.has_graph
    hits = sum(
        len(set(found(index, query, 10)) & set(exactly(names(0, 3000), rows, query, 10)))
        for query in queries
    )
    assert hits / 500 >= 0.99


def test_the_graph_takes_what_is_added_and_loses_what_is_removed():
    index, rows = VectorIndex(graph_from=200), unit_rows(1200)
    index.add(names(0, 300), rows[:300])
    found(index, rows[0], 1)
    index.wait()
    index.add(names(300, 1200), rows[300:])
    assert found(index, rows[1100], 1) == ["row1100"]
    index.remove(["row1100", "row5", "unknown"])
    assert "row1100" not in found(index, rows[1100], 50)
    index.add(["row7"], rows[1100:1101])
    assert found(index, rows[1100], 1) == ["row7"]
    assert len(index) == 1198


def test_what_changes_while_the_graph_is_built_is_in_it():
    index, rows = VectorIndex(graph_from=100), unit_rows(4000)
    index.add(names(0, 2000), rows[:2000])
    found(index, rows[0], 1)
    index.remove(names(10, 20))
    index.add(names(2000, 4000), rows[2000:])
    index.wait()
    assert index.has_graph
    assert found(index, rows[3999], 1) == ["row3999"]
    assert "row15" not in found(index, rows[15], 50)


def test_a_store_that_lost_most_of_its_rows_begins_again():
    index, rows = VectorIndex(graph_from=100), unit_rows(400)
    index.add(names(0, 400), rows)
    found(index, rows[0], 1)
    index.wait()
    index.remove(names(0, 390))
    assert not index.has_graph
    assert len(index) == 10
    assert found(index, rows[395], 10) == exactly(names(390, 400), rows[390:], rows[395], 10)
    index.remove(names(390, 400))
    assert found(index, rows[395], 10) == []


def test_threads_may_search_while_rows_come_and_go():
    index, rows = VectorIndex(graph_from=300), unit_rows(2000)
    index.add(names(0, 400), rows[:400])
    stop, wrong = threading.Event(), []

    def search():
        while not stop.is_set():
            if found(index, rows[3], 1) != ["row3"]:
                wrong.append(True)

    searchers = [threading.Thread(target=search) for _ in range(3)]
    for thread in searchers:
        thread.start()
    for first in range(400, 2000, 100):
        index.add(names(first, first + 100), rows[first : first + 100])
        index.remove(names(first, first + 10))
    index.wait()
    stop.set()
    for thread in searchers:
        thread.join(10)
    assert wrong == []


def test_a_program_may_end_while_the_graph_is_built():
    program = (
        "import atexit\n"
        "import numpy as np\n"
        "from eventpal.search.index import VectorIndex\n"
        "rows = np.random.default_rng(0).standard_normal((50_000, 64), dtype=np.float32)\n"
        "index = VectorIndex(graph_from=1000)\n"
        "index.add([str(number) for number in range(50_000)], rows)\n"
        # Told when the program has waited for all that it waits for.
        "atexit.register(lambda: print(index.has_graph))\n"
        "index.nearest(rows[0], 3)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, timeout=60
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert ended.stdout.split() == [b"False"]


class Rows(RuleBasedStateMachine):
    """The index beside a dictionary that is searched by hand."""

    def __init__(self):
        super().__init__()
        self.index = VectorIndex(graph_from=30)
        self.rows = {}
        self.seed = 0

    @rule(first=st.integers(0, 60), count=st.integers(0, 30))
    def add(self, first, count):
        self.seed += 1
        rows = unit_rows(count, self.seed)
        ids = names(first, first + count)
        self.index.add(ids, rows)
        self.rows |= dict(zip(ids, rows, strict=True))

    @rule(first=st.integers(0, 60), count=st.integers(0, 60))
    def remove(self, first, count):
        self.index.remove(names(first, first + count))
        for id_ in names(first, first + count):
            self.rows.pop(id_, None)

    @precondition(lambda self: self.rows)
    @rule(k=st.integers(1, 20), seed=st.integers(0, 5))
    def search(self, k, seed):
        query = unit_rows(1, seed)[0]
        ids, matrix = list(self.rows), np.array(list(self.rows.values()))
        assert found(self.index, query, k) == exactly(ids, matrix, query, k)

    @rule()
    def wait(self):
        self.index.wait()

    @invariant()
    def same_ids(self):
        assert self.index.ids() == set(self.rows)


TestRows = Rows.TestCase
TestRows.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
