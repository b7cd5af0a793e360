"""Which occurrences can be picked, and in what order the score puts them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from eventpal.recommend.candidates import Candidates, Floats, at, series_rows
from eventpal.recommend.features import NAMES
from eventpal.recommend.learner import BIAS
from eventpal.recommend.scene import Scene

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Joining:
    """When it is worth going to something that has begun."""

    least_left: timedelta = timedelta(hours=2)
    least_share_left: float = 0.5
    """Of its length, unless it lasts a day or more."""


JOINING = Joining()


def eligible(
    candidates: Candidates, now: datetime, until: datetime, unwanted: Collection[str]
) -> NDArray[np.intp]:
    """Rows that can be picked, in order of time: for each card its next date.

    Left out: what begins at ``until`` or later, what is over or hardly worth joining, what is
    cancelled, and the cards of events whose series is in ``unwanted``.
    """
    left = candidates.end - at(now)
    length = candidates.end - candidates.start
    joinable = (left >= JOINING.least_left.total_seconds()) & (
        (length >= DAY.total_seconds()) | (left >= JOINING.least_share_left * length)
    )
    open_ = ((candidates.start >= at(now)) | joinable) & (candidates.start < at(until))
    open_ &= ~candidates.cancelled
    if unwanted:
        rows = series_rows(candidates, unwanted)
        open_ &= ~np.isin(candidates.card, candidates.card[rows])
    rows = np.flatnonzero(open_)
    _, first = np.unique(candidates.card[rows], return_index=True)
    return rows[np.sort(first)]


def logits(features: Floats, weights: Floats) -> Floats:
    """The log-odds that each event is wanted, [n]."""
    return BIAS + features @ weights


Order = Callable[[Scene, Floats, Floats], Floats]
"""``order(scene, features [n, F], weights [F])``: what comes first is highest, [n]."""

_CONTENT: Final = np.isin(
    NAMES,
    (
        *("like_nearest", "like_overall", "interest", "dislike_nearest", "rejected"),
        *("category", "topic", "word", "liked"),
    ),
)


def soonest(scene: Scene, _: Floats, __: Floats) -> Floats:
    """Order by date: days until each begins, less is higher."""
    return (at(scene.now) - scene.candidates.start) / DAY.total_seconds()


def by_content(_: Scene, features: Floats, weights: Floats) -> Floats:
    """The score of what an event is about alone: not who, where, when or for how much."""
    return logits(features, weights * _CONTENT)
