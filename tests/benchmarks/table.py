"""The table that ``make bench`` prints."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One budget: what was measured, the figure, the bar, and whether it is met."""

    what: str
    figure: str
    bar: str
    met: bool | None
    """None where the figure has no bar."""


def printed(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| what | measured | bar | met |", "|---|---|---|---|"]
    verdict = {True: "yes", False: "NO", None: "–"}
    lines += [f"| {row.what} | {row.figure} | {row.bar} | {verdict[row.met]} |" for row in rows]
    return "\n".join(lines)
