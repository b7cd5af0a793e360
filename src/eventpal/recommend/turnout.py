"""What was on, and how much of it the person went to.

That somebody went to five of six evenings says another thing than five of sixty. Events that
passed by unchosen, while the person was there to choose, are the other half of their history.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from eventpal.domain import Event
from eventpal.recommend import candidates
from eventpal.recommend.candidates import Floats, Labels

KINDS: Final = ("organiser", "venue", "repeat")
"""By what it is counted; each is a column of ``Candidates``."""

DAYS: Final = 180
"""How far back it counts."""

DOUBT: Final = 0.5
"""How many expected visits each name starts with: the prior of a Gamma-Poisson rate."""

LIMIT: Final = 2.5
"""Of the log ratio, both ways."""


@dataclass(frozen=True, slots=True)
class Passed:
    """The starts of what was on, in seconds since the epoch and in order."""

    all: Sequence[float]
    by: Mapping[str, Mapping[str, Sequence[float]]]
    """By kind and name."""


NOTHING: Final = Passed((), {kind: {} for kind in KINDS})


def passed(dates: Iterable[tuple[str, str, str, float]]) -> Passed:
    """What was on: organiser, venue, title and start (seconds since the epoch) of each date."""
    by: dict[str, defaultdict[str, list[float]]] = {kind: defaultdict(list) for kind in KINDS}
    every: list[float] = []
    for organiser, venue, title, start in sorted(dates, key=lambda date: date[3]):
        every.append(start)
        for kind, name in _named(organiser, venue, title).items():
            if name:
                by[kind][name].append(start)
    return Passed(every, by)


@dataclass(frozen=True, slots=True)
class Visit:
    """A wanted event: when it began, in seconds since the epoch, and its names by kind."""

    start: float
    names: Mapping[str, str]


def visit(event: Event) -> Visit:
    """What is counted of a wanted event."""
    return Visit(event.start.timestamp(), _named(event.organiser, event.venue, event.title))


def ratios(
    was_on: Passed,
    went: Iterable[Visit],
    kind: str,
    labels: Labels,
    *,
    since: float,
    now: float,
) -> Floats:
    """How much oftener than to anything the person went to each name's events: logs, base e.

    The rate of each name is the mean of its Gamma posterior: (visits + DOUBT) to (expected visits
    + DOUBT), where visits are expected as often as to all that was on.

    Args:
        was_on: what began, whether the person went or not.
        went: what the person wanted.
        kind: one of ``KINDS``.
        labels: the names that are asked about.
        since: when the person began to choose, in seconds since the epoch.
        now: what begins later does not count yet.

    Returns:
        One for each code of ``labels``, within ±LIMIT; 0 for a name that nothing was on of.
    """
    values = np.zeros(len(labels.codes_of))
    begun = [one for one in went if since <= one.start <= now]
    on = _between(was_on.all, since, now)
    if not on or not begun:
        return values
    share = min(1.0, len(begun) / on)
    visits: defaultdict[str, int] = defaultdict(int)
    for one in begun:
        visits[one.names[kind]] += 1
    starts = was_on.by[kind]
    for name in starts.keys() & labels.codes_of.keys():
        offered = _between(starts[name], since, now)
        if offered:
            ratio = np.log((visits[name] + DOUBT) / (max(offered, visits[name]) * share + DOUBT))
            values[labels.codes_of[name]] = np.clip(ratio, -LIMIT, LIMIT)
    return values


def _named(organiser: str, venue: str, title: str) -> dict[str, str]:
    return {
        "organiser": candidates.plain(organiser),
        "venue": candidates.plain(venue),
        "repeat": candidates.repeat(title, organiser or venue),
    }


def _between(ordered: Sequence[float], since: float, now: float) -> int:
    return bisect_right(ordered, now) - bisect_left(ordered, since)
