"""Folders, pause, logins, offered feeds, and events put together from several sources."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QLineEdit

from eventpal.domain import Action, EventChange, Login, Problem, What
from eventpal.errors import FetchError, LoginNeeded
from eventpal.feeds.reading import Feed, FeedKind, LeadsToFeeds
from eventpal.ui.look.widgets import Button
from eventpal.ui.sources.dialogs import AskLogin, AskText, ChooseFeeds
from eventpal.ui.sources.health import health
from eventpal.ui.sources.view import Folder, Role, in_folders
from tests.gui.fake_app import NOW, FakeApp, make_event, make_source

PAGE = "https://town.example/"
FEEDS = (
    Feed("All events", "https://town.example/all.ics", FeedKind.CALENDAR),
    Feed("Children & parents", "https://town.example/kids.ics", FeedKind.CALENDAR),
    Feed("", "https://town.example/rss", FeedKind.FEED, linked=False),
)


def shown_dialog(window, kind):
    return next(one for one in window.findChildren(kind) if one.isVisible())


def entry(menu, text):
    for action in menu.actions():
        if action.text() == text:
            return action
        if action.menu() is not None:
            inside = next((one for one in action.menu().actions() if one.text() == text), None)
            if inside is not None:
                return inside
    raise AssertionError(f"no {text} in {[action.text() for action in menu.actions()]}")


# Folders and what the person decides


def test_sources_stand_under_their_folders_and_the_rest_comes_last():
    sources = [
        make_source(1),
        make_source(2, folder="b"),
        make_source(3, folder="A"),
        make_source(4, folder="b"),
    ]
    rows = [row.name if isinstance(row, Folder) else row.id for row in in_folders(sources)]
    assert rows == ["A", 3, "b", 2, 4, "", 1]
    assert in_folders(sources[:1]) == sources[:1]


def test_the_page_keeps_what_is_chosen_under_headings(open_window, settle):
    fake = FakeApp(sources=[make_source(1), make_source(2, folder="Old Town")])
    window = open_window(fake)
    window.open_page("sources")
    settle()
    view = window.pages.sources.view
    values = [view.rows.item(at).data(Role.VALUE) for at in range(view.rows.rowCount())]
    assert [type(one).__name__ for one in values] == ["Folder", "Source", "Folder", "Source"]
    assert view.current().id == 2
    view.setCurrentIndex(view.rows.index(3, 0))
    window.controller.sources.manage(view.current(), folder="Old Town")
    settle()
    assert view.rows.rowCount() == 3
    assert view.current().id == 1
    heading = view.rows.index(0, 0)
    assert not heading.flags() & Qt.ItemFlag.ItemIsSelectable
    assert not window.grab().isNull()


def test_the_menu_does_what_it_says(open_window, settle):
    fake = FakeApp(sources=[make_source(1, login="me"), make_source(2, folder="Old Town")])
    window = open_window(fake)
    window.open_page("sources")
    settle()
    errands = window.pages.sources._errands
    removed = []

    def choose(text):
        menu = errands.menu(fake.source_list[0], ["Old Town"], lambda: removed.append(1))
        entry(menu, text).trigger()
        settle()

    choose("Pause")
    assert fake.source_list[0].paused
    assert health(fake.source_list[0], NOW).text.startswith("Paused")
    choose("Go on reading it")
    assert not fake.source_list[0].paused
    choose("Show its pictures")
    assert fake.source_list[0].pictures
    choose("Old Town")
    assert fake.source_list[0].folder == "Old Town"
    choose("None")
    assert fake.source_list[0].folder == ""
    choose("Test")
    assert ("try_out", fake.source_list[0].location) in fake.calls
    assert window.toast.text.text() == "It works, and lists 6 events."
    choose("Forget its password")
    assert ("set_login", 1, None) in fake.calls
    choose("Remove…")
    assert removed == [1]


def test_a_source_is_renamed_and_put_into_a_new_folder(open_window, settle):
    fake = FakeApp(sources=[make_source(1)])
    window = open_window(fake)
    window.open_page("sources")
    settle()
    errands = window.pages.sources._errands
    for ask, typed in ((errands.rename, "My town"), (errands.new_folder, " Culture ")):
        ask(fake.source_list[0])
        dialog = shown_dialog(window, AskText)
        dialog.line.setText(typed)
        dialog.go.click()
        settle()
    assert (fake.source_list[0].title, fake.source_list[0].folder) == ("My town", "Culture")


def test_a_whole_folder_is_paused_and_renamed(open_window, settle):
    fake = FakeApp(sources=[make_source(1, folder="a"), make_source(2, folder="a")])
    window = open_window(fake)
    window.open_page("sources")
    settle()
    errands = window.pages.sources._errands
    folder = Folder("a", tuple(fake.source_list))
    entry(errands.folder_menu(folder), "Pause").trigger()
    settle()
    assert all(one.paused for one in fake.source_list)
    errands.rename_folder(folder)
    dialog = shown_dialog(window, AskText)
    dialog.line.setText("b")
    dialog.go.click()
    settle()
    assert {one.folder for one in fake.source_list} == {"b"}


def test_a_source_that_fails_says_since_when():
    failing = make_source(
        1,
        failing_since=NOW - timedelta(days=3, hours=2),
        problems=(Problem("town.example", "It is a web page and not a calendar."),),
    )
    assert health(failing, NOW).text == "Not read for 3 days: It is a web page and not a calendar."
    assert health(failing, NOW - timedelta(days=3)).text.startswith("Not read for 2 hours")


# Adding


def test_the_feeds_of_a_page_are_offered_and_the_chosen_ones_are_added(open_window, settle):
    fake = FakeApp()
    window = open_window(fake)
    fake.failing["add_sources"] = LeadsToFeeds("It is a web page.", FEEDS)
    window.controller.add([PAGE])
    settle()
    dialog = shown_dialog(window, ChooseFeeds)
    assert [box.text() for box in dialog.boxes.values()] == [
        "All events",
        "Children && parents",
        "News feed",
    ]
    assert dialog.chosen == ["https://town.example/all.ics"]  # the likeliest one
    dialog.boxes["https://town.example/kids.ics"].setChecked(True)
    del fake.failing["add_sources"]
    dialog.go.click()
    settle()
    assert [one.location for one in fake.source_list] == [one.address for one in FEEDS[:2]]
    assert not window.banner.isVisible()


def test_a_page_whose_events_were_added_offers_its_feeds_without_pressing(open_window, settle):
    window = open_window(FakeApp())
    window.source_errands.choose_feeds(FEEDS, True)
    dialog = shown_dialog(window, ChooseFeeds)
    assert dialog.chosen == []
    assert not dialog.go.isEnabled()
    dialog.reject()


def test_a_source_that_asks_for_a_password_is_added_once_it_is_given(open_window, settle):
    fake = FakeApp()
    window = open_window(fake)
    fake.failing["add_sources"] = LoginNeeded("It asks for a name and password.")
    window.controller.add([PAGE])
    settle()
    dialog = shown_dialog(window, AskLogin)
    assert dialog.password.echoMode() is QLineEdit.EchoMode.Password
    assert not dialog.go.isEnabled()
    dialog.name.setText("me")
    dialog.password.setText("s3cret")
    del fake.failing["add_sources"]
    dialog.go.click()
    settle()
    assert ("add_sources", PAGE, Login("me", "s3cret")) in fake.calls
    assert len(fake.source_list) == 1


def test_a_wrong_password_is_a_sentence_and_asks_no_second_time(open_window, settle):
    fake = FakeApp()
    window = open_window(fake)
    fake.failing["add_sources"] = LoginNeeded("It doesn't accept this name and password.")
    window.controller.sources.add_with_login(PAGE, Login("me", "wrong"))
    settle()
    assert window.banner.text.text() == "It doesn't accept this name and password."
    assert not any(one.isVisible() for one in window.findChildren(QDialog))


def test_another_failure_asks_nothing(open_window, settle):
    fake = FakeApp()
    window = open_window(fake)
    fake.failing["add_sources"] = FetchError("It does not answer.")
    window.controller.add([PAGE])
    settle()
    assert window.banner.text.text() == "It does not answer."
    assert not any(one.isVisible() for one in window.findChildren(QDialog))


# What was put together, and what changed


@pytest.fixture
def joined(city):
    """The first event is listed twice."""
    first = city.stored[0]
    other = make_event(90, title="LATE JAZZ (live)", url="https://culture.example/x")
    city.source_list = [make_source(1), make_source(2, title="Old Town culture")]
    city.listed = {first.event_id: [(first, 1), (other, 2)]}
    return city, first, other


def test_an_event_shows_its_listings_and_one_is_taken_out_and_put_back(
    open_window, settle, joined, monkeypatch
):
    city, first, other = joined
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: True)
    window = open_window(city)
    window.pages.picks.chips.choose(1)
    settle()
    window.pages.picks.shown.choose(first.id)
    settle()
    origins = window.detail.origins
    assert origins.text.text() == "Put together from 2 listings:"
    opened = []
    origins.opening.connect(opened.append)
    buttons = {one.accessibleName(): one for one in origins.findChildren(Button)}
    buttons["Open culture.example: LATE JAZZ (live)"].click()
    assert opened == ["https://culture.example/x"]
    assert f"Another event: {first.title}" not in buttons  # it is the event itself
    buttons["Another event: LATE JAZZ (live)"].click()
    settle()
    assert ("split", other.event_id) in city.calls
    assert window.toast.text.text() == "“LATE JAZZ (live)” is an event of its own now."
    assert any(row.key == other.id for row in window.pages.picks.shown.rows)
    window.controller.undo()
    settle()
    assert ("join", other.event_id, first.event_id) in city.calls


def test_an_event_from_one_source_names_it_in_one_line(open_window, settle, city):
    window = open_window(city)
    settle()
    assert window.detail.origins.text.text() == "From Calendar 1"


def test_what_changed_about_a_saved_event_stands_on_its_card_and_beside_it(
    open_window, settle, city
):
    first = city.stored[0]
    city.rate(first.id, Action.SAVE)
    city.changes.planned = {
        first.event_id: (
            EventChange(
                event_id=first.event_id,
                at=NOW,
                title=first.title,
                what=What.PLACE,
                before="Red Barn",
                after="Blue Door",
            ),
        )
    }
    window = open_window(city)
    window.pages.picks.shown.choose(first.id)
    settle()
    assert window.detail.news.isVisibleTo(window.detail)
    assert window.detail.news.text.text() == "Now at Blue Door instead of Red Barn."
    card = next(row for row in window.pages.picks.shown.rows if row.key == first.id)
    assert [one.what for one in card.news] == [What.PLACE]
    window.pages.picks.shown.choose(city.stored[1].id)
    settle()
    assert not window.detail.news.isVisibleTo(window.detail)
