"""Time zones as calendars name them: IANA, Windows, Outlook, abbreviations, own definitions."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from eventpal.feeds.calendar.ical_blocks import Component
from eventpal.feeds.calendar.ical_values import Lines, Moment, moment_of, moment_of_text, offset_of
from eventpal.feeds.calendar.rrule import RuleError, read_rule
from eventpal.feeds.calendar.rrule_starts import Budget, OutOfBudget, starts

_ABBREVIATIONS = {
    **dict.fromkeys(("PST", "PDT", "PT", "PST8PDT", "PACIFIC"), "America/Los_Angeles"),
    **dict.fromkeys(("MST", "MDT", "MT", "MST7MDT", "MOUNTAIN"), "America/Denver"),
    **dict.fromkeys(("CST", "CDT", "CT", "CST6CDT", "CENTRAL"), "America/Chicago"),
    **dict.fromkeys(("EST", "EDT", "ET", "EST5EDT", "EASTERN"), "America/New_York"),
    **dict.fromkeys(("AKST", "AKDT", "ALASKA"), "America/Anchorage"),
    **dict.fromkeys(("HST", "HAWAII"), "Pacific/Honolulu"),
    **dict.fromkeys(("AST", "ADT", "ATLANTIC"), "America/Halifax"),
    **dict.fromkeys(("NST", "NDT", "NEWFOUNDLAND"), "America/St_Johns"),
    "ARIZONA": "America/Phoenix",
    **dict.fromkeys(("BST", "UK"), "Europe/London"),
    **dict.fromkeys(("WET", "WEST"), "Europe/Lisbon"),
    **dict.fromkeys(("CET", "CEST", "MEZ", "MESZ", "MET", "MEST"), "Europe/Berlin"),
    **dict.fromkeys(("EET", "EEST"), "Europe/Helsinki"),
    "MSK": "Europe/Moscow",
    "IST": "Asia/Kolkata",
    "JST": "Asia/Tokyo",
    **dict.fromkeys(("AEST", "AEDT"), "Australia/Sydney"),
    "AWST": "Australia/Perth",
    **dict.fromkeys(("ACST", "ACDT"), "Australia/Adelaide"),
    **dict.fromkeys(("NZST", "NZDT"), "Pacific/Auckland"),
    **dict.fromkeys(("Z", "UTC", "GMT", "UCT", "ZULU"), "UTC"),
}
_NOWHERE = {
    "UTC",
    "UCT",
    "GMT",
    "GMT0",
    "GMT+0",
    "GMT-0",
    "Greenwich",
    "Universal",
    "Zulu",
    "Factory",
}
_OFFSET_NAME = re.compile(r"(?:UTC|GMT)?\s*([+-])(\d{1,2})(?::?(\d\d))?", re.I)
_DISPLAY_OFFSET = re.compile(r"^\((?:UTC|GMT)[^)]*\)\s*", re.I)
_REGION = re.compile(r"[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+")
_DEFINITION = Lines(
    ("TZID", "X-LIC-LOCATION", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE")
)
_FIRST, _LAST = datetime(1990, 1, 1), datetime(2045, 1, 1)  # noqa: DTZ001 - wall clocks
_STEPS = 150_000
"""Work for the definitions of one file; one with two rules takes 4,000."""
_LONGEST_NAME = 200


class DefinedZone(tzinfo):
    """A zone as a VTIMEZONE defines it: the offsets and when they change, from 1990 to 2045."""

    def __init__(self, name: str, changes: list[tuple[datetime, timedelta, timedelta]]) -> None:
        """``changes``: onset (wall clock before the change), offset before, offset after."""
        self._name = name
        changes = sorted(changes)
        self._offsets = [changes[0][1], *(after for _, _, after in changes)]
        # A wall clock between the two marks happens never or twice; ``fold`` decides (PEP 495).
        self._wall = (
            [max(at, at + after - before) for at, before, after in changes],
            [min(at, at + after - before) for at, before, after in changes],
        )
        self._utc = [at - before for at, before, _ in changes]

    def utcoffset(self, when: datetime | None) -> timedelta:
        """The offset at a wall clock; the first one where no date is given."""
        if when is None:
            return self._offsets[0]
        return self._offsets[bisect_right(self._wall[when.fold], when.replace(tzinfo=None, fold=0))]

    def dst(self, when: datetime | None) -> timedelta | None:
        """Not known: a definition says only how far the zone is from UTC."""
        return None

    def tzname(self, when: datetime | None) -> str:
        """The TZID."""
        return self._name

    def fromutc(self, when: datetime) -> datetime:
        """That instant on this zone's wall clock."""
        naive = when.replace(tzinfo=None)
        index = bisect_right(self._utc, naive)
        local = naive + self._offsets[index]
        again = index > 0 and local < self._wall[0][index - 1]
        return local.replace(tzinfo=self, fold=int(again))


@dataclass(slots=True)
class Zones:
    """The zones of one calendar. What one file defines is never seen by another."""

    default: ZoneInfo
    """The zone of floating and all-day times, and of names that nobody knows."""
    clock: tzinfo = UTC
    """On whose clock events repeat that are given in UTC or with an offset."""
    definitions: Mapping[str, Component] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    """Names that were used and that nobody knows."""
    _known: dict[str, tzinfo] = field(default_factory=dict)
    _budget: Budget = field(default_factory=lambda: Budget(_STEPS))

    def zone_of(self, moment: Moment) -> tzinfo:
        """The zone that a moment is meant in."""
        if moment.offset is not None:
            return timezone(moment.offset)
        return self.named(moment.zone) if moment.zone else self.default

    def named(self, name: str) -> tzinfo:
        """The zone of a TZID; ``default`` if nobody knows it."""
        zone = self._known.get(name)
        if zone is None:
            found = self.find(name)
            if found is None:
                self.unknown.append(name)
            zone = self._known[name] = found or self.default
        return zone

    def shown(self, zone: tzinfo) -> ZoneInfo:
        """The zone to show such times in: the same where it is a place's, else ``default``."""
        if not isinstance(zone, ZoneInfo) or zone.key.startswith("Etc/") or zone.key in _NOWHERE:
            return self.default
        return zone

    def find(self, name: str) -> tzinfo | None:
        """The zone of a name in this file; None if nobody knows it."""
        if name.strip().strip("/").upper() not in _ABBREVIATIONS:
            zone = by_name(name)
            if zone is not None:
                return zone
        if name in self.definitions:
            defined = _defined(name, self.definitions[name], self.default, self._budget)
            if defined is not None:
                return defined
        abbreviation = name.strip().upper()
        if abbreviation in {self.default.tzname(datetime(2024, month, 1)) for month in (1, 7)}:  # noqa: DTZ001
            return self.default
        return by_name(name)


@cache
def _iana() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}


@cache
def _cities() -> dict[str, str]:
    """The last part of each region's name, as people write it, to the zone."""
    return {
        name.rpartition("/")[2].replace("_", " ").lower(): name
        for name in sorted(available_timezones(), key=len, reverse=True)
        if "/" in name and not name.startswith(("Etc/", "SystemV/"))
    }


@lru_cache(maxsize=1000)
def by_name(name: str) -> tzinfo | None:
    """The zone that a name of any kind means, without a definition; None if nobody knows it."""
    clean = name.strip().strip('"').strip("/").strip()
    if len(clean) > _LONGEST_NAME:
        return None
    key = _key(clean)
    if key is not None:
        return ZoneInfo(key)
    match = _OFFSET_NAME.fullmatch(clean)
    if match:
        offset = offset_of(f"{match[1]}{int(match[2]):02}{match[3] or '00'}")
        return None if offset is None else timezone(offset)
    return _by_display_name(clean)


def _key(name: str) -> str | None:
    """The IANA key of a name that software uses."""
    if name.upper() in _ABBREVIATIONS:
        return _ABBREVIATIONS[name.upper()]
    if name in WINDOWS_TO_OLSON:
        return WINDOWS_TO_OLSON[name]
    candidates = [name, name.replace(" ", "_")]
    # /freeassociation.sourceforge.net/Tzfile/America/Los_Angeles, America/Los_Angeles-2(Standard)
    for region in _REGION.findall(name):
        parts = region.split("/")
        for start in range(len(parts) - 1):
            path = "/".join(parts[start:])
            candidates += [path, re.sub(r"[-+0-9]+$", "", path)]
    return next((_iana()[one.lower()] for one in candidates if one.lower() in _iana()), None)


def _by_display_name(name: str) -> tzinfo | None:
    """Names made for people, such as ``(UTC-08:00) Pacific Time (US & Canada)``."""
    shown = _DISPLAY_OFFSET.sub("", name)
    words = re.match(r"(?:US/)?(\w+)(?:\s+(?:standard|daylight|summer))?\s+time\b", shown, re.I)
    if words and words[1].upper() in _ABBREVIATIONS:
        return ZoneInfo(_ABBREVIATIONS[words[1].upper()])
    if shown in WINDOWS_TO_OLSON:
        return ZoneInfo(WINDOWS_TO_OLSON[shown])
    for part in re.split(r"\s*[,:;/]\s*", shown):
        if part.lower() in _cities():
            return ZoneInfo(_cities()[part.lower()])
        if f"{part} Standard Time" in WINDOWS_TO_OLSON:
            return ZoneInfo(WINDOWS_TO_OLSON[f"{part} Standard Time"])
    match = _DISPLAY_OFFSET.match(name)
    return by_name(match[0].strip(" ()")) if match else None


def _defined(name: str, definition: Component, default: ZoneInfo, budget: Budget) -> tzinfo | None:
    """The zone that a VTIMEZONE defines: a known zone that keeps the same time, else its own."""
    place = _DEFINITION.read(definition.text).get("X-LIC-LOCATION")
    if place and (known := by_name(place[0].value)) is not None:
        return known
    changes: list[tuple[datetime, timedelta, timedelta]] = []
    for part in definition.parts:
        changes.extend(_changes(part, budget))
    if not changes:
        return None
    zone = DefinedZone(name, changes)
    for candidate in (default, *map(ZoneInfo, sorted(set(_ABBREVIATIONS.values())))):
        if _agree(zone, candidate):
            return candidate
    return zone


def _changes(part: Component, budget: Budget) -> list[tuple[datetime, timedelta, timedelta]]:
    """When a STANDARD or DAYLIGHT sets in; nothing where it cannot be read."""
    found = _DEFINITION.read(part.text)
    try:
        first = moment_of(found["DTSTART"][0])
        before = offset_of(found["TZOFFSETFROM"][0].value)
        after = offset_of(found["TZOFFSETTO"][0].value)
    except KeyError:
        return []
    if first is None or before is None or after is None:
        return []
    onsets = {first.local}
    for item in found.get("RDATE", ()):
        moments = map(moment_of_text, item.value.split(","))
        onsets.update(moment.local for moment in moments if moment is not None)
    for item in found.get("RRULE", ()):
        try:
            rule = read_rule(item.value)
            until = re.sub(r"\D", "", rule.until)[:8]
            for onset in starts(rule, first.local, _FIRST, _LAST, budget):
                if until and f"{onset:%Y%m%d}" > until:
                    break
                onsets.add(onset)
        except (RuleError, OutOfBudget):
            continue
    return [(onset, before, after) for onset in onsets]


def _agree(one: tzinfo, other: tzinfo) -> bool:
    """Whether two zones keep the same time: every tenth day of the years around now."""
    day = datetime(2019, 1, 1, 12)  # noqa: DTZ001 - a wall clock
    for _ in range(440):
        if day.replace(tzinfo=one).utcoffset() != day.replace(tzinfo=other).utcoffset():
            return False
        day += timedelta(days=10)
    return True


def named_zone(moment: datetime, zone: ZoneInfo) -> ZoneInfo:
    """A named zone for ``moment``: its own, the given one where clocks agree, or a fixed one."""
    own = moment.tzinfo
    if isinstance(own, ZoneInfo):
        return own
    offset = moment.utcoffset()
    if offset is None or own is UTC or moment.astimezone(zone).utcoffset() == offset:
        return zone
    hours, rest = divmod(offset, timedelta(hours=1))
    if rest or not -14 <= -hours <= 12:
        return zone
    # The sign of these names is the other way round (POSIX).
    return ZoneInfo(f"Etc/GMT{-hours:+d}") if hours else zone
