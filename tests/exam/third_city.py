"""Sutter Falls, a third invented city, published as American ones are.

It stands in ``tests/data/third_city.tsv``: dollars, "21+", weekly series, categories such as
"Health & Wellness". Its guide is a calendar with categories and coordinates; its campus and its
clubs publish neither; its stages have a web page with schema.org data. Few addresses name their
neighbourhood.
"""

import json
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from eventpal.domain import Place
from tests.exam.marking import City, day

TABLE = Path(__file__).parents[1] / "data" / "third_city.tsv"
ZONE = ZoneInfo("America/Chicago")
NOW = datetime(2027, 5, 20, 14, tzinfo=ZONE)
"""A Thursday, eleven days before Memorial Day."""
HOME = Place(44.8110, -91.4990)
STAGES = {"playhouse", "orpheum", "majestic"}
VENUES: dict[str, tuple[str, str, str, float, float]] = {
    "depot": ("Union Depot", "200 Depot St (Depot District)", "Depot District", 44.8125, -91.5010),
    "cac": (
        "Contemporary Arts Center", "14 Foundry Row, Depot District", "Depot District",
        44.8098, -91.4969,
    ),
    "grain": ("Grain Exchange", "31 Depot St", "Depot District", 44.8121, -91.4978),
    "hopyard": ("Hopyard Taproom", "40 Foundry Row", "Depot District", 44.8101, -91.4961),
    "velvet": ("The Velvet Room", "112 Main St", "Downtown", 44.8108, -91.4745),
    "majestic": ("Majestic Theater", "200 Main St, Downtown", "Downtown", 44.8112, -91.4751),
    "library": ("Sutter Falls Public Library", "300 Main St", "Downtown", 44.8117, -91.4760),
    "orpheum": ("Orpheum Cinema", "18 Third Ave", "Downtown", 44.8122, -91.4738),
    "checkpoint": ("Checkpoint Arcade Bar", "22 Third Ave", "Downtown", 44.8124, -91.4739),
    "lotus": ("Lotus Yoga Loft", "9 Second Ave", "Downtown", 44.8102, -91.4757),
    "nocturne": ("Nocturne", "77 Second Ave, Downtown", "Downtown", 44.8099, -91.4762),
    "courthouse": ("Courthouse Square", "Main St and First Ave", "Downtown", 44.8111, -91.4770),
    "gamestore": ("Dragon’s Hoard Games", "140 Main St", "Downtown", 44.8109, -91.4748),
    "bandshell": ("Riverside Bandshell", "1 River Rd, The Flats", "The Flats", 44.7905, -91.4846),
    "playhouse": ("Third Act Playhouse", "60 Mill St", "The Flats", 44.7899, -91.4858),
    "museum": ("Sutter County Museum", "75 Mill St (The Flats)", "The Flats", 44.7894, -91.4861),
    "lot": ("Water Street Lot", "10 Water St", "The Flats", 44.7909, -91.4838),
    "mercado": ("El Mercado", "44 Mill St", "The Flats", 44.7902, -91.4853),
    "harmon": ("Harmon Hall", "1 College Ave", "College Hill", 44.8391, -91.4902),
    "planetarium": ("Kessler Planetarium", "3 College Ave", "College Hill", 44.8396, -91.4895),
    "fieldhouse": (
        "Sutter State Field House", "80 College Ave, College Hill", "College Hill",
        44.8404, -91.4880,
    ),
    "bookshop": (
        "Page Turner Books", "55 Hill St, College Hill", "College Hill", 44.8383, -91.4911,
    ),
    "turn": ("Turnverein", "510 N Elm St", "North Side", 44.8482, -91.5098),
    "stolaf": ("St. Olaf Lutheran Church", "600 N Elm St", "North Side", 44.8489, -91.5101),
    "northcc": (
        "North Side Community Center", "700 N Elm St, North Side", "North Side", 44.8497, -91.5107,
    ),
    "kiln": ("Kiln & Co.", "20 Birch St (North Side)", "North Side", 44.8475, -91.5120),
    "humane": ("Sutter Humane Society", "88 Birch St", "North Side", 44.8470, -91.5128),
    "lakepark": ("Lakeshore Park", "500 Lake Dr, Lakeshore", "Lakeshore", 44.8112, -91.4350),
    "pavilion": ("Lakeshore Pavilion", "510 Lake Dr", "Lakeshore", 44.8115, -91.4346),
    "stadium": ("Bluff Stadium", "900 Lake Dr", "Lakeshore", 44.8131, -91.4330),
    "cedar": ("Cedar Ridge State Park", "County Road K", "Cedar Ridge", 44.9300, -91.5500),
}  # fmt: skip


def city() -> City:
    """The city as it is at ``NOW``."""
    truths, slugs = {}, {}
    for row in _rows():
        truths[row[0]] = _truth(row)
        slugs |= dict.fromkeys(_uids(row), row[0])
    return City(truths, slugs, NOW, ZONE, HOME)


def write(folder: Path) -> list[str]:
    """The city's two calendars and its page as files; returns where they are."""
    rows = _rows()
    stages = [row for row in rows if row[7] in STAGES and row[4] != "-"]
    guide = [row for row in rows if row[4] != "-" and row not in stages]
    campus = [row for row in rows if row[4] == "-"]
    files = {
        "guide.ics": _calendar([_guide(row) for row in guide]),
        "campus.ics": _calendar([_campus(row) for row in campus]),
        "stages.html": _page(stages),
    }
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())
    return [str(folder / name) for name in files]


def _rows() -> list[list[str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines]


def _spans(row: list[str]) -> list[tuple[datetime, datetime]]:
    token, *more = row[5].split(" ")
    clock = time.fromisoformat(more[0]) if more else time()
    weeks = int(more[1].removeprefix("x")) if len(more) > 1 else 1
    first = datetime.combine(day(NOW, token), clock, ZONE)
    unit = "days" if row[6].endswith("d") else "minutes"
    lasts = timedelta(**{unit: int(row[6].rstrip("d"))})
    starts = [first + timedelta(weeks=week) for week in range(weeks)]
    return [(start, start + lasts) for start in starts]


def _all_day(row: list[str]) -> bool:
    return row[6].endswith("d")


def _tagged(tags: list[str], name: str) -> int | None:
    return next((int(tag.removeprefix(name)) for tag in tags if tag.startswith(name)), None)


def _truth(row: list[str]) -> dict[str, Any]:
    tags = row[9].split(",")
    low, _, high = row[8].partition("-")
    place = VENUES.get(row[7])
    zone = None if _all_day(row) else ZONE
    return {
        "title": row[1],
        "categories": row[2].split(","),
        "genre": row[3],
        "dates": [[at.replace(tzinfo=zone).isoformat() for at in span] for span in _spans(row)],
        "all_day": _all_day(row),
        "free": float(high or low) == 0,
        "price_min": float(low),
        "price_max": float(high or low),
        "age_min": _tagged(tags, "min"),
        "age_max": _tagged(tags, "max"),
        "kid_friendly": "kids" in tags,
        "accessible": "access" in tags,
        "sold_out": "sold" in tags,
        "status": "cancelled" if "cancelled" in tags else "confirmed",
        "setting": "online" if "online" in tags else "outdoor" if "out" in tags else "indoor",
        "venue": place[0] if place else "Online",
        "district": place[2] if place else None,
        "place": list(place[3:]) if place else None,
        "organiser": row[10],
    }


def _uids(row: list[str]) -> list[str]:
    if row[7] in STAGES and row[4] != "-":
        starts = [start for start, _ in _spans(row)]
        return [f"{_key(row, at)}#{at.astimezone(UTC):%Y%m%dT%H%M%SZ}" for at in starts]
    return [f"{row[0]}@sutterfalls.example"]


def _key(row: list[str], start: datetime) -> str:
    return f"https://stages.example/{row[0]}/{start:%Y%m%d}"


def _calendar(events: list[list[str]]) -> str:
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sutter Falls//EN"]
    body = [line for event in events for line in event]
    return "\r\n".join([*head, *body, "END:VCALENDAR", ""])


def _guide(row: list[str]) -> list[str]:
    """With categories, coordinates and local times; a series as a rule."""
    (start, end), *later = _spans(row)
    place = VENUES.get(row[7])
    if _all_day(row):
        times = [f"DTSTART;VALUE=DATE:{start:%Y%m%d}", f"DTEND;VALUE=DATE:{end:%Y%m%d}"]
    else:
        times = [f"DTSTART;TZID=America/Chicago:{start:%Y%m%dT%H%M%S}",
                 f"DTEND;TZID=America/Chicago:{end:%Y%m%dT%H%M%S}"]  # fmt: skip
    return [
        *_opened(row),
        *times,
        *([f"RRULE:FREQ=WEEKLY;COUNT={len(later) + 1}"] if later else []),
        f"CATEGORIES:{','.join(map(_escaped, row[4].split(';')))}",
        *([f"GEO:{place[3]};{place[4]}"] if place else []),
        "END:VEVENT",
    ]


def _campus(row: list[str]) -> list[str]:
    """Without categories or coordinates, in UTC; a series as dates."""
    (start, end), *later = _spans(row)
    more = ",".join(f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}" for at, _ in later)
    return [
        *_opened(row),
        f"DTSTART:{start.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTEND:{end.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        *([f"RDATE:{more}"] if more else []),
        "END:VEVENT",
    ]


def _opened(row: list[str]) -> list[str]:
    place = VENUES.get(row[7])
    where = f"{place[0]}, {place[1]}, Sutter Falls, WI" if place else "Zoom"
    return [
        "BEGIN:VEVENT",
        f"UID:{_uids(row)[0]}",
        "DTSTAMP:20270501T000000Z",
        f"SUMMARY:{_escaped(row[1])}",
        f"DESCRIPTION:{_escaped(_text(row))}",
        f"LOCATION:{_escaped(where)}",
        f'ORGANIZER;CN="{row[10]}":mailto:hello@{row[0]}.example',
        *(["STATUS:CANCELLED"] if "cancelled" in row[9] else []),
    ]


def _text(row: list[str]) -> str:
    said = "tep-free" in row[11] or "heelchair" in row[11]
    return row[11] + (" Wheelchair accessible." if "access" in row[9] and not said else "")


def _page(rows: list[list[str]]) -> str:
    """A page with one schema.org event for each date."""
    events = [_item(row, *span) for row in rows for span in _spans(row)]
    data = json.dumps({"@context": "https://schema.org", "@graph": events}, ensure_ascii=False)
    script = f'<script type="application/ld+json">{data}</script>'
    return f"<!doctype html><html><head><title>On stage</title>{script}</head><body></body></html>"


def _item(row: list[str], start: datetime, end: datetime) -> dict[str, Any]:
    name, address, _, lat, lon = VENUES[row[7]]
    low, _, high = row[8].partition("-")
    sold = "sold" in row[9]
    return {
        "@type": "Event",
        "@id": _key(row, start),
        "name": row[1],
        "description": _text(row),
        "startDate": start.isoformat(),
        "endDate": end.isoformat(),
        "keywords": row[4].replace(";", ", "),
        "organizer": {"@type": "Organization", "name": row[10]},
        "location": {
            "@type": "Place",
            "name": name,
            "address": {
                "@type": "PostalAddress",
                "streetAddress": address,
                "addressLocality": "Sutter Falls",
                "addressRegion": "WI",
            },
            "geo": {"@type": "GeoCoordinates", "latitude": lat, "longitude": lon},
        },
        "offers": {
            "@type": "AggregateOffer",
            "lowPrice": low,
            "highPrice": high or low,
            "priceCurrency": "USD",
            "availability": f"https://schema.org/{'SoldOut' if sold else 'InStock'}",
        },
    }


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
