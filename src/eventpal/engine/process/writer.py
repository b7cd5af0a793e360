"""Prompts in, answers out, token by token. Runs in the engine's process only.

Work is a generator that pauses after each token and each small part of a prompt, so that the
process can do something shorter in between, or stop.
"""

import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

import llama_cpp

from eventpal.engine.messages import Message, Stopped
from eventpal.engine.process import llama
from eventpal.engine.process.language import BATCH, Language
from eventpal.engine.process.sampling import Sampler
from eventpal.engine.process.transcript import Transcript
from eventpal.engine.protocol import Header
from eventpal.errors import ContextFull

SLOTS = 2
"""Prompts that stay read: the one that asks what is meant, and the one that answers."""

STEP_SECONDS = 0.2
"""A part of a prompt takes about so long."""

_FEWEST = 64
"""Tokens of such a part: 32 at once take nearly as long as 64."""

_FEWEST_IF_SLOW = 16
"""The same where 64 take over a second, so that stopping does not."""


_TRIAL = (Message("user", "Hello"),)


@dataclass(slots=True)
class _Slot:
    """One sequence of the context, and the tokens that it holds."""

    sequence: int
    tokens: list[int] = field(default_factory=list)
    used: float = 0.0


@dataclass(frozen=True, slots=True)
class Written:
    """An answer's figures."""

    prompt_tokens: int
    reused_tokens: int
    tokens: int
    stopped: Stopped


class Writer:
    """Writes answers. What two prompts in a row begin with alike is read once."""

    def __init__(self, language: Language) -> None:
        """Raises ModelError if memory is short."""
        self._language = language
        self._context = language.context(language.limit * SLOTS, SLOTS, shared=False)
        self._memory = llama_cpp.llama_get_memory(self._context)
        self._slots = [_Slot(number) for number in range(SLOTS)]
        self._batch = llama.Batch(BATCH)
        self._step = _FEWEST

    def write(
        self,
        messages: Sequence[Message],
        *,
        grammar: str | None,
        max_tokens: int,
        temperature: float,
        seed: int,
        prefill: str,
        stop: Sequence[str],
    ) -> Generator[Header, None, Written]:
        """Read the messages and answer; yields {"text": what is written}, {} while reading.

        Raises:
            ContextFull: the messages and ``max_tokens`` are more than the context.
            EngineError: the grammar cannot be read.
        """
        vocabulary = self._language.vocabulary
        prompt = vocabulary.prompt(self._language.template.pieces(messages, prefill))
        if len(prompt) + max_tokens > self._language.limit:
            raise ContextFull(len(prompt) + max_tokens, self._language.limit)
        slot = self._best_slot(prompt)
        reused = self._kept(slot, prompt)
        sampler = Sampler(vocabulary.pointer, grammar=grammar, temperature=temperature, seed=seed)
        transcript = Transcript(stop)
        stopped: Stopped = "length"
        written = 0
        try:
            yield from self._read(slot, prompt[reused:])
            while written < max_tokens:
                token = sampler.choose(llama.logits(self._context, -1, vocabulary.size))
                if vocabulary.ends(token):
                    stopped = "end"
                    break
                written += 1
                yield {"text": transcript.add(vocabulary.piece(token))}
                if transcript.stopped:
                    stopped = "stop"
                    break
                if written < max_tokens:
                    yield from self._read(slot, [token])
            yield {"text": transcript.end()}
        finally:
            sampler.close()
        return Written(len(prompt), reused, written, stopped)

    def try_out(self) -> None:
        """Write a token. Raises UserError where the file loads, but nothing can be made of it."""
        trial = self.write(
            _TRIAL, grammar=None, max_tokens=1, temperature=0, seed=0, prefill="", stop=()
        )
        for _ in trial:
            pass

    def _read(self, slot: _Slot, tokens: Sequence[int]) -> Generator[Header, None, None]:
        """Evaluate ``tokens`` at the end of ``slot``; pauses between the parts of a long row."""
        done = 0
        while done < len(tokens):
            part = tokens[done : done + self._step]
            began = time.perf_counter()
            self._batch.fill(part, len(slot.tokens), slot.sequence)
            self._batch.decode(self._context)
            slot.tokens.extend(part)
            done += len(part)
            if done < len(tokens):
                self._step = _step(len(part) / (time.perf_counter() - began))
                yield {}

    def _best_slot(self, prompt: Sequence[int]) -> _Slot:
        """The slot that begins like this prompt; the longest unused where none does."""
        best = max(self._slots, key=lambda slot: shared(slot.tokens, prompt))
        kept = shared(best.tokens, prompt)
        # All prompts begin with the same few marks of the format.
        if kept < len(best.tokens) and kept < len(prompt) // 4:
            best = min(self._slots, key=lambda slot: slot.used)
        best.used = time.monotonic()
        return best

    def _kept(self, slot: _Slot, prompt: Sequence[int]) -> int:
        """Forget what ``slot`` holds beyond what the prompt shares with it; how much is kept."""
        # The last token is read again in any case, for what follows it.
        kept = min(shared(slot.tokens, prompt), len(prompt) - 1)
        if not llama_cpp.llama_memory_seq_rm(self._memory, slot.sequence, kept, -1):
            # Models with a running state cannot forget a part.
            llama_cpp.llama_memory_seq_rm(self._memory, slot.sequence, -1, -1)
            kept = 0
        del slot.tokens[kept:]
        return kept


def _step(per_second: float) -> int:
    """How many tokens to read before the next pause."""
    fewest = _FEWEST if per_second > _FEWEST else _FEWEST_IF_SLOW
    return max(fewest, min(BATCH, int(per_second * STEP_SECONDS)))


def shared(one: Sequence[int], other: Sequence[int]) -> int:
    """How many tokens both begin with."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
