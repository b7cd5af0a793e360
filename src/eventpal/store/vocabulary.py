"""The words that events say, and those that a word nobody says was likely meant to be."""

from rapidfuzz.distance import DamerauLevenshtein

from eventpal.store.database import Database

_SHORTEST = 5
"""Letters; a shorter word is too near to too many others."""
_LETTERS_PER_SLIP = 4
_MOST_SLIPS = 2
_MOST_COMPARED = 20_000
_MOST_MEANT = 3


class Vocabulary:
    """The words that events say, as they are indexed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._read: dict[str, tuple[int, list[tuple[str, int]]]] = {}

    def meant_by(self, word: str) -> list[str]:
        """The nearest words that events say, the commonest first; at most three.

        The first letter counts as right: a slip there is rare, and what begins otherwise need not
        be looked at. A slip for every four letters is forgiven, two swapped letters being one.
        """
        word = word.lower()
        if len(word) < _SHORTEST or not word.isalpha():
            return []
        slips = min(_MOST_SLIPS, len(word) // _LETTERS_PER_SLIP)
        terms = self._beginning_with(word[0])
        near = [
            (distance, -count, term)
            for form in _forms(word)
            for term, count in terms
            if abs(len(term) - len(form)) <= slips
            and (distance := DamerauLevenshtein.distance(form, term, score_cutoff=slips)) <= slips
        ]
        near.sort()
        return [term for distance, _, term in near if distance == near[0][0]][:_MOST_MEANT]

    def _beginning_with(self, letter: str) -> list[tuple[str, int]]:
        """Terms with how many events say each; kept until there are new events.

        SQLite counts them anew each time, which takes 10 ms a letter over 100,000 events.
        """
        [(newest,)] = self._database.rows("SELECT coalesce(max(key), 0) FROM event")
        as_of, terms = self._read.get(letter, (None, []))
        if as_of != newest:
            terms = self._database.rows(
                "SELECT term, doc FROM event_words_terms WHERE term >= ? AND term < ? LIMIT ?",
                (letter, chr(ord(letter) + 1), _MOST_COMPARED),
            )
            self._read[letter] = newest, terms
        return terms


_ENDINGS = ("ings", "ing", "ers", "ed", "es", "s", "e")


def _forms(word: str) -> set[str]:
    """The word, and what may be left of it in the index, which drops endings and turns y to i."""
    found = {word, word[:-1] + "i"} if word.endswith("y") else {word}
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return found | {word.removesuffix(ending)}
    return found
