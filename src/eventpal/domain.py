"""What EventPal talks about: frozen values, aware datetimes, stable ids, no behaviour."""

import base64
import hashlib
import math
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from enum import StrEnum

CURRENCY_SIGNS = {
    "EUR": "€",
    "GBP": "£",
    "JPY": "¥",
    "INR": "₹",
    **dict.fromkeys(("USD", "NZD", "AUD", "CAD"), "$"),
}
"""What stands before an amount in a currency; others are written as their code.

A dollar is the country's own to those who live there.
"""

EARTH_RADIUS_KM = 6371.0088
"""Mean radius (IUGG)."""

TELLING = 0.15
"""The share of the first reason from which another is worth saying beside it."""

_DATE_MARK = "-"


class Status(StrEnum):
    """What the publisher says of the event (RFC 5545 STATUS, schema.org eventStatus)."""

    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"


class Action(StrEnum):
    """What the person says or does about an event."""

    LIKE = "like"
    DISLIKE = "dislike"
    SAVE = "save"
    GOING = "going"
    ATTENDED = "attended"
    HIDE = "hide"


OPPOSITES = {Action.LIKE: Action.DISLIKE, Action.DISLIKE: Action.LIKE}
"""What an action takes the place of."""


class SourceKind(StrEnum):
    """Where a source lives."""

    WEB = "web"
    FILE = "file"
    FOLDER = "folder"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the earth, in degrees (WGS 84)."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Span:
    """When one occurrence happens. Both aware; ``end`` is None where the publisher gives none."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event on one date.

    ``id`` is ``event_id`` for an event with one date, and ``event_id-YYYYMMDDTHHMMSSZ`` (its start
    in UTC) for one date of a series. For an all-day event ``start`` and ``end`` are midnights in
    ``tz`` and ``end`` is exclusive, as in RFC 5545. Unknown is None, or empty for text and tuples.
    """

    id: str
    uid: str
    title: str
    start: datetime
    end: datetime | None = None
    tz: str = "UTC"
    all_day: bool = False
    status: Status = Status.CONFIRMED
    venue: str = ""
    address: str = ""
    place: Place | None = None
    price_min: float | None = None
    price_max: float | None = None
    currency: str | None = None
    is_free: bool | None = None
    categories: tuple[str, ...] = ()
    organiser: str = ""
    description: str = ""
    url: str = ""
    image: str = ""
    sources: tuple[int, ...] = ()
    series: str = ""
    """``event_id`` of the series this belongs to; equal to its own for an event without one."""
    first_seen: datetime | None = None
    sold_out: bool = False
    age_min: int | None = None
    """The least age that is admitted, in years; 0 where all ages are named welcome."""
    age_max: int | None = None
    doors: time | None = None
    """When the doors open, on the clock of ``tz``."""

    @property
    def event_id(self) -> str:
        """The id shared by all dates of the event."""
        return event_id_of(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One event as one source publishes it: a VEVENT, or an item of a feed.

    ``event`` describes it with ``id`` = ``event_id(uid, recurrence_id)`` and its first date.
    ``dates`` are all its dates inside the window it was read for, in order.
    """

    event: Event
    dates: tuple[Span, ...]
    recurring: bool = False
    """Whether the publisher gave a rule for more dates (RRULE or RDATE)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a source that could not be read. ``message`` is one sentence to show."""

    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Login:
    """What a source asks for before it lets anyone in (HTTP basic authentication)."""

    name: str
    password: str = field(repr=False)


class What(StrEnum):
    """What a publisher changed about an event."""

    TIME = "time"
    PLACE = "place"
    STATUS = "status"
    SOLD_OUT = "sold_out"
    GONE = "gone"
    """No source lists it any more, or not on this date."""
    BACK = "back"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventChange:
    """One thing that was different when its sources were read again.

    ``before`` and ``after`` are texts: a start in ISO 8601 with its offset (the day alone for an
    all-day event), a venue or address, a Status, "yes" or "" for sold out; "" where there is none.
    """

    event_id: str
    at: datetime
    title: str
    what: What
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A place that events come from, and how it fared when last read."""

    id: int
    kind: SourceKind
    location: str
    title: str
    added_at: datetime
    checked_at: datetime | None = None
    changed_at: datetime | None = None
    events: int = 0
    problems: tuple[Problem, ...] = ()
    folder: str = ""
    """What the person sorts it under; "" for none."""
    paused: bool = False
    """Whether it is read only when the person asks for it."""
    pictures: bool = False
    """Whether the pictures that its events name may be fetched."""
    failing_since: datetime | None = None
    """When reading it began to fail; None while it works."""
    login: str = ""
    """The name that it is asked for under; "" where it asks for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """One entry of the person's log of actions."""

    id: int
    event: Event
    action: Action
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """A time that the person has given away. Both ends are aware; ``end`` is exclusive."""

    title: str
    start: datetime
    end: datetime
    all_day: bool = False
    place: Place | None = None
    calendar: str = ""
    """The file it was read from; empty for an event that the person is going to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a write changed, so that views refresh only what they must. Holds event ids."""

    added: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    unchanged: int = 0
    rated: frozenset[str] = frozenset()
    sources: frozenset[int] = frozenset()
    taste: bool = False
    """Whether what the person said of themselves changed, and with it any score."""

    def __or__(self, other: "Change") -> "Change":
        """Both changes, one after the other, as one; what is new is not changed as well."""
        added = self.added | other.added
        return Change(
            added=added,
            changed=(self.changed | other.changed) - added,
            removed=self.removed | other.removed,
            unchanged=self.unchanged + other.unchanged,
            rated=self.rated | other.rated,
            sources=self.sources | other.sources,
            taste=self.taste or other.taste,
        )


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature's share in a pick's score, in log-odds, and the sentence that says it."""

    feature: str
    text: str
    contribution: float


@dataclass(frozen=True, slots=True)
class Pick:
    """An event with its score (probability 0..1) and its reasons, the largest share first."""

    event: Event
    score: float
    reasons: tuple[Reason, ...] = field(default=())
    note: str = ""
    """What stands in the way of going, in a few words, such as "45 min away; your limit is 30"."""

    @property
    def telling(self) -> tuple[Reason, ...]:
        """What speaks for it, without what says little beside the first."""
        least = TELLING * self.reasons[0].contribution if self.reasons else 0.0
        return tuple(one for one in self.reasons if one.contribution > max(least, 0.0))


def distance_km(here: Place, there: Place) -> float:
    """Great-circle distance in kilometres (haversine formula, spherical earth)."""
    lat1, lon1, lat2, lon2 = map(math.radians, (here.lat, here.lon, there.lat, there.lon))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def event_id(uid: str, recurrence_id: str = "") -> str:
    """A short stable id: 13 lower-case letters and digits, from 64 bits of BLAKE2b.

    ``recurrence_id`` is the RECURRENCE-ID of an override as ``YYYYMMDDTHHMMSSZ`` in UTC, else "".
    """
    digest = hashlib.blake2b(f"{uid}\0{recurrence_id}".encode(), digest_size=8).digest()
    return base64.b32encode(digest).decode().rstrip("=").lower()


def occurrence_id(event: str, start: datetime) -> str:
    """The id of one date of a series: ``event`` plus its start in UTC."""
    return f"{event}{_DATE_MARK}{start.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def event_id_of(identifier: str) -> str:
    """The event's id of an event or occurrence id."""
    return identifier.partition(_DATE_MARK)[0]


def embedding_text(event: Event) -> str:
    """What the sentence embedder reads of an event; equal texts share one vector."""
    facts = [event.title, event.venue, ", ".join(event.categories), event.organiser]
    return ". ".join(fact for fact in [*facts, event.description[:600]] if fact)
