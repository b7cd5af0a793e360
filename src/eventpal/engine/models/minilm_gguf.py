"""all-MiniLM-L6-v2 as a GGUF that llama.cpp runs.

The architecture is llama.cpp's ``bert``: names and layout follow its GGUF specification. Matrices
are kept in 16 bits, vectors and the position table in 32.
"""

from pathlib import Path
from typing import Any

import gguf
import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from eventpal.engine.models.minilm import (
    DIMENSIONS,
    FIRST,
    LAST,
    MASK,
    PADDING,
    POSITIONS,
    UNKNOWN,
)
from eventpal.engine.process.wordpiece import WORD_START

_LAYERS = 6
_HEADS = 12
_FEED_FORWARD = 1536
_SPECIAL = (FIRST, LAST, UNKNOWN, PADDING, MASK)
_NORM_EPSILON = 1e-12

_EMBEDDINGS = {
    "embeddings.word_embeddings.weight": "token_embd.weight",
    "embeddings.position_embeddings.weight": "position_embd.weight",
    "embeddings.token_type_embeddings.weight": "token_types.weight",
    "embeddings.LayerNorm.weight": "token_embd_norm.weight",
    "embeddings.LayerNorm.bias": "token_embd_norm.bias",
}
_LAYER = {
    "attention.self.query": "attn_q",
    "attention.self.key": "attn_k",
    "attention.self.value": "attn_v",
    "attention.output.dense": "attn_output",
    "attention.output.LayerNorm": "attn_output_norm",
    "intermediate.dense": "ffn_up",
    "output.dense": "ffn_down",
    "output.LayerNorm": "layer_output_norm",
}
_SINGLE = frozenset({"position_embd.weight", "token_types.weight"})
"""Matrices that llama.cpp only adds, and wants in 32 bits."""


def write_gguf(weights: Path, vocabulary: Path, target: Path) -> None:
    """Write the model to ``target``; the same input gives the same bytes.

    Args:
        weights: ``model.safetensors`` of all-MiniLM-L6-v2.
        vocabulary: its ``vocab.txt``.
        target: where the GGUF goes.
    """
    writer = gguf.GGUFWriter(target, "bert")
    writer.add_name("all-MiniLM-L6-v2")
    writer.add_license("apache-2.0")
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    writer.add_context_length(POSITIONS)
    writer.add_embedding_length(DIMENSIONS)
    writer.add_block_count(_LAYERS)
    writer.add_feed_forward_length(_FEED_FORWARD)
    writer.add_head_count(_HEADS)
    writer.add_layer_norm_eps(_NORM_EPSILON)
    writer.add_causal_attention(False)
    writer.add_pooling_type(gguf.PoolingType.MEAN)
    _add_vocabulary(writer, vocabulary.read_text("utf-8").splitlines())
    for name, tensor in _tensors(weights):
        writer.add_tensor(name, tensor)
    try:
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
    finally:
        writer.close()


def spelt_for_gguf(piece: str) -> str:
    """A piece of ``vocab.txt`` in GGUF's spelling: it marks the first piece, not the others."""
    if piece in _SPECIAL:
        return piece
    return piece[2:] if piece.startswith("##") and piece != "##" else WORD_START + piece


def _add_vocabulary(writer: Any, pieces: list[str]) -> None:
    normal, control = gguf.TokenType.NORMAL, gguf.TokenType.CONTROL
    writer.add_tokenizer_model("bert")
    writer.add_token_list([spelt_for_gguf(piece) for piece in pieces])
    writer.add_token_types([control if piece in _SPECIAL else normal for piece in pieces])
    writer.add_token_type_count(2)
    writer.add_bos_token_id(pieces.index(FIRST))
    writer.add_eos_token_id(pieces.index(LAST))
    writer.add_sep_token_id(pieces.index(LAST))
    writer.add_unk_token_id(pieces.index(UNKNOWN))
    writer.add_pad_token_id(pieces.index(PADDING))
    writer.add_mask_token_id(pieces.index(MASK))


def _tensors(weights: Path) -> list[tuple[str, NDArray[Any]]]:
    """Every tensor with its GGUF name, in a fixed order."""
    loaded = load_file(weights)
    names = dict(_EMBEDDINGS)
    for layer in range(_LAYERS):
        for ours, theirs in _LAYER.items():
            for part in ("weight", "bias"):
                names[f"encoder.layer.{layer}.{ours}.{part}"] = f"blk.{layer}.{theirs}.{part}"
    return [(theirs, _stored(theirs, loaded[ours])) for ours, theirs in names.items()]


def _stored(name: str, tensor: NDArray[Any]) -> NDArray[Any]:
    if tensor.ndim == 1 or name in _SINGLE:
        return tensor.astype(np.float32)
    return tensor.astype(np.float16)
