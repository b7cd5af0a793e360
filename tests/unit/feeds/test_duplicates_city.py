"""The sample city: its retellings are found, and nothing else is joined."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path

import pytest

from eventpal import paths, wire
from eventpal.domain import event_id
from eventpal.feeds import sample
from eventpal.feeds.fetching.fetch import Fetcher
from eventpal.feeds.refresh import Refreshed, Refresher
from eventpal.progress import Progress
from eventpal.store.database import Database
from eventpal.store.events import EventStore
from eventpal.store.sources import SourceStore
from eventpal.store.vault.keys import DataKey

ANCHORS = [date(2026, 11, 23), date(2026, 11, 29), date(2026, 10, 21), date(2027, 3, 3)]
RETELLINGS = 26


@contextmanager
def opened(folder: Path, anchor: date) -> Iterator[tuple[EventStore, Refresher]]:
    now = datetime.combine(anchor, time(9), sample.ZONE)
    database = Database(folder / "eventpal.db", DataKey(bytes(32)))
    events = EventStore(database)
    try:
        yield (
            events,
            Refresher(SourceStore(database), events, Fetcher(), lambda: now, sample.ZONE),
        )
    finally:
        database.close()


def refreshed(refresher: Refresher, anchor: date) -> list[Refreshed]:
    return [
        refresher.refresh(refresher.add(sample.location(name, anchor)), Progress())
        for name in sample.NAMES
    ]


def published(anchor: date) -> dict[str, list[str]]:
    """The ids that each true event is published under."""
    text = (paths.resources() / "sample" / "truth.json").read_text(encoding="utf-8")
    events = json.loads(sample.fill(text, anchor))["events"]
    return {name: [event_id(uid) for uid in event["listings"]] for name, event in events.items()}


@pytest.mark.parametrize("anchor", ANCHORS, ids=str)
def test_every_retelling_is_found_and_nothing_else(tmp_path: Path, anchor: date) -> None:
    with opened(tmp_path, anchor) as (events, refresher):
        results = refreshed(refresher, anchor)
        truth = published(anchor)
        shown = {
            id_: found.event_id
            for ids in truth.values()
            for id_ in ids
            for found in events.find([id_])
        }
        joined = {name: {shown[id_] for id_ in ids} for name, ids in truth.items()}
        assert {name for name, one in joined.items() if len(one) > 1} == set()
        assert len(set().union(*joined.values())) == len(joined)
        several = [name for name, ids in truth.items() if len(ids) > 1]
        assert len(several) == RETELLINGS
        for name in several:
            assert len(events.get(truth[name][0]).sources) == len(truth[name])
    # What a source added is counted as it listed it; views hear of what was joined, too.
    listed = sum(wire.refreshed(result)["added"] for result in results)
    assert sum(wire.refreshed(result)["removed"] for result in results) == 0
    removed = frozenset().union(*(result.change.removed for result in results))
    assert len(removed) == RETELLINGS
    assert listed - RETELLINGS == len(truth) + listed - sum(map(len, truth.values()))


def test_a_second_reading_joins_nothing_new(tmp_path: Path) -> None:
    anchor = ANCHORS[0]
    with opened(tmp_path, anchor) as (events, refresher):
        refreshed(refresher, anchor)
        count = events.count()
        for result in refreshed(refresher, anchor):
            assert not result.change.added | result.change.changed | result.change.removed
        assert events.count() == count
        assert events.unjoined() == []


def test_what_was_split_stays_apart_when_it_changes(tmp_path: Path) -> None:
    anchor = ANCHORS[0]
    with opened(tmp_path, anchor) as (events, refresher):
        refreshed(refresher, anchor)
        count = events.count()
        ids = published(anchor)["ceilidh"]
        whole = events.get(ids[0]).event_id
        (part,) = events.joined(whole)
        events.split(part)
        assert events.count() == count + 1
        assert set(events.unjoined()) == set(ids)
        refreshed(refresher, anchor)
        assert events.unjoined() == []
        assert events.count() == count + 1
        events.join(part, whole)
        assert events.apart() == []
        assert events.count() == count
