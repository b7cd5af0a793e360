"""Pictures of events: posters that came with EventPal, else a quiet cover drawn from the topic.

Nothing is ever loaded from the network, whatever address an event names.
"""

from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtSvg import QSvgRenderer

from eventpal import paths
from eventpal.domain import Event
from eventpal.ui import icons
from eventpal.ui.topics import seed, topic_of

SAMPLE = "sample:"

MOST_BYTES = 48 * 2**20
"""Painted pictures kept in memory."""


class Covers:
    """Paints each picture once for each size."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[str, str, int, int, float], QPixmap] = OrderedDict()
        self._bytes = 0

    def picture(self, event: Event, size: QSize, ratio: float) -> QPixmap:
        """The picture of ``event``, filling ``size`` logical pixels."""
        key = (event.event_id, event.image, size.width(), size.height(), ratio)
        made = self._made.get(key)
        if made is None:
            made = _paint(event, size, ratio)
            self._made[key] = made
            self._bytes += _weight(made)
            while self._bytes > MOST_BYTES and len(self._made) > 1:
                _, old = self._made.popitem(last=False)
                self._bytes -= _weight(old)
        else:
            self._made.move_to_end(key)
        return made


def poster(image: str) -> Path | None:
    """The file of a picture that came with EventPal; None for any other address."""
    if not image.startswith(SAMPLE):
        return None
    folder = (paths.resources() / "sample").resolve()
    file = (folder / image.removeprefix(SAMPLE).lstrip("/")).resolve()
    return file if file.is_relative_to(folder) and file.is_file() else None


def rounded(area: QRectF, radius: float) -> QPainterPath:
    """A rectangle with round corners, to clip or fill."""
    path = QPainterPath()
    path.addRoundedRect(area, radius, radius)
    return path


def _weight(made: QPixmap) -> int:
    return made.width() * made.height() * 4


def _paint(event: Event, size: QSize, ratio: float) -> QPixmap:
    made = QPixmap(size * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )
    area = QRectF(0, 0, size.width(), size.height())
    file = poster(event.image)
    if file is None or not _draw_file(painter, area, file):
        _draw_cover(painter, area, event, ratio)
    painter.end()
    return made


def _draw_file(painter: QPainter, area: QRectF, file: Path) -> bool:
    """Fill ``area`` with the picture, cutting off what sticks out."""
    if file.suffix.lower() == ".svg":
        drawn = QSvgRenderer(str(file))
        if not drawn.isValid():
            return False
        drawn.render(painter, _filling(area, drawn.defaultSize()))
        return True
    picture = QPixmap(str(file))
    if picture.isNull():
        return False
    painter.drawPixmap(_filling(area, picture.size()), picture, QRectF(picture.rect()))
    return True


def _filling(area: QRectF, natural: QSize) -> QRectF:
    grown = QSize(natural).scaled(
        area.size().toSize(), Qt.AspectRatioMode.KeepAspectRatioByExpanding
    )
    filled = QRectF(QPointF(0, 0), grown.toSizeF())
    filled.moveCenter(area.center())
    return filled


def _draw_cover(painter: QPainter, area: QRectF, event: Event, ratio: float) -> None:
    """The topic's colour, two large round shapes placed by the event's id, and its icon."""
    topic, number = topic_of(event), seed(event)
    painter.fillRect(area, QColor(topic.ground))
    unit = min(area.width(), area.height())
    shape = QColor(topic.shape)
    shape.setAlphaF(0.55)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shape)
    left = number % 2 == 0
    across = 0.08 + (number >> 3) % 20 / 100
    disc = QPointF(area.width() * (across if left else 1 - across), area.height() * 0.95)
    painter.drawEllipse(disc, unit * 0.62, unit * 0.62)
    shape.setAlphaF(0.8)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(shape, max(unit * 0.045, 2)))
    ring = QPointF(area.width() * (0.9 if left else 0.1), area.height() * (number >> 9) % 30 / 100)
    painter.drawEllipse(ring, unit * 0.36, unit * 0.36)
    painter.drawEllipse(ring, unit * 0.52, unit * 0.52)
    side = round(unit * 0.42)
    glyph = icons.pixmap(topic.icon, "#FFFFFF", side, ratio)
    painter.setOpacity(0.92)
    painter.drawPixmap(QPointF((area.width() - side) / 2, (area.height() - side) / 2), glyph)
    painter.setOpacity(1)
