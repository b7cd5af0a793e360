"""Items by hashes of titles, and people by folds: what ``crowd`` and ``company`` share."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from training.verdicts import People

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Titles:
    """The items that somebody knows, and how many do."""

    names: NDArray[np.uint64]
    """[items] of titles, ascending: see ``key``."""
    counts: Floats
    """[items] how many people know it."""

    def place(self, title: str) -> int | None:
        """The row of an item; None of one that nobody knows."""
        return self._places.get(key(title))

    def rank(self, title: str) -> float:
        """Share of the items that fewer people know, 0..1."""
        place = self.place(title)
        known = 0.0 if place is None else self.counts[place]
        return float(np.searchsorted(self._sorted, known) / max(len(self._sorted), 1))

    @cached_property
    def _places(self) -> Mapping[int, int]:
        return {int(name): place for place, name in enumerate(self.names)}

    @cached_property
    def _sorted(self) -> Floats:
        return np.sort(self.counts)


NONE = Titles(np.zeros(0, np.uint64), np.zeros(0))
"""Where nothing is known."""


def key(title: str) -> int:
    """The number that a title is known by, whatever its spacing, case and author."""
    plain = " ".join(re.sub(r'" written by .*$', "", title).casefold().split())
    return int.from_bytes(hashlib.blake2b(plain.encode(), digest_size=8).digest(), "big")


def fold(user: str, folds: int) -> int:
    """The fold that a person is dealt into."""
    return key(user) % folds


def others(people: People, folds: int) -> list[People]:
    """For each fold of people those of the other folds."""
    return [
        {user: own for user, own in people.items() if fold(user, folds) != number}
        for number in range(folds)
    ]
