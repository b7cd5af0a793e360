"""Learning from pairs, one answer wanted over the other: DPO, through TRL."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from datasets import Dataset
from transformers import PreTrainedTokenizerBase
from trl import DPOConfig, DPOTrainer

from eventpal.errors import BadInput
from training.language_model import Language
from training.lines import Writer, ordered, plain
from training.queries import read_lines
from training.verdicts import People, spells


@dataclass(frozen=True, slots=True)
class Pair:
    """Of two answers to ``prompt`` the one that was wanted."""

    prompt: str
    chosen: str
    rejected: str


def read_pairs(path: Path) -> list[Pair]:
    """Answers accepted over others: JSON lines with ``prompt``, ``chosen`` and ``rejected``.

    Raises:
        BadInput: a line is not such a pair.
    """
    try:
        return [Pair(row["prompt"], row["chosen"], row["rejected"]) for row in read_lines(path)]
    except KeyError as error:
        raise BadInput(f"A line of {path} has no {error}.") from error


def pairs_of_likes(
    people: People, writer: Writer, tokenizer: PreTrainedTokenizerBase, length: int, random: Random
) -> Iterator[Pair]:
    """From each spell of verdicts one pair: told the others, name what they liked, not disliked."""
    for verdicts in people.values():
        for spell in spells(verdicts, (length,), random):
            liked = [one for one in spell if one.liked]
            disliked = [one for one in spell if not one.liked]
            if not liked or not disliked:
                continue
            good, bad = random.choice(liked), random.choice(disliked)
            told = [one for one in spell if one is not good and one is not bad]
            parts = [writer.head(), *writer.history(ordered(writer.form, told))]
            yield Pair(
                tokenizer.decode([token for part in parts for token in part.tokens])
                + f"Another {writer.form.kind} they like:",
                f" {plain(good.item.title)}\n",
                f" {plain(bad.item.title)}\n",
            )


def learn(
    language: Language,
    pairs: Sequence[Pair],
    *,
    steps: int,
    batch: int = 4,
    learning_rate: float = 1e-4,
    beta: float = 0.1,
    seed: int = 0,
) -> list[float]:
    """Move the adapter to the wanted answers, staying near what the model said without it.

    Args:
        language: A model with an adapter; the base beneath it is the reference.
        pairs: What to learn from.
        steps: How many batches.
        batch: Pairs in each.
        learning_rate: At the beginning; it falls to nothing.
        beta: How much leaving the reference costs.
        seed: Of the order.

    Returns:
        The loss at every step.
    """
    if not pairs:
        raise BadInput("There are no pairs to learn from.")
    rows = {
        name: [getattr(pair, name) for pair in pairs] for name in ("prompt", "chosen", "rejected")
    }
    with TemporaryDirectory() as folder:
        trainer = DPOTrainer(
            model=language.model,
            args=DPOConfig(
                output_dir=folder,
                max_steps=steps,
                per_device_train_batch_size=batch,
                learning_rate=learning_rate,
                beta=beta,
                seed=seed,
                logging_steps=1,
                save_strategy="no",
                report_to=[],
                disable_tqdm=True,
                bf16=False,
                dataloader_pin_memory=False,
                max_length=512,
            ),
            train_dataset=Dataset.from_dict(rows),
            processing_class=language.tokenizer,
        )
        trainer.train()
        for name in set(language.model.peft_config) - {"default"}:
            language.model.delete_adapter(name)  # TRL's copy of how the adapter was before
        return [row["loss"] for row in trainer.state.log_history if "loss" in row]
