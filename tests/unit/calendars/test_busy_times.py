"""The person's own calendars as busy times."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from eventpal.calendars.busy import read_busy
from eventpal.errors import FormatError, NotFound
from eventpal.feeds import ical
from eventpal.feeds.reading import Window

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 2, 10, tzinfo=ZONE)  # a Monday


def read(body, start, end, where):
    return ical.read_ical(body, Window(start, end), ZONE, where)


def an_event(uid, start, *more, end="", summary="Dentist"):
    lines = ["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{summary}", f"DTSTART{start}", *more]
    return "\n".join([*lines, *([f"DTEND{end}"] if end else []), "END:VEVENT"])


@pytest.fixture
def taken(tmp_path):
    def of(*components):
        path = tmp_path / "work.ics"
        text = "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:t", *components])
        path.write_bytes(f"{text}\nEND:VCALENDAR\n".replace("\n", "\r\n").encode())
        return read_busy(path, NOW, read)

    return of


def starts(found):
    return [f"{one.start.astimezone(ZONE):%m-%d %H:%M}" for one in found.times]


def test_an_event_is_a_busy_time_with_its_place(taken):
    found = taken(
        an_event("a", ":20260303T130000Z", "GEO:52.5;13.4", end=":20260303T140000Z"),
    )
    (one,) = found.times
    assert (one.title, one.calendar, one.all_day) == ("Dentist", "work.ics", False)
    assert one.start == datetime(2026, 3, 3, 13, tzinfo=UTC)
    assert one.end - one.start == timedelta(hours=1)
    assert one.place is not None
    assert (one.place.lat, one.place.lon) == (52.5, 13.4)


def test_what_is_over_called_off_or_free_is_skipped(taken):
    found = taken(
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
    assert found.skipped == 4


def test_a_series_is_followed_through_summer_time_with_its_exceptions(taken):
    rule = "RRULE:FREQ=WEEKLY;BYDAY=WE;COUNT=5"
    zoned = ";TZID=Europe/Berlin:202603{:02}T090000"
    found = taken(
        an_event("s", zoned.format(4), rule, "EXDATE;TZID=Europe/Berlin:20260311T090000",
                 end=";TZID=Europe/Berlin:20260304T100000"),
        an_event("s", zoned.format(18), "RECURRENCE-ID;TZID=Europe/Berlin:20260318T090000",
                 "TRANSP:TRANSPARENT", end=";TZID=Europe/Berlin:20260318T100000"),
    )  # fmt: skip
    assert starts(found) == ["03-04 09:00", "03-25 09:00", "04-01 09:00"]


def test_one_busy_date_of_a_free_series_is_busy(taken):
    found = taken(
        an_event("s", ":20260304T090000Z", "RRULE:FREQ=DAILY;COUNT=3", "TRANSP:TRANSPARENT",
                 end=":20260304T100000Z"),
        an_event("s", ":20260305T120000Z", "RECURRENCE-ID:20260305T090000Z",
                 end=":20260305T130000Z"),
    )  # fmt: skip
    assert starts(found) == ["03-05 13:00"]


def test_an_alarm_and_a_folded_line_change_nothing(taken):
    alarm = "BEGIN:VALARM\nACTION:DISPLAY\nTRANSP:TRANSPARENT\nEND:VALARM"
    found = taken(
        an_event("a", ":20260303T130000Z", alarm, end=":20260303T140000Z"),
        an_event("b", ":20260303T150000Z", "TRANSP:TRANS\n PARENT", end=":20260303T160000Z"),
    )
    assert starts(found) == ["03-03 14:00"]


def test_free_busy_periods_count_unless_they_are_free(taken):
    found = taken(
        "BEGIN:VFREEBUSY\nUID:f\nDTSTART:20260302T000000Z\nDTEND:20260401T000000Z\n"
        "FREEBUSY;FBTYPE=BUSY:20260303T080000Z/PT1H30M,20260304T080000Z/2026\n 0304T090000Z\n"
        "FREEBUSY;FBTYPE=FREE:20260305T080000Z/PT1H\n"
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260306T080000Z/PT1H\n"
        "FREEBUSY:20260307T080000Z/nonsense\nEND:VFREEBUSY"
    )
    assert starts(found) == ["03-03 09:00", "03-04 09:00", "03-06 09:00"]
    assert found.times[0].end - found.times[0].start == timedelta(minutes=90)


def test_an_all_day_absence_is_busy_all_day(taken):
    found = taken(an_event("a", ";VALUE=DATE:20260310", end=";VALUE=DATE:20260312"))
    (one,) = found.times
    assert one.all_day
    assert one.end - one.start == timedelta(days=2)


def test_no_calendar_is_said(tmp_path):
    (tmp_path / "x.ics").write_text("hello")
    with pytest.raises(FormatError):
        read_busy(tmp_path / "x.ics", NOW, read)
    with pytest.raises(NotFound):
        read_busy(tmp_path / "y.ics", NOW, read)
