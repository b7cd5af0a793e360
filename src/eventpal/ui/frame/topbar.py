"""The search field and what is always at hand."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QFrame, QLineEdit

from eventpal.ui.guarded import guarded
from eventpal.ui.look import icons
from eventpal.ui.look.theme import Appearance, Look
from eventpal.ui.look.tokens import GRID
from eventpal.ui.look.widgets import Button, row

DEBOUNCE_MS = 160
LEAST_LETTERS = 2


@guarded
class SearchField(QLineEdit):
    """Tells what is typed once the person pauses, and at once on Enter."""

    searched = Signal(str)
    left = Signal()
    """Escape in an empty field, or the arrow down: on to the list."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("search")
        self.setPlaceholderText("Search events, places, moods …   Ctrl+K")
        self.setAccessibleName("Search")
        self.setAccessibleDescription("Type to search all coming events by words or by meaning.")
        self.setClearButtonEnabled(True)
        self.setMaxLength(300)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DEBOUNCE_MS)
        self._pause.timeout.connect(self._tell)
        self.textChanged.connect(lambda _: self._pause.start())
        self.returnPressed.connect(self._now)
        self._glass = self.addAction(
            icons.icon("search", appearance.look.tokens.muted),
            QLineEdit.ActionPosition.LeadingPosition,
        )
        appearance.changed.connect(self._draw)

    def _draw(self, look: Look) -> None:
        self._glass.setIcon(icons.icon("search", look.tokens.muted))

    def _now(self) -> None:
        self._pause.stop()
        self._tell()
        self.left.emit()

    def _tell(self) -> None:
        text = " ".join(self.text().split())
        self.searched.emit(text if len(text) >= LEAST_LETTERS else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape clears, then leaves; the arrow down goes to what was found."""
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Topbar(QFrame):
    """Search, refresh and add."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("topbar")
        line = row()
        line.setContentsMargins(20, 14, 20, 6)
        self.setLayout(line)
        self.search = SearchField(appearance)
        self.search.setMaximumWidth(560)
        self.refresh = Button(
            appearance, icon="refresh", kind="quiet", tip="Refresh all sources (Ctrl+R)"
        )
        self.chat = Button(appearance, "Ask", icon="chat", tip="Ask in your own words (Ctrl+J)")
        self.chat.setCheckable(True)
        self.add = Button(appearance, "Add events", icon="add", tip="Add a source (Ctrl+N)")
        line.addWidget(self.search, 5)
        line.addStretch(1)
        line.addSpacing(GRID)
        line.addWidget(self.refresh)
        line.addWidget(self.add)
        line.addWidget(self.chat)
