"""Messages in the model's own format. The format comes with the model's file and is not trusted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from jinja2 import Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from eventpal.engine.messages import Message
from eventpal.errors import ModelError

_FIRST, _LAST = "\ue0f1", "\ue0f2"
"""Around the number of a content while the format is filled in: from Unicode's private area."""

_FAILURES = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What a format from a stranger can raise inside the sandbox."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the prompt. In ``content``, what a message says, no mark of the format counts."""

    text: str
    content: bool


class ChatTemplate:
    """One model's format of a conversation."""

    def __init__(self, source: str, *, bos: str, eos: str) -> None:
        """Read the Jinja template ``source``. Raises ModelError if it cannot be used."""
        environment = ImmutableSandboxedEnvironment(
            trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
        )
        self._given = {"bos_token": bos, "eos_token": eos, "add_generation_prompt": True}
        environment.globals |= {"raise_exception": _refuse, "strftime_now": _now}
        try:
            self._template: Template = environment.from_string(source)
            self._system_role = _has_marks(self._rendered(("system", "user")), 2)
        except _FAILURES:
            # Some formats know no system role; it is then said at the head of the first message.
            self._system_role = False
        if not self._system_role and not _has_marks(self._tried(("user",)), 1):
            raise _unusable()

    def pieces(self, messages: Sequence[Message], prefill: str = "") -> list[Piece]:
        """The prompt up to where the assistant's turn goes on after ``prefill``.

        Raises:
            ModelError: the format does not take these messages.
        """
        turns = list(messages) if self._system_role else _without_system(messages)
        pieces = list(_split(self._tried([turn.role for turn in turns]), turns))
        return [*pieces, Piece(prefill, True)] if prefill else pieces

    def _tried(self, roles: Sequence[str]) -> str:
        try:
            return self._rendered(roles)
        except _FAILURES:
            # The cause could quote the format.
            raise _unusable() from None

    def _rendered(self, roles: Sequence[str]) -> str:
        turns = [
            {"role": role, "content": f"{_FIRST}{number}{_LAST}"}
            for number, role in enumerate(roles)
        ]
        return self._template.render(messages=turns, **self._given)


def _split(rendered: str, turns: Sequence[Message]) -> Iterator[Piece]:
    """The format's own text and the contents in it, in order."""
    head, *rest = rendered.split(_FIRST)
    if head:
        yield Piece(head, False)
    for part in rest:
        number, _, after = part.partition(_LAST)
        if not number.isdecimal() or int(number) >= len(turns):
            raise _unusable()
        yield Piece(turns[int(number)].content, True)
        if after:
            yield Piece(after, False)


def _without_system(messages: Sequence[Message]) -> list[Message]:
    """The same with what the system says at the head of the first user's message."""
    told = "\n\n".join(one.content for one in messages if one.role == "system")
    turns = [one for one in messages if one.role != "system"]
    if not told:
        return turns
    if turns and turns[0].role == "user":
        return [Message("user", f"{told}\n\n{turns[0].content}"), *turns[1:]]
    return [Message("user", told), *turns]


def _has_marks(rendered: str, count: int) -> bool:
    return all(f"{_FIRST}{number}{_LAST}" in rendered for number in range(count))


def _unusable() -> ModelError:
    return ModelError(
        "This model's chat format cannot be used: choose another with eventpal models use."
    )


def _refuse(message: str = "") -> NoReturn:
    raise TemplateError(message)


def _now(pattern: str) -> str:
    return datetime.now().astimezone().strftime(pattern)
