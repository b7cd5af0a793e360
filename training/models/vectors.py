"""Sentence vectors of items, from EventPal's own engine, kept between runs."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import platformdirs
from numpy.typing import NDArray

from eventpal import paths
from eventpal.engine.client import Engine

Vectors = NDArray[np.float32]

_BATCH = 64


def embed(texts: Sequence[str], folder: Path | None = None) -> Vectors:
    """A unit row for each text, [n, 384]; what was embedded before is read from ``folder``."""
    kept = (folder or Path(platformdirs.user_cache_dir(paths.APP, False))) / "evaluation.npz"
    known = _read(kept)
    digests = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    missing = {d: text for d, text in zip(digests, texts, strict=True) if d not in known}
    if missing:
        engine = Engine(paths.models())
        try:
            # Alike lengths share a batch.
            pending = sorted(missing.items(), key=lambda pair: len(pair[1]))
            for at in range(0, len(pending), _BATCH):
                batch = pending[at : at + _BATCH]
                rows = engine.embed([text for _, text in batch])
                known.update(zip((digest for digest, _ in batch), rows, strict=True))
        finally:
            engine.close()
        _write(kept, known)
    return np.array([known[digest] for digest in digests], dtype=np.float32).reshape(-1, 384)


def _read(path: Path) -> dict[str, Vectors]:
    if not path.exists():
        return {}
    with np.load(path) as kept:
        return dict(zip(kept["digests"].tolist(), kept["rows"].astype(np.float32), strict=True))


def _write(path: Path, rows: dict[str, Vectors]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".half.npz")
    np.savez(half, digests=np.array(list(rows)), rows=np.array(list(rows.values()), np.float16))
    half.replace(path)
