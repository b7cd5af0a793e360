"""When: what phrases are found, and which spans they mean."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventpal.chat.dates import spotting
from eventpal.chat.dates.feasts import feast, long_weekend
from eventpal.chat.dates.regions import Moment, moment
from eventpal.domain import Event

ZONE = ZoneInfo("Europe/Dublin")
NOW = datetime(2026, 11, 18, 10, tzinfo=ZONE)
"""A Wednesday."""


def spans(text, now=NOW):
    spotted = spotting.spot(text, now.date())
    found = spotting.resolve(spotting.joined(spotted, text), now, ZONE)
    return [] if found is None else [f"{a:%d.%m. %H:%M}-{b:%d.%m. %H:%M}" for a, b in found.spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what's on this weekend?", ["21.11. 00:00-23.11. 00:00"]),
        ("anything tonight", ["18.11. 17:00-19.11. 00:00"]),
        ("next friday evening", ["27.11. 17:00-28.11. 00:00"]),
        ("in two weeks", ["30.11. 00:00-07.12. 00:00"]),
        ("12 December", ["12.12. 00:00-13.12. 00:00"]),
        ("Fri 27 Nov", ["27.11. 00:00-28.11. 00:00"]),
        ("am 12.12.", ["12.12. 00:00-13.12. 00:00"]),
        ("am Samstagabend", ["21.11. 17:00-22.11. 00:00"]),
        ("nächste Woche", ["23.11. 00:00-30.11. 00:00"]),
        ("morgen früh", ["19.11. 05:00-19.11. 12:00"]),
        ("am Dienstag morgen", ["24.11. 05:00-24.11. 12:00"]),
        ("übermorgen ab 18 Uhr", ["20.11. 18:00-21.11. 04:00"]),
        ("friday night", ["20.11. 18:00-21.11. 04:00"]),
        ("tmrw after 6", ["19.11. 18:00-20.11. 04:00"]),
        ("thursday between 6 and 9pm", ["19.11. 18:00-19.11. 21:00"]),
        ("morgen Abend zwischen 18 und 21 Uhr", ["19.11. 18:00-19.11. 21:00"]),
        ("between friday and sunday", ["20.11. 00:00-23.11. 00:00"]),
        ("until sunday", ["18.11. 10:00-23.11. 00:00"]),
        ("before christmas", ["18.11. 10:00-24.12. 00:00"]),
        ("early december", ["01.12. 00:00-11.12. 00:00"]),
        ("saturday pm or sunday", ["21.11. 12:00-21.11. 17:00", "22.11. 00:00-23.11. 00:00"]),
        ("saturday or sunday evening", ["21.11. 17:00-22.11. 00:00", "22.11. 17:00-23.11. 00:00"]),
        ("weekday evenings next week", [f"{d}.11. 17:00-{d + 1}.11. 00:00" for d in range(23, 28)]),
        ("new year's eve", ["31.12. 00:00-01.01. 00:00"]),
        ("half seven tomorrow", ["19.11. 19:00-19.11. 20:01"]),
        ("samstag um halb acht", ["21.11. 19:00-21.11. 20:01"]),
        ("friday morning, after 9", ["20.11. 09:00-20.11. 12:00"]),
        ("after six on friday", ["20.11. 18:00-21.11. 04:00"]),
        ("saturday the 28th", ["28.11. 00:00-29.11. 00:00"]),
        ("from monday to thursday next week", ["23.11. 00:00-27.11. 00:00"]),
        ("a fortnight on friday", ["04.12. 00:00-05.12. 00:00"]),
        ("end of december", ["21.12. 00:00-01.01. 00:00"]),
        ("11/28", ["28.11. 00:00-29.11. 00:00"]),
        ("1/12", ["01.12. 00:00-02.12. 00:00"]),
        ("thanksgiving", ["26.11. 00:00-27.11. 00:00"]),
        ("guten Morgen, was ist am Wochenende?", ["21.11. 00:00-23.11. 00:00"]),
    ],
)  # fmt: skip
def test_a_phrase_means_these_spans(text, expected):
    assert spans(text) == expected


@pytest.mark.parametrize(
    ("name", "today", "expected"),
    [
        ("memorial day", date(2027, 5, 20), (date(2027, 5, 31), 1)),
        ("easter monday", date(2027, 1, 1), (date(2027, 3, 29), 1)),
        ("easter", date(2024, 4, 1), (date(2025, 4, 20), 1)),
        ("bank holiday", date(2027, 5, 4), (date(2027, 5, 31), 1)),
        ("pfingstmontag", date(2026, 1, 1), (date(2026, 5, 25), 1)),
        ("labor day", date(2026, 9, 8), (date(2027, 9, 6), 1)),
    ],
)
def test_a_feast_that_moves_is_found_in_its_year(name, today, expected):
    assert feast(name, Moment(today)) == expected


@pytest.mark.parametrize(
    ("zone", "country", "south"),
    [
        ("Europe/Dublin", "IE", False),
        ("America/Chicago", "US", False),
        ("America/Indiana/Knox", "US", False),
        ("America/Toronto", "CA", False),
        ("Pacific/Auckland", "NZ", True),
        ("Australia/Perth", "AU", True),
        ("Africa/Johannesburg", "", True),
        ("UTC", "", False),
    ],
)
def test_a_clock_tells_its_country_and_half_of_the_globe(zone, country, south):
    found = moment(NOW, ZoneInfo(zone))
    assert (found.country, found.south) == (country, south)


def test_a_feast_on_a_monday_makes_its_weekend_long():
    assert long_weekend(date(2027, 5, 31), 1) == (date(2027, 5, 29), 3)


@pytest.mark.parametrize(
    "text",
    ["quiz night", "the second one", "under 20 euros", "for a 6 year old", "a march for peace",
     "2 tickets", "after the show", "may I ask", "within 5 km"],
)  # fmt: skip
def test_what_says_no_time_is_left_alone(text):
    assert spans(text) == []


def test_what_is_not_wanted_is_taken_away():
    assert spans("this week but not in the evening")[:2] == [
        "18.11. 10:00-18.11. 17:00",
        "19.11. 00:00-19.11. 17:00",
    ]
    fridays = spotting.resolve(["not on friday"], NOW, ZONE)
    assert fridays is not None
    assert not any(start.weekday() == 4 for start, _ in fridays.spans)


def test_what_is_over_is_no_span():
    assert spans("this morning", NOW.replace(hour=18)) == []


def an_event(start, hours, all_day=False):
    return Event(
        id="e", uid="e", title="x", start=start, end=start + timedelta(hours=hours), all_day=all_day
    )


def test_what_lasts_for_days_is_on_while_it_lasts_but_at_no_hour():
    show = an_event(NOW.replace(hour=0) - timedelta(days=3), 24 * 20, all_day=True)
    saturday, evening = (spotting.resolve([p], NOW, ZONE) for p in ("saturday", "saturday evening"))
    assert saturday is not None
    assert saturday.hold(show)
    assert not saturday.begin(show)
    assert evening is not None
    assert not evening.hold(show)
    assert evening.hold(an_event(NOW.replace(day=21, hour=19), 2))
    assert not evening.hold(an_event(NOW.replace(day=21, hour=15), 5))


@given(st.text(max_size=80))
def test_any_text_is_read_without_failing(text):
    found = spotting.resolve(spotting.joined(spotting.spot(text, NOW.date()), text), NOW, ZONE)
    if found is not None:
        assert all(start < end and end > NOW for start, end in found.spans)


@given(st.sampled_from(["friday", "tonight", "next week", "am Samstagabend", "12 december"]))
def test_a_phrase_that_was_found_is_found_again(phrase):
    once = spotting.joined(spotting.spot(phrase, NOW.date()), phrase)
    again = [one for part in once for one in spotting.joined(spotting.spot(part, NOW.date()), part)]
    assert spotting.resolve(once, NOW, ZONE) == spotting.resolve(again, NOW, ZONE)
