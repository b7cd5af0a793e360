"""What the person did about events: a log, and the state that follows from it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from eventpal.domain import OPPOSITES, Action, Change, Event, Listing, Rating, Status, occurrence_id
from eventpal.errors import BadInput
from eventpal.store.database import Database
from eventpal.store.encoding import decode_event, encode_event, text_digest
from eventpal.store.settling import settle

_INSERT = """
INSERT INTO rating (event_id, action, at, reason, origin, text_digest, body, withdrawn)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was noted, and what became of it."""

    rating: Rating
    origin: str
    """The name of the imported calendar it comes from, "" for what was done in EventPal."""
    withdrawn_at: datetime | None = None
    """When it was taken back; None while it stands."""


class History:
    """The log of actions. Each entry keeps the event as it was, so that it outlives its feed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rate(self, event: Event, action: Action, at: datetime, reason: str = "") -> Change:
        """Append one action to the log."""
        with self._database.write() as db:
            db.execute(_INSERT, _row(event, action, at, reason, origin=""))
        return Change(rated=frozenset({event.event_id}))

    def withdraw(self, event: Event, action: Action, at: datetime) -> Change:
        """Take an action back, however long ago it was; where it does not stand, nothing changes.

        This is an entry of the log, too, so ``undo`` makes the action stand again.
        """
        if action not in self.actions().get(event.event_id, frozenset()):
            return Change()
        with self._database.write() as db:
            db.execute(_INSERT, _row(event, action, at, "", origin="", withdrawn=True))
        return Change(rated=frozenset({event.event_id}))

    def undo(self) -> Change:
        """Take back the last ``rate`` or ``withdraw``: everything is as it was before.

        Raises:
            BadInput: there is nothing to undo.
        """
        with self._database.write() as db:
            row = db.execute(
                """
                DELETE FROM rating WHERE id = (SELECT max(id) FROM rating WHERE origin = '')
                RETURNING event_id, (SELECT shown_as FROM alias WHERE event_id = rating.event_id)
                """
            ).fetchone()
            if row is None:
                raise BadInput("There is nothing to undo.")
            # Only the rating may have kept it: then it goes with it.
            change = settle(db, {row[1] or row[0]})
        return replace(change, rated=frozenset({row[0]}))

    def clear(self) -> Change:
        """Forget the whole log, imported history included; nothing is left to undo."""
        with self._database.write() as db:
            rows = db.execute(
                """
                DELETE FROM rating
                RETURNING event_id, (SELECT shown_as FROM alias WHERE event_id = rating.event_id)
                """
            ).fetchall()
            change = settle(db, {shown or own for own, shown in rows})
        return replace(change, rated=frozenset(own for own, _ in rows))

    def ratings(self) -> list[Rating]:
        """The log without what was withdrawn, oldest first."""
        return [entry.rating for entry in self.log() if entry.withdrawn_at is None]

    def log(self) -> list[Entry]:
        """Everything that was noted and not undone, oldest first, imported history included."""
        log: list[Entry] = []
        standing: defaultdict[tuple[str, Action], list[int]] = defaultdict(list)
        for id_, body, action, at, reason, origin, withdrawn in self._database.rows(
            "SELECT id, body, action, at, reason, origin, withdrawn FROM rating ORDER BY id"
        ):
            event, moment = decode_event(body), datetime.fromisoformat(at)
            about = (event.event_id, Action(action))
            if withdrawn:
                for place in standing.pop(about, []):
                    log[place] = replace(log[place], withdrawn_at=moment)
                continue
            standing[about].append(len(log))
            rating = Rating(id=id_, event=event, action=about[1], at=moment, reason=reason)
            log.append(Entry(rating, origin))
        return log

    def actions(self) -> dict[str, frozenset[Action]]:
        """The state that follows from the log, by event id. The later of like and dislike holds."""
        state: defaultdict[str, set[Action]] = defaultdict(set)
        for event_id, value, withdrawn in self._database.rows(
            """
            SELECT coalesce(shown_as, event_id), action, withdrawn FROM rating
            LEFT JOIN alias USING (event_id) ORDER BY id
            """
        ):
            action = Action(value)
            state[event_id].discard(action if withdrawn else OPPOSITES.get(action, action))
            if not withdrawn:
                state[event_id].add(action)
        return {event_id: frozenset(actions) for event_id, actions in state.items() if actions}

    def import_attended(self, listings: Iterable[Listing], name: str, now: datetime) -> int:
        """Log what the person's own calendar shows that they went to; returns how much was new.

        What counts is as ``attended`` has it; a series counts once, with its latest such date.
        These events are history only: nothing recommends them.
        """
        latest: dict[str, Event] = {}
        for listing in listings:
            event = attended(listing, now)
            if event is None:
                continue
            series = event.series or event.event_id
            if series not in latest or latest[series].start < event.start:
                latest[series] = event
        with self._database.write() as db:
            known = {
                row[0]
                for row in db.execute(
                    "SELECT event_id FROM rating WHERE action = ?", (Action.ATTENDED.value,)
                ).fetchall()
            }
            rows = [
                _row(event, Action.ATTENDED, event.start, "", origin=name, event_id=series)
                for series, event in latest.items()
                if series not in known
            ]
            db.conn.executemany(_INSERT, rows)
        return len(rows)


def attended(listing: Listing, now: datetime) -> Event | None:
    """The event on its last date that had begun by ``now``; None without one, or if called off."""
    past = [span for span in listing.dates if span.start <= now]
    if not past or listing.event.status is Status.CANCELLED:
        return None
    span = max(past, key=lambda span: span.start)
    event = listing.event
    series = listing.recurring or len(listing.dates) > 1
    return replace(
        event,
        id=occurrence_id(event.event_id, span.start) if series else event.id,
        start=span.start,
        end=span.end,
    )


def _row(
    event: Event,
    action: Action,
    at: datetime,
    reason: str,
    *,
    origin: str,
    event_id: str = "",
    withdrawn: bool = False,
) -> tuple[str | int, ...]:
    return (
        event_id or event.event_id,
        action.value,
        at.isoformat(),
        reason,
        origin,
        text_digest(event),
        encode_event(event),
        int(withdrawn),
    )
