"""Measure every adapter beside what it must beat, and write ``training/RESULTS.md``.

``python -m training.report --data DIR``. What was measured is kept under the work folder and not
measured again, so a report that was broken off goes on; ``--rows`` chooses some, ``--write-only``
writes down what there is.
"""

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import matplotlib as mpl
import torch

from eventpal.errors import UserError
from training import rows
from training.models.llm import base_model
from training.run import say

mpl.use("svg")
from matplotlib import pyplot as plt

HERE = Path(__file__).parent
TASKS = (
    *("tallrec-movie", "tallrec-book", "ml100k-5to6", "ml100k-5to6-genres"),
    *("collm-ml1m", "amazon-games"),
)
SHOWN = ("auc", "accuracy", "rmse", "mae", "ece", "hr@1", "hit@1", "ndcg@10", "mrr")
"""Of the measures, those in the tables, in order."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m training.report", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("--data", type=Path, required=True, help="the folder of the data")
    parser.add_argument("--base", type=Path, help="the model; default: the app's own")
    parser.add_argument("--adapters", type=Path, default=HERE / "adapters")
    parser.add_argument("--work", type=Path, default=Path("build/training/report"))
    parser.add_argument("--out", type=Path, default=HERE / "RESULTS.md")
    parser.add_argument("--limit", type=int, default=1000, help="queries of each task")
    parser.add_argument("--tasks", nargs="*", default=TASKS)
    parser.add_argument("--rows", nargs="*", help="beginnings of the rows to measure")
    parser.add_argument("--write-only", action="store_true")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    options = parser.parse_args(arguments)
    torch.set_num_threads(options.threads)
    try:
        if not options.write_only:
            for name in options.tasks:
                if (options.adapters / name / "task.json").exists():
                    _measure(name, options)
        write(options.work, options.adapters, options.out)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def write(work: Path, adapters: Path, out: Path) -> None:
    """Write ``out`` and its plots from what was measured."""
    plots = out.parent / "plots"
    plots.mkdir(exist_ok=True)
    pieces = [_INTRODUCTION.read_text(encoding="utf-8").rstrip()] if _INTRODUCTION.exists() else []
    for name in TASKS:
        folder = work / name
        found = {
            row["name"]: row
            for row in (
                json.loads(path.read_text(encoding="utf-8"))
                for path in sorted(folder.glob("*.json"))
            )
        }
        if not found:
            continue
        ordered = sorted(found.values(), key=lambda row: row["place"])
        pieces += [f"## {name}", _learned(adapters / name), _table(ordered)]
        _plot(name, ordered, plots / f"{name}.svg")
        pieces.append(f"![{name}](plots/{name}.svg)")
    students = work / "students.json"
    if students.exists():
        pieces += ["## Fewer layers", _students(json.loads(students.read_text("utf-8")))]
    kinds = work / "kinds.json"
    if kinds.exists():
        pieces += ["## Kinds of files", _kinds(json.loads(kinds.read_text("utf-8")))]
    out.write_text("\n\n".join(pieces) + "\n", encoding="utf-8")


_INTRODUCTION = HERE / "results.head.md"


def _measure(name: str, options: argparse.Namespace) -> None:
    folder = options.work / name
    folder.mkdir(parents=True, exist_ok=True)
    of = rows.table(
        HERE / "configs" / f"{name}.toml",
        adapters=options.adapters,
        data=options.data,
        base=options.base or base_model(),
        work=options.work,
        limit=options.limit,
    )
    for place, (title, row) in enumerate(rows.rows(of).items()):
        path = folder / f"{place:02d}.json"
        wanted = options.rows is None or any(title.startswith(one) for one in options.rows)
        if path.exists() or not wanted:
            continue
        say(f"{name}: {title}")
        began = time.perf_counter()
        measures = {key: asdict(one) for key, one in row(of).items()}
        seconds = time.perf_counter() - began
        told: Mapping[str, Any] = {
            "name": title,
            "place": place,
            "queries": len(of.pointwise) or len(of.listwise),
            "seconds": round(seconds, 1),
            "measures": measures,
        }
        path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _learned(folder: Path) -> str:
    told = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    learned = told["learned"]
    return (
        f"Learned from {learned['tokens']:,} tokens in {learned['steps']} steps, "
        f"{learned['seconds'] / 60:.0f} minutes on one shared core. What it was worth then, on "
        f"{told['validation'].split(chr(10) * 2 + '| ')[0]}:\n\n"
        + "\n".join(_head(told["validation"]))
    )


def _head(validation: str) -> Sequence[str]:
    """The measures in what the training said at its end, without its error analysis."""
    lines = validation.splitlines()
    start = next((place for place, line in enumerate(lines) if line.startswith("|")), len(lines))
    stop = next((place for place in range(start, len(lines)) if not lines[place]), len(lines))
    return [line for line in lines[start:stop] if "| nan |" not in line]


def _table(found: Sequence[Mapping[str, Any]]) -> str:
    names = [name for name in SHOWN if any(name in row["measures"] for row in found)]
    lines = [
        f"| {found[0]['queries']:,} held-out queries | {' | '.join(names)} |",
        "|---" * (len(names) + 1) + "|",
    ]
    for row in found:
        cells = [_cell(row["measures"].get(name)) for name in names]
        lines.append(f"| {row['name']} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(measured: Mapping[str, float] | None) -> str:
    if measured is None:
        return ""
    return f"{measured['value']:.3f} ({measured['low']:.3f}–{measured['high']:.3f})"


def _plot(name: str, found: Sequence[Mapping[str, Any]], path: Path) -> None:
    by = next(one for one in ("auc", "hr@1", "hit@1", "ndcg@10") if one in found[0]["measures"])
    told = [row for row in found if by in row["measures"]][::-1]
    values = [row["measures"][by]["value"] for row in told]
    errors = [
        [max(0, row["measures"][by]["value"] - row["measures"][by]["low"]) for row in told],
        [max(0, row["measures"][by]["high"] - row["measures"][by]["value"]) for row in told],
    ]
    figure, axes = plt.subplots(figsize=(8, 0.4 * len(told) + 1))
    axes.barh([row["name"] for row in told], values, xerr=errors, color="#7a9cc6", capsize=2)
    axes.set_xlabel(by)
    axes.set_title(name)
    if by == "auc":
        axes.set_xlim(0.45, 0.9)
    figure.tight_layout()
    mpl.rcParams["svg.hashsalt"] = name
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def _students(found: Sequence[Mapping[str, Any]]) -> str:
    lines = [
        "| model | layers | weights, millions | tokens/s read | loss of held-out answers |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {row['name']} | {row['layers']} | {row['weights'] / 1e6:.0f} "
        f"| {row['tokens_per_second']:.0f} | {row['loss']:.3f} |"
        for row in found
    ]
    return "\n".join(lines)


def _kinds(found: Sequence[Mapping[str, Any]]) -> str:
    sorts = list(found[0]["loss"])
    names = [f"{sort}: loss, whole" for sort in sorts]
    lines = [
        f"| file | MiB | tokens/s read | written | {' | '.join(names)} |",
        "|---" * (4 + len(sorts)) + "|",
    ]
    lines += [
        f"| {row['kind']} | {row['mebibytes']:.0f} | {row['read']:.0f} | {row['written']:.0f} | "
        + " | ".join(f"{row['loss'][sort]:.3f}, {row['exact'][sort]:.2f}" for sort in sorts)
        + " |"
        for row in found
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
