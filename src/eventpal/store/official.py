"""How near a listing is to whoever holds the event: their own site, somebody's, or a reseller's."""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import urlsplit

from eventpal.domain import Event

OWN, LINKED, OTHER, RESELLER = 3, 2, 1, 0
"""On the site of its venue or organiser; links there; elsewhere; where all kinds are sold."""

_RESELLERS = frozenset(
    """
    allevents bandsintown dice eventbrite eventful eventim facebook fatsoma feverup livenation
    patch reservix residentadvisor seatgeek seetickets shotgun skiddle songkick stubhub
    ticketmaster ticketweb tixr universe viagogo
    """.split()
)
_GENERIC = frozenset(
    "and area city county das der die downtown for les los new of town the valley visit".split()
)
"""Words that say nothing of whose site it is, when nothing else does."""
_WORD = re.compile(r"[^\W_]+")
_LEAST_LETTERS = 5
_LEAST_WORD = 3
_MOST_OF_LABEL = 0.8


def officialness(event: Event, location: str) -> int:
    """``OWN``, ``LINKED``, ``OTHER`` or ``RESELLER`` for a listing that was read from ``location``.

    The event's id counts like the place it was read from: calendar programs end it with the host
    that it was made on, wherever copies of it go.
    """
    homes = [
        _label(_host(location)),
        _label(event.uid.rpartition("@")[2] if "@" in event.uid else ""),
    ]
    link = _label(_host(event.url))
    if not any((*homes, link)):
        return OTHER
    names = _names(event.venue, event.organiser, event.address)
    if any(_is_theirs(label, names) for label in homes):
        return OWN
    if _is_theirs(link, names):
        return LINKED
    return RESELLER if any(label in _RESELLERS for label in (*homes, link)) else OTHER


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


@lru_cache(maxsize=4096)
def _label(host: str) -> str:
    """What a host is called, without prefixes and ending: www.mill-hall.co.uk is millhall."""
    parts = host.lower().strip(".").split(".")
    if len(parts) < 2 or not all(parts) or parts[-1].isdecimal():
        return ""
    short_second = len(parts) > 2 and len(parts[-2]) <= 3 and len(parts[-1]) == 2
    return _spelt(parts[-3 if short_second else -2].replace("-", ""))


def _spelt(text: str) -> str:
    """Small letters without accents, in one spelling of what is spelt in two ways."""
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(letter)
    )
    return (
        plain.replace("theatre", "theater")
        .replace("centre", "center")
        .replace("'", "")
        .replace("’", "")
    )


@lru_cache(maxsize=4096)
def _names(venue: str, organiser: str, address: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Words of who holds it, the longest first, and those of them that name more than a town."""
    words = {
        word for word in _WORD.findall(_spelt(f"{venue} {organiser}")) if len(word) >= _LEAST_WORD
    }
    where = set(_WORD.findall(_spelt(address)))
    return tuple(sorted(words, key=lambda word: (-len(word), word))), frozenset(
        words - where - _GENERIC
    )


def _is_theirs(label: str, names: tuple[tuple[str, ...], frozenset[str]]) -> bool:
    """Whether a host is called for nearly nothing but words of the venue's or organiser's name."""
    words, telling = names
    if len(label) < _LEAST_LETTERS or label in _RESELLERS or label.startswith("visit"):
        return False
    left, used = label, set[str]()
    for word in words:
        if word in left:
            left = left.replace(word, " ", 1)
            used.add(word)
    uncovered = len(left.replace(" ", ""))
    return bool(used & telling) and uncovered <= (1 - _MOST_OF_LABEL) * len(label)
