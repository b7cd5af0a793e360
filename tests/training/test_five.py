"""Five features learn who likes things, and which things are liked."""

from random import Random

import numpy as np

from training import five, metrics
from training.queries import Item, Past, Pointwise
from training.verdicts import unroll

ITEMS = [Item(id=str(n), title=f"Film {n}") for n in range(30)]


def queries(people: range) -> list[Pointwise]:
    """Films of low number are liked more, and by people of low number."""
    found = []
    for person in people:
        random = Random(person)

        def like(film: int, glad: float = (person % 10) / 10, random: Random = random) -> bool:
            return random.random() < 0.5 * (1 - film / 30) + 0.5 * glad

        told = [Past(ITEMS[film], like(film)) for film in random.sample(range(30), 9)]
        film = random.choice([n for n in range(30) if ITEMS[n] not in {one.item for one in told}])
        found.append(
            Pointwise(user=str(person), history=tuple(told), target=ITEMS[film], liked=like(film))
        )
    return found


def test_what_five_features_learn_holds_for_others():
    taught, asked = queries(range(300)), queries(range(300, 600))
    odds = five.learn(taught, unroll(taught), folds=3, tastes=1)(asked)
    liked = np.array([bool(one.liked) for one in asked])
    assert metrics.auc(odds, liked) > 0.65
    assert odds[liked].mean() > odds[~liked].mean()
    nobody = [Pointwise(user="new", history=(), target=Item(id="?", title="Unknown"))]
    assert np.isfinite(five.learn(taught, unroll(taught), folds=2, tastes=0)(nobody)).all()
