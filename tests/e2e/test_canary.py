"""Distinctive strings go in by every door; then every byte that EventPal left is searched."""

import json
import os
import random
import resource
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest

from eventpal import paths
from eventpal.engine.models import library
from eventpal.paths import Home
from eventpal.store.vault.vault import Vault

PASSPHRASE = "canarypassphrase of four words"
DOORS = (
    *("title", "description", "venue", "category", "organiser", "link", "uid"),
    *("reason", "history", "source", "search", "preference", "passphrase", "bulk"),
    *("typed", "folder", "line", "busy"),
)
NOW = "2026-03-01T10:00+00:00"
BULK = 2000
KILLS = 2
EMBEDDED = 500

SESSION = """
import sys
from datetime import UTC, datetime
from pathlib import Path
import numpy as np
from eventpal.paths import default_home
from eventpal.store.database import Database
from eventpal.store.preferences import Preferences
from eventpal.store.vault.vault import Vault
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
np.save(sys.argv[1], store.added().matrix)
database.close()
"""


WINDOW = """
import json, os
from datetime import UTC, datetime
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog
from eventpal.paths import default_home
from eventpal.ui.application import make_application
from eventpal.ui.shell import Shell

application = make_application()
now = datetime(2026, 3, 1, 10, tzinfo=UTC)
shell = Shell(
    default_home(),
    lambda: now,
    base=application.font(),
    passphrase=os.environ["EVENTPAL_PASSPHRASE"],
)
shell.ended.connect(application.quit)
titles = set()

def look():
    titles.update(one.windowTitle() for one in QApplication.topLevelWidgets())

def after_search():
    look()
    for page in ("picks", "agenda", "saved", "day", "taste", "sources", "privacy"):
        shell.window.open_page(page)
        look()
    chooser = QFileDialog(shell.window, "Export", os.environ["CHOSEN"])
    chooser.setFileMode(QFileDialog.FileMode.AnyFile)
    chooser.selectFile("picks.ics")
    chooser.show()
    chooser.accept()
    chooser.deleteLater()
    QTimer.singleShot(500, lambda: (look(), shell.lock()))
    QTimer.singleShot(1000, lambda: (look(), application.quit()))

def begin():
    if shell.is_open and not shell.tasks.busy:
        waiting.stop()
        shell.window.search("canarytyped by hand")
        QTimer.singleShot(1000, after_search)

waiting = QTimer()
waiting.timeout.connect(begin)
waiting.start(50)
shell.start()
application.exec()
shell.close()
print(json.dumps(sorted(titles)))
"""


def calendar(*events: str) -> str:
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(events) + "END:VCALENDAR\r\n"


def event(**lines: str) -> str:
    body = "".join(f"{name}:{value}\r\n" for name, value in lines.items())
    return f"BEGIN:VEVENT\r\n{body}END:VEVENT\r\n"


def allow_core_dumps() -> None:
    """A crash in ``here`` writes the process's memory there, unless EventPal itself forbids it."""
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


class Machine:
    """A person's folders, all in one place, and what they type."""

    def __init__(self, folder: Path) -> None:
        self.given = folder / "given"
        self.left = folder / "left"
        self.outside = folder / "outside"
        self.home = Home(self.left / ".local/share/eventpal")
        for path in (self.given, self.outside, *(self.left / name for name in ("tmp", "here"))):
            path.mkdir(parents=True)
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.left),
            "TMPDIR": str(self.left / "tmp"),
            "EVENTPAL_PASSPHRASE": PASSPHRASE,
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "PYTHONDONTWRITEBYTECODE": "1",
            "QT_QPA_PLATFORM": "offscreen",
            "EVENTPAL_MODELS": str(paths.models()),
        }

    def start(self, *words: str) -> subprocess.Popen[str]:
        allow_core_dumps()
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
    taken = event(UID="taken", SUMMARY="A canarybusy", DTSTART="20260307T200000Z")
    (made.given / "taken.ics").write_text(calendar(taken))
    bulk = [
        event(UID=f"bulk{n}", SUMMARY=f"canarybulk {n}", DTSTART="20260306T200000Z")
        for n in range(BULK)
    ]
    (made.given / "bulk.ics").write_text(calendar(*bulk))
    for day, victim in enumerate(("child", "application"), 10):
        text = f"A canarytitle for the {victim}, told at length to a model that has to read it"
        many = [
            event(UID=f"{victim}{n}", SUMMARY=f"{text} {n}", DTSTART=f"202603{day}T200000Z")
            for n in range(EMBEDDED)
        ]
        (made.given / f"{victim}.ics").write_text(calendar(*many))
    return made


def plant(machine: Machine) -> np.ndarray:
    """Go in by every door; returns the vectors that are stored."""
    machine.run("sources", "add", str(machine.given / "canarysource.ics"))
    assert "canarytitle" in machine.run("events")
    machine.run("rate", only_event(machine), "like", "--reason", "because canaryreason")
    machine.run("import", str(machine.given / "mine.ics"), "--as", "history")
    machine.run("import", str(machine.given / "taken.ics"), "--as", "busy")
    assert "canaryline" in machine.run("profile", "add", "I like canaryline")
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


def only_event(machine: Machine) -> str:
    return machine.run("events").split('"id": "')[1].split('"')[0]


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
    machine.run("export", "-o", str(exported), "--ids", only_event(machine))
    assert {hit.rpartition(" in ")[2] for hit in machine.found(canaries)} == {str(exported)}
    mine = machine.left / "me.json"
    machine.run("profile", "export", "-o", str(mine))
    readable = {str(exported), str(mine), str(mine.with_suffix(".ics"))}
    assert {hit.rpartition(" in ")[2] for hit in machine.found(canaries)} == readable
    for path in readable:
        Path(path).unlink()
    assert machine.found(canaries) == []
    private(machine)

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


def private(machine: Machine) -> None:
    """Only the person may look into their folder, and into every file in it."""
    home = machine.home.root
    assert {"backups", "vault.json"} <= {path.name for path in home.iterdir()}
    for path in (home, *home.rglob("*")):
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path


def test_the_window_leaves_nothing_readable(machine: Machine) -> None:
    """Nor in a title, nor in the desktop's and Qt's lists of recent files."""
    plant(machine)
    chosen = machine.left / "canaryfolder"
    chosen.mkdir()
    allow_core_dumps()
    done = subprocess.run(
        [sys.executable, "-c", WINDOW],
        cwd=machine.left / "here",
        env=machine.environment | {"CHOSEN": str(chosen)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    titles = json.loads(done.stdout)
    assert "EventPal" in titles
    assert "canary" not in done.stdout + done.stderr
    assert machine.found(spellings(np.empty((0, 384), np.float32))) == []
    private(machine)


@pytest.mark.models
def test_a_crash_of_the_model_or_of_all_leaves_nothing_readable(machine: Machine) -> None:
    if not all(model.ready for model in library.listing(paths.models())):
        pytest.skip("no models: make setup builds them")
    canaries = spellings(np.empty((0, 384), np.float32))
    machine.run("sources", "list")
    for victim in ("child", "application"):
        words = ("sources", "add", str(machine.given / f"{victim}.ics"))
        with machine.start(*words) as process:
            child = engine_of(process)
            told = secrets_told_to(child)
            key = Vault(machine.home).unlock(passphrase=PASSPHRASE)
            for secret in (PASSPHRASE.encode(), key.hex().encode(), bytes(key), b"canary"):
                assert secret not in told
            hit = child if victim == "child" else psutil.Process(process.pid)
            hit.send_signal(signal.SIGABRT)
            _, errors = process.communicate(timeout=120)
        assert process.returncode == (0 if victim == "child" else -signal.SIGABRT), errors
        assert "canary" not in errors
        assert machine.found(canaries) == []
    assert not list((machine.left / "here").iterdir())


def engine_of(process: subprocess.Popen[str]) -> psutil.Process:
    """The engine's process, once it works."""
    while process.poll() is None:
        for child in psutil.Process(process.pid).children():
            if child.cpu_times().user > 0.5:
                return child
        time.sleep(0.01)
    raise AssertionError("there was no engine to crash")


def secrets_told_to(child: psutil.Process) -> bytes:
    """Its arguments and its environment, as anyone who may look at the process sees them."""
    told = b"".join(
        Path(f"/proc/{child.pid}/{name}").read_bytes() for name in ("cmdline", "environ")
    )
    assert b"eventpal.engine.process.worker" in told
    return told


def test_the_search_would_find_each_of_them(machine: Machine) -> None:
    """The positive control: each spelling, hidden in the middle of other bytes, is found."""
    vectors = np.random.default_rng(1).normal(size=(2, 384)).astype(np.float32)
    canaries = spellings(vectors)
    for canary in canaries:
        (machine.left / "tmp" / "core").write_bytes(os.urandom(5000) + canary + os.urandom(5000))
        assert machine.found(canaries)


def test_a_crash_that_nobody_forbids_would_be_found(machine: Machine) -> None:
    """The positive control for crashes: a program that is not EventPal leaves its memory here."""
    if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
        pytest.skip("this computer allows no core dumps at all")
    if Path("/proc/sys/kernel/core_pattern").read_text()[:1] in "|/":
        pytest.skip("this computer puts core dumps elsewhere")
    allow_core_dumps()
    program = "import os; kept = 'canary' + 'title'; os.abort()"
    subprocess.run([sys.executable, "-c", program], cwd=machine.left / "here", check=False)
    assert machine.found([b"canarytitle"])
