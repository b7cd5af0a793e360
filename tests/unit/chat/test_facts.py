"""Whatever a language model writes, an answer says only what the database says."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from eventpal.chat.answering import claims, warm_words
from eventpal.chat.answering.claims import Offer
from eventpal.chat.intent import Act
from eventpal.engine.messages import Generated
from tests.exam import facts, running
from tests.fakes import chat as fake

EVERY = 4
"""Every fourth question is asked."""

TRUE = (
    "I'd start with {1}.",
    "How about {1}?",
    "{1} looks like the best match.",
    "I like {1} and {2}.",
    "{count} fit; {1} comes first.",
    "I'd go to {1}: {why}.",
    "Here is what I found for {wishes}.",
    "Have fun!",
    "Ich würde mit {1} anfangen.",
    "Wie wäre es mit {1}?",
)
FALSE = (
    "{1} is free.",
    "It starts at noon on Monday.",
    "Both are sold out.",
    "{2} is {when} at {where}.",
    "All of them are in the Guildhall.",
    "There is also the Summer Ball.",
    "It costs five euros.",
    "Der Eintritt ist kostenlos.",
    "Morgen um acht beginnt {2}.",
    "It's the cheapest and the nearest.",
)
WORDS = sorted(
    {
        *warm_words.AROUND[False],
        *warm_words.BESIDE[False],
        *warm_words.AROUND[True],
        *"free noon 8 €5 Guildhall".split(),
        *"{1} {2} {3} {when} {where} {price}".split(),
    }
)


class Liar:
    """Writes true sentences, false ones, and words at random."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def generate(self, messages, *, on_text, **_):
        told = [self.sentence() for _ in range(6)]
        on_text(" ".join(told))
        return Generated(" ".join(told), 1, 0, 1, 0.0, 0.0, "end")

    def sentence(self) -> str:
        some = self.random.choice((TRUE, FALSE, ()))
        if some:
            return self.random.choice(some)
        words = self.random.choices(WORDS, k=self.random.randint(2, 9))
        return f"{' '.join(words)}{self.random.choice('.!?')}"


@pytest.fixture(scope="module")
def answers():
    city = running.city_of("sample")
    with running.opened("sample", embed=False) as pal:
        events = pal.events.between(running.NOW, None)
    pal = fake.assistant(events, now=city.now, home=city.home, narrator=Liar(5))
    return city, [
        running.asked(pal, city, one) for one in running.questions("sample")[::EVERY] for _ in "ab"
    ]


def test_over_many_answers_nothing_is_invented(answers):
    city, marked = answers
    assert sum(bool(one.written) for one in marked) > len(marked) // 3
    for one in marked:
        assert facts.invented(one, city) == [], one.written


@pytest.mark.parametrize("false", FALSE)
def test_what_is_false_would_be_found(answers, false):
    city, marked = answers
    one = next(one for one in marked if len(one.named) > 2 and one.named[0].venue)
    offer = Offer(
        "",
        Act.FIND,
        3,
        {
            "1": f"“{one.named[0].title}”",
            "2": f"“{one.named[1].title}”",
            "when": facts.render.when(one.named[0], city.zone, german=False),
            "where": facts.render.venue(one.named[0]),
        },
    )
    told = claims.filled(false, offer)
    assert facts.invented(replace(one, written=told), city)
    listed = one.answer.replace(one.named[0].venue, "Another Hall")
    assert facts.invented(replace(one, answer=listed, written=""), city)


def test_a_fact_that_is_rendered_wrongly_would_be_found(answers):
    city, marked = answers
    one = next(one for one in marked if len(one.named) == 1 and one.named[0].price_min)
    line = facts.render.line(one.named[0], city.zone, german=False)
    event = one.named[0]
    wrong = [
        replace(event, start=event.start + timedelta(minutes=45)),
        replace(event, start=event.start + timedelta(days=1), end=None),
        replace(event, start=event.start + timedelta(days=28), end=None),
        replace(event, price_min=event.price_min + 1, price_max=None),
        replace(event, currency="XYZ"),
        replace(event, is_free=True, price_min=None, price_max=None),
        replace(event, venue="Another Hall"),
        replace(event, title="Another title"),
    ]
    right = replace(one, answer=f"1. {line}", written="")
    assert facts.invented(right, city) == []
    for other in wrong:
        # The renderer is given the same wrong fields that it would have shown.
        said = f"1. {facts.render.line(other, city.zone, german=False)}"
        assert facts.listed_wrongly(said, [event], city.zone), said
        assert not facts.listed_wrongly(said, [other], city.zone), said
