"""What is asked about sources before it is done: menus and dialogs over the page of sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from eventpal.domain import Source, SourceKind
from eventpal.ui import words
from eventpal.ui.controller import Controller
from eventpal.ui.errands import open_dialog
from eventpal.ui.look.theme import Appearance
from eventpal.ui.sources.health import title

if TYPE_CHECKING:
    from eventpal.feeds.reading import Feed
    from eventpal.ui.sources.dialogs import AskLogin
    from eventpal.ui.sources.view import Folder


class SourceErrands(QObject):
    """Asks over ``window`` and hands the answers to the controller."""

    def __init__(self, appearance: Appearance, controller: Controller, window: QWidget) -> None:
        super().__init__(window)
        self._appearance = appearance
        self._controller = controller
        self._window = window

    def listen(self) -> None:
        """Ask whenever adding a source needs an answer."""
        self._controller.sources.offered.connect(self.choose_feeds)
        self._controller.sources.login_wanted.connect(self._log_in_to_add)

    def menu(self, source: Source, folders: Sequence[str], remove: Callable[[], None]) -> QMenu:
        """What can be done with one source."""
        work, controller = self._controller.sources, self._controller
        menu = QMenu(self._window)
        menu.addAction("Refresh", lambda: controller.refresh([source.id]))
        if source.kind in {SourceKind.WEB, SourceKind.FILE}:
            menu.addAction("Test", lambda: work.test(source))
        menu.addAction(
            "Go on reading it" if source.paused else "Pause",
            lambda: work.manage(source, paused=not source.paused),
        )
        pictures = menu.addAction("Show its pictures")
        pictures.setCheckable(True)
        pictures.setChecked(source.pictures)
        pictures.triggered.connect(lambda on: work.manage(source, pictures=on))
        menu.addSeparator()
        menu.addMenu(self._folders(menu, source, folders))
        menu.addAction("Rename…", lambda: self.rename(source))
        if source.kind is SourceKind.WEB:
            menu.addAction("Name and password…", lambda: self.log_in(source))
            if source.login:
                menu.addAction("Forget its password", lambda: work.set_login(source, None))
        menu.addAction("Copy address", lambda: QGuiApplication.clipboard().setText(source.location))
        menu.addSeparator()
        menu.addAction("Remove…", remove)
        return menu

    def _folders(self, menu: QMenu, source: Source, folders: Sequence[str]) -> QMenu:
        inside = QMenu("Folder", menu)
        for name in ("", *folders):
            action = inside.addAction(name or "None")
            action.setCheckable(True)
            action.setChecked(source.folder == name)
            action.triggered.connect(
                lambda _=False, name=name: self._controller.sources.manage(source, folder=name)
            )
        inside.addSeparator()
        inside.addAction("New folder…", lambda: self.new_folder(source))
        return inside

    def folder_menu(self, folder: Folder) -> QMenu:
        """What can be done with a folder."""
        work, sources = self._controller.sources, folder.sources
        menu = QMenu(self._window)
        menu.addAction("Refresh", lambda: self._controller.refresh([one.id for one in sources]))
        paused = all(one.paused for one in sources)
        menu.addAction(
            "Go on reading them" if paused else "Pause",
            lambda: work.manage_all(sources, paused=not paused),
        )
        if folder.name:
            menu.addAction("Rename…", lambda: self.rename_folder(folder))
        return menu

    def pop_up(self, menu: QMenu, position: QPoint) -> None:
        """Show a menu, which goes when it is closed."""
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(position)

    def choose_feeds(self, feeds: Sequence[Feed], added: bool) -> None:
        """Offer the feeds of a page."""
        asked = _dialogs().ChooseFeeds(self._appearance, self._window, feeds, added=added)
        open_dialog(asked, lambda: self._controller.add(asked.chosen))

    def rename(self, source: Source) -> None:
        """Ask what to call a source."""
        asked = _dialogs().AskText(
            self._appearance,
            self._window,
            title="What do you call it?",
            text="Leave it empty to use its publisher’s name from the next reading on.",
            value=title(source),
        )
        open_dialog(asked, lambda: self._controller.sources.manage(source, title=asked.value))

    def new_folder(self, source: Source) -> None:
        """Ask for a folder to put a source in."""
        asked = _dialogs().AskText(
            self._appearance,
            self._window,
            title="New folder",
            text=f"“{title(source)[:80]}” goes into it.",
            value="",
        )
        open_dialog(asked, lambda: self._controller.sources.manage(source, folder=asked.value))

    def rename_folder(self, folder: Folder) -> None:
        """Ask what to call a folder."""
        asked = _dialogs().AskText(
            self._appearance,
            self._window,
            title="What do you call this folder?",
            text="Leave it empty to take the sources out of it.",
            value=folder.name,
        )

        work = self._controller.sources
        open_dialog(asked, lambda: work.manage_all(folder.sources, folder=asked.value))

    def log_in(self, source: Source) -> None:
        """Ask for the login of a source."""
        asked = self._ask_login(source.location)
        asked.name.setText(source.login)
        open_dialog(asked, lambda: self._controller.sources.set_login(source, asked.login))

    def _log_in_to_add(self, location: str) -> None:
        asked = self._ask_login(location)
        open_dialog(asked, lambda: self._controller.sources.add_with_login(location, asked.login))

    def _ask_login(self, location: str) -> AskLogin:
        host = words.host(location.replace("webcal", "http", 1)) or "This source"
        made: AskLogin = _dialogs().AskLogin(self._appearance, self._window, host)
        return made


def _dialogs() -> ModuleType:
    """The dialogs, loaded when the first is opened: the window is there before."""
    from eventpal.ui.sources import dialogs  # noqa: PLC0415

    return dialogs
