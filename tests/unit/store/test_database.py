"""The encrypted file: its key, its damage, its permissions, its connections."""

import os
import random
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import sqlite_utils

from eventpal.errors import Cancelled, Damaged, Locked, UserError, VaultError, WrongSecret
from eventpal.progress import CancelToken
from eventpal.store import database as module
from eventpal.store.database import Database
from eventpal.store.preferences import Preferences
from eventpal.store.vault.keys import DataKey
from tests.unit.store.store_work import KEY

SECRET = "a tango in the old town"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "eventpal.db"


@pytest.fixture
def written(path: Path) -> Path:
    """A closed database of some dozens of pages."""
    database = Database(path, KEY)
    preferences = Preferences(database)
    for number in range(40):
        preferences.set(f"name {number}", SECRET * 100)
    database.close()
    return path


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_was_written_is_there_after_opening_again(written: Path) -> None:
    database = Database(written, KEY)
    assert Preferences(database).get("name 0") == SECRET * 100
    database.close()


def test_nothing_is_readable_on_disk_open_or_closed(path: Path) -> None:
    database = Database(path, KEY)
    Preferences(database).set("name", SECRET)
    files = list(path.parent.iterdir())
    assert {file.name for file in files} == {"eventpal.db", "eventpal.db-wal", "eventpal.db-shm"}
    for file in files:
        content = file.read_bytes()
        assert SECRET.encode() not in content
        assert b"CREATE TABLE" not in content
        assert bytes(KEY) not in content
    database.close()
    assert [file.name for file in path.parent.iterdir()] == ["eventpal.db"]
    assert SECRET.encode() not in path.read_bytes()


def test_a_wrong_key_is_a_sentence_and_changes_nothing(
    written: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = written.read_bytes()
    with pytest.raises(WrongSecret, match="does not open"):
        Database(written, DataKey.random())
    assert written.read_bytes() == before
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("cut", [0, 1, 15, 16, 100, 4095, 4096, 8192])
def test_a_cut_file_is_never_a_new_database(written: Path, cut: int) -> None:
    written.write_bytes(written.read_bytes()[:cut])
    with pytest.raises(VaultError):
        _read_all(written)
    assert written.stat().st_size == cut


def test_any_flipped_bit_is_found(written: Path, capfd: pytest.CaptureFixture[str]) -> None:
    whole = written.read_bytes()
    # The first 16 bytes are the salt of every page's authentication: with a flip there, no page
    # fits the key any more, as with a wrong one.
    places = [0, 15, *random.Random(1).sample(range(16, len(whole)), 40), 16, 4095, len(whole) - 1]
    for place in places:
        broken = bytearray(whole)
        broken[place] ^= 1 << (place % 8)
        written.write_bytes(broken)
        with pytest.raises(WrongSecret if place < 16 else Damaged):
            _read_all(written)
        assert written.read_bytes() == bytes(broken)
    assert capfd.readouterr() == ("", "")


def test_damage_met_while_reading_is_a_sentence(written: Path) -> None:
    content = bytearray(written.read_bytes())
    for page in range(1, 11):
        content[-page * 4096 + 2000] ^= 1
    written.write_bytes(content)
    database = Database(written, KEY)
    with pytest.raises(Damaged, match="restore a backup"):
        database.rows("SELECT sum(length(value)) FROM preference")
    with pytest.raises(Damaged), database.write() as db:
        db.execute("UPDATE preference SET value = value || 'x'")
    database.close()


def test_a_lost_file_with_its_journal_still_there_is_not_replaced(path: Path) -> None:
    path.parent.mkdir()
    journal = path.with_name("eventpal.db-wal")
    journal.write_bytes(b"what can still be recovered")
    with pytest.raises(Damaged, match="journal"):
        Database(path, KEY)
    assert [file.name for file in path.parent.iterdir()] == ["eventpal.db-wal"]


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(VaultError, match="cannot be created"):
        Database(tmp_path / "file" / "eventpal.db", KEY)


def test_folder_and_files_are_the_persons_own_under_any_umask(path: Path) -> None:
    before = os.umask(0)
    try:
        database = Database(path, KEY)
        Preferences(database).set("name", 1)
    finally:
        os.umask(before)
    assert mode(path.parent) == 0o700
    assert {mode(file) for file in path.parent.iterdir()} == {0o600}
    database.close()


def test_a_home_made_beforehand_is_closed_to_others(path: Path) -> None:
    path.parent.mkdir()
    path.parent.chmod(0o755)
    (path.parent / "settings.json").touch()
    Database(path, KEY).close()
    assert mode(path.parent) == 0o700


def test_a_folder_with_other_things_in_it_keeps_its_mode(path: Path) -> None:
    path.parent.mkdir()
    path.parent.chmod(0o755)
    (path.parent / "letters.txt").touch()
    Database(path, KEY).close()
    assert mode(path.parent) == 0o755
    assert mode(path) == 0o600


def test_an_open_mode_of_the_file_is_mended(written: Path) -> None:
    written.chmod(0o644)
    Database(written, KEY).close()
    assert mode(written) == 0o600


def test_a_failed_write_leaves_nothing(database: Database) -> None:
    def fail() -> None:
        with database.write() as db:
            db.execute("INSERT INTO preference VALUES ('name', '1')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert database.rows("SELECT count(*) FROM preference") == [(0,)]
    Preferences(database).set("name", 2)
    assert Preferences(database).get("name") == 2


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(Exception, match="readonly"):
        database.read().execute("DELETE FROM preference")


def test_each_thread_reads_on_a_connection_of_its_own(database: Database) -> None:
    seen: list[sqlite_utils.Database] = []
    threads = [threading.Thread(target=lambda: seen.append(database.read())) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert database.read() is database.read()
    assert len({id(reader) for reader in [*seen, database.read()]}) == 4


def test_readers_see_the_last_commit_and_never_wait_for_a_writer(database: Database) -> None:
    preferences = Preferences(database)
    preferences.set("count", 0)
    with database.write() as db:
        db.execute("UPDATE preference SET value = '1' WHERE name = 'count'")
        answers: list[int] = []
        thread = threading.Thread(target=lambda: answers.append(preferences.get("count")))
        thread.start()
        # It ends while the writer is not done.
        thread.join()
    assert answers == [0]
    assert preferences.get("count") == 1


def test_writers_take_turns(database: Database) -> None:
    preferences = Preferences(database)
    preferences.set("count", 0)

    def count() -> None:
        for _ in range(50):
            with database.write() as db:
                value = db.execute("SELECT value FROM preference").fetchone()[0]
                db.execute("UPDATE preference SET value = ?", [int(value) + 1])

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert preferences.get("count") == 200


def test_a_write_inside_a_write_is_an_error_and_not_a_deadlock(database: Database) -> None:
    with pytest.raises(Exception, match="within a transaction"), database.write():
        Preferences(database).set("name", 1)
    Preferences(database).set("name", 2)


def test_two_open_databases_write_to_one_file(database: Database) -> None:
    other = Database(database.path, KEY)
    Preferences(database).set("one", 1)
    Preferences(other).set("two", 2)
    assert Preferences(database).get("two") == 2
    other.close()


def test_another_process_that_holds_the_lock_is_a_sentence(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)
    other = Database(database.path, KEY)
    with database.write(), pytest.raises(UserError, match="Another EventPal"), other.write():
        pass
    other.close()


def test_a_full_disk_is_a_sentence_and_loses_nothing(database: Database) -> None:
    preferences = Preferences(database)
    preferences.set("name", "kept")
    with database.write() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
    database._writer.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(UserError, match="disk is full"):
        preferences.set("name", "x" * 100_000)
    assert preferences.get("name") == "kept"


def test_closed_means_closed_on_every_thread(database: Database) -> None:
    database.rows("SELECT 1")
    database.close()
    database.close()
    with pytest.raises(Locked, match="unlock"):
        database.rows("SELECT 1")
    with pytest.raises(Locked), database.write():
        pass


def test_closing_breaks_off_reads_that_are_under_way(database: Database) -> None:
    ended: list[object] = []

    def read() -> None:
        try:
            database.rows(
                """
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
                SELECT count(*) FROM n
                """
            )
        except Locked as error:
            ended.append(error)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(0.1)
    database.close()
    for thread in threads:
        thread.join(timeout=10)
    assert len(ended) == 3


def test_connections_of_threads_that_ended_are_let_go(database: Database) -> None:
    for _ in range(5):
        thread = threading.Thread(target=lambda: database.rows("SELECT 1"))
        thread.start()
        thread.join()
    assert len(database._readers) == 0


def test_verify_is_broken_off_when_cancelled(database: Database) -> None:
    preferences = Preferences(database)
    for number in range(40):
        preferences.set(f"name {number}", SECRET * 1000)
    token = CancelToken()
    database.verify(token)
    token.cancel()
    with pytest.raises(Cancelled):
        database.verify(token)


def test_verify_passes_a_whole_database(database: Database) -> None:
    Preferences(database).set("name", SECRET)
    database.verify()


def test_the_key_never_shows() -> None:
    for shown in (repr(KEY), str(KEY), f"{KEY}", "%s" % KEY):  # noqa: UP031
        assert KEY.hex() not in shown
        assert str(bytes(KEY)) not in shown
    with pytest.raises(TypeError):
        KEY.__reduce_ex__(4)
    with pytest.raises(ValueError, match="32"):
        DataKey(b"short")


def _read_all(path: Path) -> None:
    database = Database(path, KEY)
    try:
        database.verify()
    finally:
        database.close()


def test_the_store_loads_no_pandas_and_leaves_it_to_others():
    code = "import sys, eventpal.store.database; print('pandas' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
