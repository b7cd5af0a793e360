"""Learning end to end on a tiny model: documents, losses, checkpoints, adapters."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from eventpal.errors import BadInput
from tests.training.tiny import language, tokenizer
from training import kept, language_model, losses, sft, tasks, verdicts
from training.config import Config, read
from training.crowd import NOBODY, Crowd
from training.documents import Document, Part, batches, chain, collate, packed
from training.lines import Form, Writer, plain
from training.queries import Item, Past, Pointwise
from training.verdicts import Verdict

# PEFT asks transformers by a name that transformers is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing:FutureWarning")

PINNED_ANSWER = 5.5906
PINNED_CHOICE = 0.4112
PINNED_FIRST = 5.5906

CONFIGS = Path(tasks.__file__).parent / "configs"
FILMS = [Item(id=str(n), title=title) for n, title in enumerate(("Dune", "Heat", "Up", "Jaws"))]


def verdict(film: int, liked: bool) -> Verdict:
    return Verdict(FILMS[film], liked, 5.0 if liked else 2.0)


def writer(scale: str = "like", **more: object) -> Writer:
    return Writer(tokenizer(), Form(scale=scale, **more), NOBODY)


def expecting(own: float, level: float) -> Crowd:
    """A crowd that thinks the same of every item."""
    return replace(NOBODY, typical=np.array([own, level]))


def documents() -> list[Document]:
    """People who like the first two films and not the others."""
    one = writer(crowd="nothing")
    people = ([0, 2, 1, 3], [3, 1, 0, 2], [2, 0, 3, 1])
    return [
        chain([one.head(), *one.lines([verdict(film, film < 2) for film in films])])
        for films in people
    ]


def test_lines_read_as_people_write_them():
    words = tokenizer()
    told = Writer(words, Form(genres=True), expecting(0.5, 0.75))
    dune = Verdict(Item(id="1", title="Dune", categories=("Epic", "War")), liked=True)
    line, more = told.lines([dune, dune])
    # The noise is 0.25: half a deviation above the middle, then three quarters.
    assert words.decode(line.tokens) == "Dune [Epic War]:69 Yes\n"
    assert words.decode(more.tokens) == "Dune [Epic War]:77 Yes\n"
    assert words.decode([line.tokens[line.answers[0]]]) == " Yes"
    assert line.wanted == pytest.approx((0.3085, 0.6915), abs=1e-4)
    rated = Writer(words, Form(scale="rating", crowd="rating"), expecting(1.0, 2.9))
    line = rated.lines([verdict(1, liked=False)])[0]
    assert words.decode(line.tokens) == "Heat:29 2\n"
    assert sum(line.wanted) == pytest.approx(1)
    assert int(np.argmax(line.wanted)) == 2
    assert plain("Godfather, The (1972)") == "The Godfather"
    assert plain('Emma" written by Jane Austen') == "Emma"


def test_a_batch_of_branches_reads_as_each_branch_alone():
    model = language()
    one = writer("choice", crowd="nothing")
    trunk = [one.head(), Part(one.history([verdict(0, liked=True)])[0].tokens, 0)]
    questions = [one.question(film, parent=1) for film in (FILMS[1], FILMS[2])]
    branching = Document((*trunk, *questions))
    alone = [chain([*trunk, question]) for question in questions]
    with torch.no_grad():
        together = losses.answer_logits(model, collate([branching, alone[0]], model.pad))
        apart = losses.answer_logits(model, collate(alone, model.pad))
    torch.testing.assert_close(together, apart[[0, 1, 0]], rtol=1e-5, atol=1e-5)


def test_losses_are_what_they_were():
    model = language()
    batch = collate(documents(), model.pad)
    with torch.no_grad():
        logits = losses.answer_logits(model, batch)
    assert logits.shape == (12, 264)
    assert losses.answer_loss(logits, batch).item() == pytest.approx(PINNED_ANSWER, abs=1e-4)
    one = writer("choice", crowd="nothing")
    questions = [one.question(film, parent=0) for film in FILMS]
    group = Document((one.head(), *questions), ((2, 1, 3),))
    batch = collate([group], model.pad)
    with torch.no_grad():
        loss = losses.choice_loss(losses.answer_logits(model, batch), batch, one.answers)
    assert loss.item() == pytest.approx(PINNED_CHOICE, abs=1e-4)


def test_the_fused_adapter_is_pefts_own():
    """Same output, same gradients as PEFT's three-step layer."""
    from peft import LoraConfig, get_peft_model

    ours = language_model.adapt(language(), rank=4, alpha=8, seed=1)
    stock = LoraConfig(
        r=4, lora_alpha=8, target_modules=list(language_model.LINEAR), task_type="CAUSAL_LM"
    )
    theirs = language_model.Language(get_peft_model(language().model, stock), tokenizer())
    torch.manual_seed(2)
    for own, other in zip(adapters(ours), adapters(theirs), strict=True):
        value = torch.randn_like(own) * 0.1
        own.data.copy_(value)
        other.data.copy_(value)
    batch = collate(documents(), ours.pad)
    for one in (ours, theirs):
        losses.answer_loss(losses.answer_logits(one, batch), batch).backward()
    for own, other in zip(adapters(ours), adapters(theirs), strict=True):
        torch.testing.assert_close(own.grad, other.grad, rtol=1e-4, atol=1e-6)
    with torch.no_grad():
        apart = losses.answer_logits(ours, batch)
        with language_model.merged(ours):
            together = losses.answer_logits(ours, batch)
        again = losses.answer_logits(ours, batch)
    torch.testing.assert_close(apart, together, rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(apart, again, rtol=0, atol=0)


def test_learning_learns_and_the_adapter_is_kept(tmp_path: Path):
    model = language_model.adapt(language(), rank=4, alpha=8)
    seen: list[dict[str, float]] = []
    schedule = sft.Schedule(
        learning_rate=2e-2, warmup=2, epochs=30, batch_tokens=200, validate_every=10
    )
    trained = sft.train(
        model, documents(), schedule, answers=(0, 1), valid=documents(), report=seen.append
    )
    assert seen[0]["loss"] == pytest.approx(PINNED_FIRST, abs=1e-3)
    assert trained.loss < 1.6
    language_model.keep_adapter(model, tmp_path)
    again = language_model.read_adapter(language(), tmp_path)
    assert sft.validate(again, documents(), (0, 1)) == pytest.approx(trained.loss, abs=0.01)
    assert json.loads((tmp_path / "adapter_config.json").read_text())["r"] == 4


def test_learning_goes_on_from_a_checkpoint(tmp_path: Path):
    """Stopped after half its steps and begun again, it ends where it would have ended."""
    schedule = sft.Schedule(
        learning_rate=1e-2, warmup=1, epochs=4, batch_tokens=70, validate_every=2
    )

    class Stop(Exception):
        pass

    def stopping(figures: dict[str, float]) -> None:
        if figures["step"] == 5:
            raise Stop

    whole = language_model.adapt(language(), rank=2)
    sft.train(whole, documents(), schedule, answers=(0, 1))
    broken = language_model.adapt(language(), rank=2)
    checkpoint = tmp_path / "state.pt"
    with pytest.raises(Stop):
        sft.train(
            broken, documents(), schedule, answers=(0, 1), checkpoint=checkpoint, report=stopping
        )
    resumed = language_model.adapt(language(), rank=2)
    seen: list[dict[str, float]] = []
    sft.train(
        resumed, documents(), schedule, answers=(0, 1), checkpoint=checkpoint, report=seen.append
    )
    assert seen[0]["step"] == 5  # the fourth was the last that was kept
    for one, other in zip(adapters(whole), adapters(resumed), strict=True):
        torch.testing.assert_close(one, other)


def test_learning_stops_early_and_goes_back_to_its_best():
    """What is validated on says the contrary of what is learned, so each step makes it worse."""
    one = writer(crowd="nothing")
    contrary = [
        chain([one.head(), *one.lines([verdict(film, film >= 2) for film in films])])
        for films in ([0, 2, 1, 3], [3, 1, 0, 2])
    ]
    model = language_model.adapt(language(), rank=4, alpha=8)
    schedule = sft.Schedule(
        learning_rate=2e-2, warmup=1, epochs=200, batch_tokens=400, validate_every=5, patience=2
    )
    seen: list[dict[str, float]] = []
    trained = sft.train(
        model, documents(), schedule, answers=(0, 1), valid=contrary, report=seen.append
    )
    told = [figures["valid"] for figures in seen if "valid" in figures]
    assert trained.steps < 100 < seen[0]["of"]
    assert min(told[-2:]) > trained.loss
    assert trained.loss == min(told)
    assert sft.validate(model, contrary, (0, 1)) == pytest.approx(trained.loss, abs=1e-4)


def test_packed_documents_are_learned_as_each_alone():
    model = language()
    one = writer("choice", crowd="nothing")
    questions = [one.question(film, parent=0) for film in FILMS]
    branching = Document((one.head(), *questions), ((2, 1, 3),))
    some = [*documents(), branching]
    rows = packed(some, len(some[0]) + len(branching))
    assert len(rows) < len(some)
    assert all(len(row) <= len(some[0]) + len(branching) for row in rows)
    with torch.no_grad():
        apart = losses.answer_logits(model, collate(some, model.pad))
        batch = collate(rows, model.pad)
        together = losses.answer_logits(model, batch)
    torch.testing.assert_close(
        together.sort(dim=0).values, apart.sort(dim=0).values, rtol=1e-4, atol=1e-4
    )
    alone = collate([branching], model.pad)
    with torch.no_grad():
        wanted = losses.choice_loss(losses.answer_logits(model, alone), alone, one.answers)
    torch.testing.assert_close(
        losses.choice_loss(together, batch, one.answers), wanted, rtol=1e-4, atol=1e-4
    )


def test_chances_stand_where_a_recommender_tells_them():
    like, rated = writer(), writer("rating")
    told = [chain([one.head(), *one.lines([verdict(0, liked=True)])]) for one in (like, rated)]
    plain_part = chain([Part((5, 6), answers=(1,))])
    batch = collate([told[0], plain_part], 0)
    assert batch.wanted is not None
    assert batch.wanted.sum(dim=1).tolist() == pytest.approx([1.0, 0.0])
    logits = torch.randn(2, 264, generator=torch.Generator().manual_seed(0))
    torch.testing.assert_close(
        losses.recommended_loss(logits, batch.wanted, (0, 1)),
        losses.recommended_loss(logits[:1], batch.wanted[:1], (0, 1)),
    )
    assert collate(told, 0).wanted is None  # two kinds of answers, and five


def test_frozen_layers_stay_as_they_began():
    model = language_model.adapt(language(), rank=2)
    language_model.freeze(model, 1)
    sft.train(model, documents(), sft.Schedule(epochs=2, warmup=1), answers=(0, 1))
    moved = {
        name.split(".layers.")[1][0]
        for name, value in model.model.named_parameters()
        if "lora_B" in name and value.abs().sum() > 0
    }
    assert moved == {"1"}


def test_batches_hold_documents_of_like_length_within_their_size():
    some = [chain([Part(tuple(range(length)))]) for length in (9, 2, 5, 3, 8, 2)]
    found = list(batches(some, tokens=10))
    assert sorted(len(one) for group in found for one in group) == [2, 2, 3, 5, 8, 9]
    assert all(max(map(len, group)) * len(group) <= 10 for group in found)


def test_calibration_undoes_a_squeezed_scale():
    random = torch.Generator().manual_seed(0)
    truth = 2 * torch.randn(4000, generator=random)
    liked = torch.rand(4000, generator=random) < truth.sigmoid()
    logits = torch.stack([torch.zeros(4000), truth / 2 + 0.5], dim=1).double().numpy()
    nothing = np.zeros(4000)
    found = kept.calibrate(logits, liked.tolist(), [None] * 4000, nothing)
    assert found.number_scale == 0
    assert found.like_scale == pytest.approx(2, abs=0.2)
    assert found.like_bias == pytest.approx(-1, abs=0.2)


def test_numbers_count_beside_the_model_where_they_know_more():
    random = torch.Generator().manual_seed(0)
    model, number = torch.randn(2, 4000, generator=random).double()
    liked = (torch.rand(4000, generator=random) < (model + 2 * number).sigmoid()).tolist()
    logits = torch.stack([torch.zeros(4000), model], dim=1).numpy()
    found = kept.calibrate(logits, liked, [None] * 4000, number.numpy())
    assert found.like_scale == pytest.approx(1, abs=0.15)
    assert found.number_scale == pytest.approx(2, abs=0.2)
    better, alone = (
        kept.answers(logits, one, number.numpy())
        for one in (found, replace(found, number_scale=0.0))
    )
    right = [
        np.mean([(one.like > 0.5) == like for one, like in zip(some, liked, strict=True)])
        for some in (better, alone)
    ]
    assert right[0] > right[1] + 0.1


def test_histories_that_overlap_are_one_sequence():
    def query(films: list[int], target: int) -> Pointwise:
        past = tuple(Past(FILMS[film], liked=True) for film in films)
        return Pointwise(user="a", history=past, target=FILMS[target], liked=False)

    found = verdicts.unroll([query([0, 1], 2), query([1, 2], 3)])
    assert [one.item.title for one in found["a"]] == ["Dune", "Heat", "Up", "Jaws"]
    assert [one.liked for one in found["a"]] == [True, True, False, False]


def test_candidates_hold_the_last_purchase_once():
    people = {
        str(n): [Verdict(Item(id=str(i), title=str(i)), liked=True) for i in range(n, n + 3)]
        for n in range(30)
    }
    items = [Item(id=str(i), title=str(i)) for i in range(40)]
    for query in tasks.next_purchases(people, list(people), items, seed=0):
        ids = [one.id for one in query.candidates]
        assert len(set(ids)) == tasks.CANDIDATES
        assert ids[query.positive or 0] == str(int(query.user) + 2)
        assert not set(ids) & {one.id for one in query.history}


@pytest.mark.parametrize("path", sorted(CONFIGS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_config_can_be_read_and_begins_from_one_that_is_there(path: Path):
    config = read(path)
    assert config.name == path.stem
    assert not config.start_from or path.with_name(f"{config.start_from}.toml").exists()


def test_a_recommender_on_two_scales_is_refused(tmp_path: Path):
    path = tmp_path / "two.toml"
    path.write_text('scales = ["like", "rating"]\nrecommender = 0.5\n')
    with pytest.raises(BadInput, match="one scale"):
        read(path)


def test_a_config_says_what_it_does_not_know(tmp_path: Path):
    path = tmp_path / "x.toml"
    path.write_text('train = "a"\nscales = ["like"]\nlearning_rte = 1\n')
    with pytest.raises(Exception, match="learning_rte"):
        read(path)
    path.write_text('train = "a"\nscales = ["rating"]\n')
    assert read(path) == Config(name="x", train="a", scales=("rating",))


def adapters(model: language_model.Language) -> list[torch.Tensor]:
    return [value for name, value in model.model.named_parameters() if "lora_" in name]
