"""A chat model with random weights, written and loaded in a few hundredths of a second."""

from pathlib import Path

import gguf
import numpy as np

CHATML = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}"
    "<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
WIDTH, INNER, HEADS, KEYS, LAYERS, CONTEXT = 64, 128, 2, 1, 2, 512
MARKS = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")


def letters():
    """GPT-2's spelling of each byte."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in shown]
    return [chr(byte) if byte in shown else chr(256 + hidden.index(byte)) for byte in range(256)]


TOKENS = [*MARKS, *letters(), "Ġt"]


def write_tiny_model(
    path: Path,
    *,
    template: str | None = CHATML,
    seed: int = 0,
    architecture: str = "llama",
    context: int = CONTEXT,
    marks_are: gguf.TokenType = gguf.TokenType.CONTROL,
) -> Path:
    """A model of two layers whose tokens are the bytes and the marks of ChatML."""
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_name("Tiny")
    writer.add_context_length(context)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KEYS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_vocab_size(len(TOKENS))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(TOKENS)
    normal = [gguf.TokenType.NORMAL] * (len(TOKENS) - len(MARKS))
    writer.add_token_types([marks_are] * len(MARKS) + normal)
    writer.add_token_merges(["Ġ t"])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_bos_token(False)
    if template is not None:
        writer.add_chat_template(template)
    for name, shape in shapes().items():
        writer.add_tensor(name, weights(name, shape, seed))
    return _written(writer, path)


def write_tiny_adapter(
    path: Path, *, rank: int = 4, alpha: float = 8.0, width: int = WIDTH
) -> Path:
    """A LoRA adapter for two kinds of its matrices."""
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", alpha)
    random = np.random.default_rng(7)
    for layer in range(LAYERS):
        for kind, rows in (("attn_q", WIDTH), ("ffn_up", INNER)):
            name = f"blk.{layer}.{kind}.weight"
            first = random.normal(0, 0.2, (rank, width)).astype(np.float32)
            second = random.normal(0, 0.2, (rows, rank)).astype(np.float32)
            writer.add_tensor(f"{name}.lora_a", first)
            writer.add_tensor(f"{name}.lora_b", second)
    return _written(writer, path)


def shapes() -> dict[str, tuple[int, ...]]:
    """Every tensor's shape."""
    found: dict[str, tuple[int, ...]] = {
        "token_embd.weight": (len(TOKENS), WIDTH),
        "output_norm.weight": (WIDTH,),
    }
    keys = WIDTH // HEADS * KEYS
    layer = {
        "attn_norm": (WIDTH,),
        "attn_q": (WIDTH, WIDTH),
        "attn_k": (keys, WIDTH),
        "attn_v": (keys, WIDTH),
        "attn_output": (WIDTH, WIDTH),
        "ffn_norm": (WIDTH,),
        "ffn_gate": (INNER, WIDTH),
        "ffn_up": (INNER, WIDTH),
        "ffn_down": (WIDTH, INNER),
    }
    for number in range(LAYERS):
        found |= {f"blk.{number}.{name}.weight": shape for name, shape in layer.items()}
    return found


def weights(name, shape, seed):
    if "norm" in name:
        return np.ones(shape, dtype=np.float32)
    random = np.random.default_rng([seed, *name.encode()])
    return random.normal(0, 0.3, shape).astype(np.float32)


def _written(writer: gguf.GGUFWriter, path: Path) -> Path:
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
