"""A home with as many events as one likes, each with a believable vector."""

import contextlib
import json
import sys
from pathlib import Path

import numpy as np

from eventpal.app import EventPal
from eventpal.progress import Progress
from tests.benchmarks.calendars import calendar
from tests.benchmarks.fixed import NOW
from tests.benchmarks.ingest import opened

REAL = 1500
"""So many texts are really embedded; the other vectors are these, each pushed a little aside."""

PUSH = 0.25


def stocked(pal: EventPal, events: int, folder: Path, days: int) -> None:
    """Fill ``pal`` with ``events`` events over ``days``, and give each of them a vector."""
    location = folder / f"{events}.ics"
    location.write_bytes(calendar(events, days=days))
    pal.add_sources([str(location)], Progress())
    missing = pal.vectors.missing(NOW, events)
    real = pal.engine.embed([text for _, text in missing[:REAL]])
    chance = np.random.default_rng(20260301)
    for at in range(0, len(missing), 10_000):
        digests = [digest for digest, _ in missing[at : at + 10_000]]
        rows = real[chance.integers(len(real), size=len(digests))]
        noise = chance.standard_normal(rows.shape, dtype=np.float32)
        rows = rows + PUSH * noise / np.linalg.norm(noise, axis=1, keepdims=True)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        pal.vectors.put(zip(digests, rows, strict=True))


def main(home: Path, events: int, days: int) -> None:
    """Make the home."""
    with contextlib.closing(opened(home)) as pal:
        stocked(pal, events, home.parent, days)
        print(json.dumps({"events": pal.events.count()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
