"""What the language model learns from: token sequences with many answers in each.

A history is written as lines that each end in their verdict, so every verdict is an answer to learn
given the lines before it, and one sequence teaches as many times as it has lines. Where questions
must not see each other (several candidates after one history), a document branches: its parts form
a tree, and a token sees only its own part and the parts above it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import torch

ROOT = -1
"""The parent of a part that has none."""


@dataclass(frozen=True, slots=True)
class Part:
    """A run of tokens under one parent."""

    tokens: tuple[int, ...]
    parent: int = ROOT
    """Place of the parent among the document's parts; it comes before this one."""
    answers: tuple[int, ...] = ()
    """Offsets of the tokens to be predicted, each at least 1: from the token before it."""
    wanted: tuple[float, ...] = ()
    """What a recommender would answer: the chance of each kind of answer, in a part of one."""


@dataclass(frozen=True, slots=True)
class Document:
    """A tree of parts."""

    parts: tuple[Part, ...]
    choices: tuple[tuple[int, ...], ...] = ()
    """Groups of parts among which one is right, its place first: see ``losses.choice_loss``."""

    def __len__(self) -> int:
        return sum(len(part.tokens) for part in self.parts)

    @property
    def chain(self) -> bool:
        """Whether each part follows the one before, so that plain causal attention serves."""
        return all(part.parent == place - 1 for place, part in enumerate(self.parts))


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents side by side, padded on the right."""

    tokens: torch.Tensor
    """[documents, length] int64"""
    positions: torch.Tensor
    """[documents, length] int64: how many tokens lie above and before each token."""
    mask: torch.Tensor | None
    """[documents, 1, length, length] bool, True where the row sees the column; None: causal."""
    rows: torch.Tensor
    """[answers] int64: the document of each answer."""
    columns: torch.Tensor
    """[answers] int64: the token from which each answer is predicted."""
    labels: torch.Tensor
    """[answers] int64: the answer's token."""
    parts: tuple[int, ...]
    """For each answer its part's place among all parts of the batch."""
    choices: tuple[tuple[int, ...], ...]
    """Groups of parts, by their place among all parts of the batch."""
    wanted: torch.Tensor | None = None
    """[answers, kinds of answers] a recommender's chances, 0 where an answer has none; None where
    no answer has any, or not all of them have as many kinds."""

    def to(self, device: torch.device) -> "Batch":
        """The same on ``device``."""
        return Batch(
            self.tokens.to(device),
            self.positions.to(device),
            None if self.mask is None else self.mask.to(device),
            self.rows.to(device),
            self.columns.to(device),
            self.labels.to(device),
            self.parts,
            self.choices,
            None if self.wanted is None else self.wanted.to(device),
        )


def chain(lines: Sequence[Part]) -> Document:
    """A document whose parts follow each other."""
    return Document(tuple(replace(part, parent=place - 1) for place, part in enumerate(lines)))


def collate(documents: Sequence[Document], pad: int) -> Batch:
    """One batch of ``documents``; ``pad`` fills the places behind the shorter ones."""
    length = max(map(len, documents))
    tokens = torch.full((len(documents), length), pad)
    positions = torch.zeros((len(documents), length), dtype=torch.long)
    masks: list[torch.Tensor] = []
    rows: list[int] = []
    columns: list[int] = []
    parts: list[int] = []
    choices: list[tuple[int, ...]] = []
    wanted = [
        part.wanted for document in documents for part in document.parts for _ in part.answers
    ]
    before = 0
    for row, document in enumerate(documents):
        starts, depths = _places(document)
        for place, part in enumerate(document.parts):
            start = starts[place]
            stop = start + len(part.tokens)
            tokens[row, start:stop] = torch.tensor(part.tokens)
            positions[row, start:stop] = torch.arange(len(part.tokens)) + depths[place]
            for offset in part.answers:
                rows.append(row)
                columns.append(start + offset - 1)
                parts.append(before + place)
        masks.append(_mask(document, starts, length))
        choices += [tuple(before + place for place in group) for group in document.choices]
        before += len(document.parts)
    plain = all(document.chain for document in documents)
    row_index = torch.tensor(rows, dtype=torch.long)
    column_index = torch.tensor(columns, dtype=torch.long)
    return Batch(
        tokens,
        positions,
        None if plain else torch.stack(masks)[:, None],
        row_index,
        column_index,
        tokens[row_index, column_index + 1],
        tuple(parts),
        tuple(choices),
        _chances(wanted),
    )


def packed(documents: Sequence[Document], tokens: int) -> list[Document]:
    """Documents side by side in rows of at most ``tokens``, longer ones alone; none sees another.

    A row is a document with several roots. The longest go first, each into the fullest row that
    has room for it.
    """
    rows: list[list[Document]] = []
    room: list[int] = []
    for one in sorted(documents, key=len, reverse=True):
        fitting = [place for place, left in enumerate(room) if len(one) <= left]
        if fitting:
            best = min(fitting, key=room.__getitem__)
            rows[best].append(one)
            room[best] -= len(one)
        else:
            rows.append([one])
            room.append(tokens - len(one))
    return [_side_by_side(row) for row in rows]


def _side_by_side(documents: Sequence[Document]) -> Document:
    parts: list[Part] = []
    choices: list[tuple[int, ...]] = []
    for one in documents:
        before = len(parts)
        choices += [tuple(before + place for place in group) for group in one.choices]
        parts += [
            replace(part, parent=ROOT if part.parent == ROOT else before + part.parent)
            for part in one.parts
        ]
    return Document(tuple(parts), tuple(choices))


def _chances(wanted: Sequence[tuple[float, ...]]) -> torch.Tensor | None:
    kinds = {len(one) for one in wanted if one}
    if len(kinds) != 1:
        return None
    nothing = (0.0,) * kinds.pop()
    return torch.tensor([one or nothing for one in wanted])


def batches(
    documents: Sequence[Document], *, tokens: int, generator: torch.Generator | None = None
) -> Iterator[list[Document]]:
    """Batches of about ``tokens`` tokens each, of documents of like length.

    With a ``generator`` the order of batches is drawn anew, and which of the documents of about
    the same length meet; without one it is the order of length.
    """
    lengths = torch.tensor([len(document) for document in documents], dtype=torch.float32)
    if generator is not None:
        lengths *= 1 + 0.1 * torch.rand(len(documents), generator=generator)
    found: list[list[Document]] = [[]]
    for place in lengths.argsort(stable=True).tolist():
        document = documents[place]
        if found[-1] and (len(found[-1]) + 1) * len(document) > tokens:
            found.append([])
        found[-1].append(document)
    order = list(range(len(found)))
    if generator is not None:
        order = torch.randperm(len(found), generator=generator).tolist()
    return (found[place] for place in order if found[place])


def _places(document: Document) -> tuple[list[int], list[int]]:
    """Where each part starts in the row, and how many tokens lie above it."""
    starts: list[int] = []
    depths: list[int] = []
    at = 0
    for part in document.parts:
        above = part.parent
        starts.append(at)
        depths.append(0 if above == ROOT else depths[above] + len(document.parts[above].tokens))
        at += len(part.tokens)
    return starts, depths


def _mask(document: Document, starts: Sequence[int], length: int) -> torch.Tensor:
    mask = torch.eye(length, dtype=torch.bool)  # padding sees itself: no row without a column
    if document.chain:
        return torch.ones(length, length).tril().bool()
    for place, part in enumerate(document.parts):
        start, stop = starts[place], starts[place] + len(part.tokens)
        if part.parent != ROOT:
            above = starts[part.parent]
            mask[start:stop, :start] = mask[
                above + len(document.parts[part.parent].tokens) - 1, :start
            ]
        own = stop - start
        mask[start:stop, start:stop] = torch.ones(own, own).tril().bool()
    return mask
