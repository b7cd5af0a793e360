"""My taste: what the person said, what EventPal learned, and whether it helps."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from eventpal.domain import Change
from eventpal.ui.controller import Controller
from eventpal.ui.guarded import guarded
from eventpal.ui.look.flow import Flow
from eventpal.ui.look.theme import Appearance
from eventpal.ui.look.tokens import GRID
from eventpal.ui.look.widgets import Button, column, label, scrolled, titled
from eventpal.ui.taste.habits_card import HabitsCard
from eventpal.ui.taste.learned_cards import ExperimentCard, HonestyCard, LearnedCard
from eventpal.ui.taste.profile_card import ProfileCard

TWO_COLUMNS = 104
"""From this width, in letters, the cards stand in two columns."""
WIDEST = 1280


@guarded
class TastePage(QWidget):
    """Cards about the person."""

    beginning = Signal()
    """The person wants to be asked what they like."""
    importing = Signal()
    importing_busy = Signal()
    resetting = Signal()

    def __init__(self, appearance: Appearance, controller: Controller) -> None:
        super().__init__()
        self.setObjectName("page")
        self._appearance = appearance
        self._controller = controller
        self._stale = True
        outer = column(spacing=0)
        self.setLayout(outer)
        head = label("My taste", "heading")
        head.setContentsMargins(22, GRID, 20, GRID + 4)
        outer.addWidget(head)
        inside = QWidget()
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.setContentsMargins(20, 0, 20, 3 * GRID)
        self._across.setSpacing(2 * GRID)
        inside.setMaximumWidth(WIDEST)
        inside.setLayout(self._across)
        outer.addWidget(scrolled(inside), 1)
        self.profile = ProfileCard(appearance, controller)
        self.habits = HabitsCard(appearance, controller)
        self.learned = LearnedCard(appearance, controller)
        self.honesty = HonestyCard(appearance, controller)
        self.experiment = ExperimentCard(appearance, controller)
        self._left, self._right = column(spacing=2 * GRID), column(spacing=2 * GRID)
        for lines in (self._left, self._right):
            self._across.addLayout(lines, 1)
        self._said()
        self._found()
        controller.changed.connect(self._changed)

    def _said(self) -> None:
        self._card(
            self._left,
            self.profile,
            "person",
            "In your own words",
            "Say what you like and what you don’t. Each line counts at once; under it stands "
            "what EventPal makes of it.",
        )
        self._card(
            self._left,
            self.habits,
            "day",
            "What is possible",
            "Picks that don’t fit are held back, and the list says how many.",
        )
        self._card(
            self._left,
            self._ways(),
            "import",
            "Teach it more",
            "Your own calendars never leave this computer.",
        )
        self._left.addStretch(1)

    def _found(self) -> None:
        self._card(
            self._right,
            self.learned,
            "taste",
            "What EventPal has learned",
            "How much each thing moves an event up or down your list.",
        )
        self._card(
            self._right,
            self.honesty,
            "gauge",
            "Does it help?",
            "Your own past choices, told again: would the ranking have shown them sooner than "
            "the plain order by date?",
        )
        self._card(
            self._right,
            self.experiment,
            "experiment",
            "Try it out",
            "Two ways of ranking take turns in your list; what you like, save or go to decides. "
            "All of it stays here.",
        )
        self._right.addStretch(1)

    def _card(self, to: QVBoxLayout, body: QWidget, icon: str, title: str, text: str) -> None:
        box, lines = titled(self._appearance, icon, title, text)
        lines.addWidget(body)
        to.addWidget(box)

    def _ways(self) -> QWidget:
        begin = Button(self._appearance, "Pick from 24 events", icon="like")
        begin.clicked.connect(self.beginning)
        teach = Button(self._appearance, "Learn from my calendar…", icon="agenda")
        teach.setToolTip("Past events of your calendar count as visited")
        teach.clicked.connect(self.importing)
        busy = Button(self._appearance, "Keep clear of my calendar…", icon="time")
        busy.setToolTip("Picks at times when you are busy are held back")
        busy.clicked.connect(self.importing_busy)
        self.reset = Button(self._appearance, "Reset my taste…", icon="trash", kind="danger")
        self.reset.clicked.connect(self.resetting)
        return Flow([begin, teach, busy, self.reset])

    def _changed(self, _: Change) -> None:
        self._stale = True
        if self.isVisible():
            self._load()

    def _load(self) -> None:
        self._stale = False
        for part in (self.profile, self.habits, self.learned, self.experiment):
            part.load()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """One column where there is no room for two."""
        super().resizeEvent(event)
        two = self.width() >= TWO_COLUMNS * self.fontMetrics().averageCharWidth()
        way = QBoxLayout.Direction.LeftToRight if two else QBoxLayout.Direction.TopToBottom
        self._across.setDirection(way)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Look everything up that has changed."""
        super().showEvent(event)
        if self._stale:
            self._load()
        self.honesty.load()
