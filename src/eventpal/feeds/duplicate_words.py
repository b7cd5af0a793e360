"""What two listings are compared by: the words of their titles, their places, their texts."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from eventpal.domain import Event

TEXT_LETTERS = 400
"""How much of a description is compared."""
_LETTERS_OF_PLURAL = 3
HINT_LETTERS = 600
"""How much of a description is searched for the other's venue."""
LEAST_VENUE_LETTERS = 6
"""A shorter venue name is found in other texts by chance."""


def _singular(word: str) -> str:
    """``word`` without the s of a plural; what else that shortens, it shortens everywhere."""
    return word[:-1] if len(word) > _LETTERS_OF_PLURAL and word.endswith("s") else word


def _words(text: str) -> frozenset[str]:
    return frozenset(map(_singular, text.split()))


_STOP = _words(
    """
    a all an and are as at be by das de der die et feat featuring for from ft her his how if in
    into is it la le les no not of on or our out presented presents s so that the their this to und
    up us w we what when who why with you your
    """
)
_GENERIC = _words(
    """
    adult adults afternoon annual art arts baby band beginner bilingual bingo bluegrass board book
    books booksale care celebration center church city class classes closed closing closure club
    comedy community concert concerts council county course craft crafts dance day dinner downtown
    drop evening event events exhibit exhibition fair family farmers festival film food free friday
    friends game games gathering group guest guests hall happy holiday hour hours house in jam jazz
    karaoke kids library live lunch market matinee meet meeting meetup member mic monday monthly
    morning movie music nd new night office open opening park party patio performance play practice
    preschool presented public rd reading reception register registration room run sale saturday
    school season series service session sessions show social song songs special st stories story
    storytime street study summer sunday support talk tasting teen teens th thursday time toddler
    tour town trivia tuesday v volunteer vs walk wednesday weekly wine winter work workshop writing
    yoga youth zoom am pm mm
    """
)
"""Words that many unrelated events are called by."""
_GENERIC_WEIGHT = 0.3
_PLACE_GENERIC = _words(
    """
    and at avenue ave bar boulevard blvd branch brewing brewery building ca cafe california
    carolina center church city club co college community company county court drive dr hall
    highway hwy house lane library main museum nc of park public regional road rd room school
    square st street suite the theater united states university us usa winery
    """
)
"""Words that many unrelated places are called by."""
_OPPOSED = (
    _words("men mens women womens boys girls"),
    _words("beginner beginners beginning intermediate advanced"),
    _words("breakfast lunch dinner supper"),
    _words("baby babies toddler toddlers preschool teen teens adult"),
    _words("early late"),
    _words("morning afternoon evening"),
    _words("jv varsity"),
    _words("i ii iii iv"),
    _words("one two three four"),
)
"""Words that tell apart what is otherwise called the same; one of each group says which it is."""
_VERSUS = re.compile(r"\b(?:vs?|versus)\b| @ ")
_STATE = re.compile(
    r"\b(?:cancell?ed|postponed|rescheduled|sold[ -]?out|new date|new venue|updated?)\b"
)
_WORD = re.compile(r"[^\W_]+")
_PART = re.compile(r"\d+|[^\W\d_]+")
"""A word, or the number in "35mm"."""
_STREET = re.compile(
    r"\b(\d{1,5})[a-z]? (?:(?:n|s|e|w|north|south|east|west)\.? )?([a-z]{3,}|\d+(?:st|nd|rd|th))"
)
_NOWHERE = re.compile(
    r"(?:[^\W\d]+(?:[ -][^\W\d]+){0,2},? )?(?:[a-z]{2}|[a-z]\.[a-z]\.)"
    r"|.{0,2}|.*\b(?:off ?site|online|virtual|zoom|discord|tb[acd]|varies|revealed|rsvp)\b.*"
)
"""A venue that is no place: a town with its state, or a word for "ask"."""
_DROPPED = re.compile("[\u0300-\u036f'’]+")
"""Accents, once taken off their letters, and apostrophes."""
_ISO = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:?\d\d")
_YEAR = re.compile(r"20\d\d")


@dataclass(frozen=True, slots=True)
class Title:
    """A title without case, accents, punctuation and words for its state."""

    text: str
    words: frozenset[str]
    """Without stop words, unless it has no others."""
    numbers: frozenset[str]
    """Words that begin with a digit, but years."""
    weight: float
    """Of all its words."""
    sides: tuple[frozenset[str], ...]
    """Words of each side where two meet; their names are all that tells fixtures apart."""


@dataclass(frozen=True, slots=True)
class Where:
    """A place as published, in words."""

    known: bool
    venue: frozenset[str]
    named: frozenset[str]
    """The venue's words that few places are called by, or all of them if there are none."""
    light: frozenset[str]
    """What titles here are called for, whatever happens: the venue's and organiser's names."""
    words: frozenset[str]
    """Venue and address."""
    streets: frozenset[tuple[str, str]]
    """Street numbers with their street."""
    squashed: str
    """The venue as web addresses write it."""
    host: str
    """The organiser likewise, where no venue is named."""


def title_of(event: Event) -> Title:
    """The title to compare."""
    title = _title(event.title)
    if title.numbers:
        numbers = _without_date(title.numbers, event.start)
        return title if numbers == title.numbers else replace(title, numbers=numbers)
    return title


@lru_cache(maxsize=8192)
def _title(title: str) -> Title:
    """What a title says, whenever it is; calendars say the same again and again."""
    text = _STATE.sub(" ", plain(title))
    words = [_singular(word) for word in _PART.findall(text)]
    every = frozenset(words)
    telling = (every - _STOP) or every
    return Title(
        text=" ".join(words),
        words=telling,
        weight=weight(telling),
        numbers=frozenset(
            word for word in every if word[0].isdigit() and not _YEAR.fullmatch(word)
        ),
        sides=tuple(frozenset(map(_singular, _PART.findall(side))) - _STOP for side in sides)
        if len(sides := _VERSUS.split(text)) > 1
        else (),
    )


def _without_date(found: frozenset[str], start: datetime) -> frozenset[str]:
    """Numbers of a title, but for the event's own date."""
    date = frozenset(
        word for word in found if word.lstrip("0") in {str(start.day), str(start.month)}
    )
    return found - date if len(date) > 1 else found


def told_start(event: Event) -> datetime | None:
    """A start that the description states to the second, whatever DTSTART says."""
    match = _ISO.search(event.description)
    try:
        return datetime.fromisoformat(match[0]) if match else None
    except ValueError:
        return None


def where_of(event: Event) -> Where:
    """The place to compare."""
    return _where(event.venue, event.address, event.organiser)


@lru_cache(maxsize=4096)
def _where(venue_name: str, address: str, organiser: str) -> Where:
    """What a place says; the same few venues come again and again."""
    name = plain(venue_name).replace("theatre", "theater").replace("centre", "center")
    where = f"{name} {plain(address)}"
    host = plain(organiser)
    venue = frozenset(map(_singular, _WORD.findall(name))) - _STOP
    named = (venue - _PLACE_GENERIC) or venue
    return Where(
        known=bool(venue) and not _NOWHERE.fullmatch(name[:80]),
        venue=venue,
        named=named,
        light=named.union(map(_singular, _WORD.findall(host))),
        words=frozenset(map(_singular, _WORD.findall(where))),
        streets=frozenset(_STREET.findall(where)),
        squashed=_squashed(name),
        host="" if name else _squashed(host),
    )


def _squashed(name: str) -> str:
    return "".join(_WORD.findall(name.removeprefix("the ")))


def text_of(event: Event) -> str:
    """The description to compare."""
    return " ".join(_WORD.findall(plain(event.description[: TEXT_LETTERS + 100])))[:TEXT_LETTERS]


def hints_of(event: Event) -> str:
    """All that may name the venue, run together as in a web address."""
    told = f"{event.title} {event.url} {event.organiser} {event.uid} "
    told = plain(told + event.description[:HINT_LETTERS])
    told = told.replace("theatre", "theater").replace("centre", "center")
    return "".join(_WORD.findall(told))


def plain(text: str) -> str:
    """``text`` without case, accents and apostrophes."""
    if text.isascii():
        return text.lower().replace("'", "")
    folded = unicodedata.normalize("NFKD", text.casefold())
    return _DROPPED.sub("", folded)


def weight(words: Iterable[str], light: Collection[str] = ()) -> float:
    """How much these words of a title tell: 1 each, less for common, ``light`` ones and numbers."""
    return sum(
        _GENERIC_WEIGHT if word in _GENERIC or word in light or word[0].isdigit() else 1.0
        for word in words
    )


def _same_sides(one: Sequence[frozenset[str]], other: Sequence[frozenset[str]]) -> bool:
    """Whether each side has a word in common with one of the other fixture's."""
    return all(any(side & against for against in other) for side in one) and all(
        any(side & against for against in one) for side in other
    )


def opposed(one: Title, other: Title) -> bool:
    """Whether the titles name two parts, two groups of people, two of a kind."""
    if not (one.numbers <= other.numbers or other.numbers <= one.numbers):
        return True
    if one.sides and other.sides and not _same_sides(one.sides, other.sides):
        return True
    for group in _OPPOSED:
        mine, theirs = one.words & group, other.words & group
        if mine and theirs and mine.isdisjoint(theirs):
            return True
    return False
