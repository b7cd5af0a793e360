"""Reads in a message what can be found with certainty: the deterministic half of understanding.

Each finding takes its words; what is left over and says something is a topic.
"""

import re
from collections.abc import Collection, Sequence
from datetime import date

from eventpal.chat import dates, places, topics
from eventpal.chat import reader_fields as fields
from eventpal.chat import reader_sentences as sentences
from eventpal.chat.act_words import ALL, ASKING, DISLIKED, DROPPED, GERMAN, TASTE, VERBS
from eventpal.chat.common_words import COMMON
from eventpal.chat.date_prepared import prepared
from eventpal.chat.date_words import MONTHS, NUMBERS, WEEKDAYS
from eventpal.chat.follow_words import FREED, LEFT, RESET
from eventpal.chat.intent import Act, Intent, Verdict
from eventpal.chat.places import Gazetteer
from eventpal.chat.reader_follow import Reading, settled
from eventpal.chat.reader_topics import wished
from eventpal.chat.reader_words import (
    COMPANY,
    FORMATS,
    PRICES,
    REWORDED,
    SETTINGS,
    SORTS,
    SPELT_MONEY,
)
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
    drinnen stream streaming
    """.split()
)
_TABLED = frozenset(
    word
    for table in (PRICES, COMPANY, SETTINGS, FORMATS, SORTS, FREED, REWORDED)
    for pattern, *_ in table
    for word in re.findall(r"[^\W\d_]{4,}", re.sub(r"\\[a-zA-Z]", " ", pattern.pattern))
)
"""The words that the tables read: none of them is a slip of another."""

_MOVED = re.compile(
    r"\b(earlier|sooner|later|fruher|spater)(?: (?:one|ones|on|in the (?:day|evening|morning"
    r"|week)))?\b"
)
_NOT_THERE = re.compile(
    r"\b(?:(?:but |just )?not|nothing|anywhere but|except|outside(?: of)?|(?:far )?away|out"
    r" of|avoid(?:ing)?"
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
    vocabulary = topics.VOCABULARY | _TIME_WORDS | _WISHES | set(words)
    plain = COMMON | _TABLED | NUMBERS.keys()
    # Days first, and whatever titles say: a title with "saterday" in it is no reason to take it so.
    whole = mended(prepared(text), _DAY_WORDS, topics.VOCABULARY | plain | _WISHES)
    whole = mended(whole, vocabulary, plain | vocabulary | known.spelt)
    for pattern, instead in REWORDED:
        whole = pattern.sub(instead, whole)
    whole = SPELT_MONEY.sub(lambda match: str(NUMBERS[match[0]]), whole)
    began_again = RESET.match(whole) if follows else None
    left = LEFT.match(whole) if follows else None
    if gone := began_again or left:
        whole, follows = whole[gone.end() :], began_again is None
    parts = sentences.asking(whole)
    freed, rest = fields.freed(whole) if follows else (frozenset(), whole)
    act, verdict, act_said = _act(sentences.only(rest, parts))
    refers, rest = fields.refers(rest, follows)
    company, age, not_for_kids, rest = fields.who(rest)
    count, rest = fields.count(rest, parts)
    price, rest = fields.price(rest)
    taste = act is Act.TASTE
    settings, rest = fields.formats(rest, SETTINGS)
    when = [] if taste else _times(rest, parts, today)
    phrases = dates.joined(when, rest)
    for one in when:
        rest = fields.blank(rest, one.start, one.end)
    if follows and (moved := _MOVED.search(rest)):
        phrases = (*phrases, "earlier" if moved[1] in {"earlier", "sooner", "fruher"} else "later")
        rest = fields.blank(rest, *moved.span())
    # What it is about, where, and in which order is said where they ask.
    told, rest = rest, sentences.only(rest, parts)
    tells = told != rest
    where, rest = ("", rest) if taste else _where(rest, known)
    sort, alone, rest = fields.sort(rest)
    if alone and count is None:
        count = 1
    formats, rest = fields.formats(rest, FORMATS)
    formats = tuple(dict.fromkeys([*settings, *formats]))
    asked, excluded, leftover = wished(rest, known)
    wishes = formats or price or company or where
    if tells and not wishes and set(asked) <= set(leftover):
        # Those who ask "any ideas?" said before what about.
        elsewhere = wished(told, known)[0]
        asked = tuple(one for one in elsewhere if one not in excluded and topics.spot(stems(one)))
        leftover = ()
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
        freed=freed,
        began_again=began_again is not None,
    )
    return settled(found, whole, follows=follows, goes_on=left is not None)


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


def _times(rest: str, parts: Sequence[tuple[int, int]], today: date) -> list[dates.Spotted]:
    """The phrases of time; those of sentences that only tell where the others say no day."""
    found = dates.spot(rest, today)
    found = [one for one in found if not _kind_of_event(one, rest, found)]
    asked = [one for one in found if any(start <= one.start < end for start, end in parts)]
    if any(one.days for one in asked):
        return asked
    told = [
        one
        for one in found
        if one.days and one not in asked and not sentences.past(rest, one.start)
    ]
    return sorted([*asked, *told], key=lambda one: one.start)


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
