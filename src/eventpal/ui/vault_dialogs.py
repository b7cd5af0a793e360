"""Opening the vault: choose a passphrase the first time, give it the next times."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QDialog, QLineEdit, QProgressBar, QWidget

from eventpal.ui import icons
from eventpal.ui.dialogs import frame
from eventpal.ui.tasks import Failure, Lane, Tasks
from eventpal.ui.theme import Appearance
from eventpal.ui.tokens import GRID
from eventpal.ui.widgets import Button, Picture, label, restyle, row, say

SHORTEST = 8
"""Characters that a passphrase needs at least."""

SPACE = " "

Open = Callable[[str | None, str | None], object]
"""``open(passphrase, recovery_code)`` on a worker thread; raises VaultError with a sentence."""


def strength(passphrase: str) -> tuple[int, str]:
    """How good a passphrase is, 0 to 4, and what to say about it."""
    if not passphrase:
        return 0, f"At least {SHORTEST} characters. Four or five unrelated words work well."
    if len(passphrase) < SHORTEST:
        return 1, f"{SHORTEST - len(passphrase)} more characters are needed."
    kinds = sum(
        any(test(sign) for sign in passphrase)
        for test in (str.islower, str.isupper, str.isdigit, _is_sign)
    )
    distinct = len(set(passphrase.lower()))
    words = len([word for word in passphrase.split() if len(word) > 2])
    if distinct < 5:
        return 1, "Too few different characters."
    points = len(passphrase) + 2 * (kinds - 1) + (4 if words >= 4 else 0)
    if points >= 26 and distinct >= 9:
        return 4, "Very strong."
    if points >= 19:
        return 3, "Strong."
    return 2, "Fair. Longer is better: add a word or two."


def _is_sign(sign: str) -> bool:
    return not sign.isalnum() and sign != SPACE


class Secret(QLineEdit):
    """A field whose text shows only while its eye is open."""

    def __init__(self, appearance: Appearance, name: str) -> None:
        super().__init__()
        self._appearance = appearance
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self._eye = self.addAction(
            icons.icon("show", appearance.look.tokens.muted),
            QLineEdit.ActionPosition.TrailingPosition,
        )
        self._eye.setCheckable(True)
        self._eye.setText("Show")
        self._eye.setToolTip("Show what you type (Alt+V)")
        self._eye.setShortcut("Alt+V")
        self._eye.toggled.connect(self._show)

    def _show(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)
        name = "hide" if shown else "show"
        self._eye.setIcon(icons.icon(name, self._appearance.look.tokens.muted))


class VaultDialog(QDialog):
    """What both dialogs share: a sentence for errors, and opening off the window's thread."""

    def __init__(
        self, appearance: Appearance, tasks: Tasks, opener: Open, title: str, icon: str
    ) -> None:
        super().__init__()
        self.setWindowIcon(icons.application())
        self.opened: object = None
        self._tasks = tasks
        self._opener = opener
        self._busy = False
        self.lines = frame(self, title)
        self.setModal(False)
        self.lines.insertWidget(0, Picture(appearance, icon, 40, "accent"))
        self.error = label("", "danger", wrap=True)
        self.error.setAccessibleName("What is wrong")
        self.error.hide()
        self.go = Button(appearance, "Open", kind="primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self._start)
        self.quit = Button(appearance, "Quit")
        self.quit.setAutoDefault(False)
        self.quit.clicked.connect(self.reject)
        self.wait = QProgressBar()
        self.wait.setRange(0, 0)
        self.wait.setTextVisible(False)
        self.wait.setAccessibleName("Opening")
        self.wait.hide()

    def finish_layout(self) -> None:
        """Put the error, the wait and the buttons under what is asked."""
        self.lines.addWidget(self.error)
        self.lines.addWidget(self.wait)
        line = row()
        line.addStretch(1)
        line.addWidget(self.quit)
        line.addWidget(self.go)
        self.lines.addSpacing(GRID)
        self.lines.addLayout(line)

    def secrets(self) -> tuple[str | None, str | None]:
        """The passphrase and the recovery code as given."""
        raise NotImplementedError

    def _start(self) -> None:
        if self._busy or not self.go.isEnabled():
            return
        passphrase, code = self.secrets()
        self._set_busy(busy=True)
        self._tasks.run(
            Lane.ACT,
            lambda _: self._opener(passphrase, code),
            done=self._done,
            failed=self._failed,
        )

    def _done(self, opened: object) -> None:
        self._set_busy(busy=False)
        self.opened = opened
        self.accept()

    def _failed(self, failure: Failure) -> None:
        self._set_busy(busy=False)
        self.error.setText(failure.sentence)
        self.error.show()
        say(self, failure.sentence)

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.go.setEnabled(not busy)
        self.wait.setVisible(busy)
        if busy:
            self.error.hide()

    def reject(self) -> None:
        """Quit, but not in the middle of opening."""
        if not self._busy:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """The window's cross is Quit."""
        if self._busy:
            event.ignore()
        else:
            super().closeEvent(event)


class ChoosePassphrase(VaultDialog):
    """The first run on a computer without a keyring."""

    def __init__(self, appearance: Appearance, tasks: Tasks, opener: Open) -> None:
        super().__init__(appearance, tasks, opener, "Choose a passphrase", "key")
        self.lines.addWidget(
            label(
                "EventPal encrypts what it learns about you. This computer has no keyring to keep "
                "the key in, so a passphrase opens it. There is no way to reset it: if it is "
                "lost, so is what EventPal knows.",
                "muted",
                wrap=True,
            )
        )
        self.first = Secret(appearance, "Passphrase")
        self.second = Secret(appearance, "The same again")
        self.meter = QProgressBar()
        self.meter.setRange(0, 4)
        self.meter.setTextVisible(False)
        self.meter.setAccessibleName("Strength")
        self.hint = label("", "small", wrap=True)
        for part in (self.first, self.meter, self.hint, self.second):
            self.lines.addWidget(part)
        self.finish_layout()
        self.go.setText("Start")
        self.first.textChanged.connect(self._judge)
        self.second.textChanged.connect(self._judge)
        self._judge()
        self.first.setFocus()

    def secrets(self) -> tuple[str | None, str | None]:
        """The new passphrase."""
        return self.first.text(), None

    def _judge(self) -> None:
        points, text = strength(self.first.text())
        self.meter.setValue(points)
        differs = bool(self.second.text()) and not self.first.text().startswith(self.second.text())
        self.hint.setText("The two are not the same." if differs else text)
        restyle(self.hint, "danger" if differs else "small")
        same = self.first.text() == self.second.text()
        self.go.setEnabled(points >= 2 and same)


class Unlock(VaultDialog):
    """Opens a vault with the passphrase or the recovery code."""

    def __init__(self, appearance: Appearance, tasks: Tasks, opener: Open, why: str = "") -> None:
        super().__init__(appearance, tasks, opener, "EventPal is locked", "lock")
        self.why = label(why, "muted", wrap=True)
        self.why.setVisible(bool(why))
        self.passphrase = Secret(appearance, "Passphrase")
        self.code = QLineEdit()
        self.code.setAccessibleName("Recovery code")
        self.code.setPlaceholderText("Recovery code, as printed")
        self.code.hide()
        self.other = Button(appearance, "Use the recovery code instead", kind="link")
        self.other.setAutoDefault(False)
        self.other.clicked.connect(self._switch)
        for part in (self.why, self.passphrase, self.code):
            self.lines.addWidget(part)
        self.lines.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        self.finish_layout()
        self.go.setText("Unlock")
        self.passphrase.textChanged.connect(self._judge)
        self.code.textChanged.connect(self._judge)
        self._judge()
        self.passphrase.setFocus()

    def secrets(self) -> tuple[str | None, str | None]:
        """The passphrase or the code, whichever is asked for."""
        if self.code.isVisibleTo(self):
            return None, self.code.text()
        return self.passphrase.text(), None

    def _switch(self) -> None:
        with_code = not self.code.isVisibleTo(self)
        self.code.setVisible(with_code)
        self.passphrase.setVisible(not with_code)
        self.other.setText(
            "Use the passphrase instead" if with_code else "Use the recovery code instead"
        )
        self.error.hide()
        (self.code if with_code else self.passphrase).setFocus()
        self._judge()

    def _judge(self) -> None:
        self.go.setEnabled(any(self.secrets()))

    def _failed(self, failure: Failure) -> None:
        super()._failed(failure)
        field: QWidget = self.code if self.code.isVisibleTo(self) else self.passphrase
        field.setFocus()
        if isinstance(field, QLineEdit):
            field.selectAll()


class Trouble(VaultDialog):
    """Says why the store cannot be opened, and lets the person try again."""

    def __init__(self, appearance: Appearance, tasks: Tasks, opener: Open, why: Failure) -> None:
        super().__init__(appearance, tasks, opener, "EventPal cannot open its data", "warning")
        self.finish_layout()
        self.go.setText("Try again")
        self.error.setText(why.sentence)
        self.error.show()
        if why.details:
            copy = Button(appearance, "Copy details", icon="copy")
            copy.setAutoDefault(False)
            copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(why.details))
            self.lines.insertWidget(3, copy, 0, Qt.AlignmentFlag.AlignLeft)

    def secrets(self) -> tuple[str | None, str | None]:
        """None: the keyring again."""
        return None, None
