"""The parts of the detail pane: facts, the dates of a series, and the reasons."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from eventpal.domain import Event, Pick, Reason
from eventpal.ui import words
from eventpal.ui.theme import Appearance, Look
from eventpal.ui.tokens import GRID
from eventpal.ui.widgets import Button, Picture, card, column, label, row

MOST_DATES = 5
LEAST_SHARE = 0.02
"""Reasons that move the score by less, in log-odds, are left out."""


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
        """Show the coming dates other than that of ``shown``; hide if there are none."""
        coming = [one for one in dates if one.start >= now and one.id != shown.id]
        self.setVisible(bool(coming))
        text = " · ".join(words.moment(one, now) for one in coming[:MOST_DATES])
        rest = len(coming) - MOST_DATES
        self.text.setText(f"Also {text}" + (f" and {rest} more" if rest > 0 else ""))


class Why(QWidget):
    """The reasons for a pick, each with a bar that shows its exact share."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        outer = column()
        self.setLayout(outer)
        box, inside = card()
        outer.addWidget(box)
        outer.addSpacing(GRID)
        head = row()
        head.addWidget(Picture(appearance, "picks", role="accent"))
        head.addWidget(label("Why this", "strong"), 1)
        self.score = label("", "muted")
        head.addWidget(self.score)
        inside.addLayout(head)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        inside.addLayout(self._grid)
        self.hide()

    def show_pick(self, pick: Pick) -> None:
        """Show the reasons of ``pick``, those for it first."""
        while (old := self._grid.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.deleteLater()
        self.score.setText(f"{pick.score:.0%} match")
        kept = [one for one in pick.reasons if abs(one.contribution) >= LEAST_SHARE]
        largest = max((abs(one.contribution) for one in kept), default=1.0)
        for at, reason in enumerate(kept):
            self._grid.addWidget(label(words.because(reason.text), wrap=True), at, 0)
            bar = Bar(self._appearance, reason, largest)
            self._grid.addWidget(bar, at, 1, Qt.AlignmentFlag.AlignVCenter)
        self.setVisible(bool(kept))


class Bar(QWidget):
    """One share: to the right where it speaks for the event, to the left where against."""

    def __init__(self, appearance: Appearance, reason: Reason, largest: float) -> None:
        super().__init__()
        self._share = reason.contribution / largest
        self._look = appearance.look
        self.setFixedSize(84, 12)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        side = "for" if reason.contribution > 0 else "against"
        spoken = f"{abs(reason.contribution):.2f} {side} it, in log-odds"
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        appearance.changed.connect(self._wear)

    def _wear(self, look: Look) -> None:
        self._look = look
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """Paint the bar from the middle."""
        tokens = self._look.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle = self.width() / 2
        painter.setBrush(QColor(tokens.border))
        painter.drawRoundedRect(QRectF(0, 4, self.width(), 4), 2, 2)
        long = max(abs(self._share) * (middle - 1), 3)
        left = middle if self._share > 0 else middle - long
        painter.setBrush(QColor(tokens.good if self._share > 0 else tokens.danger))
        painter.drawRoundedRect(QRectF(left, 3, long, 6), 3, 3)
        painter.end()
