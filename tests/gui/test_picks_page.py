"""Shelves, the slider, and what was held back."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from eventpal.domain import Action
from eventpal.ui.cards.models import Card, Heading
from eventpal.ui.pages.held_back import groups, summary
from tests.gui.fake_app import FakeApp, make_event, make_source
from tests.gui.looking import titles

Key = Qt.Key


@dataclass(frozen=True)
class Held:
    event: object
    why: str
    cause: str


def shelf_titles(view):
    return [shelf.title.text() for shelf in view._shelves]


def test_highlights_are_shelves_and_the_first_tile_is_in_the_details(open_window, city):
    window = open_window(city, highlights=True)
    picks = window.pages.picks
    assert picks.shown is picks.shelves
    assert shelf_titles(picks.shelves) == ["Tonight", "This weekend"]
    assert window.detail.isVisible()
    assert window.detail.title.text() == picks.shelves.current().event.title
    assert picks.count.text() == "14 events"


def test_arrows_go_along_a_shelf_and_from_shelf_to_shelf(open_window, city):
    window = open_window(city, highlights=True)
    shelves = window.pages.picks.shelves
    first, second = (shelf.strip for shelf in shelves._shelves)
    window.pages.picks.take_focus()
    assert first.hasFocus()
    QTest.keyClick(first, Key.Key_Right)
    QTest.keyClick(first, Key.Key_Down)
    assert second.hasFocus()
    assert first.current() is None
    assert shelves.current() == second.rows[1]
    assert window.detail.title.text() == second.rows[1].event.title
    QTest.keyClick(second, Key.Key_Up)
    assert shelves.current() == first.rows[1]


def test_a_tile_acts_by_key_and_by_its_button_and_shows_it(open_window, settle, city):
    window = open_window(city, highlights=True)
    strip = window.pages.picks.shelves._shelves[1].strip
    strip.setFocus()
    rated = strip.rows[0].event.event_id
    area = strip.visualRect(strip.events.index(0))
    button = strip.painter_of_cards.buttons(area)[2].center()
    QTest.mouseMove(strip.viewport(), button)
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=button)
    settle()
    assert city.history.actions() == {rated: {Action.SAVE}}
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 140))
    QTest.keyClick(strip, Key.Key_G)
    settle()
    assert city.history.actions() == {rated: {Action.SAVE, Action.GOING}}
    assert rated in {row.event.event_id for row in strip.rows if Action.GOING in row.actions}


def test_without_shelves_what_is_coming_stands_on_one(open_window, city):
    city.shelves = lambda *, breadth: []
    window = open_window(city, highlights=True)
    assert shelf_titles(window.pages.picks.shelves) == ["Coming up"]


def test_an_empty_list_of_picks_says_so_in_both_forms(open_window, settle):
    window = open_window(FakeApp(sources=[make_source(1)]), highlights=True)
    assert window.pages.picks.empty.isVisible()
    window.pages.picks.chips.choose(1)
    settle()
    assert window.pages.picks.empty.isVisible()


def test_the_slider_is_kept_and_asks_for_another_mix(open_window, settle, city, qtbot):
    window = open_window(city, highlights=True)
    settle()
    slider = window.pages.picks.breadth.slider
    assert slider.value() == 2
    QTest.keyClick(slider, Key.Key_Right)
    QTest.keyClick(slider, Key.Key_Right)
    qtbot.waitUntil(lambda: ("shelves", 1.0) in city.calls)
    settle()
    assert slider.value() == 4
    assert ("shelves", 0.75) not in city.calls  # only where it rests
    again = open_window(city, highlights=True)
    settle()
    assert again.pages.picks.breadth.value == 1.0


def test_what_was_held_back_is_one_line_and_one_click(open_window, settle, city):
    city.guide.hold((4, "You are busy then"), (2, "Costs over 20"))
    window = open_window(city)
    picks, before = window.pages.picks, titles(window.pages.picks.view)
    settle()
    line = picks.held_back
    assert line.text.text() == "6 hidden: you are busy then (4), costs over 20 (2)"
    line.button.click()
    settle()
    rows = picks.view.rows
    headings = [row.text for row in rows if isinstance(row, Heading)]
    assert headings == ["You are busy then", "Costs over 20"]
    first = next(row for row in rows if isinstance(row, Card))
    assert first.reason == "You are busy then, at 0"
    assert window.detail.isVisible()
    line.button.click()
    settle()
    assert titles(picks.view) == before
    line.button.click()
    settle()
    picks.chips.choose(1)
    settle()
    assert not line.button.isChecked()
    assert titles(picks.view) == before


def test_nothing_held_back_is_no_line(open_window, settle, city):
    window = open_window(city)
    settle()
    assert window.pages.picks.held_back is None


def test_many_causes_are_counted_in_few_words():
    held = [Held(make_event(0), "x", cause) for cause in "aaabbcd"]
    assert summary(held) == "7 hidden: a (3), b (2), c (1), other reasons (1)"
    assert [len(group.held) for group in groups(held)] == [3, 2, 1, 1]


@pytest.mark.parametrize("width", [640, 800, 1600])
def test_everything_above_the_list_fits(open_window, settle, city, width):
    city.guide.hold((1, "You wrote “no clubs and nothing that begins after nine in the evening”"))
    window = open_window(city, width=width, highlights=True)
    settle()
    picks = window.pages.picks
    for part in (picks.chips, picks.breadth, picks.held_back.button, picks.export):
        right = part.mapTo(picks, QPoint(part.width(), 0)).x()
        assert right <= picks.width(), part


def test_what_is_shown_and_opened_is_noted_for_the_ranking(open_window, settle, city):
    window = open_window(city)
    settle()
    shown = [row.event.id for row in window.pages.picks.rows]
    assert city.seen == shown[:12]
    window.pages.opened.emit(window.pages.picks.current())
    settle()
    assert city.experiment.looked_at == [window.pages.picks.current().event.id]
