"""Creating, opening and changing a vault, and what happens where something is missing."""

import stat
import threading
from collections.abc import Callable
from pathlib import Path

import keyring.backends.fail
import keyring.backends.null
import pytest

from eventpal.errors import BadInput, Damaged, Locked, UserError, VaultError, WrongSecret
from eventpal.paths import Home
from eventpal.store import database
from eventpal.store.database import Database
from eventpal.store.files import key_lock
from eventpal.store.vault import recovery_code, slots_file
from eventpal.store.vault.keyring_access import KeyringBackend
from eventpal.store.vault.keys import DataKey
from eventpal.store.vault.slots import SlotKind
from eventpal.store.vault.vault import Vault
from tests.keyrings import BrokenKeyring, ForgetfulKeyring, MemoryKeyring
from tests.unit.store.vaults import OTHER, PASSPHRASE, plant, planted, vault_of


def kinds(vault: Vault) -> set[SlotKind]:
    return {slot.kind for slot in vault.slots()}


# creating and unlocking


def test_passphrase_opens_what_was_created(home: Home) -> None:
    key = vault_of(home).create(passphrase=PASSPHRASE)
    assert vault_of(home).unlock(passphrase=PASSPHRASE) == key
    assert database.opens(home.database, key)


def test_keyring_opens_what_was_created(home: Home, ring: MemoryKeyring) -> None:
    vault = vault_of(home, ring)
    key = vault.create()
    assert kinds(vault) == {SlotKind.KEYRING}
    assert vault_of(home, ring).unlock() == key


def test_the_keyring_holds_one_entry_and_not_the_key(home: Home, ring: MemoryKeyring) -> None:
    key = vault_of(home, ring).create()
    [((service, username), secret)] = ring.entries.items()
    assert service == "EventPal"
    assert username == slots_file.read(home.slots)[0][1].vault
    assert len(bytes.fromhex(secret)) == 32
    assert secret != key.hex()


def test_both_when_both_are_there(home: Home, ring: MemoryKeyring) -> None:
    vault = vault_of(home, ring)
    key = vault.create(passphrase=PASSPHRASE)
    assert kinds(vault) == {SlotKind.KEYRING, SlotKind.PASSPHRASE}
    assert vault_of(home).unlock(passphrase=PASSPHRASE) == key
    assert vault_of(home, ring).unlock() == key


@pytest.mark.parametrize(
    "useless",
    [
        keyring.backends.fail.Keyring(),
        keyring.backends.null.Keyring(),
        BrokenKeyring(),
        ForgetfulKeyring(),
    ],
)
def test_a_keyring_that_does_not_work_counts_as_none(home: Home, useless: KeyringBackend) -> None:
    vault = vault_of(home, useless)
    assert not vault.keyring_works
    with pytest.raises(Locked, match="needs a passphrase"):
        vault.create()
    assert not vault_of(home, useless).exists
    vault.create(passphrase=PASSPHRASE)
    assert kinds(vault) == {SlotKind.PASSPHRASE}


def test_wrong_passphrase_is_a_sentence(home: Home) -> None:
    vault_of(home).create(passphrase=PASSPHRASE)
    with pytest.raises(WrongSecret, match="not the passphrase"):
        vault_of(home).unlock(passphrase=OTHER)


def test_a_passphrase_may_be_composed_either_way(home: Home) -> None:
    key = vault_of(home).create(passphrase="Käsekuchen am Café")
    decomposed = "Ka\u0308sekuchen am Cafe\u0301"
    assert vault_of(home).unlock(passphrase=decomposed) == key


@pytest.mark.parametrize("short", ["", "       ", "short", "a          "])
def test_a_short_passphrase_is_refused_and_leaves_nothing(home: Home, short: str) -> None:
    with pytest.raises(BadInput, match="at least 8"):
        vault_of(home).create(passphrase=short)
    assert not vault_of(home).exists


def test_a_lost_entry_names_the_other_slot_and_makes_no_new_key(
    home: Home, ring: MemoryKeyring
) -> None:
    key = vault_of(home, ring).create(passphrase=PASSPHRASE)
    before = home.slots.read_bytes()
    ring.entries.clear()
    with pytest.raises(Locked, match="unlock with your passphrase"):
        vault_of(home, ring).unlock()
    assert not ring.entries
    assert home.slots.read_bytes() == before
    assert vault_of(home, ring).unlock(passphrase=PASSPHRASE) == key


def test_a_lost_keyring_names_the_other_slots(home: Home, ring: MemoryKeyring) -> None:
    vault = vault_of(home, ring)
    key = vault.create(passphrase=PASSPHRASE)
    code = recovery_code.generate()
    vault.set_recovery_code(code)
    with pytest.raises(Locked, match="your passphrase or your recovery code"):
        vault_of(home).unlock()
    assert vault_of(home).unlock(recovery_code=code.lower()) == key


def test_another_entry_in_the_keyring_is_said(home: Home, ring: MemoryKeyring) -> None:
    vault_of(home, ring).create(passphrase=PASSPHRASE)
    ring.entries = dict.fromkeys(ring.entries, "0" * 64)
    with pytest.raises(Locked, match="no longer opens"):
        vault_of(home, ring).unlock()


def test_a_mistyped_code_is_told_from_another_vaults(home: Home) -> None:
    vault = vault_of(home)
    vault.create(passphrase=PASSPHRASE)
    code = recovery_code.generate()
    vault.set_recovery_code(code)
    wrong = ("1" if code[0] == "0" else "0") + code[1:]
    with pytest.raises(BadInput, match=r"Group 1 .* mistyped"):
        vault_of(home).unlock(recovery_code=wrong)
    with pytest.raises(WrongSecret, match="typed as printed"):
        vault_of(home).unlock(recovery_code=recovery_code.generate())


def test_a_slot_that_is_not_there_is_said(home: Home) -> None:
    vault_of(home).create(passphrase=PASSPHRASE)
    with pytest.raises(Locked, match="unlock with your passphrase"):
        vault_of(home).unlock(recovery_code=recovery_code.generate())


def test_nothing_to_unlock(home: Home) -> None:
    with pytest.raises(Locked, match="no data here"):
        vault_of(home).unlock(passphrase=PASSPHRASE)
    assert vault_of(home).slots() == ()
    assert not home.root.exists()


def test_never_over_a_vault(home: Home) -> None:
    key = vault_of(home).create(passphrase=PASSPHRASE)
    with pytest.raises(BadInput, match="already"):
        vault_of(home).create(passphrase=PASSPHRASE)
    assert vault_of(home).unlock(passphrase=PASSPHRASE) == key


def test_never_over_a_database_without_slots(home: Home) -> None:
    home.root.mkdir()
    home.database.write_bytes(b"someone's data")
    vault = vault_of(home)
    assert vault.exists
    for attempt in (vault.create, vault.unlock):
        with pytest.raises(Damaged, match="vault restore"):
            attempt(passphrase=PASSPHRASE)
    assert home.database.read_bytes() == b"someone's data"


@pytest.mark.parametrize("loss", [Path.unlink, lambda path: path.write_bytes(b"")])
def test_a_lost_database_is_never_replaced(home: Home, loss: Callable[[Path], object]) -> None:
    vault_of(home).create(passphrase=PASSPHRASE)
    loss(home.database)
    with pytest.raises(Damaged, match="missing or empty"):
        vault_of(home).unlock(passphrase=PASSPHRASE)
    assert not home.database.exists() or home.database.stat().st_size == 0


def test_a_database_of_another_vault_is_said(home: Home, tmp_path: Path) -> None:
    vault_of(home).create(passphrase=PASSPHRASE)
    other = Home(tmp_path / "other")
    vault_of(other).create(passphrase=PASSPHRASE)
    home.database.write_bytes(other.database.read_bytes())
    with pytest.raises(Damaged, match="belongs to another vault"):
        vault_of(home).unlock(passphrase=PASSPHRASE)


def test_the_lost_slots_file_is_put_back_from_its_copy(home: Home) -> None:
    key = vault_of(home).create(passphrase=PASSPHRASE)
    before = home.slots.read_bytes()
    home.slots.unlink()
    assert vault_of(home).unlock(passphrase=PASSPHRASE) == key
    assert home.slots.read_bytes() == before


def test_an_altered_slots_file_is_passed_over_for_its_copy(home: Home) -> None:
    key = vault_of(home).create(passphrase=PASSPHRASE)
    data, file = slots_file.read(home.slots)[0]
    home.slots.write_bytes(slots_file.to_bytes(file, DataKey.random()))
    assert vault_of(home).unlock(passphrase=PASSPHRASE) == key
    assert home.slots.read_bytes() == data


def test_everything_written_is_private(home: Home, ring: MemoryKeyring) -> None:
    vault_of(home, ring).create(passphrase=PASSPHRASE)
    assert stat.S_IMODE(home.root.stat().st_mode) == 0o700
    for path in home.root.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


def test_a_folder_with_other_things_in_it_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "letter.txt").write_text("mine")
    vault_of(Home(tmp_path)).create(passphrase=PASSPHRASE)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_neither_key_nor_passphrase_is_in_a_repr_or_on_disk(
    home: Home, ring: MemoryKeyring
) -> None:
    vault = vault_of(home, ring)
    key = vault.create(passphrase=PASSPHRASE)
    shown = "".join([repr(vault), repr(vars(vault)), repr(vault.slots()), repr(key)])
    for path in home.root.rglob("*"):
        content = path.read_bytes()
        assert bytes(key) not in content
        assert key.hex().encode() not in content
        assert PASSPHRASE.encode() not in content
    assert key.hex() not in shown
    assert PASSPHRASE not in shown


# changing slots


def test_a_new_passphrase_replaces_the_old_one(home: Home) -> None:
    vault = vault_of(home)
    key = vault.create(passphrase=PASSPHRASE)
    vault.set_passphrase(OTHER)
    assert vault_of(home).unlock(passphrase=OTHER) == key
    with pytest.raises(WrongSecret):
        vault_of(home).unlock(passphrase=PASSPHRASE)


def test_a_new_code_replaces_the_old_one(home: Home) -> None:
    vault = vault_of(home)
    vault.create(passphrase=PASSPHRASE)
    first, second = recovery_code.generate(), recovery_code.generate()
    vault.set_recovery_code(first)
    vault.set_recovery_code(second)
    vault_of(home).unlock(recovery_code=second)
    with pytest.raises(WrongSecret, match="not the present one"):
        vault_of(home).unlock(recovery_code=first)


def test_the_keyring_can_be_added_later(home: Home, ring: MemoryKeyring) -> None:
    key = vault_of(home).create(passphrase=PASSPHRASE)
    vault = vault_of(home, ring)
    vault.unlock(passphrase=PASSPHRASE)
    vault.set_keyring()
    assert vault_of(home, ring).unlock() == key
    before = home.slots.read_bytes()
    vault.set_keyring()
    assert home.slots.read_bytes() == before, "an entry that works is never replaced"


def test_a_removed_slot_opens_no_more_and_its_entry_goes(home: Home, ring: MemoryKeyring) -> None:
    vault = vault_of(home, ring)
    vault.create(passphrase=PASSPHRASE)
    vault.remove(SlotKind.KEYRING)
    assert not ring.entries
    with pytest.raises(Locked, match="unlock with your passphrase"):
        vault_of(home, ring).unlock()


@pytest.mark.parametrize("damaged", [False, True])
def test_a_removed_slot_is_not_in_the_copy_either(
    home: Home, ring: MemoryKeyring, damaged: bool
) -> None:
    vault = vault_of(home, ring)
    vault.create(passphrase=PASSPHRASE)
    vault.remove(SlotKind.PASSPHRASE)
    if damaged:
        home.slots.write_bytes(b"damaged")
    with pytest.raises(Locked):
        vault_of(home, ring).unlock(passphrase=PASSPHRASE)


def test_the_last_slot_stays(home: Home) -> None:
    vault = vault_of(home)
    vault.create(passphrase=PASSPHRASE)
    with pytest.raises(BadInput, match="only way to unlock"):
        vault.remove(SlotKind.PASSPHRASE)
    vault_of(home).unlock(passphrase=PASSPHRASE)


def test_a_dead_keyring_is_not_left_as_the_only_way(home: Home, ring: MemoryKeyring) -> None:
    vault = vault_of(home, ring)
    vault.create(passphrase=PASSPHRASE)
    ring.entries.clear()
    with pytest.raises(BadInput, match="Only the keyring would be left"):
        vault.remove(SlotKind.PASSPHRASE)


def test_removing_what_is_not_there(home: Home) -> None:
    vault = vault_of(home)
    vault.create(passphrase=PASSPHRASE)
    with pytest.raises(BadInput, match="none to remove"):
        vault.remove(SlotKind.RECOVERY_CODE)


def test_a_locked_vault_changes_nothing(home: Home) -> None:
    vault = vault_of(home)
    vault.create(passphrase=PASSPHRASE)
    vault.lock()
    for change in (
        lambda: vault.set_passphrase(OTHER),
        lambda: vault.set_recovery_code(recovery_code.generate()),
        vault.set_keyring,
        lambda: vault.remove(SlotKind.PASSPHRASE),
        vault.rekey,
    ):
        with pytest.raises(Locked, match="unlock it"):
            change()


def test_two_that_change_the_slots_do_not_lose_each_others(home: Home, ring: MemoryKeyring) -> None:
    first, second = vault_of(home, ring), vault_of(home, ring)
    first.create(passphrase=PASSPHRASE)
    second.unlock()
    code = recovery_code.generate()
    first.set_recovery_code(code)
    second.set_passphrase(OTHER)
    assert kinds(first) == set(SlotKind)
    vault_of(home).unlock(recovery_code=code)
    vault_of(home).unlock(passphrase=OTHER)


def test_a_change_waits_for_the_one_under_way(home: Home) -> None:
    vault = vault_of(home)
    vault.create(passphrase=PASSPHRASE)
    changed = threading.Thread(target=vault.set_passphrase, args=[OTHER])
    with key_lock(home.root):
        changed.start()
        changed.join(0.2)
        assert changed.is_alive()
    changed.join(10)
    vault_of(home).unlock(passphrase=OTHER)


# rekeying


def test_rekey_gives_the_database_a_key_that_every_slot_opens(
    home: Home, ring: MemoryKeyring
) -> None:
    vault = vault_of(home, ring)
    old = vault.create(passphrase=PASSPHRASE)
    code = recovery_code.generate()
    vault.set_recovery_code(code)
    plant(home, old, "kept")
    new = vault.rekey()
    assert new != old
    assert not database.opens(home.database, old)
    assert planted(home, new) == ["kept"]
    for opened in (
        vault_of(home, ring).unlock(),
        vault_of(home).unlock(passphrase=PASSPHRASE),
        vault_of(home).unlock(recovery_code=code),
    ):
        assert opened == new


def test_a_slot_removed_before_a_rekey_does_not_open_after_it(
    home: Home, ring: MemoryKeyring
) -> None:
    vault = vault_of(home, ring)
    vault.create(passphrase=PASSPHRASE)
    slots_before = home.slots.read_bytes()
    vault.remove(SlotKind.PASSPHRASE)
    vault.rekey()
    # Even who kept the old slots file gets the old key only, which opens nothing any more.
    home.slots.write_bytes(slots_before)
    with pytest.raises(Damaged, match="vault restore"):
        vault_of(home).unlock(passphrase=PASSPHRASE)


def test_slots_can_be_changed_after_a_rekey(home: Home) -> None:
    vault = vault_of(home)
    vault.create(passphrase=PASSPHRASE)
    new = vault.rekey()
    vault.set_passphrase(OTHER)
    assert vault_of(home).unlock(passphrase=OTHER) == new


def test_rekey_while_the_database_is_in_use_changes_nothing(home: Home) -> None:
    vault = vault_of(home)
    key = vault.create(passphrase=PASSPHRASE)
    before = home.slots.read_bytes()
    used = Database(home.database, key)
    with pytest.raises(UserError, match="Another EventPal"):
        vault.rekey()
    used.close()
    assert home.slots.read_bytes() == before
    assert vault_of(home).unlock(passphrase=PASSPHRASE) == key


def test_one_that_was_unlocked_before_a_rekey_must_unlock_again(home: Home) -> None:
    first, second = vault_of(home), vault_of(home)
    first.create(passphrase=PASSPHRASE)
    second.unlock(passphrase=PASSPHRASE)
    first.rekey()
    with pytest.raises(VaultError, match="unlock again"):
        second.set_passphrase(OTHER)
    second.unlock(passphrase=PASSPHRASE)
    second.set_passphrase(OTHER)
