"""One child process that answers frame by frame, and its end."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Sequence
from typing import IO

from eventpal.engine.protocol import Garbled, Header, read_frame, write_frame
from eventpal.errors import EngineError

WORKER_ARGUMENT = "--engine-worker"
"""What a packaged application, which has no ``python``, is started with to be the worker."""

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

_TAIL_LINES = 20


class ChildDied(Exception):
    """The process ended, or was ended because it did not answer. ``str`` says how."""


def worker_command() -> tuple[str, ...]:
    """How the worker is started: by this Python, or by the packaged application itself."""
    if getattr(sys, "frozen", False):
        return (sys.executable, WORKER_ARGUMENT)
    return (sys.executable, "-P", "-m", "eventpal.engine.worker")


class Child:
    """A running child process. One thread asks at a time; any thread may ``kill``."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start it. Raises EngineError where the system refuses."""
        self._tail: deque[str] = deque(maxlen=_TAIL_LINES)
        self._timed_out = False
        self._refused: OSError | None = None
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

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def tail(self) -> tuple[str, ...]:
        """The last lines it printed to standard error."""
        return tuple(self._tail)

    def ask(self, header: Header, seconds: float) -> tuple[Header, bytes]:
        """One request and its answer.

        Raises:
            ChildDied: the process ended, or did not answer within ``seconds`` and was ended.
        """
        requests, answers, _ = _pipes(self._process)
        deadline = threading.Timer(seconds, self._give_up)
        deadline.daemon = True
        deadline.start()
        try:
            write_frame(requests, header)
            return read_frame(answers)
        except (EOFError, OSError, ValueError, Garbled) as error:
            self.kill()
            raise ChildDied(self._how(error)) from None
        except BaseException:
            # Its answer would be taken for the next request's.
            self.kill()
            raise
        finally:
            deadline.cancel()

    def kill(self) -> None:
        """End the process, however it is, and wait until nothing of it is left."""
        self._process.kill()
        self._keeper.join()

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
        requests, answers, printed = _pipes(self._process)
        with printed, answers:
            for line in printed:
                self._tail.append(line.decode("utf-8", "replace").rstrip())
            self._process.wait()
        # What could not be sent any more is flushed into a closed pipe.
        with contextlib.suppress(OSError):
            requests.close()

    def _give_up(self) -> None:
        self._timed_out = True
        self._process.kill()

    def _how(self, error: Exception) -> str:
        if self._timed_out:
            return "it did not answer in time"
        if isinstance(error, Garbled):
            return "it answered with something unreadable"
        status = self._process.returncode
        if status < 0:
            return f"it was ended by {signal.Signals(-status).name}"
        return f"it ended with status {status}"


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes], IO[bytes]]:
    """Its standard input, output and error."""
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    return process.stdin, process.stdout, process.stderr


def _environment() -> dict[str, str]:
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    # GNU OpenMP's threads otherwise spin while they wait for each other; with a core taken by the
    # window that cuts the engine's speed to a tenth. A short spin costs 5% on an idle machine.
    return passed | {"GOMP_SPINCOUNT": "1000"}
