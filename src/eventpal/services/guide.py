"""What EventPal offers around the list of picks: shelves, a day's plan, the reasons behind it."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial

from eventpal.domain import Action, Busy, Event, Pick, Place, Rating
from eventpal.progress import Progress
from eventpal.recommend import (
    candidates,
    counterfactuals,
    diversify,
    honesty,
    learned,
    learner,
    onboarding,
    plans,
    rank,
    reasoning,
    shelves,
)
from eventpal.recommend.counterfactuals import Counterfactual
from eventpal.recommend.experiment import Experiments, Strategy
from eventpal.recommend.feasibility import FREE, Feasibility, Verdict
from eventpal.recommend.honesty import Honesty
from eventpal.recommend.learned import LearnedWeight
from eventpal.recommend.plans import DayPlan
from eventpal.recommend.profile import Profile
from eventpal.recommend.reasoning import ReasoningGraph
from eventpal.recommend.recommender import Recommender
from eventpal.recommend.shelves import Shelf
from eventpal.recommend.taste import opinions
from eventpal.recommend.travel import Travel
from eventpal.store.busy import BusyStore
from eventpal.store.events import EventStore
from eventpal.store.history import History
from eventpal.store.sources import SourceStore
from eventpal.store.vectors import VectorStore

DAY = timedelta(days=1)
DAYS = 30
MIDDLE = 0.5
"""Breadth of the list where none is asked for."""
START_DAYS = 30
"""The first cards span what is on until then."""
NONE: frozenset[Action] = frozenset()
ALIKE = 3
"""Of what the person noted, the likest to an event that is left out to see what it did."""
SAVED = 0.9
"""What a saved event counts for in the plan of its day, as a probability."""
PLANNED = 60
"""The best picks of a day that its plan is made from."""
SHELVED = ((1, 30), (8, 80), (DAYS, 120))
"""Days ahead and how many picks: what is soon must not give way to what is far and better."""


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A coming event that is left out of the picks, and why in a few words."""

    event: Event
    why: str
    cause: str
    """The same for all that the same thing holds back."""


@dataclass(frozen=True, slots=True)
class Picked:
    """Picks, and what was held back from them."""

    picks: tuple[Pick, ...]
    held_back: tuple[HeldBack, ...] = ()


class Guide:
    """Ranks, lays out and explains for one person; everything follows from what is stored."""

    def __init__(
        self,
        *,
        recommender: Recommender,
        events: EventStore,
        history: History,
        vectors: VectorStore,
        sources: SourceStore,
        busy: BusyStore,
        profile: Profile,
        travel: Travel,
        experiment: Experiments,
        home: Callable[[], Place | None],
        clock: Callable[[], datetime],
    ) -> None:
        self._recommender = recommender
        self._events = events
        self._history = history
        self._vectors = vectors
        self._sources = sources
        self._busy = busy
        self._profile = profile
        self._travel = travel
        self._experiment = experiment
        self._home = home
        self._clock = clock
        self._judge = _Judge()

    def picked(self, *, days: int = 30, limit: int | None = 50, breadth: float = MIDDLE) -> Picked:
        """What is coming in ``days`` days, the best first, with what was held back.

        While a comparison runs, this is the list that its two strategies share.

        Args:
            days: how far ahead.
            limit: at most so many; None for all.
            breadth: from 0, the same kind of thing, to 1, as mixed as can be.
        """
        held_back: dict[str, HeldBack] = {}

        def ranked(strategy: Strategy, most: int | None) -> Sequence[Pick]:
            found = self._ranked(strategy, days=days, limit=most, breadth=breadth)
            held_back.update({one.event.id: one for one in found.held_back})
            return found.picks

        shared = self._experiment.shared(limit, ranked) if limit is not None else None
        picks = ranked("my taste", limit) if shared is None else shared
        return Picked(tuple(picks), tuple(held_back.values()))

    def held_back(self, *, days: int, limit: int) -> tuple[HeldBack, ...]:
        """What would be among the ``limit`` best of ``days`` days if nothing stood in the way."""
        return self._ranked("my taste", days=days, limit=limit, breadth=MIDDLE).held_back

    def shelves(self, *, breadth: float = MIDDLE) -> list[Shelf]:
        """The best picks laid out: tonight, this weekend, just announced, plan ahead."""
        best: dict[str, Pick] = {}
        for days, limit in SHELVED:
            found = self._ranked("my taste", days=days, limit=limit, breadth=breadth)
            for pick in found.picks:
                best.setdefault(candidates.series(pick.event), pick)
        ordered = sorted(best.values(), key=lambda pick: -pick.score)
        added = {source.id: source.added_at for source in self._sources.all()}
        # Each length was mixed by itself; narrow lists are not meant to be mixed.
        most = diversify.mix_of(breadth).most_alike if breadth >= MIDDLE else len(ordered) + 1
        return shelves.shelves(ordered, self._clock(), added, most_alike=most)

    def plan_day(self, day: date, among: Sequence[Pick] | None = None) -> DayPlan:
        """Events of one day that fit together, with the way between them.

        ``among`` are the picks to choose from, the best of all where none are given.
        """
        now = self._clock()
        begins = datetime.combine(day, time(), now.tzinfo)
        ends = datetime.combine(day + timedelta(days=1), time(4), now.tzinfo)
        if among is None:
            days = max(1, (ends.date() - now.date()).days + 1)
            best = self._ranked("my taste", days=days, limit=None, breadth=MIDDLE, new=False).picks
            noted = self._history.actions()
            among = [
                replace(pick, score=_decided(pick.score, noted.get(pick.event.event_id, NONE)))
                for pick in best
            ]
            among.sort(key=lambda pick: -pick.score)
        picks = [pick for pick in among if begins <= pick.event.start < ends][:PLANNED]
        return plans.plan(
            picks,
            self.busy(begins, ends),
            habits=self._profile.habits(self._travel.habits),
            home=self._home(),
            now=now,
        )

    def counterfactuals(self, identifier: str) -> list[Counterfactual]:
        """What would have to be different for an event to stand elsewhere. Raises NotFound."""
        now = self._clock()
        event = self._events.get(identifier, now=now)
        feasibility = self._feasibility(DAYS)
        judge = self._judge.by(feasibility)
        if not judge(event).allowed:
            # While it cannot be gone to, nothing else would bring it up.
            possible = []
            for words, relaxed in feasibility.relaxed():
                if relaxed.judge(event).allowed:
                    at = self._recommender.instead(event.id, now, [], allow=relaxed.judge)[0]
                    text = f"It would rank {counterfactuals.ordinal(at.rank)} if {words}"
                    possible.append(Counterfactual(text, at.rank, at.score))
            return possible
        log = opinions(self._history.ratings())
        ids = [event.event_id, *(one.event.event_id for one in log)]
        return counterfactuals.counterfactuals(
            event,
            now,
            self._home(),
            partial(self._recommender.instead, event.id, now, allow=judge),
            own=reasoning.akin(event, log, self._vectors.for_events(ids))[:ALIKE],
            forget=partial(self._recommender.without, event.id, now, allow=judge),
        )

    def hides(self, identifier: str, reason: str) -> list[Event]:
        """What "not interested" for this reason would take off the list. Raises NotFound."""
        now = self._clock()
        event = self._events.get(identifier, now=now)
        dislike = Rating(id=0, event=event, action=Action.DISLIKE, at=now, reason=reason)
        judge = self._judge.by(self._feasibility(DAYS))
        before = self._recommender.ranked(now, allow=judge).picks
        after = self._recommender.ranked(now, allow=judge, as_if=[dislike]).picks
        left = {candidates.series(pick.event) for pick in after}
        return [pick.event for pick in before if candidates.series(pick.event) not in left]

    def reasoning(self, identifier: str) -> ReasoningGraph:
        """How EventPal got from the person to an event. Raises NotFound."""
        event = self._events.get(identifier, now=self._clock())
        log = opinions(self._history.ratings())
        ids = [event.event_id, *(one.event.event_id for one in log)]
        return reasoning.reasoning(event, log, self._vectors.for_events(ids))

    def start_cards(self, n: int = 24) -> list[Event]:
        """Events as different from each other as can be, to learn a new person from."""
        now = self._clock()
        assert now.tzinfo is not None
        coming = {
            candidates.series(event): event
            for event in reversed(self._events.between(now, now + timedelta(days=START_DAYS)))
        }
        some = list(coming.values())[:: max(1, len(coming) // onboarding.CONSIDERED)]
        vectors = self._vectors.for_events([event.event_id for event in some])
        table = candidates.table(some, now.tzinfo)
        return onboarding.start_cards(table, vectors, now.timestamp(), n)

    def busy(self, start: datetime, end: datetime) -> list[Busy]:
        """When the person is busy between two moments: their calendars, and what they go to."""
        found = self._busy.between(start, end)
        going = [id_ for id_, acts in self._history.actions().items() if Action.GOING in acts]
        for event in self._events.find(going, now=self._clock()):
            finish = event.end or event.start + timedelta(hours=2)
            if not event.all_day and event.start < end and finish > start:
                place = event.place
                found.append(Busy(title=event.title, start=event.start, end=finish, place=place))
        return sorted(found, key=lambda one: (one.start, one.end, one.title))

    def honesty(self, progress: Progress) -> Honesty:
        """Whether the ranking beats order by date on the person's own choices so far."""
        now = self._clock()
        log = [
            replace(one, at=one.at.astimezone(now.tzinfo))
            for one in opinions(self._history.ratings())
        ]
        log.sort(key=lambda one: one.at)
        chosen = [one.at for one in log if one.actions - {Action.ATTENDED}]
        if not chosen:
            return honesty.honesty([])
        coming = self._events.between(chosen[0], now + honesty.AHEAD)
        ids = {one.event_id for one in coming} | {one.event.event_id for one in log}
        vectors = self._vectors.for_events(list(ids))
        found = honesty.comparisons(log, coming, vectors, self._home(), progress)
        return honesty.honesty(found)

    def learned(self) -> list[LearnedWeight]:
        """What holds for this person, beside what holds for anyone."""
        return learned.learned(learner.prior(), self._recommender.belief(self._clock()))

    def note(self, pick: Pick) -> Pick:
        """``pick`` with what stands in the way of going there."""
        start, end = pick.event.start, pick.event.end or pick.event.start
        verdict = self._feasibility_between(start - DAY, end + DAY).judge(pick.event)
        return replace(pick, note=verdict.note)

    def _ranked(
        self,
        strategy: Strategy,
        *,
        days: int,
        limit: int | None,
        breadth: float,
        new: bool = True,
    ) -> Picked:
        """The picks of one strategy, without what is not feasible; see ``Recommender.ranked``."""
        judge = self._judge.by(self._feasibility(days))
        # Order by date is not mixed, and "wide" is as mixed as can be.
        mixed = {"soonest first": 0.0, "wide": 1.0}.get(strategy, breadth)
        found = self._recommender.ranked(
            self._clock(),
            days=days,
            limit=limit,
            breadth=mixed,
            allow=judge,
            by={"soonest first": rank.soonest, "content only": rank.by_content}.get(strategy),
            new=new,
        )
        refused = [
            HeldBack(one.event, one.verdict.note, one.verdict.cause) for one in found.refused
        ]
        return Picked(found.picks, tuple(refused))

    def _feasibility(self, days: int) -> Feasibility:
        now = self._clock()
        return self._feasibility_between(now - DAY, now + timedelta(days=days) + DAY)

    def _feasibility_between(self, start: datetime, end: datetime) -> Feasibility:
        zone = self._clock().tzinfo
        assert zone is not None
        return Feasibility(
            zone=zone,
            rules=tuple(self._profile.rules()),
            habits=self._profile.habits(self._travel.habits),
            home=self._home(),
            busy=tuple(self.busy(start, end)),
        )


def _decided(score: float, noted: frozenset[Action]) -> float:
    """What is decided is part of its day, what is saved as good as, whatever else would be new."""
    if Action.GOING in noted:
        return 1.0
    return max(score, SAVED) if Action.SAVE in noted else score


class _Judge:
    """Keeps verdicts while what they rest on stays, so that a rating costs none again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by: Feasibility | None = None
        self._known: dict[str, tuple[Event, Verdict]] = {}

    def by(self, feasibility: Feasibility) -> Callable[[Event], Verdict]:
        """What ``feasibility`` says of an event, from memory where it said it before."""
        if feasibility.empty:
            return lambda _: FREE
        with self._lock:
            if feasibility != self._by:
                self._by, self._known = feasibility, {}
            known = self._known

        def judge(event: Event) -> Verdict:
            before = known.get(event.id)
            if before is not None and before[0] is event:
                return before[1]
            verdict = feasibility.judge(event)
            known[event.id] = (event, verdict)
            return verdict

        return judge
