"""The question put to the language model: would this person like that?

Everything that is the same for all targets of one person comes first, so that the model reads it
once. Training and the application ask with the same words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from eventpal.domain import Event
from eventpal.engine.messages import Message
from eventpal.recommend import week

ANSWERS = ("Yes", "No")
"""What the model is trained to answer with, the wanted one first."""

_LONGEST_TITLE = 90
_LONGEST_DETAILS = 90
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_PARTS = ((11, "morning"), (17, "afternoon"), (22, "evening"), (24, "night"))
"""The hour before which an event starts that is said to be in that part of the day."""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a person told their mind about, or that they are asked about."""

    title: str
    details: str = ""
    liked: bool | None = None
    rating: float | None = None
    """In the scale of its data, such as 1 to 5 stars."""


def told(event: Event, zone: tzinfo, liked: bool | None = None) -> Told:
    """``event`` as the model is told of it; ``zone`` is the person's own clock.

    The details are what people choose by: categories, time of the week, venue, price.
    """
    return Told(event.title, ", ".join(filter(None, _details(event, zone))), liked)


def preference_messages(
    history: Sequence[Told], target: Told, *, kind: str = "event"
) -> list[Message]:
    """Ask whether the person behind ``history`` would like ``target``: one of ``ANSWERS``.

    A line for each thing told, its verdict last, so that the question is to go on in the same way.

    Args:
        history: What they told, oldest first; what has neither a verdict nor a rating is left out.
        target: What is asked about; its own ``liked`` and ``rating`` are not given away.
        kind: What all of these are, in one word: "event", "movie", "book" …
    """
    lines = [f"{line(one)} {_verdict(one)}" for one in history if _verdict(one)]
    return [
        Message("system", f"Would this person like each {kind}? Yes or No."),
        Message("user", "\n".join([*lines, line(target)])),
    ]


def line(one: Told) -> str:
    """What is said of one thing before its verdict."""
    details = f" ({_flat(one.details, _LONGEST_DETAILS)})" if one.details else ""
    return f"{_flat(one.title, _LONGEST_TITLE)}{details}:"


def _verdict(one: Told) -> str:
    if one.rating is not None:
        return f"{one.rating:g}"
    return "" if one.liked is None else ANSWERS[not one.liked]


def _flat(text: str, longest: int) -> str:
    """On one line, without the marks of a chat template: publishers' text makes no new message."""
    return " ".join(text.replace("<|", " ").replace("|>", " ").split())[:longest]


def _details(event: Event, zone: tzinfo) -> list[str]:
    place = event.venue or event.organiser
    return [*event.categories[:2], _time(event, zone), place, _price(event)]


def _time(event: Event, zone: tzinfo) -> str:
    if week.slot(event, zone) == week.ANY_TIME:
        return ""
    start = week.local_start(event, zone)
    day = _DAYS[start.weekday()]
    if event.all_day:
        return day
    return f"{day} {next(part for before, part in _PARTS if start.hour < before)}"


def _price(event: Event) -> str:
    if event.is_free:
        return "free"
    if event.price_min is None:
        return ""
    return f"{event.price_min:g} {event.currency or ''}".strip()
