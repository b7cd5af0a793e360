"""What publishers changed about events, kept so that nobody misses that a plan no longer holds."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from eventpal.domain import (
    Action,
    Event,
    EventChange,
    Span,
    What,
    event_id,
)
from eventpal.store.database import Database
from eventpal.store.encoding import moment, seconds, zone_of
from eventpal.store.sqlite import sqlite_utils

KEPT = timedelta(days=180)
"""How long a change is remembered."""
MOST_DATES = 12
"""Dates of one series that are told as taken out at once."""

PLANS = (Action.SAVE, Action.GOING, Action.LIKE)
"""What makes a change of the event the person's business."""

BEFORE = "title, start, tz, all_day, venue, address, status, sources, sold_out, recurring, uid"
"""The columns of event that ``Stored`` is read from."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An event as it is stored before it is written anew."""

    title: str
    start: int
    tz: str
    all_day: int
    venue: str
    address: str
    status: str
    sources: str
    sold_out: int
    recurring: int
    uid: str


@dataclass(frozen=True, slots=True)
class Renewed:
    """An event before and after its listings were read again; ``dates`` are the coming ones."""

    before: Stored
    event: Event
    dates_before: Collection[int]
    """Seconds since 1970-01-01T00:00Z."""
    dates: Sequence[Span]
    recurring: bool


class Changes:
    """What was found changed, newest first."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def latest(self, limit: int) -> list[EventChange]:
        """The newest changes of any event."""
        rows = self._database.rows(
            """
            SELECT event_id, at, title, what, before, after FROM event_change
            ORDER BY id DESC LIMIT ?
            """,
            (limit,),
        )
        return [_change(row) for row in rows]

    def since_planned(self) -> dict[str, tuple[EventChange, ...]]:
        """By the id of each event that the person saved, likes or goes to: what changed since.

        Several changes of one kind are told as one, and one that was taken back is left out.
        Oldest first.
        """
        planned: dict[str, datetime] = {}
        for shown, at, action, withdrawn in self._database.rows(
            """
            SELECT coalesce(shown_as, event_id), at, action, withdrawn FROM rating
            LEFT JOIN alias USING (event_id) WHERE origin = '' ORDER BY id
            """
        ):
            if action not in PLANS:
                continue
            if withdrawn:
                planned.pop(shown, None)
            else:
                planned[shown] = datetime.fromisoformat(at)
        if not planned:
            return {}
        found: defaultdict[str, list[EventChange]] = defaultdict(list)
        for shown, *row in self._database.rows(
            """
            SELECT coalesce(alias.shown_as, changed.event_id), changed.event_id, at, title, what,
            before, after FROM event_change AS changed
            LEFT JOIN alias ON alias.event_id = changed.event_id
            WHERE coalesce(alias.shown_as, changed.event_id) IN (SELECT value FROM json_each(?))
            ORDER BY changed.id
            """,
            (json.dumps(sorted(planned)),),
        ):
            change = _change(row)
            if change.at > planned[shown]:
                found[shown].append(replace(change, event_id=shown))
        told = {id_: _net(changes) for id_, changes in found.items()}
        return {id_: changes for id_, changes in told.items() if changes}


def note(
    db: sqlite_utils.Database,
    at: datetime,
    renewed: Mapping[str, Renewed],
    gone: Mapping[str, str],
) -> None:
    """Note what is different now, inside the transaction that wrote it.

    Args:
        db: The transaction.
        at: When the sources were read.
        renewed: Events that are listed otherwise than before, by id.
        gone: The titles of coming events that are not listed any more, by id.
    """
    rows = [row for id_, one in renewed.items() for row in _differences(db, id_, one, at)]
    rows += [(id_, title, What.GONE, "", "") for id_, title in gone.items()]
    if not rows:
        return
    now = seconds(at)
    db.conn.executemany(
        """
        INSERT INTO event_change (event_id, at, title, what, before, after)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        [(id_, now, title, what.value, old, new) for id_, title, what, old, new in rows],
    )
    db.execute("DELETE FROM event_change WHERE at < ?", (now - int(KEPT.total_seconds()),))


_Row = tuple[str, str, What, str, str]


def _differences(db: sqlite_utils.Database, id_: str, one: Renewed, at: datetime) -> Iterator[_Row]:
    before, event = one.before, one.event
    title = event.title
    listed = before.sources != "[]", bool(event.sources)
    if listed == (True, False):
        if _coming(one, at):
            yield id_, title, What.GONE, "", ""
        return
    if listed == (False, True):
        yield id_, title, What.BACK, "", ""
    if before.status != event.status.value:
        yield id_, title, What.STATUS, before.status, event.status.value
    if bool(before.sold_out) != event.sold_out:
        yield id_, title, What.SOLD_OUT, *(("", "yes") if event.sold_out else ("yes", ""))
    for old, new in ((before.venue, event.venue), (before.address, event.address)):
        if old and new and _plain(old) != _plain(new):
            yield id_, title, What.PLACE, old, new
            break
    if not before.recurring and not one.recurring:
        old_start = _written(before.start, before.tz, all_day=before.all_day != 0)
        new_start = _written(seconds(event.start), event.tz, all_day=event.all_day)
        moved = before.start != seconds(event.start) or before.all_day != event.all_day
        if moved and old_start != new_start:
            yield id_, title, What.TIME, old_start, new_start
    elif before.recurring and one.recurring:
        yield from _dates_taken_out(db, id_, one, at)


def _dates_taken_out(
    db: sqlite_utils.Database, id_: str, one: Renewed, at: datetime
) -> Iterator[_Row]:
    """Coming dates that a series no longer has, each with where it was moved to, if anywhere."""
    left = {seconds(span.start) for span in one.dates}
    now, last = seconds(at), max(left, default=0)
    # Beyond the last one, a shorter window of reading looks the same as a shorter series.
    taken = sorted(
        start for start in one.dates_before if now <= start <= last and start not in left
    )
    for start in taken[:MOST_DATES]:
        moved = event_id(one.before.uid, f"{moment(start):%Y%m%dT%H%M%SZ}")
        row = db.execute("SELECT start, tz, all_day FROM event WHERE id = ?", (moved,)).fetchone()
        old = _written(start, one.before.tz, all_day=one.before.all_day != 0)
        if row is None:
            yield id_, one.event.title, What.GONE, old, ""
        elif row[0] != start:
            new = _written(row[0], row[1], all_day=row[2] != 0)
            yield id_, one.event.title, What.TIME, old, new


def _coming(one: Renewed, at: datetime) -> bool:
    now = seconds(at)
    return any(start >= now for start in one.dates_before) or one.before.start >= now


def _net(changes: Iterable[EventChange]) -> tuple[EventChange, ...]:
    """Changes of one thing as one, from the first state to the last."""
    found: dict[tuple[str, str], EventChange] = {}
    for change in changes:
        what = What.GONE if change.what is What.BACK else change.what
        # Dates of a series are things of their own, told apart by where they began.
        key = next(
            (
                key
                for key, known in found.items()
                if key[0] == what.value and known.after == change.before
            ),
            (what.value, change.before),
        )
        first = found.pop(key, None)
        if change.what is What.BACK:
            if first is None:
                found[key] = change
        elif first is None:
            found[key] = change
        elif first.before != change.after:
            found[key] = replace(change, before=first.before)
    return tuple(sorted(found.values(), key=lambda change: change.at))


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace(",", " ").split())


def _written(start: int, tz: str, *, all_day: bool) -> str:
    when = moment(start, zone_of(tz))
    return when.date().isoformat() if all_day else when.isoformat()


def _change(row: Sequence[Any]) -> EventChange:
    id_, at, title, what, before, after = row
    return EventChange(
        event_id=id_,
        at=moment(at, UTC),
        title=title,
        what=What(what),
        before=before,
        after=after,
    )
