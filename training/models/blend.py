"""The language model and the app together: two opinions of the same thing, averaged as log-odds."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from training.models.protocol import Answer, Floats, Scorer
from training.queries import Listwise, Pointwise

SHARE: Final = 0.5
"""Of the language model in a probability, and in a list of things without a time."""
LIST_SHARE: Final = 0.15
"""In a list of events, where the app knows times and places and the language model does not."""


class Blend:
    """``llm`` and ``app``, each asked alone."""

    def __init__(self, models: Sequence[Scorer]) -> None:
        """``models``: the language model and the app, in this order."""
        self._models = models

    def pointwise(self, queries: Sequence[Pointwise]) -> Sequence[Answer]:
        """The mean of the log-odds, and of the ratings."""
        first, second = (model.pointwise(queries) for model in self._models)
        return mean(first, second)

    def listwise(self, queries: Sequence[Listwise]) -> Sequence[Floats]:
        """Both scores, each in deviations of its own over the list."""
        both = [model.listwise(queries) for model in self._models]
        shares = [SHARE if query.at is None else LIST_SHARE for query in queries]
        return [
            share * _standing(one) + (1 - share) * _standing(other)
            for share, one, other in zip(shares, *both, strict=True)
        ]


def mean(first: Sequence[Answer], second: Sequence[Answer]) -> list[Answer]:
    """The mean of the log-odds, and of the ratings."""
    return [
        Answer(
            _sigmoid(SHARE * _logit(one.like) + (1 - SHARE) * _logit(other.like)),
            SHARE * one.rating + (1 - SHARE) * other.rating,
        )
        for one, other in zip(first, second, strict=True)
    ]


def _standing(scores: Floats) -> Floats:
    values = np.asarray(scores, dtype=float)
    standing: Floats = (values - values.mean()) / (values.std() + 1e-9)
    return standing


def _logit(probability: float) -> float:
    kept = min(max(probability, 1e-6), 1 - 1e-6)
    return float(np.log(kept / (1 - kept)))


def _sigmoid(logit: float) -> float:
    return float(1 / (1 + np.exp(-logit)))
