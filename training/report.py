"""Measure every adapter beside what it must beat, and write ``training/RESULTS.md``.

``python -m training.report --data DIR``. What was measured is kept in ``training/measured`` and not
measured again, so a report that was broken off goes on; ``--again`` measures anew, ``--rows``
chooses some, ``--write-only`` writes down what there is. The commands that measure what ships
(``generated.measure``, ``liking``, ``kinds``, ``tags``, ``students``) keep their figures there too.
"""

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import Any

import matplotlib as mpl
import torch

from eventpal.errors import UserError
from training import rows, tables, ways
from training.metrics import Measured
from training.models.llm import base_model
from training.run import say

mpl.use("svg")
from matplotlib import pyplot as plt

HERE = Path(__file__).parent
MEASURED = HERE / "measured"
TASKS = (
    *("tallrec-movie", "tallrec-book", "ml100k-5to6", "ml100k-5to6-genres"),
    *("collm-ml1m", "amazon-games"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m training.report", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("--data", type=Path, required=True, help="the folder of the data")
    parser.add_argument("--base", type=Path, help="the model; default: the app's own")
    parser.add_argument("--adapters", type=Path, default=HERE / "adapters")
    parser.add_argument("--work", type=Path, default=Path("build/training/report"))
    parser.add_argument("--measured", type=Path, default=MEASURED, help="where figures are kept")
    parser.add_argument("--out", type=Path, default=HERE / "RESULTS.md")
    parser.add_argument("--limit", type=int, default=1000, help="queries of each task")
    parser.add_argument("--read", type=int, default=300, help="of them for the language model")
    parser.add_argument("--again", action="store_true", help="measure what was measured before")
    parser.add_argument("--tasks", nargs="*", default=TASKS)
    parser.add_argument("--rows", nargs="*", help="their names, * for any part")
    parser.add_argument("--write-only", action="store_true")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    options = parser.parse_args(arguments)
    torch.set_num_threads(options.threads)
    try:
        if not options.write_only:
            for name in options.tasks:
                if (options.adapters / name / "task.json").exists():
                    _measure(name, options)
        write(options.measured, options.adapters, options.out)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def write(measured: Path, adapters: Path, out: Path) -> None:
    """Write ``out`` and its plots from what was measured."""
    plots = out.parent / "plots"
    plots.mkdir(exist_ok=True)
    pieces = [_INTRODUCTION.read_text(encoding="utf-8").rstrip()] if _INTRODUCTION.exists() else []
    told = {
        name: [_read(path) for path in sorted((measured / name).glob("*.json"))] for name in TASKS
    }
    beside = {name: found for name, found in told.items() if found}
    pieces += ["## Side by side", tables.side_by_side(beside)]
    for name, found in told.items():
        if found:
            pieces += [f"## {name}", _learned(adapters / name), tables.task(found)]
            _plot(name, found, plots / f"{name}.svg")
            pieces.append(f"![{name}](plots/{name}.svg)")
    for title, name, table in tables.OTHERS:
        path = measured / f"{name}.json"
        if path.exists():
            pieces += [f"## {title}", table(_read(path))]
    out.write_text("\n\n".join(pieces) + "\n", encoding="utf-8")


_INTRODUCTION = HERE / "results.head.md"


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _measure(name: str, options: argparse.Namespace) -> None:
    folder = options.measured / name
    folder.mkdir(parents=True, exist_ok=True)
    table = partial(
        rows.table,
        HERE / "configs" / f"{name}.toml",
        adapters=options.adapters,
        data=options.data,
        base=options.base or base_model(),
        work=options.work,
    )
    whole, sample = table(limit=options.limit), table(limit=options.read)
    every = [(whole, title, row) for title, row in rows.rows(whole).items()]
    every += [(sample, title, row) for title, row in ways.rows(sample).items()]
    for place, (of, title, row) in enumerate(every):
        path = folder / f"{place:02d}.json"
        wanted = options.rows is None or any(fnmatchcase(title, one) for one in options.rows)
        if not wanted or (path.exists() and not options.again):
            continue
        say(f"{name}: {title}")
        began = time.perf_counter()
        measures = {key: _rounded(one) for key, one in row(of).items()}
        told: Mapping[str, Any] = {
            "name": title,
            "queries": len(of.pointwise) or len(of.listwise),
            "seconds": round(time.perf_counter() - began, 1),
            "measures": measures,
        }
        path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _rounded(one: Measured) -> Mapping[str, float]:
    return {name: round(value, 5) for name, value in asdict(one).items()}


def _learned(folder: Path) -> str:
    """What the training said at its end: of all queries, and of kinds of them."""
    told = _read(folder / "summary.json")
    learned = told["learned"]
    of, *told_tables = told["validation"].split("\n\n")
    pieces = [
        f"Learned from {learned['tokens']:,} tokens in {learned['steps']} steps, "
        f"{learned['seconds'] / 60:.0f} minutes on one shared core. What it was worth then, on "
        f"{of}:"
    ]
    measures, *errors = [_without_nan(one) for one in told_tables if one.startswith("|")]
    pieces.append(measures)
    for one in errors:
        pieces += ["Where it errs, by kinds of queries (confidence in thirds):", one]
    return "\n\n".join(pieces)


def _without_nan(table: str) -> str:
    return "\n".join(line for line in table.splitlines() if "| nan |" not in line)


def _plot(name: str, found: Sequence[Mapping[str, Any]], path: Path) -> None:
    by = next(one for one in ("auc", "hr@1") if one in found[0]["measures"])
    told = found[::-1]
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


if __name__ == "__main__":
    sys.exit(main())
