import os
import signal
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from eventpal.engine.client import CHUNK_CHARACTERS, Engine
from eventpal.errors import Cancelled, EngineError
from eventpal.progress import CancelToken
from tests.fakes.engine import meaning

TEXTS = ["jazz night", "poetry slam", "jazz brunch"]


def gone(pid):
    """Whether nothing is left of a process, not even a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_texts_come_back_in_order_over_many_chunks(scripted):
    texts = [f"event {number} " + "x" * (number * 37 % 400) for number in range(60)]
    assert sum(map(len, texts)) > 5 * CHUNK_CHARACTERS
    found = scripted().embed(texts)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, [meaning(text) for text in texts], rtol=1e-6)


def test_nothing_is_started_before_it_is_needed(scripted):
    engine = scripted()
    assert engine.embed([]).shape == (0, 384)
    assert engine.pid is None


def test_a_child_that_dies_is_replaced_once_and_the_person_told(scripted):
    told = []
    engine = scripted("answer", "die", on_restart=told.append)
    np.testing.assert_allclose(engine.embed(TEXTS), [meaning(text) for text in TEXTS], rtol=1e-6)
    assert engine.restarts == 1
    assert told == ["The sentence model was started again, since its process ended (status 3)."]


def test_a_child_that_dies_twice_over_a_call_costs_that_call(scripted):
    engine = scripted("answer", "die", "answer", "die")
    with pytest.raises(EngineError, match="again and again"):
        engine.embed(TEXTS)
    assert engine.embed(TEXTS).shape == (3, 384)
    assert engine.restarts == 1


def test_a_child_that_dies_while_idle_is_replaced(scripted):
    engine = scripted()
    engine.embed(TEXTS)
    first = engine.pid
    os.kill(first, 9)
    assert engine.embed(TEXTS).shape == (3, 384)
    assert engine.pid != first
    assert gone(first)


@pytest.mark.parametrize("step", ["garble", "short"])
def test_an_unreadable_answer_counts_as_a_crash(scripted, step):
    told = []
    engine = scripted("answer", step, on_restart=told.append)
    assert engine.embed(TEXTS).shape == (3, 384)
    assert "unreadable" in told[0]


def test_a_silent_child_is_ended_and_replaced(scripted):
    told = []
    engine = scripted("answer", "hang", answer_seconds=0.5, on_restart=told.append)
    assert engine.embed(TEXTS).shape == (3, 384)
    assert told == ["The sentence model was started again, since it did not answer in time."]


def test_a_child_that_never_gets_ready_is_given_up(scripted):
    engine = scripted("hang", "hang", ready_seconds=0.5)
    with pytest.raises(EngineError, match="did not answer in time"):
        engine.embed(TEXTS)
    assert engine.pid is None


def test_what_the_child_refuses_is_said_in_its_words_without_a_restart(scripted):
    engine = scripted("refuse")
    with pytest.raises(EngineError, match="The file is no model"):
        engine.embed(TEXTS)
    assert engine.restarts == 0
    assert engine.pid is None


def test_a_missing_model_is_a_sentence(tmp_path):
    with pytest.raises(EngineError, match="eventpal models get"):
        Engine(tmp_path).embed(TEXTS)


def test_a_command_that_cannot_start_is_a_sentence(scripted, tmp_path):
    engine = scripted()
    engine._command = (str(tmp_path / "nothing"),)
    with pytest.raises(EngineError, match="does not start"):
        engine.embed(TEXTS)


def test_cancelling_stops_between_chunks(scripted):
    engine, token = scripted(), CancelToken()
    done = []

    def watch():
        while engine.pid is None:
            time.sleep(0.001)
        token.cancel()
        done.append(True)

    watcher = threading.Thread(target=watch)
    watcher.start()
    with pytest.raises(Cancelled):
        engine.embed(["x" * CHUNK_CHARACTERS] * 100_000, token)
    watcher.join(5)
    assert done
    assert engine.embed(TEXTS).shape == (3, 384)


def test_a_query_does_not_wait_for_a_long_job(scripted):
    engine, token = scripted(), CancelToken()
    engine.embed(TEXTS)
    outcome = []

    def long_job():
        try:
            engine.embed(["x" * CHUNK_CHARACTERS] * 100_000, token)
        except Cancelled:
            outcome.append("cancelled")

    job = threading.Thread(target=long_job)
    job.start()
    time.sleep(0.1)
    for _ in range(5):
        engine.embed(["jazz"])
    assert outcome == []
    token.cancel()
    job.join()
    assert outcome == ["cancelled"]


def test_many_threads_get_their_own_answers(scripted):
    engine, wrong = scripted(), []

    def ask(word):
        for number in range(20):
            text = f"{word} {number}"
            if not np.allclose(engine.embed([text])[0], meaning(text), atol=1e-6):
                wrong.append(text)

    threads = [threading.Thread(target=ask, args=(word,)) for word in ("jazz", "tango", "chess")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert wrong == []


def test_close_leaves_no_process_behind_and_ends_who_waits(scripted):
    engine = scripted("answer", "answer", "hang")
    engine.embed(TEXTS)
    child, pid, caught = engine._child, engine.pid, []

    def wait():
        with pytest.raises(EngineError, match="shut down"):
            engine.embed(TEXTS)
        caught.append(True)

    waiter = threading.Thread(target=wait)
    waiter.start()
    time.sleep(0.2)
    engine.close()
    engine.close()
    waiter.join()
    assert caught
    # Nobody waited for it to end by itself.
    assert child._process.returncode == -signal.SIGKILL
    assert gone(pid)
    with pytest.raises(EngineError, match="shut down"):
        engine.embed(TEXTS)


def test_the_child_knows_neither_secrets_nor_settings(scripted, monkeypatch):
    monkeypatch.setenv("EVENTPAL_PASSPHRASE", "canary-passphrase")
    monkeypatch.setenv("EVENTPAL_HOME", "/home/canary-person")
    monkeypatch.setenv("AWS_SECRET", "canary-secret")
    engine = scripted()
    engine.embed(["canary-text"])
    process = Path("/proc") / str(engine.pid)
    if not process.is_dir():
        pytest.skip("the system does not show a process's environment")
    assert b"canary" not in (process / "environ").read_bytes()
    assert b"canary" not in (process / "cmdline").read_bytes()


def test_the_last_words_are_kept(scripted):
    engine = scripted("answer", "answer", "die")
    engine.embed(TEXTS)
    child = engine._child
    engine.embed(TEXTS)
    assert child.tail == ("last words",)
