"""The language model as a scorer: what it answers after a history, base or with an adapter."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from transformers import PreTrainedTokenizerBase

from eventpal import paths
from eventpal.errors import BadInput
from training import distil, kept, language_model, losses
from training.documents import Document, Part, batches, collate
from training.kept import Kept
from training.language_model import Language
from training.lines import Form, Writer, ordered
from training.models.protocol import Answer, Floats, Setting, rating_of
from training.queries import Item, Listwise, Pointwise
from training.verdicts import Verdict

Asked = tuple[int, Item, Floats | None]
"""The place of a question, what is asked about, and the person's standing."""

_TOKENS = 4096
"""Evaluated at once."""

_LONGEST = 24
"""Of a history, so many of the last items are told."""


def build(name: str, setting: Setting) -> "LanguageScorer":
    """The base model, or with the adapter of ``setting``.

    The base is the file or folder in EVENTPAL_BASE_MODEL, else what ``eventpal models get`` keeps.
    """
    del name
    language = language_model.load(base_model())
    if setting.adapter is None:
        return LanguageScorer(language, None)
    return LanguageScorer(adapted(language, setting.adapter), kept.load(setting.adapter))


def adapted(language: Language, folder: Path) -> Language:
    """The bare model with the adapter in ``folder``.

    A student's is put on the layers that it was cut down to, those of the model adapted before.
    """
    task = kept.load(folder)
    if task.layers:
        whole = adapted(language, folder.with_name(task.cut_from))
        language = distil.pruned(language_model.whole(whole), task.layers)
    return language_model.read_adapter(language, folder)


def base_model() -> Path:
    """Where the base model is."""
    chosen = os.environ.get("EVENTPAL_BASE_MODEL")
    name = "SmolLM2-135M-Instruct"
    path = Path(chosen) if chosen else paths.models() / name / f"{name}.Q4_1.gguf"
    if not path.exists():
        raise BadInput(
            f"There is no model at {path}: run eventpal models get, or name one in "
            "EVENTPAL_BASE_MODEL."
        )
    return path


def expected(
    task: Kept, words: PreTrainedTokenizerBase, queries: Sequence[Pointwise], *, own: bool = True
) -> list[Answer]:
    """What the number in the prompt says by itself; of anybody where not of this person's own."""
    writer = Writer(words, task.form, task.crowd)
    found = []
    for query in queries:
        told = ordered(task.form, _verdicts(query)[-_LONGEST:])
        standing = writer.standing(told, query.user) if own else None
        title = query.target.title
        like = min(max(task.crowd.share(title, standing), 0.001), 0.999)
        rated = task.form.crowd == "rating"
        stars = task.crowd.expected(title, standing) if rated else rating_of(like)
        found.append(Answer(like, min(max(stars, 1.0), 5.0)))
    return found


class LanguageScorer:
    """Asks the model about each target; a history that several share is read once."""

    def __init__(
        self,
        language: Language,
        task: Kept | None,
        report: Callable[[int, int], None] = lambda _done, _of: None,
    ) -> None:
        """``task`` says how an adapter was taught to read; None: the base model, asked plainly."""
        self._language = language
        self._task = task
        self._report = report

    def pointwise(self, queries: Sequence[Pointwise]) -> list[Answer]:
        """One answer for each query."""
        logits = self.pointwise_logits(queries)
        return kept.answers(logits, self._kept(queries).calibration, self.numbers(queries))

    def numbers(self, queries: Sequence[Pointwise]) -> Floats:
        """The log-odds [queries] that the numbers in the prompts stand for."""
        task = self._kept(queries)
        likes = [one.like for one in expected(task, self._language.tokenizer, queries)]
        return np.log(likes) - np.log1p(-np.array(likes))

    def pointwise_logits(self, queries: Sequence[Pointwise]) -> Floats:
        """The logits of the answers [queries, answers], worst answer first."""
        task = self._kept(queries)
        return self._ask(
            task,
            [_verdicts(query) for query in queries],
            [[query.target] for query in queries],
            [query.user for query in queries],
        )

    def listwise(self, queries: Sequence[Listwise]) -> list[Floats]:
        """For each query the log-odds of each candidate."""
        task = self._task or Kept(form=Form(kind="item", scale="choice", crowd="nothing"))
        logits = self._ask(
            task,
            [[Verdict(item, liked=True) for item in query.history] for query in queries],
            [query.candidates for query in queries],
            [query.user for query in queries],
        )
        odds = kept.log_odds(logits)
        ends = np.cumsum([len(query.candidates) for query in queries])
        return np.split(odds, ends[:-1])

    def _kept(self, queries: Sequence[Pointwise]) -> Kept:
        if self._task is not None:
            return self._task
        rated = all(past.rating is not None for query in queries for past in query.history)
        return Kept(form=Form(kind="item", scale="rating" if rated else "like", crowd="nothing"))

    def _ask(
        self,
        task: Kept,
        histories: Sequence[Sequence[Verdict]],
        targets: Sequence[Sequence[Item]],
        people: Sequence[str],
    ) -> Floats:
        """Logits of the answers to all targets of all histories, in order [targets, answers]."""
        writer = Writer(self._language.tokenizer, task.form, task.crowd)
        places: dict[tuple[int, ...], list[Asked]] = {}
        number = 0
        for history, items, person in zip(histories, targets, people, strict=True):
            told = ordered(task.form, history[-_LONGEST:])
            parts = [writer.head(), *writer.history(told)]
            standing = writer.standing(told, person)
            trunk = tuple(token for part in parts for token in part.tokens)
            for item in items:
                places.setdefault(trunk, []).append((number, item, standing))
                number += 1
        documents: list[Document] = []
        asked: dict[int, list[int]] = {}
        for trunk, questions in places.items():
            for some in _chunks(questions, 64):
                lines = [writer.question(item, standing, parent=0) for _, item, standing in some]
                document = Document((Part(trunk), *lines))
                asked[id(document)] = [place for place, _, _ in some]
                documents.append(document)
        answers = list(writer.answers)
        found = np.zeros((number, len(answers)))
        done = 0
        with torch.inference_mode(), language_model.merged(self._language):
            for group in batches(documents, tokens=_TOKENS):
                batch = collate(group, self._language.pad).to(self._language.model.device)
                logits = losses.answer_logits(self._language, batch)[:, answers]
                where = [place for document in group for place in asked[id(document)]]
                found[where] = logits.double().cpu().numpy()
                done += len(where)
                self._report(done, number)
        return found


def _verdicts(query: Pointwise) -> list[Verdict]:
    return [
        Verdict(past.item, bool(past.liked), past.rating)
        for past in query.history
        if past.liked is not None
    ]


def _chunks(rows: Sequence[Asked], size: int) -> Iterator[Sequence[Asked]]:
    return (rows[at : at + size] for at in range(0, len(rows), size))
