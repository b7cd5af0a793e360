"""Reads a line of the profile: from the person's words to rules and wishes about events.

Deterministic and local: tables and patterns, no model. A line is taken apart into clauses; each
clause has a force ("no", "rarely", "I like" …) and says of which events it holds. What no pattern
knows is read as a topic in the person's own words, as long as it is short.
"""

# ruff: noqa: E501 - a pattern reads better on one line.

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import lru_cache
from typing import Final

from eventpal.recommend.travel import Company, Mode
from eventpal.recommend.written import profile_words as words
from eventpal.recommend.written.profile_company import NO_CHILDREN, company_and_mode
from eventpal.recommend.written.profile_limits import About, Range, limits, wishes
from eventpal.recommend.written.profile_plain import plain
from eventpal.store.names import Named

LONGEST_TOPIC = 3
LONGEST_PIECE = 6
"""Telling words of one topic, and of a clause with several; more than that is a story."""

LONGEST_UNMARKED = 6
"""Words of a clause that says neither "like" nor "no", from which nothing new is learnt."""


class Force(Enum):
    """What a clause does with the events it is about."""

    NEVER = "never"
    ONLY = "only"
    HATE = -2.0
    DISLIKE = -1.0
    RARELY = -0.75
    LIKE = 1.0
    LOVE = 2.0


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that a line says."""

    force: Force
    about: About
    said: str = field(default="", compare=False)
    """The person's words for it, in lower case."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was understood of a line."""

    clauses: tuple[Clause, ...] = ()
    company: Company | None = None
    mode: Mode | None = None
    unclear: tuple[str, ...] = ()
    """Words of which EventPal can't tell whether they hold for an event."""


def read(text: str, names: Mapping[str, Named] | None = None) -> Reading:
    """What ``text`` says.

    Args:
        text: one line, English or German; several things are divided by semicolons, full stops
            or commas.
        names: venues and organisers that EventPal knows, in lower case.
    """
    text, masked = _mask(plain(text), names or {})
    found: list[Clause] = []
    unclear: list[str] = []
    company: Company | None = None
    mode: Mode | None = None
    for part in _PARTS.split(text):
        carried: Force | None = None
        begun = len(found)
        for piece, excepted in _pieces(part):
            childless = NO_CHILDREN.search(piece)
            if childless:
                found.append(Clause(Force.DISLIKE, _concept("kids") or About()))
            about = piece.replace(childless.group(0), " ") if childless else piece
            given, travels, rest = company_and_mode(about)
            company, mode = given or company, travels or mode
            if excepted and any(one.force is Force.NEVER for one in found[begun:]):
                found[begun:] = _but_for(found[begun:], rest, masked, _unmask(part, masked))
                continue
            clauses, carried, unknown = _clauses(
                f"no {rest}" if excepted else rest, carried, masked
            )
            said = _unmask(about, masked)
            found += [replace(one, said=said) for one in clauses]
            unclear += unknown
    return Reading(tuple(dict.fromkeys(found)), company, mode, tuple(dict.fromkeys(unclear)))


_PARTS = re.compile(
    r"\bso\b(?= (?:no|not|nothing|never|only|please|keine?)\b)|[;!?\n]+|\.(?=\s|$)|(?<!nothing )(?<!anything )\bbut\b(?! not)|\baber\b(?! nicht)|\b(?:sondern)\b"
    r"|\b(?:and|und)\b(?=\s+(?:i |ich )?(?:really |absolutely )?(?:hate|detest|loathe|can'?t stand|love"
    r"|adore|dislike|avoid|never|rarely|seldom|don'?t|do not|hasse|liebe|mag|meide|nie|selten)\b)"
)
_EXCEPTION = re.compile(
    r"\b(?:but not|except(?:ing)?(?: for)?|unless|apart from|other than|with the exception of|außer"
    r"|ausser|aber nicht|es sei denn|mit ausnahme von|abgesehen von)\b"
)
_SEPARATOR = re.compile(r",(?!\d)|\bas well as\b|\bsowie\b")
_JOINT = re.compile(r"\s*(?:\band\b|\bor\b|\bund\b|\boder\b|\bnor\b|[&/+,])\s*")

_MARKERS: Final = tuple(
    (force, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"))
    for force, pattern in (
        (Force.LOVE, words.EAGER),
        (Force.DISLIKE, words.DISLIKE),
        (Force.HATE, words.HATE),
        (Force.RARELY, words.RARELY),
        (Force.ONLY, r"nothing but|nichts außer"),
        (Force.NEVER, words.NEVER),
        (Force.ONLY, words.ONLY),
        (Force.LOVE, words.LOVE),
        (Force.LIKE, words.LIKE),
        (Force.DISLIKE, words.UNWILLING),
    )
)
_SHORT_DAYS: Final = {
    "mon": "monday",
    **dict.fromkeys(("tue", "tues"), "tuesday"),
    **dict.fromkeys(("wed",), "wednesday"),
    **dict.fromkeys(("thu", "thur", "thurs"), "thursday"),
    **dict.fromkeys(("fri",), "friday"),
}
_DAY_NAMES: Final = sorted({**words.DAYS, **_SHORT_DAYS}, key=len, reverse=True)
_GERMAN_PARTS: Final = {
    "morgen": (5, 12),
    "mittag": (10, 15),
    "nachmittag": (12, 17),
    "abend": (17, 23),
}
_DAY = re.compile(rf"(?<!\w)({'|'.join(_DAY_NAMES)})(?:({'|'.join(_GERMAN_PARTS)})e?s?)?(?!\w)")
_PART = re.compile(rf"(?<!\w)({'|'.join(sorted(words.PARTS, key=len, reverse=True))})(?!\w)")
_TOPICS: Final = tuple(
    (name, re.compile(rf"(?:{called})"), said) for name, called, said in words.TOPICS
)
_KNOWN: Final = frozenset(name for name, _, _ in words.TOPICS)
_LANGUAGE = re.compile(
    r"\b(?:(?:in|auf) (english|german|french|englisch|deutsch|französisch)\b"
    r"|(english|german|french|englisch|deutsch|französisch)[- ]?(?:speaking|sprachig\w*))"
)


_INDIFFERENT = re.compile(
    r"\b(?:don'?t mind|do not mind|not fussy|no preference|mir egal|ist egal)\b"
)
_OFTEN = re.compile(
    r"\b(?:once|twice|einmal|zweimal|dreimal|times|mal) (?:a|per|pro|im|in der) (?:week|month|woche|monat)\b"
)
_NEGATED = re.compile(r"(?:no|not|nothing|never|keine?|nichts?|nie)\b")
_FOR = re.compile(r"\b(?:for|für|bei)\b")
_ONLY_THEN = re.compile(
    rf"\w\s+(?:only|just|nur)\s+(?:on |at |am )?(?:{'|'.join(_DAY_NAMES)})(?!\w)"
)


def _mask(text: str, names: Mapping[str, Named]) -> tuple[str, dict[str, About]]:
    """``text`` with every known name replaced by a word of its own, and what these stand for."""
    masked: dict[str, About] = {}
    fitting = [name for name in names if len(name) > 3 and name in text]
    for name in sorted(fitting, key=lambda one: (-len(one), one)):
        if _concept(name) is not None:
            continue
        word = f"name{len(masked)}x"
        text, count = re.subn(rf"(?<!\w)(?:the )?{re.escape(name)}(?!\w)", word, text)
        if count:
            masked[word] = About(name=name, named=names[name])
    return text, masked


def _unmask(piece: str, masked: Mapping[str, About]) -> str:
    for word, about in masked.items():
        piece = piece.replace(word, about.name)
    return piece


_ALL = re.compile(r"\b(?:everything|anything|alles)\s*$")


def _pieces(part: str) -> Iterator[tuple[str, bool]]:
    """The parts of a sentence that commas and exceptions divide, and whether it is an exception."""
    for number, piece in enumerate(_EXCEPTION.split(part)):
        for at, one in enumerate(_SEPARATOR.split(_ALL.sub("", piece))):
            if one.strip():
                yield one.strip(), bool(number) and not at


def _but_for(
    clauses: Sequence[Clause], piece: str, masked: Mapping[str, About], said: str
) -> list[Clause]:
    """What is left out, but for what ``piece`` says: "no clubs, except jazz ones"."""
    kept = tuple(one.about for one in _clauses(piece, Force.LIKE, masked)[0])
    return [
        replace(one, about=replace(one.about, unless=kept), said=said.strip(" ,."))
        if one.force is Force.NEVER
        else one
        for one in clauses
    ]


def _clauses(
    piece: str, carried: Force | None, masked: Mapping[str, About]
) -> tuple[list[Clause], Force | None, list[str]]:
    """What a piece says, the force that the next one inherits, and what stays unclear."""
    language = _LANGUAGE.search(piece)
    if language:
        return [], carried, [language.group(1) or language.group(2)]
    numbers, rest = limits(piece)
    if not numbers and (_INDIFFERENT.search(piece) or _OFTEN.search(piece)):
        return [], carried, []
    dear, unclear = _dear_for(numbers, rest, masked)
    if dear:
        return dear, carried, unclear
    days, begins, rest = _times(rest)
    force, rest = _force(rest)
    bounds = [Clause(Force.NEVER, replace(one, days=days)) for one in numbers]
    if bounds and force in {None, Force.NEVER, Force.ONLY, Force.LIKE} and not _content(rest):
        # "Not before 6 pm on weekdays": the days say when the limit holds.
        return bounds, carried, []
    vague, rest = wishes(rest)
    stated = force or carried
    topics, unclear = _topics(rest, masked)
    where = About(days=days, begins=begins)
    abouts = [replace(one, days=days, begins=begins) for one in (*topics, *vague)]
    if stated is None and len(piece.split()) > LONGEST_UNMARKED:
        # A story, but for what is known in it.
        abouts = [one for one in abouts if not one.pattern or one.topic in _KNOWN]
    elif not abouts and (days or begins):
        abouts = [where]
    if topics and bounds and all(one.begins for one in numbers) and _NEGATED.match(piece):
        # "No clubs after 10 pm" says nothing of other things after 10 pm.
        late = [replace(one, days=days, begins=numbers[0].begins) for one in topics]
        return [Clause(Force.NEVER, one) for one in late], carried, unclear
    stated = stated or Force.LIKE
    known = [one for one in topics if one.topic in _KNOWN]
    if known and len(bounds) == 1 and numbers[0].price and stated in {Force.LIKE, Force.LOVE}:
        # "Concerts up to 25 €" says nothing of what a film may cost.
        bounds = [Clause(Force.NEVER, replace(one, price=numbers[0].price)) for one in known]
    if stated is Force.ONLY and (days or begins):
        clauses = _only_then(abouts, where, last=bool(_ONLY_THEN.search(piece)))
    else:
        clauses = [Clause(_soft(stated, one), one) for one in abouts]
    return [*bounds, *clauses], force or carried if abouts else carried, unclear


def _dear_for(
    numbers: Sequence[About], rest: str, masked: Mapping[str, About]
) -> tuple[list[Clause], list[str]]:
    """What a thing may cost at most ("at most 10 € for films"); nothing where none is named."""
    most = next((one.price for one in numbers if one.price), None)
    if most is None or len(numbers) > 1:
        return [], []
    thing = _FOR.split(rest, maxsplit=1)[1] if _FOR.search(rest) else ""
    abouts, unclear = _topics(thing, masked)
    return [Clause(Force.NEVER, replace(one, price=most)) for one in abouts], unclear


def _only_then(abouts: Sequence[About], where: About, *, last: bool) -> list[Clause]:
    """What "only" with days or hours leaves out; ``last`` where the time stands after it."""
    days, begins = where.days, where.begins
    if abouts != [where] and days:
        told = [replace(one, days=frozenset()) for one in abouts]
        if last:
            # "The Blue Door only on Fridays" says nothing of other places.
            others = frozenset(range(7)) - days
            return [Clause(Force.NEVER, replace(one, days=others)) for one in told]
        # "Only jazz on Fridays" says nothing of other days.
        return [Clause(Force.NEVER, replace(where, unless=tuple(told)))]
    if abouts == [where] and len(days) > 2 and begins:
        # "Only evenings during the week" says nothing of the weekend.
        parts = [(4.0, begins[0]), (begins[1], 28.0)]
        return [Clause(Force.NEVER, replace(where, begins=one)) for one in parts if one[0] < one[1]]
    return [Clause(_soft(Force.ONLY, one), one) for one in abouts]


def _soft(force: Force, about: About) -> Force:
    """What names no number is a wish: "nothing expensive" is no limit that one could check."""
    vague = about.price is not None or about.km is not None
    if not vague:
        return force
    return {Force.NEVER: Force.DISLIKE, Force.ONLY: Force.LOVE}.get(force, force)


def _times(piece: str) -> tuple[frozenset[int], Range | None, str]:
    """Days of the week and parts of the day, and the piece without them."""
    days: set[int] = set()
    begins: list[tuple[float, float]] = []
    between = re.search(
        rf"(?<!\w)({'|'.join(_DAY_NAMES)})\s*(?:to|bis|through|-|–)\s*({'|'.join(_DAY_NAMES)})(?!\w)",
        piece,
    )
    if between:
        first, last = (min(_days(name)) for name in between.groups())
        days |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
        piece = piece.replace(between.group(0), " ")
    for match in _DAY.finditer(piece):
        days |= _days(match.group(1))
        if match.group(2):
            begins.append(_GERMAN_PARTS[match.group(2)])
    piece = _DAY.sub(" ", piece)
    for match in _PART.finditer(piece):
        if (
            match.group(1) in {"night", "nights"}
            and _names_a_night(piece, match.start())
            and not days
        ):
            continue
        begins.append(words.PARTS[match.group(1)])
        piece = piece.replace(match.group(0), " " * len(match.group(0)))
    hours = (min(one[0] for one in begins), max(one[1] for one in begins)) if begins else None
    return frozenset(days), hours, piece


def _names_a_night(piece: str, at: int) -> bool:
    """Whether "night" is part of a thing, as in "club nights" or "quiz night"."""
    before = re.search(r"(\w+)\s*$", piece[:at])
    return bool(before) and _concept(before.group(1)) is not None if before else False


def _days(name: str) -> frozenset[int]:
    return words.DAYS[_SHORT_DAYS.get(name, name)]


def _force(piece: str) -> tuple[Force | None, str]:
    """The strongest marker, and the piece without any."""
    found: Force | None = None
    piece = " ".join(piece.split())
    for force, pattern in _MARKERS:
        if pattern.search(piece):
            found = found or force
            piece = pattern.sub(" ", piece)
    return found, piece


def _topics(piece: str, masked: Mapping[str, About]) -> tuple[list[About], list[str]]:
    if len(_content(piece)) > LONGEST_PIECE:
        return [], []
    # "Rock and roll" is one thing.
    whole = _concept(" ".join(_content(piece, words.FILLER - {"and", "und"})))
    found: list[About] = [whole] if whole else []
    unclear: list[str] = []
    for phrase in [] if whole else _JOINT.split(piece):
        content = _content(phrase)
        names = [word for word in content if word in masked]
        found += [masked[word] for word in names]
        content = [word for word in content if word not in masked]
        unclear += [word for word in content if word in words.VAGUE]
        topic = " ".join(content)
        about = _concept(topic)
        if about is None:
            content = [word for word in content if word not in words.VAGUE]
            topic = " ".join(content)
            about = _concept(topic) or _own_words(content)
        if about is not None:
            found.append(about)
    return found, unclear


def _content(phrase: str, filler: Collection[str] = words.FILLER) -> list[str]:
    """The words that may say what it is about."""
    return [word for word in re.findall(r"[\w'-]*\w", phrase) if word not in filler]


@lru_cache(maxsize=256)
def _concept(phrase: str) -> About | None:
    """The topic that ``phrase`` names, as a table knows it."""
    for name, called, said in _TOPICS:
        if called.fullmatch(phrase):
            return About(
                topic=name,
                pattern=said,
                anywhere=name in words.AT_PLACES,
                host=words.HOSTS.get(name, ""),
            )
    return None


def _own_words(content: Sequence[str]) -> About | None:
    """A topic that no table knows, looked for in its own words."""
    real = [word for word in content if len(word) > 2 and not word.isdecimal()]
    if not real or len(real) > LONGEST_TOPIC:
        return None
    stems = [re.escape(_stem(word)) for word in real]
    pattern = rf"\b{stems[0]}" + "".join(rf".*\b{stem}" for stem in stems[1:])
    return About(topic=" ".join(content), pattern=pattern, anywhere=True)


def _stem(word: str) -> str:
    for ending in ("ies", "en", "er", "es", "s", "e", "n"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
