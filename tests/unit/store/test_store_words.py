"""Events by their words: any text is safe, the telling words count."""

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventpal.store.database import Database
from eventpal.store.events import EventStore
from tests.unit.store.store_work import DAY, HOUR, NOW, id_of, listing, source

SHARED = [HealthCheck.function_scoped_fixture]  # no example writes
ALL = ("tango", "waltz", "jazz", "film", "past", "weekly", "long")


@pytest.fixture
def stored(database: Database, events: EventStore) -> EventStore:
    told = [
        listing("tango", title="Tango night", venue="Café Müller", categories=("Dance",)),
        listing("waltz", title="Waltz", description="For dancers who like the tango too."),
        listing("jazz", title="Jazz brunch", organiser="The Blue Note", address="Main Street"),
        listing("film", title="映画祭", description="Dancing in the rain"),
        listing("past", NOW - 10 * DAY, title="Tango of last week"),
        listing("weekly", NOW - 10 * DAY, dates=3, title="Salsa class"),
        listing("long", NOW - 10 * DAY, hours=24 * 30, title="Exhibition of paintings"),
    ]
    events.apply(source(database), "", told, now=NOW)
    return events


def names(stored: EventStore, words: str, limit: int = 9) -> list[str]:
    found = stored.match(words, start=NOW, end=None, limit=limit)
    by_id = {id_of(event): event for event in ALL}
    return [by_id[id_] for id_, _ in found]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("tango", ["tango", "waltz"]),
        ("TANGO", ["tango", "waltz"]),
        ("cafe muller", ["tango"]),
        ("Café Müller", ["tango"]),
        ("blue note", ["jazz"]),
        ("main street", ["jazz"]),
        ("tan", ["tango", "waltz"]),
        ("paint", ["long"]),
        ("painting", ["long"]),
        ("class", ["weekly"]),
        ("映画", ["film"]),
        ("nothing similar", []),
        ("", []),
        ("   ", []),
    ],
)
def test_words_are_found(stored: EventStore, words: str, expected: list[str]) -> None:
    assert names(stored, words)[: len(expected)] == expected
    assert bool(names(stored, words)) == bool(expected)


def test_word_forms_are_found(stored: EventStore) -> None:
    assert set(names(stored, "dancing")) == {"tango", "waltz", "film"}


def test_all_words_come_before_some(stored: EventStore) -> None:
    assert names(stored, "waltz tango") == ["waltz", "tango"]
    assert names(stored, "tango jazz brunch")[0] == "jazz"


def test_a_better_match_has_a_lower_rank(stored: EventStore) -> None:
    (_, first), (_, second) = stored.match("tango", start=NOW, end=None, limit=9)
    assert first < second


def test_only_what_has_a_date_in_the_window(stored: EventStore) -> None:
    def ids(start: datetime, end: datetime | None) -> list[str]:
        words = "tango salsa exhibition"
        return sorted(id_ for id_, _ in stored.match(words, start=start, end=end, limit=9))

    past = sorted([id_of("past"), id_of("weekly"), id_of("long")])
    assert ids(NOW - 10 * DAY, NOW - 9 * DAY) == past
    assert ids(NOW + 4 * DAY, NOW + 4 * DAY + HOUR) == sorted([id_of("weekly"), id_of("long")])
    assert ids(NOW + 90 * DAY, None) == []


@pytest.mark.parametrize("limit", [0, 1, 2])
def test_a_limit_is_kept(stored: EventStore, limit: int) -> None:
    assert len(names(stored, "tango jazz", limit)) == limit


@pytest.mark.parametrize(
    "words",
    [
        '"',
        "'",
        '"tango',
        "tango*",
        "tango AND",
        "NOT tango",
        "NEAR(tango)",
        "title:tango",
        "{title}: tango",
        "tango\0",
        "^tango",
        "(tango",
        "tango OR OR",
        "-tango",
        "tango;DROP TABLE event",
        "\ud800tango",
    ],
)
def test_any_text_is_safe(stored: EventStore, words: str) -> None:
    found = names(stored, words)
    assert ("tango" in found) == ("tango" in words.lower())


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=30))
def test_no_text_at_all_fails(database: Database, words: str) -> None:
    EventStore(database).match(words, start=NOW, end=None, limit=3)


def test_a_changed_text_is_found_by_its_new_words_only(
    database: Database, stored: EventStore
) -> None:
    stored.apply(source(database), "", [listing("tango", title="Milonga")], now=NOW)
    assert names(stored, "tango") == []
    assert names(stored, "milonga") == ["tango"]


def test_words_that_are_everywhere_do_not_hide_the_telling_one(
    database: Database, events: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eventpal.store.events._RANKED_AT_MOST", 5)
    told = [listing(f"e{number}", title="The concert", venue="The") for number in range(20)]
    events.apply(source(database), "", [*told, listing("jazz", title="Jazz")], now=NOW)
    found = events.match("the jazz festival", start=NOW, end=None, limit=50)
    assert [id_ for id_, _ in found] == [id_of("jazz")]
    assert events.match("the unheard", start=NOW, end=None, limit=50) != []
    assert len(events.match("the", start=NOW, end=None, limit=50)) == 20


def test_what_many_events_say_is_found_however_many_of_them_are_over(
    database: Database, events: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eventpal.store.events._AT_ONCE", 5)
    over = [listing(f"o{day}", NOW - day * DAY, title="The concert") for day in range(2, 22)]
    coming = [listing(f"c{day}", NOW + day * DAY, title="The concert") for day in range(1, 13)]
    events.apply(source(database), "", [*coming, *over], now=NOW)
    found = events.match("concert", start=NOW, end=None, limit=11)
    assert [id_ for id_, _ in found] == [id_of(f"c{day}") for day in range(1, 12)]
