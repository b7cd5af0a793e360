"""The pages of the window, each made when it is first seen: only one delays the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from eventpal.settings import Settings
from eventpal.ui import pages
from eventpal.ui.controller import Controller
from eventpal.ui.covers import Covers
from eventpal.ui.event_page import EventPage
from eventpal.ui.models import Card
from eventpal.ui.settings_page import SettingsPage
from eventpal.ui.sources_page import SourcesPage
from eventpal.ui.theme import Appearance

if TYPE_CHECKING:
    from eventpal.ui.vault_cards import VaultCards

P = TypeVar("P", bound=EventPage)

LISTED = ("picks", "agenda", "saved", "sources", "privacy")
"""The pages of the sidebar, in its order."""


class Pages(QStackedWidget):
    """Makes the pages and passes on what they ask for."""

    chosen = Signal(object)
    """The Card that is current on the page that is seen, or None."""
    opened = Signal(object)
    adding = Signal()
    sampling = Signal()
    exporting = Signal(object, str)
    removing = Signal(object)
    settings_changed = Signal(object)
    locking = Signal()
    importing = Signal()
    exporting_saved = Signal()

    def __init__(
        self, appearance: Appearance, covers: Covers, controller: Controller, settings: Settings
    ) -> None:
        super().__init__()
        self._appearance = appearance
        self._covers = covers
        self._controller = controller
        self._settings = settings
        self._vaults: list[VaultCards | None] = []

    def listed(self, at: int) -> QWidget:
        """Page ``at`` of the sidebar."""
        page: QWidget = getattr(self, LISTED[at])
        return page

    def show_vault(self, vault: VaultCards | None) -> None:
        """Let the settings offer this vault; None for a demo, which has none."""
        self._vaults.append(vault)
        if "privacy" in self.__dict__:
            self.privacy.show_vault(vault)

    @cached_property
    def picks(self) -> EventPage:
        """What fits the person best."""
        return self._cards(pages.picks_page)

    @cached_property
    def agenda(self) -> EventPage:
        """Everything by day."""
        return self._cards(pages.agenda_page)

    @cached_property
    def saved(self) -> EventPage:
        """What the person kept."""
        return self._cards(pages.saved_page)

    @cached_property
    def found(self) -> pages.SearchPage:
        """What answers the search."""
        return self._cards(pages.SearchPage)

    @cached_property
    def sources(self) -> SourcesPage:
        """Where events come from."""
        made = SourcesPage(self._appearance, self._controller)
        made.adding.connect(self.adding)
        made.sampling.connect(self.sampling)
        made.removing.connect(self.removing)
        self.addWidget(made)
        return made

    @cached_property
    def privacy(self) -> SettingsPage:
        """Privacy and settings."""
        made = SettingsPage(self._appearance, self._controller, self._settings)
        made.changed.connect(self.settings_changed)
        made.locking.connect(self.locking)
        made.importing.connect(self.importing)
        made.exporting.connect(self.exporting_saved)
        for vault in self._vaults:
            made.show_vault(vault)
        self.addWidget(made)
        return made

    def _cards(self, make: Callable[[Appearance, Covers, Controller], P]) -> P:
        made = make(self._appearance, self._covers, self._controller)

        def chosen(card: Card | None) -> None:
            # A page that is filled behind another one says nothing of what is seen.
            if self.currentWidget() is made:
                self.chosen.emit(card)

        made.chosen.connect(chosen)
        made.opened.connect(self.opened)
        made.adding.connect(self.adding)
        made.sampling.connect(self.sampling)
        made.exporting.connect(self.exporting)
        self.addWidget(made)
        return made
