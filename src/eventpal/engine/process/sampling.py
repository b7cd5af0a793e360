"""Which token comes next: the likeliest or a drawn one, and only what the grammar allows."""

import ctypes
from typing import Any

import llama_cpp
import numpy as np
from numpy.typing import NDArray

from eventpal.errors import EngineError

LEAST_SHARE = 0.05
"""Drawn are only tokens at least so likely in proportion to the likeliest (min-p)."""

_FIRST_TRIED = 64
"""So many of the likeliest are shown to the grammar first; all 49,152 take 30 times as long."""

_TOKEN_DATA = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])


class Sampler:
    """Chooses the tokens of one answer. Call ``close`` at its end."""

    def __init__(
        self, vocabulary: Any, *, grammar: str | None, temperature: float, seed: int
    ) -> None:
        """Raises EngineError if ``grammar`` cannot be read."""
        self._grammar = None
        if grammar is not None:
            # Nothing at all would be no grammar, and allow everything.
            if grammar.strip():
                self._grammar = llama_cpp.llama_sampler_init_grammar(
                    vocabulary, grammar.encode(), b"root"
                )
            if not self._grammar:
                raise EngineError("The grammar for the answer cannot be read.")
        self._temperature = temperature
        self._random = np.random.default_rng(seed)

    def choose(self, logits: NDArray[np.float32]) -> int:
        """The next token, by its logit [vocabulary]; the grammar moves on.

        Raises EngineError if the model or the grammar cannot go on.
        """
        token = self._drawn(np.arange(len(logits)), logits)
        if self._grammar is not None:
            # Rejecting and drawing again among the allowed is the same distribution.
            if not self._allowed(np.array([token], dtype=np.int32)).size:
                token = self._drawn_by_grammar(logits)
            llama_cpp.llama_sampler_accept(self._grammar, token)
        return token

    def close(self) -> None:
        """Free the grammar."""
        if self._grammar is not None:
            llama_cpp.llama_sampler_free(self._grammar)
            self._grammar = None

    def _drawn(self, tokens: NDArray[np.int64], logits: NDArray[np.float32]) -> int:
        """One of ``tokens``, whose ``logits`` are given."""
        best = int(logits.argmax())
        # A number that is none is the largest of all.
        if np.isnan(logits[best]):
            raise EngineError(
                "The language model's file is damaged, since it computes nothing: choose another "
                "with eventpal models use, or rebuild it with eventpal models build."
            )
        if self._temperature <= 0:
            return int(tokens[best])
        scaled = (logits.astype(np.float64) - logits[best]) / self._temperature
        near = np.flatnonzero(scaled >= np.log(LEAST_SHARE))
        weights = np.exp(scaled[near])
        return int(tokens[self._random.choice(near, p=weights / weights.sum())])

    def _drawn_by_grammar(self, logits: NDArray[np.float32]) -> int:
        """The same among the tokens that the grammar allows."""
        if self._temperature <= 0:
            likeliest = np.argpartition(logits, -_FIRST_TRIED)[-_FIRST_TRIED:]
            allowed = self._allowed(likeliest.astype(np.int32))
            if allowed.size:
                return self._drawn(allowed, logits[allowed])
        allowed = self._allowed(np.arange(len(logits), dtype=np.int32))
        if not allowed.size:
            raise EngineError("The grammar for the answer leads nowhere.")
        return self._drawn(allowed, logits[allowed])

    def _allowed(self, tokens: NDArray[np.int32]) -> NDArray[np.int64]:
        """Those of ``tokens`` that the grammar lets come next."""
        data = np.zeros(len(tokens), dtype=_TOKEN_DATA)
        data["id"] = tokens
        array = llama_cpp.llama_token_data_array(
            data=data.ctypes.data_as(llama_cpp.llama_token_data_p),
            size=len(tokens),
            selected=-1,
            sorted=False,
        )
        llama_cpp.llama_sampler_apply(self._grammar, ctypes.byref(array))
        found = data[: array.size]
        allowed: NDArray[np.int64] = found["id"][np.isfinite(found["logit"])].astype(np.int64)
        return allowed
