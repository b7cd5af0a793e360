"""Distillation: a student learns what a teacher would say, not only what was said.

The teacher is a larger model with the same tokenizer, whose logits at every answer are the target.
Students with fewer layers are cut from a model's own. What is learned from a recommender is part of
plain learning: see ``losses.recommended_loss``.
"""

import copy
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch.nn import functional

from eventpal.errors import BadInput
from training import losses
from training.documents import Batch, Document, batches, collate
from training.language_model import Language
from training.sft import Schedule


@dataclass(frozen=True, slots=True)
class Balance:
    """What a model costs and what it is worth, for the table of sizes."""

    layers: int
    weights: int
    """How many."""
    tokens_per_second: float
    """Read, on this machine, one thread or as many as torch was given."""
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
    temperature: float = 2.0,
    share: float = 0.5,
) -> list[float]:
    """Teach ``student`` (what of it learns) the teacher's logits at the answers.

    Args:
        teacher: The larger model; it stays as it is.
        student: The smaller one.
        documents: Where both are asked.
        schedule: How long and how fast.
        temperature: By how much both are softened.
        share: Of the teacher in the loss; the rest is the true answer.

    Returns:
        The loss at every step.
    """
    check(teacher, student)

    def loss(batch: Batch, _group: Sequence[Document]) -> torch.Tensor:
        with torch.no_grad():
            wanted = losses.answer_logits(teacher, batch)
        said = losses.answer_logits(student, batch)
        soft = logit_loss(said, wanted, temperature)
        return share * soft + (1 - share) * losses.answer_loss(said, batch)

    return _learn(student, documents, schedule, loss)


@torch.no_grad()
def balance(language: Language, documents: Sequence[Document]) -> Balance:
    """Size, speed and quality of a model on held-out documents."""
    began = time.perf_counter()
    total = answers = 0.0
    for group in batches(documents, tokens=2048):
        batch = collate(group, language.pad)
        number = len(batch.labels)
        total += losses.answer_loss(losses.answer_logits(language, batch), batch).item() * number
        answers += number
    seconds = time.perf_counter() - began
    core = language.model
    return Balance(
        layers=core.config.num_hidden_layers,
        weights=sum(value.numel() for value in core.parameters()),
        tokens_per_second=sum(map(len, documents)) / seconds,
        loss=total / max(answers, 1),
    )


def _learn(
    student: Language,
    documents: Sequence[Document],
    schedule: Schedule,
    loss: Callable[[Batch, Sequence[Document]], torch.Tensor],
) -> list[float]:
    weights = [value for value in student.model.parameters() if value.requires_grad]
    if not weights:
        raise BadInput("Nothing of the student learns: give it an adapter, or free its weights.")
    optimiser = torch.optim.AdamW(weights, lr=schedule.learning_rate, weight_decay=0.0)
    generator = torch.Generator().manual_seed(schedule.seed)
    found: list[float] = []
    student.model.train()
    for _ in range(max(1, round(schedule.epochs))):
        for group in batches(documents, tokens=schedule.batch_tokens, generator=generator):
            value = loss(collate(group, student.pad), group)
            optimiser.zero_grad()
            value.backward()
            torch.nn.utils.clip_grad_norm_(weights, schedule.clip)
            optimiser.step()
            found.append(value.item())
    student.model.eval()
    return found
