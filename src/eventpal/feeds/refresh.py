"""Adding sources and reading them again: fetch, read, and store part by part.

A source has parts: one, named "", for an address or a file, and one for each file of a folder.
Each part is one transaction, and is skipped while its bytes are what they were, unless the window
that its series were expanded in has worn off. What can't be read keeps its old events.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from eventpal.domain import Change, Login, Problem, Source, SourceKind
from eventpal.errors import BadInput, FetchError, FormatError, NotFound, UserError
from eventpal.feeds import duplicates, sample
from eventpal.feeds.document import only_calendar, read_document
from eventpal.feeds.fetching.fetch import Fetcher
from eventpal.feeds.fetching.gather import Job, gather
from eventpal.feeds.fetching.hops import Fetched, NotNow
from eventpal.feeds.locations import FOLDER_SUFFIXES, given_as
from eventpal.feeds.reading import Feed, Window
from eventpal.feeds.refresh_task import PAGE, Task, digest_of, few_collections, name_of
from eventpal.progress import Progress
from eventpal.store.events import EventStore
from eventpal.store.sources import Part, SourceStore

PAST = timedelta(days=365)
AHEAD = timedelta(days=400)
"""Series are expanded from ``PAST`` ago up to ``AHEAD`` from now."""
UNDER_WAY = timedelta(days=1)
"""What began before that long ago is not compared any more."""

_UNREADABLE = (FetchError, FormatError, NotFound)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What reading one source brought.

    ``change`` includes duplicates that were joined; ``listed`` is what the source itself changed.
    ``error`` is set where nothing of it could be read; it is among the problems, too.
    """

    source: Source
    change: Change
    problems: tuple[Problem, ...]
    error: UserError | None = None
    listed: Change | None = None
    offers: tuple[Feed, ...] = ()
    """Calendars and feeds that the page leads to, where it is a page that was read."""
    every: timedelta | None = None
    """How often its publisher suggests to look."""


NO_CHANGE = Change()


@dataclass(frozen=True, slots=True)
class _Result:
    """What changed, what could not be read, whether that is all of it, and what it is called."""

    change: Change = NO_CHANGE
    problems: Sequence[Problem] = ()
    error: UserError | None = None
    title: str = ""
    offers: tuple[Feed, ...] = ()
    every: timedelta | None = None


_Get = Callable[[], Fetched]
"""Gives what was fetched, or raises why it could not be."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What a location gives, of which nothing was kept."""

    title: str
    events: int
    problems: tuple[Problem, ...]
    offers: tuple[Feed, ...] = ()


class Refresher:
    """Reads sources into the store."""

    def __init__(
        self,
        sources: SourceStore,
        events: EventStore,
        fetcher: Fetcher,
        clock: Callable[[], datetime],
        zone: ZoneInfo,
    ) -> None:
        self._sources = sources
        self._events = events
        self._fetcher = fetcher
        self._clock = clock
        self._zone = zone

    def add(self, location: str, called: str = "") -> Source:
        """A source for what the person gave: a web address, a file, a folder, or ``sample:``.

        Nothing is fetched yet; it is ``called`` so until its publisher names it. Paths are kept
        absolute. What is there already is returned.

        Raises:
            NotFound: there is no such file or folder.
            BadInput: it is none of these.
        """
        now = self._clock()
        given = given_as(location, now.astimezone(self._zone))
        source = self._sources.add(given.kind, given.location, called or given.title, now)
        if given.login is not None:
            self._sources.set_login(source.id, given.login)
        return source

    def try_out(self, location: str, progress: Progress, login: Login | None = None) -> Tried:
        """Read a web address or file, and keep nothing of it.

        Raises:
            UserError: it can't be read; says why.
        """
        now = self._clock()
        given = given_as(location, now.astimezone(self._zone))
        if given.kind is SourceKind.FOLDER:
            raise BadInput("This is a folder: test one of the files in it.")
        progress.step(f"Reading {given.title}", 0, 1)
        fetched = self._fetcher.fetch(
            given.location, token=progress.token, login=login or given.login
        )
        address = given.location if given.kind is SourceKind.WEB else ""
        reading = read_document(
            fetched.body, Window(now - PAST, now + AHEAD), self._zone, given.title, now,
            address=address,
        )  # fmt: skip
        progress.step("Done", 1, 1)
        return Tried(reading.title, len(reading.listings), reading.problems, reading.offers)

    def refresh(self, source: Source, progress: Progress) -> Refreshed:
        """As ``refresh_all`` with one source."""
        return next(self.refresh_all([source], progress))

    def refresh_all(self, sources: Sequence[Source], progress: Progress) -> Iterator[Refreshed]:
        """Read ``sources`` and store what changed, each as soon as it is there.

        What is on the web is fetched by several threads; reading and storing stay on this one.
        What can't be read is a problem of the source, not an exception, and costs no events.

        Raises:
            Cancelled: what was finished is kept.
        """
        tasks = [self._task(source, progress) for source in sources]
        web = [task for task in tasks if task.source.kind is SourceKind.WEB]
        jobs = [Job(self._fetching(task), _host(task.source.location)) for task in web]
        done = 0
        if web:
            progress.step(f"Reading {name_of(web[0].source)}", 0, len(tasks))
        fetched = gather(jobs, progress.token)
        for task in tasks:
            if task.source.kind is not SourceKind.WEB:
                yield self._refreshed(task)
                done += 1
        for result in fetched:
            task = web[result.number]
            progress.step(f"Reading {name_of(task.source)}", done, len(tasks))
            yield self._refreshed(task, result.get)
            done += 1
        progress.step("Done", done, len(tasks))

    def _task(self, source: Source, progress: Progress) -> Task:
        now = self._clock()
        return Task(
            source,
            self._sources.parts(source.id),
            now,
            Window(now - PAST, now + AHEAD),
            progress,
            # The sample city keeps its own time wherever the person is.
            sample.ZONE if source.kind is SourceKind.SAMPLE else self._zone,
            self._sources.login(source.id) if source.kind is SourceKind.WEB else None,
        )

    def _fetching(self, task: Task, name: str = "", location: str = "") -> _Get:
        """Fetches a part, unless it is as it was."""
        known = task.fresh(name)

        def get() -> Fetched:
            return self._fetcher.fetch(
                location or task.source.location,
                etag=known.etag if known else "",
                last_modified=known.last_modified if known else "",
                token=task.progress.token,
                login=task.login,
            )

        return get

    def _refreshed(self, task: Task, get: _Get | None = None) -> Refreshed:
        source = task.source
        with few_collections():
            if source.kind is SourceKind.FOLDER:
                result = self._folder(task)
            else:
                result = self._single(task, get or self._fetching(task))
        change, problems, error = result.change, tuple(result.problems), result.error
        if isinstance(error, NotNow):  # nothing was asked: what is known of the source stands
            return Refreshed(source, change, problems, error)
        with few_collections():
            joined = self._join(task.now)
        self._sources.checked(
            source.id,
            task.now,
            problems,
            title=result.title,
            changed=bool(change.added or change.changed or change.removed),
            failed=error is not None,
        )
        after = self._sources.get(source.id)
        touched = len(change.added) + len(change.changed)
        change = replace(change, unchanged=max(0, after.events - touched))
        return Refreshed(
            after,
            change | joined,
            problems,
            error,
            listed=change,
            offers=result.offers,
            every=result.every,
        )

    def _join(self, now: datetime) -> Change:
        """Make one event of what several publishers list, as far as it is new or changed.

        That includes what another refresh left when it was cancelled or killed.
        """
        unjoined = set(self._events.unjoined())
        if not unjoined:
            return Change()
        published = self._events.published_beside(unjoined, now - UNDER_WAY)
        new = [one for one in published if one.shown_as in unjoined]
        stored = [one for one in published if one.shown_as not in unjoined]
        pairs = duplicates.find(new, stored, apart=self._events.apart())
        return self._events.join_all(pairs, compared=unjoined)

    def _single(self, task: Task, get: _Get) -> _Result:
        name = name_of(task.source)
        try:
            return self._part(task, "", name, get)
        except _UNREADABLE as error:
            if isinstance(error, NotNow):
                return _Result(problems=[Problem(name, str(error))], error=error)
            self._read_in_full_next_time(task, "")
            sentence = str(error)
            shown = sentence if name in sentence else f"{name}: {sentence}"
            return _Result(problems=[Problem(name, sentence)], error=error.saying(shown))

    def _folder(self, task: Task) -> _Result:
        folder = Path(task.source.location)
        try:
            names = sorted(_readable_names(folder))
        except OSError as error:
            return _nothing_in(folder, f"The folder can't be read: {error.strerror}.")
        if not names:
            return _nothing_in(
                folder, "The folder holds no calendar or feed; what was read from it is kept."
            )
        change, problems = Change(), list[Problem]()
        for number, name in enumerate(names):
            task.progress.step(f"Reading {name}", number, len(names))
            try:
                get = self._fetching(task, name, str(folder / name))
                part = self._part(task, name, name, get)
            except _UNREADABLE as error:
                self._read_in_full_next_time(task, name)
                problems.append(Problem(name, str(error)))
            else:
                change |= part.change
                problems += part.problems
        change |= self._events.drop_parts(task.source.id, names, now=task.now)
        task.progress.step("Done", len(names), len(names))
        return _Result(change, problems)

    def _part(self, task: Task, name: str, shown: str, get: _Get) -> _Result:
        """Read one part, which is called ``shown`` in problems."""
        known, fresh, zone = task.parts.get(name), task.fresh(name), task.zone
        location = task.source.location
        fetched = get()
        before = [problem for problem in task.source.problems if problem.where == shown]
        if fetched.not_modified:
            return _Result(problems=before)
        digest = task.mark() + digest_of(fetched.body)
        if fresh and fresh.digest.removeprefix(PAGE) == digest:
            if (fresh.etag, fresh.last_modified) != (fetched.etag, fetched.last_modified):
                fresh = replace(fresh, etag=fetched.etag, last_modified=fetched.last_modified)
                self._sources.set_part(task.source.id, fresh)
            return _Result(problems=before)
        web = task.source.kind is SourceKind.WEB
        was_no_page = bool(known and task.source.events and not known.digest.startswith(PAGE))
        try:
            reading = read_document(
                fetched.body, task.window, zone, shown, task.now, address=location if web else ""
            )
        except FormatError:
            link = only_calendar(fetched.body, location) if web and not was_no_page else ""
            if not link:
                raise
            # Without validators: both are read each time, for the page may link another one.
            fetched = Fetched(self._fetcher.fetch(link, token=task.progress.token).body)
            reading = read_document(fetched.body, task.window, zone, shown, task.now)
            reading = replace(reading, page=True)
            digest = task.mark() + digest_of(fetched.body)
        if reading.page and was_no_page:
            # Sites that moved or fail show pages, which may well state some event or other.
            raise FormatError(
                "It was a calendar or feed and is a web page now; what was read from it is kept: "
                "look for its new address."
            )
        if not reading.listings:
            # Error pages and broken exports look like this, too: it must not cost events.
            self._read_in_full_next_time(task, name)
            return _Result(problems=reading.problems, title=reading.title)
        digest = PAGE + digest if reading.page else digest
        state = Part(name, digest, fetched.etag, fetched.last_modified, task.window.end)
        change = self._events.apply(
            task.source.id, name, reading.listings, now=task.now, state=state
        )
        return _Result(change, reading.problems, None, reading.title, reading.offers, reading.every)

    def _read_in_full_next_time(self, task: Task, name: str) -> None:
        """Forget how a part that failed looked before: what it says of itself is gone, too.

        Else its problem would stay when it is as it was before again.
        """
        known = task.parts.get(name)
        if known is not None and known.digest:
            kind = PAGE if known.digest.startswith(PAGE) else ""
            forgotten = Part(name, kind, "", "", known.read_until)
            self._sources.set_part(task.source.id, forgotten)


def _host(location: str) -> str:
    return (urlsplit(location).hostname or "").lower()


def _readable_names(folder: Path) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.lower().endswith(FOLDER_SUFFIXES) and not name.startswith("."):
                yield name


def _nothing_in(folder: Path, sentence: str) -> _Result:
    """A folder that gives nothing now: what it gave before is kept."""
    return _Result(
        problems=[Problem(folder.name, sentence)], error=FormatError(f"{folder.name}: {sentence}")
    )
