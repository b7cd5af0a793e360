"""Words as the chat compares them: without case, accents, endings and small slips of the keys."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA, Postfix, Prefix

_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-"})
_LETTERS = re.compile(r"\b([a-pr-z])&([a-z])\b")
"""Names such as "D&D" and "R&B", which are one word."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_POSSESSIVE = re.compile(r"'s?$|'(?=s$)")
_PLURAL = re.compile(r"(?<=[^aeiou])ies$|(?<=z)zes$|(?<=[sxz])es$|(?<=[cs]h)es$|(?<=[^sui])s$")
_NOUNS = frozenset(
    "fishing climbing boxing bowling curling meeting opening building wedding gaming dating"
    " breaking clubbing rowing blues bowls darts winner winners winning water"
    " waters".split()
)
"""Words that mean another thing than those they seem to come from: "fishing" is no fish, blue
no blues, and a winner has no wine."""

_ENDING = re.compile(r"(?:ings?|ungen)$|(?<=...)(?:ed|ers?|ern|en|in|innen)$")
_VOWEL = re.compile(r"[aeiouy]")
_DOUBLED = re.compile(r"([bdfgklmnprt])\1$")
_SHORTEST_STEM = 3
_SHORTEST_SLIP = 4
_LONG = 8
"""Letters from which two slips are forgiven; one from ``_SHORTEST_SLIP``."""


def fold(text: str) -> str:
    """``text`` in lower case without accents and with plain quotes, for comparing."""
    parted = unicodedata.normalize("NFKD", text.translate(_QUOTES)).casefold()
    plain = "".join(one for one in parted if not unicodedata.combining(one))
    return _LETTERS.sub(r"\1n\2", plain)


def tokens(folded: str) -> list[str]:
    """The words of a folded text in order, without a possessive ending."""
    return [_POSSESSIVE.sub("", word) for word in _WORD.findall(folded)]


def stem(word: str) -> str:
    """A folded word without its ending: "dancing", "dances" and "dance" give the same."""
    if word in _NOUNS:
        return word
    plural = _PLURAL.search(word)
    if plural is not None and plural.start() >= _SHORTEST_STEM - 1:
        word = word[: plural.start()] + ("y" if plural[0] == "ies" else "")
    ending = _ENDING.search(word)
    if ending is not None:
        bare = word[: ending.start()]
        if len(bare) >= _SHORTEST_STEM and _VOWEL.search(bare):
            word = _DOUBLED.sub(r"\1", bare)
    return word[:-1] if word.endswith("e") and len(word) > _SHORTEST_STEM else word


def stems(folded: str) -> list[str]:
    """The stem of each word of a folded text."""
    return [stem(word) for word in tokens(folded)]


def nearest(word: str, vocabulary: Collection[str]) -> str | None:
    """The word of ``vocabulary`` that ``word`` is a slip of the keys from, if there is one.

    One letter missing, added, wrong or swapped with the next; two in a long word. The first letter
    is right. Of several as near, the one is taken that begins and ends alike for longest, then one
    of the same length, else none.
    """
    if len(word) == _SHORTEST_SLIP - 1 and word + word[-1] in vocabulary:
        return word + word[-1]
    if len(word) < _SHORTEST_SLIP or word in vocabulary or not word.isalpha():
        return None
    most = 1 if len(word) < _LONG else 2
    near: dict[str, tuple[int, int, bool]] = {}
    for known in vocabulary:
        if known[0] == word[0] and abs(len(known) - len(word)) <= most and len(known) > 3:
            slips = OSA.distance(word, known, score_cutoff=most)
            if slips <= most:
                near[known] = (slips, -_alike(word, known), len(known) != len(word))
    if not near:
        return None
    best = min(near.values())
    found = [known for known, how in near.items() if how == best]
    same = {stem(known) for known in found}
    return min(found) if len(same) == 1 else None


def _alike(word: str, other: str) -> int:
    """How many letters two words share at their beginnings and their ends."""
    begin = Prefix.similarity(word, other)
    return begin + Postfix.similarity(word[begin:], other[begin:])


@lru_cache(maxsize=8)
def _stems_of(words: frozenset[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in words)


def mended(
    folded: str,
    vocabulary: Collection[str],
    known: Collection[str],
    spelt: Collection[str] = frozenset(),
) -> str:
    """``folded`` with slips mended to words of ``vocabulary``.

    ``known`` words are left alone in every form, ``spelt`` ones as they are.
    """
    bare = _stems_of(frozenset(known))
    mends: Mapping[str, str | None] = {
        word: None
        if word in known or word in spelt or (len(word) > _SHORTEST_STEM and stem(word) in bare)
        else nearest(word, vocabulary)
        for word in set(_WORD.findall(folded))
    }
    return _WORD.sub(lambda match: mends[match[0]] or match[0], folded)
