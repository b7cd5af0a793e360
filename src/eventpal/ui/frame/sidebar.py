"""The way from page to page, at the left edge."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QLabel, QWidget

from eventpal.ui.look import icons
from eventpal.ui.look.theme import Appearance
from eventpal.ui.look.tokens import GRID
from eventpal.ui.look.widgets import Button, Picture, column, label, row

WIDE, SLIM = 212, 68
SIDE = 12
MARK = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: what the program calls it, its title and its icon."""

    page: str
    name: str
    icon: str
    foot: bool = False
    """Whether it stands at the foot, apart from the others."""


class Sidebar(QFrame):
    """A column of buttons of which one is down; slim, it shows icons alone."""

    chosen = Signal(str)
    """What the program calls the page."""

    def __init__(self, appearance: Appearance, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setAccessibleName("Pages")
        self._group = QButtonGroup(self)
        self._entries = entries
        self._by_page: dict[str, Button] = {}
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
        self.airgap = self._badge(appearance)
        for at, entry in enumerate(entries):
            if entry.foot and not entries[at - 1].foot:
                lines.addStretch(1)
                lines.addWidget(self.airgap)
            button = Button(appearance, entry.name, icon=entry.icon)
            button.setCheckable(True)
            button.setToolTip(f"{entry.name} (Ctrl+{at + 1})")
            button.clicked.connect(lambda _=False, page=entry.page: self.chosen.emit(page))
            self._group.addButton(button)
            self._by_page[entry.page] = button
            lines.addWidget(button)
        self._slim = False
        self.set_slim(slim=False)
        # A lambda would keep the sidebar, and all it knows, after the window is gone.
        appearance.changed.connect(self._wear)

    def _badge(self, appearance: Appearance) -> QWidget:
        """Says that the air-gap switch is on; hidden until it is."""
        line = row(spacing=GRID)
        line.setContentsMargins(SIDE, 0, 0, GRID)
        line.addWidget(Picture(appearance, "lock"))
        self._airgap_text = label("Air gap is on", "small")
        line.addWidget(self._airgap_text, 1)
        badge = QWidget()
        badge.setLayout(line)
        badge.setAccessibleName("Air gap is on")
        badge.setToolTip("Nothing leaves this computer: see Privacy and settings")
        badge.hide()
        return badge

    def show_airgap(self, on: bool) -> None:
        """Show or hide the badge of the air-gap switch."""
        self.airgap.setVisible(on)

    def _wear(self) -> None:
        self.set_slim(slim=self._slim)

    def take(self, page: str) -> None:
        """Show that ``page`` is open; "" or one that is not listed for none of them."""
        if page not in self._by_page:
            self._group.setExclusive(False)
            for button in self._group.buttons():
                button.setChecked(False)
            self._group.setExclusive(True)
        else:
            self._by_page[page].setChecked(True)

    def set_slim(self, *, slim: bool) -> None:
        """Show icons alone, or names beside them."""
        self._slim = slim
        self.name.setVisible(not slim)
        self._airgap_text.setVisible(not slim)
        for entry in self._entries:
            button = self._by_page[entry.page]
            button.setText("" if slim else f"  {entry.name}")
            button.setProperty("slim", "true" if slim else "false")
            button.style().unpolish(button)
            button.style().polish(button)
        if slim:
            self.setFixedWidth(SLIM)
        else:
            widest = max(_chosen_width(button) for button in self._group.buttons())
            self.setFixedWidth(max(WIDE, widest + 2 * SIDE))


def _chosen_width(button: QAbstractButton) -> int:
    """The width that ``button`` wants when it is down and its name is bold."""
    bold = button.font()
    bold.setWeight(QFont.Weight.DemiBold)
    plain = button.fontMetrics().horizontalAdvance(button.text())
    more = QFontMetrics(bold).horizontalAdvance(button.text()) - plain
    return button.sizeHint().width() + more
