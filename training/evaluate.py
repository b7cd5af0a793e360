"""Score queries with a model, and say what the scores are worth.

``python -m training.evaluate pointwise|listwise --data QUERIES.jsonl[.gz] [--items ITEMS.jsonl]
--model NAME [--adapter DIR] [--train QUERIES] --out SCORES.jsonl`` writes one line for each query
in order, ``{"like": p, "rating": r}`` or ``{"scores": [one for each candidate]}``, and prints the
measures of the queries whose answers are told.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eventpal.errors import BadInput, UserError
from training import metrics
from training.metrics import Measured, Slice
from training.models.protocol import Answer, Floats, Setting
from training.models.registry import NAMES, build
from training.queries import (
    Catalogue,
    Listwise,
    Pointwise,
    read_items,
    read_listwise,
    read_pointwise,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m training.evaluate", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("shape", choices=("pointwise", "listwise"))
    parser.add_argument("--data", type=Path, required=True, help="queries, JSON lines, may be .gz")
    parser.add_argument("--items", type=Path, help="facts of the items that queries name by id")
    parser.add_argument("--model", choices=NAMES, required=True)
    parser.add_argument("--adapter", type=Path, help="LoRA adapter for the language model")
    parser.add_argument("--train", type=Path, help="queries to learn from, of the same shape")
    parser.add_argument("--out", type=Path, required=True, help="where to write the scores")
    options = parser.parse_args(arguments)
    try:
        # Before anything is scored, which may take long.
        _check(options.out, options.adapter)
        catalogue = read_items(options.items) if options.items else Catalogue()
        setting = Setting(catalogue=catalogue, train=options.train, adapter=options.adapter)
        if options.shape == "pointwise":
            _score_pointwise(read_pointwise(options.data), options.model, setting, options.out)
        else:
            queries = read_listwise(options.data, catalogue)
            _tell_unknown(queries)
            _score_listwise(queries, options.model, setting, options.out)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _check(out: Path, adapter: Path | None) -> None:
    """Raise BadInput where the scores cannot be written or there is no such adapter."""
    if out.is_dir() or not out.absolute().parent.is_dir():
        raise BadInput(f"{out} cannot be written: name a file in a folder that exists.")
    if adapter is not None and not adapter.exists():
        raise BadInput(f"There is no adapter at {adapter}.")


def _tell_unknown(queries: Sequence[Listwise]) -> None:
    """Say on standard error if there are items of which nothing but the id is known."""
    items = {item.id: item for query in queries for item in (*query.history, *query.candidates)}
    unknown = sum(not item.title for item in items.values())
    if unknown:
        print(
            f"Of {unknown:,} of {len(items):,} items only the id is known: "
            "--items names a file with their titles.",
            file=sys.stderr,
        )


def pointwise_report(queries: Sequence[Pointwise], answers: Sequence[Answer]) -> str:
    """What ``answers`` are worth, as a table; of the queries whose answer is told."""
    told = [row for row, query in enumerate(queries) if query.liked is not None]
    if not told:
        return "No query tells its answer, so there is nothing to measure."
    likes = np.array([answers[row].like for row in told])
    labels = np.array([queries[row].liked for row in told], dtype=bool)
    users = [queries[row].user for row in told]
    found = metrics.pointwise_measures(users, likes, labels)
    found |= metrics.mean_measures(users, {"accuracy": (likes >= 0.5) == labels})
    rated = [row for row in told if queries[row].rating is not None]
    if rated:
        given = np.array([queries[row].rating for row in rated], dtype=float)
        predicted = np.array([answers[row].rating for row in rated])
        found |= metrics.mean_measures(
            [queries[row].user for row in rated], metrics.misses(predicted, given)
        )
    errors = metrics.slices(
        [len(queries[row].history) for row in told],
        [next(iter(queries[row].target.categories), "") for row in told],
        np.abs(likes - 0.5),
        lambda rows: metrics.auc(likes[rows], labels[rows]),
    )
    return _table(len(told), len(set(users)), found, errors, "auc")


def listwise_report(queries: Sequence[Listwise], scores: Sequence[Floats]) -> str:
    """What ``scores`` are worth, as a table; of the queries whose answer is told."""
    told = [row for row, query in enumerate(queries) if query.positive is not None]
    if not told:
        return "No query tells its answer, so there is nothing to measure."
    users = [queries[row].user for row in told]
    positives = [queries[row].positive or 0 for row in told]
    terms = metrics.gains([scores[row] for row in told], positives)
    chosen = [queries[row].candidates[queries[row].positive or 0] for row in told]
    errors = metrics.slices(
        [len(queries[row].history) for row in told],
        [next(iter(item.categories), "") for item in chosen],
        np.array([_margin(scores[row]) for row in told]),
        lambda rows: float(terms["ndcg@10"][rows].mean()),
    )
    found = metrics.mean_measures(users, terms)
    return _table(len(told), len(set(users)), found, errors, "ndcg@10")


def _score_pointwise(queries: Sequence[Pointwise], model: str, setting: Setting, out: Path) -> None:
    answers = build(model, setting).pointwise(queries)
    _write(out, ({"like": float(one.like), "rating": float(one.rating)} for one in answers))
    print(pointwise_report(queries, answers))


def _score_listwise(queries: Sequence[Listwise], model: str, setting: Setting, out: Path) -> None:
    scores = build(model, setting).listwise(queries)
    _write(out, ({"scores": np.asarray(one, dtype=float).tolist()} for one in scores))
    print(listwise_report(queries, scores))


def _write(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, allow_nan=False) + "\n")


def _margin(scores: NDArray[np.float64]) -> float:
    """How far the best candidate leads: the difference of the two highest scores, scaled."""
    if len(scores) < 2:
        return 0.0
    second, first = np.sort(scores)[-2:]
    return float((first - second) / (scores.std() + 1e-9))


def _table(
    queries: int, users: int, found: Mapping[str, Measured], errors: Sequence[Slice], by: str
) -> str:
    lines = [f"{queries:,} queries of {users:,} people", ""]
    lines += ["| measure | value | 95% interval |", "|---|---|---|"]
    lines += [
        f"| {name} | {one.value:.4f} | {one.low:.4f} to {one.high:.4f} |"
        for name, one in found.items()
    ]
    lines += ["", f"| {by} by | | queries | value |", "|---|---|---|---|"]
    lines += [f"| {one.by} | {one.name} | {one.queries:,} | {one.value:.4f} |" for one in errors]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
