"""How like what was chosen something is: by meaning (sentence vectors) or by words (BM25)."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from training.models import crossfit
from training.models.crossfit import Affinities, People
from training.models.protocol import Answer, Floats, Scorer, Setting
from training.models.vectors import embed
from training.queries import Item, Listwise, Past, Pointwise, all_items

Space = Callable[[Sequence[Item], Sequence[Item]], Floats]
"""How like each of n items is to each of m others, [n, m]."""

K1: Final = 1.2
B: Final = 0.75
_WORD = re.compile(r"[^\W_]{2,}")


class Likeness:
    """Nearness of the target to what was liked, less that to what was not."""

    def __init__(self, setting: Setting, *, words: bool) -> None:
        self._setting = setting
        self._words = words

    def pointwise(self, queries: Sequence[Pointwise]) -> Sequence[Answer]:
        """By logistic regression on the likenesses."""
        space = self._space(all_items(queries))

        def learn(_: People) -> Affinities:
            return lambda histories, targets: np.array(
                [_near(space, *pair) for pair in zip(histories, targets, strict=True)]
            ).reshape(-1, 4)

        return crossfit.answers(queries, self._setting, learn)

    def listwise(self, queries: Sequence[Listwise]) -> Sequence[Floats]:
        """The mean likeness to the history, and half the nearest one."""
        items = {item.id: item for query in queries for item in (*query.history, *query.candidates)}
        space = self._space(list(items.values()))
        scores = []
        for query in queries:
            near = space(query.candidates, query.history)
            none = np.zeros(len(query.candidates))
            scores.append(near.mean(axis=1) + near.max(axis=1) / 2 if near.shape[1] else none)
        return scores

    def _space(self, items: Sequence[Item]) -> Space:
        return _by_words(items) if self._words else _by_meaning(items)


def build(name: str, setting: Setting) -> Scorer:
    """``content`` by meaning or ``bm25`` by words."""
    return Likeness(setting, words=name == "bm25")


def text_of(item: Item) -> str:
    """What is compared of an item."""
    facts = [item.title, item.venue, ", ".join(item.categories), item.organiser, item.text[:600]]
    return ". ".join(fact for fact in facts if fact)


def _near(space: Space, history: Sequence[Past], target: Item) -> list[float]:
    """Nearest and mean likeness to the liked ones, and to the others."""
    near = space([target], [past.item for past in history])[0]
    liked = np.array([crossfit.signed(past) > 0 for past in history], dtype=bool)
    found: list[float] = []
    for some in (near[liked], near[~liked]):
        found += [float(some.max()), float(some.mean())] if len(some) else [0.0, 0.0]
    return found


def _by_meaning(items: Sequence[Item]) -> Space:
    """Cosines of [n, m] items."""
    rows = dict(zip((item.id for item in items), embed([text_of(i) for i in items]), strict=True))

    def space(these: Sequence[Item], those: Sequence[Item]) -> Floats:
        one, other = (
            np.array([rows[i.id] for i in some]).reshape(-1, 384) for some in (these, those)
        )
        return (one @ other.T).astype(float)

    return space


def _by_words(items: Sequence[Item]) -> Space:
    """BM25 of each of n items for the words of each of m others (Robertson and Zaragoza 2009)."""
    words = {item.id: Counter(_WORD.findall(text_of(item).casefold())) for item in items}
    documents = Counter(word for counts in words.values() for word in counts)
    mean = sum(sum(counts.values()) for counts in words.values()) / max(1, len(words))
    rare = {
        word: np.log(1 + (len(words) - count + 0.5) / (count + 0.5))
        for word, count in documents.items()
    }

    def space(these: Sequence[Item], those: Sequence[Item]) -> Floats:
        found = np.zeros((len(these), len(those)))
        for row, item in enumerate(these):
            counts = words[item.id]
            scale = K1 * (1 - B + B * sum(counts.values()) / mean)
            weight = {w: rare[w] * c * (K1 + 1) / (c + scale) for w, c in counts.items()}
            for column, other in enumerate(those):
                shared = words[other.id].keys() & weight.keys()
                found[row, column] = sum(weight[word] for word in shared)
        return found

    return space
