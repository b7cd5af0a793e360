"""Search by words and by meaning at once.

Words are found by SQLite's full-text index, meaning by the nearest sentence vectors; the two
rankings are fused by reciprocal rank (Cormack, Clarke and Büttcher 2009), which needs no scale that
both share.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from eventpal.domain import Event, embedding_text
from eventpal.errors import EngineError
from eventpal.search.index import VectorIndex
from eventpal.store.encoding import over_by, seconds
from eventpal.store.events import EventStore
from eventpal.store.vectors import VectorStore

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
Ranks = dict[str, int]
"""Event ids with their place in a ranking, from 0; equals share a place."""

RELATED = 0.35
"""The least cosine of a text that has to do with the query. Over 12,000 real events, 45 of 50 real
queries have their tenth-best event above it, and 20 nonsense queries a median of 2 events."""

CLEARLY_RELATED = 0.45
"""The same where no event has any of the query's words: 14 of the 20 then find nothing."""

_FUSION = 60
_WORD_MATCHES = 200
_FEW = 1000
"""Candidates in a window of time, up to which all are compared with the query."""

_WIDTHS = (100, 400, 1600)
"""How many of the nearest texts are looked at, one after the other, for enough in the window."""


class HybridSearch:
    """Finds events; by words alone while the engine cannot answer."""

    def __init__(self, events: EventStore, vectors: VectorStore, embed: Embed) -> None:
        self.engine_error = ""
        """Why the last search went by words alone, as a sentence; empty if it did not."""
        self._events = events
        self._vectors = vectors
        self._embed = embed
        self._index = VectorIndex()
        self._refreshing = threading.Lock()
        self._fresh = False

    def refresh(self) -> None:
        """Take in the vectors that were stored or dropped since the last time."""
        with self._refreshing:
            digests, matrix = self._vectors.matrix()
            known = self._index.ids()
            self._index.remove(list(known.difference(digests)))
            new = [place for place, digest in enumerate(digests) if digest not in known]
            if len(new) == len(digests):
                self._index.add(digests, matrix)
            else:
                self._index.add([digests[place] for place in new], matrix[new])
            self._fresh = True

    def search(
        self,
        text: str,
        *,
        start: datetime,
        end: datetime | None = None,
        limit: int,
        now: datetime,
    ) -> list[Event]:
        """Events with a date in start..end (``end`` exclusive) that ``text`` means, best first.

        A series is found once, by its next date. Of several events with the same text, the later
        ones come after everything else.
        """
        if not text.strip() or limit <= 0:
            return []
        passed = end is not None and end <= now
        window = _Window(self._events, start, end, start if passed else max(start, now))
        words = _places(self._events.match(text, start=window.since, end=end, limit=_WORD_MATCHES))
        meaning = self._by_meaning(text, window, limit, RELATED if words else CLEARLY_RELATED)
        scores = _fused(words, meaning)
        ranked = sorted(
            window.found(scores), key=lambda one: (-scores[one.event_id], one.start, one.id)
        )
        return _distinct(ranked)[:limit]

    def _by_meaning(self, text: str, window: "_Window", limit: int, least: float) -> Ranks:
        """Event ids by the nearness of their text; none while the engine cannot answer."""
        self.engine_error = ""
        if not self._fresh:
            self.refresh()
        if not len(self._index):
            return {}
        try:
            query = self._embed([text])[0]
        except EngineError as error:
            self.engine_error = str(error)
            return {}
        candidates = window.candidates(_FEW)
        if candidates is not None:
            return self._among(query, candidates, least)
        return self._nearest(query, window, limit, least)

    def _among(self, query: NDArray[np.float32], candidates: Sequence[str], least: float) -> Ranks:
        rows = self._vectors.for_events(candidates)
        if not rows:
            return {}
        cosines = zip(rows, np.array(list(rows.values())) @ query, strict=True)
        near = [(id_, -float(cosine)) for id_, cosine in cosines if cosine >= least]
        return _places(sorted(near, key=lambda one: (one[1], one[0])))

    def _nearest(
        self, query: NDArray[np.float32], window: "_Window", limit: int, least: float
    ) -> Ranks:
        ranks: Ranks = {}
        for width in _WIDTHS:
            nearest = self._index.nearest(query, width)
            near = [digest for digest, cosine in nearest if cosine >= least]
            owners = self._vectors.events_of(near)
            ranks = {
                id_: place for place, digest in enumerate(near) for id_ in owners.get(digest, ())
            }
            if len(near) < width or len(window.found(ranks)) >= limit:
                break
        return ranks


@dataclass
class _Window:
    """The events of one search that have a date in start..end, each read once."""

    events: EventStore
    start: datetime
    end: datetime | None
    since: datetime
    """Dates that are over by then do not count."""

    known: dict[str, Event | None] = field(default_factory=dict)

    def found(self, ids: Iterable[str]) -> list[Event]:
        """Those of the event ids that have a date in the window, by the first, in their order."""
        ids = list(ids)
        self._read([id_ for id_ in ids if id_ not in self.known])
        return [event for id_ in ids if (event := self.known[id_]) is not None]

    def candidates(self, most: int) -> list[str] | None:
        """All event ids in the window; None if it has no end or more than ``most`` dates."""
        if self.end is None:
            return None
        dates = self.events.between(self.since, self.end, limit=most + 1)
        if len(dates) > most:
            return None
        for event in reversed(dates):
            self.known[event.event_id] = event
        return list(dict.fromkeys(event.event_id for event in dates))

    def _read(self, ids: Sequence[str]) -> None:
        found = {event.event_id: event for event in self.events.find(ids, now=self.since)}
        for id_ in ids:
            event = found.get(id_)
            self.known[id_] = event if event is not None and self._has(event) else None

    def _has(self, event: Event) -> bool:
        start = seconds(event.start)
        if self.end is not None and start >= seconds(self.end):
            return False
        finish = None if event.end is None else seconds(event.end)
        over = over_by(start, finish, all_day=event.all_day)
        return start >= seconds(self.since) or over > seconds(self.since)


def _places(ranked: Iterable[tuple[str, float]]) -> Ranks:
    """The place of each id in a list with scores, where equal scores share one."""
    places: Ranks = {}
    place, before = -1, None
    for id_, score in ranked:
        if score != before:
            place, before = place + 1, score
        places.setdefault(id_, place)
    return places


def _fused(*rankings: Ranks) -> dict[str, float]:
    """The sum of each id's reciprocal ranks."""
    scores: defaultdict[str, float] = defaultdict(float)
    for ranking in rankings:
        for id_, place in ranking.items():
            scores[id_] += 1 / (_FUSION + place + 1)
    return scores


def _distinct(events: Iterable[Event]) -> list[Event]:
    """One date of each series; what repeats another's text goes to the end."""
    series: set[str] = set()
    texts: set[str] = set()
    first: list[Event] = []
    repeated: list[Event] = []
    for event in events:
        if event.series in series:
            continue
        series.add(event.series)
        text = embedding_text(event)
        (repeated if text in texts else first).append(event)
        texts.add(text)
    return first + repeated
