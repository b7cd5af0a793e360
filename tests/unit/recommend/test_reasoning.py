"""How EventPal got from the person to a pick, and cards that span what is on."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recommend_people import NOW, THEMES, ZONE, a_vector, an_event, rated, vectors_of

from eventpal.domain import Action, Status
from eventpal.recommend import candidates
from eventpal.recommend.onboarding import start_cards
from eventpal.recommend.reasoning import LIKED_SHOWN, reasoning
from eventpal.recommend.taste import opinions


def graph_of(event, *pairs, vectors=None):
    found = reasoning(event, opinions(rated(*pairs)), vectors or {})
    return {(one.source, one.target): one.label for one in found.edges}, {
        one.id: (one.kind, one.label) for one in found.nodes
    }


GIG = an_event("Trio", venue="Blue Door", organiser="Jazz Society", categories=("Jazz", "Live"))


def test_each_step_has_a_name():
    edges, nodes = graph_of(
        GIG,
        (an_event("Quartet", venue="blue door", categories=("jazz",)), Action.SAVE),
        (an_event("Lecture", organiser="Jazz Society"), Action.ATTENDED),
        (an_event("Football", venue="Stadium"), Action.LIKE),
        (an_event("Loud", venue="Blue Door"), Action.DISLIKE),
    )
    kinds = sorted(kind for kind, _ in nodes.values())
    assert kinds == ["event", "event", "organiser", "person", "pick", "topic", "venue"]
    labels = {label for _, label in nodes.values()}
    assert labels == {"You", "Trio", "Quartet", "Lecture", "Blue Door", "Jazz", "Jazz Society"}
    assert "saved" in edges.values()
    assert "went to" in edges.values()


def test_what_reads_alike_leads_straight_to_the_pick():
    other = an_event("Quintet")
    vectors = {GIG.event_id: a_vector("jazz", 1), other.event_id: a_vector("jazz", 2)}
    edges, _ = graph_of(GIG, (other, Action.LIKE), vectors=vectors)
    assert edges[f"event:{other.event_id}", "pick"] == "reads alike"
    assert not graph_of(GIG, (other, Action.LIKE))[0]


def test_a_title_word_and_another_date_are_shared():
    word, _ = graph_of(an_event("Moon walk"), (an_event("Moon songs"), Action.LIKE))
    assert "in its title" in word.values()
    dates, _ = graph_of(an_event("a", series="s"), (an_event("b", series="s"), Action.GOING))
    assert "another date of it" in dates.values()


VENUES = st.sampled_from(["", "Hall", "Barn"])
EVENTS = st.builds(
    lambda n, venue, organiser, topics: an_event(
        f"e{n}", venue=venue, organiser=organiser, categories=tuple(topics)
    ),
    st.integers(0, 40),
    VENUES,
    VENUES,
    st.lists(st.sampled_from(THEMES), max_size=2, unique=True),
)


@settings(deadline=None)
@given(EVENTS, st.lists(st.tuples(EVENTS, st.sampled_from(list(Action))), max_size=12))
def test_every_node_lies_between_the_person_and_the_pick(event, pairs):
    found = reasoning(event, opinions(rated(*pairs)), {})
    ids = {one.id for one in found.nodes}
    assert {"you", "pick"} <= ids
    assert sum(one.kind == "event" for one in found.nodes) <= LIKED_SHOWN
    sources = {one.source for one in found.edges}
    targets = {one.target for one in found.edges}
    assert (sources | targets) <= ids
    assert ids - {"pick"} <= sources | {"you"}
    assert ids - {"you"} <= targets | {"pick"}


# Cards to begin with


def a_town(n=40, share=(0.7, 0.1, 0.1, 0.1)):
    """Most of what is on is of one theme."""
    draw = np.random.default_rng(3)
    themes = draw.choice(THEMES, n, p=share)
    return [
        an_event(
            f"{theme} {number}",
            days=number / 3 + 0.1,
            categories=(theme,),
            venue=f"{theme} {number % 3}",
            description="x" * int(draw.integers(0, 700)),
        )
        for number, theme in enumerate(themes)
    ]


def cards_of(events, n, vectors=None):
    table = candidates.table(events, ZONE)
    if vectors is None:
        vectors = vectors_of(events)
    return start_cards(table, vectors, NOW.timestamp(), n)


@pytest.mark.parametrize("with_vectors", [True, False])
def test_few_cards_span_what_is_on(with_vectors):
    events = a_town()
    cards = cards_of(events, 8, None if with_vectors else {})
    shown = [card.categories[0] for card in cards]
    assert set(shown) == set(THEMES)
    assert shown.count("jazz") <= 4
    assert sum(event.categories == ("jazz",) for event in events[:8]) >= 5


def test_they_are_more_different_than_the_next_events_are():
    events = a_town(120)
    vectors = vectors_of(events)

    def alike(chosen):
        rows = np.array([vectors[one.event_id] for one in chosen])
        cosines = rows @ rows.T
        return cosines[np.triu_indices(len(rows), 1)].mean()

    assert alike(cards_of(events, 24)) < 0.6 * alike(events[:24])


def test_what_tells_nothing_of_a_taste_is_no_card():
    events = [
        an_event("Jazz", categories=("jazz",)),
        an_event("Council meeting", categories=("city",)),
        an_event("Library closed", categories=("city",)),
        an_event("Called off", status=Status.CANCELLED),
        an_event("Yesterday", days=-1),
    ]
    assert [card.title for card in cards_of(events, 24, {})] == ["Jazz"]
    assert cards_of([], 24, {}) == []


def test_each_card_comes_once():
    twice = [an_event("Tour", days=day, series="tour") for day in (1, 2, 3)]
    assert len(cards_of(twice, 24, {})) == 1
    assert len({card.id for card in cards_of(a_town(), 24)}) == 24
