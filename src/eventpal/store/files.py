"""Writing small private files so that a crash leaves the old one or the new one, never half."""

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from eventpal.errors import BadInput, VaultError

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
_TURN_S = 10.0


@contextmanager
def key_lock(folder: Path) -> Iterator[None]:
    """No other process changes keys or exchanges databases in ``folder`` meanwhile.

    The operating system lets go of it when a process is killed. It is not reentrant.

    Raises:
        VaultError: another process has held it for ten seconds.
        BadInput: ``folder`` may not be written.
    """
    lock = FileLock(folder / "vault.lock", timeout=_TURN_S, mode=PRIVATE_FILE)
    try:
        lock.acquire()
    except Timeout as error:
        raise VaultError(
            "Another EventPal is changing the keys just now; wait until it is done."
        ) from error
    except PermissionError as error:
        raise BadInput(f"EventPal may not write in {folder}; allow it, then try again.") from error
    try:
        yield
    finally:
        lock.release()


def private_folder(folder: Path) -> None:
    """Make ``folder`` and its parents; only its owner may look inside.

    A folder that already holds other things keeps its permissions: it is not ours to close.

    Raises:
        BadInput: it cannot be made.
    """
    try:
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        if not any(folder.iterdir()):
            folder.chmod(PRIVATE_FOLDER)
    except OSError as error:
        raise BadInput(
            f"EventPal cannot use the folder {folder} ({error.strerror}). "
            "Choose another with --home or EVENTPAL_HOME."
        ) from error


def write_private(path: Path, data: bytes) -> None:
    """Put ``data`` in ``path`` (mode 0600) in one step; it is on the disk when this returns.

    One writer at a time: the unfinished file is always ``path`` plus ``.new``.

    Raises:
        BadInput: the disk is full or may not be written; ``path`` is as it was.
    """
    unfinished = path.with_name(path.name + ".new")
    try:
        unfinished.unlink(missing_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):  # such as there being no such folder
            unfinished.unlink()
        raise BadInput(
            f"EventPal cannot write {path} ({error.strerror}). "
            "Make room on the disk or allow writing there, then try again."
        ) from error


def sync_folder(folder: Path) -> None:
    """Return when the names in ``folder`` are on the disk."""
    if os.name == "nt":  # Windows opens no folders; NTFS journals its names.
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
