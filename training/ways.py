"""The rows of the language model in a task's table: one model, asked in many ways.

What was said in answer to one way of asking is kept, and serves every row that is made of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random
from typing import TypeVar

import numpy as np

from training import export, kept, language_model, metrics
from training.kept import Calibration, Kept
from training.language_model import Language
from training.metrics import Measured
from training.models import blend
from training.models.llm import LanguageScorer, adapted
from training.models.protocol import Answer, Floats
from training.queries import Listwise, Pointwise
from training.rows import (
    Row,
    Table,
    expected_answers,
    five_odds,
    likely,
    measured,
    ranker,
    together,
)

_Query = TypeVar("_Query", Pointwise, Listwise)

BASE = "base"
CHANGE = "difference"
"""The measure's name: AUC or HR@1 less that of the fine-tuned model on the same queries."""
STUDENTS = (20, 10)
"""Layers of the students that a task may have: see ``training.students``."""
NEUTRAL = "Title {}"
"""What titles are replaced by, to see what they were worth."""


def rows(of: Table) -> dict[str, Row]:
    """The rows of the language model, asked a sample of the queries."""
    found: dict[str, Row] = {
        name: partial(_asked, way=way)
        for name, way in WAYS.items()
        if (way.listwise if of.pointwise else way.pointwise) is None
    }
    if of.listwise:
        return found | {"fine-tuned and bought together": _with_company}
    return found | {
        "fine-tuned, what the model says alone": lambda it: _compared(
            it, kept.answers(said(it, WAYS[TUNED]), _alone(it.task), _numbers(it))
        ),
        "fine-tuned and the number (mean of their odds)": lambda it: _compared(
            it, likely((_numbers(it) + kept.log_odds(said(it, WAYS[TUNED]))) / 2)
        ),
        "fine-tuned and five features (mean of their odds)": lambda it: _compared(
            it, likely((five_odds(it) + kept.log_odds(said(it, WAYS[TUNED]))) / 2)
        ),
        "fine-tuned and EventPal's ranker": lambda it: _compared(
            it, blend.mean(_tuned(it), ranker(it))
        ),
        **{
            f"distilled, {layers} layers": partial(_distilled, layers=layers)
            for layers in STUDENTS
            if _student(of, layers).exists()
        },
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to ask the language model.

    Attributes:
        name: of the file that keeps what it said.
        kind: the base alone, or the adapted model as learned or in one of the quantised kinds.
        task: changes how lines are written.
        pointwise: changes each query, where there are such.
        listwise: changes each list, where there are such.
    """

    name: str
    kind: str = "adapted"
    task: Callable[[Kept], Kept] = lambda task: task
    pointwise: Callable[[Pointwise], Pointwise] | None = None
    listwise: Callable[[Listwise], Listwise] | None = None


def said(of: Table, way: Way) -> Floats:
    """Logits [queries, answers], or the log-odds of all candidates [lists · candidates].

    They are kept in the work folder and not asked for again.
    """
    number = len(of.pointwise) or len(of.listwise)
    path = of.work / of.config.name / f"{way.name}.{number}.npy"
    if path.exists():
        found: Floats = np.load(path)
        return found
    if way.kind == BASE:
        scorer = LanguageScorer(language_model.load(of.base), None)
    else:
        scorer = LanguageScorer(_model_of(of, way.kind), way.task(of.task))
    if of.listwise:
        found = np.concatenate(scorer.listwise([_changed(way.listwise, q) for q in of.listwise]))
    else:
        found = scorer.pointwise_logits([_changed(way.pointwise, q) for q in of.pointwise])
    path.parent.mkdir(parents=True, exist_ok=True)
    np.save(path, found)
    return found


def _changed(change: Callable[[_Query], _Query] | None, query: _Query) -> _Query:
    return query if change is None else change(query)


def _model_of(of: Table, kind: str) -> Language:
    """The adapted model, as it was learned or as a file of that ``kind`` keeps it."""
    if kind == "adapted":
        return adapted(language_model.load(of.base), of.adapter)
    whole = of.work / of.config.name / "f16.gguf"
    small = whole.with_name(f"{kind}.gguf")
    small.parent.mkdir(parents=True, exist_ok=True)
    if not whole.exists():
        language = adapted(language_model.load(of.base), of.adapter)
        base = of.base if of.base.is_file() else None
        export.write_model(language.model, language.tokenizer, whole, base=base)
    if not small.exists():
        export.quantise(whole, small, kind)
    return Language(language_model.weights(small), language_model.tokenizer(of.base))


def _asked(of: Table, way: Way) -> Mapping[str, Measured]:
    found = said(of, way)
    if of.listwise:
        lists = [_changed(way.listwise, query) for query in of.listwise]
        return _compared_lists(of, _parted(of, found), [query.positive or 0 for query in lists])
    if way.kind == BASE:
        return _compared(of, kept.answers(found, Calibration(), np.zeros(len(found))))
    task = way.task(of.task)
    changed = replace(of, task=task, pointwise=[_changed(way.pointwise, q) for q in of.pointwise])
    return _compared(of, kept.answers(found, task.calibration, _numbers(changed)))


def _student(of: Table, layers: int) -> Path:
    """The folder of its adapter."""
    return of.adapter.with_name(f"{of.adapter.name}-{layers}-layers")


def _distilled(of: Table, layers: int) -> Mapping[str, Measured]:
    folder = _student(of, layers)
    its = replace(of, adapter=folder, task=kept.load(folder))
    logits = said(its, Way(name=f"layers_{layers}"))
    return _compared(of, kept.answers(logits, its.task.calibration, _numbers(its)))


def _tuned(of: Table) -> list[Answer]:
    return kept.answers(said(of, WAYS[TUNED]), of.task.calibration, _numbers(of))


def _numbers(of: Table) -> Floats:
    """The log-odds that the numbers in the prompts stand for, [queries]."""
    likes = np.array([one.like for one in expected_answers(of, own=True)])
    found: Floats = np.log(likes) - np.log1p(-likes)
    return found


def _compared(of: Table, answers: Sequence[Answer]) -> Mapping[str, Measured]:
    """As ``measured``, and how far the AUC is from that of the fine-tuned model, in pairs."""
    liked = np.array([bool(query.liked) for query in of.pointwise])
    one, other = (np.array([it.like for it in both]) for both in (answers, _tuned(of)))
    _, codes = np.unique([query.user for query in of.pointwise], return_inverse=True)
    change = metrics.bootstrap(
        codes,
        lambda counts: (
            metrics.auc(one, liked, counts[codes]) - metrics.auc(other, liked, counts[codes])
        ),
    )
    return {**measured(of, answers), CHANGE: change}


def _compared_lists(
    of: Table, scores: Sequence[Floats], positives: Sequence[int]
) -> Mapping[str, Measured]:
    users = [query.user for query in of.listwise]
    gains = metrics.gains(scores, positives)
    tuned = _parted(of, said(of, WAYS[TUNED]))
    before = metrics.gains(tuned, [query.positive or 0 for query in of.listwise])
    return metrics.mean_measures(users, {**gains, CHANGE: gains["hr@1"] - before["hr@1"]})


def _parted(of: Table, odds: Floats) -> list[Floats]:
    return np.split(odds, np.cumsum([len(query.candidates) for query in of.listwise])[:-1])


def _alone(task: Kept) -> Calibration:
    """The number in the prompt says nothing beside the model."""
    return replace(task.calibration, number_scale=0.0)


def _blank(task: Kept) -> Kept:
    """Every item as good as the average one; how the person leans is still told."""
    return replace(task, crowd=task.crowd.blank())


def _untitled(task: Kept) -> Kept:
    """The numbers as they are, and every title the same word."""
    return replace(task, form=replace(task.form, titles=False))


def _told_in_order(task: Kept) -> Kept:
    return replace(task, form=replace(task.form, mixed=False))


def _neutral(query: Pointwise) -> Pointwise:
    """The same numbers cannot be told of titles that nobody knows, so both fall away."""
    history = tuple(
        replace(past, item=replace(past.item, title=NEUTRAL.format(place)))
        for place, past in enumerate(query.history)
    )
    return replace(
        query, history=history, target=replace(query.target, title=NEUTRAL.format("new"))
    )


def _backwards(query: Pointwise) -> Pointwise:
    return replace(query, history=query.history[::-1])


def _shuffled(query: Listwise) -> Listwise:
    order = Random(query.user).sample(range(len(query.candidates)), len(query.candidates))
    return replace(
        query,
        candidates=tuple(query.candidates[place] for place in order),
        positive=None if query.positive is None else order.index(query.positive),
    )


def _with_company(of: Table) -> Mapping[str, Measured]:
    """Both scores, each scaled to its spread among the candidates, of equal weight."""
    both = zip(_parted(of, said(of, WAYS[TUNED])), together(of), strict=True)
    scores = [
        (one - one.mean()) / (one.std() + 1e-9) + (other - other.mean()) / (other.std() + 1e-9)
        for one, other in both
    ]
    return _compared_lists(of, scores, [query.positive or 0 for query in of.listwise])


TUNED = "fine-tuned"
WAYS: Mapping[str, Way] = {
    "base model": Way(name="base", kind=BASE),
    TUNED: Way(name="tuned"),
    "fine-tuned, Q8_0": Way(name="q8_0", kind="q8_0"),
    "fine-tuned, Q4_K_M": Way(name="q4_k_m", kind="q4_k_m"),
    "fine-tuned, Q4_0": Way(name="q4_0", kind="q4_0"),
    "fine-tuned, items' numbers blanked": Way(name="blank", task=_blank),
    "fine-tuned, titles neutral, numbers kept": Way(name="untitled", task=_untitled),
    "fine-tuned, titles neutral, numbers gone with them": Way(name="neutral", pointwise=_neutral),
    "fine-tuned, history backwards": Way(
        name="backwards", task=_told_in_order, pointwise=_backwards
    ),
    "fine-tuned, candidates shuffled": Way(name="shuffled", listwise=_shuffled),
}
"""Every way by the name of its row."""
