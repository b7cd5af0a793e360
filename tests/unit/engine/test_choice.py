import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventpal.engine.models import memory, tiles
from eventpal.engine.models.catalogue import SMOLLM2
from eventpal.engine.models.choice import ModelChoice, load_choice, save_choice
from eventpal.errors import EngineError


@settings(deadline=None)
@given(file=st.text(), layers=st.integers(-1, 200), failed=st.text())
def test_a_choice_is_kept(tmp_path_factory, file, layers, failed):
    path = tmp_path_factory.getbasetemp() / "new folder" / "choice.json"
    choice = ModelChoice(file, layers, failed)
    save_choice(path, choice)
    assert load_choice(path) == choice
    assert [one.name for one in path.parent.iterdir()] == ["choice.json"]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "3", '{"file": 3}', '{"gpu_layers": "all"}', '{"more": 1}', "\x00", "null"],
)
def test_a_choice_that_makes_no_sense_is_the_usual_one_and_stays(tmp_path, text):
    path = tmp_path / "choice.json"
    path.write_text(text)
    assert load_choice(path) == ModelChoice()
    assert path.read_text() == text


@pytest.fixture
def choosing(scripted, tmp_path):
    """Builds a scripted engine that heeds a choice; returns it and the choice's file."""
    (tmp_path / SMOLLM2.built).touch()
    kept = tmp_path / "choice.json"

    def engine(*steps, **wishes):
        save_choice(kept, ModelChoice(**wishes))
        return scripted(*steps, choice=kept), kept

    return engine


@pytest.mark.parametrize(
    ("step", "told"),
    [("die on the graphics processor", 1), ("fail on the graphics processor", 0)],
)
def test_a_failed_graphics_processor_is_remembered(choosing, step, told):
    lines = []
    engine, kept = choosing(step, "answer", gpu_layers=12)
    engine._on_restart = lines.append
    engine.language_model()
    assert len(lines) == told
    remembered = load_choice(kept)
    assert remembered.gpu_layers == 12
    assert remembered.gpu_failed


def test_what_failed_on_the_graphics_processor_runs_without(choosing):
    engine, kept = choosing("die on the graphics processor", gpu_layers=12)
    assert engine.language_model().gpu_layers == 0
    engine, _ = choosing(gpu_layers=12)
    assert engine.language_model().gpu_layers == 12
    assert load_choice(kept).gpu_failed == ""


@pytest.mark.parametrize("step", ["write and die", "write and hang"])
def test_an_answer_that_breaks_off_is_not_begun_again(scripted, tmp_path, step):
    (tmp_path / SMOLLM2.built).touch()
    engine = scripted("answer", step, answer_seconds=0.5)
    pieces = []
    with pytest.raises(EngineError, match=r"broke off .*ask again"):
        engine.generate([], on_text=pieces.append)
    assert pieces == ["Hel"]
    assert engine.restarts == 0
    assert engine.language_model().gpu_layers == -1


def test_free_memory_is_known_where_the_system_tells():
    found = memory.available_bytes()
    assert found is None or 2**20 < found < 2**50


def test_tiles_are_used_only_where_this_very_library_works_with_them(tmp_path):
    assert not tiles.allowed(tmp_path)
    noted = tmp_path / "processor.json"
    noted.write_text("{ damaged")
    assert not tiles.allowed(tmp_path)
    noted.write_text(json.dumps({"another": False, tiles._library(): True}))
    assert tiles.allowed(tmp_path)
    for other in ({"another": True}, {tiles._library(): False}, []):
        noted.write_text(json.dumps(other))
        assert not tiles.allowed(tmp_path)
