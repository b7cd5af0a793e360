"""A new person is asked what they like; the answer can wait."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from eventpal.domain import Action
from eventpal.ui.taste.work import STARTED

Key = Qt.Key


@pytest.fixture
def window(open_window, settle, city):
    made = open_window(city, highlights=True)
    settle()
    return made


def test_a_new_person_is_offered_the_start_and_can_leave_it(window, settle, city):
    strip = window.pages.picks.start
    assert strip.isVisible()
    strip.skip.click()
    settle()
    assert not strip.isVisible()
    assert city.preferences.get(STARTED) is True


def test_who_has_said_something_is_not_asked(open_window, settle, city):
    city.profile.add("no clubs")
    window = open_window(city, highlights=True)
    settle()
    assert window.pages.picks.start is None


def test_a_like_is_enough_not_to_be_asked_any_more(window, settle, city):
    window.controller.feedback.note(city.stored[0], Action.LIKE)
    settle()
    settle()
    assert not window.pages.picks.start.isVisible()


def test_taps_like_and_take_back_by_pointer_and_by_key(window, settle, city):
    window.pages.picks.start.begin.click()
    settle()
    page = window.pages.start
    assert page.isVisible()
    assert len(page.view.rows) == 24
    assert not page.done.isEnabled()
    first, second = page.view.rows[0].event, page.view.rows[1].event
    where = page.view.visualRect(page.view.events.index(0)).center()
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    settle()
    QTest.keyClick(page.view, Key.Key_Right)
    QTest.keyClick(page.view, Key.Key_Space)
    settle()
    assert set(city.history.actions()) == {first.event_id, second.event_id}
    assert page.count.text() == "2 liked"
    QTest.keyClick(page.view, Key.Key_Return)
    settle()
    assert set(city.history.actions()) == {first.event_id}
    page.done.click()
    settle()
    assert window.pages.picks.isVisible()
    assert city.preferences.get(STARTED) is True


def test_a_line_about_oneself_counts_as_well(window, settle, city):
    window.open_page("start")
    settle()
    page = window.pages.start
    QTest.keyClicks(page.field, "small jazz venues")
    QTest.keyClick(page.field, Key.Key_Return)
    settle()
    assert [(one.text, one.origin) for one in city.profile.lines()] == [
        ("small jazz venues", "start")
    ]
    assert page.done.isEnabled()


def test_the_start_can_be_come_back_to_from_my_taste(window, settle):
    window.open_page("taste")
    settle()
    window.pages.taste.beginning.emit()
    settle()
    assert window.pages.start.isVisible()
    window.pages.start.skip.click()
    assert window.pages.picks.isVisible()


@pytest.mark.parametrize("width", [640, 900, 1500])
def test_the_grid_fills_its_width_at_any_size(open_window, settle, city, width):
    window = open_window(city, width=width)
    window.open_page("start")
    settle()
    view = window.pages.start.view
    places = [view.visualRect(view.events.index(at)) for at in range(24)]
    assert max(place.right() for place in places) <= view.viewport().width()
    assert view.viewport().width() - max(place.right() for place in places) < 60
    assert view.indexAt(QPoint(places[1].center())).row() == 1
