import os
import signal
import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from eventpal.paths import Home
from eventpal.store.vault.keys import DataKey
from eventpal.ui import application as ui
from eventpal.ui.main_window import MainWindow
from tests.gui.fake_app import NOW


def window():
    return next(
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, MainWindow) and one.isVisible()
    )


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_closes_everything_in_order(application, tmp_path, kind):
    home = Home(tmp_path / "home")
    former = signal.getsignal(kind)
    QTimer.singleShot(400, lambda: os.kill(os.getpid(), kind))
    assert ui.run(home, lambda: NOW, key=DataKey.random()) == 0
    assert signal.getsignal(kind) is former
    assert not home.database.with_name(f"{home.database.name}-wal").exists()


def test_closing_the_window_ends_and_keeps_the_settings(application, tmp_path):
    home = Home(tmp_path / "home")
    QTimer.singleShot(400, lambda: window().close())
    assert ui.run(home, lambda: NOW, key=DataKey.random()) == 0
    assert home.settings.is_file()


def test_an_error_in_a_slot_is_a_banner_and_not_a_traceback(application, tmp_path, capsys):
    said = []

    def break_it():
        QTimer.singleShot(0, lambda: sys.excepthook(KeyError, KeyError("anna"), None))
        QTimer.singleShot(50, lambda: said.append(window().banner.text.text()))
        QTimer.singleShot(100, lambda: window().close())

    QTimer.singleShot(400, break_it)
    assert ui.run(Home(tmp_path / "home"), lambda: NOW, key=DataKey.random()) == 0
    assert said
    assert "Something went wrong" in said[0]
    assert "anna" not in capsys.readouterr().err


def test_an_error_in_a_thread_is_a_banner_too(application, tmp_path, capsys):
    said = []

    def broken():
        raise KeyError("anna")

    def break_it():
        threading.Thread(target=broken).start()
        QTimer.singleShot(50, lambda: said.append(window().banner.text.text()))
        QTimer.singleShot(100, lambda: window().close())

    QTimer.singleShot(400, break_it)
    assert ui.run(Home(tmp_path / "home"), lambda: NOW, key=DataKey.random()) == 0
    assert "Something went wrong" in said[0]
    assert "anna" not in capsys.readouterr().err


def test_days_and_months_are_english_whatever_the_system_speaks():
    code = (
        "import locale\n"
        "from eventpal.ui.application import make_application\n"
        "make_application()\n"
        "print(locale.setlocale(locale.LC_TIME))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    )
    assert found.stdout.strip() == "C"


def test_the_window_needs_none_of_the_services_to_load():
    heavy = "eventpal.app,eventpal.store,eventpal.feeds,numpy,httpx,cryptography,icalendar"
    code = (
        "import sys, eventpal.ui.application\n"
        f"print(*[name for name in {heavy!r}.split(',') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == ""


def test_the_first_picks_wait_for_no_chat():
    code = "import sys, eventpal.app; print('eventpal.chat.assistant' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"


def test_what_is_loaded_beside_the_window_is_not_read_as_text():
    load = "import eventpal.ui.shell, linecache, mailbox"
    code = f"{load}; print(mailbox.__file__ in linecache.cache)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
