"""iCalendar content lines and their values, read as leniently as their meaning stays clear."""

import quopri
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_GROUP = re.compile(r"^[\w-]+\.")
"""What vCards, and some calendars, put before a name: ``item1.URL``."""
_PARAMETERS = re.compile(r'(;[^:"]*(?:"[^"]*"[^:"]*)*):(.*)')
_PARAMETER = re.compile(r';\s*([\w-]+)(?:\s*=\s*("[^"]*"?|[^;]*))?')
_MOMENT = re.compile(
    r"(\d{4})[-/]?(\d\d)[-/]?(\d\d)"
    r"(?:[T ]+(\d\d):?(\d\d)(?::?(\d\d))?(?:[.,]\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?",
    re.I,
)
_DURATION = re.compile(
    r"([+-])?P(?=[\dT])(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?",
    re.I,
)
_TIME_WITHOUT_T = re.compile(r"([+-])?P(?:(\d+)D)?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?", re.I)
_ESCAPE = re.compile(r"\\([nN,;:\\\"])")
_SEPARATOR = re.compile(r"(?<!\\)((?:\\\\)*)[,;]")
_CARET = {"^n": "\n", "^^": "^", "^'": '"'}
LONGEST = timedelta(days=3660)
"""No event lasts longer; a duration beyond it is a mistake."""


@dataclass(frozen=True, slots=True)
class Property:
    """One content line: its name and parameters in upper case, its value as written."""

    name: str
    parameters: dict[str, str]
    value: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or date-time as written: wall clock ``local`` (naive), before any zone is known."""

    local: datetime
    all_day: bool = False
    offset: timedelta | None = None
    """From UTC, where the value itself gives it (Z is 0)."""
    zone: str = ""
    """TZID as written."""


class Lines:
    """Reads the properties of some names; lines of other names are never looked at."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)

    def read(self, text: str) -> dict[str, list[Property]]:
        """The properties found in unfolded lines, by name, in their order."""
        found: dict[str, list[Property]] = {}
        for line in text.split("\n"):
            name, colon, value = line.partition(":")
            if not colon:
                continue
            name, parameterized, _ = name.partition(";")
            key = name.rstrip(" \t").upper()
            if "." in key:
                key = _GROUP.sub("", key)
            if key not in self._names:
                continue
            item = Property(key, {}, value)
            if parameterized:
                item = _parameterized(key, line[len(name) :])
            found.setdefault(key, []).append(item)
        return found


def text_of(value: str) -> str:
    """A TEXT value without its escapes and without blanks around it."""
    if "\\" in value:
        value = _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)
    return value.strip()


def texts_of(value: str) -> list[str]:
    """A list of TEXT values, split at commas (vCalendar 1.0: semicolons) that are not escaped."""
    pieces = _SEPARATOR.sub("\\1\0", value).split("\0")
    return [text_of(piece) for piece in pieces]


def moment_of(item: Property) -> Moment | None:
    """A DATE or DATE-TIME with its parameters; None if it is not one."""
    return moment_of_text(
        item.value,
        zone=item.parameters.get("TZID", ""),
        whole_day=item.parameters.get("VALUE", "").upper() == "DATE",
    )


def moment_of_text(text: str, *, zone: str = "", whole_day: bool = False) -> Moment | None:
    """A DATE or DATE-TIME; None if it is not one."""
    match = _MOMENT.match(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, offset = match.groups()
    try:
        local = datetime.combine(date(int(year), int(month), int(day)), time())
        if not 1000 <= local.year <= 9000:
            return None
        if hour is None or whole_day:
            return Moment(local, all_day=True, zone=zone)
        # 24:00 and the leap second are read as what follows them.
        local += timedelta(hours=int(hour), minutes=int(minute), seconds=int(second or 0))
    except (ValueError, OverflowError):
        return None
    if int(hour) > 24 or int(minute) > 59 or int(second or 0) > 60:
        return None
    return Moment(local, offset=None if offset is None else offset_of(offset), zone=zone)


def offset_of(text: str) -> timedelta | None:
    """An offset from UTC such as ``-0800`` or ``+05:30``; None if there can be none such."""
    text = text.strip()
    if text in ("Z", "z"):
        return timedelta()
    match = re.fullmatch(r"([+-])(\d\d):?(\d\d)(?::?(\d\d))?", text)
    if match is None or int(match[3]) > 59:
        return None
    size = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    if size > timedelta(hours=18):
        return None
    return -size if match[1] == "-" else size


def duration_of(value: str) -> timedelta | None:
    """A DURATION; forms found in the wild such as ``P15M`` (15 minutes) are read as meant.

    None if it is none, is negative, or no event lasts so long.
    """
    value = value.strip()
    match = _DURATION.fullmatch(value)
    if match:
        sign, weeks, days, hours, minutes, seconds = match.groups()
    else:
        match = _TIME_WITHOUT_T.fullmatch(value)
        if match is None or not any(match.groups()[1:]):
            return None
        sign, days, hours, minutes, seconds = match.groups()
        weeks = None
    try:
        size = timedelta(
            weeks=int(weeks or 0),
            days=int(days or 0),
            hours=int(hours or 0),
            minutes=int(minutes or 0),
            seconds=int(seconds or 0),
        )
    except (OverflowError, ValueError):
        return None
    return None if sign == "-" or size > LONGEST else size


def _parameterized(name: str, rest: str) -> Property:
    """The property called ``name`` from what follows its name: parameters, colon and value."""
    # A quoted parameter may hold a colon; a quote that is never closed is a sign like others.
    match = _PARAMETERS.match(rest)
    parameters, _, value = rest.partition(":") if match is None else (match[1], ":", match[2])
    item = Property(name, _parameters(parameters), value)
    if item.parameters.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
        item = _unquoted(item)
    return item


def _parameters(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, written in _PARAMETER.findall(text):
        value: str = written.strip().strip('"')
        if "^" in value:
            value = re.sub(r"\^[n^']", lambda match: _CARET[match[0]], value)
        # vCalendar 1.0 writes some values without a name: SUMMARY;QUOTED-PRINTABLE:
        if value:
            found[name.upper()] = value
        else:
            found["ENCODING"] = name.upper()
    return found


def _unquoted(item: Property) -> Property:
    raw = quopri.decodestring(item.value.encode("utf-8", "surrogateescape"))
    for encoding in (item.parameters.get("CHARSET", "utf-8"), "cp1252", "latin-1"):
        try:
            text = raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        # The line breaks that it encodes are text, and so are what looks like escapes of them.
        escaped = text.replace("\r\n", "\n").replace("\n", "\\n")
        return Property(item.name, item.parameters, escaped)
    return item
