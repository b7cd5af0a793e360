"""What the person says about their taste, handed to EventPal, each step with its way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from eventpal.domain import Change
from eventpal.progress import Progress
from eventpal.ui.tasks import Failure, Lane

if TYPE_CHECKING:
    from eventpal.app import EventPal
    from eventpal.recommend.travel import Habits
    from eventpal.store.profile import Origin
    from eventpal.ui.controller import Controller

STARTED = "started"
"""The name under which is kept that the person was asked what they like."""


class Taste:
    """Profile lines, habits, and beginning anew."""

    def __init__(self, controller: Controller) -> None:
        self._controller = controller

    def add(self, text: str, origin: Origin = "person") -> None:
        """Add a line to the profile."""
        self._step(lambda app: app.profile.add(text, origin), f"Noted: {text}")

    def edit(self, line: int, text: str) -> None:
        """Change how a line reads."""
        self._step(lambda app: app.profile.edit(line, text), f"Changed to: {text}")

    def remove(self, line: int, text: str) -> None:
        """Take a line out."""
        self._step(lambda app: app.profile.remove(line), f"Forgotten: {text}")

    def undo(self) -> None:
        """Take the last step in the profile back."""
        controller = self._controller
        controller.run(
            Lane.ACT,
            lambda _: controller.app.profile.undo(),
            done=controller.taken_back,
            failed=controller.not_taken_back,
        )

    def travel(self, habits: Habits) -> None:
        """Keep how the person gets about, what they spend, and who comes along."""

        def work(_: Progress) -> Change:
            kept = self._controller.app.travel
            kept.company, kept.mode = habits.company, habits.mode
            kept.budget, kept.max_minutes = habits.budget, habits.max_minutes
            return Change(taste=True)

        self._controller.run(Lane.ACT, work, done=self._controller.changed.emit)

    def started(self) -> None:
        """Do not offer the start again."""

        def work(_: Progress) -> Change:
            self._controller.app.preferences.set(STARTED, True)
            return Change()

        self._controller.run(Lane.ACT, work, done=self._controller.changed.emit)

    def reset(self) -> None:
        """Forget what was learned and said."""
        controller = self._controller

        def done(change: Change) -> None:
            controller.feedback.forget()
            controller.forget_steps()
            controller.tell("Your taste is reset: EventPal knows nothing of it any more.")
            controller.changed.emit(change)

        controller.run(Lane.ACT, lambda _: controller.app.reset(), done=done)

    def _step(self, write: Callable[[EventPal], Change], text: str) -> None:
        def done(change: Change) -> None:
            self._controller.did(text, self.undo)
            self._controller.changed.emit(change)

        def failed(failure: Failure) -> None:
            self._controller.tasks.failed.emit(failure)
            # What a field shows is what is stored.
            self._controller.changed.emit(Change(taste=True))

        self._controller.run(
            Lane.ACT, lambda _: write(self._controller.app), done=done, failed=failed
        )
