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
from dataclasses import dataclass, fields
from datetime import timedelta
from functools import cached_property
from itertools import combinations, product

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

Pair = tuple[str, str]

_HOUR = 3600
_BUCKET = 2 * _HOUR
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
"""One below what the fit gives: to join two events is worse than to show one twice."""


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
    likely = []
    for a, b in _candidates(reads.values(), fresh):
        if a.listing.shown_as == b.listing.shown_as or not _akin(a.title, b.title):
            continue
        if contradict(a, b):
            continue
        score = score_of(features_of(a, b))
        if score > 0:
            likely.append((-score, a.id, b.id, time_of(a, b) == EXACT))
    inexact = {id_ for _, one, other, exact in likely if not exact for id_ in (one, other)}
    showings = _showings(reads.values(), {reads[id_].title.text for id_ in inexact})
    groups = _Groups(reads, fresh, apart)
    for _, one, other, exact in sorted(likely):
        if exact or not _one_of_several(reads[one], reads[other], showings):
            groups.join(one, other)
    return groups.joined()


def score_of(features: Features) -> float:
    """Log-odds that two listings with these features, which do not contradict, are one event."""
    values = zip(_values_of(features), _values_of(WEIGHTS), strict=True)
    return BIAS + sum(value * weight_ for value, weight_ in values)


def _akin(one: Title, other: Title) -> bool:
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


def _candidates(reads: Iterable[Read], fresh: Collection[str]) -> Iterator[tuple[Read, Read]]:
    """Pairs, one of them fresh, that share a word and could be at one time; each pair once."""
    seen: set[Pair] = set()
    for a, b in _sharing(reads):
        if a.id in fresh or b.id in fresh:
            pair = (a.id, b.id) if a.id < b.id else (b.id, a.id)
            if pair not in seen and pair[0] != pair[1]:
                seen.add(pair)
                yield (a, b) if pair[0] == a.id else (b, a)


def _sharing(reads: Iterable[Read]) -> Iterator[tuple[Read, Read]]:
    """Pairs that share a word and a time; a pair comes as often as it shares one."""
    timed: _Index = defaultdict(lambda: defaultdict(list))
    whole: _Index = defaultdict(lambda: defaultdict(list))
    dated: _Index = defaultdict(lambda: defaultdict(list))
    for read in reads:
        listing = read.listing
        day = listing.event.start.toordinal()
        if listing.event.all_day and not listing.recurring:
            _put(whole, (day,), read)
        else:
            _put(timed, {start // _BUCKET for start in read.starts}, read)
            _put(dated, (day,), read)
    for bucket, words in timed.items():
        yield from _inside(words)
        for other in (bucket + 1, bucket + WRONG_HALF_SECONDS // _BUCKET):
            yield from _across(words, timed.get(other, {}))
    for day, words in whole.items():
        yield from _inside(words)
        # Its own day in another time zone may be the next one.
        for near in (day - 1, day, day + 1):
            yield from _across(words, dated.get(near, {}))


_Index = dict[int, dict[str, list[Read]]]
"""Listings by a slot of time, then by the words of their titles."""


def _put(index: _Index, slots: Iterable[int], read: Read) -> None:
    for slot in slots:
        words = index[slot]
        for word in read.title.words:
            words[word].append(read)


def _inside(words: Mapping[str, Sequence[Read]]) -> Iterator[tuple[Read, Read]]:
    for alike in words.values():
        yield from combinations(alike, 2)


def _across(
    words: Mapping[str, Sequence[Read]], others: Mapping[str, Sequence[Read]]
) -> Iterator[tuple[Read, Read]]:
    for word in words.keys() & others.keys():
        yield from product(words[word], others[word])


_Showings = Mapping[tuple[int, str], bool]


def _showings(reads: Iterable[Read], titles: Collection[str]) -> _Showings:
    """On which days a publisher lists one of ``titles`` at several times, for what has one date."""
    starts: dict[tuple[int, str], dict[tuple[int, str], set[int]]] = defaultdict(dict)
    for read in reads:
        event = read.listing.event
        if read.title.text in titles and not event.all_day and len(read.listing.starts) == 1:
            # Whatever "am" and "pm" somebody mistook.
            start = read.listing.starts[0] % WRONG_HALF_SECONDS
            for origin in read.listing.origins:
                listed = starts[event.start.toordinal(), read.title.text]
                listed.setdefault(origin, set()).add(start)
    return {key: any(len(times) > 1 for times in listed.values()) for key, listed in starts.items()}


def _one_of_several(a: Read, b: Read, showings: _Showings) -> bool:
    """Whether a publisher lists more of the kind that day, so that only the time tells which."""
    if not a.listing.origins.isdisjoint(b.listing.origins):
        # Listed twice in one place, so both are there anyway.
        return False
    return any(
        showings.get((one.listing.event.start.toordinal(), other.title.text), False)
        for one, other in product((a, b), repeat=2)
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
        series = any(read.listing.recurring for read in (*mine, *theirs))
        for a, b in product(mine, theirs):
            if frozenset((a.id, b.id)) in self._apart:
                return
            if contradict_in_group(a, b, series=series):
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
