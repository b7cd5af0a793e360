"""The person's own calendars: when they are busy, and what they went to."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from eventpal.domain import Busy
from eventpal.errors import FetchError, FormatError, NotFound
from eventpal.progress import Progress
from eventpal.services.own_calendars import MOST_BYTES, OwnCalendars
from eventpal.store.busy import BusyStore
from eventpal.store.database import Database
from eventpal.store.history import History
from eventpal.store.vault.keys import DataKey

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 2, 10, tzinfo=ZONE)  # a Monday

Write = Callable[..., Path]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with closing(Database(tmp_path / "events.db", DataKey.random())) as database:
        yield database


@pytest.fixture
def times(database: Database) -> BusyStore:
    return BusyStore(database)


@pytest.fixture
def history(database: Database) -> History:
    return History(database)


@pytest.fixture
def own(history: History, times: BusyStore) -> OwnCalendars:
    return OwnCalendars(history, times, lambda: NOW, ZONE)


@pytest.fixture
def calendar(tmp_path: Path) -> Write:
    """Writes a calendar of these components."""

    def write(*components: str) -> Path:
        path = tmp_path / "work.ics"
        text = "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:t", *components])
        path.write_bytes(f"{text}\nEND:VCALENDAR\n".replace("\n", "\r\n").encode())
        return path

    return write


def an_event(uid, start, *more, end="", summary="Dentist"):
    lines = ["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{summary}", f"DTSTART{start}", *more]
    return "\n".join([*lines, *([f"DTEND{end}"] if end else []), "END:VEVENT"])


@pytest.fixture
def busy(own: OwnCalendars, times: BusyStore, calendar: Write) -> Callable[..., list[Busy]]:
    """The times that these components of a calendar take."""

    def of(*components: str) -> list[Busy]:
        own.import_busy([calendar(*components)], Progress())
        return times.between(None, None)

    return of


def starts(found):
    return [f"{one.start.astimezone(ZONE):%m-%d %H:%M}" for one in found]


def test_an_event_is_a_busy_time_with_its_place(busy):
    found = busy(
        an_event("a", ":20260303T130000Z", "GEO:52.5;13.4", end=":20260303T140000Z"),
    )
    (one,) = found
    assert (one.title, one.calendar, one.all_day) == ("Dentist", "work.ics", False)
    assert one.start == datetime(2026, 3, 3, 13, tzinfo=UTC)
    assert one.end - one.start == timedelta(hours=1)
    assert one.place is not None
    assert (one.place.lat, one.place.lon) == (52.5, 13.4)


def test_what_is_over_called_off_or_free_is_skipped(busy):
    found = busy(
        an_event("over", ":20260301T130000Z", end=":20260301T140000Z"),
        an_event("off", ":20260303T130000Z", "STATUS:CANCELLED", end=":20260303T140000Z"),
        an_event("free", ":20260303T150000Z", "TRANSP:TRANSPARENT", end=":20260303T160000Z"),
        an_event(
            "outlook",
            ":20260303T170000Z",
            "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
            end=":20260303T180000Z",
        ),
        an_event("busy", ":20260303T190000Z", "TRANSP:OPAQUE", end=":20260303T200000Z"),
    )
    assert starts(found) == ["03-03 20:00"]


def test_a_series_is_followed_through_summer_time_with_its_exceptions(busy):
    rule = "RRULE:FREQ=WEEKLY;BYDAY=WE;COUNT=5"
    zoned = ";TZID=Europe/Berlin:202603{:02}T090000"
    found = busy(
        an_event("s", zoned.format(4), rule, "EXDATE;TZID=Europe/Berlin:20260311T090000",
                 end=";TZID=Europe/Berlin:20260304T100000"),
        an_event("s", zoned.format(18), "RECURRENCE-ID;TZID=Europe/Berlin:20260318T090000",
                 "TRANSP:TRANSPARENT", end=";TZID=Europe/Berlin:20260318T100000"),
    )  # fmt: skip
    assert starts(found) == ["03-04 09:00", "03-25 09:00", "04-01 09:00"]


def test_one_busy_date_of_a_free_series_is_busy(busy):
    found = busy(
        an_event("s", ":20260304T090000Z", "RRULE:FREQ=DAILY;COUNT=3", "TRANSP:TRANSPARENT",
                 end=":20260304T100000Z"),
        an_event("s", ":20260305T120000Z", "RECURRENCE-ID:20260305T090000Z",
                 end=":20260305T130000Z"),
    )  # fmt: skip
    assert starts(found) == ["03-05 13:00"]


def test_an_alarm_and_a_folded_line_change_nothing(busy):
    alarm = "BEGIN:VALARM\nACTION:DISPLAY\nTRANSP:TRANSPARENT\nEND:VALARM"
    found = busy(
        an_event("a", ":20260303T130000Z", alarm, end=":20260303T140000Z"),
        an_event("b", ":20260303T150000Z", "TRANSP:TRANS\n PARENT", end=":20260303T160000Z"),
    )
    assert starts(found) == ["03-03 14:00"]


def test_free_busy_periods_count_unless_they_are_free(busy):
    found = busy(
        "BEGIN:VFREEBUSY\nUID:f\nDTSTART:20260302T000000Z\nDTEND:20260401T000000Z\n"
        "FREEBUSY;FBTYPE=BUSY:20260303T080000Z/PT1H30M,20260304T080000Z/2026\n 0304T090000Z\n"
        "FREEBUSY;FBTYPE=FREE:20260305T080000Z/PT1H\n"
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260306T080000Z/PT1H\n"
        "FREEBUSY:20260307T080000Z/nonsense\nEND:VFREEBUSY"
    )
    assert starts(found) == ["03-03 09:00", "03-04 09:00", "03-06 09:00"]
    assert found[0].end - found[0].start == timedelta(minutes=90)


def test_an_all_day_absence_is_busy_all_day(busy):
    found = busy(an_event("a", ";VALUE=DATE:20260310", end=";VALUE=DATE:20260312"))
    (one,) = found
    assert one.all_day
    assert one.end - one.start == timedelta(days=2)


def test_what_was_left_out_of_busy_times_is_counted(own, calendar):
    file = calendar(
        an_event("over", ":20260301T130000Z", end=":20260301T140000Z"),
        an_event("off", ":20260303T130000Z", "STATUS:CANCELLED", end=":20260303T140000Z"),
        an_event("free", ":20260303T150000Z", "TRANSP:TRANSPARENT", end=":20260303T160000Z"),
        an_event("busy", ":20260303T170000Z", end=":20260303T180000Z"),
    )
    found = own.import_busy([file], Progress())
    assert (found.imported, found.skipped, found.problems) == (1, 3, ())


def test_the_past_was_attended_and_the_rest_is_counted(own, history, calendar):
    file = calendar(
        an_event("past", ":20260301T130000Z", summary="Jazz"),
        an_event("weekly", ":20260216T080000Z", "RRULE:FREQ=WEEKLY", summary="Choir"),
        an_event("off", ":20260301T130000Z", "STATUS:CANCELLED"),
        an_event("future", ":20260303T130000Z"),
    )
    found = own.import_history([file], Progress())
    assert (found.imported, found.skipped, found.problems) == (2, 2, ())
    attended = {one.event.title: one.event.start for one in history.ratings()}
    assert attended == {
        "Jazz": datetime(2026, 3, 1, 13, tzinfo=UTC),
        "Choir": datetime(2026, 3, 2, 8, tzinfo=UTC),
    }


def test_a_file_that_cannot_be_read_costs_itself_only(own, calendar, tmp_path):
    (tmp_path / "x.ics").write_text("hello")
    good = calendar(an_event("a", ":20260301T130000Z"), "BEGIN:VEVENT\nUID:b\nEND:VEVENT")
    found = own.import_history([tmp_path / "x.ics", good], Progress())
    assert found.imported == 1
    assert [one.where for one in found.problems] == ["x.ics", "work.ics"]


def test_no_calendar_is_said(own, tmp_path):
    (tmp_path / "x.ics").write_text("hello")
    with pytest.raises(FormatError):
        own.import_busy([tmp_path / "x.ics"], Progress())
    with pytest.raises(NotFound):
        own.import_busy([tmp_path / "y.ics"], Progress())
    with pytest.raises(FetchError, match="no ordinary file"):
        own.import_history([tmp_path], Progress())
    with (tmp_path / "x.ics").open("r+b") as sparse:
        sparse.truncate(MOST_BYTES + 1)
    with pytest.raises(FetchError, match="is not read"):
        own.import_history([tmp_path / "x.ics"], Progress())
