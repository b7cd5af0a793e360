import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventpal.engine.process.wordpiece import WordPiece

PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "▁jazz", "▁un", "aff", "able", "▁,", "▁海", "▁über"]
PIECES += ["▁uber", "▁a", "a", "▁caf", "e", "▁ᄒ", "ᅡ", "ᆫ"]


@pytest.fixture
def split():
    pieces = WordPiece(PIECES, first="[CLS]", last="[SEP]", unknown="[UNK]")

    def spelt(text, limit=256):
        return " ".join(PIECES[number] for number in pieces(text, limit)[1:-1])

    return spelt


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("  \t\n\u00a0\u3000 ", ""),
        ("Jazz", "▁jazz"),
        ("unaffable", "▁un aff able"),
        ("jazz,jazz", "▁jazz ▁, ▁jazz"),
        ("Über", "▁uber"),
        ("CAFÉ", "▁caf e"),
        ("Cafe\u0301", "▁caf e"),
        ("海海", "▁海 ▁海"),
        ("한", "▁ᄒ ᅡ ᆫ"),
        ("ja\u200bz\u00adz", "▁jazz"),
        ("jazzy", "[UNK]"),
        ("a" * 100, "▁a" + " a" * 99),
        ("a" * 101, "[UNK]"),
        ("[SEP]", "[UNK] [UNK] [UNK]"),
    ],
)
def test_words_become_the_longest_pieces(split, text, expected):
    assert split(text) == expected


def test_the_text_is_cut_at_the_limit_and_still_ends(split):
    pieces = WordPiece(PIECES, first="[CLS]", last="[SEP]", unknown="[UNK]")
    ids = pieces("jazz " * 600, 256)
    assert len(ids) == 256
    assert (ids[0], ids[-1]) == (2, 3)
    assert split("jazz unaffable", 4) == "▁jazz ▁un"


@given(st.text(st.characters()))
def test_any_text_can_be_split(text):
    pieces = WordPiece(PIECES, first="[CLS]", last="[SEP]", unknown="[UNK]")
    ids = pieces(text, 16)
    assert 2 <= len(ids) <= 16
    assert pieces(text, 16) == ids
