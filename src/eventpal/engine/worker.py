"""The engine's process: ``python -m eventpal.engine.worker``. It answers until its pipe closes.

It has no database, no key and no network. Texts come and vectors go through the pipe; nothing of
them is written anywhere: core dumps are off, llama.cpp's log is silent, and an error's message,
which could quote a text, is not printed.
"""

import ctypes
import os
import signal
import sys
import threading
import traceback
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import BinaryIO

from eventpal.engine.embedder import Embedder
from eventpal.engine.protocol import Header, read_frame, write_frame
from eventpal.errors import UserError

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4


def main() -> None:
    """Answer requests, one after the other, until the application is gone."""
    sys.excepthook = _report
    requests, answers = _take_pipes()
    _confine()
    waiting: SimpleQueue[Header] = SimpleQueue()
    threading.Thread(target=_receive, args=(requests, waiting), daemon=True).start()
    embedder: Embedder | None = None
    while True:
        request = waiting.get()
        payload = b""
        try:
            if request["do"] == "load":
                embedder = Embedder(Path(request["model"]), request["threads"])
                answer: Header = {"dimensions": embedder.dimensions}
            else:
                assert embedder is not None
                rows = embedder.embed(request["texts"])
                answer, payload = {"rows": len(rows)}, rows.tobytes()
        except UserError as error:
            answer = {"error": str(error)}
        write_frame(answers, answer, payload)


def _receive(requests: BinaryIO, waiting: SimpleQueue[Header]) -> None:
    """Pass requests on; end the process at once when the application is gone."""
    threading.excepthook = lambda found: os._exit(1)
    while True:
        try:
            header, _ = read_frame(requests)
        except EOFError:
            os._exit(0)
        waiting.put(header)


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep both pipes to ourselves: whatever prints, prints to standard error."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, answers


def _confine() -> None:
    """Leave no memory image behind, and die with the application."""
    # Ctrl-C in a terminal is for the application, which then ends us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - there is none on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # A crash handler that is a program (systemd's, say) does not heed the limit, but this.
        libc = ctypes.CDLL(None)
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        # Frozen, we would not see the pipe close.
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _report(kind: type[BaseException], _error: BaseException, places: TracebackType | None) -> None:
    """Say where in the program an unexpected error was raised, without its message."""
    for place in traceback.extract_tb(places):
        print(f"{Path(place.filename).name}:{place.lineno} {place.name}", file=sys.stderr)
    print(kind.__name__, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
