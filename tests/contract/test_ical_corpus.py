"""Real calendars of seven communities and 554 files of other projects' test suites."""

import os
import time
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest

from eventpal.errors import FormatError
from eventpal.feeds.calendar.ical import read_ical
from eventpal.feeds.reading import Reading, Window
from tests.contract.fuzzing import ending

DATA = os.environ.get("EVENTPAL_DATA", "")
CALENDARS = Path(DATA) / "calendars"
CORPUS = Path(DATA).parent / "corpus" / "ical"
LA = ZoneInfo("America/Los_Angeles")
WINDOW = Window(datetime(2026, 2, 1, tzinfo=LA), datetime(2027, 4, 1, tzinfo=LA))
pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not DATA, reason="EVENTPAL_DATA does not name the folder of real data"),
]


def files() -> list[Path]:
    return [*sorted(CALENDARS.glob("*/*.ics")), *sorted(CORPUS.glob("*/*.ics"))]


def read(path: Path) -> Reading | None:
    try:
        return read_ical(path.read_bytes(), WINDOW, LA, path.name)
    except FormatError:
        return None


@pytest.mark.slow
def test_no_file_crashes_hangs_or_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    counted: Counter[str] = Counter()
    for path in files():
        with ending():
            reading = read(path)
        counted["files"] += 1
        counted["no calendar"] += reading is None
        if reading is not None:
            assert reading.listings or reading.problems, f"{path} is passed over in silence"
            counted["with events"] += bool(reading.listings)
            counted["events"] += len(reading.listings)
            counted["dates"] += sum(len(listing.dates) for listing in reading.listings)
            counted["sentences"] += len(reading.problems)
    with capsys.disabled():
        print(f"\niCalendar: {dict(counted)}")
    assert counted["files"] > 1000


def test_what_is_no_calendar_says_so_and_what_icalendar_rejects_is_read() -> None:
    """REFRESH-INTERVAL:P15M makes icalendar reject whole files; none of their events is lost."""
    rejected = 0
    for path in sorted(CALENDARS.glob("*/*.ics")):
        body = path.read_bytes()
        blocks = body.count(b"BEGIN:VEVENT")
        if not blocks and body.lstrip()[:1] in (b"<", b"{"):
            rejected += 1
            assert read(path) is None
        elif b":P15M" in body:
            rejected += 1
            reading = read(path)
            assert reading is not None
            assert len(reading.listings) == blocks
            assert not reading.problems
    assert rejected == 35  # and one that begins with a blank line


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # icalendar's, about what it guesses
def test_every_event_that_icalendar_accepts_is_in(capsys: pytest.CaptureFixture[str]) -> None:
    lost, events = [], 0
    ours = bare = 0.0
    for path in files():
        body = path.read_bytes()
        began = time.process_time()
        try:
            calendars = icalendar.Calendar.from_ical(body, multiple=True)
        except (ValueError, IndexError, KeyError, AttributeError, TypeError):
            continue
        bare += time.process_time() - began
        began = time.process_time()
        reading = read(path)
        ours += time.process_time() - began
        known = defaultdict(set)
        for listing in reading.listings if reading else ():
            known[listing.event.uid] |= _written(listing.event.start)
        for event in (event for calendar in calendars for event in calendar.walk("VEVENT")):
            start = event.get("DTSTART")
            start = start[0] if isinstance(start, list) else start
            if start is None or isinstance(start, icalendar.prop.vBroken):
                continue
            events += 1
            uid = " ".join(str(event.get("UID", "")).split())
            sets = [known[uid]] if uid else known.values()
            if not any(_written(start.dt) & written for written in sets):
                lost.append((path.name, uid, start.to_ical()))
    with capsys.disabled():
        print(f"\n{events} events of icalendar, {len(lost)} not found: {lost[:9]}")
        print(f"icalendar {bare:.1f} s, EventPal {ours:.1f} s: {ours / bare:.2f} times")
    # Left out on purpose: an instance whose date EXDATE takes out, and older states of an event
    # with a higher SEQUENCE.
    assert {name for name, _, _ in lost} <= {
        "valid__blalor.ics",
        "valid__incoming.ics",
        "issue_148_edge_case_1.ics",
        "issue_163_deleted_modification.ics",
        "issue_253_additional_recurrence_id.ics",
    }


def _written(moment: date) -> set[str]:
    """The ways in which two readers may write the same start."""
    if not isinstance(moment, datetime):
        return {f"{moment:%Y%m%d}"}
    wall = {f"{moment:%Y%m%dT%H%M%S}"} | ({f"{moment:%Y%m%d}"} if not moment.hour else set())
    if moment.tzinfo is None:
        return wall
    return wall | {f"{moment.astimezone(UTC) + timedelta():%Y%m%dT%H%M%SZ}"}
