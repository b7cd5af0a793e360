"""The composition root: builds the services of one home once, and offers what a person does."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import tzlocal

from eventpal import paths
from eventpal.calendars import exporting, importing
from eventpal.domain import Action, Change, Event, Pick, Place, Problem, event_id_of
from eventpal.engine.client import Engine
from eventpal.errors import Damaged, UserError
from eventpal.feeds import ical, sample
from eventpal.feeds.fetch import Fetcher
from eventpal.feeds.reading import Reading, Window
from eventpal.feeds.refresh import Refreshed, Refresher
from eventpal.network import Network
from eventpal.progress import Progress
from eventpal.recommend.recommender import Recommender
from eventpal.search.hybrid import HybridSearch
from eventpal.store import backup
from eventpal.store.backup import Backup
from eventpal.store.database import Database
from eventpal.store.events import EventStore
from eventpal.store.history import History
from eventpal.store.keys import DataKey
from eventpal.store.ledger import Ledger
from eventpal.store.plans import Plans
from eventpal.store.preferences import Preferences
from eventpal.store.sources import SourceStore
from eventpal.store.vault import Vault
from eventpal.store.vectors import VectorStore

Clock = Callable[[], datetime]

EMBED_BATCH = 64
"""Texts handed to the engine at once: about 0.3 s of work, so a cancel is quick."""

EMBED_PAGE = 2048
"""Texts looked up at once: what came soonest meanwhile waits for half a minute at most."""

LEAST_FREE_BYTES = 500 * 2**20


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of reading calendars as history."""

    imported: int
    skipped: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that ``doctor`` looked at."""

    name: str
    ok: bool
    detail: str


def unlock(home: paths.Home, passphrase: str | None, recovery_code: str | None = None) -> DataKey:
    """The data key of ``home``; a home that is new gets its vault now.

    Raises:
        VaultError: with the sentence that says what is needed.
    """
    vault = Vault(home)
    if vault.exists:
        return vault.unlock(passphrase=passphrase, recovery_code=recovery_code)
    return vault.create(passphrase=passphrase)


@contextmanager
def throwaway_home() -> Iterator[tuple[paths.Home, DataKey]]:
    """A home that is gone afterwards, with a key that is never written anywhere."""
    with tempfile.TemporaryDirectory(prefix="eventpal-demo-") as folder:
        yield paths.Home(Path(folder)), DataKey.random()


def local_zone() -> ZoneInfo:
    """This computer's time zone."""
    return tzlocal.get_localzone()


class EventPal:
    """One person's guide: open from construction until ``close``."""

    def __init__(self, home: paths.Home, key: DataKey, *, clock: Clock, zone: ZoneInfo) -> None:
        self.home = home
        self.clock = clock
        self.zone = zone
        self._key = key
        self.database = Database(home.database, key)
        self.sources = SourceStore(self.database)
        self.events = EventStore(self.database)
        self.history = History(self.database)
        self.preferences = Preferences(self.database)
        self.vectors = VectorStore(self.database)
        self.tell: Callable[[str], None] = lambda _: None
        """Told one line when the engine's process had to be replaced; on any thread."""
        self.engine = Engine(paths.models(), on_restart=self._engine_restarted)
        self.searcher = HybridSearch(self.events, self.vectors, self.engine.embed)
        self.recommender = Recommender(self.events, self.history, self.vectors, self.preferences)
        self.ledger = Ledger(self.database)
        self.network = Network(
            self.ledger, Plans(self.database), self.preferences, self.sources, clock
        )
        fetcher = Fetcher(allow=self.network.allow, report=self.network.report)
        self.refresher = Refresher(self.sources, self.events, fetcher, clock, zone)

    def close(self) -> None:
        """End the engine's process and close the database."""
        self.engine.close()
        self.database.close()

    def _engine_restarted(self, line: str) -> None:
        self.tell(line)

    # Sources

    def add_sources(self, locations: Sequence[str], progress: Progress) -> list[Refreshed]:
        """Add each location and read it once, up to the first that fails.

        Raises:
            UserError: if one can't be added or read at all; it is then not kept.
        """
        return [self._added(location, progress) for location in locations]

    def add_readable(
        self, locations: Sequence[str], progress: Progress
    ) -> tuple[list[Refreshed], list[Problem]]:
        """Add the locations that can be read; one that can't costs itself only.

        Raises:
            UserError: none of them can; says why of the last.
        """
        done: list[Refreshed] = []
        problems: list[Problem] = []
        failure: UserError | None = None
        for location in locations:
            try:
                done.append(self._added(location, progress))
            except UserError as error:
                failure = error
                problems.append(Problem(location, str(error)))
        if failure is not None and not done:
            raise failure
        return done, problems

    def _added(self, location: str, progress: Progress) -> Refreshed:
        known = {source.id for source in self.sources.all()}
        source = self.refresher.add(location)
        result = self._refreshed(self.refresher.refresh(source, progress))
        if result.error is not None and source.id not in known:
            self.remove_source(source.id)
            raise result.error
        return result

    def add_sample_city(self, progress: Progress) -> list[Refreshed]:
        """Add the bundled sample city, dated from today, and live in its centre."""
        today = self.clock().astimezone(self.zone).date()
        if self.home_place is None:
            self.home_place = sample.HOME
        return self.add_sources([sample.location(name, today) for name in sample.NAMES], progress)

    def refresh(self, ids: Sequence[int], progress: Progress) -> list[Refreshed]:
        """Read the sources with these ids again; none given means all."""
        sources = [self.sources.get(one) for one in ids] or self.sources.all()
        return [self._refreshed(self.refresher.refresh(one, progress)) for one in sources]

    def _refreshed(self, result: Refreshed) -> Refreshed:
        self.recommender.refresh(result.change)
        self.network.checked(result)
        return result

    def remove_source(self, source: int) -> Change:
        """Forget a source and its events, but for those the person rated."""
        change = self.sources.remove(source)
        self.recommender.refresh(change)
        return change

    def embed_pending(self, progress: Progress) -> int:
        """Embed every text that has no vector yet, rated ones first, then soonest first.

        What is finished stays when cancelled.

        Returns:
            How many texts were embedded.

        Raises:
            EngineError: if the engine cannot answer.
        """
        done, total = 0, self.vectors.missing_count(self.clock())
        while page := self.vectors.missing(self.clock(), EMBED_PAGE):
            for at in range(0, len(page), EMBED_BATCH):
                progress.step("Understanding events", done, total)
                rows = page[at : at + EMBED_BATCH]
                matrix = self.engine.embed([text for _, text in rows], progress.token)
                digests = [digest for digest, _ in rows]
                self.vectors.put(zip(digests, matrix, strict=True))
                done += len(rows)
        progress.step("Understanding events", done, total)
        if done:
            self.searcher.refresh()
            self.recommender.reload()
        return done

    # Finding

    def picks(self, *, days: int = 30, limit: int | None = 50) -> list[Pick]:
        """What is coming in ``days`` days, the best first."""
        return self.recommender.picks(self.clock(), days=days, limit=limit)

    def why(self, identifier: str) -> Pick:
        """One event's score with every reason for it. Raises NotFound."""
        return self.recommender.why(identifier, self.clock())

    def search(self, text: str, *, limit: int = 50) -> list[Event]:
        """Coming events that match ``text`` by words or by meaning, the best first."""
        now = self.clock()
        return self.searcher.search(text, start=now, end=None, limit=limit, now=now)

    def upcoming(
        self,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        limit: int | None = None,
    ) -> list[Event]:
        """Occurrences from ``start`` (now) to ``end`` (open) in order of time."""
        return self.events.between(start or self.clock(), end, limit=limit)

    def split(self, identifier: str) -> Change:
        """Take apart what was joined as one event, so that it stays apart.

        An event's own id takes all of it apart; an id that was joined to it, that alone. Raises
        NotFound where nothing was joined.
        """
        id_ = event_id_of(identifier)
        change = Change()
        for each in self.events.joined(id_) or [id_]:
            change |= self.events.split(each)
        self.recommender.refresh(change)
        return change

    # What the person does

    def rate(self, identifier: str, action: Action, reason: str = "") -> Change:
        """Note what the person says or does about an event. Raises NotFound."""
        event = self.events.get(identifier, now=self.clock())
        return self._rated(self.history.rate(event, action, self.clock(), reason))

    def withdraw(self, identifier: str, action: Action) -> Change:
        """Take an action back that stands for an event. Raises NotFound."""
        event = self.events.get(identifier, now=self.clock())
        return self._rated(self.history.withdraw(event, action, self.clock()))

    def undo(self) -> Change:
        """Take back the last thing that was noted. Raises BadInput if there is none."""
        return self._rated(self.history.undo())

    def _rated(self, change: Change) -> Change:
        self.recommender.refresh(change)
        return change

    @property
    def home_place(self) -> Place | None:
        """Where the person lives; None while unknown."""
        stored = self.preferences.get("home_place", None)
        return Place(stored["lat"], stored["lon"]) if stored else None

    @home_place.setter
    def home_place(self, place: Place | None) -> None:
        value = {"lat": place.lat, "lon": place.lon} if place else None
        self.preferences.set("home_place", value)

    # Calendars

    def import_history(self, files: Sequence[Path], progress: Progress) -> Imported:
        """Learn from the person's own calendars: their past events count as attended.

        A file that can't be read costs itself only.

        Raises:
            UserError: none of the files could be read; says why of the last.
        """
        imported, skipped, read = 0, 0, 0
        problems: list[Problem] = []
        failure: UserError | None = None
        for done, file in enumerate(files):
            progress.step("Reading your calendars", done, len(files))
            try:
                past = importing.read_history(file, self.clock(), self._read_calendar)
            except UserError as error:
                failure = error
                problems.append(Problem(file.name, str(error)))
                continue
            read += 1
            imported += self.history.import_attended(past.attended, file.name, self.clock())
            skipped += past.skipped
            problems += past.problems
        progress.step("Reading your calendars", len(files), len(files))
        if failure is not None and not read:
            raise failure
        self.recommender.reload()
        return Imported(imported, skipped, tuple(problems))

    def _read_calendar(self, body: bytes, start: datetime, end: datetime, where: str) -> Reading:
        return ical.read_ical(body, Window(start, end), self.zone, where)

    def export(self, path: Path, events: Sequence[Event]) -> int:
        """Write ``events`` as an iCalendar file; returns how many."""
        exporting.write_ics(path, events, self.clock())
        return len(events)

    def with_action(self, *actions: Action) -> list[Event]:
        """Events that stand under any of ``actions`` now, by their next date."""
        wanted = set(actions)
        ids = [event for event, current in self.history.actions().items() if current & wanted]
        return sorted(self.events.find(ids, now=self.clock()), key=lambda event: event.start)

    # Health

    def back_up_daily(self) -> Backup | None:
        """Make today's automatic backup unless there is one; it is checked whole.

        Raises:
            Damaged: the database cannot be read whole.
            UserError: the disk is full or may not be written.
        """
        return backup.daily(self.home, self._key, self.clock())

    def look_after(self, progress: Progress) -> Backup | None:
        """Today's backup where it is due, else a look at every page of the database.

        Raises:
            Damaged: something is not as it was written.
            UserError: the backup cannot be written.
        """
        made = self.back_up_daily()
        if made is None:
            self.database.verify(progress.token)
        return made

    def doctor(self) -> list[Check]:
        """Look at everything that must work, each with one sentence."""
        return [
            _checked("database", self._database_detail),
            _checked("engine", self._engine_detail),
            _checked("sources", self._sources_detail),
            _checked("disk", self._disk_detail),
        ]

    def _database_detail(self) -> str:
        try:
            self.database.verify()
        except Damaged as error:
            found = backup.newest_good(self.home)
            if found is None:
                raise
            raise Damaged(f"{error} The newest good one is {found.path}.") from error
        return f"Encrypted and whole, with {self.events.count():,} events."

    def _engine_detail(self) -> str:
        self.engine.embed(["A question of the doctor"])
        waiting = self.vectors.missing_count(self.clock())
        return f"The sentence model answers; {waiting:,} texts wait to be understood."

    def _sources_detail(self) -> str:
        sources = self.sources.all()
        ailing = [source.location for source in sources if source.problems]
        if ailing:
            return f"{len(ailing)} of {len(sources)} report problems: {', '.join(ailing)}."
        return f"{len(sources)} in good health."

    def _disk_detail(self) -> str:
        free = shutil.disk_usage(self.home.root).free
        if free < LEAST_FREE_BYTES:
            raise UserError(f"Only {free / 2**20:.0f} MiB are free; make room for the database.")
        return f"{free / 2**30:.0f} GiB free."


def _checked(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, ok=True, detail=look())
    except UserError as error:
        return Check(name, ok=False, detail=str(error))
