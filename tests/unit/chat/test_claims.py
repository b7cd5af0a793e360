"""Sentences of the language model: what is harmless passes, and no claim does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventpal.chat.answering import warm_words
from eventpal.chat.answering.claims import Offer, fault, filled
from eventpal.chat.intent import Act, Intent

SLOTS = {
    "count": "three",
    "wishes": "jazz",
    "1": "“Trio Velour”",
    "2": "“Harbour Jazz”",
    "3": "“Two Reels”",
    "when": "Fri 20 Nov, 20:00",
    "where": "Guildhall",
    "price": "€14",
    "why": "2.3 km from home",
}
OFFER = Offer("my sister is visiting, any jazz in the old town?", Act.FIND, 3, SLOTS)
GERMAN = Offer("Meine Schwester ist da, gibt es Jazz?", Act.FIND, 3, SLOTS, german=True)


@pytest.mark.parametrize(
    "sentence",
    [
        "I'd start with {1}: {why}.",
        "How about {1}, {when}?",
        "{1} ({price}) is a good start.",
        "{count} fit: I'd begin with {1}.",
        "{1} is {when} at {where}.",
        "I like {1}, {2} and {3}.",
        "How lovely to have your sister with you!",
        "Have fun!",
        "Then your sister should see something good.",
    ],
)
def test_what_claims_nothing_but_its_slots_passes(sentence):
    assert fault(sentence, OFFER) == ""


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("", "no words"),
        ("{1}.", "no words"),
        ("It starts at 8.", "no sentence"),
        ("It costs €.", "no sentence"),
        ("I'd start with {1}", "no sentence"),
        ("See www.example for it.", "no sentence"),
        ("{1} is free.", "words"),
        ("{1} is sold out.", "words"),
        ("{1} is tonight.", "words"),
        ("{1} is the cheapest.", "words"),
        ("{1} starts at eight in the evening.", "words"),
        ("Enjoy the concert in Guildhall!", "words"),
        ("Trio Velour is great.", "words"),
        ("Wie wäre es mit {1}?", "words"),
        ("How lovely to have your brother with you!", "words"),
        ("Enjoy the jazz!", "words"),
        ("{2} is {when}.", "a fact of another event"),
        ("{1} and {2} are at {where}.", "a fact of another event"),
        ("Look at {where}.", "a fact of another event"),
        ("{2} is better than {1}.", "another order"),
        ("{1} or {1}?", "a slot twice"),
        ("{1} ends by {when}.", "a fact turned"),
        ("Both are good, like {1}.", "a wrong count"),
        ("There are {count} more, like {1}.", "more than there is"),
        ("{near} is good.", "a slot that was not offered"),
        ("My sister is visiting, my dear.", "an echo"),
        ("Sorry, there is no place.", "a denial"),
        ("I don't have something for you.", "a denial"),
        ("Have " + "fun " * 40 + "with {1}.", "no sentence"),
        ("Shall I save it for you?", "words: save"),
        ("{1} is {2} on top.", "a slot alone"),
        ("I like {1} ({count}).", "a slot alone"),
        ("{1} is on {why}.", "a slot alone"),
        ("I picked {wishes} for you.", "a slot alone"),
    ],
)
def test_claims_are_told_from_small_talk(sentence, why):
    assert why in fault(sentence, OFFER)


def test_the_language_of_the_person_is_kept():
    assert fault("Ich würde mit {1} anfangen.", GERMAN) == ""
    assert fault("Viel Spaß!", GERMAN) == ""
    assert fault("Wie schön, dass deine Schwester da ist!", GERMAN) == "an answer to nothing"
    assert "words" in fault("I'd start with {1}.", GERMAN)


def test_what_was_asked_for_is_no_small_talk():
    offer = Offer(
        "I have a babysitter for a night", Act.FIND, 1, SLOTS, asked=Intent(when=("night",))
    )
    assert fault("Enjoy the babysitter!", offer) == ""
    assert "words: night" in fault("Enjoy your night!", offer)


def test_who_only_asks_gets_no_small_talk():
    terse = Offer("jazz tonight", Act.FIND, 1, SLOTS)
    assert fault("How lovely!", terse) == "an answer to nothing"
    assert fault("Have fun!", terse) == ""
    assert fault("How about {1}?", terse) == ""


def test_facts_stand_where_their_slots_stood():
    told = filled("{count} fit; {1} is {when} at {where}.", OFFER)
    assert told == "Three fit; “Trio Velour” is Fri 20 Nov, 20:00 at Guildhall."


CLAIMED = """
    monday saturday tonight tomorrow morning evening noon january december eight eleven twenty
    hundred euro euros pounds free gratis cheap cheapest expensive sold cancelled postponed indoors
    outdoors nearby nearest biggest oldest newest famous award theatre church museum harbour park
    heute morgen abend samstag kostenlos gunstig ausverkauft abgesagt uhr montag kirche halle
""".split()


@pytest.mark.parametrize("german", [False, True])
def test_no_listed_word_tells_a_fact(german):
    for listed in (warm_words.AROUND, warm_words.BESIDE):
        assert not listed[german] & set(CLAIMED)


@given(
    st.lists(
        st.sampled_from(
            [*warm_words.AROUND[False], *warm_words.BESIDE[False], *CLAIMED, "8", "Guildhall", "€5"]
            + [f"{{{slot}}}" for slot in SLOTS]
        ),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from(".!?:,"),
)
def test_whatever_is_written_no_claim_passes(words, end):
    text = " ".join(words) + end
    if not fault(text, OFFER):
        assert not {*CLAIMED, "8", "Guildhall", "€5"} & set(words)
        assert set(words) & {"{when}", "{where}", "{price}", "{why}"} <= (
            set(words) if "{1}" in words and not {"{2}", "{3}"} & set(words) else set()
        )
