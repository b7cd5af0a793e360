"""What every reader of calendars and feeds is given and gives back."""

from dataclasses import dataclass
from datetime import datetime

from eventpal.domain import Listing, Problem


@dataclass(frozen=True, slots=True)
class Window:
    """Series are expanded from ``start`` up to ``end`` (exclusive); single events are kept always.

    Both are aware.
    """

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the publisher's title, or "", the events, and what could not be read."""

    title: str
    listings: tuple[Listing, ...]
    problems: tuple[Problem, ...]
    page: bool = False
    """Whether it was a web page that states events, rather than a calendar or a feed."""
