"""What a stated event says, in each of the shapes that publishers write it in.

The words are those of https://schema.org/Event and its relatives.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from eventpal.domain import Event, Place, Status
from eventpal.feeds.pages.page_items import Node, joined, types_of, values
from eventpal.feeds.words.address import split_location
from eventpal.feeds.words.currency import country_of
from eventpal.feeds.words.dates import find_whens
from eventpal.feeds.words.price import read_cost
from eventpal.feeds.words.sanitize import plain_line, plain_text
from eventpal.feeds.words.text import stated_status

LONGEST = timedelta(days=800)
"""Nothing that lasts longer is an event: its end is a slip."""
MOST_AMOUNT = 1_000_000.0
_DEEPEST = 4


# Text


def text_of(value: object, depth: int = 0) -> str:
    """The first text in ``value``: itself, its name, or what it is given as; markup kept."""
    for one in values(value):
        if isinstance(one, str) and one.strip():
            return one
        if isinstance(one, int | float) and not isinstance(one, bool):
            return str(one)
        if isinstance(one, dict) and depth < _DEEPEST:
            for name in ("name", "@value", "legalName", "text"):
                if found := text_of(one.get(name), depth + 1):
                    return found
    return ""


def line_of(node: Node, *names: str) -> str:
    """The first of these properties that says something, on one line."""
    return next(filter(None, (plain_line(text_of(node.get(name))) for name in names)), "")


def lines_of(value: object) -> Iterator[str]:
    """Every text in ``value``, each on one line."""
    for one in values(value):
        if line := plain_line(text_of(one)):
            yield line


def description_of(node: Node) -> str:
    """The longest of what describes the event."""
    texts = (plain_text(text_of(node.get(name))) for name in ("description", "text", "abstract"))
    return max(texts, key=len)


def link_of(value: object, base: str, depth: int = 0) -> str:
    """The first whole web address in ``value``: an address, or a thing that has one."""
    for one in values(value):
        if isinstance(one, str):
            link = joined(base, one) if not any(letter in one for letter in "<> \n") else ""
        elif isinstance(one, dict) and depth < _DEEPEST:
            tried = ("contentUrl", "url", "value", "@id", "thumbnailUrl")
            link = next(filter(None, (link_of(one.get(k), base, depth + 1) for k in tried)), "")
        else:
            link = ""
        if link:
            return link
    return ""


def status_of(node: Node) -> Status:
    """eventStatus, or the STATUS of a microformat. Rescheduled is confirmed, at its new time."""
    return stated_status(
        text_of(one) or str(one.get("@id", "") if isinstance(one, dict) else "")
        for one in values(node.get("eventStatus"))
    )


# When


@dataclass(frozen=True, slots=True)
class Stamp:
    """A day, or a moment in it. ``at`` is aware; midnight where ``all_day``."""

    at: datetime
    all_day: bool


_STAMP = re.compile(
    r"(?P<y>\d{4})-?(?P<mo>\d{1,2})-?(?P<d>\d{1,2})"
    r"(?:(?:T|\s+|,\s*)(?P<h>\d{1,2}):?(?P<mi>\d\d)(?::?(?P<s>\d\d))?(?::\d\d)?(?:[.,]\d+)?"
    r"\s*(?P<half>[ap]\.?m\.?)?"
    r"\s*(?P<zone>Z|[+-]\d\d:?(?:\d\d)?)?)?(?:T|\s*\[.*\])?",
    re.IGNORECASE | re.DOTALL,
)


def stamp_of(value: object, zone: tzinfo, today: date) -> Stamp | None:
    """When ``value`` says; ``zone`` is the clock of times that name none."""
    text = plain_line(text_of(value))[:200]
    if not text:
        return None
    try:
        match = _STAMP.fullmatch(text)
        if match:
            return _stamp(match, zone)
        if re.match(r"[A-Za-z]{3}, \d", text):
            return Stamp(parsedate_to_datetime(text).astimezone(zone), False)
    except (ValueError, OverflowError, TypeError):
        return None
    named = zone if isinstance(zone, ZoneInfo) else ZoneInfo("UTC")
    for when in find_whens(text, zone=named, today=today):
        return Stamp(when.start, when.all_day)
    return None


def _stamp(match: re.Match[str], zone: tzinfo) -> Stamp:
    day = date(int(match["y"]), int(match["mo"]), int(match["d"]))
    if day.year < 1900:
        raise ValueError("no date of an event")
    if match["h"] is None:
        return Stamp(datetime.combine(day, time(), zone), True)
    hour = int(match["h"])
    if match["half"] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if match["half"].lower().startswith("p") else 0)
    more = timedelta(days=1) if hour == 24 else timedelta()
    clock = time(hour % 24 if hour == 24 else hour, int(match["mi"]), int(match["s"] or 0) % 60)
    at = datetime.combine(day, clock, _offset(match["zone"]) or zone) + more
    at.astimezone(UTC)  # raises where the calendar ends
    return Stamp(at, False)


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text in "Zz":
        return UTC
    digits = text[1:].replace(":", "")
    length = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(-length if text[0] == "-" else length)


_DURATION = re.compile(
    r"P(?:(\d{1,3})W)?(?:(\d{1,3})D)?(?:T(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:\d{1,5}S)?)?",
    re.IGNORECASE,
)


def duration_of(value: object) -> timedelta | None:
    """An ISO 8601 duration."""
    match = _DURATION.fullmatch(text_of(value).strip())
    if match is None or not any(match.groups()):
        return None
    weeks, days, hours, minutes = (int(number or 0) for number in match.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)


@dataclass(frozen=True, slots=True)
class Dated:
    """When an event is; for all day, midnights, the end exclusive."""

    start: datetime
    end: datetime | None
    all_day: bool


_LAST_MINUTES = {time(), time(23, 59), time(23, 59, 59)}


def dated_of(node: Node, zone: ZoneInfo, today: date) -> Dated | None:
    """The start and end of an event."""
    starts = [stamp_of(one, zone, today) for one in values(node.get("startDate"))]
    start = next(filter(None, starts), None)
    if start is None:
        return None
    end = stamp_of(node.get("endDate"), start.at.tzinfo or zone, today)
    try:
        return _dated(node, start, end)
    except OverflowError:
        return None


def _dated(node: Node, start: Stamp, end: Stamp | None) -> Dated:
    day = timedelta(days=1)
    if end is not None and not timedelta() <= end.at - start.at <= LONGEST:
        end = None
    midnight = start.at.time() == time() and (end is None or end.at.time() in _LAST_MINUTES)
    if start.all_day or midnight:
        if end is None:
            return Dated(start.at, start.at + day, True)
        last = datetime.combine(end.at.date(), time(), start.at.tzinfo)
        exclusive = (end.all_day and bool(node.get("endIsExclusive"))) or (
            not end.all_day and end.at.time() == time()
        )
        return Dated(start.at, max(last if exclusive else last + day, start.at + day), True)
    if end is None:
        length = duration_of(node.get("duration"))
        return Dated(start.at, start.at + length if length else None, False)
    if end.all_day:
        later = end.at.date() > start.at.date()
        return Dated(start.at, end.at + day if later else None, False)
    return Dated(start.at, end.at if end.at > start.at else None, False)


# Where


@dataclass(frozen=True, slots=True)
class Where:
    """Where it is; what is not known is empty."""

    venue: str = ""
    address: str = ""
    place: Place | None = None


ONLINE = "Online"
_ADDRESS_PARTS = (
    "streetAddress", "addressLocality", "addressRegion", "postalCode", "addressCountry",
)  # fmt: skip


def where_of(node: Node) -> Where:
    """The first place on the ground among the locations, else that it is online."""
    above = next((one for one in values(node.get("superEvent")) if isinstance(one, dict)), {})
    given = values(node.get("location")) or values(above.get("location"))
    found = [_where(one) for one in given]
    physical = [one for one in found if one.venue != ONLINE and one != Where()]
    if physical:
        best = physical[0]
    elif found and ONLINE in {one.venue for one in found}:
        best = Where(ONLINE)
    else:
        mode = text_of(node.get("eventAttendanceMode")) + text_of(node.get("eventStatus"))
        online = "OnlineEventAttendanceMode" in mode or "MovedOnline" in mode
        best = Where(ONLINE) if online and "Mixed" not in mode else Where()
    return Where(best.venue, best.address, best.place or _point(node))


def _where(value: object, depth: int = 0) -> Where:
    if isinstance(value, str):
        line = plain_line(value)
        if line.lower().startswith(("http://", "https://")):
            return Where(ONLINE)
        return Where(*split_location(line))
    if not isinstance(value, dict) or depth > _DEEPEST:
        return Where()
    kinds = types_of(value)
    if "VirtualLocation" in kinds:
        return Where(ONLINE)
    venue = line_of(value, "name", "alternateName")
    if "PostalAddress" in kinds:
        return Where(venue, _address(value), _point(value))
    given = next(iter(values(value.get("address"))), None)
    if isinstance(given, dict):
        address, place = _address(given), _point(value) or _point(given)
        venue = venue or line_of(given, "name")
    else:
        address, place = plain_line(text_of(given)) or _address(value), _point(value)
    outer = next(iter(values(value.get("containedInPlace") or value.get("containedIn"))), None)
    if isinstance(outer, dict):
        around = _where(outer, depth + 1)
        if around.venue and around.venue not in venue:
            venue = f"{venue}, {around.venue}" if venue else around.venue
        address, place = address or around.address, place or around.place
    if venue and not address:
        venue, address = split_location(venue)
    if venue and address.casefold() == venue.casefold():
        venue = ""
    return Where(venue, address.removeprefix(f"{venue}, ") if venue else address, place)


def _address(node: Node) -> str:
    parts = [", ".join(dict.fromkeys(lines_of(node.get(name)))) for name in _ADDRESS_PARTS]
    street, town, region, code, country = parts
    if not any((street, town, code)):
        return "" if not country else ", ".join(filter(None, (region, country)))
    # A street that holds the whole address already would say its town twice.
    said = {part.strip() for part in street.split(",")}
    rest = [part for part in (town, region, code, country) if part and part not in said]
    return ", ".join(filter(None, (street, *rest)))


def _point(node: Node) -> Place | None:
    for one in [*values(node.get("geo")), node]:
        if isinstance(one, str):
            pair = re.split(r"[;,]\s*", one.strip())
        elif isinstance(one, dict):
            pair = [text_of(one.get("latitude")), text_of(one.get("longitude"))]
        else:
            continue
        try:
            lat, lon = (float(number) for number in pair)
        except ValueError:
            continue
        if abs(lat) <= 90 and abs(lon) <= 180 and (lat, lon) != (0.0, 0.0):
            return Place(lat, lon)
    return None


# What it costs


@dataclass(frozen=True, slots=True)
class _Cost:
    """The price of entry; None where it isn't said. ``sold_out``: nothing is left to buy."""

    low: float | None = None
    high: float | None = None
    currency: str | None = None
    free: bool | None = None
    sold_out: bool = False


_TRUE = {"true", "1", "yes"}
_PLAIN = re.compile(r"\d{1,7}(?:\.\d{1,4})?")
_GONE = ("SoldOut", "OutOfStock", "Discontinued")


def priced(event: Event, node: Node) -> Event:
    """The event with what the offers of its stated form say of the price."""
    cost = _cost_of(node, country_of(event))
    return replace(
        event,
        price_min=cost.low,
        price_max=cost.high,
        currency=cost.currency,
        is_free=cost.free,
        sold_out=cost.sold_out,
    )


def _cost_of(node: Node, country: str) -> _Cost:
    """What the offers say; a price of 0 beside others is a low end, alone it is free entry."""
    offers = list(_offers(node.get("offers")))
    amounts: list[float] = []
    currency = None
    gone = []
    open_end = False
    for offer in offers:
        for name in ("price", "lowPrice", "highPrice", "minPrice", "maxPrice"):
            found, said = _amounts(offer.get(name), country)
            amounts += found
            currency = currency or said
        open_end = open_end or bool(
            values(offer.get("lowPrice")) and not values(offer.get("highPrice"))
        )
        stated = line_of(offer, "priceCurrency").upper()
        currency = stated if re.fullmatch(r"[A-Z]{3}", stated) else currency
        if availability := text_of(offer.get("availability")):
            gone.append(availability.endswith(_GONE))
    if not offers:
        amounts, currency = _amounts(node.get("price"), country)
    sold_out = bool(gone) and all(gone)
    said = node.get("isAccessibleForFree")
    free = said is True or text_of(said).rsplit("/", 1)[-1].lower() in _TRUE
    if amounts:
        low, high = min(amounts), max(amounts)
        if open_end and low == high > 0:
            return _Cost(low, None, currency, False, sold_out)
        return _Cost(
            low, high, currency, True if high == 0 else None if low == 0 else False, sold_out
        )
    return _Cost(0.0, 0.0, currency, True, sold_out) if free else _Cost(sold_out=sold_out)


def _offers(value: object, depth: int = 0) -> Iterator[Node]:
    """Each offer, the ones inside an AggregateOffer and price specifications too."""
    for one in values(value)[:200]:
        if isinstance(one, dict) and depth < _DEEPEST:
            yield one
            yield from _offers(one.get("offers"), depth + 1)
            yield from _offers(one.get("priceSpecification"), depth + 1)


def _amounts(value: object, country: str) -> tuple[list[float], str | None]:
    found: list[float] = []
    currency = None
    for text in lines_of(value):
        if _PLAIN.fullmatch(text):
            found.append(float(text))
        elif price := read_cost(text, country):
            found += [one for one in (price.low, price.high) if one is not None]
            currency = currency or price.currency
    return [one for one in found if math.isfinite(one) and one <= MOST_AMOUNT], currency
