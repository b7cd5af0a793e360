"""The list of cards as Qt's model/view sees it: rows of events, and headings between them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from eventpal.domain import Action, Event, EventChange, Pick, Place, distance_km
from eventpal.services import news
from eventpal.ui import words
from eventpal.ui.guarded import guarded

Index = QModelIndex | QPersistentModelIndex

NO_ACTIONS: frozenset[Action] = frozenset()

ON_THE_CARD = frozenset("detail distance lead_habit lead_time price price_fit time_of_week".split())
"""Features of what a card shows anyway: where, when, what it costs, that it has a picture."""


@dataclass(frozen=True, slots=True)
class Card:
    """One event in a list. ``pick`` carries its score and reasons where it was ranked.

    ``note`` is what the list itself says about it, such as why it was held back.
    """

    event: Event
    pick: Pick | None = None
    actions: frozenset[Action] = NO_ACTIONS
    km: float | None = None
    note: str = ""
    news: tuple[EventChange, ...] = ()
    """What changed about it since the person planned it."""

    @property
    def key(self) -> str:
        """What tells this row from the others."""
        return self.event.id

    @property
    def reason(self) -> str:
        """The sentence under the facts: what stands in the way, else the most telling reason.

        Empty where every reason is a fact that stands above.
        """
        if self.obstacle or not (self.pick and self.pick.reasons):
            return words.because(self.obstacle)
        telling = (one for one in self.pick.telling if one.feature not in ON_THE_CARD)
        return words.because(next((one.text for one in telling), ""))

    @property
    def obstacle(self) -> str:
        """What stands in the way of going, or empty."""
        return self.note or (self.pick.note if self.pick else "")


@dataclass(frozen=True, slots=True)
class Heading:
    """A title between cards, such as a day."""

    text: str

    @property
    def key(self) -> str:
        """What tells this row from the others."""
        return f"# {self.text}"


@dataclass(frozen=True, slots=True)
class Leg:
    """The way from one stop of a day to the next: an icon and a sentence."""

    icon: str
    text: str
    at: int

    @property
    def key(self) -> str:
        """What tells this row from the others."""
        return f"> {self.at}"


Row = Card | Heading | Leg


class Role(IntEnum):
    """What a view can ask of a row."""

    ROW = Qt.ItemDataRole.UserRole + 1


@guarded
class EventModel(QAbstractListModel):
    """Rows that change by the least steps, so that selection and scroll stay where they are."""

    def __init__(self, clock: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._rows: list[Row] = []

    @property
    def rows(self) -> Sequence[Row]:
        """All rows, in order."""
        return self._rows

    def row_of(self, key: str) -> int:
        """The position of the row with ``key``; -1 if there is none."""
        return next((at for at, row in enumerate(self._rows) if row.key == key), -1)

    def card(self, index: Index) -> Card | None:
        """The card at ``index``; None for a heading or nothing."""
        row = self._rows[index.row()] if index.isValid() else None
        return row if isinstance(row, Card) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Qt's name for the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a view or a screen reader asks for."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Role.ROW:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return spoken(row, self._clock()) if isinstance(row, Card) else row.text
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and isinstance(row, Card):
            return described(row)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cards can be chosen, headings cannot."""
        if self.card(index) is None:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemNeverHasChildren

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Become ``rows``: what is gone goes, what is new comes, the rest moves in one step."""
        rows = _distinct(rows)
        wanted = {row.key for row in rows}
        self._remove_others(wanted)
        known = {row.key for row in self._rows}
        fresh = [row for row in rows if row.key not in known]
        if fresh:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
            self._rows.extend(fresh)
            self.endInsertRows()
        before = {row.key: at for at, row in enumerate(self._rows)}
        if any(before[row.key] != at for at, row in enumerate(rows)):
            self._permute(rows)
        self._replace(rows)

    def update(self, event_id: str, actions: frozenset[Action]) -> None:
        """Show ``actions`` on every row of this event."""
        for at, row in enumerate(self._rows):
            if isinstance(row, Card) and row.event.event_id == event_id:
                self._rows[at] = replace(row, actions=actions)
                self.dataChanged.emit(self.index(at), self.index(at))

    def _remove_others(self, wanted: set[str]) -> None:
        last = len(self._rows) - 1
        while last >= 0:
            if self._rows[last].key in wanted:
                last -= 1
                continue
            first = last
            while first > 0 and self._rows[first - 1].key not in wanted:
                first -= 1
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()
            last = first - 1

    def _permute(self, rows: list[Row]) -> None:
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        keys = [self._rows[index.row()].key for index in old]
        after = {row.key: at for at, row in enumerate(rows)}
        self._rows.sort(key=lambda row: after[row.key])
        self.changePersistentIndexList(old, [self.index(after[key]) for key in keys])
        self.layoutChanged.emit()

    def _replace(self, rows: list[Row]) -> None:
        for at, row in enumerate(rows):
            if self._rows[at] != row:
                self._rows[at] = row
                self.dataChanged.emit(self.index(at), self.index(at))


def cards(
    events: Sequence[Event | Pick],
    actions: Mapping[str, frozenset[Action]],
    home: Place | None,
    changes: Mapping[str, tuple[EventChange, ...]],
) -> list[Card]:
    """Cards in the order of ``events``: what the person did about each, what changed, how far."""
    made = []
    for one in events:
        event = one.event if isinstance(one, Pick) else one
        km = distance_km(home, event.place) if home and event.place else None
        pick = one if isinstance(one, Pick) else None
        done = actions.get(event.event_id, NO_ACTIONS)
        made.append(Card(event, pick, done, km, news=changes.get(event.event_id, ())))
    return made


def by_day(of: Sequence[Card], now: datetime) -> list[Row]:
    """The cards, in order, under a heading for each day; what has begun stands under today."""
    rows: list[Row] = []
    last: date | None = None
    for card in of:
        on = words.local(card.event.start, card.event.tz).date()
        if card.event.start >= now or (card.event.end is not None and card.event.end > now):
            on = max(on, now.date())
        if on != last:
            rows.append(Heading(words.heading(on, now.date())))
            last = on
        rows.append(card)
    return rows


def spoken(card: Card, now: datetime) -> str:
    """A card as one sentence for a screen reader."""
    event = card.event
    facts = [
        event.title,
        words.status(event),
        words.when(event, now),
        words.where(event, card.km),
        words.price(event),
        f"match {card.pick.score:.0%}" if card.pick else "",
        *(news.sentence(one) for one in card.news),
    ]
    return ", ".join(fact for fact in facts if fact)


def described(card: Card) -> str:
    """The first reason and what the person already did, for a screen reader."""
    done = [ACTION_WORDS[action] for action in Action if action in card.actions]
    return ". ".join(part for part in [card.reason, ", ".join(done)] if part)


ACTION_WORDS = {
    Action.LIKE: "Liked",
    Action.DISLIKE: "Not for you",
    Action.SAVE: "Saved",
    Action.GOING: "You are going",
    Action.ATTENDED: "You were there",
    Action.HIDE: "Hidden",
}


def _distinct(rows: Sequence[Row]) -> list[Row]:
    return list({row.key: row for row in rows}.values())
