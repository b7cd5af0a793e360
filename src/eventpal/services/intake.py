"""Sources in and out: adding, reading again, removing; a source that can't be read is not kept."""

from collections.abc import Callable, Iterator, Sequence

from eventpal.domain import Change, Login, Problem, Source
from eventpal.errors import UserError
from eventpal.feeds.locations import without_login
from eventpal.feeds.refresh import Refreshed, Refresher
from eventpal.progress import Progress
from eventpal.store.sources import SourceStore


class Intake:
    """Works on the sources of one home."""

    def __init__(
        self,
        sources: SourceStore,
        refresher: Refresher,
        *,
        checked: Callable[[Refreshed], None],
        changed: Callable[[Change], None],
    ) -> None:
        """Prepare; nothing is read yet.

        Args:
            sources: where sources are kept.
            refresher: what reads one.
            checked: told each result.
            changed: told what each result or removal changed.
        """
        self._sources = sources
        self._refresher = refresher
        self._checked = checked
        self._changed = changed

    def add(self, location: str, progress: Progress, login: Login | None = None) -> Refreshed:
        """Add a location and read it once.

        Raises:
            UserError: it can't be added or read at all; it is then not kept. LeadsToFeeds if it
                is a web page with feeds to choose from, LoginNeeded if a ``login`` is missing.
        """
        known = {source.id for source in self._sources.all()}
        source = self._refresher.add(location)
        if login is not None:
            self._sources.set_login(source.id, login)
        result = self._noted(self._refresher.refresh(source, progress))
        if result.error is not None and source.id not in known:
            self.remove(source.id)
            raise result.error
        return result

    def add_readable(
        self, locations: Sequence[str], progress: Progress, login: Login | None = None
    ) -> tuple[list[Refreshed], list[Problem]]:
        """Add the locations that can be read; one that can't costs itself only.

        Raises:
            UserError: none of them can; says why of the last.
        """
        known = {source.id for source in self._sources.all()}
        sources: dict[int, Source] = {}
        problems: list[Problem] = []
        failure: UserError | None = None
        for location in locations:
            try:
                source = self._refresher.add(location)
            except UserError as error:
                failure = error
                problems.append(Problem(without_login(location)[0], str(error)))
                continue
            sources[source.id] = source
            if login is not None:
                self._sources.set_login(source.id, login)
        done = []
        for result in self._read(list(sources.values()), progress):
            if result.error is None or result.source.id in known:
                done.append(result)
                continue
            failure = result.error
            problems.append(Problem(result.source.location, str(failure)))
            self.remove(result.source.id)
        if failure is not None and not done:
            raise failure
        return done, problems

    def refresh(
        self, ids: Sequence[int], progress: Progress, each: Callable[[Refreshed], None]
    ) -> list[Refreshed]:
        """Read the sources with these ids again; none given means all that are not paused.

        ``each`` is told every result as soon as it is there.
        """
        sources = [self._sources.get(one) for one in ids] or [
            source for source in self._sources.all() if not source.paused
        ]
        results = []
        for result in self._read(sources, progress):
            results.append(result)
            each(result)
        places = {source.id: place for place, source in enumerate(sources)}
        return sorted(results, key=lambda result: places[result.source.id])

    def remove(self, source: int) -> Change:
        """Forget a source and its events, but for those the person rated."""
        change = self._sources.remove(source)
        self._changed(change)
        return change

    def _read(self, sources: Sequence[Source], progress: Progress) -> Iterator[Refreshed]:
        for result in self._refresher.refresh_all(sources, progress):
            yield self._noted(result)

    def _noted(self, result: Refreshed) -> Refreshed:
        self._changed(result.change)
        self._checked(result)
        return result
