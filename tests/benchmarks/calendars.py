"""Calendars of any size, written here, the same every time."""

import random
from datetime import timedelta

from tests.benchmarks.fixed import NOW

_ACTS = """
quartet choir trio orchestra reading lecture workshop market walk screening debate concert
tournament parade supper recital rehearsal auction fair seminar picnic ballet opera revue
masterclass vigil ceilidh jam regatta exhibition
""".title().split()
_MOODS = """
quiet brass winter open late electric folk hidden slow golden northern silver wild gentle
midnight paper velvet crooked sunlit borrowed roaring little grand secret patient copper
wandering salted distant painted
""".title().split()
_THINGS = """
jazz poetry bread birds chess pottery swing cider maps robots gardens puppets kites lanterns
cheese bees clocks tango tarot trains mosaics ukulele mushrooms calligraphy basketry fossils
accordion origami sailing juggling whales sourdough quilts cinema marbles orchids banjo
comics astronomy falconry knitting watercolour radio coins ferns bells fencing dominoes
harmonica ceramics lighthouses dumplings
""".title().split()
_VENUES = "Blue Door|Mill Hall|Corn Exchange|Lantern Room|Old Boathouse|St Anne's|Depot 9".split(
    "|"
)
_TOPICS = "Music Talks Family Outdoors Film Food Craft Theatre".split()
_WORDS = """
an evening with neighbours and friends where people who never met before play listen taste
build sing draw and walk together doors open half an hour early bring a cup the bar takes
cards children are welcome until nine the hall is heated step free and near the tram
""".split()


def calendar(events: int, *, changed: int = 0, days: int = 365, first: int = 0) -> bytes:
    """An iCalendar of ``events`` over ``days`` from NOW; the first ``changed`` have a new title.

    Those from another number ``first`` on are others, none of them the same event as one here.
    """
    chance = random.Random(20260301 + first)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//EventPal//benchmark//EN"]
    for number in range(first, first + events):
        start = NOW + timedelta(minutes=15 * chance.randrange(days * 96))
        title = f"{chance.choice(_MOODS)} {chance.choice(_THINGS)} {chance.choice(_ACTS)}"
        text = " ".join(chance.choices(_WORDS, k=60))
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}@benchmark",
            f"DTSTAMP:{NOW:%Y%m%dT%H%M%SZ}",
            f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
            f"DTEND:{start + timedelta(hours=2):%Y%m%dT%H%M%SZ}",
            f"SUMMARY:{title} {'(new time)' if number < first + changed else ''}{number}",
            *_folded(f"DESCRIPTION:<p>{text}</p> Tickets ${chance.randrange(5, 60)}"),
            f"LOCATION:{chance.choice(_VENUES)}\\, {chance.randrange(1, 200)} Harbour Street",
            f"CATEGORIES:{chance.choice(_TOPICS)}",
            f"URL:https://example.org/events/{number}",
            "STATUS:CONFIRMED",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "\r\n".join([*lines, ""]).encode()


def _folded(line: str) -> list[str]:
    return [line[:75]] + [" " + line[at : at + 74] for at in range(75, len(line), 74)]
