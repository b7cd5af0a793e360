import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from eventpal.domain import Action, Place
from eventpal.ui.cards.delegate import CARD_ACTIONS, places
from eventpal.ui.detail.pane import WIDEST
from eventpal.ui.main_window import ENTRIES
from eventpal.ui.tasks import UNEXPECTED
from tests.gui.looking import chosen, titles

Key = Qt.Key


# Picks and feedback


def test_picks_show_at_once_with_the_first_one_in_the_details(open_window, city):
    window = open_window(city)
    assert len(titles(window.pages.picks.view)) == 30
    assert chosen(window.pages.picks.view) == "Late jazz at the Blue Door"
    assert window.detail.title.text() == "Late jazz at the Blue Door"
    assert window.detail.why.isVisible()
    assert window.windowTitle() == "EventPal"


def test_a_like_by_key_moves_the_card_up_and_keeps_it_chosen(open_window, settle, city):
    window = open_window(city)
    view = window.pages.picks.view
    view.setFocus()
    for _ in range(5):
        QTest.keyClick(view, Key.Key_Down)
    liked = chosen(view)
    QTest.keyClick(view, Key.Key_L)
    settle()
    assert titles(view)[0] == liked == chosen(view)
    assert window.detail.title.text() == liked
    assert window.detail.buttons[Action.LIKE].isChecked()
    assert liked in window.toast.text.text()
    assert window.toast.undo.isVisible()


@pytest.mark.parametrize(
    ("key", "action"),
    [
        (Key.Key_L, Action.LIKE),
        (Key.Key_N, Action.DISLIKE),
        (Key.Key_S, Action.SAVE),
        (Key.Key_G, Action.GOING),
        (Key.Key_H, Action.HIDE),
    ],
)
@pytest.mark.parametrize("undo", ["key", "shortcut", "toast"])
def test_every_action_has_a_key_and_an_exact_undo(  # noqa: PLR0917
    open_window, settle, city, key, action, undo
):
    window = open_window(city)
    view = window.pages.picks.view
    before = titles(view)
    rated = view.current().event.event_id
    QTest.keyClick(view, key)
    if action is Action.DISLIKE:
        # It asks why; the same key again gives no reason.
        QTest.keyClick(QApplication.focusWidget(), key)
    settle()
    assert city.history.actions() == {rated: {action}}
    if undo == "key":
        QTest.keyClick(view, Key.Key_U)
    elif undo == "shortcut":
        QTest.keyClick(view, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    else:
        window.toast.undo.click()
    settle()
    assert city.history.actions() == {}
    assert titles(view) == before
    assert all(not row.actions for row in view.events.rows)


def test_the_card_that_follows_is_chosen_when_one_is_hidden(open_window, settle, city):
    window = open_window(city)
    view = window.pages.picks.view
    QTest.keyClick(view, Key.Key_Down)
    after = titles(view)[2]
    QTest.keyClick(view, Key.Key_H)
    settle()
    assert chosen(view) == after
    assert window.detail.title.text() == after


def test_the_same_key_again_takes_it_back_however_long_ago(open_window, settle, city):
    window = open_window(city)
    view = window.pages.picks.view
    first = view.current().event
    QTest.keyClick(view, Key.Key_S)
    settle()
    QTest.keyClick(view, Key.Key_G)
    settle()
    assert city.history.actions() == {first.event_id: {Action.SAVE, Action.GOING}}
    QTest.keyClick(view, Key.Key_S)
    settle()
    assert city.history.actions() == {first.event_id: {Action.GOING}}
    assert view.current().actions == {Action.GOING}
    assert "No longer saved" in window.toast.text.text()
    QTest.keyClick(view, Key.Key_U)
    settle()
    assert city.history.actions() == {first.event_id: {Action.SAVE, Action.GOING}}
    assert view.current().actions == {Action.SAVE, Action.GOING}


def test_nothing_to_undo_is_a_quiet_line(open_window, settle, city):
    window = open_window(city)
    QTest.keyClick(window.pages.picks.view, Key.Key_U)
    settle()
    assert window.toast.text.text() == "There is nothing to undo."
    assert not window.banner.isVisible()


def test_the_buttons_on_a_card_act_without_choosing_it(open_window, settle, city):
    window = open_window(city)
    view = window.pages.picks.view
    index = view.events.index(1)
    rated = view.events.card(index).event.event_id
    at = places(view.visualRect(index)).buttons[CARD_ACTIONS.index(Action.SAVE)].center()
    QTest.mouseMove(view.viewport(), at)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    settle()
    assert city.history.actions() == {rated: {Action.SAVE}}
    assert view.currentIndex().row() == 0


def test_the_buttons_of_the_details_act_and_show_what_is_stored(open_window, settle, city):
    window = open_window(city)
    window.detail.buttons[Action.GOING].click()
    settle()
    assert window.detail.buttons[Action.GOING].isChecked()
    assert set(city.history.actions().values()) == {frozenset({Action.GOING})}


def test_a_rating_that_fails_is_taken_back_on_the_card(open_window, settle, city):
    window = open_window(city)
    city.failing["rate"] = RuntimeError("disk on fire at /home/anna")
    QTest.keyClick(window.pages.picks.view, Key.Key_L)
    settle()
    assert not window.pages.picks.view.current().actions
    assert not window.detail.buttons[Action.LIKE].isChecked()
    assert window.banner.isVisible()
    assert window.banner.text.text() == UNEXPECTED
    window.banner.copy.click()
    copied = QApplication.clipboard().text()
    assert copied.startswith("RuntimeError")
    assert "anna" not in copied


def test_the_list_keeps_its_scroll_when_the_order_changes(open_window, settle, city):
    window = open_window(city)
    view = window.pages.picks.view
    view.verticalScrollBar().setValue(900)
    window.controller.feedback.note(view.events.rows[8].event, Action.DISLIKE)
    settle()
    assert view.verticalScrollBar().value() == 900


# Keyboard


def test_enter_opens_the_details_and_escape_comes_back(open_window, city):
    window = open_window(city)
    view = window.pages.picks.view
    view.setFocus()
    QTest.keyClick(view, Key.Key_Return)
    assert window.detail.buttons[Action.LIKE].hasFocus()
    QTest.keyClick(window.detail.buttons[Action.LIKE], Key.Key_Escape)
    assert view.hasFocus()


@pytest.mark.parametrize("key", ["Ctrl+K", "/"])
def test_a_key_leads_to_search_and_letters_there_are_letters(open_window, settle, city, key):
    window = open_window(city)
    modifier = Qt.KeyboardModifier.ControlModifier if "+" in key else Qt.KeyboardModifier(0)
    QTest.keyClick(window.pages.picks.view, key[-1], modifier)
    field = window.topbar.search
    assert field.hasFocus()
    QTest.keyClicks(field, "lnsghu/")
    assert field.text() == "lnsghu/"
    settle()
    assert city.history.ratings() == []


def test_every_page_has_a_key(open_window, settle, city):
    window = open_window(city)
    for at, entry in enumerate(ENTRIES):
        QTest.keyClick(window, Key(Key.Key_1 + at), Qt.KeyboardModifier.ControlModifier)
        settle()
        page = window.pages.named(entry.page)
        assert page.isVisible()
        assert window.pages.currentWidget() is page


def test_every_control_has_a_name_for_a_screen_reader(open_window, settle, city):
    window = open_window(city)
    for entry in ENTRIES:
        window.open_page(entry.page)
        settle()
    nameless = [
        button
        for button in window.findChildren(QAbstractButton)
        if not (button.accessibleName() or button.text())
        and not button.objectName().startswith("qt_")
        and type(button).__name__ not in {"QAbstractButton", "QLineEditIconButton", "QToolButton"}
    ]
    assert nameless == []


def test_tab_reaches_the_buttons_of_the_details(open_window, city):
    window = open_window(city)
    window.pages.picks.view.setFocus()
    reached = set()
    for _ in range(40):
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    assert set(window.detail.buttons.values()) <= reached
    assert {window.detail.calendar, window.detail.web, window.topbar.search} <= reached


# Narrow windows


def test_a_narrow_window_shows_list_or_details(open_window, settle, city):
    window = open_window(city, width=800)
    assert not window.detail.isVisible()
    QTest.keyClick(window.pages.picks.view, Key.Key_Return)
    assert window.detail.isVisible()
    assert not window.pages.isVisible()
    assert window.detail.back.hasFocus()
    QTest.keyClick(window, Key.Key_S)
    settle()
    assert len(city.history.ratings()) == 1
    QTest.keyClick(window, Key.Key_Escape)
    assert window.pages.picks.view.isVisible()
    assert window.pages.picks.view.hasFocus()
    window.resize(1280, 800)
    assert window.detail.isVisible()
    assert window.pages.isVisible()


def test_a_wide_window_gives_its_room_to_the_list(open_window, settle, qtbot, city):
    window = open_window(city, width=2400)
    settle()
    assert window.detail.width() == WIDEST
    window.resize(800, 800)
    QTest.keyClick(window.pages.picks.view, Key.Key_Return)
    qtbot.waitUntil(lambda: window.detail.width() > WIDEST)


def test_health_is_said_in_plain_words_and_a_home_is_forgotten_aloud(open_window, settle, city):
    window = open_window(city)
    window.open_page("privacy")
    settle()
    said = [one.text() for one in window.pages.privacy.findChildren(QLabel)]
    assert "Understanding: It answers." in said
    window.pages.privacy.set_home(None)
    settle()
    assert "forgotten" in window.toast.text.text()


def test_home_is_told_by_a_venue_near_it(open_window, settle, city):
    there = next(one for one in city.stored if one.place and one.venue)
    city.home_place = there.place
    window = open_window(city)
    window.open_page("privacy")
    settle()
    privacy = window.pages.privacy
    assert privacy.home.text() == f"Near {there.venue}"
    privacy.set_home(Place(-45.0, 170.0))
    settle()
    assert privacy.home.text() == "-45.0000, 170.0000"
    privacy.forget.click()
    settle()
    assert privacy.home.text() == "Not set"
    assert privacy.forget.isHidden()
