"""Slips of the keys are mended; what is spelt right is left alone."""

from datetime import date

import pytest

from eventpal.chat.matching import places, topics
from eventpal.chat.phrases import spelling
from eventpal.chat.reading import reader
from eventpal.chat.words import mended, nearest


@pytest.mark.parametrize(
    "word",
    ["hurt", "stretching", "college", "road", "monkey", "minus", "darn", "gabe", "lustig", "deer"],
)
def test_an_everyday_word_is_no_slip_of_another(word: str) -> None:
    assert mended(word, topics.VOCABULARY, (), spelling.everyday()) == word


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("festivl", "festival"), ("footbal", "football"), ("karoke", "karaoke")],
)
def test_a_slip_is_mended_to_a_topic(slip: str, meant: str) -> None:
    assert mended(slip, topics.VOCABULARY, (), spelling.everyday()) == meant


def test_of_words_as_near_the_one_that_begins_and_ends_alike_is_meant() -> None:
    assert nearest("festivl", {"festive", "festival"}) == "festival"
    assert nearest("abc", {"abd", "abe"}) is None


def test_a_slip_in_a_small_word_leaves_no_topic() -> None:
    read = reader.read(
        "talks abuot jazz",
        known=places.gazetteer(()),
        words=(),
        today=date(2027, 5, 11),
        follows=False,
    )
    assert read.intent.topics == ("jazz",)


def test_every_word_is_folded_and_stands_once_in_its_language() -> None:
    assert all(word.isalpha() and word.isascii() and word.islower() for word in spelling.everyday())
    assert len(spelling.everyday()) > 15_000
