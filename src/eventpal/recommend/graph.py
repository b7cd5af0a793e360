"""How near an event is to the person in the net of who, where and what.

Personalised PageRank (Haveliwala, WWW 2002) by power iteration on the net person - wanted events -
organisers, venues, categories - coming events. An event may be near by a detour: the organiser of
a liked evening plays in a hall where others play too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from eventpal.recommend.candidates import Floats, Labels

RESTART: Final = 0.3
"""Chance to start again with the person at each step."""
STEPS: Final = 8
"""After which .3 · .7^8 = 2% of the walk is left to change."""
LIMIT: Final = 3.0


@dataclass(frozen=True, slots=True)
class Net:
    """The links between ``n`` events and the names they bear, numbered over all kinds."""

    events: int
    names: int
    rows: NDArray[np.intp]
    """The event of each link."""
    codes: NDArray[np.intp]
    """The name of each link."""
    offsets: tuple[int, ...]
    """Where each kind's names begin."""


def net(kinds: Sequence[Labels], events: int) -> Net:
    """The net of these labels."""
    sizes = [len(labels.codes_of) for labels in kinds]
    offsets = tuple(np.concatenate([[0], np.cumsum(sizes)]).astype(int).tolist())
    return Net(
        events=events,
        names=offsets[-1],
        rows=np.concatenate([labels.rows for labels in kinds]),
        codes=np.concatenate(
            [labels.codes + begin for labels, begin in zip(kinds, offsets, strict=False)]
        ),
        offsets=offsets[:-1],
    )


def nearness(kinds: Sequence[Labels], events: int, wanted: Sequence[Mapping[str, float]]) -> Floats:
    """How much oftener a walk from the person meets each event than a walk from anywhere.

    Args:
        kinds: the labels of the events by each kind of name.
        events: how many there are, n.
        wanted: for each kind the weight of the person's wanted events by name.

    Returns:
        Logs of the ratio, base e, within ±LIMIT, [n]; 0 where nothing links event and person.
    """
    links = net(kinds, events)
    start = np.zeros(links.names)
    for labels, begin, weights in zip(kinds, links.offsets, wanted, strict=True):
        for name in weights.keys() & labels.codes_of.keys():
            start[begin + labels.codes_of[name]] = max(0.0, weights[name])
    if not start.any():
        return np.zeros(events)
    everywhere = np.bincount(links.codes, minlength=links.names).astype(float)
    mine, anyones = (_walk(links, one / one.sum()) for one in (start, everywhere))
    met = anyones > 0
    ratio = np.zeros(events)
    ratio[met] = np.log((mine[met] + 0.1 * anyones[met]) / (1.1 * anyones[met]))
    # A net without the person's names says nothing against an event.
    return np.clip(ratio, 0.0, LIMIT)


def _walk(links: Net, start: Floats) -> Floats:
    """How often each event is met from ``start``, [n]."""
    borne = np.maximum(np.bincount(links.rows, minlength=links.events), 1)
    bearing = np.maximum(np.bincount(links.codes, minlength=links.names), 1)
    here: Floats = start
    events: Floats = np.zeros(links.events)
    for _ in range(STEPS):
        each = (here / bearing)[links.codes]
        events = np.bincount(links.rows, each, minlength=links.events).astype(float)
        back = np.bincount(links.codes, (events / borne)[links.rows], minlength=links.names)
        here = RESTART * start + (1 - RESTART) * back
    return events
