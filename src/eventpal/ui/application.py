"""The application: one Qt, one shell around the window."""

from __future__ import annotations

import signal
import sys
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QStyleFactory

from eventpal.paths import Home
from eventpal.ui import fonts, icons
from eventpal.ui.shell import Clock, Shell

if TYPE_CHECKING:
    from eventpal.store.keys import DataKey


def run(home: Home, clock: Clock, *, key: DataKey | None = None, sample: bool = False) -> int:
    """Open the window on ``home`` and stay until it is closed.

    Args:
        home: The data folder.
        clock: Tells the time; fixed in tests and screenshots.
        key: Opens the home without its vault, for a demo that is thrown away.
        sample: Add the sample city if there is no source yet.

    Returns:
        The exit status.

    Raises:
        UserError: an interrupted restore cannot be finished.
    """
    application = make_application()
    shell = Shell(home, clock, base=application.font(), key=key, sample=sample)
    shell.ended.connect(application.quit)
    previous = sys.excepthook

    def unexpected(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if not shell.unexpected(kind, error, trace):
            previous(kind, error, trace)

    sys.excepthook = unexpected
    # Ctrl+C in the terminal ends the window; Python sees the signal when Qt next wakes up.
    signal.signal(signal.SIGINT, lambda *_: application.quit())
    try:
        shell.start()
        return application.exec()
    finally:
        shell.close()
        sys.excepthook = previous


def make_application() -> QApplication:
    """The one QApplication, with our style and fonts."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(["eventpal"])
    application.setApplicationName("EventPal")
    application.setDesktopFileName("eventpal")
    application.setQuitOnLastWindowClosed(False)
    application.setWindowIcon(icons.application())
    application.setStyle(QStyleFactory.create("Fusion"))
    application.setFont(fonts.system_font())
    return application
