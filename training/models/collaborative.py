"""What people alike chose: EASE (Steck, WWW 2019) and ALS (Hu, Koren and Volinsky, ICDM 2008)."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import implicit
import numpy as np
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from training.models.crossfit import Affinities, People, signed
from training.models.others import FromOthers
from training.models.protocol import Floats, Scorer, Setting
from training.queries import Item, Past

MOST_ITEMS: Final = 4000
"""The most frequent ones: EASE inverts a matrix of so many rows."""
EASE_PENALTY: Final = 100.0
FACTORS: Final = 32
ALPHA: Final = 10.0
"""How much surer a choice is than no choice."""
ALS_PENALTY: Final = 1.0
SEED: Final = 7


def build(name: str, setting: Setting) -> Scorer:
    """``ease`` or ``als``."""
    return FromOthers(setting, ease if name == "ease" else als)


def ease(people: People) -> Affinities:
    """The item-item weights that best rebuild each person's choices, none from itself."""
    codes, matrix = _matrix(people)
    gram = (matrix.T @ matrix).toarray() + EASE_PENALTY * np.eye(len(codes))
    inverse = np.linalg.inv(gram) if len(codes) else gram
    weights = -inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0.0)

    def score(own: Floats, target: int) -> float:
        return float(own @ weights[:, target])

    return _affinities(codes, score)


def als(people: People) -> Affinities:
    """Factors of the items; a history's own factors follow from them in closed form."""
    codes, matrix = _matrix(people)
    if not len(codes):
        return _affinities(codes, lambda _, __: 0.0)
    with threadpool_limits(1):
        model = implicit.als.AlternatingLeastSquares(
            factors=FACTORS,
            regularization=ALS_PENALTY,
            alpha=ALPHA,
            random_state=SEED,
            num_threads=1,
        )
        model.fit(matrix.astype(np.float32), show_progress=False)
    items = np.asarray(model.item_factors, dtype=float)
    gram = items.T @ items + ALS_PENALTY * np.eye(items.shape[1])

    def score(own: Floats, target: int) -> float:
        chosen = items[own > 0]
        person = np.linalg.solve(gram + ALPHA * chosen.T @ chosen, (1 + ALPHA) * chosen.sum(axis=0))
        return float(person @ items[target])

    return _affinities(codes, score)


def _matrix(people: People) -> tuple[dict[str, int], csr_matrix]:
    """The code of each item, and what each person liked, [people, items]."""
    counts = Counter(past.item.id for told in people.values() for past in told if signed(past) > 0)
    codes = {item: code for code, (item, _) in enumerate(counts.most_common(MOST_ITEMS))}
    pairs = [
        (row, codes[past.item.id])
        for row, told in enumerate(people.values())
        for past in told
        if signed(past) > 0 and past.item.id in codes
    ]
    rows, columns = np.array(pairs, dtype=int).reshape(-1, 2).T
    shape = (len(people), len(codes))
    return codes, csr_matrix((np.ones(len(pairs)), (rows, columns)), shape=shape)


def _affinities(codes: Mapping[str, int], score: Callable[[Floats, int], float]) -> Affinities:
    """``score`` of the liked items less half that of the others, [n, 1]; 0 for unknown targets."""

    def affinities(histories: Sequence[Sequence[Past]], targets: Sequence[Item]) -> Floats:
        found = np.zeros((len(targets), 1))
        for row, (history, target) in enumerate(zip(histories, targets, strict=True)):
            if target.id not in codes:
                continue
            for sign, share in ((1.0, 1.0), (-1.0, -0.5)):
                own = np.zeros(len(codes))
                known = [
                    codes[one.item.id]
                    for one in history
                    if one.item.id in codes and signed(one) == sign
                ]
                own[known] = 1.0
                if known:
                    found[row, 0] += share * score(own, codes[target.id])
        return found

    return affinities
