"""Reward models: how good is an answer, learned from pairs; and WARM, the average of several.

One reward model learns quirks of the answers that it happened to see, and whatever is trained
against it finds them. Models that begin alike and see different pairs learn different quirks, and
what they have in common is what was meant: their average, weight by weight, keeps that and thins
out the rest (Ramé et al., WARM, 2024).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch.nn import functional

from training import language_model
from training.documents import Part, chain, collate
from training.language_model import Language
from training.preference import Pair


@dataclass(frozen=True, slots=True)
class Reward:
    """A model with an adapter, and what its last hidden state [width] is multiplied with."""

    language: Language
    head: torch.Tensor

    def score(self, texts: Sequence[str]) -> torch.Tensor:
        """How good each text is, [texts] float32: only differences mean something."""
        tokenizer = self.language.tokenizer
        rows = [tokenizer(text, add_special_tokens=False)["input_ids"] for text in texts]
        batch = collate([chain([Part(tuple(row))]) for row in rows], self.language.pad)
        core = self.language.model.get_base_model()
        hidden = core.model(
            input_ids=batch.tokens, attention_mask=None, use_cache=False
        ).last_hidden_state
        last = torch.tensor([len(row) - 1 for row in rows])
        return hidden[torch.arange(len(rows)), last].float() @ self.head


def begin(language: Language, *, rank: int = 8, alpha: int = 16, seed: int = 0) -> Reward:
    """A reward model that has learned nothing; those of one seed can be averaged."""
    adapted = language_model.adapt(language, rank=rank, alpha=alpha, seed=seed)
    width = language.model.config.hidden_size
    generator = torch.Generator().manual_seed(seed)
    return Reward(adapted, torch.randn(width, generator=generator) / width**0.5)


def learn(
    reward: Reward,
    pairs: Sequence[Pair],
    *,
    steps: int,
    batch: int = 8,
    learning_rate: float = 1e-3,
    seed: int = 0,
) -> tuple[Reward, list[float]]:
    """Score the wanted answers above the others (Bradley–Terry); returns the loss at every step."""
    head = reward.head.clone().requires_grad_()
    learning = Reward(reward.language, head)
    weights = [value for value in reward.language.model.parameters() if value.requires_grad]
    optimiser = torch.optim.AdamW([*weights, head], lr=learning_rate, weight_decay=0.0)
    generator = torch.Generator().manual_seed(seed)
    found = []
    for _ in range(steps):
        some = [pairs[place] for place in torch.randint(len(pairs), (batch,), generator=generator)]
        scores = learning.score(
            [pair.prompt + pair.chosen for pair in some]
            + [pair.prompt + pair.rejected for pair in some]
        )
        loss = -functional.logsigmoid(scores[:batch] - scores[batch:]).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        found.append(loss.item())
    return Reward(reward.language, head.detach()), found


def average(rewards: Sequence[Reward], base: Language) -> Reward:
    """WARM: the reward model whose weights are the mean of the others'.

    Args:
        rewards: Models that began alike, with adapters of one rank.
        base: The same base model, without an adapter.

    The mean of low-rank products is one of a higher rank: the factors stand side by side.
    """
    config = rewards[0].language.model.peft_config["default"]
    number = len(rewards)
    merged = language_model.adapt(base, rank=config.r * number, alpha=config.lora_alpha * number)
    kept = [dict(one.language.model.named_parameters()) for one in rewards]
    with torch.no_grad():
        for name, value in merged.model.named_parameters():
            if "lora_A" in name:
                value.copy_(torch.cat([one[name] for one in kept]))
            elif "lora_B" in name:
                value.copy_(torch.cat([one[name] for one in kept], dim=1) / number)
    return Reward(merged, torch.stack([one.head for one in rewards]).mean(dim=0))
