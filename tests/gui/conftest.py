"""A real window on a scripted EventPal, without animations, one per test."""

import pytest
from PySide6.QtTest import QTest

from eventpal.settings import Settings, Theme
from eventpal.ui.application import make_application
from eventpal.ui.controller import Controller
from eventpal.ui.look.theme import Appearance
from eventpal.ui.main_window import MainWindow
from eventpal.ui.tasks import Tasks
from tests.gui.fake_app import FakeApp, make_event, make_source

MONTH = 2
"""The place of the ranked list of a month among the choices of the picks."""

PATIENCE_MS = 60_000
"""How long work may take on a busy machine before a test gives up."""

SETTINGS = Settings(theme=Theme.LIGHT, reduce_motion=True)


@pytest.fixture
def application(qapp):
    return make_application()


@pytest.fixture
def appearance(application):
    made = Appearance(SETTINGS, application.font())
    made.dress()
    return made


@pytest.fixture
def tasks(qtbot):
    made = Tasks()
    yield made
    made.close()


@pytest.fixture
def city():
    """Thirty events from one source."""
    return FakeApp(events=[make_event(at) for at in range(30)], sources=[make_source(1)])


@pytest.fixture
def open_window(qtbot, appearance, tasks):
    """``open_window(fake)`` gives a shown window whose first page is loaded.

    That is the ranked list of a month, unless the ``highlights`` are wanted.
    """

    def open_it(fake, *, width=1280, height=820, highlights=False):
        fake.gate.set()
        controller = Controller(tasks, fake.clock)
        window = MainWindow(appearance, controller, SETTINGS)
        window.resize(width, height)
        qtbot.addWidget(window)
        if not highlights:
            window.pages.picks.chips.choose(MONTH)
        with qtbot.waitActive(window):
            window.show()
        window.attach(fake, None)
        qtbot.waitUntil(lambda: not tasks.busy, timeout=PATIENCE_MS)
        return window

    return open_it


@pytest.fixture
def settle(qtbot, tasks):
    """Wait until all work is done and its results are shown."""

    def wait():
        qtbot.waitUntil(lambda: not tasks.busy, timeout=PATIENCE_MS)
        QTest.qWait(0)
        qtbot.waitUntil(lambda: not tasks.busy, timeout=PATIENCE_MS)

    return wait
