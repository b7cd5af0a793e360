"""Several interests instead of one average: what a person wanted, in groups of a kind.

Leader clustering (Hartigan, Clustering Algorithms, 1975, ch. 3) of unit vectors: each joins the
group whose centre it is nearest to, or begins one. What the log says in its order gives the same
groups again, and one more event costs one comparison with each group.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

JOINS_FROM: Final = 0.5
"""Cosine with a group's centre from which an event belongs to it."""

KEPT: Final = 8
"""The largest groups that others are compared with."""


@dataclass(slots=True)
class Interest:
    """A group of wanted events of a kind."""

    total: Vectors
    """The weighted sum of their vectors, [d]."""
    weight: float
    members: list[str] = field(default_factory=list)
    """Their event ids, oldest first."""

    @property
    def centre(self) -> Vectors:
        """The unit vector in their middle, [d]."""
        centre: Vectors = self.total / max(float(np.linalg.norm(self.total)), 1e-9)
        return centre


class Interests:
    """The groups of one person; grows by ``add``."""

    def __init__(self) -> None:
        self._groups: list[Interest] = []

    def add(self, vector: Vectors, weight: float, event: str) -> None:
        """Let one more wanted event join a group; ``vector`` is its unit row, [d]."""
        cosines = [float(group.centre @ vector) for group in self._groups]
        best = int(np.argmax(cosines)) if cosines else -1
        if best < 0 or cosines[best] < JOINS_FROM:
            self._groups.append(Interest((vector * weight).astype(np.float32), weight, [event]))
            return
        group = self._groups[best]
        group.total = (group.total + vector * weight).astype(np.float32)
        group.weight += weight
        group.members.append(event)

    def largest(self) -> list[Interest]:
        """The groups of the most weight, the largest first, the older of equals."""
        return sorted(self._groups, key=lambda group: -group.weight)[:KEPT]
