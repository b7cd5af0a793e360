"""What lies beside an adapter: how its lines are written, and how its answers are to be read."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eventpal.errors import BadInput
from training import company, crowd
from training.company import Company
from training.crowd import NOBODY, Crowd
from training.lines import Form
from training.models.protocol import Answer

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What turns the model's answer into a probability and a rating, learned on validation."""

    like_scale: float = 1.0
    like_bias: float = 0.0
    number_scale: float = 0.0
    """Of the odds that the number in the prompt stands for, beside the model's own."""
    rating_scale: float = 1.0
    rating_bias: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """All that the adapter's answers depend on besides its weights."""

    form: Form
    crowd: Crowd | Company = NOBODY
    calibration: Calibration = Calibration()
    layers: int = 0
    """Of a student: so many are left of the adapted model that it was cut from; 0: all are."""
    cut_from: str = ""
    """The name of that model's adapter, whose folder lies beside the student's."""


def save(kept: Kept, folder: Path) -> None:
    """Write it into the adapter's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    told: dict[str, Any] = {
        "form": asdict(kept.form),
        "calibration": asdict(kept.calibration),
    }
    if kept.layers:
        told |= {"layers": kept.layers, "cut_from": kept.cut_from}
    (folder / "task.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    keep = company.save if isinstance(kept.crowd, Company) else crowd.save
    keep(kept.crowd, folder / "crowd.npz")


def load(folder: Path) -> Kept:
    """What ``save`` wrote.

    Raises:
        BadInput: it is not there, or not of this kind.
    """
    try:
        told = json.loads((folder / "task.json").read_text(encoding="utf-8"))
        form, calibration = Form(**told["form"]), Calibration(**told["calibration"])
        read = company.load if form.crowd == "together" else crowd.load
        return Kept(
            form=form,
            crowd=read(folder / "crowd.npz"),
            calibration=calibration,
            layers=int(told.get("layers", 0)),
            cut_from=str(told.get("cut_from", "")),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{folder} holds no adapter of a task: {error}.") from error


def log_odds(logits: Floats) -> Floats:
    """Log-odds of a like [queries] of answers' logits [queries, 2 or 5], worst answer first.

    Of five ratings the two best are likes.
    """
    likes = 1 if logits.shape[1] == 2 else 2
    return np.logaddexp.reduce(logits[:, -likes:], axis=1) - np.logaddexp.reduce(
        logits[:, :-likes], axis=1
    )


def expected_rating(logits: Floats) -> Floats:
    """Mean rating [queries] under the logits of 1 to 5 [queries, 5]."""
    chances = np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))
    return chances @ np.arange(1.0, 6.0)


def likes(logits: Floats, calibration: Calibration, numbers: Floats) -> Floats:
    """Probability of a like [queries]; ``numbers`` are the odds that the numbers stand for."""
    odds = calibration.like_scale * log_odds(logits) + calibration.like_bias
    odds = odds + calibration.number_scale * numbers
    return 1 / (1 + np.exp(-odds))


def ratings(logits: Floats, calibration: Calibration, numbers: Floats) -> Floats:
    """Rating [queries], 1 to 5; from Yes and No the likes are spread evenly."""
    if logits.shape[1] == 2:
        return 1 + 4 * likes(logits, calibration, numbers)
    found = calibration.rating_scale * expected_rating(logits) + calibration.rating_bias
    return np.clip(found, 1, 5)


def answers(logits: Floats, calibration: Calibration, numbers: Floats) -> list[Answer]:
    """What the logits [queries, answers] and the numbers' odds [queries] come to."""
    both = zip(
        likes(logits, calibration, numbers), ratings(logits, calibration, numbers), strict=True
    )
    return [Answer(float(like), float(rating)) for like, rating in both]


def calibrate(
    logits: Floats,
    liked: Sequence[bool],
    rated: Sequence[float | None],
    numbers: Floats,
) -> Calibration:
    """The calibration under which the answers are likeliest, and the ratings nearest.

    Where the model and the number do not both count for something, one beside the other, the model
    counts alone or both count alike, whichever is likelier.
    """
    labels, odds = np.array(liked, dtype=float), log_odds(logits)
    ones = np.ones_like(odds)
    scale, number, bias = _logistic(np.stack([odds, numbers, ones], 1), labels)
    found = Calibration(like_scale=scale, like_bias=bias, number_scale=number)
    if scale <= 0 or number <= 0:
        scale, bias = _logistic(np.stack([odds, ones], 1), labels)
        alone = Calibration(like_scale=scale, like_bias=bias)
        scale, bias = _logistic(np.stack([odds + numbers, ones], 1), labels)
        alike = Calibration(like_scale=scale, like_bias=bias, number_scale=scale)
        found = max(alone, alike, key=lambda one: _likelihood(logits, numbers, labels, one))
    if logits.shape[1] == 2 or any(one is None for one in rated):
        return found
    slope, start = np.polyfit(expected_rating(logits), np.array(rated, dtype=float), 1)
    return replace(found, rating_scale=float(slope), rating_bias=float(start))


def _likelihood(logits: Floats, numbers: Floats, liked: Floats, calibration: Calibration) -> float:
    chances = likes(logits, calibration, numbers)
    return float(np.log(np.where(liked > 0, chances, 1 - chances) + 1e-12).sum())


def _logistic(columns: Floats, liked: Floats) -> list[float]:
    """The weights of ``columns`` [queries, columns] by Newton's method."""
    size = columns.shape[1]
    weights = np.zeros(size)
    for _ in range(25):
        chances = 1 / (1 + np.exp(-columns @ weights))
        curve = columns.T @ (columns * (chances * (1 - chances))[:, None]) + 1e-3 * np.eye(size)
        weights += np.linalg.solve(curve, columns.T @ (liked - chances) - 1e-3 * weights)
    return [float(weight) for weight in weights]
