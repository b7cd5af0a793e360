"""The sample city: an invented harbour city with eight weeks of events, dated from any day.

Its feeds lie in ``resources/sample`` as templates. A date in them is a token counted from the
week in which the city is added, W0:

========================  ===============================  ======================
``{W2.FRI}``              20261127                         a date
``{W2.FRI 19:30}``        20261127T193000                  local time
``{W2.FRI 19:30 utc}``    20261127T193000Z
``{W2.FRI 19:30 iso}``    2026-11-27T19:30:00+00:00        also without a time
``{W2.FRI 19:30 rss}``    Fri, 27 Nov 2026 19:30:00 +0000  RFC 822
``{W2.FRI 19:30 title}``  Fri Nov 27, 7:30 PM
``{W2.FRI words}``        Friday 27 November
``{WEEK}``                2026w46                          ISO week of W0
========================  ===============================  ======================
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from eventpal import paths
from eventpal.domain import Place
from eventpal.errors import NotFound

CITY = "Port Merrow"
ZONE = ZoneInfo("Europe/Dublin")
HOME = Place(52.3404, -6.4623)
"""Market Square, in the middle of the Old Town."""

FILES: Mapping[str, str] = MappingProxyType(
    {
        "culture": "culture.ics",
        "stages": "stages.ics",
        "community": "community.ics",
        "packet": "packet.xml",
        "noticeboard": "noticeboard.xml",
    }
)
"""The file of each of the city's five publishers."""

NAMES = tuple(FILES)
LOCATIONS = tuple(f"sample:{name}" for name in NAMES)

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
"""English whatever the locale, which strftime would follow."""

_LOCATION = re.compile(r"sample:(?P<name>[a-z]+)(?:\?from=(?P<anchor>[0-9-]+))?")
_TOKEN = re.compile(
    r"\{W(?P<week>-?\d+)\.(?P<day>MON|TUE|WED|THU|FRI|SAT|SUN)"
    r"(?: (?P<time>\d\d:\d\d))?(?: (?P<style>utc|iso|rss|title|words))?\}"
)
_FOLD_OCTETS = 75


def location(name: str, anchor: date) -> str:
    """The address of one of the city's feeds, dated from ``anchor``."""
    return f"sample:{name}?from={anchor.isoformat()}"


def read(location: str, today: date) -> bytes:
    """The bytes of the feed at ``location``; one without ``?from=`` is dated from ``today``.

    Raises:
        NotFound: if there is no such feed.
    """
    match = _LOCATION.fullmatch(location)
    if match is None or match["name"] not in FILES:
        raise NotFound(f"“{location}” is not in the sample city; it has {', '.join(LOCATIONS)}.")
    try:
        anchor = date.fromisoformat(match["anchor"]) if match["anchor"] else today
    except ValueError:
        raise NotFound(f"“{match['anchor']}” is no date; write it as 2026-11-23.") from None
    return render(match["name"], anchor)


def render(name: str, anchor: date) -> bytes:
    """One feed as its publisher would serve it in the week of ``anchor``, as UTF-8.

    The same week gives the same bytes, and event UIDs that no other week's share.

    Args:
        name: One of NAMES.
        anchor: Any day of week 0; the events lie in weeks 0 to 8.
    """
    file = FILES[name]
    text = fill((paths.resources() / "sample" / file).read_text(encoding="utf-8"), anchor)
    if file.endswith(".ics"):
        return b"".join(_fold(line) for line in text.splitlines())
    return text.encode()


def fill(text: str, anchor: date) -> str:
    """``text`` with its tokens replaced for the week of ``anchor``."""
    monday = anchor - timedelta(days=anchor.weekday())
    year, week, _ = monday.isocalendar()
    return _TOKEN.sub(lambda match: _moment(match, monday), text).replace(
        "{WEEK}", f"{year}w{week:02}"
    )


def _moment(token: re.Match[str], monday: date) -> str:
    weekday = [day[:3].upper() for day in DAYS].index(token["day"])
    day = monday + timedelta(weeks=int(token["week"]), days=weekday)
    if token["time"] is None:
        return _day_text(day, token["style"])
    at = datetime.combine(day, time.fromisoformat(token["time"]), ZONE)
    match token["style"]:
        case "utc":
            return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        case "iso":
            return at.isoformat()
        case "rss":
            return format_datetime(at)
        case "title":
            clock = f"{at.hour % 12 or 12}:{at:%M} {'AM' if at.hour < 12 else 'PM'}"
            return f"{DAYS[weekday][:3]} {MONTHS[day.month - 1][:3]} {day.day}, {clock}"
        case _:
            return f"{at:%Y%m%dT%H%M%S}"


def _day_text(day: date, style: str | None) -> str:
    match style:
        case "words":
            return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
        case "iso":
            return day.isoformat()
        case _:
            return f"{day:%Y%m%d}"


def _fold(line: str) -> bytes:
    """A content line folded at 75 octets between characters, as RFC 5545 asks."""
    folded, octets = [], 0
    for character in line:
        size = len(character.encode())
        if octets + size > _FOLD_OCTETS:
            folded.append("\r\n ")
            octets = 1
        folded.append(character)
        octets += size
    return "".join([*folded, "\r\n"]).encode()
