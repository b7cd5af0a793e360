"""What is seen where there is little room, and no room that is left blank."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPushButton

from eventpal.settings import Settings, Theme
from eventpal.ui import words
from eventpal.ui.cards.covers import Covers
from eventpal.ui.cards.delegate import LONG_TIME, CardDelegate, places
from eventpal.ui.cards.empty import EmptyState
from eventpal.ui.cards.event_view import EventView
from eventpal.ui.cards.models import Card, Heading
from eventpal.ui.cards.shelves_view import ShelvesView, Strip
from eventpal.ui.cards.tile_delegate import PADDING, TileDelegate
from eventpal.ui.detail.parts import Dates
from eventpal.ui.look.flow import Flow
from eventpal.ui.look.theme import make_look
from eventpal.ui.look.widgets import Button, OneLine
from eventpal.ui.taste.plots import SHARE, Estimate, WeightsPlot
from tests.gui.fake_app import NOW, make_event


@pytest.fixture
def view(appearance, qtbot):
    def make(width):
        made = EventView(appearance.look, Covers(), lambda: NOW, None)
        qtbot.addWidget(made)
        made.resize(width, 600)
        made.show()
        return made

    return make


@pytest.mark.parametrize("width", [372, 900])
def test_cards_without_a_reason_leave_no_room_for_one(view, width):
    made = view(width)
    made.show_rows([Card(make_event(at), note="You are away.") for at in range(3)])
    high = made.sizeHintForRow(0)
    made.show_rows([Card(make_event(at)) for at in range(3)])
    low = made.sizeHintForRow(0)
    assert low < high
    metrics = QFontMetrics(made.painter_of_cards.look.type.small)
    assert high - low >= metrics.lineSpacing()
    made.show_rows([Card(make_event(0)), Card(make_event(1), note="You are away.")])
    assert [made.sizeHintForRow(at) for at in range(2)] == [high, high]


@pytest.mark.parametrize("width", [372, 900])
def test_a_low_card_holds_its_cover_and_its_buttons(view, width):
    made = view(width)
    made.show_rows([Card(make_event(0))])
    area = made.visualRect(made.events.index(0))
    at = places(area)
    assert at.card.contains(at.cover)
    assert all(at.card.contains(one) for one in at.buttons)


@pytest.mark.parametrize("size", [90, 100, 150])
def test_the_date_on_a_tile_is_not_cut_short(application, size):
    look = make_look(Settings(theme=Theme.LIGHT, text_size=size), application.font())
    painter = TileDelegate(look, Covers(), lambda: NOW, None)
    room = painter.width - 2 * PADDING
    assert QFontMetrics(look.type.small_strong).horizontalAdvance(LONG_TIME) <= room


def test_an_empty_page_leaves_its_picture_out_where_there_is_no_room(appearance, qtbot):
    page = EmptyState(
        appearance, "", "Title", "A sentence.", actions=[("Do it", "add", lambda: None)]
    )
    qtbot.addWidget(page)
    page.setMinimumHeight(1)
    page.resize(500, 600)
    page.show()
    assert page.picture.isVisible()
    page.resize(500, 260)
    assert not page.picture.isVisible()
    assert page.rect().contains(page.buttons[0].geometry())
    page.resize(500, 600)
    assert page.picture.isVisible()


def test_an_offer_over_the_picks_is_whole_in_a_low_window(open_window, city, settle, qtbot):
    window = open_window(city, width=900, height=520, highlights=True)
    picks = window.pages.picks
    assert picks.welcome.isHidden()  # and yet the highest page
    picks.load()
    settle()
    qtbot.waitUntil(lambda: picks.start is not None and picks.start.isVisible())
    window.resize(904, 520)
    settle()
    for button in picks.start.findChildren(QPushButton):
        assert button.isVisible()
        assert picks.start.rect().contains(button.geometry().translated(button.parent().pos()))


def test_one_line_is_cut_with_a_sign_and_read_out_whole(appearance, qtbot):
    line = OneLine("muted")
    qtbot.addWidget(line)
    said = "60 events for “something quiet on a rainy evening”"
    line.setText(said)
    line.resize(120, 20)
    line.show()
    shown = super(OneLine, line).text()
    assert shown.endswith("…")
    assert (line.text(), line.accessibleName()) == (said, said)
    line.resize(900, 20)
    assert super(OneLine, line).text() == said


def test_buttons_of_one_line_fill_it_and_share_their_middle(appearance, qtbot):
    icon, plain = Button(appearance, "Like", icon="like"), Button(appearance, "Not now")
    plain.setFixedHeight(icon.sizeHint().height() - 6)
    flow = Flow([icon, plain], fill=True)
    qtbot.addWidget(flow)
    flow.resize(QSize(500, flow.heightForWidth(500)))
    flow.show()
    assert plain.geometry().right() + 1 == 500
    assert abs(plain.geometry().center().y() - icon.geometry().center().y()) <= 1


def test_the_dates_of_a_series_name_the_hour_only_where_it_changes(appearance, qtbot):
    shown = make_event(0, start=NOW + timedelta(days=1))
    weekly = [make_event(at, start=shown.start + timedelta(days=7 * at)) for at in range(1, 4)]
    dates = Dates(appearance)
    qtbot.addWidget(dates)
    dates.show_dates([shown, *weekly], shown, NOW)
    days = [words.day(words.local(one.start, one.tz).date(), NOW.date()) for one in weekly]
    assert dates.text.text() == "Also " + " · ".join(days)
    moved = [*weekly[:2], replace(weekly[2], start=weekly[2].start + timedelta(hours=2))]
    dates.show_dates([shown, *moved], shown, NOW)
    assert dates.text.text() == "Also " + " · ".join(words.moment(one, NOW) for one in moved)


def test_a_venue_is_not_cut_for_the_sake_of_how_far_it_is(appearance):
    painter = CardDelegate(appearance.look, Covers(), lambda: NOW, None)
    event = replace(make_event(0), venue="St Brannoc’s Cathedral", is_free=True)
    metrics = QFontMetrics(appearance.look.type.body)
    said = painter.placed(Card(event, km=0.5), metrics.horizontalAdvance("Free · " + event.venue))
    assert said == "Free · St Brannoc’s Cathedral"
    assert painter.placed(Card(event, km=0.5), 900) == "Free · St Brannoc’s Cathedral · 500 m"


def test_a_shelf_without_reasons_is_lower(appearance, qtbot):
    shelves = ShelvesView(appearance, Covers(), lambda: NOW)
    qtbot.addWidget(shelves)
    told = [Card(make_event(at), note="You are away.") for at in range(2)]
    plain = [Card(make_event(at)) for at in range(2, 4)]
    shelves.show_rows([Heading("Tonight"), *told, Heading("Later"), *plain])
    high, low = (one.height() for one in shelves.findChildren(Strip))
    line = QFontMetrics(appearance.look.type.small).lineSpacing()
    assert high - low == line


def test_what_was_learned_is_named_whole_where_there_is_room(appearance, qtbot):
    plot = WeightsPlot(appearance)
    qtbot.addWidget(plot)
    rows = [Estimate(name, 0, 1, 0, 2) for name in ("Its topics", "Like something you turned down")]
    plot.show_rows(rows)
    needed = QFontMetrics(appearance.look.type.body).horizontalAdvance(rows[1].name)
    plot.resize(2 * needed, 100)
    assert needed <= plot.names() < plot.width() * SHARE
    plot.resize(needed, 100)
    assert plot.names() < needed
