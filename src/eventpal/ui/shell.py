"""What outlives the window: settings, the look, the way in, and locking when nobody is there."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from eventpal import settings as stored
from eventpal.paths import Home
from eventpal.settings import Settings
from eventpal.ui.controller import Controller
from eventpal.ui.guarded import guarded
from eventpal.ui.look.theme import Appearance
from eventpal.ui.main_window import MainWindow
from eventpal.ui.tasks import Failure, Lane, Tasks, failure

if TYPE_CHECKING:
    from eventpal.app import EventPal
    from eventpal.store.vault.keys import DataKey
    from eventpal.store.vault.vault import Vault
    from eventpal.ui.vault.door import Door

Clock = Callable[[], datetime]

SECOND_MS = 1000

KEYRING_MARK = b'"keyring"'
"""What the slots file says where the desktop's keyring opens the vault."""


@guarded
class Shell(QObject):
    """Opens, locks and closes EventPal around its window."""

    ended = Signal()
    """The person is done."""

    def __init__(
        self,
        home: Home,
        clock: Clock,
        *,
        base: QFont,
        key: DataKey | None = None,
        sample: bool = False,
        passphrase: str | None = None,
        vault: Vault | None = None,
    ) -> None:
        super().__init__()
        self._passphrase = passphrase
        self._home = home
        self._clock = clock
        self._given = key
        self._sample = sample
        self._vault = vault
        loaded = stored.load(home.settings)
        self._settings = loaded.settings
        self._problem = loaded.problem
        self.appearance = Appearance(self._settings, base, self)
        self.tasks = Tasks(self)
        self.window: MainWindow | None = None
        self.door: Door | None = None
        self.is_open = False
        """Whether the window has its store."""
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._idle_check)
        self._last_input = time.monotonic()
        self._screen: QObject | None = None

    # Opening

    def start(self) -> None:
        """Show the window where it will open unasked, and meanwhile load the services.

        Only what has no Qt in it is loaded on the worker thread.
        """
        if self._opens_unasked():
            self._make_window()
        self.tasks.run(
            Lane.ACT, lambda _: importlib.import_module("eventpal.app"), done=lambda _: self._go()
        )

    def _opens_unasked(self) -> bool:
        """A guess, to spare a passphrase user the sight of a window that goes again."""
        if self._given is not None or self._passphrase is not None:
            return True
        try:
            return KEYRING_MARK in self._home.slots.read_bytes()
        except OSError:
            return False

    def _go(self) -> None:
        from eventpal.ui.vault.door import Door  # noqa: PLC0415

        door = Door(
            self.appearance,
            self._home,
            self._clock,
            self._shut,
            key=self._given,
            vault=self._vault,
        )
        door.opened.connect(self._opened)
        door.asking.connect(self._put_away)
        door.left.connect(self.ended)
        door.refused.connect(self._refused)
        self.door = door
        # Once only: after locking, the person is asked.
        passphrase, self._passphrase = self._passphrase, None
        door.open(self.tasks, passphrase)

    def _make_window(self) -> MainWindow:
        controller = Controller(self.tasks, self._clock, self)
        window = MainWindow(self.appearance, controller, self._settings)
        window.locking.connect(self.lock)
        window.settings_changed.connect(self._set)
        window.closed.connect(self.ended)
        self.window = window
        self.appearance.dress()
        window.show()
        if self._problem:
            window.banner.tell(Failure(self._problem))
            self._problem = ""
        return window

    def _put_away(self) -> None:
        """No window without a store while something is asked."""
        if self.window is not None and not self.is_open:
            self._drop_window()

    def _opened(self, app: EventPal) -> None:
        assert self.door is not None
        self.is_open = True
        window = self.window or self._make_window()
        window.attach(app, self.door.cards(window.controller))
        self._watch_idle()
        self._watch_screen()
        window.controller.begin(sample=self._sample)
        self.door.welcome(window, window.controller)

    def _refused(self, why: Failure) -> None:
        if self.window is not None:
            self.window.banner.tell(why)

    # Locking and closing

    def lock(self) -> None:
        """Close the store and ask for the secret again."""
        if self.door is not None and self.is_open:
            self.door.lock()

    def _shut(self, keep: bool = True) -> Tasks:
        """Close the window and the store; ``keep`` remembers where the window was."""
        self._idle.stop()
        if keep and self.window is not None:
            self._settings = self.window.kept()
            self._save()
        if self.window is not None:
            self.window.hide()
        if self.door is not None:
            self.door.end_models()
        # The work must have ended before its store closes.
        self.tasks.close()
        self.is_open = False
        if self.door is not None:
            self.door.close_store()
        self._drop_window()
        self.tasks = Tasks(self)
        return self.tasks

    def _drop_window(self) -> None:
        window, self.window = self.window, None
        if window is not None:
            window.blockSignals(True)
            window.controller.release()
            window.controller.deleteLater()
            window.close()
            window.deleteLater()

    def close(self) -> None:
        """End all work and close the store."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self._shut(keep=self.window is not None).close()
        if self.door is not None:
            self.door.close()

    # Settings

    def _set(self, settings: Settings) -> None:
        self._settings = settings
        self._save()
        self.appearance.wear(settings)
        self._watch_idle()
        self._watch_screen()

    def _save(self) -> None:
        try:
            stored.save(self._home.settings, self._settings)
        except OSError as error:
            self._refused(Failure(f"The settings could not be saved: {error.strerror}."))

    # Nobody there

    def _watch_screen(self) -> None:
        wanted = self._settings.lock_with_screen
        if wanted and self._screen is None:
            # Most people's windows never need to load the message bus.
            from eventpal.ui.vault.screen_lock import ScreenLock  # noqa: PLC0415

            screen = ScreenLock(self)
            screen.locked.connect(self.lock)
            self._screen = screen
        elif not wanted and self._screen is not None:
            self._screen.deleteLater()
            self._screen = None

    def _watch_idle(self) -> None:
        self._last_input = time.monotonic()
        self._idle.stop()
        application = QApplication.instance()
        assert application is not None
        # Only who wants it pays for a look at every event.
        application.removeEventFilter(self)
        if self._settings.idle_lock_minutes:
            application.installEventFilter(self)
            self._idle.start(self._settings.idle_lock_minutes * 60 * SECOND_MS)

    def _idle_check(self) -> None:
        """One wake-up per idle time, not one per key: look back when the timer ends."""
        limit = self._settings.idle_lock_minutes * 60
        idle = time.monotonic() - self._last_input
        if idle < limit:
            self._idle.start(int((limit - idle) * SECOND_MS) + 1)
        else:
            self.lock()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Remember when the person last did something."""
        if event.type() in _INPUT:
            self._last_input = time.monotonic()
        return super().eventFilter(watched, event)

    def unexpected(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> bool:
        """A bug in the window itself: say so calmly and stay open. False if nobody can be told."""
        if self.window is None or not issubclass(kind, Exception):
            return False
        self.window.banner.tell(failure(error.with_traceback(trace)))
        return True


_INPUT = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}
