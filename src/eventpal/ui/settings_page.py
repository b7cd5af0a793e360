"""Privacy and settings: how the window looks, who can open it, what it may know."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QLabel, QVBoxLayout, QWidget

from eventpal import __version__
from eventpal.domain import Place
from eventpal.progress import Progress
from eventpal.settings import LOCK_MINUTES, TEXT_SIZES, Settings, Theme
from eventpal.ui.controller import Controller
from eventpal.ui.network_card import NetworkCard
from eventpal.ui.tasks import Failure, Lane
from eventpal.ui.theme import Appearance
from eventpal.ui.tokens import GRID
from eventpal.ui.widgets import Button, Picture, card, clear, column, label, row, scrolled

if TYPE_CHECKING:
    # The vault loads while the window is already there.
    from eventpal.app import Check
    from eventpal.ui.vault_cards import VaultCards

THEMES = {Theme.SYSTEM: "As the system", Theme.LIGHT: "Light", Theme.DARK: "Dark"}

WIDEST = 760
"""Lines longer than this, in pixels, are tiring to read."""


class SettingsPage(QWidget):
    """Cards of settings; each takes effect at once."""

    changed = Signal(object)
    """The new Settings."""
    locking = Signal()
    importing = Signal()
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
        self._calendar()
        self._home()
        self._health()
        self._lines.addStretch(1)

    def _card(self, icon: str, title: str, text: str) -> QVBoxLayout:
        box, lines = card()
        head = row()
        head.addWidget(Picture(self._appearance, icon, 20, "accent"))
        head.addWidget(label(title, "title"), 1)
        lines.addLayout(head)
        lines.addWidget(label(text, "muted", wrap=True))
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
        lines.addLayout(_field("Colours", self.theme))
        lines.addLayout(_field("Text size", self.text_size))
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
        lines.addLayout(_field("Lock when idle for", self.idle))
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
            "Past events of your own calendar teach EventPal what you go to. They never leave "
            "this computer. What you saved can go back into any calendar program.",
        )
        teach = Button(self._appearance, "Teach EventPal with your calendar…", icon="import")
        teach.clicked.connect(self.importing)
        give = Button(self._appearance, "Export saved events…", icon="export")
        give.clicked.connect(self.exporting)
        line = row()
        line.addWidget(teach)
        line.addWidget(give)
        line.addStretch(1)
        lines.addLayout(line)

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
        lines = self._card("info", "Health", f"EventPal {__version__}. Everything that must work:")
        self._checks = column(spacing=GRID // 2)
        lines.addLayout(self._checks)
        again = Button(self._appearance, "Check again", icon="refresh")
        again.clicked.connect(self._check)
        lines.addWidget(again, 0, Qt.AlignmentFlag.AlignLeft)

    def _set(self, **values: object) -> None:
        self._settings = replace(self._settings, **values)  # type: ignore[arg-type]
        self.changed.emit(self._settings)

    def set_home(self, place: Place | None) -> None:
        """Measure distances from ``place`` from now on."""

        def work(_: Progress) -> None:
            self._controller.app.home_place = place

        self._controller.run(Lane.ACT, work, done=lambda _: self._home_set(place))

    def _home_set(self, place: Place | None) -> None:
        self._show_home(place)
        self._controller.homed()

    def _show_home(self, place: Place | None) -> None:
        self.forget.setVisible(place is not None)
        where = f"{place.lat:.4f}, {place.lon:.4f}" if place else "Not set"
        self.home.setText(where)

    def _load(self) -> None:
        def work(_: Progress) -> Place | None:
            return self._controller.app.home_place

        self._controller.run(Lane.READ, work, done=self._show_home, latest="settings")
        if self._vault is not None:
            self._vault.load()
        self.network.load()
        self._check()

    def _check(self) -> None:
        def done(checks: Sequence[Check]) -> None:
            clear(self._checks)
            for check in checks:
                self._checks.addWidget(
                    self._check_line(f"{check.name}: {check.detail}", ok=check.ok)
                )

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


def _field(name: str, control: QComboBox) -> QVBoxLayout:
    outer = column(spacing=0)
    line = row(spacing=2 * GRID)
    text: QLabel = label(name)
    text.setMinimumWidth(150)
    text.setBuddy(control)
    control.setAccessibleName(name)
    control.setMinimumWidth(180)
    line.addWidget(text)
    line.addWidget(control)
    line.addStretch(1)
    outer.addLayout(line)
    return outer
