"""A process killed (SIGKILL) while it stores listings: no half event, nothing acknowledged lost."""

import multiprocessing
import random
import threading
import time
from pathlib import Path

import pytest

from eventpal.store import database as module
from eventpal.store.database import Database
from eventpal.store.events import EventStore
from tests.unit.store import store_work as work

# The server imports once and forks a fresh process for each piece of work.
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["tests.unit.store.store_work"])


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A folder with a database that holds the calendar's first reading."""
    database = Database(tmp_path / "eventpal.db", work.KEY)
    EventStore(database).apply(work.source(database), "", work.generation(0), now=work.NOW)
    database.close()
    (tmp_path / "acknowledged.txt").write_text("0\n")
    return tmp_path


def kill_while_writing(folder: Path, delay_s: float) -> None:
    """Kill a process so long after the first reading that it acknowledged."""
    process = _PROCESSES.Process(target=work.apply_for_ever, args=[folder])
    process.start()
    patience = time.monotonic() + 60
    while len((folder / "acknowledged.txt").read_text().split()) < 2:
        assert time.monotonic() < patience, "it never wrote"
        time.sleep(0.01)
    time.sleep(delay_s)
    process.kill()
    process.join()
    process.close()


def assert_survived(folder: Path) -> None:
    """What is stored is one whole reading: the last one acknowledged, or the one after it."""
    acknowledged = int((folder / "acknowledged.txt").read_text().split()[-1])
    module.verify(folder / "eventpal.db", work.KEY)
    database = Database(folder / "eventpal.db", work.KEY)
    work.assert_whole(database)
    found = {title for (title,) in database.rows("SELECT title FROM event")}
    readings = [
        {listing.event.title for listing in work.generation(number)}
        for number in (acknowledged, acknowledged + 1)
    ]
    assert found in readings
    # The next reading completes.
    events = EventStore(database)
    whole = work.generation(7)
    events.apply(work.source(database), "", whole, now=work.NOW)
    assert {event.title for event in events.between(work.NOW, None)} == {
        listing.event.title for listing in whole
    }
    work.assert_whole(database)
    database.close()
    (folder / "acknowledged.txt").write_text("7\n")


@pytest.mark.parametrize(
    "kills", [4, pytest.param(50, marks=pytest.mark.slow)], ids=["some", "many"]
)
def test_no_half_event_and_nothing_acknowledged_lost(stored: Path, kills: int) -> None:
    moments = random.Random(kills)
    for _ in range(kills):
        kill_while_writing(stored, moments.random() * 0.3)
        assert_survived(stored)


def test_reading_goes_on_while_a_long_write_runs(database: Database) -> None:
    """Readers see whole readings only, and wait for none."""
    events = EventStore(database)
    id_ = work.source(database)
    events.apply(id_, "", work.generation(0), now=work.NOW)
    readings = [{listing.event.title for listing in work.generation(number)} for number in (0, 1)]
    done = threading.Event()
    seen: list[int] = []
    several, again = threading.Semaphore(0), threading.Event()

    def read() -> None:
        while not done.is_set():
            titles = {event.title for event in events.between(work.NOW, None)}
            seen.append(readings.index(titles))
            several.release()
            if seen[-1] == 1:
                again.set()

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    with database.write():
        while several.acquire(blocking=False):
            pass  # what was read before
        read_meanwhile = [several.acquire(timeout=60) for _ in range(10)]
    events.apply(id_, "", work.generation(1), now=work.NOW)
    saw_the_new = again.wait(60)
    done.set()
    for thread in threads:
        thread.join()
    assert all(read_meanwhile)
    assert saw_the_new
    assert 0 in seen


def test_two_threads_store_two_sources_at_once(database: Database) -> None:
    events = EventStore(database)
    ids = [work.source(database, f"/{name}") for name in "ab"]

    def store(id_: int) -> None:
        for number in range(4):
            events.apply(id_, "", work.generation(number), now=work.NOW)

    threads = [threading.Thread(target=store, args=[id_]) for id_ in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    work.assert_whole(database)
    assert {event.sources for event in events.between(work.NOW, None)} == {tuple(ids)}
