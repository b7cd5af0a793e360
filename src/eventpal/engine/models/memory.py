"""How much memory is free on this computer."""

import ctypes
import platform
from pathlib import Path


def available_bytes() -> int | None:
    """What a new program can have without the others being pushed out; None if that is unknown."""
    system = platform.system()
    if system == "Windows":
        return _windows()
    return _linux(Path("/proc/meminfo")) if system == "Linux" else None


def _linux(path: Path) -> int | None:
    try:
        lines = path.read_text("ascii", "replace").splitlines()
    except OSError:
        return None
    found = [line.split()[1] for line in lines if line.startswith("MemAvailable:")]
    return int(found[0]) * 1024 if found else None


def _windows() -> int | None:
    """The field ``ullAvailPhys`` of MEMORYSTATUSEX."""
    status = (ctypes.c_uint64 * 8)()
    ctypes.c_uint32.from_buffer(status).value = ctypes.sizeof(status)
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - only there on Windows
    return int(status[2]) if kernel.GlobalMemoryStatusEx(ctypes.byref(status)) else None
