"""Distinctive strings go in by every door; then every byte that EventPal left is searched."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

PASSPHRASE = "canarypassphrase of four words"
DOORS = (
    *("title", "description", "venue", "category", "organiser", "link", "uid"),
    *("reason", "history", "source", "search", "preference", "passphrase", "bulk"),
)
NOW = "2026-03-01T10:00+00:00"
BULK = 2000
KILLS = 2

SESSION = """
import sys
from datetime import UTC, datetime
from pathlib import Path
import numpy as np
from eventpal.paths import default_home
from eventpal.store.database import Database
from eventpal.store.preferences import Preferences
from eventpal.store.vault import Vault
from eventpal.store.vectors import VectorStore

home = default_home()
key = Vault(home).unlock(passphrase=sys.stdin.read())
database = Database(home.database, key)
Preferences(database).set("note", "canarypreference")
store = VectorStore(database)
texts = store.missing(datetime(2026, 3, 1, tzinfo=UTC), 50)
rows = np.random.default_rng(7).normal(size=(len(texts), 384)).astype(np.float32)
rows /= np.linalg.norm(rows, axis=1, keepdims=True)
store.put(zip([digest for digest, _ in texts], rows, strict=True))
np.save(sys.argv[1], store.matrix()[1])
database.close()
"""


def calendar(*events: str) -> str:
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(events) + "END:VCALENDAR\r\n"


def event(**lines: str) -> str:
    body = "".join(f"{name}:{value}\r\n" for name, value in lines.items())
    return f"BEGIN:VEVENT\r\n{body}END:VEVENT\r\n"


class Machine:
    """A person's folders, all in one place, and what they type."""

    def __init__(self, folder: Path) -> None:
        self.given = folder / "given"
        self.left = folder / "left"
        self.outside = folder / "outside"
        for path in (self.given, self.outside, *(self.left / name for name in ("tmp", "here"))):
            path.mkdir(parents=True)
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.left),
            "TMPDIR": str(self.left / "tmp"),
            "EVENTPAL_PASSPHRASE": PASSPHRASE,
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "eventpal", "--now", NOW, "--json", *words],
            cwd=self.left / "here",
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str) -> str:
        with self.start(*words) as process:
            output, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        return output

    def files(self) -> Iterator[Path]:
        return (path for path in self.left.rglob("*") if path.is_file())

    def journal(self) -> int:
        """The size of the database's write-ahead log."""
        [*logs] = self.left.rglob("*.db-wal")
        try:
            return sum(log.stat().st_size for log in logs)
        except FileNotFoundError:  # it is removed when the last connection is closed
            return 0

    def found(self, canaries: list[bytes]) -> list[str]:
        """Every canary in every file that EventPal left, by the file's name too."""
        hits = []
        for path in self.files():
            content = path.read_bytes() + str(path).encode()
            hits += [f"{canary!r} in {path}" for canary in canaries if canary in content]
        return hits


def spellings(vectors: np.ndarray) -> list[bytes]:
    """The canaries as text in the encodings that programs write, and pieces of each vector."""
    words = [f"canary{door}" for door in DOORS]
    texts = [word.encode(code) for word in words for code in ("utf-8", "utf-16-le", "utf-32-le")]
    pieces = [
        row.astype(kind)[at : at + 8].tobytes()
        for row in vectors
        for kind in (np.float32, np.float16)
        for at in (0, 8, 376)
    ]
    return texts + pieces


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    first = event(
        UID="canaryuid@example.org",
        SUMMARY="An evening of canarytitle",
        DTSTART="20260306T200000Z",
        DESCRIPTION="With canarydescription and more",
        LOCATION="The canaryvenue hall",
        CATEGORIES="canarycategory",
        ORGANIZER=";CN=canaryorganiser:mailto:canaryorganiser@example.org".lstrip(";"),
        URL="https://example.org/canarylink",
    )
    (made.given / "canarysource.ics").write_text(calendar(first))
    past = event(UID="past", SUMMARY="A canaryhistory", DTSTART="20250306T200000Z")
    (made.given / "mine.ics").write_text(calendar(past))
    bulk = [
        event(UID=f"bulk{n}", SUMMARY=f"canarybulk {n}", DTSTART="20260306T200000Z")
        for n in range(BULK)
    ]
    (made.given / "bulk.ics").write_text(calendar(*bulk))
    return made


def plant(machine: Machine) -> np.ndarray:
    """Go in by every door; returns the vectors that are stored."""
    machine.run("sources", "add", str(machine.given / "canarysource.ics"))
    assert "canarytitle" in machine.run("events")
    identifier = machine.run("events").split('"id": "')[1].split('"')[0]
    machine.run("rate", identifier, "like", "--reason", "because canaryreason")
    machine.run("import", str(machine.given / "mine.ics"), "--as", "history")
    machine.run("search", "canarysearch")
    vectors = machine.outside / "vectors.npy"
    subprocess.run(
        [sys.executable, "-c", SESSION, vectors],
        cwd=machine.left / "here",
        env=machine.environment,
        input=PASSPHRASE,
        check=True,
        text=True,
        timeout=120,
    )
    return np.load(vectors)


def test_nothing_planted_is_readable_anywhere(machine: Machine) -> None:
    vectors = plant(machine)
    assert len(vectors) > 0
    canaries = spellings(vectors)
    assert machine.found(canaries) == []

    kill_on_the_way(machine, canaries)

    saved = machine.left / "mine.backup"
    machine.run("vault", "backup", str(saved))
    assert machine.found(canaries) == []
    machine.run("vault", "restore", str(saved))
    machine.run("vault", "rekey")
    assert machine.found(canaries) == []
    assert "canarytitle" in machine.run("search", "canarytitle")

    # What the person takes out is readable, and the only thing that is, until they delete it.
    exported = machine.left / "picks.ics"
    machine.run("export", "-o", str(exported), "--picks", "5")
    assert {hit.rpartition(" in ")[2] for hit in machine.found(canaries)} == {str(exported)}
    exported.unlink()
    assert machine.found(canaries) == []

    machine.run("vault", "erase", "--yes")
    assert [path.name for path in machine.files() if "eventpal" in path.name] == []


def kill_on_the_way(machine: Machine, canaries: list[bytes]) -> None:
    """Kill a long write at several moments, and search while its journal still lies there."""
    chance = random.Random(1)
    killed = 0
    for _ in range(KILLS):
        with machine.start("sources", "add", str(machine.given / "bulk.ics")) as process:
            while process.poll() is None and not machine.journal():
                time.sleep(0.01)
            time.sleep(chance.uniform(0.0, 0.5))
            process.kill()
            process.communicate()
        killed += bool(machine.journal())
        assert machine.found(canaries) == []
    assert killed, "no process was killed while it had written to its journal"


def test_the_search_would_find_each_of_them(machine: Machine) -> None:
    """The positive control: each spelling, hidden in the middle of other bytes, is found."""
    vectors = np.random.default_rng(1).normal(size=(2, 384)).astype(np.float32)
    canaries = spellings(vectors)
    for canary in canaries:
        (machine.left / "tmp" / "core").write_bytes(os.urandom(5000) + canary + os.urandom(5000))
        assert machine.found(canaries)
