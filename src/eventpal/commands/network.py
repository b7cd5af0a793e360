"""What the subcommands about the network do."""

import argparse

from eventpal import wire
from eventpal.commands.finding import Answer, opened, progress, refreshed
from eventpal.services import subscriptions


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


def sources_import_opml(options: argparse.Namespace) -> Answer:
    """Add the sources of an OPML file and read them."""
    with opened(options) as pal:
        results, problems = subscriptions.read(pal, options.file.expanduser(), progress())
        found, text = refreshed(pal, results)
    lines = [f"{one.where}: {one.message}" for one in problems]
    lines.append(text if results else "Every source of this list was there already.")
    return found | {"problems": wire.problems(problems)}, "\n".join(lines)


def sources_export_opml(options: argparse.Namespace) -> Answer:
    """Write the sources that are on the web as an OPML file."""
    with opened(options) as pal:
        count = subscriptions.write(pal, options.file.expanduser())
    return {
        "exported": count,
        "file": str(options.file),
    }, f"{count} {'source' if count == 1 else 'sources'} in {options.file}"
