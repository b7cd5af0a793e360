"""Reads the numbers of a profile line: prices, distances, times; and "cheap", "near by" and the like."""

# ruff: noqa: E501 - a pattern reads better on one line.

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from eventpal.store.names import Named

CHEAP, DEAR = 10.0, 40.0
"""Up to this a price is called cheap, from that on expensive."""
CENT = 0.01
"""The least that costs anything."""
NEAR_KM, FAR_KM = 3.0, 12.0
MILE_KM: Final = 1.609344

Range = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Which events a clause is about: those to which everything that is given applies."""

    topic: str = ""
    """What it is called when it is told back."""
    pattern: str = ""
    """What such events say in their title or categories."""
    anywhere: bool = False
    """Whether the name of their venue or organiser counts as well."""
    host: str = ""
    """What the name of their organiser may say instead."""
    name: str = ""
    named: Named | None = None
    """Whether ``name`` is a venue's or an organiser's."""
    days: frozenset[int] = frozenset()
    """Days of the week, Monday is 0."""
    begins: Range | None = None
    """Hours of the day, end exclusive; from 24 on the next day's."""
    ends_after: float | None = None
    """Hour of the day, from 24 on the next day's."""
    price: Range | None = None
    """What entry costs at least, both ends included."""
    km: Range | None = None
    """From home, both ends included."""
    minutes: Range | None = None
    """From home, one way, both ends included."""
    unless: tuple["About", ...] = ()
    """To events that are about one of these it does not apply."""

    @property
    def limited(self) -> bool:
        """Whether it is about a part only of what its topic or name says."""
        return bool(self.days or self.begins or self.price or self.km or self.unless)


Make = Callable[[re.Match[str]], About | None]

_NUMBER = r"(\d+(?:[.,]\d{1,2})?)"
_CURRENCY = r"(?:€|euros?|eur|\$|dollars?|usd|£|pounds?|gbp|quid|bucks|chf|francs?|franken)"
_UP_TO = (
    r"(?:up to|max(?:imum|imal)?\.?|under|below|(?:at )?most|(?:no|not|nothing) (?:more|further|farther"
    r"|longer) than|(?:nothing|not|no\w*) (?:over|above|beyond)|less than|cheaper than|within(?: a"
    r" radius of)?|budget(?: of| is|:)?|bis(?: zu)?|höchstens|unter|weniger als|(?:nicht|nichts)"
    r" (?:mehr|weiter|länger) als|(?:nicht|nichts) über|im umkreis von|limit(?: is)?|<=?)"
)
_PRICE = re.compile(
    rf"(?:{_UP_TO}\s*)?(?:(?:€|\$|£)\s*{_NUMBER}|{_NUMBER}\s*{_CURRENCY}(?!\w))"
    r"(?:\s*(?:max(?:imum|imal)?\.?|or less|at most|höchstens))?"
)
_BARE_PRICE = re.compile(
    rf"\b(?:budget(?: of| is|:)?|spend (?:at most|up to|no more than))\s*{_NUMBER}"
)
_ONLY_FREE = re.compile(
    r"\b(?:only|just|nur)\b(?: \w+)?? (?:free|kostenlos\w*|gratis|umsonst)\b|\bfree(?: \w+)? only\b"
    r"|\b(?:must be|nothing but) free\b|\bno money\b|\bkein geld\b"
)
_FREE = re.compile(r"\b(?:free(?: of charge| entry| admission)?|kostenlos\w*|gratis|umsonst)\b")
_CHEAP = re.compile(
    r"\b(?:cheap(?:er)?|affordable|inexpensive|günstig\w*|billig\w*|preiswert\w*)\b"
)
_DEAR = re.compile(r"\b(?:too )?(?:expensive|pricey|costly|teure?\w*|zu teuer)\b")
_KM = re.compile(
    rf"(?:{_UP_TO}\s*)?{_NUMBER}\s*(km|kilomet(?:er|re)s?|mi|miles?|meilen)\b"
    r"(?: (?:away|from home|entfernt|weit|max(?:imum)?|radius))*"
)
_MINUTES = re.compile(
    rf"(?:{_UP_TO}\s*)?{_NUMBER}\s*-?(min(?:ute[ns]?)?s?|hours?|h|stunden?|std)\b(?! ?(?:long|lang|dauer))"
    r"(?: (?:away|from home|entfernt|weit|max(?:imum)?|travel|trip|drive|ride|walk|fahrt|anfahrt"
    r"|fahrzeit|weg))*"
)
_NEAR = re.compile(
    r"\b(?:near (?:me|home|by)|nearby|close (?:to (?:home|me)|by)|in (?:my|the) neighbou?rhood|"
    r"in (?:der|meiner) nähe|nah(?:e)?(?: bei mir)?|around the corner|walking distance)\b"
)
_FAR = re.compile(
    r"\b(?:too )?(?:far(?: away| from home)?|long (?:trips|drives|ways)|(?:zu )?weit(?: weg)?)\b"
)
_TIME = (
    r"(?:(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.|uhr|h|o'?clock)?(?![\w€$£%]|\s*(?:€|euro|km|min))"
    r"|(noon|midnight|mittags?|mitternacht))"
)
_NOT = r"(?:not|nothing|never|no\w*|don'?t|nicht|nichts|nie|keine?\w*|won'?t|can'?t)"
_ENDS_AFTER = re.compile(
    rf"\b{_NOT}\b[^,;]{{0,30}}?\b(?:end|finish|last|over|endet|geht)\w*\s+(?:after|later than|past|until"
    rf"|nach|später als|bis nach)\s+{_TIME}"
)
_NOT_BEFORE = re.compile(
    rf"\b{_NOT}\b(?P<between>[^,;]{{0,30}}?)\b(?:before|earlier than|until|vor|früher als)\s+{_TIME}"
)
_NOT_AFTER = re.compile(
    rf"\b{_NOT}\b(?P<between>[^,;]{{0,30}}?)\b(?:after|later than|past|nach|später als)\s+{_TIME}"
)
_BETWEEN = re.compile(
    rf"\b(?:between|zwischen|from|von)\s+{_TIME}\s*(?:and|und|to|bis|-|–)\s*{_TIME}"
)
_HOME_BY = re.compile(
    rf"\b(?:home by|back by|in bed by|over by|end(?:s|ing)? by|done by|(?:bis|um)\s+{_TIME}\s+zu ?hause"
    rf"|spätestens\s+{_TIME}\s+zu ?hause)\s*(?:{_TIME})?"
)
_FROM = re.compile(
    rf"\b(?:only |nur |earliest |frühestens )?(?:after|from|starting(?: at| from)?|ab|nach|frühestens)\s+{_TIME}(?:\s+on(?:wards)?)?"
)
_BEFORE = re.compile(rf"\b(?:only |nur )?(?:before|until|till|bis|vor|spätestens|latest)\s+{_TIME}")


def limits(piece: str) -> tuple[list[About], str]:
    """Limits with a number, and the piece without them."""
    found: list[About] = []

    def take(pattern: re.Pattern[str], make: Make) -> None:
        nonlocal piece
        match = pattern.search(piece)
        if match and (about := make(match)) is not None:
            found.append(about)
            # "Never on a Monday before 6": the day is still to be read.
            between = match.groupdict().get("between") or ""
            piece = f"{piece[: match.start()]} {between} {piece[match.end() :]}"

    take(_ONLY_FREE, lambda _: About(price=(CENT, math.inf)))
    take(_PRICE, lambda match: About(price=(_amount(match), math.inf)))
    take(_BARE_PRICE, lambda match: About(price=(_amount(match), math.inf)))
    take(_KM, lambda match: About(km=(_amount(match) * _unit(match), math.inf)))
    take(_ENDS_AFTER, lambda match: About(ends_after=night(_hour(match.groups(), late=True))))
    take(_NOT_BEFORE, lambda match: _outside(_hour(match.groups()[1:]), None))
    take(_NOT_AFTER, lambda match: _outside(None, _hour(match.groups()[1:], late=True)))
    take(_HOME_BY, lambda match: About(ends_after=night(_hour(match.groups(), late=True))))
    between = _BETWEEN.search(piece)
    if between:
        first, last = _hour(between.groups()[:4]), _hour(between.groups()[4:], late=True)
        found += [about for about in (_outside(first, None), _outside(None, last)) if about]
        piece = f"{piece[: between.start()]} {piece[between.end() :]}"
    take(_FROM, lambda match: _outside(_hour(match.groups()), None))
    take(_BEFORE, lambda match: _outside(None, _hour(match.groups(), late=True)))
    take(_MINUTES, _way)
    return found, piece


def _way(match: re.Match[str]) -> About | None:
    """A trip at most so long; None for "longer than three hours", which is said of an event."""
    each = _minutes(match)
    if each > 1 and re.search("longer|länger", match.group(0)):
        return None
    return About(minutes=(_amount(match) * each, math.inf))


def _amount(match: re.Match[str]) -> float:
    return next(float(one.replace(",", ".")) for one in match.groups() if one and one[0].isdigit())


def _unit(match: re.Match[str]) -> float:
    return MILE_KM if match.group(2).startswith(("mi", "mei")) else 1.0


def _minutes(match: re.Match[str]) -> float:
    return 1.0 if match.group(2).startswith("min") else 60.0


def _hour(groups: Sequence[str | None], *, late: bool = False) -> float | None:
    """The hour that the first time among ``groups`` means; None for what is no time.

    Without "am" or "pm" small numbers are afternoon and evening, when things are on.
    """
    for at in range(0, len(groups) - 3, 4):
        hour, minute, half, named = groups[at : at + 4]
        if named:
            return 24.0 if named.startswith(("midnight", "mittern")) else 12.0
        if not hour:
            continue
        value = int(hour) + int(minute or 0) / 60
        if value > 24 or int(minute or 0) > 59:
            return None
        half = (half or "").replace(".", "")
        if half == "pm" and value < 12:
            value += 12
        elif half == "am" and 12 <= value < 13:
            value -= 12
        elif half in {"", "o'clock", "oclock"} and value <= (11.99 if late else 8.99):
            value += 12
        return value
    return None


def _outside(first: float | None, last: float | None) -> About | None:
    """What begins before ``first``, or what begins at ``last`` or later."""
    if first is not None:
        return About(begins=(4.0, first)) if first > 4 else None
    if last is not None:
        return About(begins=(night(last) or last, 28.0))
    return None


def night(hour: float | None) -> float | None:
    """Hours after midnight as those of the evening before: 1 is 25."""
    return None if hour is None else hour + 24 if hour < 4 else hour


def wishes(piece: str) -> tuple[list[About], str]:
    """What is said of price and distance without a number."""
    found = []
    for pattern, about in (
        (_FREE, About(topic="free", price=(0.0, CENT))),
        (_CHEAP, About(topic="cheap", price=(0.0, CHEAP))),
        (_DEAR, About(topic="expensive", price=(DEAR, math.inf))),
        (_NEAR, About(topic="near", km=(0.0, NEAR_KM))),
        (_FAR, About(topic="far", km=(FAR_KM, math.inf))),
    ):
        if pattern.search(piece):
            found.append(about)
            piece = pattern.sub(" ", piece)
    return found, piece
