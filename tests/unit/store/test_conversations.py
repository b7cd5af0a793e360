"""Conversations: kept, searched, taken back and deleted."""

from datetime import UTC, datetime, timedelta

import pytest

from eventpal.errors import NotFound
from eventpal.store.conversations import ConversationStore
from eventpal.store.database import Database
from eventpal.store.vault.keys import DataKey

NOW = datetime(2026, 3, 1, 10, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    database = Database(tmp_path / "x.db", DataKey.random())
    yield ConversationStore(database)
    database.close()


def test_what_is_said_is_kept_in_order_with_its_state(store):
    one = store.start(NOW)
    store.add(one, "person", "Jazz  on\nSaturday?", NOW)
    store.add(one, "eventpal", "Two.", NOW, {"events": ["a", "b"]})
    said = store.get(one)
    assert [(m.speaker, m.text) for m in said] == [
        ("person", "Jazz  on\nSaturday?"),
        ("eventpal", "Two."),
    ]
    assert said[1].state == {"events": ["a", "b"]}
    assert said[0].at == NOW
    (listed,) = store.all()
    assert (listed.title, listed.messages) == ("Jazz on Saturday?", 2)


def test_an_empty_conversation_is_not_listed_and_the_last_changed_comes_first(store):
    first, second, empty = store.start(NOW), store.start(NOW), store.start(NOW)
    store.add(first, "person", "one", NOW)
    store.add(second, "person", "two", NOW + timedelta(minutes=1))
    store.add(first, "person", "again", NOW + timedelta(minutes=2))
    assert [one.id for one in store.all()] == [first, second]
    assert [one.title for one in store.all(limit=1)] == ["one"]
    assert store.get(empty) == []


def test_search_finds_all_the_words_on_either_side_in_any_case(store):
    one, other = store.start(NOW), store.start(NOW)
    store.add(one, "person", "Übermorgen Jazz?", NOW)
    store.add(one, "eventpal", "Trio Velour.", NOW)
    store.add(other, "person", "Theatre", NOW)
    assert [found.id for found in store.search("jazz VELOUR")] == [one]
    assert [found.id for found in store.search("übermorgen")] == [one]
    assert store.search("jazz theatre") == []
    assert store.search("  ") == []


def test_messages_are_taken_back_from_one_on(store):
    one = store.start(NOW)
    kept = store.add(one, "person", "first", NOW)
    gone = store.add(one, "person", "second", NOW)
    store.add(one, "eventpal", "answer", NOW)
    store.drop(one, gone)
    assert [message.id for message in store.get(one)] == [kept]


def test_what_is_deleted_is_gone(store):
    one, other = store.start(NOW), store.start(NOW)
    store.add(one, "person", "x", NOW)
    store.add(other, "person", "y", NOW)
    store.delete(one)
    with pytest.raises(NotFound):
        store.get(one)
    with pytest.raises(NotFound):
        store.delete(one)
    with pytest.raises(NotFound):
        store.add(one, "person", "more", NOW)
    assert [found.id for found in store.all()] == [other]
    store.clear()
    assert store.all() == []
