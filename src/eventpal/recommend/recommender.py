"""Picks: what is coming, scored for the person, mixed, with the reasons."""

import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from eventpal.domain import Action, Change, Event, Pick, Place
from eventpal.recommend import candidates, diversify, explain, features, learner, rank
from eventpal.recommend.candidates import Candidates, Floats, Vectors
from eventpal.recommend.replay import Replay, comparable
from eventpal.recommend.taste import Opinion, Taste, opinions
from eventpal.store.events import EventStore
from eventpal.store.history import History
from eventpal.store.preferences import Preferences
from eventpal.store.vectors import VectorStore

SLACK = timedelta(days=1)
"""Events are read this far beyond the horizon, so that the clock can move without reading again."""

DAYS = 30
LIMIT = 50


@dataclass(slots=True)
class _Coming:
    """The candidates of a span of time, and how like the rated events they are."""

    since: datetime
    until: datetime
    table: Candidates
    vectors: Vectors
    rows: dict[str, list[int]]
    """The dates of each event, by its id."""
    likeness: dict[str, Vectors] = field(default_factory=dict)
    """Cosines with a rated event, by its event id, [n]."""

    def to(self, rated: Sequence[Opinion], vectors: Mapping[str, Vectors]) -> Vectors:
        """Cosines with each of the rated events, [m, n]."""
        ids = [one.event.event_id for one in rated]
        for one in ids:
            if one not in self.likeness:
                # One product for each, so that the last bit does not depend on how many there are.
                cosines = self.vectors @ vectors[one]
                cosines[self.rows.get(one, [])] = features.NEUTRAL_COSINE
                self.likeness[one] = cosines
        if not ids:
            return np.zeros((0, len(self.table)), dtype=np.float32)
        return np.stack([self.likeness[one] for one in ids])


@dataclass(frozen=True, slots=True)
class _Person:
    """Where the person stands after the whole log."""

    taste: Taste
    own: dict[str, Opinion]
    """Opinions by event id."""
    liked: list[Opinion]
    disliked: list[Opinion]
    vectors: dict[str, Vectors]
    unwanted: frozenset[str]
    """Ids of series that are not to be picked."""
    decided: frozenset[str]
    """Ids of series that need no more recommending."""
    weights: Floats


class Recommender:
    """Ranks what is coming for one person; everything it believes follows from the rating log.

    What events alone determine is kept until they change, so that a rating costs only the
    person's part. Methods may be called from any thread.
    """

    def __init__(
        self, events: EventStore, history: History, vectors: VectorStore, preferences: Preferences
    ) -> None:
        self._events = events
        self._history = history
        self._vectors = vectors
        self._preferences = preferences
        self._lock = threading.RLock()
        self._coming: _Coming | None = None
        self._person: _Person | None = None
        self._replay: Replay | None = None

    def picks(self, now: datetime, *, days: int = DAYS, limit: int | None = LIMIT) -> list[Pick]:
        """What to go to in the next ``days`` days, the best first, one card for each series.

        The scores fall along the list: an event that the mix holds back is lowered to those above
        it, with the reason "variety". None as ``limit`` gives every candidate.
        """
        with self._lock:
            coming = self._coming_in(now, days)
            scene, person = self._scene(coming, now)
            values = features.matrix(scene)
            logits = rank.logits(values, person.weights)
            rows = rank.eligible(coming.table, now, now + timedelta(days=days), person.unwanted)
            shown = len(rows) if limit is None else limit
            order = diversify.order(
                logits[rows],
                [
                    candidates.single(labels, len(coming.table))[rows]
                    for labels in (coming.table.organiser, coming.table.venue)
                ],
                coming.table.day[rows],
                coming.vectors[rows],
                LIMIT,
            )
            rows = rows[order[:shown]]
            levels = diversify.level(logits[rows])
            return _explained(scene, person, rows, values[rows], levels)

    def why(self, identifier: str, now: datetime) -> Pick:
        """One event's score with every reason for it, the same as in the default list.

        Raises:
            NotFound: if there is no such event.
        """
        with self._lock:
            event = self._events.get(identifier, now=now)
            for pick in self.picks(now):
                if pick.event.id == event.id:
                    return pick
            coming = self._coming_in(now, DAYS)
            rows = [row for row, one in enumerate(coming.table.events) if one.id == event.id]
            if not rows:
                coming, rows = self._load([event], now, now), [0]
            scene, person = self._scene(coming, now)
            values = features.matrix(scene)[rows]
            levels = rank.logits(values, person.weights)
            return _explained(scene, person, np.array(rows), values, levels)[0]

    def refresh(self, change: Change) -> None:
        """Drop only what ``change`` touches: ratings the person's part, events the candidates."""
        with self._lock:
            if change.added or change.changed or change.removed:
                self._coming = None
            if change.rated:
                self._person = None

    def reload(self) -> None:
        """Read everything again: more events have vectors, or the history grew at once."""
        with self._lock:
            self._coming = self._person = self._replay = None

    def _coming_in(self, now: datetime, days: int) -> _Coming:
        kept = self._coming
        if kept is None or not (kept.since <= now and now + timedelta(days=days) <= kept.until):
            until = now + timedelta(days=max(days, DAYS)) + SLACK
            kept = self._coming = self._load(self._events.between(now, until), now, until)
        return kept

    def _load(self, events: Sequence[Event], since: datetime, until: datetime) -> _Coming:
        assert since.tzinfo is not None
        table = candidates.table(events, since.tzinfo)
        ids = list({event.event_id: None for event in table.events})
        vectors = candidates.vectors_of(table.events, self._vectors.for_events(ids))
        rows: defaultdict[str, list[int]] = defaultdict(list)
        for row, event in enumerate(table.events):
            rows[event.event_id].append(row)
        return _Coming(since, until, table, vectors, dict(rows))

    def _scene(self, coming: _Coming, now: datetime) -> tuple[features.Scene, _Person]:
        home = self._home()
        person = self._person_now(now, home)
        scene = features.Scene(
            candidates=coming.table,
            taste=person.taste,
            now=now,
            liked=coming.to(person.liked, person.vectors),
            disliked=coming.to(person.disliked, person.vectors),
            embedded=np.asarray(coming.vectors.any(axis=1)),
            home=home,
            own={row: one for id_, one in person.own.items() for row in coming.rows.get(id_, ())},
            decided=person.decided,
        )
        return scene, person

    def _person_now(self, now: datetime, home: Place | None) -> _Person:
        if self._replay is None or self._replay.home != home:
            assert now.tzinfo is not None
            self._replay, self._person = Replay(now.tzinfo, home), None
        if self._person is None:
            log = opinions(self._history.ratings())
            vectors = self._vectors.for_events([one.event.event_id for one in log])
            self._replay.tell(log, vectors)
            self._person = _Person(
                taste=self._replay.taste,
                own={one.event.event_id: one for one in log},
                liked=comparable(log, vectors, wanted=True),
                disliked=comparable(log, vectors, wanted=False),
                vectors=vectors,
                unwanted=self._series(log, wanted=False, actions={Action.DISLIKE, Action.HIDE}),
                decided=self._series(log, wanted=True, actions={Action.SAVE, Action.GOING}),
                weights=self._replay.weights().mean,
            )
        return self._person

    def _series(
        self, log: Sequence[Opinion], *, wanted: bool, actions: set[Action]
    ) -> frozenset[str]:
        """Series of events whose opinion rests on one of ``actions``.

        With the ids under which the store shows them, where it has joined events into one.
        """
        changed_mind = {one.event.event_id for one in log if one.wanted != wanted}
        own = {candidates.series(one.event) for one in log if actions & one.actions}
        shown = {id_ for id_, current in self._history.actions().items() if actions & current}
        return frozenset(own | (shown - changed_mind))

    def _home(self) -> Place | None:
        stored = self._preferences.get("home_place", None)
        return Place(stored["lat"], stored["lon"]) if stored else None


def _explained(
    scene: features.Scene,
    person: _Person,
    rows: NDArray[np.intp],
    values: Floats,
    levels: Floats,
) -> list[Pick]:
    """The picks of ``rows``, given their features, [r, F], and log-odds as mixed, [r]."""
    dates = features.dates_ahead(scene)
    weights = dict(zip(features.NAMES, person.weights.tolist(), strict=True))
    held_back = levels - rank.logits(values, person.weights)
    picks = []
    for number, row in enumerate(rows.tolist()):
        context = explain.Context(
            event=scene.candidates.events[row],
            now=scene.now,
            taste=scene.taste,
            dates=int(dates[row]),
            home=scene.home,
            own=scene.own.get(row),
            nearest_liked=_nearest(person.liked, scene.liked[:, row]),
            nearest_disliked=_nearest(person.disliked, scene.disliked[:, row]),
        )
        named = dict(zip(features.NAMES, values[number].tolist(), strict=True))
        why = explain.reasons(context, named, weights, learner.BIAS, float(held_back[number]))
        picks.append(Pick(context.event, learner.probability(float(levels[number])), why))
    return picks


def _nearest(rated: Sequence[Opinion], cosines: NDArray[np.float32]) -> Opinion | None:
    return rated[int(np.argmax(cosines))] if len(cosines) else None
