"""The person's own calendars as busy times."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from eventpal.calendars import free_time
from eventpal.calendars.importing import Calendar, read_body
from eventpal.domain import Busy, Problem, Status

AHEAD = timedelta(days=400)
"""Series are followed this far."""

Read = Callable[[bytes, datetime, datetime, str], Calendar]
"""As for ``importing``."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a calendar says of the time to come."""

    times: tuple[Busy, ...]
    skipped: int
    """Events that are over, called off, or marked as free."""
    problems: tuple[Problem, ...]


def read_busy(path: Path, now: datetime, read: Read) -> Taken:
    """Read one .ics file as times that are given away.

    Args:
        path: the file.
        now: what is over by then is left out.
        read: reads the bytes; handed in because readers belong to ``feeds``.

    Raises:
        NotFound: if there is no such file.
        BadInput: if it can't be read.
        FormatError: if it is no calendar.
    """
    body = read_body(path)
    calendar = read(free_time.without_free(body), now, now + AHEAD, path.name)
    times = [replace(one, calendar=path.name) for one in free_time.blocks(body) if one.end > now]
    skipped = 0
    for listing in calendar.listings:
        event = listing.event
        found = [
            Busy(
                title=event.title,
                start=span.start,
                end=span.end,
                all_day=event.all_day,
                place=event.place,
                calendar=path.name,
            )
            for span in listing.dates
            if span.end is not None and span.end > now
        ]
        if event.status is Status.CANCELLED or not found:
            skipped += 1
            continue
        times += found
    return Taken(tuple(_in_order(times)), skipped, tuple(calendar.problems))


def _in_order(times: Sequence[Busy]) -> list[Busy]:
    return sorted(times, key=lambda one: (one.start, one.end, one.title))
