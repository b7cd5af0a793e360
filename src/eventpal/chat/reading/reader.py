"""Reads in a message what can be found with certainty: the deterministic half of understanding.

Each finding takes its words; what is left over and says something is a topic.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from eventpal.chat.dates import spotting
from eventpal.chat.dates.prepared import prepared
from eventpal.chat.dates.words import MONTHS, NUMBERS, WEEKDAYS
from eventpal.chat.intent import Act, Format, Intent, Sort, Verdict
from eventpal.chat.matching import places, topics
from eventpal.chat.matching.places import Gazetteer
from eventpal.chat.phrases import spelling
from eventpal.chat.phrases.acts import ALL, ASKING, DISLIKED, DROPPED, GERMAN, TALK, TASTE, VERBS
from eventpal.chat.phrases.common import COMMON
from eventpal.chat.phrases.following import (
    AFTER_THAT,
    COMPARED,
    CORRECTED,
    FREED,
    FRESH,
    LEFT,
    NOT_THEN,
    RESET,
    TOO,
)
from eventpal.chat.phrases.rewordings import REWORDED
from eventpal.chat.phrases.wishes import (
    COMPANY,
    FORMATS,
    PRICES,
    SETTINGS,
    SORTS,
    SPELT_MONEY,
)
from eventpal.chat.reading import fields, sentences
from eventpal.chat.reading.follow import Reading, settled
from eventpal.chat.reading.sentences import Told
from eventpal.chat.reading.topics import wished
from eventpal.chat.words import mended, stems

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
    drinnen stream streaming moment toddler toddlers teenager teenagers teenage babies daughter
    nephew niece grandson granddaughter grandchildren grandkids parents workshops
    """.split()
)
_SAID_OFTEN = frozenset(word for word in COMMON if len(word) > 4)
_TABLED = frozenset(
    word
    for table in (PRICES, COMPANY, SETTINGS, FORMATS, SORTS, FREED, REWORDED, VERBS)
    for pattern, *_ in table
    for word in re.findall(r"[^\W\d_]{4,}", re.sub(r"\\[a-zA-Z]", " ", pattern.pattern))
)
"""The words that the tables read: none of them is a slip of another."""

_BUT_NOT = re.compile(r"\b(?:just|only) not\b|\bnur (?:nicht|keine?)\b")
"""Who says what he likes and what of it not now is looking for the rest."""

_MOVED = re.compile(
    r"\b(earlier|sooner|later|fruher|spater)(?: (?:one|ones|on|in the (?:day|evening|morning"
    r"|week)))?\b"
)
_NOT_THERE = re.compile(
    r"\b(?:(?:but |just )?not|nothing|anywhere but|except(?: for)?|(?:other|rather) than"
    r"|(?:apart|aside) from|besides|instead of|excluding|leaving out"
    r"|outside(?: of)?|(?:far )?away|out of|avoid(?:ing)?"
    r"|nicht|ausser(?:halb)?|don't want to go)(?: (?:too |so )?(?:in|at|near|from|of|im|in"
    r" der|von|to))*"
    r"(?: the| der| dem)? $"
)


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
    own = topics.VOCABULARY | _TIME_WORDS | _WISHES
    plain = own | COMMON | _TABLED | NUMBERS.keys()
    spelt = spelling.everyday()
    # Days first, and whatever titles say: a title with "saterday" in it is no reason to take it so.
    whole = mended(prepared(text), _DAY_WORDS, plain, spelt)
    plain |= known.spelt | set(words)
    for vocabulary in (own, words, _SAID_OFTEN):
        whole = mended(whole, vocabulary, plain, spelt)
    for pattern, instead in REWORDED:
        whole = pattern.sub(instead, whole)
    whole = SPELT_MONEY.sub(lambda match: str(NUMBERS[match[0]]), whole)
    whole, began_again, goes_on = _opened(whole) if follows else (whole, False, False)
    follows = follows and not began_again
    if follows:
        whole = _objected(whole, today)
    told = sentences.told(whole)
    parts = told.asking[0]
    freed, rest = fields.freed(whole) if follows else (frozenset(), whole)
    act, verdict, act_said = _act(sentences.only(rest, parts))
    refers, rest = fields.refers(rest, follows)
    every, rest = rest, sentences.present(rest, told)
    company, age, not_for_kids, rest = fields.who(rest)
    count, rest = fields.count(rest, parts)
    price, said = fields.price(sentences.only(rest, parts))
    if price:
        rest = sentences.replaced(rest, said, parts)
    else:
        price, rest = fields.price(rest)
    taste = act is Act.TASTE
    settings, rest = fields.formats(rest, SETTINGS)
    phrases, rest = ((), rest) if taste else _when(rest, told, today, follows=follows)
    if told.of_that:
        rest = sentences.whole_again(rest, every, told)
    levels = [_about(sentences.only(rest, one), known, taste=taste) for one in told.asking]
    # Those who ask "any ideas?" said before what about; those who ask at a place may not.
    placed = not told.of_that and levels[0].where
    sure = [one for one in levels if _is_about(one, told)]
    # "Is there a group for that?" points at words that no table need know.
    told_of = sure or [one for one in levels if one.topics and told.of_that]
    about = levels[0] if placed or not told_of else told_of[0]
    about = _finer(about, levels)
    if about.alone and count is None:
        count = 1
    if TALK.fullmatch(whole.strip(" .!?")):
        about = replace(about, topics=(), excluded=(), leftover=())
    formats = tuple(dict.fromkeys([*settings, *about.formats]))
    excluded = about.excluded
    if not_for_kids:
        excluded = tuple(dict.fromkeys([*excluded, "kids"]))
    intent = Intent(
        act=act,
        topics=about.topics,
        exclude=excluded,
        when=phrases,
        where=about.where,
        price=price,
        company=company,
        age=age,
        format=formats,
        sort=about.sort,
        count=count,
        refers=refers,
        verdict=verdict,
    )
    found = Reading(
        intent,
        about.leftover,
        dropped=bool(DROPPED.search(whole)) and follows,
        all_of_them=bool(ALL.search(whole)),
        german=len(GERMAN.findall(whole)) * 3 >= len(whole.split()),
        act_said=act_said,
        text=whole,
        freed=freed,
        began_again=began_again,
    )
    return settled(found, whole, follows=follows, goes_on=goes_on)


def _opened(whole: str) -> tuple[str, bool, bool]:
    """A message that follows without its opening, whether it begins again, whether it goes on."""
    if again := RESET.match(whole):
        return whole[again.end() :], True, False
    if left := LEFT.match(whole):
        return whole[left.end() :], False, True
    if corrected := CORRECTED.match(whole):
        return whole[corrected.end() :], False, FRESH.search(whole) is None
    return whole, False, False


def _objected(whole: str, today: date) -> str:
    """``whole`` with what is wrong with the answer before as what is wanted instead."""
    if out := NOT_THEN.search(whole):
        # Where another day is said the one that is out needn't be.
        other = any(one.days for one in spotting.spot(whole[out.end() :], today))
        instead = "" if other else f"not {out[1] or out[2]}"
        whole = whole[: out.start()] + instead + whole[out.end() :]
    return TOO.sub(lambda match: COMPARED[match[1]], whole)


@dataclass(frozen=True, slots=True)
class _About:
    """What the asking parts say of topics, places, order and formats."""

    topics: tuple[str, ...]
    excluded: tuple[str, ...]
    leftover: tuple[str, ...]
    where: str
    sort: Sort
    alone: bool
    formats: tuple[Format, ...]


def _about(rest: str, known: Gazetteer, *, taste: bool) -> _About:
    where, rest = ("", rest) if taste else _where(rest, known)
    sort, alone, rest = fields.sort(rest)
    formats, rest = fields.formats(rest, FORMATS)
    asked, excluded, leftover = wished(rest, known)
    return _About(asked, excluded, leftover, where, sort, alone, formats)


def _finer(about: _About, levels: Sequence[_About]) -> _About:
    """``about`` with what somebody likes for the broad topic that is asked for.

    "They adore classical music. Is there a concert?" asks for classical music.
    """
    broad = {topics.topic(one).concept for one in about.topics}
    if not broad or "" in broad:
        return about
    finer = [
        text
        for text in levels[-1].topics
        if text not in about.topics and topics.topic(text).within & broad
    ]
    return replace(about, topics=tuple(finer)) if finer else about


def _is_about(found: _About, told: Told) -> bool:
    """Whether a topic is found for sure; beside "that" only a word of the tables is one."""
    if told.of_that:
        return any(topics.spot(stems(text)) for text in found.topics)
    return bool(set(found.topics) - set(found.leftover))


def _kind_of_event(one: spotting.Spotted, rest: str, spotted: list[spotting.Spotted]) -> bool:
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
        _BUT_NOT.search(whole)
        or ASKING.search(whole[: taste.start()] + whole[taste.end() :])
        or topics.spot(stems(whole[: taste.start()]))
    ):
        return Act.TASTE, Verdict.DISLIKE if DISLIKED.search(whole) else Verdict.LIKE, True
    return Act.FIND, Verdict.NONE, False


def _times(rest: str, told: Told, today: date) -> list[spotting.Spotted]:
    """The phrases of time; those of what only tells where nothing that asks says a day."""
    parts = told.asking[0]
    found = spotting.spot(rest, today)
    found = [one for one in found if not _kind_of_event(one, rest, found)]
    asked = [one for one in found if any(start <= one.start < end for start, end in parts)]
    if any(one.days for one in asked):
        return asked
    more = [one for one in found if one not in asked and not told.is_past(one.start)]
    # Hours are meant where they stand beside a day: "Saturday night".
    days = [one for one in more if one.days]
    more = [one for one in more if one.days or any(0 <= one.start - day.end < 3 for day in days)]
    return sorted([*asked, *more], key=lambda one: one.start)


def _when(rest: str, told: Told, today: date, *, follows: bool) -> tuple[tuple[str, ...], str]:
    """The phrases of time, those that are told from the answer before among them, and the rest."""
    after = AFTER_THAT.search(rest) if follows else None
    if after:
        rest = fields.blank(rest, *after.span())
    when = _times(rest, told, today)
    phrases = spotting.joined(when, rest)
    for one in when:
        rest = fields.blank(rest, one.start, one.end)
    if after:
        phrases = (f"the {after[1] or after[2] or 'day'} after", *phrases)
    if follows and (moved := _MOVED.search(rest)):
        phrases = (*phrases, "earlier" if moved[1] in {"earlier", "sooner", "fruher"} else "later")
        rest = fields.blank(rest, *moved.span())
    return phrases, rest


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
    return phrase, fields.blank(rest, start, end)
