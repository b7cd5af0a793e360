"""The command line: subcommands, no logic."""

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from eventpal import __version__, app, paths, wire
from eventpal.domain import Action, Event, Pick
from eventpal.engine import models
from eventpal.errors import BadInput, Cancelled, EngineError, UserError
from eventpal.feeds.refresh import Refreshed
from eventpal.progress import Progress

Answer = tuple[wire.Json, str]
"""What a command answers: its JSON, and the same for people."""

Command = Callable[[argparse.Namespace], Answer | None]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 when done, 1 after a sentence that says why not, 2 for usage."""
    options = _parser().parse_args(argv)
    run: Command = options.run
    try:
        answer = run(options)
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


# What every command has in common


@contextlib.contextmanager
def _opened(options: argparse.Namespace) -> Iterator[app.EventPal]:
    home = _home(options)
    key = app.unlock(home, os.environ.get("EVENTPAL_PASSPHRASE"))
    with contextlib.closing(
        app.EventPal(home, key, clock=_clock(options), zone=app.local_zone())
    ) as pal:
        yield pal


def _home(options: argparse.Namespace) -> paths.Home:
    return (
        paths.Home(options.home.expanduser().absolute()) if options.home else paths.default_home()
    )


def _clock(options: argparse.Namespace) -> app.Clock:
    fixed: datetime | None = options.now
    return (lambda: fixed) if fixed is not None else (lambda: datetime.now(UTC).astimezone())


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=app.local_zone())


def _progress() -> Progress:
    """Progress on standard error: one line that is rewritten, only where someone watches."""
    if not sys.stderr.isatty():
        return Progress()

    def report(what: str, done: int, total: int) -> None:
        count = f" {done:,} of {total:,}" if total else ""
        end = "\n" if total and done >= total else ""
        print(f"\r\x1b[K{what}{count}", end=end, file=sys.stderr, flush=True)

    return Progress(report)


def _events(pal: app.EventPal, events: Sequence[Event]) -> Answer:
    home = pal.home_place
    lines = [_line(event) for event in events] or ["No events."]
    return {"events": [wire.event(event, home) for event in events]}, "\n".join(lines)


def _line(event: Event) -> str:
    when = f"{event.start:%a %d %b %Y}" if event.all_day else f"{event.start:%a %d %b %Y %H:%M}"
    return f"{event.id:<30} {when:<22} {event.title}" + (f" · {event.venue}" if event.venue else "")


# The window


def _window(options: argparse.Namespace) -> None:
    from eventpal.ui import application  # noqa: PLC0415 - Qt only where a window opens

    application.run(_home(options), _clock(options))


def _demo(options: argparse.Namespace) -> Answer | None:
    with app.throwaway_home() as (home, key):
        if not options.headless:
            from eventpal.ui import application  # noqa: PLC0415

            application.run(home, _clock(options), key=key, sample=True)
            return None
        with contextlib.closing(
            app.EventPal(home, key, clock=_clock(options), zone=app.local_zone())
        ) as pal:
            pal.add_sample_city(_progress())
            return _picked(pal, pal.picks(limit=options.limit))


# Sources


def _sources_add(options: argparse.Namespace) -> Answer:
    with _opened(options) as pal:
        return _refreshed(pal, pal.add_sources(options.locations, _progress()))


def _sources_refresh(options: argparse.Namespace) -> Answer:
    with _opened(options) as pal:
        return _refreshed(pal, pal.refresh(options.ids, _progress()))


def _refreshed(pal: app.EventPal, results: Sequence[Refreshed]) -> Answer:
    try:
        pal.embed_pending(_progress())
    except EngineError as error:
        print(error, file=sys.stderr)
    lines = []
    for one in results:
        lines += [f"{problem.where}: {problem.message}" for problem in one.problems]
        counted = wire.refreshed(one)
        lines.append(
            "{location}: {added} added, {changed} changed, {removed} removed, "
            "{unchanged} unchanged".format(**counted)
        )
    return {"sources": [wire.refreshed(one) for one in results]}, "\n".join(lines)


def _sources_list(options: argparse.Namespace) -> Answer:
    with _opened(options) as pal:
        sources = pal.sources.all()
    lines = [
        f"{source.id:>4}  {source.location}  {source.events} events"
        + (f", {len(source.problems)} problems" if source.problems else "")
        for source in sources
    ] or ["No sources yet: eventpal sources add LOCATION"]
    return {"sources": [wire.source(source) for source in sources]}, "\n".join(lines)


def _sources_remove(options: argparse.Namespace) -> Answer:
    with _opened(options) as pal:
        change = pal.remove_source(options.id)
    return {"changed": wire.changed(change)}, f"{len(change.removed)} events removed."


# Finding


def _list_events(options: argparse.Namespace) -> Answer:
    with _opened(options) as pal:
        found = pal.upcoming(start=options.start, end=options.end, limit=options.limit)
        return _events(pal, found)


def _search(options: argparse.Namespace) -> Answer:
    with _opened(options) as pal:
        return _events(pal, pal.search(options.text, limit=options.limit))


def _picks(options: argparse.Namespace) -> Answer:
    with _opened(options) as pal:
        return _picked(pal, pal.picks(days=options.days, limit=options.limit))


def _picked(pal: app.EventPal, picks: Sequence[Pick]) -> Answer:
    home = pal.home_place
    lines = [
        f"{pick.score:.0%}  {_line(pick.event)}\n      {pick.reasons[0].text}" for pick in picks
    ] or ["Nothing is coming up: eventpal sources add LOCATION"]
    return {"picks": [wire.pick(pick, home) for pick in picks]}, "\n".join(lines)


def _why(options: argparse.Namespace) -> Answer:
    with _opened(options) as pal:
        pick = pal.why(options.id)
    lines = [f"{one.contribution:+.2f}  {one.text}" for one in pick.reasons]
    return (
        {"score": pick.score, "reasons": wire.reasons(pick.reasons)},
        "\n".join([f"{pick.score:.0%}  {pick.event.title}", *lines]),
    )


# What the person does


def _rate(options: argparse.Namespace) -> Answer:
    with _opened(options) as pal:
        change = pal.rate(options.id, Action(options.action), options.reason)
        return {"changed": wire.changed(change)}, "Noted."


def _undo(options: argparse.Namespace) -> Answer:
    with _opened(options) as pal:
        return {"changed": wire.changed(pal.undo())}, "Taken back."


def _import(options: argparse.Namespace) -> Answer:
    with _opened(options) as pal:
        result = pal.import_history(options.files, _progress())
    lines = [f"{problem.where}: {problem.message}" for problem in result.problems]
    lines.append(f"{result.imported} events imported, {result.skipped} skipped.")
    return {
        "imported": result.imported,
        "skipped": result.skipped,
        "problems": wire.problems(result.problems),
    }, "\n".join(lines)


def _export(options: argparse.Namespace) -> Answer:
    with _opened(options) as pal:
        chosen: list[Event] = []
        actions = [
            action
            for action, wanted in ((Action.SAVE, options.saved), (Action.GOING, options.going))
            if wanted
        ]
        if options.ids:
            chosen += [pal.events.get(one) for one in options.ids]
        if options.picks:
            chosen += [pick.event for pick in pal.picks(limit=options.picks)]
        if actions or not (options.ids or options.picks):
            chosen += pal.with_action(*(actions or (Action.SAVE, Action.GOING)))
        if not chosen:
            raise BadInput(
                "There is nothing to export yet: save an event first, or add --picks 10."
            )
        count = pal.export(options.output, chosen)
    return {"exported": count, "file": str(options.output)}, f"{count} events in {options.output}"


# Health and models


def _doctor(options: argparse.Namespace) -> Answer:
    with _opened(options) as pal:
        checks = pal.doctor()
    lines = [f"{'ok  ' if one.ok else 'FAIL'}  {one.name}: {one.detail}" for one in checks]
    return {
        "checks": [{"name": one.name, "ok": one.ok, "detail": one.detail} for one in checks]
    }, "\n".join(lines)


def _models_get(_: argparse.Namespace) -> Answer:
    models.get(paths.models(), _progress())
    return _models_list(_)


def _models_build(_: argparse.Namespace) -> Answer:
    models.build(paths.models(), _progress())
    return _models_list(_)


def _models_list(_: argparse.Namespace) -> Answer:
    found = models.listing(paths.models())
    return {"models": [wire.model(one) for one in found]}, "\n".join(
        f"{one.name}: {one.detail}" for one in found
    )


# Usage


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--home", type=Path, default=argparse.SUPPRESS, metavar="DIR", help="the data folder"
    )
    common.add_argument(
        "--now", type=_moment, default=argparse.SUPPRESS, metavar="ISO", help="set the clock"
    )
    common.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="answer in JSON"
    )
    parser = argparse.ArgumentParser(
        prog="eventpal", parents=[common], description="Your private guide to what's on."
    )
    parser.add_argument("--version", action="version", version=f"EventPal {__version__}")
    parser.set_defaults(run=_window, home=None, now=None, json=False)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def command(
        under: "argparse._SubParsersAction[argparse.ArgumentParser]",
        name: str,
        run: Command,
        text: str,
    ) -> argparse.ArgumentParser:
        made = under.add_parser(name, parents=[common], help=text, description=text)
        made.set_defaults(run=run)
        return made

    demo = command(commands, "demo", _demo, "try the sample city on a throwaway home")
    demo.add_argument("--headless", action="store_true", help="print picks, open no window")
    demo.add_argument("--limit", type=_count, default=20, metavar="N")

    sources = commands.add_parser("sources", help="where events come from").add_subparsers(
        title="commands", metavar="COMMAND", required=True
    )
    add = command(sources, "add", _sources_add, "add web addresses, files or folders")
    add.add_argument("locations", nargs="+", metavar="LOCATION")
    command(sources, "list", _sources_list, "list the sources")
    remove = command(sources, "remove", _sources_remove, "forget a source and its events")
    remove.add_argument("id", type=int, metavar="ID")
    refresh = command(sources, "refresh", _sources_refresh, "read sources again")
    refresh.add_argument("ids", type=int, nargs="*", metavar="ID")

    events = command(commands, "events", _list_events, "list occurrences in order of time")
    events.add_argument("--from", dest="start", type=_moment, metavar="ISO")
    events.add_argument("--to", dest="end", type=_moment, metavar="ISO")
    events.add_argument("--limit", type=_count, metavar="N")
    search = command(commands, "search", _search, "find coming events by words or meaning")
    search.add_argument("text", metavar="TEXT")
    search.add_argument("--limit", type=_count, default=20, metavar="N")
    picks = command(commands, "picks", _picks, "the best of what is coming, with reasons")
    picks.add_argument("--days", type=_count, default=30, metavar="N")
    picks.add_argument("--limit", type=_count, default=20, metavar="N")
    why = command(commands, "why", _why, "all the reasons for an event's score")
    why.add_argument("id", metavar="ID")

    rate = command(commands, "rate", _rate, "say what you think or do about an event")
    rate.add_argument("id", metavar="ID")
    rate.add_argument("action", choices=[action.value for action in Action])
    rate.add_argument("--reason", default="", metavar="R")
    command(commands, "undo", _undo, "take the last rating back")

    importing = command(commands, "import", _import, "learn from your own calendars")
    importing.add_argument("files", type=Path, nargs="+", metavar="FILE")
    importing.add_argument("--as", dest="kind", choices=["history"], default="history")
    export = command(commands, "export", _export, "write events as an iCalendar file")
    export.add_argument("-o", dest="output", type=Path, required=True, metavar="FILE")
    export.add_argument("--saved", action="store_true")
    export.add_argument("--going", action="store_true")
    export.add_argument("--picks", type=_count, metavar="N")
    export.add_argument("--ids", nargs="+", metavar="ID")

    command(commands, "doctor", _doctor, "check that everything works")
    model = commands.add_parser("models", help="the models that run on this computer")
    named = model.add_subparsers(title="commands", metavar="COMMAND", required=True)
    command(named, "get", _models_get, "fetch the model files")
    command(named, "build", _models_build, "turn them into what runs")
    command(named, "list", _models_list, "list the models")
    return parser


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number above zero")
    return number
