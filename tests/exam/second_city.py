"""Calder Mills, a second invented town: other venues, categories and wording than the sample city.

It stands in ``tests/data/second_city.tsv``, and guards against knowing the sample by heart. Half of
its publishers' ways are here: categories of its own kind, districts in the addresses, pounds, and
some events without a category.
"""

import json
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from eventpal.domain import Place
from tests.exam.marking import City, day

TABLE = Path(__file__).parents[1] / "data" / "second_city.tsv"
ZONE = ZoneInfo("Europe/London")
FINE = {"Gigs", "Get Moving", "Games & Play"}
HOME = Place(53.7420, -2.0130)
VENUES: dict[str, tuple[str, str, str, float, float]] = {
    "foundry": ("The Foundry", "1 Crucible Yard", "Eastbank", 53.7401, -2.0021),
    "unit9": ("Unit 9", "9 Crucible Yard", "Eastbank", 53.7399, -2.0015),
    "unit2": ("Unit 2 Workspace", "2 Crucible Yard", "Eastbank", 53.7400, -2.0018),
    "makers": ("Makers’ Shed", "6 Dye Lane", "Eastbank", 53.7410, -2.0030),
    "brewery": ("Sluice Gate Brewery", "3 Lock Street", "Eastbank", 53.7392, -2.0040),
    "cellar": ("The Cellar", "14 Cheapside", "Top Town", 53.7431, -2.0120),
    "stjude": ("St Jude’s Church", "Church Bank", "Top Town", 53.7436, -2.0136),
    "royal": ("Royal Calder Theatre", "20 Crown Street", "Top Town", 53.7425, -2.0115),
    "loom": ("The Loom", "5 Weaver Street", "Top Town", 53.7428, -2.0108),
    "picture": ("Picture House", "31 Crown Street", "Top Town", 53.7422, -2.0112),
    "gallery": ("Calder Gallery", "2 Weaver Street", "Top Town", 53.7429, -2.0105),
    "library": ("Calder Library", "1 Carnegie Place", "Top Town", 53.7418, -2.0125),
    "institute": ("Calder Institute", "8 Carnegie Place", "Top Town", 53.7417, -2.0128),
    "bookshop": ("Hearth Books", "11 Cheapside", "Top Town", 53.7432, -2.0122),
    "square": ("Wool Square", "Wool Square", "Top Town", 53.7424, -2.0131),
    "hall": ("Market Hall", "Wool Square", "Top Town", 53.7423, -2.0134),
    "townhall": ("Town Hall", "Crown Street", "Top Town", 53.7421, -2.0118),
    "fleece": ("The Golden Fleece", "2 Bridge Gate", "Riverside", 53.7409, -2.0150),
    "weir": ("The Weir Café", "7 Bridge Gate", "Riverside", 53.7407, -2.0155),
    "baths": ("Calder Baths", "40 Bath Street", "Riverside", 53.7400, -2.0170),
    "museum": ("Calder Mill Museum", "1 Mill Lane", "Riverside", 53.7398, -2.0162),
    "station": ("Station Forecourt", "Station Road", "Riverside", 53.7391, -2.0158),
    "mosque": ("Calder Central Mosque", "70 Bath Street", "Riverside", 53.7396, -2.0180),
    "chapel": ("Zion Chapel", "12 Moor Road", "Moorside", 53.7475, -2.0205),
    "wall": ("The Wall", "50 Moor Road", "Moorside", 53.7481, -2.0213),
    "ground": ("Moor Road Ground", "60 Moor Road", "Moorside", 53.7489, -2.0222),
    "park": ("People’s Park", "Park Road", "Moorside", 53.7460, -2.0180),
    "ferns": ("Fernhill Wood", "Fernhill Lane", "Fernhill", 53.7560, -2.0400),
    "reservoir": ("Fernhill Reservoir", "Fernhill Lane", "Fernhill", 53.7590, -2.0450),
}


def city(now: datetime) -> City:
    """The town as it is at ``now``."""
    truths = {slug: _truth(row, now) for slug, row in _rows()}
    return City(truths, {f"{slug}@calder": slug for slug in truths}, now, ZONE, HOME)


def write(folder: Path, now: datetime) -> list[str]:
    """The town's two calendars as files; returns where they are."""
    places = []
    for name, filed in (("calder.ics", True), ("board.ics", False)):
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Calder//EN"]
        for slug, row in _rows():
            if (row[4] != "-") == filed:
                lines += _event(slug, row, now)
        path = folder / name
        path.write_bytes("\r\n".join([*lines, "END:VCALENDAR", ""]).encode())
        places.append(str(path))
    return places


def _rows() -> list[tuple[str, list[str]]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()[1:]
    return [(row[0], row) for row in (line.split("\t") for line in lines)]


def _span(row: list[str], now: datetime) -> tuple[datetime, datetime]:
    token, _, clock = row[5].partition(" ")
    at = time.fromisoformat(clock) if clock else time()
    start = datetime.combine(day(now, token), at, ZONE)
    days = row[6].endswith("d")
    return start, start + timedelta(**{"days" if days else "minutes": int(row[6].rstrip("d"))})


def _prices(text: str) -> tuple[float, float]:
    low, _, high = text.replace("?", "0").partition("-")
    return float(low), float(high or low)


def _truth(row: list[str], now: datetime) -> dict[str, Any]:
    start, end = _span(row, now)
    tags = row[9].split(",")
    low, high = _prices(row[8])
    ages = [int(tag.removeprefix("min")) for tag in tags if tag.startswith("min")]
    ages += [int(tag) for tag in tags if tag.isdecimal()]
    place = VENUES.get(row[7])
    all_day = row[6].endswith("d")
    return {
        "title": row[1],
        "categories": row[2].split(","),
        "genre": row[3] if row[3] != "-" else None,
        "dates": [[start.replace(tzinfo=None).isoformat() if all_day else start.isoformat(),
                   end.replace(tzinfo=None).isoformat() if all_day else end.isoformat()]],
        "all_day": all_day,
        "free": high == 0,
        "price_min": low,
        "price_max": high,
        "age_min": ages[0] if ages else None,
        "kid_friendly": "kids" in tags,
        "accessible": "access" in tags,
        "sold_out": "sold" in tags,
        "status": "cancelled" if "cancelled" in tags else "confirmed",
        "setting": "online" if "online" in tags else "outdoor" if "out" in tags else "indoor",
        "venue": place[0] if place else "Online",
        "district": place[2] if place else None,
        "place": list(place[3:]) if place else None,
        "organiser": row[10],
    }  # fmt: skip


def _event(slug: str, row: list[str], now: datetime) -> list[str]:
    start, end = _span(row, now)
    tags, (low, high) = row[9].split(","), _prices(row[8])
    text = row[11] + (" Step-free." if "access" in tags and "tep-free" not in row[11] else "")
    place = VENUES.get(row[7])
    where = f"{place[0]}, {place[1]}, {place[2]}, Calder Mills" if place else "Online"
    if row[6].endswith("d"):
        times = [f"DTSTART;VALUE=DATE:{start:%Y%m%d}", f"DTEND;VALUE=DATE:{end:%Y%m%d}"]
    else:
        utc = ZoneInfo("UTC")
        times = [f"DTSTART:{start.astimezone(utc):%Y%m%dT%H%M%SZ}",
                 f"DTEND:{end.astimezone(utc):%Y%m%dT%H%M%SZ}"]  # fmt: skip
    if high:
        cost = f"£{high:g}" if low in {high, 0.0} else f"£{low:g}-£{high:g}"
        text += f" Tickets {cost}" + (", children free." if low == 0 else ".")
    return [
        "BEGIN:VEVENT",
        f"UID:{slug}@calder",
        "DTSTAMP:20261101T000000Z",
        *times,
        f"SUMMARY:{_escaped(row[1])}",
        f"DESCRIPTION:{_escaped(text)}",
        f"LOCATION:{_escaped(where)}",
        f'ORGANIZER;CN="{row[10]}":mailto:{json.dumps(slug)[1:-1].replace(" ", "")}@calder.example',
        *([f"CATEGORIES:{','.join(map(_escaped, _filed(row)))}"] if row[4] != "-" else []),
        *([f"GEO:{place[3]};{place[4]}"] if place else []),
        *(["STATUS:CANCELLED"] if "cancelled" in tags else []),
        "END:VEVENT",
    ]


def _filed(row: list[str]) -> list[str]:
    """The categories that are published: of some kinds with the finer one, of others without."""
    filed = row[4].split(";")
    return [*filed, row[3]] if row[3] != "-" and filed[0] in FINE else filed


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
