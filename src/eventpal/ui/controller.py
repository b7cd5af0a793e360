"""What a person does in the window, handed to EventPal off the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from eventpal.domain import Change
from eventpal.progress import Progress
from eventpal.ui import words
from eventpal.ui.cards.pictures import Pictures
from eventpal.ui.due import AFTER_STOP_MS, Due, Found
from eventpal.ui.feedback import Feedback
from eventpal.ui.own_calendars import OwnCalendars
from eventpal.ui.sources.work import SourceWork
from eventpal.ui.tasks import Failure, Lane, Task, Tasks
from eventpal.ui.taste.work import Taste

if TYPE_CHECKING:
    # The services and what they bring along load while the window is already there.
    from eventpal.app import EventPal
    from eventpal.feeds.refresh import Refreshed

T = TypeVar("T")

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
        self.feedback = Feedback(self)
        self.calendars = OwnCalendars(self)
        self.taste = Taste(self)
        self.sources = SourceWork(self)
        self.pictures = Pictures(self)
        self._steps: list[Callable[[], None]] = []
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
        app.tell = self.tell
        self.run(Lane.READ, lambda _: app.network.airgap, done=self._airgap_is)
        self.changed.emit(Change())

    def release(self) -> None:
        """EventPal is closed: let go of it and of everything it knew."""
        self._app = None
        self.due.stop()
        self.feedback.actions.clear()
        self.pictures.forget()
        self._steps.clear()

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

    # What the person did, and taking it back

    def did(self, text: str, undo: Callable[[], None]) -> None:
        """Say what was done; ``undo`` takes it back, once."""
        self._steps.append(undo)
        self.noticed.emit(Notice(text, undo=True))

    def tell(self, text: str) -> None:
        """Say one line that passes."""
        self.noticed.emit(Notice(text))

    def undo(self) -> None:
        """Take the last thing back: what was done in this window first, then what is stored."""
        step = self._steps.pop() if self._steps else self.feedback.undo
        step()

    def forget_steps(self) -> None:
        """Nothing that was done can be taken back any more."""
        self._steps.clear()

    def taken_back(self, change: Change) -> None:
        """Say that the last thing was taken back."""
        self.tell("Taken back.")
        self.changed.emit(change)

    def not_taken_back(self, failure: Failure) -> None:
        """Say why nothing was; with nothing to undo a passing line is enough."""
        if failure.details:
            self.tasks.failed.emit(failure)
        else:
            self.tell(failure.sentence)

    def homed(self, *, known: bool) -> None:
        """The person said where they live, or that it be forgotten: no distance is as it was."""
        self.tell("Distances are measured from here now." if known else "Your home is forgotten.")
        self.changed.emit(Change())

    # Sources

    def add(self, locations: Sequence[str]) -> None:
        """Add sources one by one, so that the first one's events show while the next is read."""

        def work(progress: Progress) -> list[Refreshed]:
            results = []
            for location in locations:
                for result in self.sources.added(location, progress):
                    results.append(result)
                    self._flow(result)
            return results

        self.ingest("Adding events", work)

    def add_sample_city(self) -> None:
        """Add the sample city."""
        self.ingest("Opening the sample city", self.app.add_sample_city)

    def refresh(self, ids: Sequence[int] = (), *, asked: bool = True) -> None:
        """Read these sources again, or all of them; quietly where the person has not ``asked``."""

        def work(progress: Progress) -> list[Refreshed]:
            return self.app.refresh(ids, progress, self._flow)

        self.ingest("Refreshing", work, asked=asked)

    def refresh_all(self) -> None:
        """Read all sources again."""
        self.refresh()

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

    def _flow(self, result: Refreshed) -> None:
        """Tell the pages what came while more is on its way; called on a worker thread."""
        self.tasks.call_soon(partial(self.changed.emit, result.change))

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
            if asked and results:
                self._tell_of(results, change)
            elif change.added or change.changed or change.removed:
                self.tell(_summary(results, change))
            self.understand()
            self.pictures.gather()
            self.due.wait()

        def failed(failure: Failure) -> None:
            # What was read before the failure is kept, so the pages have something to show.
            self.changed.emit(Change())
            if failure.cancelled:
                self.tell(failure.sentence)
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
            self.tell(_summary(results, change))

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
