"""From a config and its data to documents to learn from and queries to be judged by."""

from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from transformers import PreTrainedTokenizerBase

from eventpal.errors import BadInput
from training import company, crowd, readers, titles
from training.company import Company
from training.config import Config
from training.crowd import Crowd
from training.documents import ROOT, Document, Part, chain, packed
from training.generated import lessons
from training.instructions import instructions
from training.lines import ONE_SIDED, Form, Writer, ordered
from training.queries import Item, Listwise, Past, Pointwise
from training.titles import Floats
from training.verdicts import People, Verdict, spells

CANDIDATES = 20
"""Of a question which purchase came next."""

_LONGEST_TRUNK = 24


@dataclass(frozen=True, slots=True)
class Task:
    """All that a training needs, beside the model."""

    form: Form
    crowd: Crowd | Company
    """Learned from all people who are learned from."""
    train: Sequence[Document]
    valid: Sequence[Document]
    pointwise: Sequence[Pointwise]
    """Queries of people who are not learned from (or of a later time), with their answers."""
    listwise: Sequence[Listwise]
    answers: tuple[int, ...]
    people: People
    """Who is learned from."""


def prepare(config: Config, data: Path, tokenizer: PreTrainedTokenizerBase) -> Task:
    """Read the data of ``config`` below ``data``, split it, write its documents."""
    if config.reader == "generated":
        return _generated(config, tokenizer)
    random = Random(config.seed)
    found = readers.read(config, data)
    outside = {query.user for name in config.without for query in readers.queries(data / name)}
    judged = readers.queries(data / config.valid) if config.valid else []
    held = set() if judged else held_out(found.people, config.hold_out)
    people = {u: v for u, v in found.people.items() if u not in held | outside}
    if config.reader == "history":
        people, judged = _latest_apart(found.people, config.hold_out)
        held = set()
    if not people:
        raise BadInput(f"{config.name}: nobody is left to learn from.")
    counted = counted_people(config, data, people, held | outside)
    if config.crowd == "together":
        whole, folds = company.without_folds(counted, config.folds, config.tastes)
    else:
        whole = crowd.of_people(counted, config.tastes)
        folds = crowd.without_folds(counted, config.folds, config.tastes)
    if config.remember and isinstance(whole, Crowd):
        whole = whole.remembering(people)
    people = _drawn(people, config, random)
    writers = [[Writer(tokenizer, form, one) for form in config.forms] for one in folds]
    own = [Writer(tokenizer, form, whole) for form in config.forms]
    items = catalogue(found.people)
    documents = [
        document
        for user, verdicts in people.items()
        for document in _documents(
            config,
            random.choice(writers[titles.fold(user, config.folds)]),
            verdicts,
            items,
            random,
        )
    ]
    if config.instructions:
        documents += _instructed(config, people, tokenizer, random)
    if judged:
        valid = _of_queries(own[0], random.sample(judged, min(config.valid_documents, len(judged))))
    else:
        chosen = [
            document
            for user in sorted(held)[: config.valid_documents]
            for document in _documents(config, own[0], found.people[user], items, random)
        ]
        valid = random.sample(chosen, min(config.valid_documents, len(chosen)))
    form = config.forms[0]
    purchases = config.reader in {"purchases", "amazon"} and form.scale == "choice"
    return Task(
        form=form,
        crowd=whole,
        train=packed(documents, config.packed) if config.packed else documents,
        valid=valid,
        pointwise=_some(
            judged
            or [one for one in found.queries if one.user in held]
            or _queries(config, found.people, held),
            config.judged,
            random,
        ),
        listwise=next_purchases(found.people, sorted(held)[: config.judged], items, config.seed)
        if purchases
        else (),
        answers=own[0].answers,
        people=people,
    )


def counted_people(
    config: Config, data: Path, people: People, left_out: Container[str]
) -> dict[str, list[Verdict]]:
    """Whose verdicts the numbers are learned from: ``people``, and those of further files."""
    counted: dict[str, list[Verdict]] = {user: list(own) for user, own in people.items()}
    for name in config.crowd_from:
        for user, own in readers.people(data / name).items():
            if user not in left_out:
                # The first that is told of an item stands: the rated ones go in front.
                counted[user] = [*own, *counted.get(user, ())]
    for name in config.others_from:
        counted |= {
            f"{name} {user}": list(own) for user, own in readers.people(data / name).items()
        }
    return counted


def _drawn(people: People, config: Config, random: Random) -> People:
    """About as many people as give the documents that are wanted; the others are counted only."""
    shortest = sum(config.lengths) / len(config.lengths)
    users = list(people)
    random.shuffle(users)
    if config.documents:
        wanted = 0.0
        for number, user in enumerate(users):
            if wanted >= config.documents:
                users = users[:number]
                break
            wanted += max(1, len(people[user]) / shortest)
    return {user: people[user] for user in users}


def _some(queries: Sequence[Pointwise], number: int, random: Random) -> Sequence[Pointwise]:
    return queries if len(queries) <= number else random.sample(queries, number)


def _latest_apart(
    people: People, share: float
) -> tuple[dict[str, Sequence[Verdict]], list[Pointwise]]:
    """All but the latest verdicts of each person, and queries about those, at least one."""
    first = {user: len(own) - max(1, round(share * len(own))) for user, own in people.items()}
    return (
        {user: own[: first[user]] for user, own in people.items()},
        [one for user, own in people.items() for one in _asked_from(user, own, first[user])],
    )


def _queries(config: Config, people: People, held: Collection[str]) -> list[Pointwise]:
    """Of data that has none of its own: what each person held out said after some more."""
    if config.forms[0].scale in ONE_SIDED:
        return []
    shortest = min(config.lengths) - 1
    return [one for user in sorted(held) for one in _asked_from(user, people[user], shortest)]


def _asked_from(user: str, verdicts: Sequence[Verdict], first: int) -> list[Pointwise]:
    """Each verdict from the place ``first`` on as a query that tells those before."""
    told = [Past(one.item, one.liked, one.rating) for one in verdicts]
    return [
        Pointwise(
            user=user,
            history=tuple(told[max(0, place - _LONGEST_TRUNK) : place]),
            target=verdicts[place].item,
            liked=verdicts[place].liked,
            rating=verdicts[place].rating,
        )
        for place in range(first, len(verdicts))
    ]


def _instructed(
    config: Config, people: People, tokenizer: PreTrainedTokenizerBase, random: Random
) -> Iterator[Document]:
    writer = lessons.Writer(tokenizer)
    return map(
        writer.instructed,
        instructions(
            people, config.instructions, config.instructed, kind=config.kind, random=random
        ),
    )


def _generated(config: Config, tokenizer: PreTrainedTokenizerBase) -> Task:
    """What EventPal writes itself, for the adapter that it ships."""
    written = lessons.write(
        tokenizer,
        messages=config.messages,
        people=config.people,
        answered=config.answered,
        valid=config.valid_documents,
        seed=config.seed,
    )
    return Task(
        form=config.forms[0],
        people={},
        crowd=crowd.NOBODY,
        train=written.train,
        valid=written.valid,
        pointwise=(),
        listwise=(),
        answers=written.answers,
    )


def held_out(people: Iterable[str], share: float) -> set[str]:
    """The people kept for validation: by a number of their name, the same in every task."""
    return {user for user in people if titles.key(user) % 1000 < 1000 * share}


def next_purchases(
    people: People, users: Sequence[str], catalogue: Sequence[Item], seed: int
) -> list[Listwise]:
    """For each user: which of ``CANDIDATES`` items, drawn at random but for one, came last?"""
    random = Random(seed)
    found = []
    for user in users:
        *before, last = (one.item for one in people[user])
        if not before:
            continue
        others = _others(random, catalogue, {last.id, *(one.id for one in before)}, CANDIDATES - 1)
        candidates = [*others, last]
        random.shuffle(candidates)
        found.append(
            Listwise(
                user=user,
                history=tuple(before),
                candidates=tuple(candidates),
                positive=candidates.index(last),
            )
        )
    return found


def _documents(
    config: Config,
    writer: Writer,
    verdicts: Sequence[Verdict],
    catalogue: Sequence[Item],
    random: Random,
) -> list[Document]:
    if writer.form.scale not in ONE_SIDED:
        if config.mixed:
            verdicts = random.sample(verdicts, len(verdicts))
        return [
            chain([writer.head(), *writer.lines(spell)])
            for spell in spells(verdicts, config.lengths, random)
        ]
    both = any(not one.liked for one in verdicts)
    if both or not config.negatives:
        along = list(zip(verdicts, writer.along(verdicts), strict=False))
        return [_asked_along(writer, spell) for spell in spells(along, config.lengths, random)]
    return [
        _chosen_along(writer, spell, catalogue, config.negatives, random)
        for spell in spells(verdicts, config.lengths, random)
        if len(spell) > 1
    ]


def _asked_along(writer: Writer, spell: Sequence[tuple[Verdict, Floats]]) -> Document:
    """What was liked as the trunk; every verdict as a branch where it was given.

    With each verdict comes where the person stood before it.
    """
    parts = [writer.head()]
    trunk = 0
    for one, standing in spell:
        parts.append(writer.asked(one, standing, parent=trunk))
        if one.liked:
            parts.append(Part(writer.history([one])[0].tokens, trunk))
            trunk = len(parts) - 1
    return Document(tuple(parts))


def _chosen_along(
    writer: Writer,
    spell: Sequence[Verdict],
    catalogue: Sequence[Item],
    negatives: int,
    random: Random,
) -> Document:
    """What was chosen as the trunk; at each place what came next, beside what did not."""
    taken = {one.item.id for one in spell}
    lines = writer.history(spell)
    parts = [writer.head(), replace(lines[0], parent=0)]
    choices = []
    trunk = 1
    standings = writer.along(spell)
    for one, line, standing in zip(spell[1:], lines[1:], standings[1:], strict=False):
        group = []
        others = _others(random, catalogue, taken, negatives)
        for item, liked in ((one.item, True), *((item, False) for item in others)):
            group.append(len(parts))
            parts.append(writer.asked(Verdict(item, liked), standing, parent=trunk))
        choices.append(tuple(group))
        parts.append(replace(line, parent=trunk))
        trunk = len(parts) - 1
    return Document(tuple(parts), tuple(choices))


def history(query: Pointwise) -> list[Verdict]:
    """The verdicts that ``query`` tells, oldest first."""
    return [
        Verdict(past.item, past.liked, past.rating)
        for past in query.history
        if past.liked is not None
    ]


def _of_queries(writer: Writer, queries: Sequence[Pointwise]) -> list[Document]:
    """Each query as it will be asked, its one answer to be predicted."""
    found = []
    for query in queries:
        if query.liked is None:
            continue
        told = ordered(writer.form, history(query)[-_LONGEST_TRUNK:])
        asked = Verdict(query.target, query.liked, query.rating)
        last = (
            writer.asked(asked, writer.standing(told, query.user), parent=ROOT)
            if writer.form.scale in ONE_SIDED
            else writer.lines([*told, asked])[-1]
        )
        found.append(chain([writer.head(), *writer.history(told), last]))
    return found


def _others(random: Random, items: Sequence[Item], taken: set[str], number: int) -> list[Item]:
    """Items drawn evenly, none of them in ``taken``; fewer where there are not so many."""
    drawn = random.sample(items, min(len(items), number + len(taken)))
    return [one for one in drawn if one.id not in taken][:number]


def catalogue(people: People) -> list[Item]:
    """Every item that anybody spoke of, once."""
    found: dict[str, Item] = {}
    for verdicts in people.values():
        for one in verdicts:
            found.setdefault(one.item.id, one.item)
    return list(found.values())
