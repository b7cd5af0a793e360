"""Putting another database and its slots in place of the present ones, which are kept.

What is to come is first laid out whole in the folder ``restoring``; from the moment that folder
has its name, the exchange is finished by whoever comes next, however often it is interrupted. What
was there goes to a folder ``set-aside-…``, which is a complete home and opens with ``--home``.
"""

import json
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from eventpal.errors import BadInput
from eventpal.paths import Home
from eventpal.store.files import PRIVATE_FOLDER, key_lock, sync_folder, write_private
from eventpal.store.vault import slots_file

SET_ASIDE = "set-aside"
"""How the names of the folders begin that hold what was replaced."""
_PLAN = "plan.json"


_JOURNALS = ("-wal", "-shm", "-journal")


def files_of(home: Home) -> list[Path]:
    """The files that belong together: the database with its journals, the slots and their copy."""
    journals = [home.database.with_name(home.database.name + end) for end in _JOURNALS]
    return [*journals, home.database, home.slots, slots_file.copy_of(home.slots)]


def exchange(home: Home, now: datetime, lay_out: Callable[[Home], None]) -> Path | None:
    """Set the present files aside and put those in place that ``lay_out`` makes.

    ``lay_out`` is given a folder in the shape of a home; nothing has changed if it raises. The
    caller holds the key lock.

    Returns:
        The folder with what was there, None if there was nothing.

    Raises:
        BadInput: the disk is full or may not be written.
    """
    unfinished = _unfinished(home)
    try:
        if unfinished.exists():
            shutil.rmtree(unfinished)
        unfinished.mkdir(mode=PRIVATE_FOLDER)
        try:
            lay_out(Home(unfinished))
            plan = {
                "set_aside": _free_name(home.root, f"{SET_ASIDE}-{now:%Y%m%dT%H%M%S}"),
                "replace": [path.name for path in files_of(Home(unfinished)) if path.exists()],
            }
            write_private(unfinished / _PLAN, json.dumps(plan).encode())
            unfinished.rename(_staged(home))
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        sync_folder(home.root)
        return _finish(home)
    except OSError as error:
        raise BadInput(
            f"EventPal cannot write to {home.root} ({error.strerror}); "
            "make room there or allow writing, then try again."
        ) from error


def finish(home: Home) -> None:
    """Finish an exchange that was interrupted, or clear away one that was not yet to happen.

    Raises:
        UserError: it cannot be finished now.
    """
    if _staged(home).exists() or _unfinished(home).exists():
        with key_lock(home.root):
            if _staged(home).exists():
                _finish(home)
            shutil.rmtree(_unfinished(home), ignore_errors=True)


def _finish(home: Home) -> Path | None:
    staged = _staged(home)
    plan = json.loads((staged / _PLAN).read_bytes())
    aside = home.root / str(plan["set_aside"])
    aside.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    for present in files_of(home):
        coming = staged / present.name
        if present.name not in plan["replace"] or coming.exists():
            if present.exists():
                present.replace(aside / present.name)
            if coming.exists():
                coming.replace(present)
    sync_folder(aside)
    staged.rename(_unfinished(home))  # done: no longer to be finished, whatever happens now
    sync_folder(home.root)
    shutil.rmtree(_unfinished(home))
    if any(aside.iterdir()):
        return aside
    aside.rmdir()
    return None


def _staged(home: Home) -> Path:
    return home.root / "restoring"


def _unfinished(home: Home) -> Path:
    return home.root / "restoring.new"


def _free_name(folder: Path, name: str) -> str:
    names = [name, *(f"{name}-{number}" for number in range(2, 1000))]
    return next(free for free in names if not (folder / free).exists())
