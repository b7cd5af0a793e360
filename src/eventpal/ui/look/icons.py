"""Our own line icons, drawn in any colour and sharp on any screen."""

from functools import cache, lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from eventpal import paths


def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Icon ``name`` in ``colour``, ``size`` by ``size`` logical pixels."""
    return _pixmap(name, colour, size, ratio)


def icon(name: str, colour: str, *, size: int = 20) -> QIcon:
    """An icon for a button."""
    return QIcon(_pixmap(name, colour, size, _sharpest()))


def add_checked(to: QIcon, name: str, colour: str, size: int) -> None:
    """Show another icon while the button is down."""
    to.addPixmap(_pixmap(name, colour, size, _sharpest()), QIcon.Mode.Normal, QIcon.State.On)


def application() -> QIcon:
    """The icon of EventPal itself."""
    made = QIcon()
    for size in (32, 64, 256):
        made.addPixmap(_pixmap("eventpal", "", size, 1.0))
    return made


def _sharpest() -> float:
    """The largest pixel ratio of all screens; Qt scales down for the others."""
    application = QGuiApplication.instance()
    return application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0


@cache
def _folder() -> Path:
    return paths.resources() / "icons"


# A few hundred small pictures at most; painting a card must not parse SVG.
@lru_cache(maxsize=512)
def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    text = (_folder() / f"{name}.svg").read_text(encoding="utf-8")
    drawn = QSvgRenderer(QByteArray(text.replace("currentColor", colour).encode()))
    made = QPixmap(QSize(size, size) * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    drawn.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return made
