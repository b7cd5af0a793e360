"""What of a long message asks, what tells, and what has been."""

import pytest

from eventpal.chat.reading import sentences


def asked(whole: str) -> str:
    """What is asked first, with the gaps closed."""
    return " ".join(
        sentences.only(whole, sentences.told(whole).asking[0]).replace("\0", "").split()
    )


@pytest.mark.parametrize(
    ("whole", "asks"),
    [
        (
            "my sister plays the cello. we had a lovely summer. could you find us a concert?",
            "could you find us a concert?",
        ),
        (
            "my flatmate wants to watch football all day and i want to see a play, since it's my"
            " birthday and he owes me one",
            "and i want to see a play",
        ),
        (
            "the neighbours say that nothing ever happens around here. wrong, i told them all:"
            " gigs next week!",
            ": gigs next week!",
        ),
        (
            "i don't mind a pub, but i don't want a tasting. what is there on friday with music?",
            "don't want a tasting. what is there on friday with music?",
        ),
    ],
)
def test_only_what_asks_is_looked_at_for_topics(whole, asks):
    assert asked(whole) == asks


def test_a_short_message_is_asked_as_a_whole():
    assert asked("we love jazz. anything on friday?") == "we love jazz. anything on friday?"


def test_that_is_looked_for_in_what_was_said_before():
    whole = "the doctor says i should get out more. i used to knit. is there a group for that?"
    first, then, *_ = sentences.told(whole).asking
    assert "knit" not in sentences.only(whole, first)
    assert "knit" in sentences.only(whole, then)


def test_what_somebody_likes_is_looked_at_where_nothing_else_says_a_topic():
    whole = "my nephew is coming for the weekend. he is mad about trains. what could we do then?"
    *_, last = sentences.told(whole).asking
    assert "trains" in sentences.only(whole, last)


def test_days_that_have_been_are_told_from_those_to_come():
    whole = "i finished my exams on monday, and i'm free on friday. where can i go for a dance?"
    told = sentences.told(whole)
    assert told.is_past(whole.index("monday"))
    assert not told.is_past(whole.index("friday"))


def test_who_is_only_remembered_does_not_come_along():
    whole = "the concert was great and my wife cried. this time it's for me: something cheap please"
    assert "wife" not in sentences.present(whole, sentences.told(whole))


def test_who_is_spoken_of_again_comes_along():
    whole = "my son turned five and got a drum last week. is there a concert i could take him to?"
    assert "son" in sentences.present(whole, sentences.told(whole))
