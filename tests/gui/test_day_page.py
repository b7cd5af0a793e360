"""A day's plan: stops, the way between them, and the calendar file."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from eventpal.recommend.plans import DayPlan, Stop
from eventpal.ui.cards import models
from eventpal.ui.cards.models import Card, Leg
from eventpal.ui.pages.day import day_names, duration, rows
from tests.gui.fake_app import NOW, make_event


def plan():
    first = make_event(0, start=NOW.replace(hour=12), end=NOW.replace(hour=13))
    second = make_event(1, start=NOW.replace(hour=15), end=NOW.replace(hour=16))
    return DayPlan(
        (
            Stop(first, 20, first.start, first.end),
            Stop(second, 0, second.start, second.end),
        ),
        "2 stops.",
    )


def cards(page):
    return [row for row in page.shown.rows if isinstance(row, Card)]


def deal(found):
    return models.cards(found, {}, None, {})


def test_a_plan_is_cards_with_the_way_to_each():
    made = rows(plan(), deal, "bike")
    assert [type(one) for one in made] == [Leg, Card, Leg, Card]
    assert made[0].text == "20 min by bicycle, leave home at 11:40"
    assert made[0].icon == "bike"
    # Without a place the way is unknown, but not the time.
    assert (made[2].icon, made[2].text) == ("time", "2 h to spare")


def test_minutes_are_said_as_a_person_would():
    assert [duration(one) for one in (0, 45, 60, 80)] == ["0 min", "45 min", "1 h", "1 h 20 min"]


def test_the_week_begins_today():
    assert day_names(NOW.date())[:3] == ["Today", "Tomorrow", "Sun 29"]


def test_the_page_plans_the_next_saturday_and_any_other_day(open_window, settle, city):
    window = open_window(city)
    window.open_page("day")
    settle()
    page = window.pages.day
    saturday = NOW.date() + timedelta(days=1)
    assert ("plan_day", saturday) in city.calls
    assert page.note.text() == f"{len(cards(page))} stops."
    assert window.detail.isVisible()
    assert window.detail.title.text() == cards(page)[0].event.title
    QTest.mouseClick(page.chips.findChildren(type(page.export))[0], Qt.MouseButton.LeftButton)
    settle()
    assert ("plan_day", NOW.date()) in city.calls


def test_an_empty_day_says_where_to_look(open_window, settle, city):
    window = open_window(city)
    city.stored.clear()
    window.open_page("day")
    settle()
    assert window.pages.day.empty.isVisible()
    assert "Look at another day" in window.pages.day.empty.text.text()
    assert not window.pages.day.note.isVisible()


def test_the_plan_goes_to_a_calendar_file(open_window, settle, city):
    window = open_window(city)
    window.open_page("day")
    settle()
    given = []
    window.pages.day.exporting.connect(lambda choose, name: given.append((choose(), name)))
    window.pages.exporting.disconnect()
    window.pages.day.export.click()
    events, name = given[0]
    assert [one.start.date() for one in events] == [NOW.date() + timedelta(days=1)] * len(events)
    assert name.startswith("Day plan")
