"""What of an event the person's words are held against, and whether these apply to it."""

import math
import re
from dataclasses import dataclass
from datetime import tzinfo
from functools import cached_property, lru_cache

from eventpal.domain import Event, Place, distance_km
from eventpal.recommend import candidates, travel, week
from eventpal.recommend.travel import Mode
from eventpal.recommend.written.profile_limits import About, Range

NIGHT_ENDS = 4.0
"""Hour until which a night belongs to the day before."""
USUAL_HOURS = 2.0
"""How long something lasts whose end is not given."""


@dataclass(frozen=True)
class Facts:
    """One event, seen from where the person lives."""

    event: Event
    zone: tzinfo
    home: Place | None
    mode: Mode

    @cached_property
    def begins(self) -> float | None:
        """The hour at which it begins, 4 … 28; None where it has none or goes on for days."""
        if self.event.all_day or self.lasts:
            return None
        start = week.local_start(self.event, self.zone)
        hour = start.hour + start.minute / 60
        return hour + 24 if hour < NIGHT_ENDS else hour

    @cached_property
    def ends(self) -> float | None:
        """The hour at which it ends, counted on from the day it begins; two hours if unknown."""
        if self.begins is None:
            return None
        if self.event.end is None or self.event.end <= self.event.start:
            return self.begins + USUAL_HOURS
        return self.begins + (self.event.end - self.event.start).total_seconds() / 3600

    @cached_property
    def day(self) -> int | None:
        """The day of the week, Monday is 0; a night belongs to the evening before."""
        if self.lasts:
            return None
        start = week.local_start(self.event, self.zone)
        night = not self.event.all_day and start.hour < NIGHT_ENDS
        return (start.weekday() - night) % 7

    @cached_property
    def lasts(self) -> bool:
        """Whether one can go on any of several days."""
        return week.lasts(self.event)

    @cached_property
    def price(self) -> float | None:
        """What entry costs at least."""
        price = candidates.price(self.event)
        return None if math.isnan(price) else price

    @cached_property
    def km(self) -> float | None:
        """The straight line from home."""
        if self.home is None or self.event.place is None:
            return None
        return distance_km(self.home, self.event.place)

    @cached_property
    def minutes(self) -> float | None:
        """The trip from home, one way."""
        if self.home is None or self.event.place is None:
            return None
        return travel.minutes(self.home, self.event.place, self.mode)


def applies(about: About, facts: Facts) -> bool:
    """Whether the event is one of those that ``about`` describes; what is unknown is not."""
    event = facts.event
    return (
        (not about.days or facts.day in about.days)
        and _within(about.begins, facts.begins, open_=True)
        and (about.ends_after is None or (facts.ends or 0.0) > about.ends_after)
        and _within(about.price, facts.price, above=True)
        and _within(about.km, facts.km, above=True)
        and _within(about.minutes, facts.minutes, above=True)
        and (about.named is None or _named(about, event))
        and (not about.pattern or _says(about, event))
        and not any(applies(one, facts) for one in about.unless)
    )


def _within(
    range_: Range | None, value: float | None, *, open_: bool = False, above: bool = False
) -> bool:
    if range_ is None:
        return True
    if value is None:
        return False
    low, high = range_
    # "Up to 20" excludes what costs more than 20, and "cheap" includes what is free.
    return (low < value if above and low >= 1 else low <= value) and (
        value < high if open_ else value <= high
    )


def _named(about: About, event: Event) -> bool:
    name = event.venue if about.named == "venue" else event.organiser
    return candidates.plain(name).removeprefix("the ") == about.name.removeprefix("the ")


def _says(about: About, event: Event) -> bool:
    search = _compiled(about.pattern).search
    places = (event.venue, event.organiser) if about.anywhere else ()
    return any(search(text) for text in (event.title, *event.categories, *places) if text) or bool(
        about.host and _compiled(about.host).search(event.organiser)
    )


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
