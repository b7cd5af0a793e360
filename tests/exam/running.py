"""Puts a city into a throwaway home, asks the questions, and marks the answers."""

import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from eventpal import opening
from eventpal.app import EventPal
from eventpal.chat.assistant import Assistant
from eventpal.chat.intent import Intent
from eventpal.domain import Event
from eventpal.errors import EngineError
from eventpal.feeds import sample
from eventpal.progress import Progress
from tests.exam import checking, cities, publishing
from tests.exam.marking import City, Question, is_right, right

DATA = Path(__file__).parents[1] / "data"
NOW = datetime(2026, 11, 18, 10, tzinfo=sample.ZONE)
"""A Wednesday."""

SAMPLE = "sample"
"""Port Merrow, which EventPal ships; the other cities are data of the tests."""


@dataclass(frozen=True)
class Marked:
    """One question with the answer it got."""

    question: Question
    right: bool
    named: tuple[Event, ...]
    answer: str
    intent: Intent
    total_s: float
    first_words_s: float
    written: str = ""
    """What the language model wrote of the answer."""
    reasons: tuple[str, ...] = ()
    """Why the first event is there, as the ranker says."""


def names() -> list[str]:
    """The cities."""
    return [SAMPLE, *cities.names()]


def exams() -> list[tuple[str, str]]:
    """Every file of questions: its city and its name without the ending."""
    return [
        (name, path.stem) for name in names() for path in sorted(_folder(name).glob("exam*.jsonl"))
    ]


def file_of(city: str, stem: str = "exam") -> Path:
    """A file of questions over a city."""
    return _folder(city) / f"{stem}.jsonl"


def _folder(city: str) -> Path:
    return DATA if city == SAMPLE else cities.FOLDER / city


def questions(city: str, stem: str = "exam") -> list[Question]:
    """The questions over a city."""
    return [
        checking.read(line) for line in file_of(city, stem).read_text(encoding="utf-8").splitlines()
    ]


def city_of(name: str) -> City:
    """A city as it is at its moment."""
    return _port_merrow() if name == SAMPLE else cities.city(cities.load(cities.FOLDER / name))


def _port_merrow() -> City:
    text = (DATA.parents[1] / "resources" / "sample" / "truth.json").read_text(encoding="utf-8")
    truths = json.loads(sample.fill(text, NOW.date()))["events"]
    slugs = {uid: slug for slug, truth in truths.items() for uid in truth["listings"]}
    return City(truths, slugs, NOW, sample.ZONE, sample.HOME)


@contextmanager
def opened(name: str, *, embed: bool = True) -> Iterator[EventPal]:
    """A throwaway home with the calendars of a city."""
    city = city_of(name)
    with (
        tempfile.TemporaryDirectory() as folder,
        opening.throwaway_home() as (home, key),
        closing(EventPal(home, key, clock=lambda: city.now, zone=city.zone)) as pal,
    ):
        pal.home_place = city.home
        if name == SAMPLE:
            sources = [sample.location(one, NOW.date()) for one in sample.NAMES]
        else:
            sources = publishing.write(cities.load(cities.FOLDER / name), Path(folder))
        pal.add_sources(sources, Progress())
        if embed:
            try:
                pal.embed_pending(Progress())
            except EngineError as error:
                print(f"Without the sentence model: {error}")
        yield pal


def asked(assistant: Assistant, city: City, question: Question) -> Marked:
    """The answer to the last message of a question, marked."""
    conversation: str | None = None
    before: tuple[Event, ...] = ()
    named: tuple[Event, ...] = ()
    for message in question.ask:
        before = named or before
        began = time.perf_counter()
        answer = assistant.ask(message, conversation=conversation)
        seconds = time.perf_counter() - began
        conversation, named = answer.conversation, answer.events
    return Marked(
        question,
        is_right(city, question.want, named, before),
        named,
        answer.text,
        answer.intent,
        seconds,
        answer.timings_ms["first_words"] / 1000,
        answer.written,
        tuple(one.text for one in assistant.services.why(named[0].id).reasons)
        if answer.written
        else (),
    )


def searched(pal: EventPal, city: City, question: Question) -> bool:
    """Whether the first three of a search by words alone are right: the baseline."""
    if "refers" in question.want:
        return False
    ids = pal.events.match(" ".join(question.ask), start=city.now, end=None, limit=3)
    named = pal.events.find([id_ for id_, _ in ids], now=city.now)
    return is_right(city, question.want, named, ())


def told(city: City, marked: Marked) -> Sequence[str]:
    """A wrong answer in a few lines: what was asked, understood, named, and right."""
    fits = right(city, marked.question.want)
    lines = [f"{marked.question.kind}: {' → '.join(marked.question.ask)}", f"    {marked.intent}"]
    for event in marked.named:
        slug = city.slug(event)
        lines.append(f"    {'+' if slug in fits else '-'} {slug}: {event.title}, {event.start}")
    return [*lines, f"    right: {len(fits)} {sorted(fits)[:6]}"]
