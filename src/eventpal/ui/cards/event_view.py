"""The list of cards: pointer, keyboard, and rows that glide to their new places."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QToolTip, QWidget

from eventpal.domain import Action
from eventpal.ui.cards.covers import Covers
from eventpal.ui.cards.delegate import CardDelegate
from eventpal.ui.cards.models import Card, EventModel, Row
from eventpal.ui.guarded import guarded
from eventpal.ui.look.theme import Look

GLIDE_MS = 220

INSIDE = 40
"""Pixels from the left edge at which every row can be found."""

TOOLTIPS = {
    Action.LIKE: "Like (L)",
    Action.DISLIKE: "Not for me (N)",
    Action.SAVE: "Save (S)",
}


@guarded
class EventView(QListView):
    """Shows an EventModel; tells which card is chosen, opened, or acted on."""

    chosen = Signal(object)
    """The Card that is current now, or None."""
    opened = Signal(object)
    acted = Signal(object, object, object)
    """A Card, the Action that its button stands for, and where that is on the screen."""

    def __init__(
        self,
        look: Look,
        covers: Covers,
        clock: Callable[[], datetime],
        parent: QWidget,
        painter: Callable[..., CardDelegate] = CardDelegate,
    ) -> None:
        super().__init__(parent)
        self.events = EventModel(clock, self)
        self.painter_of_cards = painter(look, covers, clock, self)
        self._pressed: tuple[str, Action] | None = None
        self._showing = False
        self._glide = QVariantAnimation(self)
        self._glide.setDuration(GLIDE_MS)
        self._glide.setStartValue(1.0)
        self._glide.setEndValue(0.0)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._from: dict[str, float] = {}
        self._glide.valueChanged.connect(self._step)
        self.setItemDelegate(self.painter_of_cards)
        self.setModel(self.events)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(36)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.SinglePass)
        self.setAccessibleName("Events")
        self.setAccessibleDescription(
            "L likes, N is not for me, S saves, G is going, H hides, U takes back, Enter opens."
        )
        self.selectionModel().currentChanged.connect(self._current_changed)

    def wear(self, look: Look) -> None:
        """Paint in ``look`` from now on."""
        self.painter_of_cards.look = look
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def current(self) -> Card | None:
        """The chosen card."""
        return self.events.card(self.currentIndex())

    @property
    def rows(self) -> Sequence[Row]:
        """What is shown."""
        return self.events.rows

    def point(self) -> QPoint:
        """Where the chosen card is on the screen."""
        area = self.visualRect(self.currentIndex())
        return self.viewport().mapToGlobal(area.center())

    def update_actions(self, event_id: str, actions: frozenset[Action]) -> None:
        """Show ``actions`` on every card of this event."""
        self.events.update(event_id, actions)

    def choose(self, key: str) -> bool:
        """Make the row with ``key`` current; False if it is not here."""
        row = self.events.row_of(key)
        if row >= 0:
            self.setCurrentIndex(self.events.index(row))
        return row >= 0

    def choose_first(self) -> None:
        """Make the first card current, if there is any."""
        first = next((row for row in self.events.rows if isinstance(row, Card)), None)
        if first is not None:
            self.choose(first.key)
            self.scrollToTop()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show ``rows``: the chosen card stays chosen, the scroll stays, rows glide."""
        before = self._tops()
        current = self.current()
        place = self.currentIndex().row()
        scroll = self.verticalScrollBar().value()
        self._showing = True
        self.painter_of_cards.reasons = any(isinstance(one, Card) and one.reason for one in rows)
        self.events.set_rows(rows)
        self._showing = False
        self.doItemsLayout()
        self.verticalScrollBar().setValue(scroll)
        if current is not None and self.events.row_of(current.key) < 0:
            self._choose_near(place)
        elif current is not None:
            index = self.events.index(self.events.row_of(current.key))
            self.selectionModel().setCurrentIndex(
                index, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
        self.chosen.emit(self.current())
        self._start_glide(before)

    def _choose_near(self, place: int) -> None:
        """Choose the card that took the place of the one that left."""
        rows = self.events.rows
        near = sorted(range(len(rows)), key=lambda at: (abs(at - place), at < place))
        for at in near:
            if isinstance(rows[at], Card):
                self.setCurrentIndex(self.events.index(at))
                return

    def _tops(self) -> dict[str, int]:
        """Where the rows that can be seen are."""
        first = self.indexAt(QPoint(INSIDE, 1)).row()
        tops = {}
        for at in range(max(first, 0), len(self.events.rows)):
            area = self.visualRect(self.events.index(at))
            if area.top() > self.viewport().height():
                break
            tops[self.events.rows[at].key] = area.top()
        return tops

    def _start_glide(self, before: dict[str, int]) -> None:
        self._glide.stop()
        self.painter_of_cards.shifts = {}
        if not self.painter_of_cards.look.motion or not before or not self.isVisible():
            return
        after = self._tops()
        self._from = {
            key: float(before[key] - top)
            for key, top in after.items()
            if key in before and before[key] != top
        }
        if self._from:
            self._glide.start()

    def _step(self, share: object) -> None:
        assert isinstance(share, float)
        self.painter_of_cards.shifts = {key: far * share for key, far in self._from.items()}
        self.viewport().update()

    def _current_changed(
        self, current: QModelIndex | QPersistentModelIndex, _: QModelIndex | QPersistentModelIndex
    ) -> None:
        if not self._showing:
            self.chosen.emit(self.events.card(current))

    def _button_at(self, position: QPoint) -> tuple[Card, Action] | None:
        index = self.indexAt(position)
        card = self.events.card(index)
        if card is None:
            return None
        painter = self.painter_of_cards
        areas = painter.buttons(self.visualRect(index))
        for action, area in zip(painter.actions, areas, strict=True):
            if area.contains(position):
                return card, action
        return None

    # What Qt calls

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Letters are commands here, not a search for a row."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter opens the chosen card."""
        card = self.current()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and card is not None:
            self.opened.emit(card)
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Light the button under the pointer."""
        found = self._button_at(event.position().toPoint())
        hot = (found[0].key, found[1]) if found else None
        if hot != self.painter_of_cards.hot:
            self.painter_of_cards.hot = hot
            self.viewport().update()
        shape = Qt.CursorShape.PointingHandCursor if hot else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """No button is lit without a pointer."""
        self.painter_of_cards.hot = None
        self.viewport().update()
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A press on a button acts; elsewhere it chooses the card."""
        found = self._button_at(event.position().toPoint())
        if found and event.button() is Qt.MouseButton.LeftButton:
            self._pressed = (found[0].key, found[1])
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A button acts when it is let go where it was pressed."""
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            super().mouseReleaseEvent(event)
            return
        found = self._button_at(event.position().toPoint())
        if found and (found[0].key, found[1]) == pressed:
            self.acted.emit(*found, event.globalPosition().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A double click opens the card."""
        found = self._button_at(event.position().toPoint())
        card = self.events.card(self.indexAt(event.position().toPoint()))
        if found is not None:
            self._pressed = (found[0].key, found[1])
        elif card is not None:
            self.opened.emit(card)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        """Say what the button under the pointer does."""
        if isinstance(event, QHelpEvent):
            found = self._button_at(event.pos())
            if found:
                QToolTip.showText(event.globalPos(), TOOLTIPS[found[1]], self)
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)
