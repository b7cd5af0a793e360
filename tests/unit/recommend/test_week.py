"""The hours of the week."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from recommend_people import ZONE, an_event

from eventpal.recommend import week

FRIDAY = 4


def at(day, hour):
    """That hour in a week that begins on Monday 2 March 2026."""
    return datetime(2026, 3, 2 + day, hour, tzinfo=ZONE)


def visits(*slots):
    counts = np.zeros(week.ANY_TIME + 1)
    for slot in slots:
        counts[slot] += 1
    return counts


def level(preference, day, hour):
    return preference[day * 24 + hour]


class TestSlot:
    def test_it_is_the_local_hour_of_the_week(self):
        assert week.slot(an_event(start=at(FRIDAY, 20)), ZONE) == FRIDAY * 24 + 20

    def test_a_time_in_utc_is_read_on_the_persons_clock(self):
        start = datetime(2026, 3, 6, 23, 30, tzinfo=UTC)
        assert week.slot(an_event(start=start, tz="UTC"), ZONE) == (FRIDAY + 1) * 24

    def test_an_all_day_event_has_its_day(self):
        event = an_event(start=at(FRIDAY, 0), end=at(FRIDAY + 1, 0), all_day=True)
        assert week.slot(event, ZONE) == week.ALL_DAY + FRIDAY

    def test_what_lasts_for_days_has_none(self):
        start = at(FRIDAY, 20)
        assert week.slot(an_event(start=start, end=start + timedelta(days=3)), ZONE) == (
            week.ANY_TIME
        )


class TestPreference:
    def test_without_history_evenings_and_the_weekend_are_liked(self):
        usual = week.preference(visits(), 4)
        assert level(usual, FRIDAY, 20) > level(usual, 1, 19) > 0
        assert level(usual, 5, 15) > 0
        assert level(usual, 1, 10) < 0
        assert level(usual, 2, 4) < level(usual, 2, 10)

    def test_history_moves_it_to_ones_own_hours_and_their_neighbours(self):
        tuesday_mornings = week.preference(visits(*[24 + 10] * 10), 4)
        usual = week.preference(visits(), 4)
        assert level(tuesday_mornings, 1, 10) > level(tuesday_mornings, FRIDAY, 20)
        assert level(tuesday_mornings, 1, 11) > level(usual, 1, 11)
        assert level(tuesday_mornings, 2, 10) > level(tuesday_mornings, 5, 10)
        assert level(tuesday_mornings, FRIDAY, 20) < level(usual, FRIDAY, 20)

    def test_all_day_events_are_like_the_days_open_hours(self):
        usual = week.preference(visits(), 4)
        assert usual[week.ALL_DAY + 5] > usual[week.ALL_DAY + 1]

    def test_what_lasts_for_days_is_neutral(self):
        assert week.preference(visits(5, 6), 4)[week.ANY_TIME] == 0

    def test_what_lasts_for_days_teaches_nothing(self):
        many = week.preference(visits(*[week.ANY_TIME] * 9), 4)
        assert many == pytest.approx(week.preference(visits(), 4))

    def test_it_is_a_share_of_all_outings(self):
        share = np.exp(week.preference(visits(3, 30, 99, week.ALL_DAY), 4)[: week.SLOTS])
        assert share.mean() == pytest.approx(1)
