"""What the window asks before it does it: sources, calendars, files, and web pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import ModuleType

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QWidget

from eventpal.domain import Action, Event, Source
from eventpal.ui import words
from eventpal.ui.controller import Controller
from eventpal.ui.look.theme import Appearance
from eventpal.ui.sources.health import title


class Errands(QObject):
    """Asks over ``window`` and hands the answers to the controller."""

    def __init__(self, appearance: Appearance, controller: Controller, window: QWidget) -> None:
        super().__init__(window)
        self._appearance = appearance
        self._controller = controller
        self._window = window

    def add_source(self) -> None:
        """Ask for a source and add it."""
        asked = _dialogs().AddSource(self._appearance, self._window)
        open_dialog(asked, lambda: self.add(asked.locations, sample=asked.sample))

    def add(self, locations: Sequence[str], *, sample: bool = False) -> None:
        """Add these sources, or the sample city."""
        if sample:
            self._controller.add_sample_city()
        elif locations:
            self._controller.add(locations)

    def remove_source(self, source: Source) -> None:
        """Ask, then forget the source."""
        self.confirm(
            f"Remove “{title(source)[:80]}”?",
            f"Its {words.counted(source.events, 'event')} leave the list, except those that "
            "another source has or that you saved or rated. You can add it again at any time.",
            "Remove",
            lambda: self._controller.remove_source(source.id),
        )

    def reset_taste(self) -> None:
        """Ask, then forget what was learned and said."""
        self.confirm(
            "Reset your taste?",
            "EventPal forgets what you liked, saved and hid, what it learned from it, and the "
            "lines about you. Your sources and events stay. This cannot be undone.",
            "Reset",
            self._controller.taste.reset,
        )

    def confirm(self, title: str, text: str, action: str, do: Callable[[], None]) -> None:
        """Ask before something is taken away."""
        asked = _dialogs().Confirm(
            self._appearance, self._window, title=title, text=text, action=action
        )
        open_dialog(asked, do)

    def import_history(self) -> None:
        """Ask for the person's calendars and learn from them."""
        files = _dialogs().choose_calendars(self._window)
        if files:
            self._controller.calendars.import_history(files)

    def import_busy(self) -> None:
        """Ask for the person's calendars and keep their times free."""
        files = _dialogs().choose_calendars(self._window)
        if files:
            self._controller.calendars.import_busy(files)

    def export(self, choose: Callable[[], Sequence[Event]], name: str) -> None:
        """Ask for a file and write the events that ``choose`` gives."""
        path = _dialogs().choose_export(self._window, name)
        if path is not None:
            self._controller.calendars.export(path, choose)

    def export_saved(self) -> None:
        """Ask for a file and write what the person saved."""
        self.export(
            lambda: self._controller.app.with_action(Action.SAVE, Action.GOING), "Saved events"
        )

    def browse(self, url: str) -> None:
        """Open a web page; only ever by a click, and only what a browser is for."""
        if words.host(url):
            QDesktopServices.openUrl(QUrl(url, QUrl.ParsingMode.StrictMode))


def _dialogs() -> ModuleType:
    """The dialogs, loaded when the first is opened: the window is there before."""
    from eventpal.ui import dialogs  # noqa: PLC0415

    return dialogs


def open_dialog(dialog: QDialog, accepted: Callable[[], None]) -> None:
    """Show a dialog, which goes when it is closed; ``accepted`` is done if the person agreed."""
    dialog.accepted.connect(accepted)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
