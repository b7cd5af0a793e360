import itertools
import json
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import icalendar
import pytest

from eventpal import paths
from eventpal.domain import Place, distance_km
from eventpal.errors import NotFound
from eventpal.feeds import sample

ROOT = Path(__file__).parents[3]
MONDAY = date(2026, 11, 23)
ANCHORS = [
    MONDAY,
    date(2026, 11, 29),  # a Sunday; eight weeks on is another year
    date(2026, 10, 21),  # summer time ends on its Sunday
    date(2027, 3, 3),  # summer time begins in week 3
    date(2028, 2, 24),  # a leap day in week 0
]
CALENDARS = [name for name, file in sample.FILES.items() if file.endswith(".ics")]
FEEDS = [name for name, file in sample.FILES.items() if file.endswith(".xml")]
AGES = {12: "twelve", 13: "thirteen", 14: "fourteen", 16: "sixteen", 18: "eighteen"}
TITLE = re.compile(
    r".+ — (?P<weekday>Mon|Tue|Wed|Thu|Fri|Sat|Sun) "
    r"(?P<date>[A-Z][a-z]{2} \d{1,2}), (?P<time>\d{1,2}:\d\d [AP]M) — .+"
)


def vevents(name: str, anchor: date) -> list[icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(sample.render(name, anchor))
    events = calendar.walk("VEVENT")
    assert not [problem for event in events for problem in event.errors]
    return events


def items(name: str, anchor: date) -> list[Any]:
    feed = feedparser.parse(sample.render(name, anchor))
    assert not feed.bozo
    return feed.entries


def truth(anchor: date) -> dict[str, Any]:
    text = (paths.resources() / "sample" / "truth.json").read_text(encoding="utf-8")
    return json.loads(sample.fill(text, anchor))["events"]


def local(text: str) -> datetime:
    """A date or time of truth.json; a whole day begins at its midnight."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=sample.ZONE)


def published(anchor: date) -> dict[str, str]:
    """Title and description of every listing, by UID."""
    told = {}
    for name in CALENDARS:
        for event in vevents(name, anchor):
            told.setdefault(str(event["UID"]), f"{event['SUMMARY']}\n{event['DESCRIPTION']}")
    for name in FEEDS:
        for item in items(name, anchor):
            told[item.id] = f"{item.title}\n{item.description}"
    return told


# Tokens


@pytest.mark.parametrize(
    ("token", "filled"),
    [
        ("{W0.MON}", "20261123"),
        ("{W2.FRI}", "20261211"),
        ("{W-1.SUN}", "20261122"),
        ("{W2.FRI 19:30}", "20261211T193000"),
        ("{W2.FRI 19:30 utc}", "20261211T193000Z"),
        ("{W2.FRI 19:30 iso}", "2026-12-11T19:30:00+00:00"),
        ("{W2.FRI iso}", "2026-12-11"),
        ("{W2.FRI 19:30 rss}", "Fri, 11 Dec 2026 19:30:00 +0000"),
        ("{W2.FRI 19:30 title}", "Fri Dec 11, 7:30 PM"),
        ("{W2.FRI 12:05 title}", "Fri Dec 11, 12:05 PM"),
        ("{W2.FRI 00:05 title}", "Fri Dec 11, 12:05 AM"),
        ("{W2.FRI words}", "Friday 11 December"),
        ("{WEEK}", "2026w48"),
        ("{W2.FOO} {x}", "{W2.FOO} {x}"),
    ],
)
def test_each_form_of_token_is_filled_in(token, filled):
    assert sample.fill(token, MONDAY + timedelta(days=3)) == filled


def test_times_follow_summer_time():
    before, after = "{W0.SAT 20:00 utc}", "{W0.SUN 20:00 utc}"
    week_of_change = date(2026, 10, 21)
    assert sample.fill(before, week_of_change) == "20261024T190000Z"
    assert sample.fill(after, week_of_change) == "20261025T200000Z"
    assert sample.fill("{W0.SAT 20:00 iso}", week_of_change) == "2026-10-24T20:00:00+01:00"


@pytest.mark.parametrize("name", sample.NAMES)
def test_no_token_is_left_and_every_line_is_short_enough(name):
    body = sample.render(name, MONDAY)
    assert not re.search(rb"\{(W|WEEK)", body)
    if name in CALENDARS:
        assert all(len(line) <= 75 for line in body.split(b"\r\n"))
        assert body.count(b"\n") == body.count(b"\r\n")
        body.replace(b"\r\n ", b"").decode()


# Locations


def test_a_location_reads_as_the_feed_of_its_date():
    there = sample.location("stages", MONDAY)
    assert there == "sample:stages?from=2026-11-23"
    assert sample.read(there, date(2030, 1, 1)) == sample.render("stages", MONDAY)
    assert sample.read("sample:stages", MONDAY) == sample.render("stages", MONDAY)


@pytest.mark.parametrize(
    ("location", "sentence"),
    [
        ("sample:nowhere", "“sample:nowhere” is not in the sample city"),
        ("sample:../../etc/passwd", "is not in the sample city"),
        ("sample:stages?from=2026-13-01", "“2026-13-01” is no date"),
    ],
)
def test_a_location_that_is_not_there_is_said_in_a_sentence(location, sentence):
    with pytest.raises(NotFound, match=re.escape(sentence)):
        sample.read(location, MONDAY)


def test_a_week_gives_the_same_bytes_and_another_week_other_uids():
    assert sample.render("culture", MONDAY) == sample.render("culture", MONDAY + timedelta(days=6))
    here = {str(event["UID"]) for event in vevents("culture", MONDAY)}
    there = {str(event["UID"]) for event in vevents("culture", MONDAY + timedelta(days=7))}
    assert not here & there


# What the feeds hold


def test_files_are_what_the_tables_say():
    script = ROOT / "packaging" / "sample_city" / "build.py"
    if not script.is_file():
        pytest.skip("the tables are not part of an installed EventPal")
    done = subprocess.run(
        [sys.executable, str(script), "--check"],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("anchor", ANCHORS, ids=str)
def test_every_listing_lies_within_eight_weeks(anchor):
    monday = anchor - timedelta(days=anchor.weekday())
    end = monday + timedelta(weeks=9)
    for name in CALENDARS:
        for event in vevents(name, anchor):
            start = event.start.date() if isinstance(event.start, datetime) else event.start
            assert monday <= start < end, event["SUMMARY"]
            assert event.end > event.start, event["SUMMARY"]
    for item in items("packet", anchor):
        start, finish = (
            datetime.fromisoformat(item[key]) for key in ("ev_startdate", "ev_enddate")
        )
        assert monday <= start.date() < end
        assert start < finish < start + timedelta(hours=12)
        assert start.utcoffset() == start.astimezone(sample.ZONE).utcoffset()


@pytest.mark.parametrize("anchor", ANCHORS, ids=str)
def test_a_title_names_the_right_weekday(anchor):
    monday = anchor - timedelta(days=anchor.weekday())
    days = {
        f"{sample.MONTHS[day.month - 1][:3]} {day.day}": sample.DAYS[day.weekday()][:3]
        for day in (monday + timedelta(days=number) for number in range(9 * 7))
    }
    for item in items("noticeboard", anchor):
        match = TITLE.fullmatch(item.title)
        assert match, item.title
        assert days[match["date"]] == match["weekday"]
        assert datetime(*item.published_parsed[:6], tzinfo=UTC).date() < monday


@pytest.mark.parametrize("anchor", ANCHORS, ids=str)
def test_an_evening_stays_an_evening_in_every_publishers_way_of_writing_it(anchor):
    night = next(event for event in vevents("stages", anchor) if event["SUMMARY"] == "Night Ferry")
    assert night.start.utcoffset() == timedelta(0)
    start = night.start.astimezone(sample.ZONE)
    assert (start.strftime("%a"), start.hour) == ("Sat", 20)
    told = next(item for item in items("packet", anchor) if item.title == "Night Ferry come home")
    assert datetime.fromisoformat(told.ev_startdate) == start


def test_uids_are_unique_but_for_the_moved_date():
    uids = Counter(
        [str(event["UID"]) for name in CALENDARS for event in vevents(name, MONDAY)]
        + [item.id for name in FEEDS for item in items(name, MONDAY)]
    )
    assert [uid for uid, times in uids.items() if times > 1] == [
        "story-time-2026w48@libraries.portmerrow.example"
    ]


@pytest.mark.parametrize("day", range(7))
def test_from_any_weekday_there_are_250_events_ahead(day):
    now = datetime.combine(MONDAY + timedelta(days=day + 1), datetime.min.time(), sample.ZONE)
    ahead = [
        slug
        for slug, event in truth(MONDAY).items()
        if any(local(start) >= now for start, _ in event["dates"])
    ]
    assert len(ahead) >= 250


def test_the_community_calendar_has_series_with_exceptions():
    events = vevents("community", MONDAY)
    series = [event for event in events if "RRULE" in event]
    assert len(series) >= 12
    assert any("EXDATE" in event for event in series)
    assert sum("RECURRENCE-ID" in event for event in events) == 1
    assert any(event.get("STATUS") == "CANCELLED" for event in events)
    assert any(not isinstance(event.start, datetime) for event in events)
    assert any(isinstance(event.start, datetime) and not event.start.tzinfo for event in events)


def test_what_publishers_state_apart_from_the_text():
    culture = vevents("culture", MONDAY)
    assert all(key in event for event in culture for key in ("X-COST", "CATEGORIES", "GEO"))
    assert all("X-COST" not in event for event in vevents("stages", MONDAY))
    packet = items("packet", MONDAY)
    assert all(item.media_content[0]["url"].startswith("sample:images/") for item in packet)
    assert all("geo_lat" in item and item.ev_location for item in packet)


# The truth


def test_the_truth_names_every_listing_once():
    listed = [uid for event in truth(MONDAY).values() for uid in event["listings"]]
    assert len(listed) == len(set(listed))
    assert set(listed) == set(published(MONDAY))


def test_how_much_there_is():
    events = truth(MONDAY).values()
    told_again = [event for event in events if len(event["listings"]) > 1]
    assert 290 <= len(events) <= 340
    assert 20 <= sum(len(event["listings"]) - 1 for event in told_again) <= 30
    assert len({event["organiser"] for event in events}) >= 30
    assert len({event["venue"] for event in events}) >= 35
    for fact in ("sold_out", "free", "kid_friendly", "accessible", "recurring", "all_day"):
        assert {event[fact] for event in events} == {True, False}
    assert {event["status"] for event in events} == {"confirmed", "cancelled", "postponed"}
    assert {event["setting"] for event in events} == {"indoor", "outdoor", "online"}
    assert min(Counter(kind for one in events for kind in one["categories"]).values()) >= 6


def test_the_text_says_what_the_truth_says():
    told = published(MONDAY)
    for slug, event in truth(MONDAY).items():
        first, *again = event["listings"]
        text = told[first]
        if event["age_min"]:
            age = event["age_min"]
            assert re.search(rf"(?<!\d){age}(?!\d)|{AGES.get(age, age)}", text), slug
        if event["sold_out"]:
            assert "SOLD OUT" in text, slug
        if event["accessible"]:
            assert re.search(r"(?i)wheelchair|step-free|\blift\b|level access", text), slug
        for uid in again if event["publisher"] == "culture" else event["listings"]:
            if event["free"]:
                assert re.search(r"(?i)\bfree\b|costs? nothing", told[uid]), uid
                continue
            for amount in {event["price_min"], event["price_max"]} - {0}:
                assert re.search(rf"\b{amount:g}\b", told[uid]), (uid, amount)


def test_calendars_and_truth_agree_on_the_time():
    events = {uid: event for event in truth(MONDAY).values() for uid in event["listings"]}
    for name in CALENDARS:
        for told in vevents(name, MONDAY):
            true = events[str(told["UID"])]
            start = told.start
            if not isinstance(start, datetime):
                start = datetime.combine(start, datetime.min.time())
            if start.tzinfo is None:
                start = start.replace(tzinfo=sample.ZONE)
            assert start in [local(begin) for begin, _ in true["dates"]], told["UID"]


@pytest.mark.parametrize("anchor", ANCHORS, ids=str)
def test_no_room_is_booked_twice_at_once(anchor):
    bookings: dict[str, list[tuple[datetime, datetime, str]]] = {}
    for slug, event in truth(anchor).items():
        if event["all_day"] or event["several_rooms"]:
            continue
        for start, end in event["dates"]:
            begin = local(start)
            until = local(end) if end else begin + timedelta(hours=2)
            bookings.setdefault(event["venue"], []).append((begin, until, slug))
    for booked in bookings.values():
        booked.sort()
        for earlier, later in itertools.pairwise(booked):
            assert later[0] >= earlier[1], (earlier, later)


def test_every_place_is_in_reach_of_the_square():
    places = [Place(*event["place"]) for event in truth(MONDAY).values() if event["place"]]
    away = [distance_km(sample.HOME, place) for place in places]
    assert max(away) < 20
    assert sum(one < 3 for one in away) > len(away) * 0.8


# Pictures


def test_every_picture_named_is_there_and_none_lies_idle():
    bodies = "".join(
        sample.render(name, MONDAY).decode().replace("\r\n ", "") for name in sample.NAMES
    )
    named = set(re.findall(r"sample:images/([a-z]+\.svg)", bodies))
    there = {file.name for file in (paths.resources() / "sample" / "images").iterdir()}
    assert named == there
    assert len(there) >= 16


def test_pictures_are_plain_small_svg():
    allowed = {"svg", "g", "rect", "circle", "ellipse", "path"}
    for file in (paths.resources() / "sample" / "images").iterdir():
        root = ElementTree.parse(file).getroot()
        assert root.get("viewBox") == "0 0 480 320"
        assert {node.tag.rpartition("}")[2] for node in root.iter()} <= allowed
        assert file.stat().st_size < 4096
