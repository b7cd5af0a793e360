"""Where: venues, organisers and parts of town as this calendar's own events name them.

Nothing here knows a map. A part of town is known where addresses have it as a part of their own, or
where what publishers write about events with known places mentions it; then it is what lies around
those places.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from eventpal.chat.matching.districts import Neighbours, districts_of, middle, neighbours
from eventpal.chat.matching.topics import VOCABULARY
from eventpal.chat.phrases.acts import FOLLOWING, MORE, TALK, VERBS
from eventpal.chat.phrases.common import COMMON
from eventpal.chat.words import fold, stem, stems, tokens
from eventpal.domain import Event, Place, distance_km

NEAR_KM = 1.5
"""How far "near me" and "near the museum" reach."""

WALK_KM = 2.0
"""How far "walking distance" reaches."""

_TITLE_WORDS = 3
_HOSTS = 2
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_DISTRICT_KM = 0.6
"""How far a part of town reaches around the places that mention it; the further the less sure."""

_MILE = 1.609344
_WALK_KM_PER_MINUTE = 0.07
_SURE, _ROUND, _EDGE = 1.0, 0.9, 0.5
_CENTRE_KM = 1.0
_NOT = "not "

_NEAR_ME = re.compile(
    r"\b(?:near(?:by)? (?:me|here|my (?:place|home|house)|home|us)|nearby|near(?=\W*$)|close"
    r" (?:by|to (?:me|home"
    r"|here))|around (?:here|me)|not (?:too )?far(?: away| from (?:me|home|here))?|locally"
    r"|(?:just )?(?:a)?round the corner(?: from (?:me|here|home|my (?:place|house)))?|in"
    r" (?:der|meiner) nahe|in meiner gegend|hier in der nahe|um die ecke"
    r"|in my (?:area|neighbou?rhood)|nicht (?:so |zu )?weit(?: weg)?)\b"
)
_WALKING = re.compile(
    r"\b(?:(?:in |within )?walk(?:ing|able)(?: distance)?(?: from (?:home|here|me))?"
    r"|(?:zu fuss|fusslaufig)(?: erreichbar)?)\b(?! tours?| group)"
)
_WITHIN = re.compile(
    r"\b(?:within|less than|under|up to|max(?:imum)?|at most|no (?:more|further|farther) than"
    r"|not (?:more|further|farther) than|(?:hochstens|maximal|unter|im umkreis von|innerhalb von))"
    r" (?:a |an )?(\d+(?:[.,]\d+)?|half an?|an?(?= (?:km|kilo|mile))|one|two|three|four|five"
    r"|ten|fifteen|twenty) ?-?"
    r"(km|kilomet(?:re|er)s?|k|miles?|mi|kilometern?|m|met(?:re|er)s?"
    r"|min(?:ute)?s?(?:'s?)?(?: walk| on foot| away)?)\b"
    r"(?: (?:of|from|von|away from|around) (?:me|us|home|here|where (?:i|we) (?:live|am|are)"
    r"|(?:my|our) (?:own |front )*(?:place|home|house|flat|apartment|door(?:step)?|hotel|street)"
    r"|hier|mir|uns))?"
    r"(?: away)?"
)
_CENTRE = re.compile(
    r"\b(?:(?:in |near |around )?(?:the )?(?:city|town) ?cent(?:re|er)|(?:in|near|from|of)"
    r" the cent(?:re|er)"
    r"|(?:in )?(?:the )?downtown|(?:in der |im )?(?:innenstadt|stadtzentrum|stadtmitte)|im"
    r" zentrum)\b"
)
_LANDMARK = re.compile(
    r"\b(?:near|by|around|close to|next to|opposite|beside|beim?|nahe|at|am) (?:to )?(?:the "
    r"|dem |der )?"
    r"(?:(?:train|railway|bus|central|main|old|haupt) ?)?(station|bahnhof|hauptbahnhof"
    r"|harbou?r|hafen|cathedral"
    r"|dom|castle|schloss|university|uni|campus|airport|beach|strand|waterfront|seafront|riverside"
    r"|town hall|city hall|rathaus|pier|hospital|stadium|ballpark)\b"
)
_ALSO: Mapping[str, str] = {
    "station": "station|depot|bahnhof|terminal|terminus",
    "bahnhof": "station|depot|bahnhof",
    "hauptbahnhof": "station|depot|bahnhof",
    "harbour": "harbou?r|hafen|quay|port|marina|docks?",
    "harbor": "harbou?r|hafen|quay|port|marina|docks?",
    "hafen": "harbou?r|hafen|quay|port|marina|docks?",
    "uni": "university|college|campus|uni",
    "university": "university|college|campus",
    "campus": "university|college|campus",
    "ballpark": "stadium|ballpark|field",
    "stadium": "stadium|ballpark|arena",
    "beach": "beach|strand|seafront|promenade",
    "strand": "beach|strand|seafront|promenade",
    "rathaus": "rathaus|town hall|city hall",
    "town hall": "town hall|city hall",
}
"""What venues at a landmark may be called."""

_COUNTS: Mapping[str, float] = {
    "half a": 0.5, "half an": 0.5, "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0,
    "four": 4.0, "five": 5.0, "ten": 10.0, "fifteen": 15.0, "twenty": 20.0,
}  # fmt: skip
_AT = re.compile(
    r"\b(at|in|im|around|near|by|beim|bei|close to|next to|auf|over in|down in|am|um)"
    r" (?:the |der |dem |den |die |das |a |an )?((?:[^\W_]+[ '-]?){1,5})"
)
_PREPOSITION = re.compile(
    r"(at|in|im|on|around|near|by|from|beim|bei|close to|next to|auf|over in|down in|am|um)"
    r"(?: (?:the|der|dem|den|die|das|a|an))? "
)
_BEFORE = frozenset({"at", "in", "on", "by", "im", "bei", "beim"})
_EVERYDAY = frozenset(stem(word) for word in (*VOCABULARY, *COMMON))
_NEARBY = frozenset({"near", "around", "close to", "next to", "bei", "um"})
_TOO_COMMON = frozenset(
    stems("town city area street road the house home place centre center day music english german")
)


@dataclass(frozen=True, slots=True)
class Where:
    """What a phrase of place means: any of the names, or all within a distance of a point."""

    phrase: str
    venues: frozenset[str] = frozenset()
    """Folded."""
    organisers: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    """Parts of addresses, folded."""
    centre: Place | None = None
    km: float = 0.0
    district: str = ""
    """Folded name of a part of town around ``centre``."""
    places: Mapping[str, Place] = field(default_factory=dict, repr=False)
    """Of venues by folded name, for events without a place of their own."""
    around: Neighbours | None = None
    """What lies in the parts of town, and what lies in others."""
    negated: bool = False
    """Anywhere but there."""

    @property
    def known(self) -> bool:
        """Whether the phrase means anything here."""
        return bool(self.venues or self.organisers or self.areas or self.centre)

    def weight(self, event: Event) -> float:
        """How surely ``event`` is there, 0 to 1."""
        there = self._weight(event)
        return float(there < _EDGE) if self.negated else there

    def _weight(self, event: Event) -> float:  # noqa: PLR0911 - one rule after another
        if venue_name(event) in self.venues or fold(event.organiser) in self.organisers:
            return _SURE
        if self.areas and any(part in self.areas for part in _parts(event)):
            return _SURE
        if self.around is not None:
            return self.around.weight(
                _parts(event), event.place or self.places.get(venue_name(event))
            )
        if self.centre is None:
            return 0.0
        place = event.place or self.places.get(venue_name(event))
        if place is None:
            return 0.0
        far = distance_km(self.centre, place)
        if not self.district:
            return _SURE if far <= self.km else 0.0
        if self.district in fold(f"{event.venue} {event.address} {event.title}"):
            return _SURE
        return _ROUND - (_ROUND - _EDGE) * far / self.km if far <= self.km else 0.0


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The names of places that a calendar's events bear."""

    venues: Mapping[tuple[str, ...], frozenset[str]]
    """Folded names of venues by the stems of each name, without an article."""
    organisers: Mapping[tuple[str, ...], frozenset[str]]
    areas: Mapping[tuple[str, ...], str]
    places: Mapping[str, Place]
    """Of venues, by folded name."""
    texts: tuple[tuple[str, str, Place], ...] = field(repr=False)
    """Folded title, venue and street, and description of each event with a known place."""
    spelt: frozenset[str] = field(default=frozenset(), repr=False)
    """Folded words that several organisers write: none of them is a slip of the keys."""
    titles: frozenset[tuple[str, ...]] = field(default=frozenset(), repr=False)
    """Stems of the titles that have words enough to be known by."""
    districts: Mapping[str, tuple[Place, ...]] = field(default_factory=dict, repr=False)
    """Of each part of town that addresses name, where its venues are."""

    def vocabulary(self) -> set[str]:
        """Every word of a name."""
        names = [name for group in self.venues.values() for name in group]
        names += [name for group in self.organisers.values() for name in group]
        return {word for name in names for word in tokens(name)}


def gazetteer(events: Iterable[Event]) -> Gazetteer:
    """The places of ``events``."""
    venues: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    organisers: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    addresses: defaultdict[str, set[str]] = defaultdict(set)
    places: dict[str, Place] = {}
    texts: dict[str, tuple[str, str, Place]] = {}
    spelt: defaultdict[str, set[str]] = defaultdict(set)
    titles: set[tuple[str, ...]] = set()
    seen: set[str] = set()
    for event in events:
        if event.event_id in seen:
            continue
        seen.add(event.event_id)
        venue, organiser = venue_name(event), fold(event.organiser)
        if key := _key(venue):
            venues[key].add(venue)
        if key := _key(organiser):
            organisers[key].add(organiser)
        for part in _parts(event):
            addresses[part].add(venue)
        heading = fold(f"{event.title}\n{event.venue}\n{event.address}")
        text = fold(event.description)
        for word in set(_WORD.findall(f"{heading} {fold(' '.join(event.categories))} {text}")):
            if len(spelt[word]) < _HOSTS:
                spelt[word].add(organiser)
        title = tuple(stems(fold(event.title)))
        if len(title) >= _TITLE_WORDS:
            titles.add(title)
        if event.place is not None:
            places.setdefault(venue, event.place)
            texts[event.event_id] = (heading, text, event.place)
    everywhere = max((len(found) for found in addresses.values()), default=0)
    areas = {
        tuple(stems(part)): part
        for part, found in addresses.items()
        if not any(one.isdigit() for one in part) and len(found) < max(2, everywhere)
    }
    return Gazetteer(
        {key: frozenset(names) for key, names in venues.items()},
        {key: frozenset(names) for key, names in organisers.items()},
        {key: part for key, part in areas.items() if key},
        places,
        tuple(texts.values()),
        frozenset(word for word, hosts in spelt.items() if len(hosts) == _HOSTS),
        frozenset(titles),
        districts_of(areas.values(), addresses, places),
    )


def spot(text: str, known: Gazetteer) -> list[tuple[int, int]]:
    """Where the prepared ``text`` says where: from, to (exclusive), in order and apart."""
    found: list[tuple[int, int]] = []
    for pattern in (_WITHIN, _NEAR_ME, _WALKING, _CENTRE, _LANDMARK):
        found += [match.span() for match in pattern.finditer(text)]
    words = [(match.start(), match.end()) for match in re.finditer(r"[^\W_]+(?:'[^\W_]+)*", text)]
    bare = [stems(text[start:end]) for start, end in words]
    flat = [one[0] if one else "" for one in bare]
    names = sorted([*known.venues, *known.organisers, *known.areas], key=len, reverse=True)
    for name in names:
        if len(name) == 1 and (name[0] in _TOO_COMMON or len(name[0]) < 4):
            continue
        everyday = _EVERYDAY.issuperset(name)
        for at in range(len(flat) - len(name) + 1):
            if tuple(flat[at : at + len(name)]) == name:
                # A venue called "Jazz" must not take the word from those who ask for jazz.
                alone = name in known.areas and len(name) == len(flat) > 1 and not _says(text)
                before = at and (flat[at - 1] in _BEFORE or flat[at - 2] in _BEFORE)
                if everyday and not (before or alone):
                    continue
                found.append((words[at][0], words[at + len(name) - 1][1]))
    for match in _AT.finditer(text):
        if where := _partly(match[2], known):
            found.append((match.start(1), match.start(2) + where))
    apart: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda span: span[0] - span[1]):
        if all(end <= other or start >= last for other, last in apart):
            apart.append((start, end))
    return sorted(apart)


def _says(text: str) -> bool:
    """Whether ``text`` asks for something to be done, whatever places are called."""
    return any(
        pattern.search(text) for pattern in (*(verb for verb, *_ in VERBS), MORE, TALK, FOLLOWING)
    )


def resolve(phrase: str, known: Gazetteer, home: Place | None) -> Where:  # noqa: PLR0911 - one rule after another
    """What ``phrase`` means in this calendar, for somebody who lives at ``home``."""
    text = fold(phrase)
    if text.startswith(_NOT):
        return replace(resolve(text.removeprefix(_NOT), known, home), phrase=phrase, negated=True)
    if (km := _reach(text)) is not None:
        return Where(phrase, centre=home, km=km, places=known.places)
    match = _PREPOSITION.match(text)
    preposition, name = (match[1], text[match.end() :].strip()) if match else ("", text)
    key = _key(name)
    venues = known.venues.get(key, frozenset())
    organisers = known.organisers.get(key, frozenset())
    area = known.areas.get(tuple(stems(name))) or known.areas.get(("the", *stems(name)))
    if _CENTRE.fullmatch(text.strip()) and len(known.districts.get(area or "", ())) < _HOSTS:
        # One venue that calls itself "Downtown" is not what people mean by it.
        return Where(phrase, centre=middle(known.places), km=_CENTRE_KM, places=known.places)
    if preposition in _NEARBY and venues:
        centre = known.places.get(min(venues))
        return Where(phrase, venues=venues, centre=centre, km=NEAR_KM / 1.5, places=known.places)
    if area:
        return Where(
            phrase,
            areas=frozenset({area}),
            places=known.places,
            around=neighbours(area, known.districts),
        )
    if venues and preposition != "by":
        return Where(phrase, venues=venues)
    if organisers:
        return Where(phrase, organisers=organisers)
    if venues:
        return Where(phrase, venues=venues)
    holding = {
        venue
        for stems_of, names in known.venues.items()
        if key and _contains(stems_of, key)
        for venue in names
    }
    if not holding and (mark := _LANDMARK.search(text)):
        if text.startswith("at "):
            return Where(phrase, venues=_named_for(mark[1], known))
        at = _landmark(mark[1], known)
        return Where(phrase, centre=at, km=NEAR_KM / 1.5, places=known.places)
    district = _district(name, known) if len(key) > 1 or not holding else None
    if district is not None and len(holding) < 2:
        return Where(
            phrase,
            centre=district,
            km=_DISTRICT_KM,
            district=" ".join(tokens(name)),
            places=known.places,
        )
    return Where(phrase, venues=frozenset(holding))


def _reach(text: str) -> float | None:
    """How far from home ``text`` says; None where it names a place instead."""
    if match := _WITHIN.search(text):
        return _distance(match)
    if _WALKING.search(text):
        return WALK_KM
    return NEAR_KM if _NEAR_ME.fullmatch(text.strip()) else None


def _named_for(word: str, known: Gazetteer) -> frozenset[str]:
    name = re.compile(rf"\b(?:{_ALSO.get(word, word)})\b")
    every = (venue for venues in known.venues.values() for venue in venues)
    return frozenset(venue for venue in every if name.search(venue))


def _landmark(word: str, known: Gazetteer) -> Place | None:
    name = re.compile(rf"\b(?:{_ALSO.get(word, word)})\b")
    found = [known.places[venue] for venue in _named_for(word, known) if venue in known.places]
    found = found or [place for title, _, place in known.texts if name.search(title)]
    return found[0] if found else None


def _partly(rest: str, known: Gazetteer) -> int:
    """How much of ``rest`` is the beginning, the end or the middle of a place's name."""
    words = list(re.finditer(r"[^\W_]+(?:'[^\W_]+)*", rest))
    for size in range(len(words), 0, -1):
        key = tuple(stems(rest[: words[size - 1].end()]))
        if not key or set(key) <= _TOO_COMMON or len("".join(key)) < 4:
            continue
        inside = any(_contains(name, key) for name in (*known.venues, *known.areas))
        if inside or (size > 1 and _district(" ".join(w[0] for w in words[:size]), known)):
            return words[size - 1].end()
    return 0


def _district(name: str, known: Gazetteer) -> Place | None:
    """The middle one of the places whose events mention ``name``: in the title, else the text."""
    phrase = re.compile(rf"\b{re.escape(' '.join(tokens(name)))}\b")
    around = [place for title, _, place in known.texts if phrase.search(title)]
    around = around or [place for _, text, place in known.texts if phrase.search(text)]
    if not around:
        return None
    return min(around, key=lambda one: math.fsum(distance_km(one, it) for it in around))


def _contains(name: Sequence[str], key: tuple[str, ...]) -> bool:
    return any(tuple(name[at : at + len(key)]) == key for at in range(len(name) - len(key) + 1))


def _key(name: str) -> tuple[str, ...]:
    found = stems(name)
    return tuple(found[1:] if found[:1] == ["the"] and len(found) > 1 else found)


def venue_name(event: Event) -> str:
    """The venue, folded, without the address that some publishers write behind it."""
    return fold(event.venue).partition(",")[0].strip()


def _parts(event: Event) -> list[str]:
    """What an event's address is made of, the venue's own name aside."""
    behind = fold(event.venue).partition(",")[2]
    parts = re.split(r"[,;()·|]| - ", f"{behind},{fold(event.address)}")
    return [part.strip() for part in parts if part.strip()]


def _distance(match: re.Match[str]) -> float:
    number = _COUNTS.get(match[1]) or float(match[1].replace(",", "."))
    if match[2].startswith("min"):
        return number * _WALK_KM_PER_MINUTE
    return number * (_MILE if match[2].startswith("mi") else 1.0)
