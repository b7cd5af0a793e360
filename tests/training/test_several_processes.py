"""Learning spread over processes by ``accelerate launch``: they agree, and one of them writes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.training.test_run import rows
from tests.training.tiny import language

pytestmark = pytest.mark.slow


def test_two_processes_learn_one_adapter(tmp_path: Path):
    model = language()
    model.model.save_pretrained(tmp_path / "base")
    model.tokenizer.save_pretrained(tmp_path / "base")
    (tmp_path / "data.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows()))
    settings = 'train = "data.jsonl"\nhold_out = 0.3\nlengths = [3]\nrank = 2\nbatch_tokens = 200\n'
    (tmp_path / "first.toml").write_text(f"{settings}warmup = 1\nminutes = 1\n")
    (tmp_path / "second.toml").write_text(
        f'{settings}warmup = 1\nvalidate_every = 2\nstart_from = "first"\n'
    )
    command = [
        *(sys.executable, "-m", "accelerate.commands.launch", "--cpu", "--num_processes", "2"),
        *("--num_machines", "1", "--mixed_precision", "no", "--dynamo_backend", "no"),
        *("--main_process_port", "0", "-m", "training.run", str(tmp_path / "second.toml")),
        *("--data", str(tmp_path), "--base", str(tmp_path / "base"), "--threads", "1"),
        *("--adapters", str(tmp_path / "adapters"), "--work", str(tmp_path / "work")),
    ]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    for name in ("first", "second"):
        told = json.loads((tmp_path / "adapters" / name / "summary.json").read_text())
        log = (tmp_path / "work" / name / "log.jsonl").read_text().splitlines()
        steps = [json.loads(line)["step"] for line in log]
        assert steps == list(range(1, told["learned"]["steps"] + 1))  # of one process alone
        assert (tmp_path / "work" / name / f"{name}.lora.gguf").exists()
    assert done.stderr.count("second: kept in") == 1
