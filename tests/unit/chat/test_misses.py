"""What is said where nothing fits, and the phrase that says what was asked for."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from eventpal.chat.answering import misses, wording
from eventpal.chat.answering.misses import Miss
from eventpal.chat.dates.spotting import Times
from eventpal.chat.intent import Company, Format, Intent, Sort
from eventpal.chat.matching.retrieve import Wanted
from eventpal.domain import Event

ZONE = ZoneInfo("Europe/Dublin")
START = datetime(2026, 11, 28, 20, tzinfo=ZONE)


def an_event(number, **facts):
    start = START + timedelta(days=number)
    return Event(id=f"e{number}", uid=f"e{number}", title="x", start=start, end=None, **facts)


def said(intent, *found, german=False):
    return misses.said(intent, Wanted(intent), found, ZONE, german=german)


FREE_JAZZ = Intent(topics=("jazz",), price="free", when=("friday",))


def test_other_days_are_said_with_the_first_of_them():
    two = Miss("days", (an_event(3), an_event(0)), FREE_JAZZ)
    assert said(FREE_JAZZ, two) == (
        "I found no free jazz on Friday. There are two on other days (from Sat 28 Nov)."
        " Shall I show them?"
    )


def test_what_does_not_say_its_price_is_not_called_dearer():
    dear, silent = an_event(0, price_min=12.0, currency="EUR"), an_event(1)
    assert "one that does not say what entry costs. Shall I show it?" in said(
        FREE_JAZZ, Miss("price", (silent,), FREE_JAZZ)
    )
    both = said(FREE_JAZZ, Miss("price", (dear, silent), FREE_JAZZ))
    assert "one that costs more (€12) and one that does not say what entry costs" in both


def test_of_two_ways_out_the_first_is_offered():
    one, other = Miss("days", (an_event(0),), FREE_JAZZ), Miss("where", (an_event(1),), FREE_JAZZ)
    assert said(FREE_JAZZ, one, other).endswith(
        "There is one on another day (Sat 28 Nov), and one elsewhere. Shall I show the first?"
    )


def test_many_are_not_counted():
    many = Miss("where", tuple(an_event(n) for n in range(30)), Intent())
    assert "There are many elsewhere." in said(Intent(where="in the old town"), many)


def test_an_unknown_place_and_a_time_that_is_over_are_named():
    nowhere = Intent(where="in narnia")
    asked = Wanted(nowhere, unmade="in narnia")
    assert "a place called “narnia”" in misses.said(nowhere, asked, (), ZONE, german=False)
    past = Intent(when=("this morning",))
    over = Wanted(past, times=Times((), by_hour=True))
    assert misses.said(past, over, (), ZONE, german=False) == "That's over already (this morning)."


def test_german_is_answered_in_german():
    text = said(FREE_JAZZ, Miss("days", (an_event(0),), FREE_JAZZ), german=True)
    assert "Aber es gibt eine an anderen Tagen (Sa, 28. Nov., 20:00)." in text


@pytest.mark.parametrize(
    ("intent", "phrase"),
    [
        (FREE_JAZZ, "free jazz on Friday"),
        (Intent(when=("this weekend",), format=(Format.WORKSHOP,)), "workshops this weekend"),
        (Intent(company=Company.KIDS, age=6, when=("the 24th",)),
         "events for a 6-year-old on the 24th"),
        (Intent(company=Company.ACCESSIBLE, topics=("climbing",)), "step-free climbing"),
        (Intent(topics=("film",), exclude=("war",), price="under 10"), "film under 10 (not war)"),
        (Intent(when=("memorial day weekend",)), "events over Memorial Day weekend"),
        (Intent(topics=("music",), when=("4th of july",)), "music on the 4th of July"),
        (Intent(), ""),
    ],
)  # fmt: skip
def test_wishes_are_one_phrase(intent, phrase):
    assert wording.wishes(intent, german=False) == phrase


def test_one_event_is_led_in_as_one():
    for seed in "abcdef":
        lead = wording.lead(Intent(price="free"), 1, german=False, seed=seed)
        assert lead.endswith("one free event:")
    next_one = Intent(topics=("quiz",), sort=Sort.SOONEST)
    assert wording.lead(next_one, 1, german=False, seed="a") == "The next quiz:"
