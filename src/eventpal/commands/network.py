"""What the subcommands about the network do."""

import argparse

from eventpal import wire
from eventpal.commands.answering import Answer, opened


def ledger(options: argparse.Namespace) -> Answer:
    """List what was requested, newest first."""
    with opened(options) as pal:
        requests = pal.ledger.latest(options.limit)
    lines = [
        f"{one.at.astimezone():%Y-%m-%d %H:%M:%S}  {one.received:>10,} bytes  {one.address}\n"
        f"      {one.why}: {one.outcome}"
        for one in requests
    ] or ["Nothing has left this computer."]
    return {"requests": [wire.request(one) for one in requests]}, "\n".join(lines)


def airgap(options: argparse.Namespace) -> Answer:
    """Turn the air-gap switch, or say how it stands."""
    with opened(options) as pal:
        if options.state != "status":
            pal.network.airgap = options.state == "on"
        on = pal.network.airgap
    text = (
        "The air-gap switch is on: nothing leaves this computer."
        if on
        else "The air-gap switch is off: EventPal fetches the sources you added."
    )
    return {"airgap": on}, text
