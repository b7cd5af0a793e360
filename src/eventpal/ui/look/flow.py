"""Widgets in a line that breaks where the room ends."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from eventpal.ui.guarded import guarded
from eventpal.ui.look.tokens import GRID


class Flow(QWidget):
    """Lays its widgets out like words in a paragraph; ``fill`` widens those of a single line."""

    def __init__(self, widgets: Sequence[QWidget], *, fill: bool = False) -> None:
        super().__init__()
        lines = FlowLayout(self, fill=fill)
        for widget in widgets:
            lines.addWidget(widget)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)


@guarded
class FlowLayout(QLayout):
    """Qt's interface of a layout, for lines that break."""

    def __init__(self, parent: QWidget, *, fill: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._fill = fill
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802
        """Take one more item."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """The item at ``index``."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Take an item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        """No room is taken that is not needed."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """A narrow flow is a high one."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """How high it is when ``width`` wide."""
        return self._place(QRect(0, 0, width, 0), apply=False)

    def setGeometry(self, area: QRect) -> None:  # noqa: N802
        """Put the items into ``area``."""
        super().setGeometry(area)
        self._place(area, apply=True)

    def sizeHint(self) -> QSize:  # noqa: N802
        """All in one line."""
        hints = [item.sizeHint() for item in self._items]
        width = sum(hint.width() for hint in hints) + GRID * max(len(hints) - 1, 0)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802
        """The largest item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, area: QRect, *, apply: bool) -> int:
        lines = self._broken(area.width())
        if self._fill and len(lines) == 1:
            _widen([hint for _, hint in lines[0]], area.width())
        top = area.top()
        for at, line in enumerate(lines):
            left, height = area.left(), max(hint.height() for _, hint in line)
            top += GRID if at else 0
            for item, hint in line:
                if apply:
                    aside = (height - hint.height()) // 2
                    item.setGeometry(QRect(QPoint(left, top + aside), hint))
                left += hint.width() + GRID
            top += height
        return top - area.top()

    def _broken(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """The items that are shown, in lines of ``width`` at most, each with its size."""
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        taken = 0
        for item in self._items:
            widget = item.widget()
            if widget is not None and widget.isHidden():
                continue
            hint = item.sizeHint()
            if hint.width() > width and item.hasHeightForWidth():
                # A flow inside this one breaks its own lines.
                hint = QSize(width, item.heightForWidth(width))
            if not lines or taken + hint.width() > width:
                lines.append([])
                taken = 0
            lines[-1].append((item, hint))
            taken += hint.width() + GRID
        return lines


def _widen(hints: Sequence[QSize], width: int) -> None:
    """Make the ``hints`` of one line ``width`` wide together."""
    left = width - sum(hint.width() for hint in hints) - GRID * (len(hints) - 1)
    for at, hint in enumerate(hints):
        share = left // (len(hints) - at)
        hint.setWidth(hint.width() + share)
        left -= share
