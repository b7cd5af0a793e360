"""Asks a new person what they like: some events to tap, a line to write, a calendar to read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem, QWidget

from eventpal.domain import Action
from eventpal.progress import Progress
from eventpal.ui.cards import models
from eventpal.ui.cards.covers import Covers, rounded
from eventpal.ui.cards.delegate import BUTTON
from eventpal.ui.cards.event_view import EventView
from eventpal.ui.cards.models import Card, Role
from eventpal.ui.cards.tile_delegate import GAP, TileDelegate
from eventpal.ui.controller import Controller
from eventpal.ui.guarded import guarded
from eventpal.ui.look import icons
from eventpal.ui.look.flow import Flow
from eventpal.ui.look.theme import Appearance, Look
from eventpal.ui.look.tokens import GRID, RADIUS
from eventpal.ui.look.widgets import Button, column, label, row
from eventpal.ui.tasks import Lane
from eventpal.ui.taste.profile_card import EXAMPLE, LineField

CARDS = 24


@guarded
class StartTile(TileDelegate):
    """A tile to tap: what is liked wears a heart and an edge."""

    actions = ()
    room = 0
    """How wide the grid is, in pixels; 0 while unknown."""

    @property
    def width(self) -> int:
        """As wide as makes the rows full."""
        least = super().width
        return self.room // max(self.room // (least + GAP), 1) - GAP if self.room else least

    @property
    def height(self) -> int:
        """With a gap below."""
        return super().height + GAP

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one tile, and over it whether it is liked."""
        card = index.data(Role.ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._tile(painter, option.rect.adjusted(0, 0, 0, -GAP), card, option.state)
        painter.restore()
        if Action.LIKE not in card.actions:
            return
        box = option.rect.adjusted(0, 0, -GAP, -GAP)
        tokens = self.look.tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.accent), 3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(rounded(box.toRectF().adjusted(1.5, 1.5, -1.5, -1.5), RADIUS))
        heart = QRect(box.right() - BUTTON - 6, box.top() + 6, BUTTON, BUTTON)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent))
        painter.drawEllipse(heart)
        ratio = painter.device().devicePixelRatio()
        glyph = icons.pixmap("like-on", tokens.on_accent, 18, ratio)
        painter.drawPixmap(heart.center().x() - 8, heart.center().y() - 8, glyph)
        painter.restore()


@guarded
class StartView(EventView):
    """A grid of tiles; a tap, Space or Enter likes one or takes it back."""

    tapped = Signal(object)

    def __init__(
        self, look: Look, covers: Covers, clock: Callable[[], datetime], parent: QWidget
    ) -> None:
        super().__init__(look, covers, clock, parent, StartTile)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName("Events to choose from")
        self.setAccessibleDescription("Space or Enter likes an event, or takes it back.")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fill the rows."""
        super().resizeEvent(event)
        painter = self.painter_of_cards
        assert isinstance(painter, StartTile)
        # Qt breaks the lines as if its own bar were there, and before the last pixels.
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)
        painter.room = self.maximumViewportSize().width() - bar - 4
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Space and Enter tap."""
        card = self.current()
        if card is not None and event.key() in _TAPS:
            self.tapped.emit(card)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A tap."""
        super().mouseReleaseEvent(event)
        card = self.events.card(self.indexAt(event.position().toPoint()))
        if card is not None and event.button() is Qt.MouseButton.LeftButton:
            self.tapped.emit(card)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Two quick taps are two taps: the first release did the one, the second does the other."""


@guarded
class StartPage(QWidget):
    """The page; it can be left at any time and come back to."""

    importing = Signal()
    left = Signal()

    def __init__(self, appearance: Appearance, covers: Covers, controller: Controller) -> None:
        super().__init__()
        self.setObjectName("page")
        self._controller = controller
        self._loaded = False
        self.view = StartView(appearance.look, covers, controller.clock, self)
        appearance.changed.connect(self.view.wear)
        self.count = label("", "strong")
        self.done = Button(appearance, "Done", kind="primary")
        self.skip = Button(appearance, "Skip", kind="quiet")
        for button in (self.done, self.skip):
            button.clicked.connect(self._leave)
        self.field = LineField()
        self.field.setPlaceholderText(EXAMPLE)
        self.field.setAccessibleName("A line about your taste")
        self.add = Button(appearance, "Add", icon="add")
        self.add.clicked.connect(lambda: self._add(self.field.text().strip()))
        self.field.kept.connect(self._add)
        self.field.left.connect(self.field.clear)
        teach = Button(appearance, "Learn from my calendar…", icon="agenda")
        teach.clicked.connect(self.importing)
        lines = column(spacing=GRID)
        lines.setContentsMargins(22, GRID, 20, 14)
        self.setLayout(lines)
        lines.addWidget(label("Which of these would you go to?", "heading", wrap=True))
        text = "Tap what appeals to you and leave the rest. Five are a good start."
        lines.addWidget(label(text, "muted", wrap=True))
        lines.addSpacing(GRID // 2)
        lines.addWidget(self.view, 1)
        said = row()
        said.addWidget(label("Or say it:", "strong"))
        said.addWidget(self.field, 1)
        said.addWidget(self.add)
        lines.addLayout(said)
        foot = row()
        foot.addWidget(Flow([teach]), 1)
        foot.addWidget(self.count)
        foot.addSpacing(GRID)
        foot.addWidget(self.skip)
        foot.addWidget(self.done)
        lines.addLayout(foot)
        self.view.tapped.connect(self._tapped)
        controller.feedback.acted.connect(self._acted)
        self._show_count()

    def _tapped(self, card: Card) -> None:
        known = self._controller.feedback.actions.get(card.event.event_id, models.NO_ACTIONS)
        if Action.DISLIKE in known:
            self._controller.feedback.note(card.event, Action.LIKE)
        else:
            self._controller.feedback.act(card.event, Action.LIKE)

    def _acted(self, event_id: str, actions: frozenset[Action]) -> None:
        self.view.update_actions(event_id, actions)
        self._show_count()

    def _show_count(self) -> None:
        rows = [one for one in self.view.rows if isinstance(one, Card)]
        liked = sum(Action.LIKE in one.actions for one in rows)
        self.count.setText(f"{liked} liked" if liked else "")
        self.done.setEnabled(bool(liked))

    def _add(self, text: str) -> None:
        if text:
            self.field.clear()
            self._controller.taste.add(text, "start")
            self.done.setEnabled(True)

    def _leave(self) -> None:
        self._controller.taste.started()
        self.left.emit()

    def _load(self) -> None:
        def work(_: Progress) -> Sequence[Card]:
            app = self._controller.app
            actions, home = app.history.actions(), app.home_place
            return models.cards(app.start_cards(CARDS), actions, home, {})

        self._controller.run(Lane.READ, work, done=self._show, latest="start")

    def _show(self, cards: Sequence[Card]) -> None:
        self._loaded = True
        self.view.show_rows(cards)
        self.view.choose_first()
        self._show_count()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Look up what to ask about, once: what is seen must not change under the finger."""
        super().showEvent(event)
        if not self._loaded:
            self._load()
        self.view.setFocus()


_TAPS = {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}
