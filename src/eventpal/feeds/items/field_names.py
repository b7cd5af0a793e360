"""What elements of feeds are called that say when something begins and ends.

Tables hold the names that programs are known to use, in the order to believe them; the patterns
catch their relatives. All without case, dashes and underscores.
"""

import re
from collections.abc import Iterator

from eventpal.feeds.items.feed_items import Field, Item

START = (
    "dtstart", "startdate", "startdatetime", "start", "starts", "eventstart", "eventstartdate",
    "datestart", "starttime", "begin", "begins", "begindate", "eventdates", "eventdate", "date",
    "dates", "when", "startdatelocal", "localstart", "localstartdate", "datedebut", "beginn",
    "datetime", "gigdate", "showdate", "utcstart", "startutc", "formatteddatetime", "time",
    "datum", "fecha", "termin", "inicio", "wann", "quand", "cuando",
)  # fmt: skip
END = (
    "dtend", "enddate", "enddatetime", "end", "ends", "eventend", "eventenddate", "dateend",
    "endtime", "enddatelocal", "localend", "localenddate", "finish", "until", "datefin", "utcend",
    "endutc", "ende", "fin",
)  # fmt: skip
START_TIME = (
    "starttime", "eventtimes", "eventtime", "starthour", "start", "time", "times", "begintime",
    "dtstart", "hour", "uhrzeit", "heure", "hora", "zeit", "horario", "horaire",
    "from", "begin", "begins", "beginn", "von",
)  # fmt: skip
END_TIME = (
    "endtime", "endhour", "end", "finishtime", "dtend", "enddate", "to", "until", "ende", "bis",
)  # fmt: skip

_THING = r"(?:events?|show|gig|performance|concert|session|game|program|activity|class|screening)?"
_DAY = r"(?:s|ing)?(?:date|day|datetime|datum|on|at|tag|local|utc|iso|timestamp|gmt)*"
_CLOCK = r"(?:time|hour|clock|uhrzeit|zeit)"
_BEGIN = r"(?:start|begin|beginn|beginnt|opening|opens|from|von|debut|inicio|inizio)"
_FINISH = r"(?:end|finish|closing|closes|until|ende|endet|bis|fin|fine|to)"
_STARTS_LIKE = re.compile(
    rf"{_THING}{_BEGIN}{_DAY}(?:time)?|(?!date$){_THING}(?:date|datetime|day|when)"
    rf"|date(?:de)?(?:start|begin|from|debut|event|of{_THING}|evenement|inicio|time)"
    r"|fecha(?:de)?(?:inicio|evento)|data(?:de)?(?:inicio|inizio|evento)|startsat|utcstartdate"
)
_ENDS_LIKE = re.compile(
    rf"{_THING}{_FINISH}{_DAY}(?:time)?|date(?:de)?(?:end|to|fin|finish)"
    r"|fecha(?:de)?(?:fin|final)|data(?:de)?(?:fim|fine)|utcenddate"
)
_START_CLOCK = re.compile(
    rf"{_THING}{_BEGIN}?{_CLOCK}|(?:heure|hora|ora)(?:de)?(?:debut|inicio|inizio)"
)
_END_CLOCK = re.compile(rf"{_THING}{_FINISH}{_CLOCK}|(?:heure|hora|ora)(?:de)?(?:fin|fim|fine)")
_INNER = {"datetime", "date", "text", "value", "local", "utc", "iso", "time", "timestamp"}
"""What a moment is wrapped in: ``start: {dateTime: …}``, ``<dtend><date-time>…``."""


def starts(item: Item) -> Iterator[Field]:
    """The elements that say when the event begins, the ones to believe first."""
    yield from _called(item, START, _STARTS_LIKE)


def ends(item: Item) -> Iterator[Field]:
    """The elements that say when it ends."""
    yield from _called(item, END, _ENDS_LIKE)


def start_times(item: Item) -> Iterator[Field]:
    """The elements that may hold the time of day of the start alone."""
    yield from _called(item, START_TIME, _START_CLOCK)


def end_times(item: Item) -> Iterator[Field]:
    """The elements that may hold the time of day of the end alone."""
    yield from _called(item, END_TIME, _END_CLOCK)


def _called(item: Item, names: tuple[str, ...], like: re.Pattern[str]) -> Iterator[Field]:
    for name in names:
        yield from (one for one in item.fields.get(name, ()) if not _is_inner(name, one))
    for name, found in item.fields.items():
        fits = name not in names and like.fullmatch(name)
        for one in found:
            if _is_inner(name, one):
                if one.inside in names or like.fullmatch(one.inside):
                    yield one
            elif fits:
                yield one


def _is_inner(name: str, field: Field) -> bool:
    """Whether the element is but the value of the one it stands in."""
    outer = field.inside
    known = outer in START or outer in END
    return name in _INNER and bool(
        known or _STARTS_LIKE.fullmatch(outer) or _ENDS_LIKE.fullmatch(outer)
    )
