"""What the assistant needs of the rest of EventPal, as functions: no more than it may do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from eventpal.chat.intent import Intent
from eventpal.domain import Action, Change, Event, Pick, Place
from eventpal.engine.messages import Generated, Message
from eventpal.progress import CancelToken
from eventpal.recommend.plans import DayPlan
from eventpal.recommend.profile import ProfileLine
from eventpal.store.conversations import ConversationStore
from eventpal.store.events import EventStore

Row = NDArray[np.float32]


class Writer(Protocol):
    """The language model, as far as the chat uses it."""

    def generate(
        self,
        messages: Sequence[Message],
        *,
        grammar: str | None = None,
        max_tokens: int = 256,
        temperature: float = 0.0,
        seed: int = 0,
        stop: Sequence[str] = (),
        prefill: str = "",
        on_text: Callable[[str], None] | None = None,
        token: CancelToken | None = None,
    ) -> Generated:
        """The assistant's next turn. Raises EngineError, Cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The parts of one home that an answer is made with."""

    events: EventStore
    conversations: ConversationStore
    writer: Writer | None
    """What reads messages that the tables do not."""
    clock: Callable[[], datetime]
    zone: tzinfo
    home: Callable[[], Place | None]
    search: Callable[[str, datetime, datetime | None], list[Event]]
    """By words and meaning, for what a bounded look at the calendar does not reach."""
    scores: Callable[[], Mapping[str, float]]
    """The ranker's score of each coming date by its id."""
    why: Callable[[str], Pick]
    rate: Callable[[str, Action], Change]
    withdraw: Callable[[str, Action], Change]
    """What events without a category are about, by event id."""
    actions: Callable[[], Mapping[str, frozenset[Action]]]
    plan: Callable[[date, Sequence[Pick] | None], DayPlan]
    """A day of the given picks; of the best ones where none are given."""
    note: Callable[[str], ProfileLine]
    """Adds a line to the profile."""
    forget: Callable[[int], Change]
    """Takes a line of the profile back."""
    vectors: Callable[[Sequence[str]], Mapping[str, Row]] = lambda _: {}
    """What events mean, as unit vectors by event id; those without one are left out."""
    meaning: Callable[[str], Row | None] = lambda _: None
    """What a few words mean, to be compared with events; None where no model can tell."""
    narrator: Writer | None = None
    """What writes a sentence or two about an answer; None leaves it at the fixed ones."""


@dataclass(frozen=True, slots=True)
class ProfileProposal:
    """What the person said about their taste, as it now stands in the profile."""

    line: int
    text: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; ``events`` are exactly those that its text names, the best first."""

    conversation: str
    text: str
    events: tuple[Event, ...]
    intent: Intent
    timings_ms: Mapping[str, float]
    proposals: tuple[ProfileProposal, ...] = ()
    written: str = ""
    """The part of ``text`` that the language model wrote around its slots."""
