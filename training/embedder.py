"""A sentence model that knows events: MiniLM, taught by contrast, beside the stock model.

``python -m training.embedder --data DATA --out FOLDER``. Two sorts of pairs teach, each with the
others of its batch as what it is not: an event and its category, and two events that one person
chose (what was chosen before, and what then). The last fifth of the choices by time, and a fifth
of the categories' events by title, are only measured: ranking (nDCG@10 by likeness to what was
chosen) and search (a category's name as the question; precision among the first ten).
"""

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import torch
from datasets import Dataset
from numpy.typing import NDArray
from sentence_transformers import (
    SentenceTransformer,
    SentenceTransformerTrainer,
    SentenceTransformerTrainingArguments,
)
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss

from eventpal import paths
from eventpal.errors import UserError
from training import metrics
from training.metrics import Measured
from training.queries import Item, Listwise, read_items, read_listwise
from training.run import say

Pair = tuple[str, str]

_LONGEST = 300
"""Characters of a text that are learned from; the start says what it is about."""

_TOLD = 3
"""Of each choice's history, so many events stand beside what was chosen."""

_FIRST = 10


@dataclass(frozen=True, slots=True)
class Data:
    """What is learned from, and what is only measured."""

    pairs: Sequence[Pair]
    ranked: Sequence[Listwise]
    labelled: Sequence[Pair]
    """Texts of events and the names of their categories."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m training.embedder", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("--data", type=Path, required=True, help="the folder of the data")
    parser.add_argument("--base", type=Path, default=paths.models() / "all-MiniLM-L6-v2")
    parser.add_argument("--out", type=Path, default=Path("build/training/embedder"))
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=2e-5)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    options = parser.parse_args(arguments)
    torch.set_num_threads(options.threads)
    try:
        data = read(options.data)
        model = SentenceTransformer(str(options.base), device="cpu")
        stock = measure(model, data)
        say(f"stock: {told(stock)}")
        began = time.monotonic()
        teach(
            model,
            data.pairs,
            options.out,
            steps=options.steps,
            batch=options.batch,
            rate=options.rate,
        )
        minutes = (time.monotonic() - began) / 60
        tuned = measure(model, data)
        say(f"after {options.steps} steps, {minutes:.0f} minutes: {told(tuned)}")
        model.save_pretrained(str(options.out))
        lines = {"stock": told(stock), "tuned": told(tuned), "minutes": round(minutes, 1)}
        (options.out / "measured.json").write_text(json.dumps(lines, indent=1) + "\n", "utf-8")
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def read(data: Path) -> Data:
    """The pairs, and what is held out of both sorts."""
    montana = data / "meetup-montana"
    items = read_items(montana / "events.jsonl")
    queries = sorted(
        read_listwise(montana / "queries.train.jsonl", items),
        key=lambda query: query.at.timestamp() if query.at else 0,
    )
    cut = len(queries) * 4 // 5
    labelled = [
        (_text(f"{row['title']}. {row['text'] or ''}"), row["category"])
        for line in (data / "event-categories" / "events.jsonl").read_text("utf-8").splitlines()
        for row in (json.loads(line),)
    ]
    held = [pair for pair in labelled if held_out(pair[0].partition(".")[0])]
    kept = [pair for pair in labelled if not held_out(pair[0].partition(".")[0])]
    pairs = [*kept, *(pair for query in queries[:cut] for pair in chosen_pairs(query))]
    return Data(pairs, queries[cut:], held)


def held_out(title: str) -> bool:
    """Whether the events of that title are only measured: a fifth, the same in every run."""
    return hashlib.blake2b(title.casefold().encode(), digest_size=2).digest()[0] % 5 == 0


def chosen_pairs(query: Listwise) -> list[Pair]:
    """What was chosen last, each with what was chosen then; not two dates of one series."""
    if query.positive is None:
        return []
    then = query.candidates[query.positive]
    before = {past.title: past for past in query.history if past.title != then.title}
    return [(_text(text_of(past)), _text(text_of(then))) for past in list(before.values())[-_TOLD:]]


def text_of(item: Item) -> str:
    """What is embedded of an event."""
    return f"{item.title}. {item.text}"


def _text(text: str) -> str:
    return " ".join(text.split())[:_LONGEST]


def teach(
    model: SentenceTransformer,
    pairs: Sequence[Pair],
    work: Path,
    *,
    steps: int,
    batch: int,
    rate: float,
) -> None:
    """Bring the two of each pair nearer than others; ``model`` is changed."""
    drawn = list(pairs)
    Random(0).shuffle(drawn)
    rows = {"anchor": [one for one, _ in drawn], "positive": [other for _, other in drawn]}
    trainer = SentenceTransformerTrainer(
        model=model,
        args=SentenceTransformerTrainingArguments(
            output_dir=str(work / "state"),
            max_steps=steps,
            per_device_train_batch_size=batch,
            learning_rate=rate,
            warmup_steps=max(1, steps // 10),
            seed=0,
            use_cpu=not torch.cuda.is_available(),
            save_strategy="no",
            report_to="none",
            disable_tqdm=True,
            logging_steps=20,
            dataloader_pin_memory=False,
        ),
        train_dataset=Dataset.from_dict(rows),
        loss=MultipleNegativesRankingLoss(model),
    )
    trainer.train()


def measure(model: SentenceTransformer, data: Data) -> dict[str, Measured]:
    """How well it ranks what people chose, and finds a category's events."""
    items = {one.id: one for query in data.ranked for one in (*query.history, *query.candidates)}
    place = {identifier: row for row, identifier in enumerate(items)}
    vectors = embed(model, [_text(text_of(one)) for one in items.values()])
    scores = []
    for query in data.ranked:
        near = (
            vectors[[place[one.id] for one in query.candidates]]
            @ vectors[[place[one.id] for one in query.history]].T
        )
        none = np.zeros(len(query.candidates))
        scores.append(near.mean(axis=1) + near.max(axis=1) / 2 if near.shape[1] else none)
    gains = metrics.gains(scores, [query.positive or 0 for query in data.ranked])
    found = metrics.mean_measures(
        [query.user for query in data.ranked], {"ndcg@10": gains["ndcg@10"]}
    )
    names = sorted({name for _, name in data.labelled})
    labels = np.array([name for _, name in data.labelled])
    near = embed(model, names) @ embed(model, [text for text, _ in data.labelled]).T
    firsts = np.argsort(-near, axis=1)[:, :_FIRST]
    right = np.array(
        [np.mean(labels[row] == name) for row, name in zip(firsts, names, strict=True)]
    )
    return {**found, **metrics.mean_measures(names, {"precision@10": right})}


def embed(model: SentenceTransformer, texts: Sequence[str]) -> NDArray[np.float32]:
    """A unit row for each text."""
    found: NDArray[np.float32] = model.encode(list(texts), batch_size=32, normalize_embeddings=True)
    return found


def told(found: dict[str, Measured]) -> str:
    """The measures in one line."""
    return ", ".join(
        f"{name} {one.value:.3f} ({one.low:.3f} to {one.high:.3f})" for name, one in found.items()
    )


if __name__ == "__main__":
    sys.exit(main())
