"""The zone of a clock that was set."""

from datetime import datetime

import pytest
import tzlocal

from eventpal.opening import zone_of


@pytest.mark.parametrize(
    ("now", "later"),
    [
        ("2026-03-01T10:00-08:00", "-07:00"),
        ("2026-03-01T10:00+01:00", "+02:00"),
        ("2026-07-01T10:00+01:00", "+01:00"),
        ("2026-03-01T10:00+05:30", "+05:30"),
        ("2026-03-01T10:00-11:00", "-11:00"),
    ],
)
def test_summer_time_is_kept_where_the_clock_says(now, later):
    zone = zone_of(datetime.fromisoformat(now))
    summer = datetime(2026, 7, 15, 12, tzinfo=zone)
    assert summer.isoformat()[-6:] == later


def test_a_clock_of_this_computer_keeps_its_zone():
    assert zone_of(datetime.now(tzlocal.get_localzone())) == tzlocal.get_localzone()


def test_an_offset_that_no_zone_has_is_left_to_this_computer():
    assert zone_of(datetime.fromisoformat("2026-03-01T10:00+01:17")) == tzlocal.get_localzone()
