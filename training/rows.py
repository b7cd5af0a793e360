"""A task's held-out queries, and the rows of its table that ask no language model."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import numpy as np

from training import config as configs
from training import five, kept, language_model, metrics, readers, tasks
from training.company import Company
from training.config import Config
from training.crowd import Crowd
from training.kept import Kept
from training.lines import Writer
from training.metrics import Measured
from training.models import registry
from training.models.llm import expected
from training.models.protocol import Answer, Floats, Setting, rating_of
from training.queries import Listwise, Pointwise
from training.verdicts import People, Verdict


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
    """The rows that ask no language model."""
    if of.listwise:
        return {
            "popularity": lambda it: _listed(it, [_ranks(it.task.crowd, q) for q in it.listwise]),
            "bought together (co-occurrence)": lambda it: _listed(it, together(it)),
            "how well it goes with the others: the number in the prompt": lambda it: _listed(
                it, _number(it)
            ),
            "words in common (BM25)": lambda it: _listed(it, _model("bm25", it)),
            "EventPal's ranker": lambda it: _listed(it, _model("app", it)),
        }
    return {
        "share of likes in the history": lambda it: measured(
            it, [Answer(p, rating_of(p)) for p in map(_share, it.pointwise)]
        ),
        "what others thought of the item": lambda it: measured(it, expected_answers(it, own=False)),
        "… and this person: the number in the prompt": lambda it: measured(
            it, expected_answers(it, own=True)
        ),
        "five features (logistic)": lambda it: measured(it, likely(five_odds(it))),
        "EventPal's ranker": lambda it: measured(it, ranker(it)),
    }


def _share(query: Pointwise) -> float:
    told = [past.liked for past in query.history if past.liked is not None]
    return (sum(told) + 1) / (len(told) + 2)


def expected_answers(of: Table, *, own: bool) -> list[Answer]:
    """The number as an answer of its own."""
    return expected(of.task, language_model.tokenizer(of.base), of.pointwise, own=own)


def five_odds(of: Table) -> Floats:
    """What the five features say, [queries]."""
    config = of.config
    odds = five.learn(of.taught, of.counted, folds=config.folds, tastes=config.tastes)
    return odds(of.pointwise)


def likely(odds: Floats) -> list[Answer]:
    """Log-odds [queries] as answers; a rating is spread evenly."""
    return [Answer(float(p), rating_of(float(p))) for p in 1 / (1 + np.exp(-odds))]


def ranker(of: Table) -> Sequence[Answer]:
    """What EventPal's own ranker answers."""
    return registry.build("app", Setting()).pointwise(of.pointwise)


def _model(name: str, of: Table) -> Sequence[Floats]:
    return registry.build(name, Setting()).listwise(of.listwise)


def _ranks(crowd: Crowd | Company, query: Listwise) -> Floats:
    return np.array([crowd.titles.rank(item.title) for item in query.candidates])


def _number(of: Table) -> list[Floats]:
    """The number of each candidate."""
    writer = Writer(language_model.tokenizer(of.base), of.task.form, of.task.crowd)
    found = []
    for query in of.listwise:
        standing = writer.standing([Verdict(item, liked=True) for item in query.history], "")
        told = [of.task.crowd.share(item.title, standing) for item in query.candidates]
        found.append(np.array(told))
    return found


def together(of: Table) -> list[Floats]:
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


def measured(of: Table, answers: Sequence[Answer]) -> Mapping[str, Measured]:
    """What the answers to the table's queries are worth."""
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
