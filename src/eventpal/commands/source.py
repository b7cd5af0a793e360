"""What the subcommands that look after sources do."""

import argparse
import getpass
import os
import sys
from collections.abc import Sequence

from eventpal import wire
from eventpal.app import EventPal
from eventpal.commands.finding import Answer, counted, opened, progress, refreshed
from eventpal.domain import EventChange, Login
from eventpal.feeds.reading import Feed
from eventpal.services import news

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
        found, text = refreshed(pal, added)
    offers = [feed for one in added for feed in one.offers]
    if offers:
        found |= {"offers": [wire.feed(feed) for feed in offers]}
    lines = [text, *(problem.message for problem in problems), *offered(offers)]
    return found | {"problems": wire.problems(problems)}, "\n".join(lines)


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
