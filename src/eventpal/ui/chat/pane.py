"""The chat beside the picks: questions in words, answers with events that can be saved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from eventpal.ui.cards.covers import Covers
from eventpal.ui.chat.history import ChatHistory
from eventpal.ui.chat.lines import AnswerLine, EventList, Lack, Question
from eventpal.ui.chat.work import ChatWork, Line
from eventpal.ui.controller import Controller
from eventpal.ui.guarded import guarded
from eventpal.ui.look.theme import Appearance
from eventpal.ui.look.tokens import GRID
from eventpal.ui.look.widgets import Button, Picture, clear, column, label, row, say, scrolled
from eventpal.ui.tasks import Failure

PANE = 372
"""The least width in which a card of an answer shows its title."""

MOST_LINES = 5
"""Lines of a long message that are seen while it is written."""

LONGEST = 2000

TITLE = "Ask EventPal"

STARTERS = (
    "What’s on this weekend?",
    "Anything free tonight?",
    "Plan my Saturday",
    "Something outdoors with the kids",
)


@guarded
class MessageField(QPlainTextEdit):
    """Grows with its text. Enter sends, Shift and Enter begin a new line."""

    sent = Signal(str)
    recalled = Signal()
    """The arrow up in an empty field: the last question is wanted back."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("message")
        self.setPlaceholderText("Ask for something to do …")
        self.setAccessibleName("Message")
        self.setTabChangesFocus(True)
        # The pane is as wide as its cards want it, whatever stands beside the field.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())
        self.textChanged.connect(self._fit)
        self._fit()

    def send(self) -> None:
        """Send what is written, if anything."""
        if text := self.toPlainText().strip():
            self.sent.emit(text[:LONGEST])

    def _fit(self) -> None:
        lines = min(max(round(self.document().size().height()), 1), MOST_LINES)
        long = lines == MOST_LINES
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if long else policy.ScrollBarAlwaysOff
        )
        around = self.height() - self.viewport().height() if self.isVisible() else 2 * GRID
        edge = around + 2 * round(self.document().documentMargin())
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + edge)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """As high as the style makes one line."""
        super().showEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Send, take the last question up again, or write."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.send()
        elif event.key() == Qt.Key.Key_Up and not self.toPlainText():
            self.recalled.emit()
        else:
            super().keyPressEvent(event)


@guarded
class ChatPane(QFrame):
    """One conversation, the way to earlier ones, and the field for the next message."""

    closed = Signal()
    opened = Signal(object)
    """The Card of an answer whose details are wanted."""
    exporting = Signal(object, str)
    """A function that gives events, and a name for the file."""
    choosing = Signal()
    """The settings of the language model are wanted."""

    def __init__(self, appearance: Appearance, covers: Covers, controller: Controller) -> None:
        super().__init__()
        self.setObjectName("chat")
        self.setAccessibleName("Chat")
        self.setMinimumWidth(PANE)
        self._appearance, self._covers, self._controller = appearance, covers, controller
        self.work = ChatWork(controller)
        self.said: list[Question | AnswerLine] = []
        """What the pane shows of the conversation, in order."""
        self._answer: AnswerLine | None = None
        self._editing = False
        lines = column(spacing=0)
        # Its left edge is drawn.
        lines.setContentsMargins(1, 0, 0, 0)
        self.setLayout(lines)
        lines.addLayout(self._head())
        self.stack = QStackedWidget()
        self.area = QScrollArea()
        inside = QWidget()
        self.lines = column(spacing=GRID)
        self.lines.setContentsMargins(0, GRID, 0, GRID)
        outer = column(spacing=0)
        outer.addLayout(self.lines)
        outer.addStretch(1)
        inside.setLayout(outer)
        self.stack.addWidget(scrolled(inside, self.area))
        self.history = ChatHistory(appearance, self.work, controller.clock)
        self.history.left.connect(self._to_conversation)
        self.stack.addWidget(self.history)
        lines.addWidget(self.stack, 1)
        self.lack = Lack(appearance)
        self.lack.settings.clicked.connect(self.choosing)
        lines.addWidget(self.lack)
        lines.addLayout(self._foot())
        self.area.verticalScrollBar().rangeChanged.connect(lambda _, end: self._follow(end))
        self.work.heard.connect(self._hear)
        self.work.answered.connect(self._complete)
        self.work.failed.connect(self._fail)
        self.work.lacking.connect(self.lack.tell)
        self.work.opened.connect(self.show_conversation)
        self._begin()

    def _head(self) -> QHBoxLayout:
        line = row(spacing=2)
        line.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        line.addWidget(Picture(self._appearance, "chat", 20, "accent"))
        line.addSpacing(4)
        self.title = label(TITLE, "title")
        line.addWidget(self.title, 1)
        self.fresh = Button(self._appearance, icon="add", kind="quiet", tip="New conversation")
        self.fresh.clicked.connect(self.begin)
        self.earlier = Button(
            self._appearance, icon="time", kind="quiet", tip="Earlier conversations"
        )
        self.earlier.setCheckable(True)
        self.earlier.clicked.connect(self._to_history)
        self.away = Button(self._appearance, icon="close", kind="quiet", tip="Close the chat (Esc)")
        self.away.clicked.connect(self.closed)
        for button in (self.fresh, self.earlier, self.away):
            line.addWidget(button)
        return line

    def _foot(self) -> QHBoxLayout:
        line = row()
        line.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        self.field = MessageField()
        self.field.sent.connect(self.ask)
        self.field.recalled.connect(self._recall)
        self.send = Button(self._appearance, "Send", kind="primary", tip="Send the message (Enter)")
        self.send.clicked.connect(self.field.send)
        self.stop = Button(self._appearance, "Stop", icon="close", tip="Stop the answer (Esc)")
        self.stop.clicked.connect(self.work.stop)
        self.stop.hide()
        line.addWidget(self.field, 1)
        line.addWidget(self.send, 0, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignBottom)
        return line

    # Saying

    def ask(self, text: str) -> None:
        """Say ``text``; while the last message is being edited, in its place."""
        if self.work.busy:
            return
        self._to_conversation()
        if self._editing:
            last = self._last_question()
            self._drop_last()
            self._await(text)
            self.work.again(last, text)
        else:
            self._await(text)
            self.work.ask(text)
        self._set_editing(on=False)
        self.field.clear()

    def begin(self) -> None:
        """Start a new conversation."""
        self.work.begin()
        self._begin()
        self._to_conversation()

    def show_conversation(self, said: Sequence[Line]) -> None:
        """Show the messages of a conversation."""
        self._begin(empty=not said)
        for one in said:
            if one.speaker == "person":
                self._add_question(one.text)
            else:
                self._add_answer().complete(one)
        self._mark_last()

    def _begin(self, *, empty: bool = True) -> None:
        clear(self.lines)
        self.said.clear()
        self._answer = None
        self._set_editing(on=False)
        self._show_busy()
        if empty:
            self.lines.addWidget(self._welcome())

    def _welcome(self) -> QWidget:
        made = QWidget()
        lines = column(spacing=GRID)
        lines.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        made.setLayout(lines)
        lines.addWidget(
            label(
                "Ask in your own words. Answers come from your events alone, and stay on this "
                "computer.",
                "muted",
                wrap=True,
            )
        )
        for text in STARTERS:
            starter = Button(self._appearance, text, kind="chip")
            starter.clicked.connect(lambda _=False, said=text: self.ask(said))
            lines.addWidget(starter, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def _await(self, text: str) -> None:
        """Show the question and where its answer will be."""
        if not self.said:
            clear(self.lines)
        self._add_question(text)
        self._answer = self._add_answer()
        self._mark_last(busy=True)
        self._show_busy(busy=True)

    def _again(self) -> None:
        if self.work.busy:
            return
        self._drop()
        self._answer = self._add_answer()
        self._mark_last(busy=True)
        self._show_busy(busy=True)
        self.work.again(self._last_question())

    def _edit(self, text: str) -> None:
        if self.work.busy:
            return
        self._set_editing(on=True)
        self.field.setPlainText(text)
        self.field.selectAll()
        self.field.setFocus()

    def _recall(self) -> None:
        if any(isinstance(one, Question) for one in self.said):
            self._edit(self._last_question())

    def _set_editing(self, *, on: bool) -> None:
        """Whether what is sent takes the place of the last question."""
        self._editing = on
        self.send.setText("Ask again" if on else "Send")
        self.send.setAccessibleName(self.send.text())

    def cards_in_focus(self) -> EventList | None:
        """The cards of an answer that take the keys now."""
        lists = (one.events for one in self.said if isinstance(one, AnswerLine))
        return next((one for one in lists if one is not None and one.hasFocus()), None)

    def _add_question(self, text: str) -> None:
        question = Question(self._appearance, text)
        question.editing.connect(self._edit)
        self._add(question)

    def _add_answer(self) -> AnswerLine:
        answer = AnswerLine(self._appearance, self._covers, self._controller)
        answer.opened.connect(self.opened)
        answer.regenerating.connect(self._again)
        answer.exporting.connect(
            lambda cards: self.exporting.emit(lambda: [card.event for card in cards], "EventPal")
        )
        self._add(answer)
        return answer

    def _add(self, line: Question | AnswerLine) -> None:
        last: QWidget = self.said[-1].stops[-1] if self.said else self.away
        self.said.append(line)
        self.lines.addWidget(line)
        # Made last, it would be reached last.
        for stop in line.stops:
            QWidget.setTabOrder(last, stop)
            last = stop

    def _last_question(self) -> str:
        return next(one.said for one in reversed(self.said) if isinstance(one, Question))

    def _drop_last(self) -> None:
        """Take the last question and what follows it away."""
        while self.said and not isinstance(self._drop(), Question):
            pass

    def _drop(self) -> Question | AnswerLine:
        line = self.said.pop()
        self.lines.removeWidget(line)
        line.hide()
        line.deleteLater()
        return line

    def _mark_last(self, *, busy: bool = False) -> None:
        """Only the last question can be edited, only the last answer be made again."""
        for kind in (Question, AnswerLine):
            of_kind = [one for one in self.said if isinstance(one, kind)]
            for one in of_kind:
                one.set_last(last=one is of_kind[-1] and not busy)

    # What comes back

    def _hear(self, line: Line) -> None:
        if self._answer is not None:
            self._answer.hear(line)

    def _complete(self, line: Line) -> None:
        if self._answer is not None:
            self._answer.complete(line)
            say(self, "\n".join(filter(None, (line.text, line.after))))
        self._ended()

    def _fail(self, failure: Failure) -> None:
        if self._answer is not None:
            self._answer.fail(failure.sentence)
            say(self, failure.sentence)
        self._ended()

    def _ended(self) -> None:
        self._answer = None
        self._mark_last()
        self._show_busy()

    def _show_busy(self, *, busy: bool = False) -> None:
        self.stop.setVisible(busy)
        self.send.setVisible(not busy)

    def _follow(self, end: int) -> None:
        """Keep the newest words in sight, but no further than the question that they answer."""
        asked = [one for one in self.said if isinstance(one, Question)]
        last = asked[-1].y() - GRID if asked else end
        self.area.verticalScrollBar().setValue(min(end, last))

    # Around it

    def leave(self) -> None:
        """One step back: out of the answer, the change, the history, the cards, then the chat."""
        if self.work.busy:
            self.work.stop()
        elif self._editing:
            self._set_editing(on=False)
            self.field.clear()
        elif self.stack.currentWidget() is self.history:
            self._to_conversation()
        elif self.cards_in_focus() is not None:
            self.field.setFocus()
        else:
            self.closed.emit()

    def _to_history(self) -> None:
        if self.stack.currentWidget() is self.history:
            self._to_conversation()
        else:
            self._show_stack(self.history, "History")
            self.history.look()

    def _show_stack(self, page: QWidget, title: str) -> None:
        self.stack.setCurrentWidget(page)
        self.title.setText(title)
        self.earlier.setChecked(page is self.history)

    def _to_conversation(self) -> None:
        self._show_stack(self.area, TITLE)
        self.field.setFocus()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Write at once, and be ready to answer."""
        super().showEvent(event)
        for button in (self.send, self.stop):
            button.setMinimumHeight(self.field.height())
        self.field.setFocus()
        self.work.prepare()
