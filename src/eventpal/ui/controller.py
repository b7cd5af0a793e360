"""What a person does in the window, handed to EventPal off the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from eventpal.domain import Action, Change, Event
from eventpal.progress import Progress
from eventpal.ui import words
from eventpal.ui.due import AFTER_STOP_MS, Due, Found
from eventpal.ui.models import NO_ACTIONS
from eventpal.ui.tasks import Failure, Lane, Task, Tasks

if TYPE_CHECKING:
    # The services and what they bring along load while the window is already there.
    from eventpal.app import EventPal, Imported
    from eventpal.feeds.refresh import Refreshed

T = TypeVar("T")

NOTED = {
    Action.LIKE: "Liked",
    Action.DISLIKE: "Not for you",
    Action.SAVE: "Saved",
    Action.GOING: "You are going to",
    Action.ATTENDED: "You were at",
    Action.HIDE: "Hidden",
}

TAKEN_BACK = {
    Action.LIKE: "No longer liked",
    Action.DISLIKE: "Back among the others",
    Action.SAVE: "No longer saved",
    Action.GOING: "You are not going to",
    Action.ATTENDED: "You were not at",
    Action.HIDE: "Shown again",
}

OPPOSITES = {Action.LIKE: Action.DISLIKE, Action.DISLIKE: Action.LIKE}


LOOK_MS = 3000
"""While sources are read, new events are looked for this often."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One line for the person; ``undo`` where it can be taken back."""

    text: str
    undo: bool = False


class Controller(QObject):
    """Starts each piece of work in its lane and tells the pages what it changed."""

    changed = Signal(object)
    """A Change."""
    acted = Signal(str, object)
    """An event id and the actions that stand for it now, ahead of the store."""
    noticed = Signal(object)
    """A Notice."""
    airgapped = Signal(bool)
    """Whether the air-gap switch is on."""

    def __init__(
        self, tasks: Tasks, clock: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self.clock = clock
        self._app: EventPal | None = None
        self.actions: dict[str, frozenset[Action]] = {}
        """What the person did, by event id, as far as the window knows."""
        self.airgap = False
        """Whether the air-gap switch is on, as far as the window knows."""
        self._embedding: Task | None = None
        self._reading = 0
        self._counted = 0
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._look_in)
        self.due = Due(self._look_for_due, clock, self)
        self.due.came.connect(self._due_came)

    @property
    def app(self) -> EventPal:
        """The open EventPal; to be asked for only by work that ``run`` started."""
        assert self._app is not None
        return self._app

    def attach(self, app: EventPal) -> None:
        """EventPal is open from now on."""
        self._app = app
        app.tell = lambda line: self.noticed.emit(Notice(line))
        self.run(Lane.READ, lambda _: app.network.airgap, done=self._airgap_is)
        self.changed.emit(Change())

    def release(self) -> None:
        """EventPal is closed: let go of it and of everything it knew."""
        self._app = None
        self.due.stop()
        self.actions.clear()

    def run(
        self,
        lane: Lane,
        work: Callable[[Progress], T],
        *,
        done: Callable[[T], None] | None = None,
        failed: Callable[[Failure], None] | None = None,
        title: str = "",
        latest: str = "",
    ) -> Task | None:
        """As ``Tasks.run``; until EventPal is open nothing is started."""
        if self._app is None:
            return None
        return self.tasks.run(lane, work, done=done, failed=failed, title=title, latest=latest)

    def begin(self, *, sample: bool = False) -> None:
        """What is due when the window opens: the sample city if asked for, else old sources."""

        def done(empty: bool) -> None:
            if empty and sample:
                self.add_sample_city()
            else:
                self.due.look()

        self.run(Lane.READ, lambda _: not self.app.sources.all(), done=done)

    def _look_for_due(self, done: Callable[[Found], None], latest: str) -> None:
        self.run(Lane.READ, lambda _: self.app.network.due(), done=done, latest=latest)

    def _due_came(self, ids: Sequence[int]) -> None:
        if ids:
            self.refresh(ids, asked=False)
        else:
            self.understand()

    # About events

    def act(self, event: Event, action: Action) -> None:
        """Note what the person does; the same again takes it back. Cards show it at once."""
        before = self.actions.get(event.event_id, NO_ACTIONS)
        if action in before:
            after, text, do = before - {action}, TAKEN_BACK[action], self._withdraw
        else:
            after = (before - {OPPOSITES.get(action)}) | {action}
            text, do = NOTED[action], self._rate
        self._show(event.event_id, after)

        def done(change: Change) -> None:
            self.noticed.emit(Notice(f"{text}: {event.title}", undo=True))
            self.changed.emit(change)

        def failed(failure: Failure) -> None:
            self._show(event.event_id, before)
            self.tasks.failed.emit(failure)

        self.run(Lane.ACT, lambda _: do(event, action), done=done, failed=failed)

    def _rate(self, event: Event, action: Action) -> Change:
        return self.app.rate(event.id, action)

    def _withdraw(self, event: Event, action: Action) -> Change:
        return self.app.withdraw(event.id, action)

    def undo(self) -> None:
        """Take the last action back."""

        def done(result: tuple[Change, dict[str, frozenset[Action]]]) -> None:
            change, actions = result
            for event_id in change.rated:
                self._show(event_id, actions.get(event_id, NO_ACTIONS))
            self.noticed.emit(Notice("Taken back."))
            self.changed.emit(change)

        def failed(failure: Failure) -> None:
            # With nothing to undo a passing line is enough.
            if failure.details:
                self.tasks.failed.emit(failure)
            else:
                self.noticed.emit(Notice(failure.sentence))

        self.run(
            Lane.ACT,
            lambda _: (self.app.undo(), self.app.history.actions()),
            done=done,
            failed=failed,
        )

    def _show(self, event_id: str, actions: frozenset[Action | None]) -> None:
        shown = frozenset(action for action in actions if action is not None)
        self.actions[event_id] = shown
        self.acted.emit(event_id, shown)

    def homed(self) -> None:
        """The person said where they live: every distance is another one."""
        self.noticed.emit(Notice("Distances are measured from here now."))
        self.changed.emit(Change())

    # Sources

    def add(self, locations: Sequence[str]) -> None:
        """Add sources one by one, so that the first one's events show while the next is read."""

        def work(progress: Progress) -> list[Refreshed]:
            results = []
            for location in locations:
                results += self._flowing(self.app.add_sources([location], progress))
            return results

        self.ingest("Adding events", work)

    def add_sample_city(self) -> None:
        """Add the sample city."""
        self.ingest("Opening the sample city", self.app.add_sample_city)

    def refresh(self, ids: Sequence[int] = (), *, asked: bool = True) -> None:
        """Read these sources again, or all of them; quietly where the person has not ``asked``."""

        def work(progress: Progress) -> list[Refreshed]:
            results = []
            for one in ids or [source.id for source in self.app.sources.all()]:
                results += self._flowing(self.app.refresh([one], progress))
            return results

        self.ingest("Refreshing", work, asked=asked)

    def remove_source(self, source: int) -> None:
        """Forget a source."""

        def removed(change: Change) -> None:
            self.changed.emit(change)
            self.due.wait()

        self.run(
            Lane.INGEST,
            lambda _: self.app.remove_source(source),
            title="Removing the source",
            done=removed,
        )

    def understand(self) -> None:
        """Embed what has no vector yet, in the background."""
        if self._embedding is not None:
            return

        def ended() -> None:
            self._embedding = None

        def done(count: int) -> None:
            if count:
                self.changed.emit(Change())

        self._embedding = self.run(
            Lane.BACKGROUND,
            self.app.embed_pending,
            title="Understanding events",
            done=done,
        )
        if self._embedding is not None:
            self._embedding.ended.connect(ended)

    def _flowing(self, results: list[Refreshed]) -> list[Refreshed]:
        """Tell the pages what came while more is on its way; called on a worker thread."""
        for result in results:
            self.tasks.call_soon(partial(self.changed.emit, result.change))
        return results

    def ingest(
        self, title: str, work: Callable[[Progress], list[Refreshed]], *, asked: bool = True
    ) -> None:
        """Read sources, and tell the pages what came of it."""

        def ended() -> None:
            self._reading -= 1
            if not self._reading:
                self._look.stop()

        def done(results: list[Refreshed]) -> None:
            change = Change(sources=frozenset(result.source.id for result in results))
            for result in results:
                change |= result.change
            self.changed.emit(change)
            if asked:
                self._tell_of(results, change)
            elif change.added or change.changed or change.removed:
                self.noticed.emit(Notice(_summary(results, change)))
            self.understand()
            self.due.wait()

        def failed(failure: Failure) -> None:
            # What was read before the failure is kept, so the pages have something to show.
            self.changed.emit(Change())
            if failure.cancelled:
                self.noticed.emit(Notice(failure.sentence))
            else:
                self.tasks.failed.emit(failure)
            self.understand()
            self.due.wait(AFTER_STOP_MS)

        task = self.run(Lane.INGEST, work, title=title, done=done, failed=failed)
        if task is not None:
            self._reading += 1
            self._look.start()
            task.ended.connect(ended)

    def _tell_of(self, results: Sequence[Refreshed], change: Change) -> None:
        """Say what came of reading; what was kept from being asked stands nowhere else."""
        kept = [one.error for one in results if one.error and not one.source.problems]
        if kept:
            self.tasks.failed.emit(Failure(str(kept[0])))
        if len(kept) < len(results) or not kept:
            self.noticed.emit(Notice(_summary(results, change)))

    @property
    def reading(self) -> bool:
        """Whether sources are being read."""
        return self._reading > 0

    def _look_in(self) -> None:
        """A large folder takes minutes: show what is there of it meanwhile."""

        def work(_: Progress) -> int:
            count = self.app.events.count()
            if count != self._counted:
                self.app.recommender.reload()
            return count

        def done(count: int) -> None:
            if count != self._counted:
                self._counted = count
                self.changed.emit(Change())

        self.run(Lane.READ, work, done=done, latest="look")

    # The network

    def set_airgap(self, on: bool) -> None:
        """Let nothing leave this computer, or what the person's sources need."""

        def work(_: Progress) -> bool:
            self.app.network.airgap = on
            return on

        def failed(failure: Failure) -> None:
            self._airgap_is(not on)
            self.tasks.failed.emit(failure)

        self.run(Lane.ACT, work, done=self._airgap_is, failed=failed)

    def _airgap_is(self, on: bool) -> None:
        self.airgap = on
        self.airgapped.emit(on)
        self.due.wait()

    # Calendars

    def import_history(self, files: Sequence[Path]) -> None:
        """Learn from the person's own calendars."""

        def done(result: Imported) -> None:
            text = f"Learned from {words.counted(result.imported, 'event')}"
            if result.skipped:
                text += f"; {result.skipped:,} were known already"
            if result.problems:
                text += f"; {words.counted(len(result.problems), 'problem')}"
            self.noticed.emit(Notice(f"{text}."))
            for problem in result.problems[:1]:
                self.tasks.failed.emit(Failure(f"{problem.where}: {problem.message}"))
            self.changed.emit(Change())
            self.understand()

        self.run(
            Lane.INGEST,
            lambda progress: self.app.import_history(files, progress),
            title="Reading your calendar",
            done=done,
        )

    def export(self, path: Path, choose: Callable[[], Sequence[Event]]) -> None:
        """Write the events that ``choose`` gives (on a worker thread) to an .ics file."""

        def done(count: int) -> None:
            self.noticed.emit(Notice(f"{words.counted(count, 'event')} written to {path.name}."))

        self.run(Lane.READ, lambda _: self.app.export(path, choose()), done=done)


def _summary(results: Sequence[Refreshed], change: Change) -> str:
    parts = [
        f"{len(ids):,} {word}"
        for ids, word in (
            (change.added, "new"),
            (change.changed, "changed"),
            (change.removed, "gone"),
        )
        if ids
    ]
    troubled = sum(1 for result in results if result.problems)
    text = ", ".join(parts) + (" events" if parts else "") if parts else "Everything is up to date"
    if troubled:
        text += f"; {words.counted(troubled, 'source')} had problems"
    return f"{text}."
