"""Learning in sight of 4 bits: the rounding is llama.cpp's, and what is learned survives it."""

import gguf
import numpy as np
import pytest
import torch
from gguf.quants import dequantize, quantize

from tests.training.test_learning import documents
from tests.training.tiny import language
from training import language_model, rounding, sft

pytestmark = pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing:FutureWarning")


def _as_llama_cpp_does(weight: torch.Tensor) -> np.ndarray:
    kind = gguf.GGMLQuantizationType.Q4_0
    return dequantize(quantize(weight.half().float().numpy(), kind), kind)


def _learning():
    learned = language_model.adapt(language(), rank=4, alpha=8, seed=1)
    torch.manual_seed(2)
    for name, value in learned.model.named_parameters():
        if "lora_B" in name:
            value.data.normal_(std=0.1)
    return learned


def test_weights_are_rounded_as_llama_cpp_rounds_them():
    weight = torch.randn(48, 64, generator=torch.Generator().manual_seed(0))
    weight[0, :32] = 0
    weight[1, 3], weight[2, 3] = 9, -9
    np.testing.assert_array_equal(rounding.q4_0(weight.half()).numpy(), _as_llama_cpp_does(weight))


def test_a_settled_map_is_the_file_that_would_run_and_can_be_put_back():
    learned = _learning()
    exact = rounding.exact(learned)
    before = [weight.clone() for weight in exact]
    merged = [
        (weight + one.get_delta_weight("default")).detach()
        for one, weight in zip(rounding.maps(learned), exact, strict=True)
    ]
    rounding.settle(learned, exact)
    rows = torch.randn(3, 32, generator=torch.Generator().manual_seed(3))
    for one, whole in zip(rounding.maps(learned), merged, strict=True):
        if whole.shape[1] == rows.shape[1]:
            wanted = rows @ torch.from_numpy(_as_llama_cpp_does(whole)).T
            torch.testing.assert_close(one(rows), wanted, rtol=1e-4, atol=1e-5)
    rounding.restore(learned, exact)
    for one, weight in zip(rounding.maps(learned), before, strict=True):
        assert torch.equal(one.base_layer.weight, weight)


def test_what_is_learned_in_sight_of_4_bits_is_worth_more_in_4_bits():
    """The same steps from the same start, with and without looking at the rounding."""
    examples = documents()
    losses = {}
    for every in (0, 4):
        learned = language_model.adapt(language(), rank=16, alpha=32, seed=1)
        exact = rounding.exact(learned)
        words = learned.tokenizer
        answers = tuple(words(f" {word}")["input_ids"][0] for word in ("No", "Yes"))
        schedule = sft.Schedule(learning_rate=3e-3, warmup=2, epochs=60, round_every=every)
        sft.train(learned, examples, schedule, answers=answers)
        assert all(
            torch.equal(one.base_layer.weight, weight)
            for one, weight in zip(rounding.maps(learned), exact, strict=True)
        )
        rounding.settle(learned, exact)
        losses[every] = sft.validate(learned, examples, answers)
    assert losses[4] < losses[0] - 0.3
