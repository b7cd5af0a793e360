"""What the person says about events: noted at once, sent off, and taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal

from eventpal.domain import OPPOSITES, Action, Change, Event
from eventpal.ui.cards.models import NO_ACTIONS
from eventpal.ui.tasks import Failure, Lane

if TYPE_CHECKING:
    from eventpal.app import EventPal
    from eventpal.ui.controller import Controller

NOTED = {
    Action.LIKE: "Liked, and kept under Saved",
    Action.DISLIKE: "Not for you",
    Action.SAVE: "Saved",
    Action.GOING: "You are going to",
    Action.ATTENDED: "You were at",
    Action.HIDE: "Hidden",
}

TAKEN_BACK = {
    Action.LIKE: "No longer liked",
    Action.DISLIKE: "Back among the others",
    Action.SAVE: "No longer saved",
    Action.GOING: "You are not going to",
    Action.ATTENDED: "You were not at",
    Action.HIDE: "Shown again",
}


class Feedback(QObject):
    """Likes, saves and the like. Cards show them ahead of the store."""

    acted = Signal(str, object)
    """An event id and the actions that stand for it now, ahead of the store."""
    asking = Signal(object, object)
    """An Event that is not for the person, and the QPoint on the screen where to ask why."""

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller
        self.actions: dict[str, frozenset[Action]] = {}
        """What the person did, by event id, as far as the window knows."""

    def act(self, event: Event, action: Action, at: QPoint | None = None) -> None:
        """What a button or key does: the same again takes it back; a “not for me” asks why."""
        if action in self.actions.get(event.event_id, NO_ACTIONS):
            self._withdraw(event, action)
        elif action is Action.DISLIKE:
            self.asking.emit(event, at)
        else:
            self.note(event, action)

    def note(self, event: Event, action: Action, reason: str = "") -> None:
        """Note what the person says, with the code of a reason where they gave one."""
        before = self.actions.get(event.event_id, NO_ACTIONS)
        self._show(event.event_id, (before - {OPPOSITES.get(action)}) | {action})
        self._send(event, before, NOTED[action], lambda app: app.rate(event.id, action, reason))

    def opened(self, event: Event) -> None:
        """The person looked closer, which counts for the ranking that put the event there."""
        self._controller.run(Lane.ACT, lambda _: self._controller.app.experiment.opened(event.id))

    def _withdraw(self, event: Event, action: Action) -> None:
        before = self.actions.get(event.event_id, NO_ACTIONS)
        self._show(event.event_id, before - {action})
        self._send(event, before, TAKEN_BACK[action], lambda app: app.withdraw(event.id, action))

    def _send(
        self,
        event: Event,
        before: frozenset[Action],
        text: str,
        write: Callable[[EventPal], Change],
    ) -> None:
        def done(change: Change) -> None:
            self._controller.did(f"{text}: {event.title}", self.undo)
            self._controller.changed.emit(change)

        def failed(failure: Failure) -> None:
            self._show(event.event_id, before)
            self._controller.tasks.failed.emit(failure)

        self._controller.run(
            Lane.ACT, lambda _: write(self._controller.app), done=done, failed=failed
        )

    def undo(self) -> None:
        """Take the last action back."""
        controller = self._controller

        def done(result: tuple[Change, dict[str, frozenset[Action]]]) -> None:
            change, actions = result
            for event_id in change.rated:
                self._show(event_id, actions.get(event_id, NO_ACTIONS))
            controller.taken_back(change)

        controller.run(
            Lane.ACT,
            lambda _: (controller.app.undo(), controller.app.history.actions()),
            done=done,
            failed=controller.not_taken_back,
        )

    def catch_up(self, actions: Mapping[str, frozenset[Action]]) -> None:
        """Show what is stored where the window knows another: ``actions`` of all events, by id."""
        for event_id in self.actions.keys() | actions.keys():
            now = actions.get(event_id, NO_ACTIONS)
            if self.actions.get(event_id, NO_ACTIONS) != now:
                self._show(event_id, now)

    def forget(self) -> None:
        """Show nothing as liked, saved or hidden any more."""
        for event_id in list(self.actions):
            self._show(event_id, NO_ACTIONS)

    def _show(self, event_id: str, actions: frozenset[Action | None]) -> None:
        shown = frozenset(action for action in actions if action is not None)
        self.actions[event_id] = shown
        self.acted.emit(event_id, shown)
