"""What the person's own history says: who, where, what and when they liked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

import numpy as np

from eventpal.domain import Action, Event, Rating
from eventpal.recommend import candidates, turnout, week
from eventpal.recommend.candidates import Floats, Vectors
from eventpal.recommend.interests import Interests
from eventpal.recommend.reasons import ALL, DEAR, EFFECTS, WRITTEN, Aspect

DAY = 86400.0

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
    aspects: frozenset[Aspect] = ALL
    """The sides of the event that it is about; it says nothing of the others."""
    reason: str = ""
    """As given with the latest action."""

    def about(self, aspect: Aspect) -> bool:
        """Whether it says anything of this side."""
        return aspect in self.aspects


def opinions(ratings: Iterable[Rating]) -> list[Opinion]:
    """One opinion for each rated event, in order of the latest rating of each.

    Among actions that agree the weightiest counts; one that disagrees replaces them all. A reason
    for not wanting it narrows what the opinion is about.
    """
    standing: dict[str, Opinion] = {}
    for rating in ratings:
        wanted, weight = VERDICTS[rating.action]
        aspects = ALL
        if not wanted and rating.reason in EFFECTS:
            aspects, weight = EFFECTS[rating.reason].aspects, EFFECTS[rating.reason].weight
        action, actions = rating.action, frozenset({rating.action})
        old = standing.pop(rating.event.event_id, None)
        if old is not None and old.wanted == wanted:
            actions |= old.actions
            if old.weight > weight:
                action, weight = old.action, old.weight
        standing[rating.event.event_id] = Opinion(
            rating.event, action, actions, wanted, weight, rating.at, aspects, rating.reason
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
        self._names: defaultdict[str, list[str]] = defaultdict(list)

    def add(self, name: str, opinion: Opinion) -> None:
        """Count one opinion for ``name``; each event has one at most."""
        self._wanted[name] += opinion.weight if opinion.wanted else -opinion.weight
        self._seen[name] += opinion.weight
        self._opinions[name][opinion.event.event_id] = opinion
        self._names[opinion.event.event_id].append(name)

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

    def familiarities(self, codes_of: Mapping[str, int]) -> Floats:
        """How well known each name is by its code, from 0 (unknown) to 1, [len(codes_of)]."""
        values = np.zeros(len(codes_of))
        for name in self._seen.keys() & codes_of.keys():
            seen = self._seen[name]
            values[codes_of[name]] = seen / (seen + self._shrinkage)
        return values

    def refused(self, codes_of: Mapping[str, int]) -> Floats:
        """How surely each name is not wanted: 0 where it ever was, by its code, [len(codes_of)]."""
        values = np.zeros(len(codes_of))
        for name in self._seen.keys() & codes_of.keys():
            given = self._opinions[name].values()
            if not any(one.wanted for one in given):
                values[codes_of[name]] = len(given) / (len(given) + 1.0)
        return values

    def balance(self, without: Mapping[int, Opinion]) -> dict[str, float]:
        """For each name how much oftener it was wanted than not; ``without`` these opinions."""
        balance = dict(self._wanted)
        for opinion in without.values():
            for name in self._names.get(opinion.event.event_id, ()):
                balance[name] -= opinion.weight if opinion.wanted else -opinion.weight
        return balance

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
        self.interests = Interests()
        self.wanted = 0.0
        """Summed weight of the wanted events, of those that are wanted for what they are."""
        self.visits = np.zeros(week.ANY_TIME + 1)
        """Weight of wanted events by slot of the week."""
        self.written = np.zeros(week.ANY_TIME + 1)
        """The part of ``visits`` that the person wrote of and did not make."""
        self.avoided = np.zeros(week.ANY_TIME + 1)
        """Weight of events that were unwanted for their time, by slot of the week."""
        self.places: dict[tuple[float, float], float] = {}
        """Weight of wanted events by (lat, lon) in degrees, rounded to about 100 m."""
        self.leads: list[float] = []
        """Days from each decision to the start of the event that was wanted, at least 0."""
        self.prices: list[float] = []
        """What the wanted events cost at least, where it is known."""
        self.too_dear: list[float] = []
        """What the events cost at least that were unwanted for their price."""
        self.went: list[turnout.Visit] = []
        """The wanted ones, in the log's order."""

    def add(self, opinion: Opinion, vector: Vectors | None = None) -> None:
        """Take one more opinion into account; ``vector`` is its event's, [384], if it has one."""
        event = opinion.event
        # The last word of a written topic is its head: "craft beer" is not about craft.
        words = candidates.words(event)[-1 if opinion.reason == WRITTEN else None :]
        for aspect, tally, names in (
            (Aspect.ORGANISER, self.organiser, [candidates.plain(event.organiser)]),
            (Aspect.VENUE, self.venue, [candidates.plain(event.venue)]),
            (Aspect.CONTENT, self.category, candidates.categories(event)),
            (Aspect.CONTENT, self.word, words),
            (Aspect.SERIES, self.series, [candidates.series(event)]),
        ):
            for name in filter(None, names) if opinion.about(aspect) else ():
                tally.add(name, opinion)
        if not opinion.wanted:
            self._add_unwanted(opinion)
            return
        if opinion.aspects == ALL:
            self.went.append(turnout.visit(event))
        if opinion.about(Aspect.CONTENT):
            self.wanted += opinion.weight
            if vector is not None:
                self.interests.add(vector, opinion.weight, event.event_id)
        if opinion.about(Aspect.TIME):
            self.visits[week.slot(event, self._zone)] += opinion.weight
            if opinion.reason == WRITTEN:
                self.written[week.slot(event, self._zone)] += opinion.weight
            if opinion.action is not Action.ATTENDED:
                self.leads.append(max(0.0, (event.start - opinion.at).total_seconds() / DAY))
        if opinion.about(Aspect.PLACE) and event.place is not None:
            key = (round(event.place.lat, 3), round(event.place.lon, 3))
            self.places[key] = self.places.get(key, 0.0) + opinion.weight
        price = candidates.price(event)
        if opinion.about(Aspect.PRICE) and not np.isnan(price):
            self.prices.append(price)

    def _add_unwanted(self, opinion: Opinion) -> None:
        """What is unwanted speaks against its time or its price only where that was the reason."""
        if opinion.aspects == {Aspect.TIME}:
            self.avoided[week.slot(opinion.event, self._zone)] += opinion.weight
        price = candidates.price(opinion.event)
        if opinion.reason == DEAR and price > 0:
            self.too_dear.append(price)
