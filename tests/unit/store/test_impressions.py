"""What was shown, day by day."""

from datetime import date, datetime, timedelta

import pytest

from eventpal.domain import Action, Event
from eventpal.store.database import Database
from eventpal.store.history import History
from eventpal.store.impressions import KEPT, ImpressionStore
from eventpal.store.vault.keys import DataKey

TODAY = date(2026, 3, 9)


@pytest.fixture
def database(tmp_path):
    database = Database(tmp_path / "e.db", DataKey.random())
    yield database
    database.close()


def test_a_day_counts_once_and_today_not_yet(database):
    store = ImpressionStore(database)
    for day in (TODAY - timedelta(1), TODAY - timedelta(1), TODAY):
        store.add(["a", "b"], day)
    store.add(["b"], TODAY - timedelta(2))
    assert store.left_alone(TODAY) == {"a": 1, "b": 2}


def test_what_was_rated_was_not_left_alone(database):
    store, history = ImpressionStore(database), History(database)
    store.add(["a", "b"], TODAY - timedelta(1))
    start = datetime.fromisoformat("2026-04-01T20:00:00+02:00")
    history.rate(Event(id="a", uid="a", title="A", start=start), Action.LIKE, start)
    assert store.left_alone(TODAY) == {"b": 1}
    history.undo()
    assert store.left_alone(TODAY) == {"a": 1, "b": 1}


def test_long_ago_is_forgotten_and_all_can_be(database):
    store = ImpressionStore(database)
    store.add(["old"], TODAY - KEPT - timedelta(2))
    store.add(["new"], TODAY - timedelta(1))
    assert store.all() == [("new", "2026-03-08")]
    store.clear()
    assert store.all() == []
