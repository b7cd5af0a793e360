"""Backups, restoring from them, setting aside and erasing."""

import hashlib
import json
import stat
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from eventpal.errors import BadInput, Damaged, Locked, NotFound, UserError, VaultError, WrongSecret
from eventpal.paths import Home
from eventpal.store import database
from eventpal.store.database import Database
from eventpal.store.vault import backup, recovery_code, slots_file
from eventpal.store.vault.slots import SlotKind
from tests.keyrings import MemoryKeyring
from tests.unit.store.vaults import NOW, OTHER, PASSPHRASE, plant, planted, vault_of


@pytest.fixture
def elsewhere(tmp_path: Path) -> Home:
    return Home(tmp_path / "new machine")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# writing


def test_a_backup_restores_elsewhere_with_the_passphrase(
    home: Home, elsewhere: Home, tmp_path: Path
) -> None:
    key = vault_of(home).create(passphrase=PASSPHRASE)
    plant(home, key, "kept")
    backup.write(home, key, tmp_path / "mine", NOW)
    vault = vault_of(elsewhere)
    restored = vault.restore(tmp_path / "mine", passphrase=PASSPHRASE)
    assert (restored.key, restored.created_at, restored.set_aside) == (key, NOW, None)
    assert planted(elsewhere, vault_of(elsewhere).unlock(passphrase=PASSPHRASE)) == ["kept"]
    assert names(elsewhere.root) == ["eventpal.db", "vault.json", "vault.json.bak", "vault.lock"]
    vault.set_passphrase(OTHER)


def test_a_backup_restores_elsewhere_with_the_code(
    home: Home, elsewhere: Home, tmp_path: Path
) -> None:
    vault = vault_of(home)
    key = vault.create(passphrase=PASSPHRASE)
    code = recovery_code.generate()
    vault.set_recovery_code(code)
    backup.write(home, key, tmp_path / "mine", NOW)
    assert vault_of(elsewhere).restore(tmp_path / "mine", recovery_code=code).key == key


def test_a_restore_elsewhere_fills_the_keyring_there(
    home: Home, elsewhere: Home, ring: MemoryKeyring, tmp_path: Path
) -> None:
    key = vault_of(home, ring).create(passphrase=PASSPHRASE)
    backup.write(home, key, tmp_path / "mine", NOW)
    there = MemoryKeyring()
    vault_of(elsewhere, there).restore(tmp_path / "mine", passphrase=PASSPHRASE)
    assert vault_of(elsewhere, there).unlock() == key


def test_the_same_desktop_restores_with_its_keyring(
    home: Home, ring: MemoryKeyring, tmp_path: Path
) -> None:
    vault = vault_of(home, ring)
    key = vault.create()
    backup.write(home, key, tmp_path / "mine", NOW)
    assert vault.restore(tmp_path / "mine").key == key
    assert len(ring.entries) == 1


def test_a_backup_of_a_database_in_use_holds_what_was_committed(
    home: Home, elsewhere: Home, tmp_path: Path
) -> None:
    key = vault_of(home).create(passphrase=PASSPHRASE)
    plant(home, key, "committed")
    db = Database(home.database, key)
    with db.write() as write:
        write.execute("INSERT INTO planted VALUES ('not yet')")
        backup.write(home, key, tmp_path / "mine", NOW)
    db.close()
    vault_of(elsewhere).restore(tmp_path / "mine", passphrase=PASSPHRASE)
    assert planted(elsewhere, key) == ["committed"]


def test_a_backup_is_one_private_unreadable_file(home: Home, tmp_path: Path) -> None:
    key = vault_of(home).create(passphrase=PASSPHRASE)
    plant(home, key, "canary")
    before = names(home.root)
    path = tmp_path / "mine"
    made = backup.write(home, key, path, NOW)
    content = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert names(tmp_path) == ["home", "mine"]
    assert names(home.root) == before
    assert not [secret for secret in (b"canary", bytes(key), b"SQLite") if secret in content]
    # As documented: two lines, the slots, the database, the digest.
    magic, header, rest = content.split(b"\n", 2)
    facts = json.loads(header)
    assert magic == b"EventPal backup 1"
    assert rest[: facts["slots_bytes"]] == home.slots.read_bytes()
    assert len(rest) == facts["slots_bytes"] + facts["database_bytes"] + 32
    assert hashlib.sha256(content[:-32]).digest() == content[-32:]
    assert backup.check(path) == made


def test_a_backup_replaces_a_backup_and_nothing_else(home: Home, tmp_path: Path) -> None:
    key = vault_of(home).create(passphrase=PASSPHRASE)
    letter = tmp_path / "letter.txt"
    letter.write_text("mine")
    for place, sentence in (
        (letter, "not a backup"),
        (tmp_path, "is a folder"),
        (tmp_path / "no" / "such", "no folder"),
    ):
        with pytest.raises(BadInput, match=sentence):
            backup.write(home, key, place, NOW)
    assert letter.read_text() == "mine"
    backup.write(home, key, tmp_path / "mine", NOW)
    again = backup.write(home, key, tmp_path / "mine", NOW + timedelta(days=1))
    assert again.created_at == NOW + timedelta(days=1)


def test_a_backup_with_a_key_that_is_no_longer_the_vaults(home: Home, tmp_path: Path) -> None:
    vault = vault_of(home)
    old = vault.create(passphrase=PASSPHRASE)
    vault.rekey()
    with pytest.raises(Locked, match="unlock EventPal again"):
        backup.write(home, old, tmp_path / "mine", NOW)
    assert not (tmp_path / "mine").exists()


def test_a_damaged_database_costs_no_backup(home: Home) -> None:
    key = vault_of(home).create(passphrase=PASSPHRASE)
    good = backup.daily(home, key, NOW)
    flip(home.database, 4096 * 5 + 17)
    for day in range(1, 10):
        with pytest.raises(Damaged, match="restore a backup"):
            backup.daily(home, key, NOW + timedelta(days=day))
    assert backup.newest_good(home) == good


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 0x40
    path.write_bytes(content)


# the daily ones


def test_one_a_day_and_the_newest_seven(home: Home) -> None:
    key = vault_of(home).create(passphrase=PASSPHRASE)
    for day in range(10):
        assert backup.daily(home, key, NOW + timedelta(days=day)) is not None
        assert backup.daily(home, key, NOW + timedelta(days=day, hours=3)) is None
    kept = [backup.check(path).created_at for path in backup.automatic(home)]
    assert kept == [NOW + timedelta(days=day) for day in range(9, 2, -1)]
    assert stat.S_IMODE(home.backups.stat().st_mode) == 0o700


def test_the_newest_good_one_is_found_behind_damaged_ones(home: Home) -> None:
    key = vault_of(home).create(passphrase=PASSPHRASE)
    assert backup.newest_good(home) is None
    made = [backup.daily(home, key, NOW + timedelta(days=day)) for day in range(4)]
    newest = backup.automatic(home)
    flip(newest[0], 5000)
    newest[1].write_bytes(newest[1].read_bytes()[:-1])
    assert backup.newest_good(home) == made[1]


def test_files_of_others_in_the_folder_stay(home: Home) -> None:
    key = vault_of(home).create(passphrase=PASSPHRASE)
    home.backups.mkdir()
    (home.backups / "letter.txt").write_text("mine")
    for day in range(9):
        backup.daily(home, key, NOW + timedelta(days=day))
    assert (home.backups / "letter.txt").read_text() == "mine"


def test_after_a_rekey_no_automatic_backup_has_the_old_key(home: Home, elsewhere: Home) -> None:
    vault = vault_of(home)
    key = vault.create(passphrase=PASSPHRASE)
    for day in range(3):
        backup.daily(home, key, NOW + timedelta(days=day))
    new = vault.rekey()
    renewed = backup.renew(home, new, NOW + timedelta(days=3))
    assert backup.automatic(home) == [renewed.path]
    assert vault_of(elsewhere).restore(renewed.path, passphrase=PASSPHRASE).key == new


# restoring


def test_a_restore_sets_what_was_here_aside_as_a_whole_home(home: Home, tmp_path: Path) -> None:
    vault = vault_of(home)
    key = vault.create(passphrase=PASSPHRASE)
    plant(home, key, "old")
    backup.write(home, key, tmp_path / "mine", NOW)
    plant(home, key, "newer")
    vault.set_passphrase(OTHER)
    restored = vault.restore(tmp_path / "mine", passphrase=PASSPHRASE)
    assert planted(home, vault_of(home).unlock(passphrase=PASSPHRASE)) == ["old"]
    assert restored.set_aside is not None
    aside = Home(restored.set_aside)
    assert planted(aside, vault_of(aside).unlock(passphrase=OTHER)) == ["old", "newer"]
    assert stat.S_IMODE(aside.root.stat().st_mode) == 0o700


def test_restoring_twice_in_a_second_keeps_both(home: Home, tmp_path: Path) -> None:
    vault = vault_of(home)
    key = vault.create(passphrase=PASSPHRASE)
    backup.write(home, key, tmp_path / "mine", NOW)
    folders = {vault.restore(tmp_path / "mine", passphrase=PASSPHRASE).set_aside for _ in range(3)}
    assert len(folders) == 3


def test_a_restore_over_another_vault_and_a_damaged_database(
    home: Home, elsewhere: Home, tmp_path: Path
) -> None:
    key = vault_of(home).create(passphrase=PASSPHRASE)
    backup.write(home, key, tmp_path / "mine", NOW)
    vault_of(elsewhere).create(passphrase=OTHER)
    flip(elsewhere.database, 20)
    damaged = elsewhere.database.read_bytes()
    restored = vault_of(elsewhere).restore(tmp_path / "mine", passphrase=PASSPHRASE)
    assert vault_of(elsewhere).unlock(passphrase=PASSPHRASE) == key
    assert restored.set_aside is not None
    assert Home(restored.set_aside).database.read_bytes() == damaged


@pytest.mark.parametrize("lost", ["vault.json and copy", "all"])
def test_lost_slots_are_no_obstacle(home: Home, lost: str) -> None:
    key = vault_of(home).create(passphrase=PASSPHRASE)
    made = backup.daily(home, key, NOW)
    assert made is not None
    home.slots.unlink()
    slots_file.copy_of(home.slots).unlink()
    if lost == "all":
        home.database.unlink()
    assert vault_of(home).restore(made.path, passphrase=PASSPHRASE).key == key


def untouched(home: Home) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in home.root.iterdir() if path.is_file()}


@pytest.mark.parametrize(
    ("secret", "error"),
    [
        ({"passphrase": OTHER}, WrongSecret),
        ({"recovery_code": recovery_code.generate()}, Locked),
        ({"recovery_code": "7Q2MK"}, Locked),
        ({}, Locked),
    ],
)
def test_a_wrong_secret_restores_nothing(
    home: Home, tmp_path: Path, secret: dict[str, str], error: type[UserError]
) -> None:
    vault = vault_of(home)
    key = vault.create(passphrase=PASSPHRASE)
    backup.write(home, key, tmp_path / "mine", NOW)
    before = untouched(home)
    with pytest.raises(error):
        vault.restore(tmp_path / "mine", **secret)
    assert untouched(home) == before


def test_what_is_no_backup_restores_nothing(home: Home, tmp_path: Path) -> None:
    vault = vault_of(home)
    vault.create(passphrase=PASSPHRASE)
    (tmp_path / "letter.txt").write_text("mine")
    before = untouched(home)
    for path, error in (
        (tmp_path / "letter.txt", Damaged),
        (home.slots, Damaged),
        (tmp_path, BadInput),
        (tmp_path / "none", NotFound),
    ):
        with pytest.raises(error):
            vault.restore(path, passphrase=PASSPHRASE)
    assert untouched(home) == before


def test_a_backup_from_a_newer_eventpal_is_refused_in_time(
    home: Home, elsewhere: Home, tmp_path: Path
) -> None:
    key = vault_of(elsewhere).create(passphrase=OTHER)
    db = Database(elsewhere.database, key)
    with db.write() as write:
        write.execute("PRAGMA user_version = 1000")
    db.close()
    backup.write(elsewhere, key, tmp_path / "mine", NOW)
    vault = vault_of(home)
    vault.create(passphrase=PASSPHRASE)
    before = untouched(home)
    with pytest.raises(VaultError, match="newer EventPal"):
        vault.restore(tmp_path / "mine", passphrase=OTHER)
    assert untouched(home) == before


def test_a_restore_under_an_open_database_is_refused(home: Home, tmp_path: Path) -> None:
    vault = vault_of(home)
    key = vault.create(passphrase=PASSPHRASE)
    backup.write(home, key, tmp_path / "mine", NOW)
    used = Database(home.database, key)
    with pytest.raises(UserError, match="Another EventPal"):
        vault.restore(tmp_path / "mine", passphrase=PASSPHRASE)
    used.close()
    vault.restore(tmp_path / "mine", passphrase=PASSPHRASE)


# setting aside and erasing


def test_setting_aside_makes_room_for_a_new_vault_and_keeps_the_old(home: Home) -> None:
    vault = vault_of(home)
    key = vault.create(passphrase=PASSPHRASE)
    plant(home, key, "old")
    aside = vault.set_aside()
    assert aside is not None
    assert not vault.exists
    new = vault.create(passphrase=OTHER)
    assert new != key
    old = Home(aside)
    assert planted(old, vault_of(old).unlock(passphrase=PASSPHRASE)) == ["old"]


def test_erasing_leaves_nothing(home: Home, ring: MemoryKeyring, tmp_path: Path) -> None:
    vault = vault_of(home, ring)
    key = vault.create(passphrase=PASSPHRASE)
    backup.daily(home, key, NOW)
    backup.write(home, key, tmp_path / "mine", NOW)
    vault.restore(tmp_path / "mine")
    home.settings.write_text("{}")
    (home.root / "eventpal.db-wal").write_bytes(b"")
    vault.erase()
    assert not home.root.exists()
    assert not ring.entries
    with pytest.raises(Locked):
        vault.set_passphrase(PASSPHRASE)
    vault.erase()
    assert vault_of(home, ring).create() != key


def test_erasing_needs_no_secret_and_leaves_what_is_not_eventpals(home: Home) -> None:
    vault_of(home).create(passphrase=PASSPHRASE)
    (home.root / "letter.txt").write_text("mine")
    home.slots.write_bytes(b"damaged")
    slots_file.copy_of(home.slots).write_bytes(b"damaged")
    vault_of(home).erase()
    assert names(home.root) == ["letter.txt"]


def test_erasing_a_home_that_is_not_there(home: Home) -> None:
    vault_of(home).erase()
    assert not home.root.exists()


def test_a_half_erased_home_is_never_mistaken_for_a_new_one(home: Home) -> None:
    """The slots go first; a process killed then leaves a database that nothing opens."""
    vault_of(home).create(passphrase=PASSPHRASE)
    home.slots.unlink()
    slots_file.copy_of(home.slots).unlink()
    with pytest.raises(Damaged):
        vault_of(home).create(passphrase=PASSPHRASE)
    vault_of(home).erase()
    vault_of(home).create(passphrase=PASSPHRASE)


def test_backups_hold_the_slots_of_their_day(home: Home, elsewhere: Home, tmp_path: Path) -> None:
    """Documented: a slot removed later still opens the backups made before."""
    vault = vault_of(home)
    key = vault.create(passphrase=PASSPHRASE)
    backup.write(home, key, tmp_path / "mine", NOW)
    code = recovery_code.generate()
    vault.set_recovery_code(code)
    vault.remove(SlotKind.PASSPHRASE)
    vault_of(elsewhere).restore(tmp_path / "mine", passphrase=PASSPHRASE)
    assert database.opens(elsewhere.database, key)


def test_created_at_is_kept_in_the_zone_it_was_made_in(home: Home, tmp_path: Path) -> None:
    key = vault_of(home).create(passphrase=PASSPHRASE)
    made = backup.write(home, key, tmp_path / "mine", NOW)
    assert made.created_at.utcoffset() == NOW.utcoffset()
    assert made.created_at.astimezone(UTC) == NOW
