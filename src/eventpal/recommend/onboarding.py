"""Cards to begin with: a few good events that are as different from each other as can be."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from eventpal.domain import Event
from eventpal.recommend.candidates import Candidates, Floats, Vectors

CONSIDERED: Final = 2000
"""Of more events every so many are enough to choose from."""
_TEXT, _CATEGORY, _PLACE = 0.6, 0.3, 0.1
"""How much alike two events are: by their texts, their categories, and their venues."""
_QUALITY: Final = 0.5
"""What a card with a picture and a text is worth more than one without anything; being the same as
an earlier card costs 1."""


def start_cards(
    table: Candidates, vectors: Mapping[str, Vectors], now: float, n: int
) -> list[Event]:
    """``n`` events that span what is on, the most telling first.

    Each next card is the one that is least like all the cards before it, counted together, so that
    what there is most of does not come most often; of equals the one of which most is told.

    Args:
        table: what is coming.
        vectors: unit rows by event id; texts without one count by category and venue alone.
        now: seconds since the epoch.
        n: how many.
    """
    rows = _eligible(table, now)
    if not len(rows):
        return []
    features = _features([table.events[row] for row in rows.tolist()], vectors)
    order = _greedy(features, _QUALITY * table.detail[rows], n)
    return [table.events[rows[one]] for one in order]


def _eligible(table: Candidates, now: float) -> np.typing.NDArray[np.intp]:
    """The next date of each card that is worth showing to somebody new."""
    fit = (table.start >= now) & ~table.cancelled & (table.notice == 0) & (table.meeting == 0)
    rows = np.flatnonzero(fit)
    _, first = np.unique(table.card[rows], return_index=True)
    return rows[np.sort(first)]


def _features(events: Sequence[Event], vectors: Mapping[str, Vectors]) -> Floats:
    """One row for each event; the product of two rows is how alike they are, at most 1."""
    size = next((len(one) for one in vectors.values()), 1)
    text = np.zeros((len(events), size))
    for number, event in enumerate(events):
        if event.event_id in vectors:
            text[number] = vectors[event.event_id]
    categories = _one_hot([[one.casefold() for one in event.categories] for event in events])
    venues = _one_hot([[(event.venue or event.organiser).casefold()] for event in events])
    return np.hstack(
        [np.sqrt(_TEXT) * text, np.sqrt(_CATEGORY) * categories, np.sqrt(_PLACE) * venues]
    )


def _one_hot(borne: Sequence[Sequence[str]]) -> Floats:
    """Unit rows over the names; zeros for none."""
    codes = {name: code for code, name in enumerate({n for names in borne for n in names if n})}
    rows = np.zeros((len(borne), max(1, len(codes))))
    for number, names in enumerate(borne):
        for name in filter(None, names):
            rows[number, codes[name]] = 1.0
    rows /= np.maximum(np.linalg.norm(rows, axis=1), 1.0)[:, None]
    return rows


def _greedy(rows: Floats, worth: Floats, n: int) -> list[int]:
    """Rows in the order in which each is worth most, less how alike it is to all before it."""
    left = worth.astype(float)
    order: list[int] = []
    for _ in range(min(n, len(rows))):
        best = int(np.argmax(left))
        order.append(best)
        # Squared, so that what any two events share hardly counts.
        left = left - np.square(rows @ rows[best])
        left[order] = -np.inf
    return order
