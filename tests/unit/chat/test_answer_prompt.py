"""The prompt of an answer's sentences, and the grammar that lets facts through only as slots."""

import re

import pytest

from eventpal.chat.answering.prompt import SLOTS, answer_grammar, answer_messages
from eventpal.chat.intent import MAX_MESSAGE, Act


def test_the_model_reads_the_message_what_was_found_and_the_slots():
    system, said = answer_messages(
        "Free jazz,\n my {1} sister is here?", Act.FIND, 3, ("1", "2", "when"), german=False
    )
    assert system.role == "system"
    assert said.content == "Free jazz, my 1 sister is here?\nfind 3: {1} {2} {when}"
    german = answer_messages("Jazz?", Act.MORE, 0, (), german=True)[1]
    assert german.content == "Jazz?\nmore 0 auf Deutsch:"
    assert len(answer_messages("x" * 5000, Act.FIND, 1, SLOTS, german=False)[1].content) < (
        MAX_MESSAGE + 100
    )


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("How nice! I'd start with {1}, {when}.", True),
        ("Wie schön, dass sie da ist! {1}?", True),
        ("{2} is better.", False),
        ("It starts at 8.", False),
        ("It costs €.", False),
        ("Here\nis a list", False),
        ("Go to <b>", False),
        ("", False),
    ],
)
def test_facts_pass_only_as_slots(text, passes):
    assert bool(_matches(answer_grammar(("1", "when")), text)) is passes


def test_without_slots_only_words_pass():
    assert _matches(answer_grammar(()), "Sorry, nothing fits that.")
    assert not _matches(answer_grammar(()), "{1}")


def _matches(grammar: str, text: str) -> bool:
    """Whether ``text`` is a sentence of ``grammar``, whose rules are those of a regular one."""
    rules = dict(line.split(" ::= ", 1) for line in grammar.splitlines())
    letter = rules["letter"]
    slots = [re.escape(one.strip('" ')) for one in rules.get("slot", "").split(" | ") if one]
    pattern = f"(?:{'|'.join([letter, *slots])})+"
    return re.fullmatch(pattern, text) is not None
