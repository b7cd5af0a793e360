"""QLoRA: the base in 4 bits, PEFT's own layers on it, and an adapter for the base as it was."""

from importlib.util import find_spec
from pathlib import Path

import pytest
import torch

from eventpal.errors import BadInput
from tests.training.test_learning import documents
from tests.training.tiny import language
from training import export, language_model, sft
from training.language_model import FusedLora

pytestmark = pytest.mark.filterwarnings("ignore")

needs = pytest.mark.skipif(
    find_spec("bitsandbytes") is None, reason="bitsandbytes is not installed"
)
"""Its kernels for processors take rows of 64 at the least."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    whole = language(width=64)
    whole.model.save_pretrained(tmp_path / "base")
    whole.tokenizer.save_pretrained(tmp_path / "base")
    return tmp_path / "base"


@pytest.mark.skipif(find_spec("bitsandbytes") is not None, reason="bitsandbytes is installed")
def test_without_bitsandbytes_one_sentence_says_what_to_do(folder: Path):
    with pytest.raises(BadInput, match="bitsandbytes"):
        language_model.load(folder, four_bit=True)


@needs
def test_the_base_is_kept_in_normal_floats_with_their_scales_quantised():
    settings = language_model.four_bits(torch.bfloat16)
    assert settings.quantization_method() == "nf4"
    assert settings.bnb_4bit_use_double_quant
    assert settings.bnb_4bit_compute_dtype is torch.bfloat16


@needs
@pytest.mark.parametrize("gguf", [False, True])
def test_an_adapter_is_learned_on_4_bits_and_fits_the_base(tmp_path: Path, folder: Path, gguf):
    base = folder
    if gguf:
        whole = language(width=64)
        base = tmp_path / "base.gguf"
        export.write_model(whole.model, whole.tokenizer, base)
    learned = language_model.load(base, torch.float32, four_bit=True)
    learned = language_model.adapt(learned, rank=4, alpha=8)
    kinds = {type(one).__name__ for one in learned.model.modules()}
    assert "Linear4bit" in kinds
    assert not any(isinstance(one, FusedLora) for one in learned.model.modules())
    words = learned.tokenizer
    answers = tuple(words(f" {word}")["input_ids"][0] for word in ("No", "Yes"))
    before = sft.validate(learned, documents(), answers)
    sft.train(
        learned, documents(), sft.Schedule(learning_rate=1e-2, warmup=2, epochs=30), answers=answers
    )
    assert sft.validate(learned, documents(), answers) < before - 0.5
    language_model.keep_adapter(learned, tmp_path / "adapter")
    plain = language_model.load(base, torch.float32)
    on_16_bits = language_model.read_adapter(plain, tmp_path / "adapter")
    assert sft.validate(on_16_bits, documents(), answers) < before - 0.5
