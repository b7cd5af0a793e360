"""The shapes of the JSON that the command line prints, as a check that names what is wrong."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

Shape = Any
"""A type, a predicate, a tuple of shapes of which one fits, a list of one shape, or a dict."""


def moment(value: object) -> bool:
    """An ISO 8601 time with its offset."""
    return (
        isinstance(value, str)
        and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", value) is not None
        and datetime.fromisoformat(value).tzinfo is not None
    )


def text(value: object) -> bool:
    """Something to show; unknown is null, never empty."""
    return isinstance(value, str) and value != "" and value == value.strip()


def share(value: object) -> bool:
    return isinstance(value, float) and 0 <= value <= 1


def number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def one_of(*words: str) -> Callable[[object], bool]:
    return lambda value: value in words


EVENT = {
    "id": lambda value: bool(re.fullmatch(r"[a-z2-7]{13}(-\d{8}T\d{6}Z)?", value)),
    "uid": text,
    "title": text,
    "start": moment,
    "end": (moment, None),
    "tz": text,
    "all_day": bool,
    "status": one_of("confirmed", "tentative", "cancelled", "postponed"),
    "venue": (text, None),
    "address": (text, None),
    "lat": (float, None),
    "lon": (float, None),
    "distance_km": (number, None),
    "price_min": (number, None),
    "price_max": (number, None),
    "currency": (lambda value: bool(re.fullmatch(r"[A-Z]{3}", value)), None),
    "is_free": (bool, None),
    "categories": [text],
    "organiser": (text, None),
    "description": (text, None),
    "url": (text, None),
    "image": (text, None),
    "sources": [int],
}
EVENTS = {"events": [EVENT]}
REASON = {"feature": text, "text": text, "contribution": float}
PICKS = {"picks": [{"event": EVENT, "score": share, "reasons": [REASON]}]}
PROBLEM = {"where": text, "message": text}
REFRESHED = {
    "id": int,
    "location": text,
    "added": count,
    "changed": count,
    "removed": count,
    "unchanged": count,
    "problems": [PROBLEM],
}
REFRESH = {"sources": [REFRESHED]}
ADD = {"sources": [REFRESHED], "problems": [PROBLEM]}
SOURCES = {
    "sources": [
        {
            "id": int,
            "kind": one_of("web", "file", "folder", "sample"),
            "location": text,
            "title": text,
            "events": count,
            "added_at": moment,
            "checked_at": (moment, None),
            "changed_at": (moment, None),
            "problems": [PROBLEM],
        }
    ]
}
RATED = {"changed": [text]}
EXPORTED = {"exported": count, "file": text}
CHECKS = {"checks": [{"name": text, "ok": bool, "detail": text}]}


def misfit(value: Any, shape: Shape, where: str = "") -> str:
    """Where ``value`` is not of ``shape``, or "".

    A dict may have more keys than its shape: they are additions.
    """
    if isinstance(shape, tuple):
        found = [misfit(value, one, where) for one in shape]
        return "" if "" in found else found[0]
    if isinstance(shape, dict) and isinstance(value, dict):
        missing = sorted(shape.keys() - value.keys())
        inside = (
            misfit(value[key], shape[key], f"{where}.{key}") for key in shape.keys() & value.keys()
        )
        return next(filter(None, inside), f"{where} lacks {missing}" if missing else "")
    if isinstance(shape, list) and isinstance(value, list):
        inside = (misfit(one, shape[0], f"{where}[{at}]") for at, one in enumerate(value))
        return next(filter(None, inside), "")
    return "" if fits(value, shape) else f"{where} does not fit: {value!r}"


def fits(value: Any, shape: Shape) -> bool:
    if shape is None or value is None:
        return shape is value
    if isinstance(shape, type):
        return type(value) is shape
    return callable(shape) and bool(shape(value))
