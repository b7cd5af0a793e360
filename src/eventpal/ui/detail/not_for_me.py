"""Asks in one click why an event is not for the person, and says what each answer will hide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QSizePolicy, QWidget

from eventpal.domain import Action, Event
from eventpal.progress import Progress
from eventpal.ui import words
from eventpal.ui.controller import Controller
from eventpal.ui.guarded import guarded
from eventpal.ui.look.theme import Appearance
from eventpal.ui.look.widgets import Button, column, label, row
from eventpal.ui.tasks import Failure, Lane

REASONS = (
    ("far", "Too far", "far"),
    ("dear", "Too dear", "price"),
    ("time", "Wrong time", "time"),
    ("topic", "Not my thing", "dislike"),
    ("seen", "Seen it", "seen"),
    ("", "No reason", "close"),
)
"""The code of each answer, its words and its icon; keys 1 to 6 give them, too."""

WIDTH = 304
EDGE = 12
"""Least pixels between the panel and the edge of the window."""
BESIDE = 40
"""Pixels of the panel to the left of where it was asked for."""
NAMED = 2
"""Titles that the preview gives."""


class Answer(Button):
    """One answer, with how many events it hides at its right edge."""

    def __init__(self, appearance: Appearance, words_of_it: str, icon: str, key: int) -> None:
        super().__init__(appearance, words_of_it, icon=icon, kind="answer", tip=f"Press {key}")
        self.count = label("", "small")
        self.count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        line = row()
        line.setContentsMargins(0, 0, 10, 0)
        line.addStretch(1)
        line.addWidget(self.count)
        self.setLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)


@guarded
class NotForMe(QFrame):
    """A panel over the window; it goes with an answer, Escape, or a click beside it."""

    def __init__(self, appearance: Appearance, controller: Controller, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("panel")
        self.setAccessibleName("Why is it not for you?")
        self._controller = controller
        self._window = window
        self._event: Event | None = None
        self._previews: Mapping[str, Sequence[Event]] = {}
        self._back: QWidget | None = None
        lines = column(spacing=2)
        lines.setContentsMargins(12, 12, 12, 10)
        self.setLayout(lines)
        self.title = label("Not for me, because …", "strong")
        self.title.setContentsMargins(4, 0, 0, 4)
        lines.addWidget(self.title)
        self.answers: dict[str, Answer] = {}
        for key, (code, text, icon) in enumerate(REASONS, 1):
            answer = Answer(appearance, text, icon, key)
            answer.clicked.connect(partial(self._answer, code))
            lines.addWidget(answer)
            self.answers[code] = answer
        self.preview = label("", "small", wrap=True)
        self.preview.setContentsMargins(4, 6, 4, 0)
        # Room for three lines, so that the panel does not jump as the pointer moves.
        self.preview.setMinimumHeight(3 * self.preview.fontMetrics().lineSpacing() + 6)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        lines.addWidget(self.preview)
        self.setFixedWidth(WIDTH)
        self.hide()

    def ask(self, event: Event, at: QPoint | None) -> None:
        """Ask about ``event`` near ``at`` on the screen."""
        self._event = event
        self._previews = {}
        self._back = self._window.focusWidget()
        for answer in self.answers.values():
            answer.count.setText("")
        self.preview.setText("Looking what each would hide …")
        self._place(at or self._window.mapToGlobal(self._window.rect().center()))
        self.show()
        self.raise_()
        self._listen(on=True)
        self.answers["far"].setFocus(Qt.FocusReason.TabFocusReason)
        self._look(event)

    def _place(self, at: QPoint) -> None:
        self.ensurePolished()
        self.adjustSize()
        here = self._window.mapFromGlobal(at)
        room = self._window.rect().adjusted(EDGE, EDGE, -EDGE, -EDGE)
        place = QRect(here - QPoint(BESIDE, -EDGE), self.size())
        if place.bottom() > room.bottom():
            place.moveBottom(min(here.y() - EDGE, room.bottom()))
        place.moveLeft(max(min(place.left(), room.right() - self.width()), room.left()))
        place.moveTop(max(place.top(), room.top()))
        self.move(place.topLeft())

    def _look(self, event: Event) -> None:
        def work(progress: Progress) -> dict[str, Sequence[Event]]:
            found: dict[str, Sequence[Event]] = {}
            for code, _, _ in REASONS:
                progress.token.check()
                hidden = self._controller.app.hides(event.id, code)
                found[code] = [one for one in hidden if one.event_id != event.event_id]
            return found

        def done(found: dict[str, Sequence[Event]]) -> None:
            if self._event is event:
                self._show_previews(found)

        def failed(_: Failure) -> None:
            # Without a preview the answers still work.
            self.preview.setText("")

        self._controller.run(Lane.READ, work, done=done, failed=failed, latest="not for me")

    def _show_previews(self, found: Mapping[str, Sequence[Event]]) -> None:
        self._previews = found
        for code, answer in self.answers.items():
            hidden = len(found[code])
            answer.count.setText(f"hides {hidden:,}" if hidden else "")
            answer.setAccessibleDescription(self._sentence(code))
        self.preview.setText("Point at an answer to see what it hides.")
        self._preview_focused()

    def _preview_focused(self) -> None:
        at_hand = [one for one in self.answers.values() if one.underMouse() or one.hasFocus()]
        for answer in sorted(at_hand, key=QWidget.underMouse):
            self._tell_of(answer)

    def _sentence(self, code: str) -> str:
        hidden = self._previews.get(code)
        if hidden is None:
            return ""
        if not hidden:
            return "Hides this event alone."
        named = " and ".join(f"“{one.title[:40]}”" for one in hidden[:NAMED])
        rest = len(hidden) - NAMED
        more = f" and {rest:,} more" if rest > 0 else ""
        return f"Hides this and {words.counted(len(hidden), 'other')}: {named}{more}."

    def _answer(self, code: str) -> None:
        event = self._event
        self.close_panel()
        if event is not None:
            self._controller.feedback.note(event, Action.DISLIKE, code)

    def close_panel(self) -> None:
        """Go, and give the focus back."""
        self._event = None
        back, self._back = self._back, None
        self._listen(on=False)
        self.hide()
        if back is not None:
            back.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Digits answer, N says no reason, Escape goes."""
        codes = [code for code, _, _ in REASONS]
        digit = event.key() - Qt.Key.Key_1
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        elif event.key() == Qt.Key.Key_N:
            # The key that asked is the shortest answer, too.
            self._answer("")
        elif 0 <= digit < len(codes):
            self._answer(codes[digit])
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        """The focus goes round inside."""
        order = list(self.answers.values())
        at = next((at for at, one in enumerate(order) if one.hasFocus()), 0)
        order[(at + (1 if forward else -1)) % len(order)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Say what the answer at hand would hide; go with a click elsewhere."""
        kind = event.type()
        if isinstance(watched, Answer) and self.isAncestorOf(watched):
            if kind is QEvent.Type.ShortcutOverride:
                # While it asks, keys belong to it and not to the window.
                event.accept()
                return True
            if kind in {QEvent.Type.Enter, QEvent.Type.FocusIn}:
                self._tell_of(watched)
        elif kind is QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            if watched is not self and not self.isAncestorOf(watched):
                self.close_panel()
        elif kind is QEvent.Type.Resize and watched is self._window:
            self.close_panel()
        return super().eventFilter(watched, event)

    def _tell_of(self, answer: Answer) -> None:
        code = next(code for code, one in self.answers.items() if one is answer)
        self.preview.setText(self._sentence(code) or self.preview.text())

    def _listen(self, *, on: bool) -> None:
        application = QApplication.instance()
        if application is not None:
            # Twice would be told twice.
            application.removeEventFilter(self)
            if on:
                application.installEventFilter(self)
