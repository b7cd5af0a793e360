"""Scoring by what other people chose, as far as it was known when each query was asked."""

from collections.abc import Sequence
from typing import Final
from zlib import crc32

import numpy as np

from training.models import crossfit
from training.models.crossfit import FOLDS, Affinities, Learn, People
from training.models.protocol import Answer, Floats, Setting
from training.queries import Item, Listwise, Past, Pointwise, read_listwise

BLOCKS: Final = 5
"""Spans of time; each is scored by what was known when it began."""


class FromOthers:
    """Affinity of an item to a history, as ``learn`` makes it of what other people chose."""

    def __init__(self, setting: Setting, learn: Learn) -> None:
        self._setting = setting
        self._learn = learn

    def pointwise(self, queries: Sequence[Pointwise]) -> Sequence[Answer]:
        """By logistic regression on the affinity."""
        return crossfit.answers(queries, self._setting, self._learn)

    def listwise(self, queries: Sequence[Listwise]) -> Sequence[Floats]:
        """The affinity of each candidate."""
        return listwise(queries, self._setting, self._learn)


def listwise(queries: Sequence[Listwise], setting: Setting, learn: Learn) -> list[Floats]:
    """Score each query with what ``learn`` makes of other histories.

    With times these are the histories of all earlier spans; without, those of other users (five
    folds), for whom nothing tells what is later. A file of training queries comes on top.
    """
    teaching = read_listwise(setting.train, setting.catalogue) if setting.train else []
    found: dict[int, Floats] = {}
    for inside, known in _parts(queries):
        affinities = learn(_people([*teaching, *known]))
        found.update((n, _scores(affinities, queries[n])) for n in inside)
    return [found[n] for n in range(len(queries))]


def _parts(queries: Sequence[Listwise]) -> list[tuple[list[int], list[Listwise]]]:
    """Which queries are scored together, and the queries whose histories may be learned from."""
    numbers = list(range(len(queries)))
    if any(query.at is None for query in queries):
        folds = [crc32(query.user.encode()) % FOLDS for query in queries]
        return [
            (
                [n for n in numbers if folds[n] == fold],
                [queries[n] for n in numbers if folds[n] != fold],
            )
            for fold in range(FOLDS)
        ]
    numbers.sort(key=lambda n: queries[n].at or 0)  # type: ignore[arg-type,return-value]
    blocks = [block.tolist() for block in np.array_split(numbers, BLOCKS)]
    return [
        (block, [queries[n] for earlier in blocks[:place] for n in earlier])
        for place, block in enumerate(blocks)
    ]


def _people(queries: Sequence[Listwise]) -> People:
    """The longest history of each user."""
    people: dict[str, tuple[Item, ...]] = {}
    for query in queries:
        if len(query.history) >= len(people.get(query.user, ())):
            people[query.user] = query.history
    return {user: [Past(item) for item in history] for user, history in people.items()}


def _scores(affinities: Affinities, query: Listwise) -> Floats:
    history = [Past(item) for item in query.history]
    columns = affinities([history] * len(query.candidates), query.candidates)
    scores: Floats = columns.sum(axis=1)
    return scores
