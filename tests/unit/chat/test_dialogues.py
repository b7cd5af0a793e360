"""Conversations, each with what its last message comes to (``dialogues.tsv``)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from eventpal.chat import memory
from eventpal.chat.assistant import Assistant
from eventpal.chat.intent import Intent
from tests.exam import running

LINES = (Path(__file__).parents[2] / "data" / "dialogues.tsv").read_text("utf-8").splitlines()


@dataclass(frozen=True)
class Outcome:
    """Where a conversation ended: ids of events named first, before and last, and the intent."""

    first: list[str]
    before: list[str]
    named: list[str]
    intent: Intent


@pytest.fixture(scope="module")
def assistant() -> Iterator[Assistant]:
    with running.opened("sample", embed=False) as pal:
        yield Assistant(replace(pal.assistant.services, writer=None, narrator=None))


def held(assistant: Assistant, messages: str) -> Outcome:
    conversation: str | None = None
    answers: list[list[str]] = []
    for message in messages.split(" > "):
        answer = assistant.ask(message, conversation=conversation)
        conversation = answer.conversation
        answers.append([event.event_id for event in answer.events])
    assert conversation is not None
    turn = memory.restored(assistant.services.conversations.get(conversation)[-1].state)
    assert turn is not None
    before = [ids for ids in answers[:-1] if ids] or [[]]
    return Outcome(before[0], before[-1], answers[-1], turn.intent)


CHECKS: Mapping[str, Callable[[Outcome, str], bool]] = {
    "pick": lambda end, value: end.named == [end.first[int(at) - 1] for at in value.split(",")],
    # A search that is through says so, and names none.
    "new": lambda end, _: not set(end.named) & set(end.before),
    "same": lambda end, _: bool(end.named) and set(end.named) <= set(end.before),
    "without": lambda end, at: bool(end.named) and end.before[int(at) - 1] not in end.named,
    "n": lambda end, value: len(end.named) == int(value),
    "events": lambda end, _: not end.named,
}


def shown(intent: Intent, field: str) -> str:
    """A field of an intent as the table writes it."""
    value = getattr(intent, field)
    if field == "when":
        bare = (text.removeprefix("on ").removeprefix("am ") for text in value)
        return "; ".join(text.removeprefix("in the ") for text in bare)
    if isinstance(value, tuple):
        return ",".join(value)
    return "" if value is None else str(value)


@pytest.mark.parametrize(
    ("messages", "wanted"), [line.split("\t") for line in LINES if not line.startswith("#")]
)
def test_a_conversation_comes_to_this(assistant, messages, wanted):
    end = held(assistant, messages)
    for part in wanted.split(" | "):
        name, _, value = part.partition("=")
        if name in CHECKS:
            assert CHECKS[name](end, value), (part, end)
        else:
            assert (name, shown(end.intent, name)) == (name, value)
