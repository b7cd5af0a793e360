"""How surely an event is about each broad topic, by its words and by what its text means.

For each topic there is a logistic regression on sentence vectors, learned by ``training/tags.py``.
Its odds are weighed beside the words that speak of the topic.
"""

import math
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from operator import mul
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eventpal import paths
from eventpal.chat.matching.evidence import DOUBTFUL, LIKELY, SURE, Shown

_CONSTANT, _OF_MEANING = -0.57, 0.99
_OF_WORDS = Shown(
    filed=3.25,
    elsewhere=-1.16,
    title=2.63,
    title_hints=1.51,
    text=2.31,
    text_hints=1.30,
    organiser=0.48,
    venue=-1.11,
)
"""A logistic regression on 1,318 events of seven cities. On those without a category it has .73 of
average precision, the weights of words alone .49."""

_PROBABILITIES = (0.0, 0.25, 0.35, 0.5, 1.0)
_WEIGHTS = (0.0, LIKELY, DOUBTFUL, SURE, 1.0)
"""What these probabilities are worth as weights of ``evidence``."""


@dataclass(frozen=True, slots=True)
class Tagger:
    """The classifier: ``weights`` [tags, 384] and ``bias`` [tags] of a logistic regression each."""

    tags: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def odds(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """The logarithm of the odds of each tag [n, tags], by ``vectors`` [n, 384] alone."""
        return vectors @ self.weights.T + self.bias

    def weigh(self, shown: Shown, odds: float) -> float:
        """The weight, 0 to 1, of a tag with these odds of which these words speak."""
        told = _CONSTANT + sum(map(mul, shown, _OF_WORDS)) + _OF_MEANING * odds
        probability = 1 / (1 + math.exp(-told))
        after = min(bisect_right(_PROBABILITIES, probability), len(_PROBABILITIES) - 1)
        low, high = _PROBABILITIES[after - 1], _PROBABILITIES[after]
        share = (probability - low) / (high - low)
        return _WEIGHTS[after - 1] + share * (_WEIGHTS[after] - _WEIGHTS[after - 1])


@cache
def load(path: Path | None = None) -> Tagger | None:
    """The classifier that comes with EventPal; None where its file is not there."""
    path = path or paths.resources() / "tags.npz"
    if not path.is_file():
        return None
    with np.load(path, allow_pickle=False) as file:
        return Tagger(
            tuple(str(tag) for tag in file["tags"]),
            file["weights"].astype(np.float32),
            file["bias"].astype(np.float32),
        )
