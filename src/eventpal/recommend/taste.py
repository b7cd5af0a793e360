"""What the person's own history says: who, where, what and when they liked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

import numpy as np

from eventpal.domain import Action, Event, Rating
from eventpal.recommend import candidates, week
from eventpal.recommend.candidates import Floats

VERDICTS = {
    Action.LIKE: (True, 1.0),
    Action.SAVE: (True, 1.0),
    Action.GOING: (True, 1.5),
    Action.ATTENDED: (True, 1.0),
    Action.DISLIKE: (False, 1.0),
    Action.HIDE: (False, 0.5),
}
"""What each action says of an event: whether it was wanted, and how much the action counts.

Going costs an evening, so it counts most; hiding may only mean "seen enough of it".
"""


@dataclass(frozen=True, slots=True)
class Opinion:
    """Where the person stands on one event, from all they did about it."""

    event: Event
    action: Action
    """The one of ``actions`` that counts most, the latest of equals."""
    actions: frozenset[Action]
    """All that agree with the latest."""
    wanted: bool
    weight: float
    at: datetime


def opinions(ratings: Iterable[Rating]) -> list[Opinion]:
    """One opinion for each rated event, in order of the latest rating of each.

    Among actions that agree the weightiest counts; one that disagrees replaces them all.
    """
    standing: dict[str, Opinion] = {}
    for rating in ratings:
        wanted, weight = VERDICTS[rating.action]
        action, actions = rating.action, frozenset({rating.action})
        old = standing.pop(rating.event.event_id, None)
        if old is not None and old.wanted == wanted:
            actions |= old.actions
            if old.weight > weight:
                action, weight = old.action, old.weight
        standing[rating.event.event_id] = Opinion(
            rating.event, action, actions, wanted, weight, rating.at
        )
    return list(standing.values())


class Tally:
    """How often names of one kind (organisers, venues, …) were wanted and unwanted."""

    def __init__(self, shrinkage: float) -> None:
        """``shrinkage``: how many neutral visits each name starts with."""
        self._shrinkage = shrinkage
        self._wanted: defaultdict[str, float] = defaultdict(float)
        self._seen: defaultdict[str, float] = defaultdict(float)
        self._opinions: defaultdict[str, dict[str, Opinion]] = defaultdict(dict)

    def add(self, name: str, opinion: Opinion) -> None:
        """Count one opinion for ``name``; each event has one at most."""
        self._wanted[name] += opinion.weight if opinion.wanted else -opinion.weight
        self._seen[name] += opinion.weight
        self._opinions[name][opinion.event.event_id] = opinion

    def affinity(self, name: str, without: Opinion | None = None) -> float:
        """From -1 (never wanted) over 0 (unknown) to 1, drawn to 0 while little is known.

        ``without`` is an opinion to leave out, should it be among those on ``name``.
        """
        seen = self._seen.get(name, 0.0)
        if not seen:
            return 0.0
        wanted = self._wanted[name]
        if without is not None and without.event.event_id in self._opinions[name]:
            seen -= without.weight
            wanted -= without.weight if without.wanted else -without.weight
        return wanted / (seen + self._shrinkage)

    def affinities(self, codes_of: Mapping[str, int]) -> Floats:
        """The affinity of each name by its code, [len(codes_of)]."""
        values = np.zeros(len(codes_of))
        for name in self._seen.keys() & codes_of.keys():
            values[codes_of[name]] = self.affinity(name)
        return values

    def opinions(self, name: str) -> Sequence[Opinion]:
        """Those counted for ``name``, oldest first."""
        return list(self._opinions[name].values()) if name in self._opinions else []


class Taste:
    """All that opinions add up to; grows by ``add``, in the log's order."""

    def __init__(self, zone: tzinfo) -> None:
        """``zone`` is the person's own clock."""
        self._zone = zone
        self.organiser = Tally(2.0)
        self.venue = Tally(2.0)
        self.category = Tally(2.0)
        self.word = Tally(2.0)
        self.series = Tally(1.0)
        self.wanted = 0.0
        """Summed weight of the wanted events."""
        self.visits = np.zeros(week.ANY_TIME + 1)
        """Weight of wanted events by slot of the week."""
        self.places: dict[tuple[float, float], float] = {}
        """Weight of wanted events by (lat, lon) in degrees, rounded to about 100 m."""

    def add(self, opinion: Opinion) -> None:
        """Take one more opinion into account."""
        event = opinion.event
        for tally, names in (
            (self.organiser, [candidates.plain(event.organiser)]),
            (self.venue, [candidates.plain(event.venue)]),
            (self.category, candidates.categories(event)),
            (self.word, candidates.words(event)),
            (self.series, [candidates.series(event)]),
        ):
            for name in filter(None, names):
                tally.add(name, opinion)
        if not opinion.wanted:
            return
        self.wanted += opinion.weight
        self.visits[week.slot(event, self._zone)] += opinion.weight
        if event.place is not None:
            key = (round(event.place.lat, 3), round(event.place.lon, 3))
            self.places[key] = self.places.get(key, 0.0) + opinion.weight


def taste_of(given: Iterable[Opinion], zone: tzinfo) -> Taste:
    """The taste that ``given`` add up to."""
    taste = Taste(zone)
    for opinion in given:
        taste.add(opinion)
    return taste
