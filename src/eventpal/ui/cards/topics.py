"""What kind of event it is, as far as a picture and a colour go. No Qt, no state."""

import re
from dataclasses import dataclass
from zlib import crc32

from eventpal.domain import Event


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of event: its icon, the ground and the shapes of its cover, as ``#RRGGBB``."""

    icon: str
    ground: str
    shape: str


_TABLE = {
    "music": ("#48296B", "#6D4795"),
    "stage": ("#86203E", "#AE3F5E"),
    "film": ("#213C50", "#3A617E"),
    "food": ("#8A5A0C", "#B27F2A"),
    "learn": ("#1C5757", "#36807F"),
    "family": ("#B23F60", "#D06A86"),
    "sport": ("#1E5B8A", "#3D81B2"),
    "nature": ("#2D673A", "#4F8D5C"),
    "tech": ("#2B3D8A", "#4C61B2"),
    "party": ("#87296F", "#AB4F95"),
    "market": ("#9A421D", "#BF6641"),
    "community": ("#54483C", "#796A5A"),
    "art": ("#AE4F19", "#CE763F"),
    "other": ("#44505A", "#66747F"),
}

TOPICS = {name: Topic(f"topic-{name}", ground, shape) for name, (ground, shape) in _TABLE.items()}

_WORDS = {
    "music": "music concert concerts jazz band choir orchestra symphony gig gigs song songs dj "
    "acoustic blues folk opera quartet trio piano singer songwriter karaoke classical classic rock "
    "indie punk soul techno electronic disco swing trad traditional hip hop reggae metal session "
    "musik konzert",
    "stage": "theatre theater comedy improv dance ballet play performance performances stage "
    "circus cabaret drama musical poetry storytelling magic puppets tango salsa ceilidh milonga",
    "film": "film films movie movies cinema screening kino documentary horror",
    "food": "food drink drinks wine beer tasting dinner brunch breakfast lunch cooking culinary "
    "coffee supper restaurant brewery",
    "family": "family families kids kid children child toddler toddlers baby storytime teen teens",
    "sport": "sport sports run running fitness soccer football games game basketball tennis swim "
    "swimming cycling bike ride race climbing chess recreation "
    "sailing rowing skateboarding",
    "nature": "nature outdoor outdoors outside hike hiking garden gardening walk walks park bird "
    "birds trail river wellbeing meditation mindfulness pilates qigong yoga retreat",
    "tech": "tech technology science code coding computer computers data software maker "
    "astronomy robotics startup ai",
    "learn": "workshop workshops class classes talk talks lecture lectures course courses seminar "
    "book books library reading language literature history learning education training "
    "author writing webinar languages conversation heritage",
    "market": "market markets fair flea bazaar sale craft crafts",
    "art": "art arts exhibition exhibitions gallery museum painting drawing photography ceramics "
    "sculpture design visual",
    "party": "party club nightlife festival festivals celebration fireworks parade quiz trivia",
    "community": "community volunteer volunteering meeting meetings council government civic "
    "neighbourhood neighborhood support church public committee charity social faith repair",
}
_TOPIC_OF_WORD = {word: name for name, words in _WORDS.items() for word in words.split()}


def topic_of(event: Event) -> Topic:
    """The topic that the categories name, else the title, the host or the place, else none."""
    for text in (*event.categories, event.title, event.organiser, event.venue):
        for word in re.findall(r"[^\W\d_]+", text.lower()):
            if word in _TOPIC_OF_WORD:
                return TOPICS[_TOPIC_OF_WORD[word]]
    return TOPICS["other"]


def seed(event: Event) -> int:
    """A number that is the same for an event every time; its cover is drawn from it."""
    return crc32(event.event_id.encode())
