"""Features of when an event is, how often, and how long it was there to be seen."""

from typing import Final

import numpy as np

from eventpal.recommend import week
from eventpal.recommend.candidates import Floats, at, single
from eventpal.recommend.scene import LIKENESSES_KEPT, Scene
from eventpal.recommend.taste import DAY

HORIZON_DAYS = 30.0
"""Where lead time has its lowest value."""
USUAL_DAYS = 7.0
"""At this lead time an event is neither soon nor far."""
LONG_DAYS = week.LONG.total_seconds() / DAY
LONG_RUN_DAYS = 30.0
WEEK_PRIOR_VISITS = 4.0
"""How many visits the usual week of a person counts for, against their own."""
LEAD_PRIOR = 4.0
"""How many decisions at any time ahead the usual person counts for, against their own."""
LEAD_WIDTH = 0.5
"""How far one decision speaks for others, in logs of 1 + days."""
ANNOUNCED_DAYS = 3.0
"""After which news counts 1/e."""
LAST_DAYS = 3.0
"""Before which a last chance counts 1/e."""
SHOWN_MOST = 10.0
"""Days of being shown and left, after which more say nothing."""
LOG_LIMIT = 1.5
_LEAD_GRID: Final = np.linspace(0.0, np.log1p(HORIZON_DAYS), 64)
_LEAD_EVENLY: Final = np.exp(
    -0.5 * ((_LEAD_GRID[:, None] - np.log1p(np.linspace(0, HORIZON_DAYS, 61))) / LEAD_WIDTH) ** 2
).mean(axis=1)
"""What one decision at a random time ahead gives on average, on the grid, [64]."""


def time_of_week(scene: Scene) -> Floats:
    """How often the person goes out in that hour of the week: log of the ratio to evenly, base e.

    The usual evenings and weekends count as four visits beside the person's own, which spread by
    a kernel of two hours over neighbouring hours and like days. 0 for what lasts days.
    """
    levels = week.preference(scene.taste.visits, WEEK_PRIOR_VISITS, scene.taste.avoided)
    value: Floats = np.clip(levels[scene.candidates.slot], -LOG_LIMIT, LOG_LIMIT)
    return value


def lead_time(scene: Scene) -> Floats:
    """How soon it starts, on a log scale: now is 1, in a week 0, in 30 days the lowest.

    0 for what began over a day ago: there is no hurry.
    """
    days = (scene.candidates.start - at(scene.now)) / DAY
    value = 1 - np.log1p(np.clip(days, 0, HORIZON_DAYS)) / np.log1p(USUAL_DAYS)
    return np.where(days < -1, 0.0, value)


def lead_habit(scene: Scene) -> Floats:
    """How often the person decides so long before: log of the ratio to any time ahead, base e."""
    leads = np.log1p(np.clip(scene.taste.leads[-LIKENESSES_KEPT:], 0, HORIZON_DAYS))
    if not len(leads):
        return np.zeros(len(scene.candidates))
    own = np.exp(-0.5 * ((_LEAD_GRID[:, None] - leads) / LEAD_WIDTH) ** 2).sum(axis=1)
    levels = np.log((own / _LEAD_EVENLY + LEAD_PRIOR) / (len(leads) + LEAD_PRIOR))
    days = np.clip((scene.candidates.start - at(scene.now)) / DAY, 0, HORIZON_DAYS)
    habit: Floats = np.interp(np.log1p(days), _LEAD_GRID, np.clip(levels, -LOG_LIMIT, LOG_LIMIT))
    return habit


def next_date(scene: Scene) -> Floats:
    """How many dates of the same come before it: none is 0, nine or more -1 (log scale)."""
    ahead = np.flatnonzero(scene.candidates.start >= at(scene.now))
    codes = single(scene.candidates.repeat, len(scene.candidates))[ahead]
    by_name = np.argsort(codes, kind="stable")
    begins = np.flatnonzero(np.diff(codes[by_name], prepend=-2))
    lengths = np.diff(begins, append=len(codes))
    before = np.zeros(len(scene.candidates))
    before[ahead[by_name]] = np.arange(len(codes)) - np.repeat(begins, lengths)
    before[ahead[codes < 0]] = 0.0
    later: Floats = -np.clip(np.log1p(before) / np.log(10.0), 0.0, 1.0)
    return later


def just_announced(scene: Scene) -> Floats:
    """How new it is: found now is 1, three days ago 1/e; less the average of what is on."""
    days = np.clip((at(scene.now) - scene.candidates.first_seen) / DAY, 0, None)
    fresh = np.nan_to_num(np.exp(-days / ANNOUNCED_DAYS), nan=0.0)
    return fresh - fresh.mean() if len(fresh) else fresh


def last_chance(scene: Scene) -> Floats:
    """How soon something ends that was on often or long: now is 1, three days ahead 1/e."""
    ends, card = scene.candidates.end, scene.candidates.card
    last = np.full(len(card), -np.inf)
    np.maximum.at(last, card, ends)
    several = np.bincount(card, minlength=len(card))[card] > 1
    long = (scene.candidates.end - scene.candidates.start) > LONG_DAYS * DAY
    days = np.clip((last[card] - at(scene.now)) / DAY, 0, None)
    return np.where(several | long, np.exp(-days / LAST_DAYS), 0.0)


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


def passed_over(scene: Scene) -> Floats:
    """On how many days it was shown and left alone: none is 0, ten or more 1 (log scale)."""
    days = np.array(
        [scene.shown.get(one.event_id, 0) for one in scene.candidates.events]
        if scene.shown
        else 0.0,
        dtype=float,
    )
    left: Floats = np.clip(np.log1p(days) / np.log1p(SHOWN_MOST), 0.0, 1.0)
    return np.broadcast_to(left, len(scene.candidates)).copy()
