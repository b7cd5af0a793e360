"""How likely one of two answers is, for many prompts at once. Runs in the engine's process only."""

from collections.abc import Generator, Sequence

import llama_cpp
import numpy as np
from numpy.typing import NDArray

from eventpal.engine.messages import Message
from eventpal.engine.process import llama
from eventpal.engine.process.language import BATCH, Language
from eventpal.engine.process.writer import shared
from eventpal.engine.protocol import Header
from eventpal.errors import ContextFull, EngineError

_TOGETHER = 16
"""Prompts that are evaluated side by side."""

_PREFIX = _TOGETHER
"""The sequence that holds what all prompts begin with."""


class Weigher:
    """Weighs answers. What all prompts begin with alike is read once, and stays read."""

    def __init__(self, language: Language) -> None:
        """Raises ModelError if memory is short."""
        self._language = language
        self._context = language.context(language.limit, _TOGETHER + 1, shared=True)
        self._memory = llama_cpp.llama_get_memory(self._context)
        self._batch = llama.Batch(BATCH)
        self._held: list[int] = []

    def weigh(
        self, prompts: Sequence[Sequence[Message]], answers: tuple[str, str]
    ) -> Generator[Header, None, NDArray[np.float32]]:
        """P(the first answer | one of the two) [n]; pauses after each batch.

        Raises:
            ContextFull: a prompt is longer than the context.
            EngineError: both answers begin with the same token.
        """
        first, second = self._first_tokens(answers)
        rows = [self._tokens(prompt) for prompt in prompts]
        common = rows[0] if rows else []
        for row in rows:
            common = common[: min(shared(common, row), len(row) - 1)]
        yield from self._hold(common)
        found = np.empty(len(rows), dtype=np.float32)
        done = 0
        while done < len(rows):
            wave = self._wave(rows[done:], len(common))
            for place, (yes, no) in (yield from self._weighed(wave, common, first, second)).items():
                found[done + place] = 1 / (1 + np.exp(no - yes))
            done += len(wave)
        return found

    def _tokens(self, prompt: Sequence[Message]) -> list[int]:
        tokens = self._language.vocabulary.prompt(self._language.template.pieces(prompt))
        if len(tokens) > self._language.limit:
            raise ContextFull(len(tokens), self._language.limit)
        return tokens

    def _first_tokens(self, answers: tuple[str, str]) -> tuple[int, int]:
        first, second = (self._language.vocabulary.plain(answer)[:1] for answer in answers)
        if not first or not second or first == second:
            raise EngineError("The two answers cannot be told apart by their first token.")
        return first[0], second[0]

    def _hold(self, prefix: Sequence[int]) -> Generator[Header, None, None]:
        """Have ``prefix`` evaluated, as much of it as is not."""
        kept = shared(self._held, prefix)
        if not llama_cpp.llama_memory_seq_rm(self._memory, _PREFIX, kept, -1):
            llama_cpp.llama_memory_seq_rm(self._memory, _PREFIX, -1, -1)
            kept = 0
        del self._held[kept:]
        while len(self._held) < len(prefix):
            part = prefix[len(self._held) : len(self._held) + BATCH]
            self._batch.fill(part, len(self._held), _PREFIX)
            self._batch.decode(self._context)
            self._held.extend(part)
            yield {}

    def _wave(self, rows: Sequence[list[int]], common: int) -> Sequence[list[int]]:
        """The next prompts, as many as fit beside the common beginning."""
        room = self._language.limit - common
        count = 0
        while count < min(len(rows), _TOGETHER):
            room -= len(rows[count]) - common
            if room < 0:
                break
            count += 1
        return rows[:count]

    def _weighed(
        self, wave: Sequence[list[int]], common: Sequence[int], first: int, second: int
    ) -> Generator[Header, None, dict[int, tuple[float, float]]]:
        """The logits of both answers after each prompt of ``wave``."""
        found: dict[int, tuple[float, float]] = {}
        try:
            for sequence in range(len(wave)):
                llama_cpp.llama_memory_seq_cp(self._memory, _PREFIX, sequence, -1, -1)
            last: dict[int, int] = {}
            self._batch.clear()
            for sequence, row in enumerate(wave):
                for position in range(len(common), len(row)):
                    wanted = position == len(row) - 1
                    place = self._batch.add(row[position], position, sequence, wanted=wanted)
                    if wanted:
                        last[place] = sequence
                    if self._batch.full:
                        found |= self._decoded(last, first, second)
                        last = {}
                        yield {}
            if len(self._batch):
                found |= self._decoded(last, first, second)
                yield {}
        finally:
            for sequence in range(len(wave)):
                llama_cpp.llama_memory_seq_rm(self._memory, sequence, -1, -1)
        return found

    def _decoded(
        self, last: dict[int, int], first: int, second: int
    ) -> dict[int, tuple[float, float]]:
        """Evaluate the batch, and read both logits where a prompt ends."""
        self._batch.decode(self._context)
        self._batch.clear()
        size = self._language.vocabulary.size
        found = {}
        for place, sequence in last.items():
            weights = llama.logits(self._context, place, size)
            found[sequence] = (float(weights[first]), float(weights[second]))
        return found
