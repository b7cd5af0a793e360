from datetime import datetime, timedelta

from ical_files import LA, by_title, messages, of_lines, read, starts

from eventpal.domain import event_id
from eventpal.feeds.reading import Reading


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
        "2 events have a duration that is not possible, such as “Too long” and “Nonsense”."
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


def test_events_without_an_id_get_one_that_stays() -> None:
    first, again = read("no_uid"), read("no_uid")
    ids = [listing.event.id for listing in first.listings]
    assert len(set(ids)) == 2
    assert ids == [listing.event.id for listing in again.listings]


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


def test_a_date_written_as_midnight_is_a_whole_day() -> None:
    (listing,) = of_lines("UID:1", "DTSTART:20260310T000000", "DTEND:20260312T000000").listings
    event = listing.event
    assert event.all_day
    assert event.end == datetime(2026, 3, 12, tzinfo=LA)


def test_a_wall_clock_that_summer_time_skips_comes_later() -> None:
    (listing,) = of_lines("UID:1", "DTSTART;TZID=America/Los_Angeles:20260308T023000").listings
    event = listing.event
    assert f"{event.start:%H:%M %z}" == "03:30 -0700"


def test_a_damaged_recurrence_id_makes_no_second_series() -> None:
    (listing,) = of_lines("UID:1", "DTSTART:20260310T190000Z", "RECURRENCE-ID:someday").listings
    assert listing.event.series == event_id("1")
    assert listing.event.id == event_id("1", "20260310T190000Z")


def test_flags_of_other_software_make_a_midnight_a_whole_day() -> None:
    for flag in ("X-MICROSOFT-CDO-ALLDAYEVENT:TRUE", "X-LIVEWHALE-ALL-DAY:1"):
        (listing,) = of_lines("UID:1", "DTSTART:20260310T000000", flag).listings
        assert listing.event.all_day
        (listing,) = of_lines("UID:1", "DTSTART:20260310T190000", flag).listings
        assert not listing.event.all_day
