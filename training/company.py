"""Which items keep company: how well one goes with what a person chose before.

Items that the same people chose more often than chance would have it (positive pointwise mutual
information) lie near each other in a space of few dimensions (Levy and Goldberg, NIPS 2014). How
near an item lies to a person's choices, the latest counting most, and how many people chose it at
all, are weighed by a logistic regression on people whose choices the space was not made from.
Like ``crowd``, this is kept as numbers by hashes of titles.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds
from sklearn.linear_model import LogisticRegression

from training import titles
from training.titles import Floats, Titles, fold, key
from training.verdicts import People, Verdict

_FADING = 0.9
"""What a choice counts beside the one after it."""
_SMOOTHING = 0.75
_ASKED = 4000
"""Choices to learn the weights from."""
_OTHERS = 5
"""Items drawn at random beside each."""


@dataclass(frozen=True)
class Company:
    """Where every item lies, and how many chose it."""

    titles: Titles
    """The items, and how many people chose each."""
    vectors: NDArray[np.int8]
    """[items, tastes] directions, of length 127."""
    weights: tuple[float, float, float] = (1.0, 1.0, 0.0)
    """Of nearness, of the logarithm of the count, and what is added."""

    @property
    def neutral(self) -> Floats:
        """[tastes] where a person stands of whom nothing is known."""
        return np.zeros(self.vectors.shape[1])

    def standings(self, verdicts: Sequence[Verdict], *, rated: bool = False) -> Floats:
        """[verdicts + 1, tastes] where a person stands before each choice and after all."""
        del rated
        found = [self.neutral]
        total, weight = self.neutral, 0.0
        for one in verdicts:
            place = self.titles.place(one.item.title)
            if place is not None:
                total = _FADING * total + self.vectors[place] / 127
                weight = _FADING * weight + 1.0
            found.append(total / max(weight, 1.0))
        return np.array(found)

    def known(self, person: str) -> Floats:
        """``neutral``: nobody is known by name."""
        del person
        return self.neutral

    def share(self, title: str, standing: Floats | None = None) -> float:
        """The probability that this is the next choice and not one drawn among so many."""
        near, count = self._facts(title, standing)
        odds = self.weights[0] * near + self.weights[1] * count + self.weights[2]
        return 1 / (1 + exp(-odds))

    expected = share

    def chances(
        self, title: str, standing: Floats | None, borders: Sequence[float]
    ) -> tuple[float, ...]:
        """The probabilities that it is not the next choice, and that it is."""
        del borders
        like = self.share(title, standing)
        return (1 - like, like)

    def blank(self) -> "Company":
        """The same, with every item as if nobody knew it."""
        return replace(self, titles=titles.NONE, vectors=self.vectors[:0])

    def weighed(self, people: People) -> "Company":
        """The same with weights learned from ``people``, none of those it is made of."""
        random = Random(0)
        titles = sorted({one.item.title for own in people.values() for one in own})
        rows, chosen = [], []
        for own in people.values():
            for one, standing in zip(own, self.standings(own), strict=False):
                if not standing.any() or len(rows) >= _ASKED * (1 + _OTHERS):
                    continue
                for title in (one.item.title, *random.choices(titles, k=_OTHERS)):
                    chosen.append(title == one.item.title)
                    rows.append(self._facts(title, standing))
        if len(set(chosen)) < 2:
            return self
        fitted = LogisticRegression(C=100.0).fit(np.array(rows), np.array(chosen))
        near, count = fitted.coef_[0].tolist()
        return replace(self, weights=(near, count, float(fitted.intercept_[0])))

    def _facts(self, title: str, standing: Floats | None) -> tuple[float, float]:
        place = self.titles.place(title)
        if place is None:
            return 0.0, 0.0
        near = 0.0 if standing is None else float(self.vectors[place] @ standing) / 127
        return near, float(np.log1p(self.titles.counts[place]))


def of_people(people: People, tastes: int) -> Company:
    """The company that the choices of ``people`` keep, in ``tastes`` dimensions."""
    names = sorted({key(one.item.title) for own in people.values() for one in own})
    places = {name: place for place, name in enumerate(names)}
    pairs = [
        (row, place)
        for row, own in enumerate(people.values())
        for place in {places[key(one.item.title)] for one in own}
    ]
    rows, columns = np.array(pairs, dtype=int).reshape(-1, 2).T
    chose = csr_matrix((np.ones(len(pairs)), (rows, columns)), shape=(len(people), len(names)))
    counts = np.asarray(chose.sum(axis=0)).ravel()
    found = _directions(chose, counts, min(tastes, len(names) - 1)) if len(names) > 1 else None
    vectors = np.zeros((len(names), tastes))
    if found is not None:
        vectors[:, : found.shape[1]] = found
    return Company(
        Titles(np.array(names, dtype=np.uint64), counts), np.round(127 * vectors).astype(np.int8)
    )


def without_folds(people: People, folds: int, tastes: int) -> tuple[Company, list[Company]]:
    """The company that all keep, and for each fold of people (see ``titles.fold``) the others'.

    The weights of all are learned from the people of the first fold, in the space of the others.
    """
    parts = [of_people(rest, tastes) for rest in titles.others(people, folds)]
    first = {user: own for user, own in people.items() if fold(user, folds) == 0}
    weights = parts[0].weighed(first).weights
    whole = of_people(people, tastes)
    return replace(whole, weights=weights), [replace(one, weights=weights) for one in parts]


def save(company: Company, path: Path) -> None:
    """Write it as one compressed file of numbers."""
    np.savez_compressed(
        path,
        names=company.titles.names,
        counts=company.titles.counts.astype(np.uint32),
        vectors=company.vectors,
        weights=np.array(company.weights),
    )


def load(path: Path) -> Company:
    """What ``save`` wrote."""
    with np.load(path, allow_pickle=False) as kept:
        near, count, bias = kept["weights"].tolist()
        items = Titles(kept["names"], kept["counts"].astype(float))
        return Company(items, kept["vectors"], (near, count, bias))


def _directions(chose: csr_matrix, counts: Floats, tastes: int) -> Floats:
    """[items, tastes] unit rows, from who chose what [people, items]."""
    together = (chose.T @ chose).tocoo()
    apart = together.row != together.col
    pairs = csr_matrix(
        (together.data[apart], (together.row[apart], together.col[apart])), shape=together.shape
    ).tocoo()
    own = np.asarray(pairs.sum(axis=1)).ravel()
    rare = counts**_SMOOTHING
    chance = own[pairs.row] * (rare / rare.sum())[pairs.col]
    information = np.log(pairs.data / chance)
    kept = csr_matrix((np.maximum(information, 0.0), (pairs.row, pairs.col)), shape=together.shape)
    if not kept.nnz or tastes < 1:
        return np.zeros((len(counts), max(tastes, 0)))
    left, strength, _ = svds(kept, k=tastes, random_state=0)
    vectors = left * np.sqrt(strength)
    found: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return found
