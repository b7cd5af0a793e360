"""What one VEVENT says about itself apart from when: title, place, cost, pictures, links."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from eventpal.domain import Place, Status
from eventpal.feeds.address import split_location
from eventpal.feeds.ical_values import Lines, Property, text_of, texts_of
from eventpal.feeds.sanitize import plain_line, plain_text

TIME_NAMES = (
    "UID", "RECURRENCE-ID", "SEQUENCE", "LAST-MODIFIED", "DTSTART", "DTEND", "DURATION",
    "RRULE", "EXRULE", "RDATE", "EXDATE", "X-MICROSOFT-CDO-ALLDAYEVENT", "X-LIVEWHALE-ALL-DAY",
    "X-FUNAMBOL-ALLDAY",
)  # fmt: skip
_IMAGE_NAMES = (
    "IMAGE", "X-TKF-FEATURED-IMAGE", "X-WP-IMAGES-URL", "X-LIVEWHALE-IMAGE", "X-IMAGE", "ATTACH",
)  # fmt: skip
_LINK_NAMES = (
    "URL", "X-TRUMBA-LINK", "X-TICKETS-URL", "X-SOURCE-URLS", "X-TKF-PROMOTION-BUTTON",
    "X-SOURCE-URL",
)  # fmt: skip
_MEETING_NAMES = (
    "CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
)  # fmt: skip
_COST_NAMES = ("X-COST", "X-PRICE", "X-TICKET-PRICE", "X-TICKETS-PRICE")
VEVENT = Lines(
    (
        *TIME_NAMES, *_IMAGE_NAMES, *_LINK_NAMES, *_MEETING_NAMES, *_COST_NAMES,
        "SUMMARY", "DESCRIPTION", "X-ALT-DESC", "X-TKF-CUSTOM-PREVIEW", "LOCATION", "GEO",
        "X-APPLE-STRUCTURED-LOCATION", "STATUS", "CATEGORIES", "ORGANIZER", "X-SOURCE",
        "X-TRUMBA-CUSTOMFIELD",
    )
)  # fmt: skip
"""The properties that are read; all others are skipped unread."""

_COST_FIELD = re.compile(r"\b(cost|price|admission|fee|fees|tickets?)\b", re.I)
_PICTURE_SCHEMES = ("https://", "http://", "sample:")
_WEB = re.compile(r"https?://[^\s\"'<>\\]+", re.I)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|[?#])", re.I)
_COORDINATES = re.compile(r"(?:geo:)?\s*(-?\d{1,3}(?:\.\d+)?)\s*[;,]\s*(-?\d{1,3}(?:\.\d+)?)", re.I)
_STATES = {
    "CANCELLED": Status.CANCELLED,
    "CANCELED": Status.CANCELLED,
    "TENTATIVE": Status.TENTATIVE,
    "POSTPONED": Status.POSTPONED,
}
Properties = Mapping[str, Sequence[Property]]


@dataclass(frozen=True, slots=True)
class Where:
    """The place that an event names."""

    venue: str = ""
    address: str = ""
    place: Place | None = None


def first(found: Properties, *names: str) -> str:
    """The first value that is not empty, as plain text on one line."""
    for name in names:
        for item in found.get(name, ()):
            if value := text_of(item.value):
                return plain_line(value)
    return ""


def description(found: Properties) -> str:
    """What the publisher writes of it, as plain text."""
    for name in ("DESCRIPTION", "X-ALT-DESC", "X-TKF-CUSTOM-PREVIEW"):
        for item in found.get(name, ()):
            if text := plain_text(text_of(item.value)):
                return text
    return ""


def status(found: Properties) -> Status:
    """STATUS; confirmed where it says nothing else."""
    items = found.get("STATUS")
    return (
        _STATES.get(items[0].value.strip().upper(), Status.CONFIRMED) if items else Status.CONFIRMED
    )


def categories(found: Properties) -> tuple[str, ...]:
    """CATEGORIES without repetitions and without the addresses that some exporters put there."""
    names: dict[str, str] = {}
    for item in found.get("CATEGORIES", ()):
        for text in texts_of(item.value):
            name = plain_line(text)
            if name and "://" not in name:
                names.setdefault(name.casefold(), name)
    return tuple(names.values())


def organiser(found: Properties) -> str:
    """The ORGANIZER's name, else the label under which an aggregator lists the event."""
    for item in found.get("ORGANIZER", ()):
        name = item.parameters.get("CN", "")
        if "%" in name:
            name = unquote(name)
        if name and "@" not in name:
            return plain_line(text_of(name))
    return first(found, "X-SOURCE")


def link(found: Properties) -> str:
    """The event's own page, else where to book, else where to join."""
    for name in (*_LINK_NAMES, *_MEETING_NAMES, "LOCATION"):
        for item in found.get(name, ()):
            match = _WEB.search(_address(item.value))
            if match:
                return match[0]
    return ""


def image(found: Properties) -> str:
    """The address of a picture of the event."""
    for name in _IMAGE_NAMES:
        for item in found.get(name, ()):
            value = _address(item.value)
            if not value.lower().startswith(_PICTURE_SCHEMES):
                continue
            kind = item.parameters.get("FMTTYPE", "").lower()
            picture = kind.startswith("image/") or _PICTURE.search(value)
            if name != "ATTACH" or picture:
                return value
    return ""


def cost(found: Properties) -> str:
    """What the publisher's own field says of the cost."""
    fields = [item.value for name in _COST_NAMES for item in found.get(name, ())]
    fields.extend(
        item.value
        for item in found.get("X-TRUMBA-CUSTOMFIELD", ())
        if _COST_FIELD.search(item.parameters.get("NAME", ""))
    )
    return next(filter(None, (plain_line(text_of(value)) for value in fields)), "")


def where(found: Properties) -> Where:
    """Venue, address and coordinates."""
    text = ""
    for item in found.get("LOCATION", ()):
        text = text or plain_text(text_of(item.value))
    if text.lower().startswith(("http://", "https://")):
        venue, address = "Online", ""
    else:
        venue, address = split_location(text) if text else ("", "")
    place = None
    for item in found.get("GEO", ()):
        place = place or _place(item.value)
    for item in found.get("X-APPLE-STRUCTURED-LOCATION", ()):
        place = place or _place(item.value)
        title = plain_line(text_of(item.parameters.get("X-TITLE", "")))
        known = plain_line(text_of(item.parameters.get("X-ADDRESS", "")))
        if not text:
            venue, address = (title, known) if title != known else split_location(known)
        elif known and not address and venue != known:
            address = known
    if not (venue or address) and any(name in found for name in _MEETING_NAMES):
        venue = "Online"
    return Where(venue, address, place)


def _place(value: str) -> Place | None:
    match = _COORDINATES.match(value.strip().replace("\\", ""))
    if match is None:
        return None
    lat, lon = float(match[1]), float(match[2])
    # 0, 0 is what exporters write when they do not know.
    return Place(lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 and (lat or lon) else None


def _address(value: str) -> str:
    """A web address; only ``&amp;`` is undone, since ``&sect`` and the like are parameters."""
    return text_of(value).replace("&amp;", "&")
