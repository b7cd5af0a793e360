"""What P(yes) adds to the ranker, with the adapter that ships and without.

``python -m training.liking --data DIR [--sample N]`` asks the model, as the application runs it,
about the candidates of a seeded sample of the meet-ups' latest fifth of queries, from which the
ranker's prior did not learn. The answer is then one more feature of the ranker: its weight is the
likeliest under the choices of other people (a conditional logit beside the ranker's own score).
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from random import Random

import numpy as np
from scipy.optimize import minimize_scalar

from eventpal.engine.models.catalogue import SMOLLM2
from eventpal.errors import UserError
from eventpal.recommend import learner
from training import metrics, titles
from training.metrics import Measured
from training.models.judge import Judge
from training.models.protocol import Floats
from training.prior import TEACHING
from training.queries import Listwise, read_items, read_listwise
from training.replays import asked
from training.run import say

KEPT = Path(__file__).parent / "measured" / "liking.json"
FOLDS = 5
_MOST = 2.0
"""The feature's bounds, in log-odds: see ``likeness.language_model``."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m training.liking", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("--data", type=Path, required=True, help="the folder of the data")
    parser.add_argument("--sample", type=int, default=100, help="queries that are asked")
    parser.add_argument("--adapter", type=Path, default=SMOLLM2.adapter, help="a GGUF LoRA")
    parser.add_argument("--work", type=Path, default=Path("build/training/liking"))
    parser.add_argument("--kept", type=Path, default=KEPT)
    options = parser.parse_args(arguments)
    options.work.mkdir(parents=True, exist_ok=True)
    folder = options.data / "meetup-montana"
    try:
        items = read_items(folder / "events.jsonl")
        queries = read_listwise(folder / "queries.train.jsonl", items)
        chosen = sampled(queries, options.sample)
        odds = {
            name: said(Judge(adapter), chosen, options.work / f"{name}.jsonl")
            for name, adapter in (("shipped", options.adapter), ("base", None))
        }
        people = {query.user for query in chosen}
        own = [query for query in queries if query.user in people]
        places = {id(query): place for place, query in enumerate(own)}
        met = asked(own, items)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    ranker = []
    for query in chosen:
        one = met[places[id(query)]]
        weights = learner.posterior(one.choices[-learner.OPINIONS_KEPT :]).mean
        ranker.append(one.values @ weights)
    found = rows(chosen, ranker, odds)
    told = {name: asdict(one) for name, one in found.items()}
    options.kept.parent.mkdir(parents=True, exist_ok=True)
    options.kept.write_text(
        json.dumps({"queries": len(chosen), "people": len(people), "rows": told}, indent=1) + "\n"
    )
    for name, one in found.items():
        print(f"{name}: {one.value:.4f} ({one.low:.4f} to {one.high:.4f})")
    return 0


def sampled(queries: Sequence[Listwise], number: int) -> list[Listwise]:
    """So many of the latest fifth; a smaller sample is the beginning of a larger one."""
    by_time = sorted(queries, key=lambda query: query.at.timestamp() if query.at else 0.0)
    late = [one for one in by_time[round(TEACHING * len(by_time)) :] if one.positive is not None]
    Random(0).shuffle(late)
    return late[:number]


def said(judge: Judge, queries: Sequence[Listwise], kept: Path) -> list[Floats]:
    """P(yes) of each candidate of each query; what ``kept`` holds is not asked again."""
    known = [json.loads(line) for line in kept.read_text().splitlines()] if kept.exists() else []
    with kept.open("a", encoding="utf-8") as file:
        for one in judge.asked(queries[len(known) :]) if len(known) < len(queries) else ():
            known.append(one.tolist())
            file.write(json.dumps(known[-1]) + "\n")
            file.flush()
            if len(known) % 10 == 0:
                say(f"{kept.stem}: {len(known)} of {len(queries)}")
    return [np.array(one) for one in known[: len(queries)]]


def feature(odds: Floats) -> Floats:
    """P(yes) of a query's candidates as the ranker's feature: see ``likeness.language_model``."""
    kept = np.clip(odds, 1e-3, 1 - 1e-3)
    log_odds = np.log(kept / (1 - kept))
    return np.clip(log_odds - log_odds.mean(), -_MOST, _MOST)


def rows(
    queries: Sequence[Listwise], ranker: Sequence[Floats], odds: Mapping[str, Sequence[Floats]]
) -> dict[str, Measured]:
    """NDCG@10 of each by itself and beside the ranker, and the differences of the same queries."""
    users = [query.user for query in queries]
    positives = [query.positive or 0 for query in queries]

    def worth(scores: Sequence[Floats]) -> Floats:
        return metrics.gains(scores, positives)["ndcg@10"]

    gains = {"at random": worth([np.zeros(len(one)) for one in ranker])}
    gains["EventPal's ranker"] = worth(ranker)
    for name, said_ in odds.items():
        extra = [feature(one) for one in said_]
        gains[f"P(yes), {name}"] = worth(said_)
        gains[f"ranker and P(yes), {name}"] = worth(beside(users, positives, ranker, extra))
    for name in odds:
        gains[f"gain of P(yes), {name}"] = (
            gains[f"ranker and P(yes), {name}"] - gains["EventPal's ranker"]
        )
    gains["P(yes), shipped less base"] = gains["P(yes), shipped"] - gains["P(yes), base"]
    return metrics.mean_measures(users, gains)


def beside(
    users: Sequence[str],
    positives: Sequence[int],
    ranker: Sequence[Floats],
    extra: Sequence[Floats],
) -> list[Floats]:
    """The ranker's score with the weighed feature; weights are learned from other folds' people."""
    folds = np.array([titles.fold(user, FOLDS) for user in users])
    weights = {
        fold: likeliest(
            [
                (ranker[row], extra[row], positives[row])
                for row in np.flatnonzero(folds != fold).tolist()
            ]
        )
        for fold in set(folds.tolist())
    }
    return [
        one + weights[fold] * other
        for one, other, fold in zip(ranker, extra, folds.tolist(), strict=True)
    ]


def likeliest(choices: Sequence[tuple[Floats, Floats, int]]) -> float:
    """The weight of the second score beside the first under which the choices are likeliest."""
    longest = max(len(one) for one, _, _ in choices)
    first, second = np.full((len(choices), longest), -np.inf), np.zeros((len(choices), longest))
    for row, (one, other, chosen) in enumerate(choices):
        first[row, : len(one)] = one - one[chosen]
        second[row, : len(one)] = other - other[chosen]

    def loss(weight: float) -> float:
        return float(np.logaddexp.reduce(first + weight * second, axis=1).sum())

    return float(minimize_scalar(loss, bounds=(-3.0, 3.0), method="bounded").x)


if __name__ == "__main__":
    sys.exit(main())
