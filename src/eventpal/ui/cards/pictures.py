"""Pictures of events in the window: made small and anew, and shown once they are there.

What a publisher's server sends is decoded here, bounded, and only what this computer encodes from
it is ever kept or shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter

from eventpal.progress import Progress
from eventpal.ui.tasks import Lane

if TYPE_CHECKING:
    from eventpal.ui.controller import Controller

LONGEST_SIDE = 640
"""Pixels of a kept picture: what the widest place in the window shows on a dense screen."""
QUALITY = 82
MOST_PIXELS = 40_000_000
MOST_MIB = 192
"""What Qt may take to decode one picture."""
FORMATS = {b"jpeg", b"png", b"gif", b"webp"}
WEB = ("https://", "http://")


class Pictures(QObject):
    """Has pictures fetched in the background, and looks those up that the window wants to show."""

    came = Signal(str, object)
    """An address, and the QImage that was found for it."""
    gathered = Signal()
    """There are pictures that were not there before."""

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller
        self._asked: set[str] = set()
        self._gathering = False

    def ask(self, address: str) -> None:
        """Look a picture up; it comes later, if there is one."""
        if address in self._asked or not address.startswith(WEB):
            return
        self._asked.add(address)

        def work(_: Progress) -> QImage:
            return QImage.fromData(QByteArray(self._controller.app.gallery.picture(address)))

        def done(image: QImage) -> None:
            self._asked.discard(address)
            if not image.isNull():
                self.came.emit(address, image)

        if self._controller.run(Lane.READ, work, done=done) is None:
            self._asked.discard(address)

    def gather(self) -> None:
        """Fetch what is wanted and not there yet, in the background."""
        if not self._gathering:
            self._controller.run(
                Lane.READ,
                lambda _: self._controller.app.gallery.waiting(),
                done=self._begin,
                latest="pictures",
            )

    def _begin(self, waiting: bool) -> None:
        if not waiting or self._gathering:
            return

        def ended() -> None:
            self._gathering = False

        def done(count: int) -> None:
            if count:
                self.gathered.emit()

        task = self._controller.run(
            Lane.BACKGROUND,
            lambda progress: self._controller.app.gallery.gather(small, progress),
            title="Fetching pictures",
            done=done,
        )
        if task is not None:
            self._gathering = True
            task.ended.connect(ended)

    def forget(self) -> None:
        """Know nothing any more."""
        self._asked.clear()


def small(body: bytes) -> bytes:
    """A picture as a JPEG of at most ``LONGEST_SIDE`` pixels a side; b"" where it is none.

    Runs on any thread. Only the formats that photographs come in are decoded.
    """
    QImageReader.setAllocationLimit(MOST_MIB)
    buffer = QBuffer()
    buffer.setData(QByteArray(body))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if reader.format().data() not in FORMATS or not size.isValid():
        return b""
    if not 0 < size.width() * size.height() <= MOST_PIXELS:
        return b""
    side = QSize(LONGEST_SIDE, LONGEST_SIDE)
    if size.width() > LONGEST_SIDE or size.height() > LONGEST_SIDE:
        reader.setScaledSize(size.scaled(side, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        return b""
    flat = QImage(image.size(), QImage.Format.Format_RGB32)
    flat.fill(Qt.GlobalColor.white)
    _draw(flat, image)
    return _jpeg(flat)


def _draw(onto: QImage, image: QImage) -> None:
    """Lay a picture that may be see-through over its ground."""
    painter = QPainter(onto)
    painter.drawImage(0, 0, image)
    painter.end()


def _jpeg(image: QImage) -> bytes:
    written = QBuffer()
    written.open(QIODevice.OpenModeFlag.WriteOnly)
    saved = image.save(written, "JPG", QUALITY)  # type: ignore[call-overload]
    return bytes(written.data().data()) if saved else b""
