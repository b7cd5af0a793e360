"""Finding listings of one event that several sources publish under ids of their own.

Listings that begin together are compared by title, place and text. What contradicts outright
(another place, "Part 1" and "Part 2", two things that one publisher lists side by side) rules a
pair out; the rest get a score in log-odds from a few named features. Pairs are then joined best
first, as long as no two listings of a group contradict each other.

The weights were fitted on the tuning half of ``tests/data/duplicates.csv`` and rounded; the
held-out half measures them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import timedelta
from functools import cached_property
from itertools import product

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
    weight,
    where_of,
)
from eventpal.store.published import Published

Pair = tuple[str, str]

_HOUR = 3600
_BUCKET = 2 * _HOUR
NEAR_SECONDS = _HOUR
"""Doors and show: how far apart sources commonly publish the start of one event."""
FAR_SECONDS = 2 * _HOUR
WRONG_HALF_SECONDS = 12 * _HOUR
"""Up to two hours, or "am" for "pm": only what agrees in all else is one event then."""
_LONGEST_DAY = timedelta(hours=26)
"""An all-day event that is longer is several days, and a time of day on the first says little."""
_SERIES_IN_COMMON = 0.8
"""Share of all dates: windows that series were expanded in differ."""
_SAME_KM, _APART_KM = 0.15, 1.0
_SAME_NAME = 85
_FUZZY_LETTERS, _FUZZY = 5, 80
_LEAST_TEXT = 40
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
    ratio: float
    """Likeness of the titles letter by letter, in any order of words."""
    telling: float
    """Shared weight, full at three words that few events are called by."""
    differing: float
    """Weight that each title has beside what they share, full at three such words."""
    same_place: float
    text: float
    """Likeness of the descriptions, -0.6 to 0.4; 0 where one says too little."""
    near: float
    whole_day: float


WEIGHTS = Features(
    jaccard=2.5,
    contained=2.0,
    ratio=1.5,
    telling=2.0,
    differing=-1.5,
    same_place=3.5,
    text=4.0,
    near=-1.75,
    whole_day=-1.75,
)
"""What each feature adds to the log-odds that two listings are one event."""
BIAS = -5.6
"""One below what the fit gives: to join two events is worse than to show one twice."""


class Read:
    """A listing with what is compared of it, each worked out when it is first needed."""

    def __init__(self, listing: Published) -> None:
        self.listing = listing
        self.id = listing.event.id
        self.title: Title = title_of(listing.event)

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


def find(
    new: Sequence[Published], stored: Sequence[Published] = (), *, apart: Collection[Pair] = ()
) -> list[Pair]:
    """Which of ``new`` are listings of the same event as another one, new or stored.

    ``apart`` are pairs of ids, as published and in either order, that must not become one. What
    is shown as one event already stays so.

    Returns:
        (event, the event to show it as), ids of events as shown: each at most once on the left,
        and none on both sides. The order of the input does not matter.
    """
    reads = {one.event.id: Read(one) for one in (*stored, *new)}
    fresh = {one.event.id for one in new}
    showings = _showings(reads.values())
    scored = []
    for a, b in _candidates(reads, fresh):
        if a.listing.shown_as == b.listing.shown_as or contradict(a, b):
            continue
        score = score_of(features_of(a, b))
        if score > 0 and not _one_of_several(a, b, showings):
            scored.append((-score, min(a.id, b.id), max(a.id, b.id)))
    groups = _Groups(reads, fresh, apart)
    for _, one, other in sorted(scored):
        groups.join(one, other)
    return groups.joined()


def score_of(features: Features) -> float:
    """Log-odds that two listings with these features, which do not contradict, are one event."""
    log_odds = BIAS
    for value, each in zip(astuple(features), astuple(WEIGHTS), strict=True):
        log_odds += value * each
    return log_odds


def time_of(a: Published, b: Published) -> str:
    """How the times of two listings stand to each other.

    One date of a series is at its time exactly; two series have nearly all dates in common.
    """
    if not a.starts or not b.starts:
        return OTHER
    if a.recurring or b.recurring:
        return EXACT if a.event.all_day == b.event.all_day and _same_dates(a, b) else OTHER
    if a.event.all_day or b.event.all_day:
        return _time_of_day(a.event, b.event)
    gap = abs(a.starts[0] - b.starts[0])
    if gap <= NEAR_SECONDS:
        return NEAR if gap else EXACT
    return FAR if gap <= FAR_SECONDS or _half_a_day(a, b) else OTHER


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
    here, there = a.listing.event.place, b.listing.event.place
    if here is not None and there is not None:
        apart = distance_km(here, there)
        if apart <= _SAME_KM or apart >= _APART_KM:
            return SAME if apart <= _SAME_KM else APART
    one, other = a.where, b.where
    if one.streets & other.streets or _named_in(a, b) or _named_in(b, a):
        return SAME
    addressed = bool(one.streets and other.streets)
    if not (one.known and other.known):
        return APART if addressed else UNKNOWN
    if addressed and not _nearly_one_street(one, other):
        return APART
    return _place_by_name(one, other)


def _nearly_one_street(one: Where, other: Where) -> bool:
    """Whether addresses that differ could be two ways to write one place's."""
    named = one.named <= other.named or other.named <= one.named
    mine, theirs = ({part for street in where.streets for part in street} for where in (one, other))
    return named and not mine.isdisjoint(theirs)


def _place_by_name(one: Where, other: Where) -> str:
    if one.named <= other.named or other.named <= one.named:
        return SAME
    names = (" ".join(sorted(one.venue)), " ".join(sorted(other.venue)))
    if fuzz.ratio(*names) >= _SAME_NAME or one.named <= other.words or other.named <= one.words:
        return SAME
    half = 2 * len(one.named & other.named) >= min(len(one.named), len(other.named))
    return UNKNOWN if half else APART


def _named_in(a: Read, b: Read) -> bool:
    """Whether the one's venue is named in what the other says anywhere."""
    venue = a.where.squashed
    return a.where.known and len(venue) >= LEAST_VENUE_LETTERS and venue in b.hints


def contradict(a: Read, b: Read, *, of_series: bool = False) -> bool:
    """Whether two listings cannot be one event, however alike they are.

    ``of_series`` says that both are dates of one series, so times do not count.
    """
    if not of_series:
        time = time_of(a.listing, b.listing)
        if time == OTHER or _side_by_side(a, b, time) or (time == FAR and not _agree(a, b)):
            return True
    if opposed(a.title, b.title):
        return True
    # Joined, one of them would be taken back by the other; apart, both can be seen.
    if (a.listing.event.status in _OFF) != (b.listing.event.status in _OFF):
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
        return not (_half_a_day(a.listing, b.listing) and place_of(a, b) == SAME)
    known = a.where.venue, b.where.venue
    return all(known) and known[0] != known[1]


def _fuller(a: Read, b: Read) -> bool:
    """Whether one title is the other and more, like who else plays, for one time and place."""
    one, other = a.title, b.title
    return (
        (one.words <= other.words or other.words <= one.words)
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
    # What happens at one place is often named for it, whatever it is.
    venue = a.where.named | b.where.named
    alike = min(_alike(one - common, other - common), _alike(other - common, one - common))
    shared = weight(common, venue) + alike
    mine, theirs = weight(one, venue), weight(other, venue)
    text = 0.0
    if len(a.text) >= _LEAST_TEXT and len(b.text) >= _LEAST_TEXT:
        text = fuzz.token_set_ratio(a.text, b.text) / 100 - 0.6
    place, time = place_of(a, b), time_of(a.listing, b.listing)
    return Features(
        jaccard=shared / max(mine + theirs - shared, shared),
        contained=min(1.0, shared / min(mine, theirs)),
        ratio=fuzz.token_sort_ratio(a.title.text, b.title.text) / 100,
        telling=min(shared, 3.0) / 3,
        differing=min(mine - shared, theirs - shared, 3.0) / 3,
        same_place=float(place == SAME),
        text=text,
        near=float(time == NEAR),
        whole_day=float(time == WHOLE_DAY),
    )


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


def _candidates(reads: Mapping[str, Read], fresh: Collection[str]) -> Iterator[tuple[Read, Read]]:
    """Pairs, one of them fresh, that share a word and could be at one time; each pair once."""
    at: dict[tuple[int, str], list[Read]] = defaultdict(list)
    on: dict[tuple[int, str], list[Read]] = defaultdict(list)
    for read in reads.values():
        event = read.listing.event
        for word in read.title.words:
            if event.all_day:
                for day in {event.start.toordinal()} if len(read.listing.starts) == 1 else ():
                    on[day, word].append(read)
            for bucket in {start // _BUCKET for start in read.listing.starts}:
                at[bucket, word].append(read)
    seen: set[Pair] = set()
    for id_ in sorted(fresh):
        read = reads[id_]
        for other in _beside(read, at, on):
            pair = (id_, other.id) if id_ < other.id else (other.id, id_)
            if pair[0] != pair[1] and pair not in seen:
                seen.add(pair)
                yield reads[pair[0]], reads[pair[1]]


def _beside(
    read: Read,
    at: Mapping[tuple[int, str], Sequence[Read]],
    on: Mapping[tuple[int, str], Sequence[Read]],
) -> Iterator[Read]:
    buckets = {start // _BUCKET for start in read.listing.starts}
    if not read.listing.recurring:
        half = WRONG_HALF_SECONDS // _BUCKET
        near = (0, -1, 1, half, -half) if not read.listing.event.all_day else range(-1, 13)
        buckets = {bucket + step for bucket in buckets for step in near}
    for key in product(buckets, read.title.words):
        yield from at.get(key, ())
    day = read.listing.event.start.toordinal()
    for key in product((day - 1, day, day + 1), read.title.words):
        yield from on.get(key, ())


_Showings = Mapping[tuple[tuple[int, str], int, str], set[int]]


def _showings(reads: Iterable[Read]) -> _Showings:
    """When each part of a source lists a title on a day, for what has one date."""
    starts: dict[tuple[tuple[int, str], int, str], set[int]] = defaultdict(set)
    for read in reads:
        event = read.listing.event
        if not event.all_day and len(read.listing.starts) == 1:
            for origin in read.listing.origins:
                # Whatever "am" and "pm" somebody mistook.
                start = read.listing.starts[0] % WRONG_HALF_SECONDS
                starts[origin, event.start.toordinal(), read.title.text].add(start)
    return starts


def _one_of_several(a: Read, b: Read, showings: _Showings) -> bool:
    """Whether a publisher lists more of the kind that day, so that only the time tells which."""
    if time_of(a.listing, b.listing) == EXACT:
        return False
    if not a.listing.origins.isdisjoint(b.listing.origins):
        # Listed twice in one place, so both are there anyway.
        return False
    return any(
        len(showings.get((origin, day, title), ())) > 1
        for one in (a, b)
        for origin in one.listing.origins
        for day in {a.listing.event.start.toordinal(), b.listing.event.start.toordinal()}
        for title in {a.title.text, b.title.text}
    )


class _Groups:
    """Listings that are one event, growing pair by pair."""

    def __init__(
        self, reads: Mapping[str, Read], fresh: Collection[str], apart: Collection[Pair]
    ) -> None:
        self._fresh = fresh
        self._apart = {frozenset(pair) for pair in apart}
        self._members: dict[str, list[Read]] = defaultdict(list)
        for read in reads.values():
            self._members[read.listing.shown_as].append(read)
        self._group = {read.id: self._members[read.listing.shown_as] for read in reads.values()}

    def join(self, one: str, other: str) -> None:
        """Make the groups of two ids one, unless a member of the one contradicts the other's."""
        mine, theirs = self._group[one], self._group[other]
        if mine is theirs:
            return
        of_series = any(read.listing.recurring for read in (*mine, *theirs))
        for a, b in product(mine, theirs):
            dates = of_series and not (a.listing.recurring or b.listing.recurring)
            if frozenset((a.id, b.id)) in self._apart or contradict(a, b, of_series=dates):
                return
        mine.extend(theirs)
        for read in theirs:
            self._group[read.id] = mine

    def joined(self) -> list[Pair]:
        """(event, the event to show it as) for every group of several events."""
        pairs = []
        for members in {id(group): group for group in self._group.values()}.values():
            shown = {read.listing.shown_as for read in members}
            if len(shown) > 1:
                into = min(members, key=self._rank).listing.shown_as
                pairs += [(id_, into) for id_ in shown - {into}]
        return sorted(pairs)

    def _rank(self, read: Read) -> tuple[bool, bool, int, str]:
        """Sorts what to show a group as first: what was there, a series, what says most."""
        listing = read.listing
        return (
            read.id in self._fresh,
            not listing.recurring,
            -len(listing.event.description),
            listing.shown_as,
        )
