"""Feasts and public holidays by name, English and German: those with a date, and those that move.

Patterns are over folded text. A feast's weekend reaches to the holiday that makes it long.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

_DAY = timedelta(days=1)

_FIXED: Mapping[str, tuple[int, int, int]] = MappingProxyType(
    {
        r"new year'?s eve|silvester(?:abend)?|hogmanay": (12, 31, 1),
        r"new year'?s day|neujahr(?:stag)?": (1, 1, 1),
        r"christmas eve|heiligabend|heilig abend|xmas eve": (12, 24, 1),
        r"boxing day|st\.? stephen'?s day|zweite[rn]? weihnachtstag": (12, 26, 1),
        r"christmas day|xmas day|erste[rn]? weihnachtstag": (12, 25, 1),
        r"nikolaus(?:tag)?|st\.? nicholas day": (12, 6, 1),
        r"(?:over|at|around|for|an|zu|uber) (?:christmas|xmas|weihnachten)": (12, 24, 3),
        r"halloween": (10, 31, 1),
        r"(?:guy fawkes|bonfire) night": (11, 5, 1),
        r"valentine'?s(?: day)?|valentinstag": (2, 14, 1),
        r"st\.? patrick'?s day|paddy'?s day": (3, 17, 1),
        r"(?:fourth|4th) of july|july (?:the )?(?:4th|fourth)|independence day": (7, 4, 1),
        r"juneteenth": (6, 19, 1),
        r"may day|tag der arbeit|ersten mai": (5, 1, 1),
        r"tag der deutschen einheit": (10, 3, 1),
        r"between the years|zwischen den jahren": (12, 27, 4),
    }
)
"""Month, day and number of days of what falls on the same date each year."""

_NTH: Mapping[str, tuple[int, int, int]] = MappingProxyType(
    {
        r"martin luther king(?: jr)? day|mlk day": (1, 0, 3),
        r"president'?s'? day": (2, 0, 3),
        r"memorial day|spring bank holiday|whit(?:sun)? bank holiday": (5, 0, -1),
        r"(?:early )?may bank holiday": (5, 0, 1),
        r"(?:august|summer) bank holiday": (8, 0, -1),
        r"labou?r day": (9, 0, 1),
        r"columbus day|indigenous peoples'? day": (10, 0, 2),
        r"thanksgiving(?: day)?": (11, 3, 4),
    }
)
"""Month, weekday (Monday is 0), and which of them in the month; -1 is the last."""

_EASTER: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        r"good friday|karfreitag": (-2, 1),
        r"(?:over |at |for |uber |zu |an )easter|easter weekend|ostern": (-2, 4),
        r"easter monday|ostermontag": (1, 1),
        r"easter(?: sunday| day)?|ostersonntag": (0, 1),
        r"ascension(?: day)?|(?:christi )?himmelfahrt|vatertag": (39, 1),
        r"pentecost|whit ?sun(?:day)?|pfingstsonntag": (49, 1),
        r"pfingsten": (48, 3),
        r"pfingstmontag|whit monday": (50, 1),
        r"shrove tuesday|pancake day|mardi gras": (-47, 1),
    }
)
"""Days after Easter Sunday, and number of days."""

FEAST = "|".join((*_FIXED, *_NTH, *_EASTER, r"(?:the )?bank holiday|feiertag"))
"""Matches the name of any of them."""

_WEEKEND = re.compile(r" week-?end$")


def feast(name: str, today: date) -> tuple[date, int] | None:
    """The next day of the feast called ``name`` from ``today`` on, and how many days it lasts."""
    for year in (today.year, today.year + 1):
        found = _of(name, year, today)
        if found is not None and found[0] + found[1] * _DAY > today:
            return found
    return None


def long_weekend(day: date, length: int) -> tuple[date, int]:
    """The weekend around a feast, with the free days beside it."""
    if length > 1:
        return day, length
    weekday = day.weekday()
    if weekday == 0:
        return day - 2 * _DAY, 3
    if weekday in {3, 4}:
        return day, 7 - weekday
    saturday = day + (5 - weekday) * _DAY
    return saturday, 2


def _of(name: str, year: int, today: date) -> tuple[date, int] | None:
    for pattern, (month, day, length) in _FIXED.items():
        if re.fullmatch(pattern, name):
            return date(year, month, day), length
    for pattern, rule in _NTH.items():
        if re.fullmatch(pattern, name):
            return _nth(year, *rule), 1
    for pattern, (days, length) in _EASTER.items():
        if re.fullmatch(pattern, name):
            return _easter(year) + days * _DAY, length
    if name in {"bank holiday", "feiertag"}:
        free = (*(_nth(year, *rule) for rule in ((5, 0, 1), (5, 0, -1), (8, 0, -1))),
                *(_easter(year) + days * _DAY for days in (-2, 1)),
                *(date(year, *day) for day in ((1, 1), (12, 25), (12, 26))))  # fmt: skip
        coming = [day for day in sorted(free) if day >= today]
        return (coming[0], 1) if coming else None
    return None


def _nth(year: int, month: int, weekday: int, which: int) -> date:
    if which < 0:
        last = date(year + month // 12, month % 12 + 1, 1) - _DAY
        return last - (last.weekday() - weekday) % 7 * _DAY
    first = date(year, month, 1)
    return first + ((weekday - first.weekday()) % 7 + (which - 1) * 7) * _DAY


def _easter(year: int) -> date:
    """Easter Sunday by the Gregorian reckoning (Meeus, Jones, Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def feast_days(match: re.Match[str], today: date) -> list[tuple[date, date]]:
    """The days of a named feast, or of the weekend around it; for ``date_rules``."""
    name = re.sub(r"^(?:the |next )", "", match[0])
    around = feast(name, today)
    weekend = _WEEKEND.search(name)
    if around is None and weekend:
        around = feast(name[: weekend.start()], today)
        around = long_weekend(*around) if around is not None else None
    if around is None:
        around = date(today.year, 12, 24), 3
    day, length = around
    return [(day, day + length * _DAY)]
