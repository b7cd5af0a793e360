"""The vault: who may have the data key, and never a way to lose it.

The key lies in slots (see ``slots`` and ``slots_file``), at most one of each kind, any one of which
opens it. Nothing here replaces a key or a database by itself: where something is missing or
damaged, an error says what, and which way on there is.

During a rekey the slots hold both keys. The database changes its key in one transaction of its own,
and whoever opens the vault next after an interruption sees which key it has and settles the slots.
"""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from eventpal.errors import BadInput, Damaged, Locked
from eventpal.paths import Home
from eventpal.store import database
from eventpal.store.database import Database
from eventpal.store.files import key_lock, private_folder
from eventpal.store.vault import exchange, slots_file
from eventpal.store.vault import recovery_code as codes
from eventpal.store.vault.core_dumps import forbid_core_dumps
from eventpal.store.vault.erasing import erase
from eventpal.store.vault.keyring_access import KeyringBackend, KeyringFailed, SecretKeyring
from eventpal.store.vault.keys import DataKey
from eventpal.store.vault.restoring import Restored, restore
from eventpal.store.vault.slots import Cost, Opened, Slot, SlotKind, measured_cost, new_slot, seal
from eventpal.store.vault.slots_file import SlotsFile, State
from eventpal.store.vault.unlocking import check_new_passphrase, names, open_file, passphrase_secret

_RESTORE = "restore a backup with: eventpal vault restore FILE"


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
        """``keyring`` None: the desktop's, if it has one. ``cost`` None: measured when needed.

        Raises:
            UserError: an interrupted restore cannot be finished.
        """
        self._home = home
        self._keyring = SecretKeyring(keyring)
        self._cost = cost
        self._now = now
        self._key: DataKey | None = None
        exchange.finish(home)

    @property
    def exists(self) -> bool:
        """Whether there is a vault, or anything that had one."""
        return any(path.exists() for path in exchange.files_of(self._home))

    @property
    def keyring_works(self) -> bool:
        """Whether this computer has a keyring that keeps a secret without asking."""
        return self._keyring.works()

    def slots(self) -> tuple[Slot, ...]:
        """The slots, as the file on disk has them; empty where there is no vault.

        Raises:
            VaultError: the slots file cannot be read.
        """
        readable = slots_file.read(self._home.slots)
        return readable[0][1].slots if readable else ()

    def create(self, *, passphrase: str | None = None) -> DataKey:
        """A new data key and an empty database.

        The key goes into the keyring where one works, and under ``passphrase`` if one is given.

        Raises:
            Locked: no keyring works here and no passphrase was given.
            BadInput: there is a vault already, the passphrase is too short, the disk is full.
            Damaged: there is a database whose slots file is lost.
        """
        private_folder(self._home.root)
        with key_lock(self._home.root):
            self._refuse_existing()
            key = DataKey.random()
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
            self._settle(file, Opened(key, None))
        self._hold(key)
        return key

    def unlock(
        self,
        *,
        passphrase: str | None = None,
        recovery_code: str | None = None,
        may_prompt: bool = False,
    ) -> DataKey:
        """The data key, from the passphrase or code given, else from the keyring.

        ``may_prompt``: a person is there to unlock a locked keyring in its own dialog.

        Raises:
            Locked: the secret is not at hand; the sentence names what opens the vault.
            WrongSecret: the passphrase or code is not this vault's.
            BadInput: the recovery code is mistyped.
            Damaged: the slots or the database are not what was written.
        """
        while True:
            readable = self._readable()
            data, file, opened = self._open(readable, passphrase, recovery_code, may_prompt)
            settled = file.state is State.READY and not file.rekeying
            if settled and slots_file.intact(self._home.slots, data):
                self._fitting_key(Opened(opened.key, None))
                self._hold(opened.key)
                return opened.key
            with key_lock(self._home.root):
                # Another process may have settled it between reading and having the lock.
                if slots_file.read(self._home.slots) == readable:
                    self._settle(file, opened)

    def lock(self) -> None:
        """Forget the key."""
        self._key = None

    def set_passphrase(self, passphrase: str) -> None:
        """Let ``passphrase`` open the vault, in place of the former one if there was one.

        Raises:
            BadInput: it is too short.
            VaultError: the vault is locked, or its keys were changed meanwhile.
        """
        self._put(lambda vault, key: self._passphrase_slot(vault, passphrase, key))

    def set_recovery_code(self, code: str) -> None:
        """Let ``code``, from ``recovery_code.generate``, open the vault, and no former one.

        Raises:
            BadInput: it is mistyped.
            VaultError: the vault is locked, or its keys were changed meanwhile.
        """
        secret = codes.secret(code)
        self._put(
            lambda vault, key: new_slot(
                vault, SlotKind.RECOVERY_CODE, secret, key, now=self._now(), cost=None
            )
        )

    def set_keyring(self) -> None:
        """Let the desktop's keyring open the vault.

        Raises:
            Locked: the keyring cannot be used now.
            VaultError: the vault is locked, or its keys were changed meanwhile.
        """
        with key_lock(self._home.root):
            key, file = self._present()
            # An entry that works is never replaced: it may be the only way in.
            if not self._keyring_opens(file):
                self._write_with(file, self._keyring_slot(file.vault, key), key)

    def remove(self, kind: SlotKind) -> None:
        """Let the slot of that kind open the vault no more. Backups made before still open with it.

        Raises:
            BadInput: there is none, or nothing else would open the vault.
            VaultError: the vault is locked, or its keys were changed meanwhile.
        """
        with key_lock(self._home.root):
            key, file = self._present()
            kept = tuple(slot for slot in file.slots if slot.kind is not kind)
            if len(kept) == len(file.slots):
                raise BadInput(f"There is none to remove: this vault opens with {names(kept)}.")
            if not kept:
                raise BadInput(
                    f"This is the only way to unlock, so it stays: {names(file.slots)}. "
                    "Set up another way first."
                )
            if all(slot.kind is SlotKind.KEYRING for slot in kept) and not self._keyring_opens(
                file
            ):
                raise BadInput(
                    "Only the keyring would be left, and it does not open EventPal just now; "
                    "set up another way first."
                )
            slots_file.write(self._home.slots, replace(file, slots=kept), key)
            if kind is SlotKind.KEYRING:
                self._forget_entry(file.vault)

    def rekey(self) -> DataKey:
        """Encrypt the whole database under a new data key; every slot opens that one.

        The database must be closed. Interrupted at any moment, the next ``unlock`` finds it with
        the old key or the new one, complete. Backups made before keep the old key and the slots of
        their day; ``backup.renew`` then replaces those that EventPal made by itself.

        Raises:
            UserError: another EventPal has the database open, or the disk is full; nothing changed.
            VaultError: the vault is locked, or its keys were changed meanwhile.
        """
        with key_lock(self._home.root):
            key, file = self._present()
            new = DataKey.random()
            both = tuple(
                replace(slot, sealed_next=seal(file.vault, slot, new)) for slot in file.slots
            )
            file = replace(file, slots=both)
            database.require_sole_use(self._home.database, key)
            slots_file.write(self._home.slots, file, key)
            try:
                database.rekey(self._home.database, key, new)
            finally:
                self._settle(file, Opened(key, new))
        self._hold(new)
        return new

    def restore(
        self, path: Path, *, passphrase: str | None = None, recovery_code: str | None = None
    ) -> Restored:
        """Put a backup in place of what is here, which is set aside. The database must be closed.

        It opens with the passphrase or code that was in force when the backup was made, or with
        this desktop's keyring. Interrupted, it is finished by the next ``Vault`` of this home.

        Raises:
            NotFound, Damaged: the backup is missing or not whole; nothing was changed.
            Locked, WrongSecret: as ``unlock``; nothing was changed.
            UserError: another EventPal has the database open, or the disk is full.
        """
        restored = restore(
            self._home,
            path,
            self._keyring,
            passphrase=passphrase,
            recovery_code=recovery_code,
            now=self._now(),
        )
        self._hold(restored.key)
        self._give_to_empty_keyring()
        return restored

    def set_aside(self) -> Path | None:
        """Move database and slots to a folder of their own, so that a new vault can be created.

        Only ever on the person's word, after they were told of the backups there are.

        Raises:
            BadInput: the folder may not be written.
        """
        with key_lock(self._home.root):
            return exchange.exchange(self._home, self._now(), lambda staged: None)

    def erase(self) -> None:
        """Delete everything that EventPal knows about the person here: see ``erasing.erase``.

        Raises:
            BadInput: something cannot be deleted; the sentence names it.
        """
        self._key = None
        erase(self._home, self._keyring)

    def _hold(self, key: DataKey) -> None:
        forbid_core_dumps()
        self._key = key

    def _readable(self) -> list[tuple[bytes, SlotsFile]]:
        readable = slots_file.read(self._home.slots)
        if not readable:
            self._refuse_existing()
            raise Locked("There is nothing to unlock: EventPal has no data here yet.")
        return readable

    def _open(
        self,
        readable: list[tuple[bytes, SlotsFile]],
        passphrase: str | None,
        recovery_code: str | None,
        may_prompt: bool,
    ) -> tuple[bytes, SlotsFile, Opened]:
        for data, file in readable:
            opened = open_file(
                file,
                self._keyring,
                passphrase=passphrase,
                recovery_code=recovery_code,
                may_prompt=may_prompt,
            )
            if slots_file.sealed_by(data, opened.key):
                return data, file, opened
        raise Damaged(
            f"The file that holds the keys was altered from outside EventPal; {_RESTORE}."
        )

    def _settle(self, file: SlotsFile, opened: Opened) -> DataKey:
        """Make slots and database agree, and return the key that the database has."""
        if file.state is State.NEW and not self._home.database.exists():
            Database(self._home.database, opened.key).close()
        key = self._fitting_key(opened)
        slots = tuple(
            replace(
                slot,
                sealed=slot.sealed if key == opened.key else slot.sealed_next or slot.sealed,
                sealed_next=None,
            )
            for slot in file.slots
        )
        slots_file.write(self._home.slots, replace(file, state=State.READY, slots=slots), key)
        return key

    def _fitting_key(self, opened: Opened) -> DataKey:
        path = self._home.database
        if not path.exists() or path.stat().st_size == 0:
            raise Damaged(f"The database {path} is missing or empty; {_RESTORE}.")
        for key in (opened.key, opened.next_key):
            if key is not None and database.opens(path, key):
                return key
        raise Damaged(
            f"The database {path} is damaged, or belongs to another vault; {_RESTORE}. "
            "The file is left as it is."
        )

    def _refuse_existing(self) -> None:
        if slots_file.read(self._home.slots):
            raise BadInput(f"There is a vault in {self._home.root} already; unlock it.")
        if self.exists:
            raise Damaged(
                f"{self._home.slots} is missing, and without it the database beside it stays "
                f"closed; put the file back, or {_RESTORE}."
            )

    def _present(self) -> tuple[DataKey, SlotsFile]:
        """The key and the slots file, as long as they still belong together."""
        if self._key is None:
            raise Locked("EventPal is locked: unlock it to go on.")
        for data, file in slots_file.read(self._home.slots)[:1]:
            if not file.rekeying and slots_file.sealed_by(data, self._key):
                return self._key, file
        raise Locked("The keys were changed by another EventPal; unlock again.")

    def _put(self, make: Callable[[str, DataKey], Slot]) -> None:
        with key_lock(self._home.root):
            key, file = self._present()
            self._write_with(file, make(file.vault, key), key)

    def _write_with(self, file: SlotsFile, slot: Slot, key: DataKey) -> None:
        others = tuple(other for other in file.slots if other.kind is not slot.kind)
        slots_file.write(self._home.slots, replace(file, slots=(*others, slot)), key)

    def _passphrase_slot(self, vault: str, passphrase: str, key: DataKey) -> Slot:
        check_new_passphrase(passphrase)
        return new_slot(
            vault,
            SlotKind.PASSPHRASE,
            passphrase_secret(passphrase),
            key,
            now=self._now(),
            cost=self._cost or measured_cost(),
        )

    def _keyring_slot(self, vault: str, key: DataKey) -> Slot:
        secret = secrets.token_hex(32)
        try:
            self._keyring.store(vault, secret)
        except KeyringFailed as error:
            raise Locked(
                "The keyring is absent, locked or does not answer; unlock it and try again, "
                "or choose a passphrase."
            ) from error
        return new_slot(vault, SlotKind.KEYRING, secret.encode(), key, now=self._now(), cost=None)

    def _keyring_opens(self, file: SlotsFile) -> bool:
        try:
            open_file(file, self._keyring)
        except Locked:
            return False
        return True

    def _give_to_empty_keyring(self) -> None:
        """After a restore elsewhere: let this desktop's keyring open it, as the former one did."""
        for _, file in slots_file.read(self._home.slots)[:1]:
            if any(slot.kind is SlotKind.KEYRING for slot in file.slots):
                try:
                    if self._keyring.read(file.vault) is None:
                        self.set_keyring()
                except (KeyringFailed, Locked):
                    return  # Without a keyring here, the secret that was just given opens it.

    def _forget_entry(self, vault: str) -> None:
        try:
            self._keyring.forget(vault)
        except KeyringFailed:
            return  # What is left opens nothing: its slot is gone.
