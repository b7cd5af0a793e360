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

Row = NDArray[np.float32]
Embed = Callable[[Sequence[str]], NDArray[np.float32]]
Ranks = dict[str, int]
"""Event ids with their place in a ranking, from 0; equals share a place."""

RELATED = 0.25
"""The least cosine of a text that has to do with the query."""

CLEARLY_RELATED = 0.45
"""The same where no event has any of the query's words. Over 12,000 real events 14 of 20 nonsense
queries then find nothing, and the best of 48 of 50 real queries lies above it."""

RELATIVE = 0.6
"""The least share of the best cosine: a clear best leaves no tail. With the names of 19 categories
as queries over 1,500 labelled events, .68 of the first ten are right; .67 without it, .63 with
RELATED at .35, and .55 by words alone."""

_FUSION = 60
_WORD_MATCHES = 200
_FEW = 1000
"""Candidates in a window of time, up to which all are compared with the query."""

_WIDTHS = (100, 400, 1600)
"""How many of the nearest texts are looked at, one after the other, for enough in the window."""


class HybridSearch:
    """Finds events; by words alone while the engine cannot answer."""

    def __init__(self, events: EventStore, vectors: VectorStore, embed: Embed) -> None:
        self._events = events
        self._vectors = vectors
        self._embed = embed
        self._index = VectorIndex()
        self._refreshing = threading.Lock()
        self._fresh = False
        self._last = 0
        """The key of the last row that was taken in."""

    def refresh(self) -> None:
        """Take in the vectors that were stored or dropped since the last time."""
        with self._refreshing:
            added = self._vectors.added(self._last)
            known = self._index.ids()
            new = [place for place, digest in enumerate(added.digests) if digest not in known]
            self._index.add([added.digests[place] for place in new], added.matrix[new])
            self._last = added.last
            if len(self._index) != added.count:
                gone = self._index.ids().difference(self._vectors.digests())
                self._index.remove(list(gone))
            self._fresh = True

    def wait(self) -> None:
        """Return when no graph is being built."""
        self._index.wait()

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
        window = _Window(self._events, start if passed else max(start, now), end)
        words = _places(self._events.match(text, start=window.since, end=end, limit=_WORD_MATCHES))
        query = self.meaning(text)
        if query is None:
            return _best(_fused(words), window, limit)
        least = RELATED if words else CLEARLY_RELATED
        candidates = window.candidates(_FEW)
        if candidates is not None:
            return _best(_fused(words, self._among(candidates, query, least)), window, limit)
        found: list[Event] = []
        for width in _WIDTHS:
            near, all_near = self._nearest(query, width, least)
            found = _best(_fused(words, near), window, limit)
            if all_near or len(found) == limit:
                break
        return found

    def meaning(self, text: str) -> Row | None:
        """The vector of ``text``; None while nothing can be compared with it."""
        if not self._fresh:
            self.refresh()
        if not len(self._index):
            return None
        try:
            rows = self._embed([text])
        except EngineError:
            return None
        return rows.reshape(-1)

    def _among(self, candidates: Sequence[str], query: Row, least: float) -> Ranks:
        """Those of the event ids that are near, by nearness."""
        rows = self._vectors.for_events(candidates)
        if not rows:
            return {}
        cosines = np.vecdot(np.array(list(rows.values())), query).tolist()
        ranked = sorted(zip(rows, cosines, strict=True), key=lambda one: (-one[1], one[0]))
        return _places(_near(ranked, least))

    def _nearest(self, query: Row, width: int, least: float) -> tuple[Ranks, bool]:
        """The events of the ``width`` nearest texts, and whether no other text is near."""
        near = _near(self._index.nearest(query, width), least)
        owners = self._vectors.events_of([digest for digest, _ in near])
        ranks = _places((id_, cosine) for digest, cosine in near for id_ in owners.get(digest, ()))
        return ranks, len(near) < width


def _near(ranked: Sequence[tuple[str, float]], least: float) -> list[tuple[str, float]]:
    """Those with a cosine that says something, of (id, cosine) with the best first."""
    if not ranked:
        return []
    least = max(least, RELATIVE * ranked[0][1])
    return [(id_, cosine) for id_, cosine in ranked if cosine >= least]


@dataclass
class _Window:
    """The events of one search that have a date in since..end, each read once."""

    events: EventStore
    since: datetime
    """Dates that are over by then do not count."""

    end: datetime | None
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


def _best(scores: dict[str, float], window: "_Window", limit: int) -> list[Event]:
    """The best in the window, equals by date; of each series one, and repeated texts at the end."""
    ranked = sorted(scores, key=lambda id_: -scores[id_])
    series: set[str] = set()
    texts: set[str] = set()
    best: list[Event] = []
    repeated: list[Event] = []
    done = 0
    while done < len(ranked) and len(best) < limit:
        until = min(done + limit, len(ranked))
        while until < len(ranked) and scores[ranked[until]] == scores[ranked[until - 1]]:
            until += 1
        events = window.found(ranked[done:until])
        done = until
        for event in sorted(events, key=lambda one: (-scores[one.event_id], one.start, one.id)):
            if event.series in series:
                continue
            text = embedding_text(event)
            (repeated if text in texts else best).append(event)
            series.add(event.series)
            texts.add(text)
    return (best + repeated)[:limit]
