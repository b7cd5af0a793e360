"""What an event's own texts say it is about, and how surely.

Every fact has a weight between 0 and 1: what the publisher filed it under counts most, then the
title, then who holds it, then the description.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from eventpal.chat.matching import lexicon
from eventpal.chat.matching.lexicon import Phrase, Sign
from eventpal.chat.matching.topic_words import COMPOUNDED
from eventpal.chat.words import fold, stem, stems
from eventpal.domain import Event

SURE = 0.8
"""From this weight on an event is of a topic beyond doubt."""

LIKELY = 0.55
"""From this weight on it is named where there are not enough that are sure."""

DOUBTFUL = 0.57
"""What is named only where nothing is sure: a word in a text that is near to nothing else of it."""

FILED, _TITLE, _HOST, TEXT, HINT = 1.0, 0.9, 0.75, 0.6, 0.5

FILED_ELSEWHERE = 0.65
"""What else says so counts by so much where the publisher filed the event under other topics."""

_HOST_ALONE = 0.82
"""What the name of the host is worth where title and category leave the finer topic open."""

_HINTED = 0.7
"""What a word of a title is worth that only hints at a topic."""

ANY_TOPIC = frozenset({"family", "community", "workshop", "talk", "festival", "market", "language"})
"""What an event may be whatever it is about: filed there, it may well be about something else."""

_BODIES = frozenset({"civic", "faith", "business"})
"""Councils, churches and chambers hold events of all kinds: their names say little of a topic."""

_BESIDE = frozenset({"family", "community", "workshop"})
"""What an event is beside its topic, and not instead of another: "Make & Learn"."""

_EITHER = re.compile(r"&|\+|\b(?:and|und)\b")

_ONE_OF = 0.7
"""What a category of two topics ("Lectures & Books") is worth for each, where nothing tells
which."""

_NOT_THAT_ONE = 0.45
"""The same, where the event's own words are of the other topic."""

_APART = 0.82
"""What the words of a phrase are worth that stand in the title and the category together."""

_SEPARATORS = re.compile(r"[/|;,]")


class Shown(NamedTuple):
    """Which of an event's own words speak of a broad topic: 1 or 0, or what each is worth."""

    filed: float = 0.0
    """It is filed under it."""
    elsewhere: float = 0.0
    """It is filed under other names alone."""
    title: float = 0.0
    title_hints: float = 0.0
    text: float = 0.0
    text_hints: float = 0.0
    organiser: float = 0.0
    venue: float = 0.0


@dataclass(frozen=True, slots=True)
class Texts:
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
    shown: Mapping[str, Shown]
    """Of each broad topic that any of its words speaks of."""
    categories: bool
    """It is filed under something."""


def texts_of(event: Event) -> Texts:
    """The texts of ``event`` as stems, kept for the next time."""
    return _texts(event.title, event.categories, event.organiser, event.venue, event.description)


def concepts(event: Event) -> Mapping[str, float]:
    """The broad topics of ``event`` by code, with the weight of each."""
    return texts_of(event).weights


def shown(event: Event, concept: str) -> Shown:
    """Which words of ``event`` speak of a broad topic, by its code."""
    read = texts_of(event)
    return read.shown.get(concept) or Shown(elsewhere=read.categories)


def _shown(
    categories: Sequence[str], heading: Phrase, organiser: Phrase, venue: Phrase, text: Phrase
) -> dict[str, Shown]:
    filings = _filings(categories, {})
    told = {
        where: {(sign.concept, sign.cue) for sign in _signs(words)}
        for where, words in (
            ("title", heading), ("text", text), ("organiser", organiser), ("venue", venue)
        )
    }  # fmt: skip
    every = {concept for found in told.values() for concept, _ in found} | filings.keys()

    def says(where: str, concept: str) -> bool:
        return not told[where].isdisjoint({(concept, False), (concept, True)})

    return {
        one: Shown(
            filed=filings.get(one, 0.0) >= FILED,
            elsewhere=bool(categories) and one not in filings,
            title=(one, False) in told["title"],
            title_hints=(one, False) not in told["title"] and (one, True) in told["title"],
            text=(one, False) in told["text"],
            text_hints=(one, False) not in told["text"] and (one, True) in told["text"],
            organiser=says("organiser", one),
            venue=says("venue", one),
        )
        for one in every
    }


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
            told = {one for one in either if shown.get(one, 0.0) >= HINT}
            if part in _STAGE and shown.get("theatre", 0.0) < HINT:
                played = [one for one in _PLAYED if shown.get(one, 0.0) >= _MENTIONED]
                signs = played if "comedy" in played else [*signs, *played]
            for concept in signs:
                alone = len(either) < 2 or concept not in either or concept in told
                other = _NOT_THAT_ONE if told else _ONE_OF
                found[concept] = max(found[concept], FILED if alone else other)
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


def literal(read: Texts, phrase: Phrase, within: frozenset[str]) -> float:  # noqa: PLR0911 - one place after another
    """How surely ``phrase`` is said of the event itself; ``within`` are its broader topics."""
    if not read.words.issuperset(phrase):
        return 0.0
    if any(holds(filed, phrase) for filed in read.filed):
        return FILED
    if holds(read.title, phrase):
        return _TITLE
    apart = {*read.title, *(stem for one in read.filed for stem in one)}
    if len(phrase) > 1 and apart.issuperset(phrase):
        return _APART
    if holds(read.text, phrase):
        return TEXT
    if any(holds(host, phrase) for host in read.host):
        if read.fine and within:
            return HINT
        return _HOST_ALONE if within & read.under else _HOST
    return HINT if len(phrase) > 1 and {*apart, *read.text}.issuperset(phrase) else 0.0


def holds(words: Phrase, phrase: Phrase) -> bool:
    """Whether ``phrase`` stands in ``words``."""
    first, size = phrase[0], len(phrase)
    return any(word == first and words[at : at + size] == phrase for at, word in enumerate(words))


@lru_cache(maxsize=20_000)
def _texts(
    title: str, categories: tuple[str, ...], organiser: str, venue: str, description: str
) -> Texts:
    filed = tuple(part for category in categories for part in _filed(category))
    heading = tuple(_with_compounds(stems(lexicon.telling(fold(title)))))
    host = tuple(tuple(stems(fold(name))) for name in (organiser, venue) if name)
    text = tuple(_with_compounds(stems(lexicon.telling(fold(description[:1500])))))
    weights: defaultdict[str, float] = defaultdict(float)
    under = filed_under(categories)
    fine = any(True for words in (*filed, heading, text) for _ in lexicon.scan(words, lexicon.FINE))
    share = FILED_ELSEWHERE if under - ANY_TOPIC else 1.0
    in_text = FILED_ELSEWHERE if under else 1.0
    for words, plain, hint in (
        (heading, _TITLE, _HINTED),
        *((one, _HOST, 0.0) for one in host),
        (text, TEXT, 0.0),
    ):
        for sign in _signs(words):
            found = (in_text if words is text else share) * (hint if sign.cue else plain)
            if words in host and sign.concept == "family":
                found *= FILED_ELSEWHERE
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
    return Texts(
        filed=filed,
        title=heading,
        host=host,
        text=text,
        weights=dict(weights),
        under=frozenset(under),
        fine=fine,
        filed_finer=finer,
        words=every,
        shown=_shown(
            categories, heading, tuple(stems(fold(organiser))), tuple(stems(fold(venue))), text
        ),
        categories=bool(categories),
    )


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
        if hints.get(concept) and not set(under) - ANY_TOPIC:
            weights[concept] = max(weights[concept], _HOST_ALONE)
        elif weights[concept] <= _HOST and (others - ANY_TOPIC or (others and concept in _BODIES)):
            weights[concept] *= FILED_ELSEWHERE
    for sign in heading:
        # "Purl Jam" is no music: a word of several senses, and all else is of something else.
        borne_out = hints.get(sign.concept) or sign.concept in under
        others = (often | set(under)) - ANY_TOPIC - {sign.concept}
        if sign.cue and not borne_out and others and weights[sign.concept] <= _HINTED:
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
