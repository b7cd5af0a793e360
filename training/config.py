"""What to train, read from a flat TOML file."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal

from eventpal.errors import BadInput
from training.instructions import Ask
from training.lines import Form, Scale, Told
from training.sft import Schedule

Reader = Literal[
    "pointwise",
    "purchases",
    "movielens-100k",
    "movielens-20m",
    "amazon",
    "meetup",
    "history",
    "generated",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """One training: every key of its file, with what it is where the file is silent."""

    name: str
    """The adapter is kept under this name."""
    reader: Reader = "pointwise"
    train: str = ""
    """The data, below the data folder."""
    valid: str = ""
    """Queries to stop early and calibrate by; "": those of the people held out."""
    items: str = ""
    """What purchases name by id."""
    hold_out: float = 0.1
    """Share of people kept for validation where ``valid`` is empty."""
    without: tuple[str, ...] = ()
    """Files of queries whose people are held out too."""
    messages: int = 0
    """Of "generated": messages with their intents."""
    people: int = 0
    """Of "generated": people with what they like of an invented city's events."""
    answered: int = 0
    """Of "generated": messages with the sentences that answer them."""
    ship: str = ""
    """A file of the repository where the GGUF LoRA goes as well: what the application merges."""
    start_from: str = ""
    """Another config's name: its adapter is where this one begins."""
    kind: str = "movie"
    scales: tuple[Scale, ...] = ("like",)
    """The first is the task's; with several, spells are dealt among them."""
    genres: bool = False
    crowd: Told = "share"
    crowd_from: tuple[str, ...] = ()
    """More files of queries that the numbers are learned from: equal names are the same people."""
    others_from: tuple[str, ...] = ()
    """The same of other people, whatever their names."""
    tastes: int = 0
    """Of people, beside how much they like things at all: what the numbers are learned with."""
    remember: bool = False
    """Keep what was learned of people by name, for queries that tell who asks and only likes."""
    mixed: bool = False
    lengths: tuple[int, ...] = (6, 12, 24)
    """Verdicts in one document."""
    negatives: int = 3
    """Candidates that were not chosen, beside each that was ("choice" of purchases)."""
    folds: int = 5
    """How people are dealt, so that nobody is told numbers that hold their own verdicts."""
    recommender: float = 0.0
    """Weight of what the numbers alone would answer, beside what was answered."""
    documents: int = 0
    """At most so many are learned from, drawn at random; 0: all."""
    packed: int = 0
    """Documents are put side by side in rows of so many tokens, none seeing another; 0: each has a
    row of its own, among others of its length."""
    instructions: tuple[Ask, ...] = ()
    """Further ways to ask of the same data: see ``instructions``."""
    instructed: int = 0
    """So many of them."""
    frozen_layers: int = 0
    """The lowest layers, whose adapter stays as it began: learning above them is cheaper."""
    four_bit: bool = False
    """QLoRA: the base in 4-bit NormalFloat. Needs a CUDA card and bitsandbytes."""
    rank: int = 8
    alpha: int = 16
    learning_rate: float = 8e-4
    warmup: int = 20
    epochs: float = 1.0
    minutes: float = 0.0
    """Stop after so long; 0: never."""
    batch_tokens: int = 768
    validate_every: int = 50
    valid_documents: int = 60
    """Learning is stopped early by so many."""
    judged: int = 300
    """At most so many queries are scored at the end."""
    patience: int = 4
    round_every: int = 0
    """Learn in sight of 4 bits: steps until the weights are rounded anew; 0: as they are."""
    preference_steps: int = 0
    """Afterwards so many steps of DPO: what was liked over what was not, in the same spell; of
    "generated", answers that the chat shows over ones that it refuses."""
    preference_pairs: str = ""
    """Answers accepted over others, to take these steps on instead: see ``read_pairs``."""
    gguf: tuple[str, ...] = ()
    """Merged models to write as well: "f16", "q8_0", "q4_k_m", "q4_0"."""
    seed: int = 0

    @property
    def forms(self) -> tuple[Form, ...]:
        """How lines are written, the task's own form first."""
        return tuple(
            Form(
                kind=self.kind,
                scale=scale,
                genres=self.genres,
                mixed=self.mixed,
                crowd="rating" if scale == "rating" and self.crowd == "share" else self.crowd,
            )
            for scale in self.scales
        )

    @property
    def schedule(self) -> Schedule:
        """How long and how fast to learn."""
        return Schedule(
            learning_rate=self.learning_rate,
            warmup=self.warmup,
            epochs=self.epochs,
            minutes=self.minutes or None,
            batch_tokens=self.batch_tokens,
            validate_every=self.validate_every,
            patience=self.patience,
            round_every=self.round_every,
            recommender=self.recommender,
            seed=self.seed,
        )


def read(path: Path) -> Config:
    """The config in ``path``.

    Raises:
        BadInput: it cannot be read, is no TOML, or has keys that none has, or such as do not go
            together.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"{path} cannot be read: {error}.") from error
    known = {one.name for one in fields(Config)}
    if unknown := sorted(set(told) - known):
        raise BadInput(f"{path} has keys that mean nothing here: {', '.join(unknown)}.")
    values = {
        name: tuple(value) if isinstance(value, list) else value for name, value in told.items()
    }
    found = Config(**{"name": path.stem} | values)
    if found.recommender and len(found.scales) > 1:
        raise BadInput(f"{path}: what a recommender would answer is learned on one scale only.")
    return found
