"""Work on a vault that tests do in another process, to kill it on the way.

Each piece of work takes the folder it happens in (``home`` and ``keyring.json`` are there) and
acknowledges in ``acknowledged.txt``, one line each, what a person would have been told is done.
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import sqlite_utils

from eventpal.paths import Home
from eventpal.store import database
from eventpal.store.database import Database
from eventpal.store.migrations import MIGRATIONS, Migration, migrate
from eventpal.store.vault import backup
from eventpal.store.vault.vault import Vault
from tests.keyrings import FileKeyring
from tests.unit.store.vaults import PASSPHRASE, WEAK

NOW = datetime(2026, 3, 1, 10, tzinfo=UTC)
ROW_BYTES = 2000
STEP_ROWS = 50


def home_in(folder: Path) -> Home:
    return Home(folder / "home")


def vault_in(folder: Path) -> Vault:
    ring = FileKeyring(folder / "keyring.json")
    return Vault(home_in(folder), keyring=ring, cost=WEAK, now=lambda: NOW)


def acknowledge(folder: Path, what: object) -> None:
    with (folder / "acknowledged.txt").open("a") as file:
        file.write(f"{what}\n")


def acknowledged(folder: Path) -> list[str]:
    path = folder / "acknowledged.txt"
    return path.read_text().splitlines() if path.exists() else []


def create(folder: Path) -> None:
    vault_in(folder).create(passphrase=PASSPHRASE)
    acknowledge(folder, "created")


def writes(folder: Path) -> None:
    """One row a transaction, each acknowledged after its commit."""
    db = Database(home_in(folder).database, vault_in(folder).unlock())
    number = 0
    while True:
        with db.write() as write:
            write.execute("INSERT INTO planted VALUES (?)", [f"{number} " + "x" * ROW_BYTES])
        acknowledge(folder, number)
        number += 1


def rekeys(folder: Path) -> None:
    """Rekey, write a row under the new key, and again."""
    vault = vault_in(folder)
    vault.unlock()
    number = 0
    while True:
        db = Database(home_in(folder).database, vault.rekey())
        with db.write() as write:
            write.execute("INSERT INTO planted VALUES (?)", [f"{number} "])
        acknowledge(folder, number)
        db.close()
        number += 1


def backups(folder: Path) -> None:
    """A day's automatic backup after the other."""
    home, key = home_in(folder), vault_in(folder).unlock()
    number = 0
    while True:
        backup.daily(home, key, NOW + timedelta(days=number + 1))
        acknowledge(folder, number)
        number += 1


def passphrases(folder: Path) -> None:
    """A new passphrase after the other."""
    vault = vault_in(folder)
    vault.unlock()
    number = 0
    while True:
        vault.set_passphrase(f"passphrase {number}")
        acknowledge(folder, f"passphrase {number}")
        number += 1


def restore(folder: Path) -> None:
    """Restore the one automatic backup."""
    vault_in(folder).restore(backup.automatic(home_in(folder))[0])
    acknowledge(folder, "restored")


def restores(folder: Path) -> None:
    """Restore, again and again."""
    while True:
        restore(folder)


def migrations(folder: Path) -> None:
    """Take one numbered step of a schema after the other, each with rows to move."""
    db = database._open(home_in(folder).database, vault_in(folder).unlock())
    steps: list[Migration] = [*MIGRATIONS, *(partial(_step, number) for number in range(10_000))]
    migrate(db, steps)


def _step(number: int, db: sqlite_utils.Database) -> None:
    db.execute(f"CREATE TABLE step_{number} (value INTEGER)")
    for value in range(STEP_ROWS):
        db.execute(f"INSERT INTO step_{number} VALUES (?)", [value])


def erase(folder: Path) -> None:
    vault_in(folder).erase()
    acknowledge(folder, "erased")


def announced(work: Callable[[Path], None], folder: Path) -> None:
    """``work(folder)``, after saying that the process is there."""
    (folder / "started").touch()
    work(folder)


def killed_at(event: str, number: int, work: Callable[[Path], None], folder: Path) -> None:
    """``work(folder)`` in this process, which is killed just before its ``number``-th ``event``."""
    left = number

    def hook(name: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        if name == event:
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1

    sys.addaudithook(hook)
    work(folder)
