"""The weights of the score: what holds for anyone, moved by what this person did.

Bayesian logistic regression with a Gaussian prior and Laplace's approximation of the posterior
(Bishop, Pattern Recognition and Machine Learning, 4.4-4.5). The person marks what stands out and
rarely what does not, so each opinion is compared with a typical event, for which all features are
0: P(wanted rather than typical) = sigmoid(w·x). The bias cancels out of that and stays as it is.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from eventpal.recommend.candidates import Floats
from eventpal.recommend.features import NAMES

BIAS: Final = -1.5
"""Log-odds that a typical event is wanted."""

OPINIONS_KEPT: Final = 300
"""The latest opinions move the weights; older ones still count in what is liked."""

_LEARNT: Final = 0.5
_FIXED: Final = 1e-3

PRIOR: Final = {
    "like_nearest": (1.4, _LEARNT),
    "like_overall": (0.2, _LEARNT),
    "dislike_nearest": (-1.8, _LEARNT),
    "organiser": (1.8, _LEARNT),
    "venue": (0.9, _LEARNT),
    "category": (1.3, _LEARNT),
    "word": (0.7, _LEARNT),
    "series": (0.3, _LEARNT),
    "time_of_week": (0.4, 0.2),
    "lead_time": (1.2, 0.3),
    "distance": (0.6, _LEARNT),
    "usual_places": (2.0, _LEARNT),
    "price": (0.3, _LEARNT),
    "rarity": (1.2, _LEARNT),
    "long_run": (-0.8, _LEARNT),
    "all_day": (-0.6, _LEARNT),
    "detail": (0.7, 0.2),
    "notice": (-4.0, _FIXED),
    "meeting": (-1.5, _LEARNT),
    "liked": (0.3, _FIXED),
    "decided": (-5.0, _FIXED),
}
"""Mean and standard deviation of each weight before anything is known of the person.

The measured ones follow from public RSVPs (the content, organiser, venue, category, place, time
and lead features rank them within 1% of their own best fit); the others are our judgement.
"""

_TOLERANCE = 1e-10
_MOST_STEPS = 50


@dataclass(frozen=True, slots=True)
class Posterior:
    """What is believed of the weights: their mean, [F], and covariance, [F, F]."""

    mean: Floats
    covariance: Floats


def posterior(rows: Floats, wanted: NDArray[np.bool_], weights: Floats) -> Posterior:
    """The weights after ``m`` opinions.

    Args:
        rows: features of each rated event as they were when it was rated, [m, F].
        wanted: whether the event was wanted, [m].
        weights: how much each opinion counts, [m].

    Returns:
        The most probable weights and the inverse curvature there; the same for the same input.
    """
    prior, deviation = np.array([PRIOR[name] for name in NAMES]).T
    precision = deviation**-2.0
    signed = rows * np.where(wanted, 1.0, -1.0)[:, None]

    def loss(at: Floats) -> float:
        misfit = weights @ np.logaddexp(0.0, -(signed @ at))
        return float(misfit + 0.5 * precision @ (at - prior) ** 2)

    mean, curvature = prior, np.diag(precision)
    for _ in range(_MOST_STEPS):
        doubt = _sigmoid(-(signed @ mean))
        gradient = precision * (mean - prior) - signed.T @ (weights * doubt)
        bend = weights * doubt * (1 - doubt)
        curvature = np.diag(precision) + (signed.T * bend) @ signed
        step = np.linalg.solve(curvature, gradient)
        if gradient @ step < _TOLERANCE:
            break
        size, here = 1.0, loss(mean)
        while loss(mean - size * step) > here:
            size /= 2
        mean = mean - size * step
    return Posterior(mean, np.linalg.inv(curvature))


def probability(logit: float) -> float:
    """The probability of these log-odds."""
    return float(_sigmoid(np.array([logit]))[0])


def _sigmoid(logits: Floats) -> Floats:
    return 0.5 * (1.0 + np.tanh(0.5 * logits))
