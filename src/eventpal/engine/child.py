"""One child process that answers frame by frame, several requests at once, and its end."""

import contextlib
import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import IO

from eventpal.engine.protocol import Garbled, Header, read_frame, write_frame
from eventpal.errors import EngineError
from eventpal.progress import CancelToken

WORKER_ARGUMENT = "--engine-worker"
"""What a packaged application, which has no ``python``, is started with to be the worker."""

WITH_TILES = "--with-tiles"
"""Given to it where llama.cpp's library is known to work with matrix tiles."""

_PASSED_ON = (
    "PATH",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "TEMP",
    "TMP",
    "SYSTEMROOT",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "PYTHONPATH",
    "PYTHONHOME",
)
"""Everything else, secrets included, stays out of the child's environment."""

SPIN_TURNS = "10000"
"""So often a thread that computes looks whether the others are done before it sleeps."""

_TAIL_LINES = 20

_LOOK_SECONDS = 0.02
"""Who waits looks so often whether to stop."""

_PING_SECONDS = 0.2
"""Who waits asks after so much silence whether the process is still there."""

FROZEN_SECONDS = 3.0
"""So long that question may be open. Its thread answers it at any time, also during long work."""

Frame = tuple[Header, bytes]
"""A header and a payload."""


class ChildDied(Exception):
    """The process ended, or was ended because it did not answer. ``str`` says how."""


def worker_command() -> tuple[str, ...]:
    """How the worker is started: by this Python, or by the packaged application itself."""
    if getattr(sys, "frozen", False):
        return (sys.executable, WORKER_ARGUMENT)
    return (sys.executable, "-P", "-m", "eventpal.engine.process.worker")


class Child:
    """A running child process. Any thread may ask, several at once, and any may ``kill``."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start it. Raises EngineError where the system refuses."""
        self.loaded: set[str] = set()
        """Which models it was told to load, kept by who asks."""
        self._tail: deque[str] = deque(maxlen=_TAIL_LINES)
        self._why = ""
        self._refused: OSError | None = None
        self._heard = time.monotonic()
        self._awake = False
        """Whether it answers pings: not before its libraries are loaded."""
        self._pinged: float | None = None
        """When the ping was sent that nothing answered yet. A frozen process may be asked by many
        who wait for less than it takes to be sure."""
        self._numbers = itertools.count(1)
        self._calls: dict[int, SimpleQueue[Frame | None]] = {}
        self._changing = threading.Lock()
        self._requests: SimpleQueue[Header | None] = SimpleQueue()
        self._process: subprocess.Popen[bytes]
        started = threading.Event()
        # Linux ends the child when the *thread* that started it ends (PR_SET_PDEATHSIG), so the
        # thread that starts it is one that lives until the child is gone.
        self._keeper = threading.Thread(
            target=self._keep, args=(command, started), name="engine-keeper", daemon=True
        )
        self._keeper.start()
        started.wait()
        if self._refused is not None:
            raise EngineError(
                f"The engine's process does not start ({self._refused.strerror}): "
                "close other programs, or install EventPal again."
            ) from self._refused
        for work in (self._send, self._listen):
            threading.Thread(target=work, name=f"engine{work.__name__}", daemon=True).start()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def dead(self) -> bool:
        """Whether it ended or answers no more."""
        return bool(self._why)

    @property
    def tail(self) -> tuple[str, ...]:
        """The last lines it printed to standard error."""
        return tuple(self._tail)

    def ask(
        self,
        header: Header,
        seconds: float,
        *,
        on_frame: Callable[[Header], None] | None = None,
        token: CancelToken | None = None,
    ) -> Frame:
        """One request and its answer.

        Args:
            header: the request.
            seconds: how long the process may work on without a word.
            on_frame: given what comes before the answer.
            token: looked at while waiting; cancelled, the process is told to stop.

        Raises:
            ChildDied: the process ended, or was silent for too long and was ended.
            Cancelled: ``token`` was cancelled.
        """
        number = next(self._numbers)
        frames: SimpleQueue[Frame | None] = SimpleQueue()
        with self._changing:
            if self._why:
                raise ChildDied(self._why)
            self._calls[number] = frames
        asked = time.monotonic()
        self._requests.put({**header, "id": number})
        try:
            while True:
                if token is not None:
                    token.check()
                self._look_after(asked, seconds)
                try:
                    frame = frames.get(timeout=_LOOK_SECONDS if token else _PING_SECONDS)
                except Empty:
                    continue
                if frame is None:
                    raise ChildDied(self._why)
                if frame[0].get("done"):
                    return frame
                if on_frame is not None:
                    on_frame(frame[0])
        except BaseException:
            self._requests.put({"do": "cancel", "id": number})
            raise
        finally:
            with self._changing:
                del self._calls[number]

    def _look_after(self, asked: float, seconds: float) -> None:
        """End it if it is frozen or does not get on. Raises ChildDied."""
        now, pinged = time.monotonic(), self._pinged
        silent = now - max(asked, self._heard)
        frozen = self._awake and pinged is not None and now - pinged >= min(seconds, FROZEN_SECONDS)
        if frozen or silent >= seconds:
            self.give_up("it did not answer in time")
            raise ChildDied(self._why)
        if pinged is None and silent >= _PING_SECONDS:
            self._pinged = now
            self._requests.put({"do": "ping"})

    def kill(self) -> None:
        """End the process, however it is, and wait until nothing of it is left."""
        self._process.kill()
        self._requests.put(None)
        self._keeper.join()

    def give_up(self, why: str) -> None:
        """End the process, and tell all who wait why. The first reason stays."""
        with self._changing:
            self._why = self._why or why
            waiting = list(self._calls.values())
        self._process.kill()
        self._requests.put(None)
        for frames in waiting:
            frames.put(None)

    def _keep(self, command: Sequence[str], started: threading.Event) -> None:
        """Start the process, read its standard error to the end, and see it out."""
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=_environment(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            self._refused = error
            return
        finally:
            started.set()
        _, _, printed = _pipes(self._process)
        with printed:
            for line in printed:
                self._tail.append(line.decode("utf-8", "replace").rstrip())
            self._process.wait()

    def _send(self) -> None:
        """Pass requests on, in a thread of its own: a frozen process takes none."""
        pipe, _, _ = _pipes(self._process)
        # What could not be sent any more is flushed into a closed pipe.
        with contextlib.suppress(OSError), pipe:
            while (header := self._requests.get()) is not None:
                write_frame(pipe, header)

    def _listen(self) -> None:
        """Hand what comes to those who asked, until nothing comes any more."""
        _, pipe, _ = _pipes(self._process)
        with pipe:
            try:
                while True:
                    header, payload = read_frame(pipe)
                    self._pinged = None
                    if header.get("awake"):
                        self._awake = True
                        continue
                    self._heard = time.monotonic()
                    with self._changing:
                        frames = self._calls.get(header.get("id", 0))
                    if frames is not None:
                        frames.put((header, payload))
            except Garbled:
                self.give_up("it answered with something unreadable")
            except (EOFError, OSError, ValueError):
                self._process.kill()
                self._process.wait()
                self.give_up(self._how())

    def _how(self) -> str:
        status = self._process.returncode
        if status < 0:
            return f"its process ended ({signal.Signals(-status).name})"
        return f"its process ended (status {status})"


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes], IO[bytes]]:
    """Its standard input, output and error."""
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    return process.stdin, process.stdout, process.stderr


def _environment() -> dict[str, str]:
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    # GNU OpenMP's threads otherwise spin while they wait for each other; with a core taken by the
    # window that cuts the engine's speed to a tenth. With 10,000 turns it then loses 3% against
    # 1,000, after which a thread that waits is asleep too soon: 20% on an idle machine.
    return passed | {"GOMP_SPINCOUNT": SPIN_TURNS}
