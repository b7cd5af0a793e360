"""vault.json: the slots on disk, twice, checked and sealed.

The file stands beside the database, and an identical copy beside it (``vault.json.bak``), so that
one damaged byte costs nothing; each backup carries one more. A checksum tells damage from a wrong
secret before any secret is asked for. A seal (HMAC-SHA256 under a key derived from the data key)
tells, once a slot is open, that nobody without the data key changed, added or took away a slot.
"""

import hashlib
import hmac
import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from eventpal.errors import Damaged, VaultError
from eventpal.store.files import write_private
from eventpal.store.vault.keys import DataKey
from eventpal.store.vault.slots import Slot, slot_from_json, slot_to_json

VERSION = 1
_ABOUT = "Sealed copies of the key to eventpal.db. Without a secret of the owner they open nothing."
_DAMAGED = (
    "The file that holds the keys ({path}) is damaged, and so is its copy; "
    "restore a backup with: eventpal vault restore FILE. Your database is left as it is."
)


class State(StrEnum):
    """How far the making of a vault has come."""

    NEW = "new"
    """The database may not have been written yet."""
    READY = "ready"
    """The database was written: if it is missing, it was lost."""


@dataclass(frozen=True, slots=True)
class SlotsFile:
    """The content of vault.json."""

    vault: str
    """A random id; the user name of the keyring's entry."""
    state: State
    slots: tuple[Slot, ...]

    @property
    def rekeying(self) -> bool:
        """Whether a rekey was begun and not finished."""
        return any(slot.sealed_next is not None for slot in self.slots)


def copy_of(path: Path) -> Path:
    """Where the second copy of the slots file ``path`` is."""
    return path.with_name(path.name + ".bak")


def to_bytes(file: SlotsFile, key: DataKey) -> bytes:
    """The file as written: JSON, sealed with the data key (during a rekey, the old one)."""
    body: dict[str, Any] = {
        "about": _ABOUT,
        "version": VERSION,
        "vault": file.vault,
        "state": file.state.value,
        "slots": [slot_to_json(slot) for slot in file.slots],
    }
    body["seal"] = b64encode(_seal(body, key)).decode()
    body["checksum"] = _checksum(body)
    return (json.dumps(body, indent=1) + "\n").encode()


def sealed_by(data: bytes, key: DataKey) -> bool:
    """Whether the slots file ``data`` was written by one who held ``key``."""
    body = json.loads(data)
    del body["checksum"]
    return hmac.compare_digest(b64decode(body.pop("seal")), _seal(body, key))


def from_bytes(data: bytes, path: Path) -> SlotsFile:
    """Read what ``to_bytes`` wrote. ``path`` is for the sentences.

    Raises:
        Damaged: it is not what was written.
        VaultError: a newer EventPal wrote it.
    """
    try:
        body = json.loads(data)
        if not hmac.compare_digest(body.pop("checksum"), _checksum(body)):
            raise ValueError("checksum")
        version = int(body["version"])
        if version > VERSION:
            raise VaultError(
                f"{path} was written by a newer EventPal; install that version to open it."
            )
        file = SlotsFile(
            vault=str(body["vault"]),
            state=State(body["state"]),
            slots=tuple(slot_from_json(facts) for facts in body["slots"]),
        )
        b64decode(body["seal"], validate=True)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Damaged(_DAMAGED.format(path=path)) from error
    return file


def read(path: Path) -> list[tuple[bytes, SlotsFile]]:
    """The readable ones of the file and its copy, the file first; empty if neither exists.

    Raises:
        Damaged: there is something, but nothing readable.
        VaultError: a newer EventPal wrote it, or it may not be read.
    """
    readable = []
    damage: Damaged | None = None
    for candidate in (path, copy_of(path)):
        try:
            data = candidate.read_bytes()
            readable.append((data, from_bytes(data, path)))
        except FileNotFoundError:
            continue
        except Damaged as error:
            damage = damage or error
        except OSError as error:
            raise VaultError(
                f"{candidate} cannot be read ({error.strerror}); allow reading it, then try again."
            ) from error
    if damage is not None and not readable:
        raise damage
    return readable


def write(path: Path, file: SlotsFile, key: DataKey) -> None:
    """Replace the file, then its copy. A crash between the two is mended at the next unlock."""
    data = to_bytes(file, key)
    write_private(path, data)
    write_private(copy_of(path), data)


def intact(path: Path, data: bytes) -> bool:
    """Whether both the file and its copy say ``data``."""
    return all(
        candidate.exists() and candidate.read_bytes() == data for candidate in (path, copy_of(path))
    )


def _canonical(body: dict[str, Any]) -> bytes:
    return json.dumps(body, sort_keys=True, separators=(",", ":")).encode()


def _checksum(body: dict[str, Any]) -> str:
    return hashlib.sha256(_canonical(body)).hexdigest()


def _seal(body: dict[str, Any], key: DataKey) -> bytes:
    derivation = HKDF(SHA256(), length=32, salt=None, info=b"eventpal slots file seal v1")
    return hmac.digest(derivation.derive(bytes(key)), _canonical(body), "sha256")
