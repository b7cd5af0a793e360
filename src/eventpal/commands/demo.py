"""The command that shows EventPal without a home of one's own."""

import argparse
import contextlib

from eventpal import app, opening
from eventpal.commands import finding, window
from eventpal.commands.answering import Answer, progress
from eventpal.commands.invocation import clock_of


def demo(options: argparse.Namespace) -> Answer | None:
    """Show the sample city on a throwaway home."""
    clock = clock_of(options)
    with opening.throwaway_home() as (home, key):
        if not options.headless:
            window.show(home, clock, key=key, sample=True)
            return None
        with contextlib.closing(
            app.EventPal(home, key, clock=clock, zone=opening.zone_of(clock()))
        ) as pal:
            pal.add_sample_city(progress())
            return finding.picked(pal, pal.picks(limit=options.limit))
