"""When a source is due again. Pure: the clock and chance come from outside.

A source that was found changed is looked at twice as often, one that was not at most half as often
again: so the time between two looks settles near the time between two changes.
"""

from datetime import datetime, timedelta
from typing import Final

FIRST: Final = timedelta(hours=6)
"""Between two looks at a source that nothing is known of."""
LEAST: Final = timedelta(minutes=15)
MOST: Final = timedelta(hours=24)
"""Bounds of what is learned, and of how long a host or a failure can put a look off."""
JITTER: Final = 0.1
"""Up to this share is taken off, so that sources don't all come due at once."""


def learned(every: timedelta, elapsed: timedelta, *, changed: bool) -> timedelta:
    """The time between two looks from now on, from ``LEAST`` to ``MOST``.

    Args:
        every: What it was.
        elapsed: Since the last look. A look soon after another says little about a source that
            was not changed, and one long after it says little about one that was.
        changed: Whether this look found something else than the last one.
    """
    elapsed = max(elapsed, timedelta())
    if not changed:
        every *= 1 + 0.5 * min(elapsed / max(every, LEAST), 1.0)
    elif elapsed <= 4 * every:
        every /= 2
    return min(max(every, LEAST), MOST)


def due(
    now: datetime,
    every: timedelta,
    *,
    chance: float,
    fresh: timedelta | None = None,
) -> datetime:
    """When to look again, from ``LEAST`` to ``MOST`` from ``now``.

    Args:
        now: The moment of this look.
        every: As learned.
        chance: From 0 to 1.
        fresh: How long the host said its answer holds (``Cache-Control: max-age``).
    """
    wait = every * (1 - JITTER * chance)
    if fresh is not None:
        wait = max(wait, fresh)
    return now + min(max(wait, LEAST), MOST)


def back_off(failures: int, *, chance: float, asked: timedelta | None = None) -> timedelta:
    """How long to leave a host alone after ``failures`` (1 or more) in a row; at most ``MOST``.

    Doubles with each, and half of it is up to ``chance`` (0 to 1), so that many who failed together
    don't come back together. What the host ``asked`` for (``Retry-After``) is the least.
    """
    whole = min(LEAST * (1 << min(failures - 1, 16)), MOST)
    wait = whole * (0.5 + 0.5 * chance)
    return min(max(wait, asked or timedelta()), MOST)
