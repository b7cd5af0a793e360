"""Looks through the calendar for what an intent asks, and for what it nearly asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from eventpal.chat.dates.readings import HORIZON_DAYS
from eventpal.chat.intent import Intent
from eventpal.chat.matching import places, retrieve, tags
from eventpal.chat.matching.meanings import NONE, Meanings
from eventpal.chat.matching.places import Gazetteer
from eventpal.chat.matching.retrieve import Found, Wanted
from eventpal.chat.services import Services
from eventpal.chat.words import fold, tokens
from eventpal.domain import Action, Event

MOST_EVENTS = 5_000
"""Dates that are looked through one by one; beyond them the search finds what is about a topic."""

_HORIZON = timedelta(days=HORIZON_DAYS)
_FRESH = timedelta(minutes=5)
_UNWANTED = frozenset({Action.DISLIKE, Action.HIDE})
_WORD_LETTERS = 5


@dataclass(slots=True)
class Calendar:
    """What is known of the calendar's words, until its events change."""

    events: tuple[Event, ...] = ()
    known: Gazetteer = field(default_factory=lambda: places.gazetteer(()))
    words: frozenset[str] = frozenset()
    read_at: datetime | None = None
    complete: bool = True
    meanings: Meanings = NONE


class Finder:
    """Finds events; keeps what it knows of the calendar until ``refresh``."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._calendar = Calendar()

    def refresh(self) -> None:
        """Read the calendar's events again: they changed."""
        self._calendar = Calendar()

    def calendar(self, now: datetime) -> Calendar:
        """The calendar as it is at ``now``."""
        kept = self._calendar
        if kept.read_at is None or not timedelta(0) <= now - kept.read_at < _FRESH:
            events = self._services.events.between(now, now + _HORIZON, limit=MOST_EVENTS)
            known = places.gazetteer(events)
            words = known.vocabulary() | {
                word
                for event in events
                for word in tokens(fold(f"{event.title} {' '.join(event.categories)}"))
                if len(word) >= _WORD_LETTERS
            }
            kept = self._calendar = Calendar(
                tuple(events),
                known,
                frozenset(words),
                now,
                len(events) < MOST_EVENTS,
                self._meanings(events),
            )
        return kept

    def found(
        self, intent: Intent, without: frozenset[str], shown: Sequence[Event]
    ) -> tuple[Wanted, Found]:
        """What fits ``intent``; not ``without`` these event ids. "Cheaper" is than ``shown``."""
        services, now = self._services, self._services.clock()
        calendar = self.calendar(now)
        home = services.home()
        asked = retrieve.wanted(
            intent,
            now=now,
            zone=services.zone,
            known=calendar.known,
            home=home,
            pool=calendar.events,
            shown=shown,
            meanings=calendar.meanings,
        )
        hidden = {id_ for id_, said in services.actions().items() if said & _UNWANTED}
        scores: Mapping[str, float] = services.scores()
        found = retrieve.fitting(
            asked,
            self._pool(asked, calendar),
            now=now,
            home=home,
            scores=lambda _: scores,
            without=without | hidden,
        )
        return asked, found

    def _meanings(self, events: Sequence[Event]) -> Meanings:
        rows = self._services.vectors([event.event_id for event in events])
        return Meanings(rows, self._services.meaning, tags.load())

    def _pool(self, asked: Wanted, calendar: Calendar) -> Sequence[Event]:
        """The events to look through; of a very large calendar those that can be meant."""
        if calendar.complete:
            return calendar.events
        services, now = self._services, self._services.clock()
        times = asked.times
        start, end = (times.start, times.until) if times and times.spans else (now, None)
        pool = {event.id: event for event in services.events.between(start, end, limit=MOST_EVENTS)}
        for topic in asked.topics:
            pool |= {event.id: event for event in services.search(topic.text, start, end)}
        return list(pool.values())
