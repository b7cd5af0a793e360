"""How a source fares, in plain words. No Qt, no state."""

from dataclasses import dataclass
from datetime import datetime

from eventpal.domain import Source
from eventpal.ui import words


@dataclass(frozen=True, slots=True)
class Health:
    """One sentence, and the token of the colour it is shown in."""

    text: str
    colour: str


def health(source: Source, now: datetime) -> Health:
    """What to say about ``source``."""
    if source.paused:
        return Health("Paused: it is read only when you refresh it yourself", "muted")
    if source.failing_since is not None and source.problems:
        lasting = words.lasting(source.failing_since, now)
        since = f"Not read for {lasting}: " if lasting else ""
        return Health(f"{since}{source.problems[0].message}", "danger")
    if source.checked_at is None:
        return Health("Not read yet", "muted")
    problems = len(source.problems)
    if not problems:
        return Health("Works", "good") if source.events else Health("Lists no events", "warning")
    if not source.events:
        return Health(source.problems[0].message, "danger")
    return Health(f"Works, but for {words.counted(problems, 'problem')}", "warning")


def facts(source: Source, now: datetime) -> str:
    """Kind, number of events it lists, and when it was last read."""
    return " · ".join(
        [
            words.kind(source.kind),
            f"lists {words.counted(source.events, 'event')}",
            f"read {words.ago(source.checked_at, now)}",
            *([f"changed {words.ago(source.changed_at, now)}"] if source.changed_at else []),
            *(["with pictures"] if source.pictures else []),
        ]
    )


def title(source: Source) -> str:
    """The title, or where it is while it has none."""
    return source.title or source.location
