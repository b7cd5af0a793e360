# ruff: noqa: DTZ001 - wall clocks before their zone is known
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest

from eventpal.feeds.calendar.ical_blocks import Component, read_calendars
from eventpal.feeds.calendar.ical_values import Moment
from eventpal.feeds.calendar.zones import DefinedZone, Zones, by_name

LA = ZoneInfo("America/Los_Angeles")
NOON = datetime(2026, 3, 10, 12)


def definition(*lines: str) -> Component:
    text = ["BEGIN:VCALENDAR", "BEGIN:VTIMEZONE", *lines, "END:VTIMEZONE", "END:VCALENDAR"]
    (calendar,) = read_calendars("\n".join(text).encode())
    return calendar.parts[0]


def rules(standard: str, daylight: str) -> tuple[str, ...]:
    """The rules of the United States since 2007 with other offsets."""
    return (
        "BEGIN:STANDARD",
        "DTSTART:20071104T020000",
        f"TZOFFSETFROM:{daylight}",
        f"TZOFFSETTO:{standard}",
        "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:20070311T020000",
        f"TZOFFSETFROM:{standard}",
        f"TZOFFSETTO:{daylight}",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
        "END:DAYLIGHT",
    )


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("America/Los_Angeles", "America/Los_Angeles"),
        ("america/los_angeles", "America/Los_Angeles"),
        ("America/New York", "America/New_York"),
        ("/America/New_York", "America/New_York"),
        ("US/Pacific", "US/Pacific"),
        ("Pacific Standard Time", "America/Los_Angeles"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("Western/Central Europe", "Europe/Budapest"),
        ("(UTC-08:00) Pacific Time (US & Canada)", "America/Los_Angeles"),
        ("(GMT-05.00) Eastern Time (US & Canada)", "America/New_York"),
        ("Eastern Time (US & Canada)", "America/New_York"),
        ("Mountain Daylight Time", "America/Denver"),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Amsterdam"),
        ("Dublin, Edinburgh, Lisbon, London", "Europe/Dublin"),
        ("/freeassociation.sourceforge.net/Tzfile/Europe/Vienna", "Europe/Vienna"),
        (
            "/mozilla.org/20070129_1/America/Argentina/Buenos_Aires",
            "America/Argentina/Buenos_Aires",
        ),
        ("America/New_York-2", "America/New_York"),
        ("PST", "America/Los_Angeles"),
        ("EST", "America/New_York"),
        ("MESZ", "Europe/Berlin"),
        ("GMT", "UTC"),
        ("Z", "UTC"),
        ("Japan", "Japan"),
    ],
)
def test_knows_zones_by_all_their_names(name: str, zone: str) -> None:
    assert by_name(name) == ZoneInfo(zone)


@pytest.mark.parametrize(
    ("name", "hours"),
    [("UTC-07:00", -7), ("GMT+2", 2), ("+0530", 5.5), ("(UTC+03:00)", 3), ("utc-8", -8)],
)
def test_reads_offsets_as_zones(name: str, hours: float) -> None:
    assert by_name(name) == timezone(timedelta(hours=hours))


@pytest.mark.parametrize(
    "name", ["Mars/Olympus Mons", "", "Custom", "+9999", "../../etc/passwd", "\0"]
)
def test_does_not_know_what_is_none(name: str) -> None:
    assert by_name(name) is None


def test_an_abbreviation_of_the_calendars_own_zone_is_that_zone() -> None:
    zones = Zones(ZoneInfo("Asia/Shanghai"))
    assert zones.named("CST") == ZoneInfo("Asia/Shanghai")
    assert Zones(LA).named("CST") == ZoneInfo("America/Chicago")


def test_unknown_names_are_kept_and_read_as_the_calendars_own() -> None:
    zones = Zones(LA)
    assert zones.named("Mars/Olympus Mons") == LA
    assert zones.named("Mars/Olympus Mons") == LA
    assert zones.unknown == ["Mars/Olympus Mons"]


def test_a_definition_that_keeps_a_known_zones_time_is_that_zone() -> None:
    zones = Zones(LA, definitions={"Custom": definition("TZID:Custom", *rules("-0500", "-0400"))})
    assert zones.named("Custom") == ZoneInfo("America/New_York")


def test_a_definition_may_say_which_place_it_is() -> None:
    part = definition("TZID:Custom", "X-LIC-LOCATION:Europe/Paris", *rules("-0500", "-0400"))
    assert Zones(LA, definitions={"Custom": part}).named("Custom") == ZoneInfo("Europe/Paris")


def own() -> DefinedZone:
    zones = Zones(LA, definitions={"Custom": definition("TZID:Custom", *rules("-0517", "-0417"))})
    zone = zones.named("Custom")
    assert isinstance(zone, DefinedZone)
    return zone


@pytest.mark.parametrize("year", [2008, 2026, 2044])
def test_an_own_definition_changes_when_it_says(year: int) -> None:
    """Hour by hour over a year it differs from New York's by its 17 minutes, and no more."""
    zone, reference = own(), ZoneInfo("America/New_York")
    instant = datetime(year, 1, 1, tzinfo=UTC)
    while instant.year == year:
        # New York changes 17 minutes earlier, since its wall clock is ahead.
        wanted = instant.astimezone(reference) - timedelta(minutes=17)
        found = (instant + timedelta(minutes=17)).astimezone(zone).replace(tzinfo=None)
        assert found == wanted.replace(tzinfo=None) + timedelta(minutes=17)
        instant += timedelta(hours=1)


def test_a_wall_clock_that_never_is_comes_later_and_one_that_is_twice_comes_first() -> None:
    zone, reference = own(), ZoneInfo("America/New_York")
    for wall in (datetime(2026, 3, 8, 2, 30), datetime(2026, 11, 1, 1, 30)):
        for fold in (0, 1):
            mine: tzinfo = zone
            offset = wall.replace(tzinfo=mine, fold=fold).utcoffset()
            wanted = wall.replace(tzinfo=reference, fold=fold).utcoffset()
            assert offset is not None
            assert wanted is not None
            assert offset == wanted - timedelta(minutes=17)
    twice = datetime(2026, 11, 1, 1, 30, tzinfo=zone)
    for fold in (0, 1):
        there = twice.replace(fold=fold)
        assert there.astimezone(UTC).astimezone(zone).fold == fold


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("BEGIN:STANDARD", "END:STANDARD"),
        (
            "BEGIN:STANDARD",
            "DTSTART:19700101T000000",
            "TZOFFSETFROM:+9999",
            "TZOFFSETTO:+9999",
            "END:STANDARD",
        ),
        (
            "BEGIN:STANDARD",
            "DTSTART:never",
            "TZOFFSETFROM:+0100",
            "TZOFFSETTO:+0200",
            "END:STANDARD",
        ),
    ],
)
def test_a_broken_definition_is_as_good_as_none(lines: tuple[str, ...]) -> None:
    zones = Zones(LA, definitions={"Custom": definition("TZID:Custom", *lines)})
    assert zones.named("Custom") == LA
    assert zones.unknown == ["Custom"]


def test_a_definition_with_an_endless_rule_still_gives_its_first_change() -> None:
    part = definition(
        "TZID:Custom",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0011",
        "TZOFFSETTO:+0011",
        "RRULE:FREQ=SECONDLY",
        "END:STANDARD",
    )
    zone = Zones(LA, definitions={"Custom": part}).named("Custom")
    assert NOON.replace(tzinfo=zone).utcoffset() == timedelta(minutes=11)


def test_moments_find_their_zone() -> None:
    zones = Zones(LA)
    assert zones.zone_of(Moment(NOON)) == LA
    assert zones.zone_of(Moment(NOON, zone="Europe/Berlin")) == ZoneInfo("Europe/Berlin")
    assert zones.zone_of(Moment(NOON, offset=timedelta(hours=1))) == timezone(timedelta(hours=1))


def test_times_are_shown_where_a_place_is_and_else_on_the_calendars_clock() -> None:
    zones = Zones(LA)
    assert zones.shown(ZoneInfo("Europe/Berlin")).key == "Europe/Berlin"
    assert zones.shown(ZoneInfo("Japan")).key == "Japan"
    for nowhere in (
        UTC,
        ZoneInfo("UTC"),
        ZoneInfo("Etc/GMT+8"),
        timezone(timedelta(hours=2)),
        own(),
    ):
        assert zones.shown(nowhere) == LA
