"""Appearance and the like: a small JSON file in the clear, with nothing personal in it."""

import json
import os
import tempfile
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

TEXT_SIZES = (90, 100, 115, 130, 150)
"""Offered text sizes, in percent of the system's."""

LOCK_MINUTES = (0, 5, 15, 30, 60)
"""Offered idle times before EventPal locks itself; 0 is never."""


class Theme(StrEnum):
    """Which colours the window wears."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the window looks and when it locks."""

    theme: Theme = Theme.SYSTEM
    text_size: int = 100
    """Percent of the system's text size."""
    idle_lock_minutes: int = 0
    """Minutes without a key or a pointer move before the window locks; 0 is never."""
    lock_with_screen: bool = False
    """Whether the window locks when the screen does."""
    reduce_motion: bool = False
    """No animations, whatever the system says."""
    window: str = ""
    """Where the window was, as Qt packs it, in base64."""
    panes: str = ""
    """How its panes were divided, as Qt packs it, in base64."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings as read; ``problem`` is one sentence when the file could not be used."""

    settings: Settings
    problem: str = ""


def load(path: Path) -> Loaded:
    """Read ``path``; defaults where there is none.

    A file that makes no sense is moved aside under a new name, never overwritten, and the
    sentence in ``problem`` says where it went.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Loaded(Settings())
    except OSError as error:
        return Loaded(Settings(), f"The settings could not be read: {error.strerror}.")
    except UnicodeDecodeError:
        return _set_aside(path)
    try:
        return Loaded(_parse(json.loads(text)))
    except (ValueError, TypeError, RecursionError):
        return _set_aside(path)


def save(path: Path, settings: Settings) -> None:
    """Write ``settings`` so that a crash leaves either the old file or the new one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=path.name, suffix=".new", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(settings), file, indent=2)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _parse(data: Any) -> Settings:
    """Settings from JSON; ValueError or TypeError when a known one has no sensible value."""
    if not isinstance(data, dict):
        raise TypeError("not an object")
    known = {field.name: field.default for field in fields(Settings)}
    given = {name: value for name, value in data.items() if name in known}
    for name, value in given.items():
        wanted = str if isinstance(known[name], str) else type(known[name])
        if type(value) is not wanted:
            raise TypeError(name)
    settings = replace(Settings(), **given)
    if not TEXT_SIZES[0] <= settings.text_size <= TEXT_SIZES[-1]:
        raise ValueError("text_size")
    if settings.idle_lock_minutes < 0:
        raise ValueError("idle_lock_minutes")
    return replace(settings, theme=Theme(settings.theme))


def _set_aside(path: Path) -> Loaded:
    number = 1
    while (kept := path.with_name(f"{path.name}.broken-{number}")).exists():
        number += 1
    try:
        path.rename(kept)
    except OSError as error:
        return Loaded(Settings(), f"The settings file is damaged: {error.strerror}.")
    return Loaded(
        Settings(),
        f"The settings file was damaged, so EventPal starts with the usual ones; "
        f"the old file is kept as {kept.name}.",
    )
