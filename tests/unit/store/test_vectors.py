"""Vectors by the digest of their text."""

import numpy as np
import pytest
from numpy.typing import NDArray

from eventpal.domain import Action, embedding_text, occurrence_id
from eventpal.store.database import Database
from eventpal.store.encoding import text_digest
from eventpal.store.events import EventStore
from eventpal.store.history import History
from eventpal.store.vectors import MOST_UNUSED, VectorStore
from tests.unit.store.store_work import DAY, HOUR, KEY, NOW, id_of, listing, source


def rows(count: int, seed: int = 1) -> NDArray[np.float32]:
    matrix = np.random.default_rng(seed).standard_normal((count, 384)).astype(np.float32)
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


@pytest.fixture
def stored(database: Database, events: EventStore) -> EventStore:
    told = [
        listing("later", NOW + 9 * DAY),
        listing("soon", NOW + DAY),
        listing("past", NOW - 9 * DAY),
        listing("on", NOW - HOUR),
        listing("weekly", NOW - 5 * DAY, dates=3),
    ]
    events.apply(source(database), "", told, now=NOW)
    return events


def missing(vectors: VectorStore, limit: int = 99) -> list[str]:
    return [text for _, text in vectors.missing(NOW, limit)]


def test_upcoming_events_lack_vectors_soonest_first(
    stored: EventStore, vectors: VectorStore
) -> None:
    assert missing(vectors) == ["On", "Soon", "Weekly", "Later"]
    assert missing(vectors, 2) == ["On", "Soon"]
    assert vectors.missing_count(NOW) == 4


def test_what_the_person_did_comes_first(
    stored: EventStore, vectors: VectorStore, history: History
) -> None:
    history.import_attended([listing("old", NOW - 99 * DAY)], "mine.ics", NOW)
    history.rate(stored.get(id_of("later"), now=NOW), Action.LIKE, NOW)
    history.rate(stored.get(id_of("past"), now=NOW), Action.LIKE, NOW)
    found = missing(vectors)
    assert set(found[:3]) == {"Old", "Later", "Past"}
    assert found[3:] == ["On", "Soon", "Weekly"]
    assert vectors.missing_count(NOW) == len(found)
    assert len(missing(vectors, 2)) == 2


def test_a_text_is_wanted_once_and_its_digest_is_the_events(
    database: Database, events: EventStore, vectors: VectorStore, history: History
) -> None:
    told = [listing(name, title="Same", description="x" * 700) for name in "abc"]
    events.apply(source(database), "", told, now=NOW)
    history.rate(events.get(id_of("a"), now=NOW), Action.LIKE, NOW)
    ((digest, text),) = vectors.missing(NOW, 9)
    assert text == embedding_text(told[0].event)
    assert digest == text_digest(told[0].event)
    assert sorted(vectors.events_of([digest])[digest]) == sorted(map(id_of, "abc"))


def test_what_was_put_is_no_longer_missing(stored: EventStore, vectors: VectorStore) -> None:
    wanted = vectors.missing(NOW, 2)
    vectors.put(zip([digest for digest, _ in wanted], rows(2), strict=True))
    assert missing(vectors) == ["Weekly", "Later"]
    assert vectors.missing_count(NOW) == 2


def test_a_changed_text_wants_a_new_vector(
    database: Database, stored: EventStore, vectors: VectorStore
) -> None:
    wanted = vectors.missing(NOW, 9)
    vectors.put(zip([digest for digest, _ in wanted], rows(4), strict=True))
    stored.apply(source(database), "", [listing("soon", NOW + DAY, title="New")], now=NOW)
    assert missing(vectors) == ["New"]
    stored.apply(source(database), "", [listing("soon", NOW + 2 * DAY)], now=NOW)
    assert missing(vectors) == []


def test_rows_come_back_as_unit_rows_after_opening_again(
    database: Database, vectors: VectorStore
) -> None:
    given = rows(50)
    digests = [f"{number:032x}" for number in range(50)]
    vectors.put(zip(digests, 3 * given, strict=True))
    database.close()
    again = Database(database.path, KEY)
    found = VectorStore(again).added()
    matrix = found.matrix
    assert found.digests == digests
    assert matrix.dtype == np.float32
    assert np.allclose(np.linalg.norm(matrix, axis=1), 1, atol=1e-6)
    assert np.sum(matrix * given, axis=1).min() > 0.9999
    again.close()


def test_a_row_that_is_put_again_is_replaced(vectors: VectorStore) -> None:
    one, two = rows(2)
    vectors.put([("d", one)])
    vectors.put([("d", two)])
    stored = vectors.added()
    assert stored.digests == ["d"]
    assert float(stored.matrix[0] @ two) > 0.9999


def test_what_was_added_since_is_read_alone(vectors: VectorStore) -> None:
    vectors.put([(f"{number}", row) for number, row in enumerate(rows(3))])
    first = vectors.added()
    assert (first.digests, first.count) == (["0", "1", "2"], 3)
    vectors.put([("later", rows(1)[0])])
    then = vectors.added(first.last)
    assert (then.digests, len(then.matrix), then.count) == (["later"], 1, 4)
    nothing = vectors.added(then.last)
    assert (nothing.digests, nothing.last, nothing.count) == ([], then.last, 4)


def test_rows_of_vanished_events_are_forgotten_once_they_are_many(
    stored: EventStore, vectors: VectorStore, history: History
) -> None:
    history.rate(stored.get(id_of("soon"), now=NOW), Action.LIKE, NOW)
    wanted = [digest for digest, _ in vectors.missing(NOW, 9)]
    vectors.put(zip(wanted, rows(len(wanted)), strict=True))
    some = rows(1)[0]
    vectors.put([(f"gone {number}", some) for number in range(50)])
    assert vectors.prune() == 0
    vectors.put([(f"gone {number}", some) for number in range(50, MOST_UNUSED + 50)])
    assert vectors.prune() == MOST_UNUSED + 49  # the last row keeps its key
    assert set(wanted) <= set(vectors.digests())
    assert len(vectors.digests()) == len(wanted) + 1
    last = vectors.added().last
    vectors.put([("new", some)])
    assert vectors.added(last).digests == ["new"]


def test_without_rows_the_matrix_is_empty(vectors: VectorStore) -> None:
    nothing = vectors.added()
    assert (nothing.digests, len(nothing.matrix)) == ([], 0)
    assert vectors.for_events(["unknown"]) == {}
    assert vectors.events_of(["unknown"]) == {}


def test_rows_of_events_by_the_ids_asked_for(
    stored: EventStore, vectors: VectorStore, history: History
) -> None:
    history.import_attended([listing("old", NOW - 99 * DAY)], "mine.ics", NOW)
    wanted = vectors.missing(NOW, 99)
    matrix = rows(len(wanted))
    vectors.put(zip([digest for digest, _ in wanted], matrix, strict=True))
    by_text = {text: row for (_, text), row in zip(wanted, matrix, strict=True)}
    date = occurrence_id(id_of("weekly"), NOW + 2 * DAY)
    found = vectors.for_events([date, id_of("old"), id_of("weekly"), id_of("past"), "x"])
    assert set(found) == {date, id_of("old"), id_of("weekly")}
    assert float(found[date] @ by_text["Weekly"]) > 0.9999
    assert float(found[id_of("old")] @ by_text["Old"]) > 0.9999
    assert np.array_equal(found[date], found[id_of("weekly")])


def test_the_current_text_of_a_rated_event_counts(
    database: Database, stored: EventStore, vectors: VectorStore, history: History
) -> None:
    history.rate(stored.get(id_of("soon"), now=NOW), Action.LIKE, NOW)
    stored.apply(source(database), "", [listing("soon", NOW + DAY, title="New")], now=NOW)
    wanted = vectors.missing(NOW, 99)
    matrix = rows(len(wanted))
    vectors.put(zip([digest for digest, _ in wanted], matrix, strict=True))
    by_text = {text: row for (_, text), row in zip(wanted, matrix, strict=True)}
    assert set(by_text) == {"Soon", "New"}
    found = vectors.for_events([id_of("soon")])[id_of("soon")]
    assert float(found @ by_text["New"]) > 0.9999
