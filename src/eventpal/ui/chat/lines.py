"""Messages of the chat: what the person said, and answers with their events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from eventpal.domain import Action
from eventpal.ui.cards.covers import Covers
from eventpal.ui.cards.delegate import CardDelegate
from eventpal.ui.cards.event_view import EventView
from eventpal.ui.cards.models import Card
from eventpal.ui.guarded import guarded
from eventpal.ui.look.theme import Appearance
from eventpal.ui.look.tokens import GRID
from eventpal.ui.look.widgets import Button, column, label, row, say

if TYPE_CHECKING:
    from eventpal.chat.services import ProfileProposal
    from eventpal.ui.chat.work import Line
    from eventpal.ui.controller import Controller

THINKING = "…"

_FOR_A_MOMENT = {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}

_SELECTABLE = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)


def _prose(text: str = "") -> QLabel:
    """A part of an answer in words."""
    made = label(text, wrap=True)
    made.setTextInteractionFlags(_SELECTABLE)
    # As high as its lines at the width that it gets: "Minimum" would add those of a narrow one.
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    made.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
    return made


class Question(QWidget):
    """What the person said, at the right; the last one can be edited."""

    editing = Signal(str)

    def __init__(self, appearance: Appearance, text: str) -> None:
        super().__init__()
        self.said = text
        bubble = QFrame()
        bubble.setObjectName("question")
        inside = column(margins=GRID + 2, spacing=0)
        bubble.setLayout(inside)
        self.text = label(text, wrap=True)
        self.text.setTextInteractionFlags(_SELECTABLE)
        self.text.setAccessibleName(f"You: {text}")
        inside.addWidget(self.text)
        # A wrapped label asks for a narrow column; short questions stand on one line.
        room = self.text.fontMetrics().horizontalAdvance(text) + 2
        self.text.setMinimumWidth(min(room, 230))
        self.edit = Button(appearance, icon="edit", kind="quiet", tip="Edit and ask again")
        self.edit.clicked.connect(lambda: self.editing.emit(text))
        line = row(spacing=4)
        line.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        line.addStretch(1)
        line.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(bubble, 0)
        self.setLayout(line)

    @property
    def stops(self) -> list[QWidget]:
        """What the Tab key passes, in order."""
        return [self.edit]

    def set_last(self, *, last: bool) -> None:
        """Offer to edit it only while it is the last."""
        self.edit.setVisible(last)


class Lack(QFrame):
    """Why answers come without the language model, while they do."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("lack")
        inside = column(spacing=2)
        inside.setContentsMargins(2 * GRID, GRID, 2 * GRID, 0)
        self.setLayout(inside)
        self.text = label("", "small", wrap=True)
        self.settings = Button(appearance, "Language model settings", kind="link")
        inside.addWidget(self.text)
        inside.addWidget(self.settings, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def tell(self, why: str) -> None:
        """Say ``why``, once; "" takes it away."""
        if why and why != self.text.text():
            say(self, why)
        self.text.setText(why)
        self.setVisible(bool(why))


@guarded
class ChatCards(CardDelegate):
    """Cards whose edges stand where the words do."""

    margin = 2 * GRID


@guarded
class EventList(EventView):
    """The cards of one answer, as high as they are: the chat scrolls, not they.

    A card is chosen only while they take the keys.
    """

    def __init__(
        self, appearance: Appearance, covers: Covers, controller: Controller, parent: QWidget
    ) -> None:
        super().__init__(appearance.look, covers, controller.clock, parent, ChatCards)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Events of this answer")
        appearance.changed.connect(self.wear)
        feedback = controller.feedback
        self.acted.connect(self._act)
        self._feedback = feedback
        feedback.acted.connect(self.update_actions)

    def _act(self, card: Card, action: Action, at: QPoint) -> None:
        self._feedback.act(card.event, action, at)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Begin with the first card."""
        super().focusInEvent(event)
        if self.current() is None and event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.choose_first()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """No card is chosen any more; a menu or another window gives the keys back."""
        super().focusOutEvent(event)
        if event.reason() not in _FOR_A_MOMENT:
            self.setCurrentIndex(self.events.index(-1))

    def fit(self) -> None:
        """Take the height of all rows."""
        heights = (self.sizeHintForRow(at) for at in range(len(self.rows)))
        self.setFixedHeight(sum(heights) + 2 * self.frameWidth() + 2)


class AnswerLine(QWidget):
    """An answer while it comes and when it is there."""

    opened = Signal(object)
    """The Card whose details are wanted."""
    regenerating = Signal()
    exporting = Signal(object)
    """The Cards to write to a calendar file."""

    def __init__(self, appearance: Appearance, covers: Covers, controller: Controller) -> None:
        super().__init__()
        self._appearance, self._covers, self._controller = appearance, covers, controller
        self._lines = column(spacing=GRID)
        self._lines.setContentsMargins(0, 0, 0, GRID)
        self.setLayout(self._lines)
        self.text = _prose(THINKING)
        """What is said above the cards."""
        self.after = _prose()
        """What is said below them."""
        self.after.hide()
        self._lines.addWidget(self.text)
        self._lines.addWidget(self.after)
        self.events: EventList | None = None
        self.regenerate = Button(appearance, icon="refresh", kind="quiet", tip="Answer this again")
        self.regenerate.clicked.connect(self.regenerating)
        self._tools: QHBoxLayout = row()
        self._tools.setContentsMargins(2 * GRID - 6, 0, 2 * GRID, 0)
        self._tools.addWidget(self.regenerate)
        self._tools.addStretch(1)
        self._lines.addLayout(self._tools)
        self.regenerate.hide()

    def hear(self, line: Line) -> None:
        """Show what there is of the answer."""
        self._say(line.text or ("" if line.rows else THINKING), line.after)
        if line.rows and self.events is None:
            self.events = EventList(self._appearance, self._covers, self._controller, self)
            self.events.opened.connect(self.opened)
            self._lines.insertWidget(1, self.events)
            QWidget.setTabOrder(self.text, self.events)
        if self.events is not None and tuple(self.events.rows) != line.rows:
            self.events.show_rows(line.rows)
            self.events.fit()

    def complete(self, line: Line) -> None:
        """Show the whole answer with its events."""
        self.hear(line)
        at = self._lines.indexOf(self._tools)
        for proposal in reversed(line.proposals):
            self._lines.insertWidget(at, self._proposed(proposal))
        if line.exporting:
            export = Button(self._appearance, "Export to a calendar file…", icon="export")
            export.clicked.connect(lambda: self.exporting.emit(line.cards))
            self._tools.insertWidget(0, export)
            QWidget.setTabOrder(self.after, export)

    def fail(self, sentence: str) -> None:
        """Say in one line why there is no answer, and leave what had come of it."""
        if self.events is None:
            heard = self.text.text().removeprefix(THINKING)
            self._say("\n".join(filter(None, (heard, sentence))))
        else:
            self._say(self.text.text(), "\n".join(filter(None, (self.after.text(), sentence))))

    @property
    def stops(self) -> list[QWidget]:
        """What the Tab key passes, in order; what is made later goes between them."""
        return [self.text, self.after, self.regenerate]

    def set_last(self, *, last: bool) -> None:
        """Offer to answer again only while it is the last."""
        self.regenerate.setVisible(last)

    def _say(self, text: str, after: str = "") -> None:
        for shown, said in ((self.text, text), (self.after, after)):
            shown.setText(said)
            shown.setAccessibleName(f"EventPal: {said}")
            shown.setVisible(bool(said))

    def _proposed(self, proposal: ProfileProposal) -> QWidget:
        """The way back from what was noted, which the answer itself says."""
        undo = Button(self._appearance, "Take it back", kind="link")
        undo.setAccessibleName(f"Take back from My taste: {proposal.text}")

        def forget() -> None:
            self._controller.taste.remove(proposal.line, proposal.text)
            undo.setEnabled(False)

        undo.clicked.connect(forget)
        QWidget.setTabOrder(self.after, undo)
        line = row()
        line.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        line.addWidget(undo)
        line.addStretch(1)
        holder = QWidget()
        holder.setLayout(line)
        return holder
