"""Why an event is picked: the reasons with their exact shares, and what would change its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from eventpal.domain import Pick, Reason
from eventpal.ui import words
from eventpal.ui.guarded import guarded
from eventpal.ui.look.theme import Appearance, Look
from eventpal.ui.look.tokens import GRID
from eventpal.ui.look.widgets import Button, Picture, card, clear, column, label, row

if TYPE_CHECKING:
    from eventpal.recommend.counterfactuals import Counterfactual

LEAST_SHARE = 0.02
"""Reasons that move the score by less, in log-odds, are left out."""
START = "start"
"""The feature that every event has: it says nothing of this one."""
SHOWN_ABOVE = frozenset({"distance", "lead_time", "long_run", "price", "time_of_week"})
"""Features whose sentences only say again what the details begin with."""
FEW = 6
"""Reasons shown before all are asked for."""
BAR = 84
MOST_CHANGES = 5


class Why(QWidget):
    """The reasons for a pick, each with a bar that shows its exact share."""

    graphing = Signal()
    """The person wants to see how one thing led to the other."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._pick: Pick | None = None
        self._all = False
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
        self.obstacle = label("", wrap=True)
        self._warning = QWidget()
        warned = row()
        self._warning.setLayout(warned)
        sign = Picture(appearance, "warning", role="warning")
        warned.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        warned.addWidget(self.obstacle, 1)
        inside.addWidget(self._warning)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)
        inside.addLayout(self._grid)
        self.more = Button(appearance, "", kind="link")
        self.more.clicked.connect(self._turn)
        inside.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.changes_title = label("What would change its place", "strong", wrap=True)
        inside.addWidget(self.changes_title)
        self._changes = column(spacing=4)
        inside.addLayout(self._changes)
        self.graph = Button(appearance, "Show the connections", icon="graph")
        self.graph.clicked.connect(self.graphing)
        inside.addSpacing(GRID // 2)
        inside.addWidget(self.graph, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_changes(())
        self.hide()

    def show_pick(self, pick: Pick) -> None:
        """Show the reasons of ``pick``, those for it first."""
        if self._pick is None or self._pick.event.id != pick.event.id:
            self._all = False
            self.show_changes(())
        self._pick = pick
        self._show()

    def show_changes(self, changes: Sequence[Counterfactual]) -> None:
        """Show what would move the event to another place."""
        clear(self._changes)
        for change in changes[:MOST_CHANGES]:
            line = QWidget()
            parts = row()
            line.setLayout(parts)
            parts.addWidget(Picture(self._appearance, "swap"), 0, Qt.AlignmentFlag.AlignTop)
            parts.addWidget(label(words.because(change.text), wrap=True), 1)
            self._changes.addWidget(line)
        self.changes_title.setVisible(bool(changes))

    def _turn(self) -> None:
        self._all = not self._all
        self._show()

    def _show(self) -> None:
        if self._pick is None:
            return
        clear(self._grid)
        self.score.setText(f"{self._pick.score:.0%} match")
        self.obstacle.setText(words.because(self._pick.note))
        self._warning.setVisible(bool(self._pick.note))
        kept = [one for one in self._pick.reasons if abs(one.contribution) >= LEAST_SHARE]
        told = [one for one in kept if one.feature != START]
        largest = max((abs(one.contribution) for one in told), default=1.0)
        shown = kept if self._all else _telling(told)
        for at, reason in enumerate(shown):
            text = label(_said(reason), wrap=True)
            text.setContentsMargins(0, 3, 0, 3)
            self._grid.addWidget(text, at, 0)
            self._grid.addWidget(Bar(self._appearance, reason, largest), at, 1)
        self.more.setVisible(len(kept) > len(_telling(told)))
        self.more.setText("Show fewer" if self._all else f"Show all {len(kept)} reasons")
        self.setVisible(bool(kept))


def _said(reason: Reason) -> str:
    """Why it counts; of a fact that is shown above, which one it is."""
    from eventpal.recommend.learned import LABELS  # noqa: PLC0415

    return LABELS[reason.feature] if reason.feature in SHOWN_ABOVE else words.because(reason.text)


def _telling(reasons: Sequence[Reason]) -> list[Reason]:
    """The reasons with the largest shares, in their order."""
    largest = sorted(reasons, key=lambda one: -abs(one.contribution))[:FEW]
    return [one for one in reasons if one in largest]


@guarded
class Bar(QWidget):
    """One share: to the right where it speaks for the event, to the left where against."""

    def __init__(self, appearance: Appearance, reason: Reason, largest: float) -> None:
        super().__init__()
        self._share = max(-1.0, min(1.0, reason.contribution / largest))
        self._look = appearance.look
        self.setFixedWidth(BAR)
        self.setMinimumHeight(16)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        side = "for" if reason.contribution > 0 else "against"
        spoken = f"Speaks {side} it, with {abs(self._share):.0%} of the strongest reason’s weight"
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        appearance.changed.connect(self._wear)

    def _wear(self, look: Look) -> None:
        self._look = look
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """Paint the bar from the line in the middle, which runs on from row to row."""
        tokens = self._look.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, high = self.width() / 2, self.height() / 2
        painter.setPen(QPen(QColor(tokens.border), 1))
        painter.drawLine(int(middle), 0, int(middle), self.height())
        painter.setPen(Qt.PenStyle.NoPen)
        long = max(abs(self._share) * (middle - 2), 3)
        left = middle + 1 if self._share > 0 else middle - long
        painter.setBrush(QColor(tokens.good if self._share > 0 else tokens.danger))
        painter.drawRoundedRect(QRectF(left, high - 4, long, 8), 3, 3)
        painter.end()
