"""Where one person stands after all they did and wrote; kept until that grows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from eventpal.domain import Action, Place, Rating
from eventpal.recommend import candidates
from eventpal.recommend.candidates import Vectors
from eventpal.recommend.coming import Coming
from eventpal.recommend.learner import Posterior
from eventpal.recommend.reasons import ORGANISER
from eventpal.recommend.replay import Replay, Told, comparable
from eventpal.recommend.taste import Opinion, Taste, opinions
from eventpal.recommend.written.wishes import Said
from eventpal.store.history import History
from eventpal.store.vectors import VectorStore

Saying = Callable[[datetime, Place | None], Said]
Supposing = Callable[[Sequence[Rating]], Sequence[Rating]]
"""The log as it might be, from the log as it is."""

CHOSEN: Final = frozenset({Action.LIKE, Action.SAVE, Action.GOING})
"""What is noted so has a place of its own: picks are for what is new."""
_TURNED_DOWN: Final = frozenset({Action.DISLIKE, Action.HIDE})


@dataclass(frozen=True, slots=True)
class Person:
    """Where the person stands after the whole log."""

    taste: Taste
    since: datetime | None
    own: dict[str, Opinion]
    """Opinions by event id."""
    liked: list[Opinion]
    disliked: list[Opinion]
    vectors: Mapping[str, Vectors]
    unwanted: frozenset[str]
    """Ids of series that are not to be picked."""
    shunned: frozenset[str]
    """Organisers of whom nothing is to be picked."""
    chosen: Mapping[str, datetime]
    """Ids of series that need no recommending until the date that was chosen is over."""
    belief: Posterior

    def left_out(self, now: datetime) -> frozenset[str]:
        """Ids of series that are no picks at ``now``: turned down, or chosen and yet to come."""
        return self.unwanted | {id_ for id_, ends in self.chosen.items() if ends > now}


class Standing:
    """Tells the log again, and only what is new of it."""

    def __init__(self, history: History, vectors: VectorStore, said: Saying) -> None:
        """Begin with nothing read; ``said`` is what they wrote about their taste, as opinions."""
        self._history = history
        self._vectors = vectors
        self._said = said
        self._person: Person | None = None
        self._replay: Replay | None = None

    def person(self, coming: Coming, now: datetime, home: Place | None) -> Person:
        """Where they stand."""
        replay = self._replay
        if replay is None or not _fits(replay, coming, home):
            assert now.tzinfo is not None
            replay = Replay(now.tzinfo, home, coming.what_else, coming.passed, coming.sample)
            self._replay, self._person = replay, None
        if self._person is None:
            log = self._history.ratings()
            self._person = self._after(log, log, replay, now)
        return self._person

    def supposing(
        self, change: Supposing, coming: Coming, now: datetime, home: Place | None
    ) -> Person:
        """Where they would stand with another log."""
        person = self.person(coming, now, home)
        assert self._replay is not None
        branch = self._replay.branch(person.vectors)
        log = self._history.ratings()
        return self._after(change(log), log, branch, now)

    def told(self) -> list[Told]:
        """Each standing opinion with the choice that it was, oldest first, as last told."""
        return list(self._replay.told) if self._replay is not None else []

    def refresh(self) -> None:
        """The log grew."""
        self._person = None

    def reload(self) -> None:
        """Tell everything again: the log changed at its beginning, or there are more vectors."""
        self._person = self._replay = None

    def _after(
        self, ratings: Sequence[Rating], noted: Sequence[Rating], replay: Replay, now: datetime
    ) -> Person:
        """Where ``ratings`` leave them; ``noted`` is the log as it is."""
        said = self._said(now, replay.home)
        log = opinions(ratings)
        vectors = {
            **self._vectors.for_events([one.event.event_id for one in log]),
            **(said.vectors or {}),
        }
        whole = [*said.opinions, *log]
        replay.tell(whole, vectors)
        return Person(
            taste=replay.taste,
            since=replay.since,
            own={one.event.event_id: one for one in log},
            liked=comparable(whole, vectors, wanted=True),
            disliked=comparable(whole, vectors, wanted=False),
            vectors=vectors,
            unwanted=_turned_down(log) | self._joined(noted, _TURNED_DOWN),
            shunned=frozenset(
                candidates.plain(one.event.organiser) for one in log if one.reason == ORGANISER
            ),
            chosen=_chosen(log, self._joined(noted, CHOSEN)),
            belief=replay.weights(),
        )

    def _joined(self, noted: Sequence[Rating], actions: frozenset[Action]) -> frozenset[str]:
        """Ids that stand for what is noted under another, since the store joined two events."""
        shown = {id_ for id_, now in self._history.actions().items() if actions & now}
        return frozenset(shown - {one.event.event_id for one in noted})


def _turned_down(log: Sequence[Opinion]) -> frozenset[str]:
    """Series that the person wants no more of."""
    return frozenset(candidates.series(one.event) for one in log if _TURNED_DOWN & one.actions)


def _chosen(log: Sequence[Opinion], joined: frozenset[str]) -> dict[str, datetime]:
    """Series that the person has chosen a date of, and when the last such date is over."""
    own = {
        candidates.series(one.event): one.event.end or one.event.start
        for one in log
        if one.wanted and CHOSEN & one.actions
    }
    return own | dict.fromkeys(joined, max(own.values())) if own else own


def _fits(replay: Replay, coming: Coming, home: Place | None) -> bool:
    """Whether what was told holds still: the same home, the same events to compare with."""
    same = replay.sample is coming.sample or (
        replay.sample.events == coming.sample.events and replay.passed == coming.passed
    )
    return replay.home == home and same
