"""The small parts that every page is built of."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from eventpal.ui import icons
from eventpal.ui.theme import Appearance, Look
from eventpal.ui.tokens import GRID

ICON = 18
ACTION = 78
"""The least width of an ActionButton."""


def label(text: str = "", kind: str = "", *, wrap: bool = False) -> QLabel:
    """Plain text in one of the style's kinds."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("kind", kind)
    made.setWordWrap(wrap)
    return made


def restyle(widget: QWidget, kind: str) -> None:
    """Give ``widget`` another of the style's kinds."""
    widget.setProperty("kind", kind)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def column(*, margins: int = 0, spacing: int = GRID) -> QVBoxLayout:
    """A vertical layout with even margins."""
    made = QVBoxLayout()
    made.setContentsMargins(margins, margins, margins, margins)
    made.setSpacing(spacing)
    return made


def row(*, spacing: int = GRID) -> QHBoxLayout:
    """A horizontal layout without margins."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    return made


def card() -> tuple[QFrame, QVBoxLayout]:
    """A raised box and the layout inside it."""
    box = QFrame()
    box.setObjectName("card")
    inside = column(margins=2 * GRID, spacing=GRID)
    box.setLayout(inside)
    return box, inside


def scrolled(inside: QWidget) -> QScrollArea:
    """``inside`` in a vertical scroll area that paints no ground of its own."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    inside.setObjectName("scrolled")
    area.setWidget(inside)
    # The area itself needs no stop of its own on the way of the Tab key.
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def clear(lines: QLayout) -> None:
    """Take all widgets out of a layout."""
    while (old := lines.takeAt(0)) is not None:
        widget = old.widget()
        if widget is not None:
            widget.deleteLater()


def say(widget: QWidget, text: str) -> None:
    """Let a screen reader speak ``text``, wherever the focus is."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


class Button(QPushButton):
    """A push button whose icon follows the look. It takes the focus by Tab, not by a click."""

    def __init__(
        self,
        appearance: Appearance,
        text: str = "",
        *,
        icon: str = "",
        kind: str = "",
        tip: str = "",
    ) -> None:
        # Qt leaves no room between icon and text.
        super().__init__(f" {text}" if icon and text else text)
        self._icon = icon
        self._kind = kind
        self.setProperty("kind", kind)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setIconSize(QSize(ICON, ICON))
        self.setAccessibleName(text or tip)
        self.setToolTip(tip)
        self._draw(appearance.look)
        appearance.changed.connect(self._draw)

    def _draw(self, look: Look) -> None:
        if not self._icon:
            return
        tokens = look.tokens
        plain = {"primary": tokens.on_accent, "danger": tokens.danger, "link": tokens.accent}
        colour = plain.get(self._kind, tokens.text)
        self.setIcon(icons.icon(self._icon, colour, size=ICON))


class ActionButton(QToolButton):
    """An icon over a word, which stays down while its action stands."""

    def __init__(self, appearance: Appearance, text: str, *, icon: str, tip: str) -> None:
        super().__init__()
        self._icon = icon
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(tip)
        self.setProperty("kind", "action")
        self.setCheckable(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setIconSize(QSize(ICON + 2, ICON + 2))
        self.setMinimumWidth(ACTION)
        self._draw(appearance.look)
        appearance.changed.connect(self._draw)

    def _draw(self, look: Look) -> None:
        tokens, size = look.tokens, ICON + 2
        made = icons.icon(self._icon, tokens.text, size=size)
        icons.add_checked(made, f"{self._icon}-on", tokens.accent, size)
        self.setIcon(made)


class Picture(QLabel):
    """An icon that follows the look, beside text."""

    def __init__(self, appearance: Appearance, name: str, size: int = ICON, role: str = "muted"):
        super().__init__()
        self._name, self._size, self._role = name, size, role
        self.setFixedSize(size, size)
        self._draw(appearance.look)
        appearance.changed.connect(self._draw)

    def _draw(self, look: Look) -> None:
        colour = getattr(look.tokens, self._role)
        self.setPixmap(icons.pixmap(self._name, colour, self._size, self.devicePixelRatioF()))


class Chips(QWidget):
    """A row of choices of which one is taken."""

    chosen = Signal(int)

    def __init__(self, appearance: Appearance, names: Sequence[str], label_text: str) -> None:
        super().__init__()
        self.setAccessibleName(label_text)
        self._group = QButtonGroup(self)
        line = row()
        self.setLayout(line)
        for at, name in enumerate(names):
            chip = Button(appearance, name, kind="chip")
            chip.setCheckable(True)
            chip.setChecked(at == 0)
            self._group.addButton(chip, at)
            line.addWidget(chip)
        line.addStretch(1)
        self._group.idClicked.connect(self.chosen)

    @property
    def current(self) -> int:
        """The position of the taken choice."""
        return self._group.checkedId()

    def choose(self, at: int) -> None:
        """Take a choice, as a click on it does."""
        self._group.button(at).click()
