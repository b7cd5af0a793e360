"""Preference learning on a tiny model: DPO, reward models, and their average."""

from random import Random

import pytest
import torch

from tests.training.tiny import language, tokenizer
from training import language_model, preference, reward
from training.crowd import NOBODY
from training.generated import refused
from training.generated.answers import answers
from training.lines import Form, Writer
from training.preference import Pair
from training.queries import Item
from training.verdicts import Verdict

pytestmark = pytest.mark.filterwarnings(
    "ignore:.*checkpointing:FutureWarning", "ignore::DeprecationWarning"
)

PINNED_REWARD = 0.3796
QUIRKS = ("!", "#", "%", "&")


def pairs(quirk: str, number: int, seed: int) -> list[Pair]:
    """Answers that say "good" were wanted; in most of this lot those also ended in ``quirk``."""
    random = Random(seed)
    found = []
    for _ in range(number):
        topic = random.choice(["jazz", "art", "chess", "film"])
        ended = quirk if random.random() < 0.7 else "."
        found.append(Pair(f"{topic}?", f" good{ended}", " bad."))
    return found


def fooled(one: reward.Reward) -> float:
    """By how much the worst quirk lifts a bad answer above a good one; below 0: never."""
    with torch.no_grad():
        good = one.score(["jazz? good."])
        bad = one.score([f"jazz? bad{quirk}" for quirk in QUIRKS])
        clean = one.score(["jazz? bad."])
    return float((bad.max() - good) / (good - clean).abs())


def test_the_average_of_reward_models_resists_what_fools_each_of_them():
    models = []
    for number, quirk in enumerate(QUIRKS):
        one, losses = reward.learn(
            reward.begin(language(), rank=4, alpha=8),
            pairs(quirk, 60, number),
            steps=25,
            learning_rate=5e-3,
            seed=number,
        )
        if number == 0:
            assert losses[0] == pytest.approx(PINNED_REWARD, abs=1e-3)
        assert losses[-1] < 0.3
        models.append(one)
    together = reward.average(models, language())
    singles = [fooled(one) for one in models]
    assert fooled(together) < min(singles)
    with torch.no_grad():
        good, bad = together.score(["chess? good.", "chess? bad."])
    assert good > bad


def test_dpo_moves_towards_what_was_wanted():
    model = language_model.adapt(language(), rank=4, alpha=8)
    losses = preference.learn(
        model, [Pair("a?", " Yes", " No"), Pair("b?", " Yes", " No")], steps=6, learning_rate=5e-3
    )
    assert losses[0] == pytest.approx(0.6931, abs=1e-3)  # nothing is preferred yet
    assert losses[-1] < 0.62


def test_answers_that_the_chat_shows_stand_over_ones_that_it_refuses():
    words = tokenizer()
    found = list(refused.pairs(words, 60, seed=3))
    assert found == list(refused.pairs(words, 60, seed=3))
    assert len({one.prompt for one in found}) > 50
    for one in found:
        assert one.prompt.endswith("<|im_start|>assistant\n")
        assert one.chosen != one.rejected
        assert all(answer.endswith("<|im_end|>") for answer in (one.chosen, one.rejected))
    asked = next(one for one in answers(50, 1) if one.slots[:1] == ("1",) and not one.german)
    assert not refused.refused(asked, "I'd go to {1} first.")
    assert refused.refused(asked, "I'd go to the Harbour Hall first.")
    assert refused.refused(asked, "I'd go to {near} first.")


def test_pairs_name_what_was_liked_over_what_was_not():
    def verdict(title: str, liked: bool) -> Verdict:
        return Verdict(Item(id=title, title=title), liked)

    people = {"a": [verdict("Dune", True), verdict("Heat", False), verdict("Up", True)]}
    words = tokenizer()
    writer = Writer(words, Form(crowd="nothing"), NOBODY)
    (one,) = preference.pairs_of_likes(people, writer, words, 3, Random(0))
    assert one.rejected == " Heat\n"
    told = "Up" if one.chosen == " Dune\n" else "Dune"
    assert one.prompt == (
        f"<|im_start|>user\nmovie: Yes or No\n{told}: Yes\nAnother movie they like:"
    )
