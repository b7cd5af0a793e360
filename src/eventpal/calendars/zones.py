"""Time zones as VTIMEZONE (RFC 5545, 3.6.5), worked out from this computer's zone data.

icalendar can make them too, but 7.3 gives the start of summer time on the clock that begins with
it, where the standard asks for the clock that ends.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Rules are given between these; nobody knows those that will hold later."""

_STEP = timedelta(days=1)
_EXACT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class _Rule:
    """How the clock runs from an onset on."""

    before: timedelta
    """Offset from UTC until then."""
    offset: timedelta
    name: str
    daylight: bool


def vtimezone(zone: ZoneInfo, first: date, last: date) -> icalendar.Timezone:
    """The rules of ``zone`` for every moment from ``first`` to ``last``."""
    first = max(first, date(FIRST_YEAR, 1, 1))
    last = min(last, date(LAST_YEAR, 12, 31))
    onsets: defaultdict[_Rule, list[datetime]] = defaultdict(list)
    moment = datetime.combine(first, time(), UTC) - _STEP
    end = datetime.combine(last, time(), UTC) + 2 * _STEP
    onsets[_rule(zone, moment, moment)].append(moment)
    while moment < end:
        if _differ(zone, moment, moment + _STEP):
            onset = _onset(zone, moment, moment + _STEP)
            onsets[_rule(zone, onset - _EXACT, onset)].append(onset)
        moment += _STEP
    component = icalendar.Timezone()
    component.add("tzid", zone.key)
    for rule, moments in onsets.items():
        part = icalendar.TimezoneDaylight() if rule.daylight else icalendar.TimezoneStandard()
        local = [(onset + rule.before).replace(tzinfo=None) for onset in moments]
        part.add("dtstart", local[0])
        if local[1:]:
            part.add("rdate", local[1:])
        part.add("tzname", rule.name)
        part.add("tzoffsetfrom", rule.before)
        part.add("tzoffsetto", rule.offset)
        component.add_component(part)
    return component


def _rule(zone: ZoneInfo, before: datetime, at: datetime) -> _Rule:
    local = at.astimezone(zone)
    offset = local.utcoffset()
    previous = before.astimezone(zone).utcoffset()
    assert offset is not None
    assert previous is not None
    return _Rule(previous, offset, local.tzname() or zone.key, bool(local.dst()))


def _differ(zone: ZoneInfo, one: datetime, other: datetime) -> bool:
    return _rule(zone, one, one) != _rule(zone, other, other)


def _onset(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The second at which the rule of ``after`` begins."""
    while after - before > _EXACT:
        middle = before + (after - before) // (2 * _EXACT) * _EXACT
        if _differ(zone, before, middle):
            after = middle
        else:
            before = middle
    return after
