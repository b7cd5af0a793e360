"""Events, ratings and small stores in memory for the tests of the recommender."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from eventpal.domain import (
    Action,
    Change,
    Event,
    Rating,
    event_id,
    event_id_of,
    occurrence_id,
)
from eventpal.errors import NotFound
from eventpal.recommend import candidates
from eventpal.recommend.scene import Scene
from eventpal.recommend.taste import Taste, opinions

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 2, 10, tzinfo=ZONE)  # a Monday

THEMES = ("jazz", "chess", "hiking", "cinema")


def an_event(uid="e", *, days=3.0, hours=2.0, **facts):
    """An event that begins so many days from now."""
    start = facts.pop("start", NOW + timedelta(days=days))
    end = facts.pop("end", start + timedelta(hours=hours))
    defaults = {"id": event_id(uid), "uid": uid, "title": uid, "tz": "Europe/Berlin"}
    return Event(**{**defaults, "start": start, "end": end, **facts})


def a_date(uid, *, days, **facts):
    """One date of a series."""
    start = NOW + timedelta(days=days)
    return an_event(
        uid,
        start=start,
        id=occurrence_id(event_id(uid), start),
        series=event_id(uid),
        **facts,
    )


def rated(*pairs):
    """Ratings of (event, action) pairs, an hour apart, the last of them an hour ago."""
    return [
        Rating(id=n, event=event, action=action, at=NOW - timedelta(hours=len(pairs) - n))
        for n, (event, action) in enumerate(pairs)
    ]


def taste_of(given, zone=ZONE, vectors=None):
    """The taste that these opinions add up to."""
    taste = Taste(zone)
    for opinion in given:
        taste.add(opinion, (vectors or {}).get(opinion.event.event_id))
    return taste


def an_opinion(event, action=Action.LIKE):
    (one,) = opinions(rated((event, action)))
    return one


def scene(events, *pairs, now=NOW, liked=None, disliked=None, embedded=None, **facts):
    """The scene of these events for a person who rated these (event, action) pairs."""
    table = candidates.table(events, ZONE)
    n = len(table)
    return Scene(
        candidates=table,
        taste=taste_of(opinions(rated(*pairs)), ZONE),
        now=now,
        liked=np.zeros((0, n)) if liked is None else np.array(liked),
        disliked=np.zeros((0, n)) if disliked is None else np.array(disliked),
        embedded=np.full(n, True) if embedded is None else np.array(embedded),
        **facts,
    )


def a_vector(theme, seed):
    """A unit vector near its theme's axis: cosine about .8 within a theme, about 0 across."""
    noise = np.random.default_rng(seed).normal(size=384)
    noise[: len(THEMES)] = 0
    vector = 0.5 * noise / np.linalg.norm(noise)
    vector[THEMES.index(theme)] = 1.0
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def vectors_of(events):
    """A vector for each event, near its first category's axis."""
    return {event.event_id: a_vector(event.categories[0], n) for n, event in enumerate(events)}


class Events:
    """What the recommender asks of an event store."""

    def __init__(self, events):
        self.events = list(events)
        self.asked = Counter()

    def between(self, start, end, *, limit=None):
        self.asked["between"] += 1
        found = [one for one in self.events if (one.end or one.start) > start and one.start < end]
        return sorted(found, key=lambda one: (one.start, one.title))[:limit]

    def begun(self, start, end):
        return [
            (one.organiser, one.venue, one.title, one.start.timestamp())
            for one in self.events
            if start <= one.start < end
        ]

    def organisers(self, *, addresses):
        held = {one.organiser: {""} for one in self.events}
        for one in self.events:
            held[one.organiser].add(one.address)
        return [name for name, at in held.items() if name and len(at) > addresses]

    def get(self, identifier, *, now=None):
        for one in self.events:
            if identifier in {one.id, one.event_id}:
                return one
        raise NotFound(f"There is no event {identifier}.")


class History:
    """The log in memory."""

    def __init__(self):
        self.log = []

    def rate(self, event, action, at=NOW, reason=""):
        self.log.append(Rating(id=len(self.log), event=event, action=action, at=at, reason=reason))
        return Change(rated=frozenset({event.event_id}))

    def undo(self):
        return Change(rated=frozenset({self.log.pop().event.event_id}))

    def ratings(self):
        return [replace(one) for one in self.log]

    def actions(self):
        state = defaultdict(set)
        opposite = {Action.LIKE: Action.DISLIKE, Action.DISLIKE: Action.LIKE}
        for one in self.log:
            state[one.event.event_id].discard(opposite.get(one.action, one.action))
            state[one.event.event_id].add(one.action)
        return {key: frozenset(value) for key, value in state.items()}


class Vectors:
    """Vectors by event id."""

    def __init__(self, rows=()):
        self.rows = dict(rows)
        self.asked = Counter()

    def for_events(self, event_ids):
        self.asked[len(event_ids)] += 1
        return {
            one: self.rows[event_id_of(one)] for one in event_ids if event_id_of(one) in self.rows
        }


class Preferences:
    """Values by name."""

    def __init__(self, **values):
        self.values = values

    def get(self, name, default=None):
        return self.values.get(name, default)

    def set(self, name, value):
        self.values[name] = value
