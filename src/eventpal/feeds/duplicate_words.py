"""What two listings are compared by: the words of their titles, their places, their texts."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from eventpal.domain import Event

TEXT_LETTERS = 400
"""How much of a description is compared."""
HINT_LETTERS = 600
"""How much of a description is searched for the other's venue."""
LEAST_VENUE_LETTERS = 6
"""A shorter venue name is found in other texts by chance."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STOP = _words(
    """
    a an and are at by de der die das et for from ft feat featuring her his in la le les of on or
    our presented presents s the their to und w with your
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
    yoga youth zoom
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
    frozenset({"men", "mens", "women", "womens", "boys", "girls"}),
    frozenset({"beginner", "beginners", "beginning", "intermediate", "advanced"}),
    frozenset({"breakfast", "lunch", "dinner", "supper"}),
    frozenset({"baby", "babies", "toddler", "toddlers", "preschool", "teen", "teens", "adult"}),
    frozenset({"early", "late"}),
    frozenset({"morning", "afternoon", "evening"}),
    frozenset({"jv", "varsity"}),
    frozenset({"i", "ii", "iii", "iv"}),
    frozenset({"one", "two", "three", "four"}),
)
"""Words that tell apart what is otherwise called the same; one of each group says which it is."""
_VERSUS = frozenset({"vs", "v", "versus"})
_STATE = re.compile(
    r"\b(?:cancell?ed|postponed|rescheduled|sold[ -]?out|new date|new venue|updated?)\b"
)
_WORD = re.compile(r"[^\W_]+")
_STREET = re.compile(
    r"\b(\d{1,5})[a-z]? (?:(?:n|s|e|w|north|south|east|west)\.? )?([a-z]{3,}|\d+(?:st|nd|rd|th))"
)
_NOWHERE = re.compile(
    r"[^\W\d]+(?:[ -][^\W\d]+){0,2},? (?:[a-z]{2}|[a-z]\.[a-z]\.)"
    r"|.*\b(?:off ?site|online|virtual|zoom|discord|tb[acd]|varies|revealed|rsvp)\b.*"
)
"""A venue that is no place: a town with its state, or a word for "ask"."""
_YEAR = re.compile(r"20\d\d")


@dataclass(frozen=True, slots=True)
class Title:
    """A title without case, accents, punctuation and words for its state."""

    text: str
    words: frozenset[str]
    """Without stop words, unless it has no others."""
    numbers: frozenset[str]
    """Words that begin with a digit, but years."""
    fixture: bool
    """Whether two sides meet: their names are all that tells fixtures apart."""


@dataclass(frozen=True, slots=True)
class Where:
    """A place as published, in words."""

    known: bool
    venue: frozenset[str]
    named: frozenset[str]
    """The venue's words that few places are called by, or all of them if there are none."""
    words: frozenset[str]
    """Venue and address."""
    streets: frozenset[tuple[str, str]]
    """Street numbers with their street."""
    squashed: str
    """The venue as web addresses write it."""


def title_of(event: Event) -> Title:
    """The title to compare."""
    words = _WORD.findall(_STATE.sub(" ", plain(event.title)))
    every = frozenset(words)
    return Title(
        text=" ".join(words),
        words=(every - _STOP) or every,
        numbers=frozenset(
            word for word in every if word[0].isdigit() and not _YEAR.fullmatch(word)
        ),
        fixture=" @ " in event.title or not _VERSUS.isdisjoint(every),
    )


def where_of(event: Event) -> Where:
    """The place to compare."""
    name = plain(event.venue).replace("theatre", "theater").replace("centre", "center")
    where = f"{name} {plain(event.address)}"
    venue = frozenset(_WORD.findall(name)) - _STOP
    return Where(
        known=bool(venue) and not _NOWHERE.fullmatch(name[:80]),
        venue=venue,
        named=(venue - _PLACE_GENERIC) or venue,
        words=frozenset(_WORD.findall(where)),
        streets=frozenset(_STREET.findall(where)),
        squashed="".join(_WORD.findall(name.removeprefix("the "))),
    )


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
    folded = unicodedata.normalize("NFKD", text.casefold().replace("’", "").replace("'", ""))
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def weight(words: Iterable[str], light: Collection[str] = ()) -> float:
    """How much these words of a title tell: 1 each, less for common, ``light`` ones and numbers."""
    return sum(
        _GENERIC_WEIGHT if word in _GENERIC or word in light or word[0].isdigit() else 1.0
        for word in words
    )


def opposed(one: Title, other: Title) -> bool:
    """Whether the titles name two parts, two groups of people, two of a kind."""
    if not (one.numbers <= other.numbers or other.numbers <= one.numbers):
        return True
    if one.fixture and other.fixture and one.words - other.words and other.words - one.words:
        return True
    for group in _OPPOSED:
        mine, theirs = one.words & group, other.words & group
        if mine and theirs and mine.isdisjoint(theirs):
            return True
    return False
