"""Profile lines as opinions, and what they do to the ranking."""

import numpy as np
import pytest
from recommend_people import (
    NOW,
    THEMES,
    Events,
    History,
    Preferences,
    Vectors,
    a_vector,
    an_event,
    taste_of,
    vectors_of,
)

from eventpal.domain import Action, Change, Place
from eventpal.recommend.reasons import Aspect
from eventpal.recommend.recommender import Recommender
from eventpal.recommend.written.profile_reading import Force, read
from eventpal.recommend.written.wishes import COUNTS, Said, pseudo_opinions

NAMES = {"hall jazz": "venue"}
CITY = [
    an_event(
        f"{theme} {n}",
        # Seven days in turn, so that each theme is on each of them.
        days=1 + (n + THEMES.index(theme)) % 7 + 0.35,
        venue=f"hall {theme}",
        categories=(theme,),
        price_min=float(n * 8),
        place=Place(53.5 + n / 40, 10.0),
    )
    for theme in THEMES
    for n in range(7)
]
VECTORS = vectors_of(CITY)
HOME = Place(53.5, 10.0)


def given(*lines):
    clauses = [(clause, NOW) for line in lines for clause in read(line, NAMES).clauses]
    return pseudo_opinions(clauses, HOME)


class Writer:
    """Somebody who only wrote; the text of a topic has the vector of its theme."""

    def __init__(self, *lines):
        self.lines = list(lines)
        self.history = History()
        self.recommender = Recommender(
            Events(CITY),
            self.history,
            Vectors(VECTORS),
            Preferences(home_place={"lat": HOME.lat, "lon": HOME.lon}),
            said=self.said,
        )

    def said(self, now, home):
        opinions = given(*self.lines)
        themes = [(one, theme) for one in opinions for theme in THEMES if theme in one.event.title]
        return Said(
            tuple(opinions), {one.event.event_id: a_vector(theme, 99) for one, theme in themes}
        )

    def scores(self):
        return self.recommender.scores(NOW)

    def write(self, line):
        self.lines.append(line)
        self.recommender.refresh(Change(taste=True))


def moved(line, fits):
    """How far the events that fit move against the others, in log-odds on average."""
    before, after = Writer().scores(), Writer(line).scores()
    change = {
        event.id: np.log(after[event.id] / (1 - after[event.id]))
        - np.log(before[event.id] / (1 - before[event.id]))
        for event in CITY
    }
    those = [change[event.id] for event in CITY if fits(event)]
    others = [change[event.id] for event in CITY if not fits(event)]
    assert those
    assert others
    return float(np.mean(those) - np.mean(others))


def of_jazz(event):
    return event.categories == ("jazz",)


@pytest.mark.parametrize(
    ("line", "fits", "up"),
    [
        ("I like jazz", of_jazz, True),
        ("no jazz", of_jazz, False),
        ("less jazz", of_jazz, False),
        ("I love hall jazz", of_jazz, True),
        ("rarely Mondays", lambda event: event.start.weekday() == 0, False),
        ("I like Fridays", lambda event: event.start.weekday() == 4, True),
        ("nothing too expensive", lambda event: (event.price_min or 0) > 40, False),
        ("close to home", lambda event: event.place.lat < 53.53, True),
    ],
)
def test_a_line_moves_what_it_is_about(line, fits, up):
    change = moved(line, fits)
    assert change > 0.03 if up else change < -0.1


def test_love_counts_for_more_than_like_and_hate_than_dislike():
    assert moved("I love jazz", of_jazz) > moved("I like jazz", of_jazz) > 0
    assert moved("I hate jazz", of_jazz) < moved("I don't like jazz", of_jazz) < 0


def test_each_opinion_is_about_the_side_that_the_line_names():
    (topic,) = given("I love jazz")
    assert (topic.aspects, topic.weight) == ({Aspect.CONTENT}, COUNTS[Force.LOVE])
    (monday,) = given("rarely Mondays")
    assert (monday.aspects, monday.wanted) == ({Aspect.TIME}, False)
    assert len(given("I like weekends")) == 6
    assert {one.event.start.weekday() for one in given("I like weekends")} == {5, 6}


@pytest.mark.parametrize("line", ["up to 20 €", "max 10 km", "not before 6 pm", "never on Mondays"])
def test_a_limit_says_nothing_of_taste(line):
    assert given(line) == []


def test_a_line_comes_and_goes_without_a_trace():
    person = Writer("I like jazz")
    before = person.scores()
    person.write("no chess")
    assert person.scores() != before
    person.lines.pop()
    person.recommender.refresh(Change(taste=True))
    assert person.scores() == before


def test_what_is_done_outweighs_what_was_written():
    person = Writer("I like jazz")
    history = person.history
    jazz = [event for event in CITY if of_jazz(event)]
    best = max(CITY, key=lambda event: person.scores()[event.id])
    assert of_jazz(best)
    for event in jazz[:4]:
        person.recommender.refresh(history.rate(event, Action.DISLIKE))
    chess = [event for event in CITY if event.categories == ("chess",)]
    for event in chess[:3]:
        person.recommender.refresh(history.rate(event, Action.LIKE))
    first = person.recommender.ranked(NOW).picks[0].event
    assert first.categories == ("chess",)


def test_reasons_quote_what_was_written_and_claim_no_visit():
    picks = Writer("I like jazz", "I love hall jazz").recommender.ranked(NOW).picks
    texts = [reason.text for reason in picks[0].reasons]
    assert "Close to “jazz”, as you wrote" in texts
    assert "At hall jazz, as you wrote" in texts
    assert "jazz, as you wrote" in texts
    assert not any("went to" in text or "chose 1" in text for text in texts)


def test_a_topic_of_two_words_is_about_the_last():
    word = taste_of(given("I like craft beer")).word
    assert word.affinity("beer") > 0
    assert word.affinity("craft") == 0
