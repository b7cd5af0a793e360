"""What EventPal has learned, whether it helps, and two ways of ranking against each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from eventpal.domain import Change
from eventpal.errors import BadInput
from eventpal.progress import Progress
from eventpal.ui import words
from eventpal.ui.controller import Controller
from eventpal.ui.look.flow import Flow
from eventpal.ui.look.theme import Appearance
from eventpal.ui.look.tokens import GRID
from eventpal.ui.look.widgets import Button, column, label
from eventpal.ui.tasks import Failure, Lane
from eventpal.ui.taste.plots import DuelPlot, Estimate, GainPlot, WeightsPlot

if TYPE_CHECKING:
    from eventpal.recommend.experiment import Experiment, ExperimentResult, Experiments
    from eventpal.recommend.honesty import Honesty
    from eventpal.recommend.learned import LearnedWeight

FEW = 8
"""Weights shown before all are asked for."""


class LearnedCard(QWidget):
    """The weights of the score, those that changed most first."""

    def __init__(self, appearance: Appearance, controller: Controller) -> None:
        super().__init__()
        self._controller = controller
        self._weights: Sequence[Estimate] = ()
        self._all = False
        self.plot = WeightsPlot(appearance)
        self.legend = label(
            "● you; the longer the bar, the less sure EventPal is    ◇ anyone",
            "small",
            wrap=True,
        )
        self.none = label("Nothing yet: like, save or hide some events first.", "muted", wrap=True)
        self.more = Button(appearance, "Show all", kind="link")
        self.more.clicked.connect(self._turn)
        self.explore = QCheckBox("Try things out now and then")
        self.explore.toggled.connect(self._explore)
        trying = label(
            "Each day the list leans a little another way, within what may be right of you. "
            "That finds out sooner what you like.",
            "small",
            wrap=True,
        )
        lines = column(spacing=GRID)
        self.setLayout(lines)
        for part in (self.none, self.plot, self.legend):
            lines.addWidget(part)
        lines.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(self.explore)
        lines.addWidget(trying)
        self.show_weights(())

    def load(self) -> None:
        """Look the weights up, and whether they are played with."""

        def work(_: Progress) -> tuple[Sequence[LearnedWeight], bool]:
            app = self._controller.app
            return app.learned(), app.recommender.exploring

        def show(found: tuple[Sequence[LearnedWeight], bool]) -> None:
            self.show_weights(found[0])
            with QSignalBlocker(self.explore):
                self.explore.setChecked(found[1])

        self._controller.run(Lane.READ, work, done=show, latest="learned")

    def show_weights(self, weights: Sequence[LearnedWeight]) -> None:
        """Show these weights."""
        changed = sorted(weights, key=lambda one: -abs(one.mean - one.prior))
        self._weights = [
            Estimate(one.label, one.prior, one.mean, one.low, one.high) for one in changed
        ]
        self._show()

    def _explore(self, exploring: bool) -> None:
        def work(_: Progress) -> Change:
            self._controller.app.recommender.exploring = exploring
            return Change(taste=True)

        self._controller.run(Lane.ACT, work, done=self._controller.changed.emit)

    def _turn(self) -> None:
        self._all = not self._all
        self._show()

    def _show(self) -> None:
        known = bool(self._weights)
        for part in (self.plot, self.legend):
            part.setVisible(known)
        self.none.setVisible(not known)
        self.more.setVisible(len(self._weights) > FEW)
        self.more.setText("Show fewer" if self._all else f"Show all {len(self._weights)}")
        self.plot.show_rows(self._weights if self._all else self._weights[:FEW])


class HonestyCard(QWidget):
    """Whether the ranking beats order by date, on the person's own choices."""

    def __init__(self, appearance: Appearance, controller: Controller) -> None:
        super().__init__()
        self._controller = controller
        self.sentence = label("Not measured yet.", "strong", wrap=True)
        self.figures = label("", "small", wrap=True)
        self.plot = GainPlot(appearance)
        self.again = Button(appearance, "Measure again", icon="refresh")
        self.again.clicked.connect(self.load)
        lines = column(spacing=GRID)
        self.setLayout(lines)
        for part in (self.sentence, self.plot, self.figures):
            lines.addWidget(part)
        lines.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self.plot.hide()
        self.figures.hide()

    def load(self) -> None:
        """Measure, in the background."""
        self.again.setEnabled(False)
        if not self.plot.isVisible():
            self.sentence.setText("Measuring …")

        def failed(failure: Failure) -> None:
            self.again.setEnabled(True)
            self.sentence.setText(failure.sentence)

        def work(progress: Progress) -> Honesty:
            return self._controller.app.honesty(progress)

        started = self._controller.run(
            Lane.BACKGROUND,
            work,
            done=self._show,
            failed=failed,
            latest="honesty",
        )
        self.again.setEnabled(started is None)

    def _show(self, found: Honesty) -> None:
        from eventpal.recommend.honesty import FEWEST  # noqa: PLC0415

        self.again.setEnabled(True)
        self.sentence.setText(found.sentence)
        # What claims nothing shows no bar either.
        measured = found.comparisons >= FEWEST
        self.plot.setVisible(measured)
        self.figures.setVisible(measured)
        self.plot.show_gain(found.gain, found.low, found.high)
        self.figures.setText(
            f"On {words.counted(found.comparisons, 'choice')} of yours: quality of the list "
            f"{found.ours:.2f} of 1 against {found.by_date:.2f} by date, gain "
            f"{found.gain:+.2f}, between {found.low:+.2f} and {found.high:+.2f}."
        )


class ExperimentCard(QWidget):
    """Two ways of ranking share the list, and what the person chooses decides."""

    def __init__(self, appearance: Appearance, controller: Controller) -> None:
        super().__init__()
        from eventpal.recommend.experiment import STRATEGIES  # noqa: PLC0415

        self._controller = controller
        self.first, self.second = QComboBox(), QComboBox()
        for at, combo in enumerate((self.first, self.second)):
            combo.addItems([name.capitalize() for name in STRATEGIES])
            combo.setCurrentIndex(at)
            combo.setAccessibleName(("First", "Second")[at] + " way of ranking")
        self._strategies = STRATEGIES
        self.start = Button(appearance, "Start", icon="experiment")
        self.start.clicked.connect(self._start)
        self.stop = Button(appearance, "Stop")
        self.stop.clicked.connect(self._stop)
        self.state = label("", "strong", wrap=True)
        self.plot = DuelPlot(appearance)
        self.counts = label("", "small", wrap=True)
        against = label("against", "muted")
        self._setup = Flow([self.first, against, self.second, self.start])
        lines = column(spacing=GRID)
        self.setLayout(lines)
        running: tuple[QWidget, ...] = (self.state, self.plot, self.counts)
        for part in (*running, self._setup):
            lines.addWidget(part)
        lines.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (*running, self.stop):
            part.hide()

    def load(self) -> None:
        """Show what runs, or what came of the last one."""

        def work(_: Progress) -> tuple[Experiment | None, ExperimentResult | None]:
            experiment = self._controller.app.experiment
            try:
                return experiment.running(), experiment.result()
            except BadInput:
                # There never was one.
                return None, None

        self._controller.run(
            Lane.READ, work, done=lambda found: self._show(*found), latest="experiment"
        )

    def _show(self, running: Experiment | None, result: ExperimentResult | None) -> None:
        self._setup.setVisible(running is None)
        self.stop.setVisible(running is not None)
        self.state.setVisible(result is not None)
        self.plot.setVisible(result is not None)
        self.counts.setVisible(result is not None)
        if result is None:
            return
        self.plot.show_counts(result.first_wins, result.second_wins)
        self.state.setText(result.sentence)
        names = ("First", "Second")
        if running is not None:
            names = (running.first.capitalize(), running.second.capitalize())
        chance = f"p = {result.p_value:.2f}" if result.p_value >= 0.01 else "p < 0.01"
        shown = f"{running.shown} events shown" if running else "ended"
        self.counts.setText(
            f"{names[0]} {result.first_wins} : {result.second_wins} {names[1]} · {chance} · {shown}"
        )

    def _start(self) -> None:
        first = self._strategies[self.first.currentIndex()]
        second = self._strategies[self.second.currentIndex()]
        self._do(lambda experiment: experiment.start(first, second))

    def _stop(self) -> None:
        self._do(lambda experiment: experiment.stop())

    def _do(self, write: Callable[[Experiments], None]) -> None:
        def work(_: Progress) -> Change:
            write(self._controller.app.experiment)
            return Change(taste=True)

        self._controller.run(Lane.ACT, work, done=self._controller.changed.emit)
