"""Tags for events without a category: predicted, stored once, and used for broad topics alone."""

from contextlib import closing
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from eventpal.app import EventPal
from eventpal.chat import evidence, tags, topics
from eventpal.chat.tags import Tagger
from eventpal.domain import Event
from eventpal.paths import Home
from eventpal.progress import Progress
from eventpal.store.vault.keys import DataKey
from tests.fakes.engine import FakeEngine

ZONE = ZoneInfo("Europe/Dublin")
NOW = datetime(2026, 3, 1, 10, tzinfo=UTC)


@pytest.fixture
def tagger():
    weights = np.zeros((2, 384), np.float32)
    weights[0, 0] = weights[1, 1] = 10.0
    return Tagger(("music", "sport"), weights, np.zeros(2, np.float32))


def test_only_a_likely_tag_is_given(tagger):
    rows = np.zeros((3, 384), np.float32)
    rows[0, 0] = rows[1, 1] = 1.0
    assert tagger.tags_of(rows)[:2] == [("music",), ("sport",)]
    assert Tagger(("a", "b", "c"), np.zeros((3, 384), np.float32), np.zeros(3, np.float32)).tags_of(
        rows
    ) == [(), (), ()]
    assert tagger.tags_of(np.zeros((0, 384), np.float32)) == []


def test_a_missing_classifier_is_none(tmp_path):
    assert tags.load(tmp_path / "no.npz") is None


def test_a_tag_counts_for_a_broad_topic_and_for_no_finer_one():
    event = Event(id="e", uid="e", title="Unnamed", start=NOW)
    assert topics.weight(event, topics.topic("music"), ("music",)) >= evidence.LIKELY
    assert topics.weight(event, topics.topic("jazz"), ("music",)) == 0
    assert topics.weight(event, topics.topic("sport"), ("music",)) == 0


def test_texts_without_a_category_are_tagged_once(tmp_path):
    ics = tmp_path / "a.ics"
    event = (
        "BEGIN:VEVENT\r\nUID:{0}\r\nSUMMARY:{0}\r\nDTSTART:20260302T100000Z\r\n{1}END:VEVENT\r\n"
    )
    body = event.format("bare", "") + event.format("filed", "CATEGORIES:Music\r\n")
    ics.write_bytes(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{body}END:VCALENDAR\r\n".encode())
    with closing(
        EventPal(
            Home(tmp_path / "home"),
            DataKey.random(),
            clock=lambda: NOW,
            zone=ZoneInfo("Europe/Dublin"),
        )
    ) as pal:
        pal.add_sources([str(ics)], Progress())
        missing = pal.vectors.missing(NOW, 10)
        rows = FakeEngine().embed([text for _, text in missing])
        pal.vectors.put(zip([digest for digest, _ in missing], rows, strict=True))
        digests, vectors = pal.tags.missing(10)
        assert len(digests) == 1
        assert vectors.shape == (1, 384)
        pal.tags.put([(digests[0], ("music",))])
        assert pal.tags.missing(10)[0] == []
        (bare,) = (one for one in pal.upcoming() if one.title == "bare")
        assert pal.tags.all() == {bare.event_id: ("music",)}
