"""Distillation: a student learns what a teacher would say, not only what was said.

The teacher is a larger model with the same tokenizer, whose logits at every answer are the target.
Students with fewer layers are cut from a model's own. What is learned from a recommender is part of
plain learning: see ``losses.recommended_loss``.
"""

import copy
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch.nn import functional

from eventpal.errors import BadInput
from training import losses, sft
from training.documents import Batch, Document, batches, collate
from training.language_model import Language
from training.sft import Report, Schedule, Trained


@dataclass(frozen=True, slots=True)
class Balance:
    """What a model costs and what it is worth, for the table of sizes."""

    layers: int
    weights: int
    """How many."""
    tokens_per_second: float
    """Read, in a second of processor time on this machine."""
    loss: float
    """Cross-entropy of the answers of held-out documents."""


def pruned(language: Language, layers: int) -> Language:
    """A student of ``layers`` layers: the first and last, and evenly spread ones between."""
    model = copy.deepcopy(language.model)
    number = len(model.model.layers)
    if not 2 <= layers <= number:
        raise BadInput(f"A student has 2 to {number} layers, not {layers}.")
    chosen = [round(place * (number - 1) / (layers - 1)) for place in range(layers)]
    model.model.layers = torch.nn.ModuleList([model.model.layers[place] for place in chosen])
    for place, layer in enumerate(model.model.layers):
        layer.self_attn.layer_idx = place
    model.config.num_hidden_layers = layers
    return Language(model, language.tokenizer)


def check(teacher: Language, student: Language) -> None:
    """Raise BadInput where their tokens are not the same: their logits say different things."""
    if teacher.tokenizer.get_vocab() != student.tokenizer.get_vocab():
        raise BadInput("Teacher and student need the same tokenizer.")


def logit_loss(student: torch.Tensor, teacher: torch.Tensor, temperature: float) -> torch.Tensor:
    """Kullback–Leibler divergence of the softened student from the softened teacher, times T².

    Both [answers, vocabulary].
    """
    return (
        functional.kl_div(
            functional.log_softmax(student / temperature, dim=-1),
            functional.log_softmax(teacher / temperature, dim=-1),
            log_target=True,
            reduction="batchmean",
        )
        * temperature**2
    )


def from_teacher(
    teacher: Language,
    student: Language,
    documents: Sequence[Document],
    schedule: Schedule,
    *,
    answers: Sequence[int],
    temperature: float = 2.0,
    share: float = 0.5,
    valid: Sequence[Document] = (),
    checkpoint: Path | None = None,
    report: Report = lambda _: None,
) -> Trained:
    """Teach ``student`` (what of it learns) the teacher's logits at the answers.

    Args:
        teacher: The larger model; it stays as it is.
        student: The smaller one.
        documents: Where both are asked.
        schedule: How long and how fast.
        answers: As for ``sft.train``.
        temperature: By how much both are softened.
        share: Of the teacher in the loss; the rest is plain learning: the true answer, and what a
            recommender would say where the schedule gives it a weight.
        valid: Documents to stop early by.
        checkpoint: As for ``sft.train``.
        report: As for ``sft.train``.
    """
    check(teacher, student)

    def objective(loss: torch.Tensor, said: torch.Tensor, batch: Batch) -> torch.Tensor:
        with torch.no_grad():
            wanted = losses.answer_logits(teacher, batch)
        return share * logit_loss(said, wanted, temperature) + (1 - share) * loss

    return sft.train(
        student,
        documents,
        schedule,
        answers=answers,
        valid=valid,
        checkpoint=checkpoint,
        report=report,
        objective=objective,
    )


@torch.no_grad()
def balance(language: Language, documents: Sequence[Document]) -> Balance:
    """Size, speed and quality of a model on held-out documents."""
    began = time.process_time()
    total = answers = 0.0
    for group in batches(documents, tokens=2048):
        batch = collate(group, language.pad)
        number = len(batch.labels)
        total += losses.answer_loss(losses.answer_logits(language, batch), batch).item() * number
        answers += number
    seconds = time.process_time() - began
    core = language.model
    return Balance(
        layers=core.config.num_hidden_layers,
        weights=sum(value.numel() for value in core.parameters()),
        tokens_per_second=sum(map(len, documents)) / seconds,
        loss=total / max(answers, 1),
    )
