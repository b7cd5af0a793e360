from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventpal.feeds.words.calendar_words import MONTHS, WEEKDAYS
from eventpal.feeds.words.dates import When, find_whens

PACIFIC = ZoneInfo("America/Los_Angeles")
BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 8, 22)


def only(text: str, zone: ZoneInfo = PACIFIC, today: date = TODAY) -> When:
    whens = find_whens(text, zone=zone, today=today)
    assert len(whens) == 1, whens
    return whens[0]


def shown(when: When) -> str:
    """``start[/end]`` without seconds; dates alone for all-day events, the last day included."""
    if when.all_day:
        assert when.end is not None
        assert when.start.time() == when.end.time() == datetime.min.time()
        last = date.fromordinal(when.end.date().toordinal() - 1)
        return f"{when.start:%Y-%m-%d}" + (f"/{last}" if last != when.start.date() else "")
    start = f"{when.start:%Y-%m-%dT%H:%M}"
    return start + (f"/{when.end:%Y-%m-%dT%H:%M}" if when.end else "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Story Time — Fri Aug 21, 10:30 AM — Oak Library", "2026-08-21T10:30"),
        ("Friday, August 21, 2026 at 7 pm", "2026-08-21T19:00"),
        ("Monday, Dec. 7, 2015, 10 – 11 a.m.", "2015-12-07T10:00/2015-12-07T11:00"),
        ("Thursday, February 18, 2016, 9am - 1pm", "2016-02-18T09:00/2016-02-18T13:00"),
        ("September 1, 2026 Event Time: 02:00 PM - 03:30 PM", "2026-09-01T14:00/2026-09-01T15:30"),
        ("Aug 28 @ 7:30pm", "2026-08-28T19:30"),
        ("Wed 9/2 6-8pm", "2026-09-02T18:00/2026-09-02T20:00"),
        ("Sept. 5, 7–9 pm", "2026-09-05T19:00/2026-09-05T21:00"),
        ("Sept. 5, 11 - 1 pm", "2026-09-05T11:00/2026-09-05T13:00"),
        ("Sept. 5, 10:30 AM - noon", "2026-09-05T10:30/2026-09-05T12:00"),
        ("September 4th noon to 2", "2026-09-04T12:00/2026-09-04T14:00"),
        ("Sept 5, 8 pm - midnight", "2026-09-05T20:00/2026-09-06T00:00"),
        ("Sept 5, 9pm-2am", "2026-09-05T21:00/2026-09-06T02:00"),
        (
            "Saturday, August 22, 2026 from 10:00 a.m. to 3:00 p.m.",
            "2026-08-22T10:00/2026-08-22T15:00",
        ),
        ("Tuesday, Sept. 8, 2026 at 12 noon", "2026-09-08T12:00"),
        ("7 PM on Friday, September 4", "2026-09-04T19:00"),
        ("7:30pm Friday September 4", "2026-09-04T19:30"),
        ("Friday Sep 4 doors 7, show 8", "2026-09-04T20:00"),
        ("Friday Sep 4, Doors: 6:30 PM, Show: 7:30 PM", "2026-09-04T19:30"),
        ("Friday Sep 4, doors open at 7pm", "2026-09-04T19:00"),
        ("Friday Sep 4 at 7", "2026-09-04T19:00"),
        ("Friday Sep 4 at 10", "2026-09-04T10:00"),
        ("October 2, 2026 - 7pm", "2026-10-02T19:00"),
        ("8/28/2026 7:00 PM", "2026-08-28T19:00"),
        ("10/3 1:00 PM Football at Riverside", "2026-10-03T13:00"),
        ("2026-08-21T19:00", "2026-08-21T19:00"),
        ("2026-08-21 19:00", "2026-08-21T19:00"),
        ("2026/08/21 7:00 PM", "2026-08-21T19:00"),
        ("20260821T190000", "2026-08-21T19:00"),
        ("Jan 3, 2027, 6:00 PM", "2027-01-03T18:00"),
    ],
)
def test_dates_with_times(text: str, expected: str) -> None:
    when = only(text)
    assert shown(when) == expected
    assert when.start.tzinfo is PACIFIC
    assert not when.all_day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("September 5", "2026-09-05"),
        ("Sat Sept 5th", "2026-09-05"),
        ("September 5–7", "2026-09-05/2026-09-07"),
        ("September 28 - October 3", "2026-09-28/2026-10-03"),
        ("October 3, 2026 - October 4, 2026", "2026-10-03/2026-10-04"),
        ("Dec 30, 2026 - Jan 2, 2027", "2026-12-30/2027-01-02"),
        ("Dec 30 - Jan 2, 2027", "2026-12-30/2027-01-02"),
        ("Fri, Sep 4 - Sun, Sep 6", "2026-09-04/2026-09-06"),
        ("March 1 through August 31, 2026", "2026-03-01/2026-08-31"),
        ("2026-09-05", "2026-09-05"),
        ("9/5/2026", "2026-09-05"),
        ("9/5/26", "2026-09-05"),
        ("25/12/2026", "2026-12-25"),
        ("[9/5] Concert", "2026-09-05"),
        ("1st of May 2027", "2027-05-01"),
        ("5 September 2026", "2026-09-05"),
        ("Sept 5, 5 Main Street", "2026-09-05"),
    ],
)
def test_whole_days(text: str, expected: str) -> None:
    when = only(text)
    assert when.all_day
    assert shown(when) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Freitag, 4. September 2026, 19.30 Uhr", "2026-09-04T19:30"),
        ("Fr. 4.9.2026 um 20 Uhr", "2026-09-04T20:00"),
        ("4.–6. September 2026", "2026-09-04/2026-09-06"),
        ("Samstag, 12. September 2026, 18:00 – 22:00 Uhr", "2026-09-12T18:00/2026-09-12T22:00"),
        ("am 3.10. ab 19 Uhr", "2026-10-03T19:00"),
        ("Sonntag, 6. Dezember, 17 Uhr, Einlass 16 Uhr", "2026-12-06T17:00"),
        ("1. März 2027", "2027-03-01"),
        ("vendredi 4 septembre 2026 à 20h30", "2026-09-04T20:30"),
        ("du 28 septembre au 3 octobre 2026", "2026-09-28/2026-10-03"),
        ("samedi 12 septembre de 14h à 18h", "2026-09-12T14:00/2026-09-12T18:00"),
        ("1er décembre 2026", "2026-12-01"),
        ("viernes 4 de septiembre de 2026 a las 19:00", "2026-09-04T19:00"),
        ("del 5 al 7 de diciembre de 2026", "2026-12-05/2026-12-07"),
        ("sábado 12 de diciembre, 18:30", "2026-12-12T18:30"),
        ("31/12/2026 22:00", "2026-12-31T22:00"),
        ("3/4/2027", "2027-04-03"),
    ],
)
def test_other_languages(text: str, expected: str) -> None:
    assert shown(only(text, BERLIN)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Open 24/7, 1/2 cup of flour, a 50/50 raffle",
        "You may 5 times march 3 miles",
        "Summer Series 2026",
        "Call 707-555-1234 or visit 12 Main Street",
        "Tickets $15-20",
        "Rooms 3-4, 7pm",
        "Chapter 9.1.2 and version 2.0",
        "February 30, 2026",
        "13/45/2026",
        "99999999",
    ],
)
def test_no_date(text: str) -> None:
    assert find_whens(text, zone=PACIFIC, today=TODAY) == []


def test_zones_and_offsets_are_followed() -> None:
    assert only("Sep 10, 2026, 10-11:30am EDT").start == datetime(
        2026, 9, 10, 10, tzinfo=ZoneInfo("America/New_York")
    )
    # "PST" in summer is what people call Pacific time all year.
    assert only("Sep 10, 2026, 10 am PST", BERLIN).start.isoformat() == "2026-09-10T10:00:00-07:00"
    assert only("2026-08-21T19:00:00Z").start.isoformat() == "2026-08-21T19:00:00+00:00"
    assert only("2026-08-21T19:00:00-05:30").start.isoformat() == "2026-08-21T19:00:00-05:30"


def test_a_list_of_days() -> None:
    when = only("July 10, 17, 24 & 31, 2026 at 6pm")
    assert shown(when) == "2026-07-10T18:00"
    assert when.more == (date(2026, 7, 17), date(2026, 7, 24), date(2026, 7, 31))
    assert only("5 y 6 de diciembre", BERLIN).more == (date(2026, 12, 6),)


def test_the_year_follows_from_the_weekday() -> None:
    # The 5th of June is a Friday in 2026 and a Saturday in 2027.
    assert only("Fri June 5").start.year == 2026
    assert only("Sat June 5").start.year == 2027


def test_the_year_without_a_weekday_is_the_coming_one_but_for_the_recent_past() -> None:
    assert only("July 30").start.year == 2026
    assert only("June 1").start.year == 2027
    assert only("January 5").start.year == 2027
    assert only("December 20", today=date(2027, 1, 5)).start.year == 2026


def test_a_long_dash_parts_a_title_from_its_date() -> None:
    first, second = find_whens(
        "Pool Party June 7th 2026 — Sun Sep 6, 11:00 AM — Lodge", zone=PACIFIC, today=TODAY
    )
    assert shown(first) == "2026-06-07"
    assert shown(second) == "2026-09-06T11:00"


def test_confidence_says_how_much_was_written() -> None:
    complete = only("Friday, September 4, 2026").confidence
    dated = only("September 4, 2026").confidence
    weekday = only("Friday, September 4").confidence
    bare = only("September 4").confidence
    wrong = only("Monday, September 4, 2026").confidence
    assert complete > dated > weekday > bare > 0.5 >= wrong


@pytest.mark.parametrize(
    "text",
    [
        "Posted on September 4, 2026",
        "Register by September 4, 2026",
        "RSVP by September 4",
        "Deadline: September 4, 2026",
        "Tickets on sale September 4, 2026",
        "Open since September 4, 2019",
        "Anmeldeschluss: 4. September 2026",
    ],
)
def test_dates_of_something_else_count_little(text: str) -> None:
    assert only(text).confidence < 0.5


def test_a_label_adds_confidence() -> None:
    assert only("When: September 4").confidence > only("September 4").confidence


def test_the_span_is_where_it_stands() -> None:
    text = "Concert | Fri Sep 4, 7 PM | Park"
    when = only(text)
    assert text[slice(*when.span)] == "Fri Sep 4, 7 PM"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_is_read_without_fault(text: str) -> None:
    for when in find_whens(text, zone=PACIFIC, today=TODAY):
        assert 0 <= when.span[0] < when.span[1] <= len(text.lower())
        assert when.end is None or when.end > when.start


_PIECES = [*MONTHS, *WEEKDAYS, *"0123456789-–—/.:,& ", " to ", " pm ", "a.m.", " uhr", "2026", "12"]


@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join))
def test_date_like_text_is_read_without_fault(text: str) -> None:
    for when in find_whens(text, zone=BERLIN, today=TODAY):
        assert when.start.tzinfo is not None
        assert 0 <= when.confidence <= 1


@given(
    st.builds(
        datetime.combine,
        st.dates(date(2025, 1, 1), date(2028, 12, 31)),
        st.times(),
        st.just(PACIFIC),
    ),
    st.sampled_from(
        ["{:%A, %B %d, %Y at %I:%M %p}", "{:%a %b %d, %Y, %I:%M %p}", "{:%Y-%m-%dT%H:%M}"]
    ),
)
def test_what_is_written_in_full_is_read_back(moment: datetime, form: str) -> None:
    assert only(form.format(moment)).start == moment.replace(second=0, microsecond=0, fold=0)


@pytest.mark.timeout(60)  # far above what it takes: only a hang fails
@pytest.mark.parametrize(
    "hostile",
    [
        "5 " * 3000,
        "may 5 - " * 800,
        "mon, " * 1200,
        "1/" * 3000,
        "june 5, 6, " * 550,
        "7pm-" * 1500,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_hostile_text_is_quick(hostile: str) -> None:
    find_whens(hostile, zone=PACIFIC, today=TODAY)
