"""Earlier conversations: found by what was said, opened, deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from eventpal.ui import words
from eventpal.ui.chat.work import ChatWork
from eventpal.ui.guarded import guarded
from eventpal.ui.look.theme import Appearance
from eventpal.ui.look.tokens import GRID
from eventpal.ui.look.widgets import Button, clear, column, label, row, scrolled

if TYPE_CHECKING:
    from eventpal.store.conversations import Conversation


@guarded
class TwoLines(Button):
    """A button with a title, cut short where the room ends, and a line under it."""

    def __init__(self, appearance: Appearance, title: str, under: str) -> None:
        super().__init__(appearance, f"{title}\n{under}", kind="answer", tip=title)
        self._lines = (title, under)
        self.setAccessibleName(f"{title}, {under}")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Cut the lines anew."""
        super().resizeEvent(event)
        room, metrics = self.width() - 2 * GRID - 2, self.fontMetrics()
        cut = (metrics.elidedText(one, Qt.TextElideMode.ElideRight, room) for one in self._lines)
        self.setText("\n".join(cut))


class ChatHistory(QWidget):
    """A field to search in, and a line for each conversation."""

    left = Signal()
    """Back to the conversation that is open."""

    def __init__(
        self, appearance: Appearance, work: ChatWork, clock: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self._appearance, self._work, self._clock = appearance, work, clock
        self._asking: tuple[Button, Button] | None = None
        """The button that was pressed to delete a conversation, and the one that does so."""
        lines = column(margins=2 * GRID, spacing=GRID)
        self.setLayout(lines)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search what was said")
        self.search.setAccessibleName("Search conversations")
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(200)
        self.search.textChanged.connect(work.look_up)
        lines.addWidget(self.search)
        inside = QWidget()
        self.rows = column(spacing=2)
        outer = column(spacing=0)
        outer.addLayout(self.rows)
        outer.addStretch(1)
        inside.setLayout(outer)
        lines.addWidget(scrolled(inside), 1)
        self.clear = Button(appearance, "Delete all conversations…", icon="trash", kind="danger")
        self.clear.clicked.connect(self._clear)
        lines.addWidget(self.clear)
        work.listed.connect(self.show_conversations)

    def look(self) -> None:
        """Show all conversations."""
        self.search.clear()
        self._work.look_up("")
        self.search.setFocus()

    def show_conversations(self, found: Sequence[Conversation]) -> None:
        """Show these."""
        clear(self.rows)
        self._asking = None
        if not found:
            nothing = "Nobody said that." if self.search.text() else "No conversations yet."
            self.rows.addWidget(label(nothing, "muted"))
        self.clear.setVisible(bool(found))
        for one in found:
            self.rows.addWidget(self._row(one))

    def _row(self, one: Conversation) -> QWidget:
        said = (
            f"{words.ago(one.changed_at, self._clock())} · {words.counted(one.messages, 'message')}"
        )
        go = TwoLines(self._appearance, one.title or "Untitled", said)
        go.clicked.connect(lambda: self._open(one.id))
        away = Button(self._appearance, icon="trash", kind="quiet", tip=f"Delete “{one.title}” …")
        sure = Button(
            self._appearance, "Delete", kind="danger", tip=f"Delete “{one.title}” for good"
        )
        sure.hide()
        away.clicked.connect(lambda: self._ask(away, sure))
        sure.clicked.connect(lambda: self._work.delete(one.id))
        line = row(spacing=2)
        for part, share in ((go, 1), (away, 0), (sure, 0)):
            line.addWidget(part, share)
        holder = QWidget()
        holder.setLayout(line)
        return holder

    def _ask(self, away: Button, sure: Button) -> None:
        """Ask once more in the same place; what was asked elsewhere is asked no more."""
        if self._asking is not None:
            self._asking[0].show()
            self._asking[1].hide()
        self._asking = (away, sure)
        away.hide()
        sure.show()
        sure.setFocus(Qt.FocusReason.TabFocusReason)

    def _open(self, conversation: str) -> None:
        self._work.open(conversation)
        self.left.emit()

    def _clear(self) -> None:
        from eventpal.ui.dialogs import Confirm  # noqa: PLC0415

        asked = Confirm(
            self._appearance,
            self.window(),
            title="Delete all conversations?",
            text="Everything that was said in the chat is deleted for good.",
            action="Delete",
        )
        asked.accepted.connect(lambda: self._work.delete(None))
        asked.open()
