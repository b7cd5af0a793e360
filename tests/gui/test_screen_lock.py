"""A message bus of the test's own, on which a screen saver speaks."""

import os
import subprocess
from contextlib import closing

import pytest
from jeepney import DBusAddress, new_signal
from jeepney.io.blocking import open_dbus_connection
from PySide6.QtDBus import QDBusConnection

from eventpal.ui.vault.screen_lock import SAVERS, ScreenLock
from tests import secret_service


@pytest.fixture
def bus():
    """The address of a bus."""
    if secret_service.why_not():
        pytest.skip(secret_service.why_not())
    command = ["dbus-run-session", "--", "sh", "-c", 'echo "$DBUS_SESSION_BUS_ADDRESS"; exec cat']
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
    ) as session:
        yield session.stdout.readline().strip()
        session.stdin.close()


@pytest.fixture
def listening(application, bus):
    connection = QDBusConnection.connectToBus(bus, "test of the screen lock")
    assert connection.isConnected()
    made = ScreenLock(session=connection, system=connection)
    yield made
    made.deleteLater()
    QDBusConnection.disconnectFromBus("test of the screen lock")


def say(bus, saver, active):
    with closing(open_dbus_connection(bus)) as connection:
        path = "/" + saver.replace(".", "/")
        signal = new_signal(DBusAddress(path, interface=saver), "ActiveChanged", "b", (active,))
        connection.send(signal)


@pytest.mark.parametrize("saver", SAVERS)
def test_a_locked_screen_is_heard_and_an_unlocked_one_is_not(qtbot, bus, listening, saver):
    heard = []
    listening.locked.connect(lambda: heard.append(saver))
    say(bus, saver, active=False)
    say(bus, saver, active=True)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [saver]


def test_without_any_bus_it_hears_nothing_and_says_nothing(application, capfd):
    nowhere = QDBusConnection("no such bus")
    assert not nowhere.isConnected()
    before = os.environ.pop("XDG_SESSION_ID", None)
    os.environ["XDG_SESSION_ID"] = "1"
    try:
        ScreenLock(session=nowhere, system=nowhere).deleteLater()
    finally:
        del os.environ["XDG_SESSION_ID"]
        if before is not None:
            os.environ["XDG_SESSION_ID"] = before
    assert capfd.readouterr().err == ""
