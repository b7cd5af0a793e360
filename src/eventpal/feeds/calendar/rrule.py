"""Recurrence rules as written: RFC 5545 RRULE, RFC 7529 SKIP, vCalendar 1.0."""

import re
from dataclasses import dataclass
from enum import IntEnum

_DAYS = {name: number for number, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
_WEEKDAY = re.compile(r"([+-]?\d{1,2})?\s*(MO|TU|WE|TH|FR|SA|SU)")


class RuleError(ValueError):
    """A rule that cannot be understood; ``str`` says why, to follow "because"."""


class Freq(IntEnum):
    """RFC 5545 FREQ, the longest period first."""

    YEARLY = 0
    MONTHLY = 1
    WEEKLY = 2
    DAILY = 3
    HOURLY = 4
    MINUTELY = 5
    SECONDLY = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One RRULE. Empty tuples are parts that the rule does not have."""

    freq: Freq
    interval: int = 1
    count: int | None = None
    until: str = ""
    """As written; what it means depends on DTSTART."""
    week_start: int = 0
    """0 is Monday."""
    skip: str = "OMIT"
    months: tuple[int, ...] = ()
    week_numbers: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    weekdays: frozenset[int] = frozenset()
    nth_weekdays: frozenset[tuple[int, int]] = frozenset()
    """(n, weekday) of BYDAY parts such as 2TU or -1FR."""
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()

    @property
    def names_days(self) -> bool:
        """Whether the rule itself says on which days, so that DTSTART's day does not matter."""
        return bool(
            self.weekdays
            or self.nth_weekdays
            or self.month_days
            or self.year_days
            or self.week_numbers
        )


def read_rule(text: str) -> Rule:
    """Read the value of an RRULE; RuleError if it is not one."""
    if "=" not in text:
        text = _from_vcalendar_1(text)
    parts: dict[str, str] = {}
    for part in text.upper().split(";"):
        name, _, value = part.partition("=")
        if value.strip():
            parts[name.strip()] = value.strip()
    if parts.get("RSCALE", "GREGORIAN") != "GREGORIAN":
        raise RuleError(f"the calendar {parts['RSCALE'][:20]} is not known")
    frequency = parts.get("FREQ", "")
    if frequency not in Freq.__members__:
        raise RuleError(
            f"the frequency “{frequency[:20]}” is not known"
            if frequency
            else "the rule has no frequency"
        )
    freq = Freq[frequency]
    weekdays, nth_weekdays = _weekdays(parts.get("BYDAY", ""), freq)
    count = _number(parts, "COUNT", -(10**12), 10**12)
    return Rule(
        freq=freq,
        interval=_number(parts, "INTERVAL", 1, 10**9) or 1,
        # A negative count is what some exporters write for "without end".
        count=count if count is None or count >= 0 else None,
        until=parts.get("UNTIL", ""),
        week_start=_DAYS.get(parts.get("WKST", "MO"), 0),
        skip=parts.get("SKIP", "OMIT"),
        months=_numbers(parts, "BYMONTH", 1, 12),
        week_numbers=_numbers(parts, "BYWEEKNO", 1, 53, signed=True),
        year_days=_numbers(parts, "BYYEARDAY", 1, 366, signed=True),
        month_days=_numbers(parts, "BYMONTHDAY", 1, 31, signed=True),
        weekdays=weekdays,
        nth_weekdays=nth_weekdays,
        hours=_numbers(parts, "BYHOUR", 0, 23),
        minutes=_numbers(parts, "BYMINUTE", 0, 59),
        # 60 is a leap second, which no clock here can show.
        seconds=tuple(min(s, 59) for s in _numbers(parts, "BYSECOND", 0, 60)),
        positions=_numbers(parts, "BYSETPOS", 1, 366, signed=True),
    )


def _number(parts: dict[str, str], name: str, low: int, high: int) -> int | None:
    if name not in parts:
        return None
    try:
        number = int(parts[name])
    except ValueError:
        number = high + 1
    if not low <= number <= high:
        raise RuleError(f"{name} “{parts[name][:20]}” is not a possible number")
    return number


def _numbers(
    parts: dict[str, str], name: str, low: int, high: int, *, signed: bool = False
) -> tuple[int, ...]:
    found = set()
    for text in parts.get(name, "").split(","):
        if not text.strip():
            continue
        try:
            number = int(text)
        except ValueError:
            number = high + 1
        if not low <= (abs(number) if signed else number) <= high:
            raise RuleError(f"{name} “{text.strip()[:20]}” is not a possible number")
        found.add(number)
    return tuple(sorted(found))


def _weekdays(text: str, freq: Freq) -> tuple[frozenset[int], frozenset[tuple[int, int]]]:
    plain: set[int] = set()
    nth: set[tuple[int, int]] = set()
    for part in text.split(","):
        if not part.strip():
            continue
        match = _WEEKDAY.fullmatch(part.strip())
        number = int(match[1] or 0) if match else 0
        if match is None or not -53 <= number <= 53:
            raise RuleError(f"BYDAY “{part.strip()[:20]}” is not a day of the week")
        # A number makes sense within a month or a year only; elsewhere it is passed over.
        if number and freq <= Freq.MONTHLY:
            if freq is Freq.MONTHLY and abs(number) > 5:
                raise RuleError(f"no month has the weekday “{part.strip()[:20]}”")
            nth.add((number, _DAYS[match[2]]))
        else:
            plain.add(_DAYS[match[2]])
    return frozenset(plain), frozenset(nth)


def _from_vcalendar_1(text: str) -> str:
    """A vCalendar 1.0 rule such as ``W1 MO TU #5`` or ``MP1 2+ TU 20301231T000000`` as RRULE."""
    words = text.upper().split()
    match = re.fullmatch(r"(D|W|MP|MD|YM|YD)(\d+)", words[0]) if words else None
    if match is None:
        raise RuleError("the rule has no frequency")
    kinds = {"D": "DAILY", "W": "WEEKLY", "MP": "MONTHLY", "MD": "MONTHLY"}
    rule = [f"FREQ={kinds.get(match[1], 'YEARLY')}", f"INTERVAL={match[2]}"]
    days: list[str] = []
    numbers: list[str] = []
    place = ""
    end = "COUNT=2"  # vCalendar 1.0: a rule that says no more gives two dates
    for word in words[1:]:
        if word.startswith("#"):
            end = f"COUNT={word[1:]}" if word != "#0" else ""
        elif re.match(r"\d{8}", word):
            end = f"UNTIL={word}"
        elif re.fullmatch(r"\d[+-]", word):
            place = word[1] + word[0] if word[1] == "-" else word[0]
        elif word in _DAYS:
            days.append(place + word)
        elif re.fullmatch(r"\d+[+-]?|LD", word):
            sign = "-" if word.endswith("-") else ""
            numbers.append("-1" if word == "LD" else sign + word.rstrip("+-"))
    if days:
        rule.append("BYDAY=" + ",".join(days))
    if numbers:
        part = {"YM": "BYMONTH", "YD": "BYYEARDAY"}.get(match[1], "BYMONTHDAY")
        rule.append(f"{part}=" + ",".join(numbers))
    return ";".join([*rule, end] if end else rule)
