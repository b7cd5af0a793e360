"""The model files in a folder: where each stands, fetching and building what is missing."""

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from eventpal.engine.models import tiles
from eventpal.engine.models.catalogue import MINILM, MODELS, SMOLLM2, Model
from eventpal.engine.models.fetching import fetch
from eventpal.engine.models.origin import is_built, origin_of
from eventpal.engine.models.verifying import is_file, sha256_of, stamp
from eventpal.errors import ModelError
from eventpal.progress import Progress


@dataclass(frozen=True, slots=True)
class ModelState:
    """One model in a folder. ``detail`` is one sentence."""

    name: str
    path: Path
    ready: bool
    detail: str


def sentence_model(folder: Path) -> Path:
    """The sentence model that runs. Raises ModelError where it was not built."""
    return _running(folder, MINILM)


def language_model(folder: Path, chosen: str = "") -> Path:
    """The language model that runs: the file ``chosen``, else the one EventPal comes with.

    Raises:
        ModelError: it was not built, or is not where it was.
    """
    if not chosen:
        return _running(folder, SMOLLM2)
    if not Path(chosen).is_file():
        raise ModelError(
            f"The chosen language model is no longer at {chosen}: choose another with "
            "eventpal models use."
        )
    return Path(chosen)


def reference(folder: Path) -> Path:
    """The folder that sentence-transformers loads the sentence model from, once fetched."""
    return folder / MINILM.name


def listing(folder: Path, models: Sequence[Model] = MODELS) -> list[ModelState]:
    """Every model and where it stands."""
    return [_state(folder, model) for model in models]


def get(folder: Path, progress: Progress, models: Sequence[Model] = MODELS) -> None:
    """Fetch every model that is not there yet; what is there and verified costs nothing.

    Interrupted, it goes on with what was downloaded whole. A model that cannot be fetched is not
    missed where the file that is built from it is there.

    Raises:
        ModelError: no network, a full disk, or a file that is not the one expected.
        Cancelled: the progress was cancelled.
    """
    for model in models:
        with _alone(folder) as incoming:
            if is_file(folder, model.weights_path, model.sha256):
                continue
            try:
                fetch(folder, incoming, model, progress)
            except ModelError:
                if not is_built(folder, model):
                    raise
    progress.step("Models fetched", len(models), len(models))


def build(folder: Path, progress: Progress, models: Sequence[Model] = MODELS) -> None:
    """Turn every fetched model into the file that runs; one that is there already stays.

    Raises:
        ModelError: a model was not fetched, the disk is full, or the result is not as expected.
        Cancelled: the progress was cancelled.
    """
    for done, model in enumerate(models):
        progress.step(f"Building {model.name}", done, len(models))
        with _alone(folder) as incoming:
            if not is_built(folder, model):
                _build(folder, incoming, model)
            if model.weights.endswith(".gguf"):
                tiles.find_out(folder, folder / model.built)
    progress.step("Models built", len(models), len(models))


def _running(folder: Path, model: Model) -> Path:
    path = folder / model.built
    if not path.is_file():
        raise ModelError(
            f"{model.name}, the model that {model.purpose}, is not installed: "
            "run eventpal models get and eventpal models build."
        )
    return path


def _state(folder: Path, model: Model) -> ModelState:
    path = folder / model.built
    ready = is_built(folder, model)
    if ready:
        detail = f"{model.purpose}; ready, {path.stat().st_size / 2**20:.0f} MiB."
    elif path.exists():
        detail = f"{model.purpose}; damaged or out of date: run eventpal models build."
    elif (folder / model.weights_path).exists():
        detail = f"{model.purpose}; fetched: run eventpal models build."
    else:
        detail = f"{model.purpose}; missing: run eventpal models get."
    return ModelState(model.name, path, ready, detail)


@contextmanager
def _alone(folder: Path) -> Iterator[Path]:
    """The folder for unfinished files, for one process at a time; disk errors as sentences."""
    incoming = folder / ".incoming"
    try:
        incoming.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock"):
            yield incoming
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        reason = "the disk is full: make room" if full else f"{error.strerror}: allow writing there"
        raise ModelError(f"Models cannot be kept in {folder}, since {reason}.") from error


def _build(folder: Path, incoming: Path, model: Model) -> None:
    # Imported here, since a packaged application has its models built and goes without gguf.
    from eventpal.engine.models.building import build_model  # noqa: PLC0415

    if not is_file(folder, model.weights_path, model.sha256):
        raise ModelError(f"{model.name} is not there to build from: run eventpal models get.")
    origin = origin_of(model)
    unfinished = incoming / model.built
    build_model(folder / model.weights_path, model.adapter, unfinished)
    found = sha256_of(unfinished)
    if model.built_sha256 not in ("", found):
        unfinished.unlink()
        raise ModelError(
            f"{model.name} was built differently from how it was tested: "
            "install the exact packages with make setup, then run eventpal models build."
        )
    unfinished.replace(folder / model.built)
    stamp(folder, model.built, found, origin)
