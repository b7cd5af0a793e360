"""The lines in which the person describes their taste, and what EventPal makes of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from eventpal.ui.controller import Controller
from eventpal.ui.guarded import guarded
from eventpal.ui.look.theme import Appearance
from eventpal.ui.look.tokens import GRID
from eventpal.ui.look.widgets import Button, clear, column, label, row
from eventpal.ui.tasks import Lane
from eventpal.ui.taste.work import Taste

if TYPE_CHECKING:
    from eventpal.recommend.profile import ProfileLine

LONGEST = 500
"""Characters of a line."""

EXAMPLE = "Such as: small jazz venues; no clubs; rarely Mondays; up to 20 €"

ORIGINS = {"chat": "said in the chat", "start": "from the start"}


@guarded
class LineField(QLineEdit):
    """A line under the pen: Enter keeps it, Escape leaves it as it was."""

    kept = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(LONGEST)
        self.returnPressed.connect(lambda: self.kept.emit(self.text().strip()))

    def event(self, event: QEvent) -> bool:
        """Escape belongs to the line, not to the window."""
        override = event.type() is QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


@guarded
class Text(QLabel):
    """The line as it reads; a click begins to edit it."""

    clicked = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click."""
        super().mouseReleaseEvent(event)
        self.clicked.emit()


class LineRow(QWidget):
    """One line, its meaning, and what can be done with it."""

    def __init__(self, appearance: Appearance, line: ProfileLine, taste: Taste) -> None:
        super().__init__()
        self.line = line
        self._taste = taste
        self.text = Text(line.text)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setProperty("kind", "strong")
        self.text.setCursor(Qt.CursorShape.IBeamCursor)
        self.field = LineField()
        self.field.setAccessibleName("Line of your profile")
        self.field.hide()
        short = line.text[:60]
        self.edit = Button(appearance, icon="edit", kind="quiet", tip=f"Edit “{short}”")
        self.remove = Button(appearance, icon="trash", kind="quiet", tip=f"Remove “{short}”")
        words = column(spacing=2)
        words.addWidget(self.text)
        words.addWidget(self.field)
        origin = ORIGINS.get(line.origin, "")
        meaning = f"{line.meaning} ({origin})" if origin else line.meaning
        words.addWidget(label(meaning, "small", wrap=True))
        whole = row(spacing=GRID // 2)
        whole.addLayout(words, 1)
        whole.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignTop)
        whole.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        whole.setContentsMargins(0, 2, 0, GRID)
        self.setLayout(whole)
        self.text.clicked.connect(self.begin)
        self.edit.clicked.connect(self.begin)
        self.remove.clicked.connect(lambda: taste.remove(line.id, line.text))
        self.field.kept.connect(self._keep)
        self.field.left.connect(self._leave)

    def begin(self) -> None:
        """Edit the line where it stands."""
        self.field.setText(self.line.text)
        self._turn(editing=True)
        self.field.setFocus()
        self.field.selectAll()

    def _keep(self, text: str) -> None:
        if text and text != self.line.text:
            self._taste.edit(self.line.id, text)
        self._leave()

    def _leave(self) -> None:
        self._turn(editing=False)
        self.edit.setFocus()

    def _turn(self, *, editing: bool) -> None:
        self.field.setVisible(editing)
        self.text.setVisible(not editing)


class ProfileCard(QWidget):
    """All lines, and a field for the next one."""

    def __init__(self, appearance: Appearance, controller: Controller) -> None:
        super().__init__()
        self._appearance = appearance
        self._controller = controller
        lines = column(spacing=GRID)
        self.setLayout(lines)
        self.rows: list[LineRow] = []
        self._rows: QVBoxLayout = column(spacing=0)
        lines.addLayout(self._rows)
        self.field = LineField()
        self.field.setPlaceholderText(EXAMPLE)
        self.field.setAccessibleName("A line about your taste")
        self.add = Button(appearance, "Add", icon="add")
        self.add.setEnabled(False)
        self.field.textChanged.connect(lambda text: self.add.setEnabled(bool(text.strip())))
        self.field.kept.connect(self._add)
        self.field.left.connect(self.field.clear)
        self.add.clicked.connect(lambda: self._add(self.field.text().strip()))
        line = row()
        line.addWidget(self.field, 1)
        line.addWidget(self.add)
        lines.addLayout(line)

    def _add(self, text: str) -> None:
        if text:
            self.field.clear()
            self._controller.taste.add(text)

    def load(self) -> None:
        """Show the lines as they are stored."""
        self._controller.run(
            Lane.READ,
            lambda _: self._controller.app.profile.lines(),
            done=self.show_lines,
            latest="profile",
        )

    def show_lines(self, lines: Sequence[ProfileLine]) -> None:
        """Show ``lines``; one that is being edited stays under the pen."""
        if [one.line for one in self.rows] == list(lines):
            return
        clear(self._rows)
        self.rows = [LineRow(self._appearance, line, self._controller.taste) for line in lines]
        for one in self.rows:
            self._rows.addWidget(one)
