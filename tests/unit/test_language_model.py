"""Exchanging the language model of a running engine."""

import contextlib

import pytest

from eventpal import paths
from eventpal.engine.client import Engine
from eventpal.engine.messages import Message
from eventpal.errors import ModelError
from eventpal.services.language_model import LanguageModel

ASKED = [Message("user", "Hello")]


@pytest.mark.models
def test_another_choice_counts_from_the_next_answer_on(tmp_path):
    kept = tmp_path / "choice.json"
    with contextlib.closing(Engine(paths.models(), choice=kept)) as engine:
        model = LanguageModel(engine, paths.models(), kept)
        engine.generate(ASKED, max_tokens=1)
        first = engine.pid
        info, _ = model.use("", 0)
        assert info.gpu_layers == 0
        assert model.chosen().gpu_layers == 0
        engine.generate(ASKED, max_tokens=1)
        assert engine.pid not in {None, first}
        with pytest.raises(ModelError):
            model.use(__file__, 0)
        assert model.chosen().file == ""
