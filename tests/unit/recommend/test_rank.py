"""Which occurrences can be picked."""

from datetime import timedelta

import numpy as np
import pytest
from recommend_people import NOW, ZONE, a_date, an_event

from eventpal.domain import Status, event_id
from eventpal.recommend import candidates, rank
from eventpal.recommend.learner import BIAS


def picked(*events, days=30, unwanted=()):
    table = candidates.table(events, ZONE)
    rows = rank.eligible(table, NOW, NOW + timedelta(days=days), frozenset(unwanted))
    return [table.events[row].uid for row in rows]


def test_what_begins_in_time_counts():
    events = an_event("now", days=0), an_event("last", days=29.9), an_event("late", days=30)
    assert picked(*events) == ["now", "last"]


def test_what_is_over_does_not():
    assert picked(an_event("over", days=-1), an_event("no end", days=-0.1, end=None)) == []


@pytest.mark.parametrize(
    ("begun_hours_ago", "lasts_hours", "expected"),
    [
        (1, 2, []),  # a class half over
        (1, 12, ["it"]),  # a festival day
        (9, 12, []),
        (20 * 24, 30 * 24, ["it"]),  # an exhibition in its last days
        (30 * 24 - 1, 30 * 24, []),  # in its last hour
    ],
)
def test_what_has_begun_counts_while_it_is_worth_joining(begun_hours_ago, lasts_hours, expected):
    assert picked(an_event("it", days=-begun_hours_ago / 24, hours=lasts_hours)) == expected


def test_cancelled_events_do_not():
    assert picked(an_event("off", status=Status.CANCELLED), an_event("on")) == ["on"]


def test_a_cancelled_date_gives_way_to_the_next():
    dates = a_date("choir", days=1, status=Status.CANCELLED), a_date("choir", days=8)
    table = candidates.table(dates, ZONE)
    assert rank.eligible(table, NOW, NOW + timedelta(days=30), ()).tolist() == [1]


def test_a_series_shows_its_next_date():
    table = candidates.table([a_date("choir", days=day) for day in (-7, 8, 1)], ZONE)
    assert rank.eligible(table, NOW, NOW + timedelta(days=30), ()).tolist() == [1]


def test_an_unwanted_series_is_left_out_with_its_doubles():
    events = [
        a_date("choir", days=1),
        a_date("choir", days=8),
        an_event("quiz", title="Pub Quiz", venue="Anchor"),
        an_event("the same quiz", title="Pub quiz", venue="anchor", days=9),
        an_event("jazz"),
    ]
    assert picked(*events, unwanted={event_id("choir"), event_id("quiz")}) == ["jazz"]


def test_nothing_gives_nothing():
    assert picked() == []


def test_logits_are_a_weighted_sum():
    found = rank.logits(np.array([[1.0, 2.0], [0.0, 0.0]]), np.array([0.5, -1.0]))
    assert found.tolist() == [BIAS - 1.5, BIAS]
