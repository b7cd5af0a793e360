"""What other calendars read of an exported file."""

import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventpal.calendars.exporting import to_ics, write_ics
from eventpal.domain import Event, Place, Status, event_id, occurrence_id
from eventpal.errors import BadInput

NOW = datetime(2026, 3, 1, 10, tzinfo=ZoneInfo("America/Los_Angeles"))
BERLIN = ZoneInfo("Europe/Berlin")


def an_event(uid="jazz@harbour", **facts):
    start = facts.pop("start", datetime(2026, 3, 6, 20, 30, tzinfo=BERLIN))
    defaults = {
        "id": event_id(uid),
        "uid": uid,
        "title": "Harbour Jazz Night",
        "start": start,
        "end": start + timedelta(hours=2),
        "tz": "Europe/Berlin",
        "series": event_id(uid),
    }
    return Event(**{**defaults, **facts})


def read(body):
    return icalendar.Calendar.from_ical(body)


def read_one(event):
    (item,) = read(to_ics([event], NOW)).walk("VEVENT")
    return item


class TestOneEvent:
    def test_all_it_says_is_there(self):
        item = read_one(
            an_event(
                venue="Blue Door",
                address="Quay 3, Harbour",
                place=Place(53.5413, 9.9841),
                description="Three sets; bring friends,\nand ears.",
                url="https://example.org/jazz?a=1,2;b",
                image="https://example.org/jazz.png",
                categories=("Music", "Food, drink"),
                organiser="Blue Door Collective",
            )
        )
        assert item["summary"] == "Harbour Jazz Night"
        assert item["location"] == "Blue Door, Quay 3, Harbour"
        assert (item["geo"].latitude, item["geo"].longitude) == (53.5413, 9.9841)
        assert item["description"] == "Three sets; bring friends,\nand ears."
        assert item["url"] == "https://example.org/jazz?a=1,2;b"
        assert item["image"] == "https://example.org/jazz.png"
        assert [str(name) for name in item["categories"].cats] == ["Music", "Food, drink"]
        assert item["contact"] == "Blue Door Collective"
        assert item["status"] == "CONFIRMED"
        assert item["dtstamp"].dt == NOW

    def test_what_is_unknown_is_left_out(self):
        item = read_one(an_event(end=None))
        absent = ("dtend", "location", "geo", "description", "url", "image", "categories")
        assert not [name for name in absent if name in item]

    def test_times_keep_their_zone(self):
        item = read_one(an_event())
        assert item["dtstart"].params["TZID"] == "Europe/Berlin"
        assert item["dtstart"].dt == datetime(2026, 3, 6, 20, 30, tzinfo=BERLIN)

    def test_an_all_day_event_ends_before_the_next_day(self):
        start = datetime(2026, 5, 1, tzinfo=BERLIN)
        item = read_one(an_event(start=start, end=start + timedelta(days=2), all_day=True))
        assert item["dtstart"].dt.isoformat() == "2026-05-01"
        assert item["dtend"].dt.isoformat() == "2026-05-03"
        assert item["dtstart"].params["VALUE"] == "DATE"

    def test_an_all_day_event_without_end_lasts_a_day(self):
        start = datetime(2026, 5, 1, tzinfo=BERLIN)
        item = read_one(an_event(start=start, end=None, all_day=True))
        assert item["dtend"].dt.isoformat() == "2026-05-02"

    @pytest.mark.parametrize(
        ("status", "word"),
        [
            (Status.CONFIRMED, "CONFIRMED"),
            (Status.TENTATIVE, "TENTATIVE"),
            (Status.CANCELLED, "CANCELLED"),
            (Status.POSTPONED, "TENTATIVE"),
        ],
    )
    def test_status_is_a_word_of_the_standard(self, status, word):
        assert read_one(an_event(status=status))["status"] == word

    def test_a_line_break_in_an_address_begins_no_property(self):
        item = read_one(an_event(url="https://a.example/\r\nATTENDEE:mailto:x@a.example"))
        assert "attendee" not in item

    def test_the_second_of_two_equal_hours_is_not_the_first(self):
        second = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1)
        item = read_one(an_event(start=second, end=None))
        assert item["dtstart"].dt.timestamp() == second.timestamp()

    def test_a_zone_that_nobody_knows_becomes_utc(self):
        item = read_one(an_event(tz="Mars/Olympus"))
        assert item["dtstart"].dt == datetime(2026, 3, 6, 19, 30, tzinfo=UTC)
        assert "TZID" not in item["dtstart"].params


class TestUids:
    def test_an_event_keeps_its_publishers(self):
        assert read_one(an_event())["uid"] == "jazz@harbour"

    def test_each_date_of_a_series_has_its_own_that_stays(self):
        dates = [
            an_event(id=occurrence_id(event_id("jazz@harbour"), start), start=start)
            for start in (
                datetime(2026, 3, 6, 20, tzinfo=BERLIN),
                datetime(2026, 3, 13, 20, tzinfo=BERLIN),
            )
        ]
        uids = [str(item["uid"]) for item in read(to_ics(dates, NOW)).walk("VEVENT")]
        again = to_ics(dates, NOW + timedelta(days=3))
        assert len(set(uids)) == 2
        assert [str(item["uid"]) for item in read(again).walk("VEVENT")] == uids

    def test_a_moved_date_does_not_take_the_series_uid(self):
        moved = an_event(id=event_id("jazz@harbour", "20260313T190000Z"))
        assert read_one(moved)["uid"] != "jazz@harbour"

    def test_the_same_event_is_written_once(self):
        assert len(read(to_ics([an_event(), an_event()], NOW)).walk("VEVENT")) == 1


class TestFile:
    def test_every_zone_is_explained_before_it_is_named(self):
        events = [
            an_event(),
            an_event(uid="b", tz="America/New_York"),
            an_event(uid="c", tz="UTC"),
        ]
        calendar = read(to_ics(events, NOW))
        assert {str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")} == {
            "Europe/Berlin",
            "America/New_York",
        }
        names = [item.name for item in calendar.subcomponents]
        assert names == ["VTIMEZONE"] * 2 + ["VEVENT"] * 3
        assert calendar["prodid"].startswith("-//EventPal//")

    def test_lines_are_folded_and_end_as_the_standard_says(self):
        body = to_ics([an_event(description="Lärm und Stille. " * 40)], NOW)
        lines = body.split(b"\r\n")
        assert b"\n" not in body.replace(b"\r\n", b"")
        assert max(map(len, lines)) <= 75
        assert body.endswith(b"END:VCALENDAR\r\n")

    def test_no_events_make_an_empty_calendar(self):
        assert read(to_ics([], NOW)).walk("VEVENT") == []

    def test_it_is_written_whole_or_not_at_all(self, tmp_path):
        target = tmp_path / "picks.ics"
        write_ics(target, [an_event()], NOW)
        assert target.read_bytes() == to_ics([an_event()], NOW)
        with pytest.raises(BadInput, match=r"missing.*picks\.ics"):
            write_ics(tmp_path / "missing" / "picks.ics", [an_event()], NOW)
        assert [path.name for path in tmp_path.iterdir()] == ["picks.ics"]


TEXT = st.text(
    st.characters(blacklist_categories=("Cs", "Cc")) | st.sampled_from('\n,;:\\"'), max_size=120
).map(str.strip)
WORD = st.text(st.characters(whitelist_categories=("L", "N", "P")), min_size=1, max_size=80)


@st.composite
def events(draw):
    zone = draw(st.sampled_from(["Europe/Berlin", "America/Los_Angeles", "Asia/Tokyo", "UTC"]))
    second = draw(st.integers(157766400, 3944678400))  # 1975 to 2094
    start = datetime.fromtimestamp(second, ZoneInfo(zone))
    uid = draw(WORD)
    return Event(
        id=event_id(uid),
        uid=uid,
        title=draw(TEXT),
        start=start,
        end=draw(st.none() | st.just(start + timedelta(minutes=95))),
        tz=zone,
        venue=draw(TEXT),
        description=draw(TEXT),
        organiser=draw(TEXT),
        categories=tuple(draw(st.lists(TEXT.filter(bool), max_size=3))),
        place=draw(
            st.none() | st.builds(Place, st.floats(-90, 90, width=32), st.floats(-180, 180))
        ),
    )


@settings(max_examples=60, deadline=None)
@given(events())
def test_what_is_read_back_is_what_was_written(event):
    item = read_one(event)
    assert item["uid"] == event.uid
    assert item["summary"] == event.title
    assert item.get("description", "") == event.description
    assert item.get("location", "") == event.venue
    assert item.get("contact", "") == event.organiser
    cats = [str(name) for name in item["categories"].cats] if "categories" in item else []
    assert tuple(cats) == event.categories
    assert item["dtstart"].dt.timestamp() == event.start.timestamp()
    assert ("dtend" in item) == (event.end is not None)
    if event.end is not None:
        assert item["dtend"].dt.timestamp() == event.end.timestamp()
    if event.place is not None:
        place = (item["geo"].latitude, item["geo"].longitude)
        assert place == pytest.approx((event.place.lat, event.place.lon))


@pytest.mark.skipif(shutil.which("khal") is None, reason="khal is not installed")
def test_khal_shows_what_was_exported(tmp_path):
    vdir = tmp_path / "calendar"
    vdir.mkdir()
    config = tmp_path / "config"
    config.write_text(
        f"[calendars]\n[[mine]]\npath = {vdir}\ntype = calendar\n"
        "[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        "default_timezone = Europe/Berlin\nlocal_timezone = Europe/Berlin\n"
        f"[sqlite]\npath = {tmp_path / 'khal.db'}\n"
        "[default]\ndefault_calendar = mine\n"
    )
    weekly = [
        an_event(
            uid="choir",
            id=occurrence_id(event_id("choir"), start),
            title="Öffentliche Chorprobe",
            start=start,
        )
        for start in (
            datetime(2026, 3, 26, 19, tzinfo=BERLIN),
            datetime(2026, 4, 2, 19, tzinfo=BERLIN),
        )
    ]
    fair = an_event(
        uid="fair",
        title="Book Fair",
        start=datetime(2026, 5, 1, tzinfo=BERLIN),
        end=datetime(2026, 5, 3, tzinfo=BERLIN),
        all_day=True,
    )
    abroad = an_event(uid="abroad", title="Salsa Social", tz="America/New_York", venue="Casa 9")
    exported = tmp_path / "export.ics"
    write_ics(exported, [*weekly, fair, abroad], NOW)

    def khal(*arguments):
        return subprocess.run(
            ["khal", "-c", str(config), *arguments],
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
            env={**os.environ, "LC_ALL": "C.UTF-8", "XDG_CACHE_HOME": str(tmp_path)},
        ).stdout

    khal("import", "--batch", "-a", "mine", str(exported))
    khal("import", "--batch", "-a", "mine", str(exported))  # the same UIDs: nothing doubles
    shown = khal(
        "list",
        "--format",
        "{start-date} {start-time} {end-date} {title} {location}",
        "2026-03-01",
        "90d",
    )
    lines = [line.strip() for line in shown.splitlines() if line.count("2026") > 1]
    assert lines == [
        "2026-03-06 20:30 2026-03-06 Salsa Social Casa 9",
        "2026-03-26 19:00 2026-03-26 Öffentliche Chorprobe",
        "2026-04-02 19:00 2026-04-02 Öffentliche Chorprobe",
        "2026-05-01  2026-05-02 Book Fair",
        "2026-05-01  2026-05-02 Book Fair",
    ]
