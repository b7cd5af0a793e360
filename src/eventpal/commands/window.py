"""The commands that open the window. What is heavy is imported once it is needed."""

import argparse
import contextlib
import os
import sys
from typing import TYPE_CHECKING

from eventpal.commands.invocation import clock_of, home_of, secrets_given
from eventpal.errors import UserError

if TYPE_CHECKING:
    from eventpal.commands.answering import Answer


def window(options: argparse.Namespace) -> None:
    """Open the window."""
    _require_screen()
    from eventpal.ui import application  # noqa: PLC0415

    passphrase, _ = secrets_given()
    application.run(home_of(options), clock_of(options), passphrase=passphrase)


def demo(options: argparse.Namespace) -> "Answer | None":
    """Show the sample city on a throwaway home."""
    from eventpal import app, opening  # noqa: PLC0415
    from eventpal.commands import answering, finding  # noqa: PLC0415

    with opening.throwaway_home() as (home, key):
        if not options.headless:
            _require_screen()
            from eventpal.ui import application  # noqa: PLC0415

            application.run(home, clock_of(options), key=key, sample=True)
            return None
        with contextlib.closing(
            app.EventPal(
                home, key, clock=clock_of(options), zone=opening.zone_of(clock_of(options)())
            )
        ) as pal:
            pal.add_sample_city(answering.progress())
            return finding.picked(pal, pal.picks(limit=options.limit))


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
