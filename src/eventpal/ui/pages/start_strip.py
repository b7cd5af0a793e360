"""Offers a new person the ways to tell EventPal what they like."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from eventpal.ui.look.flow import Flow
from eventpal.ui.look.theme import Appearance
from eventpal.ui.look.tokens import GRID
from eventpal.ui.look.widgets import Button, Picture, column, label, row


class StartStrip(QFrame):
    """A box over the picks, until the person has said something or skipped it."""

    beginning = Signal()
    importing = Signal()
    skipped = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("card")
        self.begin = Button(appearance, "Pick a few you like", icon="like", kind="primary")
        self.begin.clicked.connect(self.beginning)
        teach = Button(appearance, "Learn from my calendar…", icon="agenda")
        teach.clicked.connect(self.importing)
        self.skip = Button(appearance, "Not now", kind="quiet")
        self.skip.clicked.connect(self.skipped)
        head = row()
        head.addWidget(Picture(appearance, "picks", 20, "accent"))
        head.addWidget(label("Make it yours in under a minute", "title"), 1)
        lines = column(margins=2 * GRID, spacing=GRID)
        lines.addLayout(head)
        text = "EventPal doesn’t know you yet. Tell it what you like, and the list follows."
        lines.addWidget(label(text, "muted", wrap=True))
        lines.addWidget(Flow([self.begin, teach, self.skip]))
        self.setLayout(lines)
