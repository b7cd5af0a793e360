"""What the person says in the chat, handed to the assistant; its answer comes back in pieces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from eventpal.domain import Action, Change, Event
from eventpal.progress import Progress
from eventpal.ui.models import NO_ACTIONS, Card
from eventpal.ui.tasks import Failure, Lane, Task

if TYPE_CHECKING:
    from eventpal.app import EventPal
    from eventpal.chat.services import Answer, ProfileProposal
    from eventpal.store.conversations import Conversation, Said
    from eventpal.ui.controller import Controller

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
    cards: tuple[Card, ...] = ()
    proposals: tuple[ProfileProposal, ...] = ()
    exporting: bool = False
    """Whether its events are ready to be written to a calendar file."""


class ChatWork(QObject):
    """One conversation at a time. Every signal comes on the window's thread."""

    heard = Signal(object)
    """The Line that the answer is so far."""
    answered = Signal(object)
    """The Line that the answer is when it is complete."""
    failed = Signal(object)
    """A Failure; the question is kept."""
    opened = Signal(object)
    """All Lines of a conversation that was opened."""
    listed = Signal(object)
    """The Conversations that were asked for."""

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller
        self._task: Task | None = None
        self.conversation: str | None = None
        """The id of the conversation; None before its first message."""

    @property
    def busy(self) -> bool:
        """Whether an answer is being made."""
        return self._task is not None

    def ask(self, text: str) -> None:
        """Say ``text``."""

        def work(app: EventPal, to: Listener, progress: Progress) -> Answer:
            # Started here, so that a question whose answer was stopped can be asked again.
            conversation = self.conversation or app.conversations.start(app.clock())
            self._controller.tasks.call_soon(partial(self._in, conversation))
            return app.assistant.ask(
                text,
                conversation=conversation,
                on_text=to.say,
                on_events=to.name,
                token=progress.token,
            )

        self._answer(work)

    def again(self, text: str | None = None) -> None:
        """Answer the last message once more; ``text`` takes its place."""
        conversation = self.conversation
        if conversation is None:
            if text:
                self.ask(text)
            return

        def work(app: EventPal, to: Listener, progress: Progress) -> Answer:
            if text is None:
                return app.assistant.regenerate(
                    conversation, on_text=to.say, on_events=to.name, token=progress.token
                )
            return app.assistant.edit_last(
                conversation, text, on_text=to.say, on_events=to.name, token=progress.token
            )

        self._answer(work)

    def prepare(self) -> None:
        """Have the language model loaded, so that the first answer need not wait for it."""
        self._controller.run(
            Lane.BACKGROUND,
            lambda _: self._controller.app.model.info(),
            failed=_leave,
            latest="model loaded",
        )

    def stop(self) -> None:
        """End the answer that is being made."""
        if self._task is not None:
            self._task.cancel()

    def begin(self) -> None:
        """Leave the conversation; the next message starts another."""
        self.stop()
        self.conversation = None

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

    def _in(self, conversation: str) -> None:
        self.conversation = conversation

    def _answer(self, ask: Callable[[EventPal, Listener, Progress], Answer]) -> None:
        controller = self._controller

        def tell(line: Line) -> None:
            controller.tasks.call_soon(partial(self.heard.emit, line))

        def work(progress: Progress) -> tuple[Line, str]:
            app = controller.app
            answer = ask(app, Listener(app, tell), progress)
            line = replace(
                _shown(app, answer.text, answer.events, app.history.actions()),
                proposals=answer.proposals,
                exporting=answer.intent.act == "export" and bool(answer.events),
            )
            return line, answer.intent.act

        def done(result: tuple[Line, str]) -> None:
            line, act = result
            self._task = None
            self.answered.emit(line)
            if act not in READ_ONLY:
                controller.changed.emit(Change(taste=True))

        def failed(failure: Failure) -> None:
            self._task = None
            self.failed.emit(failure)

        self._task = controller.run(Lane.CHAT, work, done=done, failed=failed)


def _leave(_: Failure) -> None:
    """Answers do without the model; the health page says what it lacks."""


class Listener:
    """Hears an answer as it is made, and tells the line that it is so far."""

    def __init__(self, app: EventPal, tell: Callable[[Line], None]) -> None:
        self._app, self._tell = app, tell
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
        self._tell(_shown(self._app, self._text, self._events, self._actions))


def _line(app: EventPal, said: Said, actions: dict[str, frozenset[Action]]) -> Line:
    """A message as it was stored; its events as they are now, where they still are."""
    if said.speaker == "person":
        return Line("person", said.text)
    from eventpal.chat.memory import restored  # noqa: PLC0415

    turn = restored(said.state)
    events = app.events.find(turn.events if turn else (), now=app.clock())
    return _shown(app, said.text, [event for event in events if event.title in said.text], actions)


def _shown(
    app: EventPal, text: str, events: Sequence[Event], actions: dict[str, frozenset[Action]]
) -> Line:
    """An answer without the lines that only say what the cards of ``events`` show."""
    # The chat loads while the window is already there.
    from eventpal.chat import render  # noqa: PLC0415

    listed = {
        line
        for german in (False, True)
        for line in render.lines(events, app.zone, german=german).splitlines()
    }
    lines = text.splitlines()
    first = next((at for at, line in enumerate(lines) if line in listed), len(lines))
    after = (line for line in lines[first:] if line not in listed)
    cards = (Card(event, actions=actions.get(event.event_id, NO_ACTIONS)) for event in events)
    return Line(
        "eventpal", "\n".join(lines[:first]).strip(), "\n".join(after).strip(), tuple(cards)
    )
