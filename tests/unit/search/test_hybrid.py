from datetime import UTC, datetime, timedelta

import pytest

from eventpal.domain import Event, Listing, SourceKind, Span, event_id
from eventpal.search.hybrid import HybridSearch
from eventpal.store.database import Database
from eventpal.store.events import EventStore
from eventpal.store.sources import SourceStore
from eventpal.store.vault.keys import DataKey
from eventpal.store.vectors import VectorStore
from tests.fakes.engine import FAIL, FakeEngine

NOW = datetime(2026, 3, 1, 10, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def listing(title, *starts, uid=None, series=None, **facts):
    uid = uid or title
    first = starts[0]
    event = Event(
        id=event_id(uid),
        uid=uid,
        title=title,
        start=first,
        end=first + 2 * HOUR,
        series=series or event_id(uid),
        **facts,
    )
    dates = tuple(Span(start, start + 2 * HOUR) for start in starts)
    return Listing(event=event, dates=dates, recurring=len(starts) > 1)


class City:
    """A store of events with vectors from a stand-in engine, and the search over it."""

    def __init__(self, path):
        self.database = Database(path, DataKey(bytes(32)))
        self.events = EventStore(self.database)
        self.vectors = VectorStore(self.database)
        self.engine = FakeEngine()
        self.searcher = HybridSearch(self.events, self.vectors, self.embed)
        self.source = SourceStore(self.database).add(SourceKind.FILE, "/city.ics", "City", NOW).id

    def embed(self, texts):
        return self.engine.embed(texts)

    def list(self, *listings, vectors=True):
        self.events.apply(self.source, "", listings, now=NOW)
        if vectors and (missing := self.vectors.missing(NOW - 9 * DAY, 10_000)):
            rows = FakeEngine().embed([text for _, text in missing])
            self.vectors.put(zip([digest for digest, _ in missing], rows, strict=True))

    def search(self, text, *, start=NOW, end=None, limit=50, now=NOW):
        return self.searcher.search(text, start=start, end=end, limit=limit, now=now)

    def titles(self, text, **where):
        return [event.title for event in self.search(text, **where)]


@pytest.fixture
def city(tmp_path):
    city = City(tmp_path / "city.db")
    yield city
    city.database.close()


def test_words_and_meaning_both_find(city):
    city.list(
        listing("Jazz at the harbour", NOW + DAY),
        listing("Harbour walk", NOW + 2 * DAY),
        listing("Chess club", NOW + 3 * DAY),
    )
    assert city.titles("jazz at the harbour") == ["Jazz at the harbour", "Harbour walk"]


def test_meaning_finds_what_words_do_not(city):
    city.list(listing("Quartet tonight", NOW + DAY), listing("Bread course", NOW + DAY))
    tango = FakeEngine().embed(["Quartet tonight"])
    city.embed = lambda texts: tango
    city.searcher = HybridSearch(city.events, city.vectors, city.embed)
    assert city.titles("zydeco") == ["Quartet tonight"]


def test_nonsense_finds_nothing(city):
    city.list(*(listing(f"Event number {number}", NOW + DAY) for number in range(80)))
    assert city.titles("qwrtzp fnord") == []
    assert city.titles("") == []
    assert city.titles("  \n ") == []
    assert city.titles("?!*()\"'") == []


def test_a_clear_best_leaves_no_tail_of_what_is_less_near(city):
    city.list(listing("Quartet at the harbour", NOW + DAY), listing("Harbour walk", NOW + DAY))
    both = FakeEngine().embed(["Quartet at the harbour", "Harbour walk"])
    assert 0.25 < both[0] @ both[1] < 0.6
    city.engine.embed = lambda texts: both[:1]
    assert city.titles("zydeco") == ["Quartet at the harbour"]
    assert city.titles("zydeco", end=NOW + 2 * DAY) == ["Quartet at the harbour"]


def test_only_dates_in_the_window_count(city):
    city.list(
        listing("Jazz past", NOW - 2 * DAY),
        listing("Jazz under way", NOW - HOUR),
        listing("Jazz soon", NOW + DAY),
        listing("Jazz later", NOW + 40 * DAY),
    )
    assert set(city.titles("jazz")) == {"Jazz under way", "Jazz soon", "Jazz later"}
    assert city.titles("jazz", start=NOW + HOUR, end=NOW + 2 * DAY) == ["Jazz soon"]
    assert city.titles("jazz", start=NOW - 9 * DAY, end=NOW - DAY) == ["Jazz past"]
    assert city.titles("jazz", start=NOW + 50 * DAY) == []
    assert city.titles("jazz", end=NOW + DAY) == ["Jazz under way"]


def test_an_all_day_event_of_today_is_still_on(city):
    midnight = NOW.replace(hour=0)
    event = Event(
        id=event_id("fair"),
        uid="fair",
        title="Book fair",
        start=midnight,
        all_day=True,
        series=event_id("fair"),
    )
    city.list(Listing(event=event, dates=(Span(midnight),)))
    assert city.titles("book fair") == ["Book fair"]
    assert city.titles("book fair", now=NOW + DAY, start=NOW + DAY) == []


def test_a_series_is_found_once_by_its_next_date(city):
    dates = [NOW + 7 * DAY * week - 3 * DAY for week in range(10)]
    city.list(
        listing("Weekly jazz", *dates),
        listing("Weekly jazz in the park", NOW + 6 * DAY, series=event_id("Weekly jazz")),
    )
    (found,) = city.search("weekly jazz")
    assert found.start == NOW + 4 * DAY
    (found,) = city.search("weekly jazz", start=NOW + 20 * DAY, end=NOW + 30 * DAY)
    assert found.start == NOW + 25 * DAY


def test_what_repeats_a_text_comes_after_everything_else(city):
    repeats = [listing("Story time", NOW + n * DAY, uid=f"story {n}") for n in range(1, 6)]
    city.list(*reversed(repeats), listing("Story slam at the harbour", NOW + DAY))
    found = city.search("story time")
    assert [event.title for event in found][:3] == [
        "Story time",
        "Story slam at the harbour",
        "Story time",
    ]
    times = [event.start for event in found if event.title == "Story time"]
    assert times == sorted(times)
    assert len(times) == 5


def test_equals_come_by_date_whatever_the_order_they_were_stored_in(city):
    many = [listing("Jazz night", NOW + n * HOUR, uid=f"jazz {n}") for n in range(1, 30)]
    city.list(*many[::-1])
    once = city.search("jazz night")
    assert once == city.search("jazz night")
    assert [event.start for event in once] == sorted(event.start for event in once)


def test_the_limit_holds(city):
    city.list(*(listing(f"Jazz {number}", NOW + DAY) for number in range(120)))
    assert len(city.search("jazz", limit=50)) == 50
    assert city.search("jazz", limit=0) == []


def test_words_alone_while_the_engine_fails(city):
    city.list(listing("Jazz at the harbour", NOW + DAY), listing("Chess club", NOW + DAY))
    city.engine = FakeEngine([FAIL])
    assert city.titles("jazz") == ["Jazz at the harbour"]
    assert city.searcher.meaning("jazz") is not None
    assert city.titles("jazz") == ["Jazz at the harbour"]


def test_words_alone_while_nothing_is_embedded_does_not_start_the_engine(city):
    city.list(listing("Jazz at the harbour", NOW + DAY), vectors=False)
    assert city.titles("jazz") == ["Jazz at the harbour"]
    assert city.engine.asked == []


def test_new_vectors_are_found_after_a_refresh(city):
    city.list(listing("Jazz at the harbour", NOW + DAY))
    assert city.titles("jazz") == ["Jazz at the harbour"]
    city.list(listing("Jazz at the harbour", NOW + DAY), listing("Chess at the harbour", NOW + DAY))
    like_chess = FakeEngine().embed(["Chess at the harbour"])
    city.engine.embed = lambda texts: like_chess
    assert city.titles("zydeco") == ["Jazz at the harbour"]
    city.searcher.refresh()
    assert city.titles("zydeco")[0] == "Chess at the harbour"


def test_events_far_down_the_ranking_are_reached_when_the_nearest_are_over(city):
    past = [listing(f"Jazz at the harbour {n}", NOW - 5 * DAY) for n in range(300)]
    city.list(*past, listing("Jazz at the far end of the harbour", NOW + DAY))
    like_jazz = FakeEngine().embed(["Jazz at the harbour 7"])
    city.engine.embed = lambda texts: like_jazz
    assert city.titles("zydeco") == ["Jazz at the far end of the harbour"]


def test_a_crowded_window_goes_through_the_index_and_a_sparse_one_does_not_miss(city):
    crowd = [listing(f"Meeting number {n}", NOW + DAY, uid=f"crowd {n}") for n in range(1100)]
    city.list(*crowd, listing("Jazz quartet", NOW + DAY), listing("Jazz trio", NOW + 9 * DAY))
    like_jazz = FakeEngine().embed(["jazz"])
    city.engine.embed = lambda texts: like_jazz
    assert city.titles("zydeco", end=NOW + 3 * DAY) == ["Jazz quartet"]
    assert city.titles("zydeco", start=NOW + 8 * DAY, end=NOW + 30 * DAY) == ["Jazz trio"]
