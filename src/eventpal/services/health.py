"""Whether everything works, and the backups that are made of it."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from eventpal import paths
from eventpal.engine.client import Engine
from eventpal.errors import Damaged, UserError
from eventpal.progress import Progress
from eventpal.store.database import Database
from eventpal.store.events import EventStore
from eventpal.store.sources import SourceStore
from eventpal.store.vault import backup
from eventpal.store.vault.backup import Backup
from eventpal.store.vault.keys import DataKey
from eventpal.store.vectors import VectorStore

LEAST_FREE_BYTES = 500 * 2**20


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that ``doctor`` looked at."""

    name: str
    ok: bool
    detail: str


class Health:
    """Looks after one home."""

    def __init__(
        self,
        *,
        home: paths.Home,
        key: DataKey,
        database: Database,
        events: EventStore,
        vectors: VectorStore,
        sources: SourceStore,
        engine: Engine,
        clock: Callable[[], datetime],
    ) -> None:
        self._home = home
        self._key = key
        self._database = database
        self._events = events
        self._vectors = vectors
        self._sources = sources
        self._engine = engine
        self._clock = clock

    def back_up_daily(self) -> Backup | None:
        """Make today's automatic backup unless there is one; it is checked whole.

        Raises:
            Damaged: the database cannot be read whole.
            UserError: the disk is full or may not be written.
        """
        return backup.daily(self._home, self._key, self._clock())

    def look_after(self, progress: Progress) -> Backup | None:
        """Today's backup where it is due, else a look at every page of the database.

        Raises:
            Damaged: something is not as it was written.
            UserError: the backup cannot be written.
        """
        made = self.back_up_daily()
        if made is None:
            self._database.verify(progress.token)
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
            self._database.verify()
        except Damaged as error:
            found = backup.newest_good(self._home)
            if found is None:
                raise
            raise Damaged(f"{error} The newest good one is {found.path}.") from error
        return f"Encrypted and whole, with {self._events.count():,} events."

    def _engine_detail(self) -> str:
        self._engine.embed(["A question of the doctor"])
        waiting = self._vectors.missing_count(self._clock())
        left = f"; events still to be read by it: {waiting:,}" if waiting else ""
        return f"Search by meaning works{left}."

    def _sources_detail(self) -> str:
        sources = self._sources.all()
        ailing = [source.location for source in sources if source.problems]
        if ailing:
            return f"{len(ailing)} of {len(sources)} report problems: {', '.join(ailing)}."
        return f"{len(sources)} in good health."

    def _disk_detail(self) -> str:
        free = shutil.disk_usage(self._home.root).free
        if free < LEAST_FREE_BYTES:
            raise UserError(f"Only {free / 2**20:.0f} MiB are free; make room for the database.")
        return f"{free / 2**30:.0f} GiB free."


def _checked(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, ok=True, detail=look())
    except UserError as error:
        return Check(name, ok=False, detail=str(error))
