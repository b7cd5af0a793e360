"""Every way to ask says what the data says, as a chat whose answer alone is learned."""

from random import Random

import pytest

from eventpal.errors import BadInput
from tests.training.tiny import tokenizer
from training.generated.lessons import Writer
from training.instructions import Instruction, instructions
from training.queries import Item
from training.verdicts import Verdict

FILMS = [
    Item(id=title, title=title, categories=genres)
    for title, genres in (
        *(("Dune (1984)", ("Sci-Fi", "Epic")), ("Heat", ("Crime",)), ("Up", ("Family",))),
        *(("Jaws", ("Horror",)), ("Alien", ("Horror", "Sci-Fi")), ("Big", ("Comedy",))),
        *(("Fargo", ("Crime",)), ("Emma", ("Romance",))),
    )
]


def person(stars: list[int], films: list[Item] = FILMS) -> list[Verdict]:
    return [Verdict(film, given >= 4, given) for film, given in zip(films, stars, strict=False)]


PEOPLE = {
    "a": person([5, 4, 2, 5, 1]),
    "b": person([4, 5, 5, 3]),
    "c": person([3, 2]),
    "d": person([4, 5, 5], FILMS[5:]),
}


def asked(ask: str, number: int = 40, people: dict = PEOPLE) -> list[Instruction]:
    return list(instructions(people, (ask,), number, kind="movie", random=Random(1)))


def question(one: Instruction) -> str:
    return one.messages[-1].content


def test_the_application_asks_with_its_own_words():
    one = next(it for it in asked("eventpal") if "Up" in question(it).split("\n")[-1])
    assert one.messages[0].content == "Would this person like each movie? Yes or No."
    assert question(one).split("\n")[0] in {
        "Dune (Sci-Fi, Epic): Yes",
        "Heat (Crime): Yes",
    }
    assert {it.answer for it in asked("eventpal")} == {"Yes", "No"}
    hall = Item(id="1", title="Jazz", categories=("music",), venue="Town Hall", organiser="Club")
    people = {"a": [Verdict(hall, liked=True)] * 3}
    assert question(asked("eventpal", 1, people)[0]).endswith("\nJazz (music, Town Hall):")


def test_a_history_reads_as_sentences():
    told = {question(one): one.answer for one in asked("sentences")}
    assert told["They liked Dune and Heat. Would they like Up? Yes or No."] in {"Yes", "No"}
    mixed = (
        "They liked Dune, Heat and Jaws. They did not like Up. Would they like Alien? Yes or No."
    )
    assert told[mixed] == "No"


def test_triplets_are_a_context_a_question_and_an_answer():
    told = {question(one): one.answer for one in asked("triplet", 200)}
    context = "Context: They liked Dune and Heat. They did not like Up."
    assert told[f"{context}\nQuestion: Would they like Jaws?"] == "Answer: They would like Jaws."
    assert told[f"{context}\nQuestion: What did they think of Up?"] == (
        "Answer: They did not like Up."
    )
    assert told[f"{context}\nQuestion: Which movies did they like?"] == "Answer: Dune and Heat."


def test_the_next_one_stands_once_among_things_that_were_not_chosen():
    places = set()
    for one in asked("next"):
        first, *candidates = question(one).split("\n")
        assert candidates.count(f"- {one.answer}") == 1
        assert len(set(candidates)) == len(candidates) >= 3
        assert not any(line.removeprefix("- ") in first for line in candidates)
        places.add(candidates.index(f"- {one.answer}"))
    assert len(places) > 2  # the right one has no place of its own


def test_ratings_are_those_that_were_given():
    told = {question(one): one.answer for one in asked("rating")}
    known = "Somebody rated, of 5 stars: Dune 5 and Heat 4. How would they rate Up?"
    assert told[known] == "2"


def test_an_average_is_that_of_all_who_rated():
    told = {question(one): one.answer for one in asked("average")}
    assert told == {
        "How do people rate the movie Dune on average, of 5 stars?": "4.0",
        "How do people rate the movie Heat on average, of 5 stars?": "3.7",
    }


def test_tags_are_those_of_the_item():
    told = {question(one): one.answer for one in asked("tags")}
    assert told["Which tags does the movie Alien have?"] == "Horror, Sci-Fi"


def test_ways_to_ask_take_turns_and_are_the_same_for_a_seed():
    ways = ("tags", "average", "sentences")
    drawn = [list(instructions(PEOPLE, ways, 30, kind="movie", random=Random(4))) for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert sum("tags" in question(one) for one in drawn[0]) == 10


@pytest.mark.parametrize(
    ("ask", "people"),
    [
        ("average", {"a": [Verdict(film, liked=True) for film in FILMS]}),
        ("tags", {"a": [Verdict(Item(id="1", title="Dune"), liked=True)]}),
        ("next", {"a": [Verdict(film, liked=False) for film in FILMS]}),
        ("sentences", {"a": person([5, 4])}),
        ("horoscope", PEOPLE),
    ],
)
def test_what_the_data_does_not_tell_is_said(ask: str, people: dict):
    with pytest.raises(BadInput, match=ask):
        asked(ask, people=people)


def test_only_the_answer_is_learned():
    words = tokenizer()
    document = Writer(words).instructed(asked("tags")[0])
    head, last = document.parts
    assert not head.answers
    learned = [last.tokens[offset] for offset in last.answers]
    assert words.decode(learned) == f"{asked('tags')[0].answer}<|im_end|>"
    whole = words.decode([*head.tokens, *last.tokens])
    assert whole.startswith("<|im_start|>user\nWhich tags")
    assert "<|im_start|>assistant\n" in whole
