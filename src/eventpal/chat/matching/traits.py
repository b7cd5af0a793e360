"""What an event is like: for whom, in what kind of place, at what price; and how surely.

Publishers rarely have fields for this, so it is read from their words. Weights are as in
``topics``: 0 no, 1 certain.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from eventpal.chat.dates.words import NUMBERS
from eventpal.chat.matching import evidence
from eventpal.chat.matching.evidence import SURE
from eventpal.chat.matching.places import venue_name
from eventpal.chat.words import fold
from eventpal.domain import Event

CHEAP = 10.0
"""What "cheap" means, in whatever the currency is."""

_CHILD = 12
"""Up to this age one is a child."""

_YOUNG = 10
"""From more than this age on, an event is not one for children as such."""

_LITTLE = 7
"""Up to this least age an event is surely one for children."""

_BABY = 2
"""Up to this age what is for children as such is rarely meant."""

_TEENS = 0.75
"""How surely those in their teens may come where no age is said."""

_PERHAPS, _MENTIONED = 0.65, 0.5
_TEEN = 17
_GROWN = 18
_READ = 2000
_SAID = 0.82
"""What is only said in passing, or holds for some: sure, but less so than a field."""

_AMOUNT = re.compile(r"(?:€|£|\$|EUR|GBP|USD) ?(\d{1,4})(?![\d.,]*\d)")

_NUMBER = (
    r"(?:\d{1,2}|"
    + "|".join(
        word
        for word in sorted(NUMBERS, key=len, reverse=True)
        if word not in {"a", "an", "ein", "one"}
    )
    + ")"
)
_GAP = r"(?: ?(?:-|to|and|bis|und) ?)"
_RANGE = re.compile(
    rf"\b(?:ages?d?|for|of|pupils from|children from|kids from|fur|kinder von) ?({_NUMBER}){_GAP}"
    rf"({_NUMBER})\b(?! ?(?:€|euros?|pm|am|uhr|minutes|hours|people|players|km|days|weeks))"
    rf"|\b({_NUMBER}){_GAP}({_NUMBER})(?:-| )year-?s?-? ?olds?|\((\d{{1,2}})-(\d{{1,2}})\)"
)
_FROM = re.compile(
    rf"\b(?:ages?|aged|children from|from age|kids from|kinder ab|everyone from) ({_NUMBER})\b"
    rf"|\b(?:from|ab|over) ({_NUMBER}) (?:years?|jahren?|and up)\b"
    rf"|\b({_NUMBER}) and (?:up|over|older)\b|\bover[- ]?(\d\d)s?\b|\b(\d{{1,2}}) ?\+"
)
_UNDER = re.compile(
    rf"\bunder[- ]({_NUMBER}|five|ten|eight)s\b(?! ?(?:€|\$|£|euro|go |free|with|half|must))"
)
_BABIES = re.compile(r"\b(?:bab(?:y|ies)|toddlers?|pre-?school|nursery rhymes)\b")
_BABIES_TOO = re.compile(
    r"\b(?:bab(?:y|ies)|toddlers?|tots?|tin(?:y|ies)|under-?(?:twos|threes|fours|fives)|all ages"
    r"|little ones|nursery|pram|buggy|lap-?sit|parents? (?:and|with))\b"
)
_ADULTS = re.compile(
    r"\b(?:over[- ]?(?:18|21)s?|(?:18|21) ?\+|1[68] and over|adults only|no children|ab 1[68]"
    r"|strictly over|for grown-?ups)\b"
)
_CHILDREN = re.compile(
    r"\b(?:children(?!'s centre)|kids|toddlers?|juniors?|under-?\w+s|kinder|schoolchildren"
    r"|little ones|grandparents)\b"
)
_FOR_CHILDREN = re.compile(
    r"\b(?:(?:children|kids|juniors|families|little ones|kinder|familien)(?: of all ages)?(?: are)?"
    r"(?: very| most)? (?:welcome|willkommen|love|run|invited)|all[- ]ages\b(?! over)"
    r"|family[- ](?:friendly|fun|day)|familienfreundlich|(?:for|with|whole|entire|ganze)"
    r" famil(?:y|ies|ie)"
    r"|fun for families|(?:corner|bench|room|activit(?:y|ies)|games|crafts?|fun|area|trail)s? for"
    r" (?:the )?(?:children|kids)|children's (?:room|corner|area|trail)|grandchildren"
    r"|(?:for|with) (?:the |your )?(?:kids|children|little ones)(?= *[.,;:!]| and |$)"
    r"|(?:for|from) \w+ to \w+ years)\b"
)
_CHILDREN_PAY = re.compile(
    r"\b(?:children|under-?\w+s|kids)(?: \w+)? (?:go |are |walk )?(?:free|€)"
)
_STEP_FREE = re.compile(
    r"\b(?:step-?free|wheelchair|level access|barrierefrei|rollstuhl\w*|accessible entrance"
    r"|lift (?:to|available|access)|lift\b(?=;|\.)|fully accessible|ramp(?:ed)? access"
    r"|accessible venue|stufenlos)"
)
_NOT_STEP_FREE = re.compile(
    r"\b(?:no|not|isn't|without)(?: \w+){0,2} (?:step-?free|lift|accessible|wheelchair|ramp)"
    r"|nicht barrierefrei|\bsteps only\b|\bstairs only\b|narrow stairs"
)
_OUTDOOR_PLACE = re.compile(
    r"\b(?:parks?|gardens?|squares?|beach|strand|harbou?r|quay|piers?|reserve|trail\w*|lake|river"
    r"|field|meadow|fields|common|green|plaza|bandstand|amphitheat\w+|stadium|ground|pitch|woods?"
    r"|forest|hill|bandshell|lot|ballpark|reservoir|forecourt|towpath|canal|head|lighthouse|bay|promenade|boardwalk|wharf|orchard|farm|allotments?|rooftop"
    r"|courtyard|yard|playground|pond|marina|dock(?=s\b)|car park|town centre|market place|course"
    r"|lido|marktplatz|platz|garten|wald|see|ufer|hafen|wiese|stadtpark|biergarten|outdoors?)\b"
)
_INDOOR_PLACE = re.compile(
    r"\b(?:hall|theatre|theater|library|museum|cinema|kino|club|rooms?|studios?|cent(?:re|er)"
    r"|church"
    r"|cathedral|chapel|pub|inn|bar|cafe|gallery|school|house|tavern|arms|hotel|academy|institute"
    r"|university|college|arena|gym|pool|taproom|brewery|books|bookshop|kitchen|loft|shed|works"
    r"|warehouse|restaurant|mosque|synagogue|temple|bibliothek|saal|halle|kirche|lounge|market hall"
    r"|basement|kulturzentrum|haus|workshop|hub|space|lab|factory|guildhall|auditorium|boathouse)\b"
)
_OUTSIDE_SAID = re.compile(
    r"\b(?:outdoors?|open[- ]air|al fresco|im freien|draussen|on the (?:roof|lawn|grass|beach)"
    r"|under the (?:stars|sky|trees)|rain or shine|lawn chairs?|in the (?:yard|park|garden))\b"
)
_OUTSIDE = re.compile(
    r"\b(?:outside|weatherproof|if it rains|picnic|bring a (?:coat|rug|blanket)|wellies|boots"
    r"|in fog|ferry|boat trip|kayak|canoe|pontoon|cobbles|sunscreen|stalls along|parade)\b"
)
_OUTDOOR_ACTIVITY = re.compile(
    r"\b(?:kayak\w*|canoe\w*|paddl(?:e|ing)|rowing|sailing|learn to row|bike ride|cycling"
    r"|cycle ride"
    r"|hik(?:e|ing)|trail|wanderung|bird walk|parade|skateboarding|skate jam|regatta|fun run|5k|10k"
    r"|outdoors?|open[- ]air|litter pick|river clean\w*|beach clean\w*|tree planting)\b"
)
"""What is done outdoors wherever it starts, by title and category."""

_ONLINE = re.compile(r"\b(?:online|zoom|livestream|live stream|virtual|webinar|teams call)\b")
_FREE = re.compile(
    r"(?:^|[.;!\n(,] ?|\b(?:entry|admission|it's|is|are|eintritt|tickets?|a|completely|and) )"
    r"(?:free|frei|kostenlos|gratis|eintritt frei)"
    r"(?= ?(?:[.,;!)\n]|$|in\b|entry|admission|and |for (?:all|everyone|visitors)|to watch"
    r"|to attend|to play|to join|to enter|online|on (?:video|zoom)|for guests|first come"
    r"|lunchtime|drop|guided|event|concert|talk))"
)
_SOLD_OUT = re.compile(r"\b(?:sold out|fully booked|ausverkauft|ausgebucht|no tickets left)\b")


@dataclass(frozen=True, slots=True)
class Traits:
    """What is asked of an event beside its topic; each a weight."""

    kids: float
    lowest: int | None
    """The least age, where one is said."""
    highest: int | None
    adults: bool
    """Its text says that children are not let in."""
    step_free: float
    indoor: float
    outdoor: float
    online: float
    free: float
    sold_out: bool


def traits(event: Event) -> Traits:
    """What ``event`` is like."""
    return _traits(event)


def for_age(event: Event, age: int) -> float:
    """How surely somebody of ``age`` years may come and is meant to."""
    one = _traits(event)
    if (one.lowest is not None and age < one.lowest) or (
        one.highest is not None and age > one.highest
    ):
        return 0.0
    if age > _TEEN:
        return 1.0
    if one.lowest is not None or one.highest is not None:
        return max(one.kids, SURE) if age <= _CHILD or one.kids else 1.0
    if age > _CHILD:
        return max(one.kids, _TEENS)
    if age <= _BABY and not _BABIES_TOO.search(_text(event)):
        return min(one.kids, _PERHAPS)
    return one.kids


def only_from(event: Event, age: int) -> float:
    """How surely ``event`` is for people of ``age`` years and more alone."""
    one = _traits(event)
    if one.lowest is not None:
        return float(one.lowest >= age)
    return float(age <= _GROWN and one.adults)


def _text(event: Event) -> str:
    return fold(f"{event.title}. {event.description[:_READ]}")


def admits(event: Event, age: int) -> float:
    """Whether somebody of ``age`` years is let in, whoever it is meant for."""
    one = _traits(event)
    least = one.lowest or (_GROWN if one.adults else 0)
    return float(least <= age and (one.highest is None or age <= max(one.highest, 1)))


def costs_up_to(event: Event, most: float) -> float:
    """How surely one gets in for ``most`` in the event's currency."""
    if event.is_free:
        return 1.0
    high, low = event.price_max, event.price_min
    if high is None and low is None:
        amounts = [float(one) for one in _AMOUNT.findall(event.description[:_READ])]
        return _SAID if amounts and max(amounts) <= most else traits(event).free
    if (high if high is not None else low or 0.0) <= most:
        return 1.0
    return _SAID if low is not None and 0 < low <= most else 0.0


@lru_cache(maxsize=20_000)
def _traits(event: Event) -> Traits:
    text = _text(event)
    weights = evidence.concepts(event)
    lowest, highest = _ages(event, text)
    online = _online(event, text)
    outdoor = 0.0 if online >= SURE else _outdoor(event, text, weights.get("walk", 0.0))
    return Traits(
        kids=_kids(text, weights.get("family", 0.0), lowest, highest),
        lowest=lowest,
        highest=highest,
        adults=_ADULTS.search(text) is not None,
        step_free=float(
            _STEP_FREE.search(text) is not None and _NOT_STEP_FREE.search(text) is None
        ),
        indoor=0.0 if online >= SURE else 1.0 - outdoor,
        outdoor=outdoor,
        online=online,
        free=_free(event, text),
        sold_out=event.sold_out or _SOLD_OUT.search(text) is not None,
    )


def _kids(text: str, family: float, lowest: int | None, highest: int | None) -> float:
    if _ADULTS.search(text) or (lowest is not None and lowest > _CHILD):
        return 0.0
    if family >= SURE or (highest is not None and highest <= _TEEN):
        return max(family, SURE + 0.1)
    if lowest is not None and 0 < lowest <= _YOUNG:
        return SURE if lowest <= _LITTLE else _PERHAPS
    if _FOR_CHILDREN.search(text):
        return _SAID
    if _CHILDREN_PAY.search(text):
        return _PERHAPS
    return max(family, _MENTIONED if _CHILDREN.search(text) else 0.0)


def _ages(event: Event, text: str) -> tuple[int | None, int | None]:
    lowest, highest = event.age_min or None, event.age_max
    found = _RANGE.search(text)
    if found:
        low, high = (_value(one) for one in found.groups() if one)
        if 0 < low < high <= 21:
            return lowest or low, highest or high
    if under := _UNDER.search(text):
        return lowest, highest or _value(under[1]) - 1
    if _BABIES.search(text) and lowest is None and highest is None and "families" not in text:
        return None, 5
    if lowest is None and (start := _FROM.search(text)):
        low = _value(next(one for one in start.groups() if one))
        return (low if 2 <= low <= 30 else None), highest
    return lowest, highest


def _value(text: str) -> int:
    return (
        int(text)
        if text.isdecimal()
        else {"fives": 5, "tens": 10, "eights": 8}.get(text, NUMBERS.get(text, 0))
    )


def _online(event: Event, text: str) -> float:
    where = fold(f"{event.venue} {event.address}")
    if _ONLINE.search(where) and event.place is None:
        return 1.0
    return 0.7 if _ONLINE.search(text) and not event.venue else 0.0


def _outdoor(event: Event, text: str, walk: float) -> float:
    venue = venue_name(event)
    inside, outside = _INDOOR_PLACE.search(venue), _OUTDOOR_PLACE.search(venue)
    if outside and not (inside and inside.start() > outside.start()):
        return 0.9
    if walk >= SURE or _OUTDOOR_ACTIVITY.search(
        fold(f"{event.title}; {'; '.join(event.categories)}")
    ):
        return 0.85
    if _OUTSIDE_SAID.search(text):
        return 0.75 if inside else 0.85
    said = _OUTSIDE.search(fold(event.description[:_READ])) is not None
    if inside:
        return 0.4 if said else 0.05
    return 0.75 if said else 0.25


def _free(event: Event, text: str) -> float:
    if event.is_free is not None:
        return float(event.is_free)
    if event.price_max is not None or event.price_min is not None:
        return 0.0
    return _SAID if _FREE.search(text) and not re.search(r"[€$£]\s?\d|\beur \d", text) else 0.0
