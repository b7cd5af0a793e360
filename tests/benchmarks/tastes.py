"""How fast the ranking learns: ten scripted people of the sample city rate what they come across.

``python -m tests.benchmarks learning`` prints the table. Each person rates events in an order that
a seed shuffles, every second one a favourite while there are any; favourites they like, others
they do not. What they never come across, the same events after 5 ratings as after 50 and half of
their favourites among them, is then ranked, and NDCG@10 tells how well it finds those. The
reference ranks by content alone: likest to the liked, less likest to the others.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eventpal.app import EventPal
from eventpal.domain import Action, Change, Event, Rating
from eventpal.feeds import sample
from eventpal.opening import throwaway_home
from eventpal.progress import Progress
from eventpal.recommend import reasons, week
from eventpal.recommend.recommender import Recommender
from tests.benchmarks.table import Row

TASTES = Path(__file__).parents[1] / "data" / "tastes.json"
NOW = datetime(2026, 3, 2, 10, tzinfo=sample.ZONE)
DAYS = 56
SIZES = (5, 10, 20, 50)
SEEDS = (1, 2, 3)
PLACES = 10
Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Taste:
    """One scripted person."""

    name: str
    about: Sequence[str]
    but_not: Sequence[str]
    hours: tuple[float, float] | None
    days: Sequence[int]

    def loves(self, event: Event) -> bool:
        """Whether the event is a true favourite."""
        said = "\n".join((event.title, *event.categories, event.venue, event.description)).lower()
        if not any(one in said for one in self.about) or any(one in said for one in self.but_not):
            return False
        start = week.local_start(event, sample.ZONE)
        hour = start.hour + start.minute / 60
        hour += 24 if hour < 4 else 0
        return (not self.days or start.weekday() in self.days) and (
            self.hours is None or self.hours[0] <= hour < self.hours[1]
        )


@dataclass(frozen=True)
class City:
    """The sample city's coming events, one date of each, with their vectors by event id."""

    pal: EventPal
    events: Sequence[Event]
    vectors: Mapping[str, Vectors]


@dataclass(frozen=True)
class Mean:
    """A mean, and between what it lies with a probability of 95 %."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Learned:
    """Mean NDCG@10 over people and seeds after so many ratings, with 95% intervals over people."""

    ratings: int
    ours: Mean
    shown: Mean
    """Of the list as it is shown, mixed."""
    content: Mean
    gain: Mean
    """Of ours over content, person by person."""


@contextmanager
def city() -> Iterator[City]:
    """The sample city in a throwaway home, understood."""
    with throwaway_home() as (home, key):
        pal = EventPal(home, key, clock=lambda: NOW, zone=sample.ZONE)
        try:
            pal.add_sample_city(Progress())
            pal.embed_pending(Progress())
            dates = pal.events.between(NOW, NOW + timedelta(days=DAYS))
            events = list({event.event_id: event for event in reversed(dates)}.values())[::-1]
            vectors = pal.vectors.for_events([event.event_id for event in events])
            yield City(pal, events, vectors)
        finally:
            pal.close()


def tastes() -> list[Taste]:
    """The ten people."""
    told: list[dict[str, Any]] = json.loads(TASTES.read_text(encoding="utf-8"))["tastes"]
    return [
        Taste(
            one["name"],
            one["about"],
            one["but_not"],
            tuple(one["hours"]) if "hours" in one else None,
            one.get("days", ()),
        )
        for one in told
    ]


def curve(town: City, seeds: Sequence[int] = SEEDS, sizes: Sequence[int] = SIZES) -> list[Learned]:
    """NDCG@10 after so many ratings each."""
    people = tastes()
    figures = np.zeros((len(people), len(seeds), len(sizes), 3))
    for person, taste in enumerate(people):
        for at, seed in enumerate(seeds):
            recommender, rate = _newcomer(town)
            met = _order(town, taste, seed)[: max(sizes)]
            for done, event in enumerate(met, 1):
                rate(event, Action.LIKE if taste.loves(event) else Action.DISLIKE)
                if done in sizes:
                    figures[person, at, sizes.index(done)] = _ndcgs(
                        town, taste, recommender, met, done
                    )
    each = figures.mean(axis=1)
    return [
        Learned(
            size,
            *(_mean(each[:, at, kind]) for kind in range(3)),
            gain=_mean(each[:, at, 0] - each[:, at, 2]),
        )
        for at, size in enumerate(sizes)
    ]


def _mean(each: NDArray[np.float64]) -> Mean:
    """The mean over people, [n], with a percentile bootstrap."""
    drawn = np.random.default_rng(0).integers(0, len(each), (2000, len(each)))
    low, high = np.quantile(each[drawn].mean(axis=1), (0.025, 0.975)).tolist()
    return Mean(float(each.mean()), low, high)


def suppression(town: City, seeds: Sequence[int] = SEEDS) -> tuple[Mean, Mean]:
    """What "not my thing" does, for people who like one thing and are shown another.

    After ten likes they turn down three events of another person's taste. Returns the share of
    the events like those in the top 50 that leaves it for that, and the share of their own
    favourites that does. Like them is what shares a category or has a cosine of .5 or more, and is
    no favourite of theirs.
    """
    people = tastes()
    gone: list[list[float]] = [[] for _ in people]
    lost: list[list[float]] = [[] for _ in people]
    for number, taste in enumerate(people):
        for seed in seeds:
            other = people[(number + 1 + seed) % len(people)]
            recommender, rate = _newcomer(town)
            mine = [one for one in _order(town, taste, seed) if taste.loves(one)][:10]
            for event in mine:
                rate(event, Action.LIKE)
            theirs = [
                one
                for one in _order(town, other, seed)
                if other.loves(one) and not taste.loves(one)
            ][:3]
            before = _top(recommender, mine)
            for event in theirs:
                rate(event, Action.DISLIKE, reasons.TOPIC)
            after = _top(recommender, mine)
            own = {one.event_id for one in town.events if taste.loves(one)}
            alike = _alike(town, theirs) - own
            if alike & before:
                gone[number].append(1 - len(alike & after) / len(alike & before))
            if own & before:
                lost[number].append(1 - len(own & after) / len(own & before))
    return _mean(_by_person(gone)), _mean(_by_person(lost))


def _by_person(shares: Sequence[Sequence[float]]) -> NDArray[np.float64]:
    return np.array([np.mean(one) for one in shares if one])


def rows(_: Path) -> list[Row]:
    """The learning curve and the suppression, for the table."""
    with city() as town:
        found = [
            Row(
                f"favourites found after {one.ratings} ratings, NDCG@10",
                f"{one.ours.value:.3f} ({one.shown.value:.3f} as mixed), by content alone "
                f"{one.content.value:.3f}: {one.gain.value:+.3f} "
                f"({one.gain.low:+.3f} to {one.gain.high:+.3f})",
                "> content",
                one.gain.value > 0,
            )
            for one in curve(town)
        ]
        gone, lost = suppression(town)
    cost = (
        f"{gone.value:.1%} ({gone.low:.1%} to {gone.high:.1%}), at a cost of {lost.value:.1%} "
        f"({lost.low:.1%} to {lost.high:.1%}) of the favourites there"
    )
    return [
        *found,
        Row("like what is not wanted, gone from the top 50", cost, "≥ 90%", gone.value >= 0.9),
    ]


class _Log:
    """A history in memory."""

    def __init__(self) -> None:
        self.entries: list[Any] = []

    def ratings(self) -> list[Any]:
        """The log."""
        return list(self.entries)

    def actions(self) -> dict[str, frozenset[Action]]:
        """What stands, by event id."""
        return {one.event.event_id: frozenset({one.action}) for one in self.entries}


def _newcomer(town: City) -> tuple[Recommender, Any]:
    log = _Log()
    recommender = Recommender(
        town.pal.events,
        log,
        town.pal.vectors,
        town.pal.preferences,  # type: ignore[arg-type]
    )

    def rate(event: Event, action: Action, reason: str = "") -> None:
        number = len(log.entries)
        at = NOW - timedelta(minutes=200 - number)
        log.entries.append(Rating(id=number, event=event, action=action, at=at, reason=reason))
        recommender.refresh(Change(rated=frozenset({event.event_id})))

    return recommender, rate


def _order(town: City, taste: Taste, seed: int) -> list[Event]:
    """What the person comes across: every second one a favourite, of which half stay unmet."""
    rng = np.random.default_rng([seed, len(taste.name)])
    shuffled = [town.events[n] for n in rng.permutation(len(town.events))]
    loved = [one for one in shuffled if taste.loves(one)]
    loved, others = loved[: len(loved) // 2], [one for one in shuffled if not taste.loves(one)]
    met: list[Event] = []
    while loved or others:
        for kind in (loved, others):
            met += kind[:1]
            del kind[:1]
    return met


def _ndcgs(
    town: City, taste: Taste, recommender: Recommender, met: Sequence[Event], done: int
) -> tuple[float, float, float]:
    """Of our ranking, of the same mixed, and of content, after the first ``done`` of ``met``."""
    known = {one.event_id for one in met}
    ours, shown = (
        [
            pick.event
            for pick in recommender.ranked(
                NOW, days=DAYS, limit=PLACES + len(known), breadth=breadth
            ).picks
            if pick.event.event_id not in known
        ]
        for breadth in (0.0, 0.5)
    )
    left = [one for one in town.events if one.event_id not in known]
    by_content = _by_content(town, taste, met[:done], left)
    ideal = sum(taste.loves(one) for one in left)
    return (
        _ndcg([taste.loves(one) for one in ours], ideal),
        _ndcg([taste.loves(one) for one in shown], ideal),
        _ndcg([taste.loves(one) for one in by_content], ideal),
    )


def _by_content(
    town: City, taste: Taste, met: Sequence[Event], events: Sequence[Event]
) -> list[Event]:
    matrix = np.array([town.vectors[one.event_id] for one in events])
    score = np.zeros(len(events))
    for loved, sign in ((True, 1.0), (False, -1.0)):
        some = [town.vectors[one.event_id] for one in met if taste.loves(one) == loved]
        if some:
            score += sign * (matrix @ np.array(some).T).max(axis=1)
    return [events[n] for n in np.argsort(-score, kind="stable")]


def _ndcg(loved: Sequence[bool], ideal: int) -> float:
    discount = 1 / np.log2(np.arange(2, PLACES + 2))
    best = discount[: min(ideal, PLACES)].sum()
    return float((np.array(loved[:PLACES]) * discount[: len(loved[:PLACES])]).sum() / best)


def _alike(town: City, turned_down: Sequence[Event]) -> set[str]:
    """The other events that share a category with one of them, or are near in meaning."""
    categories = {name for one in turned_down for name in one.categories}
    rows = np.array([town.vectors[one.event_id] for one in turned_down])
    near = {
        one.event_id
        for one in town.events
        if categories & set(one.categories) or (rows @ town.vectors[one.event_id]).max() >= 0.5
    }
    return near - {one.event_id for one in turned_down}


def _top(recommender: Recommender, known: Sequence[Event]) -> set[str]:
    ids = {one.event_id for one in known}
    picks = recommender.ranked(NOW, days=DAYS, limit=50).picks
    return {pick.event.event_id for pick in picks} - ids
