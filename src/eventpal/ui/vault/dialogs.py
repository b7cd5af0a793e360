"""The dialogs of the vault: each asks for one thing and tries it off the window's thread."""

from collections.abc import Callable, Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QDialog, QProgressBar, QWidget

from eventpal.errors import Damaged, Locked, UserError
from eventpal.store.vault.slots import SlotKind
from eventpal.ui.dialogs import frame
from eventpal.ui.guarded import guarded
from eventpal.ui.look import icons
from eventpal.ui.look.theme import Appearance
from eventpal.ui.look.widgets import Button, Picture, label, row, say
from eventpal.ui.tasks import Failure, Lane, Tasks
from eventpal.ui.vault.forms import Form, NewCode, NewPassphrase, Secrets, Unlocking

Try = Callable[[Secrets], object]
"""Tries what was given, on a worker thread; a UserError's sentence is shown in the dialog."""


@guarded
class VaultDialog(QDialog):
    """Asks with a form, tries it, and stays with a sentence until it works or is left."""

    handed_on = Signal(object)
    """A Failure of the kind ``hand_on``, which this dialog is not the one to mend."""

    def __init__(
        self,
        appearance: Appearance,
        tasks: Tasks,
        attempt: Try,
        *,
        title: str,
        icon: str,
        text: str = "",
        form: Form | None = None,
        go: str,
        leave: str,
        parent: QWidget | None = None,
        hand_on: tuple[type[UserError], ...] = (),
    ) -> None:
        super().__init__(parent)
        self.setWindowIcon(icons.application())
        self.outcome: object = None
        """What ``attempt`` returned, once the dialog is accepted."""
        self.form = form
        self._appearance = appearance
        self._tasks = tasks
        self._attempt = attempt
        self._busy = False
        self._hand_on = hand_on
        self.lines = frame(self, title)
        self.setModal(parent is not None)
        self.lines.insertWidget(0, Picture(appearance, icon, 36, "accent"))
        self.text = label(text, "muted", wrap=True)
        self.lines.addWidget(self.text)
        self.text.setHidden(not text)
        if form is not None:
            self.lines.addWidget(form)
            form.changed.connect(self._judge)
        self.error = label("", "danger", wrap=True)
        self.error.setAccessibleName("What is wrong")
        self.error.hide()
        self.wait = QProgressBar()
        self.wait.setRange(0, 0)
        self.wait.setTextVisible(False)
        self.wait.setAccessibleName("Working")
        self.wait.hide()
        self.go = Button(appearance, go, kind="primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self._start)
        self.leave = Button(appearance, leave)
        self.leave.setAutoDefault(False)
        self.leave.clicked.connect(self.reject)
        self.extra = row()
        self.lines.addWidget(self.error)
        self.lines.addWidget(self.wait)
        self.lines.addStretch(1)
        line = row()
        line.addLayout(self.extra)
        line.addStretch(1)
        line.addWidget(self.leave)
        line.addWidget(self.go)
        self.lines.addLayout(line)
        self._judge()
        if form is not None:
            form.setFocus()

    def add_action(self, name: str, icon: str, do: Callable[[], None]) -> Button:
        """One more thing that can be done here, at the left of the buttons."""
        made = Button(self._appearance, name, icon=icon)
        made.setAutoDefault(False)
        made.clicked.connect(lambda _=False: do())
        self.extra.addWidget(made)
        return made

    def complain(self, failure: Failure) -> None:
        """Say what is wrong."""
        self.error.setText(failure.sentence)
        self.error.show()
        self._make_room()
        say(self, failure.sentence)

    def _start(self) -> None:
        if self._busy or not self.go.isEnabled():
            return
        given = self.form.secrets() if self.form is not None else Secrets()
        self._set_busy(busy=True)
        self._tasks.run(
            Lane.ACT, lambda _: self._attempt(given), done=self._done, failed=self._failed
        )

    def _done(self, outcome: object) -> None:
        self._set_busy(busy=False)
        self.outcome = outcome
        self.accept()

    def _failed(self, failure: Failure) -> None:
        self._set_busy(busy=False)
        if issubclass(failure.cause, self._hand_on):
            self.handed_on.emit(failure)
            return
        self.complain(failure)
        if self.form is not None:
            self.form.setFocus()

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.wait.setVisible(busy)
        if busy:
            self.error.hide()
        self._make_room()
        self._judge()

    def _make_room(self) -> None:
        """A window does not grow by itself with text that takes more lines."""
        self.lines.activate()
        self.resize(self.width(), max(self.height(), self.lines.totalHeightForWidth(self.width())))

    def _judge(self) -> None:
        self.go.setEnabled(not self._busy and (self.form is None or self.form.ready()))

    def reject(self) -> None:
        """Leave, but not in the middle of an attempt."""
        if not self._busy:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """The window's cross leaves, too."""
        if self._busy:
            event.ignore()
        else:
            super().closeEvent(event)


def first_passphrase(appearance: Appearance, tasks: Tasks, attempt: Try) -> VaultDialog:
    """The first run on a computer without a keyring."""
    return VaultDialog(
        appearance,
        tasks,
        attempt,
        title="Choose a passphrase",
        icon="key",
        text="EventPal encrypts what it learns about you. This computer has no keyring to keep "
        "the key in, so a passphrase opens it. Nobody can reset it for you; a recovery "
        "code, which you get next, is the spare key.",
        form=NewPassphrase(appearance),
        go="Start",
        leave="Quit",
    )


def change_passphrase(
    appearance: Appearance, tasks: Tasks, attempt: Try, parent: QWidget
) -> VaultDialog:
    """A new passphrase for a vault that is open."""
    return VaultDialog(
        appearance,
        tasks,
        attempt,
        title="New passphrase",
        icon="key",
        text="It opens EventPal from now on, here and from new backups, in place of a former one.",
        form=NewPassphrase(appearance),
        go="Set it",
        leave="Cancel",
        parent=parent,
    )


def unlock(
    appearance: Appearance,
    tasks: Tasks,
    attempt: Try,
    *,
    kinds: Collection[SlotKind],
    why: str = "",
) -> VaultDialog:
    """Asks for what opens the vault, and says why the keyring did not where that was its job."""
    return VaultDialog(
        appearance,
        tasks,
        attempt,
        title="EventPal is locked",
        icon="lock",
        text=why if SlotKind.KEYRING in kinds else "It opens with your passphrase.",
        form=Unlocking(appearance, kinds),
        go="Unlock",
        leave="Quit",
        hand_on=(Damaged,),
    )


def open_backup(
    appearance: Appearance, tasks: Tasks, attempt: Try, *, kinds: Collection[SlotKind], made: str
) -> VaultDialog:
    """Asks for what opens a backup."""
    return VaultDialog(
        appearance,
        tasks,
        attempt,
        title="Restore a backup",
        icon="refresh",
        text=f"The backup is of {made} and opens with what opened EventPal on that day. What is "
        "here now is moved aside, not deleted.",
        form=Unlocking(appearance, kinds),
        go="Restore",
        leave="Cancel",
    )


def show_code(
    appearance: Appearance, tasks: Tasks, attempt: Try, *, code: str, parent: QWidget | None
) -> VaultDialog:
    """Shows a new recovery code and has two of its groups typed."""
    return VaultDialog(
        appearance,
        tasks,
        attempt,
        title="Your recovery code",
        icon="key",
        text="It opens EventPal when nothing else does. Write it down, print it or save it away "
        "from this computer: it is shown only now. Then type groups 3 and 6.",
        form=NewCode(code),
        go="I have kept it",
        leave="Later",
        parent=parent,
    )


def trouble(
    appearance: Appearance, tasks: Tasks, attempt: Try, why: Failure, *, go: str = "Try again"
) -> VaultDialog:
    """Says why the store cannot be opened; whoever shows it adds the ways on."""
    made = VaultDialog(
        appearance,
        tasks,
        attempt,
        title="EventPal cannot open its data",
        icon="warning",
        go=go,
        leave="Quit",
        hand_on=(Locked,),
    )
    made.complain(why)
    made.error.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if why.details:
        made.add_action(
            "Copy details", "copy", lambda: QGuiApplication.clipboard().setText(why.details)
        )
    return made
