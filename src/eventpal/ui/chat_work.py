"""What the person says in the chat, handed to the assistant; its answer comes back in pieces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from eventpal.domain import Action, Change, Event
from eventpal.errors import Cancelled
from eventpal.progress import Progress
from eventpal.ui import words
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
    lacking = Signal(str)
    """Why answers come without the language model; "" when it works."""
    opened = Signal(object)
    """All Lines of a conversation that was opened."""
    listed = Signal(object)
    """The Conversations that were asked for."""

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller
        self._task: Task | None = None
        self._turn = 0
        """The number of the answer that is awaited."""
        self._talk = 0
        """The number of the conversation in this window."""
        self.conversation: str | None = None
        """The id of the conversation; None before its first message."""

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._task is not None

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
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        return task is not None

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
        self._turn += 1
        turn, talk = self._turn, self._talk

        def awaited() -> bool:
            return self._task is not None and turn == self._turn

        def hear(line: Line) -> None:
            if awaited():
                self.heard.emit(line)

        def enter(conversation: str) -> None:
            if talk == self._talk:
                self.conversation = conversation

        def work(progress: Progress) -> tuple[Line, str]:
            app = controller.app
            to = Listener(
                app,
                tell=lambda line: controller.tasks.call_soon(partial(hear, line)),
                enter=lambda said_in: controller.tasks.call_soon(partial(enter, said_in)),
            )
            answer = ask(app, to, progress)
            line = replace(
                _shown(app, answer.text, answer.events, app.history.actions()),
                proposals=answer.proposals,
                exporting=answer.intent.act == "export" and bool(answer.events),
            )
            return line, answer.intent.act

        def done(result: tuple[Line, str]) -> None:
            line, act = result
            if awaited():
                self._task = None
                self.answered.emit(line)
            if act not in READ_ONLY:
                controller.changed.emit(Change(taste=True))
            self.prepare()

        def failed(failure: Failure) -> None:
            if awaited():
                self._task = None
                self.failed.emit(failure)
            self.prepare()

        self._task = controller.run(Lane.CHAT, work, done=done, failed=failed)


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
