"""Whether a file is the one expected, read only where it changed since it was last read."""

import contextlib
import hashlib
import json
from pathlib import Path

_Stamp = dict[str, str | int]

_STAMPS = "verified.json"


def is_file(folder: Path, name: str, sha256: str) -> bool:
    """Whether the file ``name`` in ``folder`` has this hash."""
    try:
        found = _stamps(folder).get(name, {})
        if found.items() >= _stamped(folder / name, sha256).items():
            return True
        right = sha256_of(folder / name) == sha256
    except FileNotFoundError:
        return False
    if right:
        stamp(folder, name, sha256, str(found.get("made_from", "")))
    return right


def made_from(folder: Path, name: str) -> str:
    """What ``stamp`` noted about the origin of the file as it is; "" where it is another file."""
    found = _stamps(folder).get(name, {})
    return str(found.get("made_from", "")) if _is_as_noted(folder, name, found) else ""


def stamp(folder: Path, name: str, sha256: str, origin: str = "") -> None:
    """Note that the file was read and has this hash, and what it was made from."""
    noted = _stamped(folder / name, sha256) | ({"made_from": origin} if origin else {})
    unfinished = folder / f".{_STAMPS}"
    # A folder that may not be written is read again each time.
    with contextlib.suppress(OSError):
        unfinished.write_text(json.dumps(_stamps(folder) | {name: noted}, indent=1), "utf-8")
        unfinished.replace(folder / _STAMPS)


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_as_noted(folder: Path, name: str, noted: _Stamp) -> bool:
    return "sha256" in noted and is_file(folder, name, str(noted["sha256"]))


def _stamps(folder: Path) -> dict[str, _Stamp]:
    try:
        found = json.loads((folder / _STAMPS).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: noted for name, noted in found.items() if isinstance(noted, dict)}


def _stamped(path: Path, sha256: str) -> _Stamp:
    found = path.stat()
    return {"sha256": sha256, "bytes": found.st_size, "modified_ns": found.st_mtime_ns}
