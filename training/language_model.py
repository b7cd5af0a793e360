"""The language model: loading it, giving it a LoRA adapter, keeping the adapter.

LoRA adds a low-rank product to each linear map. PEFT computes it beside the map, in three steps
and in float32; here it is added to the weight first and only its gradient is taken apart, which
on a CPU trains about twice as fast (the same function; ``FusedLora``).
"""

import copy
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import torch
from accelerate import PartialState
from peft import LoraConfig, PeftModel, get_peft_model, prepare_model_for_kbit_training
from peft.tuners import lora
from safetensors.torch import load_file, save_file
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    BitsAndBytesConfig,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)

from eventpal.errors import BadInput

LINEAR = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


@dataclass(frozen=True, slots=True)
class Language:
    """A model and its tokenizer."""

    model: PreTrainedModel | PeftModel
    tokenizer: PreTrainedTokenizerBase

    @property
    def pad(self) -> int:
        """The token that fills a row."""
        pad = self.tokenizer.pad_token_id
        return int(pad if pad is not None else self.tokenizer.eos_token_id)


def load(base: Path, dtype: torch.dtype = torch.bfloat16, *, four_bit: bool = False) -> Language:
    """The model in ``base``: a Hugging Face folder, or a GGUF file.

    Args:
        base: Where it is.
        dtype: What its weights are computed in.
        four_bit: Keep them in 4-bit NormalFloat (QLoRA).

    Raises:
        BadInput: 4 bits are wanted, and there is no bitsandbytes.
    """
    if four_bit:
        if find_spec("bitsandbytes") is None:
            raise BadInput(
                "four_bit needs bitsandbytes, which is not installed: leave it out of the config, "
                "and plain LoRA is learned."
            )
        return Language(_in_four_bits(base, dtype), tokenizer(base))
    return Language(weights(base, dtype), tokenizer(base))


def weights(base: Path, dtype: torch.dtype = torch.bfloat16) -> PreTrainedModel:
    """The frozen model in ``base`` without its tokenizer, which takes long to read from GGUF."""
    folder, named = _named(base)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=dtype, **named)
    model.requires_grad_(False)
    return model.eval()


def four_bits(dtype: torch.dtype) -> BitsAndBytesConfig:
    """How QLoRA keeps the base: NormalFloat, its scales quantised too, computed in ``dtype``."""
    return BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=dtype,
    )


def _in_four_bits(base: Path, dtype: torch.dtype) -> PreTrainedModel:
    """The model for QLoRA, on this process's own processor."""
    with tempfile.TemporaryDirectory() as folder:
        if base.is_file():  # transformers reads no GGUF file into another kind of quantisation
            _unpack(load(base, dtype).model, Path(folder))
        model = AutoModelForCausalLM.from_pretrained(
            folder if base.is_file() else base,
            dtype=dtype,
            quantization_config=four_bits(dtype),
            device_map={"": PartialState().device},
        )
    # Gradients are not computed twice: the adapter's layers are small enough to be kept.
    return prepare_model_for_kbit_training(model, use_gradient_checkpointing=False).eval()


def _unpack(model: PreTrainedModel, folder: Path) -> None:
    """Write what was read from a GGUF file as a plain Hugging Face folder."""
    config = copy.deepcopy(model.config)
    if hasattr(config, "quantization_config"):
        del config.quantization_config
    plain = type(model)(config).to(model.dtype)
    plain.load_state_dict(model.state_dict())
    plain.save_pretrained(folder)


def tokenizer(base: Path) -> PreTrainedTokenizerBase:
    """The tokenizer of the model in ``base``."""
    folder, named = _named(base)
    return AutoTokenizer.from_pretrained(folder, **named)


def _named(base: Path) -> tuple[Path, dict[str, str]]:
    return (base.parent, {"gguf_file": base.name}) if base.is_file() else (base, {})


def adapt(language: Language, *, rank: int = 8, alpha: int = 16, seed: int = 0) -> Language:
    """The model with a new LoRA adapter on every linear map: nothing else is trained."""
    torch.manual_seed(seed)
    config = LoraConfig(
        r=rank, lora_alpha=alpha, target_modules=list(LINEAR), bias="none", task_type="CAUSAL_LM"
    )
    if not getattr(language.model, "is_loaded_in_4bit", False):  # PEFT has its own for those
        config._register_custom_module({torch.nn.Linear: FusedLora})
    return Language(get_peft_model(language.model, config), language.tokenizer)


def adapter_state(language: Language) -> dict[str, torch.Tensor]:
    """The adapter's weights by PEFT's names, in f16."""
    return {
        name.replace(".default.", "."): value.detach().to(torch.float16).contiguous()
        for name, value in language.model.named_parameters()
        if "lora_" in name
    }


def keep_adapter(language: Language, folder: Path) -> None:
    """Write the adapter as PEFT reads it."""
    folder.mkdir(parents=True, exist_ok=True)
    config = language.model.peft_config["default"]
    config.inference_mode = True
    config.base_model_name_or_path = None
    config.save_pretrained(folder)
    save_file(adapter_state(language), folder / "adapter_model.safetensors")


def read_adapter(language: Language, folder: Path) -> Language:
    """Add the adapter in ``folder`` to a bare model, or put it in place of the one there is."""
    if not isinstance(language.model, PeftModel):
        config = LoraConfig.from_pretrained(folder)
        language = adapt(language, rank=config.r, alpha=config.lora_alpha)
    kept = load_file(folder / "adapter_model.safetensors")
    own = dict(language.model.named_parameters())
    with torch.no_grad():
        for name, value in kept.items():
            own[name.replace(".weight", ".default.weight")].copy_(value)
    return language


def freeze(language: Language, layers: int) -> None:
    """Learn nothing in the lowest ``layers``: no gradient goes down there."""
    for name, value in language.model.named_parameters():
        found = re.search(r"\.layers\.(\d+)\.", name)
        if found and int(found[1]) < layers:
            value.requires_grad_(False)


@contextmanager
def merged(language: Language) -> Iterator[None]:
    """While asking only, the adapter is part of the weights."""
    model = language.model
    layers = [one for one in model.modules() if isinstance(one, FusedLora)]
    with torch.no_grad():
        before = [one.base_layer.weight.data for one in layers]
        for one in layers:
            weight = one.base_layer.weight
            weight.data = weight.data + one.get_delta_weight(one.active_adapters[0]).to(
                weight.dtype
            )
    try:
        with model.disable_adapter() if layers else nullcontext():
            yield
    finally:
        for one, weight in zip(layers, before, strict=True):
            one.base_layer.weight.data = weight


def whole(language: Language) -> Language:
    """The model with its adapter merged into the weights: no adapter is left to it."""
    core = language.model.get_base_model()
    with torch.no_grad():
        for one in [one for one in core.modules() if isinstance(one, FusedLora)]:
            weight = one.base_layer.weight
            weight.add_(one.get_delta_weight(one.active_adapters[0]).to(weight.dtype))
    return Language(language.model.unload(), language.tokenizer)


class FusedLora(lora.Linear):
    """PEFT's LoRA layer, computed as one map whose weight holds the adapter."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """X [..., in] → [..., out]."""
        if self.merged or self.disable_adapters:
            return self.base_layer(x)
        name = self.active_adapters[0]
        return _Fused.apply(
            x,
            self.base_layer.weight,
            self.lora_A[name].weight,
            self.lora_B[name].weight,
            self.scaling[name],
        )


class _Fused(torch.autograd.Function):
    """y = x (W + s B A)ᵀ, with gradients for x, A and B."""

    @staticmethod
    def forward(ctx, x, weight, a, b, scale):  # noqa: PLR0917
        narrow_a, narrow_b = a.to(weight.dtype), b.to(weight.dtype)
        ctx.save_for_backward(x, weight, narrow_a, narrow_b)
        ctx.scale = scale
        ctx.kept = a.dtype
        return torch.nn.functional.linear(x, torch.addmm(weight, narrow_b, narrow_a, alpha=scale))

    @staticmethod
    def backward(ctx, gradient):
        x, weight, a, b = ctx.saved_tensors
        full = torch.addmm(weight, b, a, alpha=ctx.scale)
        flat = gradient.reshape(-1, gradient.shape[-1])
        inputs = x.reshape(-1, x.shape[-1])
        of_b = flat.T @ (inputs @ a.T) * ctx.scale
        of_a = (flat @ b).T @ inputs * ctx.scale
        return gradient @ full, None, of_a.to(ctx.kept), of_b.to(ctx.kept), None
