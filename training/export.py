"""From torch to llama.cpp: a merged model, a quantised one, or the adapter alone, as GGUF files.

llama.cpp keeps the rows of the query and key maps in another order than Hugging Face (its rotary
embedding turns neighbours, not halves), so they are permuted on the way. ``python -m
training.export LORA.gguf FOLDER`` goes the way back, for a training that begins from what shipped.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import gguf
import numpy as np
import torch
from gguf import GGUFReader, GGUFValueType, GGUFWriter
from peft import LoraConfig, PeftModel
from safetensors.torch import load_file, save_file
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from eventpal.errors import BadInput, UserError

QUANTISED: Final = {"q4_0": 2, "q4_1": 3, "q8_0": 7, "q5_0": 8, "q4_k_m": 15, "iq4_nl": 25}
"""llama.cpp's number for each kind of quantised file."""

_MAPS: Final = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
}
_HEADS: Final = {
    "self_attn.q_proj": "num_attention_heads",
    "self_attn.k_proj": "num_key_value_heads",
}
_WHOLE: Final = {
    "model.embed_tokens.weight": "token_embd.weight",
    "model.norm.weight": "output_norm.weight",
    "lm_head.weight": "output.weight",
}


def write_adapter(folder: Path, config: Mapping[str, Any], target: Path) -> None:
    """Write the PEFT adapter in ``folder`` as a GGUF LoRA, in f16.

    Args:
        folder: Holds ``adapter_config.json`` and ``adapter_model.safetensors``.
        config: The base model's ``num_attention_heads`` and ``num_key_value_heads``.
        target: The file to write.
    """
    settings = json.loads((folder / "adapter_config.json").read_text(encoding="utf-8"))
    writer = GGUFWriter(target, "llama")
    writer.add_type(gguf.GGUFType.ADAPTER)
    writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
    writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, float(settings["lora_alpha"]))
    for name, value in sorted(load_file(folder / "adapter_model.safetensors").items()):
        found = re.fullmatch(r".*layers\.(\d+)\.(.+)\.lora_([AB])\.weight", name)
        if found is None or found[2] not in _MAPS:
            raise BadInput(f"{name} in {folder} belongs to no map of a llama model.")
        layer, place, side = found.groups()
        weight = value.to(torch.float32).numpy()
        if side == "B":
            weight = _reordered(place, weight, config)
        writer.add_tensor(
            f"blk.{layer}.{_MAPS[place]}.weight.lora_{side.lower()}", weight.astype(np.float16)
        )
    _finish(writer)


def read_adapter(source: Path, heads: Mapping[str, int], folder: Path) -> None:
    """Write the GGUF LoRA in ``source`` as a PEFT adapter, for a training to begin from.

    Args:
        source: As ``write_adapter`` writes it.
        heads: The base model's ``num_attention_heads`` and ``num_key_value_heads``.
        folder: Gets ``adapter_config.json``, ``adapter_model.safetensors`` and a ``summary.json``
            that keeps ``training.run`` from training it anew.
    """
    reader = GGUFReader(source)
    places = {kept: place for place, kept in _MAPS.items()}
    weights = {}
    for tensor in reader.tensors:
        found = re.fullmatch(r"blk\.(\d+)\.(\w+)\.weight\.lora_([ab])", tensor.name)
        if found is None or found[2] not in places:
            raise BadInput(f"{tensor.name} in {source} belongs to no map of a llama model.")
        layer, kept, side = found.groups()
        weight = np.array(tensor.data)
        if side == "b":
            weight = _halved(places[kept], weight, heads)
        name = f"model.layers.{layer}.{places[kept]}.lora_{side.upper()}.weight"
        weights[f"base_model.model.{name}"] = torch.from_numpy(weight.copy())
    alpha = reader.fields[gguf.Keys.Adapter.LORA_ALPHA].contents()
    settings = LoraConfig(
        r=next(len(one) for name, one in weights.items() if ".lora_A." in name),
        lora_alpha=round(alpha),
        target_modules=sorted({name.split(".")[-3] for name in weights}),
        task_type="CAUSAL_LM",
    )
    folder.mkdir(parents=True, exist_ok=True)
    settings.save_pretrained(folder)
    save_file(weights, folder / "adapter_model.safetensors")
    summary = json.dumps({"unpacked_from": source.name}) + "\n"
    (folder / "summary.json").write_text(summary, encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m training.export", description="A GGUF LoRA as a PEFT adapter."
    )
    parser.add_argument("source", type=Path, help="the GGUF LoRA")
    parser.add_argument("folder", type=Path, help="where the adapter goes")
    parser.add_argument("--heads", type=int, nargs=2, default=(9, 3), help="of queries and keys")
    options = parser.parse_args(arguments)
    queries, keys = options.heads
    try:
        read_adapter(
            options.source,
            {"num_attention_heads": queries, "num_key_value_heads": keys},
            options.folder,
        )
    except (UserError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def write_model(
    model: PreTrainedModel | PeftModel,
    tokenizer: PreTrainedTokenizerBase,
    target: Path,
    *,
    base: Path | None = None,
) -> None:
    """Write ``model`` in f16, an adapter merged into it, with tokenizer and chat template.

    Args:
        model: A llama model; it stays as it is.
        tokenizer: Its tokenizer, byte-level BPE.
        target: The file to write.
        base: The GGUF file that the model was read from: its description and tokenizer are taken
            over word by word. None: they are written from ``model`` and ``tokenizer``.
    """
    core = model.get_base_model() if isinstance(model, PeftModel) else model
    config = core.config
    writer = GGUFWriter(target, "llama")
    if base is None:
        _describe(writer, config, tokenizer)
    else:
        _take_over(writer, base, config.num_hidden_layers)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    heads = {
        "num_attention_heads": config.num_attention_heads,
        "num_key_value_heads": config.num_key_value_heads,
    }
    for name, value in _merged(core):
        if name == "lm_head.weight" and config.tie_word_embeddings:
            continue
        weight = value.to(torch.float32).numpy()
        kept = _WHOLE.get(name)
        if kept is None:
            found = re.fullmatch(r"model\.layers\.(\d+)\.(.+)\.weight", name)
            if found is None or found[2] not in _MAPS:
                raise BadInput(f"{name} is no part of a llama model.")
            weight = _reordered(found[2], weight, heads)
            kept = f"blk.{found[1]}.{_MAPS[found[2]]}.weight"
        writer.add_tensor(kept, weight.astype(np.float16 if weight.ndim > 1 else np.float32))
    _finish(writer)


def quantise(source: Path, target: Path, kind: str) -> None:
    """Quantise a GGUF file with llama.cpp; ``kind`` is one of ``QUANTISED``."""
    import llama_cpp  # noqa: PLC0415 - only this step needs it

    settings = llama_cpp.llama_model_quantize_default_params()
    settings.ftype = QUANTISED[kind]
    settings.allow_requantize = True  # of an embedding that the base has in 8 bits
    settings.nthread = 1
    failed = llama_cpp.llama_model_quantize(str(source).encode(), str(target).encode(), settings)
    if failed:
        raise BadInput(f"llama.cpp could not quantise {source} to {kind}.")


def _merged(core: PreTrainedModel) -> Iterator[tuple[str, torch.Tensor]]:
    """Names and weights as without an adapter, what an adapter adds included, float32."""
    modules = dict(core.named_modules())
    for name, value in core.state_dict().items():
        if ".lora_" in name:
            continue
        if ".base_layer." not in name:
            yield name, value
            continue
        layer = modules[name.split(".base_layer.")[0]]
        with torch.no_grad():
            yield (
                name.replace(".base_layer", ""),
                value.float() + layer.get_delta_weight("default").float(),
            )


def _reordered(place: str, weight: np.ndarray, config: Mapping[str, Any]) -> np.ndarray:
    """Rows of query and key maps in llama.cpp's order; other weights as they are."""
    heads = _HEADS.get(place)
    if heads is None:
        return weight
    rows, columns = weight.shape
    halves = weight.reshape(config[heads], 2, rows // config[heads] // 2, columns)
    return halves.swapaxes(1, 2).reshape(rows, columns)


def _halved(place: str, weight: np.ndarray, config: Mapping[str, Any]) -> np.ndarray:
    """The rows in Hugging Face's order again: what ``_reordered`` was given."""
    heads = _HEADS.get(place)
    if heads is None:
        return weight
    rows, columns = weight.shape
    pairs = weight.reshape(config[heads], rows // config[heads] // 2, 2, columns)
    return pairs.swapaxes(1, 2).reshape(rows, columns)


def _take_over(writer: GGUFWriter, base: Path, layers: int) -> None:
    """Copy the description and the tokenizer of ``base``; the number of layers may be another."""
    for name, field in GGUFReader(base).fields.items():
        if name.startswith("GGUF.") or name in {
            gguf.Keys.General.ARCHITECTURE,
            gguf.Keys.General.FILE_TYPE,
        }:
            continue
        kind = field.types[0]
        value = field.contents()
        if name == gguf.Keys.LLM.BLOCK_COUNT.format(arch="llama"):
            value = layers
        inner = field.types[-1] if kind == GGUFValueType.ARRAY else None
        writer.add_key_value(name, value, kind, inner)


def _describe(writer: GGUFWriter, config: Any, tokenizer: PreTrainedTokenizerBase) -> None:
    width = config.hidden_size // config.num_attention_heads
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_dimension_count(width)
    writer.add_rope_freq_base(config.rope_parameters["rope_theta"])
    writer.add_vocab_size(config.vocab_size)
    kept = json.loads(tokenizer.backend_tokenizer.to_str())
    pieces = {place: piece for piece, place in tokenizer.get_vocab().items()}
    special = {one["id"] for one in kept["added_tokens"] if one["special"]}
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list([pieces.get(place, f"[{place}]") for place in range(config.vocab_size)])
    writer.add_token_types(
        [
            gguf.TokenType.CONTROL
            if place in special
            else (gguf.TokenType.NORMAL if place in pieces else gguf.TokenType.UNUSED)
            for place in range(config.vocab_size)
        ]
    )
    merges = kept["model"]["merges"]
    writer.add_token_merges([one if isinstance(one, str) else " ".join(one) for one in merges])
    writer.add_add_bos_token(False)
    writer.add_add_space_prefix(False)
    for add, place in (
        (writer.add_bos_token_id, tokenizer.bos_token_id),
        (writer.add_eos_token_id, tokenizer.eos_token_id),
        (writer.add_pad_token_id, tokenizer.pad_token_id),
    ):
        if place is not None:
            add(place)
    if tokenizer.chat_template:
        writer.add_chat_template(tokenizer.chat_template)


def _finish(writer: GGUFWriter) -> None:
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    sys.exit(main())
