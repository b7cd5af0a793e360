"""Why something was not for a person, as codes that the log keeps, and what each of them moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Aspect(StrEnum):
    """A side of an event that an opinion can be about."""

    CONTENT = "content"
    ORGANISER = "organiser"
    VENUE = "venue"
    SERIES = "series"
    TIME = "time"
    PLACE = "place"
    PRICE = "price"
    REST = "rest"


ALL: Final = frozenset(Aspect)


@dataclass(frozen=True, slots=True)
class Effect:
    """What an unwanted event with this reason says, instead of speaking against all of it."""

    aspects: frozenset[Aspect]
    weight: float
    """How much it counts: more than an opinion without a reason, since it says what it means."""


FAR: Final = "far"
DEAR: Final = "dear"
TIME: Final = "time"
TOPIC: Final = "topic"
SEEN: Final = "seen"
ORGANISER: Final = "organiser"
"""Nothing more by this organiser, please."""

EFFECTS: Final[Mapping[str, Effect]] = {
    FAR: Effect(frozenset({Aspect.PLACE}), 3.0),
    DEAR: Effect(frozenset({Aspect.PRICE}), 3.0),
    TIME: Effect(frozenset({Aspect.TIME}), 2.0),
    TOPIC: Effect(frozenset({Aspect.CONTENT}), 2.0),
    SEEN: Effect(frozenset({Aspect.SERIES}), 1.0),
    ORGANISER: Effect(frozenset({Aspect.ORGANISER}), 3.0),
}
"""Of the reasons for DISLIKE and HIDE. Any other reason is the person's own words, kept as such."""

WRITTEN: Final = "profile"
"""Marks an opinion that the person wrote in their profile, rather than what they did."""
