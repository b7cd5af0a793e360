"""The pages of the window, each made when it is first seen: only one delays the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from eventpal.settings import Settings
from eventpal.ui.cards.covers import Covers
from eventpal.ui.cards.models import Card
from eventpal.ui.controller import Controller
from eventpal.ui.look.theme import Appearance
from eventpal.ui.pages.events import EventPage
from eventpal.ui.pages.picks import PicksPage

if TYPE_CHECKING:
    from eventpal.ui.pages.day import DayPage
    from eventpal.ui.pages.plain import SearchPage
    from eventpal.ui.pages.start import StartPage
    from eventpal.ui.settings.page import SettingsPage
    from eventpal.ui.sources.page import SourcesPage
    from eventpal.ui.taste.page import TastePage
    from eventpal.ui.vault.cards import VaultCards

P = TypeVar("P", bound=EventPage)


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
    importing_busy = Signal()
    beginning = Signal()
    started = Signal()
    """The person said what they like, or skipped it."""
    resetting = Signal()
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

    def named(self, name: str) -> QWidget:
        """The page that the program calls ``name``."""
        page: QWidget = getattr(self, name)
        return page

    @property
    def searching(self) -> bool:
        """Whether the results of a search are seen."""
        return self.currentWidget() is self.__dict__.get("found")

    def show_vault(self, vault: VaultCards | None) -> None:
        """Let the settings offer this vault; None for a demo, which has none."""
        self._vaults.append(vault)
        if "privacy" in self.__dict__:
            self.privacy.show_vault(vault)

    @cached_property
    def picks(self) -> PicksPage:
        """What fits the person best."""
        made = self._cards(PicksPage)
        made.beginning.connect(self.beginning)
        made.importing.connect(self.importing)
        return made

    @cached_property
    def start(self) -> StartPage:
        """Asks a new person what they like."""
        from eventpal.ui.pages.start import StartPage  # noqa: PLC0415

        made = StartPage(self._appearance, self._covers, self._controller)
        made.importing.connect(self.importing)
        made.left.connect(self.started)
        self.addWidget(made)
        return made

    @cached_property
    def agenda(self) -> EventPage:
        """Everything by day."""
        from eventpal.ui.pages.plain import agenda_page  # noqa: PLC0415

        return self._cards(agenda_page)

    @cached_property
    def saved(self) -> EventPage:
        """What the person kept."""
        from eventpal.ui.pages.plain import saved_page  # noqa: PLC0415

        return self._cards(saved_page)

    @cached_property
    def day(self) -> DayPage:
        """What fits together on one day."""
        from eventpal.ui.pages.day import DayPage  # noqa: PLC0415

        return self._cards(DayPage)

    @cached_property
    def taste(self) -> TastePage:
        """What the person said, and what was learned."""
        from eventpal.ui.taste.page import TastePage  # noqa: PLC0415

        made = TastePage(self._appearance, self._controller)
        made.beginning.connect(self.beginning)
        made.importing.connect(self.importing)
        made.importing_busy.connect(self.importing_busy)
        made.resetting.connect(self.resetting)
        self.addWidget(made)
        return made

    @cached_property
    def found(self) -> SearchPage:
        """What answers the search."""
        from eventpal.ui.pages.plain import SearchPage  # noqa: PLC0415

        return self._cards(SearchPage)

    @cached_property
    def sources(self) -> SourcesPage:
        """Where events come from."""
        from eventpal.ui.sources.page import SourcesPage  # noqa: PLC0415

        made = SourcesPage(self._appearance, self._controller)
        made.adding.connect(self.adding)
        made.sampling.connect(self.sampling)
        made.removing.connect(self.removing)
        self.addWidget(made)
        return made

    @cached_property
    def privacy(self) -> SettingsPage:
        """Privacy and settings."""
        from eventpal.ui.settings.page import SettingsPage  # noqa: PLC0415

        made = SettingsPage(self._appearance, self._controller, self._settings)
        made.changed.connect(self.settings_changed)
        made.locking.connect(self.locking)
        made.importing.connect(self.importing)
        made.importing_busy.connect(self.importing_busy)
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
