"""Vaults for tests: cheap to unlock, without a keyring unless one is given, at a fixed moment."""

from datetime import datetime, timedelta, timezone

from eventpal.paths import Home
from eventpal.store.database import Database
from eventpal.store.vault.keyring_access import KeyringBackend
from eventpal.store.vault.keys import DataKey
from eventpal.store.vault.slots import Cost
from eventpal.store.vault.vault import Vault
from tests.keyrings import BrokenKeyring

WEAK = Cost(passes=1, memory_kib=64, lanes=1)
PASSPHRASE = "four unrelated words"
OTHER = "four other words"
NOW = datetime(2026, 3, 1, 10, tzinfo=timezone(timedelta(hours=-8)))


def vault_of(home: Home, ring: KeyringBackend | None = None) -> Vault:
    return Vault(home, keyring=ring or BrokenKeyring(), cost=WEAK, now=lambda: NOW)


def plant(home: Home, key: DataKey, value: str) -> None:
    """Write a value that later shows whether this is the same database."""
    db = Database(home.database, key)
    with db.write() as write:
        write.execute("CREATE TABLE IF NOT EXISTS planted (value TEXT)")
        write.execute("INSERT INTO planted VALUES (?)", [value])
    db.close()


def planted(home: Home, key: DataKey) -> list[str]:
    db = Database(home.database, key)
    try:
        return [row[0] for row in db.rows("SELECT value FROM planted ORDER BY rowid")]
    finally:
        db.close()
