"""The words of topics, ready for looking up: the broad ones and ``resources/topics.txt``.

Words are compared by their stems, so a phrase is a tuple of stems here.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from eventpal import paths
from eventpal.chat.matching.topic_words import ALONE, CONCEPTS, FILED_AS
from eventpal.chat.words import fold, stems

Phrase = tuple[str, ...]
"""The stems of a phrase."""


@dataclass(frozen=True, slots=True)
class Sign:
    """What a phrase in an event's texts says."""

    concept: str
    cue: bool = False
    """It only hints at the concept."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A finer topic."""

    meaning: str
    """Its plainest English names; nothing where it is whom an event is for, which texts that mean
    other things say in a word."""
    names: tuple[Phrase, ...]
    """It is asked for by each of these."""
    shown: tuple[Phrase, ...]
    """It is seen by each of these, anywhere in an event."""
    filed: tuple[Phrase, ...]
    """It is seen by each of these as the name of a category."""
    near: tuple[Phrase, ...]
    """Who does not want the kind does not want these."""
    within: frozenset[str]
    """The broad topics it belongs to."""


Lexicon = Mapping[str, Sequence[tuple[Phrase, tuple[Sign, ...]]]]
"""Phrases by their first stem, the longest first."""


def scan(words: Sequence[str], lexicon: Lexicon) -> Iterator[tuple[int, int, tuple[Sign, ...]]]:
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


def phrases(listed: str) -> Iterator[Phrase]:
    """The phrases of a list with commas."""
    for text in listed.split(","):
        if phrase := _phrase(text.strip()):
            yield phrase


@cache
def _phrase(text: str) -> Phrase:
    return tuple(stems(fold(text)))


def telling(folded: str) -> str:
    """``folded`` without the phrases whose words would tell of a topic and do not."""
    return _MISLEADING.sub(" ; ", folded)


def _sections() -> dict[str, list[str]]:
    """The lines of each section of the file, those that go on put together."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    lines = found[""]
    text = (paths.resources() / "topics.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("["):
            lines = found[line.strip("[]")]
        elif line.startswith(" "):
            lines[-1] += line
        elif line and not line.startswith("#"):
            lines.append(line)
    return dict(found)


def _kind(line: str, within: str) -> Kind:
    names, shown, near = (*line.split("|"), "", "")[:3]
    both = [one.strip() for one in f"{names},{shown}".split(",")]
    return Kind(
        "" if within == "community" else _meaning(names),
        tuple(dict.fromkeys(phrases(names))),
        tuple(dict.fromkeys(phrases(",".join(one for one in both if one[:1] not in "#?")))),
        tuple(dict.fromkeys(phrases(",".join(one for one in both if one[:1] == "#")))),
        tuple(phrases(near)),
        frozenset(within.split()),
    )


def _meaning(names: str) -> str:
    return ", ".join(one.strip(" #?") for one in names.split(",")[:_MEANT])


def _kinds(sections: Mapping[str, Sequence[str]]) -> Iterator[Kind]:
    for heading, lines in sections.items():
        if heading not in _OTHER:
            yield from (_kind(line, heading) for line in lines)
    taught = " ".join(sections["taught"]).split(",")
    for line in sections["tongues"]:
        names = [line]
        for tongue in line.split(","):
            names += [f"{tongue} {one}" for one in (*taught, "sprechen", "lernen")]
            names += [f"{one} {tongue}" for one in ("learn", "speak", "practise", "practice")]
        yield _kind(",".join(names), "language")


_MEANT = 3
_OTHER = frozenset({"", "either", "misleading", "tongues", "taught"})
_SECTIONS = _sections()
_MISLEADING = re.compile("|".join(_SECTIONS["misleading"]))
_EVERY = tuple(_kinds(_SECTIONS))
KINDS: Mapping[Phrase, Kind] = {phrase: kind for kind in _EVERY for phrase in kind.names}
"""Finer topics by each of their names."""

LISTED: tuple[str, ...] = tuple(
    re.sub(r"[|#?:]", ",", line)
    for heading, lines in _SECTIONS.items()
    if heading not in _OTHER - {"either"}
    for line in lines
)
"""The lines of finer topics as lists of words."""

EITHER: Mapping[Phrase, tuple[str, ...]] = {
    phrase: tuple(one.strip() for one in found.split(","))
    for line in _SECTIONS["either"]
    for names, _, found in [line.partition(":")]
    for phrase in phrases(names)
}
"""The topics that are meant by words that hold several."""


def _lexicon(entries: Iterable[tuple[Phrase, Sign]]) -> Lexicon:
    signs: defaultdict[Phrase, dict[Sign, None]] = defaultdict(dict)
    for phrase, sign in entries:
        signs[phrase][sign] = None
    found: defaultdict[str, list[tuple[Phrase, tuple[Sign, ...]]]] = defaultdict(list)
    for phrase in sorted(signs, key=len, reverse=True):
        found[phrase[0]].append((phrase, tuple(signs[phrase])))
    return dict(found)


def _entries(*fields: str, cue: bool = False) -> Iterator[tuple[Phrase, Sign]]:
    for code, concept in CONCEPTS.items():
        for field in fields:
            for phrase in phrases(getattr(concept, field)):
                yield phrase, Sign(code, cue)


def _finer() -> Iterator[tuple[Phrase, Sign]]:
    """Names of finer topics: a single word that means more than one thing only hints."""
    for kind in _EVERY:
        for phrase in set(kind.names).intersection(kind.shown):
            for code in sorted(kind.within):
                yield phrase, Sign(code, cue=len(phrase) == 1)


def _finer_filed() -> Iterator[tuple[Phrase, Sign]]:
    for kind in _EVERY:
        for phrase in (*kind.names, *kind.filed):
            yield from ((phrase, Sign(code)) for code in sorted(kind.within))


def _asked(*fields: str) -> Mapping[Phrase, str]:
    return {phrase: sign.concept for phrase, sign in reversed(list(_entries(*fields)))}


NAMES = _asked("names")
"""Broad topics by what they are called."""

LOOSELY: Mapping[Phrase, str] = {
    **_asked("asked"),
    **{phrase: code for code, words in ALONE.items() for phrase in phrases(words)},
}
"""Broad topics by words that name them where no finer one is called so."""

FINE = _lexicon([*_entries("parts"), *_finer()])
"""What shows that an event's finer topic is told."""

FILING = _lexicon(
    [
        *_entries("names", "parts", "labels"),
        *_finer_filed(),
        *((one, Sign(code)) for code, names in FILED_AS.items() for one in phrases(names)),
    ]
)
SHOWING = _lexicon([*_entries("names", "parts"), *_finer(), *_entries("cues", cue=True)])
KNOWN = _lexicon(
    [
        *_entries("names", "parts", "asked"),
        *((phrase, Sign("")) for phrase in (*KINDS, *EITHER)),
    ]
)


def _under() -> Mapping[Phrase, frozenset[str]]:
    found: defaultdict[Phrase, set[str]] = defaultdict(set)
    for phrase, sign in _entries("parts"):
        found[phrase].add(sign.concept)
    for kind in KINDS.values():
        for phrase in kind.names:
            found[phrase] |= kind.within
    return {phrase: frozenset(broad) for phrase, broad in found.items()}


_UNDER = _under()


def broader(phrase: Phrase) -> frozenset[str]:
    """The broad topics that a finer one belongs to."""
    return _UNDER.get(phrase, frozenset())
