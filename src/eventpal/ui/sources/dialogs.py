"""Dialogs about sources: which of the feeds of a page, a name and password, one line of text."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QVBoxLayout, QWidget

from eventpal.domain import Login
from eventpal.feeds.reading import Feed, FeedKind
from eventpal.ui.dialogs import frame
from eventpal.ui.look.theme import Appearance
from eventpal.ui.look.tokens import GRID
from eventpal.ui.look.widgets import Button, column, field, label, row, scrolled

KINDS = {
    FeedKind.CALENDAR: "Calendar",
    FeedKind.FEED: "News feed",
    FeedKind.PAGE: "Web page with events",
}
HIGHEST = 320
LONGEST = 90


class ChooseFeeds(QDialog):
    """Offers the calendars and feeds that a web page leads to."""

    def __init__(
        self, appearance: Appearance, parent: QWidget, feeds: Sequence[Feed], *, added: bool
    ) -> None:
        super().__init__(parent)
        lines = frame(self, "This page leads to calendars and feeds")
        text = "Its own events were added. " if added else "It lists no events itself. "
        lines.addWidget(label(f"{text}Choose what EventPal shall read.", "muted", wrap=True))
        self.boxes: dict[str, QCheckBox] = {}
        inside = column(spacing=GRID)
        first = True
        for feed in feeds:
            box = QCheckBox(_name(feed))
            # The likeliest one alone: most others are parts of it, or the news.
            box.setChecked(first and not added and feed.kind is FeedKind.CALENDAR)
            box.setToolTip(feed.address)
            box.toggled.connect(self._toggled)
            first = False
            self.boxes[feed.address] = box
            inside.addWidget(box)
            where = label(_where(feed), "small", wrap=True)
            where.setContentsMargins(26, 0, 0, GRID // 2)
            inside.addWidget(where)
        inside.addStretch(1)
        holder = QWidget()
        holder.setLayout(inside)
        area = scrolled(holder)
        area.setMinimumHeight(min(holder.sizeHint().height(), HIGHEST))
        lines.addWidget(area, 1)
        self.go = _buttons(self, lines, appearance, "Add", cancel="Not now")
        self._toggled()

    def _toggled(self) -> None:
        self.go.setEnabled(bool(self.chosen))

    @property
    def chosen(self) -> list[str]:
        """The addresses that are ticked."""
        return [address for address, box in self.boxes.items() if box.isChecked()]


class AskLogin(QDialog):
    """Asks for the name and password of a source."""

    def __init__(self, appearance: Appearance, parent: QWidget, host: str) -> None:
        super().__init__(parent)
        lines = frame(self, f"{host} asks for a name and password")
        lines.addWidget(
            label(
                "They are kept in your encrypted data and sent to this host alone.",
                "muted",
                wrap=True,
            )
        )
        self.name = QLineEdit()
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.name.textChanged.connect(self._typed)
        for title, line in (("Name", self.name), ("Password", self.password)):
            lines.addLayout(field(title, line))
        self.go = _buttons(self, lines, appearance, "Go on")
        self._typed()
        self.name.setFocus()

    def _typed(self) -> None:
        self.go.setEnabled(bool(self.name.text()))

    @property
    def login(self) -> Login:
        """What was typed."""
        return Login(self.name.text(), self.password.text())


class AskText(QDialog):
    """Asks for one line of text, which may be empty."""

    def __init__(
        self, appearance: Appearance, parent: QWidget, *, title: str, text: str, value: str
    ) -> None:
        super().__init__(parent)
        lines = frame(self, title)
        lines.addWidget(label(text, "muted", wrap=True))
        self.line = QLineEdit(value)
        self.line.setAccessibleName(title)
        self.line.selectAll()
        lines.addWidget(self.line)
        self.go = _buttons(self, lines, appearance, "OK")
        self.line.setFocus()

    @property
    def value(self) -> str:
        """What was typed."""
        return self.line.text().strip()


def _buttons(
    dialog: QDialog, lines: QVBoxLayout, appearance: Appearance, go: str, cancel: str = "Cancel"
) -> Button:
    """The two buttons at the foot; returns the one that goes on."""
    away = Button(appearance, cancel)
    away.setAutoDefault(False)
    away.clicked.connect(dialog.reject)
    made = Button(appearance, go, kind="primary")
    made.setDefault(True)
    made.clicked.connect(dialog.accept)
    line = row()
    line.addStretch(1)
    line.addWidget(away)
    line.addWidget(made)
    lines.addSpacing(GRID)
    lines.addLayout(line)
    return made


def _name(feed: Feed) -> str:
    title = " ".join(feed.title.split())[:80].replace("&", "&&")
    return title or KINDS[feed.kind]


def _where(feed: Feed) -> str:
    likely = "" if feed.linked else ", likely"
    address = feed.address
    if len(address) > LONGEST:
        address = f"{address[: LONGEST - 30]} … {address[-25:]}"
    return f"{KINDS[feed.kind]}{likely} · {address}"
