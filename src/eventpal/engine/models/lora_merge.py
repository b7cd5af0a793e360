"""A LoRA adapter merged into the model that it was trained on; both are GGUF files.

As llama.cpp applies one at run time: W + alpha / rank · B · A for each tensor W that it names.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gguf
import numpy as np
from gguf.quants import dequantize, quantize
from numpy.typing import NDArray

from eventpal.errors import ModelError

_ALPHA = "adapter.lora.alpha"
_FIRST, _SECOND = ".lora_a", ".lora_b"


def write_merged(base: Path, adapter: Path, target: Path) -> None:
    """Write ``base`` with ``adapter`` in it to ``target``: what changes is kept in 16 bits.

    Raises:
        ModelError: the adapter is damaged, or belongs to another model.
        OSError: a file cannot be read or written.
    """
    deltas = _deltas(adapter)
    model = gguf.GGUFReader(base)
    wanted = {tensor.name: _shape(tensor) for tensor in model.tensors}
    for name, delta in deltas.items():
        if wanted.get(name) != delta.shape:
            raise ModelError(f"{adapter.name} belongs to another model than {base.name}.")
    writer = gguf.GGUFWriter(target, model.fields["general.architecture"].contents())
    _copy_description(model, writer)
    for tensor in model.tensors:
        if tensor.name in deltas:
            whole = dequantize(tensor.data, tensor.tensor_type) + deltas.pop(tensor.name)
            half = gguf.GGMLQuantizationType.F16
            writer.add_tensor(tensor.name, quantize(whole, half), raw_dtype=half)
        else:
            writer.add_tensor(tensor.name, tensor.data, raw_dtype=tensor.tensor_type)
    try:
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
    finally:
        writer.close()


def _deltas(adapter: Path) -> dict[str, NDArray[np.float32]]:
    """What is added to each tensor, by its name: [out, in]."""
    try:
        read = gguf.GGUFReader(adapter)
        alpha = float(read.fields[_ALPHA].contents())
    except (ValueError, KeyError, IndexError) as error:
        raise ModelError(f"{adapter.name} is damaged or no LoRA adapter.") from error
    parts = {tensor.name: _plain(tensor) for tensor in read.tensors}
    found = {}
    for name, first in parts.items():
        if not name.endswith(_FIRST):
            continue
        whole = name.removesuffix(_FIRST)
        second = parts.get(whole + _SECOND)
        if second is None or second.shape[-1] != first.shape[0]:
            raise ModelError(f"{adapter.name} is damaged: {whole} is not complete.")
        found[whole] = (alpha / first.shape[0]) * (second @ first)
    return found


def _plain(tensor: Any) -> NDArray[np.float32]:
    whole: NDArray[np.float32] = dequantize(tensor.data, tensor.tensor_type).astype(np.float32)
    return whole.reshape(_shape(tensor))


def _shape(tensor: Any) -> tuple[int, ...]:
    """In numpy's order; GGUF's is the other way round."""
    return tuple(int(length) for length in reversed(tensor.shape))


def _copy_description(model: Any, writer: Any) -> None:
    """Every entry that the writer does not make itself."""
    for field in _described(model):
        kind = field.types[0]
        inner = field.types[-1] if kind == gguf.GGUFValueType.ARRAY else None
        writer.add_key_value(field.name, field.contents(), kind, sub_type=inner)


def _described(model: Any) -> Iterator[Any]:
    for field in model.fields.values():
        if field.name != "general.architecture" and not field.name.startswith("GGUF."):
            yield field
