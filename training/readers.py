"""Published data in its own formats, read as what people said of items, in order.

Each reader takes the folder or file as it is published; none of the data lies in this repository.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from eventpal.domain import Action
from eventpal.errors import BadInput
from training.config import Config
from training.queries import Item, Pointwise, read_items, read_lines, read_pointwise
from training.verdicts import People, Verdict, unroll

LIKED_FROM: Final = 4.0
"""Stars: 4 and 5 of 5 are a like."""

_FOR: Final = frozenset({Action.LIKE, Action.SAVE, Action.GOING, Action.ATTENDED})
_AGAINST: Final = frozenset({Action.DISLIKE, Action.HIDE})

Timed = tuple[float, Verdict]


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader found."""

    people: People
    queries: Sequence[Pointwise] = ()
    """Where the data has queries of its own."""


def read(config: Config, data: Path) -> Found:
    """The people in ``config.train``, below ``data``."""
    path = data / config.train
    if not path.exists():
        raise BadInput(f"There is no {path}: name the folder of the data with --data.")
    if config.reader == "pointwise":
        found = queries(path)
        return Found(unroll(found), found)
    if config.reader == "purchases":
        return Found(purchases(path, data / config.items))
    if config.reader == "amazon":
        return Found(amazon(path, data / config.items))
    alone: Mapping[str, Callable[[Path], People]] = {
        "movielens-100k": movielens_100k,
        "movielens-20m": movielens_csv,
        "meetup": meetup,
        "history": history,
    }
    return Found(alone[config.reader](path))


def queries(path: Path) -> list[Pointwise]:
    """Pointwise queries."""
    return read_pointwise(path)


def people(path: Path) -> People:
    """What people said in pointwise queries."""
    return unroll(read_pointwise(path))


def purchases(path: Path, items: Path) -> People:
    """Sequences of purchases, ``{"user", "history": [item]}``: all of them liked."""
    catalogue = read_items(items)
    return {
        str(row["user"]): [Verdict(catalogue.get(str(one)), liked=True) for one in row["history"]]
        for row in read_lines(path)
    }


def movielens_100k(folder: Path) -> People:
    """The folder of MovieLens 100K: ``u.data``, ``u.item``, ``u.genre``."""
    genres = [
        name
        for name, _, _ in (line.partition("|") for line in _lines(folder / "u.genre", "latin-1"))
    ]
    films = {}
    for line in _lines(folder / "u.item", "latin-1"):
        number, title, flags = _film(line, len(genres))
        chosen = tuple(name for name, flag in zip(genres, flags, strict=True) if flag == "1")
        films[number] = Item(id=number, title=title, categories=chosen)
    rows = (line.split("\t") for line in _lines(folder / "u.data", "latin-1"))
    return _in_time(
        (user, (float(at), _rated(films[film], float(stars)))) for user, film, stars, at in rows
    )


def movielens_csv(folder: Path) -> People:
    """The folder of MovieLens 20M, or another in csv: ``ratings.csv`` and ``movies.csv``."""
    films = {
        row["movieId"]: Item(
            id=row["movieId"],
            title=row["title"],
            categories=tuple(one for one in row["genres"].split("|") if not one.startswith("(")),
        )
        for row in _csv(folder / "movies.csv")
    }
    return _in_time(
        (
            row["userId"],
            (float(row["timestamp"]), _rated(films[row["movieId"]], float(row["rating"]))),
        )
        for row in _csv(folder / "ratings.csv")
    )


def amazon(reviews: Path, products: Path) -> People:
    """Amazon reviews, JSON lines as published in 2018 or 2023, beside their products' metadata."""
    titles = {
        str(row.get("asin") or row.get("parent_asin")): str(row.get("title") or "")
        for row in read_lines(products)
    }
    return _in_time(
        (
            str(row.get("reviewerID") or row["user_id"]),
            (
                float(row.get("unixReviewTime") or row["timestamp"]),
                _rated(
                    Item(id=item, title=titles[item]),
                    float(row.get("overall") or row["rating"]),
                ),
            ),
        )
        for row in read_lines(reviews)
        if titles.get(item := str(row.get("parent_asin") or row["asin"]))
    )


def meetup(folder: Path) -> People:
    """A folder with ``events.jsonl`` and ``rsvps.jsonl``: a yes is a like, a no is none."""
    events = read_items(folder / "events.jsonl")
    return _in_time(
        (
            str(row["user"]),
            (float(row["at"]), Verdict(events.get(str(row["event"])), row["response"] == "yes")),
        )
        for row in read_lines(folder / "rsvps.jsonl")
    )


def history(path: Path) -> People:
    """What the application exported about its owner: the verdicts that stand."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        events = {row["id"]: _event(row) for row in told["events"]}
        return _in_time(
            (
                "owner",
                (
                    datetime.fromisoformat(row["at"]).timestamp(),
                    Verdict(events[row["event_id"]], Action(row["action"]) in _FOR),
                ),
            )
            for row in [*told["history"], *told["imported"]]
            if not row["withdrawn_at"] and Action(row["action"]) in _FOR | _AGAINST
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{path} is nothing that EventPal exported: {error!r}.") from error


def _event(row: Mapping[str, Any]) -> Item:
    return Item(
        id=row["id"],
        title=row["title"],
        text=row.get("description") or "",
        categories=tuple(row.get("categories") or ()),
        organiser=row.get("organiser") or "",
        venue=row.get("venue") or "",
    )


def _film(line: str, genres: int) -> tuple[str, str, Sequence[str]]:
    fields = line.split("|")
    return fields[0], fields[1], fields[-genres:]


def _rated(item: Item, stars: float) -> Verdict:
    return Verdict(item, stars >= LIKED_FROM, stars)


def _in_time(rows: Iterable[tuple[str, Timed]]) -> dict[str, list[Verdict]]:
    """Verdicts by person in order of time; as they come where times are the same."""
    found: dict[str, list[Timed]] = defaultdict(list)
    for user, one in rows:
        found[user].append(one)
    return {
        user: [verdict for _, verdict in sorted(own, key=lambda one: one[0])]
        for user, own in found.items()
    }


def _lines(path: Path, encoding: str) -> Iterator[str]:
    try:
        yield from (line for line in path.read_text(encoding=encoding).splitlines() if line)
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error}.") from error


def _csv(path: Path) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error}.") from error
