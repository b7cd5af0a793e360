"""What is right: the set of events that a question asks for, from what is true of a city's events.

A question is one line of JSON: ``kind``, ``ask`` (the messages of a conversation, of which the last
is marked) and ``want``, wishes that must all hold of an event's truth:

``cat``, ``genre``       one of these; ``cat_all`` all; ``not_cat``, ``not_genre`` none
``free``, ``kids``, ``accessible``, ``available``, ``setting``, ``venue``, ``venue_any``,
``organiser``, ``district``, ``not_district``
``most``                 the least price is at most this
``age``                  no least age above it, no greatest below
``age_from``             a least age of at least this
``days``                 first and last day, as {W0.SAT} without the braces; ``not_days``; ``month``
``hours``                begins in this part of the day, in hours, past 24 the night after
``open``                 with ``hours``: what lasts all day counts as well; "may": counts or not
``any``                  one of these wishes must hold, too
``within``               kilometres from home
``title``                the title holds this, in small letters
``first``                only the soonest, cheapest or nearest of them (with what is equal)
``refers``               the events in these places of the answer before
``without``, ``fresh``   not those in these places of the answer before; none of them
``earlier``, ``later``, ``cheaper``  than all of the answer before
``none``                 no event at all is to be named; other wishes beside it leave none
``none_or``              none, or this one with what keeps people from it
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from eventpal.domain import Event, Place, distance_km

Want = Mapping[str, Any]
Truth = Mapping[str, Any]
NAMES = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
ENOUGH = 3


@dataclass(frozen=True)
class Question:
    kind: str
    ask: tuple[str, ...]
    want: Want


@dataclass(frozen=True)
class City:
    """A city at one moment: what is true of its events by slug, and which events are which."""

    truths: Mapping[str, Truth]
    slugs: Mapping[str, str]
    """Of each UID that is published."""
    now: datetime
    zone: ZoneInfo
    home: Place

    def slug(self, event: Event) -> str:
        return self.slugs.get(event.uid, event.uid)


def right(city: City, want: Want) -> set[str]:
    """The slugs of the events that are right, but for what the answer before decides."""
    if want.get("none") or "none_or" in want or "refers" in want:
        return set()
    fits = {slug: truth for slug, truth in city.truths.items() if holds(city, want, truth)}
    if "first" in want and fits:
        keys = {slug: _key(city, want, truth) for slug, truth in fits.items()}
        best = min(keys.values())
        fits = {slug: fits[slug] for slug, key in keys.items() if key == best}
    return set(fits)


def is_right(city: City, want: Want, named: Sequence[Event], before: Sequence[Event]) -> bool:
    """Whether naming these events answers the question; ``before`` are those named last."""
    slugs = [city.slug(event) for event in named]
    if "refers" in want:
        places = [at - 1 if at > 0 else at for at in want["refers"]]
        return slugs == [city.slug(before[at]) for at in places if -len(before) <= at < len(before)]
    if "none_or" in want:
        return set(slugs) <= {want["none_or"]}
    fits = right(city, want)
    if want.get("fresh"):
        fits -= {city.slug(event) for event in before}
    fits -= {city.slug(before[at - 1]) for at in want.get("without", ()) if at <= len(before)}
    fits = {slug for slug in fits if _beats(city, want, slug, before)}
    asked = [slug for slug in fits if not _optional(want, city.truths[slug])]
    enough = min(ENOUGH, len(asked))
    if {"earlier", "later", "cheaper"} & set(want):
        enough = min(1, enough)
    dated = all(
        slug in fits and any(_same(date_, event) for date_ in _dates(city, want, city.truths[slug]))
        for slug, event in zip(slugs, named, strict=True)
    )
    return dated and len(set(slugs)) >= enough


def holds(city: City, want: Want, truth: Truth) -> bool:
    """Whether all wishes hold of one event."""
    cats, genre = set(truth["categories"]), truth["genre"]
    least = truth["age_min"] or 0
    checks = (
        truth["status"] == "confirmed",
        "cat" not in want or cats & set(want["cat"]),
        "cat_all" not in want or cats >= set(want["cat_all"]),
        not cats & set(want.get("not_cat", ())),
        "genre" not in want or genre in want["genre"],
        genre not in want.get("not_genre", ()),
        not want.get("free") or truth["free"],
        "kids" not in want or truth["kid_friendly"] == want["kids"],
        not want.get("accessible") or truth["accessible"],
        "setting" not in want or truth["setting"] == want["setting"],
        "venue" not in want or truth["venue"] == want["venue"],
        "venue_any" not in want or truth["venue"] in want["venue_any"],
        "district" not in want or truth["district"] == want["district"],
        "not_district" not in want or truth["district"] != want["not_district"],
        not want.get("available") or not truth["sold_out"],
        "organiser" not in want or truth["organiser"] == want["organiser"],
        "most" not in want or (truth["price_min"] or 0) <= want["most"],
        "any" not in want or any(holds(city, one, truth) for one in want["any"]),
        "age" not in want or least <= want["age"] <= (truth.get("age_max") or 150),
        least >= want.get("age_from", 0),
        "title" not in want or want["title"] in truth["title"].lower(),
        "within" not in want or _far(city, truth) <= want["within"],
        _dates(city, want, truth),
    )
    return all(checks)


def _dates(city: City, want: Want, truth: Truth) -> list[tuple[datetime, datetime | None]]:
    """The dates of an event that are wanted, none of them begun unless it lasts for days."""
    spans = [
        (datetime.fromisoformat(start), datetime.fromisoformat(end) if end else None)
        for start, end in truth["dates"]
    ]
    if truth["all_day"]:
        spans = [
            (start.replace(tzinfo=city.zone), end.replace(tzinfo=city.zone) if end else None)
            for start, end in spans
        ]
    return [span for span in spans if _wanted(city, want, *span, all_day=truth["all_day"])]


def _wanted(
    city: City, want: Want, start: datetime, end: datetime | None, *, all_day: bool
) -> bool:
    long = all_day or (end is not None and end - start > timedelta(days=1))
    over = end or start + timedelta(days=1 if all_day else 0)
    if (over if long else start) < city.now:
        return False
    local = start.astimezone(city.zone)
    first, last = local.date(), (over.astimezone(city.zone) - timedelta(seconds=1)).date()
    if not long:
        last = first
    if "hours" in want:
        if long:
            if not want.get("open"):
                return False
        else:
            low, high = want["hours"]
            hour = local.hour + local.minute / 60
            if hour < low - 12 and high > 24 and hour + 24 < high:
                hour, first = hour + 24, first - timedelta(days=1)
                last = first
            if not low <= hour < high:
                return False
    if "days" in want:
        low_day, high_day = (day(city.now, token) for token in want["days"])
        if last < low_day or first > high_day:
            return False
    if first in [day(city.now, token) for token in want.get("not_days", ())]:
        return False
    return "month" not in want or want["month"] in {first.month, last.month}


def day(now: datetime, token: str) -> date:
    """The date of "W1.SAT", counted from the Monday of the week of ``now``."""
    week, name = token.removeprefix("W").split(".")
    monday = now.date() - timedelta(days=now.weekday())
    return monday + timedelta(weeks=int(week), days=NAMES.index(name))


def _optional(want: Want, truth: Truth) -> bool:
    """Whether one may name it or not: whether "in the morning" means what lasts all day."""
    return want.get("open") == "may" and bool(truth["all_day"])


def _beats(city: City, want: Want, slug: str, before: Sequence[Event]) -> bool:
    """Whether an event is earlier, later or cheaper than all that were named before."""
    truth = city.truths[slug]
    old = [city.truths[city.slug(event)] for event in before]
    if want.get("cheaper") and old:
        return bool(truth["price_max"] < max(one["price_max"] or 0 for one in old))
    starts = [start for start, _ in _dates(city, want, truth)]
    if want.get("earlier") and before:
        return min(starts) < min(event.start for event in before)
    return not (want.get("later") and before) or max(starts) > max(one.start for one in before)


def _same(span: tuple[datetime, datetime | None], event: Event) -> bool:
    return span[0] == event.start or (event.all_day and span[0].date() == event.start.date())


def _far(city: City, truth: Truth) -> float:
    place = truth["place"]
    return distance_km(city.home, Place(*place)) if place else float("inf")


def _key(city: City, want: Want, truth: Truth) -> float:
    if want["first"] == "soonest":
        return min(start.timestamp() for start, _ in _dates(city, want, truth))
    if want["first"] == "cheapest":
        return float(truth["price_max"] or 0)
    return round(_far(city, truth), 3)
