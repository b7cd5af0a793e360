import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from eventpal.domain import Action
from eventpal.errors import EngineError, FetchError
from eventpal.ui.card_delegate import CARD_ACTIONS, places
from eventpal.ui.dialogs import AddSource, Confirm
from eventpal.ui.models import Card
from eventpal.ui.tasks import UNEXPECTED
from tests.gui.fake_app import FakeApp, awkward_events, make_event, make_source, with_problems

Key = Qt.Key


def titles(view):
    return [row.event.title for row in view.events.rows if isinstance(row, Card)]


def chosen(view):
    return view.current().event.title


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
    window.controller.act(view.events.rows[8].event, Action.DISLIKE)
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
    for at, page in enumerate(
        [
            window.pages.picks,
            window.pages.agenda,
            window.pages.saved,
            window.pages.sources,
            window.pages.privacy,
        ]
    ):
        QTest.keyClick(window, Key(Key.Key_1 + at), Qt.KeyboardModifier.ControlModifier)
        settle()
        assert page.isVisible()
        assert window.pages.currentWidget() is page


def test_every_control_has_a_name_for_a_screen_reader(open_window, settle, city):
    window = open_window(city)
    for at in range(5):
        window.open_page(at)
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


# Search


def test_search_answers_while_typing_and_escape_goes_back(open_window, settle, qtbot, city):
    window = open_window(city)
    field = window.topbar.search
    field.setFocus()
    QTest.keyClicks(field, "market")
    qtbot.waitUntil(lambda: bool(window.pages.found.view.events.rows))
    settle()
    assert window.pages.currentWidget() is window.pages.found
    assert all("market" in title for title in titles(window.pages.found.view))
    assert [call for call in city.calls if call[0] == "search"] == [("search", "market")]
    QTest.keyClick(field, Key.Key_Down)
    assert window.pages.found.view.hasFocus()
    QTest.keyClick(window.pages.found.view, Key.Key_Escape)
    assert window.pages.currentWidget() is window.pages.picks
    assert field.text() == ""


def test_a_search_that_finds_nothing_says_so(open_window, settle, qtbot, city):
    window = open_window(city)
    window.topbar.search.setText("xylophone")
    QTest.keyClick(window.topbar.search, Key.Key_Return)
    settle()
    assert window.pages.found.empty.isVisible()
    assert "xylophone" in window.pages.found.empty.text.text()


def test_search_works_while_sources_are_read(open_window, qtbot, city):
    window = open_window(city)
    city.gate.clear()
    window.controller.refresh()
    qtbot.waitUntil(window.activity.isVisible)
    window.search("jazz")
    qtbot.waitUntil(lambda: bool(window.pages.found.view.events.rows))
    assert window.activity.isVisible()
    city.gate.set()
    qtbot.waitUntil(lambda: not window.activity.isVisible())


# Empty and broken


def test_without_sources_the_window_welcomes_and_offers_the_sample_city(open_window, settle):
    fake = FakeApp()
    window = open_window(fake)
    assert window.pages.picks.welcome.isVisible()
    assert not window.detail.isVisible()
    window.pages.picks.welcome.buttons[0].click()
    settle()
    assert ("add_sample_city",) in fake.calls
    assert len(titles(window.pages.picks.view)) == 6
    assert window.detail.isVisible()
    assert window.toast.text.text() == "6 new events."


def test_every_page_of_cards_has_an_empty_state(open_window, settle):
    window = open_window(FakeApp(sources=[make_source(1)]))
    for at, page in enumerate([window.pages.picks, window.pages.agenda, window.pages.saved]):
        window.open_page(at)
        settle()
        assert page.empty.isVisible()
        assert page.empty.text.text()


def test_without_sources_the_sources_page_says_what_one_is(open_window, settle):
    window = open_window(FakeApp())
    window.open_page(3)
    settle()
    assert window.pages.sources.empty.isVisible()


def test_picks_that_cannot_be_ranked_say_why(open_window, settle, city):
    city.failing["picks"] = EngineError("The engine cannot answer; restart EventPal.")
    window = open_window(city)
    assert window.pages.picks.empty.isVisible()
    assert window.banner.text.text() == "The engine cannot answer; restart EventPal."
    assert not window.banner.copy.isVisible()
    QTest.keyClick(window, Key.Key_Escape)
    assert not window.banner.isVisible()


def test_events_that_break_a_layout_are_shown(open_window, settle):
    window = open_window(FakeApp(events=awkward_events(), sources=with_problems()))
    for card in list(window.pages.picks.view.events.rows):
        window.pages.picks.view.choose(card.key)
        settle()
        assert window.detail.title.text() == card.event.title
        assert not window.grab().isNull()
    assert window.banner.isHidden()


def test_a_long_description_is_folded_until_asked_for(open_window, settle):
    fake = FakeApp(events=[make_event(0, description="word " * 4000)], sources=[make_source(1)])
    window = open_window(fake)
    assert len(window.detail.description.text()) < 5000
    window.detail.more.click()
    assert len(window.detail.description.text()) == 20_000
    assert not window.detail.more.isVisible()


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


# Work


def test_a_refresh_can_be_stopped(open_window, settle, qtbot, city):
    city.source_list = [make_source(1), make_source(2), make_source(3)]
    window = open_window(city)
    city.gate.clear()
    window.topbar.refresh.click()
    qtbot.waitUntil(window.activity.isVisible)
    window.activity.stop.click()
    city.gate.set()
    settle()
    assert not window.activity.isVisible()
    assert window.toast.text.text() == "Stopped. What was finished is kept."
    assert [call for call in city.calls if call[0] == "refresh"] == [("refresh", 1)]


def test_progress_is_shown(open_window, settle, qtbot):
    fake = FakeApp()
    window = open_window(fake)
    fake.gate.clear()
    window.controller.add(["https://example.org/a.ics"])
    qtbot.waitUntil(
        lambda: "0 of 6" in window.activity.text.text() or window.activity.bar.maximum() == 6
    )
    assert window.activity.text.text().startswith("Reading https://example.org/a.ics")
    fake.gate.set()
    settle()
    assert not window.activity.isVisible()
    assert len(titles(window.pages.picks.view)) == 6


def test_events_show_while_more_are_read(open_window, settle, qtbot):
    fake = FakeApp(sources=[make_source(1)])
    window = open_window(fake)
    fake.gate.clear()
    window.controller.add(["https://example.org/a.ics"])
    window.open_page(1)
    qtbot.waitUntil(lambda: window.pages.agenda.empty.title.text() == "Reading your sources")
    fake.stored += [make_event(40), make_event(41)]
    window.controller._look.setInterval(20)
    window.pages.agenda.chips.choose(4)
    qtbot.waitUntil(lambda: len(titles(window.pages.agenda.view)) == 2)
    assert window.activity.isVisible()
    fake.gate.set()
    settle()
    assert not window.controller.reading
    assert not window.controller._look.isActive()


def test_a_list_that_is_cut_off_says_so(open_window, settle, city):
    city.stored = [make_event(at) for at in range(2100)]
    window = open_window(city)
    window.open_page(1)
    settle()
    window.pages.agenda.chips.choose(4)
    settle()
    assert window.pages.agenda.count.text() == "the first 2,000 events"


def test_what_moves_is_shown_rather_than_what_waits(open_window, settle, qtbot, city):
    window = open_window(city)
    city.gate.clear()
    window.controller.add(["https://example.org/a.ics"])
    window.controller.refresh()
    qtbot.waitUntil(lambda: "Reading https://example.org/a.ics" in window.activity.text.text())
    assert "and 1 more" in window.activity.text.text()
    city.gate.set()
    settle()


def test_a_source_that_cannot_be_added_says_why_and_the_ones_before_it_stay(
    open_window, settle, city
):
    window = open_window(city)
    city.failing["add_sources"] = FetchError("example.org does not answer; check the address.")
    window.controller.add(["https://example.org/x"])
    settle()
    assert window.banner.text.text() == "example.org does not answer; check the address."
    assert len(titles(window.pages.picks.view)) == 30


# Sources


def test_sources_are_listed_with_their_health_and_problems(open_window, settle):
    window = open_window(FakeApp(sources=with_problems()))
    window.open_page(3)
    settle()
    rows = window.pages.sources.view.rows
    spoken = [
        rows.index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(rows.rowCount())
    ]
    assert "Old Town culture, Web feed · 40 events · read 2 hours ago, Works" in spoken
    assert any("Works, but for 14 problems" in one for one in spoken)
    assert any("gives a web page instead of a calendar" in one for one in spoken)
    assert any("Not read yet" in one for one in spoken)
    assert rows.rowCount(rows.index(2, 0)) == 14
    assert not window.grab().isNull()


def test_one_source_is_refreshed_and_removed_by_key(open_window, settle):
    fake = FakeApp(events=[make_event(0)], sources=[make_source(1), make_source(2)])
    window = open_window(fake)
    window.open_page(3)
    settle()
    view = window.pages.sources.view
    view.setFocus()
    QTest.keyClick(view, Key.Key_F5)
    settle()
    assert ("refresh", 1) in fake.calls
    QTest.keyClick(view, Key.Key_Delete)
    asked = window.findChild(Confirm)
    assert "Calendar 1" in asked.windowTitle() or asked.isVisible()
    assert asked.keep.isDefault()
    asked.keep.click()
    settle()
    assert len(fake.source_list) == 2
    QTest.keyClick(view, Key.Key_Delete)
    next(one for one in window.findChildren(Confirm) if one.isVisible()).go.click()
    settle()
    assert [one.id for one in fake.source_list] == [2]
    assert view.rows.rowCount() == 1


def test_a_pasted_address_is_added(open_window, settle):
    fake = FakeApp()
    window = open_window(fake)
    window.topbar.add.click()
    asked = window.findChild(AddSource)
    assert not asked.add.isEnabled()
    asked.address.setText("  webcal://example.org/a.ics ")
    asked.add.click()
    settle()
    assert ("add_sources", "webcal://example.org/a.ics") in fake.calls


def test_what_is_dropped_on_the_window_is_added(open_window, settle, tmp_path):
    fake = FakeApp()
    window = open_window(fake)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path)), QUrl("https://example.org/feed")])
    drop = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(drop)
    settle()
    assert ("add_sources", str(tmp_path)) in fake.calls
    assert ("add_sources", "https://example.org/feed") in fake.calls


def test_the_browser_opens_web_pages_only_on_a_click(open_window, settle, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    events = [make_event(0), make_event(1, url="javascript:alert(1)")]
    window = open_window(FakeApp(events=events, sources=[make_source(1)]))
    assert window.detail.web.text().strip() == "Open example.org"
    assert opened == []
    window.detail.web.click()
    assert opened == ["https://www.example.org/0"]
    window.pages.picks.view.choose(events[1].id)
    settle()
    assert not window.detail.web.isVisible()


# Agenda, saved, export


def test_the_agenda_is_by_day_and_its_span_can_be_chosen(open_window, settle, city):
    window = open_window(city)
    window.open_page(1)
    settle()
    week = len(titles(window.pages.agenda.view))
    headings = [
        row.text for row in window.pages.agenda.view.events.rows if not isinstance(row, Card)
    ]
    assert headings[:2] == ["Today · Friday 27 November", "Tomorrow · Saturday 28 November"]
    window.pages.agenda.chips.findChildren(QAbstractButton)[1].click()
    settle()
    assert titles(window.pages.agenda.view) == ["Late jazz at the Blue Door"]
    assert week > 1


def test_saved_events_are_on_their_page(open_window, settle, city):
    window = open_window(city)
    QTest.keyClick(window.pages.picks.view, Key.Key_S)
    settle()
    window.open_page(2)
    settle()
    assert titles(window.pages.saved.view) == ["Late jazz at the Blue Door"]


def test_events_are_exported_off_the_windows_thread(open_window, settle, city, tmp_path):
    window = open_window(city)
    window.controller.export(tmp_path / "x.ics", lambda: [make_event(0), make_event(1)])
    settle()
    assert [event.title for event in city.exported] == [make_event(0).title, make_event(1).title]
    assert window.toast.text.text() == "2 events written to x.ics."


def test_a_point_beside_the_cards_is_nobodys(open_window, city):
    window = open_window(city)
    window.pages.picks.view.clearSelection()
    QTest.mouseClick(
        window.pages.picks.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(2, 2)
    )
    assert city.history.ratings() == []
