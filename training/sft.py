"""Supervised fine-tuning of a LoRA adapter on documents, with checkpoints to go on from."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from accelerate import Accelerator

from training import losses, rounding
from training.documents import Batch, Document, batches, collate
from training.language_model import Language

Report = Callable[[dict[str, float]], None]

Objective = Callable[[torch.Tensor, torch.Tensor, Batch], torch.Tensor]
"""From the loss, the logits at the answers [answers, vocabulary] and their batch to the loss that
is learned by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """How long and how fast to learn."""

    learning_rate: float = 1e-3
    warmup: int = 20
    """Steps until the full rate."""
    epochs: float = 1.0
    batch_tokens: int = 1024
    minutes: float | None = None
    """Stop learning after so long; the rate falls to nothing by then."""
    recommender: float = 0.0
    """Of the loss so much is to answer as a recommender would, where documents tell how."""
    clip: float = 1.0
    weight_decay: float = 0.0
    seed: int = 0
    validate_every: int = 100
    patience: int = 3
    """Validations without a better loss until learning stops."""
    round_every: int = 0
    """Steps until the maps are rounded to 4 bits anew (``rounding``); 0: they never are."""


@dataclass(frozen=True, slots=True)
class Trained:
    """How learning went."""

    steps: int
    tokens: int
    seconds: float
    loss: float
    """On validation, the best seen."""


def train(
    language: Language,
    documents: Sequence[Document],
    schedule: Schedule,
    *,
    answers: Sequence[int],
    valid: Sequence[Document] = (),
    checkpoint: Path | None = None,
    report: Report = lambda _: None,
    objective: Objective = lambda loss, _logits, _batch: loss,
) -> Trained:
    """Learn the answers in ``documents``; afterwards the model holds its best weights.

    Args:
        language: A model with an adapter, the only weights that change.
        documents: What to learn from, in any order.
        schedule: How long and how fast.
        answers: The tokens that answers are, for ``choice_loss``.
        valid: Documents to stop early by; without any the last weights are kept.
        checkpoint: A file to go on from if it exists, and to keep the state in.
        report: Told the step, the loss and the rate at every step.
        objective: What else is learned by, such as what a teacher says (``distil``).
    """
    weights = [value for value in language.model.parameters() if value.requires_grad]
    accelerator = Accelerator()
    language.model.to(accelerator.device)
    optimiser = torch.optim.AdamW(
        weights, lr=schedule.learning_rate, weight_decay=schedule.weight_decay
    )
    plan = _plan(documents, schedule)
    share = accelerator.num_processes
    plan = plan[: max(share, len(plan) // share * share)][accelerator.process_index :: share]
    exact = rounding.exact(language) if schedule.round_every else ()
    state = _State(step=0, seconds=0.0, best=float("inf"), waited=0, kept=None)
    if checkpoint is not None and checkpoint.exists():
        state = _resume(checkpoint, weights, optimiser)
    tokens = 0
    language.model.train()
    began = time.monotonic() - state.seconds
    while state.step < len(plan) and state.waited < schedule.patience:
        state.seconds = time.monotonic() - began
        done = state.step / len(plan)
        if schedule.minutes is not None:
            done = _agreed(accelerator, max(done, state.seconds / 60 / schedule.minutes))
        if done >= 1:
            break
        rate = schedule.learning_rate * min(1.0, (state.step + 1) / schedule.warmup) * (1 - done)
        for group in optimiser.param_groups:
            group["lr"] = rate
        if not tokens or state.step % max(schedule.round_every, 1) == 0:
            rounding.settle(language, exact)
        loss = _loss(language, plan[state.step], answers, schedule.recommender, objective)
        optimiser.zero_grad()
        loss.backward()
        _share(accelerator, weights, schedule.clip)
        optimiser.step()
        tokens += sum(map(len, plan[state.step]))
        state.step += 1
        figures = {"step": state.step, "of": len(plan), "loss": loss.item(), "rate": rate}
        if valid and (state.step % schedule.validate_every == 0 or state.step == len(plan)):
            rounding.settle(language, exact)
            figures["valid"] = _agreed(accelerator, validate(language, valid, answers))
            _note(state, figures["valid"], language)
        figures["seconds"] = time.monotonic() - began
        if accelerator.is_main_process:
            report(figures)
        if (
            checkpoint is not None
            and accelerator.is_main_process
            and state.step % schedule.validate_every == 0
        ):
            _keep(checkpoint, state, weights, optimiser, time.monotonic() - began)
    if valid and state.step % schedule.validate_every:
        rounding.settle(language, exact)
        _note(state, _agreed(accelerator, validate(language, valid, answers)), language)
    rounding.restore(language, exact)
    if state.kept is not None:
        _put(state.kept, weights)
    language.model.eval()
    return Trained(state.step, tokens, time.monotonic() - began, state.best)


@torch.no_grad()
def validate(language: Language, documents: Sequence[Document], answers: Sequence[int]) -> float:
    """Mean loss over the answers of ``documents``."""
    language.model.eval()
    total = weight = 0.0
    for group in batches(documents, tokens=4096):
        number = sum(len(part.answers) for document in group for part in document.parts)
        total += _loss(language, group, answers, 0.0).item() * number
        weight += number
    language.model.train()
    return total / max(weight, 1)


def _plan(documents: Sequence[Document], schedule: Schedule) -> list[list[Document]]:
    """Every batch of the whole training, in order: the same for the same seed."""
    generator = torch.Generator().manual_seed(schedule.seed)
    plan: list[list[Document]] = []
    while len(plan) < 1 or _epochs(plan, documents) < schedule.epochs:
        plan += list(batches(documents, tokens=schedule.batch_tokens, generator=generator))
    return plan[: max(1, round(len(plan) * schedule.epochs / _epochs(plan, documents)))]


def _agreed(accelerator: Accelerator, value: float) -> float:
    """The mean over all processors: what is decided by it, all of them decide alike."""
    if accelerator.num_processes == 1:
        return value
    told = torch.tensor(value, device=accelerator.device)
    return float(accelerator.reduce(told, reduction="mean"))


def _share(accelerator: Accelerator, weights: Sequence[torch.Tensor], clip: float) -> None:
    """Give all processors the adapter's mean gradient, clipped; the base is the same in all."""
    if accelerator.num_processes > 1:
        for weight in weights:
            weight.grad = accelerator.reduce(weight.grad, reduction="mean")
    torch.nn.utils.clip_grad_norm_(weights, clip)


def _put(values: Sequence[torch.Tensor], weights: Sequence[torch.Tensor]) -> None:
    with torch.no_grad():
        for weight, value in zip(weights, values, strict=True):
            weight.copy_(value)


def _loss(
    language: Language,
    group: Sequence[Document],
    answers: Sequence[int],
    recommender: float,
    objective: Objective = lambda loss, _logits, _batch: loss,
) -> torch.Tensor:
    batch = collate(group, language.pad).to(language.model.device)
    logits = losses.answer_logits(language, batch)
    loss = losses.answer_loss(logits, batch)
    if recommender and batch.wanted is not None:
        wanted = losses.recommended_loss(logits, batch.wanted, answers)
        loss = (1 - recommender) * loss + recommender * wanted
    if batch.choices:
        loss = loss + losses.choice_loss(logits, batch, answers)
    return objective(loss, logits, batch)


@dataclass(slots=True)
class _State:
    step: int
    seconds: float
    best: float
    waited: int
    kept: list[torch.Tensor] | None


def _note(state: _State, loss: float, language: Language) -> None:
    if loss < state.best:
        state.best, state.waited = loss, 0
        state.kept = [w.detach().clone() for w in language.model.parameters() if w.requires_grad]
    else:
        state.waited += 1


def _keep(
    path: Path,
    state: _State,
    weights: Sequence[torch.Tensor],
    optimiser: torch.optim.Optimizer,
    seconds: float,
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = {
        "weights": list(weights),
        "optimiser": optimiser.state_dict(),
        "state": (state.step, seconds, state.best, state.waited, state.kept),
    }
    unfinished = path.with_suffix(".part")
    torch.save(whole, unfinished)
    unfinished.replace(path)


def _resume(
    path: Path, weights: Sequence[torch.Tensor], optimiser: torch.optim.Optimizer
) -> _State:
    whole = torch.load(path, weights_only=True)
    _put(whole["weights"], weights)
    optimiser.load_state_dict(whole["optimiser"])
    return _State(*whole["state"])


def _epochs(plan: Sequence[Sequence[Document]], documents: Sequence[Document]) -> float:
    return sum(map(len, plan)) / max(len(documents), 1)
