"""What is coming, read once and kept until it changes: candidates, vectors, and what was on."""

import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from eventpal.domain import Event
from eventpal.recommend import candidates, likeness, turnout
from eventpal.recommend.candidates import Candidates, Vectors
from eventpal.recommend.interests import Interest
from eventpal.recommend.replay import NONE, Others
from eventpal.recommend.taste import Opinion
from eventpal.store.events import EventStore
from eventpal.store.vectors import VectorStore

SLACK: Final = timedelta(days=1)
"""Events are read this far beyond the horizon, so that the clock can move without reading again."""

COMPARED: Final = 16
"""Events that each of the person's choices is compared with."""

LISTING: Final = 12
"""Addresses from which an organiser is taken for a listing: a town's calendar often names itself.

In one real county's feeds these are the town calendars and music guides, but not the church with
its rooms or the teams that play away.
"""

_WEEK: Final = timedelta(weeks=1)


@dataclass(slots=True)
class Coming:
    """The candidates of a span of time, and how like the rated events they are."""

    since: datetime
    until: datetime
    table: Candidates
    vectors: Vectors
    """Unit rows or zeros, [n, d]."""
    rows: Mapping[str, Sequence[int]]
    """The dates of each event, by its id."""
    sample: Others = NONE
    """A few of them, for comparison."""
    passed: turnout.Passed = turnout.NOTHING
    """What was on before."""
    listings: frozenset[str] = frozenset()
    """Organisers that list what others hold."""
    _likeness: dict[str, Vectors] = field(default_factory=dict)
    _fits: dict[tuple[tuple[str, ...], float], Vectors] = field(default_factory=dict)

    def to(self, rated: Sequence[Opinion], vectors: Mapping[str, Vectors]) -> Vectors:
        """Cosines with each of the rated events, [m, n]; of an event with itself neutral ones."""
        ids = [one.event.event_id for one in rated]
        for one in ids:
            if one not in self._likeness:
                # One product for each, so that the last bit does not depend on how many there are.
                cosines = self.vectors @ vectors[one]
                cosines[self.rows.get(one, [])] = likeness.NEUTRAL_COSINE
                self._likeness[one] = cosines
        if not ids:
            return np.zeros((0, len(self.table)), dtype=np.float32)
        return np.stack([self._likeness[one] for one in ids])

    def fit(self, groups: Sequence[Interest]) -> Vectors:
        """Cosines with the middle of each interest, [k, n]."""
        fits = {}
        for group in groups:
            key = tuple(group.members), group.weight
            known = self._fits.get(key)
            fits[key] = self.vectors @ group.centre if known is None else known
        # Only one group changes with a rating; what is out of use goes.
        self._fits = fits
        none = np.zeros((0, len(self.table)), dtype=np.float32)
        return np.stack(list(fits.values())) if fits else none

    def what_else(self, opinion: Opinion) -> Others:
        """Some of what is on here, moved by whole weeks to when the person decided.

        The same events each time, chosen by nothing but their ids.
        """
        weeks = round((opinion.at - self.since) / _WEEK) * _WEEK
        return Others([_moved(event, weeks) for event in self.sample.events], self.sample.vectors)


def load(
    events: Sequence[Event],
    vectors: VectorStore,
    since: datetime,
    until: datetime,
    *,
    passed: turnout.Passed = turnout.NOTHING,
    listings: frozenset[str] = frozenset(),
) -> Coming:
    """The columns and vectors of ``events``; ``since`` is on the person's own clock."""
    assert since.tzinfo is not None
    table = candidates.table(events, since.tzinfo)
    ids = list({event.event_id: None for event in table.events})
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for row, event in enumerate(table.events):
        rows[event.event_id].append(row)
    matrix = candidates.vectors_of(table.events, vectors.for_events(ids))
    sample = _sample(table, matrix, since)
    return Coming(since, until, table, matrix, dict(rows), sample, passed, listings)


def passed_until(events: EventStore, now: datetime) -> turnout.Passed:
    """What was on in the last months, whether the person went or not."""
    return turnout.passed(events.begun(now - timedelta(days=turnout.DAYS), now))


def listings(events: EventStore) -> frozenset[str]:
    """The organisers, as in ``Candidates``, whose events are at ``LISTING`` addresses or more."""
    return frozenset(map(candidates.plain, events.organisers(addresses=LISTING)))


def _sample(table: Candidates, vectors: Vectors, since: datetime) -> Others:
    """Those whose ids have the lowest checksums, so that most stay when others come and go."""
    fit = np.flatnonzero((table.notice == 0) & (table.start >= since.timestamp()))
    _, first = np.unique(table.card[fit], return_index=True)
    rows = sorted(
        fit[first].tolist(), key=lambda row: zlib.crc32(table.events[row].event_id.encode())
    )[:COMPARED]
    known = {table.events[row].event_id: vectors[row] for row in rows if vectors[row].any()}
    return Others([table.events[row] for row in rows], known)


def _moved(event: Event, by: timedelta) -> Event:
    return replace(
        event,
        start=event.start + by,
        end=event.end + by if event.end else None,
        first_seen=event.first_seen + by if event.first_seen else None,
    )
