"""What publishers say only in words: price, ages, sold out, cancelled, online, doors, address.

Each fact comes with the field and the words it was read from. The phrases are in ``phrases``;
here they are searched, cheaply: a text without any of the needles costs microseconds.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import time
from enum import StrEnum
from functools import cache
from typing import Any, Generic, TypeVar

from eventpal.domain import Event, Status
from eventpal.feeds.words import phrases
from eventpal.feeds.words.address import find_address
from eventpal.feeds.words.currency import country_of
from eventpal.feeds.words.price import NEEDLES as PRICE_NEEDLES
from eventpal.feeds.words.price import Price, read_cost, read_price

T = TypeVar("T")

MAX_READ = 12_000
"""Characters of one field that are read: what matters stands early or not at all."""
MAX_AGE = 99
_ADULT = 18
_BEFORE, _AFTER, _TRIES = 100, 140, 40


class Attendance(StrEnum):
    """Where one takes part, where not only on the spot (schema.org eventAttendanceMode)."""

    ONLINE = "online"
    HYBRID = "hybrid"


@dataclass(frozen=True, slots=True)
class Ages:
    """Who is admitted, in years, both ends included. All ages is ``Ages(0, None)``."""

    lowest: int
    highest: int | None = None


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A fact with its place: the field it was read from, and its words there."""

    value: T
    field: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the words say; None where they say nothing."""

    price: Found[Price] | None = None
    ages: Found[Ages] | None = None
    sold_out: Found[bool] | None = None
    status: Found[Status] | None = None
    attendance: Found[Attendance] | None = None
    doors: Found[time] | None = None
    address: Found[str] | None = None


class _Text:
    """A text and its lower case, of equal length, so that positions agree."""

    def __init__(self, text: str) -> None:
        self.lowered = text.lower()
        # A few capitals grow when lowered.
        self.text = text if len(text) == len(self.lowered) else self.lowered


@dataclass(frozen=True, slots=True)
class _Rule:
    needles: tuple[str, ...]
    pattern: str
    value: str


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when first tried: most rules are for what most texts never say."""
    return re.compile(pattern)


def read_facts(fields: Mapping[str, str], *, country: str = "") -> Facts:
    """The facts in an event's texts, each from the first field that says it.

    Args:
        fields: Plain text by field name, in the order of trust. ``title``, ``location`` and
            ``cost`` are read as such, since one word says more there; any other name is running
            text.
        country: Where it is said (ISO 3166), which tells one dollar or krone from another.
    """
    texts = {name: _Text(text[:MAX_READ]) for name, text in fields.items() if text.strip()}
    joined = "\n".join([text.lowered for text in texts.values()])
    hits = {
        needle
        for letter, needles in _NEEDLES
        if letter in joined
        for needle in needles
        if needle in joined
    }
    found: dict[str, Found[Any]] = {}
    for name, text in texts.items():
        for fact, value, quote in _facts_of(name, text, hits, country, priced="price" in found):
            found.setdefault(fact, Found(value, name, " ".join(quote.split())))
    where = texts.get("location") or texts.get("description")
    if where is not None and (address := find_address(where.text)):
        found["address"] = Found(
            address, "location" if "location" in texts else "description", address
        )
    return Facts(**found)


def stated_status(fields: Iterable[str]) -> Status:
    """What the publisher's own fields for the status say, the first that says something."""
    for text in fields:
        for word, status in _STATED:
            if word in text.lower():
                return status
    return Status.CONFIRMED


_STATED = (
    ("cancel", Status.CANCELLED),
    ("postpone", Status.POSTPONED),
    ("tentative", Status.TENTATIVE),
)


def complete(event: Event, *, cost: str = "") -> Event:
    """The event with what its words say where its publisher left a field empty.

    Price, cancelled and postponed, sold out, ages, when the doors open, the address, and "Online"
    as the venue of an event that is nowhere else. ``cost`` is the publisher's own field for it, if
    there is one. What the publisher did state is never overruled.
    """
    fields = {
        "cost": cost,
        "title": event.title,
        "location": f"{event.venue}\n{event.address}" if event.address else event.venue,
        "description": event.description,
    }
    facts = read_facts(fields, country=country_of(event))
    changes: dict[str, Any] = {}
    if event.price_min is None and event.price_max is None and event.is_free is None:
        changes |= _price_changes(event, facts)
    if facts.status and event.status is Status.CONFIRMED:
        changes["status"] = facts.status.value
    if not event.venue and not event.address:
        if facts.attendance and facts.attendance.value is Attendance.ONLINE:
            changes["venue"] = "Online"
        elif facts.address:
            changes["address"] = facts.address.value
    if facts.sold_out:
        changes["sold_out"] = True
    if facts.ages:
        changes["age_min"], changes["age_max"] = facts.ages.value.lowest, facts.ages.value.highest
    if facts.doors:
        changes["doors"] = facts.doors.value
    return replace(event, **changes) if changes else event


def _price_changes(event: Event, facts: Facts) -> dict[str, object]:
    if facts.price is None:
        labelled = any(category.lower() in {"free", "free event"} for category in event.categories)
        return {"is_free": True, "price_min": 0.0, "price_max": 0.0} if labelled else {}
    price = facts.price.value
    return {
        "price_min": price.low,
        "price_max": price.high,
        "currency": event.currency or price.currency,
        "is_free": price.free,
    }


def _facts_of(
    name: str, text: _Text, hits: AbstractSet[str], country: str, *, priced: bool
) -> Iterator[tuple[str, object, str]]:
    price = None
    if priced or name == "location":
        pass  # An earlier field has said it, or none says it.
    elif name == "cost":
        price = read_cost(text.text, country)
    elif not hits.isdisjoint(PRICE_NEEDLES):
        price = read_price(text.text, country, title=name == "title", said=hits)
    if price is not None:
        yield "price", price, price.quote
    rules, by_needle = _RULES.get(name, _RULES["text"])
    known = set()
    for place in sorted({place for needle in hits for place in by_needle.get(needle, ())}):
        fact, rule, value_of = rules[place]
        if fact in known:
            continue
        match = _search(rule, text.lowered, guarded=fact in {"status", "sold_out"})
        if match and (value := value_of(rule, match)) is not None:
            known.add(fact)
            yield fact, value, text.text[match.start() : match.end()]


def _search(rule: _Rule, lowered: str, *, guarded: bool) -> re.Match[str] | None:
    """The first match near one of the rule's needles; ``guarded``: not under a condition."""
    for needle in rule.needles:
        at = -1
        for _ in range(_TRIES):
            at = lowered.find(needle, at + 1)
            if at < 0:
                break
            start = max(0, at - _BEFORE)
            match = _compiled(rule.pattern).search(lowered, start, at + _AFTER)
            if match and not (guarded and _CONDITION.search(lowered, start, match.start() + 1)):
                return match
    return None


def _status(rule: _Rule, _match: re.Match[str]) -> Status:
    return Status(rule.value)


def _true(_rule: _Rule, _match: re.Match[str]) -> bool:
    return True


def _attendance(rule: _Rule, _match: re.Match[str]) -> Attendance:
    return Attendance(rule.value)


def _ages(rule: _Rule, match: re.Match[str]) -> Ages | None:
    if rule.value == "all":
        return Ages(0)
    if rule.value == "adults":
        return Ages(_ADULT)
    if _REDUCED_PRICE.search(match.string, max(0, match.start() - 30), match.start()):
        return None
    groups = match.groupdict()
    lowest = int(groups["low"] or groups.get("low2") or 0)
    if rule.value == "low":
        return Ages(lowest) if lowest else None
    highest = int(groups["high"])
    return Ages(lowest, highest) if lowest < highest <= MAX_AGE else None


def _doors(_rule: _Rule, match: re.Match[str]) -> time | None:
    groups = match.groupdict()
    second = "" if groups["hour"] else "2"
    hour, minute = int(groups[f"hour{second}"]), int(groups[f"minute{second}"] or 0)
    half = groups[f"half{second}"]
    if half == "p" or (half is None and 1 <= hour <= 11):  # doors open in the evening
        hour = hour % 12 + 12
    elif half == "a":
        hour %= 12
    return time(hour, minute) if hour < 24 else None


def _rules(*tables: tuple[phrases.Row, ...]) -> tuple[_Rule, ...]:
    return tuple(
        _Rule(needles, pattern, value) for table in tables for needles, pattern, value in table
    )


_CONDITION = re.compile(phrases.CONDITION)
_REDUCED_PRICE = re.compile(phrases.REDUCED_PRICE)
_ValueOf = Callable[[_Rule, re.Match[str]], object]
_Table = tuple[tuple[str, tuple[_Rule, ...], _ValueOf], ...]
_SAID = (
    ("sold_out", _rules(phrases.SOLD_OUT), _true),
    ("ages", _rules(phrases.AGES), _ages),
    ("doors", _rules(phrases.DOORS), _doors),
)
_TABLES: dict[str, _Table] = {
    "title": (
        ("status", _rules(phrases.TITLE_STATUS), _status),
        ("attendance", _rules(phrases.HYBRID, phrases.ONLINE_TITLE), _attendance),
        *_SAID,
    ),
    "location": (("attendance", _rules(phrases.HYBRID, phrases.ONLINE_PLACE), _attendance),),
    "cost": (("sold_out", _rules(phrases.SOLD_OUT), _true),),
    "text": (
        ("status", _rules(phrases.TEXT_STATUS), _status),
        ("attendance", _rules(phrases.HYBRID, phrases.ONLINE_TEXT), _attendance),
        *_SAID,
    ),
}


def _by_needle(
    table: _Table,
) -> tuple[list[tuple[str, _Rule, _ValueOf]], dict[str, list[int]]]:
    """A table's rules one after the other, and the places of those that each needle may fit."""
    rules = [(fact, rule, value_of) for fact, rules, value_of in table for rule in rules]
    places: dict[str, list[int]] = {}
    for place, (_, rule, _) in enumerate(rules):
        for needle in rule.needles:
            places.setdefault(needle, []).append(place)
    return rules, places


_RULES = {name: _by_needle(table) for name, table in _TABLES.items()}


def _by_rarest_letter(needles: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Needles by the rarest letter of each: to look for one letter takes a tenth of the time."""
    groups: dict[str, list[str]] = {}
    for needle in dict.fromkeys(needles):
        # What is not among them is rarer than all of them.
        groups.setdefault(min(needle, key=_RARE_TO_FREQUENT.find), []).append(needle)
    return list(groups.items())


_RARE_TO_FREQUENT = "kvbpygfwmucldrhsnioate "
_NEEDLES = _by_rarest_letter(
    [
        *PRICE_NEEDLES,
        *(
            needle
            for table in _TABLES.values()
            for _, rules, _ in table
            for rule in rules
            for needle in rule.needles
        ),
    ]
)
