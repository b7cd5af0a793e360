"""The schema of an intent, its JSON and the grammar made from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from llama_cpp import LlamaGrammar

from eventpal.chat.intent import (
    INTENT_SYSTEM,
    MAX_ITEMS,
    MAX_TEXT,
    Act,
    Company,
    Format,
    Intent,
    Sort,
    Verdict,
    from_json,
    grammar,
    intent_messages,
    to_json,
)
from eventpal.errors import FormatError

WORD = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=MAX_TEXT
)
WORDS = st.lists(WORD, max_size=MAX_ITEMS).map(tuple)
INTENTS = st.builds(
    Intent,
    act=st.sampled_from(Act),
    topics=WORDS,
    exclude=WORDS,
    when=WORDS,
    where=WORD,
    price=st.sampled_from(["", "free", "under 20"]),
    company=st.sampled_from(Company),
    age=st.none() | st.integers(0, 99),
    format=st.lists(st.sampled_from(Format), max_size=3).map(tuple),
    sort=st.sampled_from(Sort),
    count=st.none() | st.integers(1, 99),
    refers=st.lists(st.integers(-9, 99), max_size=3).map(tuple),
    verdict=st.sampled_from(Verdict),
)


@given(INTENTS)
def test_an_intent_goes_round_through_json(intent):
    assert from_json(to_json(intent)) == intent


def test_what_is_at_its_default_is_left_out():
    assert to_json(Intent()) == '{"act":"find"}'
    intent = Intent(topics=("jazz",), when=("saturday",), price="free", refers=(-1,))
    assert to_json(intent) == (
        '{"act":"find","topics":["jazz"],"when":["saturday"],"price":"free","refers":[-1]}'
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '"find"',
        '{"act":"buy"}',
        '{"act":"find","topics":"jazz"}',
        '{"act":"find","age":"six"}',
        '{"act":"find","age":true}',
        '{"act":"find","format":["loud"]}',
        '{"act":"find","where":3}',
        "[" * 100_000,
    ],
)
def test_what_is_no_intent_is_refused(text):
    with pytest.raises(FormatError):
        from_json(text)


def test_llama_cpp_reads_the_grammar():
    assert LlamaGrammar.from_string(grammar(), verbose=False) is not None
    assert 'act ::= "\\"find\\"" | "\\"more\\""' in grammar()
    assert '""' not in grammar().split("company ::=")[1].splitlines()[0].split()


def test_the_prompt_is_short_and_bounded():
    assert len(INTENT_SYSTEM.split()) <= 15
    system, user = intent_messages("cheaper\nplease" + "!" * 5000, '{"act":"find"}')
    assert system.content == INTENT_SYSTEM
    assert user.content.startswith('Before: {"act":"find"}\ncheaper please!')
    assert len(user.content) < 700
    assert intent_messages("hi")[1].content == "hi"
