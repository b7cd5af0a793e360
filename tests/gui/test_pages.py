from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from eventpal.errors import EngineError
from eventpal.ui.cards.models import Card
from tests.gui.fake_app import FakeApp, awkward_events, make_event, make_source, with_problems
from tests.gui.looking import titles

Key = Qt.Key


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
    for name in ("picks", "agenda", "saved"):
        window.open_page(name)
        page = window.pages.named(name)
        settle()
        assert page.empty.isVisible()
        assert page.empty.text.text()


def test_without_sources_the_sources_page_says_what_one_is(open_window, settle):
    window = open_window(FakeApp())
    window.open_page("sources")
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
        inside = window.detail.title.parentWidget()
        assert inside.width() <= window.detail.width()
    assert window.banner.isHidden()


def test_a_long_description_is_folded_until_asked_for(open_window, settle):
    fake = FakeApp(events=[make_event(0, description="word " * 4000)], sources=[make_source(1)])
    window = open_window(fake)
    assert len(window.detail.description.text()) < 5000
    window.detail.more.click()
    assert len(window.detail.description.text()) == 20_000
    assert not window.detail.more.isVisible()


# Agenda, saved, export


def test_the_agenda_is_by_day_and_its_span_can_be_chosen(open_window, settle, city):
    window = open_window(city)
    window.open_page("agenda")
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
    window.open_page("saved")
    settle()
    assert titles(window.pages.saved.view) == ["Late jazz at the Blue Door"]


def test_events_are_exported_off_the_windows_thread(open_window, settle, city, tmp_path):
    window = open_window(city)
    window.controller.calendars.export(tmp_path / "x.ics", lambda: [make_event(0), make_event(1)])
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
