"""What features are computed from: some events, one person, one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from eventpal.domain import Place
from eventpal.recommend import turnout
from eventpal.recommend.candidates import Candidates, Floats, Vectors
from eventpal.recommend.taste import Opinion, Taste

LIKENESSES_KEPT = 300
"""The latest wanted and the latest unwanted events that others are compared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """All that features are computed from: ``n`` candidates and one person at one moment."""

    candidates: Candidates
    taste: Taste
    now: datetime
    liked: Vectors
    """Cosines with the ``p`` events that were wanted, [p, n]."""
    disliked: Vectors
    """Cosines with the ``q`` events that were not, [q, n]."""
    embedded: NDArray[np.bool_]
    """Which candidates have a vector, [n]."""
    interests: Vectors = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))
    """Cosines with the middle of each of the ``k`` interests, [k, n]."""
    strengths: Floats = field(default_factory=lambda: np.zeros(0))
    """Summed weight of the events in each interest, [k]."""
    passed: turnout.Passed = turnout.NOTHING
    """What was on since ``since``."""
    since: datetime | None = None
    """When the person began to choose here; None while they have not."""
    shown: Mapping[str, int] = field(default_factory=dict)
    """On how many days each event, by its id, was shown and left alone."""
    odds: Mapping[str, float] = field(default_factory=dict)
    """The language model's P(yes), by event id."""
    home: Place | None = None
    own: Mapping[int, Opinion] = field(default_factory=dict)
    """The person's opinion of a candidate itself, by row. It must not speak for itself through
    its organiser, venue or words: its cosine with itself is neutral, and tallies leave it out."""
