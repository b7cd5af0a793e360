"""When feeds are read in tests, and when their events are, as text."""

from datetime import UTC, datetime, timedelta

from eventpal.domain import Event

NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)


def when(event: Event) -> str:
    """``start[/end]`` with offsets; dates, the last included, for all-day events."""
    if event.all_day:
        assert event.end is not None
        last = (event.end - timedelta(hours=12)).date()
        return f"{event.start.date()}" + (f"/{last}" if last != event.start.date() else "")
    start = event.start.isoformat(timespec="minutes")
    return start + (f"/{event.end.isoformat(timespec='minutes')}" if event.end else "")
