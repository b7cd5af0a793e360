"""The log of ratings told again: each rated event as it looked before the person rated it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

import numpy as np

from eventpal.domain import Action, Place
from eventpal.recommend import candidates, features, learner
from eventpal.recommend.candidates import DIMENSIONS, Floats, Vectors
from eventpal.recommend.taste import Opinion, Taste

Row = Callable[[Opinion, Taste], Floats]

_OF_ATTENDED: Final = np.isin(
    features.NAMES,
    (
        "like_nearest",
        "like_overall",
        "dislike_nearest",
        "organiser",
        "venue",
        "category",
        "word",
        "series",
        "time_of_week",
        "distance",
        "usual_places",
    ),
)
"""What a calendar of one's own tells of an event; it has no prices or pictures, and it does not
tell how long before the person decided."""


@dataclass(frozen=True, slots=True)
class Told:
    """One opinion and the event's features at that moment, [F]."""

    opinion: Opinion
    row: Floats


class Replay:
    """The retold log, kept so that one more rating costs one more row."""

    def __init__(self, zone: tzinfo, home: Place | None) -> None:
        """``zone`` is the person's own clock, ``home`` where they live now."""
        self.zone = zone
        self.home = home
        self.told: list[Told] = []
        self.taste = Taste(zone)

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
            self.taste = Taste(self.zone)
            for known in self.told:
                self.taste.add(known.opinion)
        first = len(opinions) - learner.OPINIONS_KEPT
        for number in range(same, len(opinions)):
            row = np.zeros(len(features.NAMES))
            if number >= first:
                row = self._row(opinions[number], opinions[:number], vectors)
            self.told.append(Told(opinions[number], row))
            self.taste.add(opinions[number])

    def weights(self) -> learner.Posterior:
        """What the latest opinions make of the weights."""
        latest = self.told[-learner.OPINIONS_KEPT :]
        return learner.posterior(
            np.array([one.row for one in latest]).reshape(-1, len(features.NAMES)),
            np.array([one.opinion.wanted for one in latest], dtype=bool),
            np.array([one.opinion.weight for one in latest], dtype=float),
        )

    def _row(
        self, opinion: Opinion, before: Sequence[Opinion], vectors: Mapping[str, Vectors]
    ) -> Floats:
        vector = vectors.get(opinion.event.event_id, np.zeros(DIMENSIONS, dtype=np.float32))
        scene = features.Scene(
            candidates=candidates.table([opinion.event], self.zone),
            taste=self.taste,
            now=opinion.at,
            liked=_cosines(comparable(before, vectors, wanted=True), vectors, vector),
            disliked=_cosines(comparable(before, vectors, wanted=False), vectors, vector),
            embedded=np.array([vector.any()]),
            home=self.home,
        )
        row: Floats = features.matrix(scene)[0]
        return row * _OF_ATTENDED if opinion.action is Action.ATTENDED else row


def comparable(
    opinions: Sequence[Opinion], vectors: Mapping[str, Vectors], *, wanted: bool
) -> list[Opinion]:
    """The latest opinions of one kind whose events have a vector: what others are compared with."""
    latest = [one for one in opinions if one.wanted == wanted and one.event.event_id in vectors]
    return latest[-features.LIKENESSES_KEPT :]


def _cosines(
    opinions: Sequence[Opinion], vectors: Mapping[str, Vectors], vector: Vectors
) -> Vectors:
    rows = [vectors[one.event.event_id] for one in opinions]
    return np.array(rows, dtype=np.float32).reshape(-1, DIMENSIONS) @ vector[:, None]
