"""Learning in sight of the rounding: what runs is the merged model in 4 bits (Q4_0).

Rounding moves every weight by up to an eighth of the largest of its 32 neighbours, more than an
adapter moves it. So while learning, each map is what Q4_0 keeps of it: the rounding error of some
steps ago stands in the frozen weight, and the adapter learns around it. (Straight-through
quantisation-aware training, where the rounding is looked at again every few steps.)
"""

from collections.abc import Sequence

import torch

from training.language_model import FusedLora, Language

BLOCK = 32
"""Neighbours along the input that share a scale."""


def q4_0(weight: torch.Tensor) -> torch.Tensor:
    """What llama.cpp's Q4_0 keeps of ``weight`` [out, in], in float32; ``in`` is n · 32.

    The scale of a block is its largest weight by size, with its sign, over -8, in f16; weights are
    rounded to -8 … 7 times that.
    """
    blocks = weight.float().reshape(-1, BLOCK)
    low, high = blocks.amin(1, keepdim=True), blocks.amax(1, keepdim=True)
    scale = torch.where(high > -low, high, low) / -8
    inverse = torch.where(scale == 0, torch.zeros_like(scale), 1 / scale)
    steps = (blocks * inverse).add_(8.5).floor_().clamp_(0, 15).sub_(8)
    return steps.mul_(scale.half().float()).reshape(weight.shape)


def maps(language: Language) -> list[FusedLora]:
    """The maps that the adapter changes."""
    return [one for one in language.model.modules() if isinstance(one, FusedLora)]


def exact(language: Language) -> list[torch.Tensor]:
    """The base's weights, to round from and to put back."""
    return [one.base_layer.weight.data for one in maps(language)]


@torch.no_grad()
def settle(language: Language, weights: Sequence[torch.Tensor]) -> None:
    """Make each map, with the adapter of now, what Q4_0 keeps of ``weights`` and the adapter.

    Nothing happens where no ``weights`` are given.
    """
    for one, weight in zip(maps(language) if weights else (), weights, strict=True):
        delta = one.get_delta_weight(one.active_adapters[0]).float()
        kept = q4_0((weight.float() + delta).half())
        one.base_layer.weight.data = (kept - delta).to(weight.dtype)


def restore(language: Language, weights: Sequence[torch.Tensor]) -> None:
    """Put the base's ``weights`` back, where any are given."""
    for one, weight in zip(maps(language) if weights else (), weights, strict=True):
        one.base_layer.weight.data = weight
