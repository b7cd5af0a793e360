"""The person's own calendars as history: what they went to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from eventpal.domain import Listing, Problem, Status
from eventpal.errors import BadInput, NotFound

REMEMBERED = timedelta(days=5 * 365)
"""Series are followed this far into the past; single events are read however old they are."""

LARGEST_BYTES = 64 * 2**20


class Calendar(Protocol):
    """What a reader of calendars gives back."""

    @property
    def listings(self) -> Sequence[Listing]:
        """The events that could be read."""

    @property
    def problems(self) -> Sequence[Problem]:
        """What could not."""


Read = Callable[[bytes, datetime, datetime, str], Calendar]
"""``read(body, start, end, where)`` reads an .ics file with series expanded from ``start`` up to
``end``, and calls it ``where`` in problems; FormatError if it is no calendar."""


@dataclass(frozen=True, slots=True)
class Past:
    """What a calendar says of the past."""

    attended: tuple[Listing, ...]
    """Each with only the dates that have begun."""
    skipped: int
    """Events that are yet to come or were called off."""
    problems: tuple[Problem, ...]


def read_history(path: Path, now: datetime, read: Read) -> Past:
    """Read one .ics file as a record of what the person went to.

    Args:
        path: the file.
        now: dates that begin after it are not history.
        read: reads the bytes; handed in because readers belong to ``feeds``.

    Raises:
        NotFound: if there is no such file.
        BadInput: if it can't be read.
        FormatError: if it is no calendar.
    """
    calendar = read(read_body(path), now - REMEMBERED, now, path.name)
    attended = []
    for listing in calendar.listings:
        dates = tuple(span for span in listing.dates if span.start <= now)
        if dates and listing.event.status is not Status.CANCELLED:
            attended.append(replace(listing, dates=dates))
    skipped = len(calendar.listings) - len(attended)
    return Past(tuple(attended), skipped, tuple(calendar.problems))


def read_body(path: Path) -> bytes:
    """The bytes of a calendar file. Raises NotFound, BadInput."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise BadInput(f"{path} is a folder; choose the .ics files in it.")
        if size > LARGEST_BYTES:
            raise BadInput(f"{path.name} is too large for a calendar ({size // 2**20} MB).")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise NotFound(f"There is no file {path}; check its name.") from error
    except OSError as error:
        raise BadInput(f"{path} can't be read: {error.strerror}.") from error
