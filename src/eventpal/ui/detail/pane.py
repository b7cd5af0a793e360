"""Everything about one event, beside the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from eventpal.domain import Action, Event, Pick
from eventpal.errors import NotFound
from eventpal.progress import Progress
from eventpal.ui import words
from eventpal.ui.cards.covers import Covers, rounded
from eventpal.ui.cards.empty import EmptyState
from eventpal.ui.cards.models import NO_ACTIONS, Card
from eventpal.ui.controller import Controller
from eventpal.ui.detail.news import News, Origins, Place
from eventpal.ui.detail.parts import Dates, Facts
from eventpal.ui.detail.why import Why
from eventpal.ui.guarded import guarded
from eventpal.ui.look.flow import Flow
from eventpal.ui.look.theme import Appearance
from eventpal.ui.look.tokens import GRID, RADIUS
from eventpal.ui.look.widgets import ActionButton, Button, Picture, column, label, row, scrolled
from eventpal.ui.tasks import Lane

if TYPE_CHECKING:
    from eventpal.recommend.counterfactuals import Counterfactual
    from eventpal.recommend.reasoning import ReasoningGraph

LONGEST = 4000
"""Characters of a description shown before more is asked for."""

LONGEST_HOST = 24
"""Characters of a host that a button has room for."""

PANE = 392
"""The least width in which the four actions stand side by side."""

WIDEST = 680
"""Longer lines read badly, and the list beside it has a use for the room."""

ANY_WIDTH = 2**24 - 1
"""What Qt takes as no limit at all."""

ACTIONS = (
    (Action.LIKE, "Like", "like", "Like (L)"),
    (Action.DISLIKE, "Not for me", "dislike", "Not for me (N)"),
    (Action.SAVE, "Save", "save", "Save (S)"),
    (Action.GOING, "Going", "going", "Going (G)"),
)


@guarded
class Poster(QWidget):
    """The picture of an event, as wide as the pane."""

    def __init__(self, covers: Covers) -> None:
        super().__init__()
        self._covers = covers
        self._event: Event | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_event(self, event: Event) -> None:
        """Show this event's picture."""
        self._event = event
        self.setAccessibleName(f"Picture of {event.title}")
        self.update()

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """A wide shape that never fills the pane."""
        return max(120, min(round(width * 0.54), 280))

    def sizeHint(self) -> QSize:  # noqa: N802
        """As small as it may become; the layout asks for the height."""
        return QSize(250, self.heightForWidth(250))

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """Paint the picture with round corners."""
        if self._event is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(rounded(QRectF(self.rect()), RADIUS))
        size = QSize(self.width(), self.height())
        painter.drawPixmap(0, 0, self._covers.picture(self._event, size, self.devicePixelRatioF()))
        painter.end()


class Detail(QFrame):
    """The pane of details."""

    closed = Signal()
    exporting = Signal(object, str)
    opening = Signal(str)
    """A web address to open in the browser."""
    homing = Signal(object)
    """A Place that the person lives near."""

    def __init__(self, appearance: Appearance, covers: Covers, controller: Controller) -> None:
        super().__init__()
        self.setObjectName("detail")
        self.setAccessibleName("Details")
        self.setMinimumWidth(PANE)
        self._appearance = appearance
        self._controller = controller
        self.card: Card | None = None
        self.back = Button(
            appearance, "Back", icon="back", kind="quiet", tip="Back to the list (Esc)"
        )
        self.back.clicked.connect(self.closed)
        self.poster = Poster(covers)
        self.status = label("", "chip-danger")
        self.title = label("", "heading", wrap=True)
        self.title.setTextInteractionFlags(_SELECTABLE)
        self.when = label("", "when", wrap=True)
        self.facts = Facts(appearance)
        self.facts.homing.connect(self.homing)
        self.why = Why(appearance)
        self.why.graphing.connect(self._graph)
        self.dates = Dates(appearance)
        self.description = label("", wrap=True)
        self.description.setTextInteractionFlags(_SELECTABLE)
        self.more = Button(appearance, "Show all of it", kind="link")
        self.more.clicked.connect(self._show_all)
        self.news = News(appearance)
        self.origins = Origins(appearance)
        self.origins.opening.connect(self.opening)
        self.origins.splitting.connect(controller.sources.split)
        self.buttons = {
            action: ActionButton(appearance, name, icon=icon, tip=tip)
            for action, name, icon, tip in ACTIONS
        }
        for action, button in self.buttons.items():
            button.clicked.connect(lambda _=False, action=action: self._act(action))
        self.calendar = Button(appearance, "Export to calendar…", icon="export")
        self.calendar.clicked.connect(self._export)
        self.web = Button(appearance, "Open web page", icon="open")
        self.web.clicked.connect(self._open)
        self._stack = QStackedWidget()
        empty = EmptyState(
            appearance, "picks", "Choose an event", "Its details and the reasons for it show here."
        )
        self._stack.addWidget(empty)
        inside = QWidget()
        inside.setLayout(self._arranged(appearance))
        self._area = scrolled(inside)
        self._stack.addWidget(self._area)
        outer = column(spacing=0)
        line = row(spacing=0)
        line.setContentsMargins(14, 6, 14, 0)
        line.addWidget(self.back)
        line.addStretch(1)
        outer.addLayout(line)
        outer.addWidget(self._stack, 1)
        self.setLayout(outer)
        self.back.hide()
        controller.feedback.acted.connect(self._acted)

    def _arranged(self, appearance: Appearance) -> QVBoxLayout:
        lines = column(margins=20, spacing=GRID)
        lines.addWidget(self.poster)
        lines.addSpacing(GRID // 2)
        lines.addWidget(self.status, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(self.title)
        lines.addWidget(self.news)
        when = row(spacing=GRID)
        when.addWidget(Picture(appearance, "time", role="accent"), 0, Qt.AlignmentFlag.AlignTop)
        when.addWidget(self.when, 1)
        lines.addLayout(when)
        lines.addWidget(self.dates)
        lines.addWidget(self.facts)
        lines.addSpacing(GRID)
        lines.addWidget(Flow(list(self.buttons.values()), fill=True))
        lines.addSpacing(GRID)
        lines.addWidget(self.why)
        self._about = label("About", "title")
        lines.addWidget(self._about)
        lines.addWidget(self.description)
        lines.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addSpacing(GRID)
        lines.addWidget(Flow([self.calendar, self.web]))
        lines.addWidget(self.origins)
        lines.addStretch(1)
        return lines

    def show_card(self, card: Card | None) -> None:
        """Show this card's event at once, and what must be looked up as soon as it is."""
        again = card is not None and self.card is not None and card.key == self.card.key
        self.card = card
        self._stack.setCurrentIndex(0 if card is None else 1)
        if card is None:
            return
        event, now = card.event, self._controller.clock()
        self.poster.show_event(event)
        self.title.setText(event.title)
        self.status.setText(words.status(event))
        self.status.setVisible(bool(words.status(event)))
        self.when.setText(words.when(event, now))
        self.facts.show_event(event, card.km)
        self.news.show_changes(card.news)
        self._acted(event.event_id, card.actions)
        host = words.host(event.url)
        self.web.setVisible(bool(host))
        self.web.setText(f"Open {host if len(host) <= LONGEST_HOST else 'its web page'}")
        self.web.setToolTip(f"Open the web page in your browser: {event.url[:300]}")
        self._about.setVisible(bool(event.description))
        self.description.setVisible(bool(event.description))
        long = len(event.description) > LONGEST
        if not again:
            shown = event.description[:LONGEST] + (" …" if long else "")
            self.description.setText(shown)
            self.more.setVisible(long)
            self._area.verticalScrollBar().setValue(0)
            self.dates.hide()
            self.origins.show_places(())
        if card.pick is not None:
            self.why.show_pick(card.pick)
        elif not again:
            self.why.hide()
        self._look_up(card)

    def _look_up(self, card: Card) -> None:
        identifier = card.event.id

        def work(_: Progress) -> tuple[Pick | None, Sequence[Event], list[Place]]:
            app = self._controller.app
            try:
                pick = card.pick or app.why(identifier)
            except NotFound:
                # An event that is over or was taken from its feed has no score any more.
                pick = None
            places = self._controller.sources.places(card.event)
            return pick, app.events.dates(card.event.event_id), places

        def done(found: tuple[Pick | None, Sequence[Event], list[Place]]) -> None:
            pick, dates, places = found
            self.why.setVisible(pick is not None)
            if pick is not None:
                self.why.show_pick(pick)
                self._weigh(identifier)
            self.dates.show_dates(dates, card.event, self._controller.clock())
            self.origins.show_places(places)

        self._controller.run(Lane.READ, work, done=done, latest="detail")

    def _weigh(self, identifier: str) -> None:
        """Ask what would move the event to another place, once its reasons are there."""

        def work(_: Progress) -> Sequence[Counterfactual]:
            try:
                return self._controller.app.counterfactuals(identifier)
            except NotFound:
                return ()

        def done(found: Sequence[Counterfactual]) -> None:
            if self.card is not None and self.card.event.id == identifier:
                self.why.show_changes(found)

        self._controller.run(Lane.READ, work, done=done, latest="weighing")

    def _graph(self) -> None:
        """Show how one thing led to the other."""
        if self.card is None:
            return
        identifier = self.card.event.id

        def done(found: ReasoningGraph) -> None:
            from eventpal.ui.detail.graph import GraphDialog  # noqa: PLC0415

            dialog = GraphDialog(self._appearance, self.window(), found)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        self._controller.run(
            Lane.READ,
            lambda _: self._controller.app.reasoning(identifier),
            done=done,
            latest="reasoning",
        )

    def _acted(self, event_id: str, actions: frozenset[Action]) -> None:
        if self.card is None or self.card.event.event_id != event_id:
            return
        for action, button in self.buttons.items():
            button.setChecked(action in actions)

    def _act(self, action: Action) -> None:
        if self.card is not None:
            # The button shows what is stored, not what was clicked.
            known = self._controller.feedback.actions.get(self.card.event.event_id, NO_ACTIONS)
            self._acted(self.card.event.event_id, known)
            at = self.buttons[action].mapToGlobal(self.buttons[action].rect().center())
            self._controller.feedback.act(self.card.event, action, at)

    def _show_all(self) -> None:
        if self.card is not None:
            self.description.setText(self.card.event.description)
            self.more.hide()

    def _export(self) -> None:
        if self.card is not None:
            event = self.card.event
            self.exporting.emit(lambda: [event], event.title)

    def _open(self) -> None:
        if self.card is not None:
            self.opening.emit(self.card.event.url)

    def set_narrow(self, *, narrow: bool) -> None:
        """Show the way back where the pane takes the place of the list."""
        self.back.setVisible(narrow)
        self.setMaximumWidth(ANY_WIDTH if narrow else WIDEST)


_SELECTABLE = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)
