"""Whether the ranking helps this person, from their own history told again.

Each event that they chose is ranked once more among what was known and coming at that moment, by
what EventPal had learnt until then, and held against the order by date. Choices that were made from
EventPal's own list count in its favour, since what stands on top is seen first; the sentence does
not hide that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from eventpal.domain import Event, Place
from eventpal.progress import Progress
from eventpal.recommend import candidates, features, rank
from eventpal.recommend.candidates import Vectors
from eventpal.recommend.coming import COMPARED
from eventpal.recommend.replay import Others, Replay
from eventpal.recommend.standing import CHOSEN
from eventpal.recommend.taste import Opinion

FEWEST: Final = 10
"""With fewer choices nothing is claimed."""
MOST: Final = 150
"""The latest choices that are told again."""
AMONG: Final = 200
"""Events at most that each choice is ranked among."""
LEAST_AMONG: Final = 10
"""With fewer to choose from, an order says nothing."""
AHEAD: Final = timedelta(days=30)
FIRST: Final = 10
"""Places of the list that count."""

_RESAMPLED: Final = 2000


@dataclass(frozen=True, slots=True)
class Honesty:
    """The ranking against order by date, on ``comparisons`` choices of the person."""

    comparisons: int
    ours: float
    """Mean NDCG@10 of the ranking, 0 … 1."""
    by_date: float
    """The same of the list in order of date."""
    gain: float
    """``ours - by_date``."""
    low: float
    high: float
    """The 95% interval of the gain, by bootstrap over choices."""
    sentence: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Where the event that the person chose stood in both orders; 1 is the first."""

    ours: int
    by_date: int


def comparisons(
    log: Sequence[Opinion],
    events: Sequence[Event],
    vectors: Mapping[str, Vectors],
    home: Place | None,
    progress: Progress,
) -> list[Comparison]:
    """Every choice that can be told again, oldest first.

    Args:
        log: what the person thinks, in the order of time, with moments on their own clock.
        events: everything that is stored of the time since then, in order of start.
        vectors: unit rows by event id.
        home: where they live.
        progress: told of each choice.
    """
    if not log:
        return []
    zone = log[0].at.tzinfo
    assert zone is not None
    shelf = _Shelf(events)
    replay = Replay(zone, home, lambda one: _others(shelf, one, vectors))
    numbers = [number for number, one in enumerate(log) if _chosen(one)][-MOST:]
    found: list[Comparison] = []
    for done, number in enumerate(numbers):
        progress.step("Telling your history again", done, len(numbers))
        opinion, before = log[number], log[:number]
        known = {one.event.event_id for one in before}
        coming = [one for one in shelf.known_at(opinion.at) if one.event_id not in known]
        chosen = opinion.event
        others = [one for one in _spread(coming, AMONG) if one.event_id != chosen.event_id]
        if len(others) < LEAST_AMONG or not opinion.at < chosen.start < opinion.at + AHEAD:
            continue
        replay.tell(before, vectors)
        scene = replay.scene([chosen, *others], opinion.at, before, vectors)
        scores = rank.logits(features.matrix(scene), replay.weights().mean)
        found.append(_compared(scene.candidates, scores, chosen, opinion.at))
    progress.step("Telling your history again", len(numbers), len(numbers))
    return found


def honesty(found: Sequence[Comparison], seed: int = 0) -> Honesty:
    """What the comparisons say, with an interval and in one sentence."""
    if not found:
        sentence = "There is too little history to say yet whether the picks help you."
        return Honesty(0, 0.0, 0.0, 0.0, 0.0, 0.0, sentence)
    ours = np.array([_gain(one.ours) for one in found])
    by_date = np.array([_gain(one.by_date) for one in found])
    differences = ours - by_date
    drawn = np.random.default_rng(seed).integers(0, len(found), (_RESAMPLED, len(found)))
    low, high = np.quantile(differences[drawn].mean(axis=1), (0.025, 0.975)).tolist()
    result = Honesty(
        comparisons=len(found),
        ours=float(ours.mean()),
        by_date=float(by_date.mean()),
        gain=float(differences.mean()),
        low=low,
        high=high,
        sentence="",
    )
    return replace(result, sentence=_sentence(result, found))


class _Shelf:
    """Events by the moment at which they were known and yet to come."""

    def __init__(self, events: Sequence[Event]) -> None:
        ordered = sorted(events, key=lambda event: event.start)
        self._events = ordered
        self._starts = np.array([event.start.timestamp() for event in ordered])
        self._seen = np.array(
            [event.first_seen.timestamp() if event.first_seen else np.inf for event in ordered]
        )

    def known_at(self, moment: datetime) -> list[Event]:
        """What began in the 30 days after ``moment`` and had been listed by then, in order."""
        at = moment.timestamp()
        first, last = np.searchsorted(self._starts, [at, at + AHEAD.total_seconds()], side="right")
        rows = np.flatnonzero(self._seen[first:last] <= at) + first
        return [self._events[row] for row in rows.tolist()]


def _chosen(opinion: Opinion) -> bool:
    return opinion.wanted and bool(opinion.actions & CHOSEN)


def _spread(events: Sequence[Event], most: int) -> list[Event]:
    """Every so many of ``events``, so that soon and far keep their shares."""
    if len(events) <= most:
        return list(events)
    rows = np.linspace(0, len(events) - 1, most).astype(int)
    return [events[row] for row in np.unique(rows).tolist()]


def _others(shelf: _Shelf, opinion: Opinion, vectors: Mapping[str, Vectors]) -> Others:
    chosen = _spread(shelf.known_at(opinion.at), COMPARED)
    return Others(
        chosen, {one.event_id: vectors[one.event_id] for one in chosen if one.event_id in vectors}
    )


def _compared(
    table: candidates.Candidates, scores: candidates.Floats, chosen: Event, now: datetime
) -> Comparison:
    """Both places among what could be picked, one card for each series; ties count half."""
    row = next(at for at, one in enumerate(table.events) if one is chosen)
    rows = rank.eligible(table, now, now + AHEAD, ())
    rows = rows[table.card[rows] != table.card[row]]
    above = float((scores[rows] > scores[row]).sum() + (scores[rows] == scores[row]).sum() / 2)
    sooner = (table.start[rows] < table.start[row]).sum()
    level = (table.start[rows] == table.start[row]).sum()
    return Comparison(1 + round(above), 1 + round(float(sooner + level / 2)))


def _gain(place: int) -> float:
    """NDCG@10 of a list with one good event at ``place``."""
    return float(1.0 / np.log2(1 + place)) if place <= FIRST else 0.0


def _sentence(result: Honesty, found: Sequence[Comparison]) -> str:
    count = len(found)
    if count < FEWEST:
        return (
            f"There is too little history to say yet: {count} of your choices can be told again, "
            f"and it takes {FEWEST}."
        )
    ours = sum(one.ours <= FIRST for one in found)
    dated = sum(one.by_date <= FIRST for one in found)
    told = (
        f"of {count} events that you chose, EventPal had {ours} among its first ten, "
        f"order by date {dated} (list quality {result.ours:.2f} against {result.by_date:.2f}, "
        f"a difference of {result.gain:+.2f}, 95% between {result.low:+.2f} and {result.high:+.2f})"
    )
    if result.low > 0:
        return f"The picks help you: {told}."
    if result.high < 0:
        return f"Order by date serves you better: {told}."
    return f"No clear difference so far: {told}."
