"""Invented cities kept as data, one in each folder of ``tests/data/cities``.

``city.toml``   name, region, zone, now, home, currency, and the publishers with their styles
``venues.tsv``  id, name, address, district, latitude, longitude
``events.tsv``  slug, title, true categories, genre, published categories, start, length, venue,
                price, tags, organiser, source, text
``exam*.jsonl`` questions, as ``marking`` describes them

A start is ``W0.FRI 20:00``, counted from the week of ``now``; `` x4`` repeats it weekly. A length
is in minutes; ``3d`` and no time of day make days. ``-`` stands for nothing: for no genre, or for
an event online. A text says everything that is true, since some publishers state nothing else.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from eventpal.domain import Place
from tests.exam.marking import City, Truth, day

FOLDER = Path(__file__).parents[1] / "data" / "cities"
STYLES = ("guide", "plain", "page", "feed")

_START = re.compile(r"(?P<day>W-?\d+\.(?:MON|TUE|WED|THU|FRI|SAT|SUN))(?: (?P<time>\d\d:\d\d))?"
                    r"(?: x(?P<weeks>\d+))?")  # fmt: skip
_LENGTH = re.compile(r"(?P<count>\d+)(?P<days>d?)")
_PRICE = re.compile(r"(?P<low>\d+(?:\.\d+)?)(?:-(?P<high>\d+(?:\.\d+)?))?")
_TAG = re.compile(r"kids|access|out|online|sold|cancelled|(?:min|max)\d+")
_VENUE_CELLS, _EVENT_CELLS = 6, 13


class CityError(ValueError):
    """A folder that is not as it should be; the text names the file and the line."""


@dataclass(frozen=True)
class Venue:
    name: str
    address: str
    district: str
    place: Place


@dataclass(frozen=True)
class Listing:
    """One event with all that is true of it."""

    slug: str
    title: str
    categories: tuple[str, ...]
    genre: str | None
    filed: tuple[str, ...]
    """The categories that its publisher states."""
    dates: tuple[tuple[datetime, datetime], ...]
    """Starts and ends, aware; of whole days midnights, the end exclusive."""
    all_day: bool
    venue: Venue | None
    """None where it is online."""
    low: float
    high: float
    tags: frozenset[str]
    organiser: str
    source: str
    text: str


@dataclass(frozen=True)
class Town:
    """A city as its folder has it."""

    id: str
    """The name of its folder."""
    name: str
    region: str
    zone: ZoneInfo
    now: datetime
    home: Place
    currency: str
    styles: Mapping[str, str]
    """How each of its publishers publishes."""
    listings: tuple[Listing, ...]


def names() -> list[str]:
    """The folders."""
    return sorted(path.parent.name for path in FOLDER.glob("*/city.toml"))


def load(folder: Path) -> Town:
    """One city.

    Raises:
        CityError: a line of it can't be read.
    """
    facts = tomllib.loads((folder / "city.toml").read_text(encoding="utf-8"))
    styles = {source: one["style"] for source, one in facts["sources"].items()}
    for style in styles.values():
        if style not in STYLES:
            raise CityError(f"city.toml: no style “{style}”, only {', '.join(STYLES)}")
    zone = ZoneInfo(facts["zone"])
    now = datetime.fromisoformat(facts["now"]).replace(tzinfo=zone)
    venues = {
        id_: Venue(title, address, district, Place(float(latitude), float(longitude)))
        for _, (id_, title, address, district, latitude, longitude) in _rows(
            folder / "venues.tsv", _VENUE_CELLS
        )
    }
    listings: dict[str, Listing] = {}
    for where, row in _rows(folder / "events.tsv", _EVENT_CELLS):
        slug, source = row[0], row[11]
        if slug in listings:
            raise CityError(f"{where}: a second event “{slug}”")
        if source not in styles:
            raise CityError(f"{where}: no source “{source}”")
        if row[7] != "-" and row[7] not in venues:
            raise CityError(f"{where}: no venue “{row[7]}”")
        listings[slug] = _listing(row, where, now, venues.get(row[7]))
    return Town(folder.name, facts["name"], facts["region"], zone, now, Place(*facts["home"]),
                facts["currency"], styles, tuple(listings.values()))  # fmt: skip


def city(town: Town) -> City:
    """What is true of a town's events, and which published event is which."""
    return City(
        {one.slug: _truth(one) for one in town.listings},
        {uid: one.slug for one in town.listings for uid in uids(town, one)},
        town.now,
        town.zone,
        town.home,
    )


def uids(town: Town, listing: Listing) -> list[str]:
    """What its events are known by, as EventPal reads it; a page has no UIDs of its own."""
    match town.styles[listing.source]:
        case "page":
            return [f"{address(listing, start)}#{start.astimezone(UTC):%Y%m%dT%H%M%SZ}"
                    for start, _ in listing.dates]  # fmt: skip
        case "feed":
            return [address(listing, start) for start, _ in listing.dates]
        case _:
            return [f"{listing.slug}@{town.id.replace('-', '')}.example"]


def address(listing: Listing, start: datetime) -> str:
    """Where one date of an event is announced."""
    return f"https://{listing.source}.example/{listing.slug}/{start:%Y%m%d}"


def _rows(path: Path, cells: int) -> Iterator[tuple[str, list[str]]]:
    """The rows of a table without its first line, each with where it stands."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines[1:], start=2):
        row = line.split("\t")
        if len(row) != cells:
            raise CityError(f"{path.name}:{number}: {len(row)} cells, not {cells}")
        yield f"{path.name}:{number}", row


def _listing(row: list[str], where: str, now: datetime, venue: Venue | None) -> Listing:
    (
        slug,
        title,
        categories,
        genre,
        filed,
        start,
        length,
        _,
        price,
        tags,
        organiser,
        source,
        text,
    ) = row
    cost = _matched(_PRICE, price, where)
    marks = frozenset(_split(tags, ","))
    for tag in marks:
        _matched(_TAG, tag, where)
    return Listing(
        slug=slug,
        title=title,
        categories=_split(categories, ","),
        genre=None if genre == "-" else genre,
        filed=_split(filed, ";"),
        dates=_dates(start, length, where, now),
        all_day=length.endswith("d"),
        venue=venue,
        low=float(cost["low"]),
        high=float(cost["high"] or cost["low"]),
        tags=marks,
        organiser=organiser,
        source=source,
        text=text,
    )


def _split(cell: str, at: str) -> tuple[str, ...]:
    return () if cell == "-" else tuple(part.strip() for part in cell.split(at))


def _matched(pattern: re.Pattern[str], cell: str, where: str) -> re.Match[str]:
    match = pattern.fullmatch(cell)
    if match is None:
        raise CityError(f"{where}: “{cell}” can't be read")
    return match


def _dates(
    start: str, length: str, where: str, now: datetime
) -> tuple[tuple[datetime, datetime], ...]:
    begins, lasts = _matched(_START, start.strip(), where), _matched(_LENGTH, length, where)
    if bool(begins["time"]) == bool(lasts["days"]):
        raise CityError(f"{where}: a time of day and minutes, or neither and days")
    clock = time.fromisoformat(begins["time"]) if begins["time"] else time()
    first = datetime.combine(day(now, begins["day"]), clock, now.tzinfo)
    span = timedelta(**{"days" if lasts["days"] else "minutes": int(lasts["count"])})
    starts = [first + timedelta(weeks=week) for week in range(int(begins["weeks"] or 1))]
    return tuple((at, at + span) for at in starts)


def _truth(one: Listing) -> Truth:
    def said(moment: datetime) -> str:
        return (moment.replace(tzinfo=None) if one.all_day else moment).isoformat()

    truth: dict[str, Any] = {
        "title": one.title,
        "categories": one.categories,
        "genre": one.genre,
        "dates": [[said(start), said(end)] for start, end in one.dates],
        "all_day": one.all_day,
        "free": one.high == 0,
        "price_min": one.low,
        "price_max": one.high,
        "age_min": _age(one, "min"),
        "age_max": _age(one, "max"),
        "kid_friendly": "kids" in one.tags,
        "accessible": "access" in one.tags,
        "sold_out": "sold" in one.tags,
        "status": "cancelled" if "cancelled" in one.tags else "confirmed",
        "setting": next((of for tag, of in _SETTINGS.items() if tag in one.tags), "indoor"),
        "venue": one.venue.name if one.venue else "Online",
        "district": one.venue.district if one.venue else None,
        "place": [one.venue.place.lat, one.venue.place.lon] if one.venue else None,
        "organiser": one.organiser,
    }
    return truth


_SETTINGS = {"online": "online", "out": "outdoor"}


def _age(one: Listing, limit: str) -> int | None:
    ages = [int(tag.removeprefix(limit)) for tag in one.tags if tag.startswith(limit)]
    return ages[0] if ages else None
