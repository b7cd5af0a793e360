"""What stands in the way of going, and what is said of it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recommend_people import NOW, ZONE, an_event

from eventpal.domain import Busy, Place
from eventpal.errors import BadInput
from eventpal.recommend import travel
from eventpal.recommend.feasibility import Feasibility, Rule, Verdict
from eventpal.recommend.travel import PACES, Habits, Travel
from eventpal.recommend.written.profile_reading import Force, read

HOME = Place(52.5, 13.4)


def at(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE)  # the 2nd is a Monday


def on(day, hour, minute=0, hours=2.0, **facts):
    facts.setdefault("uid", "Gig")
    return an_event(start=at(day, hour, minute), hours=hours, **facts)


def km_north(km):
    return Place(HOME.lat + km / 111.195, HOME.lon)


def judging(*lines, busy=(), **habits):
    rules = [
        Rule(clause.about, clause.force is Force.ONLY, clause.said)
        for line in lines
        for clause in read(line).clauses
        if clause.force in {Force.NEVER, Force.ONLY}
    ]
    return Feasibility(zone=ZONE, rules=rules, habits=Habits(**habits), home=HOME, busy=busy)


@pytest.mark.parametrize(
    ("line", "event", "note"),
    [
        ("no clubs", on(4, 20, title="Techno Night"), "You wrote “no clubs”"),
        ("no clubs", on(4, 20, venue="Club Neon"), "You wrote “no clubs”"),
        ("no clubs", on(4, 20, categories=("Nightlife",)), "You wrote “no clubs”"),
        ("no clubs", on(4, 20, title="Chess club"), None),
        ("no clubs", on(4, 20, title="Book club", description="in a techno club"), None),
        ("no clubs", on(4, 20, title="Baby disco"), None),
        ("no clubs", on(4, 20, title="Code club", categories=("Technology",)), None),
        ("no clubs", on(4, 20, title="Chess Club Night"), None),
        ("no clubs", on(4, 20, categories=("Drum and bass",)), "You wrote “no clubs”"),
        ("no clubs, except jazz ones", on(4, 20, venue="Club Neon"),
         "You wrote “no clubs, except jazz ones”"),
        ("no clubs, except jazz ones", on(4, 20, title="Bebop", venue="Club Neon"), None),
        ("nothing on Sundays except walks", on(8, 11, title="Estuary walk"), None),
        ("nothing on Sundays except walks", on(8, 11),
         "You wrote “nothing on sundays except walks”"),
        ("max 10 € for films", on(4, 20, title="Film night", price_min=12.0),
         "Costs 12; you wrote “max 10 € for films”"),
        ("max 10 € for films", on(4, 20, title="Opera", price_min=50.0), None),
        ("only jazz on Fridays", on(6, 20, title="Chess"), "You wrote “only jazz on fridays”"),
        ("only jazz on Fridays", on(4, 20, title="Chess"), None),
        ("no religion", on(4, 20, title="Quartet", venue="St Mary's Church"), None),
        ("no religion", on(4, 20, title="Evensong"), "You wrote “no religion”"),
        ("no church stuff", on(4, 20, title="Staff meeting", organiser="Grace Parish Church"),
         "You wrote “no church stuff”"),
        ("no religion", on(4, 20, title="Fair", organiser="Church Street Traders"), None),
        ("no family events", on(4, 20, title="Family history for beginners"), None),
        ("never on Mondays", on(2, 20), "You wrote “never on mondays”"),
        # Two in the night to Tuesday is still Monday's night.
        ("never on Mondays", on(3, 1), "You wrote “never on mondays”"),
        ("never on Mondays", on(3, 20), None),
        ("only on weekends", on(4, 20), "You wrote “only on weekends”"),
        ("only on weekends", on(7, 20), None),
        ("not before 6 pm", on(4, 17, 30), "Begins at 17:30; you wrote “not before 6 pm”"),
        ("not before 6 pm", on(4, 18), None),
        ("weekdays not before 6 pm", on(7, 11), None),
        ("home by 11 pm", on(4, 20, hours=4), "Begins at 20:00; you wrote “home by 11 pm”"),
        ("home by 11 pm", on(4, 20, hours=3), None),
        ("bis 20 Euro", on(4, 20, price_min=35.0, currency="EUR"),
         "Costs 35 EUR; you wrote “bis 20 euro”"),
        ("bis 20 Euro", on(4, 20, price_min=20.0), None),
        ("bis 20 Euro", on(4, 20), None),
        ("only free events", on(4, 20, price_min=1.0), "Costs 1; you wrote “only free events”"),
        ("only free events", on(4, 20, is_free=True), None),
        ("max 10 km", on(4, 20, place=km_north(12)), "12.0 km away; you wrote “max 10 km”"),
        ("max 10 km", on(4, 20, place=km_north(9)), None),
        ("max 10 km", on(4, 20), None),
        ("nothing but jazz", on(4, 20, title="Choir"), "You wrote “nothing but jazz”"),
        ("nothing but jazz", on(4, 20, categories=("Jazz",)), None),
    ],
)  # fmt: skip
def test_what_the_person_wrote_holds(line, event, note):
    verdict = judging(line).judge(event)
    assert verdict.note == (note or "")
    assert verdict.allowed == (note is None)
    assert verdict.cause == ("" if note is None else f"You wrote “{line.lower()}”")


def test_the_limits_that_were_chosen_hold():
    dear = on(4, 20, price_min=30.0, currency="EUR")
    far = on(4, 20, place=km_north(10))
    assert judging(budget=20.0).judge(dear) == Verdict(
        False, "Costs 30 EUR; your limit is 20", "Costs over 20"
    )
    assert judging(budget=30.0).judge(dear).allowed
    assert judging(mode="walk", max_minutes=30.0).judge(far) == Verdict(
        False, "163 min away; your limit is 30", "Over 30 min away"
    )
    assert judging(mode="car", max_minutes=35.0).judge(far).allowed
    assert judging(max_minutes=5.0).judge(on(4, 20)).allowed


def test_a_clash_is_said_and_rules_it_out():
    dentist = Busy(title="Dentist", start=at(4, 14), end=at(4, 15))
    found = judging(busy=[dentist])
    assert found.judge(on(4, 14, 30)) == Verdict(
        False, "Clashes with Dentist 14:00", "You are busy then"
    )
    assert found.judge(on(4, 12)) == Verdict()
    assert found.judge(on(4, 15)) == Verdict()


def test_what_leaves_room_is_only_marked():
    away = Busy(title="Leave", start=at(4, 0), end=at(5, 0), all_day=True)
    assert judging(busy=[away]).judge(on(4, 20)) == Verdict(True, "On the day of Leave")
    lunch = Busy(title="Lunch", start=at(4, 12), end=at(4, 13))
    fair = on(4, 10, hours=8)
    assert judging(busy=[lunch]).judge(fair) == Verdict(True, "Partly clashes with Lunch 12:00")
    assert judging(busy=[lunch]).judge(on(3, 9, hours=72)) == Verdict()


def test_the_way_from_an_appointment_counts():
    dentist = Busy(title="Dentist", start=at(4, 18), end=at(4, 19, 30), place=km_north(20))
    found = judging(busy=[dentist], mode="car").judge(on(4, 20, place=HOME))
    assert found == Verdict(True, "55 min from Dentist 18:00, with 30 between")
    assert judging(busy=[dentist], mode="car").judge(on(4, 21, place=HOME)) == Verdict()


def test_company_rules_out_or_marks():
    kids = judging(company="kids")
    assert kids.judge(on(4, 21)) == Verdict(
        False, "Begins at 21:00, late for children", "Not with children"
    )
    assert not kids.judge(on(4, 15, age_min=18)).allowed
    assert not kids.judge(on(4, 15, description="Burlesque, adults only")).allowed
    assert kids.judge(on(4, 15, age_min=6)) == Verdict()
    steps = judging(company="accessible")
    assert steps.judge(on(4, 20, description="Sorry, no step-free access")).allowed is False
    assert steps.judge(on(4, 20, description="Wheelchair users welcome")) == Verdict()
    assert steps.judge(on(4, 20)).note == "Nothing is said about step-free access"
    alone = judging(company="alone")
    assert alone.judge(on(4, 20, description="Quiz for teams of four")).allowed
    assert alone.judge(on(4, 20, description="Quiz for teams of four")).note


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(1, 60)), max_size=12), st.integers(0, 400)
)
def test_an_event_is_ruled_out_just_when_a_busy_time_overlaps(spans, hour):
    """The look-up by start finds every overlap, however long the busy times are."""
    busy = [
        Busy(title="x", start=NOW + timedelta(hours=at), end=NOW + timedelta(hours=at + length))
        for at, length in spans
    ]
    event = an_event(start=NOW + timedelta(hours=hour), hours=2.0)
    overlaps = any(one.start < event.end and one.end > event.start for one in busy)
    assert judging(busy=busy).judge(event).allowed != overlaps


def test_a_trip_takes_longer_the_farther_it_is():
    for mode in PACES:
        ways = [travel.minutes(HOME, km_north(km), mode) for km in (0.0, 0.5, 2.0, 20.0)]
        assert ways[0] == 0.0
        assert ways == sorted(ways)
    assert travel.minutes(HOME, km_north(3), "walk") == pytest.approx(3 * 1.3 / 4.8 * 60, rel=0.01)


class Kept:
    """Preferences in memory."""

    def __init__(self):
        self.values = {}

    def get(self, name, default=None):
        return self.values.get(name, default)

    def set(self, name, value):
        self.values[name] = value


def test_choices_are_kept_and_checked():
    kept = Kept()
    chosen = Travel(kept)
    assert chosen.habits == Habits()
    chosen.company, chosen.mode, chosen.budget, chosen.max_minutes = "kids", "bike", 20, 45.0
    assert Travel(kept).habits == Habits("kids", 20.0, "bike", 45.0, mode_is_usual=False)
    with pytest.raises(BadInput, match="none of"):
        chosen.mode = "rocket"
    with pytest.raises(BadInput, match="number"):
        chosen.budget = -1.0
    with pytest.raises(BadInput, match="number"):
        chosen.max_minutes = float("nan")
    assert Travel(kept).habits.mode == "bike"
    chosen.clear()
    assert replace(Travel(kept).habits) == Habits()
