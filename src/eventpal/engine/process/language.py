"""A language model's file, loaded. Runs in the engine's process only."""

import ctypes
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import llama_cpp

from eventpal.engine.messages import ModelInfo
from eventpal.engine.models.memory import available_bytes
from eventpal.engine.process import llama
from eventpal.engine.process.chat_template import ChatTemplate
from eventpal.engine.process.vocabulary import Vocabulary
from eventpal.errors import ModelError

CONTEXT = 2048
"""Tokens that a prompt and its answer together may have; fewer where the model knows fewer."""

BATCH = 256
"""Tokens evaluated at once; 512 are read no faster."""

_BESIDE_WEIGHTS = 200 * 2**20
"""Bytes that a model takes beside its weights, at the least."""

_READ_WHOLE = 512 * 2**20
"""Smaller files are read, larger ones mapped."""

_NO_ROOM = re.compile(r"bad_alloc|(?:unable|failed) to allocate")
_UNKNOWN_KIND = re.compile(r"unknown model architecture: '([\w.-]{1,40})'")


class Language:
    """A chat model: its weights, its tokens and its format of a conversation."""

    def __init__(
        self, path: Path, *, threads: int, gpu_layers: int, alive: Callable[[], None]
    ) -> None:
        """Load the GGUF at ``path``.

        Args:
            path: the file.
            threads: how many threads compute.
            gpu_layers: layers for a graphics processor; -1 is all of them.
            alive: called now and then while the file is read.

        Raises:
            ModelError: llama.cpp refuses the file, or it is no chat model.
        """
        llama.begin()
        self.path = path
        self.threads = threads
        self.gpu_layers = gpu_layers if llama.uses_gpu() else 0
        self.gpu_failed = False
        """Whether the graphics processor was tried in vain; the processor does it then."""
        _check_memory(path)
        try:
            self._model = _loaded(path, self.gpu_layers, alive)
        except ModelError:
            if not self.gpu_layers:
                raise
            self.gpu_layers, self.gpu_failed = 0, True
            self._model = _loaded(path, 0, alive)
        self.vocabulary = Vocabulary(llama_cpp.llama_model_get_vocab(self._model))
        self.template = self._template()
        self.limit = min(CONTEXT, int(llama_cpp.llama_model_n_ctx_train(self._model)))

    def context(self, cells: int, sequences: int, *, shared: bool) -> Any:
        """A place for ``sequences`` texts of together ``cells`` tokens.

        Args:
            cells: tokens remembered.
            sequences: how many texts.
            shared: whether one text's beginning can be another's, without being copied. It makes
                each text as slow as all together are long.

        Raises:
            ModelError: it does not fit into memory.
        """
        settings = llama_cpp.llama_context_default_params()
        settings.n_ctx = cells
        settings.n_batch = settings.n_ubatch = BATCH
        settings.n_seq_max = sequences
        settings.n_threads = settings.n_threads_batch = self.threads
        settings.kv_unified = shared
        settings.flash_attn_type = llama_cpp.LLAMA_FLASH_ATTN_TYPE_AUTO
        context = llama_cpp.llama_init_from_model(self._model, settings)
        if not context:
            raise _too_large(self.path)
        return context

    def info(self) -> ModelInfo:
        """What there is to tell about it."""
        return ModelInfo(
            name=self._said("general.name") or self.path.stem,
            path=str(self.path),
            architecture=self._said("general.architecture"),
            context=self.limit,
            device=self._device(),
            gpu_layers=self.gpu_layers,
            memory=int(llama_cpp.llama_model_size(self._model)),
        )

    def _device(self) -> str:
        if self.gpu_layers:
            return "graphics processor"
        if llama.uses_gpu():
            return "processor"
        return "processor (llama.cpp was built without support for graphics processors)"

    def _template(self) -> ChatTemplate:
        source = llama_cpp.llama_model_chat_template(self._model, None)
        if not source:
            raise ModelError(
                f"{self.path.name} is no chat model, since it has no chat format: "
                "choose another with eventpal models use."
            )
        return ChatTemplate(
            source.decode("utf-8", "replace"), bos=self.vocabulary.bos, eos=self.vocabulary.eos
        )

    def _said(self, key: str) -> str:
        """An entry of the file's own description; "" where there is none."""
        buffer = ctypes.create_string_buffer(256)
        length = llama_cpp.llama_model_meta_val_str(self._model, key.encode(), buffer, len(buffer))
        return buffer.value.decode("utf-8", "replace") if length >= 0 else ""


def _check_memory(path: Path) -> None:
    """Raise ModelError where the file is surely too large to be held."""
    free = available_bytes()
    needed = path.stat().st_size + _BESIDE_WEIGHTS
    if free is not None and free < needed:
        raise ModelError(
            f"{path.name} needs {needed / 2**30:.1f} GiB of memory and {free / 2**30:.1f} GiB are "
            "free: close other programs, or choose a smaller model with eventpal models use."
        )


def _loaded(path: Path, gpu_layers: int, alive: Callable[[], None]) -> Any:
    def progress(_share: float, _data: ctypes.c_void_p) -> bool:
        alive()
        return True

    settings = llama_cpp.llama_model_default_params()
    settings.n_gpu_layers = gpu_layers
    # Weights are put into another order for the processor, beside the file's own in memory: 55 MiB
    # of 90. Large files are left to the system, which can give their pages away.
    if path.stat().st_size < _READ_WHOLE:
        settings.load_mode = llama_cpp.LLAMA_LOAD_MODE_NONE
    settings.progress_callback = llama_cpp.llama_progress_callback(progress)
    with llama.listening() as said:
        model = llama_cpp.llama_model_load_from_file(str(path).encode(), settings)
    told = "".join(said)
    if not model and _NO_ROOM.search(told):
        raise _too_large(path)
    if not model and (kind := _UNKNOWN_KIND.search(told)):
        raise ModelError(
            f"{path.name} is a model of a kind that this llama.cpp does not know ({kind[1]}): "
            "choose another with eventpal models use."
        )
    if not model:
        raise ModelError(
            f"{path.name} is damaged or no model: choose another with eventpal models use, "
            "or run eventpal models build."
        )
    return model


def _too_large(path: Path) -> ModelError:
    return ModelError(
        f"{path.name} does not fit into memory: close other programs, or choose a smaller model "
        "with eventpal models use."
    )
