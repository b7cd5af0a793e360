"""Ways to say how much, with whom, how many and which first (``phrases.tsv``)."""

import re
from datetime import date
from pathlib import Path

import pytest

from eventpal.chat.answering import wording
from eventpal.chat.intent import Intent
from eventpal.chat.matching import places
from eventpal.chat.reading import reader

LINES = (
    (Path(__file__).parents[2] / "data" / "phrases.tsv").read_text(encoding="utf-8").splitlines()
)
_FIELD = re.compile(r"(\w+)=((?:(?! \w+=).)*)")


@pytest.mark.parametrize(
    ("text", "fields"), [line.split("\t") for line in LINES if not line.startswith("#")]
)
def test_what_is_said_is_read(text, fields):
    known = places.gazetteer(())
    found = reader.read(text, known=known, words=(), today=date(2026, 11, 18), follows=False)
    for name, value in _FIELD.findall(fields):
        got = getattr(found.intent, name)
        said = ",".join(got) if isinstance(got, tuple) else "" if got is None else str(got)
        assert (name, said) == (name, value or ("best" if name == "sort" else ""))


@pytest.mark.parametrize(
    ("intent", "said"),
    [
        (Intent(topics=("jazz",), where="in southbar"), "jazz in Southbar"),
        (
            Intent(when=("this evening",), where="walking distance"),
            "events this evening within walking distance",
        ),
        (
            Intent(where="less than half a kilometre from my home"),
            "events less than half a kilometre from my home",
        ),
        (Intent(when=("today", "tomorrow")), "events today or tomorrow"),
        (Intent(when=("this saturday", "sunday")), "events this Saturday or Sunday"),
    ],
)
def test_wishes_are_said_as_a_person_would(intent, said):
    assert wording.wishes(intent, german=False) == said
