"""One refresh of one source: what is known of it, and when its parts need no reading again."""

import gc
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from eventpal.domain import Login, Source, SourceKind
from eventpal.feeds.reading import Window
from eventpal.progress import Progress
from eventpal.store.sources import Part

SLACK = timedelta(days=30)
"""How much of the window ahead may wear off before an unchanged part is read again."""

_READER = "4"
"""Raise it when reading the same bytes gives something else; all parts are then read again."""

PAGE = "page/"
"""Stands before the digest of a part that was a web page when it was last read."""


@dataclass(frozen=True, slots=True)
class Task:
    """One refresh of one source."""

    source: Source
    parts: Mapping[str, Part]
    now: datetime
    window: Window
    progress: Progress
    zone: ZoneInfo
    """The clock of times that name no zone."""
    login: Login | None = None

    def mark(self) -> str:
        """Stands before the digest of what was read by this reader on this clock."""
        return f"{_READER}/{self.zone.key}/"

    def fresh(self, name: str) -> Part | None:
        """What is known of a part, if it would be read in the same way again."""
        known = self.parts.get(name)
        if (
            known is not None
            and known.digest.removeprefix(PAGE).startswith(self.mark())
            and abs(self.window.end - known.read_until) <= SLACK
        ):
            return known
        return None


@contextmanager
def few_collections() -> Iterator[None]:
    """Look for garbage in circles rarely: reading makes many objects, and none of them circular.

    Looking after every 700 of them takes a seventh of the time.
    """
    before = gc.get_threshold()
    gc.set_threshold(50_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def digest_of(body: bytes) -> str:
    """What tells whether bytes are what they were."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()


def name_of(source: Source) -> str:
    """What to call a source in problems: never a whole address, which may hold a secret."""
    if source.kind is SourceKind.WEB:
        return urlsplit(source.location).hostname or source.title
    if source.kind is SourceKind.SAMPLE:
        return source.location.partition("?")[0]
    return Path(source.location).name
