"""Small painted plots: weights with their intervals, one gain, and two counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from eventpal.ui.guarded import guarded
from eventpal.ui.look.theme import Appearance, Look

DOT = 5.0
ROW = 12
"""Pixels of a row besides its text."""
SHARE = 0.62
"""How much of the width the names take at most."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """One row of a plot: what held before, what holds now, and how sure that is."""

    name: str
    before: float
    now: float
    low: float
    high: float

    def spoken(self) -> str:
        """The row as one sentence."""
        return (
            f"{self.name}: {self.now:+.2f}, between {self.low:+.2f} and {self.high:+.2f}; "
            f"for anyone {self.before:+.2f}"
        )


class Plot(QWidget):
    """Paints in the current look."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.look = appearance.look
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self._wear)

    def _wear(self, look: Look) -> None:
        self.look = look
        self.updateGeometry()
        self.update()

    def painter(self) -> QPainter:
        """A painter on this widget, smooth."""
        made = QPainter(self)
        made.setRenderHint(QPainter.RenderHint.Antialiasing)
        return made


@guarded
class WeightsPlot(Plot):
    """A row for each weight: a hollow mark for anyone's, a dot and an interval for one's own."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(appearance)
        self.setAccessibleName("What EventPal has learned")
        self._rows: Sequence[Estimate] = ()

    def show_rows(self, rows: Sequence[Estimate]) -> None:
        """Show ``rows`` in this order."""
        self._rows = rows
        self.setAccessibleDescription(". ".join(one.spoken() for one in rows))
        self.updateGeometry()
        self.update()

    def _row(self) -> int:
        return QFontMetrics(self.look.type.body).height() + ROW

    def names(self) -> int:
        """How many pixels of the width the names take: what they need, where there is room."""
        metrics = QFontMetrics(self.look.type.body)
        needed = max((metrics.horizontalAdvance(one.name) for one in self._rows), default=0) + 2
        return min(needed, int(self.width() * SHARE))

    def sizeHint(self) -> QSize:  # noqa: N802
        """As high as its rows and the words under the axis."""
        foot = QFontMetrics(self.look.type.small).height() + 8
        return QSize(320, len(self._rows) * self._row() + foot)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """All rows are always seen."""
        return QSize(240, self.sizeHint().height())

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """Paint the names, the zero line, the intervals and the marks."""
        if not self._rows:
            return
        tokens, fonts, high = self.look.tokens, self.look.type, self._row()
        painter = self.painter()
        names = self.names()
        area = QRectF(names + 10, 0, self.width() - names - 18, len(self._rows) * high)
        reach = max(max(abs(one.low), abs(one.high), abs(one.before)) for one in self._rows) or 1

        def across(value: float) -> float:
            return area.center().x() + value / reach * area.width() / 2

        painter.setPen(QPen(QColor(tokens.border), 1))
        painter.drawLine(QPointF(across(0), 2), QPointF(across(0), area.bottom()))
        metrics = QFontMetrics(fonts.body)
        for at, one in enumerate(self._rows):
            middle = at * high + high / 2
            painter.setFont(fonts.body)
            painter.setPen(QColor(tokens.text))
            text = metrics.elidedText(one.name, Qt.TextElideMode.ElideRight, names)
            painter.drawText(QRectF(0, at * high, names, high), Qt.AlignmentFlag.AlignVCenter, text)
            ink = QColor(tokens.good if one.now >= 0 else tokens.danger)
            soft = QColor(ink)
            soft.setAlphaF(0.28)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(soft)
            low, top = across(one.low), across(one.high)
            painter.drawRoundedRect(QRectF(low, middle - 4, max(top - low, 2), 8), 4, 4)
            painter.setBrush(ink)
            painter.drawEllipse(QPointF(across(one.now), middle), DOT, DOT)
            painter.setBrush(QColor(tokens.surface))
            painter.setPen(QPen(QColor(tokens.outline), 1.5))
            painter.drawPolygon(_diamond(across(one.before), middle))
        self._axis(painter, area)
        painter.end()

    def _axis(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(self.look.type.small)
        painter.setPen(QColor(self.look.tokens.muted))
        foot = QRectF(area.left(), area.bottom() + 2, area.width(), self.height() - area.bottom())
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, "← against")
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, "for →")

    def event(self, event: QEvent) -> bool:
        """Give a row's figures under the pointer."""
        if isinstance(event, QHelpEvent):
            at = event.pos().y() // self._row()
            if at < len(self._rows):
                QToolTip.showText(event.globalPos(), self._rows[at].spoken(), self)
            return True
        return super().event(event)


def _diamond(x: float, y: float) -> QPolygonF:
    side = DOT - 0.5
    ends = ((0, -side), (side, 0), (0, side), (-side, 0))
    return QPolygonF([QPointF(x + across, y + down) for across, down in ends])


@guarded
class GainPlot(Plot):
    """One gain with its interval, around “no better, no worse”."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(appearance)
        self._gain, self._low, self._high = 0.0, 0.0, 0.0

    def show_gain(self, gain: float, low: float, high: float) -> None:
        """Show a gain and its interval, all in the same unit."""
        self._gain, self._low, self._high = gain, low, high
        spoken = f"Gain {gain:+.2f}, between {low:+.2f} and {high:+.2f}"
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """A bar and the words under it."""
        return QSize(320, 26 + QFontMetrics(self.look.type.small).height())

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """Paint the axis, the interval, and the gain."""
        tokens, painter = self.look.tokens, self.painter()
        reach = max(abs(self._low), abs(self._high), 0.1) * 1.15
        side = 8.0
        wide = self.width() - 2 * side

        def across(value: float) -> float:
            return side + (value / reach + 1) / 2 * wide

        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.border))
        painter.drawRoundedRect(QRectF(side, 9, wide, 4), 2, 2)
        sure_good, sure_bad = self._low > 0, self._high < 0
        ink = QColor(tokens.good if sure_good else tokens.danger if sure_bad else tokens.warning)
        soft = QColor(ink)
        soft.setAlphaF(0.35)
        painter.setBrush(soft)
        low, high = across(self._low), across(self._high)
        painter.drawRoundedRect(QRectF(low, 5, max(high - low, 3), 12), 6, 6)
        painter.setPen(QPen(QColor(tokens.outline), 1.5))
        painter.drawLine(QPointF(across(0), 0), QPointF(across(0), 22))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(QPointF(across(self._gain), 11), 6, 6)
        painter.setFont(self.look.type.small)
        painter.setPen(QColor(tokens.muted))
        foot = QRectF(side, 22, wide, self.height() - 22)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, "worse")
        painter.drawText(foot, Qt.AlignmentFlag.AlignHCenter, "as good as by date")
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, "better")
        painter.end()


@guarded
class DuelPlot(Plot):
    """Two counts as the two ends of one bar."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(appearance)
        self._first, self._second = 0, 0

    def show_counts(self, first: int, second: int) -> None:
        """Show how often each was chosen."""
        self._first, self._second = first, second
        self.setAccessibleName(f"{first} to {second}")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """A bar."""
        return QSize(320, 14)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """Paint both shares."""
        tokens, painter = self.look.tokens, self.painter()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.border))
        whole = QRectF(0, 2, self.width(), 10)
        painter.drawRoundedRect(whole, 5, 5)
        total = self._first + self._second
        if total:
            share = whole.width() * self._first / total
            painter.setBrush(QColor(tokens.accent))
            painter.drawRoundedRect(QRectF(0, 2, max(share - 1, 0), 10), 5, 5)
            painter.setBrush(QColor(tokens.outline))
            rest = QRectF(share + 1, 2, max(whole.width() - share - 1, 0), 10)
            painter.drawRoundedRect(rest, 5, 5)
        painter.end()
