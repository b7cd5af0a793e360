"""A conversation: what is named, refined, done, remembered; and what happens when things fail."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from eventpal.chat.intent import Act
from eventpal.domain import Action, Event, Place, Status
from eventpal.errors import BadInput, Cancelled, NotFound
from eventpal.progress import CancelToken
from tests.fakes import chat as fake

ZONE = ZoneInfo("Europe/Dublin")
NOW = datetime(2026, 11, 18, 10, tzinfo=ZONE)
HOME = Place(52.34, -6.46)


def an_event(id_, title, day, hour, **facts):
    start = NOW.replace(day=day, hour=hour, minute=0)
    facts = {"categories": ("Music",), "venue": "Guildhall", "place": HOME} | facts
    return Event(
        id=id_, uid=id_, title=title, start=start, end=start + timedelta(hours=2),
        tz="Europe/Dublin", **facts,
    )  # fmt: skip


def priced(low, high=None):
    return {"price_min": low, "price_max": high or low, "currency": "EUR", "is_free": high == 0}


FREE = {"price_min": 0.0, "price_max": 0.0, "is_free": True}
EVENTS = (
    an_event("trio", "Trio Velour", 20, 20, categories=("Jazz",), **priced(14.0)),
    an_event("swing", "Harbour Jazz Lunch", 21, 13, categories=("Jazz",), **FREE),
    an_event("quartet", "Quartet at Dusk", 22, 19, categories=("Jazz",), **priced(8.0)),
    an_event("late", "Jazz after Midnight", 25, 22, categories=("Jazz",), **priced(20.0)),
    an_event("paint", "Paint a Boat", 21, 11, categories=("Kids & Families",), **FREE),
    an_event("reel", "Two Reels", 21, 20, categories=("Film",), **priced(9.0)),
    an_event("gone", "Cancelled Jazz", 21, 20, categories=("Jazz",), status=Status.CANCELLED),
)


@pytest.fixture
def person():
    return fake.Person()


@pytest.fixture
def pal(person):
    return fake.assistant(EVENTS, now=NOW, home=HOME, person=person)


def ids(answer):
    return [event.id for event in answer.events]


def talk(pal, *messages):
    conversation = None
    answers = []
    for message in messages:
        answers.append(pal.ask(message, conversation=conversation))
        conversation = answers[-1].conversation
    return answers


def test_an_answer_names_what_fits_with_its_facts_and_nothing_else(pal):
    (answer,) = talk(pal, "jazz this weekend")
    assert set(ids(answer)) == {"swing", "quartet"}
    assert "Harbour Jazz Lunch — Sat 21 Nov, 13:00 · Guildhall · free" in answer.text
    assert "Quartet at Dusk — Sun 22 Nov, 19:00 · Guildhall · €8" in answer.text
    assert "Cancelled" not in answer.text


def test_days_are_written_as_names(pal):
    for said, written in (("on sunday", "on Sunday"), ("on saturday", "on Saturday")):
        assert f"jazz {written}" in talk(pal, f"jazz {said}")[0].text


def test_german_is_answered_in_german(pal):
    (answer,) = talk(pal, "Gibt es am Samstag kostenlosen Jazz?")
    assert ids(answer) == ["swing"]
    assert "Sa, 21. Nov., 13:00 Uhr · Guildhall · kostenlos" in answer.text


def test_when_nothing_fits_it_says_so_and_names_the_nearest_miss_without_a_list(pal):
    answer, shown = talk(pal, "free jazz on Friday", "yes please")
    assert answer.events == ()
    assert "no free jazz on Friday" in answer.text
    assert "There is one on another day (Sat 21 Nov)" in answer.text
    assert ids(shown) == ["swing"]
    (never,) = talk(pal, "ice hockey")
    assert never.events == ()


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        (["jazz", "only free ones"], {"swing"}),
        (["jazz on Friday", "on Sunday instead"], {"quartet"}),
        (["jazz on Saturday", "what about films?"], {"reel"}),
        (["jazz this week", "in the evening"], {"trio", "quartet"}),
        (["jazz on friday", "cheaper"], set()),
        (["jazz on friday and sunday", "cheaper than 10 euros"], {"quartet"}),
        (["what's on on saturday", "but no jazz"], {"paint", "reel"}),
        (["events on Saturday", "for kids"], {"paint"}),
    ],
)  # fmt: skip
def test_a_refinement_changes_only_what_it_says(pal, messages, expected):
    assert set(ids(talk(pal, *messages)[-1])) == expected


def test_more_shows_what_was_not_shown_until_there_is_no_more(pal):
    first, more, none = talk(pal, "jazz", "more", "more")
    assert len(first.events) == 3
    assert len(more.events) == 1
    assert not set(ids(first)) & set(ids(more))
    assert none.events == ()


def test_the_second_one_and_not_that_one(pal):
    first, second, dropped = talk(pal, "jazz this weekend", "the second one", "not that one")
    assert ids(second) == [ids(first)[1]]
    assert "Music: you liked events like that" in second.text
    assert ids(dropped) == [ids(first)[0]]


def test_comparing_names_both_and_says_what_differs(pal):
    first, both = talk(pal, "jazz this weekend", "compare the first two")
    assert ids(both) == ids(first)
    assert "The first to come is Harbour Jazz Lunch." in both.text
    assert "The least expensive is Harbour Jazz Lunch." in both.text


def test_saving_and_hiding_are_done_and_undone(pal, person):
    first, _, _ = talk(pal, "jazz this weekend", "save the first one", "undo")
    assert person.rated == [(ids(first)[0], Action.SAVE)]
    assert person.withdrawn == person.rated
    talk(pal, "jazz on Sunday", "I'm going to it")
    assert person.rated[-1] == ("quartet", Action.GOING)


def test_taste_becomes_a_line_of_the_profile_and_is_undone(pal, person):
    noted, undone = talk(pal, "I love brass bands but can't stand techno", "undo")
    (proposal,) = noted.proposals
    assert proposal.text == "I love brass bands but can't stand techno."
    assert proposal.text in noted.text
    assert noted.events == ()
    assert person.lines == []
    assert "Taken back" in undone.text


def test_a_day_is_planned_from_what_fits_together(pal):
    (plan,) = talk(pal, "plan my Saturday")
    assert ids(plan)
    assert [event.start for event in plan.events] == sorted(event.start for event in plan.events)
    assert {event.start.day for event in plan.events} == {21}


@pytest.mark.parametrize(
    ("message", "act"),
    [
        ("hello", Act.TALK),
        ("thanks!", Act.TALK),
        ("what can you do?", Act.HELP),
        ("danke", Act.TALK),
    ],
)
def test_small_talk_names_no_events(pal, message, act):
    (answer,) = talk(pal, message)
    assert (answer.events, answer.intent.act) == ((), act)


def test_every_message_is_kept_before_it_is_answered():
    store = fake.FakeConversations()
    pal = fake.assistant(EVENTS, now=NOW, conversations=store)
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        pal.ask("jazz", token=token)
    (said,) = store.said.values()
    assert [(one.speaker, one.text) for one in said] == [("person", "jazz")]


def test_the_answer_comes_in_pieces_that_make_the_whole_and_a_stop_ends_it(pal):
    pieces, events = [], []
    answer = pal.ask("jazz", on_text=pieces.append, on_events=events.append)
    assert "".join(pieces) == answer.text
    assert events == [answer.events]
    token = CancelToken()
    with pytest.raises(Cancelled):
        pal.ask("jazz", on_text=lambda _: token.cancel(), token=token)


def test_asking_again_and_editing_replace_the_last_question():
    store = fake.FakeConversations()
    pal = fake.assistant(EVENTS, now=NOW, conversations=store)
    one = pal.ask("jazz on Friday")
    again = pal.regenerate(one.conversation)
    assert ids(again) == ["trio"]
    edited = pal.edit_last(one.conversation, "jazz on Sunday")
    assert ids(edited) == ["quartet"]
    said = store.get(one.conversation)
    assert [m.text for m in said if m.speaker == "person"] == ["jazz on Sunday"]


def test_what_cannot_be_answered_is_said(pal):
    with pytest.raises(BadInput):
        pal.ask("   ")
    with pytest.raises(NotFound):
        pal.ask("jazz", conversation="nothing")
    with pytest.raises(BadInput):
        pal.regenerate(pal.services.conversations.start(NOW))


@pytest.mark.parametrize("written", ["fail", "{", '{"act":"rate"}', "", '{"act":"find"}'])
def test_a_model_that_fails_or_babbles_costs_only_what_it_alone_knows(written):
    writer = fake.FakeWriter([written])
    pal = fake.assistant(EVENTS, now=NOW, writer=writer)
    (answer,) = talk(pal, "my uncle Cedric the bassoonist is visiting us and wants jazz on Friday")
    assert ids(answer) == ["trio"]


def test_the_model_adds_only_what_the_message_bears_out():
    invented = '{"act":"find","topics":["opera"],"when":["sunday"]}'
    pal = fake.assistant(EVENTS, now=NOW, writer=fake.FakeWriter([invented]))
    (answer,) = talk(pal, "what would you say is worth leaving the sofa for")
    assert answer.intent.topics == ()
    assert answer.intent.when == ()
