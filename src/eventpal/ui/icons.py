"""Our own line icons, drawn in any colour and sharp on any screen."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from eventpal import paths

SCALES = (1, 2, 3)
"""Pixel ratios that an icon is drawn for at once."""


def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Icon ``name`` in ``colour``, ``size`` by ``size`` logical pixels."""
    return _pixmap(name, colour, size, ratio)


def icon(name: str, colour: str, *, size: int = 20) -> QIcon:
    """An icon for a button."""
    made = QIcon()
    for ratio in SCALES:
        made.addPixmap(_pixmap(name, colour, size, ratio))
    return made


def add_checked(to: QIcon, name: str, colour: str, size: int) -> None:
    """Show another icon while the button is down."""
    for ratio in SCALES:
        drawn = _pixmap(name, colour, size, ratio)
        to.addPixmap(drawn, QIcon.Mode.Normal, QIcon.State.On)


def application() -> QIcon:
    """The icon of EventPal itself."""
    made = QIcon()
    for size in (16, 32, 48, 64, 128, 256):
        made.addPixmap(_pixmap("eventpal", "", size, 1.0))
    return made


# A few hundred small pictures at most; painting a card must not parse SVG.
@lru_cache(maxsize=512)
def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    text = (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    drawn = QSvgRenderer(QByteArray(text.replace("currentColor", colour).encode()))
    made = QPixmap(QSize(size, size) * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    drawn.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return made
