"""The two shapes that every evaluation comes in, read from JSON lines.

Pointwise: ``{"user", "history": [{"title", "genres", "rating", "liked"}], "target": {...},
"rating", "liked"}``: would this person like the target? Listwise: ``{"user", "at", "history":
[id], "candidates": [id], "positive"}``: which of the candidates did they choose? The facts of
listwise items stand in a file of their own. Labels may be missing, as in a file to be scored.
"""

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final

from eventpal.errors import BadInput

_OTHER: Final = ", and this is one of the other shape"
_GZIP: Final = b"\x1f\x8b"
"""How a gzipped file begins, whatever it is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A film, a book, a game, an event. What is not known is empty or None."""

    id: str
    """As published; where there is none, the title."""
    title: str
    text: str = ""
    categories: tuple[str, ...] = ()
    """Genres or topics."""
    organiser: str = ""
    venue: str = ""
    lat: float | None = None
    lon: float | None = None
    start: datetime | None = None
    """On the clock at the event's place."""


@dataclass(frozen=True, slots=True)
class Past:
    """An item of a history, and what the person thought of it."""

    item: Item
    liked: bool | None = None
    """None where only the choice is known."""
    rating: float | None = None
    """1 to 5; None where there are no ratings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointwise:
    """Would this person like the target?"""

    user: str
    history: tuple[Past, ...]
    target: Item
    liked: bool | None = None
    """The answer; None where it is not told."""
    rating: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listwise:
    """Which of the candidates did this person choose?"""

    user: str
    history: tuple[Item, ...]
    """What they chose before, in the order in which they chose it."""
    candidates: tuple[Item, ...]
    positive: int | None = None
    """The place of the answer among ``candidates``; None where it is not told."""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The items of listwise queries by id, in the order of their file."""

    items: Mapping[str, Item] = field(default_factory=dict)

    def get(self, identifier: str) -> Item:
        """The item, or one that is known by its id alone."""
        return self.items.get(identifier) or Item(id=identifier, title="")


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-lines file, plain or gzipped.

    Raises:
        BadInput: it cannot be read, or a line is not a JSON object; names the line.
    """
    try:
        with path.open("rb") as start:
            opener = gzip.open if start.read(2) == _GZIP else open
        with opener(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    row = json.loads(line)
                except ValueError as error:
                    raise BadInput(f"Line {number} of {path} is not JSON: {error}.") from error
                if not isinstance(row, dict):
                    raise BadInput(f"Line {number} of {path} is not a JSON object.")
                yield row
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        told = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise BadInput(f"{path} cannot be read: {told}.") from error


def read_items(path: Path) -> Catalogue:
    """The facts of the items that listwise queries name by id."""
    return Catalogue({item.id: item for item in map(_item, read_lines(path))})


def read_pointwise(path: Path) -> list[Pointwise]:
    """The queries of ``path`` in order. A user that is not named is a person of their own."""
    return [
        _named(path, number, _pointwise, row, number)
        for number, row in enumerate(read_lines(path), 1)
    ]


def read_listwise(path: Path, catalogue: Catalogue) -> list[Listwise]:
    """The queries of ``path`` in order."""
    return [
        _named(path, number, _listwise, row, number, catalogue)
        for number, row in enumerate(read_lines(path), 1)
    ]


def all_items(queries: Sequence[Pointwise]) -> list[Item]:
    """Every item of ``queries``, each once, in order of appearance."""
    found: dict[str, Item] = {}
    for query in queries:
        for item in (*(past.item for past in query.history), query.target):
            found.setdefault(item.id, item)
    return list(found.values())


def _named(path: Path, number: int, read: Any, *arguments: Any) -> Any:
    try:
        return read(*arguments)
    except KeyError as error:
        raise BadInput(f"Line {number} of {path} has no {error.args[0]!r}.") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise BadInput(f"Line {number} of {path} is not such a query: {error}.") from error


def _pointwise(row: dict[str, Any], number: int) -> Pointwise:
    if "target" not in row:
        raise ValueError("a pointwise query has a target" + _OTHER * ("candidates" in row))
    return Pointwise(
        user=_user(row, number),
        history=tuple(
            Past(_item(one), _flag(one.get("liked")), _number(one.get("rating")))
            for one in row["history"]
        ),
        target=_item(row["target"]),
        liked=_flag(row.get("liked")),
        rating=_number(row.get("rating")),
    )


def _listwise(row: dict[str, Any], number: int, catalogue: Catalogue) -> Listwise:
    if "target" in row:
        raise ValueError("a listwise query has candidates" + _OTHER)
    # A file to learn from may hold histories alone.
    ids = [str(one) for one in row.get("candidates", ())]
    positive = row.get("positive")
    if positive is not None and str(positive) not in ids:
        raise ValueError("its positive is not among its candidates")
    at = row.get("at")
    return Listwise(
        user=_user(row, number),
        history=tuple(catalogue.get(str(one)) for one in row["history"]),
        candidates=tuple(catalogue.get(one) for one in ids),
        positive=None if positive is None else ids.index(str(positive)),
        at=None if at is None else datetime.fromtimestamp(float(at), UTC),
    )


def _user(row: Mapping[str, Any], number: int) -> str:
    user = row.get("user")
    return f"line {number}" if user is None else str(user)


def _item(row: Mapping[str, Any]) -> Item:
    title = str(row.get("title") or "")
    return Item(
        id=str(row.get("id") or title),
        title=title,
        text=str(row.get("text") or ""),
        categories=tuple(map(str, row.get("genres") or row.get("topics") or ())),
        organiser=str(row.get("organiser") or ""),
        venue=str(row.get("venue") or ""),
        lat=_number(row.get("lat")),
        lon=_number(row.get("lon")),
        start=_start(row),
    )


def _start(row: Mapping[str, Any]) -> datetime | None:
    """The start with the offset of the place's own clock, which two columns tell together."""
    if row.get("start") is None:
        return None
    start = datetime.fromtimestamp(float(row["start"]), UTC)
    if not row.get("local_start"):
        return start
    local = datetime.fromisoformat(row["local_start"]).replace(tzinfo=UTC)
    minutes = round((local - start).total_seconds() / 60)
    return start.astimezone(timezone(timedelta(minutes=minutes)))


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _flag(value: Any) -> bool | None:
    return None if value is None else bool(value)
