"""P(yes) as the application asks it: its own prompt, put to the 4-bit model that it runs."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path

import numpy as np

from eventpal.engine.client import Engine
from eventpal.engine.models.building import build_model
from eventpal.engine.models.catalogue import SMOLLM2
from eventpal.recommend.language import TOLD
from eventpal.recommend.prompt import ANSWERS, Told, preference_messages, told
from training.models.llm import base_model
from training.models.protocol import Answer, Floats, Scorer, Setting, rating_of
from training.queries import Item, Listwise, Past, Pointwise
from training.replays import event_of


class Judge:
    """The base model, or with a GGUF LoRA merged into it as ``eventpal models build`` does."""

    def __init__(self, adapter: Path | None) -> None:
        self._adapter = adapter

    def listwise(self, queries: Sequence[Listwise]) -> list[Floats]:
        """For each query P(yes) of each candidate."""
        return list(self.asked(queries))

    def pointwise(self, queries: Sequence[Pointwise]) -> list[Answer]:
        """One answer for each query; a rating is spread evenly over P(yes)."""
        with _engine_with(self._adapter) as engine:
            likes = [_weigh(engine, query.history, [query.target])[0] for query in queries]
        return [Answer(like, rating_of(like)) for like in map(float, likes)]

    def asked(self, queries: Sequence[Listwise]) -> Iterator[Floats]:
        """As ``listwise``, one by one."""
        with _engine_with(self._adapter) as engine:
            for query in queries:
                history = [Past(item, liked=True) for item in query.history]
                yield _weigh(engine, history, query.candidates)


def build(_: str, setting: Setting) -> Scorer:
    """The base model, or with the GGUF LoRA of ``setting``."""
    return Judge(setting.adapter)


@contextmanager
def engine_on(model: Path) -> Iterator[Engine]:
    """The application's engine on the language model in the file ``model``."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / SMOLLM2.built).symlink_to(model.resolve())
        engine = Engine(Path(folder))
        try:
            yield engine
        finally:
            engine.close()


@contextmanager
def _engine_with(adapter: Path | None) -> Iterator[Engine]:
    """The same on the base model, ``adapter`` merged into it, in 4 bits."""
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "built.gguf"
        build_model(base_model(), adapter, model)
        with engine_on(model) as engine:
            yield engine


def _weigh(engine: Engine, history: Sequence[Past], targets: Sequence[Item]) -> Floats:
    past = [_told(one.item, liked=one.liked) for one in history if one.item.title][-TOLD:]
    prompts = [preference_messages(past, _told(target, liked=None)) for target in targets]
    return engine.answer_odds(prompts, ANSWERS).astype(np.float64)


def _told(item: Item, *, liked: bool | None) -> Told:
    """As the application tells of an event; of what has no start, its first categories."""
    if item.start is None:
        return Told(item.title, ", ".join(item.categories[:2]), liked)
    return told(event_of(item), item.start.tzinfo or UTC, liked)
