"""What may leave this computer, and the record of what did."""

from collections.abc import Callable
from datetime import datetime

from eventpal.feeds.hops import Hop, NotNow
from eventpal.store.ledger import Ledger, Request
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
        preferences: Preferences,
        sources: SourceStore,
        clock: Callable[[], datetime],
    ) -> None:
        self._ledger = ledger
        self._preferences = preferences
        self._sources = sources
        self._clock = clock

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

    def report(self, hop: Hop) -> None:
        """Note one request."""
        request = Request(
            self._clock(), hop.host, hop.address, hop.received, self._why(hop), hop.outcome
        )
        self._ledger.note(request)

    def _why(self, hop: Hop) -> str:
        title = self._sources.title_at(hop.asked)
        return f"Source: {title}" if title else "Looking for events at an address that was given"
