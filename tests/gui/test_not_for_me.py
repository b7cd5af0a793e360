"""“Not for me” asks why, in one click, and says what each answer hides."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from eventpal.domain import Action
from eventpal.errors import NotFound
from eventpal.ui.detail.not_for_me import REASONS

Key = Qt.Key


@pytest.fixture
def asked(open_window, settle, city):
    """A window whose first pick is not for the person, and why is being asked."""
    window = open_window(city)
    QTest.keyClick(window.pages.picks.view, Key.Key_N)
    settle()
    assert window.not_for_me.isVisible()
    return window


def ratings(city):
    return [(one.action, one.reason) for one in city.history.ratings()]


@pytest.mark.parametrize("at", range(len(REASONS)))
@pytest.mark.parametrize("how", ["key", "click"])
def test_each_reason_is_one_press_and_one_undo(asked, settle, city, at, how):
    code = REASONS[at][0]
    if how == "key":
        QTest.keyClick(QApplication.focusWidget(), Key(Key.Key_1 + at))
    else:
        QTest.mouseClick(asked.not_for_me.answers[code], Qt.MouseButton.LeftButton)
    settle()
    assert ratings(city) == [(Action.DISLIKE, code)]
    assert not asked.not_for_me.isVisible()
    assert asked.pages.picks.view.hasFocus()
    QTest.keyClick(asked.pages.picks.view, Key.Key_U)
    settle()
    assert ratings(city) == []


def test_each_answer_says_how_many_it_hides_and_which(asked):
    panel = asked.not_for_me
    assert panel.answers["far"].count.text() == "hides 14"
    assert panel.answers[""].count.text() == ""
    assert panel.preview.text().startswith("Hides this and 14 others: “Pottery")
    assert panel.preview.text().endswith("and 12 more.")
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Up)
    assert panel.answers[""].hasFocus()
    assert panel.preview.text() == "Hides this event alone."


def test_escape_and_a_click_elsewhere_say_nothing(asked, settle, city):
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert not asked.not_for_me.isVisible()
    view = asked.pages.picks.view
    assert view.hasFocus()
    QTest.keyClick(view, Key.Key_N)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 500))
    assert not asked.not_for_me.isVisible()
    settle()
    assert ratings(city) == []


def test_while_it_asks_letters_are_not_the_windows(asked, settle, city):
    for key in (Key.Key_L, Key.Key_S, Key.Key_U, Key.Key_G):
        QTest.keyClick(QApplication.focusWidget(), key)
    settle()
    assert ratings(city) == []
    assert asked.not_for_me.isVisible()


def test_what_is_not_for_me_already_is_taken_back_unasked(asked, settle, city):
    QTest.keyClick(QApplication.focusWidget(), Key.Key_N)
    settle()
    asked.pages.picks.view.choose(city.history.ratings()[0].event.id)
    QTest.keyClick(asked.pages.picks.view, Key.Key_N)
    settle()
    assert not asked.not_for_me.isVisible()
    assert city.history.actions() == {}


def test_without_a_preview_the_answers_still_work(open_window, settle, city):
    city.failing["hides"] = NotFound("There is no such event.")
    window = open_window(city)
    window.detail.buttons[Action.DISLIKE].click()
    settle()
    assert not window.banner.isVisible()
    window.not_for_me.answers["topic"].click()
    settle()
    assert ratings(city) == [(Action.DISLIKE, "topic")]


@pytest.mark.parametrize("size", [(640, 480), (1280, 820)])
def test_the_panel_stays_inside_the_window(open_window, settle, city, size):
    window = open_window(city, width=size[0], height=size[1])
    for corner in (QPoint(0, 0), QPoint(*size), QPoint(size[0], 0), QPoint(0, size[1])):
        window.not_for_me.ask(city.stored[0], window.mapToGlobal(corner))
        settle()
        panel = window.not_for_me
        assert window.centralWidget().rect().contains(panel.geometry())
        panel.close_panel()
