"""The window: pages at the left, details at the right, and what holds for all of them."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QImage, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QSplitter, QWidget

from eventpal.domain import Action, Event, Place
from eventpal.settings import Settings
from eventpal.ui.cards.covers import Covers
from eventpal.ui.cards.models import Card
from eventpal.ui.controller import Controller, Notice
from eventpal.ui.errands import Errands
from eventpal.ui.frame import shortcuts
from eventpal.ui.frame.dropping import Dropping
from eventpal.ui.frame.messages import Activity, Banner, Toast
from eventpal.ui.frame.sidebar import Entry, Sidebar
from eventpal.ui.frame.topbar import Topbar
from eventpal.ui.guarded import guarded
from eventpal.ui.look.theme import Appearance
from eventpal.ui.look.tokens import NARROW
from eventpal.ui.look.widgets import column
from eventpal.ui.pages.events import EventPage
from eventpal.ui.pages.stack import Pages
from eventpal.ui.sources.errands import SourceErrands

if TYPE_CHECKING:
    from eventpal.app import EventPal
    from eventpal.ui.chat.pane import ChatPane
    from eventpal.ui.detail.not_for_me import NotForMe
    from eventpal.ui.detail.pane import Detail
    from eventpal.ui.vault.cards import VaultCards

ROOMY = 1500
"""From this window width, in pixels, page, details and chat fit side by side."""

SLIM = 1080
"""Below this window width, in pixels, the sidebar shows icons alone."""

ENTRIES = (
    Entry("picks", "Picks", "picks"),
    Entry("agenda", "All events", "agenda"),
    Entry("saved", "Saved", "save"),
    Entry("day", "Day plan", "day"),
    Entry("taste", "My taste", "taste"),
    Entry("sources", "Sources", "sources", foot=True),
    Entry("privacy", "Privacy and settings", "privacy", foot=True),
)


@guarded
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
        self._appearance = appearance
        self._settings = settings
        self.controller = controller
        self.errands = Errands(appearance, controller, self)
        self.source_errands = SourceErrands(appearance, controller, self)
        self._covers = Covers(controller.pictures.ask)
        self.sidebar = Sidebar(appearance, ENTRIES)
        self.topbar = Topbar(appearance)
        self.banner = Banner(appearance)
        self.activity = Activity(appearance)
        self.pages = Pages(appearance, self._covers, controller, settings)
        self._before_search = ENTRIES[0].page
        self._detail_open = self._chatting = self._opened_in_chat = False
        self._central = QWidget()
        self._lay_out()
        self.dropping = Dropping(self, self._central)
        self._connect()
        self._bind_keys()
        self._restore()
        self.open_page(ENTRIES[0].page)

    def attach(self, app: EventPal, vault: VaultCards | None) -> None:
        """EventPal is open: show what it has. Without a ``vault`` it cannot be locked."""
        self.pages.show_vault(vault)
        self.controller.attach(app)

    def _lay_out(self) -> None:
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(self.pages)
        self.split.setHandleWidth(1)
        right = column(spacing=0)
        right.addWidget(self.topbar)
        notices = column(spacing=0)
        notices.setContentsMargins(20, 4, 20, 4)
        notices.addWidget(self.banner)
        right.addLayout(notices)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(0)
        self._beside.addWidget(self.split, 1)
        right.addLayout(self._beside, 1)
        right.addWidget(self.activity)
        whole = QHBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.sidebar)
        whole.addLayout(right, 1)
        self._central.setLayout(whole)
        self.setCentralWidget(self._central)

    @cached_property
    def detail(self) -> Detail:
        """The pane of details, made with the first card: the window is there before."""
        from eventpal.ui.detail.pane import Detail  # noqa: PLC0415

        made = Detail(self._appearance, self._covers, self.controller)
        made.closed.connect(self._close_detail)
        made.exporting.connect(self.errands.export)
        made.opening.connect(self.errands.browse)
        made.homing.connect(self._live_at)
        made.hide()
        self.split.addWidget(made)
        for at, share in enumerate((5, 3)):
            self.split.setStretchFactor(at, share)
            self.split.setCollapsible(at, False)
        self.split.setSizes([720, 460])
        if self._settings.panes:
            self.split.restoreState(QByteArray(b64decode(self._settings.panes, validate=False)))
        return made

    @cached_property
    def chat(self) -> ChatPane:
        """The chat at the right edge, made when it is first asked for."""
        from eventpal.ui.chat.pane import ChatPane  # noqa: PLC0415

        made = ChatPane(self._appearance, self._covers, self.controller)
        made.closed.connect(self.toggle_chat)
        made.opened.connect(partial(self._opened, in_chat=True))
        made.exporting.connect(self.errands.export)
        made.choosing.connect(lambda: self._go_to("privacy"))
        self._beside.addWidget(made)
        return made

    @cached_property
    def toast(self) -> Toast:
        """The line that passes, made for the first one."""
        made = Toast(
            self._appearance,
            self._central,
            lambda: self.split if self.split.isVisible() else self.chat.stack,
        )
        made.undone.connect(self.controller.undo)
        return made

    def _connect(self) -> None:
        controller = self.controller
        self.sidebar.chosen.connect(self._go_to)
        self.topbar.search.searched.connect(self.search)
        self.topbar.search.left.connect(self._to_list)
        self.topbar.chat.clicked.connect(self.toggle_chat)
        self.dropping.dropped.connect(self.errands.add)
        self.topbar.add.clicked.connect(self.errands.add_source)
        self.topbar.refresh.clicked.connect(self.controller.refresh_all)
        self.pages.chosen.connect(self._chosen)
        self.pages.opened.connect(self._opened)
        self.pages.adding.connect(self.errands.add_source)
        self.pages.sampling.connect(controller.add_sample_city)
        self.pages.exporting.connect(self.errands.export)
        self.pages.removing.connect(self.errands.remove_source)
        self.source_errands.listen()
        controller.pictures.came.connect(self._picture_came)
        controller.pictures.gathered.connect(self._pictures_gathered)
        self.pages.settings_changed.connect(self._set)
        self.pages.locking.connect(self.locking)
        self.pages.importing.connect(self.errands.import_history)
        self.pages.beginning.connect(lambda: self._go_to("start"))
        self.pages.started.connect(lambda: self._go_to(ENTRIES[0].page))
        self.pages.resetting.connect(self.errands.reset_taste)
        self.pages.importing_busy.connect(self.errands.import_busy)
        self.pages.exporting_saved.connect(self.errands.export_saved)
        controller.feedback.asking.connect(self._ask_why)
        controller.noticed.connect(self._tell)
        controller.airgapped.connect(self.sidebar.show_airgap)
        controller.tasks.failed.connect(self.banner.tell)
        controller.tasks.started.connect(self.activity.watch)

    def _bind_keys(self) -> None:
        for action, key in shortcuts.ACTIONS.items():
            shortcuts.bind(self, (key,), partial(self._act, action))
        for at, entry in enumerate(ENTRIES, 1):
            shortcuts.bind(self, shortcuts.page(at), partial(self._go_to, entry.page))
        for keys, do in (
            (shortcuts.UNDO, self.controller.undo),
            (shortcuts.SEARCH, self._to_search),
            (shortcuts.BACK, self._back),
            (shortcuts.CHAT, self.toggle_chat),
            (shortcuts.REFRESH, self.controller.refresh_all),
            (shortcuts.ADD, self.errands.add_source),
            (shortcuts.LOCK, self.locking.emit),
            (shortcuts.QUIT, self.close),
        ):
            shortcuts.bind(self, keys, do)

    # Pages

    def open_page(self, page: str) -> None:
        """Show what the program calls ``page``."""
        self._before_search = page
        self.sidebar.take(page)
        self._show(self.pages.named(page))
        if self.topbar.search.text():
            self.topbar.search.blockSignals(True)
            self.topbar.search.clear()
            self.topbar.search.blockSignals(False)

    def _go_to(self, page: str) -> None:
        self.open_page(page)
        self._to_list()

    def search(self, text: str) -> None:
        """Show what answers ``text``; without text, the page from before."""
        if text:
            self.sidebar.take("")
            self.pages.found.search(text)
            self._show(self.pages.found)
        elif self.pages.searching:
            self.open_page(self._before_search)

    def _show(self, page: QWidget) -> None:
        self._detail_open = False
        self.pages.setCurrentWidget(page)
        if isinstance(page, EventPage):
            self._tell_details(page.current())
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
        focused = QApplication.focusWidget()
        if self._detail_open and not self.roomy:
            self._close_detail()
        elif self._chatting and focused is not None and self.chat.isAncestorOf(focused):
            self.chat.leave()
        elif self.pages.searching:
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
        self._tell_details(card)
        if card is None:
            self._detail_open = False
        self._arrange()

    def _tell_details(self, card: Card | None) -> None:
        if card is not None or self._has_detail:
            self.detail.show_card(card)

    @property
    def _has_detail(self) -> bool:
        return "detail" in self.__dict__

    def _opened(self, card: Card, *, in_chat: bool = False) -> None:
        self._opened_in_chat = in_chat
        self.detail.show_card(card)
        self.controller.feedback.opened(card.event)
        self._detail_open = True
        self._arrange()
        first = self.detail.buttons[Action.LIKE] if self.roomy else self.detail.back
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def _close_detail(self) -> None:
        self._detail_open = False
        self._arrange()
        if self._opened_in_chat and self._chatting:
            self.chat.field.setFocus()
        else:
            self._to_list()

    def toggle_chat(self) -> None:
        """Open the chat beside the page, or close it."""
        self._chatting = not self._chatting
        self.topbar.chat.setChecked(self._chatting)
        self.chat.setVisible(self._chatting)
        self._arrange()
        if not self._chatting:
            self._to_list()

    @property
    def roomy(self) -> bool:
        """Whether details fit beside all else that is open."""
        return not self.narrow and (not self._chatting or self.width() >= ROOMY)

    def _arrange(self) -> None:
        """Side by side where there is room; else details, then the chat, then the page."""
        page = self._page()
        has_list = page is not None and page.has_cards
        roomy = self.roomy
        details = self._detail_open or (has_list and roomy)
        chat = self._chatting and (roomy or not self._detail_open)
        if self._has_detail:
            self.detail.set_narrow(narrow=not roomy)
            self.detail.setVisible(details)
        if self._chatting:
            self.chat.setVisible(chat)
        self.pages.setVisible(not (self.narrow and (self._detail_open or chat)))
        self.split.setVisible(self.pages.isVisibleTo(self.split) or details)

    def _act(self, action: Action) -> None:
        """Do to the card at hand what a key says: in the chat, in the details, or on the page."""
        page, told = self._page(), self.chat.cards_in_focus() if self._chatting else None
        if told is not None:
            card = told.current()
            at: QPoint | None = told.point()
        else:
            at = page.point() if page else None
            shown = page.current() if page else None
            card = self.detail.card if self._detail_open else shown
        if card is not None:
            self.controller.feedback.act(card.event, action, at)

    def _ask_why(self, event: Event, at: QPoint | None) -> None:
        self.not_for_me.ask(event, at)

    def _live_at(self, place: Place) -> None:
        self.pages.privacy.set_home(place)

    @cached_property
    def not_for_me(self) -> NotForMe:
        """The panel that asks why an event is not for the person, made when it first does."""
        from eventpal.ui.detail.not_for_me import NotForMe  # noqa: PLC0415

        return NotForMe(self._appearance, self.controller, self._central)

    # The window itself

    def _picture_came(self, address: str, image: QImage) -> None:
        self._covers.keep(address, image)
        self._central.update()

    def _pictures_gathered(self) -> None:
        self._covers.look_again()
        self._central.update()

    def _tell(self, notice: Notice) -> None:
        self.toast.tell(notice.text, undo=notice.undo)

    def _set(self, settings: Settings) -> None:
        self._settings = settings
        self.settings_changed.emit(settings)

    def _restore(self) -> None:
        self.resize(1280, 820)
        if self._settings.window:
            self.restoreGeometry(QByteArray(b64decode(self._settings.window, validate=False)))

    def kept(self) -> Settings:
        """The settings, with where the window is now."""
        panes = b64encode(self.split.saveState().data()).decode()
        return replace(
            self._settings,
            window=b64encode(self.saveGeometry().data()).decode(),
            panes=panes if self._has_detail else self._settings.panes,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fold and unfold the sidebar and the details."""
        super().resizeEvent(event)
        self.sidebar.set_slim(slim=self.width() < SLIM)
        self._arrange()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Tell the application, which ends the work and closes the store."""
        super().closeEvent(event)
        self.closed.emit()
