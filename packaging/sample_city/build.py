"""Writes the sample city's published files and its truth from the tables beside this script.

``python packaging/sample_city/build.py`` rewrites ``resources/sample``; with ``--check`` it only
names the files that are not what the tables say. Dates stay tokens in what is written;
``eventpal.feeds.sample`` fills them in.
"""

import json
import re
import sys
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from tables import CITY, HERE, PUBLISHERS, Day, Entry, When, entries

OUT = HERE.parents[1] / "resources" / "sample"
ZONE = "Europe/Dublin"
STAMP = "{W-1.MON 06:00 utc}"


# iCalendar


def ics_text(text: str) -> str:
    """Escaped as RFC 5545 TEXT."""
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", "\\n")


def cost(entry: Entry) -> str:
    """The price as the culture office words it."""
    low, high = entry.prices
    if entry.row["price"] == "free":
        return "Free"
    if "-" in entry.row["price"]:
        return f"€{low:g}–€{high:g}"
    if low == high:
        return f"€{high:g}"
    return f"€{high:g} (" + (f"€{low:g} reduced)" if low else "children free)")


def stamp(name: str, day: str, *, zoned: bool = True) -> str:
    """A property whose value is a local time, in the city's zone or in none."""
    return f"{name};TZID={ZONE}:{day}" if zoned else f"{name}:{day}"


def times(when: When, *, utc: bool = False, floating: bool = False) -> list[str]:
    """DTSTART and DTEND; floating entries state a DURATION instead, as some calendars do."""
    if not when.begin:
        return [f"DTSTART;VALUE=DATE:{when.start('')}", f"DTEND;VALUE=DATE:{when.end('')}"]
    if utc:
        return [f"DTSTART:{when.start('utc')}", f"DTEND:{when.end('utc')}"]
    if floating:
        return [f"DTSTART:{when.start('')}", f"DURATION:PT{when.minutes()}M"]
    return [stamp("DTSTART", when.start("")), stamp("DTEND", when.end(""))]


def common(entry: Entry, title: str, text: str) -> list[str]:
    """The properties that every calendar here states."""
    mailbox = re.sub("[^a-z0-9]+", "-", entry.organiser.lower().replace("’", ""))
    lines = [
        f"SUMMARY:{ics_text(title)}",
        f"DESCRIPTION:{ics_text(text)}",
        f"LOCATION:{ics_text(entry.place)}",
        f'ORGANIZER;CN="{entry.organiser}":mailto:{mailbox}@{entry.host}',
        f"URL:https://{entry.host}/events/{entry.slug}",
    ]
    if "at" in entry.venue:
        lat, lon = entry.venue["at"]
        lines.append(f"GEO:{lat:.5f};{lon:.5f}")
    if entry.row.get("status") == "cancelled":
        lines.append("STATUS:CANCELLED")
    return lines


def vevent(entry: Entry, lines: list[str]) -> list[str]:
    """A VEVENT around ``lines``."""
    return ["BEGIN:VEVENT", f"UID:{entry.uid}", f"DTSTAMP:{STAMP}", *lines, "END:VEVENT"]


def culture_event(entry: Entry) -> list[str]:
    """Zoned times, categories, X-COST and a picture as an attachment."""
    return vevent(
        entry,
        [
            *times(entry.when),
            *common(entry, entry.row["title"], entry.text("\nWheelchair access.")),
            "CATEGORIES:" + ",".join(ics_text(label) for label in entry.labels),
            f"X-COST:{ics_text(cost(entry))}",
            f"ATTACH;FMTTYPE=image/svg+xml:{entry.poster}",
        ],
    )


def stages_event(entry: Entry) -> list[str]:
    """UTC times; the price and the doors stand in the text."""
    return vevent(
        entry,
        [
            *times(entry.when, utc=True),
            *common(entry, entry.row["title"], entry.text(" Step-free.")),
            f"CATEGORIES:{ics_text(entry.row.get('genre') or entry.labels[0])}",
            f"IMAGE;VALUE=URI;DISPLAY=BADGE;FMTTYPE=image/svg+xml:{entry.poster}",
        ],
    )


def community_event(entry: Entry) -> list[str]:
    """A series with its exceptions, or a single event without a zone."""
    row, when = entry.row, entry.when
    text = entry.text("\nStep-free.")
    if row["price"] == "free":
        text += "\nFree."
    extra = [
        f"CATEGORIES:{ics_text(entry.labels[0])}",
        f"IMAGE;VALUE=URI;DISPLAY=BADGE;FMTTYPE=image/svg+xml:{entry.poster}",
    ]
    lines = [
        *times(when, floating=row.get("floating", False)),
        *common(entry, row["title"], text),
        *extra,
    ]
    if "repeat" in row:
        every = f";INTERVAL={row['interval']}" if "interval" in row else ""
        lines.append(f"RRULE:FREQ=WEEKLY{every};COUNT={row['repeat']}")
        for week in row.get("skip", ()):
            day = Day(int(week[1:]), when.first.day)
            lines.append(stamp("EXDATE", day.token(when.begin)))
    told = vevent(entry, lines)
    if moved := row.get("moved"):
        original = Day(int(moved["week"][1:]), when.first.day)
        told += vevent(
            entry,
            [
                stamp("RECURRENCE-ID", original.token(when.begin)),
                *times(When.read(moved["when"])),
                *common(entry, moved["title"], moved["text"] + "\nFree."),
                *extra,
            ],
        )
    return told


def calendar(name: str, heading: list[str], events: list[list[str]]) -> str:
    """A VCALENDAR, its lines not folded yet."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{CITY}//{name}//EN",
        f"X-WR-CALNAME:{ics_text(name)}",
        *heading,
        *(line for event in events for line in event),
        "END:VCALENDAR",
    ]
    return "\n".join(lines) + "\n"


VTIMEZONE = [
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:DAYLIGHT",
    "TZNAME:IST",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0100",
    "DTSTART:19970330T010000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "TZNAME:GMT",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0000",
    "DTSTART:19961027T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "END:STANDARD",
    "END:VTIMEZONE",
]


# RSS


def packet_item(number: int, entry: Entry) -> list[str]:
    """An item with the event and Media RSS modules and a place."""
    when, link = entry.when, f"https://{entry.host}/whats-on/{entry.slug}"
    text = f"<p>{escape(entry.text(' Wheelchair accessible.'))}</p>"
    place = [f"<ev:location>{escape(entry.place)}</ev:location>"]
    if "at" in entry.venue:
        lat, lon = entry.venue["at"]
        place += [f"<geo:lat>{lat:.5f}</geo:lat>", f"<geo:long>{lon:.5f}</geo:long>"]
    return [
        "<item>",
        f"<title>{escape(entry.row['title'])}</title>",
        f"<link>{link}</link>",
        f'<guid isPermaLink="false">{entry.uid}</guid>',
        f"<pubDate>{Day(-1, 3).token(f'06:{number % 60:02}', 'rss')}</pubDate>",
        f"<description>{escape(text)}</description>",
        *(f"<category>{escape(label)}</category>" for label in entry.labels[:2]),
        f"<ev:startdate>{when.start('iso')}</ev:startdate>",
        f"<ev:enddate>{when.end('iso')}</ev:enddate>",
        *place,
        f"<ev:organizer>{escape(entry.organiser)}</ev:organizer>",
        f"<ev:type>{escape(entry.row.get('genre') or entry.labels[0])}</ev:type>",
        f'<media:content url={quoteattr(entry.poster)} type="image/svg+xml" medium="image"/>',
        "</item>",
    ]


def noticeboard_item(number: int, entry: Entry) -> list[str]:
    """An item whose date and venue stand in its title."""
    place = entry.row.get("venue_as", entry.venue["name"]).replace("’", "'")
    parts = [entry.row["title"], entry.when.start("title"), place]
    text = f"{entry.text(' Step-free.')}\n\nSource: {entry.organiser}"
    return [
        "<item>",
        f"<title>{escape(' — '.join(parts))}</title>",
        f"<link>https://{entry.host}/{entry.slug}</link>",
        f'<guid isPermaLink="false">{entry.uid}</guid>',
        f"<pubDate>{Day(-1, number % 5).token(f'0{number % 10}:15', 'rss')}</pubDate>",
        f"<description>{escape(text)}</description>",
        "</item>",
    ]


def rss(title: str, host: str, about: str, spaces: dict[str, str], items: list[list[str]]) -> str:
    """An RSS 2.0 feed; ``spaces`` are its further namespaces by prefix."""
    declared = "".join(f' xmlns:{prefix}="{address}"' for prefix, address in spaces.items())
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<rss version="2.0"{declared}>',
        "<channel>",
        f"<title>{escape(title)}</title>",
        f"<link>https://{host}/</link>",
        f"<description>{escape(about)}</description>",
        "<language>en-IE</language>",
        *(line for item in items for line in item),
        "</channel>",
        "</rss>",
    ]
    return "\n".join(lines) + "\n"


SPACES = {
    "ev": "http://purl.org/rss/1.0/modules/event/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "media": "http://search.yahoo.com/mrss/",
}


def truth(told: dict[str, list[Entry]]) -> dict[str, Any]:
    """What is true of each event, by slug; the listings that tell the same event stand together."""
    events: dict[str, Any] = {}
    repeats: dict[str, list[Entry]] = {}
    for entry in (entry for group in told.values() for entry in group):
        if "same" in entry.row:
            repeats.setdefault(entry.row["same"], []).append(entry)
    for publisher, group in told.items():
        for entry in group:
            row = entry.row
            if "same" in row:
                continue
            low, high = entry.prices
            events[entry.slug] = {
                "title": row["title"],
                "publisher": publisher,
                "listings": [entry.uid, *(other.uid for other in repeats.get(entry.slug, ()))],
                "dates": [[date.start("iso"), date.end("iso") or None] for date in entry.dates],
                "all_day": not entry.when.begin,
                "recurring": "repeat" in row,
                "categories": row["kind"],
                "genre": row.get("genre"),
                "free": row["price"] == "free",
                "price_min": low,
                "price_max": high,
                "age_min": row.get("age"),
                "kid_friendly": row.get("kids", False),
                "accessible": row.get("access", False),
                "sold_out": row.get("soldout", False),
                "status": row.get("status", "confirmed"),
                "setting": row.get("setting", entry.venue.get("setting", "indoor")),
                "venue": entry.venue["name"],
                "several_rooms": entry.venue.get("rooms", False),
                "district": entry.venue.get("district"),
                "place": entry.venue.get("at"),
                "organiser": entry.organiser,
            }
    return {"city": CITY, "zone": ZONE, "events": events}


def truth_text(told: dict[str, Any]) -> str:
    """JSON with one event a line, so that a change shows as one."""
    rows = (
        f"{json.dumps(slug)}: {json.dumps(event, ensure_ascii=False)}"
        for slug, event in told["events"].items()
    )
    head = f'"city": {json.dumps(told["city"])},\n"zone": {json.dumps(told["zone"])},\n'
    return "{\n" + head + '"events": {\n' + ",\n".join(rows) + "\n}\n}\n"


def files() -> dict[str, str]:
    """Everything this script writes, by file name."""
    told = entries()
    title = {name: publisher[0] for name, publisher in PUBLISHERS.items()}
    host = {name: publisher[1] for name, publisher in PUBLISHERS.items()}
    zone_hint = f"X-WR-TIMEZONE:{ZONE}"
    return {
        "culture.ics": calendar(
            title["culture"], VTIMEZONE, [culture_event(one) for one in told["culture"]]
        ),
        "stages.ics": calendar(
            title["stages"], [zone_hint], [stages_event(one) for one in told["stages"]]
        ),
        "community.ics": calendar(
            title["community"],
            [zone_hint, *VTIMEZONE],
            [community_event(one) for one in told["community"]],
        ),
        "packet.xml": rss(
            title["packet"],
            host["packet"],
            "Listings from the city’s weekly paper.",
            SPACES,
            [packet_item(number, one) for number, one in enumerate(told["packet"])],
        ),
        "noticeboard.xml": rss(
            title["noticeboard"],
            host["noticeboard"],
            "Newly sent in, gathered from clubs and calendars.",
            {},
            [noticeboard_item(number, one) for number, one in enumerate(told["noticeboard"])],
        ),
        "truth.json": truth_text(truth(told)),
    }


def main() -> int:
    """Write the files, or with ``--check`` only compare them."""
    stale = []
    for name, body in files().items():
        path = OUT / name
        if not path.is_file() or path.read_text(encoding="utf-8") != body:
            stale.append(name)
            if "--check" not in sys.argv[1:]:
                path.write_text(body, encoding="utf-8", newline="\n")
    if stale:
        print("Not what the tables say:" if "--check" in sys.argv[1:] else "Written:", *stale)
    return 1 if stale and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
