"""The engine and sentence-transformers, one after the other on the same texts."""

import contextlib
import json
import time

import numpy as np
import psutil
from sentence_transformers import SentenceTransformer

from eventpal import paths
from eventpal.engine.client import Engine
from eventpal.engine.models import library
from tests.benchmarks.calendars import calendar

TEXTS = 400


def main() -> None:
    """Print both rates, the least cosine between them, and the engine's size."""
    lines = calendar(TEXTS).decode().replace("\r\n ", "").split("\r\n")
    texts = [line.partition(":")[2][:300] for line in lines if line.startswith("DESCRIPTION")]
    with contextlib.closing(Engine(paths.models())) as engine:
        engine.embed(texts[:1])
        began = time.perf_counter()
        ours = engine.embed(texts)
        engine_seconds = time.perf_counter() - began
        queries = []
        for text in texts[:50]:
            began = time.perf_counter()
            engine.embed([text[:40]])
            queries.append(time.perf_counter() - began)
        size = psutil.Process(engine.pid).memory_info().rss / 2**20
    reference = SentenceTransformer(str(library.reference(paths.models())), device="cpu")
    reference.encode(texts[:1])
    began = time.perf_counter()
    theirs = reference.encode(texts, normalize_embeddings=True)
    reference_seconds = time.perf_counter() - began
    print(
        json.dumps(
            {
                "engine_per_second": TEXTS / engine_seconds,
                "reference_per_second": TEXTS / reference_seconds,
                "least_cosine": float((ours * theirs).sum(axis=1).min()),
                "query_ms": 1000 * float(np.median(queries)),
                "engine_mib": size,
            }
        )
    )


if __name__ == "__main__":
    main()
