"""Choosing a language model: it is tried before anything is changed."""

import contextlib
import tempfile
from pathlib import Path

from eventpal.engine.client import Engine
from eventpal.engine.messages import ModelInfo
from eventpal.engine.models.catalogue import SMOLLM2
from eventpal.engine.models.choice import ALL_LAYERS, ModelChoice, load_choice, save_choice
from eventpal.errors import ModelError
from eventpal.progress import CancelToken


def use(
    name: str,
    folder: Path,
    choice: Path,
    *,
    gpu_layers: int = ALL_LAYERS,
    token: CancelToken | None = None,
) -> tuple[ModelInfo, str]:
    """Make a language model the one that answers from the next start of the engine on.

    Args:
        name: a GGUF file, or the name of the model that EventPal comes with.
        folder: the folder of model files.
        choice: where the choice is kept.
        gpu_layers: layers for a graphics processor; 0 is none.
        token: cancelled, nothing changes.

    Returns:
        The model, and why it runs without the graphics processor although it was asked for one
        ("" where nothing went wrong).

    Raises:
        ModelError: the file is no GGUF, or the choice cannot be kept.
        EngineError: llama.cpp cannot load it, it has no chat format, does not fit into memory, or
            cannot write a word.
        Cancelled: ``token`` was cancelled.
    """
    file = "" if name == SMOLLM2.name else str(Path(name).expanduser().absolute())
    if file:
        _check_header(Path(file))
    with tempfile.TemporaryDirectory(prefix="eventpal-") as trial_folder:
        trial = Path(trial_folder) / "choice.json"
        save_choice(trial, ModelChoice(file, gpu_layers))
        with contextlib.closing(Engine(folder, choice=trial)) as engine:
            info = engine.language_model(token)
        tried = load_choice(trial)
    try:
        save_choice(choice, tried)
    except OSError as error:
        raise ModelError(
            f"The choice cannot be kept in {choice.parent} ({error.strerror}): "
            "make room, or allow writing there."
        ) from error
    return info, tried.gpu_failed


def _check_header(path: Path) -> None:
    """Raise ModelError unless the file begins like a GGUF."""
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        raise ModelError(f"{path} cannot be read ({error.strerror}): name a GGUF file.") from error
    if head != b"GGUF":
        raise ModelError(f"{path.name} is no model file that llama.cpp reads: name a GGUF file.")
