"""What a message asks for: one typed schema, from which the model's grammar is generated.

The JSON is compact: no blanks, fields in the order of ``Intent``, those at their default left out
(``act`` is always there). The grammar is GBNF, as llama.cpp reads it.
"""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from eventpal.engine.messages import Message
from eventpal.errors import FormatError

INTENT_SYSTEM = "Write what the person asks of their event guide as JSON."
"""Short, because it is read with every message and in every training example."""

MAX_MESSAGE = 600
"""Characters of a message that the model reads; the start says what is wanted."""

MAX_TEXT = 40
MAX_ITEMS = 4
"""Bounds of the grammar on one text and on one list, so that an answer always ends."""


class Act(StrEnum):
    """What the person wants done."""

    FIND = "find"
    MORE = "more"
    REFINE = "refine"
    COMPARE = "compare"
    EXPLAIN = "explain"
    PLAN = "plan"
    RATE = "rate"
    SAVE = "save"
    EXPORT = "export"
    TASTE = "taste"
    TALK = "talk"
    HELP = "help"


class Company(StrEnum):
    """Who is coming, or what the person needs."""

    ANYONE = ""
    ALONE = "alone"
    KIDS = "kids"
    FRIENDS = "friends"
    DATE = "date"
    ACCESSIBLE = "accessible"
    ADULTS = "adults"
    """Those alone who are of an age."""


class Format(StrEnum):
    """How an event is held."""

    INDOOR = "indoor"
    OUTDOOR = "outdoor"
    ONLINE = "online"
    WORKSHOP = "workshop"
    TALK = "talk"
    TOUR = "tour"
    AVAILABLE = "available"
    """Tickets are left."""


class Sort(StrEnum):
    """What comes first."""

    BEST = "best"
    SOONEST = "soonest"
    CHEAPEST = "cheapest"
    NEAREST = "nearest"


class Verdict(StrEnum):
    """What the person says of an event."""

    NONE = ""
    LIKE = "like"
    DISLIKE = "dislike"
    SAVE = "save"
    GOING = "going"
    HIDE = "hide"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What one message asks for. Texts are the person's own words in lower case.

    ``when``, ``where`` and ``price`` are symbolic ("next friday", "evening", "after 6 pm"; "near
    me", "old town"; "free", "cheap", "under 20"), for ``dates``, ``matching`` and ``reading`` to
    resolve. ``topics`` are alternatives. ``refers`` are places in the last answer, from 1; -1 is
    the last, 0 the one just spoken of ("it", "that one"). With ``Act.REFINE`` the intent holds
    only what changes; with ``Act.TASTE`` the topics are liked and ``exclude`` is not.
    """

    act: Act = Act.FIND
    topics: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    where: str = ""
    price: str = ""
    company: Company = Company.ANYONE
    age: int | None = None
    format: tuple[Format, ...] = ()
    sort: Sort = Sort.BEST
    count: int | None = None
    refers: tuple[int, ...] = ()
    verdict: Verdict = Verdict.NONE


_TYPES: Mapping[str, Any] = get_type_hints(Intent)
_FIELDS = dataclasses.fields(Intent)


def to_json(intent: Intent) -> str:
    """The compact JSON of an intent, as the model writes it."""
    values = {
        field.name: getattr(intent, field.name)
        for field in _FIELDS
        if field.name == "act" or getattr(intent, field.name) != field.default
    }
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Intent:
    """The intent that ``text`` describes; unknown fields are left alone.

    Raises:
        FormatError: it is no JSON object, or a field is of the wrong kind.
    """
    try:
        values = json.loads(text)
        if not isinstance(values, dict):
            raise TypeError(values)
        known = {name: values[name] for name in _TYPES if name in values}
        return Intent(**{name: _read(_TYPES[name], value) for name, value in known.items()})
    except (ValueError, TypeError, RecursionError) as error:
        raise FormatError("The model's reading of the message is no intent.") from error


def _read(kind: Any, value: Any) -> Any:
    if get_origin(kind) is tuple:
        if not isinstance(value, list):
            raise TypeError(value)
        return tuple(_read(get_args(kind)[0], item) for item in value)
    if isinstance(kind, UnionType):
        kind = next(one for one in get_args(kind) if one is not type(None))
    if issubclass(kind, StrEnum):
        return kind(value)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(value)
    return " ".join(value.split())[:MAX_TEXT] if kind is str else value


def grammar() -> str:
    """The GBNF grammar of the compact JSON, generated from ``Intent``."""
    rules = {
        "text": rf'"\"" [^"\\\x00-\x1F]{{1,{MAX_TEXT}}} "\""',
        "number": '"-"? [0-9]{1,3}',
    }
    parts = []
    for field in _FIELDS:
        rule = _rule(field.name, _TYPES[field.name], rules)
        key = rf'"\"{field.name}\":" {rule}'
        parts.append(key if field.name == "act" else f'("," {key})?')
    root = " ".join(['"{"', *parts, '"}"'])
    return "\n".join([f"root ::= {root}", *(f"{name} ::= {body}" for name, body in rules.items())])


def _rule(name: str, kind: Any, rules: dict[str, str]) -> str:
    """The name of the rule for one type, with what it needs added to ``rules``."""
    if get_origin(kind) is tuple:
        item = _rule(name, get_args(kind)[0], rules)
        listed = f"{item}s"
        rules[listed] = f'"[" {item} ("," {item}){{0,{MAX_ITEMS - 1}}} "]"'
        return listed
    if isinstance(kind, UnionType):
        kind = next(one for one in get_args(kind) if one is not type(None))
    if issubclass(kind, StrEnum):
        rules[name] = " | ".join(rf'"\"{one.value}\""' for one in kind if one.value)
        return name
    return "text" if kind is str else "number"


def intent_messages(text: str, context: str = "") -> list[Message]:
    """What the model reads to write the intent of ``text``.

    ``context`` is the JSON of the intent before, of which the message may be a refinement; empty
    at the start of a conversation.
    """
    asked = " ".join(text.split())[:MAX_MESSAGE]
    before = f"Before: {context}\n" if context else ""
    return [Message("system", INTENT_SYSTEM), Message("user", f"{before}{asked}")]
