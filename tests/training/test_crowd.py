"""What is expected of items and people, learned from verdicts that were made to hold it."""

from pathlib import Path

import numpy as np
import pytest

from training import crowd, titles
from training.queries import Item
from training.verdicts import People, Verdict

TITLES = [f"Film {n}" for n in range(24)]


def verdict(film: int, *, liked: bool, rating: float | None = None) -> Verdict:
    return Verdict(Item(id=str(film), title=TITLES[film]), liked, rating)


def camps(rated: bool = False) -> People:
    """Half of the people like even films, the other half odd ones; a few like nearly all."""
    found = {}
    for person in range(120):
        random = np.random.default_rng(person)
        own = []
        for film in random.permutation(24)[:14].tolist():
            liked = film % 2 == person % 2
            if random.random() < (0.4 if person % 5 == 0 and not liked else 0.1):
                liked = not liked
            stars = (4.5 if liked else 2.0) if rated else None
            own.append(verdict(film, liked=liked, rating=stars))
        found[str(person)] = own
    return found


def test_a_taste_is_told_from_few_verdicts():
    learned = crowd.of_people(camps(), tastes=2)
    told = [verdict(film, liked=film % 2 == 0) for film in range(6)]
    before, *_, after = learned.standings(told, rated=False)
    assert not before.any()
    assert learned.share(TITLES[20], after) > 0.75
    assert learned.share(TITLES[21], after) < 0.25


def test_who_likes_things_at_all_is_told_of_items_that_nobody_knows():
    learned = crowd.of_people(camps())
    glad, grim = (
        learned.standings([verdict(film, liked=liked) for film in range(10)], rated=False)[-1]
        for liked in (True, False)
    )
    assert (
        learned.share("Unknown", glad) > learned.share("Unknown") > learned.share("Unknown", grim)
    )


def test_ratings_and_likes_meet_on_one_scale():
    people = {user: list(own) for user, own in camps(rated=True).items()}
    people["0"] = [verdict(3, liked=True), verdict(4, liked=False)]
    learned = crowd.of_people(people)
    assert learned.values == (pytest.approx(2.0), pytest.approx(4.5))
    likes = learned.standings([verdict(1, liked=True, rating=3.0)], rated=False)[-1]
    stars = learned.standings([verdict(1, liked=True, rating=3.0)], rated=True)[-1]
    assert learned.expected(TITLES[1], likes) > learned.expected(TITLES[1], stars)
    assert sum(learned.chances(TITLES[0], None, (1.5, 2.5, 3.5, 4.5))) == pytest.approx(1)


def test_of_two_verdicts_on_an_item_the_first_counts():
    twice = {"a": [verdict(0, liked=True, rating=5.0), verdict(0, liked=True)]}
    assert crowd.of_people(twice | camps(rated=True)).titles.counts[0] >= 1
    assert crowd.of_people(twice).titles.counts.tolist() == [1.0]


def test_nobody_is_told_numbers_that_hold_their_own_verdicts():
    people = {str(n): [verdict(0, liked=n % 2 == 0)] for n in range(40)}
    folds = crowd.without_folds(people, 4)
    for user in people:
        others = [v for u, v in people.items() if titles.fold(u, 4) != titles.fold(user, 4)]
        assert folds[titles.fold(user, 4)].titles.counts.sum() == len(others) < 40


def test_the_crowd_comes_back_from_its_file_with_the_people_it_knows(tmp_path: Path):
    learned = crowd.of_people(camps(), tastes=1).remembering(camps())
    crowd.save(learned, tmp_path / "crowd.npz")
    again = crowd.load(tmp_path / "crowd.npz")
    standing = learned.known("7")
    assert standing.any()
    np.testing.assert_allclose(again.known("7"), standing, atol=1e-3)
    assert again.share("FILM 3", standing) == pytest.approx(
        learned.share("Film 3", standing), abs=1e-3
    )
    assert not again.known("a stranger").any()
    assert again.titles.rank("Film 0") == learned.titles.rank("Film 0")
    assert again.titles.rank("unknown") == 0.0


def test_where_all_is_liked_there_is_nothing_to_learn():
    learned = crowd.of_people({"a": [verdict(0, liked=True)], "b": [verdict(1, liked=True)]})
    assert learned.share(TITLES[0]) == learned.share("Unknown") > 0.9


def test_a_crowd_without_its_items_still_knows_how_a_person_leans():
    blank = crowd.of_people(camps()).blank()
    told = [verdict(film, liked=True) for film in range(6)]
    assert blank.share(TITLES[0], blank.standings(told, rated=False)[-1]) > blank.share(TITLES[0])
