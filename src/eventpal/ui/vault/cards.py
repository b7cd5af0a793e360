"""The part of the settings that is about keys and backups."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from eventpal.paths import Home
from eventpal.progress import Progress
from eventpal.services import takeout
from eventpal.store.vault import backup
from eventpal.store.vault.keys import DataKey
from eventpal.store.vault.slots import Slot, SlotKind
from eventpal.store.vault.vault import Vault
from eventpal.ui import words
from eventpal.ui.controller import Controller, Notice
from eventpal.ui.dialogs import Confirm, documents
from eventpal.ui.look.flow import Flow
from eventpal.ui.look.theme import Appearance
from eventpal.ui.look.widgets import Button, Picture, clear, column, label, row
from eventpal.ui.tasks import Lane
from eventpal.ui.vault import dialogs
from eventpal.ui.vault.recovery import offer_code

NAMES = {
    SlotKind.KEYRING: "The keyring of this desktop",
    SlotKind.PASSPHRASE: "A passphrase",
    SlotKind.RECOVERY_CODE: "A recovery code",
}

BACKUP_SUFFIX = ".backup"


@dataclass(frozen=True, slots=True)
class Keeper:
    """The open vault of a home, and its key."""

    vault: Vault
    home: Home
    key: DataKey


@dataclass(frozen=True, slots=True)
class _State:
    slots: tuple[Slot, ...]
    keyring_works: bool
    backups: Sequence[Path]


class VaultCards(QWidget):
    """What opens the vault, backups, and deleting everything."""

    restoring = Signal(object)
    """The Path of a backup to restore; the store must be closed for it."""
    rekeying = Signal()
    erasing = Signal()

    def __init__(self, appearance: Appearance, controller: Controller, keeper: Keeper) -> None:
        super().__init__()
        self._appearance = appearance
        self._controller = controller
        self._keeper = keeper
        lines = column(spacing=12)
        self.setLayout(lines)
        lines.addWidget(label("What opens it", "strong"))
        self._slots = column(spacing=4)
        lines.addLayout(self._slots)
        lines.addSpacing(4)
        lines.addWidget(label("Backups", "strong"))
        self.backups = label("", "muted", wrap=True)
        lines.addWidget(self.backups)
        lines.addWidget(
            Flow(
                [
                    self._button("Back up to a file…", "export", self._back_up),
                    self._button("Restore a backup…", "refresh", self._restore),
                ]
            )
        )
        lines.addSpacing(4)
        lines.addWidget(label("Everything about you", "strong"))
        lines.addWidget(
            label(
                "One readable file with your sources, ratings, history, preferences and settings, "
                "and a calendar beside it. They are not encrypted: whoever has them can read them.",
                "muted",
                wrap=True,
            )
        )
        lines.addWidget(
            Flow([self._button("Export everything about me…", "export", self._take_out)])
        )
        lines.addSpacing(4)
        lines.addWidget(label("Change the key, or delete everything", "strong"))
        lines.addWidget(
            label(
                "A new key locks out old copies of this computer’s disk. Deleting everything "
                "leaves nothing here that EventPal knew about you.",
                "muted",
                wrap=True,
            )
        )
        erase = self._button("Delete everything…", "trash", self._erase, kind="danger")
        lines.addWidget(
            Flow([self._button("Encrypt under a new key", "key", self.rekeying.emit), erase])
        )

    def load(self) -> None:
        """Show what is there now."""
        keeper = self._keeper

        def work(_: Progress) -> _State:
            return _State(
                keeper.vault.slots(), keeper.vault.keyring_works, backup.automatic(keeper.home)
            )

        self._controller.run(Lane.READ, work, done=self._show, latest="vault")

    def _show(self, state: _State) -> None:
        clear(self._slots)
        have = {slot.kind: slot for slot in state.slots}
        for kind in SlotKind:
            if kind in have or kind is not SlotKind.KEYRING or state.keyring_works:
                self._slots.addWidget(self._slot_line(kind, have.get(kind)))
        kept = len(state.backups)
        self.backups.setText(
            f"EventPal backs up by itself once a day and keeps {backup.KEPT}; "
            f"{words.counted(kept, 'backup')} now. They are encrypted, too."
        )

    def _slot_line(self, kind: SlotKind, slot: Slot | None) -> QWidget:
        holder = QWidget()
        line = row()
        holder.setLayout(line)
        icon, role = ("check", "good") if slot else ("close", "outline")
        line.addWidget(Picture(self._appearance, icon, role=role))
        since = f" · since {slot.created_at:%d %b %Y}" if slot else " · not set up"
        line.addWidget(label(NAMES[kind] + since), 1)
        verb = "Change…" if slot else "Set up…"
        if kind is not SlotKind.KEYRING or slot is None:
            line.addWidget(self._small(verb, f"{verb} {NAMES[kind]}", lambda: self._set(kind)))
        if slot:
            name = f"Remove {NAMES[kind]}"
            line.addWidget(self._small("Remove…", name, lambda: self._remove(kind)))
        return holder

    def _button(self, name: str, icon: str, do: Callable[[], object], kind: str = "") -> Button:
        made = Button(self._appearance, name, icon=icon, kind=kind)
        made.clicked.connect(lambda _=False: do())
        return made

    def _small(self, text: str, name: str, do: Callable[[], None]) -> Button:
        made = Button(self._appearance, text, kind="link")
        made.setAccessibleName(name)
        made.clicked.connect(lambda _=False: do())
        return made

    def _set(self, kind: SlotKind) -> None:
        vault, tasks = self._keeper.vault, self._controller.tasks
        if kind is SlotKind.KEYRING:
            self._change(vault.set_keyring, "The keyring of this desktop opens EventPal now.")
            return
        if kind is SlotKind.RECOVERY_CODE:
            asked = offer_code(self._appearance, tasks, vault, self)
        else:
            asked = dialogs.change_passphrase(
                self._appearance,
                tasks,
                lambda given: vault.set_passphrase(given.passphrase or ""),
                self,
            )
        asked.accepted.connect(self.load)
        asked.finished.connect(asked.deleteLater)
        asked.open()

    def _remove(self, kind: SlotKind) -> None:
        asked = Confirm(
            self._appearance,
            self,
            title=f"Remove {NAMES[kind][0].lower()}{NAMES[kind][1:]}?",
            text="It will not open EventPal any more. Backups that were made before still open "
            "with it.",
            action="Remove",
        )
        vault = self._keeper.vault
        asked.accepted.connect(
            lambda: self._change(lambda: vault.remove(kind), "It opens EventPal no more.")
        )
        asked.finished.connect(asked.deleteLater)
        asked.open()

    def _change(self, do: Callable[[], None], said: str) -> None:
        def done(_: None) -> None:
            self._controller.noticed.emit(Notice(said))
            self.load()

        self._controller.run(Lane.ACT, lambda _: do(), done=done)

    def _back_up(self) -> None:
        now = self._controller.clock()
        proposed = Path(documents()) / f"EventPal {now:%Y-%m-%d}{BACKUP_SUFFIX}"
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Back up to a file", str(proposed), f"Backups (*{BACKUP_SUFFIX})"
        )
        if chosen:
            self.back_up(Path(chosen))

    def back_up(self, path: Path) -> None:
        """Write an encrypted backup to ``path``."""
        keeper, now = self._keeper, self._controller.clock()

        def done(made: backup.Backup) -> None:
            self._controller.noticed.emit(Notice(f"Backed up to {made.path.name}."))

        self._controller.run(
            Lane.BACKGROUND,
            lambda _: backup.write(keeper.home, keeper.key, path, now),
            title="Backing up",
            done=done,
        )

    def _take_out(self) -> None:
        proposed = str(Path(documents()) / "EventPal about me.json")
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Export everything about me", proposed, "JSON (*.json)"
        )
        if chosen:
            self.take_out(Path(chosen))

    def take_out(self, path: Path) -> None:
        """Write everything about the person to ``path``, in the clear, with a calendar beside."""

        def done(made: takeout.Takeout) -> None:
            names = f"{made.file.name} and {made.calendar.name}"
            text = f"Written to {names}, which are not encrypted."
            self._controller.noticed.emit(Notice(text))

        self._controller.run(
            Lane.READ,
            lambda _: takeout.write(self._controller.app, path),
            title="Exporting everything about you",
            done=done,
        )

    def _restore(self) -> None:
        folder = self._keeper.home.backups
        start = str(folder) if folder.is_dir() else documents()
        chosen, _ = QFileDialog.getOpenFileName(
            self, "Restore a backup", start, f"Backups (*{BACKUP_SUFFIX});;All files (*)"
        )
        if chosen:
            self.restoring.emit(Path(chosen))

    def _erase(self) -> None:
        asked = Confirm(
            self._appearance,
            self,
            title="Delete everything EventPal knows about you?",
            text="Events, likes, saved events, sources, settings, keys and the backups here are "
            "deleted for good. There is no undo.",
            action="Delete everything",
        )
        asked.accepted.connect(self.erasing.emit)
        asked.finished.connect(asked.deleteLater)
        asked.open()
