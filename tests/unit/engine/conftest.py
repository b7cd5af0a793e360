import sys
from pathlib import Path

import pytest

import tests.fakes.engine_worker
from eventpal import paths
from eventpal.engine.client import Engine
from eventpal.engine.models.catalogue import MINILM
from eventpal.errors import ModelError


@pytest.fixture
def scripted(tmp_path, monkeypatch):
    """Builds an Engine over a stand-in child that takes the given steps, one per request."""
    engines = []
    # The children find the stand-ins where these tests do.
    root = Path(tests.fakes.engine_worker.__file__).parents[2]
    monkeypatch.setenv("PYTHONPATH", str(root))
    (tmp_path / MINILM.built).touch()

    def engine(*steps, **settings):
        script = tmp_path / "script"
        script.write_text("\n".join(steps))
        command = (sys.executable, tests.fakes.engine_worker.__file__, str(script))
        engines.append(Engine(tmp_path, command=command, **settings))
        return engines[-1]

    yield engine
    for one in engines:
        one.close()


@pytest.fixture
def models_folder():
    """The folder of the real models; skips where they were not built."""
    folder = paths.models()
    if not (folder / MINILM.built).is_file():
        pytest.skip(str(ModelError("the sentence model is not built: run make setup")))
    return folder


@pytest.fixture
def real(models_folder):
    """An Engine over the real model."""
    engine = Engine(models_folder)
    yield engine
    engine.close()
