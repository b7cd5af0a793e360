"""Five features and a logistic regression: what is reached without a language model.

The share of likes in the history, the share of likes that others gave the target, how many know it,
how well others liked what the history tells of, and what is expected of this person.
"""

from collections.abc import Callable, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from training import crowd, titles
from training.crowd import Crowd
from training.queries import Pointwise
from training.titles import Floats
from training.verdicts import People, Verdict

Odds = Callable[[Sequence[Pointwise]], Floats]


def features(queries: Sequence[Pointwise], known: Crowd) -> Floats:
    """The five of each query, [queries, 5]."""
    rows = []
    for query in queries:
        told = [Verdict(past.item, past.liked) for past in query.history if past.liked is not None]
        own = (sum(one.liked for one in told) + 1) / (len(told) + 2)
        others = [known.share(one.item.title) for one in told]
        standing = known.standings(told, rated=False)[-1]
        rows.append(
            [
                _odds(own),
                _odds(known.share(query.target.title)),
                known.titles.rank(query.target.title),
                _odds(float(np.mean(others or [0.5]))),
                _odds(known.share(query.target.title, standing)),
            ]
        )
    return np.array(rows)


def learn(queries: Sequence[Pointwise], people: People, *, folds: int, tastes: int) -> Odds:
    """The log-odds of a like [queries], learned from ``queries`` with answers.

    Args:
        queries: What to learn from.
        people: Whose verdicts tell what others think; of each fold's queries only the others'.
        folds: How people are dealt: see ``titles.fold``.
        tastes: See ``crowd.of_people``.
    """
    parts = crowd.without_folds(people, folds, tastes)
    rows, liked = [], []
    for number, known in enumerate(parts):
        own = [one for one in queries if titles.fold(one.user, folds) == number]
        if own:
            rows.append(features(own, known))
            liked += [bool(one.liked) for one in own]
    model = make_pipeline(StandardScaler(), LogisticRegression())
    model.fit(np.concatenate(rows), np.array(liked))
    whole = crowd.of_people(people, tastes)

    def odds(asked: Sequence[Pointwise]) -> Floats:
        found: Floats = model.decision_function(features(asked, whole))
        return found

    return odds


def _odds(share: float) -> float:
    kept = min(max(share, 0.001), 0.999)
    return float(np.log(kept / (1 - kept)))
