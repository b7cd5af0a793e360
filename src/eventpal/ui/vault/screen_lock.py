"""Hearing that the screen was locked, from the desktop's message bus (D-Bus).

Linux desktops tell every program. Qt offers no such thing for macOS and Windows, where the idle
time locks EventPal instead.
"""

import os

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusObjectPath

SAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
)
"""Interfaces whose signal ActiveChanged tells that the screen is locked (KDE has the first)."""

_LOGIN = "org.freedesktop.login1"
_ANSWER_MS = 500


class ScreenLock(QObject):
    """Listens from construction on."""

    locked = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        session: QDBusConnection | None = None,
        system: QDBusConnection | None = None,
    ) -> None:
        """``session`` and ``system`` None: the two buses of this login."""
        super().__init__(parent)
        self._session = session or QDBusConnection.sessionBus()
        self._system = system or QDBusConnection.systemBus()
        for saver in SAVERS:
            # An empty service and path: whoever runs the screen saver, wherever it lies.
            _listen(self._session, ("", "", saver, "ActiveChanged"), self, "changed(bool)")
        path = self._login_session()
        if path:
            where = (_LOGIN, path, f"{_LOGIN}.Session", "Lock")
            _listen(self._system, where, self, "asked_to_lock()")

    def _login_session(self) -> str:
        """The path of this login's own session, "" where there is none: others lock, too."""
        name = os.environ.get("XDG_SESSION_ID", "")
        if not name or not self._system.isConnected():
            return ""
        question = QDBusMessage.createMethodCall(
            _LOGIN, "/org/freedesktop/login1", f"{_LOGIN}.Manager", "GetSession"
        )
        question.setArguments([name])
        answer = self._system.call(question, timeout=_ANSWER_MS)
        [path] = answer.arguments() if len(answer.arguments()) == 1 else [None]
        return path.path() if isinstance(path, QDBusObjectPath) else ""

    @Slot(bool)
    def changed(self, active: bool) -> None:
        """The screen is locked from now on, or no more."""
        if active:
            self.locked.emit()

    @Slot()
    def asked_to_lock(self) -> None:
        """The login manager asks this session to lock."""
        self.locked.emit()


def _listen(
    bus: QDBusConnection, where: tuple[str, str, str, str], receiver: QObject, slot: str
) -> None:
    """Call ``slot`` at the signal ``where``: service, path, interface, name."""
    # PySide's stubs ask for bytes, of which it accepts none; SLOT gives what it does accept.
    bus.connect(*where, receiver, SLOT(slot))  # type: ignore[call-overload]
