"""Each trap that publishers set, as a small file in tests/data/ical, and what comes of it."""

import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventpal.domain import Event, Listing, Place, Status, event_id
from eventpal.errors import FormatError
from eventpal.feeds.ical import read_ical
from eventpal.feeds.reading import Reading, Window
from eventpal.feeds.sanitize import plain_line, plain_text

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


def lengths(reading: Reading) -> dict[str, timedelta | None]:
    events = [listing.event for listing in reading.listings]
    return {event.title: event.end - event.start if event.end else None for event in events}


def test_durations_are_read_as_they_are_meant() -> None:
    reading = read("durations")
    assert lengths(reading) == {
        "Good concert": timedelta(hours=2),
        "Fifteen minutes": timedelta(minutes=15),
        "Two hours": timedelta(hours=2),
        "Ninety minutes": timedelta(minutes=90),
        "A week": timedelta(days=7),
        "Too long": None,
        "Nonsense": None,
    }
    assert messages(reading) == [
        "“Too long” has the duration “P999999999999999999W”, which is not possible.",
        "“Nonsense” has the duration “soon”, which is not possible.",
    ]


def test_an_event_without_a_usable_start_costs_only_itself() -> None:
    reading = read("broken_start")
    assert {title: starts(found) for title, found in by_title(reading).items()} == {
        "Good concert": ["03-10 19:00"],
        "Two starts": ["03-12 12:00"],
    }
    assert messages(reading) == [
        "2 events have no start and were left out, such as “No start” and “Empty start”.",
        "“Bad start” has the start “20269901T180000Z”, which is no date, and was left out.",
        "“Two starts” has two different starts, of which the first is used.",
    ]


def test_an_end_before_the_start_is_the_night_after_or_not_shown() -> None:
    reading = read("end_before_start")
    assert lengths(reading) == {
        "Good concert": timedelta(hours=2),
        "Backwards": None,
        "Through the night": timedelta(hours=6),
        "Ages": None,
    }
    assert messages(reading) == [
        "“Backwards” ends before its start, so the end is not shown.",
        "“Ages” lasts more than ten years, so the end is not shown.",
    ]


def test_endless_rules_leave_the_first_date_and_take_no_time() -> None:
    began = time.perf_counter()
    reading = read("endless_rules")
    assert time.perf_counter() - began < 3
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


def test_extra_dates_may_have_lengths_of_their_own() -> None:
    found = by_title(read("extra_dates"))
    spans = found["Extra dates"].dates
    assert [(span.start.day, span.end - span.start) for span in spans if span.end] == [
        (2, timedelta(hours=1)),
        (5, timedelta(hours=1)),
        (8, timedelta(hours=1)),
        (10, timedelta(hours=3)),
        (11, timedelta(hours=2)),
    ]
    assert [span.start.day for span in found["Whole days"].dates] == [7, 9, 10, 20]


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


def test_events_without_an_id_get_one_that_stays() -> None:
    first, again = read("no_uid"), read("no_uid")
    ids = [listing.event.id for listing in first.listings]
    assert len(set(ids)) == 2
    assert ids == [listing.event.id for listing in again.listings]


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


def test_everything_that_a_publisher_says_is_read() -> None:
    (listing,) = read("rich").listings
    berlin = ZoneInfo("Europe/Berlin")
    assert listing.event == Event(
        id=event_id("rich@test.example"),
        uid="rich@test.example",
        title="Jazz at the Mill",
        start=datetime(2026, 3, 10, 19, tzinfo=berlin),
        end=datetime(2026, 3, 10, 22, tzinfo=berlin),
        tz="Europe/Berlin",
        status=Status.TENTATIVE,
        venue="Old Mill",
        address="12 Mill Street, Springfield, IL 62701",
        place=Place(52.52, 13.405),
        price_min=12.0,
        price_max=18.0,
        currency="EUR",
        is_free=False,
        categories=("Music", "Jazz, modern"),
        organiser="Mill Club",
        description="Doors 18:30. Trio & guests.\nTickets at the door.",
        url="https://mill.example/jazz?a=1&b=2",
        image="https://mill.example/jazz.jpg",
        series=event_id("rich@test.example"),
    )


def test_the_fields_of_each_kind_of_software_are_read() -> None:
    events = {title: found.event for title, found in by_title(read("fields")).items()}
    apple = events["Garden day"]
    assert (apple.venue, apple.address) == ("Community Farm", "55 Shasta Ave, Petaluma")
    assert apple.place == Place(38.24, -122.64)
    trumba = events["Painting class"]
    assert (trumba.price_min, trumba.is_free) == (25.0, False)
    assert (trumba.image, trumba.url) == ("https://img.example/p.png", "https://t.example/1")
    tockify = events["Tasting"]
    assert tockify.description == "A flight of four"
    assert (tockify.image, tockify.url) == ("https://img.example/t.jpg", "https://book.example/t")
    other = events["From elsewhere"]
    assert (other.organiser, other.url) == ("City Library", "https://library.example/e/1")
    assert other.image == ""
    assert (events["Webinar"].venue, events["Webinar"].url) == (
        "Online",
        "https://meet.example/abc",
    )
    assert (events["Zoom call"].venue, events["Zoom call"].url) == (
        "Online",
        "https://zoom.example/j/1",
    )
    only_html = events["Only HTML"]
    assert (only_html.description, only_html.status) == ("Come along", Status.CANCELLED)
    assert only_html.place is None  # 0, 0 is what is written for "unknown"
    structured = events["Structured place"]
    assert (structured.venue, structured.place) == ("Town Hall", Place(52.5, 13.4))


def test_a_date_written_as_midnight_is_a_whole_day() -> None:
    lines = "UID:1\nSUMMARY:Fair\nDTSTART:20260310T000000\nDTEND:20260312T000000"
    body = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR".encode()
    event = read_ical(body, WINDOW, LA, "fair").listings[0].event
    assert event.all_day
    assert event.end == datetime(2026, 3, 12, tzinfo=LA)


def test_a_wall_clock_that_summer_time_skips_comes_later() -> None:
    lines = "UID:1\nSUMMARY:Party\nDTSTART;TZID=America/Los_Angeles:20260308T023000"
    body = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR".encode()
    event = read_ical(body, WINDOW, LA, "party").listings[0].event
    assert f"{event.start:%H:%M %z}" == "03:30 -0700"


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


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(sorted(path.name for path in FILES.glob("*.ics"))),
    st.lists(
        st.tuples(st.integers(0, 3000), st.binary(max_size=12), st.integers(0, 40)), max_size=8
    ),
)
def test_damage_anywhere_is_never_an_exception(
    name: str, cuts: list[tuple[int, bytes, int]]
) -> None:
    body = bytearray((FILES / name).read_bytes())
    for at, put, length in cuts:
        body[at : at + length] = put
    try:
        reading = read_ical(bytes(body), WINDOW, LA, name)
    except FormatError:
        return
    assert reading.listings or reading.problems
    for listing in reading.listings:
        assert listing.event.title
        assert listing.event.start.tzinfo is not None
        assert list(listing.dates) == sorted(listing.dates, key=lambda span: span.start)
