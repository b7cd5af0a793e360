"""What comes next in a history: GRU4Rec (Hidasi et al., ICLR 2016), SASRec (Kang and McAuley 2018).

Small, on the processor: one layer of 48 units over the last 30 items that were liked, trained to
tell the next item from all others.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

from training.models.crossfit import Affinities, People, signed
from training.models.others import FromOthers
from training.models.protocol import Floats, Scorer, Setting
from training.queries import Item, Past

WIDTH: Final = 48
LONGEST: Final = 30
EPOCHS: Final = 12
BATCH: Final = 64
MOST_ITEMS: Final = 20_000
SEED: Final = 7


def build(name: str, setting: Setting) -> Scorer:
    """``gru4rec`` or ``sasrec``."""
    return FromOthers(setting, lambda people: learn(people, attention=name == "sasrec"))


class Network(nn.Module):
    """Items in, logits of the next item after each of them out."""

    def __init__(self, items: int, *, attention: bool) -> None:
        super().__init__()
        self.items = nn.Embedding(items + 1, WIDTH, padding_idx=0)
        self.places = nn.Embedding(LONGEST, WIDTH)
        self.drop = nn.Dropout(0.2)
        self.attention = (
            nn.TransformerEncoderLayer(WIDTH, 2, 2 * WIDTH, 0.2, batch_first=True)
            if attention
            else None
        )
        self.gru = None if attention else nn.GRU(WIDTH, WIDTH, batch_first=True)

    def forward(self, codes: Tensor) -> Tensor:
        """``codes`` [b, t], 0 for none, to states [b, t, WIDTH]."""
        known = self.items(codes)
        if self.gru is not None:
            states: Tensor = self.gru(self.drop(known))[0]
            return states
        assert self.attention is not None
        length = codes.shape[1]
        later = torch.triu(torch.ones(length, length, dtype=torch.bool), diagonal=1)
        placed = self.drop(known * WIDTH**0.5 + self.places(torch.arange(length)))
        attended: Tensor = self.attention(placed, src_mask=later)
        return attended


def learn(people: People, *, attention: bool) -> Affinities:
    """A network that saw these people's sequences."""
    codes: dict[str, int] = {}
    sequences = []
    for told in people.values():
        liked = [past.item.id for past in told if signed(past) > 0][-LONGEST - 1 :]
        if len(liked) > 1:
            for item in liked:
                if len(codes) < MOST_ITEMS:
                    codes.setdefault(item, len(codes) + 1)
            sequences.append([codes[item] for item in liked if item in codes])
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    network = Network(len(codes), attention=attention)
    _train(network, sequences)
    network.eval()

    def affinities(histories: Sequence[Sequence[Past]], targets: Sequence[Item]) -> Floats:
        found = np.zeros((len(targets), 1))
        states: dict[tuple[int, ...], Tensor] = {}
        for row, (history, target) in enumerate(zip(histories, targets, strict=True)):
            known = tuple(
                codes[past.item.id]
                for past in history
                if signed(past) > 0 and past.item.id in codes
            )[-LONGEST:]
            if not known or target.id not in codes:
                continue
            if known not in states:
                with torch.no_grad():
                    states[known] = network(torch.tensor([known]))[0, -1]
            found[row, 0] = float(states[known] @ network.items.weight[codes[target.id]].detach())
        return found

    return affinities


def _train(network: Network, sequences: Sequence[Sequence[int]]) -> None:
    if not sequences:
        return
    optimiser = torch.optim.Adam(network.parameters(), lr=3e-3)
    rng = np.random.default_rng(SEED)
    for _ in range(EPOCHS):
        order = rng.permutation(len(sequences))
        for at in range(0, len(order), BATCH):
            batch = [sequences[n] for n in order[at : at + BATCH]]
            width = max(map(len, batch))
            rows = torch.zeros(len(batch), width, dtype=torch.long)
            for row, sequence in enumerate(batch):
                rows[row, : len(sequence)] = torch.tensor(sequence)
            states = network(rows[:, :-1])
            told = rows[:, 1:] > 0
            logits = states[told] @ network.items.weight.T
            loss = nn.functional.cross_entropy(logits, rows[:, 1:][told])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
