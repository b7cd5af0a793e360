"""Instructions with one answer each, from what people said of items: more ways to ask than lines.

Each is a chat in the model's own template, whose answer alone is learned. ``eventpal`` asks with
the words of the application itself; the others tell a history as sentences ("transformed
relationship"), as a context with a question and an answer, or ask what many people think.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final, Literal, get_args

import numpy as np

from eventpal.engine.messages import Message
from eventpal.errors import BadInput
from eventpal.recommend.prompt import ANSWERS, Told, preference_messages
from training.lines import plain
from training.queries import Item
from training.verdicts import People, Verdict

Ask = Literal["eventpal", "sentences", "triplet", "next", "rating", "average", "tags"]

CANDIDATES: Final = 5
"""Of "next"."""
_LONGEST: Final = 8
"""Verdicts of a history."""
_SHORTEST: Final = 2
_SURE: Final = 3
"""So many ratings make an average."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """What is asked, and the answer to learn."""

    messages: tuple[Message, ...]
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """What instructions are drawn from."""

    people: Sequence[Sequence[Verdict]]
    """What those said who said enough."""
    likes: Sequence[Sequence[Verdict]]
    """The same, what they liked alone."""
    items: Sequence[Item]
    """Every item that anybody spoke of, once."""
    ratings: Mapping[str, Sequence[float]]
    """By item, where there are enough."""
    kind: str
    random: Random

    def spell(self, people: Sequence[Sequence[Verdict]]) -> tuple[Sequence[Verdict], Verdict]:
        """Some verdicts of one of ``people`` in their order, and the next one."""
        own = self.random.choice(people)
        end = self.random.randint(_SHORTEST, len(own) - 1)
        return own[max(0, end - _LONGEST) : end], own[end]


def instructions(
    people: People, asks: Sequence[Ask], number: int, *, kind: str, random: Random
) -> Iterator[Instruction]:
    """``number`` instructions, each of the ``asks`` as often as the others.

    Args:
        people: What they said, oldest first.
        asks: The ways to ask.
        number: How many.
        kind: What the items are, in one word.
        random: Draws them.

    Raises:
        BadInput: The data does not tell what one of them asks for.
    """
    if unknown := sorted(set(asks) - set(get_args(Ask))):
        raise BadInput(f"There are no instructions named {', '.join(unknown)}.")
    source = _source(people, kind, random)
    for ask in asks:
        if not _ENOUGH[ask](source):
            raise BadInput(f"The data does not tell enough for instructions of the kind {ask}.")
    for place in range(number):
        yield _WRITERS[asks[place % len(asks)]](source)


def _source(people: People, kind: str, random: Random) -> _Source:
    items: dict[str, Item] = {}
    ratings: dict[str, list[float]] = defaultdict(list)
    for own in people.values():
        for one in own:
            items.setdefault(one.item.id, one.item)
            if one.rating is not None:
                ratings[one.item.id].append(one.rating)
    likes = [[one for one in own if one.liked] for own in people.values()]
    return _Source(
        people=[own for own in people.values() if len(own) > _SHORTEST],
        likes=[own for own in likes if len(own) > _SHORTEST],
        items=list(items.values()),
        ratings={item: given for item, given in ratings.items() if len(given) >= _SURE},
        kind=kind,
        random=random,
    )


def _eventpal(source: _Source) -> Instruction:
    past, last = source.spell(source.people)
    asked = preference_messages([_told(one) for one in past], _told(last), kind=source.kind)
    return Instruction(tuple(asked), ANSWERS[not last.liked])


def _told(one: Verdict) -> Told:
    """As the application tells of an event, as far as the data goes."""
    item = one.item
    details = (*item.categories[:2], item.venue or item.organiser)
    return Told(plain(item.title), ", ".join(filter(None, details)), one.liked)


def _sentences(source: _Source) -> Instruction:
    past, last = source.spell(source.people)
    return _asked(
        f"{_history(past)} Would they like {plain(last.item.title)}? Yes or No.",
        ANSWERS[not last.liked],
    )


def _triplet(source: _Source) -> Instruction:
    past, last = source.spell(source.people)
    one = source.random.choice(past)
    liked = [plain(it.item.title) for it in past if it.liked]
    would, title = ("would" if last.liked else "would not"), plain(last.item.title)
    did = "liked" if one.liked else "did not like"
    question, answer = source.random.choice(
        [
            (f"Would they like {title}?", f"They {would} like {title}."),
            (
                f"What did they think of {plain(one.item.title)}?",
                f"They {did} {plain(one.item.title)}.",
            ),
            (f"Which {source.kind}s did they like?", f"{_listed(liked) or 'None of them'}."),
        ]
    )
    return _asked(f"Context: {_history(past)}\nQuestion: {question}", f"Answer: {answer}")


def _next(source: _Source) -> Instruction:
    past, last = source.spell(source.likes)
    known = {one.item.id for one in (*past, last)}
    drawn = source.random.sample(source.items, min(len(source.items), CANDIDATES - 1 + len(known)))
    others = [item for item in drawn if item.id not in known][: CANDIDATES - 1]
    titles = [plain(item.title) for item in (*others, last.item)]
    source.random.shuffle(titles)
    told = _listed([plain(one.item.title) for one in past])
    choice = "\n".join(f"- {title}" for title in titles)
    return _asked(
        f"In this order somebody chose {told}. Which {source.kind} did they choose next?\n{choice}",
        plain(last.item.title),
    )


def _rating(source: _Source) -> Instruction:
    past, last = source.spell(source.people)
    while last.rating is None:
        past, last = source.spell(source.people)
    told = _listed(
        [f"{plain(one.item.title)} {one.rating:g}" for one in past if one.rating is not None]
    )
    return _asked(
        f"Somebody rated, of 5 stars: {told}. How would they rate {plain(last.item.title)}?",
        f"{last.rating:g}",
    )


def _average(source: _Source) -> Instruction:
    item = source.random.choice([one for one in source.items if one.id in source.ratings])
    return _asked(
        f"How do people rate the {source.kind} {plain(item.title)} on average, of 5 stars?",
        f"{np.mean(source.ratings[item.id]):.1f}",
    )


def _tags(source: _Source) -> Instruction:
    item = source.random.choice([one for one in source.items if one.categories])
    return _asked(
        f"Which tags does the {source.kind} {plain(item.title)} have?", ", ".join(item.categories)
    )


def _asked(question: str, answer: str) -> Instruction:
    return Instruction((Message("user", question),), answer)


def _history(past: Sequence[Verdict]) -> str:
    """Verdicts as sentences."""
    liked, not_liked = (
        _listed([plain(one.item.title) for one in past if one.liked == verdict])
        for verdict in (True, False)
    )
    said = [f"They liked {liked}."] if liked else []
    return " ".join([*said, *([f"They did not like {not_liked}."] if not_liked else [])])


def _listed(names: Sequence[str]) -> str:
    """As in: Dune, Heat and Up."""
    *most, last = names or [""]
    return f"{', '.join(most)} and {last}" if most else last


_WRITERS: Final[Mapping[Ask, Callable[[_Source], Instruction]]] = {
    "eventpal": _eventpal,
    "sentences": _sentences,
    "triplet": _triplet,
    "next": _next,
    "rating": _rating,
    "average": _average,
    "tags": _tags,
}


def _told_of_people(source: _Source) -> bool:
    return bool(source.people)


_ENOUGH: Final[Mapping[Ask, Callable[[_Source], bool]]] = {
    "eventpal": _told_of_people,
    "sentences": _told_of_people,
    "triplet": _told_of_people,
    "next": lambda it: bool(it.likes) and len(it.items) > CANDIDATES,
    "rating": lambda it: any(
        one.rating is not None for own in it.people for one in own[_SHORTEST:]
    ),
    "average": lambda it: bool(it.ratings),
    "tags": lambda it: any(one.categories for one in it.items),
}
"""Whether the data tells what each asks for."""
