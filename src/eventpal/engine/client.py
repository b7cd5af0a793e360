"""The engine as the application sees it: texts in, vectors out, whatever happens to the child."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eventpal.engine import minilm, models
from eventpal.engine.child import Child, ChildDied, worker_command
from eventpal.engine.lane import Lane
from eventpal.engine.protocol import Header
from eventpal.errors import EngineError, ModelError
from eventpal.progress import CancelToken

READY_SECONDS = 30.0
"""Time for the child to start and load its model; 0.2 s where nothing is wrong."""

ANSWER_SECONDS = 30.0
"""Time for one chunk; 0.05 s where nothing is wrong."""

CHUNK_CHARACTERS = 1000
"""Of a long job, so many are embedded before a query or a cancel gets in: about 250 tokens."""

_CHUNK_TEXTS = 64

_READ_CHARACTERS = 8192
"""More of one text is never sent: the model reads its first 256 tokens."""


class Engine:
    """The models' child process: started at the first call, replaced when it fails.

    Any thread may call; jobs share the child, the smallest first.
    """

    def __init__(
        self,
        models: Path,
        *,
        on_restart: Callable[[str], None] | None = None,
        command: Sequence[str] | None = None,
        ready_seconds: float = READY_SECONDS,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        """Prepare; nothing is started yet.

        Args:
            models: the folder of model files.
            on_restart: told one sentence for the person whenever the child is replaced; called in
                the thread that waits for an answer.
            command: what to start as the child instead of EventPal's own worker.
            ready_seconds: how long the child may take to load its model.
            answer_seconds: how long it may take to embed one chunk.
        """
        self.restarts = 0
        """How often a failed child was replaced."""
        self._models = models
        self._on_restart = on_restart
        self._command = command or worker_command()
        self._ready_seconds = ready_seconds
        self._answer_seconds = answer_seconds
        self._lane = Lane()
        self._child: Child | None = None
        self._closed = False

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
            with self._lane.turn(len(texts)):
                found.append(self._embedded(chunk))
        return np.concatenate(found)

    def close(self) -> None:
        """End the child. Who still waits for an answer gets an EngineError."""
        self._closed = True
        child = self._child
        if child is not None:
            child.kill()
        with self._lane.turn(0):
            self._drop_child()

    def _embedded(self, texts: Sequence[str]) -> NDArray[np.float32]:
        _, payload = self._answer({"do": "embed", "texts": texts})
        return np.frombuffer(payload, dtype=np.float32).reshape(len(texts), minilm.DIMENSIONS)

    def _answer(self, request: Header) -> tuple[Header, bytes]:
        """Ask the child, and once more another one if it dies over it."""
        try:
            return self._asked(request)
        except ChildDied as first:
            self._drop_child()
            self._check_open()
            self.restarts += 1
            if self._on_restart is not None:
                self._on_restart(f"The sentence model was started again, since {first}.")
        try:
            return self._asked(request)
        except ChildDied as second:
            self._drop_child()
            self._check_open()
            raise EngineError(
                f"The sentence model fails again and again ({second}): try it later, "
                "or rebuild it with eventpal models build."
            ) from None

    def _asked(self, request: Header) -> tuple[Header, bytes]:
        child = self._child or self._started()
        return _whole(*child.ask(request, self._answer_seconds))

    def _started(self) -> Child:
        """A new child with its model loaded."""
        self._check_open()
        try:
            model = models.sentence_model(self._models)
        except ModelError as error:
            raise EngineError(str(error)) from error
        child = self._child = Child(self._command)
        request = {"do": "load", "model": str(model), "threads": os.cpu_count() or 1}
        try:
            _whole(*child.ask(request, self._ready_seconds))
        except EngineError:
            self._drop_child()
            raise
        return child

    def _drop_child(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()

    def _check_open(self) -> None:
        if self._closed:
            raise EngineError("The sentence model was shut down: start EventPal again.")


def _whole(header: Header, payload: bytes) -> tuple[Header, bytes]:
    """The answer if it is one. Raises EngineError with the child's own sentence."""
    if "error" in header:
        raise EngineError(header["error"])
    if len(payload) != header.get("rows", 0) * minilm.DIMENSIONS * 4:
        raise ChildDied("it answered with something unreadable")
    return header, payload


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
