"""The way from page to page, at the left edge."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QWidget

from eventpal.ui import icons
from eventpal.ui.theme import Appearance
from eventpal.ui.tokens import GRID
from eventpal.ui.widgets import Button, column, row

WIDE, SLIM = 212, 68
SIDE = 12
MARK = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: its name and icon."""

    name: str
    icon: str


class Sidebar(QFrame):
    """A column of buttons of which one is down; slim, it shows icons alone."""

    chosen = Signal(int)

    def __init__(self, appearance: Appearance, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setAccessibleName("Pages")
        self._group = QButtonGroup(self)
        self._names = [entry.name for entry in entries]
        lines = column(spacing=4)
        lines.setContentsMargins(SIDE, 16, SIDE, SIDE)
        self.setLayout(lines)
        brand = row(spacing=GRID + 2)
        mark = QLabel()
        mark.setPixmap(icons.application().pixmap(QSize(MARK, MARK)))
        brand.addWidget(mark)
        self.name = QLabel("EventPal")
        self.name.setObjectName("brand")
        brand.addWidget(self.name, 1)
        holder = QWidget()
        holder.setLayout(brand)
        brand.setContentsMargins(7, 0, 0, 0)
        lines.addWidget(holder)
        lines.addSpacing(2 * GRID)
        for at, entry in enumerate(entries):
            if at == len(entries) - 2:
                lines.addStretch(1)
            button = Button(appearance, entry.name, icon=entry.icon)
            button.setCheckable(True)
            button.setToolTip(f"{entry.name} (Ctrl+{at + 1})")
            self._group.addButton(button, at)
            lines.addWidget(button)
        self._group.idClicked.connect(self.chosen)
        self._slim = False
        self.set_slim(slim=False)
        appearance.changed.connect(lambda _: self.set_slim(slim=self._slim))

    def take(self, at: int) -> None:
        """Show that page ``at`` is open; -1 for none of them."""
        if at < 0:
            self._group.setExclusive(False)
            for button in self._group.buttons():
                button.setChecked(False)
            self._group.setExclusive(True)
        else:
            self._group.button(at).setChecked(True)

    def set_slim(self, *, slim: bool) -> None:
        """Show icons alone, or names beside them."""
        self._slim = slim
        self.name.setVisible(not slim)
        for at, name in enumerate(self._names):
            button = self._group.button(at)
            button.setText("" if slim else f"  {name}")
            button.setProperty("slim", "true" if slim else "false")
            button.style().unpolish(button)
            button.style().polish(button)
        if slim:
            self.setFixedWidth(SLIM)
        else:
            widest = max(button.sizeHint().width() for button in self._group.buttons())
            self.setFixedWidth(max(WIDE, widest + 2 * SIDE))
