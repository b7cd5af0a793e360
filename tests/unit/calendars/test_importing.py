"""A calendar of one's own, read as what was attended."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from eventpal.calendars.importing import REMEMBERED, read_history
from eventpal.domain import Event, Listing, Problem, Span, Status, event_id
from eventpal.errors import BadInput, FormatError, NotFound

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def a_listing(uid, *days, **facts):
    """An event with dates so many days from now."""
    dates = tuple(
        Span(NOW + timedelta(days=day), NOW + timedelta(days=day, hours=2)) for day in days
    )
    event = Event(
        id=event_id(uid), uid=uid, title=uid, start=dates[0].start, end=dates[0].end, **facts
    )
    return Listing(event=event, dates=dates, recurring=len(days) > 1)


@dataclass
class Reader:
    """Gives back what it was told to, and notes what it was asked."""

    listings: tuple = ()
    problems: tuple = ()
    error: Exception | None = None
    asked: tuple | None = None

    def __call__(self, body, start, end, where):
        self.asked = (body, start, end, where)
        if self.error is not None:
            raise self.error
        return self


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "mine.ics"
    path.write_bytes(b"BEGIN:VCALENDAR")
    return path


def test_the_past_was_attended_and_the_future_is_skipped(file):
    reader = Reader((a_listing("past", -3), a_listing("future", 3)))
    found = read_history(file, NOW, reader)
    assert [listing.event.uid for listing in found.attended] == ["past"]
    assert found.skipped == 1


def test_a_series_counts_with_its_dates_until_now(file):
    found = read_history(file, NOW, Reader((a_listing("weekly", -8, -1, 6),)))
    (weekly,) = found.attended
    assert [span.start for span in weekly.dates] == [
        NOW - timedelta(days=8),
        NOW - timedelta(days=1),
    ]


def test_what_was_called_off_was_not_attended(file):
    called_off = a_listing("off", -3)
    called_off = replace(called_off, event=replace(called_off.event, status=Status.CANCELLED))
    found = read_history(file, NOW, Reader((called_off,)))
    assert (found.attended, found.skipped) == ((), 1)


def test_the_reader_is_given_the_bytes_the_years_and_a_name(file):
    reader = Reader()
    read_history(file, NOW, reader)
    assert reader.asked == (b"BEGIN:VCALENDAR", NOW - REMEMBERED, NOW, "mine.ics")


def test_problems_are_passed_on(file):
    problem = Problem("mine.ics", "One event has no start.")
    assert read_history(file, NOW, Reader(problems=(problem,))).problems == (problem,)


def test_a_file_that_is_no_calendar_says_so(file):
    with pytest.raises(FormatError, match="web page"):
        read_history(file, NOW, Reader(error=FormatError("mine.ics is a web page.")))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(NotFound, match=r"no file .*gone\.ics"):
        read_history(tmp_path / "gone.ics", NOW, Reader())


def test_a_folder_is_not_read(tmp_path):
    with pytest.raises(BadInput, match="is a folder"):
        read_history(tmp_path, NOW, Reader())


def test_a_huge_file_is_not_read(file):
    with file.open("r+b") as sparse:
        sparse.truncate(65 * 2**20)
    reader = Reader()
    with pytest.raises(BadInput, match="too large"):
        read_history(file, NOW, reader)
    assert reader.asked is None
