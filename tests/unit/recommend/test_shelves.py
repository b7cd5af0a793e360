"""The page of picks as shelves, at different moments of the week."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recommend_people import ZONE, an_event

from eventpal.domain import Pick
from eventpal.recommend.shelves import LONGEST, shelves

MONDAY = datetime(2026, 3, 2, 10, tzinfo=ZONE)


def at(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE)  # the 2nd is a Monday


def a_pick(title, start, **facts):
    return Pick(an_event(title, start=start, **facts), 0.5)


def laid_out(now, *picks, added=None):
    return {
        shelf.name: [pick.event.title for pick in shelf.picks]
        for shelf in shelves(picks, now, added or {})
    }


def titles(now):
    return {shelf.name: shelf.title for shelf in shelves([a_pick("x", now)], now, {})}


EVENING = a_pick("this evening", at(2, 20))
LATE = a_pick("after midnight", at(3, 1))
LUNCH = a_pick("lunch", at(2, 13))
FRIDAY = a_pick("friday night", at(6, 21))
SUNDAY = a_pick("sunday", at(8, 11))
LATER = a_pick("in three weeks", at(23, 20))


def test_a_monday():
    found = laid_out(MONDAY, FRIDAY, LATER, LATE, EVENING, LUNCH, SUNDAY)
    assert found == {
        "tonight": ["after midnight", "this evening"],
        "weekend": ["friday night", "sunday"],
        "ahead": ["in three weeks"],
    }


def test_one_event_tonight_is_no_shelf_beside_a_weekend():
    (shelf,) = shelves([FRIDAY, EVENING, SUNDAY], MONDAY, {})
    assert (shelf.name, shelf.title) == ("weekend", "Tonight and this weekend")
    assert [pick.event.title for pick in shelf.picks] == ["friday night", "this evening", "sunday"]
    assert laid_out(MONDAY, EVENING, LATER) == {
        "tonight": ["this evening"],
        "ahead": ["in three weeks"],
    }


def test_after_midnight_it_is_still_the_same_night():
    assert laid_out(at(3, 1), LATE) == {"tonight": ["after midnight"]}
    assert laid_out(at(3, 8), a_pick("tuesday", at(3, 20))) == {"tonight": ["tuesday"]}


@pytest.mark.parametrize(
    ("now", "start", "title"),
    [
        (at(4, 10), at(7, 15), "This weekend"),
        (at(7, 9), at(7, 15), "This weekend"),
        (at(7, 9), at(8, 11), "This weekend"),
        # On Saturday evening there is one day of it left.
        (at(7, 20), at(8, 11), "Tomorrow"),
        (at(8, 9), at(8, 15), "This weekend"),
        # On Sunday evening it is over.
        (at(8, 20), at(13, 20), "Next weekend"),
        (at(9, 2), at(14, 15), "Next weekend"),
    ],
)
def test_the_weekend_is_the_one_to_plan_for(now, start, title):
    (shelf,) = shelves([a_pick("x", start)], now, {})
    assert (shelf.name, shelf.title) == ("weekend", title)


def test_saturday_evening_is_tonight_and_not_the_weekend():
    now = at(7, 16)
    tonight = a_pick("party", at(7, 22)), a_pick("show", at(7, 20))
    found = laid_out(now, *tonight, a_pick("brunch", at(8, 11)))
    assert found == {"tonight": ["party", "show"], "weekend": ["brunch"]}


def test_news_is_what_came_after_its_source():
    now = MONDAY
    old, fresh = now - timedelta(days=30), now - timedelta(days=1)
    facts = {"start": at(4, 20), "sources": (1,)}
    new = a_pick("new", first_seen=fresh, **facts)
    long_known = a_pick("known", first_seen=old + timedelta(days=2), **facts)
    assert laid_out(now, new, long_known, added={1: old}) == {"new": ["new"]}
    with_source = a_pick("first reading", first_seen=fresh + timedelta(minutes=5), **facts)
    assert laid_out(now, with_source, added={1: fresh}) == {}


def test_an_exhibition_is_on_no_shelf_of_an_evening():
    show = a_pick("show", at(2, 18), hours=24 * 20)
    assert laid_out(MONDAY, show) == {}


MOMENTS = st.integers(0, 24 * 28).map(lambda hours: MONDAY + timedelta(hours=hours))


@settings(deadline=None)
@given(MOMENTS, st.lists(st.tuples(st.integers(0, 24 * 45), st.integers(1, 80)), max_size=60))
def test_no_event_stands_twice_and_the_order_is_kept(now, spans):
    picks = [
        a_pick(f"e{number}", now + timedelta(hours=begin), hours=length)
        for number, (begin, length) in enumerate(spans)
    ]
    found = shelves(picks, now, {})
    shown = [pick.event.id for shelf in found for pick in shelf.picks]
    assert len(shown) == len(set(shown))
    order = {pick.event.id: number for number, pick in enumerate(picks)}
    for shelf in found:
        assert 0 < len(shelf.picks) <= LONGEST
        numbers = [order[pick.event.id] for pick in shelf.picks]
        assert numbers == sorted(numbers)
    assert [shelf.name for shelf in found] == sorted(
        (shelf.name for shelf in found), key=["tonight", "weekend", "new", "ahead"].index
    )


def test_a_third_of_an_organiser_comes_after_all_others():
    ours = [a_pick(f"ours {n}", at(2, 19), organiser="Library") for n in range(4)]
    others = [a_pick(f"other {n}", at(2, 20), organiser=f"Hall {n}") for n in range(3)]
    nameless = [a_pick(f"nameless {n}", at(2, 21)) for n in range(3)]
    (tonight,) = shelves([*ours, *others, *nameless], MONDAY, {})
    names = [pick.event.organiser for pick in tonight.picks]
    assert names[:2] == ["Library", "Library"]
    assert names[-2:] == ["Library", "Library"]
    (narrow,) = shelves([*ours, *others], MONDAY, {}, most_alike=9)
    assert [pick.event.organiser for pick in narrow.picks][:4] == ["Library"] * 4
