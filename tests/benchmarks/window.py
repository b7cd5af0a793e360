"""From the start of the process to a visible window, and to its first picks.

With a home: EventPal's window on it. Without: an empty window of PySide6.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

from tests.benchmarks.processes import BEGAN

if TYPE_CHECKING:
    from eventpal.engine.client import Engine

LONGEST = 60.0


def empty() -> dict[str, float]:
    """An empty window."""
    application = QApplication([])
    window = QMainWindow()
    window.resize(1280, 820)
    window.show()
    QTimer.singleShot(0, application.quit)
    application.exec()
    return {"visible": _since_start()}


def eventpal(home: Path) -> dict[str, float]:
    """EventPal's window, until it shows picks and both models have answered once."""
    from eventpal.paths import Home
    from eventpal.ui.application import make_application
    from eventpal.ui.shell import Shell
    from tests.benchmarks.fixed import KEY, NOW

    application = make_application()
    shell = Shell(Home(home), lambda: NOW, base=application.font(), key=KEY)
    found: dict[str, float] = {}

    def look() -> None:
        window = shell.window
        if window is None or not window.isVisible():
            return
        found.setdefault("visible", _since_start())
        if not window.pages.picks.rows:
            return
        found.setdefault("picks", _since_start())
        if "mib" not in found:
            _use_all(window.controller.app.engine)
            found["mib"] = _together()
        application.quit()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(5)
    QTimer.singleShot(int(1000 * LONGEST), application.quit)
    shell.start()
    application.exec()
    shell.close()
    return found


def _use_all(engine: Engine) -> None:
    """Have both models loaded, with all that they remember of texts."""
    from eventpal.engine.messages import Message

    engine.embed(["a question"])
    engine.generate([Message("user", "a question")], max_tokens=1)
    engine.answer_odds([[Message("user", "a question")]])


def _since_start() -> float:
    return time.perf_counter() - float(os.environ[BEGAN])


def _together() -> float:
    """This process and its children, in MiB, shared pages counted once per process."""
    here = psutil.Process()
    return sum(one.memory_info().rss for one in [here, *here.children(recursive=True)]) / 2**20


if __name__ == "__main__":
    print(json.dumps(eventpal(Path(sys.argv[1])) if len(sys.argv) > 1 else empty()))
