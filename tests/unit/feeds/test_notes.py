from eventpal.domain import Problem
from eventpal.feeds.notes import Notes


def messages(notes: Notes) -> list[str]:
    return [problem.message for problem in notes.problems()]


def test_one_fault_is_a_sentence_with_its_name() -> None:
    notes = Notes("town.ics")
    assert not notes
    notes.add("has no start", "have no start", "Choir  practice\n")
    assert notes
    assert notes.problems() == (Problem("town.ics", "“Choir practice” has no start."),)


def test_many_equal_faults_are_one_sentence() -> None:
    notes = Notes("town.ics")
    for number in range(1500):
        notes.add("has no start", "have no start", f"Event {number}")
    notes.add("ends early", "end early", "Play")
    assert messages(notes) == [
        "1,500 events have no start, such as “Event 0” and “Event 1”.",
        "“Play” ends early.",
    ]


def test_names_are_named_once_and_not_at_length() -> None:
    notes = Notes("town.ics")
    notes.add("fails", "fail", "x" * 500)
    notes.add("fails", "fail", "x" * 500)
    assert messages(notes) == [f"2 events fail, such as “{'x' * 60}”."]
    nameless = Notes("town.ics")
    nameless.add("fails", "fail", " ")
    assert messages(nameless) == ["An event without a title fails."]


def test_what_concerns_the_whole_source_comes_first() -> None:
    notes = Notes("town.ics")
    notes.add("fails", "fail", "Play")
    notes.add_sentence("The time zone is not known.")
    assert messages(notes) == ["The time zone is not known.", "“Play” fails."]
