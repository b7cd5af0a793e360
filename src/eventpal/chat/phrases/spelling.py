"""Everyday words that are spelt right, so that none of them is taken for a slip of another.

They stand in ``resources/spelling.txt``.
"""

from functools import cache

from eventpal import paths


@cache
def everyday() -> frozenset[str]:
    """The words, folded."""
    text = (paths.resources() / "spelling.txt").read_text(encoding="utf-8")
    return frozenset(
        word for line in text.splitlines() if not line.startswith("#") for word in line.split()
    )
