"""What is to be expected of an item, and of a person: learned once, kept as numbers by title.

A verdict is its item's level, plus what the item holds of each taste times what the person makes of
that taste, plus noise. Every item holds something of the first taste, which is how much a person
likes things at all. Levels, shares of taste and how far each is drawn to the typical item's are
learned by expectation and maximisation (probabilistic principal components, Tipping and Bishop
1999, with automatic relevance, Bishop 1999); a person's own part follows from the verdicts that
they gave, in closed form.

Titles are kept as hashes, so a file of these numbers quotes nobody. The model must not be told
numbers that its own answer went into (and not numbers from which just that answer was taken: it
shows there with the sign changed), so people are dealt into folds, and each is told what the
people of the other folds thought.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import erf, sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training import titles
from training.titles import Floats, Titles, key
from training.verdicts import People, Verdict

_ROUNDS = 20
_SURE_OF = 20
"""So many verdicts on an item count fully in what the typical item is."""


@dataclass(frozen=True)
class Crowd:
    """What others thought of every item."""

    titles: Titles
    """The items, and how many verdicts there were on each."""
    items: Floats
    """[items, tastes + 2] what an item holds of liking at all, of each taste, and its level."""
    typical: Floats
    """[tastes + 2] the same of an item that nobody knows."""
    noise: float
    """Variance of a verdict about what is expected."""
    values: tuple[float, float]
    """What a dislike and a like count as: 0 and 1, or the average ratings that go with them."""
    people: Mapping[int, Floats] = field(default_factory=dict)
    """Standings of people who are known by name."""

    @property
    def neutral(self) -> Floats:
        """[tastes + 1] the standing of a person of whom nothing is known."""
        return np.zeros(len(self.typical) - 1)

    def standings(self, verdicts: Sequence[Verdict], *, rated: bool) -> Floats:
        """What a person makes of each taste, before each verdict and after all.

        Args:
            verdicts: What they said, oldest first.
            rated: Whether ratings are told, or only what was liked.

        Returns:
            [verdicts + 1, tastes + 1]
        """
        rows = np.array([self._item(one.item.title) for one in verdicts])
        rows = rows.reshape(-1, len(self.typical))
        own, levels = rows[:, :-1], rows[:, -1]
        given = np.array([self._value(one, rated=rated) for one in verdicts])
        size = own.shape[1]
        sure = np.zeros((len(own) + 1, size, size))
        pull = np.zeros((len(own) + 1, size))
        np.cumsum(own[:, :, None] * own[:, None, :] / self.noise, axis=0, out=sure[1:])
        np.cumsum(own * ((given - levels) / self.noise)[:, None], axis=0, out=pull[1:])
        found: Floats = np.linalg.solve(sure + np.eye(size), pull[:, :, None])[:, :, 0]
        return found

    def known(self, person: str) -> Floats:
        """[tastes + 1] the standing of a person by name; of a stranger ``neutral``."""
        return self.people.get(key(person), self.neutral)

    def expected(self, title: str, standing: Floats | None = None) -> float:
        """The verdict to be expected, in the unit of ``values``; of nobody in particular if None.

        Args:
            title: Of the item.
            standing: [tastes + 1], a row of ``standings``.
        """
        row = self._item(title)
        return float(row[-1] + (0.0 if standing is None else row[:-1] @ standing))

    def share(self, title: str, standing: Floats | None = None) -> float:
        """The probability of a like: that the verdict is nearer to a like than to a dislike."""
        return self.chances(title, standing, (sum(self.values) / 2,))[1]

    def chances(
        self, title: str, standing: Floats | None, borders: Sequence[float]
    ) -> tuple[float, ...]:
        """The probabilities of a verdict below, between and above ``borders``."""
        expected = self.expected(title, standing)
        below = [(1 + erf((one - expected) / sqrt(2 * self.noise))) / 2 for one in borders]
        return tuple(float(one) for one in np.diff([0.0, *below, 1.0]))

    def blank(self) -> "Crowd":
        """The same, with every item as if nobody knew it."""
        return replace(self, titles=titles.NONE, items=self.items[:0])

    def remembering(self, people: People) -> "Crowd":
        """The same, knowing ``people`` by name, from all that they said."""
        return replace(
            self,
            people={
                key(name): self.standings(own, rated=False)[-1] for name, own in people.items()
            },
        )

    def _item(self, title: str) -> Floats:
        found = self._rows.get(title)
        if found is None:
            place = self.titles.place(title)
            found = self._rows[title] = self.typical if place is None else self.items[place]
        return found

    def _value(self, verdict: Verdict, *, rated: bool) -> float:
        if rated and verdict.rating is not None:
            return verdict.rating
        return self.values[verdict.liked]

    @cached_property
    def _rows(self) -> dict[str, Floats]:
        return {}


NOBODY = Crowd(
    titles=titles.NONE,
    items=np.zeros((0, 2)),
    typical=np.array([0.0, 0.5]),
    noise=0.25,
    values=(0.0, 1.0),
)
"""Where there is nothing to expect."""


def of_people(people: People, tastes: int = 0) -> Crowd:
    """What ``people`` thought, with so many tastes beside how much a person likes at all.

    Where there are ratings, verdicts count as ratings, and one without as the average of its kind.
    Of several verdicts on an item a person's first stands.
    """
    said = [
        {key(one.item.title): one for one in reversed(own) if one.item.title}
        for own in people.values()
        if own
    ]
    if not any(said):
        return NOBODY
    values = _values([one for own in said for one in own.values()])
    counted = Counter(name for own in said for name in own)
    names = np.array(sorted(counted), dtype=np.uint64)
    places = {int(name): place for place, name in enumerate(names)}
    sequences = [
        (
            np.array([places[name] for name in own]),
            np.array([one.rating or values[one.liked] for one in own.values()]),
        )
        for own in said
        if own
    ]
    counts = np.array([counted[int(name)] for name in names], dtype=float)
    items, typical, noise = _learn(sequences, counts, tastes)
    return Crowd(Titles(names, counts), items, typical, noise, values)


def without_folds(people: People, folds: int, tastes: int = 0) -> list[Crowd]:
    """For each fold of people (see ``titles.fold``) what the others thought."""
    return [of_people(rest, tastes) for rest in titles.others(people, folds)]


def save(crowd: Crowd, path: Path) -> None:
    """Write it as one compressed file of numbers."""
    people = sorted(crowd.people)
    np.savez_compressed(
        path,
        names=crowd.titles.names,
        counts=crowd.titles.counts.astype(np.uint32),
        items=crowd.items.astype(np.float16),
        typical=crowd.typical,
        rest=np.array([crowd.noise, *crowd.values]),
        people=np.array(people, dtype=np.uint64),
        standings=np.array([crowd.people[one] for one in people], dtype=np.float16),
    )


def load(path: Path) -> Crowd:
    """What ``save`` wrote."""
    with np.load(path, allow_pickle=False) as kept:
        noise, dislike, like = kept["rest"].tolist()
        return Crowd(
            titles=Titles(kept["names"], kept["counts"].astype(float)),
            items=kept["items"].astype(float),
            typical=kept["typical"],
            noise=noise,
            values=(dislike, like),
            people={
                int(name): row.astype(float)
                for name, row in zip(kept["people"], kept["standings"], strict=True)
            },
        )


def _values(verdicts: Sequence[Verdict]) -> tuple[float, float]:
    """The average rating of what was disliked and liked; 0 and 1 where nothing is rated."""
    kinds = [
        [one.rating for one in verdicts if one.rating is not None and one.liked == liked]
        for liked in (False, True)
    ]
    if not all(kinds):
        return (0.0, 1.0)
    disliked, liked = (float(np.mean(kind)) for kind in kinds)
    return (disliked, liked)


def _learn(
    sequences: Sequence[tuple[NDArray[np.intp], Floats]], counts: Floats, tastes: int
) -> tuple[Floats, Floats, float]:
    """The items [items, tastes + 2], the typical one [tastes + 2], and the noise's variance.

    ``sequences`` holds for each person the places of items and what the verdicts count as.
    """
    size = tastes + 1
    given = np.concatenate([values for _, values in sequences])
    variance = max(float(given.var()), 1e-4)
    random = np.random.default_rng(0)
    items = np.empty((len(counts), size + 1))
    items[:, 0] = sqrt(0.15 * variance)
    items[:, 1:size] = random.normal(size=(len(counts), tastes)) * sqrt(0.1 * variance / size)
    items[:, size] = given.mean()
    typical = np.zeros(size + 1)
    typical[[0, size]] = items[0, [0, size]]
    spread = np.full(size + 1, 0.02 * variance)
    noise = 0.7 * variance
    weights = np.minimum(counts, _SURE_OF)
    if not given.var():
        return items, typical, noise
    for _ in range(_ROUNDS):
        squares = np.zeros((len(counts), size + 1, size + 1))
        products = np.zeros((len(counts), size + 1))
        misses = 0.0
        for places, values in sequences:
            own, rest = items[places, :size], values - items[places, size]
            unsure = np.linalg.inv(np.eye(size) + own.T @ own / noise)
            person = np.append(unsure @ (own.T @ rest) / noise, 1.0)
            square = np.outer(person, person)
            square[:size, :size] += unsure
            squares[places] += square
            products[places] += values[:, None] * person
            misses += ((rest - own @ person[:size]) ** 2).sum()
            misses += np.einsum("ij,jk,ik->", own, unsure, own)
        drawn = noise / spread
        inverse = np.linalg.inv(squares + np.diag(drawn))
        items = np.einsum("nij,nj->ni", inverse, products + typical * drawn)
        unsure_items = noise * np.diagonal(inverse, axis1=1, axis2=2)
        noise = max(float(misses) / len(given), 1e-4)
        typical[[0, size]] = np.average(items[:, [0, size]], axis=0, weights=weights)
        spread = np.average((items - typical) ** 2 + unsure_items, axis=0, weights=weights)
        spread = np.maximum(spread, 1e-6)
    return items, typical, noise
