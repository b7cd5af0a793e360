"""Finding listings of one event that several sources publish under ids of their own.

Listings that begin together and share words are compared pair by pair (``duplicate_pairs``) and
joined best first, as long as no two listings of a group contradict each other.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product

from eventpal.feeds.duplicate_pairs import (
    EXACT,
    WRONG_HALF_SECONDS,
    Read,
    akin,
    contradict,
    contradict_in_group,
    features_of,
    score_of,
    time_of,
)
from eventpal.store.published import Published

Pair = tuple[str, str]

_BUCKET = 7200
"""Seconds: what is compared begins in one of these slots or in two beside each other."""
_FEW = 24
"""Listings in a slot that are compared one by one; an index of their words is quicker for more."""


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
        if a.listing.shown_as == b.listing.shown_as or not akin(a.title, b.title):
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


def _candidates(reads: Iterable[Read], fresh: Collection[str]) -> Iterator[tuple[Read, Read]]:
    """Pairs, one of them fresh, that share a word and could be at one time; each pair once."""
    seen: set[Pair] = set()
    for a, b in _together(reads, fresh):
        pair = (a.id, b.id) if a.id < b.id else (b.id, a.id)
        if pair not in seen and pair[0] != pair[1]:
            seen.add(pair)
            yield (a, b) if pair[0] == a.id else (b, a)


_Slots = dict[int, tuple[list[Read], list[Read]]]
"""Listings by a slot of time: fresh ones, and others."""


def _slots() -> _Slots:
    return defaultdict(lambda: ([], []))


def _together(reads: Iterable[Read], fresh: Collection[str]) -> Iterator[tuple[Read, Read]]:
    """Pairs, one of them fresh, that share a word and a time; as often as they share one."""
    timed, whole, dated = _slots(), _slots(), _slots()
    for read in reads:
        listing = read.listing
        stored = read.id not in fresh
        day = listing.event.start.toordinal()
        if listing.event.all_day and not listing.recurring:
            whole[day][stored].append(read)
        else:
            for slot in {start // _BUCKET for start in read.starts}:
                timed[slot][stored].append(read)
            dated[day][stored].append(read)
    for slot, here in timed.items():
        yield from _inside(*here)
        for other in (slot + 1, slot + WRONG_HALF_SECONDS // _BUCKET):
            yield from _beside(here, timed.get(other))
    for day, here in whole.items():
        yield from _inside(*here)
        # Its own day in another time zone may be the next one.
        for near in (day - 1, day, day + 1):
            yield from _beside(here, dated.get(near))


def _beside(
    here: tuple[list[Read], list[Read]], there: tuple[list[Read], list[Read]] | None
) -> Iterator[tuple[Read, Read]]:
    """Pairs of one of each slot that share a word, one of them fresh."""
    if there is not None:
        for a, b in ((0, 0), (0, 1), (1, 0)):
            yield from _across(here[a], there[b])


def _inside(fresh: Sequence[Read], stored: Sequence[Read]) -> Iterator[tuple[Read, Read]]:
    """Pairs in one slot that share a word, one of them fresh."""
    yield from _across(fresh, stored)
    if len(fresh) > _FEW:
        for alike in _by_word(fresh).values():
            yield from combinations(alike, 2)
        return
    for a, b in combinations(fresh, 2):
        if not a.title.words.isdisjoint(b.title.words):
            yield a, b


def _across(here: Sequence[Read], there: Sequence[Read]) -> Iterator[tuple[Read, Read]]:
    """Pairs of one of each that share a word."""
    if not here or not there:
        return
    if len(here) * len(there) > _FEW * _FEW:
        words, others = _by_word(here), _by_word(there)
        for word in words.keys() & others.keys():
            yield from product(words[word], others[word])
        return
    for a, b in product(here, there):
        if not a.title.words.isdisjoint(b.title.words):
            yield a, b


def _by_word(reads: Sequence[Read]) -> dict[str, list[Read]]:
    words = defaultdict(list)
    for read in reads:
        for word in read.title.words:
            words[word].append(read)
    return words


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
