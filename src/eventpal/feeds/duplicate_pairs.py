"""Whether two listings are one event: what contradicts, and what speaks for it.

The weights were fitted on the part "tuning" of ``tests/data/duplicates.csv`` and rounded; the part
"held-out" measures them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import timedelta
from functools import cached_property

from rapidfuzz import fuzz

from eventpal.domain import Event, Status, distance_km
from eventpal.feeds.duplicate_words import (
    LEAST_VENUE_LETTERS,
    Title,
    Where,
    hints_of,
    opposed,
    text_of,
    title_of,
    told_start,
    weight,
    where_of,
)
from eventpal.store.published import Published

_HOUR = 3600
NEAR_SECONDS = _HOUR
"""Doors and show: how far apart sources commonly publish the start of one event."""
FAR_SECONDS = 2 * _HOUR
WRONG_HALF_SECONDS = 12 * _HOUR
"""Up to two hours, or "am" for "pm": only what agrees in all else is one event then."""
_SLIP_SECONDS = 600
"""Nothing is given twice in ten minutes: one publisher's two listings are one then."""
_LONGEST_DAY = timedelta(hours=26)
"""An all-day event that is longer is several days, and a time of day on the first says little."""
_MOST_SHIFTED = timedelta(hours=14)
"""Two time zones may be that far apart."""
_SERIES_IN_COMMON = 0.8
"""Share of all dates: windows that series were expanded in differ."""
_SAME_KM, _APART_KM = 0.15, 1.0
_SAME_NAME = 85
_MISSPELT = 95
_MOST_OF_NAME = 0.6
_FUZZY_LETTERS, _FUZZY = 5, 80
_LEAST_SHARED = 0.3
_LEAST_TEXT = 40
_SAME_TEXT, _NEAR_TEXT = 0.3, 0.2
_OFF = frozenset({Status.CANCELLED, Status.POSTPONED})

# How one listing's place stands to another's, and its time.
SAME, UNKNOWN, APART = "same", "unknown", "apart"
EXACT, NEAR, WHOLE_DAY, FAR, OTHER = "exact", "near", "whole day", "far", "other"


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for two listings being one event, or against; each about 0 to 1."""

    jaccard: float
    """Shared weight of title words over the weight of all."""
    contained: float
    """Shared weight over that of the shorter title."""
    differing: float
    """Weight that each title has beside what they share, full at three such words."""
    same_place: float
    text: float
    """Likeness of the descriptions, -0.6 to 0.4; 0 where one says too little."""
    near: float
    whole_day: float


_NAMES = tuple(field.name for field in fields(Features))

WEIGHTS = Features(
    jaccard=2.75,
    contained=3.0,
    differing=-1.5,
    same_place=3.0,
    text=4.0,
    near=-0.75,
    whole_day=-1.75,
)
"""What each feature adds to the log-odds that two listings are one event."""
BIAS = -4.0
"""A little below what the fit gives: to join two events is worse than to show one twice."""


def _values_of(features: Features) -> tuple[float, ...]:
    return tuple(getattr(features, name) for name in _NAMES)


class Read:
    """A listing with what is compared of it, each worked out when it is first needed."""

    def __init__(self, listing: Published) -> None:
        self.listing = listing
        self.id = listing.event.id
        self.title: Title = title_of(listing.event)
        self.starts = listing.starts
        """All moments that it may begin at: some publishers shift times, but tell the right one."""
        if len(listing.starts) == 1 and not listing.event.all_day:
            told = told_start(listing.event)
            if told is not None and abs(told - listing.event.start) <= _MOST_SHIFTED:
                self.starts = tuple(sorted({*listing.starts, int(told.timestamp())}))

        self.places: dict[str, str] = {}
        """How its place stands to others', by their ids; each pair is asked about several times."""

    @cached_property
    def where(self) -> Where:
        """Its place."""
        return where_of(self.listing.event)

    @cached_property
    def text(self) -> str:
        """The beginning of its description."""
        return text_of(self.listing.event)

    @cached_property
    def hints(self) -> str:
        """All that may name the venue."""
        return hints_of(self.listing.event)


def score_of(features: Features) -> float:
    """Log-odds that two listings with these features, which do not contradict, are one event."""
    values = zip(_values_of(features), _values_of(WEIGHTS), strict=True)
    return BIAS + sum(value * weight_ for value, weight_ in values)


def akin(one: Title, other: Title) -> bool:
    """Whether titles share enough to be looked at; most that share a word do not."""
    return weight(one.words & other.words) >= _LEAST_SHARED * min(one.weight, other.weight)


def time_of(a: Read, b: Read) -> str:
    """How the times of two listings stand to each other.

    One date of a series is at its time exactly; two series have nearly all dates in common.
    """
    one, other = a.listing, b.listing
    if not one.starts or not other.starts:
        return OTHER
    if one.recurring or other.recurring:
        same = one.event.all_day == other.event.all_day and _same_dates(one, other)
        return EXACT if same else OTHER
    if one.event.all_day or other.event.all_day:
        return _time_of_day(one.event, other.event)
    gap = min(abs(x - y) for x in a.starts for y in b.starts)
    if gap <= NEAR_SECONDS:
        return NEAR if gap else EXACT
    return FAR if gap <= FAR_SECONDS or _half_a_day(one, other) else OTHER


def _same_dates(a: Published, b: Published) -> bool:
    one, other = set(a.starts), set(b.starts)
    common = len(one & other)
    if a.recurring and b.recurring:
        return common >= _SERIES_IN_COMMON * len(one | other)
    return common > 0


def _time_of_day(a: Event, b: Event) -> str:
    """``time_of`` where one of two events is a whole day, or both are."""
    if a.all_day and b.all_day:
        return EXACT if a.start.date() == b.start.date() else OTHER
    whole, timed = (a, b) if a.all_day else (b, a)
    if whole.end is not None and whole.end - whole.start > _LONGEST_DAY:
        return OTHER
    local = timed.start.astimezone(whole.start.tzinfo)
    return WHOLE_DAY if local.date() == whole.start.date() else OTHER


def _half_a_day(a: Published, b: Published) -> bool:
    """Whether "am" and "pm" are all that tells the times of two events apart."""
    return a.starts[0] - b.starts[0] in {WRONG_HALF_SECONDS, -WRONG_HALF_SECONDS}


def place_of(a: Read, b: Read) -> str:
    """How the places of two listings stand to each other."""
    known = a.places.get(b.id)
    if known is None:
        known = a.places[b.id] = b.places[a.id] = _place_of(a, b)
    return known


def _place_of(a: Read, b: Read) -> str:
    here, there = a.listing.event.place, b.listing.event.place
    if here is not None and there is not None:
        apart = distance_km(here, there)
        if apart <= _SAME_KM or apart >= _APART_KM:
            return SAME if apart <= _SAME_KM else APART
    one, other = a.where, b.where
    addressed = bool(one.streets and other.streets)
    named = one.known and other.known and not addressed and _within(one, other)
    if named or one.streets & other.streets or _named_in(a, b) or _named_in(b, a):
        return SAME
    if not (one.known and other.known):
        if len(one.named & other.named) >= 2 and _within(one, other):
            return SAME
        return APART if addressed else UNKNOWN
    if addressed and not _nearly_one_street(one, other):
        return APART
    return _place_by_name(one, other)


def _nearly_one_street(one: Where, other: Where) -> bool:
    """Whether addresses that differ could be two ways to write one place's."""
    mine, theirs = ({part for street in where.streets for part in street} for where in (one, other))
    return _within(one, other) and not mine.isdisjoint(theirs)


def _within(one: Where, other: Where) -> bool:
    """Whether one venue's name is the other one's, or part of it."""
    return one.named <= other.named or other.named <= one.named


def _place_by_name(one: Where, other: Where) -> str:
    if _within(one, other):
        return SAME
    names = (" ".join(sorted(one.venue)), " ".join(sorted(other.venue)))
    if fuzz.ratio(*names) >= _SAME_NAME or one.named <= other.words or other.named <= one.words:
        return SAME
    common, every = len(one.named & other.named), len(one.named | other.named)
    if common >= _MOST_OF_NAME * every and common >= 3:
        return SAME
    return UNKNOWN if 2 * common >= min(len(one.named), len(other.named)) else APART


def _named_in(a: Read, b: Read) -> bool:
    """Whether the one's venue is named in what the other says anywhere, or its host there."""
    venue, host = a.where.squashed, a.where.host
    if a.where.known and len(venue) >= LEAST_VENUE_LETTERS and venue in b.hints:
        return True
    return len(host) >= LEAST_VENUE_LETTERS and host in b.where.squashed


def contradict(a: Read, b: Read) -> bool:
    """Whether two listings cannot be one event, however alike they are."""
    time = time_of(a, b)
    if time == OTHER or _side_by_side(a, b, time) or (time == FAR and not _agree(a, b)):
        return True
    # "Office closed", "Open mic": where nobody knows the place, nobody can tell whose.
    if weight(a.title.words & b.title.words) < 1 and place_of(a, b) == UNKNOWN:
        return True
    return _differ(a, b)


def contradict_in_group(a: Read, b: Read, *, series: bool) -> bool:
    """Whether two listings cannot be one event, though others that are stand between them.

    What another publisher takes for one, a publisher may list under two titles, and times may
    drift further. ``series`` says that a series is in the group: dates of it differ.
    """
    if series and not (a.listing.recurring or b.listing.recurring):
        return _differ(a, b)
    time = time_of(a, b)
    if a.listing.origins.isdisjoint(b.listing.origins):
        if time in {FAR, OTHER} and not _agree(a, b):
            return True
    elif _side_by_side(a, b, time) and not _twice_told(a, b, time):
        return True
    return _differ(a, b)


def _twice_told(a: Read, b: Read, time: str) -> bool:
    """Whether texts tell that a publisher lists one thing under two titles."""
    if a.title.numbers != b.title.numbers:
        return False
    if time == EXACT and not (a.text and b.text):
        return place_of(a, b) == SAME and score_of(features_of(a, b)) >= 1
    if time == EXACT:
        return _text(a, b) >= _SAME_TEXT
    ends = a.listing.event.end, b.listing.event.end
    return time == NEAR and ends[0] is not None and ends[0] == ends[1] and _text(a, b) >= _NEAR_TEXT


def _differ(a: Read, b: Read) -> bool:
    """Whether titles, states or places contradict."""
    if opposed(a.title, b.title):
        return True
    # Who lists one that is off beside one that stands means two; who else lists it may not know.
    off = (a.listing.event.status in _OFF) != (b.listing.event.status in _OFF)
    if off and not a.listing.origins.isdisjoint(b.listing.origins):
        return True
    return place_of(a, b) == APART


def _side_by_side(a: Read, b: Read, time: str) -> bool:
    """Whether one publisher lists both as two things, not one of them twice by mistake."""
    if a.listing.origins.isdisjoint(b.listing.origins):
        return False
    if a.title.text != b.title.text and not (time == EXACT and _fuller(a, b)):
        return True
    if time == WHOLE_DAY:
        return place_of(a, b) != SAME
    if time != EXACT or a.listing.starts != b.listing.starts:
        slip = time == NEAR and abs(a.starts[0] - b.starts[0]) <= _SLIP_SECONDS
        return not ((slip or _half_a_day(a.listing, b.listing)) and place_of(a, b) == SAME)
    known = a.where.venue, b.where.venue
    return all(known) and known[0] != known[1]


def _fuller(a: Read, b: Read) -> bool:
    """Whether one title is the other and more, like who else plays, for one time and place."""
    one, other = a.title, b.title
    alike = fuzz.ratio(one.text, other.text) >= _MISSPELT
    return (
        (alike or one.words <= other.words or other.words <= one.words)
        and one.numbers == other.numbers
        and place_of(a, b) == SAME
    )


def _agree(a: Read, b: Read) -> bool:
    """Whether title and place agree so well that only one of the times can be right."""
    shared = a.title.words & b.title.words
    return (
        place_of(a, b) == SAME
        and weight(shared) >= 1
        and (a.title.words <= b.title.words or b.title.words <= a.title.words)
    )


def features_of(a: Read, b: Read) -> Features:
    """What the weights weigh, the same whichever comes first."""
    one, other = a.title.words, b.title.words
    common = one & other
    light = a.where.light | b.where.light
    alike = min(_alike(one - common, other - common), _alike(other - common, one - common))
    shared = weight(common, light) + alike
    mine, theirs = weight(one, light), weight(other, light)
    place, time = place_of(a, b), time_of(a, b)
    return Features(
        jaccard=shared / max(mine + theirs - shared, shared),
        contained=min(1.0, shared / min(mine, theirs)),
        differing=min(mine - shared, theirs - shared, 3.0) / 3,
        same_place=float(place == SAME),
        text=_text(a, b),
        near=float(time == NEAR),
        whole_day=float(time == WHOLE_DAY),
    )


def _text(a: Read, b: Read) -> float:
    if len(a.text) < _LEAST_TEXT or len(b.text) < _LEAST_TEXT:
        return 0.0
    return fuzz.token_set_ratio(a.text, b.text) / 100 - 0.6


def _alike(words: Iterable[str], others: Collection[str]) -> float:
    """The weight of those ``words`` that one of the ``others`` is nearly spelt like."""
    return weight(
        word
        for word in words
        if len(word) >= _FUZZY_LETTERS
        and any(
            abs(len(word) - len(one)) <= 2 and fuzz.ratio(word, one) >= _FUZZY for one in others
        )
    )
