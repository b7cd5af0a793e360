"""Adding sources and reading them again: fetch, read, and store part by part.

A source has parts: one, named "", for an address or a file, and one for each file of a folder.
Each part is one transaction, and is skipped while its bytes are what they were, unless the window
that its series were expanded in has worn off. What can't be read keeps its old events.
"""

import gc
import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from eventpal.domain import Change, Problem, Source, SourceKind
from eventpal.errors import BadInput, FetchError, FormatError, NotFound, UserError
from eventpal.feeds import duplicates, sample
from eventpal.feeds.document import only_calendar, read_document
from eventpal.feeds.fetch import Fetched, Fetcher
from eventpal.feeds.hops import NotNow
from eventpal.feeds.reading import Window
from eventpal.progress import Progress
from eventpal.store.events import EventStore
from eventpal.store.sources import Part, SourceStore

PAST = timedelta(days=365)
AHEAD = timedelta(days=400)
"""Series are expanded from ``PAST`` ago up to ``AHEAD`` from now."""
SLACK = timedelta(days=30)
"""How much of ``AHEAD`` may wear off before an unchanged part is read again."""

UNDER_WAY = timedelta(days=1)
"""What began before that long ago is not compared any more."""

FOLDER_SUFFIXES = (".ics", ".ical", ".ics.gz", ".xml", ".rss", ".atom", ".json")
"""The files of a folder that are read; folders inside it are not."""

_READER = "1"
"""Raise it when reading the same bytes gives something else; all parts are then read again."""

_PAGE = "page/"
"""Stands before the digest of a part that was a web page when it was last read."""

_UNREADABLE = (FetchError, FormatError, NotFound)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)
_HOST_LIKE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:/\S*)?", re.IGNORECASE)


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


_Result = tuple[Change, list[Problem], UserError | None, str]
"""What changed, what could not be read, whether that is all of it, and the publisher's title."""


@dataclass(frozen=True, slots=True)
class _Task:
    """One refresh of one source."""

    source: Source
    parts: Mapping[str, Part]
    now: datetime
    window: Window
    progress: Progress


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
        given = location.strip().strip("\"'")
        if not given:
            raise BadInput("Give a web address, a file or a folder.")
        now = self._clock()
        kind, where, title = _classified(given, now.astimezone(self._zone))
        return self._sources.add(kind, where, called or title, now)

    def refresh(self, source: Source, progress: Progress) -> Refreshed:
        """Read ``source`` and store what changed.

        What can't be read is a problem of the source, not an exception, and costs no events.

        Raises:
            Cancelled: the parts that were finished are kept.
        """
        now = self._clock()
        window = Window(now - PAST, now + AHEAD)
        task = _Task(source, self._sources.parts(source.id), now, window, progress)
        with _few_collections():
            if source.kind is SourceKind.FOLDER:
                change, problems, error, title = self._folder(task)
            else:
                change, problems, error, title = self._single(task)
        if isinstance(error, NotNow):  # nothing was asked: what is known of the source stands
            return Refreshed(source, change, tuple(problems), error)
        joined = self._join(task.now)
        changed = bool(change.added or change.changed or change.removed)
        self._sources.checked(source.id, task.now, problems, title=title, changed=changed)
        after = self._sources.get(source.id)
        touched = len(change.added) + len(change.changed)
        change = replace(change, unchanged=max(0, after.events - touched))
        return Refreshed(after, change | joined, tuple(problems), error, listed=change)

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

    def _single(self, task: _Task) -> _Result:
        source = task.source
        name = _shown(source)
        task.progress.step(f"Reading {name}", 0, 1)
        try:
            change, problems, title = self._part(task, "", source.location, name)
        except _UNREADABLE as error:
            if not isinstance(error, NotNow):
                self._read_in_full_next_time(task, "")
            sentence = str(error)
            shown = sentence if name in sentence else f"{name}: {sentence}"
            return Change(), [Problem(name, sentence)], type(error)(shown), ""
        return change, problems, None, title

    def _folder(self, task: _Task) -> _Result:
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
                changed, found, _ = self._part(task, name, str(folder / name), name)
            except _UNREADABLE as error:
                self._read_in_full_next_time(task, name)
                problems.append(Problem(name, str(error)))
            else:
                change |= changed
                problems += found
        change |= self._events.drop_parts(task.source.id, names)
        task.progress.step("Done", len(names), len(names))
        return change, problems, None, ""

    def _part(
        self, task: _Task, name: str, location: str, shown: str
    ) -> tuple[Change, list[Problem], str]:
        """Read one part; its change, what could not be read, and the publisher's title."""
        known = task.parts.get(name)
        # The sample city keeps its own time wherever the person is.
        zone = sample.ZONE if task.source.kind is SourceKind.SAMPLE else self._zone
        mark = f"{_READER}/{zone.key}/"
        fresh = (
            known is not None
            and known.digest.removeprefix(_PAGE).startswith(mark)
            and abs(task.window.end - known.read_until) <= SLACK
        )
        fetched = self._fetcher.fetch(
            location,
            etag=known.etag if known and fresh else "",
            last_modified=known.last_modified if known and fresh else "",
            token=task.progress.token,
        )
        before = [problem for problem in task.source.problems if problem.where == shown]
        if fetched.not_modified:
            return Change(), before, ""
        digest = mark + hashlib.blake2b(fetched.body, digest_size=16).hexdigest()
        if known and fresh and known.digest.removeprefix(_PAGE) == digest:
            self._sources.set_part(
                task.source.id,
                Part(name, known.digest, fetched.etag, fetched.last_modified, known.read_until),
            )
            return Change(), before, ""
        web = task.source.kind is SourceKind.WEB
        was_no_page = bool(known and task.source.events and not known.digest.startswith(_PAGE))
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
            digest = mark + hashlib.blake2b(fetched.body, digest_size=16).hexdigest()
        if reading.page and was_no_page:
            # Sites that moved or fail show pages, which may well state some event or other.
            raise FormatError(
                "It was a calendar or feed and is a web page now; what was read from it is kept: "
                "look for its new address."
            )
        if not reading.listings:
            # Error pages and broken exports look like this, too: it must not cost events.
            self._read_in_full_next_time(task, name)
            return Change(), list(reading.problems), reading.title
        digest = _PAGE + digest if reading.page else digest
        state = Part(name, digest, fetched.etag, fetched.last_modified, task.window.end)
        change = self._events.apply(
            task.source.id, name, reading.listings, now=task.now, state=state
        )
        return change, list(reading.problems), reading.title

    def _read_in_full_next_time(self, task: _Task, name: str) -> None:
        """Forget how a part that failed looked before: what it says of itself is gone, too.

        Else its problem would stay when it is as it was before again.
        """
        known = task.parts.get(name)
        if known is not None and known.digest:
            kind = _PAGE if known.digest.startswith(_PAGE) else ""
            forgotten = Part(name, kind, "", "", known.read_until)
            self._sources.set_part(task.source.id, forgotten)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Look for garbage in circles rarely: reading makes many objects, and none of them circular.

    Looking after every 700 of them takes a seventh of the time.
    """
    before = gc.get_threshold()
    gc.set_threshold(50_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _classified(given: str, now: datetime) -> tuple[SourceKind, str, str]:
    """The kind, the location to keep and a first title for what the person gave."""
    scheme = match[1].lower() if (match := _SCHEME.match(given)) else ""
    if scheme == "sample":
        where = given if "?from=" in given else f"{given}?from={now.date().isoformat()}"
        sample.read(where, now.date())
        return SourceKind.SAMPLE, where, sample.CITY
    if scheme in {"http", "https", "webcal", "webcals"}:
        try:
            host = urlsplit(given).hostname
        except ValueError:
            host = None
        if not host or any(letter.isspace() for letter in given):
            raise BadInput(f"“{given}” is no complete web address: check it for typing errors.")
        return SourceKind.WEB, given, host
    if scheme == "file":
        given = unquote(urlsplit(given).path)
    elif "://" in given:
        raise BadInput(
            f"EventPal can't read “{scheme}:” addresses: give one with https, http or webcal, "
            "a file or a folder."
        )
    return _classified_path(given)


def _classified_path(given: str) -> tuple[SourceKind, str, str]:
    if len(given) > 1000 or any(letter < " " for letter in given):
        raise BadInput("This is neither a web address nor a file or folder.")
    try:
        path = Path(os.path.abspath(Path(given).expanduser()))
        found = path.exists()
    except (OSError, ValueError, RuntimeError):
        raise BadInput("This is neither a web address nor a file or folder.") from None
    if path.is_dir():
        return SourceKind.FOLDER, str(path), path.name or str(path)
    if found:
        return SourceKind.FILE, str(path), path.stem
    if _HOST_LIKE.fullmatch(given) and ("/" in given or path.suffix not in FOLDER_SUFFIXES):
        raise NotFound(f"There is no file “{given}”; for a web address write “https://{given}”.")
    raise NotFound(f"There is no file or folder “{path}”: check the name.")


def _shown(source: Source) -> str:
    """What to call a source in problems: never a whole address, which may hold a secret."""
    if source.kind is SourceKind.WEB:
        return urlsplit(source.location).hostname or source.title
    if source.kind is SourceKind.SAMPLE:
        return source.location.partition("?")[0]
    return Path(source.location).name


def _readable_names(folder: Path) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.lower().endswith(FOLDER_SUFFIXES) and not name.startswith("."):
                yield name


def _nothing_in(folder: Path, sentence: str) -> _Result:
    """A folder that gives nothing now: what it gave before is kept."""
    return (
        Change(),
        [Problem(folder.name, sentence)],
        FormatError(f"{folder.name}: {sentence}"),
        "",
    )
