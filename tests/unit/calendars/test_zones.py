"""VTIMEZONE gives every moment the offset that the zone data gives."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventpal.calendars.zones import vtimezone

ZONES = (
    "America/Los_Angeles",
    "Europe/Berlin",
    "Europe/Dublin",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Africa/Casablanca",
    "America/Sao_Paulo",
)


def offset_by_rules(zone: icalendar.Timezone, moment: datetime) -> timedelta:
    """The offset at ``moment`` as RFC 5545 says: that of the last onset before it."""
    onsets = []
    for part in zone.subcomponents:
        dates = part.get("rdate")
        local = [part["dtstart"].dt, *([one.dt for one in dates.dts] if dates else [])]
        for onset in local:
            instant = (onset - part["tzoffsetfrom"].td).replace(tzinfo=UTC)
            onsets.append((instant, part["tzoffsetto"].td))
    return max(onset for onset in onsets if onset[0] <= moment)[1]


@pytest.mark.parametrize("name", ZONES)
@settings(max_examples=60)
@given(st.integers(0, 4 * 365 * 86400 - 1))
def test_the_rules_say_what_the_zone_data_says(name, second):
    moment = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
    zone = ZoneInfo(name)
    component = vtimezone(zone, date(2024, 1, 1), date(2027, 12, 31))
    assert offset_by_rules(component, moment) == moment.astimezone(zone).utcoffset()


def test_summer_time_begins_on_the_clock_that_ends():
    component = vtimezone(ZoneInfo("Europe/Berlin"), date(2026, 1, 1), date(2026, 12, 31))
    summer = next(part for part in component.subcomponents if part.name == "DAYLIGHT")
    assert summer["dtstart"].to_ical() == b"20260329T020000"
    assert summer["tzoffsetfrom"].td == timedelta(hours=1)
    assert summer["tzoffsetto"].td == timedelta(hours=2)


def test_a_zone_without_summer_time_has_one_rule():
    component = vtimezone(ZoneInfo("Asia/Tokyo"), date(2026, 1, 1), date(2026, 12, 31))
    assert [part.name for part in component.subcomponents] == ["STANDARD"]
