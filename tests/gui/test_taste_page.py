"""My taste: lines, habits, what was learned, whether it helps, an experiment, and the reset."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from eventpal.domain import Action
from eventpal.errors import BadInput
from eventpal.recommend.honesty import Honesty
from eventpal.ui.dialogs import Confirm
from tests.gui.fake_taste import LEARNED

Key = Qt.Key


@pytest.fixture
def taste(open_window, settle, city):
    """The page, with one line in it."""
    city.profile.add("no clubs")
    window = open_window(city)
    window.open_page("taste")
    settle()
    return window.pages.taste


def lines(city):
    return [one.text for one in city.profile.lines()]


def shown(page):
    return [row.text.text() for row in page.profile.rows]


def test_lines_show_with_what_is_made_of_them(taste):
    assert shown(taste) == ["no clubs"]
    row = taste.profile.rows[0]
    said = {one.text() for one in row.findChildren(QLabel)}
    assert "EventPal looks for no clubs." in said


def test_a_line_is_added_by_enter_and_taken_back(taste, settle, city):
    QTest.keyClicks(taste.profile.field, "rarely Mondays")
    assert taste.profile.add.isEnabled()
    QTest.keyClick(taste.profile.field, Key.Key_Return)
    settle()
    assert shown(taste) == lines(city) == ["no clubs", "rarely Mondays"]
    assert taste.profile.field.text() == ""
    window = taste.window()
    assert "Noted: rarely Mondays" in window.toast.text.text()
    window.toast.undo.click()
    settle()
    assert shown(taste) == lines(city) == ["no clubs"]


def test_a_line_is_edited_in_place(taste, settle, city):
    row = taste.profile.rows[0]
    row.edit.click()
    assert row.field.hasFocus()
    assert row.field.selectedText() == "no clubs"
    QTest.keyClicks(row.field, "no clubs, please")
    QTest.keyClick(row.field, Key.Key_Escape)
    assert lines(city) == ["no clubs"]
    assert row.text.isVisible()
    QTest.mouseClick(row.text, Qt.MouseButton.LeftButton)
    QTest.keyClicks(row.field, "no loud clubs")
    QTest.keyClick(row.field, Key.Key_Return)
    settle()
    assert shown(taste) == lines(city) == ["no loud clubs"]


def test_a_line_is_removed_and_comes_back(taste, settle, city):
    taste.profile.rows[0].remove.click()
    settle()
    assert shown(taste) == []
    QTest.keyClick(taste.window(), Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert shown(taste) == ["no clubs"]


def test_undo_goes_back_through_lines_and_ratings_in_turn(taste, settle, city):
    window = taste.window()
    window.controller.feedback.note(city.stored[0], Action.LIKE)
    settle()
    window.controller.taste.add("up to 20 €")
    settle()
    window.controller.undo()
    settle()
    assert lines(city) == ["no clubs"]
    assert len(city.history.ratings()) == 1
    window.controller.undo()
    settle()
    assert city.history.ratings() == []


def test_a_line_that_is_refused_says_why_and_changes_nothing(taste, settle, city):
    def refuse(text, origin="person"):
        raise BadInput("A line needs some words.")

    city.profile.add = refuse
    taste.window().controller.taste.add("…")
    settle()
    assert taste.window().banner.text.text() == "A line needs some words."
    assert shown(taste) == ["no clubs"]


def test_habits_are_kept_at_once(taste, settle, city):
    habits = taste.habits
    for combo, at in (
        (habits.mode, 1),
        (habits.minutes, 3),
        (habits.budget, 5),
        (habits.company, 2),
    ):
        combo.setCurrentIndex(at)
        combo.activated.emit(at)
        settle()
    assert (city.travel.mode, city.travel.max_minutes) == ("bike", 20.0)
    assert (city.travel.budget, city.travel.company) == (20.0, "kids")


def test_habits_set_elsewhere_show_as_they_are(taste, settle, city):
    city.travel.budget, city.travel.max_minutes = 12.5, 25.0
    taste.habits.load()
    settle()
    assert taste.habits.budget.currentText() == "12.5 a ticket"
    assert taste.habits.minutes.currentText() == "25 minutes"


def test_learned_weights_are_a_plot_that_can_be_read_aloud(taste):
    spoken = taste.learned.plot.accessibleDescription()
    assert spoken.startswith(
        "Like what you chose: +1.10, between +0.70 and +1.50; for anyone +0.60"
    )
    assert taste.learned.plot.isVisible()
    assert not taste.learned.more.isVisible()
    taste.learned.show_weights([*LEARNED * 4])
    assert taste.learned.more.text() == "Show all 12"
    high = taste.learned.plot.sizeHint().height()
    taste.learned.more.click()
    assert taste.learned.plot.sizeHint().height() > high
    taste.learned.show_weights([])
    assert taste.learned.none.isVisible()
    assert not taste.learned.plot.isVisible()


def test_trying_things_out_is_a_choice_that_stays(taste, settle, city):
    box = taste.learned.explore
    assert not box.isChecked()
    box.click()
    settle()
    assert city.recommender.exploring is True
    box.click()
    settle()
    assert city.recommender.exploring is False
    city.recommender.exploring = True
    taste.learned.load()
    settle()
    assert box.isChecked()


def test_the_honesty_meter_gives_the_sentence_the_bar_and_the_figures(taste, settle, city):
    honesty = taste.honesty
    assert honesty.sentence.text() == "EventPal finds what you choose sooner."
    assert honesty.plot.accessibleName() == "Gain +0.19, between +0.08 and +0.30"
    assert "On 34 choices of yours" in honesty.figures.text()
    city.honesty = lambda progress: Honesty(4, 0.2, 0.1, 0.1, 0, 0.3, "Too little to say yet.")
    honesty.again.click()
    settle()
    assert honesty.sentence.text() == "Too little to say yet."
    assert not honesty.plot.isVisible()


def test_an_experiment_starts_shows_its_score_and_stops(taste, settle, city):
    card = taste.experiment
    assert not card.plot.isVisible()
    card.start.click()
    settle()
    assert city.experiment.running().first == "my taste"
    assert card.plot.accessibleName() == "9 to 4"
    assert card.state.text() == "Too close to call."
    assert "My taste 9 : 4 Soonest first" in card.counts.text()
    assert not card.start.isVisible()
    card.stop.click()
    settle()
    assert city.experiment.running() is None
    assert card.start.isVisible()
    assert card.state.isVisible()


def test_reset_asks_first_and_then_forgets_everything_shown(taste, settle, city):
    window = taste.window()
    window.controller.feedback.note(city.stored[0], Action.LIKE)
    settle()
    taste.reset.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Confirm)
    dialog.keep.click()
    assert ("reset",) not in city.calls
    taste.reset.click()
    QApplication.activeModalWidget().go.click()
    settle()
    assert ("reset",) in city.calls
    assert shown(taste) == []
    window.open_page("picks")
    settle()
    assert not any(row.actions for row in window.pages.picks.view.rows)


@pytest.mark.parametrize("width", [640, 1000, 1700])
def test_nothing_is_cut_off_at_any_width(open_window, settle, city, width):
    city.profile.add("small jazz venues; no clubs; rarely Mondays; up to 20 € " * 4)
    window = open_window(city, width=width)
    window.open_page("taste")
    settle()
    page = window.pages.taste
    for part in (page.learned.plot, page.experiment.start, page.profile.add, page.habits.company):
        right = part.mapTo(page, part.rect().topRight()).x()
        assert right < page.width(), part
