"""What lines of the profile say, in the words that people use."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventpal.recommend.written import profile_words
from eventpal.recommend.written.profile_meaning import UNUSED, sentence
from eventpal.recommend.written.profile_reading import Force, read

NAMES = {"blue door": "venue", "the glass house": "venue", "rock and roll café": "venue"}
NAMES |= {"harbour arts": "organiser"}


def told(line):
    """Each clause in short: force, then what it is about."""
    return [(one.force.name, said(one.about)) for one in read(line, NAMES).clauses]


def said(about):
    parts = [about.topic or about.name]
    parts += ["days " + "".join(map(str, sorted(about.days)))] if about.days else []
    for name in ("begins", "price", "km", "minutes"):
        value = getattr(about, name)
        if value is not None:
            low, high = (round(one, 2) for one in value)
            parts.append(f"{name} {low:g}-{'' if high == math.inf else f'{high:g}'}")
    parts += [f"ends {about.ends_after:g}"] if about.ends_after else []
    parts += [f"unless {said(one)}" for one in about.unless]
    return " ".join(filter(None, parts))


@pytest.mark.parametrize(
    ("line", "clauses"),
    [
        (
            "I like small jazz venues; no clubs; rarely Mondays; up to 20 €",
            [("LIKE", "jazz"), ("NEVER", "clubs"), ("RARELY", "days 0"), ("NEVER", "price 20-")],
        ),
        ("Ich mag Jazz und Oper, aber keine Clubs",
         [("LIKE", "jazz"), ("LIKE", "opera"), ("NEVER", "clubs")]),
        ("no clubs, bars or karaoke",
         [("NEVER", "clubs"), ("NEVER", "drinking"), ("NEVER", "karaoke")]),
        ("I like comedy, theatre and dance; less football",
         [("LIKE", "comedy"), ("LIKE", "theatre"), ("LIKE", "dance"), ("DISLIKE", "football")]),
        ("keine Clubs", [("NEVER", "clubs")]),
        ("Clubs mag ich nicht", [("DISLIKE", "clubs")]),
        ("I don't like football", [("DISLIKE", "football")]),
        ("I hate karaoke", [("HATE", "karaoke")]),
        ("I love jazz and hate crowds", [("LOVE", "jazz")]),
        ("ich mag Jazz und hasse Techno", [("LIKE", "jazz"), ("HATE", "electronic music")]),
        ("I love drum and bass", [("LOVE", "electronic music")]),
        ("nothing but jazz", [("ONLY", "jazz")]),
        ("alles außer Techno", [("NEVER", "electronic music")]),
        ("anything but opera", [("NEVER", "opera")]),
        ("book clubs", [("LIKE", "books")]),
        ("chess club", [("LIKE", "chess")]),
        ("underwater basket weaving", [("LIKE", "underwater basket weaving")]),
        ("I don't have kids", [("DISLIKE", "children's events")]),
        ("please no religious events", [("NEVER", "religion")]),
        ("stop showing me yoga", [("NEVER", "yoga")]),
        ("I don't drink alcohol", [("DISLIKE", "drinking")]),
        ("I never miss a film festival", [("LOVE", "film festival")]),
        ("opera: yes; ballet: no", [("LIKE", "opera"), ("NEVER", "dance")]),
        ("board games, but not chess", [("LIKE", "games"), ("NEVER", "chess")]),
        ("I love live music, especially jazz and folk",
         [("LOVE", "concerts"), ("LOVE", "jazz"), ("LOVE", "folk music")]),
        # Exceptions
        ("no clubs, except jazz ones", [("NEVER", "clubs unless jazz")]),
        ("keine Clubs außer Jazzclubs", [("NEVER", "clubs unless jazz")]),
        ("no techno unless it's free", [("NEVER", "electronic music unless free price 0-0.01")]),
        ("nothing on Sundays except walks", [("NEVER", "days 6 unless hiking")]),
        ("nothing over 20 except for opera", [("NEVER", "price 20- unless opera")]),
        ("every day except Sunday", [("NEVER", "days 6")]),
        # Ways to say it
        ("karaoke is my nightmare", [("HATE", "karaoke")]),
        ("sport bores me", [("DISLIKE", "sports")]),
        ("musicals? no thanks", [("NEVER", "musicals")]),
        ("Trivia nights? Love them!", [("LOVE", "quizzes")]),
        ("Wandern ja, Joggen nein", [("LIKE", "hiking"), ("NEVER", "running")]),
        ("Flohmärkte liebe ich, Fußball eher nicht",
         [("LOVE", "markets"), ("DISLIKE", "football")]),
        ("I prefer small gigs to big festivals", [("LIKE", "concerts"), ("DISLIKE", "festivals")]),
        ("lieber kleine Konzerte als große Festivals",
         [("LIKE", "concerts"), ("DISLIKE", "festivals")]),
        ("arthouse cinema over blockbusters",
         [("LIKE", "arthouse cinema"), ("DISLIKE", "blockbusters")]),
        ("Ausstellungen interessieren mich mehr als Konzerte",
         [("LIKE", "art"), ("DISLIKE", "concerts")]),
        ("I'm vegan so nothing with barbecue", [("LIKE", "vegan"), ("NEVER", "barbecue")]),
        ("I want to try pottery", [("LIKE", "pottery")]),
        ("no meetings of any kind", [("NEVER", "meetings")]),
        ("1. jazz 2. opera", [("LIKE", "jazz"), ("LIKE", "opera")]),
        ("can't dance, won't dance", [("NEVER", "dance")]),
        ("I don't mind paying more for theatre", []),
        ("not in August", []),
        ("late shows are fine", []),
        # Money
        ("max 15 euros on weekdays", [("NEVER", "days 01234 price 15-")]),
        ("cheap stuff, under a tenner", [("LIKE", "cheap price 0-10"), ("NEVER", "price 10-")]),
        ("can't afford more than 8 quid", [("NEVER", "price 8-")]),
        ("budget: 25 per evening", [("NEVER", "price 25-")]),
        ("between 5 and 15 euros", [("NEVER", "price 15-")]),
        ("max 10€ for films, 30€ for concerts",
         [("NEVER", "film price 10-"), ("NEVER", "concerts price 30-")]),
        ("Konzerte bis 25 €, Kino bis 10 €",
         [("NEVER", "concerts price 25-"), ("LIKE", "concerts"),
          ("NEVER", "film price 10-"), ("LIKE", "film")]),
        ("höchstens 10 Euro fürs Kino", [("NEVER", "film price 10-")]),
        ("max. 12 Euro Eintritt", [("NEVER", "price 12-")]),
        ("up to twenty euros", [("NEVER", "price 20-")]),
        ("bis 20 Euro", [("NEVER", "price 20-")]),
        ("nothing over €25", [("NEVER", "price 25-")]),
        ("höchstens 12,50 €", [("NEVER", "price 12.5-")]),
        ("budget 30", [("NEVER", "price 30-")]),
        ("only free events", [("NEVER", "price 0.01-")]),
        ("nothing too expensive", [("DISLIKE", "expensive price 40-")]),
        ("Max 15€ and 5km", [("NEVER", "price 15-"), ("NEVER", "km 5-")]),
        # Ways
        ("max 10 km", [("NEVER", "km 10-")]),
        ("within 5 miles", [("NEVER", "km 8.05-")]),
        ("höchstens 30 Minuten entfernt", [("NEVER", "minutes 30-")]),
        ("no more than 1 hour away", [("NEVER", "minutes 60-")]),
        # Time
        ("not before 6 pm", [("NEVER", "begins 4-18")]),
        ("nothing before 18:30", [("NEVER", "begins 4-18.5")]),
        ("nicht vor 18 Uhr", [("NEVER", "begins 4-18")]),
        ("not before 10 am at weekends", [("NEVER", "days 56 begins 4-10")]),
        ("am Wochenende nicht vor 10 Uhr", [("NEVER", "days 56 begins 4-10")]),
        ("never on a school night after 10pm", [("NEVER", "days 01236 begins 22-28")]),
        ("nothing that ends after midnight", [("NEVER", "ends 24")]),
        ("Bitte nichts, was nach Mitternacht endet", [("NEVER", "ends 24")]),
        ("no clubs after 10 pm", [("NEVER", "clubs begins 22-28")]),
        ("nothing with loud music after 9pm", [("NEVER", "concerts begins 21-28")]),
        ("I'm only free after 5pm on weekdays", [("NEVER", "days 01234 begins 4-17")]),
        ("höchstens zweimal pro Woche", []),
        ("techno only at the old mill", [("LIKE", "techno old mill")]),
        ("I finish work at 6", [("NEVER", "begins 4-18")]),
        ("nothing longer than 3 hours", []),
        ("I'm free on Wednesdays and Fridays", [("LIKE", "days 24")]),
        ("mittwochs und freitags habe ich Zeit", [("LIKE", "days 24")]),
        ("I'm busy every Thursday", [("NEVER", "days 3")]),
        ("dienstags kann ich nicht", [("NEVER", "days 1")]),
        ("I can't on Mondays", [("NEVER", "days 0")]),
        ("No Mondays or Tuesdays, Wednesdays are okay",
         [("NEVER", "days 01"), ("LIKE", "days 2")]),
        ("Blue Door only on Fridays", [("NEVER", "blue door days 012356")]),
        ("only jazz on Fridays", [("NEVER", "days 4 unless jazz")]),
        ("not after 10pm", [("NEVER", "begins 22-28")]),
        ("zwischen 18 und 22 Uhr", [("NEVER", "begins 4-18"), ("NEVER", "begins 22-28")]),
        ("mon-fri not before 18:00", [("NEVER", "days 01234 begins 4-18")]),
        ("weekdays only after 7 pm", [("NEVER", "days 01234 begins 4-19")]),
        ("home by 11 pm", [("NEVER", "ends 23")]),
        ("only on weekends", [("ONLY", "days 56")]),
        ("nur am Wochenende", [("ONLY", "days 56")]),
        ("montags selten", [("RARELY", "days 0")]),
        ("I rarely go out on Sundays", [("RARELY", "days 6")]),
        ("Friday nights", [("LIKE", "days 4 begins 18-28")]),
        ("freitagabends gehe ich gern aus", [("LIKE", "days 4 begins 17-23")]),
        ("mornings are bad for me", [("RARELY", "begins 5-12")]),
        ("Not a morning person", [("RARELY", "begins 5-12")]),
        ("I can't do Tuesdays or Thursdays", [("NEVER", "days 13")]),
        ("Tuesdays and Thursdays are taken", [("NEVER", "days 13")]),
        ("nur abends unter der Woche",
         [("NEVER", "days 01234 begins 4-17"), ("NEVER", "days 01234 begins 23-28")]),
        ("no clubs on Mondays", [("NEVER", "clubs days 0")]),
        ("quiz nights", [("LIKE", "quizzes")]),
        # Names
        ("I love the Blue Door", [("LOVE", "blue door")]),
        ("never at The Glass House", [("NEVER", "the glass house")]),
        ("Lieblingsort: Rock and Roll Café", [("LOVE", "rock and roll café")]),
        ("events by Harbour Arts", [("LIKE", "harbour arts")]),
        # Nothing
        ("???", []),
        ("small venues", []),
        ("only in English", []),
        ("English-speaking events", []),
        ("at most 2 hours long", []),
        ("I hate crowds", []),
        ("My grandmother was born in Leipzig in 1931 and sang there all summer", []),
    ],
)  # fmt: skip
def test_a_line_says(line, clauses):
    assert told(line) == clauses


@pytest.mark.parametrize(
    ("line", "company", "mode"),
    [
        ("I have kids", "kids", None),
        ("Sunday mornings with the children", "kids", None),
        ("Ich habe zwei Kinder", "kids", None),
        ("family-friendly please", "kids", None),
        ("I don't have kids", None, None),
        ("I use a wheelchair", "accessible", None),
        ("nur barrierefrei", "accessible", None),
        ("I go on my own", "alone", None),
        ("ich habe kein Auto", None, "transit"),
        ("I go by bike", None, "bike"),
        ("I like jazz", None, None),
    ],
)
def test_company_and_travel(line, company, mode):
    reading = read(line)
    assert (reading.company, reading.mode) == (company, mode)


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        ("keine Clubs",
         "Events about “clubs” are left out, and what is like them moves down."),
        ("rarely Mondays", "Events on Mondays move down a little."),
        ("bis 20 Euro", "What is known to cost more than 20 is left out."),
        ("weekdays not before 6 pm",
         "What begins before 18:00 is left out from Monday to Friday."),
        ("I love the Blue Door", "Events at “blue door” move far up."),
        ("small jazz venues",
         "Events about “jazz” move up; EventPal can't tell what is “small”."),
        ("small venues", UNUSED),
        ("???", UNUSED),
    ],
)  # fmt: skip
def test_a_line_is_said_back(line, meaning):
    assert sentence(read(line, NAMES)) == meaning


def test_a_limit_keeps_its_currency_of_numbers_apart_from_its_hours():
    (price, hour) = read("up to 20 € and not before 8").clauses
    assert price.about.price is not None
    assert price.about.begins is None
    assert hour.about.begins == (4.0, 20.0)


WORDS = [
    *"no never only rarely like love hate jazz clubs mondays weekends before after 6 pm 20".split(),
    *"€ km and".split(),
    *", ; . the blue door up to max 10 minutes keine nicht bis uhr mag ich between from".split(),
    *"but ( * [".split(),
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join) | st.text(max_size=60))
def test_any_text_is_read_and_said_back(text):
    reading = read(text, NAMES)
    meaning = sentence(reading)
    assert meaning.endswith(".")
    nothing = not (reading.clauses or reading.company or reading.mode)
    assert (meaning == UNUSED) == nothing
    assert read(text, NAMES) == reading


def test_every_topic_is_known_by_its_own_name():
    for name, _, _ in profile_words.TOPICS:
        (clause,) = read(name).clauses
        assert clause.force is Force.LIKE
        assert clause.about.topic == name


@pytest.mark.parametrize(
    ("line", "told_back"),
    [
        ("no clubs, except jazz ones",
         "Events about “clubs”, but not those about “jazz”, are left out."),
        ("no techno unless it's free",
         "Events about “electronic music”, but not free ones, are left out."),
        ("nothing over 20 except for opera",
         "What is known to cost more than 20, but not those about “opera”, is left out."),
        ("max 10€ for films",
         "Events about “film” that are known to cost more than 10 are left out."),
        ("Blue Door only on Fridays", "Events at “blue door” except on Fridays are left out."),
        ("no clubs on Mondays", "Events about “clubs” on Mondays are left out."),
    ],
)  # fmt: skip
def test_exceptions_are_said_back(line, told_back):
    assert sentence(read(line, NAMES)) == told_back


@pytest.mark.parametrize("line", ["my kids love dinosaurs", "meine Kinder sind 3 und 5"])
def test_children_are_company(line):
    assert read(line).company == "kids"


@pytest.mark.parametrize("line", ["my children are grown up", "nothing my kids would hate"])
def test_children_who_stay_away_are_not(line):
    assert read(line).company is None


@pytest.mark.parametrize("line", ["I use a wheelchair", "ich sitze im Rollstuhl"])
def test_words_around_a_need_are_no_topics(line):
    assert read(line).company == "accessible"
    assert told(line) == []
