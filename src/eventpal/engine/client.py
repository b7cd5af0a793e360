"""The engine as the application sees it: vectors and answers, whatever happens to the child."""

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from eventpal.engine.child import WITH_TILES, Child, ChildDied, Frame, worker_command
from eventpal.engine.messages import Generated, Message, ModelInfo
from eventpal.engine.models import library, minilm, tiles
from eventpal.engine.models.catalogue import SMOLLM2
from eventpal.engine.models.choice import ModelChoice, load_choice, save_choice
from eventpal.engine.protocol import Header
from eventpal.errors import ContextFull, EngineError, ModelError
from eventpal.progress import CancelToken

READY_SECONDS = 30.0
"""So long the child may be silent while it loads a model; 0.3 s where nothing is wrong."""

ANSWER_SECONDS = 30.0
"""So long it may be silent at any other time; 0.1 s where nothing is wrong."""

CHUNK_CHARACTERS = 1000
"""Of a long job, so many are embedded before a query or a cancel gets in: about 250 tokens."""

_CHUNK_TEXTS = 64

_READ_CHARACTERS = 8192
"""More of one text is never sent: the model reads its first 256 tokens."""

_Kind = Literal["sentence", "language"]

_REMEDY = {
    "sentence": "or rebuild it with eventpal models build",
    "language": "choose another with eventpal models use, or rebuild it with eventpal models build",
}


class Engine:
    """The models' child process: started at the first call, replaced when it fails.

    Any thread may call. The child holds two models, each loaded when it is first needed; one works
    without the other.
    """

    def __init__(
        self,
        models: Path,
        *,
        choice: Path | None = None,
        on_restart: Callable[[str], None] | None = None,
        command: Sequence[str] | None = None,
        ready_seconds: float = READY_SECONDS,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        """Prepare; nothing is started yet.

        Args:
            models: the folder of model files.
            choice: the file that says which language model was chosen; without it, the one that
                EventPal comes with.
            on_restart: told one sentence for the person when a child that failed was replaced and
                its successor has answered; called in the thread that got the answer.
            command: what to start as the child instead of EventPal's own worker.
            ready_seconds: how long the child may be silent while it loads a model.
            answer_seconds: how long it may be silent at any other time.
        """
        self.restarts = 0
        """How often a failed child was replaced."""
        self._models = models
        self._choice = choice
        self._on_restart = on_restart
        self._command = command or worker_command()
        self._ready_seconds = ready_seconds
        self._answer_seconds = answer_seconds
        self._changing = threading.RLock()
        self._child: Child | None = None
        self._closed = False
        self._untold = ""
        """What ``on_restart`` is still to be told."""

    @property
    def pid(self) -> int | None:
        """The child's process id; None while there is none."""
        child = self._child
        return child.pid if child else None

    def embed(self, texts: Sequence[str], token: CancelToken | None = None) -> NDArray[np.float32]:
        """The meaning of each text, as a unit row of [n, 384].

        Raises:
            EngineError: the child cannot answer, also not after one restart.
            Cancelled: ``token`` was cancelled.
        """
        found = [np.empty((0, minilm.DIMENSIONS), dtype=np.float32)]
        for chunk in _chunks(texts):
            if token is not None:
                token.check()
            request = {"do": "embed", "texts": chunk, "of": len(texts)}
            _, payload = self._answer("sentence", request, rows=(len(chunk), minilm.DIMENSIONS))
            rows = np.frombuffer(payload, dtype=np.float32)
            found.append(rows.reshape(len(chunk), minilm.DIMENSIONS))
        return np.concatenate(found)

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
        """The assistant's next turn.

        What these messages begin with alike with earlier ones is not read again. Nothing is
        dropped from them: the caller decides what to leave out.

        Args:
            messages: the conversation; the model's own chat format is put around it.
            grammar: GBNF with the rule ``root`` that what is written follows.
            max_tokens: the most tokens to write.
            temperature: 0 takes the likeliest token; more draws among the likely ones.
            seed: of what is drawn.
            stop: texts at which the answer ends, which are no part of it.
            prefill: how the assistant's turn begins; no part of the answer and the grammar.
            on_text: given each piece of the answer as it is written, in the calling thread.
            token: cancelled, the work stops at once, also while the messages are read.

        Raises:
            ContextFull: the messages and ``max_tokens`` are more than the model reads at once.
            EngineError: no language model is there, or the child cannot answer.
            Cancelled: ``token`` was cancelled.
        """
        began = time.monotonic()
        first: list[float] = []

        def receive(frame: Header) -> None:
            if "text" not in frame:
                return
            if not first:
                first.append(time.monotonic() - began)
            texts.append(frame["text"])
            if on_text is not None and frame["text"]:
                on_text(frame["text"])

        texts: list[str] = []
        request = {
            "do": "write",
            "messages": [asdict(message) for message in messages],
            "grammar": grammar,
            "max_tokens": max_tokens,
            "temperature": temperature,
            "seed": seed,
            "stop": list(stop),
            "prefill": prefill,
        }
        header, _ = self._answer("language", request, on_frame=receive, begun=texts, token=token)
        total = time.monotonic() - began
        return Generated(
            text="".join(texts),
            prompt_tokens=header["prompt_tokens"],
            reused_tokens=header["reused_tokens"],
            tokens=header["tokens"],
            first_token_s=first[0] if first else total,
            total_s=total,
            stopped=header["stopped"],
        )

    def answer_odds(
        self,
        prompts: Sequence[Sequence[Message]],
        answers: tuple[str, str] = ("Yes", "No"),
        token: CancelToken | None = None,
    ) -> NDArray[np.float32]:
        """P(the first answer | one of the two), by each answer's first token, for each prompt [n].

        What all prompts begin with alike is read once, so it belongs first.

        Raises:
            ContextFull: a prompt is longer than the model reads at once.
            EngineError: no language model is there, or the child cannot answer.
            Cancelled: ``token`` was cancelled.
        """
        if not prompts:
            return np.empty(0, dtype=np.float32)
        told = [[asdict(message) for message in prompt] for prompt in prompts]
        request = {"do": "weigh", "prompts": told, "answers": list(answers)}
        _, payload = self._answer("language", request, rows=(len(prompts), 1), token=token)
        return np.frombuffer(payload, dtype=np.float32).copy()

    def language_model(self, token: CancelToken | None = None) -> ModelInfo:
        """What answers; it is loaded if it was not. Raises EngineError, Cancelled."""
        info = ModelInfo(**self._answer("language", {"do": "info"}, token=token)[0]["info"])
        # Its file has the name that one of its training runs had.
        own = Path(info.path).name == SMOLLM2.built
        return replace(info, name=SMOLLM2.name) if own else info

    def restart(self) -> None:
        """End the child; the next call starts another with the model that is chosen then."""
        with self._changing:
            self._drop(self._child)

    def close(self) -> None:
        """End the child. Who still waits for an answer gets an EngineError."""
        self._closed = True
        child = self._child
        if child is not None:
            child.kill()
        with self._changing:
            self._drop(self._child)

    def _answer(
        self,
        kind: _Kind,
        request: Header,
        *,
        rows: tuple[int, int] = (0, 0),
        on_frame: Callable[[Header], None] | None = None,
        begun: Sequence[str] = (),
        token: CancelToken | None = None,
    ) -> Frame:
        """Ask the child, and once more another one if it dies over it before anything came.

        One sentence comes of a failure: the person is told of it when another child has answered,
        and the caller when none can.
        """

        def asked() -> Frame:
            child = self._ready(kind, token)
            frame = child.ask(request, self._answer_seconds, on_frame=on_frame, token=token)
            header, payload = _accepted(frame)
            if header.get("rows", 0) != rows[0] or len(payload) != rows[0] * rows[1] * 4:
                child.give_up("it answered with something unreadable")
                raise ChildDied("it answered with something unreadable")
            return frame

        try:
            frame = asked()
        except ChildDied as first:
            dropped = self._drop_dead(f"The {kind} model was started again, since {first}.")
            self._check_open()
            if begun:
                raise EngineError(
                    f"The language model broke off in the middle of its answer, since {first}: "
                    "ask again."
                ) from None
            self.restarts += dropped
            try:
                frame = asked()
            except ChildDied as second:
                self._drop_dead("")
                self._check_open()
                raise EngineError(
                    f"The {kind} model fails again and again ({second}): try it later, "
                    f"{_REMEDY[kind]}."
                ) from None
        self._tell()
        return frame

    def _tell(self) -> None:
        """Tell what is still to be told, once."""
        if self._untold:
            with self._changing:
                line, self._untold = self._untold, ""
            if line and self._on_restart is not None:
                self._on_restart(line)

    def _ready(self, kind: _Kind, token: CancelToken | None) -> Child:
        """A child with this model loaded."""
        child = self._child
        if child is not None and kind in child.loaded:
            return child
        with self._changing:
            self._check_open()
            request = self._load_request(kind)
            if self._child is None:
                argument = (WITH_TILES,) if tiles.allowed(self._models) else ()
                self._child = Child((*self._command, *argument))
            child = self._child
            if kind not in child.loaded:
                try:
                    self._load(child, request, token)
                except EngineError:
                    if not child.loaded:
                        self._drop(child)
                    raise
                child.loaded.add(kind)
            return child

    def _load(self, child: Child, request: Header, token: CancelToken | None) -> None:
        """Have the child load a model. What fails on a graphics processor is not tried again."""
        on_gpu: list[bool] = []

        def receive(frame: Header) -> None:
            on_gpu.append(bool(frame.get("gpu")))

        try:
            header, _ = _accepted(
                child.ask(request, self._ready_seconds, on_frame=receive, token=token)
            )
        except ChildDied as why:
            if any(on_gpu):
                self._remember_gpu_failed(str(why))
            raise
        if header.get("gpu_failed"):
            self._remember_gpu_failed("the model could not be loaded there")

    def _load_request(self, kind: _Kind) -> Header:
        """What the child is asked. Raises EngineError where there is no such model."""
        request: Header = {"do": "load", "model": kind, "threads": os.cpu_count() or 1}
        try:
            if kind == "sentence":
                return request | {"path": str(library.sentence_model(self._models))}
            choice = self._chosen()
            path = library.language_model(self._models, choice.file)
        except ModelError as error:
            raise EngineError(str(error)) from error
        return request | {
            "path": str(path),
            "gpu_layers": 0 if choice.gpu_failed else choice.gpu_layers,
        }

    def _chosen(self) -> ModelChoice:
        return load_choice(self._choice) if self._choice else ModelChoice()

    def _remember_gpu_failed(self, why: str) -> None:
        if self._choice is not None:
            save_choice(self._choice, replace(self._chosen(), gpu_failed=why))

    def _drop_dead(self, line: str) -> bool:
        """Forget the child if it died, and note what to tell; whether that was still to be done."""
        with self._changing:
            if self._child is None or not self._child.dead:
                return False
            self._drop(self._child)
            self._untold = line
            return True

    def _drop(self, child: Child | None) -> None:
        self._child = None
        if child is not None:
            child.kill()

    def _check_open(self) -> None:
        if self._closed:
            raise EngineError("The models were shut down: start EventPal again.")


def _accepted(frame: Frame) -> Frame:
    """The answer, unless it is a refusal. Raises EngineError with the child's own sentence."""
    header, _ = frame
    if header.get("kind") == ContextFull.__name__:
        raise ContextFull(header["tokens"], header["limit"])
    if "error" in header:
        raise EngineError(header["error"])
    return frame


def _chunks(texts: Sequence[str]) -> Iterator[list[str]]:
    """The texts in order, in chunks that take a few hundredths of a second each."""
    chunk: list[str] = []
    characters = 0
    for text in texts:
        read = text[:_READ_CHARACTERS]
        if chunk and (characters + len(read) > CHUNK_CHARACTERS or len(chunk) == _CHUNK_TEXTS):
            yield chunk
            chunk, characters = [], 0
        chunk.append(read)
        characters += len(read)
    if chunk:
        yield chunk
