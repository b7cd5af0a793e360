"""The small calendars in tests/data/ical, each with one trap that publishers set."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from eventpal.domain import Listing
from eventpal.feeds.calendar.ical import read_ical
from eventpal.feeds.reading import Reading, Window

FILES = Path(__file__).parents[2] / "data" / "ical"
LA = ZoneInfo("America/Los_Angeles")
WINDOW = Window(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC))


def read(name: str) -> Reading:
    return read_ical((FILES / f"{name}.ics").read_bytes(), WINDOW, LA, name)


def by_title(reading: Reading) -> dict[str, Listing]:
    return {listing.event.title: listing for listing in reading.listings}


def starts(listing: Listing) -> list[str]:
    return [f"{span.start:%m-%d %H:%M}" for span in listing.dates]


def messages(reading: Reading) -> list[str]:
    assert all(problem.where for problem in reading.problems)
    return [problem.message for problem in reading.problems]


def of_lines(*lines: str) -> Reading:
    """What comes of a calendar with one VEVENT of these lines."""
    written = "\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"])
    return read_ical(written.encode(), WINDOW, LA, "lines")
