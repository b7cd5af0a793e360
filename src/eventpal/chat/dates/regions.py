"""What depends on where the clock stands: the country, its free days, its seasons, 6/5.

A day that returns each year is written "10-3" (month and day), "5-mon-1" (the last Monday of May),
"11-thu4" (the fourth Thursday of November), "5-mon<25" (the last one before the 25th) or "e+39"
(days after Easter Sunday).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from types import MappingProxyType

from eventpal.chat.dates.words import WEEKDAYS

_DAY = timedelta(days=1)

FREE: Mapping[str, str] = MappingProxyType(
    {
        "GB": "1-1 e-2 e+1 5-mon1 5-mon-1 8-mon-1 12-25 12-26",
        "IE": "1-1 2-mon1 3-17 e+1 5-mon1 6-mon1 8-mon1 10-mon-1 12-25 12-26",
        "US": "1-1 1-mon3 2-mon3 5-mon-1 6-19 7-4 9-mon1 10-mon2 11-11 11-thu4 12-25",
        "CA": "1-1 2-mon3 e-2 5-mon<25 7-1 8-mon1 9-mon1 10-mon2 11-11 12-25 12-26",
        "AU": "1-1 1-26 e-2 e+1 4-25 6-mon2 12-25 12-26",
        "NZ": "1-1 1-2 2-6 e-2 e+1 4-25 6-mon1 10-mon4 12-25 12-26",
        "DE": "1-1 e-2 e+1 5-1 e+39 e+50 10-3 12-25 12-26",
        "AT": "1-1 1-6 e+1 5-1 e+39 e+50 e+60 8-15 10-26 11-1 12-8 12-25 12-26",
        "CH": "1-1 e-2 e+1 e+39 e+50 8-1 12-25 12-26",
    }
)
"""The public holidays of a country, by ISO 3166 code."""

_ZONES: Mapping[str, str] = MappingProxyType(
    {
        "GB": r"Europe/(?:London|Belfast|Jersey|Guernsey|Isle_of_Man)|GB",
        "IE": r"Europe/Dublin|Eire",
        "DE": r"Europe/(?:Berlin|Busingen)",
        "AT": r"Europe/Vienna",
        "CH": r"Europe/Zurich",
        "AU": r"Australia/.+",
        "NZ": r"Pacific/(?:Auckland|Chatham)|NZ(?:-CHAT)?",
        "CA": r"America/(?:Toronto|Vancouver|Edmonton|Winnipeg|Halifax|Regina|St_Johns|Montreal"
        r"|Moncton|Whitehorse|Yellowknife|Iqaluit)|Canada/.+",
        "US": r"America/(?:New_York|Chicago|Denver|Los_Angeles|Phoenix|Anchorage|Detroit|Boise"
        r"|Juneau|Sitka|Nome|Menominee|Adak|Indiana/.+|Kentucky/.+|North_Dakota/.+)"
        r"|Pacific/Honolulu|US/.+",
    }
)
_SOUTH = re.compile(
    r"Australia/|Pacific/(?:Auckland|Chatham)|NZ|Antarctica/|Africa/(?:Johannesburg|Windhoek|Harare"
    r"|Maputo|Gaborone|Maseru)|America/(?:Sao_Paulo|Argentina|Buenos_Aires|Santiago|Montevideo"
    r"|Asuncion|La_Paz)|Indian/(?:Mauritius|Reunion)"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """Today, as far as words about time depend on it."""

    day: date
    minutes: int = 0
    """Since midnight."""
    country: str = ""
    """ISO 3166 code; "" where the zone's country has no table here."""
    south: bool = False
    """South of the equator, where summer begins in December."""


def moment(now: datetime, zone: tzinfo) -> Moment:
    """``now`` on the clock of ``zone``, and the country of that clock."""
    local = now.astimezone(zone)
    name = getattr(zone, "key", "")
    country = next((one for one, zones in _ZONES.items() if re.fullmatch(zones, name)), "")
    return Moment(
        local.date(), local.hour * 60 + local.minute, country, _SOUTH.match(name) is not None
    )


def free_days(country: str, since: date) -> list[date]:
    """The public holidays of ``country`` from ``since`` on, for a year and more, in order."""
    rules = FREE.get(country, FREE["GB"]).split()
    days = {yearly(rule, year) for rule in rules for year in (since.year, since.year + 1)}
    return sorted(day for day in days if day >= since)


def yearly(rule: str, year: int) -> date:
    """The day of ``rule`` in ``year``."""
    if rule.startswith("e"):
        return easter(year) + int(rule[1:]) * _DAY
    month, _, rest = rule.partition("-")
    if rest.isdecimal():
        return date(year, int(month), int(rest))
    weekday, which = WEEKDAYS[rest[:3]], rest[3:]
    if which.startswith("<"):
        before = date(year, int(month), int(which[1:])) - _DAY
        return before - (before.weekday() - weekday) % 7 * _DAY
    return nth(year, int(month), weekday, int(which))


def nth(year: int, month: int, weekday: int, which: int) -> date:
    """A weekday (Monday is 0) of a month: the ``which``-th, or the last with -1."""
    if which < 0:
        last = date(year + month // 12, month % 12 + 1, 1) - _DAY
        return last - (last.weekday() - weekday) % 7 * _DAY
    first = date(year, month, 1)
    return first + ((weekday - first.weekday()) % 7 + (which - 1) * 7) * _DAY


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian reckoning (Meeus, Jones, Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


_SEASONS: Mapping[str, int] = MappingProxyType(
    {"spring": 3, "fruhling": 3, "fruhjahr": 3, "summer": 6, "sommer": 6, "autumn": 9, "fall": 9,
     "herbst": 9, "winter": 12}
)  # fmt: skip
SEASON = "|".join(_SEASONS)


def season(name: str, today: Moment) -> tuple[date, date]:
    """The first day of a season that is on or comes next, not before today, and the day after."""
    month = (_SEASONS[name] + (6 if today.south else 0) - 1) % 12 + 1
    for year in (today.day.year - 1, today.day.year, today.day.year + 1):
        first = date(year, month, 1)
        over = date(year + (month + 2) // 12, (month + 2) % 12 + 1, 1)
        if over > today.day:
            break
    return max(first, today.day), over
