"""Which events an intent asks for: constraints first, then how surely each fits, then the ranker.

An event fits as surely as the least sure of all that is asked. Where enough events fit beyond doubt
only those are named; else those that are likely to fit come after them.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo

from eventpal.chat.dates import spotting
from eventpal.chat.dates.spotting import Times
from eventpal.chat.intent import Company, Format, Intent, Sort
from eventpal.chat.matching import places, topics, traits
from eventpal.chat.matching.evidence import DOUBTFUL, LIKELY, SURE
from eventpal.chat.matching.meanings import NONE, Meanings
from eventpal.chat.matching.places import Gazetteer, Where
from eventpal.chat.matching.topics import Topic
from eventpal.domain import Event, Place, Status, distance_km

NAMED = 3
"""Events in an answer, where no number is asked for."""

_EXCLUDED = 0.4
"""From this weight on an event is of a topic that is not wanted."""

_ADULT = 18
_EVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_THAN = re.compile(r"(earlier|later)(?: than (\d{4}-\S+))?")
_LONG = timedelta(days=1)
_CONCEPTS = {Format.WORKSHOP: "workshop", Format.TALK: "talk"}
_NOTHING_CHEAPER = -1.0
_JOINING = 0.85
_TOUR = topics.topic("tour")
_EXHIBITION = topics.literally("exhibition")
_CERTAIN = 0.95
_SURENESS = 0.5
"""What a weight of 1 more is worth beside the ranker's score, among those that fit for sure."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An intent with its symbols resolved."""

    intent: Intent
    topics: tuple[Topic, ...] = ()
    exclude: tuple[Topic, ...] = ()
    times: Times | None = None
    where: Where | None = None
    most: float | None = None
    """The most that entry may cost; 0 is free."""
    after: datetime = _EVER[0]
    """It begins at this moment at the earliest, as "later" asks."""
    before: datetime = _EVER[1]
    """It begins before this moment, as "earlier" asks."""
    unmade: str = ""
    """The part of the intent that nothing here answers to, such as a place nobody knows."""
    meanings: Meanings = NONE
    """What the events are near to."""


@dataclass(frozen=True, slots=True)
class Found:
    """Events that fit, the best first, and how surely each does."""

    events: tuple[Event, ...]
    weights: tuple[float, ...]


def wanted(
    intent: Intent,
    *,
    now: datetime,
    zone: tzinfo,
    known: Gazetteer,
    home: Place | None,
    pool: Sequence[Event],
    shown: Sequence[Event] = (),
    meanings: Meanings = NONE,
) -> Wanted:
    """``intent`` resolved. ``shown`` are the events that "cheaper" compares with."""
    where = places.resolve(intent.where, known, home) if intent.where else None
    asked = tuple(_hard(topics.topic(text), pool) for text in intent.topics)
    after, before = _moved(intent.when, shown)
    said = [one for one in intent.when if not _THAN.fullmatch(one)]
    times = spotting.resolve(said, now, zone) if said else None
    unmade = intent.where if where is not None and not where.known else ""
    return Wanted(
        intent,
        asked,
        tuple(_without(topics.unwanted(text), asked) for text in intent.exclude),
        times,
        where,
        _most(intent.price, shown),
        after,
        before,
        unmade,
        meanings,
    )


def fitting(
    asked: Wanted,
    pool: Iterable[Event],
    *,
    now: datetime,
    home: Place | None,
    scores: Callable[[Sequence[Event]], Mapping[str, float]],
    without: frozenset[str] = frozenset(),
) -> Found:
    """The events of ``pool`` that fit, each series once, the best first.

    ``without`` are ids of events that were shown before or are not wanted.
    """
    if asked.unmade or (asked.times is not None and not asked.times.spans):
        return Found((), ())
    weighed = [
        (event, weight)
        for event in pool
        if event.event_id not in without
        and _open(event, asked, now)
        and (weight := weigh(event, asked)) >= LIKELY
    ]
    once: dict[str, tuple[Event, float]] = {}
    titles: set[tuple[str, str]] = set()
    again: set[str] = set()
    for event, weight in sorted(weighed, key=lambda one: one[0].start):
        name = _name(event)
        if (event.series or event.event_id) in once:
            continue
        if name in titles:
            again.add(event.id)
        titles.add(name)
        once[event.series or event.event_id] = (event, weight)
    fits = list(once.values())
    score = scores([event for event, _ in fits])
    fits.sort(
        key=lambda one: (
            one[1] < SURE,
            one[0].id in again,
            _order(one[0], one[1], asked, home, score),
        )
    )
    return Found(tuple(event for event, _ in fits), tuple(weight for _, weight in fits))


def named(found: Found, asked: Wanted) -> tuple[Event, ...]:
    """Those of ``found`` that the answer names."""
    count = asked.intent.count or NAMED
    sure = [
        event for event, weight in zip(found.events, found.weights, strict=True) if weight >= SURE
    ]
    # Further dates of one event leave room for what is a little less sure.
    enough = len({_name(event) for event in sure}) >= count
    chosen = (
        sure
        if enough
        else [
            event
            for event, weight in zip(found.events, found.weights, strict=True)
            if weight > DOUBTFUL or not sure
        ]
    )
    if asked.intent.count == 1 and asked.intent.sort in {Sort.CHEAPEST, Sort.SOONEST}:
        return _tied(chosen, asked.intent.sort)
    return tuple(_varied(chosen)[:count])


def _name(event: Event) -> tuple[str, str]:
    """What further dates of an event share with it."""
    return event.title.casefold(), event.venue.casefold()


def _varied(events: Sequence[Event]) -> list[Event]:
    """``events`` with further dates of what is already among them at the end."""
    first: dict[tuple[str, str], Event] = {}
    for event in events:
        first.setdefault(_name(event), event)
    kept = {event.id for event in first.values()}
    return [*first.values(), *(event for event in events if event.id not in kept)]


def weigh(event: Event, asked: Wanted) -> float:
    """How surely ``event`` is what is asked for, 0 to 1; 0 where any part does not hold."""
    intent = asked.intent
    if any(
        topics.weight(event, one, asked.meanings) >= _EXCLUDED
        for one in asked.exclude
        if one.concept != "family"
    ):
        return 0.0
    what = traits.traits(event)
    if any(one.concept == "family" for one in asked.exclude) and what.kids >= LIKELY:
        return 0.0
    weights = [1.0]
    if asked.topics:
        weights.append(max(topics.weight(event, one, asked.meanings) for one in asked.topics))
    if asked.times is not None and not asked.times.hold(event):
        return 0.0
    if asked.where is not None:
        weights.append(asked.where.weight(event))
    if asked.most is not None and asked.most < 0:
        return 0.0
    if asked.most is not None:
        weights.append(what.free if asked.most == 0 else traits.costs_up_to(event, asked.most))
    if intent.company is Company.KIDS:
        weights.append(what.kids if intent.age is None else traits.for_age(event, intent.age))
    elif intent.company is Company.ADULTS:
        weights.append(traits.only_from(event, intent.age or _ADULT))
    elif intent.age is not None:
        weights.append(traits.admits(event, intent.age))
    if not asked.after <= event.start < asked.before:
        return 0.0
    if intent.company is Company.ACCESSIBLE:
        weights.append(what.step_free)
    weights += [_formed(event, form, what, asked) for form in intent.format]
    return min(weights)


def _formed(event: Event, form: Format, what: traits.Traits, asked: Wanted) -> float:
    if form is Format.INDOOR:
        return min(1.0, what.indoor + 0.15) if what.indoor >= LIKELY else what.indoor
    if form is Format.OUTDOOR:
        return what.outdoor
    if form is Format.ONLINE:
        return what.online
    if form is Format.AVAILABLE:
        return float(not what.sold_out)
    if form is Format.TOUR:
        walk = topics.broadly(event, "walk", asked.meanings)
        return max(topics.weight(event, _TOUR, asked.meanings), walk)
    found = topics.broadly(event, _CONCEPTS[form], asked.meanings)
    if form is Format.WORKSHOP and asked.topics and topics.weight(event, _EXHIBITION) < LIKELY:
        # A yoga class is a class whoever says so, and one makes things in a craft event.
        joined = (topics.broadly(event, one, asked.meanings) for one in ("wellness", "craft"))
        found = max(found, _JOINING * max(joined))
    return found


def _open(event: Event, asked: Wanted, now: datetime) -> bool:
    """Whether one can still go: it takes place, and has not begun unless it lasts for days."""
    if event.status is not Status.CONFIRMED and event.status is not Status.TENTATIVE:
        return False
    if event.start >= now:
        return True
    long = event.all_day or (event.end is not None and event.end - event.start > _LONG)
    return long and (asked.times is None or not asked.times.by_hour)


def _without(unwanted: Topic, asked: Sequence[Topic]) -> Topic:
    """What is not wanted; by the word alone where it names what is asked for.

    "Art, but no exhibition" is art that does not call itself one.
    """
    if unwanted.concept and any(one.concept == unwanted.concept for one in asked):
        return topics.literally(unwanted.text)
    return unwanted


def _hard(asked: Topic, pool: Sequence[Event]) -> Topic:
    """A phrase of several topics without the words that no event here is about.

    "Mellow jazz" is jazz where nothing is known to be mellow.
    """
    if not asked.parts:
        return asked
    kept = tuple(
        part
        for part in asked.parts
        if part.concept
        or part.either
        or topics.spot(part.phrases[0])
        or any(topics.weight(event, part) >= SURE for event in pool)
    )
    return replace(asked, parts=kept or asked.parts)


def _moved(when: Sequence[str], shown: Sequence[Event]) -> tuple[datetime, datetime]:
    """From and to which moment "earlier" and "later" ask, beside the events shown."""
    after, before = _EVER
    for said in when:
        if not (match := _THAN.fullmatch(said)):
            continue
        starts = [event.start for event in shown if not event.all_day]
        if match[2]:
            starts = [datetime.fromisoformat(match[2])]
        if starts and match[1] == "earlier":
            before = min(starts)
        elif starts:
            after = max(starts) + timedelta(minutes=1)
    return after, before


def settled(intent: Intent, asked: Wanted) -> Intent:
    """``intent`` with what "cheaper", "earlier" and "later" meant, so that it stays."""
    price = intent.price
    if price == "cheaper" and asked.most is not None:
        price = f"under {int(asked.most)}" if asked.most >= 1 else "free"
    when = tuple(
        f"{said} than {asked.before.isoformat()}" if said == "earlier" and asked.before < _EVER[1]
        else f"{said} than {asked.after.isoformat()}" if said == "later" and asked.after > _EVER[0]
        else said
        for said in intent.when
    )  # fmt: skip
    return replace(intent, price=price, when=when)


def _most(price: str, shown: Sequence[Event]) -> float | None:
    if not price:
        return None
    if price == "free":
        return 0.0
    if price == "cheaper":
        prices = [_price(event) for event in shown]
        paid = [one for one in prices if one]
        if prices and not paid:
            return _NOTHING_CHEAPER
        return max(0.0, min(paid) - 0.01) if paid else traits.CHEAP
    number = price.rpartition(" ")[2]
    return float(number) if number.isdecimal() else traits.CHEAP


def _price(event: Event) -> float:
    if event.is_free:
        return 0.0
    return event.price_max if event.price_max is not None else event.price_min or 0.0


def _order(
    event: Event, weight: float, asked: Wanted, home: Place | None, score: Mapping[str, float]
) -> tuple[float, ...]:
    """Least first: as asked, then by the ranker."""
    what = traits.traits(event)
    sort = asked.intent.sort
    liked = -(score.get(event.id, 0.0) + _SURENESS * weight)
    going_on = float(asked.times is not None and not asked.times.begin(event))
    if sort is Sort.SOONEST:
        return (event.start.timestamp(), liked)
    if sort is Sort.CHEAPEST:
        unknown = event.price_min is None and event.price_max is None and not what.free
        return (float(unknown), _price(event), liked)
    if sort is Sort.NEAREST and home is not None:
        far = distance_km(home, event.place) if event.place else 1e6
        return (far, liked)
    return (float(what.sold_out), float(weight < _CERTAIN), going_on, liked)


def _tied(events: Sequence[Event], sort: Sort) -> tuple[Event, ...]:
    """The first, and those that are equal to it in what they are sorted by."""
    if not events:
        return ()
    first = events[0]
    if sort is Sort.SOONEST:
        same = [event for event in events if event.start == first.start]
    else:
        same = [event for event in events if _price(event) == _price(first)]
    return tuple(same[:NAMED])
