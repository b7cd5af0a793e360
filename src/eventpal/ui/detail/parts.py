"""The parts of the detail pane: facts, and the dates of a series."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from eventpal.domain import Event
from eventpal.ui import words
from eventpal.ui.look.theme import Appearance
from eventpal.ui.look.tokens import GRID
from eventpal.ui.look.widgets import Button, Picture, column, label, row

MOST_DATES = 5


class Facts(QWidget):
    """Where, how much, who, what: each with its icon, only what is known."""

    homing = Signal(object)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._event: Event | None = None
        lines = column(spacing=GRID)
        self.setLayout(lines)
        self._lines = {}
        for name, icon in (
            ("where", "place"),
            ("price", "price"),
            ("entry", "key"),
            ("organiser", "person"),
            ("categories", "tags"),
        ):
            text = label(wrap=True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            holder = QWidget()
            line = row()
            holder.setLayout(line)
            line.addWidget(Picture(appearance, icon), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(text, 1)
            if name == "where":
                self.home = Button(
                    appearance,
                    icon="home",
                    kind="quiet",
                    tip="I live near here: measure distances from this place",
                )
                self.home.clicked.connect(self._homing)
                line.addWidget(self.home, 0, Qt.AlignmentFlag.AlignTop)
            lines.addWidget(holder)
            self._lines[name] = (holder, text)

    def show_event(self, event: Event, km: float | None) -> None:
        """Show the facts of ``event``."""
        self._event = event
        far = f"{words.distance(km)} from home" if km is not None else ""
        address = "" if event.address == event.venue else event.address
        values = {
            "where": "\n".join(part for part in (event.venue, address, far) if part),
            "price": words.price(event),
            "entry": words.entry(event),
            "organiser": event.organiser,
            "categories": ", ".join(event.categories[:8]),
        }
        for name, (holder, text) in self._lines.items():
            text.setText(values[name])
            holder.setVisible(bool(values[name]))
        self.home.setVisible(event.place is not None)

    def _homing(self) -> None:
        if self._event is not None and self._event.place is not None:
            self.homing.emit(self._event.place)


class Dates(QWidget):
    """The other dates of a series."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        line = row()
        self.setLayout(line)
        line.addWidget(Picture(appearance, "series"), 0, Qt.AlignmentFlag.AlignTop)
        self.text = label("", "muted", wrap=True)
        line.addWidget(self.text, 1)
        self.hide()

    def show_dates(self, dates: Sequence[Event], shown: Event, now: datetime) -> None:
        """Show the coming dates other than that of ``shown``; hide if there are none.

        The hour is named where it is not the same on all of them.
        """
        coming = [one for one in dates if one.start >= now and one.id != shown.id]
        self.setVisible(bool(coming))
        starts = {one.id: words.local(one.start, one.tz) for one in (shown, *coming)}
        if len({start.time() for start in starts.values()}) == 1:
            named = [words.day(starts[one.id].date(), now.date()) for one in coming]
        else:
            named = [words.moment(one, now) for one in coming]
        text = " · ".join(named[:MOST_DATES])
        rest = len(coming) - MOST_DATES
        self.text.setText(f"Also {text}" + (f" and {rest} more" if rest > 0 else ""))
