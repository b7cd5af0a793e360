"""Sources are read when they are due, by one timer that sleeps in between."""

from datetime import timedelta

from eventpal.domain import Change
from eventpal.errors import FetchError
from eventpal.feeds.refresh import Refreshed
from tests.gui.fake_app import NOW, FakeApp, make_source


def refreshed(fake):
    return [call[1:] for call in fake.calls if call[0] == "refresh"]


def test_nothing_wakes_up_while_nothing_will_be_due(open_window, settle):
    window = open_window(FakeApp())
    window.controller.begin()
    settle()
    assert not window.controller.due.timer.isActive()


def test_what_is_due_is_read_on_opening_and_the_next_is_waited_for(open_window, settle):
    fake = FakeApp(sources=[make_source(1), make_source(2)])
    window = open_window(fake)
    fake.network.waiting = ([2], NOW + timedelta(hours=3))
    window.controller.begin()
    settle()
    assert refreshed(fake) == [(2,)]
    timer = window.controller.due.timer
    assert timer.isActive()
    assert timer.isSingleShot()
    assert abs(timer.interval() - 3 * 3600 * 1000) < 10
    assert not window.toast.isVisible()  # nobody asked, and nothing is new


def test_the_timer_reads_what_is_due_then(open_window, settle, qtbot):
    fake = FakeApp(sources=[make_source(1)])
    window = open_window(fake)
    fake.network.waiting = ([1], NOW + timedelta(hours=1))
    window.controller.due.timer.start(1)
    qtbot.waitUntil(lambda: refreshed(fake) == [(1,)])
    settle()
    assert window.controller.due.timer.isActive()


def test_what_is_due_again_at_once_waits_a_minute(open_window, settle):
    fake = FakeApp(sources=[make_source(1)])
    fake.network.due = lambda: ([1], None)
    window = open_window(fake)
    window.controller.begin()
    settle()
    assert refreshed(fake) == [(1,)]
    assert window.controller.due.timer.interval() == 60_000


def test_what_was_stopped_does_not_start_again_at_once(open_window, settle, qtbot):
    fake = FakeApp(sources=[make_source(1)])
    window = open_window(fake)
    fake.gate.clear()
    fake.network.due = lambda: ([1], None)
    window.controller.due.look()
    qtbot.waitUntil(window.activity.isVisible)
    window.activity.stop.click()
    fake.gate.set()
    settle()
    assert window.controller.due.timer.interval() == 15 * 60_000


def test_what_was_kept_from_being_asked_is_said(open_window, settle):
    fake = FakeApp(sources=[make_source(1)])
    window = open_window(fake)
    why = FetchError("town.example asked not to be asked again before noon.")
    fake.refresh = lambda ids, _, each: [Refreshed(make_source(1), Change(), (), why)]
    window.controller.refresh([1])
    settle()
    assert window.banner.text.text() == str(why)
    assert not window.toast.isVisible()
