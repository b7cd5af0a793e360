"""What all models use of llama.cpp. Runs in the engine's process only."""

import contextlib
import ctypes
from collections.abc import Iterator, Sequence
from typing import Any

import llama_cpp
import numpy as np
from numpy.typing import NDArray


def _ignore(_level: int, _text: bytes, _data: ctypes.c_void_p) -> None:
    """Take a line of llama.cpp's log."""


# llama.cpp holds no reference to it.
_SILENT = llama_cpp.llama_log_callback(_ignore)


def begin() -> None:
    """Make llama.cpp ready, and silent: its log can quote texts."""
    llama_cpp.llama_log_set(_SILENT, ctypes.c_void_p(0))
    llama_cpp.llama_backend_init()


def uses_gpu() -> bool:
    """Whether llama.cpp was built for a graphics processor and finds one."""
    return bool(llama_cpp.llama_supports_gpu_offload())


@contextlib.contextmanager
def listening() -> Iterator[list[str]]:
    """Collects what llama.cpp logs meanwhile."""
    lines: list[str] = []

    def keep(_level: int, text: bytes, _data: ctypes.c_void_p) -> None:
        lines.append(text.decode("utf-8", "replace"))

    kept = llama_cpp.llama_log_callback(keep)
    llama_cpp.llama_log_set(kept, ctypes.c_void_p(0))
    try:
        yield lines
    finally:
        llama_cpp.llama_log_set(_SILENT, ctypes.c_void_p(0))


class Batch:
    """Tokens that are evaluated together. Each has a position in one of the sequences."""

    def __init__(self, room: int) -> None:
        self._batch = llama_cpp.llama_batch_init(room, 0, 1)
        self._room = room

    def add(self, token: int, position: int, sequence: int, *, wanted: bool) -> int:
        """Add one token; ``wanted`` where what follows it matters. Returns its place."""
        batch, place = self._batch, int(self._batch.n_tokens)
        batch.token[place] = token
        batch.pos[place] = position
        batch.n_seq_id[place] = 1
        batch.seq_id[place][0] = sequence
        batch.logits[place] = wanted
        batch.n_tokens = place + 1
        return place

    def fill(self, tokens: Sequence[int], position: int, sequence: int) -> None:
        """Hold ``tokens`` from ``position`` on, and nothing else; what follows the last matters."""
        self.clear()
        for place, token in enumerate(tokens):
            self.add(token, position + place, sequence, wanted=place == len(tokens) - 1)

    def clear(self) -> None:
        """Hold nothing."""
        self._batch.n_tokens = 0

    @property
    def full(self) -> bool:
        """Whether nothing more fits."""
        return bool(self._batch.n_tokens == self._room)

    def __len__(self) -> int:
        return int(self._batch.n_tokens)

    def decode(self, context: Any) -> None:
        """Evaluate it."""
        if status := llama_cpp.llama_decode(context, self._batch):
            raise RuntimeError(f"llama_decode ended with {status}")


def logits(context: Any, place: int, size: int) -> NDArray[np.float32]:
    """The weights [size] of all tokens after the one at ``place``; valid until the next decode."""
    found = llama_cpp.llama_get_logits_ith(context, place)
    return np.ctypeslib.as_array(found, (size,))
