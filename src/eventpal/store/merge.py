"""One event out of all its listings: the richer field wins."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from eventpal.domain import Event

_Value = TypeVar("_Value")
_RICH = 0.5
"""The share of the longest description's letters from which one is rich enough."""


def dated(events: Sequence[Event]) -> int:
    """Which of ``events`` says when it is: the first one with a time of day, else the first."""
    return next((index for index, event in enumerate(events) if not event.all_day), 0)


def merged(events: Sequence[Event]) -> Event:
    """The event that ``events`` describe together; the one to trust most comes first.

    The first gives identity, title and status. The time comes from the first that knows the
    time of day. Of the other fields the first known value counts, but the first description
    that says about as much as the longest; price, currency and "free" go together, from the
    first that says anything about them, and so do ages. It is sold out where any of them says
    so. Categories and sources are united in order, and the event is as old as its oldest listing.
    """
    first = events[0]
    if len(events) == 1:
        return first
    when = events[dated(events)]
    priced = next((event for event in events if _knows_price(event)), first)
    aged = next((event for event in events if event.age_min is not None), first)
    return replace(
        first,
        start=when.start,
        end=when.end,
        tz=when.tz,
        all_day=when.all_day,
        venue=_known(events, lambda event: event.venue),
        address=_known(events, lambda event: event.address),
        place=_known(events, lambda event: event.place),
        price_min=priced.price_min,
        price_max=priced.price_max,
        currency=priced.currency,
        is_free=priced.is_free,
        categories=_united(event.categories for event in events),
        organiser=_known(events, lambda event: event.organiser),
        description=_telling(events),
        url=_known(events, lambda event: event.url),
        image=_known(events, lambda event: event.image),
        sources=tuple(sorted(_united(event.sources for event in events))),
        first_seen=min(
            (event.first_seen for event in events if event.first_seen is not None), default=None
        ),
        sold_out=any(event.sold_out for event in events),
        age_min=aged.age_min,
        age_max=aged.age_max,
        doors=_known(events, lambda event: event.doors),
    )


def _telling(events: Sequence[Event]) -> str:
    """The first description that is not much poorer than the richest."""
    longest = max(len(event.description) for event in events)
    return next(event.description for event in events if len(event.description) >= _RICH * longest)


def _knows_price(event: Event) -> bool:
    known = (event.price_min, event.price_max, event.is_free)
    return any(value is not None for value in known)


def _known(events: Sequence[Event], field: Callable[[Event], _Value]) -> _Value:
    """The first value that is known, else the first event's."""
    return next((value for value in map(field, events) if value), field(events[0]))


def _united(groups: Iterable[tuple[_Value, ...]]) -> tuple[_Value, ...]:
    return tuple(dict.fromkeys(value for group in groups for value in group))
