"""What EventPal believes of the weights of the score, for the person to see."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from eventpal.recommend import features
from eventpal.recommend.learner import Posterior, Prior

_DEVIATIONS: Final = 1.96
"""Of a normal distribution, on both sides of its mean, for 95%."""

LABELS: Final = {
    "like_nearest": "Like something you chose",
    "like_overall": "Like what you usually choose",
    "interest": "In line with one of your interests",
    "dislike_nearest": "Like something you turned down",
    "rejected": "Of a kind that you turned down",
    "organiser": "Who organises it",
    "venue": "Where it is",
    "category": "Its categories",
    "topic": "Its topics",
    "word": "Words in its title",
    "series": "Other dates of it",
    "graph": "What it shares with what you chose",
    "organiser_turnout": "How often you go to this organiser",
    "venue_turnout": "How often you go to this place",
    "repeat_turnout": "How often you go to this event",
    "time_of_week": "Day and hour",
    "lead_time": "How soon it is",
    "lead_habit": "How long before you decide",
    "next_date": "Whether an earlier date is left",
    "just_announced": "Just announced",
    "last_chance": "Last chance",
    "distance": "How near home it is",
    "usual_places": "How near your usual places it is",
    "price": "How cheap it is",
    "price_fit": "How near your usual price it is",
    "novelty": "How familiar it is",
    "rarity": "How seldom it is on",
    "long_run": "How long it runs",
    "all_day": "No time of day given",
    "detail": "How much is told about it",
    "notice": "Reads like a notice",
    "meeting": "A meeting rather than an outing",
    "passed_over": "Shown before without an answer",
    "language_model": "What the language model thinks",
    "liked": "You liked it itself",
}
"""Each feature in plain words; what a larger weight makes count more."""


@dataclass(frozen=True, slots=True)
class LearnedWeight:
    """One weight of the score, in log-odds for 1 of its feature."""

    feature: str
    label: str
    """The feature in plain words."""
    prior: float
    """What holds for anyone."""
    mean: float
    """What holds for this person."""
    low: float
    high: float
    """Between these with a probability of 95%."""


def learned(prior: Prior, belief: Posterior) -> list[LearnedWeight]:
    """Every weight, those first that moved most for what was known of them before."""
    spread = np.sqrt(np.diag(prior.covariance))
    moved = np.abs(belief.mean - prior.mean) / np.maximum(spread, 1e-9)
    deviation = np.sqrt(np.maximum(np.diag(belief.covariance), 0.0))
    return [
        LearnedWeight(
            feature=features.NAMES[at],
            label=LABELS[features.NAMES[at]],
            prior=float(prior.mean[at]),
            mean=float(belief.mean[at]),
            low=float(belief.mean[at] - _DEVIATIONS * deviation[at]),
            high=float(belief.mean[at] + _DEVIATIONS * deviation[at]),
        )
        for at in np.argsort(-moved, kind="stable").tolist()
    ]
