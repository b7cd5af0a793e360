"""Why this: reasons with their shares, what would change the place, and the connections."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from eventpal.domain import Pick, Reason
from eventpal.errors import NotFound
from eventpal.recommend.reasoning import Node, ReasoningGraph
from eventpal.ui.detail.graph import GraphDialog, GraphView, _lit, spoken
from eventpal.ui.detail.why import Bar, Why
from tests.gui.fake_app import make_event
from tests.gui.fake_taste import GRAPH


@pytest.fixture
def why(qtbot, appearance):
    made = Why(appearance)
    qtbot.addWidget(made)
    made.show()
    return made


def shown(why):
    """The sentences in the grid, from the top, with the share that the bar beside each tells."""
    grid = why._grid
    rows = [(grid.itemAtPosition(at, 0), grid.itemAtPosition(at, 1)) for at in range(40)]
    return [(text.widget().text(), bar.widget()._share) for text, bar in rows if text is not None]


def pick(*shares, note=""):
    reasons = [Reason(f"f{at}", f"Reason {at}", share) for at, share in enumerate(shares)]
    return Pick(make_event(0), 0.7, (*reasons, Reason("start", "Where all start", -2.5)), note)


def test_the_largest_shares_stand_first_and_all_of_them_one_click_away(why):
    why.show_pick(pick(2.0, 1.0, 0.9, 0.8, 0.5, 0.001, 0.1, -1.5))
    told = shown(why)
    assert [text for text, _ in told] == ["Reason 0", *(f"Reason {at}" for at in (1, 2, 3, 4, 7))]
    assert told[0][1] == 1.0
    assert told[-1][1] == -0.75
    why.more.click()
    assert len(shown(why)) == 8  # the start, too, but nothing that moves nothing
    assert shown(why)[-1] == ("Where all start", -1.0)
    assert why.more.text() == "Show fewer"


def test_every_bar_can_be_read_aloud(why):
    why.show_pick(pick(1.0, -0.5))
    names = [bar.accessibleName() for bar in why.findChildren(Bar)]
    assert names == [
        "Speaks for it, with 100% of the strongest reason’s weight",
        "Speaks against it, with 50% of the strongest reason’s weight",
    ]


def test_what_stands_in_the_way_is_said_first(why):
    why.show_pick(pick(1.0, note="on the day of Choir trip"))
    assert why.obstacle.isVisible()
    assert why.obstacle.text() == "On the day of Choir trip"
    why.show_pick(pick(1.0))
    assert not why.obstacle.isVisible()


def test_what_would_change_the_place_is_looked_up_for_the_shown_event(open_window, settle, city):
    window = open_window(city)
    settle()
    texts = {one.text() for one in window.detail.why.findChildren(QLabel)}
    assert "It would rank first if it were free" in texts
    city.failing["counterfactuals"] = NotFound("There is no such event.")
    window.pages.picks.view.choose(window.pages.picks.view.rows[1].key)
    settle()
    assert not window.banner.isVisible()
    assert not window.detail.why.changes_title.isVisible()


def test_the_connections_open_as_a_picture_that_can_be_read_aloud(open_window, settle, city):
    window = open_window(city)
    settle()
    window.detail.why.graph.click()
    settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, GraphDialog)
    assert "You – liked – Trio Velour." in dialog.view.accessibleDescription()
    dialog.accept()


def test_nodes_stand_in_columns_from_the_person_to_the_pick(qtbot, appearance):
    view = GraphView(appearance, GRAPH)
    qtbot.addWidget(view)
    lefts = {node.kind: view._places[node.id].left() for node in GRAPH.nodes}
    assert lefts["person"] < lefts["event"] < lefts["topic"] < lefts["pick"]
    assert lefts["topic"] == lefts["organiser"] == lefts["venue"]
    places = list(view._places.values())
    assert all(view.rect().contains(place.toRect()) for place in places)
    apart = [(one, two) for one in places for two in places if one is not two]
    assert not any(one.intersects(two) for one, two in apart)


def test_the_pointer_lights_every_way_through_a_node(qtbot, appearance):
    lit = _lit(GRAPH, "society")
    assert lit == {("you", "liked-1"), ("liked-1", "society"), ("society", "pick")}
    view = GraphView(appearance, GRAPH)
    qtbot.addWidget(view)
    view.show()
    before = view.grab().toImage()
    QTest.mouseMove(view, view._places["society"].center().toPoint())
    assert view._hot == "society"
    assert view.grab().toImage() != before
    QTest.mouseMove(view, QPoint(1, 1))
    assert view._hot == ""


def test_without_connections_it_says_so(open_window, settle, city):
    city.reasoning = lambda identifier: ReasoningGraph((Node("you", "person", "You"),), ())
    window = open_window(city)
    settle()
    window.detail.why.graph.click()
    settle()
    dialog = QApplication.activeModalWidget()
    said = " ".join(one.text() for one in dialog.findChildren(QLabel))
    assert "Nothing you chose so far is connected with it" in said
    dialog.accept()


def test_a_graph_is_told_in_sentences():
    assert spoken(GRAPH)[0] == "You – liked – Trio Velour."
