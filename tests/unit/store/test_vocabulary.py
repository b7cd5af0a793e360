"""Words with a slip of the finger find what was meant."""

import pytest

from eventpal.store.database import Database
from eventpal.store.events import EventStore
from eventpal.store.vocabulary import Vocabulary
from tests.unit.store.store_work import NOW, id_of, listing, source


@pytest.fixture
def stored(database: Database, events: EventStore) -> EventStore:
    told = [
        listing("concert", title="Jazz concerts by the river"),
        listing("concept", title="A concept for the harbour"),
        listing("pottery", title="Pottery for beginners"),
        listing("fete", title="Fête de la musique"),
    ]
    events.apply(source(database), "", told, now=NOW)
    return events


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("jazz concrt", ["concert"]),
        ("concrets", ["concert"]),
        ("potery", ["pottery"]),
        ("potteyr begniners", ["pottery"]),
        ("harbuor", ["concept"]),
        ("musiqeu", ["fete"]),
        ("jazz", ["concert"]),
        ("xylophone", []),
        ("jaz", ["concert"]),  # the beginning of a word, as before
        ("rvr", []),  # too short to tell what was meant
        ('con"cr*t', []),
    ],
)
def test_a_slip_finds_what_was_meant(stored: EventStore, words: str, expected: list[str]) -> None:
    found = stored.match(words, start=NOW, end=None, limit=9)
    assert [id_ for id_, _ in found] == [id_of(name) for name in expected]


def test_a_word_that_is_said_is_meant(stored: EventStore, database: Database) -> None:
    found = stored.match("concept", start=NOW, end=None, limit=9)
    assert [id_ for id_, _ in found] == [id_of("concept")]
    meant_by = Vocabulary(database).meant_by
    assert [meant_by(word) for word in ("", "2026", "映画祭", "rvr")] == [[], [], [], []]


def test_new_events_bring_words_that_may_be_meant(stored: EventStore, database: Database) -> None:
    assert stored.match("potaot", start=NOW, end=None, limit=9) == []
    other = source(database, "/other.ics")
    stored.apply(other, "", [listing("supper", title="A supper of potato")], now=NOW)
    found = stored.match("potaot", start=NOW, end=None, limit=9)
    assert [id_ for id_, _ in found] == [id_of("supper")]
