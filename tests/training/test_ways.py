"""What the language model said is kept and serves several rows; probes change what they should."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.training.test_export import adapted
from tests.training.tiny import language
from training import kept, language_model, ways
from training.config import Config
from training.crowd import NOBODY
from training.kept import Kept
from training.lines import Form, Writer
from training.queries import Item, Listwise, Past, Pointwise
from training.rows import Table
from training.verdicts import Verdict

pytestmark = pytest.mark.filterwarnings("ignore:.*checkpointing:FutureWarning")

FILMS = [Item(id=title, title=title) for title in ("Dune", "Heat", "Up", "Jaws", "Alien", "Big")]
TUNED = ways.WAYS[ways.TUNED]


@pytest.fixture
def table(tmp_path: Path) -> Table:
    base = language()
    base.model.save_pretrained(tmp_path / "base")
    base.tokenizer.save_pretrained(tmp_path / "base")
    task = Kept(form=Form(), crowd=NOBODY)
    language_model.keep_adapter(adapted(), tmp_path / "adapter")
    kept.save(task, tmp_path / "adapter")
    pointwise = [
        Pointwise(
            user=f"u{number % 4}",
            history=tuple(Past(film, liked=place % 2 == 0) for place, film in enumerate(FILMS[:4])),
            target=FILMS[4 + number % 2],
            liked=number % 3 == 0,
        )
        for number in range(8)
    ]
    return Table(
        config=Config(name="small"),
        adapter=tmp_path / "adapter",
        task=task,
        pointwise=pointwise,
        base=tmp_path / "base",
        work=tmp_path / "work",
    )


@pytest.fixture
def lists(table: Table) -> Table:
    queries = [
        Listwise(
            user=f"u{number}",
            history=tuple(FILMS[:2]),
            candidates=tuple(FILMS[2:]),
            positive=number % 4,
        )
        for number in range(4)
    ]
    task = Kept(form=Form(scale="choice", crowd="nothing"), crowd=NOBODY)
    return Table(
        config=table.config,
        adapter=table.adapter,
        task=task,
        listwise=queries,
        base=table.base,
        work=table.work,
    )


def test_what_was_said_is_not_asked_again(table: Table):
    first = ways.said(table, TUNED)
    assert first.shape == (8, 2)
    shutil.rmtree(table.base)
    shutil.rmtree(table.adapter)
    np.testing.assert_array_equal(ways.said(table, TUNED), first)


def test_every_row_says_how_far_it_is_from_the_fine_tuned_model(table: Table):
    rows = ways.rows(table)
    assert rows["fine-tuned"](table)[ways.CHANGE].value == 0.0
    base = rows["base model"](table)
    tuned = rows["fine-tuned"](table)
    assert base[ways.CHANGE].value == pytest.approx(base["auc"].value - tuned["auc"].value)
    assert "fine-tuned, candidates shuffled" not in rows
    both = rows["fine-tuned and the number (mean of their odds)"](table)
    assert both[ways.CHANGE].value == 0.0  # nobody is known: the number says the same of all


def test_probes_change_what_the_model_is_told(table: Table):
    tuned = ways.said(table, TUNED)
    for name in ("titles neutral, numbers kept", "history backwards"):
        assert not np.allclose(ways.said(table, ways.WAYS[f"fine-tuned, {name}"]), tuned)


def test_without_titles_the_numbers_stay():
    line = Writer(language().tokenizer, Form(titles=False), NOBODY).lines(
        [Verdict(FILMS[0], liked=True)]
    )[0]
    assert language().tokenizer.decode(line.tokens) == "movie:50 Yes\n"


def test_the_order_of_candidates_changes_nothing(lists: Table):
    """Each candidate is read in its own branch, which sees none of the others."""
    rows = ways.rows(lists)
    assert "fine-tuned, history backwards" not in rows
    before = ways.said(lists, TUNED).reshape(4, 4)
    shuffled = ways.WAYS["fine-tuned, candidates shuffled"]
    after = ways.said(lists, shuffled).reshape(4, 4)
    changed = [shuffled.listwise(query) for query in lists.listwise]
    assert any(
        one.candidates != query.candidates
        for one, query in zip(changed, lists.listwise, strict=True)
    )
    for query, one, was, now in zip(lists.listwise, changed, before, after, strict=True):
        places = [query.candidates.index(item) for item in one.candidates]
        np.testing.assert_allclose(now, was[places], atol=1e-5)
        assert one.candidates[one.positive] == query.candidates[query.positive]
    assert rows["fine-tuned, candidates shuffled"](lists)[ways.CHANGE].value == 0.0


def test_a_quantised_kind_answers_almost_as_what_was_learned(table: Table):
    tuned = ways.said(table, TUNED)
    small = ways.said(table, ways.WAYS["fine-tuned, Q8_0"])
    np.testing.assert_allclose(small, tuned, atol=0.05)
    assert not np.array_equal(small, tuned)
