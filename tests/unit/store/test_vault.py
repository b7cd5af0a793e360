"""Creating and opening a vault."""

from pathlib import Path

import keyring.backends.fail
import pytest

from eventpal.errors import BadInput, Damaged, Locked, WrongSecret
from eventpal.paths import Home
from eventpal.store.slots import Cost, SlotKind
from eventpal.store.vault import Vault
from tests.keyrings import MemoryKeyring

WEAK = Cost(passes=1, memory_kib=64, lanes=1)
PASSPHRASE = "four unrelated words"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def no_keyring() -> keyring.backends.fail.Keyring:
    return keyring.backends.fail.Keyring()


def test_passphrase_opens_what_was_created(home: Home) -> None:
    key = Vault(home, keyring=no_keyring(), cost=WEAK).create(passphrase=PASSPHRASE)
    assert Vault(home, keyring=no_keyring()).unlock(passphrase=PASSPHRASE) == key


def test_keyring_opens_what_was_created(home: Home) -> None:
    ring = MemoryKeyring()
    vault = Vault(home, keyring=ring)
    key = vault.create()
    assert [slot.kind for slot in vault.slots()] == [SlotKind.KEYRING]
    assert Vault(home, keyring=ring).unlock() == key


def test_neither_keyring_nor_passphrase(home: Home) -> None:
    with pytest.raises(Locked, match="needs a passphrase"):
        Vault(home, keyring=no_keyring()).create()
    assert not Vault(home, keyring=no_keyring()).exists


def test_wrong_passphrase_is_a_sentence(home: Home) -> None:
    Vault(home, keyring=no_keyring(), cost=WEAK).create(passphrase=PASSPHRASE)
    with pytest.raises(WrongSecret, match="check it"):
        Vault(home, keyring=no_keyring()).unlock(passphrase="four other words")


def test_lost_keyring_entry_names_the_other_slot_and_makes_no_new_key(home: Home) -> None:
    ring = MemoryKeyring()
    key = Vault(home, keyring=ring, cost=WEAK).create(passphrase=PASSPHRASE)
    before = home.slots.read_bytes()
    ring.entries.clear()
    with pytest.raises(Locked, match="unlock with your passphrase"):
        Vault(home, keyring=ring).unlock()
    assert not ring.entries
    assert home.slots.read_bytes() == before
    assert Vault(home, keyring=ring).unlock(passphrase=PASSPHRASE) == key


def test_never_over_a_vault(home: Home) -> None:
    Vault(home, keyring=no_keyring(), cost=WEAK).create(passphrase=PASSPHRASE)
    with pytest.raises(BadInput, match="already"):
        Vault(home, keyring=no_keyring(), cost=WEAK).create(passphrase=PASSPHRASE)


def test_never_over_a_database_without_slots(home: Home) -> None:
    home.root.mkdir()
    home.database.write_bytes(b"someone's data")
    vault = Vault(home, keyring=no_keyring(), cost=WEAK)
    assert vault.exists
    for attempt in (vault.create, vault.unlock):
        with pytest.raises(Damaged, match="restore a backup"):
            attempt(passphrase=PASSPHRASE)
    assert home.database.read_bytes() == b"someone's data"
