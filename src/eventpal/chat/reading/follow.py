"""What a message does, from what was found in it, how it goes on from the answer before."""

import re
from dataclasses import dataclass, replace
from typing import Any

from eventpal.chat.dates.words import NUMBERS
from eventpal.chat.intent import Act, Intent, Sort, Verdict
from eventpal.chat.phrases.acts import ASKING, FOLLOWING, IT, MORE, TALK
from eventpal.chat.phrases.following import (
    ABOUT_EVENT,
    ALLOWED,
    ANYTHING,
    BEST_OF,
    COUNTED,
    FRESH,
    INSTEAD,
    NEXT_ONE,
    NONE_OF_THEM,
    OF_THOSE,
    OTHERWISE,
    PICKED,
    RELATED,
    SEEKING,
    SIMILAR,
    THEM,
)
from eventpal.chat.reading.topics import SHORT

_ON_EVENTS = frozenset({Act.RATE, Act.SAVE, Act.EXPLAIN, Act.EXPORT})
_FIRST_IN = (
    ("cheap", Sort.CHEAPEST), ("least", Sort.CHEAPEST), ("gunstig", Sort.CHEAPEST),
    ("billig", Sort.CHEAPEST), ("wenig", Sort.CHEAPEST), ("near", Sort.NEAREST),
    ("clos", Sort.NEAREST), ("nah", Sort.NEAREST), ("nachst", Sort.NEAREST),
)  # fmt: skip


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
    freed: frozenset[str] = frozenset()
    """Names of the intent's fields that no longer matter: "any day", "it needn't be free"."""
    began_again: bool = False
    """What was asked before is over: "new search"."""
    allowed: bool = False
    """The topics are those that are wanted again after all: "sport is fine"."""
    similar: bool = False
    """Events like those referred to are wanted."""
    instead: bool = False
    """What it is about takes the place of what it was about: "what about workshops?"."""
    best_of: Sort | None = None
    """Of the events referred to only the first in this is meant: "the cheaper of the two"."""


def settled(  # noqa: PLR0911 - one rule after another
    found: Reading, whole: str, *, follows: bool, goes_on: bool
) -> Reading:
    """The reading with the act that follows from what was found, where none was said.

    Args:
        found: what was found.
        whole: the message.
        follows: something was asked before.
        goes_on: the message left a topic for another.
    """
    found = replace(found, instead=goes_on or INSTEAD.search(whole) is not None)
    intent = found.intent
    if found.dropped and not intent.refers and NONE_OF_THEM.search(whole):
        return _done(found, Act.REFINE if _asks(intent) else Act.MORE)
    if found.dropped and (intent.refers or IT.search(whole)):
        return _done(found, Act.REFINE, refers=intent.refers or (0,), verdict=Verdict.NONE)
    if follows and (spoken := _of_shown(found, whole)):
        return spoken
    if found.act_said and intent.act is not Act.FIND:
        if intent.act is Act.COMPARE and follows and not intent.refers:
            places = tuple(int(one) for one in re.findall(r"(?<![\w.:])([1-9])(?![\w.:])", whole))
            return _done(found, Act.COMPARE, refers=places)
        if follows and intent.act in _ON_EVENTS and not intent.refers:
            return _done(found, intent.act, refers=(0,))
        return found
    if follows and (going_on := _going_on(found, whole, goes_on=goes_on)):
        return going_on
    if found.began_again and not whole.strip():
        return _done(found, Act.TALK)
    if MORE.search(whole):
        act = Act.REFINE if _asks(intent) and follows else Act.MORE if follows else Act.FIND
        return _done(found, act)
    if TALK.match(whole) and not _asks(intent) and len(whole.split()) <= SHORT + 2:
        return _done(found, Act.TALK)
    replaced = found.instead and bool(intent.topics or intent.format)
    if follows and (replaced or FOLLOWING.search(whole) or _only_wishes(found, whole)):
        return _done(found, Act.REFINE)
    if follows and intent.exclude and not intent.topics and not intent.when:
        return _done(found, Act.REFINE)
    return found


def _done(found: Reading, act: Act, **changes: Any) -> Reading:
    return replace(found, intent=replace(found.intent, act=act, **changes), act_said=True)


def _of_shown(found: Reading, whole: str) -> Reading | None:  # noqa: PLR0911 - as above
    """What is asked of the events shown: which is first in something, what one is like."""
    intent = found.intent
    if found.freed or (intent.topics and not (intent.refers or SIMILAR.search(whole))):
        return None
    if (best := BEST_OF.search(whole)) and not intent.when:
        said = best[1] or best[2] or best[3]
        sort = next((one for start, one in _FIRST_IN if said.startswith(start)), Sort.SOONEST)
        return replace(_done(found, Act.EXPLAIN), best_of=sort)
    if PICKED.search(whole) and not intent.when:
        return _done(found, Act.COMPARE)
    if SIMILAR.search(whole) and not found.act_said:
        return replace(_done(found, Act.REFINE, refers=intent.refers or (0,)), similar=True)
    if found.act_said or intent.topics or intent.when:
        return None
    if intent.refers and not RELATED.search(whole):
        return _done(found, Act.EXPLAIN)
    if not (intent.where or intent.refers or FRESH.search(whole)) and ABOUT_EVENT.search(whole):
        return _done(found, Act.EXPLAIN, refers=(0,))
    return None


def _going_on(found: Reading, whole: str, *, goes_on: bool) -> Reading | None:
    """What changes the wish before: how many, what no longer matters, what is fine after all."""
    if counted := COUNTED.match(whole):
        number = int(counted[1]) if counted[1].isdecimal() else NUMBERS[counted[1]]
        return _done(found, Act.REFINE, count=number or None, topics=(), age=None)
    if (allowed := ALLOWED.match(whole)) and found.intent.topics:
        return replace(_done(found, Act.REFINE, topics=(allowed[1],)), allowed=True)
    if NEXT_ONE.search(whole):
        return _done(found, Act.REFINE, topics=(), sort=Sort.SOONEST, count=1)
    if not found.intent.exclude and OTHERWISE.match(whole) and not _asks(found.intent):
        return _done(found, Act.MORE)
    if found.freed or goes_on or (OF_THOSE.match(whole) and not MORE.search(whole)):
        return _done(found, Act.REFINE)
    return None


def _asks(intent: Intent) -> bool:
    return bool(
        intent.topics or intent.when or intent.where or intent.price or intent.company
        or intent.format or intent.sort is not Sort.BEST or intent.exclude
    )  # fmt: skip


def _only_wishes(found: Reading, whole: str) -> bool:
    """Wishes that say how, and not what: "free", "on Sunday?", "I forgot, she's only three"."""
    intent = found.intent
    if intent.topics:
        return False
    if intent.price == "cheaper" or re.search(r"\b(?:closer|nearer|naher)\b", whole):
        return True
    if intent.when and intent.when[-1] in {"earlier", "later"}:
        return True
    wishes = (
        intent.when or intent.price or intent.company or intent.format or intent.where
        or intent.age is not None or intent.sort is not Sort.BEST
    )  # fmt: skip
    # "It should be close to my place" states what "what can we do near us?" asks anew.
    states = not (whole.rstrip().endswith("?") or ASKING.search(whole) or SEEKING.search(whole))
    if wishes and not intent.when and ANYTHING.search(whole):
        return True
    states = states or THEM.search(whole) is not None
    short = len(whole.split()) <= SHORT or re.match(r".*\b(?:said|mention|forgot|add)", whole)
    return bool(wishes and (short or states)) and not FRESH.search(whole)
