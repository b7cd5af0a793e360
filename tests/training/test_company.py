"""Items that keep company, learned from people who choose within one of two kinds."""

from pathlib import Path
from random import Random

import numpy as np
import pytest

from tests.training.tiny import tokenizer
from training import company, kept, tasks
from training.config import Config
from training.kept import Kept
from training.lines import Form, Writer
from training.queries import Item
from training.titles import fold
from training.verdicts import People, Verdict

TITLES = [f"Game {n}" for n in range(20)]


def choices(*games: int) -> list[Verdict]:
    return [Verdict(Item(id=str(game), title=TITLES[game]), liked=True) for game in games]


def kinds() -> People:
    """Half of the people choose even games, the others odd ones; all know the first two."""
    found = {}
    for person in range(60):
        random = Random(person)
        own = random.sample(range(2 + person % 2, 20, 2), 5)
        found[str(person)] = choices(person % 2, *own)
    return found


def test_what_goes_with_the_choices_before_is_told_from_what_does_not():
    whole, folds = company.without_folds(kinds(), 3, 4)
    assert len(folds) == 3
    assert whole.weights[0] > 0
    before, *_, after = whole.standings(choices(4, 6, 8))
    assert not before.any()
    assert whole.share(TITLES[10], after) > 2 * whole.share(TITLES[11], after)
    assert whole.blank().share(TITLES[10], after) == whole.blank().share(TITLES[11], after)


def test_nobody_is_told_numbers_that_hold_their_own_choices():
    people = kinds()
    _, folds = company.without_folds(people, 3, 4)
    for number, one in enumerate(folds):
        others = [own for user, own in people.items() if fold(user, 3) != number]
        assert one.titles.counts.sum() == sum(map(len, others))


def test_the_company_comes_back_with_its_task(tmp_path: Path):
    whole, _ = company.without_folds(kinds(), 3, 4)
    form = Form(kind="game", scale="choice", crowd="together")
    kept.save(Kept(form=form, crowd=whole), tmp_path)
    again = kept.load(tmp_path).crowd
    standing = whole.standings(choices(4, 6))[-1]
    assert again.share("GAME 8", standing) == pytest.approx(whole.share("Game 8", standing))
    assert again.titles.rank(TITLES[0]) == whole.titles.rank(TITLES[0]) > 0


def test_candidates_are_told_beside_what_was_chosen_before_them():
    words = tokenizer()
    whole, _ = company.without_folds(kinds(), 3, 4)
    writer = Writer(words, Form(kind="game", scale="choice", crowd="together"), whole)
    spell = choices(4, 6, 8)
    catalogue = [Item(id=str(n), title=title) for n, title in enumerate(TITLES)]
    document = tasks._documents(
        Config(name="games", lengths=(3,), negatives=2), writer, spell, catalogue, Random(0)
    )[0]
    right = document.parts[document.choices[-1][0]]
    standing = writer.standing(spell[:2], "")
    np.testing.assert_allclose(standing, whole.standings(spell[:2])[-1])
    number = round(100 * whole.share(TITLES[8], standing))
    assert words.decode(right.tokens) == f"Game 8:{number:02d} Yes"
    assert words.decode(writer.question(spell[2].item, standing).tokens).startswith(
        f"Game 8:{number:02d}"
    )


def test_where_there_is_one_item_there_is_no_company():
    alone = company.of_people({"a": choices(1)}, 4)
    assert alone.share(TITLES[1], alone.standings(choices(1))[-1]) > 0
    assert company.of_people({}, 4).titles.rank("Unknown") == 0.0
