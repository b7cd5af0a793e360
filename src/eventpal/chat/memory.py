"""What one answer leaves for the next: stored with it, bounded, and all that a refinement needs.

Of a conversation the next answer knows only its last turn: the intent as it stood, the events
named then, and the ids shown since the last new question, at most ``MOST_SEEN``. The model reads
only that intent, never earlier messages.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from eventpal.chat.dates import spotting
from eventpal.chat.dates.words import MONTHS, WEEKDAYS
from eventpal.chat.intent import Act, Company, Format, Intent, Sort, from_json, to_json
from eventpal.chat.words import stems
from eventpal.errors import FormatError

MOST_SEEN = 60
_KIDS = "kids"
"""How those are excluded who are children."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a conversation stands after an answer."""

    intent: Intent
    events: tuple[str, ...] = ()
    """Ids of the dates that the answer named, or that the one before did if it named none."""
    seen: tuple[str, ...] = ()
    """Ids of the events shown since the last new question."""
    focus: str = ""
    """Id of the date that was just spoken of."""
    refused: tuple[str, ...] = ()
    """Ids of events that were not wanted in this conversation."""
    offer: Intent | None = None
    """What was offered to be shown instead."""
    undo: tuple[str, ...] = ()
    """What "undo" takes back: ("profile", line) or ("rating", date, action)."""


def stored(turn: Turn) -> dict[str, Any]:
    """A turn as JSON values."""
    return {
        "intent": to_json(turn.intent),
        "events": list(turn.events),
        "seen": list(turn.seen[-MOST_SEEN:]),
        "focus": turn.focus,
        "refused": list(turn.refused[-MOST_SEEN:]),
        "offer": to_json(turn.offer) if turn.offer is not None else "",
        "undo": list(turn.undo),
    }


def restored(state: Mapping[str, Any]) -> Turn | None:
    """The turn that ``stored`` gave; None where there is none to go on from."""
    try:
        return Turn(
            from_json(state["intent"]),
            tuple(state["events"]),
            tuple(state["seen"]),
            state["focus"],
            tuple(state["refused"]),
            from_json(state["offer"]) if state["offer"] else None,
            tuple(state["undo"]),
        )
    except (KeyError, FormatError):
        return None


def refined(
    before: Intent,
    new: Intent,
    today: date,
    *,
    freed: Collection[str] = (),
    allowed: bool = False,
    instead: bool = False,
) -> Intent:
    """``before`` with what ``new`` changes.

    New days replace the days and keep the hours, new hours keep the days; a new topic, place, price
    or company replaces the old; what is not wanted adds up.

    Args:
        before: what was asked so far.
        new: what the message asks.
        today: the date on the person's clock.
        freed: names of fields that no longer matter.
        allowed: the new topics are no topics, but what may be there after all.
        instead: what ``new`` is about takes the place of what it was about.
    """
    blank = Intent()
    before = replace(before, **{name: getattr(blank, name) for name in freed})
    if "company" in freed:
        before = replace(before, age=None)
    exclude = dict.fromkeys([*before.exclude, *new.exclude])
    if allowed:
        fine = {stem for text in new.topics for stem in stems(text)}
        kept = [text for text in exclude if not fine & set(stems(text))]
        # "Sport is fine" where sport was not refused is a wish for sport.
        topics = before.topics if len(kept) < len(exclude) else new.topics
        return replace(before, act=Act.FIND, topics=topics, exclude=tuple(kept), refers=())
    kinds = _TOPICAL & {*new.format}
    if kinds or (instead and new.topics):
        before = replace(before, format=tuple(one for one in before.format if one not in _TOPICAL))
    if kinds and instead:
        before = replace(before, topics=())
    company, age = new.company, new.age
    if _KIDS in new.exclude and before.company is Company.KIDS:
        before = replace(before, company=Company.ANYONE, age=None)
    if company is Company.KIDS:
        exclude.pop(_KIDS, None)
    return replace(
        before,
        act=Act.FIND,
        topics=new.topics or before.topics,
        exclude=tuple(exclude),
        when=_when(before.when, new.when, today),
        where=new.where or before.where,
        price=new.price or before.price,
        company=company or before.company,
        age=before.age if age is None and not company else age,
        format=_formats(before.format, new.format),
        sort=new.sort if new.sort is not Sort.BEST else before.sort,
        count=new.count,
        refers=(),
    )


def _when(before: Sequence[str], new: Sequence[str], today: date) -> tuple[str, ...]:
    if not new:
        return tuple(before)
    before = [one for one in before if not _MOVED.fullmatch(one)]
    if after := _AFTER.fullmatch(new[0]):
        new = (_days_after(after[1], before, today), *new[1:])
    if _MOVED.fullmatch(new[-1]):
        # "Later, after 9": the hour says it all.
        said = tuple(one for one in new if not _MOVED.fullmatch(one))
        return _when(before, said, today) if said else (*_days_of(before, today), *new)
    old_days, old_hours = spotting.split(before, today)
    days, hours = spotting.split(new, today)
    if days and all(_REFUSED.match(day) for day in days):
        # "Not on Sunday" leaves the rest of the weekend, and nothing of Sunday.
        kept = [one for one in old_days if _REFUSED.sub("", days[0]) not in one]
        return (*kept, *old_hours, *new)
    if days and hours:
        return tuple(new)
    if days:
        return (*new, *old_hours)
    return (*old_days, *new)


def _days_of(when: Sequence[str], today: date) -> list[str]:
    return spotting.split(when, today)[0]


def _days_after(unit: str, before: Sequence[str], today: date) -> str:
    """The day, week or weekend that comes after the days asked for ``before``, as a phrase."""
    spans = [
        span
        for phrase in _days_of(before, today)
        for one in spotting.spot(phrase, today)
        if not one.negated
        for span in one.days[:1]
    ]
    last = spans[-1][1] - _DAY if spans else today
    if unit in {"week", "weekend"}:
        monday = last + (7 - last.weekday()) * _DAY
        first = monday + (5 if unit == "weekend" else 0) * _DAY
        return f"{_dated(first)} to {_dated(monday + 6 * _DAY)}"
    if unit == "day":
        return _dated(last + _DAY)
    return _dated(last + ((WEEKDAYS[unit] - last.weekday() - 1) % 7 + 1) * _DAY)


def _dated(day: date) -> str:
    names = {number: name for name, number in reversed(list(MONTHS.items()))}
    return f"{day.day} {names[day.month]}"


_AFTER = re.compile(rf"the (day|week|weekend|{'|'.join(WEEKDAYS)}) after")
"""A time that is told from the one asked for before."""

_DAY = timedelta(days=1)

_REFUSED = re.compile(r"(?:not|except)(?: (?:on|in|at))?(?: the)? ")
"""How days are named that are not wanted."""

_MOVED = re.compile(r"(?:earlier|later)(?: than \d{4}-\S+)?")
"""A phrase that compares with the events shown before."""

_TOPICAL = frozenset({Format.TALK, Format.WORKSHOP, Format.TOUR})
"""Formats that say what it is about, as topics do."""

_OPPOSITE = {Format.INDOOR: Format.OUTDOOR, Format.OUTDOOR: Format.INDOOR}


def _formats(before: Sequence[Format], new: Sequence[Format]) -> tuple[Format, ...]:
    out = {_OPPOSITE[form] for form in new if form in _OPPOSITE}
    return tuple(dict.fromkeys([*(form for form in before if form not in out), *new]))


def lighter(intent: Intent, today: date) -> list[tuple[str, Intent]]:
    """``intent`` with one wish given up each, the least dear first: its name, and the rest."""
    moved = [one for one in intent.when if _MOVED.fullmatch(one)]
    days, hours = spotting.split([one for one in intent.when if one not in moved], today)
    ways: list[tuple[str, Intent]] = []
    if moved:
        ways.append(("moved", replace(intent, when=(*days, *hours))))
    if days:
        ways.append(("days", replace(intent, when=(*hours, *moved))))
    if intent.price:
        ways.append(("price", replace(intent, price="")))
    if hours:
        ways.append(("hours", replace(intent, when=(*days, *moved))))
    if intent.where:
        ways.append(("where", replace(intent, where="")))
    if intent.format:
        ways.append(("format", replace(intent, format=())))
    if intent.company is not Company.ANYONE:
        ways.append(("company", replace(intent, company=Company.ANYONE, age=None)))
    return ways
