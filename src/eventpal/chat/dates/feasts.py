"""Feasts and public holidays by name, English and German, each as its country keeps it.

Patterns are over folded text. A feast's weekend reaches to the holiday that makes it long.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from eventpal.chat.dates.regions import Moment, free_days, yearly

_DAY = timedelta(days=1)

Rules = str | Mapping[str, str]
"""One rule as ``regions`` writes it, or one for each country, at "" that of all others."""

_NAMED: Mapping[str, Rules] = MappingProxyType(
    {
        r"new year'?s eve|nye|silvester(?:abend)?|hogmanay": "12-31",
        r"new year'?s day|neujahr(?:stag)?": "1-1",
        r"epiphany|twelfth night|dreikonig(?:e|stag)": "1-6",
        r"burns night": "1-25",
        r"st\.? brigid'?s day": "2-1",
        r"valentine'?s(?: day)?|valentinstag": "2-14",
        r"st\.? david'?s day": "3-1",
        r"st\.? patrick'?s day|paddy'?s day": "3-17",
        r"st\.? george'?s day": "4-23",
        r"anzac day": "4-25",
        r"may day|tag der arbeit|erste[nr] mai": "5-1",
        r"cinco de mayo": "5-5",
        r"juneteenth": "6-19",
        r"canada day": "7-1",
        r"(?:fourth|4th) of july|july (?:the )?(?:4th|fourth)|independence day": "7-4",
        r"maria himmelfahrt|assumption day": "8-15",
        r"tag der deutschen einheit": "10-3",
        r"reformationstag": "10-31",
        r"halloween": "10-31",
        r"allerheiligen|all saints'?(?: day)?": "11-1",
        r"day of the dead": "11-2",
        r"(?:guy fawkes|bonfire|fireworks) night": "11-5",
        r"martinstag|st\.? martin'?s day|sankt martin|veterans'? day|armistice day": "11-11",
        r"st\.? andrew'?s day": "11-30",
        r"nikolaus(?:tag)?|st\.? nicholas day": "12-6",
        r"christmas eve|heiligabend|heilig abend|xmas eve": "12-24",
        r"christmas day|xmas day|(?:erste[rn]?|1\.) weihnachtstag": "12-25",
        r"boxing day|st\.? stephen'?s day|(?:zweite[rn]?|2\.) weihnachtstag": "12-26",
        r"australia day": "1-26",
        r"martin luther king(?: jr)? day|mlk day": "1-mon3",
        r"waitangi(?: day)?": "2-6",
        r"president'?s'? day": "2-mon3",
        r"february bank holiday": "2-mon1",
        r"(?:early )?may bank holiday": "5-mon1",
        r"mother'?s'? day|mothering sunday|muttertag": {"": "5-sun2", "GB": "e-21", "IE": "e-21"},
        r"victoria day": "5-mon<25",
        r"memorial day|(?:spring|whit(?:sun)?|late may) bank holiday": "5-mon-1",
        r"june bank holiday": "6-mon1",
        r"(?:king|queen)'?s birthday": {"": "6-mon2", "NZ": "6-mon1"},
        r"father'?s'? day|vatertag": {
            "": "6-sun3", "AU": "9-sun1", "NZ": "9-sun1", "DE": "e+39", "AT": "6-sun2",
        },
        r"(?:august|summer) bank holiday": {"": "8-mon-1", "IE": "8-mon1"},
        r"labou?r day": {
            "": "9-mon1", "NZ": "10-mon4", "AU": "10-mon1", "DE": "5-1", "AT": "5-1", "CH": "5-1",
            "GB": "5-1", "IE": "5-1",
        },
        r"columbus day|indigenous peoples'? day": "10-mon2",
        r"october bank holiday": "10-mon-1",
        r"melbourne cup(?: day)?": "11-tue1",
        r"remembrance (?:day|sunday)": "11-sun2",
        r"thanksgiving(?: day)?": {"": "11-thu4", "CA": "10-mon2"},
        r"rosenmontag": "e-48",
        r"shrove tuesday|pancake day|mardi gras|faschingsdienstag": "e-47",
        r"ash wednesday|aschermittwoch": "e-46",
        r"palm sunday|palmsonntag": "e-7",
        r"maundy thursday|grundonnerstag": "e-3",
        r"good friday|karfreitag": "e-2",
        r"easter saturday|ostersamstag|karsamstag": "e-1",
        r"easter monday|ostermontag": "e+1",
        r"easter(?: sunday| day)?|ostersonntag": "e+0",
        r"ascension(?: day)?|(?:christi )?himmelfahrt": "e+39",
        r"pentecost|whit ?sun(?:day)?|pfingstsonntag": "e+49",
        r"pfingstmontag|whit monday": "e+50",
        r"corpus christi|fronleichnam": "e+60",
    }
)  # fmt: skip
"""One day each."""

_SPANS: Mapping[str, tuple[str, int]] = MappingProxyType(
    {
        r"(?:over|at|around|for|an|zu|uber) (?:christmas|xmas|weihnachten)": ("12-24", 3),
        r"between (?:christmas and new year'?s?|the years)|zwischen den jahren|twixmas"
        r"|zwischen weihnachten und (?:neujahr|silvester)": ("12-27", 5),
        r"(?:over |at |for |uber |zu |an )easter|easter weekend|ostern": ("e-2", 4),
        r"pfingsten": ("e+48", 3),
    }
)
"""The first day, and how many."""

_MATARIKI = MappingProxyType(
    {2026: (7, 10), 2027: (6, 25), 2028: (7, 14), 2029: (7, 6), 2030: (6, 21), 2031: (7, 11),
     2032: (7, 2), 2033: (6, 24), 2034: (7, 7), 2035: (6, 29)}
)  # fmt: skip
"""The public holiday, as New Zealand's Te Kāhui o Matariki Public Holiday Act 2022 lists it."""

_ADVENT = re.compile(
    r"(?:(first|second|third|fourth|1st|2nd|3rd|4th|[1-4]\.|erste[rn]?|zweite[rn]?|dritte[rn]?"
    r"|vierte[rn]?) )(?:sunday (?:in|of) )?advent(?:ssonntag)?"
)
_WHICH = {"f": 1, "1": 1, "e": 1, "s": 2, "2": 2, "z": 2, "t": 3, "3": 3, "d": 3, "4": 4, "v": 4}
_WEEK = re.compile(r"(?:christmas|xmas) week|weihnachtswoche")
_ANY = re.compile(r"(?:bank|public) holiday(?P<monday> monday)?|feiertag")
_LONG = re.compile(r"(?:long|bank holiday|holiday) week-?end|lange[ns]? wochenende")
_WEEKEND = re.compile(r" week-?end$")

# An "easter egg hunt" is held on other days as well.
_OF_A_KIND = (
    r"(?! (?:part(?:y|ies)|markets?|fairs?|fayres?|eggs?|carols?|crafts?|costumes?|trails?|discos?"
    r"|films?|movies?|concerts?|themed|decorations?|wreaths?|specials?|baking|eier\w*|markt))"
)
FEAST = (
    rf"(?:{'|'.join((*_SPANS, _LONG.pattern, _WEEK.pattern, _ADVENT.pattern, *_NAMED))}"
    rf"|matariki|advent(?:szeit)?|(?:the )?(?:{_ANY.pattern}))(?: week-?end)?{_OF_A_KIND}"
)
"""Matches the name of any of them."""


def feast(name: str, today: Moment) -> tuple[date, int] | None:
    """The next day of the feast called ``name`` from ``today`` on, and how many days it lasts."""
    for year in (today.day.year, today.day.year + 1):
        found = _of(name, year, today)
        if found is not None and found[0] + found[1] * _DAY > today.day:
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


def feast_days(match: re.Match[str], today: Moment) -> list[tuple[date, date]]:
    """The days of a named feast, or of the weekend around it; for ``rules``."""
    name = re.sub(r"^(?:the |next )", "", match[0])
    around = feast(name, today)
    weekend = _WEEKEND.search(name)
    if around is None and weekend:
        around = feast(name[: weekend.start()], today)
        around = long_weekend(*around) if around is not None else None
    if around is None:
        around = date(today.day.year, 12, 24), 3
    day, length = around
    return [(day, day + length * _DAY)]


def _of(name: str, year: int, today: Moment) -> tuple[date, int] | None:  # noqa: PLR0911 - by kind
    for pattern, (rule, length) in _SPANS.items():
        if re.fullmatch(pattern, name):
            return yearly(rule, year), length
    if _LONG.fullmatch(name) or _ANY.fullmatch(name):
        free = free_days(today.country, today.day)
        if any_ := _ANY.fullmatch(name):
            mondays = [day for day in free if day.weekday() == 0]
            return (mondays if any_["monday"] else free)[0], 1
        return next((long_weekend(day, 1) for day in free if day.weekday() in {0, 3, 4}), None)
    if _WEEK.fullmatch(name):
        christmas = date(year, 12, 25)
        return christmas - christmas.weekday() * _DAY, 7
    first_advent = date(year, 12, 25) - (date(year, 12, 25).weekday() + 22) * _DAY
    if which := _ADVENT.fullmatch(name):
        number = 4 if which[1] == "fourth" else _WHICH[which[1][0]]
        return first_advent + (number - 1) * 7 * _DAY, 1
    if name.startswith("advent"):
        return first_advent, (date(year, 12, 25) - first_advent).days
    if name == "matariki":
        return (date(year, *_MATARIKI[year]), 1) if year in _MATARIKI else None
    for pattern, rules in _NAMED.items():
        if re.fullmatch(pattern, name):
            rule = rules if isinstance(rules, str) else rules.get(today.country, rules[""])
            return yearly(rule, year), 1
    return None
