"""Whether a file of questions can be marked: every wish is known, and something is right.

A question of which nothing is right, and which doesn't say so with ``none``, has a fault in its
wishes or its city lacks what it asks for.
"""

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.exam.marking import NAMES, City, Question, Want, right

_TOKEN = re.compile(rf"W-?\d+\.(?:{'|'.join(NAMES)})")
_BEFORE = {"refers", "without", "fresh", "earlier", "later", "cheaper"}
_ELSEWHERE = {"none", "none_or", "refers"}
"""These say themselves what is right."""
_HOURS = 36


@dataclass(frozen=True)
class Checked:
    """One line of a file: how many events are right, and what is wrong with the question."""

    line: int
    question: Question | None
    count: int
    faults: tuple[str, ...]


def read(line: str) -> Question:
    """One line of a file of questions.

    Raises:
        ValueError, KeyError, TypeError: it is no question.
    """
    one = json.loads(line)
    return Question(one["kind"], tuple(one["ask"]), one["want"])


def checked(city: City, path: Path) -> Iterator[Checked]:
    """Every line of a file."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            question = read(line)
        except (ValueError, KeyError, TypeError) as error:
            yield Checked(number, None, 0, (f"no question: {error!r}",))
            continue
        faults = tuple(_faults(city, question))
        count = 0 if faults else len(right(city, question.want))
        if not faults and not count and not _ELSEWHERE & set(question.want):
            faults = ("no event is right",)
        yield Checked(number, question, count, faults)


def _faults(city: City, question: Question) -> Iterator[str]:
    want = question.want
    if len(question.ask) < 2 and (told := sorted(_BEFORE & set(want))):
        yield f"“{told[0]}” needs a message before"
    found = list(_unknown(city, want))
    yield from found
    rest = {name: value for name, value in want.items() if name != "none"}
    if want.get("none") and rest and not found and (fits := right(city, rest)):
        yield f"“none”, but {sorted(fits)[0]} is right"


def _unknown(city: City, want: Want) -> Iterator[str]:
    """Wishes that don't exist, and values that none of the city's events has."""
    checks = _checks(city)
    for name, value in want.items():
        if name == "any":
            for one in value:
                yield from _unknown(city, one)
        elif name not in checks:
            yield f"unknown wish “{name}”"
        elif not checks[name](value) and not (want.get("none") and name in _NAMED):
            yield f"unknown {name} {json.dumps(value, ensure_ascii=False)}"


_NAMED = {"cat", "cat_all", "genre", "title", "venue", "district", "organiser"}
"""What a question may ask for in vain though the city has nothing of the name."""


def _checks(city: City) -> Mapping[str, Callable[[Any], bool]]:
    """For each wish whether a value of it can hold of an event."""
    truths = city.truths.values()
    cats = {cat for truth in truths for cat in truth["categories"]}
    genres, venues, organisers, districts = (
        {truth[name] for truth in truths} for name in ("genre", "venue", "organiser", "district")
    )
    return {
        **dict.fromkeys(("cat", "cat_all", "not_cat"), _several(cats)),
        **dict.fromkeys(("genre", "not_genre"), _several(genres)),
        **dict.fromkeys(("district", "not_district"), _one(districts)),
        "venue": _one(venues),
        "venue_any": _several(venues),
        "organiser": _one(organisers),
        "setting": _one({"indoor", "outdoor", "online"}),
        "first": _one({"soonest", "cheapest", "nearest"}),
        "none_or": _one(set(city.truths)),
        "title": lambda value: any(value in truth["title"].lower() for truth in truths),
        "month": _one(set(range(1, 13))),
        "open": _one({True, "may"}),
        "kids": _one({True, False}),
        **dict.fromkeys(
            ("free", "accessible", "available", "none", "fresh", "earlier", "later", "cheaper"),
            _one({True}),
        ),
        **dict.fromkeys(("most", "age", "age_from", "within"), _is_number),
        **dict.fromkeys(("refers", "without"), _are_places),
        "hours": _are_hours,
        "days": lambda value: _are_days(value) and len(value) == 2,
        "not_days": _are_days,
    }


def _one(values: Collection[object]) -> Callable[[Any], bool]:
    return lambda value: not isinstance(value, list | dict) and value in values


def _several(values: Collection[object]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and bool(value) and set(value) <= set(values)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def _are_hours(value: object) -> bool:
    if not isinstance(value, list) or len(value) != 2 or not all(map(_is_number, value)):
        return False
    return bool(value[0] < value[1] <= _HOURS)


def _are_days(value: object) -> bool:
    return isinstance(value, list) and all(_TOKEN.fullmatch(str(token)) for token in value)


def _are_places(value: object) -> bool:
    """Places in an answer, counted from 1, or from -1 at its end."""
    return isinstance(value, list) and all(isinstance(at, int) and at for at in value)
