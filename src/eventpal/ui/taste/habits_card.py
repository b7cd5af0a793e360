"""How the person gets about, what they spend, and who comes along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QWidget

from eventpal.ui.controller import Controller
from eventpal.ui.look.theme import Appearance
from eventpal.ui.look.tokens import GRID
from eventpal.ui.look.widgets import column, field
from eventpal.ui.tasks import Lane

if TYPE_CHECKING:
    from eventpal.recommend.travel import Habits

COMPANY = {
    "anyone": "Anyone",
    "alone": "On my own",
    "kids": "With children",
    "accessible": "Step-free access needed",
}
MODES = {
    "walk": "On foot",
    "bike": "By bicycle",
    "transit": "By bus or train",
    "car": "By car",
}
WIDTH = 230
NO_LIMIT = "No limit"
BUDGETS = (None, 0.0, 5.0, 10.0, 15.0, 20.0, 30.0, 50.0, 100.0)
MINUTES = (None, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0, 90.0)


class HabitsCard(QWidget):
    """Four choices; each takes effect at once."""

    def __init__(self, _: Appearance, controller: Controller) -> None:
        super().__init__()
        self._controller = controller
        lines = column(spacing=GRID)
        self.setLayout(lines)
        self.mode = _combo({name: mode for mode, name in MODES.items()})
        self.minutes = _combo({_minutes(most): most for most in MINUTES})
        self.budget = _combo({_budget(most): most for most in BUDGETS})
        self.company = _combo({name: company for company, name in COMPANY.items()})
        for name, control in (
            ("I get about", self.mode),
            ("At most, one way", self.minutes),
            ("I spend at most", self.budget),
            ("I go with", self.company),
        ):
            control.activated.connect(lambda _: self._keep())
            lines.addLayout(field(name, control))

    def load(self) -> None:
        """Show the choices as they are stored."""
        self._controller.run(
            Lane.READ,
            lambda _: self._controller.app.travel.habits,
            done=self.show_habits,
            latest="habits",
        )

    def show_habits(self, habits: Habits) -> None:
        """Show these choices."""
        _take(self.mode, habits.mode, MODES.get(habits.mode, habits.mode))
        _take(self.company, habits.company, COMPANY.get(habits.company, habits.company))
        _take(self.minutes, habits.max_minutes, _minutes(habits.max_minutes))
        _take(self.budget, habits.budget, _budget(habits.budget))

    def _keep(self) -> None:
        from eventpal.recommend.travel import Habits  # noqa: PLC0415

        self._controller.taste.travel(
            Habits(
                self.company.currentData(),
                self.budget.currentData(),
                self.mode.currentData(),
                self.minutes.currentData(),
            )
        )


def _combo(choices: dict[str, Any]) -> QComboBox:
    made = QComboBox()
    made.setFixedWidth(WIDTH)
    for name, value in choices.items():
        made.addItem(name, value)
    return made


def _take(combo: QComboBox, value: Any, name: str) -> None:
    """Show ``value``, which may have been set elsewhere to something not offered here."""
    at = next((at for at in range(combo.count()) if combo.itemData(at) == value), -1)
    if at < 0:
        combo.addItem(name, value)
        at = combo.count() - 1
    combo.setCurrentIndex(at)


def _minutes(most: float | None) -> str:
    return NO_LIMIT if most is None else f"{most:g} minutes"


def _budget(most: float | None) -> str:
    if most is None:
        return NO_LIMIT
    return f"{most:g} a ticket" if most else "Nothing: free events only"
