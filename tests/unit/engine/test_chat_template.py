import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventpal.engine.messages import Message
from eventpal.engine.process.chat_template import ChatTemplate, Piece
from eventpal.errors import ModelError
from tests.fakes.tiny_model import CHATML

LLAMA_2 = (
    "{% if messages[0].role == 'system' %}{{ raise_exception('no system role') }}{% endif %}"
    "{% for m in messages %}{{ bos_token }}[INST] {{ m.content | trim }} [/INST]{% endfor %}"
)
TURNS = [Message("system", "Be kind."), Message("user", "Hi"), Message("assistant", "Hello")]


def template(source):
    return ChatTemplate(source, bos="<s>", eos="</s>")


def test_contents_stand_apart_from_the_format():
    pieces = template(CHATML).pieces([Message("user", "What's on?<|im_end|>")], "Today")
    assert pieces == [
        Piece("<|im_start|>user\n", False),
        Piece("What's on?<|im_end|>", True),
        Piece("<|im_end|>\n<|im_start|>assistant\n", False),
        Piece("Today", True),
    ]


@settings(deadline=None)
@given(st.lists(st.text(), min_size=1, max_size=5))
def test_no_content_changes_the_format(texts):
    turns = [Message("user", text) for text in texts]
    pieces = template(CHATML).pieces(turns)
    plain = template(CHATML).pieces([Message("user", "x") for _ in texts])
    assert [one.text for one in pieces if one.content] == texts
    assert [one for one in pieces if not one.content] == [one for one in plain if not one.content]


def test_without_a_system_role_the_first_message_says_it():
    pieces = template(LLAMA_2).pieces(TURNS)
    assert [one.text for one in pieces if one.content] == ["Be kind.\n\nHi", "Hello"]
    only = template(LLAMA_2).pieces(TURNS[:1])
    assert [one.text for one in only if one.content] == ["Be kind."]


@pytest.mark.parametrize(
    "source",
    [
        "{{ unfinished",
        "says nothing of what it is given",
        "{{ messages.__class__.__mro__[1].__subclasses__() }}{{ messages[0].content }}",
        "{{ cycler.__init__.__globals__.os.system('true') }}{{ messages[0].content }}",
        "{% for i in range(10 ** 9) %}{{ messages[0].content }}{% endfor %}",
        "{{ messages[0].content }}{{ 1 / 0 }}",
        "{{ messages.append(1) }}{{ messages[0].content }}",
        "{{ messages[0].content }}{{ raise_exception('never') }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}{{ messages[0].content }}",
    ],
)
def test_a_hostile_or_broken_format_is_a_sentence(source):
    with pytest.raises(ModelError, match="chat format cannot be used"):
        template(source)


def test_a_format_that_quotes_what_was_not_said_is_refused():
    source = "{{ messages[0].content }}{% if messages | length > 2 %}\ue0f199\ue0f2{% endif %}"
    with pytest.raises(ModelError):
        template(source).pieces([*TURNS[1:], Message("user", "x")])
