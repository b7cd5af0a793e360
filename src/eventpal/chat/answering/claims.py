"""Whether a sentence that the language model wrote may be shown.

It may where nothing in it is a claim but what its slots hold, which are the database's facts. A
sentence passes only if all of it is known to be harmless: it is made of listed words and of slots
that were offered, each slot stands where it is true, and it is no echo of the message.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from eventpal.chat.answering import warm_words
from eventpal.chat.intent import Act, Intent
from eventpal.chat.words import fold

MOST_WORDS: Final = 28

_SLOT = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SHAPE = re.compile(r"(?:[ ,;:'’()–-]|[^\W\d_])+[.!?]")
"""Words, with the marks that stand between words, to the end of one sentence."""

_OF_THE_FIRST = frozenset({"when", "where", "price", "why"})
_TOLD = frozenset({"when", "where", "price"})
_TURNING = frozenset(
    "after as behind but by end finish for from if into off or out over round than to towards up "
    "while zu nach vor als oder wenn unter zwischen aus schluss danach damit voran".split()
)
"""Beside a time, a place or a price these can make it another one."""

_NEEDS: Final[Mapping[str, str]] = {
    "both": "2", "beide": "2", "beides": "2", "beiden": "2", "two": "2", "second": "2",
    "zweite": "2", "three": "3", "third": "3", "dritte": "3",
}  # fmt: skip
_NAMED = frozenset({"1", "2", "3"})
_WISHED = re.compile(r"(?:\b(?:for|fits?|suits?|zu|für)|:) \{wishes\}", re.IGNORECASE)
"""What was asked for is named after one of these; "I picked jazz" says nothing."""

_REASONED = re.compile(r"(?:: |\()\{why\}")

_SENSELESS = re.compile(r"\(\{count\}|\} (?:is|are|ist|sind) \{[123]\}")

_MORE = frozenset({"more", "mehr", "noch", "another"})
_ONESELF = frozenset("i i'm im i've my me we we're our us".split())
"""Who says one of these can be answered in kind."""

_PARTING = frozenset(
    {
        "have fun",
        "enjoy",
        "have a lovely time",
        "tell me if you'd like something else",
        "which one do you like",
        "viel spass",
        "viel vergnugen",
        "sag bescheid wenn du etwas anderes mochtest",
        "welches gefallt dir",
    }
)
"""What may follow any answer."""

_TELLING = frozenset(
    "i i'm i've there there's we it it's es ich wir da sorry leider schade".split()
)
_DENYING = frozenset("no not never nobody don't doesn't kein keine nicht nie ohne without".split())
"""So begun and with one of these, a sentence says that nothing was found."""

_ECHOED = 4
"""So many of the message's words in a row are an echo."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What an answer's sentences may be about.

    Attributes:
        question: the person's message.
        act: what was done.
        found: how many events the answer names.
        slots: the text of each slot that can be used; none of them is empty.
        german: the language.
        left: how many more fit than are named.
        asked: what was asked for; its words are no small talk.
    """

    question: str
    act: Act
    found: int
    slots: Mapping[str, str]
    german: bool = False
    left: int = 0
    asked: Intent = field(default_factory=Intent)


def fault(sentence: str, offer: Offer) -> str:
    """Why ``sentence`` may not be shown, in a few words; "" where it may."""
    slots = _SLOT.findall(sentence)
    bare = _SLOT.sub("", sentence)
    words = [fold(word) for word in _WORD.findall(bare)]
    if not words:
        return "no words"
    if len(words) > MOST_WORDS or not _SHAPE.fullmatch(bare):
        return "no sentence"
    if set(slots) - set(offer.slots):
        return "a slot that was not offered"
    if not _joined(sentence, slots):
        return "a slot alone"
    return _misplaced(slots, set(words), offer) if slots else _beside(words, offer)


def in_kind(offer: Offer) -> bool:
    """Whether the message tells more than what to look for, and is answered in kind.

    Not in German, of which a model of this size writes too little that makes sense.
    """
    return not offer.german and bool(
        _ONESELF & {fold(one) for one in _WORD.findall(offer.question)}
    )


def filled(sentence: str, offer: Offer) -> str:
    """``sentence`` with its facts."""
    text = _SLOT.sub(lambda slot: offer.slots[slot[1]], sentence)
    return text[:1].upper() + text[1:]


def _joined(sentence: str, slots: list[str]) -> bool:
    """Whether each slot is joined to the words in a way that makes sense of it."""
    return (
        ("wishes" not in slots or bool(_WISHED.search(sentence)))
        and ("why" not in slots or bool(_REASONED.search(sentence)))
        and not _SENSELESS.search(sentence)
    )


def _misplaced(slots: list[str], words: set[str], offer: Offer) -> str:
    """What is wrong with a sentence that has slots."""
    named = [slot for slot in slots if slot in _NAMED]
    unknown = words - warm_words.AROUND[offer.german]
    faults = {
        "a slot twice": len(set(slots)) < len(slots),
        "another order": named != sorted(named),
        "a fact of another event": _OF_THE_FIRST & set(slots) and named != ["1"],
        "a fact turned": _TOLD & set(slots) and words & _TURNING,
        "a wrong count": any(one in words and slot not in slots for one, slot in _NEEDS.items()),
        "more than there is": words & _MORE and offer.act is not Act.MORE and not offer.left,
        f"words: {' '.join(sorted(unknown))}": unknown,
    }
    return next((fault for fault, found in faults.items() if found), "")


def _beside(words: list[str], offer: Offer) -> str:
    """What is wrong with a sentence that only speaks to the person."""
    said = [fold(word) for word in _WORD.findall(offer.question)]
    if not in_kind(offer) and " ".join(words) not in _PARTING:
        return "an answer to nothing"
    asked = " ".join((*offer.asked.topics, *offer.asked.when, offer.asked.where)).split()
    own = (warm_words.SAID[offer.german] & set(said)) - set(asked)
    own |= {word for word, of in warm_words.FOLLOWS.items() if own & set(of)}
    if unknown := set(words) - warm_words.BESIDE[offer.german] - own:
        return f"words: {' '.join(sorted(unknown))}"
    if words[0] in _TELLING and _DENYING & set(words):
        return "a denial"
    text = f" {' '.join(words)} "
    rows = (said[at : at + _ECHOED] for at in range(len(said) - _ECHOED + 1))
    return "an echo" if any(f" {' '.join(row)} " in text for row in rows) else ""
