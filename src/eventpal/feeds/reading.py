"""What every reader of calendars and feeds is given and gives back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from eventpal.domain import Listing, Problem
from eventpal.errors import FormatError


@dataclass(frozen=True, slots=True)
class Window:
    """Series are expanded from ``start`` up to ``end`` (exclusive); single events are kept always.

    Both are aware.
    """

    start: datetime
    end: datetime


class FeedKind(StrEnum):
    """What is at the address of a feed."""

    CALENDAR = "calendar"
    FEED = "feed"
    """RSS, Atom or JSON Feed."""
    PAGE = "page"
    """A web page that states its events for programs."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One calendar or feed. ``linked``: the page links it itself; else it is a good guess."""

    title: str
    address: str
    kind: FeedKind
    linked: bool = True


class LeadsToFeeds(FormatError):
    """A web page without events of its own that leads to calendars or feeds, the ``offers``."""

    def __init__(self, sentence: str, offers: Sequence[Feed]) -> None:
        super().__init__(sentence)
        self.offers = tuple(offers)

    def saying(self, sentence: str) -> Self:
        """The same in other words."""
        return type(self)(sentence, self.offers)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the publisher's title, or "", the events, and what could not be read."""

    title: str
    listings: tuple[Listing, ...]
    problems: tuple[Problem, ...]
    page: bool = False
    """Whether it was a web page that states events, rather than a calendar or a feed."""
    offers: tuple[Feed, ...] = ()
    """The calendars and feeds that such a page leads to."""
    every: timedelta | None = None
    """How often the publisher suggests to look (REFRESH-INTERVAL, RFC 7986)."""
