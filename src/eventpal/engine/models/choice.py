"""Which language model the person chose, and how much of it a graphics processor does."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

ALL_LAYERS = -1


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """The choice of one home.

    Attributes:
        file: the GGUF file; "" is the model that EventPal comes with.
        gpu_layers: layers for a graphics processor: 0 is none, ALL_LAYERS all. Without one, or
            where llama.cpp was built without, it changes nothing.
        gpu_failed: why the graphics processor is not used any more; "" while nothing went wrong.
    """

    file: str = ""
    gpu_layers: int = ALL_LAYERS
    gpu_failed: str = ""


def load_choice(path: Path) -> ModelChoice:
    """The choice kept in ``path``. One that makes no sense is the usual one, and stays as it is."""
    try:
        found = json.loads(path.read_text("utf-8"))
        choice = ModelChoice(**found)
    except (OSError, TypeError, ValueError):
        return ModelChoice()
    sound = isinstance(choice.file, str) and isinstance(choice.gpu_failed, str)
    return choice if sound and type(choice.gpu_layers) is int else ModelChoice()


def save_choice(path: Path, choice: ModelChoice) -> None:
    """Keep ``choice`` in ``path``; a crash leaves the old one or the new one. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.new")
    with unfinished.open("w", encoding="utf-8") as file:
        json.dump(asdict(choice), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
