"""Widgets in a line that breaks where the room ends."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from eventpal.ui.guarded import guarded
from eventpal.ui.tokens import GRID


class Flow(QWidget):
    """Lays its widgets out like words in a paragraph."""

    def __init__(self, widgets: Sequence[QWidget]) -> None:
        super().__init__()
        lines = FlowLayout(self)
        for widget in widgets:
            lines.addWidget(widget)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)


@guarded
class FlowLayout(QLayout):
    """Qt's interface of a layout, for lines that break."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
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
        left, top, height = area.left(), area.top(), 0
        for item in self._items:
            widget = item.widget()
            if widget is not None and widget.isHidden():
                continue
            hint = item.sizeHint()
            if hint.width() > area.width() and item.hasHeightForWidth():
                # A flow inside this one breaks its own lines.
                hint = QSize(area.width(), item.heightForWidth(area.width()))
            if left > area.left() and left + hint.width() > area.right() + 1:
                left, top = area.left(), top + height + GRID
                height = 0
            if apply:
                item.setGeometry(QRect(QPoint(left, top), hint))
            left += hint.width() + GRID
            height = max(height, hint.height())
        return top + height - area.top()
