"""EventPal's own ranker: the shipped features, prior and learner, told one person's history.

Listwise queries with times are told again just as EventPal meets them (``training.replays``).
Things without a time and a place, such as films and games, go through the same content features;
since nobody's first film is an evening out, what these weigh is learned from a file of queries
(``python -m training.pointwise``).
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np

from eventpal.domain import Action, Event, event_id
from eventpal.recommend import features, learner
from eventpal.recommend.features import NAMES
from eventpal.recommend.replay import Replay
from eventpal.recommend.taste import Opinion
from training.models import crossfit
from training.models.crossfit import own_columns, signed
from training.models.protocol import Answer, Floats, Scorer, Setting, rating_of
from training.models.vectors import Vectors, embed
from training.queries import Item, Listwise, Past, Pointwise, all_items
from training.replays import asked

WEIGHTS: Final = Path(__file__).parents[1] / "weights" / "pointwise.json"
CONTENT: Final = (
    *("like_nearest", "like_overall", "interest", "dislike_nearest"),
    *("category", "topic", "word", "novelty"),
)
"""The features that films, books and games have."""
COLUMNS: Final = ("share", "rating", "length", *CONTENT, "neighbours")
_NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)
_ROWS: Final = [NAMES.index(name) for name in CONTENT]


class App:
    """The ranker as shipped."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting

    def listwise(self, queries: Sequence[Listwise]) -> Sequence[Floats]:
        """The log-odds of each candidate under the person's own weights."""
        if any(query.at is None for query in queries):
            return self._by_content(queries)
        scores = []
        for one in asked(queries, self._setting.catalogue):
            belief = learner.posterior(one.choices[-learner.OPINIONS_KEPT :])
            scores.append(one.values @ belief.mean)
        return scores

    def pointwise(self, queries: Sequence[Pointwise]) -> Sequence[Answer]:
        """By the content features and the person's own share of likes."""
        vectors = vectors_of(all_items(queries))
        if self._setting.train is not None:
            return crossfit.answers(
                queries,
                self._setting,
                lambda _: lambda histories, targets: content(histories, targets, vectors),
            )
        told = json.loads(WEIGHTS.read_text(encoding="utf-8"))
        histories = [query.history for query in queries]
        rows = columns(histories, [query.target for query in queries], vectors)
        like = [told["like"][name] for name in COLUMNS]
        rate = [told["rating"][name] for name in COLUMNS]
        likes = 1.0 / (1.0 + np.exp(-(rows @ like + told["like"]["bias"])))
        ratings = np.clip(rows @ rate + told["rating"]["bias"], 1.0, 5.0)
        given = [any(past.rating is not None for past in history) for history in histories]
        return [
            Answer(float(p), float(r) if rated else rating_of(float(p)))
            for p, r, rated in zip(likes, ratings, given, strict=True)
        ]

    def _by_content(self, queries: Sequence[Listwise]) -> list[Floats]:
        items = {item.id: item for query in queries for item in (*query.history, *query.candidates)}
        vectors = vectors_of(list(items.values()))
        weights = learner.prior().mean[_ROWS]
        return [
            _values([Past(item) for item in query.history], query.candidates, vectors) @ weights
            for query in queries
        ]


def build(_: str, setting: Setting) -> Scorer:
    """The model."""
    return App(setting)


def vectors_of(items: Sequence[Item]) -> dict[str, Vectors]:
    """Unit rows by event id."""
    texts = [". ".join(filter(None, [one.title, ", ".join(one.categories)])) for one in items]
    return {event_id(one.id): row for one, row in zip(items, embed(texts), strict=True)}


def columns(
    histories: Sequence[Sequence[Past]], targets: Sequence[Item], vectors: dict[str, Vectors]
) -> Floats:
    """``COLUMNS`` of each history and target, [n, len(COLUMNS)]."""
    return np.hstack([own_columns(histories), content(histories, targets, vectors)])


def content(
    histories: Sequence[Sequence[Past]], targets: Sequence[Item], vectors: dict[str, Vectors]
) -> Floats:
    """The content features, and what the likest of the history were given, [n, k]."""
    rows = [
        [*_values(history, [target], vectors)[0], _neighbours(history, target, vectors)]
        for history, target in zip(histories, targets, strict=True)
    ]
    return np.array(rows, dtype=float).reshape(-1, len(CONTENT) + 1)


def _values(history: Sequence[Past], items: Sequence[Item], vectors: dict[str, Vectors]) -> Floats:
    """The content features of ``items`` for a person with this history, [n, len(CONTENT)]."""
    start = _NOW - timedelta(days=len(history) + 1)
    opinions = [
        Opinion(
            event=_event(past.item, start + timedelta(days=place)),
            action=Action.LIKE if signed(past) > 0 else Action.DISLIKE,
            actions=frozenset(),
            wanted=signed(past) > 0,
            weight=1.0,
            at=start + timedelta(days=place),
        )
        for place, past in enumerate(history)
    ]
    replay = Replay(UTC, None)
    for opinion in opinions:
        replay.taste.add(opinion, vectors.get(opinion.event.event_id))
    events = [_event(item, _NOW + timedelta(days=3)) for item in items]
    scene = replay.scene(events, _NOW, opinions, vectors)
    rows = {event.uid: row for row, event in enumerate(scene.candidates.events)}
    chosen = [features.FEATURES[row].compute(scene) for row in _ROWS]
    return np.column_stack(chosen)[[rows[item.id] for item in items]]


def _neighbours(history: Sequence[Past], target: Item, vectors: dict[str, Vectors]) -> float:
    """The verdicts of the history, each as its likeness to the target counts, less their mean."""
    if not history:
        return 0.0
    rows = np.array([vectors[event_id(past.item.id)] for past in history])
    near = np.exp(6.0 * (rows @ vectors[event_id(target.id)]).astype(float))
    verdicts = np.array(
        [signed(past) if past.rating is None else (past.rating - 3.0) / 2.0 for past in history]
    )
    return float(near @ verdicts / near.sum() - verdicts.mean())


def _event(item: Item, start: datetime) -> Event:
    return Event(
        id=event_id(item.id),
        uid=item.id,
        title=item.title,
        start=start,
        categories=item.categories,
        organiser=item.organiser,
        description=item.text,
    )
