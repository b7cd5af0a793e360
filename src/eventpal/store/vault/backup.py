"""Backups: one encrypted file each, that restores on any machine with passphrase or code.

A backup is, in this order: the line ``EventPal backup 1``; a line of JSON with ``created_at``,
``slots_bytes`` and ``database_bytes``; the slots file (vault.json) and the SQLCipher database, as
they are on disk; the SHA-256 of all that, 32 bytes. Nothing in it is readable without a secret that
opens one of its slots. A passphrase or code that was removed later still opens the backups made
while it was in force; rekeying removes those that EventPal made by itself.
"""

import hashlib
import hmac
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from eventpal.errors import BadInput, Damaged, Locked, NotFound
from eventpal.paths import Home
from eventpal.store import database
from eventpal.store.files import (
    PRIVATE_FILE,
    PRIVATE_FOLDER,
    key_lock,
    private_folder,
    sync_folder,
)
from eventpal.store.vault import slots_file
from eventpal.store.vault.keys import DataKey
from eventpal.store.vault.slots_file import SlotsFile

KEPT = 7
"""How many automatic backups are kept, one a day."""

_MAGIC = b"EventPal backup 1\n"
_DIGEST_BYTES = 32
_LONGEST_HEADER = 1000
_LARGEST_SLOTS = 1_000_000
_CHUNK = 1 << 20
_PREFIX, _SUFFIX = "eventpal-", ".backup"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup whose every byte is as it was written."""

    path: Path
    created_at: datetime
    slots_data: bytes
    slots: SlotsFile
    database_at: int
    """Offset of the database in the file, in bytes."""
    database_bytes: int


def write(home: Home, key: DataKey, path: Path, now: datetime) -> Backup:
    """Back up the vault and database of ``home`` into the file ``path``, in one step.

    The database may be open and in use. A backup already at ``path`` is replaced.

    Raises:
        BadInput: ``path`` is no place for a backup, or the disk is full.
        Damaged: the database cannot be read whole; ``path`` is as it was.
        Locked: ``key`` is not the vault's any more.
    """
    _refuse_other_places(path)
    with key_lock(home.root):
        slots_data = _present_slots(home, key)
        # A folder of its own, so that no journal of a killed copy is ever taken for this one's.
        copying = home.root / "backup.new"
        unfinished = _unfinished(path)
        try:
            _clear(copying, path)
            copying.mkdir(mode=PRIVATE_FOLDER)
            copy = copying / home.database.name
            database.copy(home.database, key, copy)
            with _new_file(unfinished) as file:
                _put(file, slots_data, copy, now)
            unfinished.replace(path)
            sync_folder(path.parent)
        except OSError as error:
            raise BadInput(
                f"The backup {path} cannot be written ({error.strerror}); "
                "make room there or choose another place."
            ) from error
        finally:
            _clear(copying, path)
    return check(path)


def check(path: Path) -> Backup:
    """Read all of a backup.

    Raises:
        NotFound: there is no such file.
        Damaged: it is no backup, or not as it was written.
        VaultError: a newer EventPal wrote it.
    """
    try:
        with path.open("rb") as file:
            return _checked(file, path)
    except FileNotFoundError as error:
        raise NotFound(f"There is no backup {path}; check the name.") from error
    except OSError as error:
        raise BadInput(f"The backup {path} cannot be read ({error.strerror}).") from error


def extract_database(backup: Backup, target: Path) -> None:
    """Write the backup's database to the new private file ``target``.

    Raises:
        BadInput: the disk is full.
    """
    try:
        with backup.path.open("rb") as file, _new_file(target) as out:
            file.seek(backup.database_at)
            for chunk in _chunks(file, backup.database_bytes):
                out.write(chunk)
    except OSError as error:
        target.unlink(missing_ok=True)
        raise BadInput(
            f"{target} cannot be written ({error.strerror}); make room on the disk."
        ) from error


def automatic(home: Home) -> list[Path]:
    """The backups that EventPal made by itself, the newest first."""
    return sorted(home.backups.glob(f"{_PREFIX}*{_SUFFIX}"), reverse=True)


def newest_good(home: Home) -> Backup | None:
    """The newest automatic backup that is as it was written, None if there is none."""
    for path in automatic(home):
        try:
            return check(path)
        except (Damaged, NotFound):
            continue
    return None


def daily(home: Home, key: DataKey, now: datetime) -> Backup | None:
    """Make today's automatic backup unless there is one, and drop all but the newest seven.

    None is dropped before the new one is whole, so a damaged database costs no backup.

    Raises:
        UserError: as ``write``.
    """
    today = f"{_PREFIX}{now:%Y%m%d}"
    if any(path.name.startswith(today) for path in automatic(home)):
        return None
    return _keep(home, key, now, KEPT)


def renew(home: Home, key: DataKey, now: datetime) -> Backup:
    """After a rekey: one automatic backup under the new key, and none under the old one.

    Raises:
        UserError: as ``write``; then the old ones are still there.
    """
    return _keep(home, key, now, 1)


def _keep(home: Home, key: DataKey, now: datetime, count: int) -> Backup:
    private_folder(home.backups)
    path = home.backups / f"{_PREFIX}{now:%Y%m%dT%H%M%S}{_SUFFIX}"
    backup = write(home, key, path, now)
    others = [other for other in automatic(home) if other != path]
    for old in others[count - 1 :]:
        old.unlink(missing_ok=True)
    return backup


def _refuse_other_places(path: Path) -> None:
    if not path.parent.is_dir():
        raise BadInput(f"There is no folder {path.parent}; make it or choose another place.")
    if path.is_dir():
        raise BadInput(f"{path} is a folder; give the name of a file for the backup.")
    if path.exists() and not _looks_like_one(path):
        raise BadInput(f"{path} is not a backup of EventPal; choose another name.")


def _looks_like_one(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


def _clear(copying: Path, path: Path) -> None:
    """Remove what this backup, or one that was killed, has left behind."""
    shutil.rmtree(copying, ignore_errors=True)
    for stale in [_unfinished(path), *path.parent.glob(f"{_PREFIX}*{_SUFFIX}.new")]:
        stale.unlink(missing_ok=True)


def _unfinished(path: Path) -> Path:
    return path.with_name(path.name + ".new")


def _present_slots(home: Home, key: DataKey) -> bytes:
    readable = slots_file.read(home.slots)
    for data, file in readable[:1]:
        if not file.rekeying and slots_file.sealed_by(data, key):
            return data
    raise Locked("The keys were changed meanwhile; unlock EventPal again.")


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """A new private file, on the disk when the block is left."""
    with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _put(file: BinaryIO, slots_data: bytes, copy: Path, now: datetime) -> None:
    size = copy.stat().st_size
    facts = {
        "created_at": now.isoformat(),
        "slots_bytes": len(slots_data),
        "database_bytes": size,
    }
    digest = hashlib.sha256()
    with copy.open("rb") as database_file:
        head = _MAGIC + json.dumps(facts).encode() + b"\n" + slots_data
        for chunk in (head, *_chunks(database_file, size)):
            digest.update(chunk)
            file.write(chunk)
    file.write(digest.digest())


def _checked(file: BinaryIO, path: Path) -> Backup:
    damaged = Damaged(
        f"{path} is not a whole backup of EventPal; choose another one. Nothing was changed."
    )
    if file.read(len(_MAGIC)) != _MAGIC:
        raise damaged
    header = file.readline(_LONGEST_HEADER)
    try:
        facts = json.loads(header)
        created_at = datetime.fromisoformat(facts["created_at"])
        slots_bytes, database_bytes = int(facts["slots_bytes"]), int(facts["database_bytes"])
    except (ValueError, KeyError, TypeError) as error:
        raise damaged from error
    slots_at = len(_MAGIC) + len(header)
    whole = slots_at + slots_bytes + database_bytes
    if not 0 < slots_bytes < _LARGEST_SLOTS or os.fstat(file.fileno()).st_size != (
        whole + _DIGEST_BYTES
    ):
        raise damaged
    file.seek(0)
    digest = hashlib.sha256()
    for chunk in _chunks(file, whole):
        digest.update(chunk)
    if not hmac.compare_digest(digest.digest(), file.read()):
        raise damaged
    file.seek(slots_at)
    slots_data = file.read(slots_bytes)
    return Backup(
        path=path,
        created_at=created_at,
        slots_data=slots_data,
        slots=slots_file.from_bytes(slots_data, path),
        database_at=slots_at + slots_bytes,
        database_bytes=database_bytes,
    )


def _chunks(file: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0:
        chunk = file.read(min(_CHUNK, size))
        if not chunk:
            return
        size -= len(chunk)
        yield chunk
