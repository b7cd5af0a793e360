"""Says back, in one sentence, what EventPal does with a line of the profile."""

import math
from collections.abc import Sequence
from typing import Final

from eventpal.recommend.travel import Company, Mode
from eventpal.recommend.written.profile_limits import CENT, About, Range
from eventpal.recommend.written.profile_reading import Clause, Force, Reading

UNUSED: Final = "EventPal keeps this line but can't use it yet."

_DAYS: Final = (
    *("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"),
)
_WEEKDAYS, _WEEKEND = frozenset(range(5)), frozenset({5, 6})
_SCHOOL_NIGHTS = frozenset({6, 0, 1, 2, 3})
_COMPANY: Final[dict[Company, str]] = {
    "anyone": "",
    "alone": "you go on your own, so what is meant for pairs is marked",
    "kids": "you come with children, so what is for adults or begins late is left out",
    "accessible": "you need step-free access, so what lacks it is left out and the rest marked",
}
_MODE: Final[dict[Mode, str]] = {
    "walk": "ways are reckoned on foot",
    "bike": "ways are reckoned by bicycle",
    "transit": "ways are reckoned by bus and train",
    "car": "ways are reckoned by car",
}
_MOVES: Final = {
    Force.HATE: "move far down",
    Force.DISLIKE: "move down",
    Force.RARELY: "move down a little",
    Force.LIKE: "move up",
    Force.LOVE: "move far up",
}


def sentence(reading: Reading) -> str:
    """What EventPal does with the line, and what it can't do; never more than it does."""
    said = [_clause(one) for one in _grouped(reading.clauses)]
    if reading.company is not None:
        said.append(_COMPANY[reading.company])
    if reading.mode is not None:
        said.append(_MODE[reading.mode])
    said = [one for one in said if one]
    if not said:
        return UNUSED
    unclear = [f"“{word}”" for word in reading.unclear]
    if unclear:
        said.append(f"EventPal can't tell what is {_list(unclear, 'or')}")
    text = "; ".join(said)
    return f"{text[0].upper()}{text[1:]}."


def _grouped(clauses: Sequence[Clause]) -> list[list[Clause]]:
    """Clauses that one phrase can tell: of one force, and different in their topic alone."""
    groups: list[list[Clause]] = []
    for clause in clauses:
        last = groups[-1][0] if groups else None
        alike = last is not None and last.force is clause.force and _topical(clause.about)
        if alike and last is not None and _topical(last.about):
            groups[-1].append(clause)
        else:
            groups.append([clause])
    return groups


def _topical(about: About) -> bool:
    return bool(about.pattern) and not about.limited


def _clause(group: Sequence[Clause]) -> str:
    force, about = group[0].force, group[0].about
    numbers = _limit(about)
    if force is Force.NEVER and numbers:
        return f"{numbers}{_unless(about)} is left out{_on(about)}"
    topics = [f"“{one.about.topic}”" for one in group if one.about.pattern]
    what = _what(about, topics)
    if force is Force.NEVER:
        like = topics and not about.limited
        return f"{what} are left out" + (", and what is like them moves down" if like else "")
    if force is Force.ONLY:
        return f"everything but {what} is left out"
    return f"{what} {_MOVES[force]}"


def _limit(about: About) -> str:
    """What a limit with a number forbids; "" for none."""
    if about.price is not None and about.price[1] == math.inf and not about.topic:
        most = about.price[0]
        free = most <= CENT
        return (
            "what is known not to be free" if free else f"what is known to cost more than {most:g}"
        )
    if about.km is not None and not about.topic:
        return f"what is more than {about.km[0]:.3g} km from home"
    if about.minutes is not None:
        return f"what takes more than {about.minutes[0]:g} minutes to get to"
    return _hours(about)


def _hours(about: About) -> str:
    if about.ends_after is not None:
        return f"what ends after {_clock(about.ends_after)}"
    if about.begins is None or about.pattern or about.name:
        return ""
    low, high = about.begins
    if high == 28.0:
        return f"what begins at {_clock(low)} or later"
    return f"what begins before {_clock(high)}" if low == 4.0 else ""


def _what(about: About, topics: Sequence[str]) -> str:
    parts = []
    if about.topic in {"free", "cheap", "expensive"}:
        parts.append(f"{about.topic} events")
    elif about.topic in {"near", "far"}:
        parts.append("events near home" if about.topic == "near" else "events far from home")
    elif topics:
        parts.append(f"events about {_list(topics, 'or')}{_dear(about)}")
    elif about.name:
        by = "at" if about.named == "venue" else "by"
        parts.append(f"events {by} “{about.name}”")
    else:
        parts.append("events")
    return f"{parts[0]}{_on(about)}{_between(about.begins)}{_unless(about)}"


def _dear(about: About) -> str:
    """What a topic may cost, where that is said."""
    if about.price is None:
        return ""
    most = about.price[0]
    return " that are not free" if most <= CENT else f" that are known to cost more than {most:g}"


def _unless(about: About) -> str:
    """What it does not apply to."""
    kept = []
    for one in about.unless:
        topics = [f"“{one.topic}”"] if one.pattern else []
        what = _what(one, topics)
        kept.append(
            what.replace("events", "those", 1)
            if what.startswith("events")
            else what.replace("events", "ones")
        )
    return f", but not {_list(kept, 'or')}," if kept else ""


def _on(about: About) -> str:
    if not about.days:
        return ""
    if about.days == _WEEKDAYS:
        return " from Monday to Friday"
    if about.days == _WEEKEND:
        return " at weekends"
    if about.days == _SCHOOL_NIGHTS:
        return " from Sunday to Thursday"
    if len(about.days) > len(_WEEKDAYS):
        others = sorted(frozenset(range(7)) - about.days)
        return f" except on {_list([_DAYS[day] for day in others], 'and')}" if others else ""
    return f" on {_list([_DAYS[day] for day in sorted(about.days)], 'and')}"


def _between(begins: Range | None) -> str:
    if begins is None:
        return ""
    return f" that begin from {_clock(begins[0])} to {_clock(begins[1])}"


def _clock(hour: float) -> str:
    minutes = round(hour * 60) % (24 * 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _list(words: Sequence[str], joint: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"
