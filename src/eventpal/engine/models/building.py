"""From the files that were fetched to those that run."""

import shutil
import subprocess
import sys
from pathlib import Path

from eventpal.engine.models.lora_merge import write_merged
from eventpal.engine.models.minilm_gguf import write_gguf
from eventpal.errors import ModelError

_SECONDS = 600


def build_model(weights: Path, adapter: Path | None, target: Path) -> None:
    """Write what runs to ``target``.

    Args:
        weights: safetensors of the sentence model, which are converted; or a GGUF, which is merged
            with the adapter and brought to 4 bits.
        adapter: a LoRA adapter as GGUF; nothing is merged where there is no such file.
        target: where it goes.

    Raises:
        ModelError: the adapter does not fit, or llama.cpp fails over the file.
        OSError: the disk is full.
    """
    if weights.suffix == ".safetensors":
        write_gguf(weights, weights.parent / "vocab.txt", target)
        return
    merged = target.with_suffix(".merged")
    try:
        if adapter is not None and adapter.is_file():
            write_merged(weights, adapter, merged)
            weights = merged
        _quantize(weights, target)
    finally:
        merged.unlink(missing_ok=True)


def _quantize(source: Path, target: Path) -> None:
    """Bring ``source`` to 4 bits, in a process of its own: llama.cpp may end it."""
    command = [
        sys.executable,
        "-P",
        "-m",
        "eventpal.engine.models.quantizing",
        str(source),
        str(target),
    ]
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False
        )
        failed = done.returncode != 0
    except subprocess.TimeoutExpired:
        failed = True
    if failed:
        target.unlink(missing_ok=True)
        free = shutil.disk_usage(target.parent).free
        raise ModelError(
            f"{source.name} could not be brought to 4 bits ({free // 2**20} MiB of the disk are "
            "free): make room, or run eventpal models get again."
        )
