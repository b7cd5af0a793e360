"""Events as JSON (what was published, what was rated) and as rows of the event table."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from eventpal.domain import (
    Event,
    Listing,
    Place,
    Span,
    Status,
    embedding_text,
    occurrence_id,
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = 86_400
"""In seconds."""
_JSON = json.JSONEncoder(ensure_ascii=False)
_STATUSES = {status.value: status for status in Status}
_REQUIRED = frozenset({"id", "uid", "title", "start", "tz", "status", "series", "place"})
_OPTIONAL = tuple(
    (field.name, field.default) for field in fields(Event) if field.name not in _REQUIRED
)
"""Fields that are left out of the JSON where they have their default."""

EVENT_COLUMNS = (
    "id, uid, title, tz, all_day, status, venue, address, lat, lon, price_min, price_max, "
    "currency, is_free, categories, organiser, description, url, image, sources, series, "
    "first_seen, sold_out, age_min, age_max, doors, recurring"
)
"""What ``event_of`` reads, in its order."""
OF_EVENT = ", ".join(f"event.{name}" for name in EVENT_COLUMNS.split(", "))
"""The same, named as columns of the table."""


def seconds(moment: datetime) -> int:
    """Seconds since 1970-01-01T00:00Z."""
    return int(moment.timestamp())


def moment(since_epoch: int, zone: tzinfo = UTC) -> datetime:
    """The inverse of ``seconds``, in ``zone`` (in UTC where the zone would leave year 1..9999)."""
    try:
        return datetime.fromtimestamp(since_epoch, zone)
    except (OverflowError, ValueError, OSError):
        # Also times before 1970 on Windows.
        return _EPOCH + timedelta(seconds=since_epoch)


@lru_cache(maxsize=1024)
def sortable(moment: datetime) -> str:
    """In UTC and of one length, so that text sorts as time does."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def zone_of(name: str) -> tzinfo:
    """The IANA zone called ``name``; UTC where this computer does not know it."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC


def text_digest(event: Event) -> str:
    """The digest of what the embedder reads of ``event``: 32 hexadecimal digits."""
    return hashlib.blake2b(embedding_text(event).encode(), digest_size=16).hexdigest()


def digest_of(body: str) -> bytes:
    """16 bytes that change when a listing's JSON does."""
    return hashlib.blake2b(body.encode(), digest_size=16).digest()


def encode_event(event: Event) -> str:
    """All of an event as JSON."""
    return _JSON.encode(_facts(event))


def decode_event(body: str) -> Event:
    """The inverse of ``encode_event``."""
    return _event(json.loads(body))


def encode_listing(listing: Listing) -> str:
    """A listing as JSON: what its source says, without what the store adds to it."""
    facts = _facts(listing.event)
    facts.pop("sources", None)
    facts.pop("first_seen", None)
    facts["recurring"] = listing.recurring
    facts["dates"] = [
        [seconds(span.start), None if span.end is None else seconds(span.end)]
        for span in listing.dates
    ]
    return _JSON.encode(facts)


def decode_listing(body: str) -> Listing:
    """The inverse of ``encode_listing``."""
    facts = json.loads(body)
    dates = facts.pop("dates")
    recurring = facts.pop("recurring")
    event = _event(facts)
    zone = zone_of(event.tz)
    return Listing(
        event=event,
        dates=tuple(
            Span(moment(start, zone), None if end is None else moment(end, zone))
            for start, end in dates
        ),
        recurring=recurring,
    )


def event_row(event: Event, *, recurring: bool, digest: bytes) -> tuple[Any, ...]:
    """The columns of ``EVENT_COLUMNS``, then digest, text_digest, start and finish."""
    place = event.place
    return (
        event.id,
        event.uid,
        event.title,
        event.tz,
        event.all_day,
        event.status.value,
        event.venue,
        event.address,
        place.lat if place else None,
        place.lon if place else None,
        event.price_min,
        event.price_max,
        event.currency,
        event.is_free,
        _array(event.categories),
        event.organiser,
        event.description,
        event.url,
        event.image,
        _array(event.sources),
        event.series,
        None if event.first_seen is None else seconds(event.first_seen),
        event.sold_out,
        event.age_min,
        event.age_max,
        "" if event.doors is None else event.doors.isoformat(),
        recurring,
        digest,
        text_digest(event),
        seconds(event.start),
        None if event.end is None else seconds(event.end),
    )


def event_of(row: Sequence[Any]) -> Event:
    """One date of an event from the ``EVENT_COLUMNS``, then the date's start and finish."""
    (
        id_,
        uid,
        title,
        tz,
        all_day,
        status,
        venue,
        address,
        lat,
        lon,
        price_min,
        price_max,
        currency,
        is_free,
        categories,
        organiser,
        description,
        url,
        image,
        sources,
        series,
        first_seen,
        sold_out,
        age_min,
        age_max,
        doors,
        recurring,
        start,
        finish,
    ) = row
    zone = zone_of(tz)
    starts = moment(start, zone)
    return Event(
        id=occurrence_id(id_, starts) if recurring else id_,
        uid=uid,
        title=title,
        start=starts,
        end=None if finish is None else moment(finish, zone),
        tz=tz,
        all_day=all_day != 0,
        status=_STATUSES[status],
        venue=venue,
        address=address,
        place=None if lat is None or lon is None else Place(lat, lon),
        price_min=price_min,
        price_max=price_max,
        currency=currency,
        is_free=None if is_free is None else is_free != 0,
        categories=_tuple(categories),
        organiser=organiser,
        description=description,
        url=url,
        image=image,
        sources=_tuple(sources),
        series=series,
        first_seen=moment(first_seen),
        sold_out=sold_out != 0,
        age_min=age_min,
        age_max=age_max,
        doors=time.fromisoformat(doors) if doors else None,
    )


def over_by(start: int, finish: int | None, *, all_day: bool) -> int:
    """When a date is over: its end, or its start (its day's end) where no end is published."""
    if finish is not None:
        return max(start, finish)
    return start + DAY if all_day else start


def _facts(event: Event) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "id": event.id,
        "uid": event.uid,
        "title": event.title,
        "start": seconds(event.start),
        "tz": event.tz,
        "status": event.status.value,
        "series": event.series,
    }
    for name, default in _OPTIONAL:
        value = getattr(event, name)
        if value != default:
            if isinstance(value, time):
                value = value.isoformat()
            facts[name] = seconds(value) if isinstance(value, datetime) else value
    if event.place is not None:
        facts["place"] = [event.place.lat, event.place.lon]
    return facts


def _event(facts: dict[str, Any]) -> Event:
    zone = zone_of(facts["tz"])
    facts["start"] = moment(facts["start"], zone)
    facts["status"] = _STATUSES[facts["status"]]
    if "end" in facts:
        facts["end"] = moment(facts["end"], zone)
    if "first_seen" in facts:
        facts["first_seen"] = moment(facts["first_seen"])
    if "place" in facts:
        facts["place"] = Place(*facts["place"])
    if "doors" in facts:
        facts["doors"] = time.fromisoformat(facts["doors"])
    for name in ("categories", "sources"):
        if name in facts:
            facts[name] = tuple(facts[name])
    return Event(**facts)


def _array(values: tuple[str | int, ...]) -> str:
    return _JSON.encode(values) if values else "[]"


@lru_cache(maxsize=4096)
def _tuple(array: str) -> tuple[Any, ...]:
    """A JSON array; few different ones occur, so parsing each once is enough."""
    return tuple(json.loads(array))
