"""What every benchmark holds still: the clock and the key."""

from datetime import UTC, datetime

from eventpal.store.vault.keys import DataKey

NOW = datetime(2026, 3, 1, 10, tzinfo=UTC)
KEY = DataKey(bytes(range(32)))
