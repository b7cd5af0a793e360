"""EventPal killed (SIGKILL) while it reads a folder: nothing half done, and the next time ends it.

The command runs as a person runs it, in a process of its own on a terminal of its own, and is
killed by what it shows there: after so many files, and then some hundredths of a second.
"""

import os
import random
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from eventpal import cli, opening
from eventpal.paths import Home
from eventpal.store import database as module
from eventpal.store.database import Database
from tests.unit.store import store_work as work

pty = pytest.importorskip("pty", reason="this system has no terminals of its own to open")

PASSPHRASE = "a long enough passphrase"
NOW, LATER = "2026-03-01T10:00-08:00", "2026-06-01T10:00-07:00"
DATA = os.environ.get("EVENTPAL_DATA", "")
PATIENCE = 120.0
"""Seconds in which a started command must show that it does something."""

_SHOWN = re.compile(rb"([\w .-]+) (\d+) of (\d+)[\r\n]")


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A passphrase, no keyring, and no models unless a test wants them."""
    monkeypatch.setenv("EVENTPAL_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setenv("EVENTPAL_MODELS", str(tmp_path / "no-models"))


@dataclass(frozen=True)
class Moment:
    """When to kill: once ``files`` are shown as read, and ``delay`` seconds after that."""

    files: int
    delay: float


def arguments(home: Path, now: str, *words: str) -> list[str]:
    return ["--home", str(home), "--now", now, *words]


def run(home: Path, now: str, *words: str) -> None:
    """Run a command to its end."""
    assert cli.main(arguments(home, now, *words)) == 0


@contextmanager
def started(*words: str) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    """The command in a process of its own, and the terminal it writes its progress to."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "eventpal", *words], stdout=subprocess.DEVNULL, stderr=slave
    )
    os.close(slave)
    try:
        yield process, master
    finally:
        process.kill()
        process.wait()
        os.close(master)


def wait_for(terminal: int, what: re.Pattern[bytes], count: int) -> str:
    """Read the terminal until it shows ``what`` with at least ``count`` done, or is closed."""
    seen = b""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if not select.select([terminal], [], [], 1.0)[0]:
            continue
        try:
            seen += os.read(terminal, 65536)
        except OSError:  # Linux: the other end is closed
            break
        if any(int(found[2]) >= count for found in what.finditer(seen + b"\r")):
            break
    return seen.decode(errors="replace")


def kill_at(moment: Moment, *words: str) -> bool:
    """Start the command and kill it; whether it was still at work."""
    with started(*words) as (process, terminal):
        shown = wait_for(terminal, _SHOWN, moment.files)
        assert _SHOWN.search(shown.encode() + b"\r"), f"it never showed what it read: {shown}"
        time.sleep(moment.delay)
        process.kill()
        return process.wait() == -signal.SIGKILL


@contextmanager
def opened(home: Path) -> Iterator[Database]:
    key = opening.unlock(Home(home), PASSPHRASE)
    with closing(Database(Home(home).database, key)) as database:
        yield database


def listed(database: Database) -> dict[str, set[Any]]:
    """What each part lists."""
    parts = defaultdict(set)
    for part, *rest in database.rows("SELECT part, event_id, body FROM listing"):
        parts[part].add(tuple(rest))
    return parts


def contents(home: Path) -> dict[str, list[Any]]:
    with opened(home) as database:
        return work.contents(database)


def assert_whole_files(home: Path, *states: dict[str, set[Any]]) -> int:
    """The database opens, holds no half event, and of each file what one of ``states`` has of it.

    Returns how many files are as in the last state, and not as in an earlier one.
    """
    module.verify(Home(home).database, opening.unlock(Home(home), PASSPHRASE))
    with opened(home) as database:
        work.assert_whole(database)
        now = listed(database)
        assert set(now) <= {part for state in states for part in state}
        for part, listings in now.items():
            assert any(state.get(part, set()) == listings for state in states), part
        return sum(
            now.get(part, set()) == listings and any(old.get(part) != listings for old in states)
            for part, listings in states[-1].items()
        )


def moments(seed: int, count: int, files: int, pause: float) -> list[Moment]:
    choose = random.Random(seed)
    return [Moment(choose.randrange(files), choose.random() * pause) for _ in range(count)]


def write_calendars(folder: Path, count: int, version: int) -> None:
    """``count`` calendars; each event is in two of them, and some change with ``version``."""
    folder.mkdir(exist_ok=True)
    for number in range(count):
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"X-WR-CALNAME:Calendar {number}"]
        for index in range(number * 20, number * 20 + 40):
            changed = version if index % 3 == 0 else 0
            lines += [
                "BEGIN:VEVENT",
                f"UID:event-{index}",
                f"SUMMARY:Concert {index} as of {changed}",
                f"DTSTART:202603{1 + index % 28:02}T{index % 24:02}0000Z",
                f"DESCRIPTION:{'Bring a cup. ' * 10}",
                *([] if index % 4 else ["RRULE:FREQ=WEEKLY;COUNT=5"]),
                "END:VEVENT",
            ]
        (folder / f"calendar{number:02}.ics").write_text("\r\n".join([*lines, "END:VCALENDAR", ""]))


def kill_first_readings(base: Path, folder: Path, kills: list[Moment]) -> list[int]:
    """Kill ``sources add`` at each moment, on a new home each time; then finish the work.

    Returns for each kill how many files had been read.
    """
    run(base / "whole", NOW, "sources", "add", str(folder))
    whole = contents(base / "whole")
    with opened(base / "whole") as database:
        after = listed(database)
    read = []
    for moment in kills:
        home = base / "killed"
        at_work = kill_at(moment, *arguments(home, NOW, "sources", "add", str(folder)))
        read.append(assert_whole_files(home, {}, after))
        assert at_work or read[-1] == len(after)
        run(home, NOW, "sources", "refresh")
        assert contents(home) == whole, moment
        shutil.rmtree(home)
    return read


def kill_second_readings(
    base: Path, before: Path, now: str, moved: list[Moment], files: int
) -> list[int]:
    """Kill ``sources refresh`` on copies of the home ``before``, whose folder has changed."""
    shutil.copytree(before, base / "second")
    run(base / "second", now, "sources", "refresh")
    whole = contents(base / "second")
    with opened(before) as database:
        first = listed(database)
    with opened(base / "second") as database:
        second = listed(database)
    assert first != second
    read = []
    for moment in moved:
        home = base / "killed"
        shutil.copytree(before, home)
        at_work = kill_at(moment, *arguments(home, now, "sources", "refresh"))
        read.append(assert_whole_files(home, first, second))
        assert at_work or read[-1] >= files
        run(home, now, "sources", "refresh")
        assert contents(home) == whole, moment
        shutil.rmtree(home)
    return read


def test_a_first_reading_that_is_killed(tmp_path: Path) -> None:
    folder = tmp_path / "calendars"
    write_calendars(folder, 12, version=0)
    read = kill_first_readings(tmp_path, folder, moments(1, 3, 12, 0.03))
    assert any(0 < files < 12 for files in read), read


def test_a_second_reading_that_is_killed(tmp_path: Path) -> None:
    folder = tmp_path / "calendars"
    write_calendars(folder, 12, version=0)
    run(tmp_path / "before", NOW, "sources", "add", str(folder))
    write_calendars(folder, 12, version=1)
    (folder / "calendar00.ics").unlink()
    write_calendars(tmp_path / "more", 13, version=1)
    shutil.copy(tmp_path / "more" / "calendar12.ics", folder)
    read = kill_second_readings(tmp_path, tmp_path / "before", NOW, moments(2, 2, 12, 0.03), 12)
    assert any(0 < files < 12 for files in read), read


@pytest.mark.models
def test_killed_while_it_understands_events(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine's process ends with its parent, and the rest is understood the next time."""
    monkeypatch.delenv("EVENTPAL_MODELS")
    folder, home = tmp_path / "calendars", tmp_path / "home"
    write_calendars(folder, 14, version=0)
    embedding = re.compile(rb"(Understanding events) (\d+) of (\d+)[\r\n]")
    with started(*arguments(home, NOW, "sources", "add", str(folder))) as (process, terminal):
        assert "Understanding" in wait_for(terminal, embedding, 64)
        children = psutil.Process(process.pid).children(recursive=True)
        assert children
        process.kill()
        assert process.wait() == -signal.SIGKILL
        assert psutil.wait_procs(children, timeout=10)[1] == []
    with opened(home) as database:
        work.assert_whole(database)
        [(understood,)] = database.rows("SELECT count(*) FROM vector")
        assert understood
    run(home, NOW, "sources", "refresh")
    with opened(home) as database:
        [(texts,)] = database.rows("SELECT count(DISTINCT text_digest) FROM event")
        assert database.rows("SELECT count(*) FROM vector") == [(texts,)]
        assert texts > understood


@pytest.mark.data
@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.skipif(not DATA, reason="EVENTPAL_DATA does not name the folder of real data")
def test_fifty_kills_on_real_calendars(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path(DATA) / "calendars" / "santarosa"
    files = len(list(folder.iterdir()))
    first = kill_first_readings(tmp_path, folder, moments(3, 30, files, 0.5))
    # Three months later every rule is read again.
    second = kill_second_readings(
        tmp_path, tmp_path / "whole", LATER, moments(4, 20, files, 0.5), files
    )
    with capsys.disabled():
        print(
            f"\nkilled after so many files: first reading {sorted(first)}, later {sorted(second)}"
        )
    assert len({*first}) > 10  # files that list nothing do not count


def test_ctrl_c_says_one_sentence_and_keeps_what_was_finished(tmp_path: Path) -> None:
    folder = tmp_path / "calendars"
    write_calendars(folder, 12, version=0)
    home = tmp_path / "home"
    with started(*arguments(home, NOW, "sources", "add", str(folder))) as (process, terminal):
        wait_for(terminal, _SHOWN, 3)
        process.send_signal(signal.SIGINT)
        shown = wait_for(terminal, re.compile(rb"(never) (\d+) of (\d+)"), 0)
        assert process.wait(PATIENCE) == 1
    assert shown.endswith("\r\x1b[KStopped; what was finished is kept.\r\n")
    with opened(home) as database:
        work.assert_whole(database)
        assert 3 <= len(listed(database)) <= 12
