"""Whether llama.cpp may use the matrix tiles (AMX) of newer Intel processors.

They double its speed. But GCC up to 12 takes ``_tile_loadconfig`` to read 8 of its 64 bytes, leaves
the rest unwritten, and the processor ends the process over them. ``make setup`` compiles around it;
whoever compiled otherwise goes without tiles. So they are tried once for each compiled library, in
a process of its own: ``python -m eventpal.engine.models.tiles MODEL``.
"""

import contextlib
import importlib.util
import json
import platform
import subprocess
import sys
from pathlib import Path

_NOTED = "processor.json"
_SECONDS = 60
_TOKENS = 64


def allowed(folder: Path) -> bool:
    """Whether the compiled library that is there was found to work with tiles."""
    return _noted(folder).get(_library()) is True


def find_out(folder: Path, model: Path) -> None:
    """Try the tiles with ``model``, unless that was done, and note in ``folder`` how it went."""
    library, noted = _library(), _noted(folder)
    if not _has_tiles() or library in noted:
        return
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "eventpal.engine.models.tiles", str(model)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
        works = done.returncode == 0
    except subprocess.TimeoutExpired:
        works = False
    with contextlib.suppress(OSError):
        # Several installations may share the folder, each with a library of its own.
        (folder / _NOTED).write_text(json.dumps(noted | {library: works}), "utf-8")


def main(model: str) -> None:
    """Have the model read some tokens; the process ends badly where the tiles do not work."""
    # The application itself never loads llama.cpp.
    from eventpal.engine.process import llama  # noqa: PLC0415
    from eventpal.engine.process.confinement import confine  # noqa: PLC0415
    from eventpal.engine.process.language import Language  # noqa: PLC0415

    confine(tiles=True)
    language = Language(Path(model), threads=1, gpu_layers=0, alive=lambda: None)
    context = language.context(_TOKENS, 1, shared=False)
    batch = llama.Batch(_TOKENS)
    batch.fill(language.vocabulary.plain("What is on? " * _TOKENS)[:_TOKENS], 0, 0)
    batch.decode(context)


def _library() -> str:
    """What tells one compiled library from another; "" where there is none."""
    spec = importlib.util.find_spec("llama_cpp")
    if spec is None or spec.origin is None:
        return ""
    files = sorted((Path(spec.origin).parent / "lib").glob("*ggml-cpu*"))
    return " ".join(f"{one.stat().st_size}:{one.stat().st_mtime_ns}" for one in files)


def _noted(folder: Path) -> dict[str, bool]:
    try:
        found = json.loads((folder / _NOTED).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _has_tiles() -> bool:
    if platform.system() != "Linux" or platform.machine() != "x86_64":
        return False
    try:
        return "amx_tile" in Path("/proc/cpuinfo").read_text("utf-8", "replace")
    except OSError:
        return False


if __name__ == "__main__":
    main(sys.argv[1])
