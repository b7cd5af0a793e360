"""Learning from histories without looking at answers, for models that need other people's.

A later history of a user holds the answer of their earlier queries. So every query is answered by
a model that learned from other users alone (five folds), or from a file of training queries. What
turns a model's affinities into probabilities is fitted on users whom the model has not seen.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.preprocessing import StandardScaler

from training.models.protocol import Answer, Floats, Setting, rating_of
from training.queries import Item, Past, Pointwise, read_pointwise

FOLDS: Final = 5
LONGEST: Final = 12
"""Examples that one user gives at most."""

People = Mapping[str, Sequence[Past]]
"""Each user's told items, in order."""
Affinities = Callable[[Sequence[Sequence[Past]], Sequence[Item]], Floats]
"""Some numbers for each history and target, [n, k]."""
Learn = Callable[[People], Affinities]


@dataclass(frozen=True, slots=True)
class _Example:
    history: Sequence[Past]
    told: Past


def answers(queries: Sequence[Pointwise], setting: Setting, learn: Learn) -> list[Answer]:
    """Answer each query, with ``learn`` seeing only other users or the training file."""
    if setting.train is not None:
        teaching = read_pointwise(setting.train)
        fitted = _fitted(_people(teaching, targets=True), learn)
        return fitted(queries)
    found: dict[int, Answer] = {}
    for fold in range(FOLDS):
        inside = [n for n, query in enumerate(queries) if _fold(query.user) == fold]
        others = [query for query in queries if _fold(query.user) != fold]
        if inside:
            fitted = _fitted(_people(others, targets=False), learn)
            found.update(zip(inside, fitted([queries[n] for n in inside]), strict=True))
    return [found[n] for n in range(len(queries))]


def own_columns(histories: Sequence[Sequence[Past]]) -> Floats:
    """What a history says by itself: log-odds of a like, mean rating less 3, length, [n, 3]."""
    rows = []
    for history in histories:
        told = [past.liked for past in history if past.liked is not None]
        given = [past.rating for past in history if past.rating is not None]
        share = (sum(told) + 1.0) / (len(told) + 2.0)
        mean = (sum(given) + 3.5 * 1.0) / (len(given) + 1.0) - 3.0 if given else 0.0
        rows.append([np.log(share / (1 - share)), mean, np.log1p(len(history))])
    return np.array(rows, dtype=float).reshape(-1, 3)


def signed(past: Past) -> float:
    """1 for what was liked or only chosen, -1 for what was not liked."""
    return 1.0 if past.liked is None or past.liked else -1.0


def _fitted(people: People, learn: Learn) -> Callable[[Sequence[Pointwise]], list[Answer]]:
    users = sorted(people)
    half = {user for user in users if crc32(f"half {user}".encode()) % 2}
    seen = {user: people[user] for user in users if user in half}
    examples = [one for user in users if user not in half for one in _examples(people[user])]
    columns = _columns(
        learn(seen), [one.history for one in examples], [one.told.item for one in examples]
    )
    like, rate = _like(columns, examples), _rate(columns, examples)
    whole = learn(people)

    def answer(queries: Sequence[Pointwise]) -> list[Answer]:
        rows = _columns(whole, [query.history for query in queries], [q.target for q in queries])
        likes = like(rows)
        ratings = rate(rows) if rate else [rating_of(one) for one in likes.tolist()]
        return [Answer(float(p), float(r)) for p, r in zip(likes, ratings, strict=True)]

    return answer


def _columns(
    affinities: Affinities, histories: Sequence[Sequence[Past]], targets: Sequence[Item]
) -> Floats:
    return np.hstack([own_columns(histories), affinities(histories, targets)])


def _like(columns: Floats, examples: Sequence[_Example]) -> Callable[[Floats], Floats]:
    """Probability of a like by logistic regression, [n] from [n, k]."""
    rows = [n for n, one in enumerate(examples) if one.told.liked is not None]
    labels = np.array([examples[n].told.liked for n in rows], dtype=bool)
    if len(set(labels.tolist())) < 2:
        # Where histories hold one kind only, there is an order, and the share is left at a half.
        def even(found: Floats) -> Floats:
            spread = np.maximum(found.std(axis=0), 1e-9)
            standing: Floats = ((found - found.mean(axis=0)) / spread)[:, 3:].sum(axis=1)
            return 1.0 / (1.0 + np.exp(-standing))

        return even
    scaler = StandardScaler().fit(columns[rows])
    model = LogisticRegression(C=1.0).fit(scaler.transform(columns[rows]), labels)
    return lambda found: model.predict_proba(scaler.transform(found))[:, 1]


def _rate(
    columns: Floats, examples: Sequence[_Example]
) -> Callable[[Floats], NDArray[np.float64]] | None:
    rows = [n for n, one in enumerate(examples) if one.told.rating is not None]
    if not rows:
        return None
    scaler = StandardScaler().fit(columns[rows])
    given = np.array([examples[n].told.rating for n in rows], dtype=float)
    model = Ridge(alpha=1.0).fit(scaler.transform(columns[rows]), given)
    return lambda found: np.clip(model.predict(scaler.transform(found)), 1.0, 5.0)


def _examples(told: Sequence[Past]) -> list[_Example]:
    return [_Example(told[:n], told[n]) for n in range(len(told) - 1, 0, -1)][:LONGEST]


def _people(queries: Sequence[Pointwise], *, targets: bool) -> People:
    """What each user told, each item once."""
    people: defaultdict[str, dict[str, Past]] = defaultdict(dict)
    for query in queries:
        own = people[query.user]
        for past in query.history:
            own.setdefault(past.item.id, past)
        if targets:
            own.setdefault(query.target.id, Past(query.target, query.liked, query.rating))
    return {user: list(told.values()) for user, told in people.items()}


def _fold(user: str) -> int:
    return crc32(user.encode()) % FOLDS
