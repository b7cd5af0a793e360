"""How programs and people say in a feed when something is: ``tests/data/dialects.jsonl``.

Each line is one feed of one item in a dialect of its own, written here after what such programs
give out, with what its publisher means; ``when`` is None where it announces nothing.
"""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from eventpal.feeds.document import read_document
from eventpal.feeds.reading import Window
from tests.unit.feeds.feed_moments import NOW, when

WINDOW = Window(NOW - timedelta(days=365), NOW + timedelta(days=400))
DIALECTS = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "data" / "dialects.jsonl").read_text().splitlines()
]


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect["name"])
def test_a_dialect_is_read_as_its_publisher_means(dialect: dict[str, Any]) -> None:
    body = dialect["body"].encode()
    reading = read_document(body, WINDOW, ZoneInfo(dialect["zone"]), dialect["name"], NOW)
    if dialect["when"] is None:
        assert reading.listings == ()
        assert reading.problems
        return
    (listing,) = reading.listings
    assert listing.event.title == dialect["title"]
    assert when(listing.event) == dialect["when"]
    assert len(listing.dates) == dialect.get("many", 1)
    if dialect["venue"] is not None:
        assert listing.event.venue == dialect["venue"]
    assert reading.problems == ()
