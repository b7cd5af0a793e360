"""The real child process with the real model: what becomes of it when things go wrong."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import psutil
import pytest

from eventpal.engine.client import Engine
from eventpal.engine.models.catalogue import MINILM
from eventpal.errors import EngineError

pytestmark = pytest.mark.models
posix = pytest.mark.skipif(os.name == "nt", reason="signals are a POSIX thing")
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

TEXTS = ["Jazz night at the Blue Door", "Poetry slam", "How to bake rye bread"]


def ended(pid, seconds=5):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not psutil.pid_exists(pid):
            return True
        time.sleep(0.02)
    return False


def test_meaning_is_near_and_the_batch_does_not_matter(real):
    rows = real.embed([*TEXTS, "Live jazz concert"])
    assert rows[3] @ rows[0] > rows[3] @ rows[1] > rows[3] @ rows[2]
    assert np.abs(np.linalg.norm(rows, axis=1) - 1).max() < 1e-6
    alone = np.concatenate([real.embed([text]) for text in TEXTS])
    assert (alone * rows[:3]).sum(axis=1).min() > 0.999999


@posix
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV])
def test_killed_while_idle_it_is_back_at_the_next_call(real, how):
    before, pid = real.embed(TEXTS), real.pid
    os.kill(pid, how)
    np.testing.assert_allclose(real.embed(TEXTS), before, atol=1e-6)
    assert real.restarts == 1
    assert ended(pid)


@posix
def test_killed_at_work_the_job_still_finishes(real):
    told, texts = [], [f"{text} number {number}" for number in range(60) for text in TEXTS]
    real._on_restart = told.append
    real.embed(TEXTS[:1])
    blow = threading.Timer(0.2, os.kill, (real.pid, signal.SIGKILL))
    blow.start()
    assert real.embed(texts).shape == (180, 384)
    blow.join()
    real.embed(TEXTS[:1])  # should the job have been done before the blow fell
    assert real.restarts == 1
    assert told == ["The sentence model was started again, since its process ended (SIGKILL)."]


@posix
def test_frozen_it_is_replaced(real):
    real.embed(TEXTS)
    real._answer_seconds = 1.0
    pid = real.pid
    os.kill(pid, signal.SIGSTOP)
    assert real.embed(TEXTS).shape == (3, 384)
    assert real.restarts == 1
    assert ended(pid)


def test_a_broken_model_file_is_a_sentence(tmp_path):
    (tmp_path / MINILM.built).write_bytes(b"GGUF" + bytes(4096))
    engine = Engine(tmp_path)
    with pytest.raises(EngineError, match="damaged"):
        engine.embed(TEXTS)
    assert engine.pid is None
    engine.close()


def test_a_model_cut_short_is_a_sentence(models_folder, tmp_path):
    whole = (models_folder / MINILM.built).read_bytes()
    (tmp_path / MINILM.built).write_bytes(whole[: len(whole) // 2])
    engine = Engine(tmp_path)
    with pytest.raises(EngineError):
        engine.embed(TEXTS)
    engine.close()


@linux
@pytest.mark.parametrize("frozen", [False, True])
def test_it_dies_with_the_application(models_folder, frozen):
    program = (
        "import sys, time, threading\n"
        "from pathlib import Path\n"
        "from eventpal.engine.client import Engine\n"
        "engine = Engine(Path(sys.argv[1]))\n"
        # A thread that ends: it must not take the child with it.
        "first = threading.Thread(target=engine.embed, args=(['hello'],))\n"
        "first.start(); first.join(); pid = engine.pid; time.sleep(0.3)\n"
        "engine.embed(['again']); assert engine.pid == pid and engine.restarts == 0\n"
        "print(pid, flush=True); time.sleep(60)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program, str(models_folder)], stdout=subprocess.PIPE, text=True
    )
    with parent:
        pid = int(parent.stdout.readline())
        if frozen:
            os.kill(pid, signal.SIGSTOP)
        parent.kill()
    assert ended(pid)


@linux
def test_nothing_of_a_text_is_left_outside_the_pipe(real):
    canary = "Canary-Zeisig-7391"
    real.embed([canary])
    process = Path("/proc") / str(real.pid)
    assert canary.encode() not in (process / "cmdline").read_bytes()
    opened = [str(entry.path) for entry in psutil.Process(os.getpid()).open_files()]
    assert not [path for path in opened if "engine" in path]
    # The last crash must leave no core file with the text in it.
    limits = (process / "limits").read_text()
    assert next(line for line in limits.splitlines() if "core file" in line).split()[4] == "0"
    child = real._child
    os.kill(real.pid, signal.SIGABRT)
    real.embed(["again"])
    assert canary not in "\n".join(child.tail)


@linux
def test_a_bug_in_the_worker_says_where_and_not_what(real):
    real.embed(TEXTS)
    child = real._child
    with pytest.raises(EngineError, match="again and again"):
        real._answer("sentence", {"do": "embed", "canary": "Canary-Zeisig-7391"})
    assert child.tail[-1] == "KeyError"
    assert any(line.startswith("worker.py:") for line in child.tail)
    assert "Canary" not in "\n".join(child.tail)
