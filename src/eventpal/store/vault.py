"""The vault: who may have the data key, and never a way to lose it.

The key lies in slots (see ``slots`` and ``slots_file``), one of each kind at most, any one of which
opens it. Nothing here replaces a key or a database by itself: where something is missing or
damaged, an error says what and which way on there is.
"""

import secrets
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from filelock import FileLock, Timeout

from eventpal.errors import BadInput, Damaged, Locked, VaultError, WrongSecret
from eventpal.paths import Home
from eventpal.store import recovery_code as codes
from eventpal.store import slots_file
from eventpal.store.files import private_folder
from eventpal.store.keyring_access import KeyringBackend, KeyringFailed, SecretKeyring
from eventpal.store.keys import DataKey
from eventpal.store.slots import Cost, Opened, Slot, SlotKind, measured_cost, new_slot, open_slot
from eventpal.store.slots_file import SlotsFile, State

SHORTEST_PASSPHRASE = 8
_LOCK_LIMIT_S = 10.0

_NAMES = {
    SlotKind.KEYRING: "the keyring of your desktop",
    SlotKind.PASSPHRASE: "your passphrase",
    SlotKind.RECOVERY_CODE: "your recovery code",
}


class Vault:
    """The slots of one home."""

    def __init__(
        self,
        home: Home,
        *,
        keyring: KeyringBackend | None = None,
        cost: Cost | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """``keyring`` None: the desktop's, if it has one. ``cost`` None: measured here."""
        self._home = home
        self._keyring = SecretKeyring(keyring)
        self._cost = cost
        self._now = now
        self._key: DataKey | None = None

    @property
    def exists(self) -> bool:
        """Whether there is a vault, or a database that had one."""
        slots = self._home.slots
        return any(
            path.exists() for path in (slots, slots_file.copy_of(slots), self._home.database)
        )

    def slots(self) -> tuple[Slot, ...]:
        """The slots, as the file on disk has them; empty where there is no vault.

        Raises:
            VaultError: the slots file cannot be read.
        """
        readable = slots_file.read(self._home.slots)
        return readable[0][1].slots if readable else ()

    def create(self, *, passphrase: str | None = None) -> DataKey:
        """A new data key in a new vault: in the keyring where one works, under ``passphrase``.

        Raises:
            Locked: no keyring works here and no passphrase was given.
            BadInput: there is a vault already, the passphrase is too short, the disk is full.
            Damaged: there is a database whose slots file is lost.
        """
        private_folder(self._home.root)
        with self._alone():
            self._refuse_existing()
            key = DataKey(secrets.token_bytes(32))
            vault = secrets.token_hex(16)
            slots = []
            if passphrase is not None:
                slots.append(self._passphrase_slot(vault, passphrase, key))
            if self._keyring.works():
                slots.append(self._keyring_slot(vault, key))
            elif passphrase is None:
                raise Locked(
                    "This computer has no keyring that works, so EventPal needs a passphrase; "
                    "choose one (on the command line: EVENTPAL_PASSPHRASE)."
                )
            file = SlotsFile(vault=vault, state=State.NEW, slots=tuple(slots))
            slots_file.write(self._home.slots, file, key)
        self._key = key
        return key

    def unlock(self, *, passphrase: str | None = None, recovery_code: str | None = None) -> DataKey:
        """The data key, from the passphrase or code given, else from the keyring.

        Raises:
            Locked: the secret is not at hand; the sentence names what opens the vault.
            WrongSecret: the passphrase or code is not this vault's.
            BadInput: the recovery code is mistyped.
            Damaged: the slots or the database are not what was written.
        """
        readable = slots_file.read(self._home.slots)
        if not readable:
            self._refuse_existing()
            raise Locked("There is nothing to unlock: EventPal has no data here yet.")
        for data, file in readable:
            opened = self._open(file, passphrase, recovery_code)
            if slots_file.sealed_by(data, opened.key):
                break
        else:
            raise Damaged(
                "The file that holds the keys was altered by something other than EventPal; "
                "restore a backup with: eventpal vault restore FILE."
            )
        self._settle(data, file, opened)
        self._key = opened.key
        return opened.key

    def _open(self, file: SlotsFile, passphrase: str | None, recovery_code: str | None) -> Opened:
        if passphrase is not None:
            slot = _slot(file, SlotKind.PASSPHRASE)
            return open_slot(file.vault, slot, _passphrase_secret(passphrase))
        if recovery_code is not None:
            slot = _slot(file, SlotKind.RECOVERY_CODE)
            return open_slot(file.vault, slot, codes.secret(recovery_code))
        slot = _slot(file, SlotKind.KEYRING)
        others = _names(other for other in file.slots if other.kind is not SlotKind.KEYRING)
        way = f"unlock with {others}" if others else "log in to the desktop that has it"
        try:
            secret = self._keyring.read(file.vault)
        except KeyringFailed as error:
            raise Locked(f"The keyring is locked or does not answer; {way}.") from error
        if secret is None:
            raise Locked(f"The keyring no longer has EventPal's entry; {way}.")
        try:
            return open_slot(file.vault, slot, secret.encode())
        except WrongSecret as error:
            raise Locked(f"The keyring's entry is not this vault's any more; {way}.") from error

    def _settle(self, data: bytes, file: SlotsFile, opened: Opened) -> None:
        """Bring the slots file up to what is known now that it is open, and mend its copies."""
        database = self._home.database
        written = database.exists() and database.stat().st_size > 0
        if file.state is State.READY and not written:
            raise Damaged(
                f"The database {database} is missing or empty; "
                "restore a backup with: eventpal vault restore FILE."
            )
        if file.state is State.NEW and written:
            settled = replace(file, state=State.READY)
        elif slots_file.intact(self._home.slots, data):
            return
        else:
            settled = file
        with self._alone():
            if slots_file.read(self._home.slots)[:1] == [(data, file)]:
                slots_file.write(self._home.slots, settled, opened.key)

    def _refuse_existing(self) -> None:
        if slots_file.read(self._home.slots):
            raise BadInput(f"There is a vault in {self._home.root} already; unlock it.")
        if self._home.database.exists():
            raise Damaged(
                f"{self._home.slots} is missing, and without it the database beside it stays "
                "closed; put the file back, or restore a backup: eventpal vault restore FILE."
            )

    def _passphrase_slot(self, vault: str, passphrase: str, key: DataKey) -> Slot:
        secret = _passphrase_secret(passphrase)
        if len(passphrase) < SHORTEST_PASSPHRASE:
            raise BadInput(
                f"A passphrase needs at least {SHORTEST_PASSPHRASE} characters; "
                "four unrelated words make a good one."
            )
        cost = self._cost or measured_cost()
        return new_slot(vault, SlotKind.PASSPHRASE, secret, key, now=self._now(), cost=cost)

    def _keyring_slot(self, vault: str, key: DataKey) -> Slot:
        secret = secrets.token_hex(32)
        try:
            self._keyring.store(vault, secret)
        except KeyringFailed as error:
            raise Locked(
                "The keyring is locked or does not answer; unlock it and try again, "
                "or choose a passphrase."
            ) from error
        return new_slot(vault, SlotKind.KEYRING, secret.encode(), key, now=self._now(), cost=None)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other process changes the slots meanwhile; a killed one lets go by itself."""
        try:
            with FileLock(self._home.root / "vault.lock", timeout=_LOCK_LIMIT_S, mode=0o600):
                yield
        except Timeout as error:
            raise VaultError(
                "Another EventPal is changing the keys just now; wait until it is done."
            ) from error


def _slot(file: SlotsFile, kind: SlotKind) -> Slot:
    for slot in file.slots:
        if slot.kind is kind:
            return slot
    raise Locked(f"This vault does not open with {_NAMES[kind]}; unlock with {_names(file.slots)}.")


def _names(slots: Iterator[Slot] | tuple[Slot, ...]) -> str:
    """What opens these slots, to put in a sentence."""
    return " or ".join(_NAMES[slot.kind] for slot in slots)


def _passphrase_secret(passphrase: str) -> bytes:
    """The same bytes however the keyboard composes its letters."""
    return unicodedata.normalize("NFKC", passphrase).encode()
