"""What an event is about, and whether that is what the person asked for.

Every fact has a weight between 0 and 1 that says how surely it puts the event into the topic: what
the publisher filed it under counts most, then the title, then who holds it, then the description.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from eventpal.chat.topic_words import ALONE, COMPOUNDED, CONCEPTS, FILED_AS, SAME, WIDER
from eventpal.chat.words import fold, stem, stems
from eventpal.domain import Event

Phrase = tuple[str, ...]
"""The stems of a phrase."""

SURE = 0.8
"""From this weight on an event is of a topic beyond doubt."""

LIKELY = 0.55
"""From this weight on it is named where there are not enough that are sure."""

_FILED, _TITLE, _HOST, _TEXT, _HINT = 1.0, 0.9, 0.75, 0.6, 0.5
_FILED_ELSEWHERE = 0.65
"""What else says so counts by so much where the publisher filed the event under other topics."""

_HOST_ALONE = 0.82
"""What the name of the host is worth where title and category leave the finer topic open."""

_TAGGED = 0.7
"""What a tag that the classifier gave is worth."""

_ANY_TOPIC = frozenset(
    {"family", "community", "workshop", "talk", "festival", "market", "language"}
)
"""What an event may be whatever it is about: filed there, it may well be about something else."""

_BESIDE = frozenset({"family", "community", "workshop"})
"""What an event is beside its topic, and not instead of another: "Make & Learn"."""

_EITHER = re.compile(r"&|\+|\b(?:and|und)\b")
_ONE_OF = 0.7
"""What a category of two topics ("Lectures & Books") is worth for each, where nothing tells"
" which."""

_NOT_THAT_ONE = 0.45
"""The same, where the event's own words are of the other topic."""

_APART = 0.82
"""What the words of a phrase are worth that stand in the title and the category together."""

_SEPARATORS = re.compile(r"[/|;,]")


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


@dataclass(frozen=True, slots=True)
class _Sign:
    concept: str
    cue: bool = False
    """It only hints at the concept."""


@dataclass(frozen=True, slots=True)
class _Read:
    """An event's texts as stems, and the weight with which it belongs to each concept."""

    filed: tuple[Phrase, ...]
    title: Phrase
    host: tuple[Phrase, ...]
    text: Phrase
    weights: Mapping[str, float]
    under: frozenset[str]
    """The concepts that its publisher filed it under."""
    fine: bool
    """Its title or category names a finer topic."""


def topic(text: str) -> Topic:  # noqa: PLR0911 - one rule after another
    """What ``text``, a word or a phrase, asks for."""
    phrase = tuple(stems(fold(text)))
    concept = _NAMES.get(phrase, "")
    if concept:
        return Topic(text, concept)
    if phrase in _ALONE:
        return Topic(text, _ALONE[phrase])
    if phrase in _SAME:
        return Topic(text, phrases=_SAME[phrase], within=_within(phrase))
    if len(phrase) > 1 and phrase[-1] in _TRAILING and len(spot(phrase)) > 1:
        return topic(text.rpartition(" ")[0])
    spans = spot(phrase)
    if spans == [(0, len(phrase))] and len(phrase) > 1:
        each = [topic(word) for word in phrase]
        if all(one.concept or one.phrases[0] in _SAME for one in each):
            return Topic(text, phrases=(phrase,), parts=tuple(each), within=_within(phrase))
    if not spans or spans == [(0, len(phrase))]:
        return Topic(text, phrases=(phrase,), within=_within(phrase))
    parts: list[Topic] = []
    at = 0
    for start, end in [*spans, (len(phrase), len(phrase))]:
        if at < start:
            parts.append(Topic(" ".join(phrase[at:start]), phrases=(phrase[at:start],)))
        if start < end:
            known = phrase[start:end]
            name = _NAMES.get(known, "")
            words = () if name else _SAME.get(known, (known,))
            parts.append(Topic(" ".join(known), name, words, within=_within(known)))
        at = end
    return Topic(text, phrases=(phrase,), parts=tuple(parts))


def literally(text: str) -> Topic:
    """The words of ``text`` and nothing broader."""
    return Topic(text, phrases=(tuple(stems(fold(text))),))


def spot(words: Sequence[str]) -> list[tuple[int, int]]:
    """Where in ``words`` (stems) a name of a known topic stands: from, to (exclusive)."""
    return [(start, end) for start, end, signs in _scan(words, _KNOWN) if signs]


def weight(event: Event, asked: Topic, tags: Sequence[str] = ()) -> float:
    """How surely ``event`` is about ``asked``, 0 to 1; ``tags`` are what its text was taken for."""
    found = _weight(event, asked)
    return max(found, _TAGGED) if asked.concept and asked.concept in tags else found


def _weight(event: Event, asked: Topic) -> float:
    read = _read(event.title, event.categories, event.organiser, event.venue, event.description)
    if asked.concept:
        return read.weights.get(asked.concept, 0.0)
    whole = max(
        (_literal(read, phrase, asked.within) for phrase in asked.phrases if phrase), default=0.0
    )
    about = read.under - _ANY_TOPIC
    if whole < _FILED and asked.within and about and not about & asked.within:
        whole *= _FILED_ELSEWHERE
    if not asked.parts:
        return whole
    return max(whole, min(_weight(event, part) for part in asked.parts))


def concepts(event: Event) -> Mapping[str, float]:
    """The broad topics of ``event`` by code, with the weight of each."""
    return _read(
        event.title, event.categories, event.organiser, event.venue, event.description
    ).weights


def _filings(categories: Sequence[str], shown: Mapping[str, float]) -> dict[str, float]:
    """How surely each topic of the categories is the event's; ``shown`` is what its words say.

    A category of two topics holds events of either, so its events' own words tell which.
    """
    found: defaultdict[str, float] = defaultdict(float)
    for category in categories:
        for part in _filed(category):
            signs = [sign.concept for _, _, signs in _scan(part, _FILING) for sign in signs]
            either = set(signs) - _BESIDE if _EITHER.search(fold(category)) else set()
            told = {one for one in either if shown.get(one, 0.0) >= _HINT}
            for concept in signs:
                alone = len(either) < 2 or concept not in either or concept in told
                other = _NOT_THAT_ONE if told else _ONE_OF
                found[concept] = max(found[concept], _FILED if alone else other)
    return found


def _with_compounds(words: Iterable[str]) -> Iterator[str]:
    """Words, and after each German compound the part of it that names a topic."""
    for word in words:
        yield word
        if len(word) > _LONG_WORD:
            yield from (one for one in _COMPOUNDED if word != one and _compounds(word, one))


def _compounds(word: str, part: str) -> bool:
    return word.endswith(part) or (word.startswith(part) and len(part) > len(word) / 3)


def filed_under(categories: Sequence[str]) -> set[str]:
    """The broad topics that names of categories mean."""
    return {
        sign.concept
        for category in categories
        for part in _filed(category)
        for _, _, signs in _scan(part, _FILING)
        for sign in signs
    }


def _within(phrase: Phrase) -> frozenset[str]:
    return frozenset(
        sign.concept for known in (phrase, *_SAME.get(phrase, ())) for sign in _PARTS.get(known, ())
    )


def _literal(read: _Read, phrase: Phrase, within: frozenset[str]) -> float:  # noqa: PLR0911
    if any(_holds(filed, phrase) for filed in read.filed):
        return _FILED
    if _holds(read.title, phrase):
        return _TITLE
    apart = {*read.title, *(stem for one in read.filed for stem in one)}
    if len(phrase) > 1 and apart.issuperset(phrase):
        return _APART
    if _holds(read.text, phrase):
        return _TEXT
    if any(_holds(host, phrase) for host in read.host):
        if read.fine and within:
            return _HINT
        return _HOST_ALONE if within & read.under else _HOST
    return _HINT if len(phrase) > 1 and {*apart, *read.text}.issuperset(phrase) else 0.0


def _holds(words: Phrase, phrase: Phrase) -> bool:
    first, size = phrase[0], len(phrase)
    return any(word == first and words[at : at + size] == phrase for at, word in enumerate(words))


@lru_cache(maxsize=20_000)
def _read(
    title: str, categories: tuple[str, ...], organiser: str, venue: str, description: str
) -> _Read:
    filed = tuple(part for category in categories for part in _filed(category))
    heading = tuple(_with_compounds(stems(fold(title))))
    host = tuple(tuple(stems(fold(name))) for name in (organiser, venue) if name)
    text = tuple(_with_compounds(stems(fold(description[:1500]))))
    weights: defaultdict[str, float] = defaultdict(float)
    under = filed_under(categories)
    fine = any(True for words in (*filed, heading, text) for _ in _scan(words, _FINE))
    share = _FILED_ELSEWHERE if under - _ANY_TOPIC else 1.0
    in_text = _FILED_ELSEWHERE if under else 1.0
    for words, plain, hint in (
        (heading, _TITLE, 0.7),
        *((one, 0.75, 0.0) for one in host),
        (text, _TEXT, 0.0),
    ):
        for sign in _signs(words):
            found = (in_text if words is text else share) * (hint if sign.cue else plain)
            if words in host and sign.concept == "family":
                found *= _FILED_ELSEWHERE
            weights[sign.concept] = max(weights[sign.concept], found)
    hints: defaultdict[str, int] = defaultdict(int)
    for sign in _signs(text):
        hints[sign.concept] += 1
    for concept, count in hints.items():
        if count > 1:
            weights[concept] = max(weights[concept], in_text * (_HINT + 0.05 * min(count, 4)))
    for concept, filing in _filings(categories, weights).items():
        weights[concept] = max(filing, weights[concept] if filing >= _ONE_OF else 0.0)
    if "nightlife" in under:
        weights["music"] = max(weights["music"], _HOST_ALONE)
    return _Read(filed, heading, host, text, dict(weights), frozenset(under), fine)


def _filed(category: str) -> Iterator[Phrase]:
    for part in _SEPARATORS.split(fold(category)):
        if words := tuple(stems(part)):
            yield words


def _signs(words: Sequence[str]) -> Iterator[_Sign]:
    for _, _, signs in _scan(words, _SHOWING):
        yield from signs


_Lexicon = Mapping[str, Sequence[tuple[Phrase, tuple[_Sign, ...]]]]
"""Phrases by their first stem, the longest first."""


def _scan(words: Sequence[str], lexicon: _Lexicon) -> Iterator[tuple[int, int, tuple[_Sign, ...]]]:
    """The phrases of ``lexicon`` in ``words``, the longest at each place: from, to, signs."""
    at = 0
    while at < len(words):
        for phrase, signs in lexicon.get(words[at], ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                yield at, at + len(phrase), signs
                at += len(phrase)
                break
        else:
            at += 1


def _phrases(listed: str) -> Iterator[Phrase]:
    for text in listed.split(","):
        if phrase := tuple(stems(fold(text))):
            yield phrase


def _lexicon(entries: Iterable[tuple[Phrase, _Sign]]) -> _Lexicon:
    signs: defaultdict[Phrase, dict[_Sign, None]] = defaultdict(dict)
    for phrase, sign in entries:
        signs[phrase][sign] = None
    found: defaultdict[str, list[tuple[Phrase, tuple[_Sign, ...]]]] = defaultdict(list)
    for phrase in sorted(signs, key=len, reverse=True):
        found[phrase[0]].append((phrase, tuple(signs[phrase])))
    return dict(found)


def _entries(*fields: str, cue: bool = False) -> Iterator[tuple[Phrase, _Sign]]:
    for code, concept in CONCEPTS.items():
        for field in fields:
            for phrase in _phrases(getattr(concept, field)):
                yield phrase, _Sign(code, cue)


def _grouped(entries: Iterable[tuple[Phrase, _Sign]]) -> dict[Phrase, tuple[_Sign, ...]]:
    """All signs of each phrase; one pass, since this is done while EventPal opens."""
    found: defaultdict[Phrase, list[_Sign]] = defaultdict(list)
    for phrase, sign in entries:
        found[phrase].append(sign)
    return {phrase: tuple(signs) for phrase, signs in found.items()}


_NAMES: Mapping[Phrase, str] = {
    phrase: sign.concept for phrase, sign in reversed(list(_entries("names", "asked")))
}
_SAME: Mapping[Phrase, tuple[Phrase, ...]] = {
    **{asked: tuple(_phrases(found)) for one, found in WIDER.items() for asked in _phrases(one)},
    **{phrase: group for one in SAME for group in [tuple(_phrases(one))] for phrase in group},
}
_ALONE: Mapping[Phrase, str] = {
    phrase: code for code, words in ALONE.items() for phrase in _phrases(words)
}
_COMPOUNDED: tuple[str, ...] = tuple(stem(word) for word in COMPOUNDED.split())
_LONG_WORD = 7
_TRAILING = frozenset(stems("game match session group event meetup show"))
"""What stands behind a finer topic and says no more: "baseball game"."""

_PARTS: Mapping[Phrase, tuple[_Sign, ...]] = _grouped(_entries("parts"))
_FINE = _lexicon(_entries("parts"))
_FILING = _lexicon(
    [
        *_entries("names", "parts", "labels"),
        *((one, _Sign(code)) for code, names in FILED_AS.items() for one in _phrases(names)),
    ]
)
_SHOWING = _lexicon([*_entries("names", "parts"), *_entries("cues", cue=True)])
_KNOWN = _lexicon(
    [
        *_entries("names", "parts", "asked"),
        *((phrase, _Sign("", cue=False)) for phrase in _SAME),
    ]
)
VOCABULARY: frozenset[str] = frozenset(
    word
    for code in CONCEPTS.values()
    for field in (code.names, code.parts, code.asked, *SAME, *WIDER)
    for word in fold(field).replace(",", " ").split()
)
"""Every word that names a topic, for mending slips of the keys."""

ASKED: frozenset[str] = frozenset(
    word for concept in CONCEPTS.values() for word in fold(concept.asked).split(", ") if word
) - {"it", "play", "work"}
"""Everyday words that name a topic when they are asked for."""
