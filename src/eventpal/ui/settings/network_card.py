"""What EventPal fetched, and the switch that stops all of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QHeaderView, QTreeView, QWidget

from eventpal.progress import Progress
from eventpal.ui import words
from eventpal.ui.controller import Controller
from eventpal.ui.guarded import guarded
from eventpal.ui.look.tokens import GRID
from eventpal.ui.look.widgets import column, label
from eventpal.ui.tasks import Lane

if TYPE_CHECKING:
    # The store loads while the window is already there.
    from eventpal.store.ledger import Request

COLUMNS = ("When", "What", "Bytes", "Why", "Outcome")
NOTHING = "Nothing has left this computer."
HEIGHT = 280

AnyIndex = QModelIndex | QPersistentModelIndex


@guarded
class RequestModel(QAbstractTableModel):
    """Requests, newest first."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: Sequence[Request] = ()

    def show(self, requests: Sequence[Request]) -> None:
        """Show these."""
        self.beginResetModel()
        self.requests = requests
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """How many there are."""
        return 0 if parent.isValid() else len(self.requests)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """What is said of each."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """What a column says."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return COLUMNS[section]
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One cell; its whole text is its tip, too."""
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        one = self.requests[index.row()]
        return (
            f"{one.at.astimezone():%d %b %H:%M:%S}",
            one.address,
            f"{one.received:,}",
            one.why,
            one.outcome,
        )[index.column()]


class NetworkCard(QWidget):
    """The air-gap switch, and the requests that were made."""

    def __init__(self, controller: Controller) -> None:
        super().__init__()
        self._controller = controller
        self.airgap = QCheckBox("Air gap: let nothing leave this computer")
        self.airgap.toggled.connect(controller.set_airgap)
        self.rows = RequestModel()
        self.view = QTreeView()
        self.view.setAccessibleName("What EventPal fetched")
        self.view.setModel(self.rows)
        self.view.setRootIsDecorated(False)
        self.view.setUniformRowHeights(True)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setFixedHeight(HEIGHT)
        head = self.view.header()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for at, width in enumerate((120, 250, 70, 150)):
            head.resizeSection(at, width)
        self.count = label("", "strong")
        lines = column(spacing=GRID)
        self.setLayout(lines)
        for widget in (self.airgap, self.count, self.view):
            lines.addWidget(widget)
        controller.airgapped.connect(self._show_airgap)
        controller.changed.connect(self._changed)
        self._show_airgap(controller.airgap)
        self._fill(())

    def load(self) -> None:
        """Look the requests up."""

        def work(_: Progress) -> list[Request]:
            return self._controller.app.ledger.latest()

        self._controller.run(Lane.READ, work, done=self._fill, latest="ledger")

    def _fill(self, requests: Sequence[Request]) -> None:
        self.rows.show(requests)
        self.view.setVisible(bool(requests))
        counted = f"What EventPal fetched: {words.counted(len(requests), 'request')}"
        self.count.setText(counted if requests else NOTHING)

    def _show_airgap(self, on: bool) -> None:
        self.airgap.blockSignals(True)
        self.airgap.setChecked(on)
        self.airgap.blockSignals(False)

    def _changed(self, _: object) -> None:
        if self.isVisible():
            self.load()
