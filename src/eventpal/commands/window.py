"""The command that opens the window; it loads only what it takes to get there."""

import argparse
import os
import sys
from collections.abc import Callable
from datetime import datetime

from eventpal.commands.invocation import clock_of, home_of, secrets_given
from eventpal.errors import UserError
from eventpal.paths import Home
from eventpal.store.vault.keys import DataKey


def window(options: argparse.Namespace) -> None:
    """Open the window."""
    passphrase, _ = secrets_given()
    show(home_of(options), clock_of(options), passphrase=passphrase)


def show(
    home: Home,
    clock: Callable[[], datetime],
    *,
    key: DataKey | None = None,
    sample: bool = False,
    passphrase: str | None = None,
) -> None:
    """Open the window on ``home`` and stay until it is closed, as ``ui.application.run`` does.

    Raises:
        UserError: this session has no desktop, or an interrupted restore cannot be finished.
    """
    _require_screen()
    from eventpal.ui import application  # noqa: PLC0415 - Qt, which no other command needs

    application.run(home, clock, key=key, sample=sample, passphrase=passphrase)


def _require_screen() -> None:
    """Qt ends the whole process where it finds none (seen: SIGABRT).

    Raises:
        UserError: this session has no desktop.
    """
    chosen = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in chosen):
        raise UserError(
            "There is no desktop here to open the window on: start EventPal from one, or see "
            "eventpal --help for what it does without."
        )
