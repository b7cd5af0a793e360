"""Reads the tables of the sample city that lie beside this script.

``places.toml`` holds venues and organisers; each publisher has one table of entries:

    [slug]                     also the event's id
    title, text                what the publisher says; ``{W4.SUN words}`` is a date in words
    when                       "W2.FRI 19:30-21:30", "W2.FRI 19:30", or days: "W4.FRI..W4.SUN"
    venue, by                  keys of places.toml
    kind                       true categories, the most fitting first (keys of LABELS)
    genre                      what a publisher may add to the category
    price                      "free", "12", "14/10" (full/reduced), "16-26"; euros
    kids, access, soldout      true where it welcomes under-twelves / wheelchairs / nobody more
    age                        least age in years
    setting                    "indoor", "outdoor" or "online" where it is not the venue's own
    status                     "cancelled" or "postponed"
    repeat, interval           a weekly series: how many dates, how many weeks between them
    skip                       weeks without it; ``moved`` is a table with one date told otherwise
    floating                   times are published without a zone
    same, venue_as             another publisher's slug: this entry tells the same event again,
                               with its venue spelled so
"""

import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CITY = "Port Merrow"
DAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")

PUBLISHERS = {
    "culture": ("Port Merrow City Culture Office", "culture.portmerrow.example"),
    "stages": ("Merrow Stages", "stages.portmerrow.example"),
    "community": ("Port Merrow Libraries and Community Halls", "libraries.portmerrow.example"),
    "packet": ("The Merrow Packet: What’s On", "merrowpacket.example"),
    "noticeboard": ("Port Merrow Noticeboard", "noticeboard.portmerrow.example"),
}
"""Each publisher's title and host."""

LABELS = {
    "art": "Visual Arts",
    "civic": "City & Council",
    "comedy": "Comedy",
    "community": "Community",
    "craft": "Crafts",
    "dance": "Dance",
    "faith": "Faith",
    "family": "Kids & Families",
    "festival": "Festivals",
    "film": "Film",
    "food": "Food & Drink",
    "games": "Games",
    "history": "Heritage",
    "language": "Languages",
    "literature": "Books & Poetry",
    "market": "Markets",
    "music": "Music",
    "nature": "Nature",
    "sport": "Sport",
    "talk": "Talks",
    "tech": "Technology",
    "theatre": "Theatre",
    "volunteering": "Volunteering",
    "walk": "Walks",
    "wellness": "Wellbeing",
    "workshop": "Workshops",
}

POSTERS = {
    "Jazz": "jazz",
    "Swing": "jazz",
    "Classical": "classical",
    "Contemporary": "classical",
    "Opera": "classical",
    "Choral": "choir",
    "Singing": "choir",
    "Gospel": "choir",
    "Folk": "folk",
    "Traditional": "folk",
    "Singer-songwriter": "folk",
    "Fado": "folk",
    "World": "folk",
    "House": "club",
    "Disco": "club",
    "Techno": "club",
    "Drum and bass": "club",
    "Electronic": "club",
    "Puppets": "puppets",
    "Swimming": "sea",
    "Rowing": "sea",
    "Sailing": "sea",
    "Astronomy": "stars",
    "Gardening": "garden",
}
KIND_POSTERS = {
    "civic": "community",
    "history": "harbour",
    "literature": "books",
    "workshop": "community",
}
FAMILY_FIRST = {"craft", "games", "literature", "workshop", "community"}


@dataclass(frozen=True)
class Day:
    """A day counted from the Monday of the week in which the city is added."""

    week: int
    day: int

    @classmethod
    def read(cls, text: str) -> "Day":
        """``W2.FRI``."""
        week, day = text.removeprefix("W").split(".")
        return cls(int(week), DAYS.index(day))

    def plus(self, days: int) -> "Day":
        """The day ``days`` later."""
        total = self.week * 7 + self.day + days
        return Day(total // 7, total % 7)

    def token(self, time: str = "", style: str = "") -> str:
        """As the templates write it."""
        words = [f"W{self.week}.{DAYS[self.day]}", time, style]
        return "{" + " ".join(word for word in words if word) + "}"


@dataclass(frozen=True)
class When:
    """``begin`` and ``finish`` are "HH:MM", or "" for an all-day event or an open end.

    ``last`` is the day on which it ends, for an all-day event the last one that counts.
    """

    first: Day
    last: Day
    begin: str = ""
    finish: str = ""

    @classmethod
    def read(cls, text: str) -> "When":
        """A ``when`` of a table. An end before its start is on the next day."""
        if " " not in text:
            first, _, last = text.partition("..")
            return cls(Day.read(first), Day.read(last or first))
        day, times = text.split(" ")
        begin, _, finish = times.partition("-")
        first = Day.read(day)
        return cls(first, first.plus(1) if finish and finish <= begin else first, begin, finish)

    def start(self, style: str) -> str:
        """The token of its start."""
        return self.first.token(self.begin, style)

    def end(self, style: str) -> str:
        """Exclusive, as iCalendar counts all-day events; "" where it is open."""
        if not self.begin:
            return self.last.plus(1).token("", style)
        return self.last.token(self.finish, style) if self.finish else ""

    def later(self, weeks: int) -> "When":
        """The same times, weeks later."""
        return replace(self, first=self.first.plus(7 * weeks), last=self.last.plus(7 * weeks))

    def minutes(self) -> int:
        """How long it lasts; its end must be known."""
        hours = [int(time[:2]) * 60 + int(time[3:]) for time in (self.begin, self.finish)]
        return (hours[1] - hours[0]) % (24 * 60)


@dataclass(frozen=True)
class Entry:
    """One event as one publisher tells it.

    ``row`` holds its table entry on top of that of the event it tells again.
    """

    slug: str
    row: dict[str, Any]
    host: str
    venue: dict[str, Any]
    organiser: str

    @property
    def uid(self) -> str:
        """Its UID as the templates write it."""
        return f"{self.slug}-{{WEEK}}@{self.host}"

    @property
    def when(self) -> When:
        """Its first date."""
        return When.read(self.row["when"])

    @property
    def dates(self) -> list[When]:
        """Every date, in order, the moved one where it was moved to."""
        moved = self.row.get("moved")
        dates = []
        for number in range(self.row.get("repeat", 1)):
            date = self.when.later(number * self.row.get("interval", 1))
            week = f"W{date.first.week}"
            if moved and moved["week"] == week:
                date = When.read(moved["when"])
            if week not in self.row.get("skip", ()):
                dates.append(date)
        return dates

    @property
    def prices(self) -> tuple[float, float]:
        """The least and the most one pays, in euros."""
        if self.row["price"] == "free":
            return 0.0, 0.0
        amounts = [float(part) for part in re.split("[/-]", self.row["price"])]
        return min(amounts), max(amounts)

    @property
    def place(self) -> str:
        """Venue and address on one line; who spells a venue otherwise leaves the street out."""
        name, street = self.venue["name"], self.venue.get("street", "")
        if "venue_as" in self.row:
            name, street = self.row["venue_as"], ""
        return ", ".join(
            part for part in (name, street, CITY if "at" in self.venue else "") if part
        )

    @property
    def labels(self) -> list[str]:
        """Its categories in a publisher's words."""
        genre = self.row.get("genre")
        return [LABELS[kind] for kind in self.row["kind"]] + ([genre] if genre else [])

    @property
    def poster(self) -> str:
        """The picture that suits it."""
        kinds = self.row["kind"]
        name = POSTERS.get(self.row.get("genre", ""))
        if not name and kinds[0] in FAMILY_FIRST and "family" in kinds:
            name = "family"
        if not name and kinds[0] == "music":
            name = "gig"
        return f"sample:images/{name or KIND_POSTERS.get(kinds[0], kinds[0])}.svg"

    def text(self, access: str) -> str:
        """The description, with ``access`` added where it is true and not said yet."""
        said = re.search("(?i)wheelchair|step-free|lift |level access", self.row["text"])
        return self.row["text"] + (access if self.row.get("access") and not said else "")


def entries() -> dict[str, list[Entry]]:
    """All entries by publisher."""
    places = tomllib.loads((HERE / "places.toml").read_text("utf-8"))
    tables = {
        name: tomllib.loads((HERE / f"{name}.toml").read_text("utf-8")) for name in PUBLISHERS
    }
    known = {slug: row for table in tables.values() for slug, row in table.items()}

    def entry(publisher: str, slug: str, row: dict[str, Any]) -> Entry:
        told = {**known[row["same"]], **row} if "same" in row else row
        return Entry(
            slug,
            told,
            PUBLISHERS[publisher][1],
            places["venue"][told["venue"]],
            places["organiser"][told["by"]],
        )

    return {
        name: [entry(name, slug, row) for slug, row in table.items()]
        for name, table in tables.items()
    }
