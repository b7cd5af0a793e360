"""What the subcommands that look after sources do."""

import argparse
import getpass
import os
import sys
from collections.abc import Sequence

from eventpal import wire
from eventpal.app import EventPal
from eventpal.commands.answering import Answer, counted, opened, progress
from eventpal.domain import EventChange, Login
from eventpal.errors import Damaged, EngineError, UserError
from eventpal.feeds.reading import Feed
from eventpal.feeds.refresh import Refreshed
from eventpal.services import news, subscriptions

VARIABLE = "EVENTPAL_SOURCE_PASSWORD"
"""The variable that gives the password of a source where nobody can be asked."""


def login_given(name: str | None) -> Login | None:
    """The login with this name, its password from the environment or asked for."""
    if not name:
        return None
    password = os.environ.get(VARIABLE)
    if password is None and sys.stdin.isatty():
        password = getpass.getpass(f"Password of {name}: ")
    elif password is None:
        password = sys.stdin.readline().rstrip("\n")
    return Login(name, password)


def offered(feeds: Sequence[Feed]) -> list[str]:
    """The calendars and feeds that a page leads to, each as a line."""
    return [
        f"The page {'also links' if one.linked else 'may also offer'} a {one.kind}: "
        f"eventpal sources add {one.address}"
        for one in feeds
    ]


def add(options: argparse.Namespace) -> Answer:
    """Add sources and read them."""
    with opened(options) as pal:
        login = login_given(options.user)
        added, problems = pal.intake.add_readable(options.locations, progress(), login)
        found, text = _refreshed(pal, added)
    offers = [feed for one in added for feed in one.offers]
    if offers:
        found |= {"offers": [wire.feed(feed) for feed in offers]}
    lines = [text, *(problem.message for problem in problems), *offered(offers)]
    return found | {"problems": wire.problems(problems)}, "\n".join(lines)


def refresh(options: argparse.Namespace) -> Answer:
    """Read sources again."""
    with opened(options) as pal:
        return _refreshed(pal, pal.refresh(options.ids, progress()))


def _refreshed(pal: EventPal, results: Sequence[Refreshed]) -> Answer:
    """What came of reading sources, as an answer; what is new is understood and backed up.

    Whoever does not want to wait for the understanding may stop it: it goes on the next time.
    """
    try:
        pal.embed_pending(progress())
    except EngineError as error:
        print(f"Search finds them by their words only: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        left = pal.vectors.missing_count(pal.clock())
        print(
            f"\r\x1b[KStopped: search finds {counted(left, 'event')} by words only until the next "
            "refresh, or until the window is open.",
            file=sys.stderr,
        )
    _back_up(pal)
    lines = []
    for one in results:
        lines += [f"{problem.where}: {problem.message}" for problem in one.problems]
        facts = wire.refreshed(one)
        lines.append(
            "{location}: {added:,} added, {changed:,} changed, {removed:,} removed, "
            "{unchanged:,} unchanged".format(**facts)
        )
    return (
        {"sources": [wire.refreshed(one) for one in results]},
        "\n".join(lines or ["No sources yet: eventpal sources add LOCATION"]),
    )


def _back_up(pal: EventPal) -> None:
    """Make today's backup; where that fails, what was done stays done."""
    try:
        pal.back_up_daily()
    except Damaged:
        raise
    except UserError as error:
        print(f"There is no backup of today: {error}", file=sys.stderr)


def listed(options: argparse.Namespace) -> Answer:
    """List the sources."""
    with opened(options) as pal:
        sources = pal.sources.all()
    lines = [
        f"{source.id:>4}  {source.location}  {counted(source.events, 'event')}"
        + (f", {counted(len(source.problems), 'problem')}" if source.problems else "")
        + (f", in “{source.folder}”" if source.folder else "")
        + (", paused" if source.paused else "")
        for source in sources
    ] or ["No sources yet: eventpal sources add LOCATION"]
    return {"sources": [wire.source(source) for source in sources]}, "\n".join(lines)


def remove(options: argparse.Namespace) -> Answer:
    """Forget a source."""
    with opened(options) as pal:
        change = pal.remove_source(options.id)
    return {"changed": wire.changed(change)}, f"{counted(len(change.removed), 'event')} removed."


def import_opml(options: argparse.Namespace) -> Answer:
    """Add the sources of an OPML file and read them."""
    with opened(options) as pal:
        results, problems = subscriptions.read(pal, options.file.expanduser(), progress())
        found, text = _refreshed(pal, results)
    lines = [f"{one.where}: {one.message}" for one in problems]
    lines.append(text if results else "Every source of this list was there already.")
    return found | {"problems": wire.problems(problems)}, "\n".join(lines)


def export_opml(options: argparse.Namespace) -> Answer:
    """Write the sources that are on the web as an OPML file."""
    with opened(options) as pal:
        count = subscriptions.write(pal, options.file.expanduser())
    return {
        "exported": count,
        "file": str(options.file),
    }, f"{counted(count, 'source')} in {options.file}"


def manage(options: argparse.Namespace) -> Answer:
    """Set what the person decides about a source."""
    with opened(options) as pal:
        source = pal.sources.manage(
            options.id,
            title=options.title,
            folder=options.folder,
            paused=options.paused,
            pictures=None if options.pictures is None else options.pictures == "on",
        )
    said = [
        f"in the folder “{source.folder}”" if source.folder else "in no folder",
        "paused" if source.paused else "read when it is due",
        "with pictures" if source.pictures else "without pictures",
    ]
    return {"source": wire.source(source)}, f"“{source.title}” is {', '.join(said)}."


def login(options: argparse.Namespace) -> Answer:
    """Keep or forget the name and password that a source asks for."""
    with opened(options) as pal:
        pal.sources.set_login(options.id, login_given(options.user))
    done = f"The password of {options.user} is kept" if options.user else "Its login is forgotten"
    return {"source": options.id, "login": options.user}, f"{done}."


def test(options: argparse.Namespace) -> Answer:
    """Read a location without keeping anything of it."""
    with opened(options) as pal:
        tried = pal.refresher.try_out(options.location, progress(), login_given(options.user))
    lines = [f"{one.where}: {one.message}" for one in tried.problems]
    lines.append(f"“{tried.title or options.location}” lists {counted(tried.events, 'event')}.")
    return {
        "title": tried.title or None,
        "events": tried.events,
        "problems": wire.problems(tried.problems),
        "offers": [wire.feed(one) for one in tried.offers],
    }, "\n".join([*lines, *offered(tried.offers)])


def changes(options: argparse.Namespace) -> Answer:
    """What changed about the events that the person plans, or about all."""
    with opened(options) as pal:
        found = pal.changes.latest(options.limit) if options.all else _planned(pal, options.limit)
    lines = [f"{one.event_id:<14} {one.title}: {news.sentence(one)}" for one in found]
    nothing = "Nothing changed" + ("" if options.all else " about the events that you plan") + "."
    return {"changes": [wire.change(one) for one in found]}, "\n".join(lines or [nothing])


def _planned(pal: EventPal, limit: int) -> list[EventChange]:
    changes = [one for many in pal.changes.since_planned().values() for one in many]
    return sorted(changes, key=lambda one: one.at, reverse=True)[:limit]
