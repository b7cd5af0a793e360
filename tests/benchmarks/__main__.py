"""Measure every budget and print the table. ``python -m tests.benchmarks [NAME…]`` for some."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import budgets, tastes
from tests.benchmarks.table import Row, printed

MEASURED: dict[str, Callable[[Path], list[Row]]] = {
    "calendar": budgets.calendar_of_ten_thousand,
    "folder": budgets.folder_of_real_calendars,
    "embedding": budgets.embedding,
    "language": budgets.language,
    "answers": budgets.answers,
    "chat": budgets.chat,
    "large": budgets.large_store,
    "window": budgets.window,
    "learning": tastes.rows,
}


def main(names: list[str]) -> int:
    """Measure; 1 if a budget is missed."""
    rows: list[Row] = []
    for name in names or MEASURED:
        print(f"Measuring {name} …", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(prefix="eventpal-bench-") as folder:
            rows += MEASURED[name](Path(folder))
    print(printed(rows))
    return int(any(row.met is False for row in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
