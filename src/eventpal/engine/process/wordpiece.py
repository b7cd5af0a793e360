"""BERT's uncased WordPiece, piece for piece as the model was trained.

llama.cpp's own tokenizer differs where events are written in Korean (it drops the vowels), in
Hindi and other scripts with spacing marks (drops them), and in words of more than 100 letters;
the vectors of such texts then have a cosine of .2 to .97 to the reference, so the pieces are made
here. Source: Devlin et al. 2018 and the behaviour of the ``tokenizers`` package, which a test
compares with.
"""

import unicodedata
from collections.abc import Sequence

WORD_START = "\u2581"
"""What the vocabulary of a GGUF marks the first piece of a word with."""

LONGEST_WORD = 100
"""Characters; a longer word is one unknown piece."""

_WORDS_REMEMBERED = 20_000

# The ranges that the reference isolates; it has 0x2B920 where the block begins at 0x2B820.
_IDEOGRAPHS = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B920, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


class WordPiece:
    """Splits text into the ids of a vocabulary's pieces. Not thread-safe."""

    def __init__(self, pieces: Sequence[str], *, first: str, last: str, unknown: str) -> None:
        """Take the vocabulary in the order of its ids.

        Args:
            pieces: in GGUF's spelling: ``▁word`` starts a word, any other piece continues one.
            first: the piece before every text.
            last: the piece after it.
            unknown: the piece of a word that no pieces make up.
        """
        special = (first, last, unknown)
        self._first, self._last, self._unknown = (pieces.index(piece) for piece in special)
        self._starts = {
            piece[len(WORD_START) :]: number
            for number, piece in enumerate(pieces)
            if piece.startswith(WORD_START)
        }
        self._goes_on = {
            piece: number
            for number, piece in enumerate(pieces)
            if not piece.startswith(WORD_START) and piece not in special
        }
        self._longest = max(map(len, pieces))
        self._spelling = _Spelling()
        self._known: dict[str, list[int]] = {}

    def __call__(self, text: str, limit: int) -> list[int]:
        """The ids for ``text``, at most ``limit`` of them with the first and the last."""
        ids = [self._first]
        for word in text.translate(self._spelling).split():
            ids += self._word(word)
            if len(ids) >= limit:
                break
        return [*ids[: limit - 1], self._last]

    def _word(self, word: str) -> list[int]:
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= _WORDS_REMEMBERED:
                self._known.clear()
            known = self._known[word] = self._split(word)
        return known

    def _split(self, word: str) -> list[int]:
        """The longest piece that fits, again and again; all or nothing."""
        if len(word) > LONGEST_WORD:
            return [self._unknown]
        ids: list[int] = []
        begin, pieces = 0, self._starts
        while begin < len(word):
            for end in range(min(len(word), begin + self._longest), begin, -1):
                number = pieces.get(word[begin:end])
                if number is not None:
                    break
            else:
                return [self._unknown]
            ids.append(number)
            begin, pieces = end, self._goes_on
        return ids


class _Spelling(dict[int, str]):
    """For ``str.translate``: what becomes of each character, worked out when first met."""

    def __missing__(self, code: int) -> str:
        spelt = self[code] = _spelt(chr(code))
        return spelt


def _spelt(character: str) -> str:
    """Lower case without accents; spaces around what stands alone; nothing for the invisible."""
    category = unicodedata.category(character)
    if character in "\t\n\r" or category in ("Zs", "Zl", "Zp"):
        return " "
    if category in ("Cc", "Cf", "Co", "Cs") or character == "\ufffd":
        return ""
    spelt = "".join(
        f" {part} " if _is_punctuation(part) else part.lower()
        for part in unicodedata.normalize("NFD", character)
        if unicodedata.category(part) != "Mn"
    )
    return f" {spelt} " if _is_ideograph(ord(character)) else spelt


def _is_punctuation(character: str) -> bool:
    ascii_symbol = "!" <= character <= "~" and not character.isalnum()
    return ascii_symbol or unicodedata.category(character).startswith("P")


def _is_ideograph(code: int) -> bool:
    return any(low <= code <= high for low, high in _IDEOGRAPHS)
