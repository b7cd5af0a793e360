"""What the person wrote about their taste, and what EventPal makes of it.

A line becomes rules, which keep events off the list, and pseudo-observations: opinions of events
that never were, about only the side of them that the line names. The learner takes these in before
the person's own log, so what they do moves on from what they wrote.
"""

import contextlib
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from eventpal.domain import Change, Place, embedding_text
from eventpal.errors import EngineError
from eventpal.recommend.feasibility import Rule
from eventpal.recommend.reasons import Aspect
from eventpal.recommend.taste import Opinion
from eventpal.recommend.travel import Company, Habits, Mode
from eventpal.recommend.written import profile_meaning
from eventpal.recommend.written.profile_reading import Clause, Force, Reading, read
from eventpal.recommend.written.wishes import Said, pseudo_opinions
from eventpal.store.encoding import text_digest
from eventpal.store.names import Named
from eventpal.store.profile import Line, Origin, ProfileStore
from eventpal.store.vectors import VectorStore

Chosen = TypeVar("Chosen", Company, Mode)

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Unit rows of texts, [n, 384]."""

Names = Callable[[], Mapping[str, Named]]
"""The venues and organisers that there are, in lower case."""


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """One line, and in one sentence what EventPal does with it."""

    id: int
    text: str
    origin: Origin
    meaning: str


class Profile:
    """The lines of one home. Every write is a step that ``undo`` takes back exactly."""

    def __init__(
        self,
        store: ProfileStore,
        clock: Callable[[], datetime],
        *,
        changed: Callable[[Change], object],
        names: Names,
        vectors: VectorStore,
        embed: Embed,
    ) -> None:
        """Begin with nothing read.

        Args:
            store: where the lines are.
            clock: on the person's own clock.
            changed: told of every write before it is returned.
            names: the venues and organisers that there are.
            vectors: where it is kept what the lines' topics are about.
            embed: says what texts are about.
        """
        self._store = store
        self._clock = clock
        self._changed = changed
        self._names = names
        self._vectors = vectors
        self._embed = embed
        self._lock = threading.Lock()
        self._read: dict[str, Reading] = {}
        self._known: Mapping[str, Named] | None = None

    def lines(self) -> list[ProfileLine]:
        """Every line, in the order in which they were written."""
        return [self._told(line) for line in self._store.lines()]

    def add(self, text: str, origin: Origin = "person") -> Change:
        """Append a line. Raises BadInput for one that is empty or too long."""
        _, change = self._store.add(text, origin, self._clock())
        return self._tell(change)

    def edit(self, line: int, text: str) -> Change:
        """Change how a line reads. Raises NotFound, BadInput."""
        return self._tell(self._store.edit(line, text, self._clock()))

    def remove(self, line: int) -> Change:
        """Take a line out. Raises NotFound."""
        return self._tell(self._store.remove(line, self._clock()))

    def undo(self) -> Change:
        """Take back the last add, edit or remove. Raises BadInput if there is none."""
        return self._tell(self._store.undo())

    def clear(self) -> Change:
        """Forget every line, with nothing left to undo."""
        return self._tell(self._store.clear())

    def refresh(self, change: Change) -> None:
        """Names may be known now that were not."""
        if change.added or change.changed or change.removed:
            with self._lock:
                self._read, self._known = {}, None

    def rules(self) -> list[Rule]:
        """What the lines forbid."""
        return [
            Rule(clause.about, clause.force is Force.ONLY, clause.said)
            for _, clause in self._clauses()
            if clause.force in {Force.NEVER, Force.ONLY}
        ]

    def said(self, now: datetime, home: Place | None) -> Said:
        """What the lines want more or less of, as the learner takes it in."""
        zone = now.tzinfo
        given = pseudo_opinions(
            ((clause, line.since.astimezone(zone)) for line, clause in self._clauses()), home
        )
        digests = {text_digest(one.event): one.event.event_id for one in _topics(given)}
        rows = self._vectors.of_digests(list(digests))
        return Said(tuple(given), {digests[digest]: row for digest, row in rows.items()})

    def understand(self) -> int:
        """Embed the topics that have no vector yet; returns how many. Raises EngineError."""
        given = pseudo_opinions(((clause, line.since) for line, clause in self._clauses()), None)
        texts = {text_digest(one.event): embedding_text(one.event) for one in _topics(given)}
        for known in self._vectors.of_digests(list(texts)):
            del texts[known]
        if texts:
            self._vectors.put(zip(texts, self._embed(list(texts.values())), strict=True))
        return len(texts)

    def habits(self, chosen: Habits) -> Habits:
        """``chosen``, and where that says nothing, what the lines say of company and travel."""
        company, mode = chosen.company, chosen.mode
        said = [self._reading(line.text) for line in self._store.lines()]
        if company == "anyone":
            company = _last((one.company for one in said), company)
        if chosen.mode_is_usual:
            mode = _last((one.mode for one in said), mode)
        return Habits(company, chosen.budget, mode, chosen.max_minutes, chosen.mode_is_usual)

    def _clauses(self) -> list[tuple[Line, Clause]]:
        return [
            (line, clause)
            for line in self._store.lines()
            for clause in self._reading(line.text).clauses
        ]

    def _reading(self, text: str) -> Reading:
        with self._lock:
            if text not in self._read:
                if self._known is None:
                    self._known = self._names()
                self._read[text] = read(text, self._known)
            return self._read[text]

    def _told(self, line: Line) -> ProfileLine:
        meaning = profile_meaning.sentence(self._reading(line.text))
        return ProfileLine(line.id, line.text, line.origin, meaning)

    def _tell(self, change: Change) -> Change:
        if change.taste:
            # Without an engine, topics are found by their words until there is one.
            with contextlib.suppress(EngineError):
                self.understand()
        self._changed(change)
        return change


def _topics(given: Iterable[Opinion]) -> list[Opinion]:
    """Those that are about what an event is about."""
    return [one for one in given if one.about(Aspect.CONTENT)]


def _last(said: Iterable[Chosen | None], usual: Chosen) -> Chosen:
    """The last that was said, or what is usual."""
    for one in said:
        usual = usual if one is None else one
    return usual
