"""How each phrase of time is read: from a rule's match and today to days and hours."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from eventpal.chat.dates.regions import SEASON, Moment, season
from eventpal.chat.dates.words import MONTHS, NUMBERS, PARTS, WEEKDAYS

HORIZON_DAYS = 120
"""How far ahead "on Saturdays" and "from Friday on" reach."""

DAY = timedelta(days=1)
ALL_HOURS = (0, 24 * 60)
_FIRST_HOUR_OF_MORNING = 8
"""Where neither am nor pm is said, 8 to 11 stay in the morning with "before", else pm."""

Days = tuple[date, date]
"""From, to (exclusive)."""
Hours = tuple[int, int]
"""Minutes after midnight, from and to (exclusive); past 24·60 it is the night that follows."""

DaysOf = Callable[[re.Match[str], date], list[Days]]
HoursOf = Callable[[re.Match[str]], Hours]
MomentOf = Callable[[re.Match[str], Moment], tuple[list[Days], list[Hours]]]


_PARTS_OF_WEEK = {
    **dict.fromkeys(("early", "beg", "start", "anfang", "first"), (0, 3)),
    **dict.fromkeys(("mid", "mitte"), (1, 4)),
    **dict.fromkeys(("end", "late", "second"), (4, 7)),
}
"""From and to which day of the week its parts reach."""


# Days


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else NUMBERS[text]


def _monday(day: date) -> date:
    return day - day.weekday() * DAY


def _one(day: date, length: int = 1) -> list[Days]:
    return [(day, day + length * DAY)]


def _coming(weekday: int, today: date) -> date:
    return today + (weekday - today.weekday()) % 7 * DAY


def _dated(day: int, month: int, year: int | None, today: date, length: int = 1) -> list[Days]:
    try:
        found = date(year or today.year, month, day)
        if year is None and found + (length - 1) * DAY < today:
            found = date(today.year + 1, month, day)
    except ValueError:
        return []
    return _one(found, length)


def _year(text: str | None) -> int | None:
    return None if not text else int(text) + (2000 if len(text) == 2 else 0)


def read_iso(match: re.Match[str], _: date) -> list[Days]:
    """A date as ISO 8601 writes it."""
    try:
        return _one(date(int(match[1]), int(match[2]), int(match[3])))
    except ValueError:
        return []


def read_numeric(match: re.Match[str], today: Moment) -> tuple[list[Days], list[Hours]]:
    """Day and month; with a stroke month and day in the United States.

    The other way round where only that is a date. Where the country is not known, the way that is
    soon to come.
    """
    first, second, year = int(match[1]), int(match[2]), _year(match[3])
    stroke = "/" in match[0]
    if stroke and min(first, second) > 12:
        return [*_numbered(first, today.day), *_numbered(second, today.day)], []
    ways = [(first, second), (second, first)] if stroke else [(first, second)]
    if stroke and today.country == "US":
        ways.reverse()
    found = [_dated(day, month, year, today.day) for day, month in ways if 1 <= month <= 12]
    valid = [days for days in found if days]
    soon = [days for days in valid if days[0][0] - today.day <= HORIZON_DAYS * DAY]
    return next(iter(valid if today.country else soon or valid), []), []


def read_day_month(match: re.Match[str], today: date) -> list[Days]:
    """A day of a named month, or several in a row."""
    last = int(match["last"]) if match["last"] else int(match["day"])
    length = max(1, last - int(match["day"]) + 1)
    return _dated(int(match["day"]), MONTHS[match["month"]], _year(match["year"]), today, length)


def read_day_of_month(match: re.Match[str], today: date) -> list[Days]:
    """The next day of that number."""
    return _numbered(int(match[1]), today)


def _numbered(number: int, today: date) -> list[Days]:
    for months in (0, 1, 2):
        month, year = (today.month + months - 1) % 12 + 1, today.year
        year += (today.month + months - 1) // 12
        found = _dated(number, month, year, today)
        if found and found[0][0] >= today:
            return found
    return []


def _weekday_of(match: re.Match[str]) -> int:
    return WEEKDAYS[next(value for value in match.groupdict().values() if value)]


def read_next_week_day(match: re.Match[str], today: date) -> list[Days]:
    """A weekday of next week."""
    return _one(_monday(today) + (7 + _weekday_of(match)) * DAY)


def read_weeks_after(weeks: int) -> DaysOf:
    """The coming weekday, some weeks on."""
    return lambda match, today: _one(_coming(_weekday_of(match), today) + weeks * 7 * DAY)


def read_weekdays_of_week(match: re.Match[str], today: date) -> list[Days]:
    """From one weekday to another, or both, of this week or the next."""
    monday = _monday(today) + (7 * DAY if match["next"] else timedelta(0))
    first, last = (monday + WEEKDAYS[match[name]] * DAY for name in ("first", "last"))
    if last < first:
        return _one(first)
    if re.search(r"\b(?:and|und)\b", match[0]) and "between" not in match[0]:
        return [*_one(first), *_one(last)]
    return [(first, last + DAY)]


def read_weekday(match: re.Match[str], today: date) -> list[Days]:
    """The coming weekday, or each of them."""
    first = _coming(WEEKDAYS[match["day"]], today)
    if match["every"] or match["plural"]:
        return [(first + n * 7 * DAY, first + (n * 7 + 1) * DAY) for n in range(HORIZON_DAYS // 7)]
    return _one(first)


def read_weekday_range(match: re.Match[str], today: date) -> list[Days]:
    """From the coming weekday to another."""
    first = _coming(WEEKDAYS[match[1]], today)
    return [(first, _coming(WEEKDAYS[match[2]], first) + DAY)]


def read_weekend(weeks: int) -> DaysOf:
    """The weekend of this week or of one to come."""

    def days(_: re.Match[str], today: date) -> list[Days]:
        saturday = _monday(today) + (5 + 7 * weeks) * DAY
        return [(max(saturday, today), saturday + 2 * DAY)]

    return days


def read_weekend_of(match: re.Match[str], today: date) -> list[Days]:
    """The weekend of the week in which a day of that number falls."""
    return [
        (first + (5 - first.weekday()) * DAY, first + (7 - first.weekday()) * DAY)
        for first, _ in _numbered(int(match[1]), today)
    ]


def read_days_at_end(match: re.Match[str], today: date) -> list[Days]:
    """So many first or last days or weeks of a month."""
    length = _number(match["n"]) * (7 if match["unit"].startswith("week") else 1)
    ((_, last),) = _month_days(MONTHS[match["m"]], today) or _one(today)
    if match["nth"] == "last":
        return [(last - length * DAY, last)]
    return _one((last - DAY).replace(day=1), length)


def read_weekends(_: re.Match[str], today: date) -> list[Days]:
    """Every weekend."""
    saturday = _monday(today) + 5 * DAY
    return [
        (saturday + n * 7 * DAY, saturday + (n * 7 + 2) * DAY) for n in range(HORIZON_DAYS // 7)
    ]


def read_workdays(_: re.Match[str], today: date) -> list[Days]:
    """Monday to Friday of each week."""
    monday = _monday(today)
    return [(monday + n * 7 * DAY, monday + (n * 7 + 5) * DAY) for n in range(HORIZON_DAYS // 7)]


def read_week(weeks: int) -> DaysOf:
    """This week, or one to come."""

    def days(_: re.Match[str], today: date) -> list[Days]:
        monday = _monday(today) + 7 * weeks * DAY
        return [(max(monday, today), monday + 7 * DAY)]

    return days


def read_part_of_week(match: re.Match[str], today: date) -> list[Days]:
    """The beginning, the middle or the end of this week or the next."""
    monday = _monday(today) + (7 * DAY if match["next"] else timedelta(0))
    low, high = _PARTS_OF_WEEK[next(one for one in _PARTS_OF_WEEK if match["part"].startswith(one))]
    first, last = max(monday + low * DAY, today), monday + high * DAY
    return [(first, last)] if last > first else [(monday + 7 * DAY + low * DAY, last + 7 * DAY)]


def read_midweek(_: re.Match[str], today: date) -> list[Days]:
    """Tuesday to Thursday of each week."""
    tuesday = _monday(today) + DAY
    return [(tuesday + n * 7 * DAY, tuesday + (n * 7 + 3) * DAY) for n in range(HORIZON_DAYS // 7)]


def read_week_of_month(match: re.Match[str], today: date) -> list[Days]:
    """The first or the last seven days of a month."""
    (_, last), *_ = _month_days(MONTHS[match["m"]], today) or _one(today)
    start = date(last.year, last.month, 1) - DAY
    return _one(last - 7 * DAY if match["nth"][0] == "l" else start.replace(day=1), 7)


def read_days_of_month(match: re.Match[str], today: date) -> list[Days]:
    """Two days by their number, or all from one to the other."""
    found = [days for name in ("first", "last") for days in _numbered(int(match[name]), today)]
    both = re.search(r"\b(?:or|oder|and|und)\b", match["between"])
    if len(found) < 2 or (both and not match[0].startswith(("between", "zwischen"))):
        return found
    return [(found[0][0], found[1][1])] if found[1][0] > found[0][0] else found


def read_in_weeks(match: re.Match[str], today: date) -> list[Days]:
    """The whole week so many weeks on."""
    months = match[3] or match[4]
    if months:
        return _one(_monday(today + _number(months) * 30 * DAY), 7)
    weeks = _number(match[1] or match[2] or "two")
    return _one(_monday(today) + weeks * 7 * DAY, 7)


def read_next_many(match: re.Match[str], today: date) -> list[Days]:
    """So many days, weeks or months from today."""
    number = _number(match["n"])
    unit = match["unit"]
    length = 7 if unit[0] == "w" else 30 if unit[0] == "m" else 1
    return _one(today, number * length + (1 if length == 1 else 0))


def read_in_days(match: re.Match[str], today: date) -> list[Days]:
    """The day so many days on."""
    return _one(today + _number(match[1] or match[2]) * DAY)


def read_plus(days: int, length: int = 1) -> DaysOf:
    """The day so many days on, or several."""
    return lambda _, today: _one(today + days * DAY, length)


def _month_days(month: int, today: date, part: str = "") -> list[Days]:
    year = today.year + (1 if month < today.month else 0)
    first = date(year, month, 1)
    last = date(year + month // 12, month % 12 + 1, 1)
    if part.startswith(("early", "beginning", "start", "anfang")):
        last = first + 10 * DAY
    elif part.startswith(("mid", "mitte")):
        first, last = first + 10 * DAY, first + 20 * DAY
    elif part.startswith(("late", "end", "ende")):
        first = first + 20 * DAY
    return [(max(first, today), last)] if last > today else []


def read_month(match: re.Match[str], today: date) -> list[Days]:
    """A named month, or a part of it."""
    name = next(value for key, value in match.groupdict().items() if value and key != "part")
    return _month_days(MONTHS[name], today, match.groupdict().get("part") or "")


_NTH = {"f": 0, "1": 0, "e": 0, "s": 1, "2": 1, "z": 1, "t": 2, "3": 2, "4": 3, "l": -1}


def read_nth_of_month(match: re.Match[str], today: date) -> list[Days]:
    """The first, second … or last of a weekday or weekend in a month."""
    month = MONTHS[match["m"]] if match["m"] else today.month
    if match["next"]:
        month = month % 12 + 1
    year = today.year + (1 if month < today.month else 0)
    first = date(year, month, 1)
    weekend = match["day"].startswith(("weekend", "wochenende"))
    day = _coming(5 if weekend else WEEKDAYS[match["day"]], first)
    every = [day + n * 7 * DAY for n in range(5) if (day + n * 7 * DAY).month == month]
    which = 3 if match["nth"] == "fourth" else _NTH[match["nth"][0]]
    return _one(every[which], 2 if weekend else 1)


def read_months_on(months: int) -> DaysOf:
    """This month, or one to come, or a part of it."""

    def days(match: re.Match[str], today: date) -> list[Days]:
        part = match.groupdict().get("part") or ""
        return _month_days((today.month + months - 1) % 12 + 1, today, part)

    return days


def read_ordinal_month(match: re.Match[str], today: date) -> list[Days]:
    """A day of a month by an ordinal in words, as in "the first of December"."""
    return _dated(_NTH[match["nth"][0]] + 1, MONTHS[match["month"]], None, today)


def read_year_on(_: re.Match[str], today: date) -> list[Days]:
    """The year that comes."""
    return [(date(today.year + 1, 1, 1), date(today.year + 2, 1, 1))]


def read_new_year(_: re.Match[str], today: date) -> list[Days]:
    """Its first month: what people mean by "in the new year"."""
    return _month_days(1, today)


def read_season(match: re.Match[str], today: Moment) -> tuple[list[Days], list[Hours]]:
    """A season, as it falls on this half of the globe."""
    name = re.search(SEASON, match[0])
    return [season(name[0], today)] if name else [], []


def read_next_hours(match: re.Match[str], today: Moment) -> tuple[list[Days], list[Hours]]:
    """Within so many hours from now."""
    said = (match["n"] or match["m"] or "one").strip()
    hours = _number(said)
    return _one(today.day), [(today.minutes, today.minutes + hours * 60)]


def read_in_hours(match: re.Match[str], today: Moment) -> tuple[list[Days], list[Hours]]:
    """About so many hours from now."""
    at = today.minutes + _number(match["n"]) * 60
    return _one(today.day), [(at - 30, at + 60)]


# Hours


def _minutes(hour: str, minute: str | None, half: str | None, default_pm: bool = True) -> int:
    value, mark = int(hour), (half or "").replace(".", "").strip()
    if mark == "pm" and value < 12:
        value += 12
    elif mark == "am" and value == 12:
        value = 0
    elif not mark.startswith(("am", "pm", "uhr", "h")) and default_pm and 1 <= value <= 11:
        value += 12
    return min(value, 24) * 60 + int(minute or 0)


def read_between(match: re.Match[str]) -> Hours:
    """From one time of day to another."""
    half = match[6] or match[3]
    first = _minutes(match[1], match[2], match[3] or match[6])
    last = _minutes(match[4], match[5], half)
    if first >= last:
        first = _minutes(match[1], match[2], match[3] or "am")
    return (first, last) if first < last else (first, 24 * 60)


def read_after(match: re.Match[str]) -> Hours:
    """From a time of day into the night."""
    return _minutes(match[1], match[2], match[3]), 28 * 60


def read_before(match: re.Match[str]) -> Hours:
    """Up to a time of day."""
    # "Before ten" is the morning; "until ten" is how late it may get.
    open_ = match[0].startswith(("before", "vor"))
    early = int(match[1]) >= _FIRST_HOUR_OF_MORNING and not match[3] and open_
    return 0, _minutes(match[1], match[2], match[3], default_pm=not early)


def read_about(match: re.Match[str]) -> Hours:
    """Half an hour around a time of day, an hour where it is said loosely."""
    at = _minutes(match[1], match[2], match[3])
    near = 60 if match[0].startswith(("around", "about", "circa", "gegen", "so gegen")) else 30
    return max(0, at - near), at + near + 1


def read_part(match: re.Match[str]) -> Hours:
    """A part of the day by its name."""
    for pattern, hours in PARTS.items():
        if re.fullmatch(pattern, match[0]):
            return hours
    return ALL_HOURS


def read_fixed(hours: Hours) -> HoursOf:
    """Always the same hours."""
    return lambda _: hours
