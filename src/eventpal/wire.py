"""The JSON that the command line prints. Times are ISO 8601 with offset; unknown is null."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from eventpal.domain import (
    Busy,
    Change,
    Event,
    EventChange,
    Pick,
    Place,
    Problem,
    Reason,
    Source,
    distance_km,
)
from eventpal.engine.models.library import ModelState
from eventpal.feeds.reading import Feed
from eventpal.feeds.refresh import Refreshed
from eventpal.services import news
from eventpal.store.experiments import Trial, Turn
from eventpal.store.ledger import Request

Json = dict[str, Any]


def event(of: Event, home: Place | None) -> Json:
    """EVENT, with the distance from ``home`` where both places are known."""
    return {
        "id": of.id,
        "uid": of.uid,
        "title": of.title,
        "start": of.start.isoformat(),
        "end": _iso(of.end),
        "tz": of.tz,
        "all_day": of.all_day,
        "status": of.status.value,
        "venue": of.venue or None,
        "address": of.address or None,
        "lat": of.place.lat if of.place else None,
        "lon": of.place.lon if of.place else None,
        "distance_km": round(distance_km(home, of.place), 2) if home and of.place else None,
        "price_min": of.price_min,
        "price_max": of.price_max,
        "currency": of.currency,
        "is_free": of.is_free,
        "categories": list(of.categories),
        "organiser": of.organiser or None,
        "description": of.description or None,
        "url": of.url or None,
        "image": of.image or None,
        "sources": list(of.sources),
    }


def pick(of: Pick, home: Place | None) -> Json:
    """One pick: the event, its score and its reasons."""
    return {
        "event": event(of.event, home),
        "score": of.score,
        "reasons": reasons(of.reasons),
        "note": of.note or None,
    }


def reasons(of: Sequence[Reason]) -> list[Json]:
    """Each reason with its exact share in the score, in log-odds."""
    return [
        {"feature": one.feature, "text": one.text, "contribution": one.contribution} for one in of
    ]


def problems(of: Sequence[Problem]) -> list[Json]:
    """What could not be read, and where."""
    return [{"where": one.where, "message": one.message} for one in of]


def source(of: Source) -> Json:
    """A source and how it fared when last read."""
    return {
        "id": of.id,
        "kind": of.kind.value,
        "location": of.location,
        "title": of.title,
        "events": of.events,
        "added_at": of.added_at.isoformat(),
        "checked_at": _iso(of.checked_at),
        "changed_at": _iso(of.changed_at),
        "problems": problems(of.problems),
        "folder": of.folder or None,
        "paused": of.paused,
        "pictures": of.pictures,
        "failing_since": _iso(of.failing_since),
        "login": of.login or None,
    }


def feed(of: Feed) -> Json:
    """A calendar or feed that a page leads to; ``linked`` by the page itself, else likely."""
    return {
        "title": of.title or None,
        "address": of.address,
        "kind": of.kind.value,
        "linked": of.linked,
    }


def change(of: EventChange) -> Json:
    """What a publisher changed about an event, and the same as a sentence."""
    return {
        "event": of.event_id,
        "title": of.title,
        "at": of.at.isoformat(),
        "what": of.what.value,
        "before": of.before or None,
        "after": of.after or None,
        "text": f"{news.sentence(of)}.",
    }


def refreshed(of: Refreshed) -> Json:
    """What one source listed newly, changed and took away, counted in events."""
    listed = of.listed or of.change
    return {
        "id": of.source.id,
        "location": of.source.location,
        "added": len(listed.added),
        "changed": len(listed.changed),
        "removed": len(listed.removed),
        "unchanged": listed.unchanged,
        "problems": problems(of.problems),
    }


def request(of: Request) -> Json:
    """One line of the network ledger."""
    return {
        "at": of.at.isoformat(),
        "host": of.host,
        "address": of.address,
        "bytes": of.received,
        "why": of.why,
        "outcome": of.outcome,
    }


def busy(of: Busy) -> Json:
    """A time that the person has given away."""
    return {
        "title": of.title,
        "start": of.start.isoformat(),
        "end": of.end.isoformat(),
        "all_day": of.all_day,
        "lat": of.place.lat if of.place else None,
        "lon": of.place.lon if of.place else None,
        "calendar": of.calendar or None,
    }


def trial(of: Trial, turns: Sequence[Turn]) -> Json:
    """Two strategies that shared the list, and what each drafted."""
    return {
        "first": of.first,
        "second": of.second,
        "started_at": of.started_at.isoformat(),
        "stopped_at": _iso(of.stopped_at),
        "shown": [
            {
                "event_id": one.event_id,
                "team": one.team,
                "shown_at": one.shown_at.isoformat(),
                "opened_at": _iso(one.opened_at),
            }
            for one in turns
        ],
    }


def model(of: ModelState) -> Json:
    """A model file and whether it can be used."""
    return {"name": of.name, "path": str(of.path), "ready": of.ready, "detail": of.detail}


def changed(of: Change) -> list[str]:
    """The ids of the events that a write touched, in order."""
    return sorted(of.added | of.changed | of.removed | of.rated)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
