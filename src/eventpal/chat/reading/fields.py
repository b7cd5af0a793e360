"""What single findings of a message say: price, company, count, order, format, which event.

Each takes the words it reads: it gives what it found, and the rest with those words blanked out.
"""

import re
from collections.abc import Sequence
from datetime import date

from eventpal.chat.dates import spotting
from eventpal.chat.dates.words import NUMBERS
from eventpal.chat.intent import Company, Format, Sort
from eventpal.chat.matching import topics
from eventpal.chat.phrases.acts import COUNT, EVERYTHING, FIRST, ORDINALS, REFERS
from eventpal.chat.phrases.following import FREED, NOT_NEEDED
from eventpal.chat.phrases.wishes import (
    ADULTS,
    AGES,
    ANY_AGE,
    BESIDE_MONEY,
    COMPANY,
    FORMATS,
    NOT_ADULTS,
    NOT_ALONG,
    NOT_KIDS,
    OF_MONEY,
    PLURAL_AFTER,
    PRICES,
    SETTINGS,
    SORTS,
    UNDER,
)
from eventpal.chat.reading import sentences
from eventpal.chat.words import stem

MOST = 10
"""More events than this are not named in one answer."""

_TOPICAL = frozenset({Format.TALK, Format.WORKSHOP, Format.TOUR})
"""Formats that are topics as well."""

_SMALL = frozenset({1, 2, 4})
"""The ages of babies, toddlers and children before school, who come along with older ones."""

_ANY = 1
"""The age of the youngest, where everybody is to be admitted."""

_AGE = re.compile(r"\d{1,2}|\b(?:" + "|".join(word for word in NUMBERS if len(word) > 2) + r")\b")
_NEARBY = re.compile(r"\b(?:near|nearby|close|local|here|in town|in der nahe)\b")
_ORDERED = re.compile(r"closer|nearer|naher|sort|in |by |nach |chrono")
"""How to say an order that wants no single event."""

_COUNTED = re.compile(rf"\b(?:{'|'.join(word for word in NUMBERS if len(word) > 2)})(?= ?\0)")
"""How many of those who come along: "three teenagers"."""

_SOME_DAY = date(2000, 1, 1)


def freed(whole: str) -> tuple[frozenset[str], str]:
    """Which wishes are given up, and the rest."""
    rest = whole
    gone = {field for pattern, field in FREED if pattern.search(rest)}
    for pattern, _ in FREED:
        rest = pattern.sub(lambda match: "\0" * len(match[0]), rest)
    for match in NOT_NEEDED.finditer(rest):
        said = match[1] or match[2]
        gone |= {
            field
            for field, there in (
                ("price", price(said)[0]),
                ("format", formats(said, (*SETTINGS, *FORMATS))[0]),
                ("company", _company(said)[0]),
                ("when", spotting.spot(said, _SOME_DAY)),
                ("where", _NEARBY.search(said)),
            )
            if there
        }
        rest = blank(rest, *match.span())
    return frozenset(gone), rest


def refers(rest: str, follows: bool) -> tuple[tuple[int, ...], str]:
    """The places in the last answer that are meant, and the rest."""
    if not follows:
        return (), rest
    places: list[int] = []
    if match := FIRST.search(rest):
        places += range(1, 4 if match[1] in {"three", "drei"} else 3)
        rest = blank(rest, *match.span())
    for match in REFERS.finditer(rest):
        word = match[2]
        german = {"eins": 1, "zwei": 2, "drei": 3}
        number = (
            ORDINALS[match[1]]
            if match[1]
            else german.get(word) or NUMBERS.get(word) or int(word if word.isdecimal() else 0)
        )
        if number:
            places.append(number)
            rest = blank(rest, *match.span())
    return tuple(dict.fromkeys(places)), rest


def count(rest: str, parts: Sequence[tuple[int, int]]) -> tuple[int | None, str]:
    """How many events are wanted, if it is said where they ask, and the rest."""
    said = sentences.only(rest, parts)
    if match := EVERYTHING.search(said):
        return MOST, blank(rest, *match.span())
    match = COUNT.search(said)
    if match is None:
        return None, rest
    group = next(one for one in range(1, COUNT.groups + 1) if match[one])
    number = _number(match[group])
    return (min(number, MOST) or None), blank(rest, *match.span(group))


def price(rest: str) -> tuple[str, str]:
    """The first limit that is said; all other words for the same one are taken as well."""
    found = ""
    for pattern, value in PRICES:
        while (match := pattern.search(rest)) and (not found or value == found):
            number = next((group for group in match.groups() if group), "")
            found = found or f"{value} {number}".strip()
            rest = blank(rest, *match.span())
    return found, rest


def who(rest: str) -> tuple[Company, int | None, bool, str]:
    """Who comes along, of which age, whether children are not wanted, and the rest."""
    for pattern in NOT_ALONG:
        rest = pattern.sub(lambda match: "\0" * len(match[0]), rest)
    rest, not_for_kids = NOT_KIDS.subn(lambda match: "\0" * len(match[0]), rest)
    company, age, rest = _company(rest)
    rest = _COUNTED.sub(lambda match: "\0" * len(match[0]), rest)
    return company, age, not_for_kids > 0, rest


def _company(rest: str) -> tuple[Company, int | None, str]:
    if match := ADULTS.search(rest):
        least = int(next((group for group in match.groups() if group), 18))
        if negation := NOT_ADULTS.search(rest[: match.start()]):
            return Company.ANYONE, least - 1, blank(rest, negation.start(), match.end())
        return Company.ADULTS, least, blank(rest, *match.span())
    if match := ANY_AGE.search(rest):
        return Company.ANYONE, _ANY, blank(rest, *match.span())
    age: int | None = None
    if match := UNDER.search(rest):
        age, rest = max(1, _number(match[1] or match[2]) - 1), blank(rest, *match.span())
    if age is None:
        age, rest = _age(rest)
    company = Company.KIDS if age is not None and age < 18 else Company.ANYONE
    for pattern, value, years_of in COMPANY:
        for match in pattern.finditer(rest):
            if company is Company.ANYONE or (value is Company.KIDS and age is None):
                company, age = value, age if age is not None else years_of
            elif value is Company.KIDS and age is not None and years_of in _SMALL:
                age = min(age, years_of or age)
            if value in {company, Company.ALONE, Company.FRIENDS, Company.DATE}:
                rest = blank(rest, *match.span())
    return company, age, rest


def _age(rest: str) -> tuple[int | None, str]:
    """The age of the youngest, and the rest."""
    for pattern in AGES:
        for match in pattern.finditer(rest):
            said = [_number(one) for one in _AGE.findall(match[0])]
            if BESIDE_MONEY.match(rest, match.end()) or OF_MONEY.search(rest[: match.start()]):
                continue
            if said and 0 < min(said) < 100:
                return min(said), blank(rest, *match.span())
    return None, rest


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else NUMBERS[text]


def sort(rest: str) -> tuple[Sort, bool, str]:
    """What comes first, whether only that is wanted, and the rest."""
    for pattern, value in SORTS:
        if match := pattern.search(rest):
            after = rest[match.end() :]
            only = _ORDERED.match(match[0]) is None and PLURAL_AFTER.match(after) is None
            return value, only, blank(rest, *match.span())
    return Sort.BEST, False, rest


def formats(
    rest: str, table: Sequence[tuple[re.Pattern[str], Format]]
) -> tuple[tuple[Format, ...], str]:
    """How it is held, by the words of ``table``, and the rest."""
    found: list[Format] = []
    for pattern, value in table:
        for match in pattern.finditer(rest):
            if _negates(rest[: match.start()]):
                opposite = {Format.OUTDOOR: Format.INDOOR, Format.INDOOR: Format.OUTDOOR}.get(value)
                if opposite is not None:
                    found.append(opposite)
                    rest = blank(rest, *match.span())
                continue
            if value in _TOPICAL and _one_of_several(rest, *match.span(), pattern):
                continue
            found.append(value)
            rest = blank(rest, *match.span())
    return tuple(dict.fromkeys(found)), rest


def _one_of_several(rest: str, start: int, end: int, same: re.Pattern[str]) -> bool:
    """Whether "talks" is one of the alternatives: "talks or gallery things", "films and talks"."""
    after = re.match(
        r"s? (?:or|oder|and|und|&)(?: (?:a|some|any|maybe))? ([^\W_]+)(?: ([^\W_]+))?", rest[end:]
    )
    before = re.search(r"([^\W_]+) (?:or|oder|and|und|&)(?: (?:a|some|any|maybe))? $", rest[:start])
    beside = [one for match in (after, before) if match for one in match.groups() if one]
    beside = [one for one in beside if not same.fullmatch(one)]
    return bool(topics.spot([stem(word) for word in beside]))


def _negates(before: str) -> bool:
    return (
        re.search(
            r"\b(?:no|not|nothing|without|nicht|kein\w*|ohne|except|isn't)(?: \w+)?\s+$", before
        )
        is not None
    )


def blank(text: str, start: int, end: int) -> str:
    """``text`` with zeros from ``start`` to ``end``."""
    return text[:start] + "\0" * (end - start) + text[end:]
