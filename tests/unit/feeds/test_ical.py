"""What comes of whole files: series, zones, several calendars, and what icalendar writes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ical_files import FILES, LA, WINDOW, by_title, messages, read, starts

from eventpal.domain import Status, event_id
from eventpal.errors import FormatError
from eventpal.feeds.calendar.ical import read_ical
from eventpal.feeds.words.sanitize import plain_line, plain_text


@pytest.mark.timeout(60)  # far above what it takes: only a hang fails
def test_endless_rules_leave_the_first_date_and_take_no_time() -> None:
    reading = read("endless_rules")
    found = by_title(reading)
    for title in ("Each second", "Each minute", "Count of a billion"):
        assert [span.start.year for span in found[title].dates] == [2020]
    assert starts(found["Good concert"]) == ["03-10 19:00"]
    assert starts(found["Never on that day"]) == ["03-09 12:00"]
    assert found["Never matches"].dates == ()
    assert messages(reading) == [
        "3 events repeat, but only their first dates are known because the rule gives too many"
        " dates, such as “Each second” and “Each minute”."
    ]


def test_rules_that_are_wrong_leave_the_first_date_and_say_why() -> None:
    reading = read("wrong_rules")
    found = by_title(reading)
    assert starts(found.pop("Two rules")) == ["03-10 19:00", "03-11 19:00", "03-17 19:00"]
    assert {tuple(starts(listing)) for listing in found.values()} == {("03-10 19:00",)}
    assert len(messages(reading)) == 6
    assert messages(reading)[0] == (
        "“Ninety-ninth Monday” repeats, but only its first date is known because BYDAY “99MO” is"
        " not a day of the week."
    )


def test_instances_of_a_series_have_rows_of_their_own() -> None:
    reading = read("overrides")
    series = event_id("choir@test.example")
    master, moved, cancelled, inherited = reading.listings
    assert (master.event.id, starts(master)) == (series, ["03-02 19:00", "04-06 19:00"])
    assert moved.event.id == event_id("choir@test.example", "20260317T020000Z")
    assert (moved.event.title, starts(moved)) == ("Choir (moved)", ["03-17 20:00"])
    assert (cancelled.event.status, starts(cancelled)) == (Status.CANCELLED, ["03-23 19:00"])
    assert (inherited.event.title, starts(inherited)) == ("Choir", ["03-30 18:00"])
    assert {listing.event.series for listing in reading.listings} == {series}
    assert [listing.recurring for listing in reading.listings] == [True, False, False, False]


def test_an_instance_may_change_all_that_follow() -> None:
    master, rest = read("this_and_future").listings
    assert starts(master) == ["03-02 19:00", "03-09 19:00"]
    assert starts(rest) == ["03-16 20:00", "03-23 20:00", "03-30 20:00"]
    assert {span.end - span.start for span in rest.dates if span.end} == {timedelta(hours=2)}
    assert rest.event.series == master.event.id


def test_one_uid_for_several_dates_loses_none_of_them() -> None:
    plays = [
        listing.event for listing in read("same_uid").listings if listing.event.title == "The play"
    ]
    assert [event.start.day for event in plays] == [10, 11]
    assert len({event.id for event in plays}) == 2
    assert {event.series for event in plays} == {event_id("play@test.example")}
    assert plays[0].description == "Said twice"  # what is said last of the same date


def test_a_higher_sequence_is_the_same_event_changed() -> None:
    (moved,) = (x.event for x in read("same_uid").listings if x.event.title == "Moved")
    assert (moved.id, moved.start.day) == (event_id("moved@test.example"), 17)


def test_zones_are_understood_by_all_their_names() -> None:
    reading = read("windows_zones")
    assert len(reading.listings) == 6
    assert {f"{x.event.start:%H:%M %z}" for x in reading.listings} == {"18:00 -0700"}
    assert not reading.problems


def test_an_unknown_zone_is_guessed_and_said() -> None:
    reading = read("unknown_zone")
    assert starts(by_title(reading)["On Mars"]) == ["03-10 19:00"]
    assert messages(reading) == [
        "The time zone “Mars/Olympus Mons” is not known, so times in it were read as"
        " America/Los_Angeles time."
    ]


def test_floating_and_all_day_times_are_the_calendars_own() -> None:
    reading = read("floating")
    events = {title: found.event for title, found in by_title(reading).items()}
    assert reading.title == "Berlin events"
    assert {event.tz for event in events.values()} == {"Europe/Berlin"}
    assert f"{events['Floating'].start:%H:%M %z}" == "19:00 +0100"
    assert f"{events['UTC'].start:%H:%M %z}" == "20:00 +0100"
    day = events["Whole day"]
    assert (day.all_day, f"{day.start:%d %H:%M %z}") == (True, "10 00:00 +0100")
    assert day.end == day.start + timedelta(days=1)


def test_a_zone_of_its_own_is_kept_by_its_series_and_shown_on_a_known_clock() -> None:
    (camp,) = read("own_zone").listings
    instants = [f"{span.start.astimezone(UTC):%m-%d %H:%M}" for span in camp.dates]
    assert instants[:5] == [
        "03-10 22:30",
        "03-17 22:30",
        "03-24 22:30",
        "03-31 22:30",
        "04-07 21:30",
    ]
    assert camp.event.tz == "America/Los_Angeles"


def test_what_one_file_defines_is_not_seen_by_another() -> None:
    read("own_zone")
    body = (FILES / "own_zone.ics").read_text().split("BEGIN:VTIMEZONE")
    without = body[0] + body[1].split("END:VTIMEZONE\n")[1]
    reading = read_ical(without.encode(), WINDOW, LA, "other")
    assert starts(reading.listings[0])[0] == "03-10 19:00"
    assert "“Camp time” is not known" in messages(reading)[0]


def test_zones_that_cannot_be_are_said() -> None:
    reading = read("wrong_zone")
    assert len(reading.listings) == 2
    assert [message[:27] for message in messages(reading)] == [
        "The time zone “Nowhere” is ",
        "The time zone “Void” is not",
    ]


def test_vcalendar_1_is_read() -> None:
    (listing,) = read("vcalendar_1").listings
    assert listing.event.title == "Café concert"
    assert listing.event.description == "First line\nsecond line"
    assert listing.event.categories == ("MUSIC", "JAZZ")
    assert starts(listing) == ["03-10 12:00", "03-17 12:00", "03-24 12:00"]


def test_missing_ends_lose_no_event() -> None:
    reading = read("missing_ends")
    assert list(by_title(reading)) == ["First", "Second", "Third"]
    assert by_title(reading)["Second"].event.description == ""  # the alarm's is not the event's


def test_each_calendar_of_a_file_has_its_own_zone() -> None:
    found = by_title(read("several_calendars"))
    assert found["In the first"].event.tz == "Europe/Berlin"
    assert found["In the second"].event.tz == "America/New_York"


def test_junk_before_the_calendar_is_passed_over() -> None:
    reading = read("junk_before")
    assert list(by_title(reading)) == ["Good concert"]
    assert not reading.problems


def test_text_that_was_not_folded_is_kept() -> None:
    (listing,) = read("unfolded_text").listings
    assert listing.event.description == "First paragraph\nSecond paragraph, which nobody folded"
    assert listing.event.venue == "Hall"


def test_an_empty_calendar_says_so() -> None:
    reading = read("empty")
    assert reading.listings == ()
    assert messages(reading) == ["The calendar lists no events at present."]


def test_a_web_page_is_an_error_that_says_so() -> None:
    with pytest.raises(FormatError, match="a web page titled “Log in”"):
        read_ical(b"<html><title>Log in</title></html>", WINDOW, LA, "page")


def test_a_cancelled_calendar_cancels_its_events() -> None:
    body = (FILES / "junk_before.ics").read_bytes().replace(b"VERSION:2.0", b"METHOD:CANCEL")
    (listing,) = read_ical(body, WINDOW, LA, "x").listings
    assert listing.event.status is Status.CANCELLED


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)
zones = st.sampled_from(
    ["America/Los_Angeles", "Europe/Berlin", "Asia/Kolkata", "Pacific/Auckland"]
)


@st.composite
def components(draw: st.DrawFn) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", draw(st.uuids()).hex)
    event.add("summary", draw(words))
    event.add("description", draw(words))
    naive = draw(st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)))  # noqa: DTZ001
    if draw(st.booleans()):
        event.add("dtstart", naive.date())
        event.add("dtend", naive.date() + timedelta(days=draw(st.integers(1, 9))))
    else:
        start = naive.replace(microsecond=0, second=1, tzinfo=ZoneInfo(draw(zones)))
        event.add("dtstart", start)
        event.add("dtend", start + timedelta(minutes=draw(st.integers(1, 3000))))
    return event


@settings(deadline=None)
@given(st.lists(components(), max_size=6), st.sampled_from(["\r\n", "\n", "\r"]))
def test_what_icalendar_writes_comes_back(events: list[icalendar.Event], ending: str) -> None:
    calendar = icalendar.Calendar()
    for event in events:
        calendar.add_component(event)
    body = calendar.to_ical().replace(b"\r\n", ending.encode())
    found = {
        listing.event.uid: listing.event for listing in read_ical(body, WINDOW, LA, "x").listings
    }
    assert len(found) == len(events)
    for event in events:
        mine = found[str(event["uid"])]
        start, end = event["dtstart"].dt, event["dtend"].dt
        assert mine.title == (plain_line(str(event["summary"]).strip()) or "Untitled event")
        assert mine.description == plain_text(str(event["description"]).strip())
        if mine.all_day:
            assert (mine.start.date(), mine.end.date() if mine.end else None) == (start, end)
        else:
            assert mine.start == start.astimezone(UTC)
            wall = end.replace(tzinfo=None) - start.replace(tzinfo=None)
            assert mine.end is not None
            assert mine.end == (start + wall).astimezone(UTC)
        assert isinstance(start, date)
