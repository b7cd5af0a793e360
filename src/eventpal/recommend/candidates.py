"""What the ranker reads of events alone, as columns; computed once and kept while they stay."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

import numpy as np
from numpy.typing import NDArray

from eventpal.domain import Event, Place, Status
from eventpal.recommend import week

Floats = NDArray[np.float64]
Vectors = NDArray[np.float32]

DIMENSIONS = 384
"""Of the sentence embedder (all-MiniLM-L6-v2)."""

_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]{3,}")
_COMMON = re.compile(
    r"""(?x) the|and|for|with|from|your|our|you|all|are|this|that|its|not|out|off|into|over|more
    |than|who|new|free|day|week|weekend|weekly|daily|monthly|annual|monday|tuesday|wednesday
    |thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september
    |october|november|december|night|evening|morning|afternoon|time|home|event|events|live|online
    |presents|presented|present|featuring|feat|come|join|class|classes|group|club|meeting|meetup
    |session|series|show|special|one|two|three|first|second|third|fourth|last|next"""
)

_NOTICE = re.compile(
    r"\b(closed|closure|cancell?ed|postponed|no (class(es)?|school|meeting|storytime|session|\w+"
    r" appointments)|holiday observed|day off|office hours|appointments|deadline|due date"
    r"|registration (opens|closes|begins|ends)|geschlossen|fermé|cerrado)\b",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"\b(meetings?|mtgs?|sound ?checks?|(sub)?commit+ee|commission|council|board of"
    r"|public hearing|trustees|task ?force|(advisory|review|planning|school|zoning) board"
    r"|caucus|agenda|rehears\w+|orientation|sitzung|réunion)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Labels:
    """Names that events bear: event ``rows[i]`` bears the name with code ``codes[i]``."""

    codes_of: Mapping[str, int]
    """The code of each name; names in the order of their codes."""
    rows: NDArray[np.intp]
    codes: NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """``n`` occurrences in order of their start, and one column for each thing that is asked."""

    events: tuple[Event, ...]
    start: Floats
    """Seconds since the epoch."""
    end: Floats
    """The same; equal to ``start`` where the publisher gives none."""
    slot: NDArray[np.intp]
    """Of the week; see ``week``."""
    day: NDArray[np.intp]
    """The local day on which it starts, counted from year 1."""
    card: NDArray[np.intp]
    """Equal for dates of the same series, and for events of one title at one venue."""
    organiser: Labels
    venue: Labels
    category: Labels
    word: Labels
    series: Labels
    repeat: Labels
    """What is called the same by the same organiser, or at the same venue: a habit, if repeated."""
    lat: Floats
    """Degrees; nan where unknown."""
    lon: Floats
    price: Floats
    """What entry costs at least, in units of its currency, 0 where free; nan where unknown."""
    detail: Floats
    """Share of what one would like to know that is known, 0 … 1."""
    notice: Floats
    """1 for "closed", "cancelled", "no class" and the like."""
    meeting: Floats
    """1 for meetings and rehearsals, as of boards, committees and clubs."""
    cancelled: NDArray[np.bool_]
    first_seen: Floats
    """When a source first listed it, seconds since the epoch; nan where unknown."""
    all_day: Floats
    """1 for an event without a time of day, up to a day and a half long."""

    def __len__(self) -> int:
        return len(self.events)


def plain(name: str) -> str:
    """A name without differences of case and spacing."""
    return " ".join(name.casefold().split())


def words(event: Event) -> list[str]:
    """The words of the title that may say what the event is about, each once."""
    return list(
        dict.fromkeys(w for w in _WORD.findall(event.title.casefold()) if not _COMMON.fullmatch(w))
    )


def series(event: Event) -> str:
    """The id shared by all dates of the event and by their overrides."""
    return event.series or event.event_id


def repeat(title: str, by: str) -> str:
    """Equal for events that are told apart by their date or number alone; "" for no title.

    ``by`` is who organises it, or where it is.
    """
    letters = " ".join(_LETTERS.findall(title.casefold()))
    return f"{letters} @ {plain(by)}" if letters else ""


def categories(event: Event) -> list[str]:
    """The event's categories, each once, without differences of case and spacing."""
    return list(dict.fromkeys(filter(None, map(plain, event.categories))))


def table(events: Iterable[Event], zone: tzinfo) -> Candidates:
    """The columns of ``events``; ``zone`` is the person's own clock."""
    ordered = tuple(sorted(events, key=lambda event: (event.start, event.title, event.id)))
    return Candidates(
        events=ordered,
        start=np.array([event.start.timestamp() for event in ordered], dtype=float),
        end=np.array([(event.end or event.start).timestamp() for event in ordered], dtype=float),
        slot=np.array([week.slot(event, zone) for event in ordered], dtype=np.intp),
        day=np.array(
            [week.local_start(event, zone).toordinal() for event in ordered], dtype=np.intp
        ),
        card=_cards(ordered),
        organiser=_labels([[plain(event.organiser)] for event in ordered]),
        venue=_labels([[plain(event.venue)] for event in ordered]),
        category=_labels([categories(event) for event in ordered]),
        word=_labels([words(event) for event in ordered]),
        series=_labels([[series(event)] for event in ordered]),
        repeat=_labels([[repeat(one.title, one.organiser or one.venue)] for one in ordered]),
        lat=_degrees(ordered, "lat"),
        lon=_degrees(ordered, "lon"),
        price=np.array([price(event) for event in ordered], dtype=float),
        detail=np.array([_detail(event) for event in ordered], dtype=float),
        notice=_flags(_NOTICE.search(event.title) is not None for event in ordered),
        meeting=_flags(_MEETING.search(event.title) is not None for event in ordered),
        cancelled=np.array([event.status is Status.CANCELLED for event in ordered], dtype=bool),
        first_seen=np.array(
            [event.first_seen.timestamp() if event.first_seen else np.nan for event in ordered],
            dtype=float,
        ),
        all_day=_flags(event.all_day and _duration(event) <= week.LONG for event in ordered),
    )


def vectors_of(events: Sequence[Event], known: Mapping[str, Vectors]) -> Vectors:
    """One unit row for each event, [n, 384]; zeros where ``known`` (by event id) has none."""
    rows = np.zeros((len(events), DIMENSIONS), dtype=np.float32)
    for row, event in zip(rows, events, strict=True):
        vector = known.get(event.event_id)
        if vector is not None:
            row[:] = vector
    return rows


def single(labels: Labels, n: int) -> NDArray[np.intp]:
    """The code of each event's only label, -1 where it has none, [n]."""
    codes = np.full(n, -1, dtype=np.intp)
    codes[labels.rows] = labels.codes
    return codes


def hosts(candidates: Candidates, listings: Collection[str]) -> NDArray[np.intp]:
    """The code of who holds each event, [n]; -1 for nobody, and for the ``listings`` of others'."""
    organiser = candidates.organiser
    listed = [organiser.codes_of[name] for name in listings if name in organiser.codes_of]
    codes = single(organiser, len(candidates))
    return np.where(np.isin(codes, listed), -1, codes)


def series_rows(candidates: Candidates, ids: Collection[str]) -> NDArray[np.intp]:
    """The rows that belong to any series of ``ids``."""
    labels = candidates.series
    codes = [labels.codes_of[name] for name in ids if name in labels.codes_of]
    return labels.rows[np.isin(labels.codes, codes)]


def place_arrays(places: Sequence[Place]) -> tuple[Floats, Floats]:
    """Latitudes and longitudes of ``places``, in degrees."""
    return (
        np.array([place.lat for place in places], dtype=float),
        np.array([place.lon for place in places], dtype=float),
    )


def at(moment: datetime) -> float:
    """Seconds since the epoch."""
    return moment.timestamp()


def _cards(events: Sequence[Event]) -> NDArray[np.intp]:
    by_series: dict[str, int] = {}
    by_name: dict[tuple[str, str], int] = {}
    codes = np.empty(len(events), dtype=np.intp)
    for row, event in enumerate(events):
        name = (plain(event.title), plain(event.venue))
        known = by_series.get(series(event), by_name.get(name, row))
        by_series.setdefault(series(event), known)
        by_name.setdefault(name, known)
        codes[row] = known
    return codes


def _labels(borne: Sequence[Sequence[str]]) -> Labels:
    codes: dict[str, int] = {}
    pairs = [
        (row, codes.setdefault(name, len(codes)))
        for row, names in enumerate(borne)
        for name in names
        if name
    ]
    rows, indices = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
    return Labels(codes, rows, indices)


def _degrees(events: Sequence[Event], axis: str) -> Floats:
    return np.array(
        [getattr(event.place, axis) if event.place else np.nan for event in events], dtype=float
    )


def _flags(answers: Iterable[bool]) -> Floats:
    return np.array([float(answer) for answer in answers], dtype=float)


def _duration(event: Event) -> timedelta:
    return (event.end or event.start) - event.start


def price(event: Event) -> float:
    """What entry costs at least, in units of its currency, 0 where free; nan where unknown."""
    if event.is_free:
        return 0.0
    if event.price_min is None:
        return np.nan
    # "Members and children free": somebody pays.
    return event.price_min or (event.price_max or 0.0) / 2


def _detail(event: Event) -> float:
    return (
        0.35 * bool(event.image)
        + 0.3 * min(1.0, len(event.description) / 600)
        + 0.2 * bool(event.venue or event.address or event.place)
        + 0.15 * (event.is_free is not None or event.price_min is not None)
    )
