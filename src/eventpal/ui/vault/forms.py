"""What the dialogs of the vault ask for: a new passphrase, what opens it, a confirmed code."""

from collections.abc import Collection
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QLineEdit, QProgressBar, QWidget

from eventpal.errors import BadInput
from eventpal.store.vault import recovery_code
from eventpal.store.vault.slots import SlotKind
from eventpal.ui.look import icons
from eventpal.ui.look.theme import Appearance
from eventpal.ui.look.widgets import Button, column, label, restyle, row

SHORTEST = 8
"""Characters that a passphrase needs at least."""

STRONG = 3
"""From this on, of 0 to 4, a passphrase is good."""

SPACE = " "

ASKED_GROUPS = (2, 5)
"""Positions of the groups of a recovery code that the person types once to confirm it."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the person gave; neither is the desktop's keyring."""

    passphrase: str | None = field(default=None, repr=False)
    code: str | None = field(default=None, repr=False)


def strength(passphrase: str) -> tuple[int, str]:
    """How good a passphrase is, 0 to 4, and what to say about it."""
    if not passphrase:
        return 0, f"At least {SHORTEST} characters. Four or five unrelated words work well."
    if len(passphrase) < SHORTEST:
        missing = SHORTEST - len(passphrase)
        return 1, f"{missing} more character{'s are' if missing > 1 else ' is'} needed."
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
        return STRONG, "Strong."
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
        self.eye = self.addAction(
            icons.icon("show", appearance.look.tokens.muted),
            QLineEdit.ActionPosition.TrailingPosition,
        )
        self.eye.setCheckable(True)
        self.eye.setText("Show")
        self.eye.setToolTip("Show what you type")
        self.eye.toggled.connect(self._show)

    def _show(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)
        name = "hide" if shown else "show"
        self.eye.setIcon(icons.icon(name, self._appearance.look.tokens.muted))


class NewPassphrase(QWidget):
    """A passphrase, typed twice, with a word on how strong it is."""

    changed = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.first = Secret(appearance, "Passphrase")
        self.second = Secret(appearance, "The same again")
        self.meter = QProgressBar()
        self.meter.setRange(0, 4)
        self.meter.setTextVisible(False)
        self.meter.setAccessibleName("Strength")
        self.hint = label("", "small", wrap=True)
        lines = column()
        self.setLayout(lines)
        for part in (self.first, self.meter, self.hint, self.second):
            lines.addWidget(part)
        self.first.textChanged.connect(self._judge)
        self.second.textChanged.connect(self._judge)
        self.setFocusProxy(self.first)
        self._judge()

    def ready(self) -> bool:
        """Whether it is long enough, and twice the same."""
        enough = strength(self.first.text())[0] >= 2
        return enough and self.first.text() == self.second.text()

    def secrets(self) -> Secrets:
        """The new passphrase."""
        return Secrets(passphrase=self.first.text())

    def _judge(self) -> None:
        points, text = strength(self.first.text())
        self.meter.setValue(points)
        restyle(self.meter, "strong" if points >= STRONG else "weak")
        differs = bool(self.second.text()) and not self.first.text().startswith(self.second.text())
        self.hint.setText("The two are not the same." if differs else text)
        restyle(self.hint, "danger" if differs else "small")
        self.changed.emit()


class Unlocking(QWidget):
    """The passphrase, the recovery code or the keyring, as far as the vault has a slot for it."""

    changed = Signal()

    def __init__(self, appearance: Appearance, kinds: Collection[SlotKind]) -> None:
        super().__init__()
        self._kinds = [kind for kind in _ORDER if kind in kinds] or [SlotKind.PASSPHRASE]
        self.passphrase = Secret(appearance, "Passphrase")
        self.code = QLineEdit()
        self.code.setAccessibleName("Recovery code")
        self.code.setPlaceholderText("Recovery code, as printed")
        self.keyring = label("The keyring of your desktop opens it.", wrap=True)
        self._parts: dict[SlotKind, QWidget] = {
            SlotKind.PASSPHRASE: self.passphrase,
            SlotKind.RECOVERY_CODE: self.code,
            SlotKind.KEYRING: self.keyring,
        }
        lines = column()
        self.setLayout(lines)
        for part in self._parts.values():
            lines.addWidget(part)
        self.others = {
            kind: Button(appearance, f"Use {_NAMES[kind]} instead", kind="link")
            for kind in self._kinds
        }
        for kind, button in self.others.items():
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, kind=kind: self.ask_for(kind))
            lines.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.passphrase.textChanged.connect(self.changed)
        self.code.textChanged.connect(self.changed)
        self._kind = self._kinds[0]
        self.ask_for(self._kind)

    def ask_for(self, kind: SlotKind) -> None:
        """Ask for this one, and offer the others."""
        self._kind = kind
        for one, part in self._parts.items():
            part.setVisible(one is kind)
        for one, button in self.others.items():
            button.setVisible(one is not kind)
        self.setFocusProxy(self._parts[kind])
        self._parts[kind].setFocus()
        self.changed.emit()

    def ready(self) -> bool:
        """Whether something was typed, where something must be."""
        if self._kind is SlotKind.KEYRING:
            return True
        return bool(self.secrets().passphrase or self.secrets().code)

    def secrets(self) -> Secrets:
        """The one that is asked for."""
        if self._kind is SlotKind.PASSPHRASE:
            return Secrets(passphrase=self.passphrase.text())
        if self._kind is SlotKind.RECOVERY_CODE:
            return Secrets(code=self.code.text())
        return Secrets()


class NewCode(QWidget):
    """A recovery code, shown this once, and two of its groups to type."""

    changed = Signal()

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = code
        groups = recovery_code.groups(code)
        lines = column(spacing=12)
        self.setLayout(lines)
        half = (len(groups) + 1) // 2
        self.shown = label("\n".join(["  ".join(groups[:half]), "  ".join(groups[half:])]), "chip")
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self.shown.setStyleSheet(
            f"font-family: '{fixed.family()}'; font-size: 15pt; padding: 14px 18px;"
        )
        self.shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.shown.setAccessibleName("Recovery code")
        self.shown.setAccessibleDescription(" ".join(code))
        self.shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        lines.addWidget(self.shown)
        self.fields = [_group_field(number, fixed) for number in (at + 1 for at in ASKED_GROUPS)]
        line = row()
        for part in self.fields:
            line.addWidget(part)
            part.textChanged.connect(self.changed)
        lines.addLayout(line)
        self.setFocusProxy(self.fields[0])

    def ready(self) -> bool:
        """Whether both groups were typed as they are."""
        groups = recovery_code.groups(self._code)
        for at, part in zip(ASKED_GROUPS, self.fields, strict=True):
            groups[at] = part.text()
        try:
            # Case and look-alike letters do not matter, as when the code is used.
            return recovery_code.tidy("-".join(groups)) == self._code
        except BadInput:
            return False

    def secrets(self) -> Secrets:
        """The code."""
        return Secrets(code=self._code)


def _group_field(number: int, font: QFont) -> QLineEdit:
    made = QLineEdit()
    made.setFont(font)
    made.setPlaceholderText(f"Group {number}")
    made.setAccessibleName(f"Group {number} of the code")
    made.setMaxLength(12)
    return made


_ORDER = (SlotKind.PASSPHRASE, SlotKind.KEYRING, SlotKind.RECOVERY_CODE)

_NAMES = {
    SlotKind.PASSPHRASE: "the passphrase",
    SlotKind.RECOVERY_CODE: "the recovery code",
    SlotKind.KEYRING: "the keyring",
}

Form = NewPassphrase | Unlocking | NewCode
