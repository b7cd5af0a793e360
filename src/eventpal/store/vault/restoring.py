"""From a backup back to a vault and a database, with what was there before kept."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from eventpal.errors import Damaged
from eventpal.paths import Home
from eventpal.store import database
from eventpal.store.database import Database
from eventpal.store.files import key_lock, private_folder, write_private
from eventpal.store.vault import backup, slots_file
from eventpal.store.vault.exchange import exchange
from eventpal.store.vault.keyring_access import SecretKeyring
from eventpal.store.vault.keys import DataKey
from eventpal.store.vault.unlocking import open_file


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did."""

    key: DataKey = field(repr=False)
    created_at: datetime
    """When the backup was made."""
    set_aside: Path | None
    """The folder with what was there before, which is a home of its own; None if nothing was."""


def restore(
    home: Home,
    path: Path,
    keyring: SecretKeyring,
    *,
    passphrase: str | None,
    recovery_code: str | None,
    now: datetime,
) -> Restored:
    """Put the backup ``path`` in place of the vault and database of ``home``.

    Raises:
        UserError: see ``Vault.restore``; nothing was changed.
    """
    found = backup.check(path)
    opened = open_file(found.slots, keyring, passphrase=passphrase, recovery_code=recovery_code)
    key = opened.key
    if not slots_file.sealed_by(found.slots_data, key):
        raise Damaged(f"The keys in {path} were altered; choose another backup.")

    def lay_out(staged: Home) -> None:
        backup.extract_database(found, staged.database)
        database.verify(staged.database, key)
        Database(staged.database, key).close()  # whether this version can open it, before it must
        write_private(staged.slots, found.slots_data)
        write_private(slots_file.copy_of(staged.slots), found.slots_data)

    private_folder(home.root)
    with key_lock(home.root):
        if _opens(home.database, key):
            database.require_sole_use(home.database, key)
        aside = exchange(home, now, lay_out)
    return Restored(key, found.created_at, aside)


def _opens(path: Path, key: DataKey) -> bool:
    try:
        return path.exists() and database.opens(path, key)
    except Damaged:
        return False
