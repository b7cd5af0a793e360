"""Learn the ranker's prior from how people chose among meet-ups, and write it for EventPal.

``python -m training.prior --data queries.train.jsonl --items events.jsonl --out prior.json``.

The first four fifths of the queries by time teach; the last fifth is only measured, once. What the
data cannot tell (prices, notices …) keeps our judgement; what it can tell starts from there:

1. The common weights are the most probable ones under the choices of all (conditional logit), with
   the judgement as their prior. How far it may be left is chosen inside the four fifths, on the
   last fifth of those. Each choice is told a second time as by somebody who installed EventPal
   today, so that what was on before says nothing: else what the past tells would be taken from
   venue and organiser, which are all there is in the first weeks.
2. How people differ from the common weights is found by expectation-maximisation: each person's
   weights given all their choices, then their spread over people.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from eventpal.errors import UserError
from eventpal.recommend import learner
from eventpal.recommend.features import FEATURES, NAMES
from eventpal.recommend.learner import Choice, Prior
from training import metrics
from training.metrics import Measured
from training.models.protocol import Floats
from training.queries import Listwise, read_items, read_listwise
from training.replays import Asked, asked

JUDGED: Final[Mapping[str, tuple[float, float]]] = {
    "like_nearest": (1.2, 0.5),
    "like_overall": (0.2, 0.5),
    "interest": (0.6, 0.5),
    "dislike_nearest": (-1.8, 0.5),
    "rejected": (-3.5, 0.3),
    "organiser": (1.8, 0.5),
    "venue": (0.9, 0.5),
    "category": (1.3, 0.5),
    "topic": (0.5, 0.5),
    "word": (0.7, 0.5),
    "series": (0.3, 0.5),
    "graph": (0.3, 0.3),
    "organiser_turnout": (0.3, 0.3),
    "venue_turnout": (0.4, 0.3),
    "repeat_turnout": (0.4, 0.3),
    "time_of_week": (0.4, 0.2),
    "lead_time": (1.0, 0.3),
    "lead_habit": (0.3, 0.3),
    "next_date": (1.0, 0.3),
    "just_announced": (0.3, 0.2),
    "last_chance": (0.3, 0.2),
    "distance": (0.6, 0.5),
    "usual_places": (1.2, 0.5),
    "price": (0.3, 0.5),
    "price_fit": (0.5, 0.5),
    "novelty": (0.0, 0.3),
    "rarity": (1.2, 0.5),
    "long_run": (-0.8, 0.5),
    "all_day": (-0.6, 0.5),
    "detail": (0.7, 0.2),
    "notice": (-4.0, 1e-3),
    "meeting": (-1.5, 0.5),
    "passed_over": (-1.0, 0.2),
    "language_model": (0.0, 1e-3),
    "liked": (0.3, 1e-3),
}
"""Mean and deviation of each weight by our own judgement, in log-odds for 1 of the feature."""

TEACHING: Final = 0.8
"""Share of the queries, by time, that may be learned from."""
LOOSENESS: Final = (0.3, 1.0, 3.0)
"""How many judged deviations the common weights may leave the judgement by, to be chosen from."""
FRESH: Final = ("organiser_turnout", "venue_turnout", "repeat_turnout")
"""What says nothing on the first day."""
HELD: Final = ("last_chance",)
"""What these choices tell of wrongly: a date is the last one of several that could be chosen."""
ROUNDS: Final = 6
LEAST_DEVIATION: Final = 0.05
FEWEST: Final = 2
"""Choices of a person, to count for how people differ."""


@dataclass(frozen=True, slots=True)
class Data:
    """Queries as EventPal meets them."""

    users: Sequence[str]
    asked: Sequence[Asked]
    positives: Sequence[int]

    def some(self, rows: Sequence[int]) -> "Data":
        """Those of ``rows``."""
        return Data(
            [self.users[row] for row in rows],
            [self.asked[row] for row in rows],
            [self.positives[row] for row in rows],
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(prog="python -m training.prior", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--items", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=learner.prior_file())
    options = parser.parse_args(arguments)
    try:
        queries = read_listwise(options.data, read_items(options.items))
        data = data_of(queries, asked(queries, read_items(options.items)))
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    rows = list(np.argsort([query.at.timestamp() for query in queries if query.at], kind="stable"))
    cut = round(TEACHING * len(rows))
    teaching, kept = data.some(rows[:cut]), data.some(rows[cut:])
    prior = learn(teaching, choose(teaching))
    print(f"{len(teaching.users):,} queries teach, {len(kept.users):,} later ones are measured")
    for name, one in (("judged", judged()), ("learned", prior)):
        print(f"{name}: {_said(measure(kept, one, personal=False))} for anyone")
        print(f"{name}: {_said(measure(kept, one, personal=True))} for the person")
    write(options.out, prior, data)
    return 0


def data_of(queries: Sequence[Listwise], met: Sequence[Asked]) -> Data:
    """The queries whose answer is told."""
    told = [row for row, query in enumerate(queries) if query.positive is not None]
    return Data(
        [queries[row].user for row in told],
        [met[row] for row in told],
        [queries[row].positive or 0 for row in told],
    )


def judged() -> Prior:
    """The prior by judgement alone."""
    mean, deviation = np.array([JUDGED[name] for name in NAMES]).T
    return Prior(mean, np.diag(deviation**2))


def choose(data: Data) -> float:
    """The looseness that ranks the last fifth of ``data`` best, learned on the others."""
    cut = round(TEACHING * len(data.users))
    early, late = data.some(range(cut)), data.some(range(cut, len(data.users)))
    figures = []
    for looseness in LOOSENESS:
        figures.append(measure(late, learn(early, looseness), personal=True).value)
        print(f"looseness {looseness}: NDCG@10 {figures[-1]:.4f} inside")
    return LOOSENESS[int(np.argmax(figures))]


def learn(data: Data, looseness: float) -> Prior:
    """The prior under which what people chose is most probable."""
    start = judged()
    choices = [_choice(one, place) for one, place in zip(data.asked, data.positives, strict=True)]
    told = _varying(choices)
    loose = Prior(start.mean, start.covariance * np.where(told, looseness**2, 1.0))
    mean = learner.posterior([half for one in choices for half in _halves(one)], loose).mean
    people: defaultdict[str, list[Choice]] = defaultdict(list)
    for user, choice in zip(data.users, choices, strict=True):
        people[user].append(choice)
    variance = np.diag(start.covariance).copy()
    for _ in range(ROUNDS):
        current = Prior(mean, np.diag(variance))
        found = [learner.posterior(own, current) for own in people.values() if len(own) >= FEWEST]
        means = np.array([one.mean for one in found])
        spread = np.array([np.diag(one.covariance) for one in found])
        between = ((means - mean) ** 2 + spread).mean(axis=0)
        variance = np.where(told, np.maximum(between, LEAST_DEVIATION**2), variance)
    return Prior(mean, np.diag(variance))


def measure(data: Data, prior: Prior, *, personal: bool) -> Measured:
    """NDCG@10 with each person's own earlier choices, or without."""
    scores = []
    for one in data.asked:
        weights = prior.mean
        if personal:
            weights = learner.posterior(one.choices[-learner.OPINIONS_KEPT :], prior).mean
        scores.append(one.values @ weights)
    gains = metrics.gains(scores, data.positives)
    return metrics.mean_measures(data.users, {"ndcg@10": gains["ndcg@10"]})["ndcg@10"]


def write(path: Path, prior: Prior, data: Data) -> None:
    """Write what EventPal reads at its start."""
    told = _varying(
        [_choice(one, place) for one, place in zip(data.asked, data.positives, strict=True)]
    )
    deviation = np.sqrt(np.diag(prior.covariance))
    features = {
        feature.name: {
            "mean": round(float(prior.mean[row]), 4),
            "deviation": round(float(deviation[row]), 4),
            "from": "choices" if told[row] else "judgement",
        }
        for row, feature in enumerate(FEATURES)
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"made_by": "training/prior.py", "features": features}, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def _choice(one: Asked, positive: int) -> Choice:
    return Choice(one.values[positive], np.delete(one.values, positive, axis=0), True, 1.0)


def _halves(choice: Choice) -> tuple[Choice, Choice]:
    """The choice as it was, and as on the first day, for half each."""
    kept = ~np.isin(NAMES, FRESH)
    fresh = Choice(choice.row * kept, choice.others * kept, True, choice.weight / 2)
    return Choice(choice.row, choice.others, True, choice.weight / 2), fresh


def _varying(choices: Sequence[Choice]) -> NDArray[np.bool_]:
    """The features that differ between what was on, [F]: of others the choices tell nothing."""
    held = np.isin(NAMES, HELD)
    differs: Floats = sum(
        (np.abs(one.others - one.row).max(axis=0, initial=0.0) for one in choices),
        start=np.zeros(len(NAMES)),
    )
    varies: NDArray[np.bool_] = (differs > 1e-6 * max(1, len(choices))) & ~held
    return varies


def _said(one: Measured) -> str:
    return f"NDCG@10 {one.value:.4f} ({one.low:.4f} to {one.high:.4f})"


if __name__ == "__main__":
    sys.exit(main())
