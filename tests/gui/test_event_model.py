from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt

from eventpal.domain import Action, Pick, Reason
from eventpal.ui.cards import models
from eventpal.ui.cards.models import Card, EventModel, Heading, Role
from tests.gui.fake_app import HOME, NOW, make_event

CARDS = [Card(make_event(at)) for at in range(12)]


@pytest.fixture
def model(application):
    return EventModel(lambda: NOW)


def test_the_model_keeps_qts_rules_while_rows_come_go_and_move(model, qtmodeltester):
    model.set_rows(CARDS[:6])
    qtmodeltester.check(model)
    model.set_rows([CARDS[9], Heading("Today"), CARDS[2], CARDS[0]])
    qtmodeltester.check(model)
    model.set_rows([])
    qtmodeltester.check(model)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 11)), st.lists(st.integers(0, 11)), st.data())
def test_what_is_selected_stays_the_same_event(before, after, data):
    model = EventModel(lambda: NOW)
    model.set_rows([CARDS[at] for at in before])
    held = {row.key: QPersistentModelIndex(model.index(at)) for at, row in enumerate(model.rows)}
    model.set_rows([CARDS[at] for at in after])
    wanted = list(dict.fromkeys(CARDS[at].key for at in after))
    assert [row.key for row in model.rows] == wanted
    for key, index in held.items():
        assert index.isValid() == (key in wanted)
        if index.isValid():
            assert model.card(index).key == key


def test_a_new_order_is_no_reset(model, qtbot):
    model.set_rows(CARDS)
    resets = []
    model.modelReset.connect(lambda: resets.append(1))
    with qtbot.waitSignal(model.layoutChanged):
        model.set_rows(CARDS[::-1])
    assert not resets


def test_the_same_rows_again_tell_nothing(model, qtbot):
    model.set_rows(CARDS)
    with (
        qtbot.assertNotEmitted(model.dataChanged),
        qtbot.assertNotEmitted(model.layoutChanged),
        qtbot.assertNotEmitted(model.rowsInserted),
    ):
        model.set_rows(list(CARDS))


def test_an_action_changes_its_row_alone(model, qtbot):
    model.set_rows(CARDS)
    with qtbot.waitSignal(model.dataChanged) as told:
        model.update(CARDS[3].event.event_id, frozenset({Action.SAVE}))
    assert told.args[0].row() == told.args[1].row() == 3
    assert model.rows[3].actions == {Action.SAVE}


def test_headings_cannot_be_chosen(model):
    model.set_rows([Heading("Today"), CARDS[0]])
    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsSelectable


def test_a_screen_reader_is_told_everything_on_the_card(model):
    reasons = (Reason("content", "because you like jazz.", 1.0),)
    card = Card(make_event(0), Pick(make_event(0), 0.87, reasons), frozenset({Action.GOING}), 1.2)
    model.set_rows([card])
    spoken = model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == (
        "Late jazz at the Blue Door, Tonight 19:30–21:30, Blue Door · 1.2 km, Free, match 87%"
    )
    described = model.data(model.index(0), Qt.ItemDataRole.AccessibleDescriptionRole)
    assert described == "Because you like jazz. You are going"
    assert model.data(model.index(0), Role.ROW) == card


def test_cards_know_the_distance_and_the_actions():
    event = make_event(5)
    card, bare = models.cards(
        [event, make_event(6, place=None)], {event.event_id: frozenset({Action.LIKE})}, HOME, {}
    )
    assert card.km == pytest.approx(1.11, abs=0.01)
    assert card.actions == {Action.LIKE}
    assert bare.km is None
    assert bare.actions == frozenset()


def test_days_have_headings_and_what_has_begun_is_todays():
    running = make_event(0, start=NOW - timedelta(days=3), end=NOW + timedelta(days=3))
    rows = models.by_day([Card(running), CARDS[0], CARDS[1], CARDS[4]], NOW)
    assert [row.text if isinstance(row, Heading) else "card" for row in rows] == [
        "Today · Friday 27 November",
        "card",
        "card",
        "Tomorrow · Saturday 28 November",
        "card",
        "Sunday 29 November",
        "card",
    ]


@pytest.mark.parametrize(("share", "told"), [(0.6, "You saved two nights"), (0.1, "")])
def test_a_card_tells_what_its_other_lines_do_not(share: float, told: str) -> None:
    event = make_event(0)
    reasons = (
        Reason("distance", "1 km from home.", 1.0),
        Reason("venue", "You saved two nights.", share),
    )
    assert Card(event, Pick(event, 0.8, reasons)).reason == told
