"""The command line: subcommands, no logic."""

import argparse
import contextlib
import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from eventpal import __version__
from eventpal.commands import window
from eventpal.domain import Action
from eventpal.errors import Cancelled, Damaged, UserError

if TYPE_CHECKING:
    from eventpal.commands.answering import Answer

    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

_USER = (
    "the name that it asks for; the password is read from EVENTPAL_SOURCE_PASSWORD, or asked for"
)
_EVENT_ID = "an event's id, as events, search and picks show it"
_MOST = 1_000_000
_COMPANIES = ("anyone", "alone", "kids", "accessible")
_MODES = ("walk", "bike", "transit", "car")
_YEARS = range(1900, 2201)
"""What the clock may be set to."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 when done, 1 after a sentence that says why not, 2 for usage."""
    options = _parser().parse_args(argv)
    try:
        answer = command(options.run)(options)
    except Damaged as error:
        from eventpal.commands import vault  # noqa: PLC0415

        return _failed(vault.way_on(options, error))
    except UserError as error:
        return _failed(str(error))
    except (Cancelled, KeyboardInterrupt):
        return _failed("Stopped; what was finished is kept.")
    if answer is not None:
        _wipe_progress()
        found, text = answer
        with contextlib.suppress(BrokenPipeError):
            print(json.dumps(found, ensure_ascii=False, indent=1) if options.json else text)
            sys.stdout.flush()
    return 0


def _failed(sentence: str) -> int:
    _wipe_progress()
    print(sentence, file=sys.stderr)
    return 1


def _wipe_progress() -> None:
    """Take away the line that tells a person who watches how far the work is."""
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def command(name: str) -> "Callable[[argparse.Namespace], Answer | None]":
    """The function ``module.name``.

    The window comes first without what the others load, 0.6 s of processor time.
    """
    module, _, function = name.partition(".")
    if module == "window":
        return window.window
    from eventpal.commands import (  # noqa: PLC0415
        chat,
        demo,
        finding,
        model,
        network,
        source,
        taste,
        vault,
    )

    modules = {
        "chat": chat,
        "demo": demo,
        "finding": finding,
        "model": model,
        "network": network,
        "source": source,
        "taste": taste,
        "vault": vault,
    }
    run: Callable[[argparse.Namespace], Answer | None] = getattr(modules[module], function)
    return run


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="eventpal", parents=[_common()], description="Your private guide to what's on."
    )
    parser.add_argument("--version", action="version", version=f"EventPal {__version__}")
    parser.set_defaults(run="window.window", home=None, now=None, json=False)
    top = parser.add_subparsers(title="commands", metavar="COMMAND")
    demo = _command(top, "demo", "demo.demo", "try the sample city on a throwaway home")
    demo.add_argument("--headless", action="store_true", help="print picks, open no window")
    demo.add_argument("--limit", type=_count, default=20, metavar="N")
    _add_sources(top)
    _add_finding(top)
    _add_acting(top)
    profile = _group(top, "profile", "what EventPal knows about you")
    _add_profile(profile)
    takeout = _command(
        profile,
        "export",
        "taste.export",
        "write everything about you as readable JSON, with a calendar beside it",
    )
    takeout.add_argument("-o", dest="output", type=Path, required=True, metavar="FILE.json")
    _add_network(top)
    _add_vault(top)
    _command(top, "doctor", "finding.doctor", "check that everything works")
    models = _group(top, "models", "the models that run on this computer")
    _add_models(models)
    return parser


def _add_models(models: "Subparsers") -> None:
    _command(models, "get", "model.get", "fetch the model files")
    _command(models, "build", "model.build", "turn them into what runs")
    _command(models, "list", "model.listed", "list the models")
    use = _command(models, "use", "model.use", "choose the model that chats")
    use.add_argument("file", metavar="FILE", help="a GGUF file, or the name of EventPal's own")
    use.add_argument(
        "--gpu-layers",
        type=_layers,
        default=-1,
        metavar="N",
        help="layers for a graphics processor: off, a number, or all",
    )
    _command(models, "bench", "model.measured", "measure the model that chats")


def _add_profile(profile: "Subparsers") -> None:
    _command(profile, "show", "taste.show", "your lines, and what EventPal makes of each")
    add = _command(profile, "add", "taste.add", "write what you like or don't like")
    add.add_argument("text", metavar="TEXT", help="such as: I like jazz; no clubs; up to 20 €")
    edit = _command(profile, "edit", "taste.edit", "change a line")
    edit.add_argument("id", type=_count, metavar="ID", help="its number in profile show")
    edit.add_argument("text", metavar="TEXT")
    forget = _command(profile, "forget", "taste.forget", "take a line out")
    forget.add_argument("id", type=_count, metavar="ID", help="its number in profile show")
    _command(profile, "undo", "taste.undo", "take back the last add, edit or forget")
    limits = _command(profile, "limits", "taste.limits", "company, budget and travel")
    limits.add_argument("--company", choices=_COMPANIES, help="who comes along")
    limits.add_argument("--budget", metavar="N", help="what entry may cost at most, or none")
    limits.add_argument("--mode", choices=_MODES, help="how you travel")
    limits.add_argument("--max-minutes", metavar="N", help="longest way from home, or none")
    explore = _command(profile, "explore", "taste.explore", "let the list try things out")
    explore.add_argument("switch", choices=("on", "off"))
    reset = _command(profile, "reset", "taste.reset", "forget all that was learnt of you")
    reset.add_argument("--yes", action="store_true", help="do not ask")


def _add_sources(top: "Subparsers") -> None:
    sources = _group(top, "sources", "where events come from")
    add = _command(sources, "add", "source.add", "add web addresses, files or folders")
    add.add_argument(
        "locations",
        nargs="+",
        metavar="LOCATION",
        help="an https, http or webcal address, a calendar file, or a folder of them",
    )
    add.add_argument("--user", metavar="NAME", help=_USER)
    _add_managing(sources)
    _command(sources, "list", "source.listed", "list the sources")
    remove = _command(sources, "remove", "source.remove", "forget a source")
    remove.add_argument("id", type=_count, metavar="ID", help="its number in sources list")
    refresh = _command(sources, "refresh", "source.refresh", "read sources again")
    refresh.add_argument(
        "ids", type=_count, nargs="*", metavar="ID", help="numbers in sources list; none means all"
    )

    import_ = _command(sources, "import-opml", "source.import_opml", "add a list of feeds")
    import_.add_argument("file", type=Path, metavar="FILE")
    export = _command(sources, "export-opml", "source.export_opml", "write a list of feeds")
    export.add_argument("file", type=Path, metavar="FILE")


def _add_managing(sources: "Subparsers") -> None:
    test = _command(sources, "test", "source.test", "read a location, but keep nothing")
    test.add_argument("location", metavar="LOCATION", help="as for sources add")
    test.add_argument("--user", metavar="NAME", help=_USER)
    manage = _command(sources, "set", "source.manage", "name, sort or pause a source")
    manage.add_argument("id", type=_count, metavar="ID", help="its number in sources list")
    manage.add_argument("--title", metavar="T", help="what to call it; empty: as its publisher")
    manage.add_argument("--folder", metavar="F", help="the folder to sort it in; empty for none")
    paused = manage.add_mutually_exclusive_group()
    paused.add_argument(
        "--pause", dest="paused", action="store_true", default=None, help="read only when asked to"
    )
    paused.add_argument(
        "--resume", dest="paused", action="store_false", default=None, help="read when it is due"
    )
    manage.add_argument(
        "--pictures", choices=["on", "off"], help="whether to fetch the pictures of its events"
    )
    login = _command(sources, "login", "source.login", "keep the name and password it asks for")
    login.add_argument("id", type=_count, metavar="ID", help="its number in sources list")
    given = login.add_mutually_exclusive_group(required=True)
    given.add_argument("--user", metavar="NAME", help=_USER)
    given.add_argument("--forget", action="store_true", help="forget them")


def _add_finding(top: "Subparsers") -> None:
    events = _command(top, "events", "finding.list_events", "list occurrences in order of time")
    events.add_argument(
        "--from", dest="start", type=_moment, metavar="ISO", help="not over before this; else now"
    )
    events.add_argument(
        "--to", dest="end", type=_moment, metavar="ISO", help="begins before this; else open"
    )
    events.add_argument("--limit", type=_count, metavar="N", help="at most so many")
    search = _command(top, "search", "finding.search", "find coming events by words or meaning")
    search.add_argument("text", metavar="TEXT", help="what you look for, in your words")
    search.add_argument("--limit", type=_count, default=20, metavar="N", help="at most so many; 20")
    picks = _command(top, "picks", "finding.picks", "the best of what is coming, with reasons")
    picks.add_argument("--days", type=_count, default=30, metavar="N", help="how far ahead; 30")
    picks.add_argument("--limit", type=_count, default=20, metavar="N", help="at most so many; 20")
    changes = _command(
        top, "changes", "source.changes", "what changed about the events that you plan"
    )
    changes.add_argument("--all", action="store_true", help="about all events")
    changes.add_argument("--limit", type=_count, default=50, metavar="N", help="at most so many")
    picks.add_argument(
        "--breadth", type=_share, default=0.5, metavar="B", help="0, narrow, to 1, wide; 0.5"
    )
    plan = _command(top, "plan", "taste.plan", "events of one day that fit together")
    plan.add_argument("day", type=_day, nargs="?", metavar="DAY", help="as 2026-03-01; else today")
    _command(top, "honesty", "taste.honesty", "whether the picks beat order by date")
    ask = _command(top, "ask", "chat.ask", "ask in your own words")
    ask.add_argument("text", metavar="TEXT", help="a question, a wish, or what you like")
    ask.add_argument("--conversation", metavar="ID", help="go on with it; else a new one")
    ask.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="where “export it” writes the calendar"
    )
    why = _command(top, "why", "finding.why", "all the reasons for an event's score")
    why.add_argument("id", metavar="ID", help=_EVENT_ID)


def _add_acting(top: "Subparsers") -> None:
    rate = _command(top, "rate", "finding.rate", "say what you think or do about an event")
    rate.add_argument("id", metavar="ID", help=_EVENT_ID)
    rate.add_argument("action", choices=[action.value for action in Action])
    rate.add_argument("--reason", default="", metavar="R", help="why, in your words")
    rate.add_argument("--off", action="store_true", help="take this action back")
    _command(top, "undo", "finding.undo", "take the last rating back")
    importing = _command(top, "import", "finding.import_calendars", "read your own calendars")
    importing.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help="an iCalendar file that you exported"
    )
    importing.add_argument(
        "--as",
        dest="kind",
        choices=["history", "busy"],
        default="history",
        help="history: the past events in it are those that you attended; "
        "busy: you have no time while the events in it are on",
    )
    export = _command(top, "export", "finding.export", "write events as an iCalendar file")
    export.add_argument(
        "-o", dest="output", type=Path, required=True, metavar="FILE", help="the file to write"
    )
    export.add_argument("--saved", action="store_true", help="what you saved")
    export.add_argument("--going", action="store_true", help="what you are going to")
    export.add_argument("--picks", type=_count, metavar="N", help="the best N picks")
    export.add_argument("--ids", nargs="+", metavar="ID", help="these events")


def _add_network(top: "Subparsers") -> None:
    ledger = _command(top, "ledger", "network.ledger", "what EventPal fetched, and why")
    ledger.add_argument("--limit", type=_count, default=50, metavar="N")
    airgap = _command(top, "airgap", "network.airgap", "let nothing leave this computer")
    airgap.add_argument("state", choices=["on", "off", "status"])


def _add_vault(top: "Subparsers") -> None:
    vault = _group(top, "vault", "what opens your data, and backups of it")
    _command(vault, "status", "vault.status", "what opens it, and the backups there are")
    _command(vault, "passphrase", "vault.passphrase", "set or change the passphrase")
    _command(vault, "recovery-code", "vault.recovery_code", "make a new recovery code")
    _command(vault, "unlock", "vault.unlock", "let this desktop's keyring open it")
    _command(vault, "lock", "vault.lock", "take the key out of this desktop's keyring")
    _command(vault, "rekey", "vault.rekey", "encrypt everything anew under a new key")
    backup = _command(vault, "backup", "vault.backup", "write an encrypted backup")
    backup.add_argument("file", type=Path, metavar="FILE")
    restore = _command(vault, "restore", "vault.restore", "put a backup in place")
    restore.add_argument("file", type=Path, metavar="FILE")
    _command(vault, "set-aside", "vault.set_aside", "keep what does not open, and start anew")
    erase = _command(vault, "erase", "vault.erase", "delete everything")
    erase.add_argument("--yes", action="store_true", help="do not ask")


def _common() -> argparse.ArgumentParser:
    """What may stand before or after the subcommand."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--home", type=Path, metavar="DIR", help="the data folder")
    common.add_argument("--now", type=_clock, metavar="ISO", help="set the clock")
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


def _layers(text: str) -> int:
    if text in ("off", "all"):
        return {"off": 0, "all": -1}[text]
    return _count(text)


def _count(text: str) -> int:
    number = int(text) if text.isdecimal() and len(text) < 9 else 0
    if not 1 <= number <= _MOST:
        raise argparse.ArgumentTypeError(f"“{text}” is no number from 1 to {_MOST:,}")
    return number


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"“{text}” is no time: write it as 2026-03-01 or 2026-03-01T10:00+01:00"
        ) from None
    try:
        return moment if moment.tzinfo else moment.astimezone()
    except (ValueError, OverflowError):  # the first and the last day there are
        return moment.replace(tzinfo=UTC)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is no day: write it as 2026-03-01") from None


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"“{text}” is no number from 0 to 1")
    return share


def _clock(text: str) -> datetime:
    moment = _moment(text)
    if moment.year not in _YEARS:
        raise argparse.ArgumentTypeError(f"“{text}” is not between {_YEARS[0]} and {_YEARS[-1]}")
    return moment
