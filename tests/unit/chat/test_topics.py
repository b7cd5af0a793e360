"""Which events a topic means."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from eventpal.chat.intent import Format, Intent
from eventpal.chat.matching import evidence, lexicon, retrieve, topics
from eventpal.chat.matching.meanings import Meanings, Row
from eventpal.chat.matching.places import gazetteer
from eventpal.chat.matching.retrieve import Found, Wanted
from eventpal.chat.reading.topics import wished
from eventpal.domain import Event

NOBODY = gazetteer(())


def event(title: str, text: str = "", *categories: str) -> Event:
    start = datetime(2027, 5, 20, 19, tzinfo=UTC)
    return Event(
        id=title, uid=title, title=title, start=start, description=text, categories=categories
    )


def unit(cosine: float) -> Row:
    """A vector at this cosine to (1, 0)."""
    return np.array([cosine, (1 - cosine**2) ** 0.5], np.float32)


def sure(one: Event, asked: str) -> bool:
    return topics.weight(one, topics.topic(asked)) >= evidence.SURE


def likely(one: Event, asked: str) -> bool:
    return topics.weight(one, topics.topic(asked)) >= evidence.LIKELY


def test_every_line_of_the_table_means_something() -> None:
    for phrase in (*lexicon.KINDS, *lexicon.EITHER):
        assert topics.topic(" ".join(phrase)) != topics.Topic("")
    assert len(set(lexicon.KINDS.values())) > 200


@pytest.mark.parametrize(
    ("asked", "title", "text", "category"),
    [
        ("rock", "Ironwood", "Doom metal from the north.", "Live Music"),
        ("trad", "By the Fire", "Fiddle and concertina, no stage.", "Music"),
        ("jazz gig", "Trio", "Monk and Ellington, on a double bass.", "Music"),
        ("D&D", "Friday table", "A one-shot of Dungeons & Dragons.", "Games"),
        ("Deutsch sprechen", "Deutscher Stammtisch", "", "Community"),
        ("wild swimming", "Sea Dippers", "A sea swim off the slipway.", "Sport"),
        ("LGBTQ+", "Rainbow Room", "For queer young people.", "Community"),
        ("something creative", "Throw a pot", "", "Crafts"),
    ],
)
def test_a_kind_is_known_by_what_shows_it(asked: str, title: str, text: str, category: str) -> None:
    assert likely(event(title, text, category), asked)


@pytest.mark.parametrize(
    ("asked", "title", "text"),
    [
        ("books", "Wheel throwing", "Booking is essential; book online."),
        ("running", "Craft night", "Run by volunteers, runs until ten."),
        ("space", "Parking", "There is limited space."),
        ("beer", "Stitch Night", "Knitting over a root beer."),
        ("language", "Stand-up", "Strong language."),
        ("walk", "Five a side", "No walk-ins; a short walk from the station."),
        ("blues", "Little Blue after Dark", "Penguins come home."),
        ("rowing", "Film", "Sit in the front row."),
        ("volunteering", "Python users", "Run by volunteers."),
        ("spanish", "Tapas", "Spanish wine and ham."),
    ],
)
def test_a_word_that_means_something_else_shows_nothing(asked: str, title: str, text: str) -> None:
    one = event(title, text)
    found = topics.weight(one, topics.topic(asked)) if asked != "spanish" else 0.0
    assert found < evidence.LIKELY
    assert evidence.concepts(one).get("language", 0.0) < evidence.LIKELY


def test_not_folk_is_no_trad_session_either() -> None:
    session = event("Trad Session", "Tunes round the table", "Live Music")
    songs = event("Songs", "", "Live Music", "Singer-songwriter")
    gig = event("Brass night", "", "Live Music")
    asked = Wanted(
        Intent(), topics=(topics.topic("live music"),), exclude=(topics.unwanted("folk"),)
    )
    assert retrieve.weigh(session, asked) == 0
    assert retrieve.weigh(songs, asked) == 0
    assert retrieve.weigh(gig, asked) == 1


@pytest.mark.parametrize(
    ("title", "cosine", "expected"),
    [
        ("Friday Fish Fry", 0.6, evidence.SURE),
        ("Friday Fish Fry", 0.4, 0.7),
        ("Friday Fish Fry", 0.1, evidence.DOUBTFUL),
        ("Swap Tongues", 0.6, evidence.SURE),
        ("Swap Tongues", 0.4, 0.0),
    ],
)
def test_a_word_in_a_text_counts_as_far_as_the_text_means_it(
    title: str, cosine: float, expected: float
) -> None:
    """A fish fry is surely about food and drink, a round of languages is not."""
    one, asked = event(title, "Beer by the pint."), topics.topic("beer")
    assert topics.weight(one, asked) == pytest.approx(0.6)
    rows = {one.event_id: unit(cosine), "a brewery tour": unit(0.62)}
    meanings = Meanings(rows, lambda _: unit(1.0))
    assert topics.weight(one, asked, meanings) == expected


def test_what_is_doubtful_is_not_named_beside_what_is_sure() -> None:
    tour, fry = event("Brewery tour"), event("Fish fry")
    found = Found((tour, fry), (0.9, evidence.DOUBTFUL))
    assert retrieve.named(found, Wanted(Intent())) == (tour,)
    alone = Found((fry,), (evidence.DOUBTFUL,))
    assert retrieve.named(alone, Wanted(Intent())) == (fry,)


def test_an_event_fits_as_surely_as_the_least_sure_wish() -> None:
    one = replace(event("Salsa lesson", "A salsa lesson for all ages.", "Dance"), is_free=None)
    asked = Wanted(Intent(age=16), topics=(topics.topic("salsa"),), most=0.0)
    assert retrieve.weigh(one, asked) == 0
    assert retrieve.weigh(one, replace(asked, most=None)) >= evidence.SURE


def test_under_stage_the_words_of_an_event_tell_comedy_from_theatre() -> None:
    comedy = event("Deirdre Flood", "Her new hour of stand-up.", "Stage")
    play = event("The Playboy", "A young man walks into a shebeen.", "Stage")
    assert sure(comedy, "comedy")
    assert not likely(comedy, "theatre")
    assert sure(play, "theatre")


@pytest.mark.parametrize(
    ("message", "asked", "excluded"),
    [
        ("any sport i could go and watch", ("spectator sport",), ()),
        ("sport i can take part in", ("sport",), ("spectator sport",)),
        ("a documentary film", ("documentary film",), ()),
        ("python for beginners, a meetup", ("python",), ()),
        ("films or documentaries", ("films", "documentaries"), ()),
    ],
)
def test_which_words_are_the_topic(
    message: str, asked: tuple[str, ...], excluded: tuple[str, ...]
) -> None:
    found, without, _ = wished(message, NOBODY)
    assert (found, without) == (asked, excluded)


def test_sport_to_watch_is_a_match() -> None:
    match = event("Rovers v United", "League match", "Sport")
    pickup = event("Pick-up fives", "Get a bib.", "Sport")
    assert likely(match, "spectator sport")
    assert not likely(pickup, "spectator sport")


def test_art_but_no_exhibition_leaves_art() -> None:
    unwanted = topics.unwanted("exhibition")
    assert topics.weight(event("Life drawing", "", "Art"), unwanted) == 0
    assert topics.weight(event("An exhibition", "", "Art"), unwanted) > evidence.SURE


def test_nothing_is_compared_where_no_model_answers() -> None:
    meanings = Meanings({"a": unit(1.0)}, lambda _: None)
    assert meanings.near("beer", "a") is None
    assert Meanings({}, lambda _: unit(1.0)).near("beer", "a") is None


def test_an_answer_is_filled_with_other_events_before_further_dates_of_the_same() -> None:
    weekly = [replace(event("Tea dance"), id=str(week)) for week in range(3)]
    found = Found((*weekly, event("Bingo")), (0.9, 0.9, 0.9, 0.9))
    named = retrieve.named(found, Wanted(Intent(count=2)))
    assert [one.title for one in named] == ["Tea dance", "Bingo"]


def test_dance_under_stage_is_theatre_as_well() -> None:
    ballet = event("Swan Lake", "A ballet in four acts.", "Performing Arts")
    assert sure(ballet, "theatre")
    assert sure(ballet, "dance")


def test_one_word_of_a_title_is_doubtful_where_the_text_tells_of_something_else() -> None:
    knitters = event("Sock Jam", "Knit and crochet by the stove; bring yarn.")
    assert topics.weight(knitters, topics.topic("live music")) <= evidence.DOUBTFUL
    assert likely(knitters, "crafts")


def test_who_holds_an_event_does_not_make_it_council_business() -> None:
    market = replace(event("Growers' Market", "Leeks and eggs."), organiser="Ardmore Town Council")
    hearing = replace(event("Planning committee"), organiser="Ardmore Town Council")
    assert not likely(market, "civic")
    assert sure(hearing, "council meeting")


def test_the_name_of_the_host_counts_more_where_the_text_bears_it_out() -> None:
    one = replace(event("Rififi", "In French with subtitles."), organiser="Quayside Film Club")
    assert sure(one, "film")


def test_further_dates_of_one_event_leave_room_for_others() -> None:
    weekly = [replace(event("Tea dance"), id=str(week)) for week in range(3)]
    found = Found((*weekly, event("Waltz")), (0.9, 0.9, 0.9, 0.7))
    assert "Waltz" in {one.title for one in retrieve.named(found, Wanted(Intent()))}


def test_pots_on_show_are_no_class() -> None:
    asked = Wanted(Intent(format=(Format.WORKSHOP,)), topics=(topics.topic("pottery"),))
    assert (
        retrieve.weigh(event("Bowls", "Pottery by six. Exhibition, free.", "Crafts"), asked) < 0.55
    )
    assert (
        retrieve.weigh(event("Bowls", "Pottery by six hands.", "Crafts"), asked) >= evidence.LIKELY
    )


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("yoga session", "yoga"),
        ("pottery session", "pottery"),
        ("metal gigs", "metal"),
    ],
)
def test_what_an_event_is_called_beside_its_topic_asks_for_no_more(asked: str, meant: str) -> None:
    assert topics.topic(asked).phrases == topics.topic(meant).phrases


def test_clubbing_is_any_of_what_one_dances_to_at_night() -> None:
    night = event("Riptide", "Drum and bass until three in the morning.", "Club nights")
    assert sure(night, "clubbing")
    assert not likely(event("Chess", "At the club.", "Games"), "clubbing")


@pytest.mark.parametrize(
    ("asked", "title", "text"),
    [
        ("punk band", "Spit", "A punk quartet from Leeds."),
        ("ancestors", "Who were they?", "Parish records, with help."),
        ("shipwrecks", "The Lost Brig", "What divers brought up from the wreck."),
        ("Chor mitsingen", "Open Voices", "New singers welcome, no auditions."),
        ("quizzes", "Pub quiz", ""),
    ],
)
def test_what_a_town_calls_it(asked: str, title: str, text: str) -> None:
    assert likely(event(title, text), asked)


@pytest.mark.parametrize(
    ("asked", "title", "text"),
    [
        ("wine", "Six poems", "The audience picks the winner."),
        ("trad session", "Pipes of the abbey", "Bach on the organ."),
        ("horse racing", "Open shed", "See a rocking horse being made."),
        ("choir to join", "Winter Voices", "A choir of thirty sings Rutter."),
    ],
)
def test_a_word_that_is_something_else(asked: str, title: str, text: str) -> None:
    assert not likely(event(title, text), asked)
