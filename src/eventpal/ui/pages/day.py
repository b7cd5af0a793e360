"""A day's plan: stops that fit together, with the way between them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent

from eventpal.ui import words
from eventpal.ui.cards.covers import Covers
from eventpal.ui.cards.models import Leg, Row
from eventpal.ui.controller import Controller
from eventpal.ui.guarded import guarded
from eventpal.ui.look.theme import Appearance
from eventpal.ui.look.widgets import label
from eventpal.ui.pages.events import Choice, Deal, EventPage, Nothing

if TYPE_CHECKING:
    from eventpal.recommend.plans import DayPlan
    from eventpal.recommend.travel import Mode

DAYS = 7
SATURDAY = 5

WAYS = {
    "walk": "on foot",
    "bike": "by bicycle",
    "transit": "by bus or train",
    "car": "by car",
}

NOTHING = Nothing(
    "day",
    "Nothing to plan on this day",
    "No event of it has a time and fits what you said is possible. Look at another day, or at "
    "all events.",
)

LEAST_SPARE = 10
"""Minutes to spare that are worth a word."""


@guarded
class DayPage(EventPage):
    """The coming week, day by day; it begins with the next Saturday, or with a Sunday today."""

    def __init__(self, appearance: Appearance, covers: Covers, controller: Controller) -> None:
        def on(offset: int) -> Choice:
            def stops(deal: Deal) -> Sequence[Row]:
                app = controller.app
                plan = app.plan_day(app.clock().astimezone(app.zone).date() + timedelta(offset))
                self._said = plan.note
                return rows(plan, deal, app.travel.mode)

            return Choice("", stops)

        self._said = ""
        self.note = label("", "muted", wrap=True)
        super().__init__(
            appearance,
            covers,
            controller,
            title="Day plan",
            choices=[on(offset) for offset in range(DAYS)],
            nothing=NOTHING,
            notes=[self.note],
        )
        self.export.setToolTip("Export this plan to a calendar file")
        self.chips.rename(day_names(controller.clock().date()))
        self.chips.take(_best(controller.clock().date()))
        self.filled.connect(self._tell)

    def _tell(self) -> None:
        self.note.setText(self._said)
        self.note.setVisible(bool(self._said) and bool(self.rows))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Days go by while the window is open."""
        self.chips.rename(day_names(self._controller.clock().date()))
        super().showEvent(event)


def rows(plan: DayPlan, deal: Deal, mode: Mode) -> list[Row]:
    """The stops of ``plan`` as cards, with the way to each before it."""
    made: list[Row] = []
    cards = deal([stop.event for stop in plan.stops])
    for at, (stop, card) in enumerate(zip(plan.stops, cards, strict=True)):
        way = round(stop.travel_minutes)
        parts = [f"{duration(way)} {WAYS[mode]}"] if way else []
        if at:
            gap = round((stop.starts - plan.stops[at - 1].leaves).total_seconds() / 60) - way
            parts += [f"{duration(gap)} to spare"] if gap >= LEAST_SPARE else []
        elif way:
            leave = words.local(stop.starts - timedelta(minutes=way), stop.event.tz)
            parts.append(f"leave home at {leave:%H:%M}")
        if parts:
            made.append(Leg(mode if way else "time", ", ".join(parts), at))
        made.append(card)
    return made


def duration(minutes: int) -> str:
    """``45 min``, ``1 h 20 min``, ``2 h``."""
    hours, rest = divmod(minutes, 60)
    return " ".join([f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest or not hours))


def day_names(today: date) -> list[str]:
    """The next days as a person calls them, in few letters: ``Today``, ``Tomorrow``, ``Sat 28``."""
    later = [today + timedelta(days) for days in range(2, DAYS)]
    return ["Today", "Tomorrow", *(f"{one:%a} {one.day}" for one in later)]


def _best(today: date) -> int:
    """The day that a person plans: the next Saturday, or today when that is the weekend."""
    return max(SATURDAY - today.weekday(), 0)
