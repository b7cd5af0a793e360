"""The application: one Qt, one shell around the window."""

from __future__ import annotations

import locale
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSettings, QSocketNotifier, Qt
from PySide6.QtWidgets import QApplication, QStyleFactory

from eventpal.paths import Home
from eventpal.ui.look import fonts, icons
from eventpal.ui.shell import Clock, Shell

if TYPE_CHECKING:
    from eventpal.store.vault.keys import DataKey


def run(
    home: Home,
    clock: Clock,
    *,
    key: DataKey | None = None,
    sample: bool = False,
    passphrase: str | None = None,
) -> int:
    """Open the window on ``home`` and stay until it is closed.

    Args:
        home: The data folder.
        clock: Tells the time; fixed in tests and screenshots.
        key: Opens the home without its vault, for a demo that is thrown away.
        sample: Add the sample city if there is no source yet.
        passphrase: Tried once, before anything is asked.

    Returns:
        The exit status.

    Raises:
        UserError: an interrupted restore cannot be finished.
    """
    application = make_application()
    shell = Shell(
        home, clock, base=application.font(), key=key, sample=sample, passphrase=passphrase
    )
    shell.ended.connect(application.quit)
    previous, previous_of_threads = sys.excepthook, threading.excepthook

    def unexpected(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if not shell.unexpected(kind, error, trace):
            previous(kind, error, trace)

    def unexpected_in_thread(ended: threading.ExceptHookArgs) -> None:
        error = ended.exc_value or ended.exc_type()
        if isinstance(error, Exception):
            shell.tasks.call_soon(partial(unexpected, type(error), error, ended.exc_traceback))

    sys.excepthook, threading.excepthook = unexpected, unexpected_in_thread
    try:
        with _ended_by_signals(application):
            shell.start()
            return application.exec()
    finally:
        shell.close()
        sys.excepthook, threading.excepthook = previous, previous_of_threads


@contextmanager
def _ended_by_signals(application: QApplication) -> Iterator[None]:
    """Ctrl+C in the terminal, or a kind kill, closes everything in order (not on Windows)."""
    if os.name != "posix":
        yield
        return
    heard, told = os.pipe()
    os.set_blocking(told, False)
    # Qt waits outside Python, which would not notice a signal: this wakes it.
    notifier = QSocketNotifier(heard, QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: os.read(heard, 1))
    former = signal.set_wakeup_fd(told)
    kinds = (signal.SIGINT, signal.SIGTERM)
    handlers = [signal.signal(kind, lambda *_: application.quit()) for kind in kinds]
    try:
        yield
    finally:
        for kind, handler in zip(kinds, handlers, strict=True):
            signal.signal(kind, handler)
        signal.set_wakeup_fd(former)
        notifier.setEnabled(False)
        os.close(heard)
        os.close(told)


def make_application() -> QApplication:
    """The one QApplication, with our style and fonts."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(["eventpal"])
    # Qt takes over the locale of the system, and Python would name days and months in its language
    # in the middle of English sentences.
    locale.setlocale(locale.LC_TIME, "C")
    application.setApplicationName("EventPal")
    application.setDesktopFileName("eventpal")
    application.setQuitOnLastWindowClosed(False)
    application.setWindowIcon(icons.application())
    application.setStyle(QStyleFactory.create("Fusion"))
    application.setFont(fonts.system_font())
    _remember_no_files()
    return application


def _remember_no_files() -> None:
    """Keep the names of files and folders that the person chooses out of lists of recent ones.

    Qt's own file dialog notes folders in QtProject.conf, and GTK's adds files to those that the
    whole desktop shows as recently used.
    """
    if sys.platform == "linux":
        QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
        scope = QSettings.Scope.UserScope
        QSettings.setPath(QSettings.Format.NativeFormat, scope, os.devnull)
