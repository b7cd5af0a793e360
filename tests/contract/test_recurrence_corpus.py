"""453 recurrence cases with known answers, of four projects' own test suites."""

import json
import os
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from eventpal.domain import Span
from eventpal.feeds.calendar.ical import read_ical
from eventpal.feeds.reading import Window

DATA = os.environ.get("EVENTPAL_DATA", "")
CORPUS = Path(DATA).parent / "corpus" / "recurrence"
pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not DATA, reason="EVENTPAL_DATA does not name the folder of real data"),
]

CONTRADICTORY = {
    # DTSTART is none of the rule's dates, which RFC 5545 leaves undefined; the source expects no
    # date at all, so that its "DTSTART is not expected" could not be flagged.
    "dateutil-testMaxYear": "DTSTART does not match its rule",
    "icaljs-052": "DTSTART does not match its rule",
    "icaljs-053": "DTSTART does not match its rule",
    "icaljs-054": "DTSTART does not match its rule",
    "icaljs-055": "DTSTART does not match its rule",
    # RFC 5545: BYWEEKNO MUST NOT be used but with FREQ=YEARLY; dateutil reads it otherwise.
    "icaljs-014": "BYWEEKNO in a weekly rule",
    # Week -28 is the 28th from the end. The source expects week 25 in 2015 (of 53) and week 23 in
    # 2016 (of 52), which are the 29th and the 30th.
    "icaljs-065": "a negative BYWEEKNO that is two numbers",
    "icaljs-066": "a negative BYWEEKNO that is two numbers",
    "icaljs-068": "a negative BYWEEKNO that is two numbers",
    # Counts two whole days that end as the window starts; recurring-ical-events and RFC 4791 do
    # not ("event_is_absent_on_the_next_day").
    "icalevents-events": "what ends as the window starts",
    # UNTIL is a date and DTSTART is not, which RFC 5545 forbids. dateutil stops at its midnight;
    # publishers (Google) mean the day itself: UNTIL=20221120 in a series whose only date that is.
    "dateutil-testUntilWithDate": "UNTIL as a date for a series with times",
    # Lists three dates where UNTIL leaves two more, without saying that the list is cut.
    "icaljs-086": "a list that ends before UNTIL",
}


def _cases() -> list[dict[str, Any]]:
    return [
        {**case, "file_of": path.stem}
        for path in sorted(CORPUS.glob("*.json"))
        for case in json.loads(path.read_text())
    ]


def _expanded(case: dict[str, Any], begin: datetime, end: datetime) -> list[Span]:
    """The dates in a generous window; what it must hold exactly is looked at afterwards."""
    body = case["ics"].encode() if "ics" in case else (CORPUS / case["file"]).read_bytes()
    window = Window(begin - timedelta(days=2), end + timedelta(days=2))
    listings = read_ical(body, window, ZoneInfo(case["tz"] or "UTC"), case["id"]).listings
    return [span for listing in listings for span in listing.dates]


def _bound(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _wall(moment: datetime) -> datetime:
    """Its wall clock, written as UTC: bounds without a zone are wall clocks wherever it is."""
    return moment.replace(tzinfo=UTC)


def _inside(span: Span, begin: datetime, end: datetime) -> bool:
    start, stop = _wall(span.start), _wall(span.end or span.start)
    if start == stop:
        return begin <= start < end or begin == start == end
    return start < end and stop > begin


def _right(case: dict[str, Any]) -> bool:
    begin, end = _bound(case["window_start"]), _bound(case["window_end"])
    spans = _expanded(case, begin, end)
    if case["expected_starts"] is None:
        ends = (
            [end, end + timedelta(days=1)] if "inclusive-by-day" in case.get("note", "") else [end]
        )
        counts = [sum(_inside(span, begin, last) for span in spans) for last in ends]
        return case["expected_count"] in counts
    zone = ZoneInfo(case["tz"] or "UTC")
    expected = [datetime.fromisoformat(text) for text in case["expected_starts"]]
    instants = sorted(
        (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC) for at in expected
    )
    return instants == sorted(
        span.start.astimezone(UTC) for span in spans if begin <= _wall(span.start) < end
    )


def test_recurrence_cases_with_known_answers(capsys: pytest.CaptureFixture[str]) -> None:
    counted: Counter[str] = Counter()
    wrong = []
    for case in _cases():
        if case.get("dtstart_not_in_expected"):
            counted["undefined"] += 1
        elif case["id"] in CONTRADICTORY:
            counted["contradictory"] += 1
        else:
            counted["counted"] += 1
            if not _right(case):
                wrong.append(case["id"])
    share = 1 - len(wrong) / counted["counted"]
    with capsys.disabled():
        print(f"\nrecurrence: {share:.1%} of {dict(counted)} right; wrong: {wrong or 'none'}")
    assert counted["counted"] >= 200
    assert share >= 0.99
