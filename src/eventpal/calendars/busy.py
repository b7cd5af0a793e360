"""When a calendar says one is busy: its events but for TRANSP, and VFREEBUSY (RFC 5545, 3.6.4)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from eventpal.domain import Busy, Listing, Status

_EVENT = re.compile(rb"^BEGIN:VEVENT[ \t]*\r?\n.*?^END:VEVENT[ \t]*\r?$", re.M | re.S | re.I)
_FREE_BUSY = re.compile(
    rb"^BEGIN:VFREEBUSY[ \t]*\r?\n.*?^END:VFREEBUSY[ \t]*\r?$", re.M | re.S | re.I
)
_INNER = re.compile(rb"^BEGIN:(VALARM)\b.*?^END:\1[ \t]*\r?\n", re.M | re.S | re.I)
_FOLD = re.compile(rb"\r?\n[ \t]")
_STATUS = re.compile(rb"^STATUS[;:].*\n", re.M | re.I)
_FREE = re.compile(
    rb"^(?:TRANSP(?:;[^:\n]*)?:\s*TRANSPARENT|X-MICROSOFT-CDO-(?:INTENDED)?BUSYSTATUS:\s*FREE)\b",
    re.M | re.I,
)
_PERIODS = re.compile(r"^FREEBUSY((?:;[^:\n]*)?):(.*)$", re.M | re.I)
_TYPE = re.compile(r";FBTYPE=\"?([\w-]+)", re.I)
_SUMMARY = re.compile(r"^SUMMARY(?:;[^:\n]*)?:(.*)$", re.M | re.I)
_DURATION = re.compile(r"\+?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$", re.I)


def without_free(body: bytes) -> bytes:
    """The file with what takes no time called off, and everything else confirmed.

    So one date of a series that is marked as free leaves a gap there, as a cancelled one does;
    taking it out would put the series' own date back.
    """
    return _EVENT.sub(lambda match: _marked(match.group(0)), body)


def times_of(listing: Listing, now: datetime) -> list[Busy]:
    """The times that an event takes and that are not over; none where it is called off."""
    event = listing.event
    if event.status is Status.CANCELLED:
        return []
    return [
        Busy(
            title=event.title,
            start=span.start,
            end=span.end,
            all_day=event.all_day,
            place=event.place,
        )
        for span in listing.dates
        if span.end is not None and span.end > now
    ]


def periods(body: bytes, now: datetime) -> Iterator[Busy]:
    """The periods of VFREEBUSY that are not over; free and unreadable ones are left out."""
    for match in _FREE_BUSY.finditer(body):
        text = _FOLD.sub(b"", match.group(0)).decode("utf-8", "replace")
        summary = _SUMMARY.search(text)
        title = summary.group(1).strip() if summary else "Busy"
        for parameters, listed in _PERIODS.findall(text):
            kind = _TYPE.search(parameters)
            if kind is not None and kind.group(1).upper() == "FREE":
                continue
            for period in listed.split(","):
                span = _span(period.strip())
                if span is not None and span[1] > now:
                    yield Busy(title=title, start=span[0], end=span[1])


def _marked(event: bytes) -> bytes:
    own = _FOLD.sub(b"", _INNER.sub(b"", event))
    cancelled = re.search(rb"^STATUS(?:;[^:\n]*)?:\s*CANCELLED", own, re.M | re.I)
    status = b"CANCELLED" if cancelled or _FREE.search(own) else b"CONFIRMED"
    first, _, rest = event.partition(b"\n")
    return first + b"\nSTATUS:" + status + b"\r\n" + _STATUS.sub(b"", rest)


def _span(period: str) -> tuple[datetime, datetime] | None:
    begin, _, end = period.partition("/")
    start = _moment(begin)
    if start is None:
        return None
    length = _DURATION.match(end)
    if length:
        weeks, days, hours, minutes, seconds = (int(one or 0) for one in length.groups())
        finish = start + timedelta(
            weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds
        )
    else:
        moment = _moment(end)
        if moment is None:
            return None
        finish = moment
    return (start, finish) if finish > start else None


def _moment(text: str) -> datetime | None:
    """A moment in UTC, the only form that a period may have."""
    try:
        return datetime.strptime(text.upper(), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
