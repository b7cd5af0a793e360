"""A city's listings as its publishers publish them, each in its style.

``guide``  a calendar with categories, coordinates and local times; a series is a rule
``plain``  a calendar without categories or coordinates, in UTC; a series is a list of dates
``page``   a web page with schema.org data, one event for each date
``feed``   RSS, one item for each date, which stands only in its title and description
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path
from types import MappingProxyType
from typing import Any

from eventpal.feeds.sample import DAYS, MONTHS
from eventpal.feeds.words.countries import country_of_zone
from eventpal.feeds.words.currency import currency_of
from tests.exam.cities import Listing, Town, address, uids


def write(town: Town, folder: Path) -> list[str]:
    """Each publisher's file; returns where they are."""
    places = []
    for source, style in town.styles.items():
        listings = [one for one in town.listings if one.source == source]
        ending, publish = _STYLES[style]
        path = folder / f"{source}.{ending}"
        path.write_bytes(publish(town, listings).encode())
        places.append(str(path))
    return places


# Calendars


def _guide(town: Town, listings: Sequence[Listing]) -> str:
    return _calendar(town, (_guide_entry(town, one) for one in listings))


def _plain(town: Town, listings: Sequence[Listing]) -> str:
    return _calendar(town, (_plain_entry(town, one) for one in listings))


def _calendar(town: Town, entries: Iterable[list[str]]) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{town.name}//EN"]
    for entry in entries:
        lines += ["BEGIN:VEVENT", *entry, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def _guide_entry(town: Town, one: Listing) -> list[str]:
    (start, end), *later = one.dates

    def at(moment: datetime) -> str:
        return _day(moment) if one.all_day else f";TZID={town.zone.key}:{moment:%Y%m%dT%H%M%S}"

    return [
        *_entry(town, one),
        f"DTSTART{at(start)}",
        f"DTEND{at(end)}",
        *([f"RRULE:FREQ=WEEKLY;COUNT={len(later) + 1}"] if later else []),
        *([f"CATEGORIES:{','.join(map(_escaped, one.filed))}"] if one.filed else []),
        *([f"GEO:{one.venue.place.lat};{one.venue.place.lon}"] if one.venue else []),
    ]


def _plain_entry(town: Town, one: Listing) -> list[str]:
    def at(moment: datetime) -> str:
        return _day(moment) if one.all_day else f":{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"

    (start, end), *later = one.dates
    return [
        *_entry(town, one),
        f"DTSTART{at(start)}",
        f"DTEND{at(end)}",
        *(f"RDATE{at(moment)}" for moment, _ in later),
    ]


def _day(moment: datetime) -> str:
    return f";VALUE=DATE:{moment:%Y%m%d}"


def _entry(town: Town, one: Listing) -> list[str]:
    """What both kinds of calendar say of an event."""
    return [
        f"UID:{uids(town, one)[0]}",
        f"DTSTAMP:{_written(town):%Y%m%dT%H%M%SZ}",
        f"SUMMARY:{_escaped(one.title)}",
        f"DESCRIPTION:{_escaped(one.text)}",
        f"LOCATION:{_escaped(_where(town, one))}",
        f'ORGANIZER;CN="{one.organiser}":mailto:hello@{one.slug}.example',
        *(["STATUS:CANCELLED"] if "cancelled" in one.tags else []),
    ]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")


def _where(town: Town, one: Listing) -> str:
    if one.venue is None:
        return "Online"
    return ", ".join(filter(None, (one.venue.name, one.venue.address, town.name, town.region)))


def _written(town: Town) -> datetime:
    """When everything was published: a week ago."""
    return (town.now - timedelta(weeks=1)).astimezone(UTC)


# Pages


def _page(town: Town, listings: Sequence[Listing]) -> str:
    events = [_item(town, one, *dates) for one in listings for dates in one.dates]
    data = json.dumps({"@context": "https://schema.org", "@graph": events}, ensure_ascii=False)
    script = f'<script type="application/ld+json">{data}</script>'
    return f"<!doctype html><html><head><title>What’s on</title>{script}</head><body></body></html>"


def _item(town: Town, one: Listing, start: datetime, end: datetime) -> dict[str, Any]:
    last = end - timedelta(days=1)
    return {
        "@type": "Event",
        "@id": address(one, start),
        "name": one.title,
        "description": one.text,
        "startDate": start.date().isoformat() if one.all_day else start.isoformat(),
        "endDate": last.date().isoformat() if one.all_day else end.isoformat(),
        **({"eventStatus": "https://schema.org/EventCancelled"} if "cancelled" in one.tags else {}),
        "keywords": ", ".join(one.filed),
        "organizer": {"@type": "Organization", "name": one.organiser},
        "location": _place(town, one),
        "offers": {
            "@type": "AggregateOffer",
            "lowPrice": f"{one.low:g}",
            "highPrice": f"{one.high:g}",
            "priceCurrency": currency_of(town.currency, country_of_zone(town.zone.key)),
            "availability": f"https://schema.org/{'SoldOut' if 'sold' in one.tags else 'InStock'}",
        },
    }


def _place(town: Town, one: Listing) -> dict[str, Any]:
    if one.venue is None:
        return {"@type": "VirtualLocation", "url": f"https://{one.source}.example/{one.slug}/room"}
    place = one.venue.place
    return {
        "@type": "Place",
        "name": one.venue.name,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": one.venue.address,
            "addressLocality": town.name,
            **({"addressRegion": town.region} if town.region else {}),
        },
        "geo": {
            "@type": "GeoCoordinates",
            "latitude": place.lat,
            "longitude": place.lon,
        },
    }


# Feeds


def _feed(town: Town, listings: Sequence[Listing]) -> str:
    items = [_rss_item(town, one, *dates) for one in listings for dates in one.dates]
    head = f"<title>{escape(town.name)}</title><link>https://{town.id}.example/</link>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>{head}'
        f"<description>News</description>\n{''.join(items)}</channel></rss>\n"
    )


def _rss_item(town: Town, one: Listing, start: datetime, end: datetime) -> str:
    until = _date(town, end - timedelta(days=1)) if one.all_day else _clock(town, end)
    single = one.all_day and end - start == timedelta(days=1)
    when = _date(town, start) if one.all_day else f"{_date(town, start)}, {_clock(town, start)}"
    span = when if single else f"{when} – {until}"
    told = "".join(
        f"<p>{escape(line)}</p>"
        for line in (span, f"Where: {_where(town, one)}", one.text, f"Organiser: {one.organiser}")
    )
    link = address(one, start)
    return (
        f"<item><title>{escape(f'{one.title} – {when}')}</title><link>{link}</link>"
        f'<guid isPermaLink="true">{link}</guid>'
        f"<pubDate>{format_datetime(_written(town))}</pubDate>"
        f"<description>{escape(told)}</description></item>\n"
    )


def _date(town: Town, moment: datetime) -> str:
    weekday, month = DAYS[moment.weekday()][:3], MONTHS[moment.month - 1]
    if _is_american(town):
        return f"{weekday}, {month} {moment.day}, {moment.year}"
    return f"{weekday} {moment.day} {month} {moment.year}"


def _is_american(town: Town) -> bool:
    return town.zone.key.startswith("America/")


def _clock(town: Town, moment: datetime) -> str:
    if _is_american(town):
        return f"{moment.hour % 12 or 12}:{moment:%M} {'AM' if moment.hour < 12 else 'PM'}"
    return f"{moment:%H:%M}"


_Publish = Callable[[Town, Sequence[Listing]], str]
_STYLES: Mapping[str, tuple[str, _Publish]] = MappingProxyType(
    {
        "guide": ("ics", _guide),
        "plain": ("ics", _plain),
        "page": ("html", _page),
        "feed": ("xml", _feed),
    }
)
"""The ending of each style's file and what writes it."""
