"""The rows of a task's table: each one way to answer the same held-out queries."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

import numpy as np

from training import config as configs
from training import export, five, kept, language_model, metrics, readers, tasks
from training.company import Company
from training.config import Config
from training.crowd import Crowd
from training.kept import Kept
from training.lines import Writer
from training.metrics import Measured
from training.models import registry
from training.models.llm import LanguageScorer, expected
from training.models.protocol import Answer, Floats, Scorer, Setting, rating_of
from training.queries import Listwise, Pointwise
from training.verdicts import People, Verdict

NEUTRAL = "Title {}"
"""What titles are replaced by, to see what they were worth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One task: its queries, and what its adapter keeps."""

    config: Config
    adapter: Path
    task: Kept
    pointwise: Sequence[Pointwise] = ()
    listwise: Sequence[Listwise] = ()
    people: People = field(default_factory=dict)
    """Who is learned from."""
    taught: Sequence[Pointwise] = ()
    """Queries to learn from, with answers."""
    counted: People = field(default_factory=dict)
    """Who the numbers are learned from."""
    base: Path
    work: Path


Row = Callable[[Table], Mapping[str, Measured]]


def table(path: Path, *, adapters: Path, data: Path, base: Path, work: Path, limit: int) -> Table:
    """The task of the config in ``path``, with at most ``limit`` of its held-out queries."""
    config = configs.read(path)
    adapter = adapters / config.name
    found = readers.read(config, data)
    held = tasks.held_out(found.people, config.hold_out)
    pointwise: Sequence[Pointwise] = ()
    listwise: Sequence[Listwise] = ()
    if config.reader == "purchases":
        users = sorted(held)[:limit]
        catalogue = tasks.catalogue(found.people)
        listwise = tasks.next_purchases(found.people, users, catalogue, config.seed)
    elif config.valid:
        pointwise = readers.queries(data / config.valid)
    else:
        pointwise = [query for query in found.queries if query.user in held]
    outside = {query.user for name in config.without for query in readers.queries(data / name)}
    out = (set() if config.valid else held) | outside
    people = {user: own for user, own in found.people.items() if user not in out}
    if len(pointwise) > limit:
        pointwise = Random(0).sample(pointwise, limit)
    return Table(
        config=config,
        adapter=adapter,
        task=kept.load(adapter),
        pointwise=pointwise,
        listwise=listwise,
        people=people,
        taught=[query for query in found.queries if query.user not in out],
        counted=tasks.counted_people(config, data, people, out) if found.queries else {},
        base=base,
        work=work,
    )


def rows(of: Table) -> dict[str, Row]:
    """Every row of the task by its name, the plain ones first."""
    found: dict[str, Row] = {}
    if of.pointwise:
        found["share of likes in the history"] = lambda it: _measured(
            it, [Answer(p, rating_of(p)) for p in map(_share, it.pointwise)]
        )
        found["what others thought of the item"] = lambda it: _measured(
            it, _expected(it, own=False)
        )
        found["… and this person: the number in the prompt"] = lambda it: _measured(
            it, _expected(it, own=True)
        )
        found["five features (logistic)"] = lambda it: _measured(it, _likely(_five(it)))
    else:
        found["popularity"] = lambda it: _listed(
            it, [_ranks(it.task.crowd, q) for q in it.listwise]
        )
        found["bought together (co-occurrence)"] = lambda it: _listed(it, _together(it))
        found["how well it goes with the others: the number in the prompt"] = lambda it: _listed(
            it, _number(it)
        )
        found["words in common (BM25)"] = lambda it: _listed(it, _model("bm25", it))
    found["EventPal's ranker"] = _by("app")
    found["base model"] = lambda it: _scored(it, _plain(it))
    found["fine-tuned"] = lambda it: _scored(it, _adapted(it, it.task))
    found["fine-tuned, what the model says alone"] = lambda it: _scored(
        it, _adapted(it, _alone(it.task))
    )
    found["fine-tuned, items' numbers blanked"] = lambda it: _scored(
        it, _adapted(it, _blank(it.task))
    )
    found["fine-tuned, titles neutral"] = lambda it: _scored(
        replace(it, pointwise=[_neutral(q) for q in it.pointwise]), _adapted(it, it.task)
    )
    found["fine-tuned, history backwards"] = lambda it: _scored(
        replace(it, pointwise=[replace(q, history=q.history[::-1]) for q in it.pointwise]),
        _adapted(it, replace(it.task, form=replace(it.task.form, mixed=False))),
    )
    found["fine-tuned, with the number's own odds (logistic, cross-fitted)"] = _blended
    found["fine-tuned and five features (mean of their odds)"] = lambda it: _measured(
        it,
        _likely(
            (_five(it) + kept.log_odds(_adapted(it, it.task).pointwise_logits(it.pointwise))) / 2
        ),
    )
    found["fine-tuned and EventPal's ranker"] = _by("llm+app")
    for kind in ("q8_0", "q4_0"):
        found[f"fine-tuned, {kind.upper()}"] = _quantised(kind)
    if of.listwise:
        del found["fine-tuned, titles neutral"]
        del found["fine-tuned and five features (mean of their odds)"]
        del found["fine-tuned, what the model says alone"]
        del found["fine-tuned, history backwards"]
        del found["fine-tuned, with the number's own odds (logistic, cross-fitted)"]
        found["fine-tuned and bought together"] = _with_together
        found["fine-tuned, candidates shuffled"] = lambda it: _scored(
            replace(it, listwise=[_shuffled(q) for q in it.listwise]), _adapted(it, it.task)
        )
    return found


def _share(query: Pointwise) -> float:
    told = [past.liked for past in query.history if past.liked is not None]
    return (sum(told) + 1) / (len(told) + 2)


def _expected(of: Table, *, own: bool) -> list[Answer]:
    """The number as an answer of its own."""
    return expected(of.task, language_model.tokenizer(of.base), of.pointwise, own=own)


def _five(of: Table) -> Floats:
    config = of.config
    odds = five.learn(of.taught, of.counted, folds=config.folds, tastes=config.tastes)
    return odds(of.pointwise)


def _likely(odds: Floats) -> list[Answer]:
    return [Answer(float(p), rating_of(float(p))) for p in 1 / (1 + np.exp(-odds))]


def _by(name: str) -> Row:
    def row(of: Table) -> Mapping[str, Measured]:
        if of.listwise:
            return _listed(of, _model(name, of))
        return _measured(
            of, registry.build(name, Setting(adapter=of.adapter)).pointwise(of.pointwise)
        )

    return row


def _model(name: str, of: Table) -> Sequence[Floats]:
    return registry.build(name, Setting(adapter=of.adapter)).listwise(of.listwise)


def _plain(of: Table) -> LanguageScorer:
    return LanguageScorer(language_model.load(of.base), None)


def _adapted(of: Table, task: Kept) -> LanguageScorer:
    base = language_model.load(of.base)
    return LanguageScorer(language_model.read_adapter(base, of.adapter), task)


def _quantised(kind: str) -> Row:
    def row(of: Table) -> Mapping[str, Measured]:
        whole = of.work / f"{of.config.name}.f16.gguf"
        small = of.work / f"{of.config.name}.{kind}.gguf"
        if not whole.exists():
            language = language_model.read_adapter(language_model.load(of.base), of.adapter)
            base = of.base if of.base.is_file() else None
            export.write_model(language.model, language.tokenizer, whole, base=base)
        if not small.exists():
            export.quantise(whole, small, kind)
        return _scored(of, LanguageScorer(language_model.load(small), of.task))

    return row


def _scored(of: Table, scorer: Scorer) -> Mapping[str, Measured]:
    if of.listwise:
        return _listed(of, scorer.listwise(of.listwise))
    return _measured(of, scorer.pointwise(of.pointwise))


def _alone(task: Kept) -> Kept:
    """The number in the prompt says nothing beside the model."""
    return replace(task, calibration=replace(task.calibration, number_scale=0.0))


def _blank(task: Kept) -> Kept:
    """Every item as good as the average one; how the person leans is still told."""
    return replace(task, crowd=task.crowd.blank())


def _neutral(query: Pointwise) -> Pointwise:
    """The same numbers cannot be told of titles that nobody knows, so both fall away."""
    history = tuple(
        replace(past, item=replace(past.item, title=NEUTRAL.format(place)))
        for place, past in enumerate(query.history)
    )
    return replace(
        query, history=history, target=replace(query.target, title=NEUTRAL.format("new"))
    )


def _shuffled(query: Listwise) -> Listwise:
    order = Random(len(query.user)).sample(range(len(query.candidates)), len(query.candidates))
    return replace(
        query,
        candidates=tuple(query.candidates[place] for place in order),
        positive=None if query.positive is None else order.index(query.positive),
    )


def _ranks(crowd: Crowd | Company, query: Listwise) -> Floats:
    return np.array([crowd.rank(item.title) for item in query.candidates])


def _number(of: Table) -> list[Floats]:
    """The number of each candidate."""
    writer = Writer(language_model.tokenizer(of.base), of.task.form, of.task.crowd)
    found = []
    for query in of.listwise:
        standing = writer.standing([Verdict(item, liked=True) for item in query.history], "")
        told = [of.task.crowd.share(item.title, standing) for item in query.candidates]
        found.append(np.array(told))
    return found


def _together(of: Table) -> list[Floats]:
    """How often each candidate was bought by people who bought what is in the history.

    Divided by the roots of how often either was bought at all; a little popularity decides ties.
    """
    asked = {item.id for query in of.listwise for item in query.candidates}
    pairs: Counter[tuple[str, str]] = Counter()
    bought: Counter[str] = Counter()
    for own in of.people.values():
        ids = {one.item.id for one in own}
        bought.update(ids)
        pairs.update((one, other) for other in ids & asked for one in ids if one != other)
    return [
        np.array(
            [
                sum(
                    pairs[past.id, item.id] / np.sqrt(bought[past.id] * bought[item.id] + 1.0)
                    for past in query.history
                )
                + 1e-6 * bought[item.id]
                for item in query.candidates
            ]
        )
        for query in of.listwise
    ]


def _with_together(of: Table) -> Mapping[str, Measured]:
    """Both scores, each scaled to its spread among the candidates, of equal weight."""
    said = _adapted(of, of.task).listwise(of.listwise)
    return _listed(
        of,
        [
            (one - one.mean()) / (one.std() + 1e-9) + (other - other.mean()) / (other.std() + 1e-9)
            for one, other in zip(said, _together(of), strict=True)
        ],
    )


def _blended(of: Table) -> Mapping[str, Measured]:
    """Of the model's odds and the number, weighed by people left out in turn."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - of this row alone

    scorer = _adapted(of, of.task)
    logits = scorer.pointwise_logits(of.pointwise)
    number = np.array([one.like for one in _expected(of, own=True)])
    columns = np.stack([kept.log_odds(logits), np.log(number / (1 - number))], axis=1)
    liked = np.array([bool(query.liked) for query in of.pointwise])
    users = np.array([query.user for query in of.pointwise])
    likes = np.zeros(len(users))
    for fold in range(5):
        out = np.isin(users, np.unique(users)[fold::5])
        if out.any():
            fitted = LogisticRegression().fit(columns[~out], liked[~out])
            likes[out] = fitted.predict_proba(columns[out])[:, 1]
    ratings = kept.ratings(logits, of.task.calibration, np.log(number / (1 - number)))
    return _measured(of, [Answer(float(p), float(r)) for p, r in zip(likes, ratings, strict=True)])


def _measured(of: Table, answers: Sequence[Answer]) -> Mapping[str, Measured]:
    users = [query.user for query in of.pointwise]
    likes = np.array([one.like for one in answers])
    liked = np.array([bool(query.liked) for query in of.pointwise])
    found = dict(metrics.pointwise_measures(users, likes, liked))
    found |= metrics.mean_measures(users, {"accuracy": (likes >= 0.5) == liked})
    if all(query.rating is not None for query in of.pointwise):
        given = np.array([query.rating for query in of.pointwise], dtype=float)
        predicted = np.array([one.rating for one in answers])
        found |= metrics.mean_measures(users, metrics.misses(predicted, given))
    return found


def _listed(of: Table, scores: Sequence[Floats]) -> Mapping[str, Measured]:
    users = [query.user for query in of.listwise]
    positives = [query.positive or 0 for query in of.listwise]
    return metrics.mean_measures(users, metrics.gains(list(scores), positives))
