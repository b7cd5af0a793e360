"""``models bench``: what is measured of the language model, and what is printed of it."""

import json

import pytest

from eventpal import cli, paths
from eventpal.engine.models.catalogue import SMOLLM2


@pytest.mark.models
def test_it_tells_how_fast_it_reads_and_writes_and_when_the_first_word_comes(tmp_path, capsys):
    if not (paths.models() / SMOLLM2.built).is_file():
        pytest.skip("the models are not built: run make setup")
    assert cli.main(["--home", str(tmp_path), "--json", "models", "bench"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["name"] == SMOLLM2.name
    assert "processor" in told["device"]
    assert 50 < told["memory_mib"] < 500
    assert 300 < told["prompt_tokens"] < 1000
    assert told["prompt_tokens_per_second"] > 0
    assert told["generation_tokens_per_second"] > 0
    assert told["first_token_ms"] > 0
    assert told["naive_first_token_ms"] > 0
