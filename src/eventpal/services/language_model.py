"""The language model of one home: which it is, choosing another, and how fast it is."""

from pathlib import Path

from eventpal.engine.client import Engine
from eventpal.engine.messages import ModelInfo
from eventpal.engine.models import bench, choosing
from eventpal.engine.models.bench import Speed
from eventpal.engine.models.catalogue import SMOLLM2
from eventpal.engine.models.choice import ModelChoice, load_choice
from eventpal.progress import CancelToken, Progress


class LanguageModel:
    """Works on the running engine."""

    def __init__(self, engine: Engine, models: Path, choice: Path) -> None:
        """Prepare; nothing is loaded yet.

        Args:
            engine: what runs the model.
            models: the folder of model files.
            choice: where the choice is kept.
        """
        self._engine = engine
        self._models = models
        self._choice = choice

    def chosen(self) -> ModelChoice:
        """Which model answers, and with what."""
        return load_choice(self._choice)

    def info(self, token: CancelToken | None = None) -> ModelInfo:
        """What answers, on what, and its size; it is loaded if it was not.

        Raises EngineError, Cancelled.
        """
        return self._engine.language_model(token)

    def use(
        self, file: str, gpu_layers: int, token: CancelToken | None = None
    ) -> tuple[ModelInfo, str]:
        """Try a model and let it answer from now on; "" is the one that EventPal comes with.

        Returns:
            The model, and why it runs without the graphics processor although it was asked for
            one ("" where nothing went wrong).

        Raises:
            ModelError, EngineError: it cannot be used; nothing has changed then.
            Cancelled: ``token`` was cancelled; nothing has changed either.
        """
        found = choosing.use(
            file or SMOLLM2.name, self._models, self._choice, gpu_layers=gpu_layers, token=token
        )
        self._engine.restart()
        return found

    def measure(self, progress: Progress) -> Speed:
        """Ask it some questions and time them. Raises EngineError, Cancelled."""
        return bench.measure(self._engine, progress)
