"""What the window tells: a toast that passes, a banner that stays, and the work under way."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QPropertyAnimation, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QGuiApplication
from PySide6.QtWidgets import QFrame, QProgressBar, QSizePolicy, QWidget

from eventpal.ui.guarded import guarded
from eventpal.ui.look.theme import Appearance
from eventpal.ui.look.tokens import GRID
from eventpal.ui.look.widgets import Button, OneLine, label, row, say
from eventpal.ui.tasks import Failure, Task

TOAST_MS = 7000
RISE_MS = 160
AROUND = 64
"""Pixels of a toast that are neither text nor button, and the room beside it."""
WIDEST = 620
"""Pixels of a line of its text."""
UNDER = 24
"""Pixels below it."""


@guarded
class Toast(QFrame):
    """One line at the bottom of the window, with an optional undo. It leaves by itself."""

    undone = Signal()

    def __init__(
        self, appearance: Appearance, parent: QWidget, over: Callable[[], QWidget]
    ) -> None:
        """``over`` gives the part of ``parent`` that it may cover: nobody writes there."""
        super().__init__(parent)
        self._appearance = appearance
        self._parent, self._over = parent, over
        self.setObjectName("toast")
        self.setAccessibleName("Message")
        line = row(spacing=GRID // 2)
        line.setContentsMargins(16, 8, 8, 8)
        self.setLayout(line)
        self.text = label(wrap=True)
        self.undo = Button(appearance, "Undo", kind="toast", tip="Take it back (U)")
        self.undo.clicked.connect(self._undo)
        self._away = Button(appearance, "Dismiss", kind="toast")
        self._away.clicked.connect(self.hide)
        for part in (self.text, self.undo, self._away):
            line.addWidget(part)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TOAST_MS)
        self._timer.timeout.connect(self.hide)
        self._rise = QPropertyAnimation(self, b"pos", self)
        self._rise.setDuration(RISE_MS)
        parent.installEventFilter(self)
        self.hide()

    def tell(self, text: str, *, undo: bool = False) -> None:
        """Show ``text`` for some seconds."""
        self.undo.setVisible(undo)
        buttons = self._away.sizeHint().width() + (self.undo.sizeHint().width() if undo else 0)
        width = min(max(self._over().width() - buttons - AROUND, 120), WIDEST)
        metrics = self.text.fontMetrics()
        # Two lines: what is broken at a space leaves room at the end of the first.
        said = metrics.elidedText(text, Qt.TextElideMode.ElideRight, round(1.7 * width))
        self.text.setText(said)
        width = min(width, metrics.horizontalAdvance(said) + 2)
        self.text.setFixedSize(width, self.text.heightForWidth(width))
        was_visible = self.isVisible()
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        if self._appearance.look.motion and not was_visible:
            place = self.pos()
            self._rise.setStartValue(place + QPoint(0, 24))
            self._rise.setEndValue(place)
            self._rise.start()
        self._timer.start()
        say(self, text)

    def _undo(self) -> None:
        self.hide()
        self.undone.emit()

    def _place(self) -> None:
        over = self._over()
        at = over.mapTo(self._parent, QPoint(0, 0))
        aside = max((over.width() - self.width()) // 2, 0)
        self.move(at + QPoint(aside, over.height() - self.height() - UNDER))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Stay in place when the window changes its size."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._rise.stop()
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        """Wait while the pointer is here."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """Go on leaving."""
        self._timer.start()
        super().leaveEvent(event)


class Banner(QFrame):
    """A sentence over the page that stays until it is dismissed."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.setAccessibleName("Error")
        self._details = ""
        line = row()
        line.setContentsMargins(16, 8, 8, 8)
        self.setLayout(line)
        self.text = label(wrap=True)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = Button(appearance, "Copy details", icon="copy", kind="quiet")
        self.copy.clicked.connect(self._copy)
        away = Button(appearance, icon="close", kind="quiet", tip="Dismiss")
        away.clicked.connect(self.hide)
        line.addWidget(self.text, 1)
        line.addWidget(self.copy)
        line.addWidget(away)
        self.hide()

    def tell(self, failure: Failure) -> None:
        """Show why something failed."""
        self.text.setText(failure.sentence)
        self._details = failure.details
        self.copy.setVisible(bool(failure.details))
        self.show()
        say(self, failure.sentence)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details)


class Activity(QFrame):
    """The work under way: what it is, how far, and a button that stops it."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("activity")
        self._running: list[Task] = []
        line = row(spacing=2 * GRID)
        line.setContentsMargins(20, 6, 12, 6)
        self.setLayout(line)
        self.text = OneLine("muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(200)
        self.bar.setAccessibleName("Progress")
        self.stop = Button(appearance, "Stop", icon="close", kind="quiet", tip="Stop this work")
        self.stop.clicked.connect(self._stop)
        line.addWidget(self.text, 1)
        line.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.stop)
        self.hide()

    def watch(self, task: Task) -> None:
        """Show ``task`` until it ends."""
        self._running.append(task)
        task.progressed.connect(lambda what, done, total: self._moved(task, what, done, total))
        task.ended.connect(lambda: self._ended(task))
        self._show(task, task.title, 0, 0)
        self.show()

    def _moved(self, task: Task, what: str, done: int, total: int) -> None:
        """What moves is shown, rather than what waits for its turn."""
        if task in self._running:
            self._running.remove(task)
            self._running.append(task)
            self._show(task, what, done, total)

    def _show(self, task: Task, what: str, done: int, total: int) -> None:
        if not self._running or task is not self._running[-1]:
            return
        count = f" · {done:,} of {total:,}" if total else f" · {done:,}" if done else ""
        more = len(self._running) - 1
        also = f"  (and {more} more)" if more else ""
        self.text.setText(f"{what or task.title}{count}{also}")
        self.bar.setRange(0, total)
        self.bar.setValue(min(done, total))
        self.bar.setAccessibleDescription(self.text.text())

    def _ended(self, task: Task) -> None:
        self._running.remove(task)
        if self._running:
            self._show(self._running[-1], self._running[-1].title, 0, 0)
        else:
            self.hide()

    def _stop(self) -> None:
        if self._running:
            self._running[-1].cancel()
            self.text.setText("Stopping …")
