"""What fits the person best: shelves first, then the whole list in order of rank."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from eventpal.domain import Change
from eventpal.progress import Progress
from eventpal.ui.cards.covers import Covers
from eventpal.ui.cards.models import Card, Heading, Row
from eventpal.ui.controller import Controller
from eventpal.ui.look.theme import Appearance
from eventpal.ui.pages.breadth import Breadth
from eventpal.ui.pages.events import Choice, Deal, EventPage, Nothing
from eventpal.ui.tasks import Lane
from eventpal.ui.taste.work import STARTED

if TYPE_CHECKING:
    from eventpal.services.guide import HeldBack
    from eventpal.ui.pages.held_back import HeldBackLine
    from eventpal.ui.pages.start_strip import StartStrip

MOST_PICKS = 60
MOST_COMING = 12
"""Tiles on the one shelf of a page that has no other."""
SEEN = 12
"""So many of the first cards count as shown to the person."""

SHELF_DAYS = 60
RANKED_DAYS = (7, 30, 90)

MIDDLE = 0.5
BREADTH = "breadth"
"""The name under which the slider's place is kept."""


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around the list."""

    breadth: float
    held: tuple[HeldBack, ...]
    new_here: bool


class PicksPage(EventPage):
    """Shelves, and ranked lists of a week, a month and three."""

    beginning = Signal()
    """The person wants to be asked what they like."""
    importing = Signal()

    def __init__(self, appearance: Appearance, covers: Covers, controller: Controller) -> None:
        self.breadth = Breadth()
        self._hidden = False
        self._held: tuple[HeldBack, ...] = ()
        self.held_back: HeldBackLine | None = None
        self.start: StartStrip | None = None
        super().__init__(
            appearance,
            covers,
            controller,
            title="Picks for you",
            choices=[
                Choice("Highlights", self._shelves, shelves=True),
                *(Choice(f"{days} days", self._ranked(days)) for days in RANKED_DAYS),
            ],
            nothing=Nothing(
                "picks",
                "Nothing new is coming up",
                "In this time there is nothing that you have not chosen already. Look further "
                "ahead, refresh your sources, or add another one.",
            ),
            tools=[self.breadth],
        )
        self.breadth.changed.connect(self._mix)
        self.chips.chosen.connect(lambda _: self._leave_hidden())
        self.filled.connect(self._look_around)

    @property
    def choice(self) -> Choice:
        """What is shown now: one of the choices, or what was held back."""
        return Choice("Held back", self._held_rows) if self._hidden else super().choice

    @property
    def days(self) -> int:
        """How far ahead the present choice looks."""
        return (SHELF_DAYS, *RANKED_DAYS)[max(self.chips.current, 0)]

    # What fills the page; on a worker thread

    def _breadth(self) -> float:
        """How mixed the person wants the list."""
        return float(self._controller.app.preferences.get(BREADTH, MIDDLE))

    def _shelves(self, deal: Deal) -> Sequence[Row]:
        app, breadth = self._controller.app, self._breadth()
        rows: list[Row] = []
        for shelf in app.shelves(breadth=breadth):
            rows += [Heading(shelf.title), *deal(shelf.picks)]
        if rows:
            return rows
        coming = app.picks(days=SHELF_DAYS, limit=MOST_COMING, breadth=breadth)
        return [Heading("Coming up"), *deal(coming)] if coming else []

    def _ranked(self, days: int) -> Callable[[Deal], Sequence[Row]]:
        def ranked(deal: Deal) -> Sequence[Row]:
            app = self._controller.app
            return deal(app.picks(days=days, limit=MOST_PICKS, breadth=self._breadth()))

        return ranked

    def _held_rows(self, deal: Deal) -> Sequence[Row]:
        from eventpal.ui.pages.held_back import groups  # noqa: PLC0415

        rows: list[Row] = []
        for group in groups(self._held):
            cards = deal([one.event for one in group.held])
            rows.append(Heading(group.title))
            rows += [
                replace(card, note=one.why) for card, one in zip(cards, group.held, strict=True)
            ]
        return rows

    # What stands around it

    def _look_around(self) -> None:
        """Look up what stands around the list, once the list is there."""
        days = self.days
        cards = [row.event for row in self.rows if isinstance(row, Card)]
        seen = [] if self._hidden else cards[:SEEN]

        def work(_: Progress) -> _Around:
            app = self._controller.app
            app.note_shown(seen)
            held = app.guide.held_back(days=days, limit=MOST_PICKS)
            known = app.preferences.get(STARTED, False) or app.history.actions()
            return _Around(self._breadth(), held, not known and not app.profile.lines())

        self._controller.run(Lane.READ, work, done=self._show_around, latest="around the picks")

    def _show_around(self, found: _Around) -> None:
        self.breadth.show_value(found.breadth)
        self._held = found.held
        if found.held and self.held_back is None:
            from eventpal.ui.pages.held_back import HeldBackLine  # noqa: PLC0415

            self.held_back = HeldBackLine(self._appearance)
            self.held_back.turned.connect(self._turn)
            self.add_note(self.held_back)
        if self.held_back is not None:
            self.held_back.show_held(found.held)
        offered = found.new_here and bool(self.rows)
        if offered and self.start is None:
            from eventpal.ui.pages.start_strip import StartStrip  # noqa: PLC0415

            self.start = StartStrip(self._appearance)
            self.start.beginning.connect(self.beginning)
            self.start.importing.connect(self.importing)
            self.start.skipped.connect(self._controller.taste.started)
            self.add_note(self.start)
        if self.start is not None:
            self.start.setVisible(offered)

    def _turn(self, hidden: bool) -> None:
        self._hidden = hidden
        self.breadth.setEnabled(not hidden)
        self.load(fresh=True)

    def _leave_hidden(self) -> None:
        if not self._hidden:
            return
        self._hidden = False
        self.breadth.setEnabled(True)
        if self.held_back is not None:
            self.held_back.leave()
        self.load(fresh=True)

    def _mix(self, value: float) -> None:
        def work(_: Progress) -> Change:
            self._controller.app.preferences.set(BREADTH, value)
            return Change(taste=True)

        self._controller.run(Lane.ACT, work, done=self._controller.changed.emit)
