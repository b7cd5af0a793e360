"""Tables of what was measured, in Markdown."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from training import metrics

SHOWN = ("auc", "hr@1", "difference", "accuracy", "rmse", "mae", "ece", "ndcg@10", "mrr")
"""Of a task's measures, those in its table, in order."""

_CHANGE = "difference"

Figures = Mapping[str, Any]


def task(found: Sequence[Figures]) -> str:
    """A row for each way to answer a task's queries."""
    names = [name for name in SHOWN if any(name in row["measures"] for row in found)]
    return _table(
        ("", "queries", *names),
        (
            (row["name"], f"{row['queries']:,}", *(_cell(row["measures"].get(it)) for it in names))
            for row in found
        ),
    )


def side_by_side(tasks: Mapping[str, Sequence[Figures]]) -> str:
    """The ways to ask the language model, each in a row, with a column for each task.

    A cell holds AUC or HR@1 and how far that is from the fine-tuned model on the same queries.
    """
    ways = {
        task: {row["name"]: row["measures"] for row in rows if _CHANGE in row["measures"]}
        for task, rows in tasks.items()
    }
    names = dict.fromkeys(name for one in ways.values() for name in one)
    return _table(
        ("", *(f"{task}: {_first(one)}" for task, one in ways.items())),
        ((name, *(_changed(one.get(name)) for one in ways.values())) for name in names),
    )


def _first(ways: Mapping[str, Any]) -> str:
    """The measure of a task."""
    return next((name for name in ("auc", "hr@1") if any(name in it for it in ways.values())), "")


def _changed(measures: Mapping[str, Any] | None) -> str:
    if measures is None:
        return ""
    value, change = measures[_first({"": measures})], measures[_CHANGE]
    if not any(change.values()):
        return f"{value['value']:.3f}"
    spread = f"{change['low']:+.3f} to {change['high']:+.3f}"
    return f"{value['value']:.3f}, {change['value']:+.3f} ({spread})"


def chat(found: Mapping[str, Mapping[str, Mapping[str, Sequence[float]]]]) -> str:
    """What the files are worth to the chat: a row for each exam, a column for each file."""
    rows = []
    exams = {exam: None for one in found.values() for exam in one}
    for exam in exams:
        asked = [one.get(exam, {}) for one in found.values()]
        for what in next(one for one in asked if one):
            outcomes = [one.get(what, ()) for one in asked]
            cells = [f"{_mean(one)}, n = {len(one)}" if one else "" for one in outcomes]
            rows.append((f"{exam}: {what}", *cells))
    return _table(("", *found), rows)


def liking(found: Figures) -> str:
    """What P(yes) is worth to the ranker."""
    title = f"{found['queries']} queries of {found['people']} people"
    return _table((title, "NDCG@10"), ((name, _cell(one)) for name, one in found["rows"].items()))


def tags(found: Sequence[Figures]) -> str:
    """The classifier of tags beside the language model."""
    return _table(
        ("", "events", "accuracy", "macro F1"),
        (
            (row["name"], f"{row['events']:,}", _cell(row["accuracy"]), f"{row['macro F1']:.3f}")
            for row in found
        ),
    )


def students(found: Sequence[Figures]) -> str:
    """Models of fewer layers: what they cost, and what they are worth."""
    return _table(
        ("model", "layers", "weights, millions", "MiB in Q4_0", "tokens/s read", "loss", "auc"),
        (
            (
                f"{row['name']} ({row['queries']} queries)" if "auc" in row else row["name"],
                str(row["layers"]),
                f"{row['weights'] / 1e6:.0f}",
                f"{row['mebibytes']:.0f}",
                f"{row['tokens_per_second']:.0f}",
                f"{row['loss']:.3f}",
                _cell(row.get("auc")),
            )
            for row in found
        ),
    )


def kinds(found: Sequence[Figures]) -> str:
    """Kinds of files."""
    sorts = list(found[0]["loss"])
    return _table(
        ("file", "MiB", "tokens/s read", "written", *(f"{sort}: loss, whole" for sort in sorts)),
        (
            (
                row["kind"],
                f"{row['mebibytes']:.0f}",
                f"{row['read']:.0f}",
                f"{row['written']:.0f}",
                *(f"{row['loss'][sort]:.3f}, {row['exact'][sort]:.2f}" for sort in sorts),
            )
            for row in found
        ),
    )


OTHERS: Sequence[tuple[str, str, Callable[[Any], str]]] = (
    ("What ships: the chat", "chat", chat),
    ("What ships: P(yes) beside the ranker", "liking", liking),
    ("Tags", "tags", tags),
    ("Kinds of files", "kinds", kinds),
    ("Fewer layers", "students", students),
)
"""Tables that are no task's: their title, the file of their figures, and how they are written."""


def _table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(names)} |", "|---" * len(names) + "|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def _mean(outcomes: Sequence[float]) -> str:
    """The mean of outcomes of different questions, with its interval."""
    places = [str(place) for place in range(len(outcomes))]
    found = metrics.mean_measures(places, {"": np.array(outcomes)})[""]
    return _cell({"value": found.value, "low": found.low, "high": found.high})


def _cell(measured: Mapping[str, float] | None) -> str:
    if measured is None:
        return ""
    return f"{measured['value']:.3f} ({measured['low']:.3f}–{measured['high']:.3f})"
