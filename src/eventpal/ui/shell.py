"""What outlives the window: settings, the look, the vault, and locking."""

import time
from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QFileDialog

from eventpal import app as guide
from eventpal import settings as stored
from eventpal.errors import Damaged, Locked, UserError
from eventpal.paths import Home
from eventpal.settings import Settings
from eventpal.store import backup
from eventpal.store.keys import DataKey
from eventpal.store.slots import SlotKind
from eventpal.store.vault import Vault
from eventpal.ui import dialogs, vault_dialogs
from eventpal.ui.controller import Controller
from eventpal.ui.main_window import MainWindow
from eventpal.ui.recovery import offer_code
from eventpal.ui.tasks import Failure, Lane, Tasks, failure
from eventpal.ui.theme import Appearance
from eventpal.ui.vault_cards import Keeper, VaultCards
from eventpal.ui.vault_dialogs import VaultDialog
from eventpal.ui.vault_forms import Secrets

Clock = Callable[[], datetime]

SECOND_MS = 1000


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
        vault: Vault | None = None,
    ) -> None:
        super().__init__()
        self._home = home
        self._clock = clock
        self._given = key
        self._sample = sample
        self._vault = vault or Vault(home)
        loaded = stored.load(home.settings)
        self._settings = loaded.settings
        self._problem = loaded.problem
        self.appearance = Appearance(self._settings, base, self)
        self.tasks = Tasks(self)
        self.window: MainWindow | None = None
        self.dialog: VaultDialog | None = None
        self._fresh = False
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._idle_check)
        self._last_input = time.monotonic()
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    # Opening

    def start(self) -> None:
        """Open with the key given or the keyring; ask where neither opens."""
        self.tasks.run(
            Lane.ACT, lambda _: self._open(Secrets()), done=self._opened, failed=self._ask
        )

    def _open(self, given: Secrets) -> guide.EventPal:
        """Open the store, on a worker thread."""
        return self._with(self._given or self._key(given))

    def _key(self, given: Secrets) -> DataKey:
        if self._vault.exists:
            return self._vault.unlock(
                passphrase=given.passphrase, recovery_code=given.code, may_prompt=True
            )
        key = self._vault.create(passphrase=given.passphrase)
        self._fresh = given.passphrase is not None
        return key

    def _with(self, key: DataKey) -> guide.EventPal:
        self._keeper = Keeper(self._vault, self._home, key)
        return guide.EventPal(self._home, key, clock=self._clock, zone=guide.local_zone())

    def _ask(self, why: Failure) -> None:
        """Ask for what opens the vault, or say why nothing does."""
        look, tasks = self.appearance, self.tasks
        if not issubclass(why.cause, Locked):
            dialog = vault_dialogs.trouble(look, tasks, self._open, why)
            self._add_ways_on(dialog, why)
        elif self._vault.exists:
            dialog = vault_dialogs.unlock(
                look, tasks, self._open, kinds=self._kinds(), why=why.sentence
            )
        else:
            dialog = vault_dialogs.first_passphrase(look, tasks, self._open)
        self._show(dialog, self._opened, self.ended.emit)

    def _add_ways_on(self, dialog: VaultDialog, why: Failure) -> None:
        """A damaged store can be replaced by a backup, or put aside; both on the person's word."""
        if not issubclass(why.cause, Damaged):
            return

        def instead(path: Path) -> None:
            self._leave(dialog)
            self.restore(path)

        def choose() -> None:
            folder = self._home.backups
            name, _ = QFileDialog.getOpenFileName(
                dialog,
                "Restore a backup",
                str(folder) if folder.is_dir() else dialogs.documents(),
            )
            if name:
                instead(Path(name))

        def newest(found: backup.Backup | None) -> None:
            if found is not None and self.dialog is dialog:
                name = f"Restore that of {found.created_at.astimezone():%d %b %H:%M}"
                dialog.add_action(name, "refresh", partial(instead, found.path))

        dialog.add_action("Restore a backup…", "folder", choose)
        self.tasks.run(Lane.READ, lambda _: backup.newest_good(self._home), done=newest)

    def _kinds(self) -> Collection[SlotKind]:
        try:
            return {slot.kind for slot in self._vault.slots()}
        except UserError:
            return ()

    def _show(
        self, dialog: VaultDialog, done: Callable[[object], None], left: Callable[[], object]
    ) -> None:
        self.dialog = dialog

        def accepted() -> None:
            self._leave(dialog)
            done(dialog.outcome)

        def rejected() -> None:
            self._leave(dialog)
            left()

        dialog.accepted.connect(accepted)
        dialog.rejected.connect(rejected)
        dialog.show()
        dialog.activateWindow()

    def _leave(self, dialog: VaultDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
        dialog.blockSignals(True)
        dialog.hide()
        dialog.deleteLater()

    def _opened(self, opened: object) -> None:
        assert isinstance(opened, guide.EventPal)
        controller = Controller(opened, self.tasks, self)
        cards = None
        if self._given is None:
            cards = VaultCards(self.appearance, controller, self._keeper)
            cards.restoring.connect(self.restore)
            cards.rekeying.connect(self.rekey)
            cards.erasing.connect(self.erase)
        window = MainWindow(self.appearance, controller, self._settings, cards)
        window.locking.connect(self.lock)
        window.settings_changed.connect(self._set)
        window.closed.connect(self.ended)
        self.window = window
        window.show()
        if self._problem:
            window.banner.tell(Failure(self._problem))
            self._problem = ""
        self._watch_idle()
        controller.begin(sample=self._sample)
        if cards is not None:
            keeper, now = self._keeper, self._clock()
            self.tasks.run(Lane.BACKGROUND, lambda _: backup.daily(keeper.home, keeper.key, now))
        if self._fresh:
            self._fresh = False
            offer_code(self.appearance, self.tasks, self._vault, window).open()

    # Locking, and what needs the store closed

    def lock(self) -> None:
        """Close the store and ask for the secret again."""
        if self._given is not None:
            return
        self._shut()
        self._vault.lock()
        self._ask(Failure("", cause=Locked))

    def rekey(self) -> None:
        """Encrypt everything under a new key."""

        def work() -> guide.EventPal:
            key = self._vault.rekey()
            backup.renew(self._home, key, self._clock())
            return self._with(key)

        self._shut()
        self.tasks.run(Lane.ACT, lambda _: work(), done=self._opened, failed=self._ask)

    def restore(self, path: Path) -> None:
        """Put a backup in place of what is here."""
        try:
            found = backup.check(path)
        except UserError as error:
            self._complain(failure(error))
            return

        def work(given: Secrets) -> guide.EventPal:
            restored = self._vault.restore(
                path, passphrase=given.passphrase, recovery_code=given.code
            )
            return self._with(restored.key)

        self._shut()
        dialog = vault_dialogs.open_backup(
            self.appearance,
            self.tasks,
            work,
            kinds={slot.kind for slot in found.slots.slots},
            made=f"{found.created_at.astimezone():%d %b %Y, %H:%M}",
        )
        self._show(dialog, self._opened, self.start)

    def _complain(self, why: Failure) -> None:
        if self.window is not None:
            self.window.banner.tell(why)
        else:
            self._ask(why)

    def erase(self) -> None:
        """Delete everything and end."""
        self._shut(keep=False)
        self.tasks.run(
            Lane.ACT,
            lambda _: self._vault.erase(),
            done=lambda _: self.ended.emit(),
            failed=self._ask,
        )

    def _shut(self, *, keep: bool = True) -> None:
        """Close the window and the store; ``keep`` remembers where the window was."""
        self._idle.stop()
        window, self.window = self.window, None
        if window is None:
            return
        if keep:
            self._settings = window.kept()
            self._save()
        window.blockSignals(True)
        window.hide()
        # The work must have ended before its store closes.
        self.tasks.close()
        window.controller.app.close()
        window.controller.deleteLater()
        window.close()
        window.deleteLater()
        self.tasks = Tasks(self)

    def close(self) -> None:
        """End all work and close the store."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self._shut()
        self._idle.stop()
        if self.dialog is not None:
            self._leave(self.dialog)
        self.tasks.close()

    # Settings

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
        self._last_input = time.monotonic()
        self._idle.stop()
        if self._settings.idle_lock_minutes:
            self._idle.start(self._settings.idle_lock_minutes * 60 * SECOND_MS)

    def _idle_check(self) -> None:
        """One wake-up per idle time, not one per key: look back when the timer ends."""
        limit = self._settings.idle_lock_minutes * 60
        idle = time.monotonic() - self._last_input
        if idle < limit:
            self._idle.start(int((limit - idle) * SECOND_MS))
        elif self.window is not None:
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
