"""What scores are worth: the measures of both shapes, with intervals, and where they go wrong.

Every interval is a percentile bootstrap over users, since one person's queries are alike.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CUTOFF: Final = 10
"""Places of a list that NDCG looks at."""
BINS: Final = 15
"""Of the expected calibration error, equally wide."""
REPLICATES: Final = 1000
SEED: Final = 20260301
_LENGTHS: Final = ((0, 4), (5, 9), (10, 19), (20, 49), (50, None))
_CATEGORIES_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure with its 95% interval; nan where nothing can be said."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Slice:
    """The queries that have something in common, and how they fared."""

    by: str
    name: str
    queries: int
    value: float


def auc(scores: Floats, labels: NDArray[np.bool_], weights: Floats | None = None) -> float:
    """The chance that a liked one scores above one that was not, ties halved; nan without both.

    Args:
        scores: [n].
        labels: [n].
        weights: how often each counts, [n]; once where not given.
    """
    return _auc_of(scores, labels)(np.ones(len(scores)) if weights is None else weights)


def gains(scores: Sequence[Floats], positives: Sequence[int]) -> dict[str, Floats]:
    """NDCG@10, HR@1, HR@5 and MRR of each list with one positive, [n]; over ties the mean."""
    found: dict[str, list[float]] = {"ndcg@10": [], "hr@1": [], "hr@5": [], "mrr": []}
    for one, positive in zip(scores, positives, strict=True):
        above = int((one > one[positive]).sum())
        places = np.arange(above, above + int((one == one[positive]).sum()))
        found["ndcg@10"].append(float(((places < CUTOFF) / np.log2(places + 2)).mean()))
        found["hr@1"].append(float((places < 1).mean()))
        found["hr@5"].append(float((places < 5).mean()))
        found["mrr"].append(float((1 / (places + 1)).mean()))
    return {name: np.array(values, dtype=float) for name, values in found.items()}


def misses(predicted: Floats, given: Floats) -> dict[str, Floats]:
    """What each rating was missed by, as the terms whose mean is each measure, [n]."""
    off = np.abs(predicted - given)
    return {"mae": off, "mse": off**2, "within .5": off <= 0.5, "within 1": off <= 1.0}


def calibration_error(likes: Floats, labels: NDArray[np.bool_]) -> float:
    """The expected calibration error (Naeini et al., AAAI 2015): nan for no queries."""
    if not len(likes):
        return float("nan")
    bins = np.minimum((likes * BINS).astype(int), BINS - 1)
    gap = np.bincount(bins, likes - labels, minlength=BINS)
    return float(np.abs(gap).sum() / len(likes))


def pointwise_measures(
    users: Sequence[str], likes: Floats, labels: NDArray[np.bool_]
) -> dict[str, Measured]:
    """AUC, the mean AUC of users who have both kinds, and calibration.

    Args:
        users: whose each query is, [n].
        likes: predicted probability of a like, [n].
        labels: whether it was liked, [n].
    """
    codes = _codes(users)
    whole = _auc_of(likes, labels)
    result = {"auc": bootstrap(codes, lambda weights: whole(weights[codes]))}
    own = np.array([auc(likes[rows], labels[rows]) for rows in _rows_of(codes)])
    known = ~np.isnan(own)
    result["user auc"] = bootstrap(
        np.arange(len(own))[known], lambda weights: _mean(own[known], weights[known]), len(own)
    )
    bins = np.minimum((likes * BINS).astype(int), BINS - 1)

    def error(weights: Floats) -> float:
        gap = np.bincount(bins, weights[codes] * (likes - labels), minlength=BINS)
        return float(np.abs(gap).sum() / weights[codes].sum())

    # Noise widens every bin's gap, so replicates lie above the figure: the interval is centred.
    result["ece"] = _centred(bootstrap(codes, error), calibration_error(likes, labels))
    return result


def mean_measures(users: Sequence[str], terms: Mapping[str, Floats]) -> dict[str, Measured]:
    """The mean of each of ``terms``, [n], with its interval; beside "mse" also "rmse"."""
    codes = _codes(users)
    result = {}
    for name, values in terms.items():
        floats = np.asarray(values, dtype=float)
        result[name] = bootstrap(codes, lambda weights, f=floats: _mean(f, weights[codes]))
    if "mse" in result:
        square = result["mse"]
        result["rmse"] = Measured(*np.sqrt([square.value, square.low, square.high]).tolist())
    return result


def bootstrap(
    codes: NDArray[np.intp], measure: Callable[[Floats], float], users: int | None = None
) -> Measured:
    """``measure`` of how often each user counts, [u]: once each, then drawn with replacement."""
    count = users if users is not None else (int(codes.max()) + 1 if len(codes) else 0)
    if not count or not len(codes):
        return Measured(*[float("nan")] * 3)
    rng = np.random.default_rng(SEED)
    drawn = [
        measure(np.bincount(rng.integers(0, count, count), minlength=count).astype(float))
        for _ in range(REPLICATES)
    ]
    kept = [one for one in drawn if not np.isnan(one)]
    low, high = np.quantile(kept, [0.025, 0.975]) if kept else (float("nan"),) * 2
    return Measured(measure(np.ones(count)), float(low), float(high))


def slices(
    lengths: Sequence[int],
    categories: Sequence[str],
    confidence: Floats,
    measure: Callable[[NDArray[np.intp]], float],
) -> list[Slice]:
    """How rows fare by length of history, category and confidence (thirds).

    Args:
        lengths: of each query's history, [n].
        categories: of each query's target, "" for none, [n].
        confidence: how sure the model was of each, in any unit, [n].
        measure: of some rows.
    """
    groups: list[tuple[str, str, NDArray[np.intp]]] = []
    length = np.array(lengths)
    for low, high in _LENGTHS:
        rows = np.flatnonzero((length >= low) & (length <= (high or np.inf)))
        groups.append(("history", f"{low}-{high}" if high else f"{low}+", rows))
    names, counts = np.unique([one for one in categories if one], return_counts=True)
    groups += [
        ("category", str(name), np.flatnonzero(np.array(categories) == name))
        for name in names[np.argsort(-counts, kind="stable")][:_CATEGORIES_SHOWN]
    ]
    by_confidence = np.array_split(np.argsort(confidence, kind="stable"), 3)
    groups += [
        ("confidence", name, rows)
        for name, rows in zip(("least", "middle", "most"), by_confidence, strict=True)
    ]
    return [Slice(by, name, len(rows), measure(rows)) for by, name, rows in groups if len(rows)]


def _auc_of(scores: Floats, labels: NDArray[np.bool_]) -> Callable[[Floats], float]:
    """The weighted AUC of these scores as a function of the weights; sorts once."""
    levels, place = np.unique(scores, return_inverse=True)

    def measure(weights: Floats) -> float:
        liked = np.bincount(place, weights * labels, minlength=len(levels))
        other = np.bincount(place, weights * ~labels, minlength=len(levels))
        below = np.cumsum(other) - other
        both = liked.sum() * other.sum()
        return float((liked * (below + other / 2)).sum() / both) if both else float("nan")

    return measure


def _mean(values: Floats, weights: Floats) -> float:
    total = weights.sum()
    return float(values @ weights / total) if total else float("nan")


def _centred(measured: Measured, value: float) -> Measured:
    shift = (measured.low + measured.high) / 2 - value
    return Measured(value, max(0.0, measured.low - shift), measured.high - shift)


def _codes(users: Sequence[str]) -> NDArray[np.intp]:
    return (
        np.unique(np.array(users, dtype=str), return_inverse=True)[1]
        if len(users)
        else (np.zeros(0, dtype=np.intp))
    )


def _rows_of(codes: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    if not len(codes):
        return []
    order = np.argsort(codes, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(codes[order])) + 1)
