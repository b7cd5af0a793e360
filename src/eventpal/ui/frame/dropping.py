"""Files, folders and addresses that are dropped on the window."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from eventpal.ui.guarded import guarded
from eventpal.ui.look.widgets import label

MARGIN = 24


@guarded
class Dropping(QObject):
    """Invites what is dragged over ``window`` in, and tells what was dropped."""

    dropped = Signal(object)
    """Locations: paths and addresses."""

    def __init__(self, window: QWidget, over: QWidget) -> None:
        super().__init__(window)
        self._over = over
        self.sign = label("Drop to add these events", "heading")
        self.sign.setObjectName("drop")
        self.sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sign.setParent(over)
        self.sign.hide()
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take part in drag and drop."""
        if isinstance(event, QDropEvent) and event.type() is QEvent.Type.Drop:
            self.sign.hide()
            event.acceptProposedAction()
            self.dropped.emit(_locations(event))
            return True
        if isinstance(event, QDragEnterEvent) and event.type() is QEvent.Type.DragEnter:
            data = event.mimeData()
            if data.hasUrls() or data.text().strip().startswith(("http", "webcal")):
                event.acceptProposedAction()
                self.sign.setGeometry(self._over.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN))
                self.sign.show()
                self.sign.raise_()
            return True
        if event.type() is QEvent.Type.DragLeave:
            self.sign.hide()
        return super().eventFilter(watched, event)


def _locations(event: QDropEvent) -> Sequence[str]:
    data = event.mimeData()
    urls = data.urls() or [QUrl(word) for word in data.text().split()]
    locations = [url.toLocalFile() if url.isLocalFile() else url.toString() for url in urls]
    return [location for location in locations if location]
