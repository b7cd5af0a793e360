"""What would have to be different for an event to stand elsewhere, found by scoring it again."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from functools import partial
from itertools import combinations
from typing import Final

from eventpal.domain import Action, Event, Place, distance_km
from eventpal.recommend import candidates, week
from eventpal.recommend.explain import quoted
from eventpal.recommend.recommender import Rescored, Variant
from eventpal.recommend.taste import Opinion

NEARER_KM: Final = (10.0, 5.0, 3.0, 1.0)
"""Distances from home that are tried, the farthest first: the least change that suffices."""
LEAST_HALVED: Final = 10.0
"""From this price on half of it is tried as well."""
EVENING: Final = 19
EVENINGS: Final = range(17, 22)
UP: Final = 3
"""Changes that would bring it up, told at most."""
DOWN: Final = 2
"""Things that it stands on, told at most."""
OWN: Final = 2
"""Acts of the person that brought it where it stands, told at most."""

_KM_PER_DEGREE: Final = 111.195
_PLACE: Final = ("distance", "usual_places")
_PRICE: Final = ("price", "price_fit", "detail")
_TIME: Final = ("time_of_week", "lead_time", "lead_habit", "last_chance")
_ORGANISER: Final = ("organiser", "organiser_turnout")
_VENUE: Final = ("venue", "venue_turnout")
_TOPIC: Final = ("category", "topic", "rejected")
_ORDINALS: Final = ("first", "second", "third")

Rescore = Callable[[Sequence[Variant]], list[Rescored]]
"""Where the event stands as it is, and then as each of the variants."""
Forget = Callable[[Sequence[str]], list[Rescored]]
"""Where it would stand if nothing had been noted of one event, for each of these event ids."""

_DID: Final = {
    Action.LIKE: "liked",
    Action.SAVE: "saved",
    Action.GOING: "decided to go to",
    Action.ATTENDED: "gone to",
    Action.DISLIKE: "turned down",
    Action.HIDE: "hidden",
}


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """A change of one fact or two, and where the event would then stand."""

    text: str
    """Such as "It would rank first if it were free"."""
    rank: int
    """Its place in the list then, 1 is the first."""
    score: float
    """Its score then, 0 … 1."""


@dataclass(frozen=True, slots=True)
class _Change:
    """One thing that could be different; changes of one ``kind`` exclude each other."""

    kind: str
    words: str
    features: tuple[str, ...]
    """Those that it decides."""
    make: Callable[[Event], Event]
    removes: bool = False
    """Whether it takes something away that the event may stand on."""

    def of(self, event: Event) -> Variant:
        """``event`` with this change."""
        return Variant(self.make(event), self.features)

    def with_(self, other: "_Change") -> "_Change":
        """Both changes at once."""
        return _Change(
            "both",
            f"{self.words} and {other.words}",
            (*self.features, *other.features),
            lambda event: other.make(self.make(event)),
        )


def counterfactuals(
    event: Event,
    now: datetime,
    home: Place | None,
    rescore: Rescore,
    *,
    own: Sequence[Opinion] = (),
    forget: Forget = lambda _: [],
) -> list[Counterfactual]:
    """What would bring ``event`` up, the highest rank first; then what it stands on.

    Of what brings it up, one change of each kind: the least of those that make it first, else the
    one that brings it highest. Where no single one makes it first, the best two together are tried.
    Facts that are not known are not changed.

    Args:
        event: as it is.
        now: on the person's own clock.
        home: where they live.
        rescore: scores it with other facts.
        own: opinions that may have brought it where it stands, the likeliest first.
        forget: scores it without each of these.
    """
    changes = list(_changes(event, now, home))
    before, *after = rescore([one.of(event) for one in changes])
    pairs = list(zip(changes, after, strict=True))
    found = [
        *_raised(event, pairs, before, rescore)[:UP],
        *sorted(
            ((one, there) for one, there in pairs if one.removes and there.rank > before.rank),
            key=lambda pair: -pair[1].rank,
        )[:DOWN],
    ]
    told = [
        Counterfactual(_sentence(f"if it {one.words}", before, there), there.rank, there.score)
        for one, there in found
    ]
    moved = [
        (one, there)
        for one, there in zip(own, forget([one.event.event_id for one in own]), strict=True)
        if there.rank != before.rank
    ]
    moved.sort(key=lambda pair: -abs(pair[1].rank - before.rank))
    for one, there in moved[:OWN]:
        act = f"had you not {_DID[one.action]} {quoted(one.event)}"
        told.append(Counterfactual(_sentence(act, before, there), there.rank, there.score))
    return told


def _raised(
    event: Event,
    changes: Sequence[tuple["_Change", Rescored]],
    before: Rescored,
    rescore: Rescore,
) -> list[tuple["_Change", Rescored]]:
    """What brings it up, the highest rank first."""
    best: dict[str, tuple[_Change, Rescored]] = {}
    for change, found in changes:
        known = best.get(change.kind)
        # Changes of a kind come from the least to the largest.
        if known is None or found.rank < known[1].rank:
            best[change.kind] = (change, found)
    told = [pair for pair in best.values() if pair[1].rank < before.rank]
    told.sort(key=lambda pair: pair[1].rank)
    if told and told[0][1].rank > 1:
        both = [one.with_(other) for (one, _), (other, _) in combinations(told[:3], 2)]
        again = rescore([one.of(event) for one in both])[1:]
        together = sorted(zip(both, again, strict=True), key=lambda pair: pair[1].rank)
        told = [pair for pair in together[:1] if pair[1].rank < told[0][1].rank] + told
    return told


def _changes(event: Event, now: datetime, home: Place | None) -> Iterator[_Change]:
    if home is not None and event.place is not None:
        away = distance_km(home, event.place)
        for km in NEARER_KM:
            if km < away:
                there = partial(replace, place=_north(home, km))
                yield _Change("place", f"were {km:g} km from home", _PLACE, there)
    price = candidates.price(event)
    if price > 0:
        half = partial(replace, price_min=price / 2, price_max=None)
        if price >= LEAST_HALVED:
            yield _Change("price", f"cost {price / 2:g}", _PRICE, half)
        free = partial(replace, is_free=True, price_min=None, price_max=None)
        yield _Change("price", "were free", _PRICE, free)
    if event.organiser:
        nobody = partial(replace, organiser="")
        words = f"were not by {event.organiser}"
        yield _Change("organiser", words, _ORGANISER, nobody, removes=True)
    if event.venue:
        nowhere = partial(replace, venue="")
        yield _Change("venue", f"were not at {event.venue}", _VENUE, nowhere, removes=True)
    for name in event.categories:
        rest = tuple(one for one in event.categories if one != name)
        without = partial(replace, categories=rest)
        yield _Change("topic", f"were not listed under {name}", _TOPIC, without, removes=True)
    if event.all_day or week.lasts(event):
        return
    for days in (1, -1, 2, -2, 3, -3):
        by = timedelta(days=days)
        if event.start + by > now:
            day = f"{week.local_start(event, _zone(now)) + by:%A}"
            yield _Change("day", f"were on a {day}", _TIME, partial(_moved, by=by))
    start = week.local_start(event, _zone(now))
    by = timedelta(hours=EVENING - start.hour)
    if start.hour not in EVENINGS and event.start + by > now:
        words = f"began at {EVENING}:{start.minute:02}"
        yield _Change("hour", words, _TIME, partial(_moved, by=by))


def _zone(now: datetime) -> tzinfo:
    assert now.tzinfo is not None
    return now.tzinfo


def _moved(event: Event, by: timedelta) -> Event:
    return replace(event, start=event.start + by, end=event.end + by if event.end else None)


def _north(home: Place, km: float) -> Place:
    """A place so far from home, towards the equator where the pole is near."""
    step = km / _KM_PER_DEGREE
    return Place(home.lat - step if home.lat > 80 else home.lat + step, home.lon)


def _sentence(condition: str, before: Rescored, found: Rescored) -> str:
    place = ordinal(found.rank)
    if found.rank == 1:
        return f"It would rank first {condition}"
    return f"It would rank {place} instead of {ordinal(before.rank)} {condition}"


def ordinal(rank: int) -> str:
    """Such as "first" or "14th"."""
    if rank <= len(_ORDINALS):
        return _ORDINALS[rank - 1]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(rank % 10 if rank % 100 // 10 != 1 else 0, "th")
    return f"{rank}{ending}"
