"""Reads in a message what can be found with certainty: the deterministic half of understanding.

Each finding takes its words; what is left over and says something is a topic.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from eventpal.chat import dates, places, topics
from eventpal.chat.act_words import (
    ALL,
    ASKING,
    COUNT,
    DISLIKED,
    DROPPED,
    EVERYTHING,
    FIRST,
    FOLLOWING,
    GERMAN,
    IT,
    MORE,
    ORDINALS,
    REFERS,
    TALK,
    TASTE,
    VERBS,
)
from eventpal.chat.common_words import COMMON
from eventpal.chat.date_prepared import prepared
from eventpal.chat.date_words import MONTHS, NUMBERS, WEEKDAYS
from eventpal.chat.intent import Act, Company, Format, Intent, Sort, Verdict
from eventpal.chat.places import Gazetteer
from eventpal.chat.reader_topics import SHORT, wished
from eventpal.chat.reader_words import (
    ADULTS,
    AGES,
    ANY_AGE,
    COMPANY,
    FORMATS,
    NOT_ADULTS,
    NOT_KIDS,
    PLURAL_AFTER,
    PRICES,
    REWORDED,
    SORTS,
    SPELT_MONEY,
    UNDER,
)
from eventpal.chat.words import mended, stem, stems

MOST = 10
"""More events than this are not named in one answer."""

_TOPICAL = frozenset({Format.TALK, Format.WORKSHOP, Format.TOUR})
"""Formats that are topics as well."""

_TIME_WORDS = frozenset(
    {*WEEKDAYS, *MONTHS, "weekend", "tonight", "tomorrow", "morning", "afternoon", "evening"}
    | {"wochenende", "nachmittag", "abend", "vormittag", "heute", "morgen", "ubermorgen"}
)
_DAY_WORDS = frozenset(word for word in WEEKDAYS if len(word) > 5) | {
    *("weekend", "tonight", "tomorrow", "wochenende"),
}
_WISHES = frozenset(
    """
    cheap free kids children family wheelchair accessible outdoors outdoor indoors indoor
    class classes course courses lesson lessons lecture lectures tour tours tickets talks
    online cheaper cheapest nearest closest soonest second first third compare export save
    calendar plan events event something anything activities suggestions concerts alone
    friends romantic kostenlos gunstig gunstiger billiger kinder barrierefrei draussen
    drinnen
    """.split()
)
_GAP = re.compile(r"\0")
_ANY = 1
"""The age of the youngest, where everybody is to be admitted."""

_MOVED = re.compile(
    r"\b(earlier|sooner|later|fruher|spater)(?: (?:one|ones|on|in the (?:day|evening|morning"
    r"|week)))?\b"
)
_ORDERED = re.compile(r"closer|nearer|naher|sort|in |by |nach |chrono")
"""How to say an order that wants no single event."""

_AGE = re.compile(r"\d{1,2}|\b(?:" + "|".join(word for word in NUMBERS if len(word) > 2) + r")\b")
_NOT_THERE = re.compile(
    r"\b(?:(?:but |just )?not|nothing|anywhere but|except|outside(?: of)?|(?:far )?away|out"
    r" of|avoid(?:ing)?"
    r"|nicht|ausser(?:halb)?|don't want to go)(?: (?:too |so )?(?:in|at|near|from|of|im|in"
    r" der|von|to))*"
    r"(?: the| der| dem)? $"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message says for certain."""

    intent: Intent
    leftover: tuple[str, ...] = ()
    """Those of the intent's topics that no table knows: they may be no topic at all."""
    dropped: bool = False
    """The events referred to are not wanted."""
    all_of_them: bool = False
    german: bool = False
    act_said: bool = False
    """The act was said, and not only taken for granted."""
    text: str = ""
    """The message folded, with slips mended."""


def read(
    text: str, *, known: Gazetteer, words: Collection[str], today: date, follows: bool
) -> Reading:
    """What ``text`` says.

    Args:
        text: the message.
        known: the calendar's places.
        words: words of the calendar (folded), to which slips of the keys are mended as well.
        today: the date on the person's clock.
        follows: something was asked before in the same conversation.
    """
    vocabulary = topics.VOCABULARY | _TIME_WORDS | _WISHES | set(words)
    # Days first, and whatever titles say: a title with "saterday" in it is no reason to take it so.
    whole = mended(
        prepared(text), _DAY_WORDS, topics.VOCABULARY | COMMON | _WISHES | NUMBERS.keys()
    )
    whole = mended(whole, vocabulary, COMMON | vocabulary | NUMBERS.keys() | known.spelt)
    for pattern, instead in REWORDED:
        whole = pattern.sub(instead, whole)
    whole = SPELT_MONEY.sub(lambda match: str(NUMBERS[match[0]]), whole)
    rest = whole
    act, verdict, act_said = _act(whole)
    refers, rest = _refers(rest, follows)
    count, rest = _count(rest)
    not_for_kids = NOT_KIDS.search(rest)
    if not_for_kids:
        rest = _blank(rest, *not_for_kids.span())
    company, age, rest = _company(rest)
    price, rest = _price(rest)
    taste = act is Act.TASTE
    when = [] if taste else dates.spot(rest, today)
    when = [one for one in when if not _kind_of_event(one, rest, when)]
    phrases = dates.joined(when, rest)
    for one in when:
        rest = _blank(rest, one.start, one.end)
    if follows and (moved := _MOVED.search(rest)):
        phrases = (*phrases, "earlier" if moved[1] in {"earlier", "sooner", "fruher"} else "later")
        rest = _blank(rest, *moved.span())
    where, rest = ("", rest) if taste else _where(rest, known)
    sort, only, rest = _sort(rest)
    if only and count is None:
        count = 1
    formats, rest = _formats(rest)
    asked, excluded, leftover = wished(rest, known)
    if not_for_kids:
        excluded = tuple(dict.fromkeys([*excluded, "kids"]))
    intent = Intent(
        act=act,
        topics=asked,
        exclude=excluded,
        when=phrases,
        where=where,
        price=price,
        company=company,
        age=age,
        format=formats,
        sort=sort,
        count=count,
        refers=refers,
        verdict=verdict,
    )
    found = Reading(
        intent,
        leftover,
        dropped=bool(DROPPED.search(whole)) and follows,
        all_of_them=bool(ALL.search(whole)),
        german=len(GERMAN.findall(whole)) * 3 >= len(whole.split()),
        act_said=act_said,
        text=whole,
    )
    return _settled(found, whole, follows=follows)


def _settled(found: Reading, whole: str, *, follows: bool) -> Reading:  # noqa: PLR0911 - one rule after another
    """The reading with the act that follows from what was found, where none was said."""
    intent = found.intent
    asks = bool(
        intent.topics or intent.when or intent.where or intent.price or intent.company
        or intent.format or intent.sort is not Sort.BEST or intent.exclude
    )  # fmt: skip
    if found.dropped and (intent.refers or IT.search(whole)):
        refers = intent.refers or (0,)
        return replace(
            found,
            intent=replace(intent, act=Act.REFINE, refers=refers, verdict=Verdict.NONE),
            act_said=True,
        )
    if found.act_said and intent.act is not Act.FIND:
        if intent.act in {Act.RATE, Act.SAVE, Act.EXPLAIN, Act.EXPORT} and not intent.refers:
            return replace(found, intent=replace(intent, refers=(0,)))
        return found
    if MORE.search(whole):
        act = Act.REFINE if asks and follows else Act.MORE if follows else Act.FIND
        return replace(found, intent=replace(intent, act=act), act_said=True)
    if TALK.match(whole) and not asks and len(whole.split()) <= SHORT + 2:
        return replace(found, intent=replace(intent, act=Act.TALK), act_said=True)
    if follows and (FOLLOWING.search(whole) or _only_wishes(found, whole)):
        return replace(found, intent=replace(intent, act=Act.REFINE), act_said=True)
    if follows and intent.exclude and not intent.topics and not intent.when:
        return replace(found, intent=replace(intent, act=Act.REFINE), act_said=True)
    if follows and intent.refers and not asks:
        return replace(found, intent=replace(intent, act=Act.EXPLAIN), act_said=True)
    return found


def _only_wishes(found: Reading, whole: str) -> bool:
    """A few words that say how, and not what: "free", "on Sunday?", "indoors please"."""
    intent = found.intent
    return (
        not intent.topics
        and len(whole.split()) <= SHORT
        and bool(intent.when or intent.price or intent.company or intent.format or intent.where)
        and not re.search(r"\b(?:any|some)thing|what's on|was (?:ist|geht)|events?\b", whole)
    )


def _kind_of_event(one: dates.Spotted, rest: str, spotted: list[dates.Spotted]) -> bool:
    """Whether "evenings" stands for a kind of event, as in "board game evenings"."""
    before = rest[: one.start]
    return (
        one.phrase in {"evenings", "evening", "mornings", "afternoons", "abend", "abende"}
        and not any(other.days for other in spotted)
        and re.search(r"[^\W\d_]{4,} $", before) is not None
        and re.search(r"\b(?:this|every|late|early|weekday) $", before) is None
    )


def _act(whole: str) -> tuple[Act, Verdict, bool]:
    for pattern, act, verdict in VERBS:
        if pattern.search(whole):
            return act, verdict, True
    taste = TASTE.search(whole)
    if taste and not (
        ASKING.search(whole[: taste.start()] + whole[taste.end() :])
        or topics.spot(stems(whole[: taste.start()]))
    ):
        return Act.TASTE, Verdict.DISLIKE if DISLIKED.search(whole) else Verdict.LIKE, True
    return Act.FIND, Verdict.NONE, False


def _refers(rest: str, follows: bool) -> tuple[tuple[int, ...], str]:
    if not follows:
        return (), rest
    refers: list[int] = []
    if match := FIRST.search(rest):
        refers += range(1, 4 if match[1] in {"three", "drei"} else 3)
        rest = _blank(rest, *match.span())
    for match in REFERS.finditer(rest):
        word = match[2]
        german = {"eins": 1, "zwei": 2, "drei": 3}
        number = (
            ORDINALS[match[1]]
            if match[1]
            else german.get(word) or NUMBERS.get(word) or int(word if word.isdecimal() else 0)
        )
        if number:
            refers.append(number)
            rest = _blank(rest, *match.span())
    return tuple(dict.fromkeys(refers)), rest


def _count(rest: str) -> tuple[int | None, str]:
    if match := EVERYTHING.search(rest):
        return MOST, _blank(rest, *match.span())
    match = COUNT.search(rest)
    if match is None:
        return None, rest
    group = next(one for one in (1, 2, 3) if match[one])
    number = _number(match[group])
    return (min(number, MOST) or None), _blank(rest, *match.span(group))


def _price(rest: str) -> tuple[str, str]:
    for pattern, value in PRICES:
        if match := pattern.search(rest):
            number = next((group for group in match.groups() if group), "")
            return f"{value} {number}".strip(), _blank(rest, *match.span())
    return "", rest


def _company(rest: str) -> tuple[Company, int | None, str]:
    if match := ADULTS.search(rest):
        least = int(next((group for group in match.groups() if group), 18))
        if negation := NOT_ADULTS.search(rest[: match.start()]):
            return Company.ANYONE, least - 1, _blank(rest, negation.start(), match.end())
        return Company.ADULTS, least, _blank(rest, *match.span())
    if match := ANY_AGE.search(rest):
        return Company.ANYONE, _ANY, _blank(rest, *match.span())
    age: int | None = None
    if match := UNDER.search(rest):
        age, rest = max(1, _number(match[1] or match[2]) - 1), _blank(rest, *match.span())
    for pattern in AGES if age is None else ():
        if match := pattern.search(rest):
            said = [_number(one) for one in _AGE.findall(match[0])]
            if said and 0 < min(said) < 100:
                age, rest = min(said), _blank(rest, *match.span())
                break
    company = Company.KIDS if age is not None and age < 18 else Company.ANYONE
    for pattern, value, years_of in COMPANY:
        for match in pattern.finditer(rest):
            if company is Company.ANYONE or (value is Company.KIDS and age is None):
                company, age = value, age if age is not None else years_of
            if value in {company, Company.ALONE, Company.FRIENDS, Company.DATE}:
                rest = _blank(rest, *match.span())
    return company, age, rest


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else NUMBERS[text]


def _where(rest: str, known: Gazetteer) -> tuple[str, str]:
    spans = places.spot(rest, known)
    if not spans:
        return "", rest
    # Of several places the one said with the most words is the most certain.
    start, end = max(spans, key=lambda span: span[1] - span[0])
    before = re.search(
        r"\b(?:at|in|by|near|from|im|in der|beim|bei|around)(?: the| der| dem)? $", rest[:start]
    )
    if before:
        start = before.start()
    phrase = rest[start:end]
    negation = _NOT_THERE.search(rest[:start])
    if negation or phrase.startswith(("from ", "of ")):
        start = negation.start() if negation else start
        phrase = f"not {phrase}" if negation else phrase
    return phrase, _blank(rest, start, end)


def _sort(rest: str) -> tuple[Sort, bool, str]:
    """What comes first, whether only that is wanted, and the rest."""
    for pattern, value in SORTS:
        if match := pattern.search(rest):
            after = rest[match.end() :]
            only = _ORDERED.match(match[0]) is None and PLURAL_AFTER.match(after) is None
            return value, only, _blank(rest, *match.span())
    return Sort.BEST, False, rest


def _formats(rest: str) -> tuple[tuple[Format, ...], str]:
    found: list[Format] = []
    for pattern, value in FORMATS:
        for match in pattern.finditer(rest):
            if _negates(rest[: match.start()]):
                opposite = {Format.OUTDOOR: Format.INDOOR, Format.INDOOR: Format.OUTDOOR}.get(value)
                if opposite is not None:
                    found.append(opposite)
                    rest = _blank(rest, *match.span())
                continue
            if value in _TOPICAL and _one_of_several(rest, *match.span()):
                continue
            found.append(value)
            rest = _blank(rest, *match.span())
    return tuple(dict.fromkeys(found)), rest


def _one_of_several(rest: str, start: int, end: int) -> bool:
    """Whether "talks" is one of the alternatives: "talks or gallery things", "films and talks"."""
    after = re.match(
        r"s? (?:or|oder|and|und|&)(?: (?:a|some|any|maybe))? ([^\W_]+)(?: ([^\W_]+))?", rest[end:]
    )
    before = re.search(r"([^\W_]+) (?:or|oder|and|und|&)(?: (?:a|some|any|maybe))? $", rest[:start])
    beside = [one for match in (after, before) if match for one in match.groups() if one]
    return bool(topics.spot([stem(word) for word in beside]))


def _negates(before: str) -> bool:
    return (
        re.search(
            r"\b(?:no|not|nothing|without|nicht|kein\w*|ohne|except|isn't)(?: \w+)?\s+$", before
        )
        is not None
    )


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + "\0" * (end - start) + text[end:]
