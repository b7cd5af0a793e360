"""What a message wishes for, and which events hold it: ages, places, alternatives, comparisons."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventpal.chat.intent import Company, Format, Sort
from eventpal.chat.matching import evidence, places, topics, traits
from eventpal.chat.reading import reader
from eventpal.domain import Event, Place
from tests.fakes import chat as fake

ZONE = ZoneInfo("America/Chicago")
NOW = datetime(2027, 5, 20, 14, tzinfo=ZONE)
HOME = Place(44.81, -91.50)


def an_event(id_, title, day=22, hour=19, **facts):
    start = NOW.replace(day=day, hour=hour)
    return Event(
        id=id_, uid=id_, title=title, start=start, end=start + timedelta(hours=2),
        tz="America/Chicago", **facts,
    )  # fmt: skip


def read(text, events=(), *, follows=False):
    known = places.gazetteer(events)
    found = reader.read(text, known=known, words=(), today=date(2027, 5, 20), follows=follows)
    return found.intent


@pytest.mark.parametrize(
    ("text", "company", "age"),
    [
        ("21+ only please", Company.ADULTS, 21),
        ("adults only", Company.ADULTS, 18),
        ("food and drink that isn't 21+", Company.ANYONE, 20),
        ("nothing with an age limit", Company.ANYONE, 1),
        ("I'm 19, any clubs?", Company.ANYONE, 19),
        ("they're 4 and 6 btw", Company.KIDS, 4),
        ("things my teenage son (14) might like", Company.KIDS, 14),
        ("the kids (8 and 4) come along", Company.KIDS, 4),
        ("she can't do steps", Company.ACCESSIBLE, None),
    ],
)
def test_who_comes_is_read(text, company, age):
    intent = read(text)
    assert (intent.company, intent.age) == (company, age)


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("theater for under twenty bucks", "under 20"),
        ("comedy for $15 or less", "under 15"),
        ("can't spend more than a fiver", "under 5"),
        ("no cover music tonight", "free"),
        ("I don't want to spend anything", "free"),
        ("something for two", ""),
    ],
)
def test_a_price_is_read_in_words_and_figures(text, price):
    assert read(text).price == price


@pytest.mark.parametrize(
    ("text", "asked", "excluded"),
    [
        ("anything but jazz, live music next week", ("live music",), ("jazz",)),
        ("no jazz, rock or pop", (), ("jazz", "rock", "pop")),
        ("dance, I hate polka", ("dance",), ("polka",)),
        ("something on Sunday that isn't for kids", (), ("kids",)),
        ("friday night but no bars or clubs please", (), ("bars", "clubs")),
        ("anything on Friday besides sports", (), ("sports",)),
        ("any talks or gallery things?", ("talks", "gallery"), ()),
        ("a film about whales", ("film whales",), ()),
        ("what's there for book lovers", ("books",), ()),
        ("somewhere to sing karaoke", ("karaoke",), ()),
        ("I've never been to a poetry reading", ("poetry reading",), ()),
    ],
)
def test_topics_are_told_from_what_is_not_wanted(text, asked, excluded):
    intent = read(text)
    assert (intent.topics, intent.exclude) == (asked, excluded)


def test_trying_is_no_workshop_but_learning_is():
    assert read("I'd like to try tango").format == ()
    assert read("I'd like to learn tango").format == (Format.WORKSHOP,)


def test_nearest_to_the_house_is_an_order_and_no_topic():
    intent = read("closest thing to my house this Saturday")
    assert (intent.sort, intent.topics) == (Sort.NEAREST, ())


def test_what_several_organisers_write_is_no_slip():
    events = [an_event(f"k{n}", "Climbung", organiser=f"Club {n}") for n in range(2)]
    assert read("any climbung", events).topics == ("climbung",)
    assert read("any climbung", events[:1]).topics == ("climbing",)


@given(st.text(max_size=80), st.booleans())
def test_any_text_is_read(text, follows):
    assert read(text, follows=follows).refers == () or follows


# Places

FLATS = Place(44.790, -91.485)
HILL = Place(44.830, -91.490)


def at(id_, place, address, **facts):
    return an_event(
        id_, f"Event {id_}", venue=f"House {id_}", address=address, place=place, **facts
    )


TOWN = (
    at("a", FLATS, "1 Mill St, The Flats, Sutter"),
    at("b", Place(44.7905, -91.4855), "2 Mill St, Sutter"),
    at("c", HILL, "3 Hill St (College Hill), Sutter"),
    at("d", Place(44.8305, -91.4905), "4 Hill St, Sutter"),
)


@pytest.mark.parametrize(
    ("phrase", "inside"),
    [("in the flats", "ab"), ("on college hill", "cd"), ("not in the flats", "cd")],
)
def test_what_lies_beside_a_named_part_of_town_is_in_it(phrase, inside):
    where = places.resolve(phrase, places.gazetteer(TOWN), HOME)
    assert [event.id for event in TOWN if where.weight(event) >= evidence.SURE] == list(inside)


def test_near_an_unknown_landmark_is_not_near_home():
    intent = read("near the train station on saturday", TOWN)
    assert not places.resolve(intent.where, places.gazetteer(TOWN), HOME).known


def test_a_place_that_is_not_wanted_is_kept_away_from():
    assert read("music but not in the flats", TOWN).where == "not in the flats"


# What an event is


def test_a_category_of_two_topics_holds_events_of_either():
    club = an_event("club", "Mystery Book Club", categories=("Lectures & Books",))
    lecture = an_event("lecture", "Lecture on Ice", categories=("Lectures & Books",))
    unsaid = an_event("unsaid", "Louise Tran", categories=("Lectures & Books",))
    talk = topics.topic("lecture")
    assert topics.weight(lecture, talk) >= evidence.SURE
    assert topics.weight(club, talk) < evidence.LIKELY
    assert evidence.LIKELY <= topics.weight(unsaid, talk) < evidence.SURE


def test_a_german_compound_names_its_topic():
    concert = an_event("blas", "Maikonzert der Kapelle")
    assert topics.weight(concert, topics.topic("music")) >= evidence.LIKELY


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("Free for the whole family.", True),
        ("All ages.", True),
        ("Blasmusik für die ganze Familie.", True),
        ("A couple visit their busy children.", False),
        ("Family history help desk.", False),
        ("From age 10.", False),
    ],
)
def test_only_what_says_so_is_for_children(text, sure):
    weight = traits.traits(an_event("e", "Evening", description=text)).kids
    assert weight >= evidence.SURE if sure else weight < evidence.SURE


# Conversations


def asked(*messages):
    events = (
        an_event("early", "Jazz at Noon", hour=12, categories=("Jazz",), price_min=8.0,
                 price_max=8.0, is_free=False),
        an_event("late", "Late Jazz", hour=21, categories=("Jazz",), price_min=20.0,
                 price_max=20.0, is_free=False),
    )  # fmt: skip
    pal, conversation, answer = fake.assistant(events, now=NOW, home=HOME), None, None
    for message in messages:
        answer = pal.ask(message, conversation=conversation)
        conversation = answer.conversation
    return [event.id for event in answer.events], answer.text


@pytest.mark.parametrize(
    ("messages", "named"),
    [
        (("jazz on saturday evening", "anything earlier?"), ["early"]),
        (("jazz at noon on saturday", "later"), ["late"]),
        (("jazz on saturday evening", "cheaper"), []),
        (("jazz on saturday after 8pm", "earlier", "earlier"), []),
        (("jazz on saturday", "nothing later than 8pm"), ["early"]),
    ],
)
def test_a_comparison_is_with_what_was_shown(messages, named):
    assert asked(*messages)[0] == named


def test_a_comparison_that_finds_nothing_shows_no_moment():
    assert "2027-" not in asked("jazz on saturday after 8pm", "earlier", "earlier")[1]


def test_nothing_is_cheaper_than_free():
    free = an_event("free", "Free Jazz", categories=("Jazz",), is_free=True)
    pal = fake.assistant((free, replace(free, id="x", uid="x", title="Jazz Two", is_free=None)),
                         now=NOW, home=HOME)  # fmt: skip
    first = pal.ask("free jazz")
    assert pal.ask("cheaper", conversation=first.conversation).events == ()
