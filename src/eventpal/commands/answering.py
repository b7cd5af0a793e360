"""What all subcommands share: the opened home, progress, and the form of an answer."""

import argparse
import contextlib
import sys
from collections.abc import Iterator

from eventpal import app, opening, wire
from eventpal.commands.invocation import clock_of, home_of, secrets_given
from eventpal.progress import Progress

Answer = tuple[wire.Json, str]
"""What a command answers: its JSON, and the same for people."""


@contextlib.contextmanager
def opened(options: argparse.Namespace) -> Iterator[app.EventPal]:
    """The person's home, unlocked by the keyring or EVENTPAL_PASSPHRASE, closed at the end."""
    home = home_of(options)
    key = opening.unlock(home, *secrets_given())
    clock = clock_of(options)
    with contextlib.closing(
        app.EventPal(home, key, clock=clock, zone=opening.zone_of(clock()))
    ) as pal:
        pal.tell = lambda line: print(line, file=sys.stderr)
        yield pal


def progress() -> Progress:
    """Progress on standard error: one line that is rewritten, only where someone watches."""
    if not sys.stderr.isatty():
        return Progress()

    def report(what: str, done: int, total: int) -> None:
        count = f" {done:,} of {total:,}" if total else ""
        print(f"\r\x1b[K{what}{count}", end="", file=sys.stderr, flush=True)

    return Progress(report)


def counted(number: int, what: str) -> str:
    """A number of things in words."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
