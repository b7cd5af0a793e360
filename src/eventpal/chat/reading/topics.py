"""Which of a message's words are topics, wanted or not, once all else was found in it."""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from eventpal.chat.matching import topics
from eventpal.chat.matching.places import Gazetteer
from eventpal.chat.phrases.acts import NEGATORS
from eventpal.chat.phrases.common import COMMON
from eventpal.chat.words import stem

SHORT = 6
"""Up to so many words a message is terse."""

_TOKEN = re.compile(r"\0+|[^\W_]+(?:['&][^\W_]+)*|[,;/+&.!?]")
_JOINERS = frozenset(
    {"and", "or", "und", "oder", ",", "/", "+", ";", "also", "as", "well", "sowie"}
)
_LISTING = re.compile(r"^[^.!?]*,[^.!?]*\b(?:or|nor|and|oder|und|no|not)\b")
"""What a comma goes on with is not wanted either only in a list that ends: "no jazz, rock or"
" pop"."""

DOING = frozenset(
    "sing hear watch play do practise practice eat drink listen attend enjoy visit join".split()
)
"""What one does with a topic that is named behind it: "watch football"."""

_STOPS = frozenset({".", "!", "?", "but", "aber", "please", "bitte", "just", "rather"})
_COMMON_STEMS = frozenset(stem(word) for word in COMMON if len(word) > 3)
_BEFORE_TOPIC = re.compile(
    r"\b(?:any|anything (?:about|with|for|on)|something (?:about|with|on|like)|looking for|(?:is"
    r"|are) there"
    r"|find(?: me)?|show me|into|gibt es|gibt's|suche?|events? (?:about|on|with|for)"
    r"|interested in|try"
    r"|learn|list|recommend)(?: (?:any|a|an|some|the|good|ein|eine|einen|more))*\s*$"
)
_AFTER_TOPIC = re.compile(
    r"\s*(?:events?|lessons?|class(?:es)?|displays?|shows?|nights?|courses?|meetups?|matches"
    r"|tournaments?"
    r"|festivals?|veranstaltung(?:en)?|kurse?|abende?)\b"
)


_WITHIN = re.compile(r" (?:on|in|with|about|of|for|by)(?: (?:the|a|an|some|live))? ")
"""Between two topics that are one: "a film about whales"."""

_OR = re.compile(r"\b(?:or|oder)\b")
_GATHERING = frozenset(
    "meetup meetups group groups gathering session sessions party show shows night thing".split()
)
"""What an event is called beside its topic."""

_WATCHED = "spectator sport"
_WATCHING = re.compile(
    r"\b(?:watch(?:ing)?|see|spectat\w+|cheer(?:ing)?|zuschau\w*|anschau\w*|ansehen|live)\b"
)
_PLAYING = re.compile(
    r"\b(?:take part|taking part|join(?:ing)? in|play(?:ing)?|do|try(?:ing)?|myself|ourselves"
    r"|mitmach\w*|selbst|participat\w+)\b"
)

_WORDS = re.compile(r"[^\W_]+(?:['&][^\W_]+)*")
_TITLED = 3


def wished(rest: str, known: Gazetteer) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """What of the words left over is a topic, what is not wanted, and what no table knows.

    ``rest`` is a prepared message whose findings are blanked out by zeros.
    """
    asked: list[str] = []
    excluded: list[str] = []
    unknown: list[str] = []
    negations = [match.span() for match in NEGATORS.finditer(f"{rest} ")]
    passed: set[str] = set()
    ended = 0
    for found, start in _titled(rest, known) or _groups(rest):
        doing = found[0] in DOING and topics.spot([stem(word) for word in found[1:]])
        words = found[1:] if doing else found
        phrase = " ".join(words)
        if any(_reaches(rest, end, start, passed) for _, end in negations):
            excluded.append(phrase)
            passed.update(words)
            continue
        between, ended = rest[ended:start], start + len(phrase)
        if asked and _WITHIN.fullmatch(between):
            whole = f"{asked.pop()} {phrase}"
            if unknown and whole.startswith(unknown[-1]):
                unknown.pop()
            phrase = whole
        asked.append(phrase)
        if not topics.spot([stem(word) for word in words]) and not _placed(rest, start, phrase):
            unknown.append(phrase)
    if len(asked) > 1 and not _OR.search(rest):
        asked = _narrowest(asked)
    if any(topics.topic(one).concept == "sport" for one in asked):
        # Whoever watches sport and who plays it look for different events.
        if _WATCHING.search(rest):
            asked = [
                _WATCHED if topics.topic(one).concept == "sport" else one
                for one in asked
                if one not in DOING
            ]
        elif _PLAYING.search(rest):
            excluded.append(_WATCHED)
    return tuple(dict.fromkeys(asked)), tuple(dict.fromkeys(excluded)), tuple(unknown)


def _narrowest(asked: Sequence[str]) -> list[str]:
    """Those of several topics that say what: not "meetup" beside "Python"."""
    found = {one: topics.topic(one) for one in asked}
    held = frozenset[str]().union(*(one.within for one in found.values() if one.meaning))
    kept = [
        one
        for one, topic in found.items()
        if topic.concept not in held and not _GATHERING.issuperset(one.split())
    ]
    return kept or list(asked)


def _placed(rest: str, start: int, phrase: str) -> bool:
    """Whether words that no table knows stand where a topic does: "any falconry"."""
    if len([word for word in rest.split() if not word.startswith("\0")]) <= SHORT:
        return True
    return _BEFORE_TOPIC.search(rest[:start].replace("\0", " ")) is not None or bool(
        _AFTER_TOPIC.match(rest[start + len(phrase) :].replace("\0", " "))
    )


def _reaches(rest: str, negator: int, start: int, passed: Collection[str]) -> bool:
    """Whether a negation that ends at ``negator`` is about the words at ``start``."""
    between = [word for word in _TOKEN.findall(rest[negator:start]) if not word.startswith("\0")]
    if start < negator or len(between) > 5 or _STOPS & set(between):
        return False
    if "," in between and not _LISTING.search(rest[negator:]):
        return False
    return all(
        word in _JOINERS or word in COMMON or word in passed or topics.spot([stem(word)])
        for word in between
    )


def _titled(rest: str, known: Gazetteer) -> list[tuple[list[str], int]]:
    """The title of an event that stands whole in the message, and where."""
    words = [(match[0], match.start()) for match in _WORDS.finditer(rest)]
    flat = [stem(re.sub(r"'s?$", "", word)) for word, _ in words]
    for title in known.titles if len(flat) >= _TITLED else ():
        for at in range(len(flat) - len(title) + 1):
            if flat[at] == title[0] and tuple(flat[at : at + len(title)]) == title:
                found = [word for word, _ in words[at : at + len(title)]]
                # A title of everyday words alone must not take them from those who just ask.
                if any(word not in COMMON and not topics.spot([stem(word)]) for word in found):
                    return [(found, words[at][1])]
    return []


def _groups(rest: str) -> list[tuple[list[str], int]]:
    """Runs of words that say something, each with where it starts."""
    tokens = [(match[0], match.start()) for match in _TOKEN.finditer(rest)]
    flat = [
        stem(re.sub(r"'s?$", "", token)) if token[0].isalnum() else token for token, _ in tokens
    ]
    telling = [False] * len(tokens)
    for start, end in topics.spot(flat):
        alone = (
            end - start == 1 and tokens[start][0] in COMMON and tokens[start][0] not in topics.ASKED
        )
        for at in range(start, end):
            telling[at] = not alone
    for at, (token, _) in enumerate(tokens):
        bare = re.sub(r"'\w+$", "", token)
        said = bare[:1].isalpha() and len(bare) > 1
        if said and not {token, bare} & COMMON and not _common(bare):
            telling[at] = True
    groups: list[tuple[list[str], int]] = []
    ended = -2
    for at, (token, start) in enumerate(tokens):
        if telling[at]:
            if ended == at - 1:
                groups[-1][0].append(token)
            else:
                groups.append(([token], start))
            ended = at
    return groups


@lru_cache(maxsize=4096)
def _common(word: str) -> bool:
    """Whether ``word`` is another form of one that says nothing."""
    return stem(word) in _COMMON_STEMS and not topics.spot([stem(word)])
