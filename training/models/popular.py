"""What others liked: each item's own mean, drawn to that of all while few told."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final

import numpy as np

from training.models import crossfit
from training.models.crossfit import Affinities, People
from training.models.protocol import Answer, Floats, Scorer, Setting
from training.queries import Item, Listwise, Past, Pointwise

DOUBT: Final = 10.0
"""How many average verdicts each item starts with."""


class Popular:
    """Likes and ratings of others."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting

    def pointwise(self, queries: Sequence[Pointwise]) -> Sequence[Answer]:
        """The item's mean beside the person's own."""
        return crossfit.answers(queries, self._setting, learn)

    def listwise(self, queries: Sequence[Listwise]) -> Sequence[Floats]:
        """How many other people had chosen it by then."""
        order = sorted(range(len(queries)), key=lambda n: queries[n].at or _NEVER)
        chosen: Counter[str] = Counter()
        own: defaultdict[str, set[str]] = defaultdict(set)
        if any(query.at is None for query in queries):
            # Without times all histories count, each user's own apart.
            for query in queries:
                _count(query, chosen, own)
        scores: dict[int, Floats] = {}
        for number in order:
            query = queries[number]
            _count(query, chosen, own)
            scores[number] = np.array(
                [chosen[item.id] - (item.id in own[query.user]) for item in query.candidates],
                dtype=float,
            )
        return [scores[number] for number in range(len(queries))]


def build(_: str, setting: Setting) -> Scorer:
    """The model."""
    return Popular(setting)


def learn(people: People) -> Affinities:
    """Each item's log-odds of a like and its mean rating, less those of all."""
    likes: defaultdict[str, list[float]] = defaultdict(list)
    ratings: defaultdict[str, list[float]] = defaultdict(list)
    for told in people.values():
        for past in told:
            if past.liked is not None:
                likes[past.item.id].append(float(past.liked))
            if past.rating is not None:
                ratings[past.item.id].append(past.rating)
    like, rating = _means(likes), _means(ratings)
    count = Counter(past.item.id for told in people.values() for past in told)

    def affinities(_: Sequence[Sequence[Past]], targets: Sequence[Item]) -> Floats:
        return np.array(
            [[like(one.id), rating(one.id), np.log1p(count[one.id])] for one in targets]
        ).reshape(-1, 3)

    return affinities


_NEVER: Final = datetime(1, 1, 1, tzinfo=UTC)


def _count(query: Listwise, chosen: Counter[str], own: defaultdict[str, set[str]]) -> None:
    new = {item.id for item in query.history} - own[query.user]
    own[query.user] |= new
    chosen.update(new)


def _means(values: dict[str, list[float]]) -> Callable[[str], float]:
    every = [one for some in values.values() for one in some]
    usual = sum(every) / len(every) if every else 0.0
    means = {
        item: (sum(some) + DOUBT * usual) / (len(some) + DOUBT) - usual
        for item, some in values.items()
    }
    return lambda item: means.get(item, 0.0)
