"""What the language model thinks the person would like, asked in the background and kept.

Only the best picks are asked about, and only while its weight is not nothing: ``training/prior.py``
gives it one when it helps. An answer holds for the history it was given after; after an undo the
earlier answers are there again.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from typing import Final

import numpy as np
from numpy.typing import NDArray

from eventpal.domain import Event
from eventpal.engine.messages import Message
from eventpal.progress import CancelToken, Progress
from eventpal.recommend import features, learner, prompt
from eventpal.recommend.taste import Opinion

ASKED: Final = 30
"""Picks that the model is asked about."""
TOLD: Final = 12
"""The latest opinions that it is told. Of 20 it makes no more (``training/liking.py``), and reading
them takes a third longer."""
FEWEST: Final = 3
"""With fewer opinions there is nothing to go by."""
BATCH: Final = 5
"""Events asked about at once, so that a cancel is quick."""
_VERSIONS: Final = 4

Weigh = Callable[
    [Sequence[Sequence[Message]], tuple[str, str], CancelToken | None], NDArray[np.float32]
]
"""``Engine.answer_odds``."""


class LanguageJudge:
    """Asks, and remembers what was answered. Methods may be called from any thread."""

    def __init__(self, weigh: Weigh) -> None:
        self._weigh = weigh
        self._answers: OrderedDict[str, dict[str, float]] = OrderedDict()

    def odds(self, _: Sequence[Event] = ()) -> Mapping[str, float]:
        """P(yes) of each event that was asked about after the latest history, by event id."""
        answers = self._answers
        return dict(next(reversed(answers.values()))) if answers else {}

    def ask(
        self, opinions: Sequence[Opinion], events: Sequence[Event], zone: tzinfo, progress: Progress
    ) -> int:
        """Ask about those of ``events`` that were not asked about after these opinions.

        Returns:
            How many answers are new.

        Raises:
            EngineError: the language model cannot answer.
            Cancelled: what is finished stays.
        """
        history = [prompt.told(one.event, zone, one.wanted) for one in opinions if one.event.title][
            -TOLD:
        ]
        version = hashlib.sha256(repr(history).encode()).hexdigest()
        known = self._answers.pop(version, {})
        self._answers[version] = known
        while len(self._answers) > _VERSIONS:
            self._answers.popitem(last=False)
        if len(history) < FEWEST:
            return 0
        new = {one.event_id: one for one in events if one.event_id not in known}
        pending = list(new.items())
        for at in range(0, len(pending), BATCH):
            progress.step("Asking the language model", at, len(pending))
            batch = pending[at : at + BATCH]
            asked = [
                prompt.preference_messages(history, prompt.told(one, zone)) for _, one in batch
            ]
            answers = self._weigh(asked, prompt.ANSWERS, progress.token)
            known.update(zip((id_ for id_, _ in batch), answers.tolist(), strict=True))
        progress.step("Asking the language model", len(pending), len(pending))
        return len(pending)


def earned() -> bool:
    """Whether the shipped prior gives the language model any weight."""
    row = features.NAMES.index("language_model")
    return bool(learner.prior().mean[row])
