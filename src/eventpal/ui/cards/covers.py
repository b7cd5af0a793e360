"""Pictures of events: kept ones, posters that came with EventPal, else a quiet cover.

Nothing is ever loaded from the network here, whatever address an event names.
"""

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtSvg import QSvgRenderer

from eventpal import paths
from eventpal.domain import Event
from eventpal.ui.cards.topics import seed, topic_of
from eventpal.ui.look import icons

SAMPLE = "sample:"

MOST_KEPT = 24
"""Kept pictures held in memory in full; each is 1.6 MB at most."""
MOST_BYTES = 48 * 2**20
"""Painted pictures kept in memory."""


class Covers:
    """Paints each picture once for each size."""

    def __init__(self, ask: Callable[[str], None] = lambda _: None) -> None:
        self._ask = ask
        """Told the address of a picture that would be shown if it were there."""
        self._kept: OrderedDict[str, QImage] = OrderedDict()
        self._made: OrderedDict[tuple[str, str, int, int, float], QPixmap] = OrderedDict()
        self._bytes = 0

    def picture(self, event: Event, size: QSize, ratio: float) -> QPixmap:
        """The picture of ``event``, filling ``size`` logical pixels."""
        key = (event.event_id, event.image, size.width(), size.height(), ratio)
        made = self._made.get(key)
        if made is None:
            kept = self._kept.get(event.image)
            if kept is None:
                self._ask(event.image)
            made = _paint(event, size, ratio, kept)
            self._made[key] = made
            self._bytes += _weight(made)
            while self._bytes > MOST_BYTES and len(self._made) > 1:
                _, old = self._made.popitem(last=False)
                self._bytes -= _weight(old)
        else:
            self._made.move_to_end(key)
        return made

    def keep(self, address: str, image: QImage) -> None:
        """Show ``image`` wherever an event names ``address`` from now on."""
        self._kept[address] = image
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        for key in [key for key in self._made if key[1] == address]:
            self._bytes -= _weight(self._made.pop(key))

    def look_again(self) -> None:
        """Ask again for the pictures that were not there."""
        for key in [key for key in self._made if key[1] and key[1] not in self._kept]:
            self._bytes -= _weight(self._made.pop(key))


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


def _paint(event: Event, size: QSize, ratio: float, kept: QImage | None) -> QPixmap:
    made = QPixmap(size * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )
    area = QRectF(0, 0, size.width(), size.height())
    file = poster(event.image)
    if kept is not None:
        painter.drawImage(_filling(area, kept.size()), kept)
    elif file is None or not _draw_file(painter, area, file):
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
