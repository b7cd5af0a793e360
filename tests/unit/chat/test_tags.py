"""How surely an event is about a broad topic: its words and its meaning, weighed together."""

from datetime import UTC, datetime

import numpy as np
import pytest

from eventpal.chat.matching import evidence, tags, topics
from eventpal.chat.matching.evidence import Shown
from eventpal.chat.matching.meanings import Meanings
from eventpal.chat.matching.tags import Tagger
from eventpal.domain import Event

NOW = datetime(2026, 3, 1, 10, tzinfo=UTC)


@pytest.fixture
def tagger() -> Tagger:
    weights = np.zeros((2, 384), np.float32)
    weights[0, 0] = weights[1, 1] = 12.0
    return Tagger(("music", "sport"), weights, np.full(2, -6.0, np.float32))


def event(title: str, *categories: str, text: str = "") -> Event:
    return Event(
        id=title, uid=title, title=title, start=NOW, categories=categories, description=text
    )


def meaning(tagger: Tagger, one: Event, axis: int) -> Meanings:
    row = np.zeros(384, np.float32)
    row[axis] = 1.0
    return Meanings({one.event_id: row}, lambda _: None, tagger)


def test_the_odds_of_each_tag_are_those_of_its_own_regression(tagger: Tagger) -> None:
    rows = np.zeros((2, 384), np.float32)
    rows[0, 0] = rows[1, 1] = 1.0
    assert tagger.odds(rows).tolist() == [[6.0, -6.0], [-6.0, 6.0]]


def test_a_missing_classifier_is_none(tmp_path) -> None:
    assert tags.load(tmp_path / "no.npz") is None


def test_the_classifier_that_comes_along_knows_every_broad_topic() -> None:
    shipped = tags.load()
    assert shipped is not None
    assert shipped.weights.shape == (29, 384)
    assert {"music", "market", "nightlife", "language", "volunteering"} <= set(shipped.tags)


def test_meaning_and_words_bear_each_other_out(tagger: Tagger) -> None:
    nothing, said = Shown(), Shown(text=1.0)
    assert tagger.weigh(said, 2.0) > tagger.weigh(nothing, 2.0) > tagger.weigh(nothing, -2.0)
    assert tagger.weigh(nothing, 6.0) >= evidence.SURE
    assert tagger.weigh(said, -6.0) < evidence.LIKELY


def test_meaning_counts_for_a_broad_topic_and_for_no_finer_one(tagger: Tagger) -> None:
    one = event("Unnamed")
    meant = meaning(tagger, one, 0)
    assert topics.weight(one, topics.topic("music"), meant) >= evidence.SURE
    assert topics.weight(one, topics.topic("jazz"), meant) == 0
    assert topics.weight(one, topics.topic("sport"), meant) < evidence.LIKELY


def test_meaning_says_nothing_of_what_its_publisher_filed(tagger: Tagger) -> None:
    one = event("Unnamed", "Comedy")
    assert topics.weight(one, topics.topic("music"), meaning(tagger, one, 0)) == 0
    beside = event("Unnamed", "Community")
    assert topics.weight(beside, topics.topic("music"), meaning(tagger, beside, 0)) > 0


def test_without_a_vector_the_words_alone_decide(tagger: Tagger) -> None:
    one = event("Concert in the park")
    other = meaning(tagger, event("Another"), 1)
    asked = topics.topic("music")
    assert topics.weight(one, asked, other) == topics.weight(one, asked) >= evidence.SURE


def test_which_words_speak_of_a_topic() -> None:
    one = event("Jazz night", "Comedy", text="Two stand-ups.")
    assert evidence.shown(one, "music") == Shown(elsewhere=1.0, title=1.0)
    assert evidence.shown(one, "comedy") == Shown(filed=1.0, text=1.0)
    assert evidence.shown(one, "market") == Shown(elsewhere=1.0)
    assert evidence.shown(event("Unnamed"), "market") == Shown()
