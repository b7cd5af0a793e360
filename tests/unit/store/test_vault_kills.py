"""Processes killed (SIGKILL) while they work on a vault: nothing acknowledged is ever lost."""

import multiprocessing
import random
import shutil
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from eventpal.errors import VaultError, WrongSecret
from eventpal.paths import Home
from eventpal.store import database
from eventpal.store.migrations import MIGRATIONS, version
from eventpal.store.vault import backup, recovery_code
from eventpal.store.vault.keys import DataKey
from eventpal.store.vault.slots import SlotKind
from eventpal.store.vault.vault import Vault
from tests.keyrings import BrokenKeyring
from tests.unit.store import vault_work as work

# The server imports once and forks a fresh process for each piece of work.
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["tests.unit.store.vault_work"])

CODE = recovery_code.generate()
ROWS = 300

Check = Callable[[Path, DataKey], None]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with all three slots, some data and one backup."""
    folder = tmp_path_factory.mktemp("prepared")
    vault = work.vault_in(folder)
    key = vault.create(passphrase=work.PASSPHRASE)
    vault.set_recovery_code(CODE)
    home = work.home_in(folder)
    db = database.Database(home.database, key)
    with db.write() as write:
        write.execute("CREATE TABLE planted (value TEXT)")
        for number in range(ROWS):
            write.execute(
                "INSERT INTO planted VALUES (?)", [f"old {number} " + "y" * work.ROW_BYTES]
            )
    db.close()
    backup.daily(home, key, work.NOW)
    return folder


def kill(target: Callable[[Path], None], folder: Path, delay_s: float) -> None:
    """Let ``target`` work for ``delay_s`` seconds, then kill it."""
    process = _PROCESSES.Process(target=work.announced, args=[target, folder])
    process.start()
    while not (folder / "started").exists():
        time.sleep(0.005)
    time.sleep(delay_s)
    process.kill()
    process.join()
    process.close()


def killed_before(event: str, number: int, target: Callable[[Path], None], folder: Path) -> bool:
    """Kill ``target`` before its ``number``-th audit ``event``; False if it was done by then."""
    process = _PROCESSES.Process(target=work.killed_at, args=[event, number, target, folder])
    process.start()
    process.join()
    killed = process.exitcode == -9
    assert killed or process.exitcode == 0
    process.close()
    return killed


def opened_by_every_slot(folder: Path) -> DataKey:
    """The key, the same from each slot, of a database that is whole."""
    by_keyring = work.vault_in(folder).unlock()
    by_code = work.vault_in(folder).unlock(recovery_code=CODE)
    by_passphrase = work.vault_in(folder).unlock(passphrase=_present_passphrase(folder))
    assert by_keyring == by_code == by_passphrase
    database.verify(work.home_in(folder).database, by_keyring)
    left = {path.name for path in work.home_in(folder).root.glob("*new*")}
    assert left <= {"vault.json.new", "vault.json.bak.new", "backup.new"}
    return by_keyring


def _present_passphrase(folder: Path) -> str:
    """The last acknowledged one, or the one after it: whichever opens."""
    done = [line for line in work.acknowledged(folder) if line.startswith("passphrase ")]
    number = int(done[-1].split()[1]) if done else -1
    candidates = [done[-1] if done else work.PASSPHRASE, f"passphrase {number + 1}"]
    for candidate in candidates:
        try:
            work.vault_in(folder).unlock(passphrase=candidate)
        except WrongSecret:
            continue
        return candidate
    raise AssertionError("neither the last passphrase nor the next one opens")


def rows(folder: Path, key: DataKey, home: Home | None = None) -> list[str]:
    db = database.Database((home or work.home_in(folder)).database, key)
    try:
        return [row[0] for row in db.rows("SELECT value FROM planted ORDER BY rowid")]
    finally:
        db.close()


def every_row_is_there(folder: Path, key: DataKey) -> None:
    values = rows(folder, key)
    numbers = [int(value.split()[0]) for value in values[ROWS:]]
    done = [int(line) for line in work.acknowledged(folder)]
    assert [value.split()[1] for value in values[:ROWS]] == [str(n) for n in range(ROWS)]
    # Nothing acknowledged is missing; at most one more was committed and not yet told.
    assert numbers in (done, [*done, len(done)])


def old_rows_are_there(folder: Path, key: DataKey) -> None:
    assert len(rows(folder, key)) == ROWS


def every_backup_is_whole(folder: Path, key: DataKey) -> None:
    old_rows_are_there(folder, key)
    home = work.home_in(folder)
    files = backup.automatic(home)
    done = len(work.acknowledged(folder))
    assert min(done + 1, backup.KEPT) <= len(files) <= backup.KEPT + 1
    for path in files:
        backup.check(path)
    newest = backup.newest_good(home)
    assert newest is not None
    copy = folder / "from backup.db"
    backup.extract_database(newest, copy)
    database.verify(copy, key)
    work.vault_in(folder).restore(newest.path, passphrase=work.PASSPHRASE)


def every_step_is_whole(folder: Path, key: DataKey) -> None:
    db = database._open(work.home_in(folder).database, key)
    taken = version(db) - len(MIGRATIONS)
    tables = [name for name in db.table_names() if name.startswith("step_")]
    assert sorted(tables) == sorted(f"step_{number}" for number in range(taken))
    for name in tables:
        assert db[name].count == work.STEP_ROWS
    db.close()


CASES: list[tuple[Callable[[Path], None], Check]] = [
    (work.writes, every_row_is_there),
    (work.rekeys, every_row_is_there),
    (work.backups, every_backup_is_whole),
    (work.migrations, every_step_is_whole),
    (work.passphrases, old_rows_are_there),
    (work.restores, old_rows_are_there),
]


def kill_and_check(prepared: Path, tmp_path: Path, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    effective = 0
    for number in range(kills):
        target, check = CASES[number % len(CASES)]
        folder = tmp_path / str(number)
        shutil.copytree(prepared, folder)
        delay_s = chance.uniform(0.0, 0.4)
        kill(target, folder, delay_s)
        effective += changed(prepared, folder)
        try:
            check(folder, opened_by_every_slot(folder))
        except (AssertionError, VaultError) as error:
            raise AssertionError(
                f"kill {number} of {target.__name__} after {delay_s:.3f} s"
            ) from error
        shutil.rmtree(folder)
    assert effective >= kills / 3, "the kills came before any work was done"


def changed(prepared: Path, folder: Path) -> bool:
    """Whether the killed process had begun to write."""

    def state(home: Path) -> dict[str, bytes]:
        return {p.name: p.read_bytes() for p in home.rglob("*") if p.is_file()}

    return state(prepared / "home") != state(folder / "home")


def test_ten_kills(prepared: Path, tmp_path: Path) -> None:
    kill_and_check(prepared, tmp_path, 12, seed=1)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_three_hundred_kills(prepared: Path, tmp_path: Path) -> None:
    kill_and_check(prepared, tmp_path, 300, seed=2)


@pytest.mark.parametrize("event", ["os.rename", "os.remove"])
def test_creating_killed_before_every_rename_and_removal(tmp_path: Path, event: str) -> None:
    for number in count():
        folder = tmp_path / str(number)
        folder.mkdir()
        if not killed_before(event, number, work.create, folder):
            break
        vault = work.vault_in(folder)
        key = vault.unlock() if vault.exists else vault.create(passphrase=work.PASSPHRASE)
        assert work.vault_in(folder).unlock(passphrase=work.PASSPHRASE) == key
        assert work.vault_in(folder).unlock() == key
    assert number >= 2


def test_restoring_killed_before_every_rename(prepared: Path, tmp_path: Path) -> None:
    finished = []
    for number in count():
        folder = tmp_path / str(number)
        shutil.copytree(prepared, folder)
        plant_newer(folder)
        if not killed_before("os.rename", number, work.restore, folder):
            break
        found = rows(folder, opened_by_every_slot(folder))
        asides = [Home(path) for path in work.home_in(folder).root.glob("set-aside-*")]
        finished.append(len(found) == ROWS)
        if finished[-1]:
            # What was there is whole, too, in a home of its own.
            [aside] = asides
            key = Vault(aside, keyring=BrokenKeyring()).unlock(passphrase=work.PASSPHRASE)
            database.verify(aside.database, key)
            assert len(rows(folder, key, aside)) == ROWS + 1
        else:
            assert len(found) == ROWS + 1
            assert not asides
    assert finished == sorted(finished), "once it is decided, it is finished"
    assert set(finished) == {False, True}


def plant_newer(folder: Path) -> None:
    home = work.home_in(folder)
    db = database.Database(home.database, work.vault_in(folder).unlock())
    with db.write() as write:
        write.execute("INSERT INTO planted VALUES ('newer 0')")
    db.close()


def test_erasing_killed_before_every_removal(prepared: Path, tmp_path: Path) -> None:
    for number in count():
        folder = tmp_path / str(number)
        shutil.copytree(prepared, folder)
        if not killed_before("os.remove", number, work.erase, folder):
            break
        work.vault_in(folder).erase()
        assert not work.home_in(folder).root.exists()
    assert number >= 4


def test_a_slot_change_killed_before_every_rename(prepared: Path, tmp_path: Path) -> None:
    for number in range(9):
        folder = tmp_path / str(number)
        shutil.copytree(prepared, folder)
        assert killed_before("os.rename", number, work.passphrases, folder)
        opened_by_every_slot(folder)
        assert {slot.kind for slot in work.vault_in(folder).slots()} == set(SlotKind)


def test_a_rekey_killed_before_every_rename(prepared: Path, tmp_path: Path) -> None:
    for number in range(10):
        folder = tmp_path / str(number)
        shutil.copytree(prepared, folder)
        assert killed_before("os.rename", number, work.rekeys, folder)
        every_row_is_there(folder, opened_by_every_slot(folder))
