"""A mixed list: the best first, but not ten of a kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from eventpal.recommend.candidates import Floats, Vectors

Rows = NDArray[np.intp]

BREADTH: Final = 0.5
"""Of the list unless the person moves the slider: 0 is narrow, 1 is wide."""


@dataclass(frozen=True, slots=True)
class Mix:
    """How mixed the list is. Each ``block`` of it is mixed by itself."""

    block: int = 10
    most_alike: int = 2
    """Of one organiser in the whole list, and of one venue in a block, as long as there are
    others."""
    beyond: float = 100.0
    """Log-odds that each further ``most_alike`` of an organiser cost: more than scores differ, so
    that a third comes only when all others have two."""
    crowding: float = 2.5
    """Log-odds that one more of a venue costs in a block."""
    same_day: float = 0.25
    """Log-odds that each earlier event of the block costs others on its day."""
    likeness: float = 1.0
    """Log-odds that an event with the vector of an earlier one of the block is held back."""
    likeness_from: float = 0.5
    """Cosine up to which events count as different."""
    pool: int = 5
    """How many candidates are weighed for each place in the list."""


MIX: Final = Mix()


@dataclass(frozen=True, slots=True)
class Groups:
    """What of a kind each row is: codes, -1 for none, [n]."""

    capped: Sequence[Rows]
    """Kinds of which the whole list has ``most_alike`` at most: organisers."""
    crowding: Sequence[Rows]
    """Kinds of which a block should have no more: venues."""


def mix_of(breadth: float) -> Mix:
    """From 0, by score alone, over .5, the usual one, to 1, as mixed as can be."""
    part = 2.0 * min(1.0, max(0.0, breadth))
    return Mix(
        most_alike=MIX.most_alike if breadth < 1.0 else 1,
        # Below the middle a third of an organiser comes when it is that much better.
        beyond=MIX.beyond if part >= 1.0 else MIX.crowding * part,
        crowding=MIX.crowding * part,
        same_day=MIX.same_day * part,
        likeness=MIX.likeness * part**2,
    )


def order(
    logits: Floats,
    groups: Groups,
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
        groups: what of a kind the rows are.
        days: the day of each row, any numbering, [n].
        vectors: unit rows or zeros, [n, d].
        limit: how many places are mixed; the rest follows by score.
        mix: how strongly.

    Returns:
        All rows, [n].
    """
    ranked = np.argsort(-logits, kind="stable")
    pool = _pool(ranked, groups, limit, mix)
    score, day = logits[pool], days[pool]
    capped = [one[pool] for one in groups.capped]
    crowding = [one[pool] for one in groups.crowding]
    likeness = np.clip(vectors[pool] @ vectors[pool].T - mix.likeness_from, 0.0, None)
    likeness *= mix.likeness / (1 - mix.likeness_from)
    free = np.ones(len(pool), dtype=bool)
    over = np.zeros(len(pool))
    chosen: list[int] = []
    while len(chosen) < min(limit, len(pool)):
        block = chosen[len(chosen) // mix.block * mix.block :]
        cost = mix.same_day * (day[:, None] == day[block]).sum(axis=1)
        cost = cost + likeness[:, block].max(axis=1, initial=0.0)
        cost += mix.crowding * _crowded(crowding, block, mix)
        best = int(np.argmax(np.where(free, score - cost - mix.beyond * over, -np.inf)))
        chosen.append(best)
        free[best] = False
        for group in capped:
            if group[best] >= 0:
                same = group == group[best]
                over[same] = np.maximum(over[same], same[chosen].sum() // mix.most_alike)
    rest = np.ones(len(ranked), dtype=bool)
    rest[pool[chosen]] = False
    return np.concatenate([pool[chosen], ranked[rest[ranked]]])


def level(logits: Floats) -> Floats:
    """The log-odds of a list in its order, each lowered to those above it, so that they fall."""
    return np.minimum.accumulate(logits) if len(logits) else logits


def _pool(ranked: Rows, groups: Groups, limit: int, mix: Mix) -> Rows:
    """The best rows, but of no group more than there is room for, and ``limit`` for any case.

    So a source with thousands of good events does not crowd out what the caps ask for.
    """
    fits = np.ones(len(ranked), dtype=bool)
    for kinds, most in (
        (groups.capped, mix.most_alike if mix.beyond >= MIX.beyond else limit),
        (groups.crowding, mix.most_alike * -(-limit // mix.block)),
    ):
        for group in kinds:
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
    crowded = np.zeros(len(groups[0]) if groups else 0, dtype=bool)
    for group in groups:
        names, counts = np.unique(group[list(block)], return_counts=True)
        for name in names[(counts >= mix.most_alike) & (names >= 0)]:
            crowded |= group == name
    return crowded
