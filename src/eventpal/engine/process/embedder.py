"""Sentence embeddings through llama.cpp. Runs in the engine's process only."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import llama_cpp
import numpy as np
from numpy.typing import NDArray

from eventpal.engine.models import minilm
from eventpal.engine.process import llama
from eventpal.engine.process.wordpiece import WordPiece
from eventpal.errors import ModelError

BATCH_TOKENS = 256
"""Tokens evaluated at once, of several texts; 512 are no faster, and a query waits longer."""

_BATCH_TEXTS = 64


class Embedder:
    """The sentence model, loaded. Not thread-safe."""

    def __init__(self, path: Path, threads: int) -> None:
        """Load the GGUF at ``path``. Raises ModelError if llama.cpp refuses it."""
        llama.begin()
        self._model = llama_cpp.llama_model_load_from_file(
            str(path).encode(), llama_cpp.llama_model_default_params()
        )
        if not self._model:
            raise ModelError(
                f"{path.name} is damaged or no model: delete it and run eventpal models build."
            )
        self.dimensions = int(llama_cpp.llama_model_n_embd(self._model))
        self._context = llama_cpp.llama_init_from_model(self._model, _context_settings(threads))
        if not self._context:
            raise ModelError("The sentence model does not fit into memory: close other programs.")
        self._pieces = _word_pieces(self._model)
        self._batch = llama_cpp.llama_batch_init(BATCH_TOKENS, 0, 1)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit rows [n, dimensions]; what comes after 256 tokens of a text is not read."""
        rows = np.empty((len(texts), self.dimensions), dtype=np.float32)
        done = 0
        for batch in _packed([self._pieces(text, minilm.MAX_TOKENS) for text in texts]):
            rows[done : done + len(batch)] = self._evaluate(batch)
            done += len(batch)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows

    def _evaluate(self, texts: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """The mean over each text's tokens, for texts that fit into one batch."""
        batch, at = self._batch, 0
        for sequence, text in enumerate(texts):
            for position, token in enumerate(text):
                batch.token[at] = token
                batch.pos[at] = position
                batch.n_seq_id[at] = 1
                batch.seq_id[at][0] = sequence
                batch.logits[at] = 1
                at += 1
        batch.n_tokens = at
        if status := llama_cpp.llama_encode(self._context, batch):
            raise RuntimeError(f"llama_encode ended with {status}")
        return np.stack([self._pooled(sequence) for sequence in range(len(texts))])

    def _pooled(self, sequence: int) -> NDArray[np.float32]:
        found = llama_cpp.llama_get_embeddings_seq(self._context, sequence)
        return np.array(np.ctypeslib.as_array(found, (self.dimensions,)), dtype=np.float32)


def _context_settings(threads: int) -> Any:
    settings = llama_cpp.llama_context_default_params()
    settings.n_ctx = minilm.POSITIONS
    settings.n_batch = settings.n_ubatch = BATCH_TOKENS
    settings.n_seq_max = _BATCH_TEXTS
    settings.n_threads = settings.n_threads_batch = threads
    settings.embeddings = True
    settings.flash_attn_type = llama_cpp.LLAMA_FLASH_ATTN_TYPE_ENABLED
    return settings


def _word_pieces(model: llama_cpp.llama_model_p) -> WordPiece:
    vocabulary = llama_cpp.llama_model_get_vocab(model)
    pieces = [
        llama_cpp.llama_vocab_get_text(vocabulary, number).decode()
        for number in range(llama_cpp.llama_vocab_n_tokens(vocabulary))
    ]
    return WordPiece(pieces, first=minilm.FIRST, last=minilm.LAST, unknown=minilm.UNKNOWN)


def _packed(texts: Sequence[list[int]]) -> Iterator[list[list[int]]]:
    """Texts in order, as many at once as a batch holds."""
    batch: list[list[int]] = []
    tokens = 0
    for text in texts:
        if batch and (tokens + len(text) > BATCH_TOKENS or len(batch) == _BATCH_TEXTS):
            yield batch
            batch, tokens = [], 0
        batch.append(text)
        tokens += len(text)
    if batch:
        yield batch
