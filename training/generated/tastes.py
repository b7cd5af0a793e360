"""Scripted people: what they like, and what they say of the events of an invented city.

A person's wish for an event adds up from its topic, its organiser, the time of the week and the
price, as they weigh them, and some chance; those weights are drawn for each person.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from random import Random

from eventpal.recommend.prompt import Told, told
from training.generated.cities import GROUPS, Happening, city
from training.generated.vocabulary import Split

EVENTS_OF_CITY = 120
PEOPLE_OF_CITY = 6
_SHARPNESS = 5.0
"""How surely a wish decides: the verdict is Yes with the chance sigmoid(sharpness · wish)."""


@dataclass(frozen=True, slots=True)
class Taste:
    """One person's weights."""

    groups: dict[str, float]
    topics: dict[str, float]
    organisers: dict[int, float]
    evenings: float
    weekends: float
    frugal: float

    def wish(self, one: Happening) -> float:
        """How much the person wants to go; 0 is in two minds."""
        event = one.event
        evening, weekend = event.start.hour >= 17, event.start.weekday() >= 5
        dear = 0.0 if event.is_free else min((event.price_min or 8) / 20, 1.5)
        return (
            self.groups[one.group]
            + self.topics.get(one.topic, 0.0)
            + self.organisers.get(one.organiser, 0.0)
            + (self.evenings if evening else -self.evenings)
            + (self.weekends if weekend else -self.weekends)
            - self.frugal * (dear - 0.4)
        )

    def chance(self, one: Happening) -> float:
        """The chance that the person says Yes."""
        return 1 / (1 + math.exp(-_SHARPNESS * self.wish(one)))


@dataclass(frozen=True, slots=True)
class Case:
    """What one person told, and what they would say of some more events."""

    history: tuple[Told, ...]
    targets: tuple[Told, ...]
    """With their verdicts."""
    mixed: bool
    """The history holds what was disliked too; otherwise only what was liked."""


def cases(number: int, seed: int, split: Split = "train", *, targets: int = 6) -> Iterator[Case]:
    """``number`` people, each with a history and ``targets`` more events."""
    for place in range(number):
        random = Random(f"case {seed} {split} {place}")
        happenings = city(seed * 1_000_003 + place // PEOPLE_OF_CITY, split, EVENTS_OF_CITY)
        yield _case(random, happenings, targets)


def _taste(random: Random, happenings: Sequence[Happening]) -> Taste:
    names = list(GROUPS)
    liked = random.sample(names, random.choice((1, 2, 2, 3)))
    hated = random.sample([one for one in names if one not in liked], random.choice((0, 1, 2)))
    groups = {
        name: random.uniform(0.5, 1.3) if name in liked else random.uniform(-0.9, -0.2)
        for name in names
    }
    groups |= {name: random.uniform(-1.6, -0.9) for name in hated}
    topics = {
        one.topic: random.choice((-0.8, 0.4, 0.9, 1.2))
        for one in random.sample(list(happenings), 4)
    }
    organisers = {
        one.organiser: random.choice((-0.7, 0.7, 1.2)) for one in random.sample(list(happenings), 3)
    }
    return Taste(
        groups,
        topics,
        organisers,
        random.choice((0.0, 0.0, 0.2, 0.5, -0.4)),
        random.choice((0.0, 0.0, 0.3, 0.5, -0.3)),
        random.choice((0.0, 0.0, 0.4, 0.9)),
    )


def _case(random: Random, happenings: Sequence[Happening], targets: int) -> Case:
    taste = _taste(random, happenings)
    said = [(one, random.random() < taste.chance(one)) for one in happenings]
    random.shuffle(said)
    liked, disliked = ([pair for pair in said if pair[1] == verdict] for verdict in (True, False))
    mixed = random.random() < 0.7
    length = random.randint(3, 12)
    wanted = max(1, round(length * random.uniform(0.35, 0.8))) if mixed else length
    past = liked[:wanted] + disliked[: length - min(wanted, len(liked)) if mixed else 0]
    rest = liked[wanted:], disliked[length:]
    share = random.uniform(0.25, 0.6)
    yes = min(round(targets * share), len(rest[0]))
    asked = rest[0][:yes] + rest[1][: targets - yes]
    random.shuffle(past)
    random.shuffle(asked)
    return Case(
        tuple(told(one.event, UTC, liked=verdict) for one, verdict in past),
        tuple(told(one.event, UTC, liked=verdict) for one, verdict in asked),
        mixed,
    )
