"""From queries to what each person said, in the order in which they said it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from training.queries import Item, Pointwise


@dataclass(frozen=True, slots=True)
class Verdict:
    """An item and what one person thought of it."""

    item: Item
    liked: bool
    rating: float | None = None


People = Mapping[str, Sequence[Verdict]]

Told = TypeVar("Told")


def unroll(queries: Iterable[Pointwise]) -> dict[str, list[Verdict]]:
    """Every verdict once, by person.

    Histories of one person overlap, and the next one begins with the target of the last.
    """
    found: dict[str, dict[str, Verdict]] = {}
    for query in queries:
        own = found.setdefault(query.user, {})
        for past in query.history:
            if past.liked is not None:
                own.setdefault(past.item.title, Verdict(past.item, past.liked, past.rating))
        if query.liked is not None:
            target = query.target
            own.setdefault(target.title, Verdict(target, query.liked, query.rating))
    return {user: list(own.values()) for user, own in found.items()}


def spells(
    verdicts: Sequence[Told], lengths: Sequence[int], random: Random
) -> Iterator[Sequence[Told]]:
    """One person's verdicts cut into spells, each of one of ``lengths``, drawn evenly."""
    at = 0
    while at < len(verdicts):
        length = random.choice(lengths)
        yield verdicts[at : at + length]
        at += length
