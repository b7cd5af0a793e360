"""Students on a tiny model."""

from dataclasses import replace

import pytest
import torch

from tests.training.tiny import language
from training import distil, language_model, losses, sft
from training.crowd import NOBODY
from training.documents import Document, chain
from training.lines import Form, Writer
from training.queries import Item
from training.sft import Schedule
from training.verdicts import Verdict

pytestmark = pytest.mark.filterwarnings("ignore:.*checkpointing:FutureWarning")

SCHEDULE = Schedule(learning_rate=2e-2, epochs=12, batch_tokens=400)
PINNED_TEACHER = 0.3076
PINNED_RECOMMENDER = 5.9765


def documents(writer: Writer) -> list[Document]:
    films = [Item(id=title, title=title) for title in ("Dune", "Heat", "Up", "Jaws")]
    return [
        chain([writer.head(), *writer.lines([Verdict(film, n % 2 == 0) for n, film in some])])
        for some in (list(enumerate(films)), list(enumerate(films[::-1])))
    ]


def test_a_student_comes_near_its_teacher():
    teacher = language(layers=4, seed=5)
    student = language_model.adapt(distil.pruned(teacher, 2), rank=8, alpha=16)
    some = documents(Writer(teacher.tokenizer, Form(crowd="nothing"), NOBODY))
    found: list[float] = []
    distil.from_teacher(
        teacher,
        student,
        some,
        SCHEDULE,
        answers=(0, 1),
        share=1.0,
        report=lambda figures: found.append(figures["loss"]),
    )
    assert found[0] == pytest.approx(PINNED_TEACHER, abs=1e-3)
    assert found[-1] < 0.5 * found[0]


def test_a_student_takes_over_a_recommenders_odds():
    student = language_model.adapt(language(), rank=4, alpha=8)
    writer = Writer(student.tokenizer, Form(crowd="nothing"), NOBODY)
    wanted = (0.9, 0.1, 0.7, 0.3)
    some = [
        Document(
            tuple(
                replace(part, wanted=(1 - like, like)) if part.answers else part
                for part, like in zip(one.parts, (0.0, *wanted), strict=True)
            )
        )
        for one in documents(writer)
    ]
    found: list[float] = []
    sft.train(
        student,
        some,
        replace(SCHEDULE, recommender=1.0, epochs=60),
        answers=writer.answers,
        report=lambda figures: found.append(figures["loss"]),
    )
    assert found[0] == pytest.approx(PINNED_RECOMMENDER, abs=1e-3)
    assert found[-1] < 0.5 * found[0]


def test_nothing_is_better_than_a_recommenders_own_chances():
    wanted = torch.tensor([[0.9, 0.1], [0.3, 0.7]])
    kinds = (2, 0)
    at_best = torch.full((2, 4), -30.0)
    at_best[:, list(kinds)] = wanted.log()
    entropy = -(wanted * wanted.log()).sum(dim=-1).mean()
    torch.testing.assert_close(losses.recommended_loss(at_best, wanted, kinds), entropy)
    assert losses.recommended_loss(at_best + torch.eye(4)[:2], wanted, kinds) > entropy


def test_a_merged_model_says_what_the_adapted_one_said():
    adapted = language_model.adapt(language(), rank=2)
    torch.manual_seed(0)
    for name, value in adapted.model.named_parameters():
        if "lora_B" in name:
            value.data = torch.randn_like(value) * 0.2
    some = documents(Writer(adapted.tokenizer, Form(crowd="nothing"), NOBODY))
    before = sft.validate(adapted, some, (0, 1))
    merged = language_model.whole(adapted)
    assert not [name for name in merged.model.state_dict() if "lora" in name]
    assert distil.balance(merged, some).loss == pytest.approx(before, abs=1e-4)


def test_pruning_keeps_the_ends_and_makes_it_smaller():
    whole = language(layers=5)
    half = distil.pruned(whole, 3)
    for place, kept_layer in enumerate((0, 2, 4)):
        one = half.model.model.layers[place].mlp.up_proj.weight
        assert torch.equal(one, whole.model.model.layers[kept_layer].mlp.up_proj.weight)
    some = documents(Writer(whole.tokenizer, Form(crowd="nothing"), NOBODY))
    big, small = distil.balance(whole, some), distil.balance(half, some)
    assert (big.layers, small.layers) == (5, 3)
    assert small.weights < big.weights
    with pytest.raises(Exception, match="2 to 5 layers"):
        distil.pruned(whole, 9)
