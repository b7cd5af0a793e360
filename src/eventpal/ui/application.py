"""The application: opens the vault, then the window; locks, and closes everything in order."""

import signal
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from types import TracebackType

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QStyleFactory

from eventpal import app as guide
from eventpal import settings as stored
from eventpal.errors import Locked
from eventpal.paths import Home
from eventpal.settings import Settings
from eventpal.store.keys import DataKey
from eventpal.store.slots import Slot
from eventpal.store.vault import Vault
from eventpal.ui import fonts, icons
from eventpal.ui.controller import Controller
from eventpal.ui.main_window import MainWindow
from eventpal.ui.tasks import Failure, Lane, Tasks, failure
from eventpal.ui.theme import Appearance
from eventpal.ui.vault_dialogs import ChoosePassphrase, Trouble, Unlock, VaultDialog

Clock = Callable[[], datetime]

SECOND_MS = 1000


def run(home: Home, clock: Clock, *, key: DataKey | None = None, sample: bool = False) -> int:
    """Open the window on ``home`` and stay until it is closed.

    Args:
        home: The data folder.
        clock: Tells the time; fixed in tests and screenshots.
        key: Opens the home without its vault, for a demo that is thrown away.
        sample: Add the sample city if there is no source yet.

    Returns:
        The exit status.
    """
    application = make_application()
    shell = Shell(home, clock, key=key, sample=sample, base=application.font())
    previous = sys.excepthook
    sys.excepthook = shell.unexpected
    # Ctrl+C in the terminal ends the window; Python sees the signal when Qt next wakes up.
    signal.signal(signal.SIGINT, lambda *_: application.quit())
    try:
        shell.start()
        status = application.exec()
    finally:
        shell.close()
        sys.excepthook = previous
    return status


def make_application() -> QApplication:
    """The one QApplication, with our style and fonts."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(["eventpal"])
    application.setApplicationName("EventPal")
    application.setDesktopFileName("eventpal")
    application.setQuitOnLastWindowClosed(False)
    application.setWindowIcon(icons.application())
    application.setStyle(QStyleFactory.create("Fusion"))
    application.setFont(fonts.system_font())
    return application


class Shell(QObject):
    """What outlives the window: settings, the look, the vault, and locking."""

    def __init__(
        self, home: Home, clock: Clock, *, base: QFont, key: DataKey | None, sample: bool
    ) -> None:
        super().__init__()
        self._home = home
        self._clock = clock
        self._key = key
        self._sample = sample
        self._vault = Vault(home)
        loaded = stored.load(home.settings)
        self._settings = loaded.settings
        self._problem = loaded.problem
        self.appearance = Appearance(self._settings, base, self)
        self._tasks = Tasks(self)
        self.window: MainWindow | None = None
        self.dialog: VaultDialog | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._idle_check)
        self._last_input = clock()
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    # Opening

    def start(self) -> None:
        """Open with the key given or the keyring; ask where neither opens."""
        self._tasks.run(
            Lane.ACT, lambda _: self._open(None, None), done=self._opened, failed=self._ask
        )

    def _open(self, passphrase: str | None, code: str | None) -> guide.EventPal:
        """Open the store, on a worker thread."""
        key = self._key
        if key is None:
            if not self._vault.exists:
                key = self._vault.create(passphrase=passphrase)
            else:
                key = self._vault.unlock(passphrase=passphrase, recovery_code=code)
        return guide.EventPal(self._home, key, clock=self._clock, zone=guide.local_zone())

    def _ask(self, why: Failure) -> None:
        """Ask for what opens the vault, or say why nothing does."""
        if not issubclass(why.cause, Locked):
            dialog: VaultDialog = Trouble(self.appearance, self._tasks, self._open, why)
        elif self._vault.exists:
            dialog = Unlock(self.appearance, self._tasks, self._open, why.sentence)
        else:
            dialog = ChoosePassphrase(self.appearance, self._tasks, self._open)
        self.dialog = dialog
        dialog.accepted.connect(lambda: self._opened(dialog.opened))
        dialog.rejected.connect(self._quit)
        dialog.show()

    def _opened(self, opened: object) -> None:
        assert isinstance(opened, guide.EventPal)
        self.dialog = None
        controller = Controller(opened, self._tasks, self)
        window = MainWindow(self.appearance, controller, self._settings, self._slots)
        window.locking.connect(self.lock)
        window.settings_changed.connect(self._set)
        window.closed.connect(self._quit)
        self.window = window
        window.show()
        if self._problem:
            window.banner.tell(Failure(self._problem))
            self._problem = ""
        self._watch_idle()
        controller.begin(sample=self._sample)

    def _slots(self) -> Sequence[Slot]:
        return () if self._key is not None else self._vault.slots()

    # Locking and closing

    def lock(self) -> None:
        """Close the store and ask for the secret again."""
        self._shut()
        self._tasks = Tasks(self)
        self._ask(Failure("", cause=Locked))

    def _shut(self) -> None:
        window, self.window = self.window, None
        if window is None:
            return
        self._settings = window.kept()
        self._save()
        window.blockSignals(True)
        window.hide()
        # The work must have ended before its store closes.
        self._tasks.close()
        window.controller.app.close()
        window.controller.deleteLater()
        window.close()
        window.deleteLater()

    def close(self) -> None:
        """End all work and close the store."""
        self._idle.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self._shut()
        self._tasks.close()

    def _quit(self) -> None:
        application = QApplication.instance()
        if application is not None:
            application.quit()

    def _set(self, settings: Settings) -> None:
        self._settings = settings
        self._save()
        self.appearance.wear(settings)
        self._watch_idle()

    def _save(self) -> None:
        try:
            stored.save(self._home.settings, self._settings)
        except OSError as error:
            if self.window is not None:
                text = f"The settings could not be saved: {error.strerror}."
                self.window.banner.tell(Failure(text))

    # Idle

    def _watch_idle(self) -> None:
        self._last_input = self._clock()
        self._idle.stop()
        if self._settings.idle_lock_minutes:
            self._idle.start(self._settings.idle_lock_minutes * 60 * SECOND_MS)

    def _idle_check(self) -> None:
        """One wake-up per idle time, not one per key: look back when the timer ends."""
        limit = self._settings.idle_lock_minutes * 60
        idle = (self._clock() - self._last_input).total_seconds()
        if idle >= limit:
            if self.window is not None:
                self.lock()
        else:
            self._idle.start(int((limit - idle) * SECOND_MS))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Remember when the person last did something."""
        if event.type() in _INPUT:
            self._last_input = self._clock()
        return super().eventFilter(watched, event)

    def unexpected(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """A bug in the window itself: say so calmly and stay open."""
        if self.window is not None and issubclass(kind, Exception):
            self.window.banner.tell(failure(error.with_traceback(trace)))
        else:
            sys.__excepthook__(kind, error, trace)


_INPUT = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}
