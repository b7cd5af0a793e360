"""A stand-in for the engine: vectors from words alone, and failures on demand."""

import hashlib
import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from eventpal.engine.minilm import DIMENSIONS
from eventpal.errors import EngineError
from eventpal.progress import CancelToken

FAIL, ANSWER = "fail", "answer"


def meaning(text: str) -> NDArray[np.float32]:
    """A unit vector [384] of the text's words: texts that share words are near each other."""
    # Without words, too, there is a direction.
    total = np.full(DIMENSIONS, 0.01, dtype=np.float32)
    for word in text.lower().split():
        seed = int.from_bytes(
            hashlib.blake2b(word.encode(errors="replace"), digest_size=8).digest()
        )
        total += np.random.default_rng(seed).standard_normal(DIMENSIONS, dtype=np.float32)
    return total / np.linalg.norm(total)


class FakeEngine:
    """Does what ``script`` says, call by call, and answers when the script is over."""

    def __init__(self, script: Sequence[str] = ()) -> None:
        self.restarts = 0
        self.asked: list[str] = []
        self._script = list(script)
        self._closed = False
        self._lock = threading.Lock()

    def embed(self, texts: Sequence[str], token: CancelToken | None = None) -> NDArray[np.float32]:
        if texts and token is not None:
            token.check()
        with self._lock:
            if self._closed:
                raise EngineError("The sentence model was shut down: start EventPal again.")
            if self._script and self._script.pop(0) == FAIL:
                raise EngineError("The sentence model fails again and again: try it later.")
            self.asked += texts
        return np.array([meaning(text) for text in texts], dtype=np.float32).reshape(-1, DIMENSIONS)

    def close(self) -> None:
        self._closed = True
