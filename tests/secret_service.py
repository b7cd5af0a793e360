"""A real Secret Service for tests: gnome-keyring-daemon on a message bus of its own."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import secretstorage
from jeepney import message_bus

PROGRAMS = ("dbus-run-session", "gnome-keyring-daemon")
_READY_S = 20.0


def why_not() -> str:
    """Why there can be no Secret Service here, empty if there can."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    return f"{' and '.join(missing)} not installed" if missing else ""


@dataclass(frozen=True)
class SecretService:
    """A running one. ``environment`` lets a child process, or ``connected``, find it."""

    environment: dict[str, str]

    def lock(self) -> None:
        """Lock the default collection, as a screen saver or a logout does."""
        with closing(secretstorage.dbus_init()) as bus:
            secretstorage.Collection(bus).lock()

    def secrets(self) -> list[tuple[dict[str, str], bytes]]:
        """The attributes and secret of every entry."""
        with closing(secretstorage.dbus_init()) as bus:
            items = secretstorage.Collection(bus).get_all_items()
            return [(item.get_attributes(), item.get_secret()) for item in items]


@contextmanager
def running(folder: Path) -> Iterator[SecretService]:
    """Start one whose keyring, in ``folder``, is unlocked."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS")
    }
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
        environment[name] = str(folder)
    # The session's bus ends with cat, which ends when its standard input is closed.
    with subprocess.Popen(
        ["dbus-run-session", "--", "sh", "-c", 'echo "$DBUS_SESSION_BUS_ADDRESS"; exec cat'],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        text=True,
    ) as session:
        assert session.stdout is not None
        environment["DBUS_SESSION_BUS_ADDRESS"] = session.stdout.readline().strip()
        with subprocess.Popen(
            ["gnome-keyring-daemon", "--unlock", "--foreground", "--components=secrets"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
        ) as daemon:
            try:
                assert daemon.stdin is not None
                daemon.stdin.write(b"the password of the login")
                daemon.stdin.close()
                service = SecretService(environment)
                with connected(service):
                    _wait_until_unlocked()
                yield service
            finally:
                daemon.terminate()


@contextmanager
def connected(service: SecretService) -> Iterator[None]:
    """Let this process find the service, and nothing of the desktop it may run on."""
    before = os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = service.environment["DBUS_SESSION_BUS_ADDRESS"]
    try:
        yield
    finally:
        if before is None:
            del os.environ["DBUS_SESSION_BUS_ADDRESS"]
        else:
            os.environ["DBUS_SESSION_BUS_ADDRESS"] = before


def _wait_until_unlocked() -> None:
    end = time.monotonic() + _READY_S
    # Asking the service itself too early would make the bus start another, locked one.
    while not (_has_owner() and _is_unlocked()):
        if time.monotonic() > end:
            raise TimeoutError("gnome-keyring-daemon did not come up")
        time.sleep(0.05)


def _has_owner() -> bool:
    with closing(secretstorage.dbus_init()) as bus:
        answer = bus.send_and_get_reply(message_bus.NameHasOwner("org.freedesktop.secrets"))
        return bool(answer.body[0])


def _is_unlocked() -> bool:
    with closing(secretstorage.dbus_init()) as bus:
        try:
            return not secretstorage.Collection(bus).is_locked()
        except secretstorage.ItemNotFoundException:
            return False
