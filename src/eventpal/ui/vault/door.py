"""Opens the store behind the window: asks for what opens it, and mends what does not.

Everything here brings the services and the vault along, which take longer to load than the window:
the shell loads this module when the window is already there.
"""

from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from eventpal import app as guide
from eventpal import opening
from eventpal.errors import Damaged, Locked, UserError, WrongSecret
from eventpal.paths import Home
from eventpal.store.vault import backup
from eventpal.store.vault.keys import DataKey
from eventpal.store.vault.slots import SlotKind
from eventpal.store.vault.vault import Vault
from eventpal.ui import dialogs
from eventpal.ui.controller import Controller
from eventpal.ui.look.theme import Appearance
from eventpal.ui.tasks import Failure, Lane, Tasks, failure
from eventpal.ui.vault import dialogs as vault_dialogs
from eventpal.ui.vault.cards import Keeper, VaultCards
from eventpal.ui.vault.dialogs import VaultDialog
from eventpal.ui.vault.forms import Secrets
from eventpal.ui.vault.recovery import offer_code
from eventpal.ui.vault.upkeep import Upkeep

Clock = Callable[[], datetime]

NOTHING = Secrets()
"""No secret given: the keyring's turn."""

Shut = Callable[[bool], Tasks]
"""Closes window and store, remembering where the window was if True; gives new Tasks."""


class Door(QObject):
    """Gives an open EventPal, by whatever way the person has."""

    opened = Signal(object)
    """An open EventPal."""
    asking = Signal()
    """A dialog is about to be shown."""
    left = Signal()
    """The person does not want to open it, or has deleted everything."""
    refused = Signal(object)
    """A Failure to show in the window, which stays open."""

    def __init__(
        self,
        appearance: Appearance,
        home: Home,
        clock: Clock,
        shut: Shut,
        *,
        key: DataKey | None = None,
        vault: Vault | None = None,
    ) -> None:
        super().__init__()
        self._appearance = appearance
        self._home = home
        self._clock = clock
        self._shut = shut
        self._given = key
        self._vault = vault or Vault(home)
        self._tasks: Tasks | None = None
        self._key_now: DataKey | None = None
        self._app: guide.EventPal | None = None
        self.dialog: VaultDialog | None = None
        self._first_time = False
        self._known_damaged = False

    # Opening

    def open(self, tasks: Tasks, passphrase: str | None = None) -> None:
        """Open with the key or passphrase given or the keyring; ask where none opens."""
        self._tasks = tasks
        given = Secrets(passphrase=passphrase)
        tasks.run(Lane.ACT, lambda _: self._open(given), done=self.opened.emit, failed=self._ask)

    def _open(self, given: Secrets) -> guide.EventPal:
        """Open the store, on a worker thread."""
        return self._with(self._given or self._key(given))

    def _key(self, given: Secrets) -> DataKey:
        if self._vault.exists:
            return self._vault.unlock(
                passphrase=given.passphrase, recovery_code=given.code, may_prompt=True
            )
        key = self._vault.create(passphrase=given.passphrase)
        self._first_time = True
        return key

    def _with(self, key: DataKey) -> guide.EventPal:
        self._key_now = key
        zone = opening.zone_of(self._clock())
        self._app = guide.EventPal(self._home, key, clock=self._clock, zone=zone)
        return self._app

    def end_models(self) -> None:
        """End the models' process, so that work which waits for it ends, however it is."""
        if self._app is not None:
            self._app.engine.close()

    def close_store(self) -> None:
        """Close what was opened, also where nobody has seen it yet; no work may run any more."""
        app, self._app = self._app, None
        if app is not None:
            app.close()

    @property
    def tasks(self) -> Tasks:
        """What this runs its work with now."""
        assert self._tasks is not None
        return self._tasks

    def cards(self, controller: Controller) -> VaultCards | None:
        """What the settings offer for the vault that is open; None for a demo without one."""
        if self._given is not None or self._key_now is None:
            return None
        keeper = Keeper(self._vault, self._home, self._key_now)
        made = VaultCards(self._appearance, controller, keeper)
        made.restoring.connect(self.restore)
        made.rekeying.connect(self.rekey)
        made.erasing.connect(self.erase)
        return made

    def welcome(self, window: QWidget, controller: Controller) -> None:
        """What is due when the window has its store: keeping it safe, and the first spare key."""
        if self._given is None:
            upkeep = Upkeep(controller)
            upkeep.damaged.connect(self.damaged)
            upkeep.start()
        if self._first_time:
            self._first_time = False
            offer_code(self._appearance, self.tasks, self._vault, window).open()

    # Asking

    def damaged(self, why: Failure) -> None:
        """The open store turns out to be damaged: offer the newest backup, once."""
        if self._known_damaged:
            self.refused.emit(why)
            return
        self._known_damaged = True
        key = self._key_now
        assert key is not None
        self._tasks = self._shut(True)
        dialog = vault_dialogs.trouble(
            self._appearance,
            self.tasks,
            lambda _: self._with(key),
            why,
            go="Open what is readable",
        )
        self._add_ways_on(dialog, why)
        self._show(dialog, self.left.emit)

    def _ask(self, why: Failure, given: Secrets = NOTHING) -> None:
        """Ask for what opens the vault, or say why nothing does."""
        look, tasks = self._appearance, self.tasks
        if not issubclass(why.cause, Locked):
            dialog = vault_dialogs.trouble(look, tasks, self._open, why)
            self._add_ways_on(dialog, why, given)
        elif self._vault.exists:
            dialog = vault_dialogs.unlock(
                look, tasks, self._open, kinds=self._kinds(), why=why.sentence
            )
        else:
            dialog = vault_dialogs.first_passphrase(look, tasks, self._open)
        self._show(dialog, self.left.emit)

    def _add_ways_on(self, dialog: VaultDialog, why: Failure, given: Secrets = NOTHING) -> None:
        """A damaged store can be replaced by a backup, or set aside, on the person's word."""
        if not issubclass(why.cause, Damaged):
            return

        def instead(path: Path) -> None:
            self._leave(dialog)
            self._restore_with(path, given)

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
            if self.dialog is not dialog:
                return
            if found is None:
                dialog.add_action("Begin anew…", "add", lambda: self._begin_anew(dialog))
            else:
                name = f"Restore that of {found.created_at.astimezone():%d %b %H:%M}"
                dialog.add_action(name, "refresh", partial(instead, found.path))

        dialog.add_action("Restore a backup…", "folder", choose)
        self.tasks.run(Lane.READ, lambda _: backup.newest_good(self._home), done=newest)

    def _begin_anew(self, dialog: VaultDialog) -> None:
        asked = dialogs.Confirm(
            self._appearance,
            dialog,
            title="Begin anew?",
            text="What cannot be opened is kept in a folder of its own, and EventPal starts "
            "without it.",
            action="Begin anew",
        )

        def go() -> None:
            self._leave(dialog)
            self.tasks.run(
                Lane.ACT,
                lambda _: self._vault.set_aside(),
                done=lambda _: self.open(self.tasks),
                failed=self._ask,
            )

        asked.accepted.connect(go)
        asked.finished.connect(asked.deleteLater)
        asked.open()

    def _kinds(self) -> Collection[SlotKind]:
        try:
            return {slot.kind for slot in self._vault.slots()}
        except UserError:
            return ()

    def _show(self, dialog: VaultDialog, left: Callable[[], object]) -> None:
        self.asking.emit()
        self.dialog = dialog
        self._appearance.dress()

        def accepted() -> None:
            outcome = dialog.outcome
            self._leave(dialog)
            self.opened.emit(outcome)

        def rejected() -> None:
            self._leave(dialog)
            left()

        def handed_on(why: Failure) -> None:
            given = dialog.form.secrets() if dialog.form is not None else NOTHING
            self._leave(dialog)
            self._ask(why, given)

        dialog.handed_on.connect(handed_on)
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

    # What needs the store closed

    def lock(self) -> None:
        """Close the store and ask for the secret again; a demo stays open."""
        if self._given is None:
            self._tasks = self._shut(True)
            self._vault.lock()
            self._ask(Failure("", cause=Locked))

    def rekey(self) -> None:
        """Encrypt everything under a new key."""

        def work() -> guide.EventPal:
            key = self._vault.rekey()
            backup.renew(self._home, key, self._clock())
            return self._with(key)

        self._tasks = self._shut(True)
        self.tasks.run(Lane.ACT, lambda _: work(), done=self.opened.emit, failed=self._ask)

    def restore(self, path: Path) -> None:
        """Close the store and put a backup in its place; a file that is none changes nothing."""
        try:
            backup.check(path)
        except UserError as error:
            self.refused.emit(failure(error))
            return
        self._tasks = self._shut(True)
        self._restore(path)

    def _restored(self, path: Path, given: Secrets) -> guide.EventPal:
        restored = self._vault.restore(path, passphrase=given.passphrase, recovery_code=given.code)
        self._known_damaged = False
        return self._with(restored.key)

    def _restore_with(self, path: Path, given: Secrets) -> None:
        """Restore with what was given already, else the keyring; ask where neither opens it."""

        def failed(why: Failure) -> None:
            if issubclass(why.cause, (Locked, WrongSecret)):
                self._restore(path)
            else:
                self._ask(why)

        self.tasks.run(
            Lane.ACT,
            lambda _: self._restored(path, given),
            done=self.opened.emit,
            failed=failed,
        )

    def _restore(self, path: Path) -> None:
        try:
            found = backup.check(path)
        except UserError as error:
            self._ask(failure(error))
            return

        dialog = vault_dialogs.open_backup(
            self._appearance,
            self.tasks,
            lambda given: self._restored(path, given),
            kinds={slot.kind for slot in found.slots.slots},
            made=f"{found.created_at.astimezone():%d %b %Y, %H:%M}",
        )
        self._show(dialog, lambda: self.open(self.tasks))

    def erase(self) -> None:
        """Delete everything and end."""
        self._tasks = self._shut(False)
        self.tasks.run(
            Lane.ACT,
            lambda _: self._vault.erase(),
            done=lambda _: self.left.emit(),
            failed=self._ask,
        )

    def close(self) -> None:
        """Ask no more."""
        if self.dialog is not None:
            self._leave(self.dialog)
