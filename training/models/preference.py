"""The language model as the application asks it: P(yes) in the words of ``recommend.prompt``.

It runs from a GGUF file, quantised as it ships: the base alone, or with a GGUF LoRA merged in.
"""

import tempfile
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

import numpy as np

from eventpal.engine.client import Engine
from eventpal.engine.models.building import build_model
from eventpal.engine.models.catalogue import SMOLLM2
from eventpal.recommend.prompt import ANSWERS, Told, preference_messages, told
from training.models.llm import base_model
from training.models.protocol import Answer, Floats, Setting
from training.queries import Item, Listwise, Past, Pointwise
from training.replays import event_of

HISTORY = 12
"""The latest things that a person told, as many as the application tells."""


def build(name: str, setting: Setting) -> "PreferenceScorer":
    """The base model, or with the GGUF LoRA that ``setting.adapter`` names."""
    del name
    folder = tempfile.TemporaryDirectory()
    build_model(base_model(), setting.adapter, Path(folder.name) / SMOLLM2.built)
    return PreferenceScorer(folder)


class PreferenceScorer:
    """Asks the application's engine; the history is read once for all its candidates."""

    def __init__(self, folder: tempfile.TemporaryDirectory[str]) -> None:
        """``folder`` holds the model's file, and is removed with the scorer."""
        self._folder = folder
        self._engine = Engine(Path(folder.name))

    def pointwise(self, queries: Sequence[Pointwise]) -> list[Answer]:
        """One answer for each query."""
        found = []
        for query in queries:
            history = [_past(past) for past in query.history[-HISTORY:]]
            messages = preference_messages(history, _told(query.target), kind="movie")
            like = float(self._engine.answer_odds([messages], ANSWERS)[0])
            found.append(Answer(like, 1 + 4 * like))
        return found

    def listwise(self, queries: Sequence[Listwise]) -> list[Floats]:
        """The log-odds of Yes for each candidate of each query."""
        found = []
        for query in queries:
            history = [_told(item, liked=True) for item in query.history[-HISTORY:]]
            prompts = [preference_messages(history, _told(one)) for one in query.candidates]
            odds = self._engine.answer_odds(prompts, ANSWERS).astype(np.float64)
            clipped = np.clip(odds, 1e-6, 1 - 1e-6)
            found.append(np.log(clipped / (1 - clipped)))
        return found


def _past(past: Past) -> Told:
    return _told(past.item, liked=past.liked)


def _told(item: Item, *, liked: bool | None = None) -> Told:
    if item.start is None:
        return Told(item.title, ", ".join(item.categories[:2]), liked)
    return told(event_of(item), UTC, liked)
