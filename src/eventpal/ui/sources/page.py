"""Where events come from: add, refresh, remove, and what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from eventpal.domain import Source
from eventpal.progress import Progress
from eventpal.ui import dialogs, words
from eventpal.ui.cards.empty import EmptyState
from eventpal.ui.controller import Controller, Notice
from eventpal.ui.guarded import guarded
from eventpal.ui.look.flow import Flow
from eventpal.ui.look.theme import Appearance
from eventpal.ui.look.tokens import GRID
from eventpal.ui.look.widgets import Button, column, label, row
from eventpal.ui.sources.errands import SourceErrands
from eventpal.ui.sources.view import Folder, SourceView
from eventpal.ui.tasks import Failure, Lane

if TYPE_CHECKING:
    # The services load while the window is already there.
    from eventpal.feeds.refresh import Refreshed


@guarded
class SourcesPage(QWidget):
    """The list of sources and what can be done with them."""

    adding = Signal()
    sampling = Signal()
    removing = Signal(object)
    """A Source that the person wants to remove; to be confirmed."""

    def __init__(self, appearance: Appearance, controller: Controller) -> None:
        super().__init__()
        self.setObjectName("page")
        self._controller = controller
        self._errands = SourceErrands(appearance, controller, self)
        self._folders: list[str] = []
        self.view = SourceView(appearance.look, controller.clock, self)
        appearance.changed.connect(self.view.wear)
        self.count = label("", "muted")
        self.count.setToolTip("What several sources list is one event.")
        self.read_again = Button(
            appearance, "Read again", icon="refresh", tip="Read this source again (F5)"
        )
        self.remove = Button(appearance, "Remove…", icon="trash", tip="Remove this source (Delete)")
        self.manage = Button(
            appearance, "Manage", icon="settings", tip="Pause, pictures, folder, name, password"
        )
        self.add = Button(appearance, "Add…", icon="add", kind="primary")
        self.lists = Button(
            appearance, "Import or export", icon="more", tip="Lists of feeds (OPML)"
        )
        self.lists.clicked.connect(self._offer_lists)
        self.empty = EmptyState(
            appearance,
            "sources",
            "No sources yet",
            "A source is a calendar address, a feed, a file or a folder. Paste one, or drop "
            "it on this window.",
            actions=[
                ("Add a calendar, feed or folder", "add", self.adding.emit),
                ("Import a list of feeds (OPML)", "import", self.import_list),
                ("Explore the sample city", "picks", self.sampling.emit),
            ],
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(QWidget())
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.empty)
        self._lay_out()
        self.setFocusProxy(self.view)
        self.view.refreshing.connect(lambda one: controller.refresh([one]))
        self.view.removing.connect(self.removing)
        self.view.chosen.connect(self._chosen)
        self.view.menued.connect(self._menu)
        self.view.folder_menued.connect(self._folder_menu)
        self.manage.clicked.connect(self._menu_of_chosen)
        self.read_again.clicked.connect(self._refresh_chosen)
        self.remove.clicked.connect(self._remove_chosen)
        self.add.clicked.connect(self.adding)
        controller.changed.connect(self._changed)

    def _lay_out(self) -> None:
        outer = column(spacing=0)
        self.setLayout(outer)
        head = column(spacing=GRID)
        head.setContentsMargins(22, GRID, 20, GRID + 4)
        line = row()
        line.addWidget(label("Sources", "heading"))
        line.addSpacing(4)
        line.addWidget(self.count, 1)
        head.addLayout(line)
        head.addWidget(Flow(self._buttons()))
        outer.addLayout(head)
        outer.addWidget(self.stack, 1)

    def _buttons(self) -> list[QWidget]:
        return [self.add, self.read_again, self.manage, self.remove, self.lists]

    def load(self) -> None:
        """Show the sources as they are now."""

        def work(_: Progress) -> tuple[list[Source], int]:
            app = self._controller.app
            return app.sources.all(), app.events.count()

        self._controller.run(
            Lane.READ, work, done=lambda found: self._fill(*found), latest="sources"
        )

    def _fill(self, sources: Sequence[Source], events: int) -> None:
        self.stack.setCurrentWidget(self.view if sources else self.empty)
        for button in self._buttons():
            button.setVisible(bool(sources))
        self._folders = sorted({one.folder for one in sources if one.folder}, key=str.lower)
        self.count.setText(
            f"{words.counted(events, 'event')} from {words.counted(len(sources), 'source')}"
        )
        self.count.setVisible(bool(sources))
        self.view.show_sources(sources)

    def _chosen(self, source: Source | None) -> None:
        for button in (self.read_again, self.manage, self.remove):
            button.setEnabled(source is not None)

    def _refresh_chosen(self) -> None:
        source = self.view.current()
        if source is not None:
            self._controller.refresh([source.id])

    def _remove_chosen(self) -> None:
        source = self.view.current()
        if source is not None:
            self.removing.emit(source)

    def _menu(self, source: Source, position: QPoint) -> None:
        menu = self._errands.menu(source, self._folders, lambda: self.removing.emit(source))
        self._errands.pop_up(menu, position)

    def _folder_menu(self, folder: Folder, position: QPoint) -> None:
        self._errands.pop_up(self._errands.folder_menu(folder), position)

    def _menu_of_chosen(self) -> None:
        source = self.view.current()
        if source is not None:
            self._menu(source, self.manage.mapToGlobal(self.manage.rect().bottomLeft()))

    def _offer_lists(self) -> None:
        menu = QMenu(self)
        menu.addAction("Import a list of feeds (OPML)…", self.import_list)
        menu.addAction("Export the list of sources (OPML)…", self.export_list)
        menu.popup(self.lists.mapToGlobal(self.lists.rect().bottomLeft()))

    def import_list(self) -> None:
        """Ask for a list of feeds and add them."""
        path = dialogs.choose_list(self)
        if path is not None:
            self.add_list(path)

    def add_list(self, path: Path) -> None:
        """Add the feeds that ``path`` lists."""

        def work(progress: Progress) -> list[Refreshed]:
            from eventpal.services import subscriptions  # noqa: PLC0415

            results, problems = subscriptions.read(self._controller.app, path, progress)
            tasks = self._controller.tasks
            for one in problems[:1]:
                tasks.call_soon(partial(tasks.failed.emit, Failure(one.message)))
            return results

        self._controller.ingest("Adding a list of feeds", work)

    def export_list(self) -> None:
        """Ask for a file and write the list of sources."""
        path = dialogs.choose_list_export(self)
        if path is not None:
            self.write_list(path)

    def write_list(self, path: Path) -> None:
        """Write the list of sources to ``path``."""

        def work(_: Progress) -> int:
            from eventpal.services import subscriptions  # noqa: PLC0415

            return subscriptions.write(self._controller.app, path)

        def done(count: int) -> None:
            text = f"{words.counted(count, 'source')} written to {path.name}."
            self._controller.noticed.emit(Notice(text))

        self._controller.run(Lane.READ, work, done=done)

    def _changed(self, _: object) -> None:
        if self.isVisible():
            self.load()

    def showEvent(self, event: object) -> None:  # noqa: N802
        """Show what is there now."""
        super().showEvent(event)  # type: ignore[arg-type]
        self.load()
