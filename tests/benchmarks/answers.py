"""How quickly a stocked home answers: searches, and picks after a rating."""

import contextlib
import json
import sys
import time
from pathlib import Path

import numpy as np

from eventpal.app import EventPal
from eventpal.domain import Action
from tests.benchmarks.ingest import opened

QUERIES = [
    "live jazz on the harbour",
    "something with my kids outdoors",
    "bread",
    "quiet poetry reading",
    "robots workshop for beginners",
    "walk in the woods with birds",
    "film about gardens",
    "choir",
    "chess tournament",
    "electric folk at the old boathouse",
]


def main(home: Path) -> None:
    """Measure and print milliseconds."""
    with contextlib.closing(opened(home)) as pal:
        print(json.dumps({**_search(pal), **_rating(pal)}))


def _search(pal: EventPal) -> dict[str, float]:
    began = time.perf_counter()
    pal.search(QUERIES[0])
    first = time.perf_counter() - began
    exact = _p95_ms(pal)
    pal.searcher.wait()
    return {
        "first_search_ms": 1000 * first,
        "exact_search_p95_ms": exact,
        "search_p95_ms": _p95_ms(pal),
    }


def _p95_ms(pal: EventPal) -> float:
    times = []
    for _ in range(5):
        for query in QUERIES:
            began = time.perf_counter()
            pal.search(query, limit=10)
            times.append(time.perf_counter() - began)
    return 1000 * float(np.quantile(times, 0.95))


def _rating(pal: EventPal) -> dict[str, float]:
    began = time.perf_counter()
    picks = pal.picks()
    first = time.perf_counter() - began
    times = []
    for pick in picks[:10]:
        pal.rate(pick.event.id, Action.LIKE)
        began = time.perf_counter()
        pal.picks()
        times.append(time.perf_counter() - began)
    return {"first_picks_ms": 1000 * first, "picks_after_rating_ms": 1000 * float(np.median(times))}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
