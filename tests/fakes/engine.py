"""A stand-in for the engine: vectors from words alone, scripted answers, failures on demand."""

import hashlib
import re
import threading
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from eventpal.engine.messages import Generated, Message, ModelInfo, Stopped
from eventpal.engine.models.minilm import DIMENSIONS
from eventpal.errors import ContextFull, EngineError
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


CONTEXT = 2048


class FakeEngine:
    """Does what ``script`` says, call by call, and answers when the script is over.

    ``answers`` are written one after the other, and then what the last message says.
    """

    def __init__(self, script: Sequence[str] = (), answers: Sequence[str] = ()) -> None:
        self.restarts = 0
        self.asked: list[str] = []
        self.told: list[tuple[Message, ...]] = []
        self._script = list(script)
        self._answers = list(answers)
        self._closed = False
        self._lock = threading.Lock()

    def embed(self, texts: Sequence[str], token: CancelToken | None = None) -> NDArray[np.float32]:
        if texts and token is not None:
            token.check()
        with self._lock:
            self._step("sentence")
            self.asked += texts
        return np.array([meaning(text) for text in texts], dtype=np.float32).reshape(-1, DIMENSIONS)

    def generate(
        self,
        messages: Sequence[Message],
        *,
        grammar: str | None = None,
        max_tokens: int = 256,
        temperature: float = 0.0,
        seed: int = 0,
        stop: Sequence[str] = (),
        prefill: str = "",
        on_text: Callable[[str], None] | None = None,
        token: CancelToken | None = None,
    ) -> Generated:
        """Words are its tokens; grammar, temperature and seed it does not heed."""
        with self._lock:
            self._step("language")
            self.told.append(tuple(messages))
            text = self._answers.pop(0) if self._answers else messages[-1].content
        prompt = sum(self._count(one.content) for one in messages) + self._count(prefill)
        if prompt + max_tokens > CONTEXT:
            raise ContextFull(prompt + max_tokens, CONTEXT)
        whole = text
        for one in stop:
            text = text.partition(one)[0]
        words = re.findall(r"\s*\S+|\s+$", text)
        written = ""
        for word in words[:max_tokens]:
            if token is not None:
                token.check()
            written += word
            if on_text is not None:
                on_text(word)
        stopped: Stopped = "stop" if text != whole else "end"
        return Generated(
            text=written,
            prompt_tokens=prompt,
            reused_tokens=0,
            tokens=min(len(words), max_tokens),
            first_token_s=0.0,
            total_s=0.0,
            stopped=stopped if len(words) <= max_tokens else "length",
        )

    def answer_odds(
        self,
        prompts: Sequence[Sequence[Message]],
        answers: tuple[str, str] = ("Yes", "No"),
        token: CancelToken | None = None,
    ) -> NDArray[np.float32]:
        """From the words alone; the other answer has the other odds."""
        if token is not None:
            token.check()
        with self._lock:
            self._step("language")
        first, second = (meaning(answer) for answer in answers)
        texts = [meaning(" ".join(one.content for one in prompt)) for prompt in prompts]
        return np.array(
            [1 / (1 + np.exp(one @ second - one @ first)) for one in texts], dtype=np.float32
        )

    def language_model(self, token: CancelToken | None = None) -> ModelInfo:
        with self._lock:
            self._step("language")
        return ModelInfo("Fake", "", "fake", CONTEXT, "processor", 0, 0)

    def _step(self, kind: str) -> None:
        if self._closed:
            raise EngineError("The models were shut down: start EventPal again.")
        if self._script and self._script.pop(0) == FAIL:
            raise EngineError(f"The {kind} model fails again and again: try it later.")

    def _count(self, text: str) -> int:
        return len(text.split())

    def close(self) -> None:
        self._closed = True
