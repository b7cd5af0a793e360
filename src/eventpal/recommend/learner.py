"""The weights of the score: what holds for anyone, moved by what this person did.

A Bayesian choice model with a Gaussian prior and Laplace's approximation of the posterior (Bishop,
Pattern Recognition and Machine Learning, 4.4-4.5; McFadden's conditional logit for the choices).
What the person wanted was chosen among what else was on, so it should score above that: its
likelihood is the softmax of the scores. What they did not want should score below what is usual.
The bias cancels out of both and stays as it is.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from eventpal import paths
from eventpal.errors import Damaged
from eventpal.recommend.candidates import Floats
from eventpal.recommend.features import NAMES

BIAS: Final = -1.5
"""Log-odds that a typical event is wanted."""

OPINIONS_KEPT: Final = 200
"""The latest opinions move the weights; older ones still count in what is liked."""

_TOLERANCE = 1e-8
_MOST_STEPS = 50


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed of anyone's weights, in log-odds for 1 of each feature."""

    mean: Floats
    """[F]"""
    covariance: Floats
    """Between people, [F, F]."""


@dataclass(frozen=True, slots=True)
class Posterior:
    """What is believed of the weights: their mean, [F], and covariance, [F, F]."""

    mean: Floats
    covariance: Floats

    def sample(self, seed: int, scale: float) -> Floats:
        """One draw of the weights, [F], its deviations ``scale`` times as large; by ``seed``."""
        drawn = np.random.default_rng(seed).standard_normal(len(self.mean))
        lower = np.linalg.cholesky(self.covariance)
        weights: Floats = self.mean + scale * lower @ drawn
        return weights


@dataclass(frozen=True, slots=True)
class Choice:
    """One opinion: the event's features as they were then, and those of what else was on."""

    row: Floats
    """[F]"""
    others: Floats
    """[k, F]; without any, the event is compared with a typical one, whose features are 0."""
    wanted: bool
    weight: float
    """How much it counts."""


def prior_file() -> Path:
    """Where the shipped prior is."""
    return paths.resources() / "ranker" / "prior.json"


@cache
def prior() -> Prior:
    """The shipped prior; made by ``training/prior.py``, which says how.

    Raises:
        Damaged: the file does not fit this version.
    """
    return read_prior(prior_file())


def read_prior(path: Path) -> Prior:
    """The prior in ``path``: mean and deviation of each feature, and their correlations if any.

    Raises:
        Damaged: it is not such a file, or has other features.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))["features"]
        mean = np.array([told[name]["mean"] for name in NAMES], dtype=float)
        deviation = np.array([told[name]["deviation"] for name in NAMES], dtype=float)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Damaged(f"{path} does not fit this version of EventPal: install it again.") from error
    return Prior(mean, np.diag(deviation**2))


def posterior(choices: Sequence[Choice], before: Prior | None = None) -> Posterior:
    """The weights after ``choices``, beginning from ``before`` or from the shipped prior.

    Returns:
        The most probable weights and the inverse curvature there; the same for the same input.
    """
    start = before or prior()
    precision = np.linalg.inv(start.covariance)
    data = _Stacked.of(choices)

    def loss(at: Floats) -> float:
        return data.misfit(at) + 0.5 * float((at - start.mean) @ precision @ (at - start.mean))

    mean, curvature = start.mean, precision
    for _ in range(_MOST_STEPS):
        slope, bend = data.slope_and_bend(mean)
        gradient = precision @ (mean - start.mean) + slope
        curvature = precision + bend
        step = np.linalg.solve(curvature, gradient)
        if gradient @ step < _TOLERANCE:
            break
        size, here = 1.0, loss(mean)
        while loss(mean - size * step) > here and size > 1e-6:
            size /= 2
        mean = mean - size * step
    return Posterior(mean, np.linalg.inv(curvature))


def probability(logit: float) -> float:
    """The probability of these log-odds."""
    return float(_sigmoid(np.array([logit]))[0])


@dataclass(frozen=True, slots=True)
class _Stacked:
    """All choices in a few arrays."""

    rows: Floats
    """Of each wanted event and after it of what else was on, [r, F]."""
    begins: np.typing.NDArray[np.intp]
    """The row of each wanted event, [c]."""
    weights: Floats
    """[c]"""
    unwanted: Floats
    """Of each unwanted event, less the mean of what else was on, [u, F]."""
    against: Floats
    """How much each unwanted one counts, [u]."""

    @classmethod
    def of(cls, choices: Sequence[Choice]) -> "_Stacked":
        width = len(NAMES)
        blocks, begins, weights, unwanted, against, at = [], [], [], [], [], 0
        for one in choices:
            others = one.others if len(one.others) else np.zeros((1, width))
            if one.wanted:
                blocks.append(np.vstack([one.row[None, :], others]))
                begins.append(at)
                weights.append(one.weight)
                at += len(others) + 1
            else:
                unwanted.append(one.row - others.mean(axis=0))
                against.append(one.weight)
        return cls(
            rows=np.concatenate(blocks) if blocks else np.zeros((0, width)),
            begins=np.array(begins, dtype=np.intp),
            weights=np.array(weights, dtype=float),
            unwanted=np.array(unwanted, dtype=float).reshape(-1, width),
            against=np.array(against, dtype=float),
        )

    def misfit(self, at: Floats) -> float:
        """The negative log-likelihood of the weights ``at``, [F]."""
        total = float(self.against @ np.logaddexp(0.0, self.unwanted @ at))
        if len(self.begins):
            scores = self.rows @ at
            sums = np.logaddexp.reduceat(scores, self.begins)
            total += float(self.weights @ (sums - scores[self.begins]))
        return total

    def slope_and_bend(self, at: Floats) -> tuple[Floats, Floats]:
        """Gradient, [F], and curvature, [F, F], of ``misfit``."""
        doubt = _sigmoid(self.unwanted @ at)
        slope = self.unwanted.T @ (self.against * doubt)
        bend = (self.unwanted.T * (self.against * doubt * (1 - doubt))) @ self.unwanted
        if len(self.begins):
            scores = self.rows @ at
            lengths = np.diff(self.begins, append=len(scores))
            sums = np.repeat(np.logaddexp.reduceat(scores, self.begins), lengths)
            share = np.exp(scores - sums)
            means = np.add.reduceat(self.rows * share[:, None], self.begins, axis=0)
            slope = slope + self.weights @ (means - self.rows[self.begins])
            bend = bend + (self.rows.T * (share * np.repeat(self.weights, lengths))) @ self.rows
            bend = bend - (means.T * self.weights) @ means
        return slope, bend


def _sigmoid(logits: Floats) -> Floats:
    return 0.5 * (1.0 + np.tanh(0.5 * logits))
