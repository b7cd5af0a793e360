"""What the window does about sources: adding, what the person decides, and what was joined."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypedDict, Unpack

from PySide6.QtCore import QObject, Signal

from eventpal.domain import Change, Event, Login, Source
from eventpal.errors import LoginNeeded
from eventpal.progress import Progress
from eventpal.ui import words
from eventpal.ui.detail.news import Place
from eventpal.ui.tasks import Lane

if TYPE_CHECKING:
    # The services load while the window is already there.
    from collections.abc import Sequence

    from eventpal.feeds.refresh import Refreshed, Tried
    from eventpal.ui.controller import Controller


class Decided(TypedDict, total=False):
    """What the person decides about a source, as ``SourceStore.manage`` takes it."""

    title: str
    folder: str
    paused: bool
    pictures: bool


class SourceWork(QObject):
    """Hands what concerns sources to EventPal."""

    offered = Signal(object, bool)
    """The Feeds that a page leads to, and whether the page itself was added."""
    login_wanted = Signal(object)
    """A source or a location that asks for a name and password."""

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller

    def added(
        self, location: str, progress: Progress, login: Login | None = None
    ) -> list[Refreshed]:
        """Add a source, on a worker thread; what must be asked first is asked."""
        from eventpal.feeds.locations import completed  # noqa: PLC0415
        from eventpal.feeds.reading import LeadsToFeeds  # noqa: PLC0415

        location, tasks = completed(location), self._controller.tasks
        try:
            results = self._controller.app.add_sources([location], progress, login)
        except LeadsToFeeds as error:
            tasks.call_soon(partial(self.offered.emit, error.offers, False))
            return []
        except LoginNeeded:
            if login is not None:
                raise
            tasks.call_soon(partial(self.login_wanted.emit, location))
            return []
        for result in results:
            if result.offers:
                tasks.call_soon(partial(self.offered.emit, result.offers, True))
        return results

    def add_with_login(self, location: str, login: Login) -> None:
        """Add a source that asks for a name and password."""
        self._controller.ingest(
            "Adding events", lambda progress: self.added(location, progress, login)
        )

    def set_login(self, source: Source, login: Login | None) -> None:
        """Keep the login of a source and read it again, or forget it."""

        def done(_: object) -> None:
            if login is not None:
                self._controller.refresh([source.id])
            else:
                self._controller.changed.emit(Change(sources=frozenset({source.id})))
                self._controller.tell("Its name and password are forgotten.")

        self._controller.run(
            Lane.ACT, lambda _: self._controller.app.sources.set_login(source.id, login), done=done
        )

    def manage(self, source: Source, **decided: Unpack[Decided]) -> None:
        """Set what the person decides about a source."""
        self.manage_all([source], **decided)

    def manage_all(self, sources: Sequence[Source], **decided: Unpack[Decided]) -> None:
        """Set what the person decides about sources."""

        def work(_: Progress) -> Change:
            app = self._controller.app
            for source in sources:
                app.sources.manage(source.id, **decided)
            if decided.get("pictures") is False:
                app.gallery.forget_unused()
            return Change(sources=frozenset(source.id for source in sources))

        def done(change: Change) -> None:
            self._controller.changed.emit(change)
            self._controller.pictures.gather()
            self._controller.due.wait()

        self._controller.run(Lane.ACT, work, done=done)

    def test(self, source: Source) -> None:
        """Read a source without keeping anything, and say what came of it."""

        def work(progress: Progress) -> Tried:
            app = self._controller.app
            return app.refresher.try_out(source.location, progress, app.sources.login(source.id))

        def done(tried: Tried) -> None:
            text = f"It works, and lists {words.counted(tried.events, 'event')}"
            if tried.problems:
                text += f"; {words.counted(len(tried.problems), 'problem')}"
            self._controller.tell(f"{text}.")

        self._controller.run(Lane.INGEST, work, done=done, title=f"Testing {source.title}")

    def places(self, event: Event) -> list[Place]:
        """Where an event is listed; on a worker thread."""
        app = self._controller.app
        titles = {source.id: source.title or source.location for source in app.sources.all()}
        return [
            Place(
                source=titles.get(one.source, ""),
                title=one.event.title,
                url=one.event.url,
                joined="" if one.event.event_id == event.event_id else one.event.event_id,
                into=event.event_id,
            )
            for one in app.origins(event.id)
        ]

    def split(self, place: Place) -> None:
        """Show what was joined to another event by itself, and offer to take that back."""

        def done(change: Change) -> None:
            text = f"“{place.title}” is an event of its own now."
            self._controller.did(text, partial(self._join, place))
            self._controller.changed.emit(change)

        self._controller.run(
            Lane.ACT, lambda _: self._controller.app.split(place.joined), done=done
        )

    def _join(self, place: Place) -> None:
        self._controller.run(
            Lane.ACT,
            lambda _: self._controller.app.join(place.joined, place.into),
            done=self._controller.taken_back,
            failed=self._controller.not_taken_back,
        )
