"""A student is taught, kept as an adapter on fewer layers, measured, and scored like any other."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.training.test_run import rows
from tests.training.tiny import language
from training import kept, run, students, ways
from training import rows as tables
from training.models import llm
from training.models.protocol import Setting
from training.queries import read_pointwise

pytestmark = pytest.mark.filterwarnings(
    "ignore:.*checkpointing:FutureWarning", "ignore::DeprecationWarning"
)


@pytest.fixture
def places(tmp_path: Path) -> list[str]:
    """A base of four layers with an adapter for films, and where all is."""
    for name, layers in (("base", 4), ("large", 6)):
        model = language(layers=layers)
        model.model.save_pretrained(tmp_path / name)
        model.tokenizer.save_pretrained(tmp_path / name)
    (tmp_path / "data.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows()))
    (tmp_path / "films.toml").write_text(
        'train = "data.jsonl"\nhold_out = 0.3\nlengths = [3]\nrank = 2\nwarmup = 1\n'
    )
    places = [
        *("--data", str(tmp_path), "--base", str(tmp_path / "base"), "--threads", "1"),
        *("--adapters", str(tmp_path / "adapters"), "--work", str(tmp_path / "work")),
    ]
    assert run.main([str(tmp_path / "films.toml"), *places]) == 0
    return [str(tmp_path / "films.toml"), *places, "--rank", "2"]


def test_a_student_is_kept_measured_and_scored(
    tmp_path: Path, places: list[str], monkeypatch: pytest.MonkeyPatch
):
    figures = tmp_path / "students.json"
    assert students.main([*places, "--kept", str(figures), "--layers", "3", "2"]) == 0
    whole, three, two = json.loads(figures.read_text())
    assert [whole["layers"], three["layers"], two["layers"]] == [4, 3, 2]
    assert whole["weights"] > three["weights"] > two["weights"]
    assert whole["mebibytes"] > three["mebibytes"] > two["mebibytes"]
    assert {one["queries"] for one in (whole, three, two)} == {whole["queries"]}

    folder = tmp_path / "adapters" / "films-3-layers"
    task = kept.load(folder)
    assert (task.layers, task.cut_from) == (3, "films")
    monkeypatch.setenv("EVENTPAL_BASE_MODEL", str(tmp_path / "base"))
    scorer = llm.build("llm", Setting(adapter=folder))
    queries = read_pointwise(tmp_path / "data.jsonl")
    likes = [one.like for one in scorer.pointwise(queries)]
    assert len(set(likes)) > 1
    before = (folder / "adapter_model.safetensors").read_bytes()
    figures.write_text(json.dumps([two]))  # what is known is not measured again
    assert students.main([*places, "--kept", str(figures), "--layers", "3", "2"]) == 0
    assert (folder / "adapter_model.safetensors").read_bytes() == before  # it was there
    again = json.loads(figures.read_text())
    assert again[0] == two
    assert again[2]["auc"] == three["auc"]


def test_a_larger_teacher_of_the_same_tokenizer_teaches_too(tmp_path: Path, places: list[str]):
    figures = ["--kept", str(tmp_path / "students.json"), "--layers", "2"]
    assert students.main([*places, *figures]) == 0
    weights = tmp_path / "adapters" / "films-2-layers" / "adapter_model.safetensors"
    own = weights.read_bytes()
    for path in weights.parent.iterdir():
        path.unlink()
    state = tmp_path / "work" / "films-2-layers" / "state.pt"
    state.unlink(missing_ok=True)
    assert students.main([*places, *figures, "--teacher", str(tmp_path / "large")]) == 0
    assert weights.read_bytes() != own


def test_the_table_of_a_task_has_a_row_for_each_student_it_has(
    tmp_path: Path, places: list[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(ways, "STUDENTS", (3, 2))
    figures = ["--kept", str(tmp_path / "students.json"), "--layers", "3"]
    assert students.main([*places, *figures]) == 0
    table = tables.table(
        tmp_path / "films.toml",
        adapters=tmp_path / "adapters",
        data=tmp_path,
        base=tmp_path / "base",
        work=tmp_path / "report",
        limit=9,
    )
    found = ways.rows(table)
    assert "distilled, 2 layers" not in found
    row = found["distilled, 3 layers"](table)
    assert set(row) >= {"auc", "accuracy", ways.CHANGE}
    said = [np.load(tmp_path / "report" / "films" / name) for name in _files(tmp_path)]
    assert not np.allclose(*said)


def _files(folder: Path) -> list[str]:
    """What the adapted model and the student said."""
    names = sorted(path.name for path in (folder / "report" / "films").glob("*.npy"))
    assert [name.split(".")[0] for name in names] == ["layers_3", "tuned"]
    return names
