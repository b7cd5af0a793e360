"""Tags for events that their publisher filed under nothing, from what their text means.

A logistic regression on sentence vectors (``training/tags.py``), which by cross-validation is right
far more often than the small language model limited to the same tags.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eventpal import paths

LEAST = 0.5
"""The least probability of a tag."""


@dataclass(frozen=True, slots=True)
class Tagger:
    """The classifier: ``weights`` [tags, 384] and ``bias`` [tags], of a softmax."""

    tags: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def tags_of(self, vectors: NDArray[np.float32]) -> list[tuple[str, ...]]:
        """The tags of each of ``vectors`` [n, 384]: at most one, none where all are unlikely."""
        if not len(vectors):
            return []
        logits = vectors @ self.weights.T + self.bias
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        best = shares.argmax(axis=1)
        return [
            (self.tags[column],) if shares[row, column] >= LEAST else ()
            for row, column in enumerate(best.tolist())
        ]


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
