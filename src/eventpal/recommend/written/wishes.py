"""The wishes of the profile as pseudo-observations: opinions of events that never were.

Each is about only the side of an event that its line names, so "rarely Mondays" says nothing of
what is on then. They come before the person's own log and count a few events each; what the person
does soon outweighs them.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from eventpal.domain import Action, Event, Place, event_id
from eventpal.recommend.candidates import Vectors
from eventpal.recommend.reasons import DEAR as TOO_DEAR
from eventpal.recommend.reasons import WRITTEN, Aspect
from eventpal.recommend.taste import Opinion
from eventpal.recommend.written.profile_limits import CHEAP, DEAR, About
from eventpal.recommend.written.profile_reading import Clause, Force

COUNTS: Final = {
    Force.LOVE: 4.0,
    Force.LIKE: 3.0,
    Force.RARELY: 1.5,
    Force.DISLIKE: 3.0,
    Force.HATE: 5.0,
    Force.NEVER: 3.0,
    Force.ONLY: 3.0,
}
"""How many events like it a clause stands for; for a time of the week so many at each hour."""

_WEEKDAY_HOURS: Final = (19,)
_WEEKEND_HOURS: Final = (11, 15, 20)
"""Where a whole day is meant, these hours stand for it: when people go out then."""
_FAR_DEGREES: Final = 0.2
"""About 22 km to the north."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the person wrote, as the learner takes it in."""

    opinions: tuple[Opinion, ...] = ()
    vectors: Mapping[str, Vectors] | None = None
    """Unit rows by the id of the event that never was, for those that have one."""


NOTHING: Final = Said()


def pseudo_opinions(said: Iterable[tuple[Clause, datetime]], home: Place | None) -> list[Opinion]:
    """What clauses say, as opinions. Of what is forbidden only topics are taste; numbers are not.

    Args:
        said: each clause, and when it was written, on the person's own clock.
        home: where they live, for "near" and "far".
    """
    found: list[Opinion] = []
    for clause, at in said:
        about = clause.about
        if clause.force in {Force.NEVER, Force.ONLY} and (not about.pattern or about.limited):
            # A number or a day of a thing that is left out says nothing against the thing.
            continue
        wanted = clause.force in {Force.LIKE, Force.LOVE, Force.ONLY}
        events = list(_events(about, f"{len(found)}\0{clause.said}", at, home))
        for event, aspect in events:
            dear = aspect is Aspect.PRICE and not wanted
            opinion = Opinion(
                event=event,
                # As from a calendar: when the person decided is not known.
                action=Action.ATTENDED,
                actions=frozenset(),
                wanted=wanted,
                weight=COUNTS[clause.force],
                at=at,
                aspects=frozenset({aspect}),
                reason=TOO_DEAR if dear else WRITTEN,
            )
            found.append(opinion)
    return found


def _events(
    about: About, key: str, at: datetime, home: Place | None
) -> Iterator[tuple[Event, Aspect]]:
    """The events that never were, each with the side that it is about."""
    if about.pattern:
        yield _event(key, at, title=about.topic, categories=(about.topic,)), Aspect.CONTENT
        return
    if about.named == "venue":
        yield _event(key, at, venue=about.name), Aspect.VENUE
    elif about.named == "organiser":
        yield _event(key, at, organiser=about.name), Aspect.ORGANISER
    elif about.price is not None:
        price = {"free": 0.0, "cheap": CHEAP / 2, "expensive": DEAR * 1.2}[about.topic]
        yield _event(key, at, price_min=price, is_free=not price), Aspect.PRICE
    elif about.km is not None:
        if home is not None:
            away = _FAR_DEGREES if about.topic == "far" else 0.0
            place = Place(home.lat + away if home.lat < 80 else home.lat - away, home.lon)
            yield _event(key, at, place=place), Aspect.PLACE
    else:
        yield from _moments(about, key, at)


def _moments(about: About, key: str, at: datetime) -> Iterator[tuple[Event, Aspect]]:
    days: Sequence[int] = sorted(about.days) or range(7)
    hours: Sequence[int] = ()
    if about.begins is not None:
        first, last = about.begins
        hours = [math.floor(min((first + last) / 2, first + 3))]
    monday = at.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(at.weekday())
    for day in days:
        for hour in hours or (_WEEKDAY_HOURS if day < 5 else _WEEKEND_HOURS):
            start = monday + timedelta(days=day + hour // 24, hours=hour % 24)
            yield _event(f"{key}\0{day}\0{hour}", start), Aspect.TIME


def _event(key: str, start: datetime, title: str = "", **facts: Any) -> Event:
    uid = f"profile:{key}"
    zone = str(start.tzinfo)
    return Event(id=event_id(uid), uid=uid, title=title, start=start, tz=zone, **facts)
