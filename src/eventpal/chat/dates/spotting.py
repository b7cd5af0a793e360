"""When: the phrases in a message that say it, and the spans of time that they mean.

``spot`` finds the phrases ("next friday", "evening", "ab 18 uhr"); ``resolve`` turns phrases into
spans on the person's clock. A phrase is of days, or of hours of the day, or of both. Hours hold for
the days named with them, and for every day where none is named.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

from eventpal.chat.dates.prepared import prepared
from eventpal.chat.dates.readings import ALL_HOURS, DAY, HORIZON_DAYS, Days, Hours
from eventpal.chat.dates.regions import Moment, moment
from eventpal.chat.dates.rules import BOUND, NOT, ONWARDS, RULES
from eventpal.chat.dates.words import AFTER_WORK, WEEKDAYS
from eventpal.domain import Event

_HALF_DAY = 12 * 60

_TO = re.compile(r" ?(?:to|until|till|til|through|thru|-|–|bis)(?: zum| the| den)? ?")
_TO_BEFORE = re.compile(r"(?:until|till|til|through|thru|bis)(?: zum| the| den)? ")

_WEEKDAY = re.compile(rf"(?:(?:on|am|an|a|einem) )*(?:{'|'.join(WEEKDAYS)})s?")
_OFTEN = 5
"""Spans of days above this number come round again and again."""


@dataclass(frozen=True, slots=True)
class Spotted:
    """A phrase in a prepared text, from ``start`` to ``end`` there, with what it can mean."""

    start: int
    end: int
    phrase: str
    days: tuple[Days, ...] = ()
    hours: tuple[Hours, ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Times:
    """Spans of time in order, each from and to (exclusive), aware."""

    spans: tuple[tuple[datetime, datetime], ...]
    by_hour: bool
    """Hours of the day were named, so that what lasts all day does not fit."""

    def hold(self, event: Event) -> bool:
        """Whether the event begins in one of the spans; what lasts for days, whether it is on."""
        long = event.end is not None and event.end - event.start > DAY
        if event.all_day or long:
            over = event.end or event.start + DAY
            return not self.by_hour and any(
                event.start < end and over > start for start, end in self.spans
            )
        return self.begin(event)

    def begin(self, event: Event) -> bool:
        """Whether the event begins in one of the spans."""
        return any(start <= event.start < end for start, end in self.spans)

    @property
    def start(self) -> datetime:
        """The start of the first span."""
        return self.spans[0][0]

    @property
    def until(self) -> datetime:
        """The end of the last span."""
        return max(end for _, end in self.spans)


def spot(text: str, today: date) -> list[Spotted]:
    """The phrases of time in ``text``, in order. Positions are those of ``prepared(text)``."""
    return _spotted(text, Moment(today))


def _spotted(text: str, today: Moment) -> list[Spotted]:
    whole = rest = prepared(text)
    found: list[Spotted] = []
    for pattern, read in RULES:
        for match in pattern.finditer(rest):
            start, end = match.span()
            if "\0" in match[0] or not match[0]:
                continue
            days, hours = read(match, today)
            bound = BOUND.search(rest[:start]) if days else None
            if bound is not None:
                days, start = _bounded(bound, days, today.day), bound.start()
            elif days and (onwards := ONWARDS.match(rest, end)):
                days, end = [(days[0][0], days[0][0] + HORIZON_DAYS * DAY)], onwards.end()
            negation = NOT.search(rest[:start])
            start = negation.start() if negation else start
            phrase = " ".join(rest[start:end].replace("\0", " ").split())
            found.append(
                Spotted(start, end, phrase, tuple(days), tuple(hours), negation is not None)
            )
            rest = rest[:start] + "\0" * (end - start) + rest[end:]
    return _ranges(sorted(found, key=lambda one: one.start), whole)


def _ranges(found: Sequence[Spotted], whole: str) -> list[Spotted]:
    """``found`` with two days that are the ends of a span as one: "friday to 2 december"."""
    kept: list[Spotted] = []
    for one in found:
        first = kept[-1] if kept else None
        if (
            first is not None
            and first.days
            and one.days
            and not (first.hours or one.hours or first.negated or one.negated)
            and _TO.fullmatch(whole[first.end : one.end].removesuffix(_last_words(one, whole)))
            and one.days[-1][1] > first.days[0][0]
        ):
            days = ((first.days[0][0], one.days[-1][1]),)
            phrase = " ".join(whole[first.start : one.end].split())
            kept[-1] = Spotted(first.start, one.end, phrase, days)
        else:
            kept.append(one)
    return kept


def _last_words(one: Spotted, whole: str) -> str:
    """What names the day in ``one``, without "until" before it."""
    words = whole[one.start : one.end]
    bound = _TO_BEFORE.match(words)
    return words[bound.end() :] if bound else words


def joined(spotted: Sequence[Spotted], text: str) -> tuple[str, ...]:
    """The phrases of ``spot`` with those that stand side by side in ``text`` as one."""
    whole = prepared(text)
    phrases: list[str] = []
    end = -1
    for one in spotted:
        between = whole[end : one.start].strip(" ,.") if end >= 0 else "?"
        if between in {
            "",
            "in the",
            "in",
            "at",
            "on",
            "on a",
            "am",
            "an einem",
            "the",
            "of",
            "around",
        }:
            phrases[-1] = f"{phrases[-1]} {one.phrase}"
        else:
            phrases.append(one.phrase)
        end = one.end
    return tuple(phrases)


def split(phrases: Sequence[str], today: date) -> tuple[list[str], list[str]]:
    """What of ``phrases`` says the days, and what the hours."""
    days: list[str] = []
    hours: list[str] = []
    for phrase in phrases:
        for one in spot(phrase, today):
            # "This" of "this evening" says no day on its own.
            (days if one.days else hours).append("today" if one.phrase == "this" else one.phrase)
    return days, hours


def resolve(phrases: Sequence[str], now: datetime, zone: tzinfo) -> Times | None:
    """The spans that ``phrases`` mean together at ``now`` on the clock of ``zone``.

    None where none of them says when. What is over is left out, so the spans may be none.
    A phrase that begins with "not" takes its days or hours away.
    """
    here = moment(now, zone)
    today = here.day
    groups: list[tuple[list[Days], list[Hours]]] = [([], [])]
    hours_first = False
    without_days: list[Days] = []
    without_hours: list[Hours] = []
    spotted = _said_once([one for phrase in phrases for one in _placed(_spotted(phrase, here))])
    for one in spotted:
        if one.negated:
            without_days += _weekly(one.days)
            without_hours += one.hours
            continue
        often = max(len(one.days), len(groups[-1][0])) > _OFTEN
        if one.days and groups[-1][0] and groups[-1][1] and not (often or hours_first):
            groups.append(([], []))
        # "Before 8 on Saturday or Sunday": hours that are said first hold for all days behind them.
        hours_first = hours_first or bool(one.hours and not one.days and not groups[-1][0])
        groups[-1][0][:] = _both(groups[-1][0], one.days)
        groups[-1][1][:] = _narrowed(groups[-1][1], one.hours)
    if not spotted:
        return None
    spans: list[tuple[datetime, datetime]] = []
    named = any(one.days and not one.negated for one in spotted)
    for days, hours in groups:
        if not days and named:
            continue
        for first, last in days or [(today, today + HORIZON_DAYS * DAY)]:
            spans += _spans(first, last, hours, without_days, without_hours, zone=zone)
    over = [(max(start, now), end) for start, end in sorted(spans) if end > now]
    return Times(tuple(over), any(one.hours for one in spotted))


def _said_once(found: Sequence[Spotted]) -> Sequence[Spotted]:
    """``found`` without a weekday beside its own date: "Saturday, that is the 24th" is one day."""
    dated = [one for one in found if one.days and not one.negated]
    for day, other in (dated, dated[::-1]) if len(dated) == 2 else ():
        said, last = other.days[0]
        if (
            _WEEKDAY.fullmatch(day.phrase)
            and not _WEEKDAY.fullmatch(other.phrase)
            and len(other.days) == 1
            and last - said == DAY
            and said.weekday() == day.days[0][0].weekday()
        ):
            return [one for one in found if one is not day]
    return found


def _placed(found: Sequence[Spotted]) -> Sequence[Spotted]:
    """A weekday beside a span in one phrase is that day within it: "next month on a Saturday"."""
    dated = [one for one in found if one.days and not one.negated]
    if len(dated) != 2 or len(dated[0].days) != 1 or len(dated[1].days) != 1:
        return found
    day, span = sorted(dated, key=lambda one: one.days[0][1] - one.days[0][0])
    first, last = span.days[0]
    if _WEEKDAY.search(day.phrase) is None or last - first < 5 * DAY:
        return found
    start = first + (day.days[0][0].weekday() - first.weekday()) % 7 * DAY
    every = [(start + n * 7 * DAY, start + (n * 7 + 1) * DAY) for n in range(60)]
    within = replace(span, days=tuple(one for one in every if one[1] <= last))
    return [within if one is span else one for one in found if one is not day or one.hours]


def _weekly(days: Sequence[Days]) -> list[Days]:
    """A day that is not wanted, on that day of each week."""
    if len(days) != 1 or days[0][1] - days[0][0] != DAY:
        return list(days)
    (first, last), week = days[0], timedelta(days=7)
    return [(first + n * week, last + n * week) for n in range(HORIZON_DAYS // 7)]


def _both(days: Sequence[Days], new: Sequence[Days]) -> list[Days]:
    """All the days; of days that come round ("weekdays") only those within the others."""
    for often, span in ((days, new), (new, days)):
        if len(often) > _OFTEN and 0 < len(span) <= _OFTEN:
            return [
                (max(start, low), min(end, high))
                for start, end in often
                for low, high in span
                if max(start, low) < min(end, high)
            ]
    if len(days) == len(new) == 1:
        # "At the weekend, ideally on Sunday": the one within the other is meant.
        wide, narrow = sorted((*days, *new), key=lambda span: span[0] - span[1])
        if wide[0] <= narrow[0] and narrow[1] <= wide[1]:
            return [narrow]
    return [*days, *new]


def _narrowed(hours: Sequence[Hours], new: Sequence[Hours]) -> list[Hours]:
    """Hours that overlap say the same time twice, the one more exactly: "evening, after 7"."""
    kept = list(hours)
    for start, end in new:
        # "Friday morning, after 9": a bare 9 was taken for the evening.
        ways = [(start, end), (start - _HALF_DAY, min(end - _HALF_DAY, _HALF_DAY))]
        if not start and end <= _HALF_DAY:
            # "Tonight before 9": a bare 9 was taken for the morning.
            ways.append((start, end + _HALF_DAY))
        for at, (low, high) in enumerate(kept):
            both = next(
                ((max(a, low), min(b, high)) for a, b in ways if max(a, low) < min(b, high)), None
            )
            if both is not None:
                kept[at] = both
                break
        else:
            kept.append((start, end))
    return kept


def _spans(
    first: date,
    last: date,
    hours: Sequence[Hours],
    without_days: Sequence[Days],
    without_hours: Sequence[Hours],
    *,
    zone: tzinfo,
) -> Iterator[tuple[datetime, datetime]]:
    """One span for each day and part of it; days without a part as they are, in one piece."""
    if not hours and not without_days and not without_hours:
        yield _at(first, 0, zone), _at(last, 0, zone)
        return
    any_day = last - first > timedelta(days=7)
    day = first
    while day < last:
        if not any(start <= day < end for start, end in without_days):
            for start, end in _left(hours or [ALL_HOURS], without_hours):
                if not (any_day and (start, end) == AFTER_WORK and day.weekday() > 4):
                    yield _at(day, start, zone), _at(day, end, zone)
        day += DAY


def _left(hours: Sequence[Hours], without: Sequence[Hours]) -> list[Hours]:
    left = list(hours)
    for start, end in without:
        left = [
            piece
            for low, high in left
            for piece in ((low, min(high, start)), (max(low, end), high))
            if piece[0] < piece[1]
        ]
    return left


def _at(day: date, minutes: int, zone: tzinfo) -> datetime:
    days, rest = divmod(minutes, 24 * 60)
    return datetime.combine(day + days * DAY, time(rest // 60, rest % 60), zone)


def _bounded(bound: re.Match[str], days: list[Days], today: date) -> list[Days]:
    """Days with "until" or "from" before them reach from today, or on into the future."""
    if bound["from"]:
        return [(days[0][0], days[0][0] + HORIZON_DAYS * DAY)]
    if bound["after"]:
        return [(days[-1][1], days[-1][1] + HORIZON_DAYS * DAY)]
    if bound["weekend"]:
        saturday = days[0][0] + (5 - days[0][0].weekday()) * DAY
        return [(saturday, saturday + 2 * DAY)]
    if bound["week"]:
        monday = days[0][0] - days[0][0].weekday() * DAY
        return [(max(monday, today), monday + 7 * DAY)]
    if bound["before"]:
        return [(today, days[0][0])]
    return [(today, days[-1][1])]
