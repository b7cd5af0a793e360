"""Dialogs of the window: add a source, confirm a removal, choose files."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QVBoxLayout, QWidget

from eventpal.ui.look.theme import Appearance
from eventpal.ui.look.tokens import GRID
from eventpal.ui.look.widgets import Button, label, row

CALENDARS = "Calendars and feeds (*.ics *.ical *.ifb *.icalendar *.rss *.xml *.atom *.json *.html)"
LISTS = "Lists of feeds (*.opml *.xml)"
OWN_CALENDARS = "Calendars (*.ics *.ical *.icalendar)"


def frame(dialog: QDialog, title: str) -> QVBoxLayout:
    """Give a dialog its title and margins; returns the layout for what follows."""
    dialog.setWindowTitle("EventPal")
    dialog.setModal(True)
    dialog.setMinimumWidth(480)
    lines = QVBoxLayout(dialog)
    lines.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
    lines.setSpacing(GRID + 4)
    lines.addWidget(label(title, "heading", wrap=True))
    return lines


class AddSource(QDialog):
    """Asks for the addresses, files or folder that events shall come from."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.locations: list[str] = []
        self.sample = False
        lines = frame(self, "Add events")
        lines.addWidget(
            label(
                "Paste the address of a calendar, a feed or a web page with events, or choose a "
                "file or folder. The address is fetched when you add it, and nothing else is.",
                "muted",
                wrap=True,
            )
        )
        self.address = QLineEdit()
        self.address.setPlaceholderText("https://… or webcal://…")
        self.address.setAccessibleName("Address of a calendar, feed or web page")
        self.address.setClearButtonEnabled(True)
        self.add = Button(appearance, "Add", kind="primary")
        self.add.setEnabled(False)
        self.add.setDefault(True)
        self.address.textChanged.connect(lambda text: self.add.setEnabled(bool(text.strip())))
        self.add.clicked.connect(self._add)
        line = row()
        line.addWidget(self.address, 1)
        line.addWidget(self.add)
        lines.addLayout(line)
        file = Button(appearance, "Choose files…", icon="file")
        file.clicked.connect(self._files)
        folder = Button(appearance, "Choose a folder…", icon="folder")
        folder.clicked.connect(self._folder)
        sample = Button(appearance, "Sample city", icon="city", tip="A made-up city to try things")
        sample.clicked.connect(self._sample)
        line = row()
        for button in (file, folder, sample):
            button.setAutoDefault(False)
            line.addWidget(button)
        line.addStretch(1)
        lines.addLayout(line)
        cancel = Button(appearance, "Cancel")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        lines.addSpacing(GRID)
        lines.addWidget(cancel, 0, Qt.AlignmentFlag.AlignRight)
        self.address.setFocus()

    def _add(self) -> None:
        self.locations = [line for line in self.address.text().split() if line] or []
        typed = self.address.text().strip().strip("\"'")
        # A path may have spaces in it; several addresses in one line may be pasted.
        if Path(typed).expanduser().exists():
            self.locations = [str(Path(typed).expanduser())]
        self.accept()

    def _files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(
            self, "Choose calendars or feeds", documents(), f"{CALENDARS};;All files (*)"
        )
        self._take(names)

    def _folder(self) -> None:
        self._take([QFileDialog.getExistingDirectory(self, "Choose a folder", documents())])

    def _take(self, names: Sequence[str]) -> None:
        self.locations = [name for name in names if name]
        if self.locations:
            self.accept()

    def _sample(self) -> None:
        self.sample = True
        self.accept()


class Confirm(QDialog):
    """Asks before something is taken away."""

    def __init__(
        self, appearance: Appearance, parent: QWidget, *, title: str, text: str, action: str
    ) -> None:
        super().__init__(parent)
        lines = frame(self, title)
        lines.addWidget(label(text, "muted", wrap=True))
        self.keep = Button(appearance, "Cancel")
        self.keep.setDefault(True)
        self.keep.clicked.connect(self.reject)
        self.go = Button(appearance, action, icon="trash", kind="danger")
        self.go.setAutoDefault(False)
        self.go.clicked.connect(self.accept)
        line = row()
        line.addStretch(1)
        line.addWidget(self.keep)
        line.addWidget(self.go)
        lines.addSpacing(GRID)
        lines.addLayout(line)


def documents() -> str:
    """The folder that file dialogs open in; none is remembered."""
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)


def choose_calendars(parent: QWidget) -> list[Path]:
    """Ask for the person's own calendar files."""
    names, _ = QFileDialog.getOpenFileNames(
        parent, "Choose your calendars", documents(), f"{OWN_CALENDARS};;All files (*)"
    )
    return [Path(name) for name in names]


def choose_list(parent: QWidget) -> Path | None:
    """Ask for a list of feeds."""
    chosen, _ = QFileDialog.getOpenFileName(
        parent, "Choose a list of feeds", documents(), f"{LISTS};;All files (*)"
    )
    return Path(chosen) if chosen else None


def choose_list_export(parent: QWidget) -> Path | None:
    """Ask where the list of sources shall be written."""
    chosen, _ = QFileDialog.getSaveFileName(
        parent, "Export the list of sources", str(Path(documents()) / "Sources.opml"), LISTS
    )
    return Path(chosen) if chosen else None


def choose_export(parent: QWidget, name: str) -> Path | None:
    """Ask where an .ics file shall be written; ``name`` is proposed."""
    plain = "".join(sign if sign.isalnum() or sign in " -_" else " " for sign in name)
    proposed = Path(documents()) / f"{' '.join(plain.split())[:60] or 'Events'}.ics"
    chosen, _ = QFileDialog.getSaveFileName(
        parent, "Export to a calendar file", str(proposed), "Calendar (*.ics)"
    )
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(".ics")
