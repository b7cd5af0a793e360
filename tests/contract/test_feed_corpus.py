"""Real feeds and the test suites of feed readers: nothing crashes, hangs, or stays silent."""

import json
import os
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from eventpal.domain import Event
from eventpal.errors import FormatError
from eventpal.feeds.document import read_document
from eventpal.feeds.items.feed_items import read_items
from eventpal.feeds.reading import Reading, Window
from tests.contract.fuzzing import ending

pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(
        "EVENTPAL_DATA" not in os.environ, reason="EVENTPAL_DATA names no folder of real data"
    ),
]
DATA = Path(os.environ.get("EVENTPAL_DATA", "."))
CORPUS = DATA.parent / "corpus" / "feeds"
NOW = datetime(2026, 8, 22, 3, tzinfo=UTC)
PACIFIC = ZoneInfo("America/Los_Angeles")
ZONES = {
    "asheville": "America/New_York",
    "lancaster": "America/New_York",
    "davis": "America/Los_Angeles",
    "santarosa": "America/Los_Angeles",
}


def read(path: Path, zone: ZoneInfo = PACIFIC, now: datetime = NOW) -> Reading:
    window = Window(now - timedelta(days=365), now + timedelta(days=400))
    return read_document(path.read_bytes(), window, zone, path.name, now)


def test_every_file_of_the_corpus_is_read_or_refused_with_a_sentence() -> None:
    folders = [folder for folder in sorted(CORPUS.iterdir()) if folder.is_dir()]
    faults = []
    count = 0
    for path in (
        path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()
    ):
        count += 1
        try:
            with ending():
                reading = read(path)
            sentences = [problem.message for problem in reading.problems]
            silent = not reading.listings and not sentences
        except FormatError as error:
            sentences, silent = [str(error)], False
        bad_sentence = any(not text.endswith(".") or "\n" in text for text in sentences)
        if silent or bad_sentence:
            faults.append((path.name, silent, sentences))
    assert count > 3_000
    assert faults == []


def expected_dialects() -> list[tuple[str, dict[str, object]]]:
    path = CORPUS / "event-dialects" / "expected.json"
    return list(json.loads(path.read_text()).items()) if path.exists() else []


@pytest.mark.parametrize(("name", "expected"), expected_dialects())
def test_dialects_are_read_as_their_publishers_mean(name: str, expected: dict[str, object]) -> None:
    events = expected["events"]
    assert isinstance(events, list)
    dated = [event for event in events if event["start"] is not None]
    reading = read(CORPUS / "event-dialects" / name)
    found = {listing.event.title: listing.event for listing in reading.listings}
    assert sorted(found) == sorted(event["title"] for event in dated)
    assert bool(reading.problems) == (len(dated) < len(events))
    for event in dated:
        got = found[event["title"]]
        assert starts_as(got, event["start"])
        assert event["end"] is None or ends_as(got, event["end"])
        assert event["location"] is None or event["location"] == got.venue
        assert got.all_day is bool(event.get("all_day", False))


def starts_as(event: Event, written: str) -> bool:
    if event.all_day:
        return event.start.date() == date.fromisoformat(written)
    return event.start == moment(written)


def ends_as(event: Event, written: str) -> bool:
    assert event.end is not None
    if event.all_day:  # the last day is written, and the end is the midnight after it
        return event.end.date() == date.fromisoformat(written) + timedelta(days=1)
    return event.end == moment(written)


def moment(written: str) -> datetime:
    read_back = datetime.fromisoformat(written)
    return read_back if read_back.tzinfo else read_back.replace(tzinfo=PACIFIC)


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("billion_laughs_small.xml", ["Concert"]),
        ("guid_dup.xml", ["Concert (updated)"]),
        ("latin1_declared_utf8.xml", ["Fête"]),
        ("no_dates.xml", []),
    ],
)
def test_adversarial_feeds(name: str, titles: list[str]) -> None:
    # Read before the day in pubDate, which can then be no time of publication.
    before = datetime(2026, 5, 1, tzinfo=UTC)
    reading = read(CORPUS / "synthetic-adversarial" / name, now=before)
    assert [listing.event.title for listing in reading.listings] == titles
    assert reading.listings or reading.problems


def test_a_login_page_is_told() -> None:
    with pytest.raises(FormatError, match="web page"):
        read(CORPUS / "synthetic-adversarial" / "html_login_page.xml")


@pytest.mark.parametrize("path", sorted((DATA / "rss").glob("*.xml")), ids=lambda path: path.stem)
def test_community_feeds_give_every_item_its_date(path: Path) -> None:
    zone = ZoneInfo(ZONES[path.stem.partition("-")[0]])
    reading = read(path, zone)
    dates = {(one.event.title, span.start) for one in reading.listings for span in one.dates}
    items = read_items(path.read_bytes()).items
    assert reading.problems == ()
    assert len(dates) >= 0.98 * len(items)
    if not path.stem.endswith("-full"):
        return
    # In these feeds pubDate repeats the event's time, except where the title says it better.
    starts = {start for _, start in dates}
    right = [item for item in items if item.published in starts]
    assert len(right) >= 0.98 * len(items)


def test_no_title_of_a_community_feed_keeps_its_date() -> None:
    left = re.compile(r"— (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} \d")
    for path in sorted((DATA / "rss").glob("*-latest.xml")):
        titles = [listing.event.title for listing in read(path).listings]
        assert [title for title in titles if left.search(title)] == []
