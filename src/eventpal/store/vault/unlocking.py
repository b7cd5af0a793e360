"""From what a person has (a keyring, a passphrase, a recovery code) to what the slots hold."""

import unicodedata
from collections.abc import Iterable

from eventpal.errors import BadInput, Locked, WrongSecret
from eventpal.store.vault import recovery_code as codes
from eventpal.store.vault.keyring_access import KeyringFailed, SecretKeyring
from eventpal.store.vault.slots import Opened, Slot, SlotKind, open_slot
from eventpal.store.vault.slots_file import SlotsFile

SHORTEST_PASSPHRASE = 8

_NAMES = {
    SlotKind.KEYRING: "the keyring of your desktop",
    SlotKind.PASSPHRASE: "your passphrase",
    SlotKind.RECOVERY_CODE: "your recovery code",
}


def open_file(
    file: SlotsFile,
    keyring: SecretKeyring,
    *,
    passphrase: str | None = None,
    recovery_code: str | None = None,
    may_prompt: bool = False,
) -> Opened:
    """Open the slot of the passphrase or code given, else the one of the keyring.

    Raises:
        Locked: there is no such slot, or the keyring does not open it; names what does.
        WrongSecret: the passphrase or code is not the slot's.
        BadInput: the recovery code is mistyped.
    """
    if passphrase is not None:
        slot = find(file, SlotKind.PASSPHRASE)
        return _open(file, slot, passphrase_secret(passphrase), "This is not the passphrase")
    if recovery_code is not None:
        slot = find(file, SlotKind.RECOVERY_CODE)
        return _open(
            file,
            slot,
            codes.secret(recovery_code),
            "The recovery code is typed as printed, but it is not the present one",
        )
    slot = find(file, SlotKind.KEYRING)
    others = names(other for other in file.slots if other is not slot)
    way = f"unlock with {others}" if others else "log in to the desktop that has it"
    try:
        secret = keyring.read(file.vault, may_prompt=may_prompt)
    except KeyringFailed as error:
        raise Locked(f"The keyring is locked or does not answer; {way}.") from error
    if secret is None:
        raise Locked(f"The keyring has no entry for this vault any more; {way}.")
    try:
        return open_slot(file.vault, slot, secret.encode())
    except WrongSecret as error:
        raise Locked(f"The keyring's entry no longer opens this vault; {way}.") from error


def find(file: SlotsFile, kind: SlotKind) -> Slot:
    """The slot of that kind.

    Raises:
        Locked: there is none; the sentence names those that there are.
    """
    for slot in file.slots:
        if slot.kind is kind:
            return slot
    raise Locked(f"This vault does not open with {_NAMES[kind]}; unlock with {names(file.slots)}.")


def names(slots: Iterable[Slot]) -> str:
    """What opens these slots, to put in a sentence; empty for none."""
    return " or ".join(_NAMES[slot.kind] for slot in slots)


def passphrase_secret(passphrase: str) -> bytes:
    """The same bytes however a keyboard composes the letters (NFKC)."""
    return unicodedata.normalize("NFKC", passphrase).encode()


def check_new_passphrase(passphrase: str) -> None:
    """Refuse what would be guessed.

    Raises:
        BadInput: it is too short.
    """
    if len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        raise BadInput(
            f"A passphrase needs at least {SHORTEST_PASSPHRASE} characters; "
            "four unrelated words make a good one."
        )


def _open(file: SlotsFile, slot: Slot, secret: bytes, what: str) -> Opened:
    try:
        return open_slot(file.vault, slot, secret)
    except WrongSecret as error:
        raise WrongSecret(f"{what} of this vault; check it and try again.") from error
