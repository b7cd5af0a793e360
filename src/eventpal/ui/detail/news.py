"""What changed about an event since the person planned it, and where it is listed."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from eventpal.domain import EventChange
from eventpal.services import news
from eventpal.ui import words
from eventpal.ui.look.theme import Appearance
from eventpal.ui.look.tokens import GRID
from eventpal.ui.look.widgets import Button, Picture, card, clear, column, label, row


class News(QWidget):
    """The changes, each as a sentence."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        outer = column()
        self.setLayout(outer)
        box, inside = card()
        outer.addWidget(box)
        head = row()
        head.addWidget(Picture(appearance, "warning", role="warning"))
        head.addWidget(label("Changed since you planned it", "strong"), 1)
        inside.addLayout(head)
        self.text = label("", wrap=True)
        inside.addWidget(self.text)
        self.hide()

    def show_changes(self, changes: Sequence[EventChange]) -> None:
        """Show these; hide if there are none."""
        self.setVisible(bool(changes))
        self.text.setText("\n".join(f"{news.sentence(one)}." for one in changes))


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event is listed: by which source, as what, and with which web page."""

    source: str
    title: str
    url: str
    joined: str = ""
    """The id that it was joined under; "" for the event's own listing."""
    into: str = ""
    """The event that it was joined to."""


class Origins(QWidget):
    """The sources of an event; where several were joined, each with its page and a way out."""

    opening = Signal(str)
    """A web address to open in the browser."""
    splitting = Signal(object)
    """A Place that is of another event."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        lines = column(spacing=GRID // 2)
        self.setLayout(lines)
        self.text = label("", "small", wrap=True)
        lines.addWidget(self.text)
        self._rows = column(spacing=GRID // 2)
        lines.addLayout(self._rows)

    def show_places(self, places: Sequence[Place]) -> None:
        """Show where an event is listed."""
        clear(self._rows)
        sources = list(dict.fromkeys(one.source for one in places))
        several = any(one.joined for one in places)
        if several:
            self.text.setText(f"Put together from {words.counted(len(places), 'listing')}:")
            for one in places:
                self._rows.addWidget(self._row(one))
        else:
            self.text.setText(f"From {', '.join(sources)}" if sources else "")

    def _row(self, place: Place) -> QWidget:
        holder = QWidget()
        line = row(spacing=GRID)
        holder.setLayout(line)
        text = label(f"{place.source}: {place.title}", "small", wrap=True)
        line.addWidget(text, 1)
        host = words.host(place.url)
        if host:
            page = Button(self._appearance, icon="open", kind="quiet", tip=f"Open {host}")
            page.setAccessibleName(f"Open {host}: {place.title}")
            page.clicked.connect(lambda: self.opening.emit(place.url))
            line.addWidget(page, 0, Qt.AlignmentFlag.AlignTop)
        if place.joined:
            apart = Button(
                self._appearance,
                icon="close",
                kind="quiet",
                tip="This is another event: show it by itself",
            )
            apart.setAccessibleName(f"Another event: {place.title}")
            apart.clicked.connect(lambda: self.splitting.emit(place))
            line.addWidget(apart, 0, Qt.AlignmentFlag.AlignTop)
        return holder
