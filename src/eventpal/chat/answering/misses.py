"""What nearly fits where nothing does: one wish at a time is given up, and the rest is said.

"I found no free jazz on Friday. There are two on other days (from Sat 28 Nov)."
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from eventpal.chat import memory
from eventpal.chat.answering import render, wording
from eventpal.chat.intent import Company, Format, Intent
from eventpal.chat.matching.retrieve import Found, Wanted
from eventpal.domain import Event

_PLENTY = 20
"""More than this are many."""

_OFFERS = 2
"""So many ways out are said at most."""

Look = Callable[[Intent, frozenset[str], Sequence[Event]], tuple[Wanted, Found]]


@dataclass(frozen=True, slots=True)
class Miss:
    """What giving up one wish would find."""

    kind: str
    """Which wish, as ``memory.lighter`` calls it."""
    events: tuple[Event, ...]
    intent: Intent
    """What is left of the wishes."""


def nearest(intent: Intent, look: Look, now: datetime, zone: tzinfo) -> list[Miss]:
    """The ways out, the one that gives up least first."""
    found: list[Miss] = []
    for kind, lighter in memory.lighter(intent, now.astimezone(zone).date()):
        _, fits = look(lighter, frozenset(), ())
        if fits.events:
            found.append(Miss(kind, fits.events, lighter))
        if len(found) == _OFFERS:
            break
    return found


def said(
    intent: Intent, asked: Wanted, misses: Sequence[Miss], zone: tzinfo, *, german: bool
) -> str:
    """That nothing fits, and what does when one wish is given up."""
    if asked.unmade:
        place = wording.named(re.sub(r"^(?:at|in|by|near|im|in der|bei|beim) ", "", asked.unmade))
        return (
            f"Einen Ort „{place}“ finde ich in deinen Kalendern nicht." if german
            else f"I can't find a place called “{place}” in your calendars."
        )  # fmt: skip
    if asked.times is not None and not asked.times.spans:
        when = wording.named(" ".join(intent.when))
        return f"Das ist schon vorbei ({when})." if german else f"That's over already ({when})."
    sentence = _nothing(intent, german=german)
    if not misses:
        return sentence
    ways = [_way(intent, miss, zone, german=german) for miss in misses]
    both = (" und " if german else ", and ").join(ways)
    alone, one = len(misses) == 1, len(misses[0].events) == 1
    if german:
        ask = "Soll ich das zeigen?" if alone else "Soll ich das Erste zeigen?"
        return f"{sentence} Aber es gibt {both}. {ask}"
    which = ("it" if one else "them") if alone else "the first"
    if not alone and not one:
        which = "those first"
    return f"{sentence} There {'is' if one else 'are'} {both}. Shall I show {which}?"


_EVENTS = re.compile(r"\bevents (?=\w)")
_OTHERWISE = {
    Format.INDOOR: "not indoors",
    Format.OUTDOOR: "not outdoors",
    Format.ONLINE: "not online",
    Format.AVAILABLE: "sold out",
    Company.KIDS: "not meant for that age",
    Company.ACCESSIBLE: "not said to be step-free",
    Company.ADULTS: "open to younger people, too",
}
_OTHERWISE_GERMAN = {
    Format.INDOOR: "nicht drinnen",
    Format.OUTDOOR: "nicht draußen",
    Format.ONLINE: "nicht online",
    Format.AVAILABLE: "ausverkauft",
    Company.KIDS: "nicht für dieses Alter",
    Company.ACCESSIBLE: "ohne Angabe zur Barrierefreiheit",
    Company.ADULTS: "auch für Jüngere",
}


def _nothing(intent: Intent, *, german: bool) -> str:
    asked = wording.wishes(intent, german=german)
    if german:
        return f"Dazu finde ich nichts ({asked})." if asked else "Es steht nichts an."
    if not asked:
        return "Nothing is coming up."
    if asked == " or ".join(intent.topics):
        return f"I found nothing about “{asked}”."
    bare = _EVENTS.sub("", asked)
    return f"I found no {asked}." if bare == asked else f"I found nothing {bare}."


def _many(count: int, *, german: bool) -> str:
    if count <= _PLENTY:
        return wording.number(count, german=german)
    return "viele" if german else "many"


def _way(intent: Intent, miss: Miss, zone: tzinfo, *, german: bool) -> str:
    """How many fit without that wish, and what is other about them."""
    if miss.kind == "price":
        return _dearer(miss, german=german)
    count = _many(len(miss.events), german=german)
    if miss.kind in {"days", "hours", "moved"}:
        return f"{count} {_at_other_times(miss, zone, german=german)}"
    if miss.kind == "where":
        return f"{count} anderswo" if german else f"{count} elsewhere"
    names = _OTHERWISE_GERMAN if german else _OTHERWISE
    wishes = intent.format if miss.kind == "format" else (intent.company,)
    otherwise = next((names[one] for one in wishes if one in names), "")
    if german:
        return f"{count} {otherwise or 'anderer Art'}"
    if not otherwise:
        return f"{count} of another kind"
    return f"{count} that {'is' if len(miss.events) == 1 else 'are'} {otherwise}"


def _at_other_times(miss: Miss, zone: tzinfo, *, german: bool) -> str:
    soonest = min(miss.events, key=lambda event: event.start)
    first = render.when(soonest, zone, german=german)
    if miss.kind == "days":
        first = first.partition(", " if not german else " Uhr")[0]
    one = len(miss.events) == 1
    if german:
        other = "an anderen Tagen" if miss.kind == "days" else "zu anderen Zeiten"
        return f"{other} ({'' if one else 'zuerst '}{first})"
    if one:
        return f"on another day ({first})" if miss.kind == "days" else f"at another time ({first})"
    return (
        f"on other days (from {first})" if miss.kind == "days" else f"at other times (from {first})"
    )


def _dearer(miss: Miss, *, german: bool) -> str:
    """Those that cost more, and those that don't say what they cost."""
    priced = [one for one in miss.events if one.is_free or one.price_min is not None]
    silent = len(miss.events) - len(priced)
    parts = []
    if priced:
        least = min(priced, key=lambda event: event.price_min or 0.0)
        price, count = (
            render.price(least, german=german),
            _many(len(priced), german=german),
        )
        parts.append(
            f"{count} zu einem anderen Preis ({price})" if german and len(priced) == 1
            else f"{count} zu anderen Preisen (ab {price})" if german
            else f"{count} that costs more ({price})" if len(priced) == 1
            else f"{count} that cost more (from {price})"
        )  # fmt: skip
    if silent:
        count = _many(silent, german=german)
        parts.append(
            f"{count} ohne Preisangabe" if german
            else f"{count} that {'does' if silent == 1 else 'do'} not say what entry costs"
        )  # fmt: skip
    return (" und " if german else " and ").join(parts)
