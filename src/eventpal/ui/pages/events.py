"""A page of cards: a title, choices of what to show, the list, or what to do when it is empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from eventpal.domain import Action, Change, Event, Pick
from eventpal.progress import Progress
from eventpal.ui import words
from eventpal.ui.cards import models
from eventpal.ui.cards.covers import Covers
from eventpal.ui.cards.models import Card, Row
from eventpal.ui.controller import Controller
from eventpal.ui.guarded import guarded
from eventpal.ui.look.flow import Flow
from eventpal.ui.look.theme import Appearance
from eventpal.ui.look.tokens import GRID
from eventpal.ui.look.widgets import Button, Chips, OneLine, column, label, row
from eventpal.ui.tasks import Failure, Lane

if TYPE_CHECKING:
    from eventpal.ui.cards.empty import EmptyState
    from eventpal.ui.cards.event_view import EventView
    from eventpal.ui.cards.shelves_view import ShelvesView

Deal = Callable[[Sequence[Event | Pick]], list[Card]]
"""Makes cards of events, with what the person did about each and how far it is."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to fill the page. ``rows`` runs on a worker thread."""

    name: str
    rows: Callable[[Deal], Sequence[Row]]
    most: int = 0
    """How many cards ``rows`` gives at most; 0 where it gives all."""
    shelves: bool = False
    """Whether each heading begins a shelf of tiles."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """What the page says when a choice finds nothing."""

    icon: str
    title: str
    text: str


READING = Nothing(
    "", "Reading your sources", "Events show here as they come. You can go on meanwhile."
)


@dataclass(frozen=True, slots=True)
class _Filled:
    """What one load brought."""

    rows: tuple[Row, ...]
    count: int
    actions: dict[str, frozenset[Action]]
    sources: int


@guarded
class EventPage(QWidget):
    """Cards under a title. It loads when it is seen, and again when what it shows has changed.

    ``tools`` stand beside the choices, ``notes`` under them.
    """

    chosen = Signal(object)
    opened = Signal(object)
    adding = Signal()
    """The person wants to add a source."""
    sampling = Signal()
    """The person wants the sample city."""
    exporting = Signal(object, str)
    """A function that gives the events shown, and a name for the file."""
    filled = Signal()
    """What is shown was loaded anew."""

    def __init__(
        self,
        appearance: Appearance,
        covers: Covers,
        controller: Controller,
        *,
        title: str,
        choices: Sequence[Choice],
        nothing: Nothing,
        tools: Sequence[QWidget] = (),
        notes: Sequence[QWidget] = (),
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self._appearance = appearance
        self._covers = covers
        self._controller = controller
        self._choices = choices
        self._stale = True
        self._loaded = False
        # The page holds the focus until it has cards that can take it.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._nothing = nothing
        self.title = label(title, "heading")
        self.count = OneLine("muted")
        self.chips = Chips(appearance, [choice.name for choice in choices], "Show")
        self.export = Button(
            appearance, icon="export", kind="quiet", tip="Export these events to a calendar file"
        )
        self.stack = QStackedWidget()
        # Its highest page, seen or not, would else take the room of what stands above.
        self.stack.setMinimumHeight(GRID)
        self.waiting = label("Loading …", "muted")
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack.addWidget(self.waiting)
        self._lay_out(tools, notes)
        self.shown: EventView | ShelvesView | None = None
        """The view of the present choice, once something was loaded."""
        self.chips.chosen.connect(lambda _: self.load(fresh=True))
        self.export.clicked.connect(self._export)
        controller.changed.connect(self._changed)

    def _lay_out(self, tools: Sequence[QWidget], notes: Sequence[QWidget]) -> None:
        outer = column(spacing=0)
        self.setLayout(outer)
        self.head = QWidget()
        head = column(spacing=GRID)
        head.setContentsMargins(22, GRID, 20, GRID + 4)
        self.head.setLayout(head)
        line = row()
        line.addWidget(self.title)
        line.addSpacing(4)
        line.addWidget(self.count, 1)
        line.addWidget(self.export)
        head.addLayout(line)
        head.addWidget(Flow([self.chips, *tools]) if tools else self.chips)
        self.chips.setHidden(len(self._choices) == 1)
        for note in notes:
            head.addWidget(note)
        self._head = head
        outer.addWidget(self.head)
        outer.addWidget(self.stack, 1)

    def add_note(self, note: QWidget) -> None:
        """Let ``note`` stand under the choices."""
        self._head.addWidget(note)

    def _watch(self, view: EventView | ShelvesView) -> None:
        feedback = self._controller.feedback
        view.chosen.connect(self.chosen)
        view.opened.connect(self.opened)
        view.acted.connect(lambda card, action, at: feedback.act(card.event, action, at))
        feedback.acted.connect(view.update_actions)

    # Each is made when it is first needed: the window is there before.

    @cached_property
    def view(self) -> EventView:
        """The list of cards."""
        from eventpal.ui.cards.event_view import EventView  # noqa: PLC0415

        made = EventView(self._appearance.look, self._covers, self._controller.clock, self)
        self._appearance.changed.connect(made.wear)
        self._watch(made)
        self.stack.addWidget(made)
        return made

    @cached_property
    def shelves(self) -> ShelvesView:
        """The shelves of tiles."""
        from eventpal.ui.cards.shelves_view import ShelvesView  # noqa: PLC0415

        made = ShelvesView(self._appearance, self._covers, self._controller.clock)
        self._watch(made)
        self.stack.addWidget(made)
        return made

    @cached_property
    def empty(self) -> EmptyState:
        """What the page says when a choice finds nothing."""
        from eventpal.ui.cards.empty import EmptyState  # noqa: PLC0415

        nothing = self._nothing
        made = EmptyState(self._appearance, nothing.icon, nothing.title, nothing.text)
        made.setAccessibleName(nothing.title)
        self.stack.addWidget(made)
        return made

    @cached_property
    def welcome(self) -> EmptyState:
        """What the page says when there is no source yet."""
        from eventpal.ui.cards.empty import EmptyState  # noqa: PLC0415

        made = EmptyState(
            self._appearance,
            "",
            "What’s on near you?",
            "EventPal gathers events from the calendars and feeds you choose, and learns what "
            "you like. Everything stays on this computer, encrypted.",
            actions=[
                ("Explore the sample city", "picks", self.sampling.emit),
                ("Add a calendar, feed or folder", "add", self.adding.emit),
            ],
        )
        self.stack.addWidget(made)
        return made

    @property
    def has_cards(self) -> bool:
        """Whether cards are seen, and not a sentence in their place."""
        return self.shown is not None and self.stack.currentWidget() is self.shown

    @property
    def rows(self) -> Sequence[Row]:
        """What is shown."""
        return self.shown.rows if self.shown else ()

    def current(self) -> Card | None:
        """The chosen card."""
        return self.shown.current() if self.shown else None

    def point(self) -> QPoint | None:
        """Where the chosen card is on the screen."""
        return self.shown.point() if self.shown else None

    @property
    def choice(self) -> Choice:
        """What is shown now."""
        return self._choices[max(self.chips.current, 0)]

    def reload(self) -> None:
        """Load now if the page is seen, else when it will be."""
        self._stale = True
        if self.isVisible():
            self.load()

    def load(self, *, fresh: bool = False) -> None:
        """Fill the page from EventPal; ``fresh`` starts at the top, as for another choice."""
        self._stale = False
        choice = self.choice

        def work(progress: Progress) -> _Filled:
            app = self._controller.app
            actions, home = app.history.actions(), app.home_place
            news = app.changes.since_planned()
            rows = tuple(choice.rows(lambda found: models.cards(found, actions, home, news)))
            progress.token.check()
            count = sum(isinstance(row, Card) for row in rows)
            return _Filled(rows, count, actions, len(app.sources.all()))

        self._controller.run(
            Lane.READ,
            work,
            done=lambda filled: self._fill(choice, filled, fresh=fresh),
            failed=self._failed,
            latest=f"page {id(self)}",
        )

    def _fill(self, choice: Choice, filled: _Filled, *, fresh: bool) -> None:
        self._controller.feedback.actions.update(filled.actions)
        first_time, self._loaded = not self._loaded, True
        new_here = not filled.rows and not filled.sources
        self.head.setVisible(not new_here)
        self.count.setText(self.count_text(filled.count) if filled.count else "")
        self.export.setVisible(bool(filled.count))
        view, before = self.shelves if choice.shelves else self.view, self.shown
        focus = QApplication.focusWidget()
        focused = self.hasFocus() or (view is not before and _within(before, focus))
        self.shown = view
        if filled.rows:
            # Before the cards say which of them is chosen: what is seen decides what it means.
            self.stack.setCurrentWidget(view)
        elif new_here:
            self.stack.setCurrentWidget(self.welcome)
        else:
            nothing = READING if self._controller.reading else self.empty_words()
            self.empty.say(nothing.title, nothing.text)
            self.stack.setCurrentWidget(self.empty)
        view.show_rows(filled.rows)
        if filled.rows and focused:
            view.setFocus()
        if filled.rows and (first_time or fresh or view.current() is None):
            view.choose_first()
        self.filled.emit()

    def count_text(self, count: int) -> str:
        """What stands beside the title."""
        text = words.counted(count, "event")
        return f"the first {text}" if count == self.choice.most else text

    def empty_words(self) -> Nothing:
        """What the page says when there is nothing to show."""
        return self._nothing

    def take_focus(self) -> None:
        """Let the keyboard act on the cards, now or as soon as there are any."""
        (self.shown if self.shown and self.shown.isVisible() else self).setFocus()

    def _failed(self, failure: Failure) -> None:
        if not self._loaded:
            self.empty.say("This could not be shown", failure.sentence)
            self.stack.setCurrentWidget(self.empty)
        self._stale = True
        self._controller.tasks.failed.emit(failure)

    def _changed(self, _: Change) -> None:
        self.reload()

    def _export(self) -> None:
        shown = [row.event for row in self.rows if isinstance(row, Card)]
        self.exporting.emit(lambda: shown, self.title.text())

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Catch up with what changed while the page was not seen."""
        super().showEvent(event)
        if self._stale:
            self.load()


def _within(outer: QWidget | None, inner: QWidget | None) -> bool:
    if outer is None or inner is None:
        return False
    return inner is outer or outer.isAncestorOf(inner)
