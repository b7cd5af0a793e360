"""A page of cards: a title, choices of what to show, the list, or what to do when it is empty."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from eventpal.domain import Action, Change, Event, Pick
from eventpal.progress import Progress
from eventpal.ui import models, words
from eventpal.ui.controller import Controller
from eventpal.ui.covers import Covers
from eventpal.ui.empty import EmptyState
from eventpal.ui.event_view import EventView
from eventpal.ui.models import Card, Row
from eventpal.ui.tasks import Failure, Lane
from eventpal.ui.theme import Appearance
from eventpal.ui.tokens import GRID
from eventpal.ui.widgets import Button, Chips, column, label, row

Found = Sequence[Event | Pick]


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to fill the page. ``load`` runs on a worker thread."""

    name: str
    load: Callable[[], Found]
    by_day: bool = False
    most: int = 0
    """How many ``load`` gives at most; 0 where it gives all."""


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


class EventPage(QWidget):
    """Cards under a title. It loads when it is seen, and again when what it shows has changed."""

    chosen = Signal(object)
    opened = Signal(object)
    adding = Signal()
    """The person wants to add a source."""
    sampling = Signal()
    """The person wants the sample city."""
    exporting = Signal(object, str)
    """A function that gives the events shown, and a name for the file."""

    def __init__(
        self,
        appearance: Appearance,
        covers: Covers,
        controller: Controller,
        *,
        title: str,
        choices: Sequence[Choice],
        nothing: Nothing,
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self._controller = controller
        self._choices = choices
        self._stale = True
        self._loaded = False
        # The page holds the focus until it has cards that can take it.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._nothing = nothing
        self.title = label(title, "heading")
        self.count = label("", "muted")
        self.count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.view = EventView(appearance.look, covers, controller.clock, self)
        appearance.changed.connect(self.view.wear)
        self.chips = Chips(appearance, [choice.name for choice in choices], "Show")
        self.export = Button(
            appearance, icon="export", kind="quiet", tip="Export these events to a calendar file"
        )
        self.empty = EmptyState(appearance, nothing.icon, nothing.title, nothing.text)
        self.welcome = EmptyState(
            appearance,
            "",
            "What’s on near you?",
            "EventPal gathers events from the calendars and feeds you choose, and learns what "
            "you like. Everything stays on this computer, encrypted.",
            actions=[
                ("Explore the sample city", "picks", self.sampling.emit),
                ("Add a calendar, feed or folder", "add", self.adding.emit),
            ],
        )
        self.stack = QStackedWidget()
        self.waiting = label("Loading …", "muted")
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for one in (self.waiting, self.view, self.empty, self.welcome):
            self.stack.addWidget(one)
        self._lay_out()
        self.view.chosen.connect(self.chosen)
        self.view.opened.connect(self.opened)
        self.view.acted.connect(lambda card, action: controller.act(card.event, action))
        self.chips.chosen.connect(lambda _: self.load(fresh=True))
        self.export.clicked.connect(self._export)
        controller.acted.connect(self.view.events.update)
        controller.changed.connect(self._changed)

    def _lay_out(self) -> None:
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
        head.addWidget(self.chips)
        self.chips.setHidden(len(self._choices) == 1)
        outer.addWidget(self.head)
        outer.addWidget(self.stack, 1)

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
            found = choice.load()
            progress.token.check()
            actions = app.history.actions()
            cards = models.cards(found, actions, app.home_place)
            rows: Sequence[Row] = models.by_day(cards, app.clock()) if choice.by_day else cards
            return _Filled(tuple(rows), len(cards), actions, len(app.sources.all()))

        self._controller.run(
            Lane.READ,
            work,
            done=lambda filled: self._fill(filled, fresh=fresh),
            failed=self._failed,
            latest=f"page {id(self)}",
        )

    def _fill(self, filled: _Filled, *, fresh: bool) -> None:
        self._controller.actions.update(filled.actions)
        first_time, self._loaded = not self._loaded, True
        new_here = not filled.rows and not filled.sources
        self.head.setVisible(not new_here)
        self.count.setText(self.count_text(filled.count) if filled.count else "")
        self.export.setVisible(bool(filled.count))
        if filled.rows:
            self.stack.setCurrentWidget(self.view)
        elif new_here:
            self.stack.setCurrentWidget(self.welcome)
        else:
            nothing = READING if self._controller.reading else self._nothing
            self.empty.say(nothing.title, nothing.text)
            self.stack.setCurrentWidget(self.empty)
        self.view.show_rows(filled.rows)
        if filled.rows and self.hasFocus():
            self.view.setFocus()
        if filled.rows and (first_time or fresh or self.view.current() is None):
            self.view.choose_first()

    def count_text(self, count: int) -> str:
        """What stands beside the title."""
        text = words.counted(count, "event")
        return f"the first {text}" if count == self.choice.most else text

    def take_focus(self) -> None:
        """Let the keyboard act on the cards, now or as soon as there are any."""
        (self.view if self.view.isVisible() else self).setFocus()

    def _failed(self, failure: Failure) -> None:
        if not self._loaded:
            self.empty.say("This could not be shown", failure.sentence)
            self.stack.setCurrentWidget(self.empty)
        self._stale = True
        self._controller.tasks.failed.emit(failure)

    def _changed(self, _: Change) -> None:
        self.reload()

    def _export(self) -> None:
        shown = [row.event for row in self.view.events.rows if isinstance(row, Card)]
        self.exporting.emit(lambda: shown, self.title.text())

    def showEvent(self, event: object) -> None:  # noqa: N802
        """Catch up with what changed while the page was not seen."""
        super().showEvent(event)  # type: ignore[arg-type]
        if self._stale:
            self.load()
