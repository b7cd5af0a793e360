"""The small parts that every page is built of."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from eventpal.ui import words
from eventpal.ui.guarded import guarded
from eventpal.ui.look import icons
from eventpal.ui.look.flow import FlowLayout
from eventpal.ui.look.theme import Appearance, Look
from eventpal.ui.look.tokens import GRID

ICON = 18
FIELD = 19
"""Letters that the name of a field has room for."""
ACTION = 78
"""The least width of an ActionButton."""
NARROWEST = 200
"""The least width, in pixels, that text in lines asks for at most."""


@guarded
class _Wrapping(QLabel):
    """Text in lines. What is written elsewhere never widens the window, however long its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._said = ""
        self.setWordWrap(True)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802
        """Show ``text``, with places to break in words that no line has room for."""
        self._said = text
        super().setText(words.breakable(text))

    def text(self) -> str:
        """What was given."""
        return self._said

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """An address has no place to break: it is cut at the edge instead."""
        size = super().minimumSizeHint()
        return QSize(min(size.width(), NARROWEST), size.height())


@guarded
class OneLine(QLabel):
    """Text that is cut short where the room ends, and takes none of it from others."""

    _said = ""

    def __init__(self, kind: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:  # noqa: N802
        """Show as much of ``text`` as there is room for."""
        self._said = text
        self.setAccessibleName(text)
        self._cut()

    def text(self) -> str:
        """What was given."""
        return self._said

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Cut it anew."""
        super().resizeEvent(event)
        self._cut()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Cut it anew in another font."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._cut()

    def _cut(self) -> None:
        room = self.contentsRect().width()
        ends = Qt.TextElideMode.ElideRight
        super().setText(self.fontMetrics().elidedText(self._said, ends, room))


def label(text: str = "", kind: str = "", *, wrap: bool = False) -> QLabel:
    """Plain text in one of the style's kinds."""
    made = _Wrapping(text) if wrap else QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("kind", kind)
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


def titled(appearance: Appearance, icon: str, title: str, text: str) -> tuple[QFrame, QVBoxLayout]:
    """A raised box with an icon, a title and a sentence, and the layout for what follows."""
    box, lines = card()
    head = row()
    head.addWidget(Picture(appearance, icon, 20, "accent"))
    head.addWidget(label(title, "title", wrap=True), 1)
    lines.addLayout(head)
    lines.addWidget(label(text, "muted", wrap=True))
    return box, lines


def field(name: str, control: QWidget) -> QHBoxLayout:
    """A control with its name before it; those under each other line up."""
    line = row(spacing=2 * GRID)
    text = label(name)
    text.setMinimumWidth(FIELD * text.fontMetrics().averageCharWidth())
    text.setBuddy(control)
    control.setAccessibleName(name)
    control.setMinimumWidth(max(control.minimumWidth(), 180))
    line.addWidget(text)
    line.addWidget(control)
    line.addStretch(1)
    return line


def scrolled(inside: QWidget, area: QScrollArea | None = None) -> QScrollArea:
    """``inside`` in a vertical scroll area that paints no ground of its own."""
    area = area or QScrollArea()
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
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
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
    """Choices of which one is taken, in lines that break where the room ends."""

    chosen = Signal(int)

    def __init__(self, appearance: Appearance, names: Sequence[str], label_text: str) -> None:
        super().__init__()
        self.setAccessibleName(label_text)
        self._group = QButtonGroup(self)
        line = FlowLayout(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for at, name in enumerate(names):
            chip = Button(appearance, name, kind="chip")
            chip.setCheckable(True)
            chip.setChecked(at == 0)
            self._group.addButton(chip, at)
            line.addWidget(chip)
        self._group.idClicked.connect(self.chosen)

    @property
    def current(self) -> int:
        """The position of the taken choice."""
        return self._group.checkedId()

    def rename(self, names: Sequence[str]) -> None:
        """Give the choices other names."""
        for at, name in enumerate(names):
            self._group.button(at).setText(name)
            self._group.button(at).setAccessibleName(name)

    def take(self, at: int) -> None:
        """Take a choice and tell nobody."""
        self._group.button(at).setChecked(True)

    def choose(self, at: int) -> None:
        """Take a choice, as a click on it does."""
        self._group.button(at).click()
