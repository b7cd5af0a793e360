"""An assistant over a list of events, without a database and without models."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from eventpal.chat.assistant import Assistant
from eventpal.chat.services import Services
from eventpal.domain import Action, Change, Event, Pick, Place, Reason
from eventpal.engine.messages import Generated, Message
from eventpal.errors import EngineError, NotFound
from eventpal.recommend import plans
from eventpal.recommend.plans import DayPlan
from eventpal.recommend.profile import ProfileLine
from eventpal.recommend.travel import Habits
from eventpal.store.conversations import Conversation, Said


class FakeEvents:
    """Events in memory, as the store gives them."""

    def __init__(self, events: Iterable[Event]) -> None:
        self.all = sorted(events, key=lambda event: (event.start, event.title))

    def between(
        self, start: datetime, end: datetime | None, *, limit: int | None = None
    ) -> list[Event]:
        found = [
            event
            for event in self.all
            if (event.end or event.start) >= start and (end is None or event.start < end)
        ]
        return found[:limit]

    def find(self, identifiers: Iterable[str], *, now: datetime | None = None) -> list[Event]:
        found = []
        for id_ in dict.fromkeys(identifiers):
            same = [event for event in self.all if id_ in {event.id, event.event_id}]
            coming = [event for event in same if now is None or event.start >= now]
            found += (coming or same)[:1]
        return found


class FakeConversations:
    """Conversations in memory."""

    def __init__(self) -> None:
        self.said: dict[str, list[Said]] = {}
        self._count = 0

    def start(self, at: datetime) -> str:
        id_ = f"c{len(self.said) + 1}"
        self.said[id_] = []
        return id_

    def add(
        self, conversation: str, speaker: Any, text: str, at: datetime, state: Any = None
    ) -> int:
        self._count += 1
        self.get(conversation)
        self.said[conversation].append(
            Said(self._count, conversation, speaker, text, at, dict(state or {}))
        )
        return self._count

    def get(self, conversation: str) -> list[Said]:
        if conversation not in self.said:
            raise NotFound(f"There is no conversation {conversation}.")
        return list(self.said[conversation])

    def drop(self, conversation: str, since: int) -> None:
        self.said[conversation] = [one for one in self.said[conversation] if one.id < since]

    def all(self, limit: int | None = None) -> list[Conversation]:
        return []


class FakeWriter:
    """Writes what the script says, call by call; "fail" raises, and so does an empty script."""

    def __init__(self, script: Sequence[str] = ()) -> None:
        self.script = list(script)
        self.read: list[Sequence[Message]] = []

    def generate(self, messages: Sequence[Message], *, on_text: Any = None, **_: Any) -> Generated:
        self.read.append(messages)
        text = self.script.pop(0) if self.script else "fail"
        if text == "fail":
            raise EngineError("The language model fails again and again: try it later.")
        for piece in text.split(" "):
            on_text(piece if text.startswith(piece) else f" {piece}")
        return Generated(text, 1, 0, 1, 0.0, 0.0, "end")


class Person:
    """What the assistant does for the person, noted."""

    def __init__(self) -> None:
        self.rated: list[tuple[str, Action]] = []
        self.withdrawn: list[tuple[str, Action]] = []
        self.lines: list[ProfileLine] = []

    def rate(self, id_: str, action: Action) -> Change:
        self.rated.append((id_, action))
        return Change()

    def withdraw(self, id_: str, action: Action) -> Change:
        self.withdrawn.append((id_, action))
        return Change()

    def note(self, text: str) -> ProfileLine:
        self.lines.append(
            ProfileLine(len(self.lines) + 1, text, "chat", "It weighs in the ranking.")
        )
        return self.lines[-1]

    def forget(self, line: int) -> Change:
        self.lines = [one for one in self.lines if one.id != line]
        return Change()


def assistant(
    events: Iterable[Event],
    *,
    now: datetime,
    home: Place | None = None,
    writer: FakeWriter | None = None,
    narrator: FakeWriter | None = None,
    person: Person | None = None,
    conversations: FakeConversations | None = None,
) -> Assistant:
    """An assistant who knows only ``events``; all of them score alike."""
    assert now.tzinfo is not None
    store, person = FakeEvents(events), person or Person()

    def why(id_: str) -> Pick:
        (event,) = store.find([id_])
        return Pick(event, 0.5, (Reason("category", "Music: you liked events like that", 0.4),))

    def plan(day: date, among: Sequence[Pick] | None) -> DayPlan:
        picks = among if among is not None else [Pick(event, 0.5) for event in store.all]
        that_day = [pick for pick in picks if pick.event.start.astimezone(now.tzinfo).date() == day]
        return plans.plan(that_day, [], habits=Habits(), home=home, now=now)

    return Assistant(
        Services(
            events=store,  # type: ignore[arg-type]
            conversations=conversations or FakeConversations(),  # type: ignore[arg-type]
            writer=writer,
            narrator=narrator,
            clock=lambda: now,
            zone=now.tzinfo,
            home=lambda: home,
            search=lambda *_: [],
            scores=dict,
            why=why,
            rate=person.rate,
            withdraw=person.withdraw,
            actions=dict,
            plan=plan,
            note=person.note,
            forget=person.forget,
        )
    )
