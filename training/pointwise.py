"""Learn what the content features weigh for films and books, for the ``app`` model.

``python -m training.pointwise --data FILE… [--most N]`` reads pointwise queries with answers and
writes ``training/weights/pointwise.json``: weights for a like and for a rating.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression, Ridge

from eventpal.errors import UserError
from training.models.app import COLUMNS, WEIGHTS, columns, vectors_of
from training.models.protocol import Floats
from training.queries import Pointwise, all_items, read_pointwise


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(prog="python -m training.pointwise", description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--most", type=int, default=8000, help="queries of each file")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args(arguments)
    try:
        queries = [
            query for path in options.data for query in _some(read_pointwise(path), options.most)
        ]
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    rows = columns(
        [query.history for query in queries],
        [query.target for query in queries],
        vectors_of(all_items(queries)),
    )
    told = [n for n, query in enumerate(queries) if query.liked is not None]
    liked = np.array([queries[n].liked for n in told], dtype=bool)
    like = LogisticRegression(C=1.0, max_iter=1000).fit(rows[told], liked)
    weights = {"like": _named(like.coef_[0], float(like.intercept_[0]))}
    rated = [n for n, query in enumerate(queries) if query.rating is not None]
    if rated:
        given = np.array([queries[n].rating for n in rated], dtype=float)
        rate = Ridge(alpha=10.0).fit(rows[rated], given)
        weights["rating"] = _named(rate.coef_, float(rate.intercept_))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    print(f"{len(told):,} likes and {len(rated):,} ratings: {options.out}")
    return 0


def _some(queries: Sequence[Pointwise], most: int) -> list[Pointwise]:
    """Evenly spread."""
    rows = np.unique(np.linspace(0, len(queries) - 1, min(most, len(queries))).astype(int))
    return [queries[row] for row in rows.tolist()]


def _named(weights: Floats, bias: float) -> dict[str, float]:
    named = zip(COLUMNS, weights.tolist(), strict=True)
    return {name: round(value, 4) for name, value in named} | {"bias": round(bias, 4)}


if __name__ == "__main__":
    sys.exit(main())
