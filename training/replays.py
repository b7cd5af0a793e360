"""Listwise queries told again as EventPal would have met them: one person, one moment at a time.

Only the person's own history and the calendar are used. Of an event in a history it is known when
it was chosen where an earlier query of the same person asked just that; of others it is guessed
from their start. What it was chosen among is the calendar of the 30 days after.
"""

import bisect
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

import numpy as np

from eventpal.domain import Action, Event, Place, embedding_text, event_id
from eventpal.errors import BadInput
from eventpal.recommend import features, learner, timing, turnout
from eventpal.recommend.replay import Others, Replay
from eventpal.recommend.taste import Opinion
from training.models.protocol import Floats
from training.models.vectors import Vectors, embed
from training.queries import Catalogue, Item, Listwise

HORIZON: Final = timedelta(days=timing.HORIZON_DAYS)
USUAL_LEAD: Final = timedelta(days=5)
"""How long before its start an event is taken to have been chosen where that is not known."""
COMPARED: Final = 24
"""Others at most that a choice is compared with."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One query as EventPal meets it."""

    values: Floats
    """Features of the candidates in the order of the query, [n, F]."""
    choices: tuple[learner.Choice, ...]
    """What the person had chosen until then."""


def asked(queries: Sequence[Listwise], catalogue: Catalogue) -> list[Asked]:
    """Every query with its features, in order.

    Raises:
        BadInput: a query has no time, or names an event without a start.
    """
    calendar = Calendar(catalogue)
    by_user: defaultdict[str, list[int]] = defaultdict(list)
    for number, query in enumerate(queries):
        if query.at is None:
            raise BadInput(f"Query {number + 1} does not say when it was asked.")
        by_user[query.user].append(number)
    found: dict[int, Asked] = {}
    for numbers in by_user.values():
        numbers.sort(key=lambda number: _time(queries[number]))
        replay = Replay(calendar.zone, None, calendar.what_else, calendar.passed)
        for place, number in enumerate(numbers):
            earlier = [queries[other] for other in numbers[:place]]
            found[number] = calendar.meet(replay, queries[number], earlier)
    return [found[number] for number in range(len(queries))]


def event_of(item: Item) -> Event:
    """The item as EventPal knows events.

    Raises:
        BadInput: it has no start.
    """
    if item.start is None:
        raise BadInput(f"The items file says nothing of when “{item.id}” starts.")
    place = None if item.lat is None or item.lon is None else Place(item.lat, item.lon)
    return Event(
        id=event_id(item.id),
        uid=item.id,
        title=item.title,
        start=item.start,
        tz="local",
        venue=item.venue,
        place=place,
        categories=item.categories,
        organiser=item.organiser,
        description=item.text,
    )


class Calendar:
    """All events of a catalogue, by time, with their vectors."""

    def __init__(self, catalogue: Catalogue) -> None:
        items = [item for item in catalogue.items.values() if item.start is not None]
        if not items:
            raise BadInput("These queries need --items with the start of each event.")
        events = sorted(map(event_of, items), key=lambda event: (event.start, event.uid))
        rows = embed([embedding_text(event) for event in events])
        self.events = events
        self.by_uid = {event.uid: event for event in events}
        self.vectors: Mapping[str, Vectors] = {
            event.event_id: row for event, row in zip(events, rows, strict=True)
        }
        self.passed = turnout.passed(
            (event.organiser, event.venue, event.title, event.start.timestamp()) for event in events
        )
        self.zone = _usual_zone(events)
        self._starts = [event.start for event in events]

    def event(self, item: Item) -> Event:
        """The event of a query's item. Raises BadInput if it has no start."""
        return self.by_uid.get(item.id) or event_of(item)

    def what_else(self, opinion: Opinion) -> Others:
        """What starts in the 30 days after the choice; every so many of it where there is much."""
        begin = bisect.bisect_right(self._starts, opinion.at)
        end = bisect.bisect_right(self._starts, opinion.at + HORIZON)
        rows = np.unique(np.linspace(begin, end - 1, min(COMPARED, end - begin)).astype(int))
        chosen = [self.events[row] for row in rows.tolist()]
        return Others(chosen, {one.event_id: self.vectors[one.event_id] for one in chosen})

    def meet(self, replay: Replay, query: Listwise, earlier: Sequence[Listwise]) -> Asked:
        """The query's features, with ``replay`` brought up to its history."""
        assert query.at is not None
        opinions = self._opinions(query, earlier)
        replay.tell(opinions, self.vectors)
        events = [self.event(item) for item in query.candidates]
        scene = replay.scene(events, query.at.astimezone(self.zone), opinions, self.vectors)
        rows = {event.uid: row for row, event in enumerate(scene.candidates.events)}
        order = [rows[event.uid] for event in events]
        choices = tuple(one.choice for one in replay.told if one.choice is not None)
        return Asked(features.matrix(scene)[order], choices)

    def _opinions(self, query: Listwise, earlier: Iterable[Listwise]) -> list[Opinion]:
        history = [self.event(item) for item in query.history]
        known: dict[int, datetime] = {}
        for one in earlier:
            place = len(one.history)
            if place < len(history) and one.history == query.history[:place]:
                known[place] = _time(one)
        latest, times = _time(query), []
        for place in reversed(range(len(history))):
            latest = known.get(place) or min(latest, history[place].start - USUAL_LEAD)
            times.append(latest)
        return [
            Opinion(event, Action.GOING, frozenset({Action.GOING}), True, 1.0, at)
            for event, at in zip(
                history, (one.astimezone(self.zone) for one in reversed(times)), strict=True
            )
        ]


def _time(query: Listwise) -> datetime:
    assert query.at is not None
    return query.at


def _usual_zone(events: Sequence[Event]) -> timezone:
    offsets = sorted(event.start.utcoffset() or timedelta() for event in events)
    return timezone(offsets[len(offsets) // 2]) if offsets else UTC
