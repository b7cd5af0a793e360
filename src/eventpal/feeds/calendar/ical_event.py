"""What one VEVENT says about itself apart from when: title, place, cost, pictures, links."""

import base64
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from eventpal.domain import Place, Status
from eventpal.feeds.calendar.ical_values import Lines, Property, text_of, texts_of
from eventpal.feeds.words.address import split_location
from eventpal.feeds.words.sanitize import plain_line, plain_text

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
    "X-SOURCE-URL", "LINK",
)  # fmt: skip
_MEETING_NAMES = (
    "CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
)  # fmt: skip
_PERFORMS = {"PERFORMER", "SPEAKER", "ACTIVE"}
_ORGANISES = {"PLANNER-CONTACT", "PUBLICITY-CONTACT", "SPONSOR"}
MOST_STATED = 100_000
"""Characters of structured data that are read."""
_COST_NAMES = ("X-COST", "X-PRICE", "X-TICKET-PRICE", "X-TICKETS-PRICE")
VEVENT = Lines(
    (
        *TIME_NAMES, *_IMAGE_NAMES, *_LINK_NAMES, *_MEETING_NAMES, *_COST_NAMES,
        "SUMMARY", "DESCRIPTION", "X-ALT-DESC", "X-TKF-CUSTOM-PREVIEW", "LOCATION", "GEO",
        "X-APPLE-STRUCTURED-LOCATION", "STATUS", "CATEGORIES", "ORGANIZER", "X-SOURCE",
        "STYLED-DESCRIPTION", "STRUCTURED-DATA", "CONCEPT", "LINK",
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
    """What the publisher writes of it, as plain text, and who performs where that leaves it out."""
    return "\n".join(part for part in (_written(found), _performed_by(found)) if part)


def _written(found: Properties) -> str:
    for name in ("DESCRIPTION", "STYLED-DESCRIPTION", "X-ALT-DESC", "X-TKF-CUSTOM-PREVIEW"):
        for item in found.get(name, ()):
            if text := plain_text(text_of(item.value)):
                return text
    return ""


def _performed_by(found: Properties) -> str:
    """``With …``: performers and speakers (RFC 9073) whom neither title nor description names."""
    if "PARTICIPANT" not in found:
        return ""
    told = f"{first(found, 'SUMMARY')} {_written(found)}".casefold()
    names = [
        item.value
        for item in found["PARTICIPANT"]
        if item.parameters["TYPE"] in _PERFORMS and item.value.casefold() not in told
    ]
    return f"With {', '.join(dict.fromkeys(names))}" if names else ""


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
    for item in found.get("CONCEPT", ()):  # RFC 9253: an address whose end says what it is
        word = urlsplit(item.value.strip().strip('"')).path.rstrip("/").rpartition("/")[2]
        name = plain_line(unquote(word).replace("-", " ").replace("_", " "))
        if name and not name.isdecimal():
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
    for item in found.get("PARTICIPANT", ()):
        if item.parameters["TYPE"] in _ORGANISES:
            return item.value
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


def stated(found: Properties) -> dict[str, object]:
    """The schema.org object that STRUCTURED-DATA (RFC 9073) carries, or an empty one."""
    for item in found.get("STRUCTURED-DATA", ()):
        if item.parameters.get("VALUE", "TEXT").upper() == "BINARY":
            try:
                text = base64.b64decode(item.value, validate=False).decode("utf-8", "replace")
            except ValueError:
                continue
        else:
            text = text_of(item.value)
        if len(text) > MOST_STATED or not text.lstrip().startswith("{"):
            continue
        try:
            node = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(node, dict):
            return node
    return {}


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
