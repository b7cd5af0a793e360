"""Whether the person can go to an event at all, and if not, why, in a few words."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from functools import cached_property
from typing import Any, Final

from eventpal.domain import Busy, Event, Place
from eventpal.recommend import travel, week
from eventpal.recommend.candidates import plain
from eventpal.recommend.travel import Company, Habits
from eventpal.recommend.written.facts import USUAL_HOURS, Facts, applies
from eventpal.recommend.written.profile_limits import About

LATE_FOR_CHILDREN: Final = 20.0
"""Hour from which what begins is late for children."""
ADULT: Final = 16
"""A least age from which children are not admitted."""
ENOUGH: Final = timedelta(hours=2)
"""So much of an event beside a busy time makes it worth going."""
LONG: Final = timedelta(hours=5)
"""From that length on an event can be visited for a part of it."""

_WITHOUT: Final = {
    "alone": "you came with others",
    "kids": "you came without children",
    "accessible": "you could take stairs",
}
_CHILDREN: Final = "Not with children"
_ADULTS = re.compile(
    r"\b(?:adults? only|over[- ]?(?:18|21)s?|(?:18|21) ?\+|(?:18|21) and (?:over|up)|ab (?:16|18)"
    r"|no (?:kids|children)|nur für erwachsene|burlesque|strip ?tease|erotic)",
    re.IGNORECASE,
)
_PAIRS = re.compile(
    r"\b(?:couples? only|for couples|bring a partner|partner required|nur (?:für )?paare"
    r"|teams of (?:two|2|four|4))\b",
    re.IGNORECASE,
)
_STEPS = re.compile(
    r"\b(?:not (?:wheelchair )?accessible|no (?:step-free|wheelchair) access|steep stairs"
    r"|stairs only|nicht barrierefrei)\b",
    re.IGNORECASE,
)
_STEP_FREE = re.compile(
    r"\b(?:step[- ]free|wheelchair|accessible|barrierefrei|rollstuhl\w*|level access)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an event stays in the list, and what stands in the way in either case."""

    allowed: bool = True
    note: str = ""
    """A few words, "" where nothing stands in the way."""
    cause: str = ""
    """What it rests on, the same for all events that it holds back: for counting them."""


FREE: Final = Verdict()


@dataclass(frozen=True, slots=True)
class Rule:
    """What the person forbade in so many words."""

    about: About
    only: bool
    """Whether everything else is forbidden, rather than this."""
    said: str
    """The person's words."""


@dataclass(frozen=True, kw_only=True)
class Feasibility:
    """Everything that can stand in the way of going, at one moment."""

    zone: tzinfo
    """The person's own clock."""
    rules: Sequence[Rule] = ()
    habits: Habits = field(default_factory=Habits)
    home: Place | None = None
    busy: Sequence[Busy] = ()
    """In order of their start."""

    def judge(self, event: Event) -> Verdict:
        """What stands in the way of ``event``: the first thing that rules it out, else a remark."""
        facts = Facts(event, self.zone, self.home, self.habits.mode)
        remark = FREE
        for verdict in (
            self._by_rules(facts),
            self._by_cost(facts),
            self._by_way(facts),
            _by_company(facts, self.habits.company),
            self._by_calendar(event),
        ):
            if not verdict.allowed:
                return verdict
            if verdict.note and not remark.note:
                remark = verdict
        return remark

    def relaxed(self) -> Iterator[tuple[str, "Feasibility"]]:
        """Each single thing that could be given up, in words after "if", and what is left then."""
        for one in self.rules:
            rest = tuple(other for other in self.rules if other is not one)
            yield f"you had not written “{one.said}”", replace(self, rules=rest)
        if self.habits.budget is not None:
            yield "you had no limit on prices", self._with(budget=None)
        if self.habits.max_minutes is not None:
            yield "you went any distance", self._with(max_minutes=None)
        if self.habits.company in _WITHOUT:
            yield _WITHOUT[self.habits.company], self._with(company="anyone")
        if self.busy:
            yield "you were free then", replace(self, busy=())

    def _with(self, **habits: Any) -> "Feasibility":
        return replace(self, habits=replace(self.habits, **habits))

    @property
    def empty(self) -> bool:
        """Whether nothing at all can stand in the way."""
        open_ = self.habits.company == "anyone" and self.habits.budget is None
        return open_ and not self.rules and not self.busy and self.habits.max_minutes is None

    def _by_rules(self, facts: Facts) -> Verdict:
        for rule in self.rules:
            if applies(rule.about, facts) != rule.only:
                said = f"you wrote “{rule.said}”"
                fact = _fact(rule.about, facts)
                whole = f"{said[0].upper()}{said[1:]}"
                return Verdict(False, f"{fact}; {said}" if fact else whole, whole)
        return FREE

    def _by_cost(self, facts: Facts) -> Verdict:
        most, price = self.habits.budget, facts.price
        if most is None or price is None or price <= most:
            return FREE
        return Verdict(False, f"{_costs(facts)}; your limit is {most:g}", f"Costs over {most:g}")

    def _by_way(self, facts: Facts) -> Verdict:
        most, way = self.habits.max_minutes, facts.minutes
        if most is None or way is None or way <= most:
            return FREE
        return Verdict(
            False, f"{way:.0f} min away; your limit is {most:g}", f"Over {most:g} min away"
        )

    def _by_calendar(self, event: Event) -> Verdict:
        start, end = _span(event)
        if event.all_day or week.lasts(event):
            return FREE
        remark = FREE
        for busy in self._near(start, end):
            if is_itself(busy, event):
                continue
            if busy.start < end and busy.end > start:
                if busy.all_day:
                    remark = Verdict(True, f"On the day of {busy.title}")
                    continue
                left = max(busy.start - start, end - busy.end)
                if end - start >= LONG and left >= ENOUGH:
                    remark = Verdict(True, f"Partly clashes with {_when(busy, self.zone)}")
                    continue
                return Verdict(False, f"Clashes with {_when(busy, self.zone)}", "You are busy then")
            short = self._too_short(busy, event, start, end)
            if short:
                remark = Verdict(True, short)
        return remark

    def _too_short(self, busy: Busy, event: Event, start: datetime, end: datetime) -> str:
        """What to say where the way to or from ``busy`` takes longer than there is."""
        if busy.all_day or busy.place is None or event.place is None:
            return ""
        way = travel.minutes(busy.place, event.place, self.habits.mode)
        gap = (start - busy.end if busy.end <= start else busy.start - end).total_seconds() / 60
        if way <= gap:
            return ""
        return f"{way:.0f} min from {_when(busy, self.zone)}, with {max(gap, 0):.0f} between"

    def _near(self, start: datetime, end: datetime) -> list[Busy]:
        """Busy times from two hours before to two hours after."""
        times, reach, longest = self._starts
        first = bisect_right(times, (start - ENOUGH - longest).timestamp())
        last = bisect_right(times, (end + ENOUGH).timestamp())
        return [one for one in reach[first:last] if one.end > start - ENOUGH]

    @cached_property
    def _starts(self) -> tuple[list[float], list[Busy], timedelta]:
        ordered = sorted(self.busy, key=lambda one: one.start)
        longest = max((one.end - one.start for one in ordered), default=timedelta(0))
        return [one.start.timestamp() for one in ordered], ordered, longest


def is_itself(busy: Busy, event: Event) -> bool:
    """Whether the busy time is this very event: the person goes there, or noted it down."""
    return busy.start == event.start and plain(busy.title) == plain(event.title)


def _by_company(facts: Facts, company: Company) -> Verdict:
    event = facts.event
    said = f"{event.title}\n{event.description}"
    if company == "kids":
        if (event.age_min or 0) >= ADULT or _ADULTS.search(said):
            return Verdict(False, "For adults, and you come with children", _CHILDREN)
        if facts.begins is not None and facts.begins >= LATE_FOR_CHILDREN:
            hour = week.local_start(event, facts.zone)
            return Verdict(False, f"Begins at {hour:%H:%M}, late for children", _CHILDREN)
    if company == "alone" and _PAIRS.search(said):
        return Verdict(True, "Meant for pairs or teams")
    if company == "accessible":
        if _STEPS.search(said):
            return Verdict(False, "Not step-free", "Not step-free")
        if not _STEP_FREE.search(said):
            return Verdict(True, "Nothing is said about step-free access")
    return FREE


def _fact(about: About, facts: Facts) -> str:
    """The number that a rule is about, as this event has it."""
    if about.price is not None and facts.price is not None:
        return _costs(facts)
    if about.km is not None and facts.km is not None:
        return f"{facts.km:.1f} km away"
    if about.minutes is not None and facts.minutes is not None:
        return f"{facts.minutes:.0f} min away"
    if (about.begins or about.ends_after) and facts.begins is not None:
        begins = week.local_start(facts.event, facts.zone)
        return f"Begins at {begins:%H:%M}"
    return ""


def _costs(facts: Facts) -> str:
    price = facts.price or 0.0
    figure = f"{price:g}" if price % 1 == 0 else f"{price:.2f}"
    return " ".join(filter(None, ("Costs", figure, facts.event.currency)))


def _when(busy: Busy, zone: tzinfo) -> str:
    return f"{busy.title or 'another appointment'} {busy.start.astimezone(zone):%H:%M}"


def _span(event: Event) -> tuple[datetime, datetime]:
    end = event.end if event.end is not None and event.end > event.start else None
    return event.start, end or event.start + timedelta(hours=USUAL_HOURS)
