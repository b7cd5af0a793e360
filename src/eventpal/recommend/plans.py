"""A day's plan: events that fit one after another, with the way between them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from eventpal.domain import CURRENCY_SIGNS, Busy, Event, Pick, Place
from eventpal.recommend import candidates, travel, week
from eventpal.recommend.feasibility import is_itself
from eventpal.recommend.travel import Habits
from eventpal.recommend.written.facts import USUAL_HOURS

BREAK: Final = timedelta(minutes=15)
"""Between two stops, beside the way."""
MOST_STOPS: Final = 4
CONSIDERED: Final = 40
"""The best picks of the day that are put together."""
EACH_STOP: Final = 0.12
"""What a stop must add, as a probability, to be worth going out for."""
PER_HOUR_OF_TRAVEL: Final = 0.08
"""What an hour on the way costs, as a probability."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One event of a day."""

    event: Event
    travel_minutes: float
    """The way there, from home or from the stop before; 0 where a place is unknown."""
    starts: datetime
    leaves: datetime
    """When the person goes on or home."""


@dataclass(frozen=True, slots=True)
class DayPlan:
    """The stops of a day in order, and one sentence about it."""

    stops: tuple[Stop, ...]
    note: str


@dataclass(frozen=True, slots=True)
class _Way:
    """The best way found to end the day with one stop."""

    worth: float
    stops: tuple[Stop, ...]
    spent: float


def plan(
    picks: Sequence[Pick],
    busy: Sequence[Busy],
    *,
    habits: Habits,
    home: Place | None,
    now: datetime,
) -> DayPlan:
    """The events that together are worth most: their scores, less something for stops and ways.

    Each begins after the one before has ended, with the way and a break between; nothing clashes
    with ``busy``; together they stay within the budget where prices are known. What can follow is
    decided by the last stop, the number of stops and the money, so of the plans that end alike only
    those are given up that another one beats in worth and does not exceed in stops and money.

    Args:
        picks: of that day, all of which the person could go to.
        busy: times that are given away.
        habits: how the person travels, and their budget for the day.
        home: where the day begins.
        now: what began before is not planned.
    """
    stops = [(_stop(pick.event), pick.score) for pick in picks[:CONSIDERED]]
    usable = [
        (stop, score)
        for stop, score in stops
        if stop is not None and stop.starts >= now and not _clashes(stop, busy)
    ]
    usable.sort(key=lambda one: one[0].starts)
    budget = math.inf if habits.budget is None else habits.budget
    ways: list[_Way] = []
    best = _Way(0.0, (), 0.0)
    for stop, score in usable:
        price = candidates.price(stop.event)
        cost = 0.0 if math.isnan(price) else price
        fitting: list[_Way] = []
        for way in [_Way(0.0, (), 0.0), *ways]:
            if len(way.stops) == MOST_STOPS or way.spent + cost > budget:
                continue
            minutes = _minutes(way.stops[-1] if way.stops else None, stop, habits, home)
            if not _follows(way, stop, minutes, now):
                continue
            worth = way.worth + score - EACH_STOP - PER_HOUR_OF_TRAVEL * minutes / 60
            there = Stop(stop.event, round(minutes, 1), stop.starts, stop.leaves)
            fitting.append(_Way(worth, (*way.stops, there), way.spent + cost))
        kept = _undominated(fitting)
        ways += kept
        best = max([best, *kept], key=lambda way: way.worth)
    return DayPlan(best.stops, _note(best))


def _stop(event: Event) -> Stop | None:
    """An event as a stop; None for what has no time or lasts for days."""
    if event.all_day or week.lasts(event):
        return None
    end = event.end if event.end is not None and event.end > event.start else None
    leaves = end or event.start + timedelta(hours=USUAL_HOURS)
    return Stop(event, 0.0, event.start, leaves)


def _clashes(stop: Stop, busy: Sequence[Busy]) -> bool:
    return any(
        not one.all_day
        and one.start < stop.leaves
        and one.end > stop.starts
        and not is_itself(one, stop.event)
        for one in busy
    )


def _minutes(before: Stop | None, stop: Stop, habits: Habits, home: Place | None) -> float:
    here = before.event.place if before is not None else home
    if here is None or stop.event.place is None:
        return 0.0
    return travel.minutes(here, stop.event.place, habits.mode)


def _follows(way: _Way, stop: Stop, minutes: float, now: datetime) -> bool:
    """Whether ``stop`` can come after ``way``: in time, and not the same thing again."""
    if any(_same(one.event, stop.event) for one in way.stops):
        return False
    free = way.stops[-1].leaves + BREAK if way.stops else now
    return free + timedelta(minutes=minutes) <= stop.starts


def _same(one: Event, other: Event) -> bool:
    return candidates.series(one) == candidates.series(other) or (
        candidates.plain(one.title) == candidates.plain(other.title)
    )


def _undominated(ways: Sequence[_Way]) -> list[_Way]:
    """Those that no other beats in worth, stops left and money left."""
    return [
        way
        for way in ways
        if not any(
            other is not way
            and other.worth > way.worth
            and other.spent <= way.spent
            and len(other.stops) <= len(way.stops)
            for other in ways
        )
    ]


def _note(way: _Way) -> str:
    if not way.stops:
        return "Nothing of that day fits into a plan."
    count = f"{len(way.stops)} stop" + ("s" if len(way.stops) > 1 else "")
    minutes = sum(stop.travel_minutes for stop in way.stops)
    parts = [count]
    if minutes:
        parts.append(f"{minutes:.0f} min on the way")
    if way.spent:
        # Prices in several currencies are added up as if they were one, as the budget is.
        known = {stop.event.currency for stop in way.stops if candidates.price(stop.event) > 0}
        currency = (known.pop() if len(known) == 1 else None) or ""
        sign = CURRENCY_SIGNS.get(currency, f"{currency} ".lstrip())
        parts.append(f"{sign}{way.spent:g} for entry")
    elif all(stop.event.is_free for stop in way.stops):
        parts.append("free")
    unknown = sum(math.isnan(candidates.price(stop.event)) for stop in way.stops)
    if unknown:
        parts.append(f"{unknown} without a known price")
    return f"{', '.join(parts)}."
