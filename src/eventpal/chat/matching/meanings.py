"""What the events of a calendar mean, beside topics: sentence vectors.

For broad topics a classifier of the vectors is weighed beside the words (``tags``). For finer ones
words decide; nearness only says which of two readings of a word holds. Alone it is no evidence: of
the texts nearest to a topic whose words they have not, one in twenty is about it.
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from eventpal.chat.matching.evidence import Shown
from eventpal.chat.matching.tags import Tagger

Row = NDArray[np.float32]

_NEAR = 0.35
"""The least cosine of a text that is about a topic."""


class Meanings:
    """Compares the events of one calendar with topics; what was compared once is kept."""

    def __init__(
        self,
        rows: Mapping[str, Row],
        meant: Callable[[str], Row | None],
        tagger: Tagger | None = None,
    ) -> None:
        """``rows`` are unit vectors of events by id; ``meant`` gives the one of a text, if any.

        ``tagger`` knows broad topics.
        """
        self._places = {id_: place for place, id_ in enumerate(rows)}
        self._rows = np.array(list(rows.values()), np.float32)
        self._meant = meant
        self._near: dict[str, Row | None] = {}
        self._tagger = tagger
        self._odds = tagger.odds(self._rows) if tagger is not None and rows else None

    def weigh(self, tag: str, event_id: str, shown: Shown) -> float | None:
        """How surely an event is about a broad topic of which these words of it speak, 0 to 1.

        None where nothing can tell.
        """
        tagger, place = self._tagger, self._places.get(event_id)
        if tagger is None or self._odds is None or place is None or tag not in tagger.tags:
            return None
        return tagger.weigh(shown, float(self._odds[place, tagger.tags.index(tag)]))

    def near(self, topic: str, event_id: str) -> float | None:
        """How near an event is to ``topic``, beside the nearest of all: 1 for that one.

        None where nothing can tell.
        """
        if event_id not in self._places:
            return None
        if topic not in self._near:
            meant = self._meant(topic)
            near = None if meant is None else self._rows @ meant
            # Where nothing is near, the nearest is no measure.
            self._near[topic] = None if near is None else near / max(_NEAR, float(near.max()))
        found = self._near[topic]
        return None if found is None else float(found[self._places[event_id]])


NONE = Meanings({}, lambda _: None)
"""Of a calendar of which nothing is known yet."""
