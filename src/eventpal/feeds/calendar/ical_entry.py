"""When one VEVENT happens: its start, length, identity and what it says about recurring."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from eventpal.feeds.calendar.ical_blocks import Component
from eventpal.feeds.calendar.ical_event import VEVENT, Properties, first
from eventpal.feeds.calendar.ical_values import (
    LONGEST,
    Lines,
    Moment,
    Property,
    duration_of,
    moment_of,
    moment_of_text,
    text_of,
)
from eventpal.feeds.calendar.recurrence import Series, When
from eventpal.feeds.calendar.zones import Zones
from eventpal.feeds.notes import Notes
from eventpal.feeds.words.sanitize import plain_line

UNTITLED = "Untitled event"
_DAY = timedelta(days=1)
_NIGHT = time(6)
_PLACE = Lines(("NAME", "GEO"))
_PARTICIPANT = Lines(("PARTICIPANT-TYPE", "SUMMARY", "CALENDAR-ADDRESS"))
_ALL_DAY_FLAGS = ("X-MICROSOFT-CDO-ALLDAYEVENT", "X-LIVEWHALE-ALL-DAY", "X-FUNAMBOL-ALLDAY")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One VEVENT with its times understood."""

    found: Properties
    uid: str
    title: str
    start: When
    duration: timedelta | None
    """Wall-clock length; None where the publisher gives no end."""
    moved: When | None
    """RECURRENCE-ID: which instance of its series it describes."""
    and_future: bool
    """Whether it also describes the instances after that one (RANGE=THISANDFUTURE)."""
    revision: tuple[int, str]
    """SEQUENCE and LAST-MODIFIED: the greater, the newer."""


def read_entry(part: Component, zones: Zones, notes: Notes) -> Entry | None:
    """One VEVENT, or None and a note where it says no time."""
    found = {**_named_place(part), **_participants(part), **VEVENT.read(part.text)}
    title = first(found, "SUMMARY") or UNTITLED
    start = _start(found, zones, notes, title)
    if start is None:
        return None
    moved, and_future = None, False
    for item in found.get("RECURRENCE-ID", ()):
        moment = moment_of(item)
        moved = start if moment is None else when_of(moment, zones)
        and_future = item.parameters.get("RANGE", "").upper() == "THISANDFUTURE"
    sequence = first(found, "SEQUENCE")
    duration = _duration(found, start, zones, notes, title)
    if _is_whole_days(start, duration, zones):
        start = replace(start, all_day=True)
        duration = max(duration or _DAY, _DAY)
    return Entry(
        found=found,
        uid=_uid(found, start, title),
        title=title,
        start=start,
        duration=duration,
        moved=moved,
        and_future=and_future,
        revision=(
            int(sequence) if sequence.isdecimal() and len(sequence) < 12 else 0,
            first(found, "LAST-MODIFIED"),
        ),
    )


def series_of(entry: Entry, zones: Zones) -> Series:
    """What the entry says of its dates."""
    rules = entry.found.get("RRULE", ())
    return Series(
        start=entry.start,
        duration=entry.duration,
        rules=tuple(dict.fromkeys(rule.value for rule in rules if rule.value.strip())),
        excluded_rules=tuple(item.value for item in entry.found.get("EXRULE", ())),
        dates=tuple(_whens(entry, "RDATE", zones)),
        excluded=tuple(when for when, _ in _whens(entry, "EXDATE", zones)),
    )


def when_of(moment: Moment, zones: Zones) -> When:
    """A moment on the clock that it is meant, and repeats, on."""
    zone = zones.zone_of(moment)
    if moment.all_day:
        return When(moment.local, zones.shown(zone), all_day=True)
    if moment.offset is not None:
        local = moment.local.replace(tzinfo=zone).astimezone(zones.clock)
        return When(local.replace(tzinfo=None, fold=0), zones.clock)
    return When(moment.local, zone)


def _named_place(part: Component) -> dict[str, list[Property]]:
    """The place that a VLOCATION (RFC 9073) inside the event describes."""
    place: dict[str, list[Property]] = {}
    for inner in part.named("VLOCATION"):
        said = _PLACE.read(inner.text)
        if "NAME" in said:
            place.setdefault("LOCATION", said["NAME"])
        if "GEO" in said:
            place.setdefault("GEO", said["GEO"])
    return place


def _participants(part: Component) -> dict[str, list[Property]]:
    """Who takes part (PARTICIPANT, RFC 9073), each as SUMMARY with its type as a parameter."""
    people = []
    for inner in part.named("PARTICIPANT"):
        said = _PARTICIPANT.read(inner.text)
        kind = first(said, "PARTICIPANT-TYPE").upper()
        name = first(said, "SUMMARY")
        if name and kind:
            people.append(Property("PARTICIPANT", {"TYPE": kind}, name))
    return {"PARTICIPANT": people} if people else {}


def _is_whole_days(start: When, duration: timedelta | None, zones: Zones) -> bool:
    """Whether a date was written as a date-time: from midnight to the same or another midnight."""
    return (
        not start.all_day
        and duration is not None
        and not duration % _DAY
        and start.local.time() == time()
        and zones.shown(start.zone) is start.zone
    )


def _start(found: Properties, zones: Zones, notes: Notes, title: str) -> When | None:
    written = found.get("DTSTART", [])
    moments = [moment for moment in map(moment_of, written) if moment is not None]
    if not moments:
        if any(item.value.strip() for item in written):
            notes.add(
                f"has the start “{text_of(written[0].value)[:30]}”, which is no date,"
                " and was left out",
                "have a start that is no date and were left out",
                title,
            )
        else:
            notes.add("has no start and was left out", "have no start and were left out", title)
        return None
    start = when_of(moments[0], zones)
    if any(when_of(other, zones).local != start.local for other in moments[1:]):
        phrase = "two different starts, of which the first is used"
        notes.add(f"has {phrase}", f"have {phrase}", title)
    midnight = start.local.time() == datetime.min.time()
    if midnight and not start.all_day and first(found, *_ALL_DAY_FLAGS).upper() in ("TRUE", "1"):
        return replace(start, zone=zones.shown(start.zone), all_day=True)
    return start


def _duration(
    found: Properties, start: When, zones: Zones, notes: Notes, title: str
) -> timedelta | None:
    for item in found.get("DTEND", ()):
        moment = moment_of(item)
        if moment is None:
            continue
        end = when_of(moment, zones)
        if start.all_day or end.all_day:
            length = datetime.combine(end.local, datetime.min.time()) - start.local
        elif end.zone is start.zone:
            length = end.local - start.local
        else:
            length = end.aware.astimezone(start.zone).replace(tzinfo=None) - start.local
        if start.all_day:
            # An end on the same day is what many write who take DTEND as inclusive.
            length = max(length, _DAY) if length >= timedelta() else length
        elif -_DAY < length < timedelta() and end.local.time() <= _NIGHT:
            length += _DAY  # "18:00 to 00:00" with one date: the night that follows is meant
        if length < timedelta():
            phrase = "before {} start{}, so the end is not shown"
            notes.add(
                "ends " + phrase.format("its", ""), "end " + phrase.format("their", ""), title
            )
        elif length > LONGEST:
            phrase = "more than ten years, so the end is not shown"
            notes.add(f"lasts {phrase}", f"last {phrase}", title)
        else:
            return length
        return _DAY if start.all_day else None
    for item in found.get("DURATION", ()):
        length_or_none = duration_of(item.value)
        if length_or_none is not None:
            return max(length_or_none, _DAY) if start.all_day else length_or_none
        notes.add(
            f"has the duration “{item.value.strip()[:30]}”, which is not possible",
            "have a duration that is not possible",
            title,
        )
    return _DAY if start.all_day else None


def _uid(found: Properties, start: When, title: str) -> str:
    """UID, else one from what the event says, so that it stays the same at the next reading."""
    for item in found.get("UID", ()):
        if uid := plain_line(text_of(item.value).partition("\n")[0]):
            return uid
    content = f"{title}\0{start.utc.isoformat()}\0{first(found, 'LOCATION')}"
    return hashlib.blake2b(content.encode(), digest_size=12).hexdigest() + "@no-uid"


def _whens(entry: Entry, name: str, zones: Zones) -> Iterator[tuple[When, timedelta | None]]:
    """The moments of a list of dates, date-times or periods."""
    for item in entry.found.get(name, ()):
        whole_day = item.parameters.get("VALUE", "").upper() == "DATE"
        zone = item.parameters.get("TZID", "")
        for value in re.split("[,;]", item.value):  # vCalendar 1.0 writes semicolons
            begin, _, rest = value.partition("/")
            moment = moment_of_text(begin, zone=zone, whole_day=whole_day)
            if moment is None:
                continue
            if not zone and moment.offset is None and not moment.all_day:
                when = When(moment.local, entry.start.zone)
            else:
                when = when_of(moment, zones)
            yield when, _length(rest, when, zones, zone) if rest else None


def _length(rest: str, begin: When, zones: Zones, zone: str) -> timedelta | None:
    """The length of a PERIOD, which gives either its end or its duration."""
    moment = moment_of_text(rest, zone=zone)
    if moment is None:
        return duration_of(rest)
    end = when_of(moment, zones)
    length = end.aware.astimezone(begin.zone).replace(tzinfo=None) - begin.local
    return length if timedelta() <= length <= LONGEST else None
