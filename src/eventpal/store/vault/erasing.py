"""Deleting everything that EventPal knows about a person."""

import shutil
from pathlib import Path

from eventpal.errors import BadInput, VaultError
from eventpal.paths import Home
from eventpal.store.files import key_lock
from eventpal.store.vault import slots_file
from eventpal.store.vault.exchange import SET_ASIDE
from eventpal.store.vault.keyring_access import KeyringFailed, SecretKeyring

_FILES = ("vault.json*", "eventpal.db*", "settings.*")
_FOLDERS = (f"{SET_ASIDE}-*", "restoring*", "backup.new")


def erase(home: Home, keyring: SecretKeyring) -> None:
    """Delete slots, keyring entry, database, what was set aside, backups and settings of ``home``.

    The slots go first: from then on nothing that is left can be read. It needs no secret, and can
    be repeated. Backups that the person saved elsewhere, and files in the folder that are not
    EventPal's, stay.

    Raises:
        BadInput: something cannot be deleted; the sentence names it.
    """
    if not home.root.is_dir():
        return
    vaults = _vaults(home)
    try:
        with key_lock(home.root):
            for path in [found for pattern in _FILES for found in home.root.glob(pattern)]:
                path.unlink()
            for folder in [found for pattern in _FOLDERS for found in home.root.glob(pattern)]:
                shutil.rmtree(folder)
            for path in home.backups.glob("eventpal-*.backup*"):
                path.unlink()
            _remove_empty(home.backups)
        (home.root / "vault.lock").unlink(missing_ok=True)
        _remove_empty(home.root)
    except OSError as error:
        raise BadInput(
            f"{error.filename} cannot be deleted ({error.strerror}); "
            "allow deleting it, then erase again."
        ) from error
    for vault in vaults:
        _forget(keyring, vault)


def _vaults(home: Home) -> set[str]:
    """The ids under which the keyring may hold an entry."""
    folders = [home.root, *home.root.glob(f"{SET_ASIDE}-*")]
    found = set()
    for folder in folders:
        try:
            found |= {file.vault for _, file in slots_file.read(Home(folder).slots)}
        except VaultError:
            continue  # A damaged file names no entry, and without it no entry opens anything.
    return found


def _forget(keyring: SecretKeyring, vault: str) -> None:
    try:
        keyring.forget(vault)
    except KeyringFailed:
        return  # What the entry opened is gone.


def _remove_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
