"""What an event is about, and whether that is what the person asked for.

Every fact has a weight between 0 and 1 that says how surely it puts the event into the topic: what
the publisher filed it under counts most, then the title, then who holds it, then the description.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from eventpal.chat import lexicon
from eventpal.chat.lexicon import Phrase, Sign
from eventpal.chat.meanings import NONE, Meanings
from eventpal.chat.topic_words import COMPOUNDED, CONCEPTS
from eventpal.chat.words import fold, stem, stems
from eventpal.domain import Event

SURE = 0.8
"""From this weight on an event is of a topic beyond doubt."""

LIKELY = 0.55
"""From this weight on it is named where there are not enough that are sure."""

DOUBTFUL = 0.57
"""What is named only where nothing is sure: a word in a text that is near to nothing else of it."""

_FILED, _TITLE, _HOST, _TEXT, _HINT = 1.0, 0.9, 0.75, 0.6, 0.5
_FILED_ELSEWHERE = 0.65
"""What else says so counts by so much where the publisher filed the event under other topics."""

_AGREED = 0.7
"""What a word in a text is worth where the event is filed under the broader topic."""

_HOST_ALONE = 0.82
"""What the name of the host is worth where title and category leave the finer topic open."""

_TAGGED = 0.7
"""What a tag that the classifier gave is worth."""

_ANY_TOPIC = frozenset(
    {"family", "community", "workshop", "talk", "festival", "market", "language"}
)
"""What an event may be whatever it is about: filed there, it may well be about something else."""

_BODIES = frozenset({"civic", "faith", "business"})
"""Councils, churches and chambers hold events of all kinds: their names say little of a topic."""

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

_SAME_MEANING, _OTHER_MEANING = 0.88, 0.5
"""From and below this nearness a word in a text stands for the topic, or for something else. Over
five cities of the exam 36 of 42 texts above the one were of the topic, and 3 of 11 below the other;
between the two 17 of 38."""

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
    filed: tuple[Phrase, ...] = ()
    """Names of categories alone that mean it."""
    either: tuple["Topic", ...] = ()
    """Topics of which any will do."""
    doubtful: bool = False
    """It will do only where nothing else does."""
    meaning: str = ""
    """A finer topic in plain English, for comparing what texts mean."""


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
    filed_finer: bool
    """One of its categories is a finer topic."""
    words: frozenset[str]
    """Every stem of its texts."""


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
    if len(phrase) > 1 and phrase[-1] in _TRAILING and len(spot(phrase)) > 1:
        return _topic(text.rpartition(" ")[0])
    if len(phrase) > 1 and phrase[-1] in _PLAYERS and spot(phrase) == [(0, len(phrase) - 1)]:
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


def weight(
    event: Event, asked: Topic, tags: Sequence[str] = (), meanings: Meanings = NONE
) -> float:
    """How surely ``event`` is about ``asked``, 0 to 1.

    ``tags`` are what its text was taken for, ``meanings`` what it is near to.
    """
    found = _weight(event, asked, meanings)
    if not asked.concept or asked.concept not in tags:
        return found
    # The classifier is right in three of four: the event's own words say more than it.
    other = any(
        value >= _TAGGED and one not in _ANY_TOPIC
        for one, value in concepts(event).items()
        if one != asked.concept
    )
    return max(found, DOUBTFUL if other else _TAGGED)


def _weight(event: Event, asked: Topic, meanings: Meanings) -> float:
    if asked.either:
        return max(_weight(event, one, meanings) for one in asked.either)
    read = _read(event.title, event.categories, event.organiser, event.venue, event.description)
    if asked.concept:
        found = read.weights.get(asked.concept, 0.0)
        return min(found, DOUBTFUL) if asked.doubtful else found
    whole = max((_literal(read, one, asked.within) for one in asked.phrases), default=0.0)
    if whole < _FILED and any(_holds(filed, one) for one in asked.filed for filed in read.filed):
        whole = _FILED
    about = read.under - _ANY_TOPIC
    if whole < _FILED and asked.within and about and not about & asked.within:
        whole *= _FILED_ELSEWHERE
    elif _TEXT <= whole < _AGREED and about & asked.within and not read.filed_finer:
        whole = _AGREED
    if asked.parts:
        return max(whole, min(_weight(event, part, meanings) for part in asked.parts))
    if _HINT < whole < SURE and asked.meaning:
        near = meanings.near(asked.meaning, event.event_id)
        return whole if near is None else _told(whole, near)
    return whole


def _told(whole: float, near: float) -> float:
    """The weight of words that stand somewhere in an event, by whether its text means the same."""
    if near >= _SAME_MEANING:
        return SURE
    if whole >= _AGREED:
        return whole
    return min(whole, DOUBTFUL) if near >= _OTHER_MEANING else 0.0


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
            signs = [
                sign.concept for _, _, signs in lexicon.scan(part, lexicon.FILING) for sign in signs
            ]
            either = set(signs) - _BESIDE if _EITHER.search(fold(category)) else set()
            told = {one for one in either if shown.get(one, 0.0) >= _HINT}
            if part in _STAGE and shown.get("theatre", 0.0) < _HINT:
                played = [one for one in _PLAYED if shown.get(one, 0.0) >= _MENTIONED]
                signs = played if "comedy" in played else [*signs, *played]
            for concept in signs:
                alone = len(either) < 2 or concept not in either or concept in told
                other = _NOT_THAT_ONE if told else _ONE_OF
                found[concept] = max(found[concept], _FILED if alone else other)
    return found


_STAGE = frozenset(tuple(stems(one)) for one in ("stage", "on stage", "performing arts", "shows"))
_PLAYED = ("comedy", "dance")
_MENTIONED = 0.35
"""What stands under "Stage" as well: the event's own words tell, and dance is theatre, too."""


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
        for _, _, signs in lexicon.scan(part, lexicon.FILING)
        for sign in signs
    }


def _literal(read: _Read, phrase: Phrase, within: frozenset[str]) -> float:  # noqa: PLR0911
    if not read.words.issuperset(phrase):
        return 0.0
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
    heading = tuple(_with_compounds(stems(lexicon.telling(fold(title)))))
    host = tuple(tuple(stems(fold(name))) for name in (organiser, venue) if name)
    text = tuple(_with_compounds(stems(lexicon.telling(fold(description[:1500])))))
    weights: defaultdict[str, float] = defaultdict(float)
    under = filed_under(categories)
    fine = any(True for words in (*filed, heading, text) for _ in lexicon.scan(words, lexicon.FINE))
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
    _bear_out(
        weights, [*_signs(heading)], {s.concept for one in host for s in _signs(one)}, hints, under
    )
    for concept, filing in _filings(categories, weights).items():
        weights[concept] = max(filing, weights[concept] if filing >= _ONE_OF else 0.0)
    if "nightlife" in under:
        weights["music"] = max(weights["music"], _HOST_ALONE)
    every = frozenset(word for part in (*filed, heading, *host, text) for word in part)
    finer = any(one in lexicon.KINDS for one in filed)
    return _Read(filed, heading, host, text, dict(weights), frozenset(under), fine, finer, every)


def _bear_out(
    weights: dict[str, float],
    heading: Sequence[Sign],
    hosts: Iterable[str],
    hints: Mapping[str, int],
    under: Collection[str],
) -> None:
    """Weigh anew what only the host's name, or one word of the title, says of an event.

    ``hints`` counts the signs of each concept in the text.
    """
    shown = {sign.concept for sign in heading}
    often = {one for one, count in hints.items() if count > 1}
    for concept in set(hosts) - shown - set(under):
        others = (shown | often | set(under)) - {concept}
        if hints.get(concept) and not set(under) - _ANY_TOPIC:
            weights[concept] = max(weights[concept], _HOST_ALONE)
        elif weights[concept] <= _HOST and (others - _ANY_TOPIC or (others and concept in _BODIES)):
            weights[concept] *= _FILED_ELSEWHERE
    for sign in heading:
        # "Purl Jam" is no music: a word of several senses, and all else is of something else.
        borne_out = hints.get(sign.concept) or sign.concept in under
        others = (often | set(under)) - _ANY_TOPIC - {sign.concept}
        if sign.cue and not borne_out and others and weights[sign.concept] <= _TAGGED:
            weights[sign.concept] = min(weights[sign.concept], DOUBTFUL)


def _filed(category: str) -> Iterator[Phrase]:
    for part in _SEPARATORS.split(fold(category)):
        if words := tuple(stems(part)):
            yield words


def _signs(words: Sequence[str]) -> Iterator[Sign]:
    for _, _, signs in lexicon.scan(words, lexicon.SHOWING):
        yield from signs


_COMPOUNDED: tuple[str, ...] = tuple(stem(word) for word in COMPOUNDED.split())
_LONG_WORD = 7
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
