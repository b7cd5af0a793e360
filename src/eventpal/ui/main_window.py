"""The window: pages at the left, details at the right, and what holds for all of them."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QUrl, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QSplitter, QWidget

from eventpal.domain import Action, Event, Place, Source
from eventpal.settings import Settings
from eventpal.ui import dialogs, words
from eventpal.ui.controller import Controller, Notice
from eventpal.ui.covers import Covers
from eventpal.ui.detail import Detail
from eventpal.ui.event_page import EventPage
from eventpal.ui.health import title
from eventpal.ui.messages import Activity, Banner, Toast
from eventpal.ui.models import Card
from eventpal.ui.page_stack import Pages
from eventpal.ui.pages import SearchPage
from eventpal.ui.sidebar import Entry, Sidebar
from eventpal.ui.theme import Appearance
from eventpal.ui.tokens import NARROW
from eventpal.ui.topbar import Topbar
from eventpal.ui.widgets import column, label

if TYPE_CHECKING:
    from eventpal.app import EventPal
    from eventpal.ui.vault_cards import VaultCards

SLIM = 1080
"""Below this window width, in pixels, the sidebar shows icons alone."""

ENTRIES = (
    Entry("Picks", "picks"),
    Entry("All events", "agenda"),
    Entry("Saved", "save"),
    Entry("Sources", "sources"),
    Entry("Privacy and settings", "privacy"),
)

KEYS = {
    Action.LIKE: "L",
    Action.DISLIKE: "N",
    Action.SAVE: "S",
    Action.GOING: "G",
    Action.HIDE: "H",
}


class MainWindow(QMainWindow):
    """Shows EventPal, from before it is open."""

    locking = Signal()
    settings_changed = Signal(object)
    closed = Signal()

    def __init__(
        self,
        appearance: Appearance,
        controller: Controller,
        settings: Settings,
    ) -> None:
        super().__init__()
        self.setWindowTitle("EventPal")
        self.setMinimumSize(640, 480)
        self.setAcceptDrops(True)
        self._appearance = appearance
        self._settings = settings
        self.controller = controller
        covers = Covers()
        self.sidebar = Sidebar(appearance, ENTRIES)
        self.topbar = Topbar(appearance)
        self.banner = Banner(appearance)
        self.activity = Activity(appearance)
        self.detail = Detail(appearance, covers, controller)
        self.pages = Pages(appearance, covers, controller, settings)
        self._before_search = 0
        self._detail_open = False
        self._central = QWidget()
        self._lay_out()
        self.toast = Toast(appearance, self._central)
        self.drop = label("Drop to add these events", "heading")
        self.drop.setObjectName("drop")
        self.drop.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.drop.setParent(self._central)
        self.drop.hide()
        self._connect()
        self._make_actions()
        self._restore()
        self.open_page(0)

    def attach(self, app: EventPal, vault: VaultCards | None) -> None:
        """EventPal is open: show what it has. Without a ``vault`` it cannot be locked."""
        self.pages.show_vault(vault)
        self.controller.attach(app)

    def _lay_out(self) -> None:
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(self.pages)
        self.split.addWidget(self.detail)
        self.split.setStretchFactor(0, 5)
        self.split.setStretchFactor(1, 3)
        self.split.setCollapsible(0, False)
        self.split.setCollapsible(1, False)
        self.split.setSizes([720, 460])
        self.split.setHandleWidth(1)
        right = column(spacing=0)
        right.addWidget(self.topbar)
        notices = column(spacing=0)
        notices.setContentsMargins(20, 4, 20, 4)
        notices.addWidget(self.banner)
        right.addLayout(notices)
        right.addWidget(self.split, 1)
        right.addWidget(self.activity)
        whole = QHBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.sidebar)
        whole.addLayout(right, 1)
        self._central.setLayout(whole)
        self.setCentralWidget(self._central)

    def _connect(self) -> None:
        controller = self.controller
        self.sidebar.chosen.connect(self._go_to)
        self.topbar.search.searched.connect(self.search)
        self.topbar.search.left.connect(self._to_list)
        self.topbar.add.clicked.connect(self.add_source)
        self.topbar.refresh.clicked.connect(self._refresh_all)
        self.pages.chosen.connect(self._chosen)
        self.pages.opened.connect(self._opened)
        self.pages.adding.connect(self.add_source)
        self.pages.sampling.connect(controller.add_sample_city)
        self.pages.exporting.connect(self.export)
        self.pages.removing.connect(self.remove_source)
        self.pages.settings_changed.connect(self._set)
        self.pages.locking.connect(self.locking)
        self.pages.importing.connect(self.import_history)
        self.pages.exporting_saved.connect(self._export_saved)
        self.detail.closed.connect(self._close_detail)
        self.detail.exporting.connect(self.export)
        self.detail.opening.connect(self._browse)
        self.detail.homing.connect(self._live_at)
        controller.noticed.connect(self._tell)
        controller.airgapped.connect(self.sidebar.show_airgap)
        controller.tasks.failed.connect(self.banner.tell)
        controller.tasks.started.connect(self.activity.watch)
        self.toast.undone.connect(controller.undo)

    def _make_actions(self) -> None:
        for action, key in KEYS.items():
            self._action(key, partial(self._act, action))
        for at in range(len(ENTRIES)):
            self._action(f"Ctrl+{at + 1}", partial(self._go_to, at))
        self._action("U", self.controller.undo)
        self._action(QKeySequence.StandardKey.Undo, self.controller.undo)
        self._action("Ctrl+K", self._to_search)
        self._action("/", self._to_search)
        self._action("Esc", self._back)
        self._action("Ctrl+R", self._refresh_all)
        self._action("Ctrl+N", self.add_source)
        self._action("Ctrl+L", self.locking.emit)
        self._action(QKeySequence.StandardKey.Quit, self.close)

    def _action(self, key: str | QKeySequence.StandardKey, do: Callable[[], object]) -> None:
        made = QAction(self)
        made.setShortcut(QKeySequence(key))
        made.setAutoRepeat(False)
        made.triggered.connect(lambda _=False: do())
        self.addAction(made)

    # Pages

    def open_page(self, at: int) -> None:
        """Show page ``at`` of the sidebar."""
        self._before_search = at
        self.sidebar.take(at)
        self._show(self.pages.listed(at))
        if self.topbar.search.text():
            self.topbar.search.blockSignals(True)
            self.topbar.search.clear()
            self.topbar.search.blockSignals(False)

    def _go_to(self, at: int) -> None:
        self.open_page(at)
        self._to_list()

    def search(self, text: str) -> None:
        """Show what answers ``text``; without text, the page from before."""
        if text:
            self.sidebar.take(-1)
            self.pages.found.search(text)
            self._show(self.pages.found)
        elif isinstance(self.pages.currentWidget(), SearchPage):
            self.open_page(self._before_search)

    def _show(self, page: QWidget) -> None:
        self._detail_open = False
        self.pages.setCurrentWidget(page)
        if isinstance(page, EventPage):
            self.detail.show_card(page.view.current())
        self._arrange()
        if not self.topbar.search.hasFocus():
            self._to_list()

    def _page(self) -> EventPage | None:
        page = self.pages.currentWidget()
        return page if isinstance(page, EventPage) else None

    def _to_list(self) -> None:
        page = self.pages.currentWidget()
        if isinstance(page, EventPage):
            page.take_focus()
        elif page is not None:
            page.setFocus()

    def _to_search(self) -> None:
        self.topbar.search.setFocus()
        self.topbar.search.selectAll()

    def _back(self) -> None:
        if self._detail_open and self.narrow:
            self._close_detail()
        elif isinstance(self.pages.currentWidget(), SearchPage):
            self.topbar.search.clear()
            self.open_page(self._before_search)
            self._to_list()
        elif self.banner.isVisible():
            self.banner.hide()
        else:
            self._to_list()

    # Cards and details

    @property
    def narrow(self) -> bool:
        """Whether the window is too narrow for list and details side by side."""
        return self.width() < NARROW

    def _chosen(self, card: Card | None) -> None:
        self.detail.show_card(card)
        if card is None:
            self._detail_open = False
        self._arrange()

    def _opened(self, card: Card) -> None:
        self.detail.show_card(card)
        self._detail_open = True
        self._arrange()
        first = self.detail.back if self.narrow else self.detail.buttons[Action.LIKE]
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def _close_detail(self) -> None:
        self._detail_open = False
        self._arrange()
        self._to_list()

    def _arrange(self) -> None:
        """Side by side where there is room, else one or the other."""
        page = self._page()
        has_list = page is not None and page.stack.currentWidget() is page.view
        alone = self.narrow
        self.detail.set_narrow(narrow=alone)
        self.detail.setVisible(has_list and (self._detail_open or not alone))
        self.pages.setVisible(not (alone and has_list and self._detail_open))

    def _act(self, action: Action) -> None:
        page = self._page()
        card = self.detail.card if self._detail_open else page.view.current() if page else None
        if page is not None and card is not None:
            self.controller.act(card.event, action)

    def _browse(self, url: str) -> None:
        # Only ever by a click, and only what a browser is for.
        if words.host(url):
            QDesktopServices.openUrl(QUrl(url, QUrl.ParsingMode.StrictMode))

    def _live_at(self, place: Place) -> None:
        self.pages.privacy.set_home(place)

    # Sources and calendars

    def add_source(self) -> None:
        """Ask for a source and add it."""
        asked = dialogs.AddSource(self._appearance, self)
        asked.accepted.connect(lambda: self._add(asked.locations, sample=asked.sample))
        asked.finished.connect(asked.deleteLater)
        asked.open()

    def _add(self, locations: Sequence[str], *, sample: bool = False) -> None:
        if sample:
            self.controller.add_sample_city()
        elif locations:
            self.controller.add(locations)

    def remove_source(self, source: Source) -> None:
        """Ask, then forget the source."""
        asked = dialogs.Confirm(
            self._appearance,
            self,
            title=f"Remove “{title(source)[:80]}”?",
            text=f"Its {words.counted(source.events, 'event')} leave the list, except those that "
            "another source has or that you saved or rated. You can add it again at any time.",
            action="Remove",
        )
        asked.accepted.connect(lambda: self.controller.remove_source(source.id))
        asked.finished.connect(asked.deleteLater)
        asked.open()

    def _refresh_all(self) -> None:
        self.controller.refresh()

    def import_history(self) -> None:
        """Ask for the person's calendars and learn from them."""
        files = dialogs.choose_calendars(self)
        if files:
            self.controller.import_history(files)

    def export(self, choose: Callable[[], Sequence[Event]], name: str) -> None:
        """Ask for a file and write the events that ``choose`` gives."""
        path = dialogs.choose_export(self, name)
        if path is not None:
            self.controller.export(path, choose)

    def _export_saved(self) -> None:
        self.export(
            lambda: self.controller.app.with_action(Action.SAVE, Action.GOING), "Saved events"
        )

    # The window itself

    def _tell(self, notice: Notice) -> None:
        self.toast.tell(notice.text, undo=notice.undo)

    def _set(self, settings: Settings) -> None:
        self._settings = settings
        self.settings_changed.emit(settings)

    def _restore(self) -> None:
        self.resize(1280, 820)
        if self._settings.window:
            self.restoreGeometry(QByteArray(b64decode(self._settings.window, validate=False)))
        if self._settings.panes:
            self.split.restoreState(QByteArray(b64decode(self._settings.panes, validate=False)))

    def kept(self) -> Settings:
        """The settings, with where the window is now."""
        return replace(
            self._settings,
            window=b64encode(self.saveGeometry().data()).decode(),
            panes=b64encode(self.split.saveState().data()).decode(),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fold and unfold the sidebar and the details."""
        super().resizeEvent(event)
        self.sidebar.set_slim(slim=self.width() < SLIM)
        self.drop.setGeometry(self._central.rect().adjusted(24, 24, -24, -24))
        self._arrange()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Tell the application, which ends the work and closes the store."""
        super().closeEvent(event)
        self.closed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Files, folders and addresses may be dropped."""
        data = event.mimeData()
        if data.hasUrls() or data.text().strip().startswith(("http", "webcal")):
            event.acceptProposedAction()
            self.drop.show()
            self.drop.raise_()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802
        """The invitation goes."""
        self.drop.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Add what was dropped."""
        self.drop.hide()
        data = event.mimeData()
        urls = data.urls() or [QUrl(word) for word in data.text().split()]
        locations = [url.toLocalFile() if url.isLocalFile() else url.toString() for url in urls]
        event.acceptProposedAction()
        self._add([location for location in locations if location])
