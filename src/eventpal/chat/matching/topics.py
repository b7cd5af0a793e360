"""The topics that a person asks for, and how surely an event is about one.

What an event says of itself is weighed in ``evidence``; here it is held against what was asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from eventpal.chat.matching import evidence, lexicon
from eventpal.chat.matching.lexicon import Phrase
from eventpal.chat.matching.meanings import NONE, Meanings
from eventpal.chat.matching.topic_words import CONCEPTS
from eventpal.chat.words import fold, stems
from eventpal.domain import Event

_AGREED = 0.7
"""What a word in a text is worth where the event is filed under the broader topic."""


_SAME_MEANING, _OTHER_MEANING = 0.88, 0.5
"""From and below this nearness a word in a text stands for the topic, or for something else. Over
seven cities of the exam 60 of 66 texts above the one were of the topic; of the others 49 of 73
whose broader topic is sure, and 10 of 83 whose is not."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What is asked for: a broad topic by its code, or a finer one by its phrases."""

    text: str
    concept: str = ""
    phrases: tuple[Phrase, ...] = ()
    parts: tuple["Topic", ...] = ()
    """Topics that must all hold, for a phrase made of several: "food market"."""
    within: frozenset[str] = frozenset()
    """The broad topics that a finer one belongs to."""
    filed: tuple[Phrase, ...] = ()
    """Names of categories alone that mean it."""
    either: tuple["Topic", ...] = ()
    """Topics of which any will do."""
    doubtful: bool = False
    """It will do only where nothing else does."""
    meaning: str = ""
    """A finer topic in plain English, for comparing what texts mean."""


def topic(text: str) -> Topic:
    """What ``text``, a word or a phrase, asks for."""
    either = lexicon.EITHER.get(tuple(stems(fold(text))), ())
    return Topic(text, either=tuple(map(_one_of, either))) if either else _topic(text)


def _one_of(text: str) -> Topic:
    one = _topic(text.lstrip("?"))
    return replace(one, doubtful=True) if text.startswith("?") else one


def _topic(text: str) -> Topic:
    """The same, where ``text`` stands for one topic."""
    phrase = tuple(stems(fold(text)))
    if named := _called(text, phrase):
        return named
    if len(phrase) > 1 and _says_no_more(phrase):
        return _topic(text.rpartition(" ")[0])
    spans = spot(phrase)
    if spans == [(0, len(phrase))] and len(phrase) > 1:
        each = [_known((word,)) for word in phrase]
        if all(one.concept or one.meaning for one in each):
            return replace(_words(text, phrase), parts=tuple(each))
    if not spans or spans == [(0, len(phrase))]:
        return _words(text, phrase)
    parts: list[Topic] = []
    at = 0
    for start, end in [*spans, (len(phrase), len(phrase))]:
        if at < start:
            parts.append(Topic(" ".join(phrase[at:start]), phrases=(phrase[at:start],)))
        if start < end:
            parts.append(_known(phrase[start:end]))
        at = end
    # "Jazz gig" asks for no more than jazz does.
    held = frozenset[str]().union(*(part.within for part in parts if part.meaning))
    parts = [part for part in parts if part.concept not in held]
    return parts[0] if len(parts) == 1 else Topic(text, phrases=(phrase,), parts=tuple(parts))


def _says_no_more(phrase: Phrase) -> bool:
    """Whether the last word of a phrase only says what is held, or who plays: "jazz session"."""
    spans = spot(phrase)
    if phrase[-1] in _TRAILING and len(spans) > 1:
        return True
    return phrase[-1] in _TRAILING | _PLAYERS and spans == [(0, len(phrase) - 1)]


def _words(text: str, phrase: Phrase) -> Topic:
    return Topic(text, phrases=(phrase,), within=lexicon.broader(phrase), meaning=text)


def _of_kind(text: str, phrase: Phrase) -> Topic:
    kind = lexicon.KINDS[phrase]
    within = lexicon.broader(phrase)
    return Topic(text, phrases=kind.shown, within=within, filed=kind.filed, meaning=kind.meaning)


def _known(phrase: Phrase) -> Topic:
    """A part of a phrase that names a topic."""
    text = " ".join(phrase)
    if phrase in lexicon.EITHER:
        return Topic(text, either=tuple(map(_one_of, lexicon.EITHER[phrase])))
    return _called(text, phrase) or _words(text, phrase)


def _called(text: str, phrase: Phrase) -> Topic | None:
    """The topic that has ``phrase`` for a name."""
    if phrase in lexicon.NAMES:
        return Topic(text, lexicon.NAMES[phrase])
    if phrase in lexicon.KINDS:
        return _of_kind(text, phrase)
    if phrase in lexicon.LOOSELY:
        return Topic(text, lexicon.LOOSELY[phrase])
    return None


def unwanted(text: str) -> Topic:
    """What is not wanted by whoever does not want ``text``: its near relations as well."""
    found = topic(text)
    if found.either:
        return replace(found, either=tuple(one for one in found.either if not one.doubtful))
    kind = lexicon.KINDS.get(tuple(stems(fold(text))))
    if kind is None or not found.meaning:
        return found
    return replace(found, phrases=(*found.phrases, *kind.near))


def literally(text: str) -> Topic:
    """The words of ``text`` and nothing broader."""
    return Topic(text, phrases=(tuple(stems(fold(text))),))


def spot(words: Sequence[str]) -> list[tuple[int, int]]:
    """Where in ``words`` (stems) a name of a known topic stands: from, to (exclusive)."""
    return [(start, end) for start, end, signs in lexicon.scan(words, lexicon.KNOWN) if signs]


def broadly(event: Event, concept: str, meanings: Meanings = NONE) -> float:
    """How surely ``event`` is about a broad topic, by its code, 0 to 1."""
    read = evidence.texts_of(event)
    words = read.weights.get(concept, 0.0)
    if read.under - evidence.ANY_TOPIC:
        return words
    found = meanings.weigh(concept, event.event_id, evidence.shown(event, concept))
    return words if found is None else found


def weight(event: Event, asked: Topic, meanings: Meanings = NONE) -> float:
    """How surely ``event`` is about ``asked``, 0 to 1; ``meanings`` is what it is near to."""
    if asked.either:
        return max(weight(event, one, meanings) for one in asked.either)
    if asked.concept:
        found = broadly(event, asked.concept, meanings)
        return min(found, evidence.DOUBTFUL) if asked.doubtful else found
    return _finely(event, asked, meanings)


def _finely(event: Event, asked: Topic, meanings: Meanings) -> float:
    """The same for a finer topic, or a phrase of several."""
    read = evidence.texts_of(event)
    whole = max((evidence.literal(read, one, asked.within) for one in asked.phrases), default=0.0)
    if whole < evidence.FILED and any(
        evidence.holds(filed, one) for one in asked.filed for filed in read.filed
    ):
        whole = evidence.FILED
    if not whole and not asked.parts:
        return 0.0
    near = None
    if evidence.HINT < whole < evidence.SURE and asked.meaning:
        near = meanings.near(asked.meaning, event.event_id)
    broad = max((broadly(event, one, meanings) for one in asked.within), default=None)
    about = read.under - evidence.ANY_TOPIC
    elsewhere = bool(asked.meaning and asked.within and about) and not about & asked.within
    if near is not None and near >= _SAME_MEANING and (not elsewhere or _sure(broad)):
        return evidence.SURE
    if whole < evidence.FILED and elsewhere:
        whole *= evidence.FILED_ELSEWHERE
    elif evidence.TEXT <= whole < _AGREED and about & asked.within and not read.filed_finer:
        whole = _AGREED
    if asked.parts:
        return max(whole, min(weight(event, part, meanings) for part in asked.parts))
    if near is not None and evidence.HINT < whole <= _AGREED:
        return _told(whole, near, broad)
    return whole


def _sure(weight: float | None) -> bool:
    return weight is not None and weight >= evidence.SURE


def _told(whole: float, near: float, broad: float | None) -> float:
    """The weight of words that stand somewhere in an event whose text means something else.

    ``broad`` is how surely it is about the broader topic, None where there is none.
    """
    if broad is None:
        return min(whole, evidence.DOUBTFUL) if near >= _OTHER_MEANING else 0.0
    if not _sure(broad):
        return 0.0
    return _AGREED if near >= _OTHER_MEANING else evidence.DOUBTFUL


_TRAILING = frozenset(stems("game match session group event meetup show"))
"""What stands behind a finer topic and says no more: "baseball game"."""


_PLAYERS = frozenset(stems("band act artist musician player singer duo trio gig evening night"))
"""Who plays a kind of music, or when: "punk band" asks for punk."""

VOCABULARY: frozenset[str] = frozenset(
    word
    for field in (
        *(field for code in CONCEPTS.values() for field in (code.names, code.parts, code.asked)),
        *lexicon.LISTED,
    )
    for word in fold(field).replace(",", " ").split()
)
"""Every word that names a topic, for mending slips of the keys."""

ASKED: frozenset[str] = frozenset(
    word for concept in CONCEPTS.values() for word in fold(concept.asked).split(", ") if word
) - {"it", "play", "work"}
"""Everyday words that name a topic when they are asked for."""
