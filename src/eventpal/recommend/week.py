"""The hours of the week: when things happen, and when people go out."""

from datetime import datetime, timedelta, tzinfo
from typing import Final

import numpy as np
from numpy.typing import NDArray

from eventpal.domain import Event

HOURS = 24
SLOTS = 7 * HOURS
"""Hours of the week, from Monday midnight; slot = weekday · 24 + hour."""

ALL_DAY = SLOTS
"""First of seven more slots: all day Monday, all day Tuesday, …"""

ANY_TIME = SLOTS + 7
"""The slot of what lasts so long that one can go at any time."""

LONG = timedelta(hours=36)
"""Longer than this, an event has no time of the week."""

_OPEN_HOURS = slice(10, 21)
"""The hours in which a person would go to something that lasts all day."""

_BANDWIDTH_HOURS = 2.0
_SAME_DAY, _SAME_KIND_OF_DAY, _ANY_DAY = 0.5, 0.3, 0.2
"""How a visit speaks for its own weekday, for weekdays or the weekend, and for every day."""

_WORKDAY = (0.1,) * 7 + (0.3, 0.4) + (0.5,) * 8 + (1.0, 1.8, 2.0, 1.8, 1.3, 0.8, 0.4)
_FRIDAY = (0.1,) * 7 + (0.3, 0.4) + (0.5,) * 8 + (1.4, 2.4, 2.6, 2.5, 2.0, 1.3, 0.8)
_SATURDAY = (0.2,) * 7 + (0.4, 0.8, 1.3, 1.6, 1.7) + (1.8,) * 6 + (2.2, 2.5, 2.4, 1.8, 1.2, 0.8)
_SUNDAY = (0.2,) * 7 + (0.4, 0.7, 1.2, 1.5, 1.6) + (1.7,) * 5 + (1.6, 1.5, 1.3, 1.0, 0.7, 0.5, 0.3)


def local_start(event: Event, zone: tzinfo) -> datetime:
    """The start on the clock at the event's place; on ``zone``'s where the publisher gave UTC."""
    return event.start.astimezone(zone) if event.tz.upper() in {"UTC", "GMT", "Z"} else event.start


def lasts(event: Event) -> bool:
    """Whether one can go on any of several days."""
    return event.end is not None and event.end - event.start > LONG


def slot(event: Event, zone: tzinfo) -> int:
    """The slot of the week in which ``event`` starts, 0 … ANY_TIME."""
    if lasts(event):
        return ANY_TIME
    start = local_start(event, zone)
    return ALL_DAY + start.weekday() if event.all_day else start.weekday() * HOURS + start.hour


def _usual() -> NDArray[np.float64]:
    """Share of outings by hour of the week, [168], before anything is known of the person.

    Our own guess at a life with work or school on weekdays: evenings, Friday night, the weekend.
    """
    hours = np.array([*_WORKDAY * 4, *_FRIDAY, *_SATURDAY, *_SUNDAY])
    share: NDArray[np.float64] = hours / hours.sum()
    return share


def _kernel() -> NDArray[np.float64]:
    """How one visit in a slot spreads over the hours of the week, [176, 168], rows sum to 1."""
    hour = np.arange(SLOTS) % HOURS
    day = np.arange(SLOTS) // HOURS
    apart = np.abs(hour[:, None] - hour)
    apart = np.minimum(apart, HOURS - apart)
    alike = (
        _SAME_DAY * (day[:, None] == day)
        + _SAME_KIND_OF_DAY * ((day[:, None] >= 5) == (day >= 5))
        + _ANY_DAY
    )
    rows = np.exp(-0.5 * (apart / _BANDWIDTH_HOURS) ** 2) * alike
    rows /= rows.sum(axis=1, keepdims=True)
    all_day = rows.reshape(7, HOURS, SLOTS)[:, _OPEN_HOURS].mean(axis=1)
    return np.vstack([rows, all_day, np.zeros((1, SLOTS))])


USUAL: Final = _usual()
KERNEL: Final = _kernel()


def preference(
    visits: NDArray[np.float64],
    prior_visits: float,
    avoided: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """How much more than evenly the person goes out in each slot: log ratios, [176].

    Args:
        visits: weight of the person's visits by slot, [176].
        prior_visits: how many visits the usual week counts for.
        avoided: weight of what was unwanted for its time by slot, [176].

    Returns:
        0 where they go as often as to a random hour, positive where more often; 0 for ANY_TIME.
    """
    spread = visits @ KERNEL
    share = (prior_visits * USUAL + spread) / (prior_visits + spread.sum())
    if avoided is not None:
        share = share / (1.0 + avoided @ KERNEL * SLOTS / prior_visits)
    ratio = np.log(share * SLOTS)
    all_day = np.log(share.reshape(7, HOURS)[:, _OPEN_HOURS].mean(axis=1) * SLOTS)
    return np.concatenate([ratio, all_day, [0.0]])
