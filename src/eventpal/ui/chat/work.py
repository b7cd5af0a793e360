"""What the person says in the chat, handed to the assistant; its answer comes back in pieces."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from eventpal.domain import Action, Change, Event, distance_km
from eventpal.errors import Cancelled
from eventpal.progress import CancelToken, Progress
from eventpal.ui import words
from eventpal.ui.cards.models import NO_ACTIONS, Card, Leg, Row
from eventpal.ui.tasks import Failure, Lane, Task

if TYPE_CHECKING:
    from eventpal.app import EventPal
    from eventpal.chat.services import Answer, ProfileProposal
    from eventpal.store.conversations import Conversation, Said
    from eventpal.ui.controller import Controller

Actions = Mapping[str, frozenset[Action]]
"""What the person did, by event id."""

READ_ONLY = frozenset({"find", "more", "refine", "explain", "compare", "plan", "export", "help"})
"""Acts after which nothing that the pages show is another."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message as the pane shows it, without what its cards say."""

    speaker: Literal["person", "eventpal"]
    text: str
    """What is said above the cards."""
    after: str = ""
    """What is said below them."""
    rows: tuple[Row, ...] = ()
    """The events that it names, and between those of a plan the ways."""
    proposals: tuple[ProfileProposal, ...] = ()
    exporting: bool = False
    """Whether its events are ready to be written to a calendar file."""

    @property
    def cards(self) -> list[Card]:
        """The events that it names."""
        return [one for one in self.rows if isinstance(one, Card)]


class Asked:
    """A question on its way. One that is stopped before its turn is stored, and not answered."""

    def __init__(self) -> None:
        self.task: Task | None = None
        self._begun = self._stopped = False

    def begin(self, token: CancelToken) -> None:
        """It is its turn. Called on the worker's thread."""
        self._begun = True
        if self._stopped:
            token.cancel()

    def stop(self) -> None:
        """Nobody waits for the answer any more."""
        self._stopped = True
        # Before its turn, a task that is cancelled never runs.
        if self._begun and self.task is not None:
            self.task.cancel()


class ChatWork(QObject):
    """One conversation at a time. Every signal comes on the window's thread."""

    heard = Signal(object)
    """The Line that the answer is so far."""
    answered = Signal(object)
    """The Line that the answer is when it is complete."""
    failed = Signal(object)
    """A Failure; the question is kept."""
    lacking = Signal(str)
    """Why answers come without the language model; "" when it works."""
    opened = Signal(object)
    """All Lines of a conversation that was opened."""
    listed = Signal(object)
    """The Conversations that were asked for."""

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller
        self._asked: Asked | None = None
        """What is awaited."""
        self._talk = 0
        """The number of the conversation in this window."""
        self.conversation: str | None = None
        """The id of the conversation; None before its first message."""

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._asked is not None

    def ask(self, text: str) -> None:
        """Say ``text``."""
        before = self.conversation

        def work(app: EventPal, to: Listener, progress: Progress) -> Answer:
            # Started here, so that a question whose answer was stopped can be asked again.
            conversation = before or app.conversations.start(app.clock())
            to.within(conversation)
            return app.assistant.ask(
                text,
                conversation=conversation,
                on_text=to.say,
                on_events=to.name,
                token=progress.token,
            )

        self._answer(work)

    def again(self, last: str, text: str | None = None) -> None:
        """Answer the message ``last`` once more; ``text`` takes its place."""
        conversation = self.conversation
        if conversation is None:
            self.ask(text or last)
            return

        def work(app: EventPal, to: Listener, progress: Progress) -> Answer:
            said = app.conversations.get(conversation)
            stored = next((one.text for one in reversed(said) if one.speaker == "person"), "")
            # A message that could not be stored has nothing to be taken back.
            answer = app.assistant.edit_last if stored == last.strip() else app.assistant.ask
            return answer(
                text=text or last,
                conversation=conversation,
                on_text=to.say,
                on_events=to.name,
                token=progress.token,
            )

        self._answer(work)

    def prepare(self) -> None:
        """Have the language model loaded, and replaced if it failed, before the next question."""

        def failed(failure: Failure) -> None:
            if not failure.cancelled:
                self.lacking.emit(words.in_window(failure.sentence))

        self._controller.run(
            Lane.MODEL,
            lambda progress: self._controller.app.model.info(progress.token),
            done=lambda _: self.lacking.emit(""),
            failed=failed,
            latest="model loaded",
        )

    def stop(self) -> None:
        """Await the answer no more; what comes of it all the same is not heard."""
        if self._leave():
            self.failed.emit(Failure("Stopped.", cause=Cancelled))

    def begin(self) -> None:
        """Leave the conversation; the next message starts another."""
        self._leave()
        self._talk += 1
        self.conversation = None

    def _leave(self) -> bool:
        """Stop the answer that is being made; whether there was one."""
        asked, self._asked = self._asked, None
        if asked is not None:
            asked.stop()
        return asked is not None

    def open(self, conversation: str) -> None:
        """Go on with a conversation from before."""
        self.begin()

        def done(lines: Sequence[Line]) -> None:
            self.conversation = conversation
            self.opened.emit(lines)

        def work(_: Progress) -> list[Line]:
            app = self._controller.app
            actions = app.history.actions()
            return [_line(app, said, actions) for said in app.conversations.get(conversation)]

        self._controller.run(Lane.READ, work, done=done, latest="conversation")

    def look_up(self, words: str) -> None:
        """List the conversations in which ``words`` were said; all of them without any."""

        def work(_: Progress) -> list[Conversation]:
            store = self._controller.app.conversations
            return store.search(words) if words.strip() else store.all()

        self._controller.run(Lane.READ, work, done=self.listed.emit, latest="conversations")

    def delete(self, conversation: str | None) -> None:
        """Delete a conversation for good; None deletes all of them."""

        def work(_: Progress) -> None:
            store = self._controller.app.conversations
            if conversation is None:
                store.clear()
            else:
                store.delete(conversation)

        def done(_: None) -> None:
            if conversation in {None, self.conversation}:
                self.begin()
                self.opened.emit([])
            self.look_up("")

        self._controller.run(Lane.ACT, work, done=done)

    def _answer(self, ask: Callable[[EventPal, Listener, Progress], Answer]) -> None:
        controller = self._controller
        asked, talk = Asked(), self._talk

        def awaited() -> bool:
            return self._asked is asked

        def hear(line: Line) -> None:
            if awaited():
                self.heard.emit(line)

        def enter(conversation: str) -> None:
            if talk == self._talk:
                self.conversation = conversation

        def work(progress: Progress) -> tuple[Line, str, Actions]:
            asked.begin(progress.token)
            app = controller.app
            to = Listener(
                app,
                tell=lambda line: controller.tasks.call_soon(partial(hear, line)),
                enter=lambda said_in: controller.tasks.call_soon(partial(enter, said_in)),
            )
            answer = ask(app, to, progress)
            actions = app.history.actions()
            line = replace(
                shown(app, answer.text, answer.events, actions),
                proposals=answer.proposals,
                exporting=answer.intent.act == "export" and bool(answer.events),
            )
            return line, answer.intent.act, actions

        def done(result: tuple[Line, str, Actions]) -> None:
            line, act, actions = result
            if awaited():
                self._asked = None
                self.answered.emit(line)
            if act not in READ_ONLY:
                controller.feedback.catch_up(actions)
                controller.changed.emit(Change(taste=True))
            self.prepare()

        def failed(failure: Failure) -> None:
            if awaited():
                self._asked = None
                self.failed.emit(failure)
            self.prepare()

        self._asked = asked
        asked.task = controller.run(Lane.CHAT, work, done=done, failed=failed)


class Listener:
    """Hears an answer as it is made, and tells the line that it is so far."""

    def __init__(
        self, app: EventPal, tell: Callable[[Line], None], enter: Callable[[str], None]
    ) -> None:
        self._app, self._tell = app, tell
        self.within = enter
        """Told which conversation the answer belongs to."""
        self._actions = app.history.actions()
        self._text = ""
        self._events: tuple[Event, ...] = ()

    def say(self, piece: str) -> None:
        """Hear the next piece of its text."""
        self._text += piece
        self._told()

    def name(self, events: tuple[Event, ...]) -> None:
        """Hear which events it names."""
        self._events = events
        self._told()

    def _told(self) -> None:
        self._tell(shown(self._app, self._text, self._events, self._actions))


def _line(app: EventPal, said: Said, actions: Actions) -> Line:
    """A message as it was stored; its events as they are now, where they still are."""
    if said.speaker == "person":
        return Line("person", said.text)
    from eventpal.chat.memory import restored  # noqa: PLC0415

    turn = restored(said.state)
    events = app.events.find(turn.events if turn else (), now=app.clock())
    return shown(app, said.text, [event for event in events if event.title in said.text], actions)


def shown(app: EventPal, text: str, events: Sequence[Event], actions: Actions) -> Line:
    """An answer without the lines of facts that the cards of ``events`` show.

    What such a line says of the way to an event stands over its card.
    """
    # The chat loads while the window is already there.
    from eventpal.chat.answering import render  # noqa: PLC0415

    facts = [
        (render.line(event, app.zone, german=german), event.id)
        for event in events
        for german in (False, True)
    ]
    before: list[str] = []
    after: list[str] = []
    ways: dict[str, str] = {}
    listed = False
    for line in text.splitlines():
        told = _NUMBER.sub("", line)
        fits = [one for one in facts if told.startswith(one[0])]
        fact, of = max(fits, key=lambda one: len(one[0]), default=("", ""))
        if not fact:
            (after if listed else before).append(line)
            continue
        listed = True
        if way := _WAY.search(told, len(fact)):
            ways[of] = way[1]
    rows: list[Row] = []
    home = app.home_place
    for at, event in enumerate(events):
        if event.id in ways:
            rows.append(Leg("time", ways[event.id], at))
        far = distance_km(home, event.place) if home and event.place else None
        rows.append(Card(event, actions=actions.get(event.event_id, NO_ACTIONS), km=far))
    return Line("eventpal", _tidy(before), _tidy(after), tuple(rows))


def _tidy(lines: Sequence[str]) -> str:
    """``lines`` without the room that others left between them."""
    return _ROOM.sub("\n\n", "\n".join(lines)).strip()


_NUMBER = re.compile(r"^\d+\. ")
_WAY = re.compile(r"\(([^()]+)\)$")
_ROOM = re.compile(r"\n{3,}")
