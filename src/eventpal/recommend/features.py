"""The named features of an event for one person at one moment; the score is a weighted sum of them.

Each is 0 where it has nothing to say, and its typical event lies near 0, so that a weight moves
only what is out of the ordinary.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from eventpal.domain import EARTH_RADIUS_KM, Place
from eventpal.recommend import week
from eventpal.recommend.candidates import (
    Candidates,
    Floats,
    Labels,
    Vectors,
    at,
    place_arrays,
    series_rows,
)
from eventpal.recommend.taste import Opinion, Tally, Taste

DAY = 86400.0
HORIZON_DAYS = 30.0
"""Where lead time has its lowest value."""
USUAL_DAYS = 7.0
"""At this lead time an event is neither soon nor far."""
NEAR_HOME_KM = 8.0
"""At this distance from home an event is neither near nor far."""
USUAL_PLACE_KM = 15.0
"""At this distance from a visited place, the visit counts 1/e."""
USUAL_PLACES_KEPT = 12
LIKENESSES_KEPT = 300
"""The latest wanted and the latest unwanted events that others are compared with."""
NEUTRAL_COSINE = 0.25
"""Of two events that have no more in common than any two. A whole number of 1/4, so that taking
it away leaves exactly 0 in any precision."""
DEAR = 100.0
"""A price, in units of its currency, that has the lowest value."""
LONG_DAYS = week.LONG.total_seconds() / DAY
LONG_RUN_DAYS = 30.0
WEEK_PRIOR_VISITS = 4.0
"""How many visits the usual week of a person counts for, against their own."""
_LOG_LIMIT = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """All that features are computed from: ``n`` candidates and one person at one moment."""

    candidates: Candidates
    taste: Taste
    now: datetime
    liked: Vectors
    """Cosines with the ``p`` events that were wanted, [p, n]."""
    disliked: Vectors
    """Cosines with the ``q`` events that were not, [q, n]."""
    embedded: NDArray[np.bool_]
    """Which candidates have a vector, [n]."""
    home: Place | None = None
    own: Mapping[int, Opinion] = field(default_factory=dict)
    """The person's opinion of a candidate itself, by row. It must not speak for itself through
    its organiser, venue or words: its cosine with itself is neutral, and tallies leave it out."""
    decided: frozenset[str] = frozenset()
    """Ids of series of which the person has saved a date or is going to one."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: ``compute`` gives [n] values from ``low`` to ``high`` in ``unit``."""

    name: str
    unit: str
    low: float
    high: float
    compute: Callable[[Scene], Floats]

    @property
    def meaning(self) -> str:
        """What it measures, in a sentence."""
        return (self.compute.__doc__ or "").splitlines()[0]


def like_nearest(scene: Scene) -> Floats:
    """How like the most similar wanted event it is: cosine .25 is 0, cosine .75 is 1.

    That it is unlike all of them says little while they are few: half as much for four of them.
    """
    if not len(scene.liked):
        return np.zeros(len(scene.candidates))
    value = (scene.liked.max(axis=0).astype(float) - NEUTRAL_COSINE) / 0.5
    return _trusted(scene, np.clip(value, -0.5, 1.5))


def like_overall(scene: Scene) -> Floats:
    """How like the wanted events it is on average: cosine .25 is 0, cosine .5 is 1.

    That it is unlike them says little while they are few: half as much for four of them.
    """
    if not len(scene.liked):
        return np.zeros(len(scene.candidates))
    value = (scene.liked.mean(axis=0).astype(float) - NEUTRAL_COSINE) / 0.25
    return _trusted(scene, np.clip(value, -0.5, 1.5))


def dislike_nearest(scene: Scene) -> Floats:
    """How like the most similar unwanted event it is: up to cosine .25 is 0, cosine .75 is 1."""
    if not len(scene.disliked):
        return np.zeros(len(scene.candidates))
    value = (scene.disliked.max(axis=0).astype(float) - NEUTRAL_COSINE) / 0.5
    return np.where(scene.embedded, np.clip(value, 0.0, 1.5), 0.0)


def organiser(scene: Scene) -> Floats:
    """How much the organiser's events were wanted, drawn to 0 while few are known."""
    return _affinity(scene, scene.candidates.organiser, scene.taste.organiser)


def venue(scene: Scene) -> Floats:
    """How much events at the venue were wanted, drawn to 0 while few are known."""
    return _affinity(scene, scene.candidates.venue, scene.taste.venue)


def category(scene: Scene) -> Floats:
    """How much the categories were wanted: the best and the worst known of them, added."""
    return _affinity(scene, scene.candidates.category, scene.taste.category)


def word(scene: Scene) -> Floats:
    """How much events with the title's words were wanted: the best and the worst, added."""
    return _affinity(scene, scene.candidates.word, scene.taste.word)


def series(scene: Scene) -> Floats:
    """How much other dates of the same series were wanted."""
    return _affinity(scene, scene.candidates.series, scene.taste.series)


def time_of_week(scene: Scene) -> Floats:
    """How often the person goes out in that hour of the week: log of the ratio to evenly, base e.

    The usual evenings and weekends count as four visits beside the person's own, which spread by
    a kernel of two hours over neighbouring hours and like days. 0 for what lasts days.
    """
    levels = week.preference(scene.taste.visits, WEEK_PRIOR_VISITS)
    value: Floats = np.clip(levels[scene.candidates.slot], -_LOG_LIMIT, _LOG_LIMIT)
    return value


def lead_time(scene: Scene) -> Floats:
    """How soon it starts, on a log scale: now is 1, in a week 0, in 30 days the lowest.

    0 for what began over a day ago: there is no hurry.
    """
    days = (scene.candidates.start - at(scene.now)) / DAY
    value = 1 - np.log1p(np.clip(days, 0, HORIZON_DAYS)) / np.log1p(USUAL_DAYS)
    return np.where(days < -1, 0.0, value)


def distance(scene: Scene) -> Floats:
    """How near home it is, on a log scale: 0 km is 1, 8 km is 0, 80 km is -1."""
    if scene.home is None:
        return np.zeros(len(scene.candidates))
    lat, lon = place_arrays([scene.home])
    km = _km(scene.candidates, lat, lon)[0]
    near_home: Floats = np.nan_to_num(
        np.clip(1 - np.log1p(km) / np.log1p(NEAR_HOME_KM), -1, 1), nan=0.0
    )
    return near_home


def usual_places(scene: Scene) -> Floats:
    """How much nearer it is to where the person goes than candidates are on average.

    Each place counts 1 at no distance and 1/e at 15 km. Drawn to 0 while few places are known.
    """
    known = sorted(scene.taste.places.items(), key=lambda item: (-item[1], item[0]))
    if not known or np.isnan(scene.candidates.lat).all():
        return np.zeros(len(scene.candidates))
    kept = known[:USUAL_PLACES_KEPT]
    weights = np.array([weight for _, weight in kept])
    lat, lon = np.array([place for place, _ in kept]).T
    near = weights @ np.exp(-_km(scene.candidates, lat, lon) / USUAL_PLACE_KM) / weights.sum()
    trust = scene.taste.wanted / (scene.taste.wanted + 2.0)
    habit: Floats = np.nan_to_num((near - np.nanmean(near)) * trust, nan=0.0)
    return habit


def price(scene: Scene) -> Floats:
    """How cheap entry is, on a log scale: free is 1, about 9 is 0, 100 is -1; unknown is 0."""
    value = 1 - 2 * np.log1p(np.clip(scene.candidates.price, 0, DEAR)) / np.log1p(DEAR)
    filled: Floats = np.nan_to_num(value, nan=0.0)
    return filled


def rarity(scene: Scene) -> Floats:
    """How often it is on in the next 30 days: once is 0, thirty times or more -1 (log scale)."""
    often: Floats = -np.clip(np.log(dates_ahead(scene)) / np.log(30.0), 0.0, 1.0)
    return often


def dates_ahead(scene: Scene) -> Floats:
    """How many dates each candidate's card has in the next 30 days, at least 1, [n]."""
    start, card = scene.candidates.start, scene.candidates.card
    ahead = (start >= at(scene.now)) & (start < at(scene.now) + HORIZON_DAYS * DAY)
    counts = np.bincount(card[ahead], minlength=len(card))
    return np.maximum(counts[card], 1).astype(float)


def long_run(scene: Scene) -> Floats:
    """How long it lasts: up to a day and a half is 0, 30 days or more is 1 (log scale)."""
    days = (scene.candidates.end - scene.candidates.start) / DAY
    beyond = np.log(np.maximum(days / LONG_DAYS, 1.0)) / np.log(LONG_RUN_DAYS / LONG_DAYS)
    length: Floats = np.clip(beyond, 0.0, 1.0)
    return length


def all_day(scene: Scene) -> Floats:
    """1 for a day without a time, often only a holiday or an observance."""
    return scene.candidates.all_day


def detail(scene: Scene) -> Floats:
    """How much its publisher tells of it (picture, text, place, price): half of that is 0."""
    return scene.candidates.detail - 0.5


def notice(scene: Scene) -> Floats:
    """1 for a notice that something is closed, called off or due."""
    return scene.candidates.notice


def meeting(scene: Scene) -> Floats:
    """1 for a meeting or rehearsal of a board, a committee, a club, rather than an outing."""
    return scene.candidates.meeting


def liked(scene: Scene) -> Floats:
    """1 for what the person has liked itself."""
    value = np.zeros(len(scene.candidates))
    value[[row for row, opinion in scene.own.items() if opinion.wanted]] = 1.0
    return value


def decided(scene: Scene) -> Floats:
    """1 for what the person has saved or is going to: picks are for what is new."""
    value = np.zeros(len(scene.candidates))
    value[series_rows(scene.candidates, scene.decided)] = 1.0
    return value


FEATURES: Final = (
    Feature("like_nearest", "scaled cosine", -0.5, 1.5, like_nearest),
    Feature("like_overall", "scaled cosine", -0.5, 1.5, like_overall),
    Feature("dislike_nearest", "scaled cosine", 0.0, 1.5, dislike_nearest),
    Feature("organiser", "shrunk share", -1.0, 1.0, organiser),
    Feature("venue", "shrunk share", -1.0, 1.0, venue),
    Feature("category", "shrunk share", -1.0, 1.0, category),
    Feature("word", "shrunk share", -1.0, 1.0, word),
    Feature("series", "shrunk share", -1.0, 1.0, series),
    Feature("time_of_week", "log ratio", -_LOG_LIMIT, _LOG_LIMIT, time_of_week),
    Feature("lead_time", "scaled log days", -0.66, 1.0, lead_time),
    Feature("distance", "scaled log km", -1.0, 1.0, distance),
    Feature("usual_places", "kernel of km", -1.0, 1.0, usual_places),
    Feature("price", "scaled log price", -1.0, 1.0, price),
    Feature("rarity", "scaled log count", -1.0, 0.0, rarity),
    Feature("long_run", "scaled log days", 0.0, 1.0, long_run),
    Feature("all_day", "yes or no", 0.0, 1.0, all_day),
    Feature("detail", "share", -0.5, 0.5, detail),
    Feature("notice", "yes or no", 0.0, 1.0, notice),
    Feature("meeting", "yes or no", 0.0, 1.0, meeting),
    Feature("liked", "yes or no", 0.0, 1.0, liked),
    Feature("decided", "yes or no", 0.0, 1.0, decided),
)

NAMES: Final = tuple(feature.name for feature in FEATURES)


def matrix(scene: Scene) -> Floats:
    """All features of all candidates, [n, len(FEATURES)]."""
    return np.column_stack([feature.compute(scene) for feature in FEATURES])


def _trusted(scene: Scene, value: Floats) -> Floats:
    """``value`` where there is a vector; what is below 0 as far as the history reaches."""
    trust = scene.taste.wanted / (scene.taste.wanted + 4.0)
    return np.where(scene.embedded, np.where(value < 0, value * trust, value), 0.0)


def _affinity(scene: Scene, labels: Labels, tally: Tally) -> Floats:
    """The highest affinity above 0 plus the lowest below 0 among each event's labels, [n]."""
    known = tally.affinities(labels.codes_of)
    best, worst = np.zeros(len(scene.candidates)), np.zeros(len(scene.candidates))
    if known.any():
        values = known[labels.codes]
        if scene.own:
            names = tuple(labels.codes_of)
            rows = np.fromiter(scene.own, dtype=np.intp)
            begin = np.searchsorted(labels.rows, rows).tolist()
            end = np.searchsorted(labels.rows, rows + 1).tolist()
            for opinion, *pairs in zip(scene.own.values(), begin, end, strict=True):
                for pair in range(*pairs):
                    values[pair] = tally.affinity(names[labels.codes[pair]], without=opinion)
        np.maximum.at(best, labels.rows, values)
        np.minimum.at(worst, labels.rows, values)
    return best + worst


def _km(candidates: Candidates, lat: Floats, lon: Floats) -> Floats:
    """Distances to ``m`` places, [m, n], nan where unknown.

    Equirectangular, which is within 1% of the great circle up to 500 km outside the polar regions
    and costs no trigonometry for each pair.
    """
    north = np.radians(candidates.lat - lat[:, None])
    turn = (candidates.lon - lon[:, None] + 180.0) % 360.0 - 180.0
    east = np.radians(turn) * np.cos(np.radians(lat))[:, None]
    km: Floats = EARTH_RADIUS_KM * np.hypot(north, east)
    return km
