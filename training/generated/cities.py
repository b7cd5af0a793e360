"""Invented cities: organisers with their habits, and the events that they put on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from eventpal.domain import Event
from training.generated import vocabulary
from training.generated.vocabulary import Split

GROUPS: Mapping[str, tuple[str, ...]] = {
    "music": vocabulary.MUSIC,
    "stage": vocabulary.STAGE,
    "art": vocabulary.ART,
    "making": vocabulary.MAKING,
    "outdoors": vocabulary.OUTDOORS,
    "sport": vocabulary.SPORT,
    "food": vocabulary.FOOD,
    "meeting": vocabulary.MEETING,
    "family": vocabulary.FAMILY,
}
"""Topics by the group that tastes are made of."""

_CATEGORIES: Mapping[str, Sequence[str]] = {
    "music": ("Music", "Live Music", "Music / Concerts", "Concert", "Gigs"),
    "stage": ("Theatre", "Film", "Arts / Culture", "Performance", "Comedy", "Stage"),
    "art": ("Art", "Exhibitions", "Visual Arts", "Culture", "Museums"),
    "making": ("Workshop", "Craft / Maker", "Classes", "Courses", "Hobbies"),
    "outdoors": ("Outdoors", "Nature / Outdoors / Recreation", "Nature", "Walks"),
    "sport": ("Sports", "Sports / Fitness", "Fitness", "Wellness", "Health"),
    "food": ("Food / Drink", "Food & Drink", "Market", "Tasting"),
    "meeting": ("Community", "Community / Social", "Games", "Social", "Meetup", "Learning"),
    "family": ("Family / Kids", "Families", "Kids", "Children"),
}
_TITLES = (
    "{T} Night|{T} at the {V}|An Evening of {T}|{T} for Beginners|Introduction to {T}|{A} {T}"
    "|{T} Club"
    "|Monthly {T}|Weekly {T}|{T} with {P}|{P}: {T}|{P} and Friends|{P} Trio|{S} {T} Festival"
    "|Open {T} Session"
    "|{T} Meetup|{T} and Coffee|{T} Social|The {A} {N}|{N} Sessions|{S} {T}|{T} in the Park"
    "|{T} Workshop"
    "|Let's Talk {T}|{T} Marathon|Afternoon {T}|{T} Drop-in|{P} presents {N}|{A} {N} {T}"
    "|Big {T} Weekend"
    "|{T}, {A} and Loud|{T} Taster|{D} {T}|{D} {T} Group|{T} Circle|Sunday {T}|{T} under the Stars"
    "|{T} #{I}"
    "|{N} – {T}|{T} & {T2}|{T} Lab|Late {T}|{A} Evening: {T}|{T} Open Day|{T} Demonstration"
    "|Talk: {T}|{T}"
).split("|")
_ADJECTIVES = (
    "Quiet|Electric|Wandering|Midnight|Golden|Wild|Little|Second|Northern|Lost|Open|Slow|New"
    "|Hidden|Restless"
    "|Paper|Late|Borrowed|Bright|Salty|Crooked|Brave|Winter|Local|Gentle|Curious|Radical|Forgotten"
).split("|")
_NOUNS = (
    "Lantern|River|Orchard|Kitchen|Machine|Garden|Letter|Island|Harvest|Parade|Mirror|Engine|Tide"
    "|Attic|Season"
    "|Bicycle|Signal|Table|Window|Compass|Feast|Storm|Ribbon|Gathering|Ladder|Map|Shelter|Chorus"
).split("|")
_PEOPLE_FIRST = (
    "Mara|Tobias|Aoife|Lukas|Ines|Omar|Greta|Bruno|Yuki|Nadia|Pavel|Sofia|Kwame|Elin|Marek|Rosa"
    "|Idris|Hanna"
    "|Mateo|Freya|Anselm|Priya|Leon|Zofia|Emeka|Clara|Jonas|Amara|Viktor|Lucia"
).split("|")
_PEOPLE_LAST = (
    "Quill|Brandt|Okafor|Lindqvist|Moreau|Tanaka|Novak|Ferreira|Dunne|Haas|Silva|Petrov|Marsh"
    "|Keller|Abadi"
    "|Rowe|Castell|Vane|Holm|Ostrow|Bell|Carrow|Duarte|Nilsen|Farkas|Greer"
).split("|")
_SEASONS = ("Spring", "Summer", "Autumn", "Winter", "Easter", "Midsummer", "Harvest", "Christmas")
_MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Organiser:
    """Who puts on events of a few topics, mostly at one place and time."""

    group: str
    topics: tuple[str, ...]
    category: str
    venue: str
    weekday: int
    hour: int
    price: float
    series: str


@dataclass(frozen=True, slots=True)
class Happening:
    """An event and what a taste can judge it by."""

    event: Event
    group: str
    topic: str
    organiser: int


def city(seed: int, split: Split, size: int = 120) -> list[Happening]:
    """The ``size`` events of one invented city in no order, the same for the same seed."""
    random = Random(f"city {seed} {split}")
    venues = [vocabulary.venue(random, split) for _ in range(random.randint(10, 20))]
    district = vocabulary.district(random, split)
    organisers = [_organiser(random, split, venues) for _ in range(random.randint(18, 30))]
    found = []
    for number in range(size):
        which = random.randrange(len(organisers))
        found.append(_event(random, organisers[which], which, f"{seed}-{number}", district))
    return found


def _organiser(random: Random, split: Split, venues: Sequence[str]) -> Organiser:
    group = random.choice(list(GROUPS))
    topics = vocabulary.of_split(GROUPS[group], split)
    evening = random.random() < (0.25 if group in {"family", "outdoors"} else 0.7)
    return Organiser(
        group,
        tuple(random.sample(topics, min(random.choice((1, 1, 2, 3)), len(topics)))),
        random.choice(_CATEGORIES[group]) if random.random() < 0.75 else "",
        random.choice(venues),
        random.randrange(7),
        random.randint(18, 21) if evening else random.randint(9, 16),
        random.choice((0, 0, 0, 5, 8, 10, 12, 15, 20, 25, 40)),
        random.choice(_TITLES),
    )


def _event(random: Random, by: Organiser, which: int, number: str, district: str) -> Happening:
    topic = random.choice(by.topics)
    title = by.series if random.random() < 0.5 else random.choice(_TITLES)
    usual = random.random() < 0.8
    day = by.weekday if usual else random.randrange(7)
    hour = by.hour if usual else random.randint(9, 22)
    free = by.price == 0
    event = Event(
        id=number,
        uid=number,
        title=_title(random, title, topic, by, district),
        start=_MONDAY + timedelta(days=day + 7 * random.randrange(8), hours=hour),
        tz="Etc/UTC",
        venue=by.venue if random.random() < 0.9 else "",
        price_min=None if free or random.random() < 0.3 else by.price,
        currency=None if free else "EUR",
        is_free=True if free and random.random() < 0.7 else None,
        categories=(by.category,) if by.category else (),
    )
    return Happening(event, by.group, topic, which)


def _title(random: Random, frame: str, topic: str, by: Organiser, district: str) -> str:
    words = {
        "T": topic.title() if random.random() < 0.8 else topic.capitalize(),
        "T2": random.choice(by.topics).title(),
        "V": by.venue.removeprefix("The "),
        "A": random.choice(_ADJECTIVES),
        "N": random.choice(_NOUNS),
        "P": f"{random.choice(_PEOPLE_FIRST)} {random.choice(_PEOPLE_LAST)}",
        "S": random.choice(_SEASONS),
        "D": district.removeprefix("the "),
        "I": str(random.randint(2, 60)),
    }
    return frame.format(**words)
