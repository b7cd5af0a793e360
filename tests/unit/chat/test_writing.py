"""What the language model adds to an answer: checked, in time, or not at all."""

import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from eventpal.chat.answering import writing
from eventpal.domain import Event
from eventpal.errors import Cancelled
from eventpal.progress import CancelToken
from tests.fakes import chat as fake

ZONE = ZoneInfo("Europe/Dublin")
NOW = datetime(2026, 11, 18, 10, tzinfo=ZONE)


def an_event(id_, title, day, hour):
    start = NOW.replace(day=day, hour=hour, minute=0)
    return Event(
        id=id_, uid=id_, title=title, start=start, end=start + timedelta(hours=2),
        tz="Europe/Dublin", categories=("Jazz",), venue="Guildhall",
    )  # fmt: skip


EVENTS = (an_event("trio", "Trio Velour", 20, 20), an_event("swing", "Harbour Jazz Lunch", 21, 13))
MANY = tuple(an_event(f"e{day}", f"Jazz {day}", day, 20) for day in range(20, 26))


def asked(script, message="my aunt is here, jazz?", events=EVENTS):
    narrator = fake.FakeWriter([script])
    heard: list[str] = []
    answer = fake.assistant(events, now=NOW, narrator=narrator).ask(message, on_text=heard.append)
    assert "".join(heard) == answer.text
    return answer, narrator


def test_what_is_borne_out_follows_the_facts_with_its_slots_filled():
    answer, narrator = asked("How lovely! I'd start with {1}. Have fun!")
    first = answer.events[0]
    assert answer.written == f"How lovely! I'd start with “{first.title}”."
    assert answer.text.endswith(f"\n{answer.written}")
    assert f"1. {first.title} — Fri 20 Nov, 20:00 · Guildhall\n" in answer.text
    assert narrator.read[0][1].content.endswith("find 2: {count} {wishes} {1} {2} {when} {where}")
    assert answer.timings_ms["written"] >= 0


def test_of_what_is_not_borne_out_nothing_is_said():
    answer, _ = asked("{1} is free. It starts at noon! Both are sold out.")
    assert answer.written == ""
    assert "free" not in answer.text


def test_a_sentence_that_was_not_ended_is_left_out():
    assert asked("I'd start with {1}. And then maybe you")[0].written.endswith("“Trio Velour”.")


def test_how_to_see_more_comes_last():
    answer, _ = asked("I'd start with {1}.", events=MANY)
    *_, written, closing = answer.text.splitlines()
    assert written == "I'd start with “Jazz 20”."
    assert closing.startswith("Three more fit")


def test_a_bare_request_is_answered_from_an_opener_on():
    answer, _ = asked(" {1}. Have fun!", "jazz")
    assert answer.written.startswith("I'd start with “")
    assert answer.written.endswith(" Have fun!")


@pytest.mark.parametrize("message", ["opera", "hello there", "why?", "help"])
def test_where_nothing_was_found_the_model_is_not_asked(message):
    assert asked("Have fun!", message)[1].read == []


def test_without_a_model_or_when_it_fails_the_fixed_sentences_stand():
    failed, _ = asked("fail")
    plain = fake.assistant(EVENTS, now=NOW).ask("my aunt is here, jazz?")
    assert failed.text == plain.text
    assert failed.written == plain.written == ""


class Slow(fake.FakeWriter):
    """Writes its sentences one by one, each when it is let."""

    def __init__(self, *sentences):
        super().__init__()
        self.sentences = sentences
        self.gate = threading.Event()
        self.stopped = threading.Event()

    def generate(self, messages, *, on_text, token, **_):
        on_text(self.sentences[0])
        while not self.gate.wait(0.01):
            if token.cancelled:
                self.stopped.set()
                token.check()
        on_text(self.sentences[1])


def test_a_slow_model_is_waited_for_no_longer_than_is_said(monkeypatch):
    monkeypatch.setattr(writing, "WRITING_S", 0.2)
    slow = Slow("How lovely! I'd", " start with {1}.")
    answer = fake.assistant(EVENTS, now=NOW, narrator=slow).ask("my aunt is here, jazz?")
    assert answer.written == "How lovely!"
    assert slow.stopped.wait(5)


def test_a_stop_is_seen_while_the_model_writes():
    slow, token = Slow("How lovely! I'd", " start with {1}."), CancelToken()
    pal = fake.assistant(EVENTS, now=NOW, narrator=slow)
    threading.Timer(0.1, token.cancel).start()
    with pytest.raises(Cancelled):
        pal.ask("jazz", token=token)
    assert slow.stopped.wait(5)
    assert [one.speaker for one in pal.services.conversations.get("c1")] == ["person"]


def test_sentences_are_told_apart_as_they_come():
    pieces = iter(["Ha", "ve fun!", " I'd go", " to {1}. ", "Or", " not"])
    assert list(writing.whole(pieces)) == ["Have fun!", "I'd go to {1}.", "Or not"]
