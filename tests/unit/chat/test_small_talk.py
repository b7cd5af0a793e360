"""What is said to those who don't ask for events."""

from datetime import date

import pytest

from eventpal.chat.answering import wording
from eventpal.chat.intent import Act
from eventpal.chat.matching import places
from eventpal.chat.reading import reader


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hello!", wording.TALK),
        ("thanks a lot", wording.THANKS),
        ("danke", wording.THANKS),
        ("bye", (wording.BYE,)),
        ("tschüss", (wording.BYE,)),
        ("wer bist du?", (wording.WHO,)),
        ("can you book tickets for me?", (wording.CANNOT,)),
        ("kannst du mir Karten kaufen?", (wording.CANNOT,)),
        ("what's the weather tomorrow?", (wording.WEATHER,)),
        ("what did I miss last weekend?", (wording.PAST,)),
    ],
)
def test_small_talk_is_answered_in_kind_and_language(text, said):
    found = reader.read(
        text, known=places.gazetteer(()), words=(), today=date(2026, 11, 18), follows=False
    )
    assert found.intent.act is Act.TALK
    german = text.startswith(("danke", "tsch", "wer", "kannst"))
    assert found.german is german
    assert wording.small_talk(text, german=german) in {one[german] for one in said}


@pytest.mark.parametrize(
    "text", ["hello kitty exhibition", "thanks giving dinner", "can you see a film"]
)
def test_what_only_begins_like_it_is_a_question(text):
    found = reader.read(
        text, known=places.gazetteer(()), words=(), today=date(2026, 11, 18), follows=False
    )
    assert found.intent.act is Act.FIND
