"""What may leave this computer and when, and the record of what did."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from eventpal.domain import Source, SourceKind
from eventpal.feeds import schedule
from eventpal.feeds.fetching.hops import Hop, NotNow
from eventpal.feeds.refresh import Refreshed
from eventpal.store.ledger import Ledger, Request
from eventpal.store.plans import Pause, Plan, Plans
from eventpal.store.preferences import Preferences
from eventpal.store.sources import SourceStore

AIRGAPPED = (
    "The air-gap switch is on, so nothing leaves this computer: turn it off in Privacy and "
    "settings, or with “eventpal airgap off”."
)


class Network:
    """Stands between fetching and the store, neither of which knows the other."""

    def __init__(
        self,
        ledger: Ledger,
        plans: Plans,
        preferences: Preferences,
        sources: SourceStore,
        clock: Callable[[], datetime],
        *,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._ledger = ledger
        self._plans = plans
        self._preferences = preferences
        self._sources = sources
        self._clock = clock
        self._chance = chance
        self._fresh: dict[str, timedelta | None] = {}
        """How long the last answer holds, by the location that was asked for."""

    @property
    def airgap(self) -> bool:
        """Whether every request is refused."""
        return bool(self._preferences.get("airgap", False))

    @airgap.setter
    def airgap(self, on: bool) -> None:
        self._preferences.set("airgap", on)

    def allow(self, host: str) -> None:
        """Let a request to ``host`` pass, or raise NotNow with the sentence that says why not."""
        if self.airgap:
            raise NotNow(AIRGAPPED)
        pause = self._plans.pauses().get(host)
        if pause is not None and self._clock() < pause.asked_until:
            until = pause.asked_until.astimezone()
            raise NotNow(
                f"{host} asked not to be asked again before {until:%H:%M on %d %B}: "
                "refresh it after that."
            )

    def report(self, hop: Hop) -> None:
        """Note one request, and what it says about when its host may be asked again."""
        now = self._clock()
        self._ledger.note(
            Request(now, hop.host, hop.address, hop.received, self._why(hop), hop.outcome)
        )
        if not hop.sent:
            return
        if not hop.picture:
            self._fresh[hop.asked] = hop.fresh
        before = self._plans.pauses().get(hop.host)
        if hop.failed and (hop.status in _ITS_FAULT or hop.status >= 500):
            failures = before.failures + 1 if before is not None else 1
            wait = schedule.back_off(failures, chance=self._chance(), asked=hop.wait)
            asked = min(hop.wait or timedelta(), schedule.MOST)
            self._plans.pause(hop.host, Pause(failures, now + wait, now + asked))
        elif before is not None and hop.status:
            self._plans.resume(hop.host)

    def checked(self, result: Refreshed) -> None:
        """Plan when to look at a source again."""
        source, now = result.source, self._clock()
        known = self._plans.all().get(source.id)
        every = known.every if known is not None else schedule.FIRST
        if isinstance(result.error, NotNow):
            checked_at = known.checked_at if known is not None else now
            soon = now + schedule.LEAST
            due_at = max(known.due_at, soon) if known is not None else soon
        else:
            change = result.listed or result.change
            if known is not None:
                changed = bool(change.added or change.changed or change.removed)
                every = schedule.learned(every, now - known.checked_at, changed=changed)
            if result.every is not None:
                every = max(every, min(result.every, schedule.MOST))
            checked_at = now
            fresh = self._fresh.pop(source.location, None)
            due_at = schedule.due(now, every, chance=self._chance(), fresh=fresh)
        self._plans.put(source.id, Plan(every, checked_at, due_at))

    def due(self) -> tuple[list[int], datetime | None]:
        """The sources to look at now, and when the next of the others is due."""
        now, airgap = self._clock(), self.airgap
        plans, pauses = self._plans.all(), self._plans.pauses()
        ids: list[int] = []
        later: list[datetime] = []
        for source in self._sources.all():
            if source.paused or (airgap and source.kind is SourceKind.WEB):
                continue
            at = _due_at(source, plans.get(source.id), pauses)
            if at <= now:
                ids.append(source.id)
            else:
                later.append(at)
        return ids, min(later, default=None)

    def _why(self, hop: Hop) -> str:
        if hop.picture:
            return "A picture of an event, from a source whose pictures you want"
        title = self._sources.title_at(hop.asked)
        return f"Source: {title}" if title else "Looking for events at an address that was given"


_ITS_FAULT = {0, 429}
"""Statuses below 500 that are no fault of the address; 0 is no answer."""


def _due_at(source: Source, plan: Plan | None, pauses: dict[str, Pause]) -> datetime:
    if plan is not None:
        at = plan.due_at
    elif source.checked_at is not None:
        at = source.checked_at + schedule.FIRST
    else:
        at = source.added_at
    host = urlsplit(source.location).hostname if source.kind is SourceKind.WEB else None
    pause = pauses.get(host or "")
    return max(at, pause.until) if pause is not None else at
