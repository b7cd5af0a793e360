"""What training makes small: cross-entropy at the answers, and right choices among candidates."""

from collections.abc import Sequence

import torch
from torch.nn import functional

from training.documents import Batch
from training.language_model import Language


def answer_logits(language: Language, batch: Batch) -> torch.Tensor:
    """The logits from which each answer is predicted, [answers, vocabulary], float32.

    Only the answers' positions go through the output layer, which is a fifth of a small model.
    """
    core = (
        language.model.get_base_model()
        if hasattr(language.model, "peft_config")
        else language.model
    )
    hidden = core.model(
        input_ids=batch.tokens,
        position_ids=batch.positions,
        attention_mask=None if batch.mask is None else _additive(batch.mask, core.dtype),
        use_cache=False,
    ).last_hidden_state
    return core.lm_head(hidden[batch.rows, batch.columns]).float()


def _additive(mask: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    """0 where the row sees the column, else the least number: every kind of attention takes it."""
    hidden = torch.full(mask.shape, torch.finfo(dtype).min, dtype=dtype, device=mask.device)
    return hidden.masked_fill(mask, 0.0)


def answer_loss(logits: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Mean cross-entropy of the answers over the whole vocabulary."""
    return functional.cross_entropy(logits, batch.labels)


def recommended_loss(
    logits: torch.Tensor, wanted: torch.Tensor, answers: Sequence[int]
) -> torch.Tensor:
    """Mean cross-entropy with a recommender's answers, where it has any.

    Args:
        logits: [answers, vocabulary]
        wanted: [answers, kinds] the recommender's chance of each kind of answer; 0 where it has
            none.
        answers: the token of each kind.
    """
    said = functional.log_softmax(logits, dim=-1)[:, list(answers)]
    return -(wanted * said).sum() / (wanted.sum(dim=-1) > 0).sum()


def choice_loss(logits: torch.Tensor, batch: Batch, answers: Sequence[int]) -> torch.Tensor:
    """Mean cross-entropy of choosing the right candidate of each group by its margin.

    Args:
        logits: [answers, vocabulary]; each part of a group holds one answer.
        batch: its ``choices`` name the right part first.
        answers: the tokens of No and Yes.
    """
    margins = logits[:, answers[-1]] - logits[:, answers[0]]
    place = {part: number for number, part in enumerate(batch.parts)}
    groups = [
        functional.log_softmax(margins[[place[part] for part in group]], dim=0)[0]
        for group in batch.choices
    ]
    return -torch.stack(groups).mean()
