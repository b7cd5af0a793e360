"""The log of ratings told again: each rated event as it looked before the person rated it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

import numpy as np

from eventpal.domain import Action, Event, Place
from eventpal.recommend import candidates, features, learner, turnout
from eventpal.recommend.candidates import DIMENSIONS, Floats, Vectors
from eventpal.recommend.learner import Choice, Posterior
from eventpal.recommend.reasons import ALL, Aspect
from eventpal.recommend.scene import LIKENESSES_KEPT, Scene
from eventpal.recommend.taste import Opinion, Taste

_ASPECTS: Final[Mapping[Aspect, tuple[str, ...]]] = {
    Aspect.CONTENT: (
        "like_nearest",
        "like_overall",
        "interest",
        "dislike_nearest",
        "rejected",
        "category",
        "topic",
        "word",
    ),
    Aspect.ORGANISER: ("organiser", "organiser_turnout"),
    Aspect.VENUE: ("venue", "venue_turnout"),
    Aspect.SERIES: ("series", "repeat_turnout"),
    Aspect.TIME: ("time_of_week", "lead_time", "lead_habit"),
    Aspect.PLACE: ("distance", "usual_places"),
    Aspect.PRICE: ("price", "price_fit"),
}
"""The features that tell of each side of an event; of ``REST``, all others."""

_OF_ATTENDED: Final = np.isin(
    features.NAMES,
    [
        *(name for names in _ASPECTS.values() for name in names if not name.startswith("price")),
        "graph",
    ],
) & ~np.isin(features.NAMES, ["lead_time", "lead_habit"])
"""What a calendar of one's own tells of an event; it has no prices or pictures, and it does not
tell how long before the person decided."""


@dataclass(frozen=True, slots=True)
class Others:
    """What else was on when the person decided, for comparison."""

    events: Sequence[Event]
    vectors: Mapping[str, Vectors]
    """Unit rows by event id."""


NONE: Final = Others((), {})

WhatElse = Callable[[Opinion], Others]


@dataclass(frozen=True, slots=True)
class Told:
    """One opinion, and the choice that it was at that moment; None where it is too old to count."""

    opinion: Opinion
    choice: Choice | None


class Replay:
    """The retold log, kept so that one more rating costs one more choice."""

    def __init__(
        self,
        zone: tzinfo,
        home: Place | None,
        what_else: WhatElse = lambda _: NONE,
        passed: turnout.Passed = turnout.NOTHING,
        sample: Others = NONE,
    ) -> None:
        """Begin with nothing told.

        Args:
            zone: the person's own clock.
            home: where they live now.
            what_else: what an event was chosen among.
            passed: what was on all the while.
            sample: what ``what_else`` draws on; kept to tell whether it is still the same.
        """
        self.zone = zone
        self.home = home
        self.told: list[Told] = []
        self.taste = Taste(zone)
        self.passed = passed
        self.sample = sample
        self._what_else = what_else

    @property
    def since(self) -> datetime | None:
        """When the person began to choose here; None while they have not."""
        return next(
            (one.opinion.at for one in self.told if one.opinion.action is not Action.ATTENDED),
            None,
        )

    def branch(self, vectors: Mapping[str, Vectors]) -> "Replay":
        """The same told so far, to go on differently from; ``vectors`` as in ``tell``."""
        other = Replay(self.zone, self.home, self._what_else, self.passed, self.sample)
        other.told = list(self.told)
        other._retell(vectors)
        return other

    def tell(self, opinions: Sequence[Opinion], vectors: Mapping[str, Vectors]) -> None:
        """Bring it up to ``opinions``; the beginning that is as before is not told again.

        Args:
            opinions: the whole log.
            vectors: unit rows by event id, for the events that have one.
        """
        same = 0
        for known, opinion in zip(self.told, opinions, strict=False):
            if known.opinion != opinion:
                break
            same += 1
        if same < len(self.told):
            self.told = self.told[:same]
            self._retell(vectors)
        first = len(opinions) - learner.OPINIONS_KEPT
        for number in range(same, len(opinions)):
            opinion, choice = opinions[number], None
            if number >= first:
                choice = self._choice(opinion, opinions[:number], vectors)
            self.told.append(Told(opinion, choice))
            self.taste.add(opinion, vectors.get(opinion.event.event_id))

    def _retell(self, vectors: Mapping[str, Vectors]) -> None:
        """Form the taste anew from what is told."""
        self.taste = Taste(self.zone)
        for known in self.told:
            self.taste.add(known.opinion, vectors.get(known.opinion.event.event_id))

    def weights(self, before: learner.Prior | None = None) -> Posterior:
        """What the latest opinions make of the weights."""
        latest = self.told[-learner.OPINIONS_KEPT :]
        return learner.posterior([one.choice for one in latest if one.choice], before)

    def scene(
        self,
        events: Sequence[Event],
        now: datetime,
        known: Sequence[Opinion],
        vectors: Mapping[str, Vectors],
    ) -> Scene:
        """What these events looked like to the person when they had told ``known``, its taste."""
        table = candidates.table(events, self.zone)
        rows = candidates.vectors_of(table.events, vectors)
        groups = self.taste.interests.largest()
        centres = np.array([group.centre for group in groups], np.float32).reshape(-1, DIMENSIONS)
        return Scene(
            candidates=table,
            taste=self.taste,
            now=now,
            liked=_stack(comparable(known, vectors, wanted=True), vectors) @ rows.T,
            disliked=_stack(comparable(known, vectors, wanted=False), vectors) @ rows.T,
            embedded=np.asarray(rows.any(axis=1)),
            interests=centres @ rows.T,
            strengths=np.array([group.weight for group in groups]),
            passed=self.passed,
            since=self.since,
            home=self.home,
        )

    def _choice(
        self, opinion: Opinion, before: Sequence[Opinion], vectors: Mapping[str, Vectors]
    ) -> Choice:
        others = self._what_else(opinion)
        events = [one for one in others.events if one.event_id != opinion.event.event_id]
        known = {**others.vectors, **vectors}
        scene = self.scene([opinion.event, *events], opinion.at, before, known)
        values = features.matrix(scene) * _counting(opinion)
        row = scene.candidates.events.index(opinion.event)
        return Choice(values[row], np.delete(values, row, axis=0), opinion.wanted, opinion.weight)


def comparable(
    opinions: Sequence[Opinion], vectors: Mapping[str, Vectors], *, wanted: bool
) -> list[Opinion]:
    """The latest opinions of one kind whose events have a vector: what others are compared with."""
    latest = [
        one
        for one in opinions
        if one.wanted == wanted and one.about(Aspect.CONTENT) and one.event.event_id in vectors
    ]
    return latest[-LIKENESSES_KEPT:]


def _counting(opinion: Opinion) -> Floats:
    """1 for the features that the opinion says something of, [F]."""
    counting = np.ones(len(features.NAMES))
    if opinion.aspects != ALL:
        told = [name for aspect in opinion.aspects for name in _ASPECTS.get(aspect, ())]
        counting *= np.isin(features.NAMES, told)
    return counting * _OF_ATTENDED if opinion.action is Action.ATTENDED else counting


def _stack(opinions: Sequence[Opinion], vectors: Mapping[str, Vectors]) -> Vectors:
    rows = [vectors[one.event.event_id] for one in opinions]
    return np.array(rows, dtype=np.float32).reshape(-1, DIMENSIONS)
