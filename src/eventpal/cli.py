"""The command line: subcommands, no logic."""

import argparse
import contextlib
import json
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from eventpal import __version__, window_commands
from eventpal.domain import Action
from eventpal.errors import Cancelled, UserError

if TYPE_CHECKING:
    from eventpal.commands import Answer

    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 when done, 1 after a sentence that says why not, 2 for usage."""
    options = _parser().parse_args(argv)
    try:
        answer = command(options.run)(options)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    except (Cancelled, KeyboardInterrupt):
        print("Stopped; what was finished is kept.", file=sys.stderr)
        return 1
    if answer is not None:
        found, text = answer
        with contextlib.suppress(BrokenPipeError):
            print(json.dumps(found, ensure_ascii=False, indent=1) if options.json else text)
            sys.stdout.flush()
    return 0


def command(name: str) -> "Callable[[argparse.Namespace], Answer | None]":
    """The function ``module.name``. The window opens without loading what the others need."""
    module, _, function = name.partition(".")
    if module == "window_commands":
        return {"window": window_commands.window, "demo": window_commands.demo}[function]
    from eventpal import commands, vault_commands  # noqa: PLC0415

    modules = {"commands": commands, "vault_commands": vault_commands}
    run: Callable[[argparse.Namespace], Answer | None] = getattr(modules[module], function)
    return run


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="eventpal", parents=[_common()], description="Your private guide to what's on."
    )
    parser.add_argument("--version", action="version", version=f"EventPal {__version__}")
    parser.set_defaults(run="window_commands.window", home=None, now=None, json=False)
    top = parser.add_subparsers(title="commands", metavar="COMMAND")
    demo = _command(top, "demo", "window_commands.demo", "try the sample city on a throwaway home")
    demo.add_argument("--headless", action="store_true", help="print picks, open no window")
    demo.add_argument("--limit", type=_count, default=20, metavar="N")
    _add_sources(top)
    _add_finding(top)
    _add_acting(top)
    profile = _group(top, "profile", "what EventPal knows about you")
    takeout = _command(
        profile,
        "export",
        "commands.profile_export",
        "write everything about you as readable JSON, with a calendar beside it",
    )
    takeout.add_argument("-o", dest="output", type=Path, required=True, metavar="FILE.json")
    _add_vault(top)
    _command(top, "doctor", "commands.doctor", "check that everything works")
    models = _group(top, "models", "the models that run on this computer")
    _command(models, "get", "commands.models_get", "fetch the model files")
    _command(models, "build", "commands.models_build", "turn them into what runs")
    _command(models, "list", "commands.models_list", "list the models")
    return parser


def _add_sources(top: "Subparsers") -> None:
    sources = _group(top, "sources", "where events come from")
    add = _command(sources, "add", "commands.sources_add", "add web addresses, files or folders")
    add.add_argument("locations", nargs="+", metavar="LOCATION")
    _command(sources, "list", "commands.sources_list", "list the sources")
    remove = _command(sources, "remove", "commands.sources_remove", "forget a source")
    remove.add_argument("id", type=int, metavar="ID")
    refresh = _command(sources, "refresh", "commands.sources_refresh", "read sources again")
    refresh.add_argument("ids", type=int, nargs="*", metavar="ID")


def _add_finding(top: "Subparsers") -> None:
    events = _command(top, "events", "commands.list_events", "list occurrences in order of time")
    events.add_argument("--from", dest="start", type=_moment, metavar="ISO")
    events.add_argument("--to", dest="end", type=_moment, metavar="ISO")
    events.add_argument("--limit", type=_count, metavar="N")
    search = _command(top, "search", "commands.search", "find coming events by words or meaning")
    search.add_argument("text", metavar="TEXT")
    search.add_argument("--limit", type=_count, default=20, metavar="N")
    picks = _command(top, "picks", "commands.picks", "the best of what is coming, with reasons")
    picks.add_argument("--days", type=_count, default=30, metavar="N")
    picks.add_argument("--limit", type=_count, default=20, metavar="N")
    why = _command(top, "why", "commands.why", "all the reasons for an event's score")
    why.add_argument("id", metavar="ID")


def _add_acting(top: "Subparsers") -> None:
    rate = _command(top, "rate", "commands.rate", "say what you think or do about an event")
    rate.add_argument("id", metavar="ID")
    rate.add_argument("action", choices=[action.value for action in Action])
    rate.add_argument("--reason", default="", metavar="R")
    rate.add_argument("--off", action="store_true", help="take this action back")
    _command(top, "undo", "commands.undo", "take the last rating back")
    importing = _command(top, "import", "commands.import_history", "learn from your own calendars")
    importing.add_argument("files", type=Path, nargs="+", metavar="FILE")
    importing.add_argument("--as", dest="kind", choices=["history"], default="history")
    export = _command(top, "export", "commands.export", "write events as an iCalendar file")
    export.add_argument("-o", dest="output", type=Path, required=True, metavar="FILE")
    export.add_argument("--saved", action="store_true")
    export.add_argument("--going", action="store_true")
    export.add_argument("--picks", type=_count, metavar="N")
    export.add_argument("--ids", nargs="+", metavar="ID")


def _add_vault(top: "Subparsers") -> None:
    vault = _group(top, "vault", "what opens your data, and backups of it")
    _command(vault, "status", "vault_commands.status", "what opens it, and the backups there are")
    _command(vault, "passphrase", "vault_commands.passphrase", "set or change the passphrase")
    _command(vault, "recovery-code", "vault_commands.recovery_code", "make a new recovery code")
    _command(vault, "unlock", "vault_commands.unlock", "let this desktop's keyring open it")
    _command(vault, "lock", "vault_commands.lock", "take the key out of this desktop's keyring")
    _command(vault, "rekey", "vault_commands.rekey", "encrypt everything anew under a new key")
    backup = _command(vault, "backup", "vault_commands.backup", "write an encrypted backup")
    backup.add_argument("file", type=Path, metavar="FILE")
    restore = _command(vault, "restore", "vault_commands.restore", "put a backup in place")
    restore.add_argument("file", type=Path, metavar="FILE")
    erase = _command(vault, "erase", "vault_commands.erase", "delete everything")
    erase.add_argument("--yes", action="store_true", help="do not ask")


def _common() -> argparse.ArgumentParser:
    """What may stand before or after the subcommand."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--home", type=Path, metavar="DIR", help="the data folder")
    common.add_argument("--now", type=_moment, metavar="ISO", help="set the clock")
    common.add_argument("--json", action="store_true", help="answer in JSON")
    return common


def _group(under: "Subparsers", name: str, text: str) -> "Subparsers":
    return under.add_parser(name, help=text).add_subparsers(
        title="commands", metavar="COMMAND", required=True
    )


def _command(under: "Subparsers", name: str, run: str, text: str) -> argparse.ArgumentParser:
    made = under.add_parser(name, parents=[_common()], help=text, description=text)
    made.set_defaults(run=run)
    return made


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number above zero")
    return number


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.astimezone()
