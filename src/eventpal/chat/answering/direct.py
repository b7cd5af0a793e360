"""The one fact that a question about an event asks for, from the database: "It's free."."""

import re
from collections.abc import Callable
from datetime import timedelta, tzinfo

from eventpal.chat.answering import render
from eventpal.domain import Event, Place, distance_km

_DAY = timedelta(days=1)


def answer(folded: str, event: Event, zone: tzinfo, home: Place | None, *, german: bool) -> str:
    """A sentence with the fact that ``folded`` asks for; "" where it asks about all of it."""
    for pattern, say in _ASKED:
        if pattern.search(folded):
            return say(event, zone, home, german)
    return ""


def _price(event: Event, _zone: tzinfo, _home: Place | None, german: bool) -> str:
    price = render.price(event, german=german)
    if event.is_free:
        return "Der Eintritt ist frei." if german else "It's free."
    if not price:
        return "Ein Preis steht nicht dabei." if german else "It doesn't say what entry costs."
    return f"Der Eintritt kostet {price}." if german else f"Entry is {price}."


def _start(event: Event, zone: tzinfo, _home: Place | None, german: bool) -> str:
    when = render.when(event, zone, german=german)
    return f"Es ist {when}." if german else f"It's on {when}."


def _end(event: Event, zone: tzinfo, _home: Place | None, german: bool) -> str:
    if event.end is None or event.all_day or event.end - event.start >= _DAY:
        return "Ein Ende steht nicht dabei." if german else "It doesn't say when it ends."
    until = f"{render.local(event.end, event, zone):%H:%M}"
    return f"Es geht bis {until} Uhr." if german else f"It goes on until {until}."


def _place(event: Event, _zone: tzinfo, _home: Place | None, german: bool) -> str:
    parts = dict.fromkeys([render.venue(event), render.plain(event.address)])
    where = ", ".join(part for part in parts if part)
    if not where:
        return "Ein Ort steht nicht dabei." if german else "It doesn't say where."
    return f"Ort: {where}." if german else f"It's at {where}."


def _far(event: Event, zone: tzinfo, home: Place | None, german: bool) -> str:
    if home is None or event.place is None:
        return _place(event, zone, home, german)
    far = distance_km(home, event.place)
    return f"{far:.1f} km von zu Hause." if german else f"It's {far:.1f} km from home."


def _host(event: Event, _zone: tzinfo, _home: Place | None, german: bool) -> str:
    host = render.plain(event.organiser)
    if not host:
        return "Ein Veranstalter steht nicht dabei." if german else "It doesn't say who puts it on."
    return f"Veranstalter: {host}." if german else f"It's put on by {host}."


def _seats(event: Event, _zone: tzinfo, _home: Place | None, german: bool) -> str:
    if event.sold_out:
        return "Es ist ausverkauft." if german else "It's sold out."
    return (
        "Dass es ausverkauft wäre, steht nicht dabei." if german
        else "It doesn't say that it is sold out."
    )  # fmt: skip


_Say = Callable[[Event, tzinfo, Place | None, bool], str]
_ASKED: tuple[tuple[re.Pattern[str], _Say], ...] = tuple(
    (re.compile(pattern), say)
    for pattern, say in (
        (r"\bhow (?:far|close|near)\b|\bis (?:it|that) far\b|\bwie weit\b|\bweit weg\b", _far),
        (
            r"\b(?:how much|cost|costs|free|expensive|dear|cheap|price|kostet|kostenlos|teuer"
            r"|eintritt)\b",
            _price,
        ),
        (
            r"\bhow long\b|\b(?:when|what time) (?:does|do|will|is) .*\b(?:end|finish|over"
            r"|close)\b"
            r"|\bwie lange\b|\bbis wann\b",
            _end,
        ),
        (r"^(?:\W|and|so|ok)*(?:when|what time)\b|\bwann\b|\bum wie viel uhr\b", _start),
        (
            r"^(?:\W|and|so|ok)*where\b|\baddress\b|\bget there\b|^(?:\W|und)*wo\b|\badresse\b",
            _place,
        ),
        (r"\bwho (?:organi[sz]es|runs|hosts|puts|is behind)\b|\bveranstalte[rt]\b", _host),
        (r"\bsold out\b|\btickets left\b|\bausverkauft\b|\bnoch karten\b", _seats),
    )
)
