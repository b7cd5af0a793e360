"""What the evaluator asks of every model."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from training.queries import Catalogue, Listwise, Pointwise

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model expects of one target."""

    like: float
    """Probability that it is liked, 0..1."""
    rating: float
    """Expected rating, 1..5; where the data has none, a number that follows from ``like``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a model is built from, besides the queries themselves."""

    catalogue: Catalogue = field(default_factory=Catalogue)
    """All items that listwise queries may name."""
    train: Path | None = None
    """Queries of the same shape to learn from; None: the histories at hand are all there is."""
    adapter: Path | None = None
    """A folder with a LoRA adapter for the language model; None: the base model."""


class Scorer(Protocol):
    """A model; its module builds it by ``build(name, setting)``.

    It sees all queries of a file at once, and never looks at their answers. One that learns from
    the histories of other queries must not learn from those of the same user, since a later
    history holds the answer of an earlier query.
    """

    def pointwise(self, queries: Sequence[Pointwise]) -> Sequence[Answer]:
        """One answer for each query."""
        ...

    def listwise(self, queries: Sequence[Listwise]) -> Sequence[Floats]:
        """For each query one score for each candidate, higher is better, [candidates]."""
        ...


def rating_of(like: float) -> float:
    """A rating that goes with a probability, where the data has none: 1 to 5 evenly."""
    return 1.0 + 4.0 * like
