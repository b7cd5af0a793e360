"""A mixed list: the best first, but not ten of a kind."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eventpal.recommend.candidates import Floats, Vectors

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Mix:
    """How mixed the list is. Each ``block`` of it is mixed by itself."""

    block: int = 10
    most_alike: int = 2
    """Of one organiser or venue in a block, unless all others are worse by ``crowding``."""
    crowding: float = 2.5
    """Log-odds that one more of an organiser or venue costs."""
    same_day: float = 0.25
    """Log-odds that each earlier event of the block costs others on its day."""
    likeness: float = 1.0
    """Log-odds that an event with the vector of an earlier one of the block is held back."""
    likeness_from: float = 0.5
    """Cosine up to which events count as different."""
    pool: int = 5
    """How many candidates are weighed for each place in the list."""


MIX = Mix()


def order(
    logits: Floats,
    groups: Sequence[Rows],
    days: Rows,
    vectors: Vectors,
    limit: int,
    *,
    mix: Mix = MIX,
) -> Rows:
    """The rows in the order to show them: greedy maximal marginal relevance.

    (Carbonell and Goldstein, SIGIR 1998.)

    Args:
        logits: scores as log-odds, [n].
        groups: for each kind of group (organiser, venue) the group of each row, -1 for none, [n].
        days: the day of each row, any numbering, [n].
        vectors: unit rows or zeros, [n, d].
        limit: how many places are mixed; the rest follows by score.
        mix: how strongly.

    Returns:
        All rows, [n].
    """
    ranked = np.argsort(-logits, kind="stable")
    pool = _pool(ranked, groups, limit, mix)
    score, day, group = logits[pool], days[pool], [one[pool] for one in groups]
    likeness = np.clip(vectors[pool] @ vectors[pool].T - mix.likeness_from, 0.0, None)
    likeness *= mix.likeness / (1 - mix.likeness_from)
    free = np.ones(len(pool), dtype=bool)
    chosen: list[int] = []
    while len(chosen) < min(limit, len(pool)):
        block = chosen[len(chosen) // mix.block * mix.block :]
        cost = mix.same_day * (day[:, None] == day[block]).sum(axis=1)
        cost = cost + likeness[:, block].max(axis=1, initial=0.0)
        cost += mix.crowding * _crowded(group, block, mix)
        best = int(np.argmax(np.where(free, score - cost, -np.inf)))
        chosen.append(best)
        free[best] = False
    rest = np.ones(len(ranked), dtype=bool)
    rest[pool[chosen]] = False
    return np.concatenate([pool[chosen], ranked[rest[ranked]]])


def level(logits: Floats) -> Floats:
    """The log-odds of a list in its order, each lowered to those above it, so that they fall."""
    return np.minimum.accumulate(logits) if len(logits) else logits


def _pool(ranked: Rows, groups: Sequence[Rows], limit: int, mix: Mix) -> Rows:
    """The best rows, but of no group more than blocks have room for, and ``limit`` for any case.

    So a source with thousands of good events does not crowd out what the caps ask for.
    """
    most = mix.most_alike * -(-limit // mix.block)
    fits = np.ones(len(ranked), dtype=bool)
    for group in groups:
        fits &= (group[ranked] < 0) | (_place_in_group(group[ranked]) < most)
    first = np.flatnonzero(fits)[: limit * mix.pool]
    others = np.flatnonzero(~fits)[:limit]
    pool: Rows = ranked[np.sort(np.concatenate([first, others]))]
    return pool


def _place_in_group(groups: Rows) -> Rows:
    """How many of the same group come before each row, [n]."""
    by_group = np.argsort(groups, kind="stable")
    begins = np.flatnonzero(np.diff(groups[by_group], prepend=-2))
    lengths = np.diff(begins, append=len(groups))
    place = np.empty(len(groups), dtype=np.intp)
    place[by_group] = np.arange(len(groups)) - np.repeat(begins, lengths)
    return place


def _crowded(groups: Sequence[Rows], block: Sequence[int], mix: Mix) -> NDArray[np.bool_]:
    """Which rows belong to a group that the block has enough of."""
    crowded = np.zeros(len(groups[0]), dtype=bool)
    for group in groups:
        names, counts = np.unique(group[list(block)], return_counts=True)
        for name in names[(counts >= mix.most_alike) & (names >= 0)]:
            crowded |= group == name
    return crowded
