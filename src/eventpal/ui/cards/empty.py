"""What a page says when it has nothing to show, and what can be done about it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from eventpal.ui.cards.covers import rounded
from eventpal.ui.cards.topics import TOPICS
from eventpal.ui.guarded import guarded
from eventpal.ui.look import icons
from eventpal.ui.look.theme import Appearance, Look
from eventpal.ui.look.tokens import GRID
from eventpal.ui.look.widgets import Button, column, label, row

TEXT_WIDTH = 460
BUTTON_WIDTH = 280

FAN = (("stage", -13.0, -92), ("food", 13.0, 92), ("music", 0.0, 0))
"""The covers of the welcome: topic, angle in degrees, and pixels from the middle."""


@guarded
class EmptyState(QWidget):
    """A picture, a title, a sentence, and what to do; the first action stands out.

    The picture is left out where there is no room for it.
    """

    def __init__(
        self,
        appearance: Appearance,
        icon: str,
        title: str,
        text: str,
        *,
        actions: Sequence[tuple[str, str, Callable[[], None]]] = (),
    ) -> None:
        super().__init__()
        outer = column(margins=3 * GRID, spacing=GRID)
        self.setLayout(outer)
        outer.addStretch(2)
        self.picture = Fan(appearance) if icon == "" else Medal(appearance, icon)
        outer.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addSpacing(2 * GRID)
        self.title = label(title, "heading", wrap=True)
        self.text = label(text, "muted", wrap=True)
        for one in (self.title, self.text):
            one.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            one.setMaximumWidth(TEXT_WIDTH)
            one.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            line = row()
            line.addStretch(1)
            line.addWidget(one, 8)
            line.addStretch(1)
            outer.addLayout(line)
        outer.addSpacing(2 * GRID)
        self.buttons: list[Button] = []
        for at, (name, symbol, do) in enumerate(actions):
            button = Button(appearance, name, icon=symbol, kind="" if at else "primary")
            button.clicked.connect(lambda _=False, do=do: do())
            button.setMinimumWidth(BUTTON_WIDTH)
            outer.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            self.buttons.append(button)
        outer.addStretch(3)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Words and buttons first."""
        super().resizeEvent(event)
        lines = self.layout()
        assert lines is not None
        needed = lines.totalHeightForWidth(self.width())
        if self.picture.isHidden():
            needed += self.picture.height() + GRID
        self.picture.setVisible(self.height() >= needed)

    def say(self, title: str, text: str) -> None:
        """Say something else."""
        self.title.setText(title)
        self.text.setText(text)


class Drawn(QWidget):
    """A picture painted in the current look."""

    def __init__(self, appearance: Appearance, width: int, height: int) -> None:
        super().__init__()
        self.setFixedSize(width, height)
        self.look = appearance.look
        appearance.changed.connect(self._wear)

    def _wear(self, look: Look) -> None:
        self.look = look
        self.update()


@guarded
class Medal(Drawn):
    """An icon on a soft disc."""

    def __init__(self, appearance: Appearance, icon: str) -> None:
        super().__init__(appearance, 88, 88)
        self._icon = icon

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """Paint the disc and the icon."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.look.tokens.selected))
        painter.drawEllipse(QRectF(self.rect()))
        glyph = icons.pixmap(self._icon, self.look.tokens.accent, 40, self.devicePixelRatioF())
        painter.drawPixmap(24, 24, glyph)
        painter.end()


@guarded
class Fan(Drawn):
    """Three covers spread like tickets in a hand."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(appearance, 380, 210)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """Paint the covers, the middle one last."""
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        area = QRectF(-64, -84, 128, 168)
        for name, angle, across in FAN:
            topic = TOPICS[name]
            painter.save()
            painter.translate(self.width() / 2 + across, self.height() / 2 + abs(across) * 0.12)
            painter.rotate(angle)
            painter.setClipPath(rounded(area, 14))
            painter.fillRect(area, QColor(topic.ground))
            shape = QColor(topic.shape)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shape)
            painter.drawEllipse(QPointF(40, 84), 74, 74)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(shape, 6))
            painter.drawEllipse(QPointF(-54, -70), 44, 44)
            glyph = icons.pixmap(topic.icon, "#FFFFFF", 56, self.devicePixelRatioF())
            painter.drawPixmap(-28, -28, glyph)
            painter.setClipping(False)
            painter.setPen(QPen(QColor(self.look.tokens.window), 5))
            painter.drawPath(rounded(area, 14))
            painter.restore()
        painter.end()
