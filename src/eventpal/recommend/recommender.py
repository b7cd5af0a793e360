"""Picks: what is coming, scored for the person, mixed, with the reasons."""

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from eventpal.domain import Change, Event, Pick, Rating
from eventpal.recommend import coming as coming_
from eventpal.recommend import diversify, features, learner, likeness, listing, rank
from eventpal.recommend.candidates import Floats
from eventpal.recommend.coming import SLACK, Coming
from eventpal.recommend.learner import Posterior
from eventpal.recommend.listing import LIMIT, Allow, Refused
from eventpal.recommend.replay import Told
from eventpal.recommend.scene import Scene
from eventpal.recommend.standing import Person, Saying, Standing, Supposing
from eventpal.recommend.travel import home_of
from eventpal.recommend.written import wishes
from eventpal.store.events import EventStore
from eventpal.store.history import History
from eventpal.store.preferences import Preferences
from eventpal.store.vectors import VectorStore

DAYS: Final = 30

EXPLORE: Final = "explore"
"""The preference (yes or no) to try out weights that may be right."""
EXPLORING: Final = 0.5
"""Deviations of the draw, in deviations of what is believed."""

Shown = Callable[[date], Mapping[str, int]]
Odds = Callable[[Sequence[Event]], Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Ranked:
    """Picks, and what was refused on the way, the best first."""

    picks: tuple[Pick, ...]
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class Rescored:
    """Where an event would stand by its score alone if some of its features were others."""

    rank: int
    """1 is the first."""
    score: float
    """Probability, 0 … 1."""


@dataclass(frozen=True, slots=True)
class Variant:
    """An event with some facts changed, and the features that these facts decide."""

    event: Event
    features: Collection[str]


class Recommender:
    """Ranks what is coming for one person; everything it believes follows from what is stored.

    What events alone determine is kept until they change, so that a rating costs only the
    person's part. Methods may be called from any thread.
    """

    def __init__(
        self,
        events: EventStore,
        history: History,
        vectors: VectorStore,
        preferences: Preferences,
        *,
        said: Saying = lambda _, __: wishes.NOTHING,
        shown: Shown = lambda _: {},
        odds: Odds = lambda _: {},
    ) -> None:
        """Begin with nothing read.

        Args:
            events: what is on.
            history: what the person did.
            vectors: what events are about.
            preferences: where they live, and whether to explore.
            said: what they wrote about their taste, as opinions.
            shown: on how many days before one each event was shown and left alone, by event id.
            odds: the language model's P(yes) of those events that it was asked about, by event id.
        """
        self._events = events
        self._vectors = vectors
        self._preferences = preferences
        self._shown = shown
        self._odds = odds
        self._lock = threading.RLock()
        self._coming: Coming | None = None
        self._standing = Standing(history, vectors, said)

    @property
    def exploring(self) -> bool:
        """Whether the list tries out weights that may be right, others each day."""
        return bool(self._preferences.get(EXPLORE, False))

    @exploring.setter
    def exploring(self, exploring: bool) -> None:
        self._preferences.set(EXPLORE, exploring)

    def ranked(
        self,
        now: datetime,
        *,
        days: int = DAYS,
        limit: int | None = LIMIT,
        breadth: float = diversify.BREADTH,
        allow: Allow | None = None,
        as_if: Sequence[Rating] = (),
        by: rank.Order | None = None,
        new: bool = True,
    ) -> Ranked:
        """Picks, the best first, one card for each series, and what was refused.

        The scores fall along the list: an event that the mix holds back is lowered to those above
        it, with the reason "variety".

        Args:
            now: on the person's own clock.
            days: how far ahead.
            limit: at most so many; None for every candidate.
            breadth: from 0, by score alone, to 1, as mixed as can be.
            allow: judges whether the person can go at all; what it remarks on is kept, with the
                remark as the pick's note.
            as_if: ratings to add to the log, only for this answer.
            by: another order than by score; the picks keep their scores, which then do not fall.
            new: leave out what the person has liked, saved or is going to, until it is over.
        """
        with self._lock:
            coming = self._coming_in(now, days)
            scene, person = self._scene(
                coming, now, (lambda log: [*log, *as_if]) if as_if else None
            )
            values = features.matrix(scene)
            weights = self._weights(person, now)
            logits = rank.logits(values, weights)
            rows = _open(coming, person, now, days, new=new)
            shown = len(rows) if limit is None else limit
            levels = logits if by is None else by(scene, values, weights)
            rows, verdicts, refused = listing.judged(scene, rows, levels, allow, shown=shown)
            order = listing.mixed(coming, rows, levels, breadth=breadth, shown=shown)
            rows = rows[order[:shown]]
            picks = listing.explained(
                scene,
                person,
                rows,
                values[rows],
                weights=weights,
                levels=diversify.level(logits[rows]) if by is None else logits[rows],
                verdicts=verdicts,
            )
            return Ranked(tuple(picks), tuple(refused))

    def why(self, identifier: str, now: datetime) -> Pick:
        """One event's score with every reason for it, the same as in the default list.

        Raises:
            NotFound: if there is no such event.
        """
        with self._lock:
            event = self._events.get(identifier, now=now)
            for pick in self.ranked(now).picks:
                if pick.event.id == event.id:
                    return pick
            coming, row = self._row_of(event, now)
            scene, person = self._scene(coming, now)
            values = features.matrix(scene)[[row]]
            weights = self._weights(person, now)
            (pick,) = listing.explained(
                scene,
                person,
                np.array([row]),
                values,
                weights=weights,
                levels=rank.logits(values, weights),
                verdicts={},
            )
            return pick

    def scores(self, now: datetime) -> dict[str, float]:
        """The score of each date in the next ``DAYS`` days by its id, as it is before the mix."""
        with self._lock:
            coming = self._coming_in(now, DAYS)
            scene, person = self._scene(coming, now)
            logits = rank.logits(features.matrix(scene), self._weights(person, now))
            return {
                event.id: learner.probability(level)
                for event, level in zip(coming.table.events, logits.tolist(), strict=True)
            }

    def instead(
        self,
        identifier: str,
        now: datetime,
        variants: Sequence[Variant],
        allow: Allow | None = None,
    ) -> list[Rescored]:
        """Where an event would stand as it is, and then as each of ``variants``, by score alone.

        Only the named features of a variant differ; all others stay, so that what is told is the
        effect of that one change.

        Raises:
            NotFound: if there is no such event.
        """
        with self._lock:
            event = self._events.get(identifier, now=now)
            coming, row = self._row_of(event, now)
            scene, person = self._scene(coming, now)
            values = features.matrix(scene)
            weights = self._weights(person, now)
            levels = rank.logits(values, weights)[_others(coming, person, now, row, allow)]
            as_are = [replace(event, id=f"{event.event_id}-0")]
            as_are += [
                replace(one.event, id=f"{event.event_id}-{number}")
                for number, one in enumerate(variants, start=1)
            ]
            small = coming_.load(as_are, self._vectors, now, now, passed=coming.passed)
            matrix = features.matrix(self._scene(small, now)[0])
            at = {one.id: number for number, one in enumerate(small.table.events)}
            found = []
            for number, one in enumerate(as_are):
                named = variants[number - 1].features if number else ()
                change = matrix[at[one.id]] - matrix[at[as_are[0].id]]
                changed = values[row] + change * np.isin(features.NAMES, list(named))
                score = float(rank.logits(changed[None, :], weights)[0])
                found.append(_standing_at(score, levels))
            return found

    def without(
        self,
        identifier: str,
        now: datetime,
        forgotten: Sequence[str],
        allow: Allow | None = None,
    ) -> list[Rescored]:
        """Where an event would stand if nothing had been noted of each of these event ids.

        Everything is learned again from the log without the one event, so the others move, too.

        Raises:
            NotFound: if there is no such event.
        """
        with self._lock:
            event = self._events.get(identifier, now=now)
            coming, row = self._row_of(event, now)
            found = []
            for gone in forgotten:
                scene, person = self._scene(coming, now, partial(_without, gone))
                levels = rank.logits(features.matrix(scene), self._weights(person, now))
                others = _others(coming, person, now, row, allow)
                found.append(_standing_at(float(levels[row]), levels[others]))
            return found

    def belief(self, now: datetime) -> Posterior:
        """What is believed of the person's weights, in the order of ``features.NAMES``."""
        with self._lock:
            return self._scene(self._coming_in(now, DAYS), now)[1].belief

    def told(self, now: datetime) -> list[Told]:
        """Each standing opinion with the choice that it was, oldest first."""
        with self._lock:
            self._scene(self._coming_in(now, DAYS), now)
            return self._standing.told()

    def refresh(self, change: Change) -> None:
        """Drop only what ``change`` touches: ratings the person's part, events the candidates."""
        with self._lock:
            if change.added or change.changed or change.removed:
                self._coming = None
            if change.rated or change.taste:
                self._standing.refresh()

    def reload(self) -> None:
        """Read everything again: more events have vectors, or the history grew at once."""
        with self._lock:
            self._coming = None
            self._standing.reload()

    def _coming_in(self, now: datetime, days: int) -> Coming:
        kept = self._coming
        if kept is None or not (kept.since <= now and now + timedelta(days=days) <= kept.until):
            until = now + timedelta(days=max(days, DAYS)) + SLACK
            events = self._events.between(now, until)
            passed = coming_.passed_until(self._events, now)
            listings = coming_.listings(self._events)
            kept = coming_.load(events, self._vectors, now, until, passed=passed, listings=listings)
            self._coming = kept
        return kept

    def _row_of(self, event: Event, now: datetime) -> tuple[Coming, int]:
        """Where the event stands, among what is coming or by itself."""
        coming = self._coming_in(now, DAYS)
        for row, one in enumerate(coming.table.events):
            if one.id == event.id:
                return coming, row
        return coming_.load([event], self._vectors, now, now, passed=coming.passed), 0

    def _scene(
        self, coming: Coming, now: datetime, supposing: Supposing | None = None
    ) -> tuple[Scene, Person]:
        home = home_of(self._preferences)
        known = self._coming_in(now, DAYS)
        if supposing is None:
            person = self._standing.person(known, now, home)
        else:
            person = self._standing.supposing(supposing, known, now, home)
        groups = person.taste.interests.largest()
        interests = coming.fit(groups)
        own = {row: one for id_, one in person.own.items() for row in coming.rows.get(id_, ())}
        interests[:, list(own)] = likeness.USUAL_INTEREST
        scene = Scene(
            candidates=coming.table,
            taste=person.taste,
            now=now,
            liked=coming.to(person.liked, person.vectors),
            disliked=coming.to(person.disliked, person.vectors),
            embedded=np.asarray(coming.vectors.any(axis=1)),
            interests=interests,
            strengths=np.array([group.weight for group in groups]),
            passed=coming.passed,
            since=person.since,
            shown=self._shown(now.date()),
            odds=self._odds(coming.table.events),
            home=home,
            own=own,
        )
        return scene, person

    def _weights(self, person: Person, now: datetime) -> Floats:
        """What to score with: where the person explores, a draw that is the same all day."""
        if self.exploring:
            return person.belief.sample(now.date().toordinal(), EXPLORING)
        return person.belief.mean


def _open(
    coming: Coming, person: Person, now: datetime, days: int, *, new: bool = True
) -> NDArray[np.intp]:
    """The rows that may be picked as far as the person's own verdicts go."""
    out = person.left_out(now) if new else person.unwanted
    rows = rank.eligible(coming.table, now, now + timedelta(days=days), out)
    shunned = listing.borne(coming.table.organiser, len(coming.table), person.shunned)
    return np.extract(~shunned[rows], rows)


def _others(
    coming: Coming, person: Person, now: datetime, row: int, allow: Allow | None
) -> NDArray[np.intp]:
    """The rows that the event at ``row`` stands among."""
    rows = _open(coming, person, now, DAYS)
    others = np.extract(coming.table.card[rows] != coming.table.card[row], rows)
    if allow is None:
        return others
    free = [row for row in others.tolist() if allow(coming.table.events[row]).allowed]
    return np.array(free, dtype=np.intp)


def _without(event_id: str, log: Sequence[Rating]) -> Sequence[Rating]:
    """The log as if nothing had been noted of one event."""
    return [one for one in log if one.event.event_id != event_id]


def _standing_at(score: float, levels: Floats) -> Rescored:
    """The rank and the probability of log-odds ``score`` among others' ``levels``."""
    return Rescored(int((levels > score).sum()) + 1, learner.probability(score))
