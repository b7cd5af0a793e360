"""How EventPal got from the person to a pick, as a small graph."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from eventpal.domain import Action, Event
from eventpal.recommend import candidates
from eventpal.recommend.candidates import Vectors
from eventpal.recommend.taste import Opinion

Kind = Literal["person", "event", "topic", "organiser", "venue", "pick"]

LIKED_SHOWN: Final = 6
"""Events of the person's own that are shown at most."""
ALIKE: Final = 0.5
"""Cosine from which two texts are called alike: half-way from what any two share to the same."""

_DID: Final = {
    Action.LIKE: "liked",
    Action.SAVE: "saved",
    Action.GOING: "going to",
    Action.ATTENDED: "went to",
}
_YOU: Final = "you"


@dataclass(frozen=True, slots=True)
class Node:
    """A thing on the way."""

    id: str
    kind: Kind
    label: str


@dataclass(frozen=True, slots=True)
class Link:
    """A step from ``source`` to ``target``, both ids of nodes."""

    source: str
    target: str
    label: str


@dataclass(frozen=True, slots=True)
class ReasoningGraph:
    """Person → liked event → what it shares with the pick → pick.

    Every node lies on a way from the person to the pick; without any such way these two are alone.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Link, ...]


def reasoning(
    event: Event, opinions: Sequence[Opinion], vectors: Mapping[str, Vectors]
) -> ReasoningGraph:
    """What the person wanted that has something in common with ``event``.

    Args:
        event: the pick.
        opinions: the log, oldest first.
        vectors: unit rows by event id, for those that have one.
    """
    wanted = [one for one in opinions if one.wanted]
    nodes = {_YOU: Node(_YOU, "person", "You"), "pick": Node("pick", "pick", event.title)}
    edges: dict[tuple[str, str], Link] = {}
    for opinion in akin(event, wanted, vectors)[:LIKED_SHOWN]:
        own = f"event:{opinion.event.event_id}"
        nodes[own] = Node(own, "event", opinion.event.title)
        edges[_YOU, own] = Link(_YOU, own, _DID.get(opinion.action, "chose"))
        for node, there, here in _shared(event, opinion.event, vectors):
            nodes[node.id] = node
            edges[own, node.id] = Link(own, node.id, there)
            if node.id != "pick":
                edges[node.id, "pick"] = Link(node.id, "pick", here)
    return ReasoningGraph(tuple(nodes.values()), tuple(edges.values()))


def akin(
    event: Event, opinions: Sequence[Opinion], vectors: Mapping[str, Vectors]
) -> list[Opinion]:
    """Those of other events that share something with it, the most first, then the latest."""
    shared = [
        (len(found), one)
        for one in reversed(opinions)
        if one.actions
        and one.event.event_id != event.event_id
        and (found := list(_shared(event, one.event, vectors)))
    ]
    return [one for _, one in sorted(shared, key=lambda pair: -pair[0])]


def _shared(
    event: Event, liked: Event, vectors: Mapping[str, Vectors]
) -> Iterator[tuple[Node, str, str]]:
    """What both have, with what leads there from the liked event and on to the pick."""
    if _same(event.organiser, liked.organiser):
        yield Node(f"organiser:{_plain(event.organiser)}", "organiser", event.organiser), "by", "by"
    if _same(event.venue, liked.venue):
        yield Node(f"venue:{_plain(event.venue)}", "venue", event.venue), "at", "at"
    both = set(candidates.categories(liked))
    for name in dict.fromkeys(event.categories):
        if _plain(name) in both:
            yield Node(f"topic:{_plain(name)}", "topic", name), "about", "about"
    words = set(candidates.words(liked)) - both
    for word in candidates.words(event):
        if word in words:
            yield Node(f"topic:{word}", "topic", f"“{word}”"), "in its title", "in its title"
    if candidates.series(event) == candidates.series(liked):
        yield Node("pick", "pick", event.title), "another date of it", ""
    elif _cosine(event, liked, vectors) >= ALIKE:
        yield Node("pick", "pick", event.title), "reads alike", ""


def _cosine(one: Event, other: Event, vectors: Mapping[str, Vectors]) -> float:
    a, b = vectors.get(one.event_id), vectors.get(other.event_id)
    return 0.0 if a is None or b is None else float(a @ b)


def _same(one: str, other: str) -> bool:
    return bool(one) and _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return candidates.plain(name)
