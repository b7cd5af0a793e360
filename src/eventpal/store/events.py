"""The events that sources list: written by refreshing, read by everything else."""

# ruff: noqa: S608 - statements are put together from constants alone; values are bound.

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import accumulate
from operator import itemgetter

from eventpal.domain import Change, Event, Listing, event_id_of
from eventpal.errors import NotFound
from eventpal.store import joining
from eventpal.store import listings as writing
from eventpal.store.database import Database
from eventpal.store.encoding import EVENT_COLUMNS, OF_EVENT, decode_event, event_of, seconds
from eventpal.store.published import Published, published_beside
from eventpal.store.sources import Part, put_part
from eventpal.store.vocabulary import Vocabulary

_ALWAYS = 2**62
_OVERLAPPING = """
SELECT event, start, finish FROM occurrence WHERE start >= :start AND start < :end
UNION ALL
SELECT event, start, finish FROM occurrence
WHERE start >= :start - 86400 AND start < min(:start, :end) AND until > :start
UNION ALL
SELECT event, start, finish FROM occurrence
WHERE until - start > 86400 AND until > :start AND start < min(:start - 86400, :end)
"""
"""Each branch walks an index: what starts inside, what started within the day before, and the
few that have been under way for longer."""
_MATCH = """
SELECT event.id, found.rank FROM event_words AS found
JOIN event ON event.key = found.rowid
WHERE event_words MATCH :query AND found.rowid > :after AND found.rowid <= :last AND EXISTS (
    SELECT 1 FROM occurrence WHERE event = found.rowid
    AND start < :end AND (start >= :start OR until > :start)
)
ORDER BY found.rank LIMIT :limit
"""
_AT_ONCE = 4_000
"""Rows that are ranked together. Of what more events say, those stored first, which are mostly the
soonest, come before the others: to rank 35,000 rows takes 100 ms."""
_SOME = """
SELECT max(rowid) FROM (
    SELECT rowid FROM event_words
    WHERE event_words MATCH :query AND rowid > :after LIMIT :most
)
"""
_TELLING = 0.25
"""A word in more of the events than this share says nothing beside one in fewer."""
_RANKED_AT_MOST = 6_000
"""Rows that bm25 is worked out for when any of several words will do; 10 ms on two cores."""
_SHORTEST_PREFIX = 3
"""Letters; shorter beginnings fit too many words to be quick or of use."""
_by_start_and_title = itemgetter(-2, EVENT_COLUMNS.split(", ").index("title"))
_WORD = re.compile(r"\w+")
_DATE = re.compile(r"-(\d{8}T\d{6}Z)")


class EventStore:
    """Events and their dates. An id may be an event's or one date's."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._vocabulary = Vocabulary(database)

    def apply(
        self,
        source: int,
        part: str,
        listings: Iterable[Listing],
        *,
        now: datetime,
        state: Part | None = None,
    ) -> Change:
        """Make ``listings`` all that this part of a source lists, in one transaction.

        What it no longer lists goes, unless another part or source lists it or the person rated
        it. ``state`` is how the part was read, stored with it.
        """
        with self._database.write() as db:
            change = writing.apply(db, source, part, listings, now)
            if state is not None:
                put_part(db, source, state)
        return change

    def drop_parts(self, source: int, keep: Collection[str], *, now: datetime) -> Change:
        """Take away every part of a source that is not in ``keep`` any more at ``now``."""
        with self._database.write() as db:
            names = {
                row[0]
                for row in db.execute(
                    """
                    SELECT DISTINCT part FROM listing WHERE source = :source
                    UNION SELECT name FROM part WHERE source = :source
                    """,
                    {"source": source},
                ).fetchall()
            } - set(keep)
            change = writing.remove(db, source, names, read_at=now)
            db.conn.executemany(
                "DELETE FROM part WHERE source = ? AND name = ?", [(source, name) for name in names]
            )
        return change

    def between(
        self, start: datetime, end: datetime | None, *, limit: int | None = None
    ) -> list[Event]:
        """Every date that overlaps start..end (``end`` exclusive, None: for ever).

        By start, then title.
        """
        window = _window(start, end)
        if window["end"] < window["start"]:
            return []
        if limit is not None:
            # Finding the last start first keeps the join small, whatever is stored.
            last = self._database.rows(
                f"SELECT start FROM ({_OVERLAPPING} ORDER BY start) LIMIT 1 OFFSET :skip",
                {**window, "skip": max(limit - 1, 0)},
            )
            if last:
                window["end"] = min(window["end"], last[0][0] + 1)
        # In the order that events are stored in: each page is then decrypted once.
        rows = self._database.rows(
            f"""
            WITH dates AS MATERIALIZED (SELECT * FROM ({_OVERLAPPING}) ORDER BY event)
            SELECT {OF_EVENT}, dates.start, dates.finish FROM dates
            CROSS JOIN event ON event.key = dates.event
            """,
            window,
        )
        rows.sort(key=_by_start_and_title)
        return [event_of(row) for row in rows[:limit]]

    def begun(self, start: datetime, end: datetime) -> list[tuple[str, str, str, float]]:
        """Organiser, venue, title and start (epoch) of what began in start..end, in order.

        Only what was known before it began; at most the latest 20,000.
        """
        return self._database.rows(
            """
            SELECT organiser, venue, title, start FROM (
                SELECT event.organiser, event.venue, event.title, occurrence.start
                FROM occurrence CROSS JOIN event ON event.key = occurrence.event
                WHERE occurrence.start >= ? AND occurrence.start < ?
                AND event.first_seen <= occurrence.start
                ORDER BY occurrence.start DESC LIMIT 20000
            ) ORDER BY start
            """,
            (seconds(start), seconds(end)),
        )

    def organisers(self, *, addresses: int) -> list[str]:
        """The organisers of events at so many ``addresses`` or more."""
        rows = self._database.rows(
            "SELECT organiser FROM event WHERE organiser != '' "
            "GROUP BY organiser HAVING count(DISTINCT nullif(address, '')) >= ?",
            (addresses,),
        )
        return [organiser for (organiser,) in rows]

    def get(self, identifier: str, *, now: datetime | None = None) -> Event:
        """One date of an event; of an event's own id its next date, or its last one.

        What the person rated is found even when nothing lists it any more.

        Raises:
            NotFound: no such event or date.
        """
        found = self.find([identifier], now=now)
        if not found:
            raise NotFound(
                f"There is no event {identifier}: it may have been taken out of its calendar."
            )
        return found[0]

    def find(self, identifiers: Iterable[str], *, now: datetime | None = None) -> list[Event]:
        """The events or dates with these ids, in their order; unknown ones are left out.

        An event's own id stands for its next date after ``now`` (None: this moment), or its
        last one.
        """
        wanted = list(dict.fromkeys(identifiers))
        found = self._next_dates([id_ for id_ in wanted if "-" not in id_], now)
        found |= self._exact_dates([id_ for id_ in wanted if "-" in id_])
        found |= self._snapshots([id_ for id_ in wanted if id_ not in found])
        return [found[id_] for id_ in wanted if id_ in found]

    def dates(self, event_id: str) -> list[Event]:
        """All dates of the event and of the series it belongs to, in order."""
        rows = self._database.rows(
            f"""
            SELECT {OF_EVENT}, occurrence.start, occurrence.finish FROM event
            JOIN occurrence ON occurrence.event = event.key
            WHERE series = (SELECT series FROM event WHERE id = coalesce(
                (SELECT shown_as FROM alias WHERE event_id = :id), :id
            ))
            ORDER BY occurrence.start, title
            """,
            {"id": event_id_of(event_id)},
        )
        return [event_of(row) for row in rows]

    def match(
        self, words: str, *, start: datetime, end: datetime | None, limit: int
    ) -> list[tuple[str, float]]:
        """Events by their words, with a date overlapping start..end: (event id, bm25).

        bm25 is lower for a better match. First come events with all the words in title, venue,
        organiser and categories, then with all of them anywhere, then with some of them; each
        of these groups by bm25. The last word may be the beginning of one.
        """
        terms = _terms(words)
        window = _window(start, end)
        found: dict[str, float] = {}
        for query in self._queries(terms):
            if len(found) >= limit:
                break
            for id_, rank in self._ranked(query, window, limit):
                found.setdefault(id_, rank)
        return list(found.items())[: max(limit, 0)]

    def count(self) -> int:
        """How many events there are; a series counts once."""
        return int(self._database.rows("SELECT count(*) FROM event")[0][0])

    def join(self, event_id: str, into: str) -> Change:
        """Show what is published as ``event_id`` as part of the event ``into``, from now on.

        Raises:
            NotFound: one of them is no event.
            BadInput: they are one already.
        """
        with self._database.write() as db:
            return joining.join(db, event_id, into)

    def join_all(self, pairs: Sequence[tuple[str, str]], *, compared: Collection[str]) -> Change:
        """Show the first event of each pair as part of the second one, in one transaction.

        ``compared`` are events that ``unjoined`` need not give again until they change. An event
        that is gone meanwhile is left out.
        """
        with self._database.write() as db:
            return joining.join_all(db, pairs, compared)

    def split(self, event_id: str) -> Change:
        """Undo ``join``: show what is published as ``event_id`` as an event of its own.

        The two stay ``apart`` from then on, unless they are joined by name.

        Raises:
            NotFound: it is not part of another event.
        """
        with self._database.write() as db:
            return joining.split(db, event_id)

    def joined(self, event_id: str) -> list[str]:
        """The ids that were joined to the event ``event_id``, in order."""
        rows = self._database.rows(
            "SELECT event_id FROM alias WHERE shown_as = ? ORDER BY event_id", (event_id,)
        )
        return [id_ for (id_,) in rows]

    def unjoined(self) -> list[str]:
        """Events that came or changed since they were last compared with the others."""
        return [id_ for (id_,) in self._database.rows("SELECT event_id FROM unjoined")]

    def published_beside(self, ids: Collection[str], since: datetime) -> list[Published]:
        """What is published of the events ``ids``, and of all that begin within a day of them.

        Dates before ``since`` are left out, and so are events without later ones.
        """
        return published_beside(self._database, ids, since)

    def apart(self) -> list[tuple[str, str]]:
        """Pairs of ids, as published, that the person told apart."""
        return [(one, other) for one, other in self._database.rows("SELECT * FROM apart")]

    def _ranked(self, query: str, window: dict[str, int], limit: int) -> list[tuple[str, float]]:
        """What an FTS5 query finds in a window of time, ``_AT_ONCE`` rows after the other."""
        found: list[tuple[str, float]] = []
        after = 0
        while len(found) < limit:
            chunk = {"query": query, "after": after}
            [(last,)] = self._database.rows(_SOME, {**chunk, "most": _AT_ONCE})
            if last is None:
                break
            chunk |= {**window, "last": last, "limit": limit - len(found)}
            found += self._database.rows(_MATCH, chunk)
            after = last
        return found

    def _queries(self, terms: Sequence[str]) -> Iterator[str]:
        """FTS5 queries for ``terms``, the strictest first."""
        # bm25 gives next to no weight to what many texts say, and takes long to find that out.
        stored = self._database.rows("SELECT coalesce(max(key), 0) FROM event")[0][0]
        most = max(_RANKED_AT_MOST, int(_TELLING * stored))
        counts = self._counts(terms, most + 1)
        terms = [term if counts[term] else self._mended(term) for term in terms]
        counts |= self._counts([term for term in terms if term not in counts], most + 1)
        known = [term for term in terms if counts[term]]
        telling = [term for term in known if counts[term] <= most] or known
        if telling and len(known) == len(terms):
            every = " AND ".join(telling)
            yield f"{{title venue organiser categories}} : ({every})"
            yield every
        if telling and len(terms) > 1:
            yield " OR ".join(_rarest({term: counts[term] for term in telling}))

    def _mended(self, term: str) -> str:
        """A term that no event says as those that were likely meant, or itself."""
        meant = [f'"{one}"' for one in self._vocabulary.meant_by(term.strip('"*'))]
        return f"({' OR '.join(meant)})" if meant else term

    def _counts(self, terms: Iterable[str], most: int) -> dict[str, int]:
        """How many events say each term, up to ``most``; counting is quicker than ranking."""
        count = "SELECT count(*) FROM (SELECT 1 FROM event_words WHERE event_words MATCH ? LIMIT ?)"
        return {term: self._database.rows(count, (term, most))[0][0] for term in terms}

    def _next_dates(self, ids: Sequence[str], now: datetime | None) -> dict[str, Event]:
        rows = self._database.rows(
            f"""
            SELECT wanted.value, {OF_EVENT},
            coalesce(occurrence.start, event.start), iif(occurrence.start IS NULL,
            event.finish, occurrence.finish)
            FROM json_each(:ids) AS wanted
            LEFT JOIN alias ON alias.event_id = wanted.value
            JOIN event ON event.id = coalesce(alias.shown_as, wanted.value)
            LEFT JOIN occurrence ON occurrence.event = event.key AND occurrence.start = coalesce(
                (SELECT min(start) FROM occurrence WHERE event = event.key AND until > :now),
                (SELECT max(start) FROM occurrence WHERE event = event.key)
            )
            """,
            {"ids": json.dumps(ids), "now": seconds(now or datetime.now(UTC))},
        )
        return {row[0]: event_of(row[1:]) for row in rows}

    def _exact_dates(self, ids: Sequence[str]) -> dict[str, Event]:
        wanted = [
            (id_, event_id_of(id_), seconds(start)) for id_ in ids if (start := _start_in(id_))
        ]
        rows = self._database.rows(
            f"""
            SELECT value ->> 0, {OF_EVENT}, occurrence.start, occurrence.finish
            FROM json_each(?) AS wanted
            LEFT JOIN alias ON alias.event_id = value ->> 1
            JOIN event ON event.id = coalesce(alias.shown_as, value ->> 1)
            JOIN occurrence ON occurrence.event = event.key AND occurrence.start = value ->> 2
            """,
            (json.dumps(wanted),),
        )
        return {row[0]: event_of(row[1:]) for row in rows}

    def _snapshots(self, ids: Sequence[str]) -> dict[str, Event]:
        """What the person rated and no source lists any more, as it was then."""
        if not ids:
            return {}
        found: dict[str, Event] = {}
        for event_id, body in self._database.rows(
            """
            SELECT event_id, body FROM rating
            WHERE event_id IN (SELECT value FROM json_each(?)) ORDER BY id
            """,
            (json.dumps(sorted({event_id_of(id_) for id_ in ids})),),
        ):
            event = decode_event(body)
            found[event.id] = found[event_id] = event
        return {id_: found[id_] for id_ in ids if id_ in found}


def _window(start: datetime, end: datetime | None) -> dict[str, int]:
    return {"start": seconds(start), "end": _ALWAYS if end is None else seconds(end)}


def _start_in(identifier: str) -> datetime | None:
    """The start that a date's id ends with."""
    date = _DATE.fullmatch(identifier, len(event_id_of(identifier)))
    try:
        return datetime.fromisoformat(date[1]) if date else None
    except ValueError:
        return None


def _terms(words: str) -> list[str]:
    """Any text as FTS5 terms: its words quoted, the last one as a prefix."""
    tokens = list(dict.fromkeys(_WORD.findall(words)))
    terms = [f'"{token}"' for token in tokens]
    # Where words are written without spaces a short beginning says as much as a word.
    if tokens and (len(tokens[-1]) >= _SHORTEST_PREFIX or not tokens[-1].isascii()):
        terms[-1] += "*"
    return terms


def _rarest(counts: Mapping[str, int]) -> list[str]:
    """The rarest terms, as many as can be ranked quickly, and one at least."""
    terms = sorted(counts, key=counts.__getitem__)
    so_far = accumulate(counts[term] for term in terms)
    quick = [term for term, total in zip(terms, so_far, strict=True) if total <= _RANKED_AT_MOST]
    return quick or terms[:1]
