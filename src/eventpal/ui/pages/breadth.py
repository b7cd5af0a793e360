"""The slider between a narrow list, more of the same, and a wide one."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSlider, QWidget

from eventpal.ui.look.widgets import label, row

STEPS = 4
WIDTH = 110
SETTLE_MS = 200
"""The arrow keys move it step by step: the list follows when it rests."""


class Breadth(QWidget):
    """How mixed the list is, 0 narrow … 1 wide."""

    changed = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        tip = "Narrow: more of what you like most. Wide: more of everything else."
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(1)
        self.slider.setFixedWidth(WIDTH)
        self.slider.setAccessibleName("How mixed the list is, from narrow to wide")
        self.slider.setAccessibleDescription(tip)
        self.setToolTip(tip)
        line = row()
        line.setContentsMargins(4, 3, 0, 3)
        self.setLayout(line)
        for part in (label("Narrow", "small"), self.slider, label("Wide", "small")):
            line.addWidget(part)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(SETTLE_MS)
        self._rest.timeout.connect(lambda: self.changed.emit(self.value))
        self.slider.valueChanged.connect(lambda _: self._rest.start())

    @property
    def value(self) -> float:
        """Where the slider is, 0 … 1."""
        return self.slider.value() / STEPS

    def show_value(self, value: float) -> None:
        """Stand at ``value`` and tell nobody."""
        self.slider.blockSignals(True)
        self.slider.setValue(round(value * STEPS))
        self.slider.blockSignals(False)
