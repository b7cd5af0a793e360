"""Two hundred flipped bytes and cut ends: always a sentence and a way on, never a new database."""

import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from eventpal.errors import Damaged, UserError
from eventpal.paths import Home
from eventpal.store.database import Database
from eventpal.store.vault import backup, recovery_code, slots_file
from eventpal.store.vault.vault import Vault
from tests.keyrings import MemoryKeyring
from tests.unit.store.vaults import PASSPHRASE, WEAK

NOW = datetime(2026, 3, 1, 10, tzinfo=UTC)
CODE = recovery_code.generate()
RING = MemoryKeyring()
ROWS = 40

Damage = Callable[[Path], None]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    home = Home(folder / "home")
    vault = vault_of(home)
    key = vault.create(passphrase=PASSPHRASE)
    vault.set_recovery_code(CODE)
    db = Database(home.database, key)
    with db.write() as write:
        write.execute("CREATE TABLE planted (value TEXT)")
        for number in range(ROWS):
            write.execute("INSERT INTO planted VALUES (?)", [f"canary {number} " * 50])
    db.close()
    backup.daily(home, key, NOW)
    return home.root


def vault_of(home: Home) -> Vault:
    return Vault(home, keyring=RING, cost=WEAK, now=lambda: NOW)


def flip(path: Path, at: int, bit: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1 << bit
    path.write_bytes(content)


def cut(path: Path, size: int) -> None:
    path.write_bytes(path.read_bytes()[:size])


def damages(path: Path, flips: int, cuts: int, seed: int) -> list[tuple[str, Damage]]:
    """Flips and cuts all over the file, its first and last bytes among them."""
    chance = random.Random(seed)
    size = path.stat().st_size
    edges = [0, 1, 17, 24, size - 1]
    places = edges + [chance.randrange(size) for _ in range(flips - len(edges))]
    found: list[tuple[str, Damage]] = []
    for at in places:
        bit = chance.randrange(8)
        found.append((f"bit {bit} of byte {at}", lambda p, at=at, bit=bit: flip(p, at, bit)))
    ends = [0, 1, min(4096, size // 2), size - 1]
    ends += [chance.randrange(size) for _ in range(cuts - len(ends))]
    return found + [(f"cut to {end}", lambda p, end=end: cut(p, end)) for end in ends]


def use(home: Home) -> int:
    """Unlock and read all of it, as the application would; the number of rows."""
    key = vault_of(home).unlock(passphrase=PASSPHRASE)
    db = Database(home.database, key)
    try:
        db.verify()
        return len(db.rows("SELECT value FROM planted"))
    finally:
        db.close()


def is_a_way_on(error: UserError) -> bool:
    sentence = str(error)
    return sentence.rstrip().endswith(".") and ("backup" in sentence or "unlock with" in sentence)


def test_seventy_damages_to_the_database(prepared: Path, tmp_path: Path) -> None:
    for number, (what, damage) in enumerate(damages(prepared / "eventpal.db", 50, 20, seed=3)):
        home = Home(tmp_path / str(number))
        shutil.copytree(prepared, home.root)
        damage(home.database)
        damaged = home.database.read_bytes()
        with pytest.raises(UserError) as caught:
            use(home)
        assert is_a_way_on(caught.value), f"{what}: {caught.value}"
        assert home.database.read_bytes() == damaged, f"{what}: left as it is"
        # The way on: the newest good backup, with what was damaged kept.
        good = backup.newest_good(home)
        assert good is not None
        restored = vault_of(home).restore(good.path, passphrase=PASSPHRASE)
        assert use(home) == ROWS
        assert restored.set_aside is not None
        assert (restored.set_aside / "eventpal.db").read_bytes() == damaged
        shutil.rmtree(home.root)


def test_seventy_damages_to_the_slots_file_are_mended(prepared: Path, tmp_path: Path) -> None:
    whole = (prepared / "vault.json").read_bytes()
    for number, (what, damage) in enumerate(damages(prepared / "vault.json", 50, 20, seed=4)):
        home = Home(tmp_path / str(number))
        shutil.copytree(prepared, home.root)
        damage([home.slots, slots_file.copy_of(home.slots)][number % 2])
        assert use(home) == ROWS, what
        assert home.slots.read_bytes() == whole
        assert slots_file.copy_of(home.slots).read_bytes() == whole
        shutil.rmtree(home.root)


def test_thirty_damages_to_both_slots_files(prepared: Path, tmp_path: Path) -> None:
    last_line_end = (prepared / "vault.json").stat().st_size - 1
    for number, (what, damage) in enumerate(damages(prepared / "vault.json", 20, 10, seed=5)):
        home = Home(tmp_path / str(number))
        shutil.copytree(prepared, home.root)
        if what == f"cut to {last_line_end}":
            continue  # JSON is the same without its last line end.
        damage(home.slots)
        damage(slots_file.copy_of(home.slots))
        before = home.database.read_bytes()
        with pytest.raises(Damaged) as caught:
            use(home)
        assert is_a_way_on(caught.value), f"{what}: {caught.value}"
        with pytest.raises(UserError):
            vault_of(home).create(passphrase=PASSPHRASE)
        assert home.database.read_bytes() == before
        good = backup.newest_good(home)
        assert good is not None
        vault_of(home).restore(good.path, recovery_code=CODE)
        assert use(home) == ROWS
        shutil.rmtree(home.root)


def test_seventy_damages_to_a_backup(prepared: Path, tmp_path: Path) -> None:
    [original] = (prepared / "backups").iterdir()
    new = Home(tmp_path / "new machine")
    for what, damage in damages(original, 50, 20, seed=6):
        path = tmp_path / "damaged.backup"
        shutil.copy(original, path)
        damage(path)
        with pytest.raises(Damaged) as caught:
            vault_of(new).restore(path, passphrase=PASSPHRASE)
        assert is_a_way_on(caught.value), f"{what}: {caught.value}"
        assert not new.root.exists(), what
