"""The page of picks as shelves: tonight, this weekend, just announced, plan ahead."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from eventpal.domain import Event, Pick
from eventpal.recommend import candidates, week
from eventpal.recommend.diversify import MIX

Name = Literal["tonight", "weekend", "new", "ahead"]

EVENING: Final = time(17)
"""From then on a day's events are tonight's."""
NIGHT_ENDS: Final = time(4)
"""Until then a night still belongs to the evening before."""
JUST_ANNOUNCED: Final = timedelta(days=3)
"""For so long after its first appearance in a source, an event is new."""
FIRST_READING: Final = timedelta(hours=1)
"""What is seen so soon after its source was added was there before."""
AHEAD: Final = timedelta(days=7)
"""What is further off than this is worth planning."""
LONGEST: Final = 12
"""Picks on one shelf."""
_SATURDAY, _SUNDAY = 5, 6


@dataclass(frozen=True, slots=True)
class Shelf:
    """Some picks that belong together, the best first."""

    name: Name
    title: str
    picks: tuple[Pick, ...]


def shelves(
    picks: Sequence[Pick],
    now: datetime,
    added: Mapping[int, datetime],
    *,
    most_alike: int = MIX.most_alike,
) -> list[Shelf]:
    """Lay ``picks`` out; no event stands on two shelves, and no shelf is empty.

    A pick goes on the first shelf that it fits: what begins soonest is what one can miss. What is
    alone on its evening goes with the weekend's: the page does not begin with a single event that
    may be a poor one.

    Args:
        picks: the best first.
        now: aware, on the person's own clock.
        added: when each source was added, by its id; what came with it is not news.
        most_alike: so many of one organiser stand on a shelf before all others have as many.
    """
    zone = now.tzinfo
    assert zone is not None
    night = evening_of(now)
    first, last, title = _weekend(now)
    found: dict[Name, list[Pick]] = {"tonight": [], "weekend": [], "new": [], "ahead": []}
    for pick in picks:
        event = pick.event
        begins = week.local_start(event, zone)
        if _on_night(event, begins, night, now):
            name: Name = "tonight"
        elif first <= _day(begins) <= last and not week.lasts(event):
            name = "weekend"
        elif _new(event, now, added):
            name = "new"
        elif begins - now > AHEAD:
            name = "ahead"
        else:
            continue
        found[name].append(pick)
    if len(found["tonight"]) == 1 and found["weekend"]:
        soon = [*found.pop("tonight"), *found["weekend"]]
        found["weekend"] = [pick for pick in picks if pick in soon]
        title = f"Tonight and {title.lower()}"
    titles: dict[Name, str] = {
        "tonight": "Tonight",
        "weekend": title,
        "new": "Just announced",
        "ahead": "Plan ahead",
    }
    return [
        Shelf(name, titles[name], tuple(_in_turn(kept, most_alike)[:LONGEST]))
        for name, kept in found.items()
        if kept
    ]


def _in_turn(picks: Sequence[Pick], most_alike: int) -> list[Pick]:
    """In their order, but each further ``most_alike`` of an organiser after all others."""
    met: Counter[str] = Counter()
    rounds: list[int] = []
    for pick in picks:
        name = candidates.plain(pick.event.organiser)
        rounds.append(met[name] // most_alike if name else 0)
        met[name] += 1
    return [pick for _, pick in sorted(zip(rounds, picks, strict=True), key=lambda pair: pair[0])]


def evening_of(now: datetime) -> date:
    """The day whose evening is next, or under way: at two in the night still the day before."""
    return now.date() - timedelta(days=1) if now.time() < NIGHT_ENDS else now.date()


def _weekend(now: datetime) -> tuple[date, date, str]:
    """The first and the last day of the weekend to plan for, and what to call it.

    Friday's evening belongs to it. From Sunday evening on it is the next one.
    """
    today = evening_of(now)
    weekday = today.weekday()
    if weekday == _SUNDAY and (now.time() >= EVENING or now.date() != today):
        return today + timedelta(days=5), today + timedelta(days=7), "Next weekend"
    if weekday == _SATURDAY and (now.time() >= EVENING or now.date() != today):
        return today + timedelta(days=1), today + timedelta(days=1), "Tomorrow"
    if weekday in {_SATURDAY, _SUNDAY}:
        return today, today + timedelta(days=_SUNDAY - weekday), "This weekend"
    friday = today + timedelta(days=4 - weekday)
    return friday, friday + timedelta(days=2), "This weekend"


def _day(begins: datetime) -> date:
    """The day whose evening ``begins`` belongs to."""
    return evening_of(begins)


def _on_night(event: Event, begins: datetime, night: date, now: datetime) -> bool:
    if event.all_day or week.lasts(event):
        return False
    late = begins.time() >= EVENING or begins.time() < NIGHT_ENDS
    return late and _day(begins) == night and (event.end or begins) > now


def _new(event: Event, now: datetime, added: Mapping[int, datetime]) -> bool:
    seen = event.first_seen
    if seen is None or now - seen > JUST_ANNOUNCED:
        return False
    return all(seen - added[one] > FIRST_READING for one in event.sources if one in added)
