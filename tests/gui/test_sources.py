from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from eventpal.errors import FetchError
from eventpal.ui.dialogs import AddSource, Confirm
from tests.gui.fake_app import FakeApp, make_event, make_source, with_problems
from tests.gui.looking import titles

Key = Qt.Key


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
    assert [call for call in city.calls if call[0] == "refresh"] == [("refresh",)]


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
    window.open_page("agenda")
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
    window.open_page("agenda")
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
    window.open_page("sources")
    settle()
    rows = window.pages.sources.view.rows
    spoken = [
        rows.index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(rows.rowCount())
    ]
    assert "Old Town culture, Web feed · lists 40 events · read 2 hours ago, Works" in spoken
    assert any("Works, but for 14 problems" in one for one in spoken)
    assert any("gives a web page instead of a calendar" in one for one in spoken)
    assert any("Not read yet" in one for one in spoken)
    assert rows.rowCount(rows.index(2, 0)) == 14


def test_an_event_that_two_sources_list_is_counted_once(open_window, settle):
    sources = [make_source(1, events=20), make_source(2, events=15)]
    window = open_window(FakeApp(events=[make_event(at) for at in range(30)], sources=sources))
    window.open_page("sources")
    settle()
    page = window.pages.sources
    assert page.count.text() == "30 events from 2 sources"
    names = [button.accessibleName() for button in window.findChildren(QPushButton)]
    assert [name for name in names if name.startswith("Refresh")] == [
        "Refresh all sources (Ctrl+R)"
    ]
    assert not window.grab().isNull()


def test_one_source_is_refreshed_and_removed_by_key(open_window, settle):
    fake = FakeApp(events=[make_event(0)], sources=[make_source(1), make_source(2)])
    window = open_window(fake)
    window.open_page("sources")
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
    assert window.dropping.eventFilter(window, drop)
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
