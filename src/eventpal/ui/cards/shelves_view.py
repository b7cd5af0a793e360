"""Shelves: rows of tiles under headings, one beside the other, each to scroll sideways."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QScrollArea, QWidget

from eventpal.domain import Action
from eventpal.ui.cards.covers import Covers
from eventpal.ui.cards.event_view import EventView
from eventpal.ui.cards.models import Card, Heading, Row
from eventpal.ui.cards.tile_delegate import GAP, TileDelegate
from eventpal.ui.guarded import guarded
from eventpal.ui.look.theme import Appearance, Look
from eventpal.ui.look.tokens import GRID
from eventpal.ui.look.widgets import Button, column, label, row, scrolled

SIDE = 20


@guarded
class Strip(EventView):
    """One shelf's tiles."""

    stepped = Signal(int)
    """The person goes one shelf up (-1) or down (1)."""

    def __init__(
        self, look: Look, covers: Covers, clock: Callable[[], datetime], parent: QWidget
    ) -> None:
        super().__init__(look, covers, clock, parent, TileDelegate)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.fit()

    def fit(self) -> None:
        """Be as high as a tile."""
        painter = self.painter_of_cards
        assert isinstance(painter, TileDelegate)
        self.setFixedHeight(painter.height)
        self.horizontalScrollBar().setSingleStep(painter.width + GAP)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show ``rows``, as high as they are."""
        super().show_rows(rows)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Up and down go to the next shelf."""
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.stepped.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """The page scrolls up and down; a shelf only sideways."""
        if abs(event.angleDelta().x()) > abs(event.angleDelta().y()):
            super().wheelEvent(event)
        else:
            event.ignore()


class Shelf(QWidget):
    """A heading, the ways on, and the tiles."""

    def __init__(self, appearance: Appearance, strip: Strip) -> None:
        super().__init__()
        self.strip = strip
        self.title = label("", "title")
        self.count = label("", "muted")
        self.back = Button(appearance, icon="back", kind="quiet", tip="Back along this shelf")
        self.on = Button(appearance, icon="forward", kind="quiet", tip="On along this shelf")
        lines = column(spacing=GRID)
        self.setLayout(lines)
        head = row()
        head.addWidget(self.title)
        head.addWidget(self.count, 1)
        for button, way in ((self.back, -1), (self.on, 1)):
            # The arrow keys do the same along the tiles.
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, way=way: self._turn(way))
            head.addWidget(button)
        lines.addLayout(head)
        lines.addWidget(strip)
        bar = strip.horizontalScrollBar()
        bar.rangeChanged.connect(self._bounds)
        bar.valueChanged.connect(self._bounds)

    def show_rows(self, heading: Heading, cards: Sequence[Card]) -> None:
        """Show this shelf."""
        self.title.setText(heading.text)
        self.count.setText(f"{len(cards)}")
        self.strip.setAccessibleName(heading.text)
        self.strip.show_rows(cards)

    def _turn(self, way: int) -> None:
        bar = self.strip.horizontalScrollBar()
        step = bar.singleStep()
        whole = max(self.strip.viewport().width() // step, 1) * step
        bar.setValue(bar.value() + way * whole)

    def _bounds(self, *_: int) -> None:
        bar = self.strip.horizontalScrollBar()
        for button in (self.back, self.on):
            button.setVisible(bar.maximum() > 0)
        self.back.setEnabled(bar.value() > 0)
        self.on.setEnabled(bar.value() < bar.maximum())


@guarded
class ShelvesView(QScrollArea):
    """What an EventView is, for rows in which each heading begins a shelf."""

    chosen = Signal(object)
    opened = Signal(object)
    acted = Signal(object, object, object)

    def __init__(
        self, appearance: Appearance, covers: Covers, clock: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self._appearance = appearance
        self._covers = covers
        self._clock = clock
        self._shelves: list[Shelf] = []
        self._active: Strip | None = None
        self._filling = False
        inside = QWidget()
        self._lines = column(spacing=2 * GRID)
        self._lines.setContentsMargins(SIDE + 2, 0, SIDE - GAP, 3 * GRID)
        self._lines.addStretch(1)
        inside.setLayout(self._lines)
        scrolled(inside, self)
        self.setAccessibleName("Shelves of events")
        appearance.changed.connect(self._wear)

    @property
    def rows(self) -> Sequence[Row]:
        """What is shown."""
        return [one for shelf in self._shelves for one in shelf.strip.rows]

    def current(self) -> Card | None:
        """The chosen tile."""
        return self._active.current() if self._active else None

    def point(self) -> QPoint:
        """Where the chosen tile is on the screen."""
        return self._active.point() if self._active else self.mapToGlobal(self.rect().center())

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show ``rows``; the chosen tile stays chosen while it is there."""
        groups: list[tuple[Heading, list[Card]]] = []
        for one in rows:
            if isinstance(one, Heading):
                groups.append((one, []))
            elif isinstance(one, Card):
                groups[-1][1].append(one)
        self._filling = True
        for at, (heading, cards) in enumerate(groups):
            if at == len(self._shelves):
                self._add()
            self._shelves[at].show_rows(heading, cards)
        while len(self._shelves) > len(groups):
            gone = self._shelves.pop()
            if self._active is gone.strip:
                self._active = None
            self._lines.removeWidget(gone)
            gone.deleteLater()
        self._filling = False
        if self.current() is None:
            self._active = next((one.strip for one in self._shelves if one.strip.current()), None)
        self.chosen.emit(self.current())

    def choose(self, key: str) -> bool:
        """Choose the tile with ``key``; False if it is not here."""
        return any(shelf.strip.choose(key) for shelf in self._shelves)

    def choose_first(self) -> None:
        """Choose the first tile of the first shelf."""
        if self._shelves:
            self._take(self._shelves[0].strip)
            self._shelves[0].strip.choose_first()
            self.verticalScrollBar().setValue(0)

    def update_actions(self, event_id: str, actions: frozenset[Action]) -> None:
        """Show ``actions`` on every tile of this event."""
        for shelf in self._shelves:
            shelf.strip.update_actions(event_id, actions)

    def _add(self) -> None:
        strip = Strip(self._appearance.look, self._covers, self._clock, self)
        shelf = Shelf(self._appearance, strip)
        strip.chosen.connect(lambda card: self._chose(strip, card))
        strip.opened.connect(self.opened)
        strip.acted.connect(self.acted)
        strip.stepped.connect(lambda way: self._step(strip, way))
        self._lines.insertWidget(len(self._shelves), shelf)
        self._shelves.append(shelf)

    def _chose(self, strip: Strip, card: Card | None) -> None:
        if self._filling or card is None:
            return
        self._take(strip)
        self.chosen.emit(card)

    def _take(self, strip: Strip) -> None:
        """Only one shelf has a chosen tile."""
        self._active = strip
        self._filling = True
        for shelf in self._shelves:
            if shelf.strip is not strip:
                shelf.strip.setCurrentIndex(shelf.strip.events.index(-1))
        self._filling = False

    def _step(self, strip: Strip, way: int) -> None:
        strips = [shelf.strip for shelf in self._shelves]
        at = strips.index(strip) + way
        if not 0 <= at < len(strips):
            return
        place = min(max(strip.currentIndex().row(), 0), len(strips[at].rows) - 1)
        strips[at].setCurrentIndex(strips[at].events.index(place))
        strips[at].setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(self._shelves[at], 0, SIDE)

    def _wear(self, look: Look) -> None:
        for shelf in self._shelves:
            shelf.strip.wear(look)
            shelf.strip.fit()

    def focusInEvent(self, event: QEvent) -> None:  # noqa: N802
        """The chosen tile's shelf takes the keys."""
        if self._active is None:
            self.choose_first()
        if self._active is not None:
            self._active.setFocus(Qt.FocusReason.TabFocusReason)
