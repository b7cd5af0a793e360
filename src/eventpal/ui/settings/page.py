"""Privacy and settings: how the window looks, who can open it, what it may know."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QVBoxLayout, QWidget

from eventpal import __version__
from eventpal.domain import Event, Place, distance_km
from eventpal.progress import Progress
from eventpal.settings import LOCK_MINUTES, TEXT_SIZES, Settings, Theme
from eventpal.ui.controller import Controller
from eventpal.ui.guarded import guarded
from eventpal.ui.look.flow import Flow
from eventpal.ui.look.theme import Appearance
from eventpal.ui.look.tokens import GRID
from eventpal.ui.look.widgets import (
    Button,
    Picture,
    clear,
    column,
    field,
    label,
    row,
    scrolled,
    titled,
)
from eventpal.ui.settings.model_card import ModelCard
from eventpal.ui.settings.network_card import NetworkCard
from eventpal.ui.tasks import Failure, Lane

if TYPE_CHECKING:
    # The vault loads while the window is already there.
    from eventpal.services.health import Check
    from eventpal.ui.vault.cards import VaultCards

CHECKED = {
    "database": "What is kept",
    "engine": "Understanding",
    "sources": "Sources",
    "disk": "Room on the disk",
}
"""What is looked at, in the words of people; the command line has its own."""

THEMES = {Theme.SYSTEM: "As the system", Theme.LIGHT: "Light", Theme.DARK: "Dark"}

NEIGHBOURS = 1000
"""Coming events among whose venues one near home is looked for."""
NEAR_KM = 0.3

WIDEST = 760
"""Lines longer than this, in pixels, are tiring to read."""


def _told(home: Place, coming: Sequence[Event]) -> str:
    """Where home is, by the nearest venue that is known, since few people know their degrees."""
    degrees = f"{home.lat:.4f}, {home.lon:.4f}"
    far = [
        (distance_km(home, one.place), one.venue)
        for one in coming
        if one.venue and one.place is not None
    ]
    km, venue = min(far, default=(NEAR_KM, ""))
    return f"Near {venue}" if km < NEAR_KM else degrees


@guarded
class SettingsPage(QWidget):
    """Cards of settings; each takes effect at once."""

    changed = Signal(object)
    """The new Settings."""
    locking = Signal()
    importing = Signal()
    importing_busy = Signal()
    exporting = Signal()

    def __init__(
        self,
        appearance: Appearance,
        controller: Controller,
        settings: Settings,
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self._appearance = appearance
        self._controller = controller
        self._settings = settings
        self._vault: VaultCards | None = None
        outer = column(spacing=0)
        self.setLayout(outer)
        head = label("Privacy and settings", "heading")
        head.setContentsMargins(22, GRID, 20, GRID + 4)
        outer.addWidget(head)
        inside = QWidget()
        across = row()
        across.setContentsMargins(20, 0, 20, 3 * GRID)
        inside.setLayout(across)
        self._lines = column(spacing=2 * GRID)
        holder = QWidget()
        holder.setMaximumWidth(WIDEST)
        holder.setLayout(self._lines)
        across.addWidget(holder, 100)
        across.addStretch(1)
        outer.addWidget(scrolled(inside), 1)
        self._look()
        self._privacy()
        self._network()
        self._model()
        self._calendar()
        self._home()
        self._health()
        self._about()
        self._lines.addStretch(1)

    def _card(self, icon: str, title: str, text: str) -> QVBoxLayout:
        box, lines = titled(self._appearance, icon, title, text)
        self._lines.addWidget(box)
        return lines

    def _look(self) -> None:
        lines = self._card("settings", "Appearance", "How the window looks on this computer.")
        self.theme = QComboBox()
        for theme, name in THEMES.items():
            self.theme.addItem(name, theme)
        self.theme.setCurrentIndex(list(THEMES).index(self._settings.theme))
        self.theme.currentIndexChanged.connect(
            lambda at: self._set(theme=Theme(self.theme.itemData(at)))
        )
        self.text_size = QComboBox()
        for size in TEXT_SIZES:
            self.text_size.addItem("Normal" if size == 100 else f"{size} %", size)
        self.text_size.setCurrentIndex(
            min(
                range(len(TEXT_SIZES)),
                key=lambda at: abs(TEXT_SIZES[at] - self._settings.text_size),
            )
        )
        self.text_size.currentIndexChanged.connect(
            lambda at: self._set(text_size=self.text_size.itemData(at))
        )
        lines.addLayout(field("Colours", self.theme))
        lines.addLayout(field("Text size", self.text_size))
        self.still = QCheckBox("No animations")
        self.still.setChecked(self._settings.reduce_motion)
        self.still.toggled.connect(lambda on: self._set(reduce_motion=on))
        lines.addWidget(self.still)

    def _privacy(self) -> None:
        lines = self._card(
            "privacy",
            "Privacy",
            "Everything EventPal knows about you is in one encrypted file on this computer. "
            "The only network traffic is fetching the sources you added.",
        )
        self._privacy_lines = lines

    def _network(self) -> None:
        lines = self._card(
            "web",
            "Network",
            "Every request is listed here. With the air gap on there are none: files and the "
            "sample city still work.",
        )
        self.network = NetworkCard(self._controller)
        lines.addWidget(self.network)

    def _model(self) -> None:
        lines = self._card(
            "chat",
            "Language model",
            "It reads what you say in the chat, in a process of its own on this computer. Any "
            "GGUF chat model can take its place.",
        )
        self.model = ModelCard(self._appearance, self._controller)
        lines.addWidget(self.model)

    def show_vault(self, vault: VaultCards | None) -> None:
        """Offer what can be done with the vault; None for a demo, which has none."""
        lines = self._privacy_lines
        if vault is None:
            lines.addWidget(label("This demo has no vault: it is gone when you close it."))
            return
        self._vault = vault
        lines.addWidget(vault)
        lines.addSpacing(GRID)
        self.idle = QComboBox()
        for minutes in LOCK_MINUTES:
            self.idle.addItem(f"{minutes} minutes" if minutes else "Never", minutes)
        known = self.idle.findData(self._settings.idle_lock_minutes)
        self.idle.setCurrentIndex(max(known, 0))
        self.idle.currentIndexChanged.connect(
            lambda at: self._set(idle_lock_minutes=self.idle.itemData(at))
        )
        lines.addLayout(field("Lock when idle for", self.idle))
        self.with_screen = QCheckBox("Lock with the screen")
        self.with_screen.setChecked(self._settings.lock_with_screen)
        self.with_screen.toggled.connect(lambda on: self._set(lock_with_screen=on))
        # Only Linux desktops tell programs that the screen is locked.
        self.with_screen.setVisible(sys.platform == "linux")
        lines.addWidget(self.with_screen)
        lock = Button(self._appearance, "Lock now", icon="lock", tip="Lock now (Ctrl+L)")
        lock.clicked.connect(self.locking)
        lines.addWidget(lock, 0, Qt.AlignmentFlag.AlignLeft)
        if self.isVisible():
            vault.load()

    def _calendar(self) -> None:
        lines = self._card(
            "agenda",
            "Your calendar",
            "Past events of your own calendar teach EventPal what you go to, and when you are busy "
            "it can hold picks back. They never leave this computer. What you saved can go back "
            "into any calendar program.",
        )
        teach = Button(self._appearance, "Teach EventPal with your calendar…", icon="import")
        teach.clicked.connect(self.importing)
        give = Button(self._appearance, "Export saved events…", icon="export")
        give.clicked.connect(self.exporting)
        busy = Button(self._appearance, "Keep clear of my calendar…", icon="time")
        busy.clicked.connect(self.importing_busy)
        lines.addWidget(Flow([teach, busy, give]))

    def _home(self) -> None:
        lines = self._card(
            "home",
            "Home",
            "Distances are measured from here. To set it, open an event near you and press the "
            "house beside its address.",
        )
        self.home = label("", "strong")
        self.forget = Button(self._appearance, "Forget it", icon="trash")
        self.forget.clicked.connect(lambda: self.set_home(None))
        line = row()
        line.addWidget(self.home, 1)
        line.addWidget(self.forget)
        lines.addLayout(line)

    def _health(self) -> None:
        lines = self._card("check", "Health", "Whether everything works that must:")
        self._checks = column(spacing=GRID // 2)
        lines.addLayout(self._checks)
        again = Button(self._appearance, "Check again", icon="refresh")
        again.clicked.connect(self._check)
        lines.addWidget(again, 0, Qt.AlignmentFlag.AlignLeft)

    def _about(self) -> None:
        self._card(
            "info",
            f"About EventPal {__version__}",
            "A guide to what’s on, for one person, without an account or a server. It is free "
            "software under the Apache License 2.0, and stands on Qt, llama.cpp, SQLite and "
            "SQLCipher.",
        )

    def _set(self, **values: object) -> None:
        self._settings = replace(self._settings, **values)  # type: ignore[arg-type]
        self.changed.emit(self._settings)

    def set_home(self, place: Place | None) -> None:
        """Measure distances from ``place`` from now on."""

        def work(_: Progress) -> None:
            self._controller.app.home_place = place

        self._controller.run(Lane.ACT, work, done=lambda _: self._home_set(place))

    def _home_set(self, place: Place | None) -> None:
        self._load_home()
        self._controller.homed(known=place is not None)

    def _load_home(self) -> None:
        def work(_: Progress) -> str:
            app = self._controller.app
            home = app.home_place
            return _told(home, app.upcoming(limit=NEIGHBOURS)) if home is not None else ""

        def done(where: str) -> None:
            self.forget.setVisible(bool(where))
            self.home.setText(where or "Not set")

        self._controller.run(Lane.READ, work, done=done, latest="settings")

    def _load(self) -> None:
        self._load_home()
        if self._vault is not None:
            self._vault.load()
        self.network.load()
        self.model.load()
        self._check()

    def _check(self) -> None:
        def done(checks: Sequence[Check]) -> None:
            clear(self._checks)
            for check in checks:
                name = CHECKED.get(check.name, check.name)
                self._checks.addWidget(self._check_line(f"{name}: {check.detail}", ok=check.ok))

        def failed(failure: Failure) -> None:
            clear(self._checks)
            self._checks.addWidget(self._check_line(failure.sentence, ok=False))

        self._controller.run(
            Lane.BACKGROUND,
            lambda _: self._controller.app.doctor(),
            done=done,
            failed=failed,
            latest="doctor",
        )

    def _check_line(self, text: str, *, ok: bool) -> QFrame:
        holder = QFrame()
        line = row()
        holder.setLayout(line)
        icon, role = ("check", "good") if ok else ("warning", "danger")
        line.addWidget(Picture(self._appearance, icon, role=role), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(label(text, wrap=True), 1)
        return holder

    def showEvent(self, event: object) -> None:  # noqa: N802
        """Look everything up anew."""
        super().showEvent(event)  # type: ignore[arg-type]
        self._load()
