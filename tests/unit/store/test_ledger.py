from datetime import timedelta

from eventpal.store import ledger
from eventpal.store.database import Database
from eventpal.store.ledger import Ledger, Request
from tests.unit.store.store_work import NOW


def request(number: int, *, age: timedelta = timedelta()) -> Request:
    at = NOW - age
    return Request(at, "town.example", f"https://town.example/{number}", 10, "Source: Town", "200")


def test_requests_come_back_newest_first(database: Database) -> None:
    kept = Ledger(database)
    assert kept.latest() == []
    for number in range(3):
        kept.note(request(number))
    assert kept.latest() == [request(2), request(1), request(0)]
    assert kept.latest(1) == [request(2)]


def test_the_oldest_are_forgotten(database: Database, monkeypatch) -> None:
    monkeypatch.setattr(ledger, "MOST", 5)
    kept = Ledger(database)
    for number in range(8):
        kept.note(request(number))
    assert kept.latest() == [request(number) for number in (7, 6, 5, 4, 3)]


def test_what_is_older_than_ninety_days_is_forgotten(database: Database) -> None:
    kept = Ledger(database)
    kept.note(request(1, age=timedelta(days=91)))
    kept.note(request(2, age=timedelta(days=89)))
    kept.note(request(3))
    assert kept.latest() == [request(3), request(2, age=timedelta(days=89))]
