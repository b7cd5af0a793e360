"""Recall@10 of the index against exact search, over the vectors of a stocked home."""

import contextlib
import json
import sys
from pathlib import Path

import numpy as np

from eventpal.search.index import VectorIndex
from tests.benchmarks.ingest import opened

QUERIES = 200


def main(home: Path) -> None:
    """Print the recall."""
    with contextlib.closing(opened(home)) as pal:
        stored = pal.vectors.added()
    digests, matrix = stored.digests, stored.matrix
    chance = np.random.default_rng(7)
    queries = matrix[chance.integers(len(matrix), size=QUERIES)]
    queries = queries + 0.5 * _unit(chance.standard_normal(queries.shape, dtype=np.float32))
    queries /= np.linalg.norm(queries, axis=1, keepdims=True)
    index = VectorIndex(graph_from=1000)
    index.add(digests, matrix)
    index.nearest(queries[0], 10)
    index.wait()
    assert index.has_graph
    hits = 0
    for query in queries:
        exact = {digests[at] for at in np.argsort(matrix @ query)[-10:]}
        hits += len(exact & {digest for digest, _ in index.nearest(query, 10)})
    print(json.dumps({"recall": hits / (10 * QUERIES)}))


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
