"""The real child process with a language model of random weights, when things go wrong."""

import os
import re
import shutil
import signal
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from eventpal.engine.child import worker_command
from eventpal.engine.client import Engine
from eventpal.engine.messages import Message
from eventpal.engine.models.catalogue import MINILM, SMOLLM2
from eventpal.engine.models.choice import ModelChoice, load_choice, save_choice
from eventpal.engine.models.choosing import use
from eventpal.errors import Cancelled, ContextFull, EngineError, ModelError
from eventpal.progress import CancelToken
from tests.fakes.tiny_model import CHATML, write_tiny_model

posix = pytest.mark.skipif(os.name == "nt", reason="signals are a POSIX thing")
linux = pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")

HELLO = [Message("user", "hello")]
ENDLESS = 'root ::= "x" root'


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder of models whose language model goes on for long."""
    found = tmp_path_factory.mktemp("models")
    write_tiny_model(found / SMOLLM2.built, context=4096)
    return found


@pytest.fixture
def engine(folder):
    built = Engine(folder)
    yield built
    built.close()


def ended(pid):
    until = time.monotonic() + 5
    while psutil.pid_exists(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not psutil.pid_exists(pid)


def test_an_answer_comes_in_pieces_that_add_up(engine):
    pieces = []
    found = engine.generate(HELLO, grammar='root ::= "one two"', on_text=pieces.append)
    assert found.text == "".join(pieces) == "one two"
    assert len(pieces) == found.tokens > 3
    assert found.stopped == "end"
    assert 0 < found.first_token_s <= found.total_s
    info = engine.language_model()
    assert (info.name, info.architecture, info.context) == (SMOLLM2.name, "llama", 2048)
    assert info.gpu_layers == 0
    assert engine.answer_odds([HELLO, HELLO]).shape == (2,)
    assert engine.answer_odds([]).shape == (0,)


@posix
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGABRT, signal.SIGSTOP])
def test_struck_while_writing_it_costs_that_answer_alone(engine, how):
    engine.generate(HELLO, max_tokens=1)
    engine._answer_seconds = 1.0
    pid, pieces = engine.pid, []

    def strike(text):
        if not pieces:
            os.kill(pid, how)
        pieces.append(text)

    with pytest.raises(EngineError, match=r"broke off in the middle of its answer.*ask again"):
        engine.generate(HELLO, grammar=ENDLESS, max_tokens=1900, on_text=strike)
    assert pieces
    assert ended(pid)
    assert engine.generate(HELLO, max_tokens=3).tokens


@posix
def test_struck_before_it_wrote_anything_the_answer_comes_all_the_same(engine):
    told = []
    engine._on_restart = told.append
    engine.generate(HELLO, max_tokens=1)
    os.kill(engine.pid, signal.SIGKILL)
    assert engine.generate(HELLO, max_tokens=3).tokens
    assert told == ["The language model was started again, since its process ended (SIGKILL)."]


@posix
def test_struck_while_weighing_it_begins_again(engine):
    engine.language_model()
    blow = threading.Timer(0.05, os.kill, (engine.pid, signal.SIGKILL))
    blow.start()
    assert engine.answer_odds([[Message("user", "x" * 900 + str(n))] for n in range(80)]).size
    blow.join()


def test_cancelled_while_it_writes_it_stops_at_once(engine):
    token, pieces = CancelToken(), []

    def stop(text):
        pieces.append(text)
        token.cancel()

    with pytest.raises(Cancelled):
        engine.generate(HELLO, grammar=ENDLESS, max_tokens=1900, on_text=stop, token=token)
    pid = engine.pid
    # What it had written is still read; had it gone on, that would be all of it.
    found = engine.generate(HELLO, prefill="x" * 1900, max_tokens=1)
    assert found.reused_tokens < found.prompt_tokens - 1
    assert engine.pid == pid
    assert engine.restarts == 0


def test_cancelled_while_it_reads_it_stops_too(engine):
    engine.language_model()
    token = CancelToken()
    threading.Timer(0.01, token.cancel).start()
    prompts = [[Message("user", str(n) + "x" * 1800)] for n in range(400)]
    with pytest.raises(Cancelled):
        engine.answer_odds(prompts, token=token)
    assert engine.generate(HELLO, max_tokens=3).tokens
    assert engine.restarts == 0


def test_more_than_fits_is_told_with_figures(engine):
    with pytest.raises(ContextFull, match="2048 tokens") as caught:
        engine.generate([Message("user", "x" * 3000)])
    assert caught.value.tokens > 3000
    assert caught.value.limit == 2048


def test_a_short_request_gets_between_two_tokens(engine):
    engine.language_model()
    written, counted = [], []

    def count(_text):
        if not counted:
            counted.append(0)
            threading.Thread(target=lambda: counted.append(engine.language_model())).start()
        written.append(len(counted))

    engine.generate(HELLO, grammar=ENDLESS, max_tokens=400, on_text=count)
    assert written.index(2) < 350


@pytest.mark.models
def test_a_query_gets_between_two_tokens(folder, models_folder, tmp_path):
    for name in (MINILM.built, SMOLLM2.built):
        source = models_folder if name == MINILM.built else folder
        shutil.copy(source / name, tmp_path / name)
    engine = Engine(tmp_path)
    engine.embed(["warm"])
    done = []

    def ask(_text):
        if not done:
            done.append("asked")
            threading.Thread(target=lambda: done.append(engine.embed(["jazz"]).shape)).start()

    seen = []
    engine.generate(
        HELLO,
        grammar=ENDLESS,
        max_tokens=400,
        on_text=lambda text: (ask(text), seen.append(len(done))),
    )
    engine.close()
    assert done == ["asked", (1, 384)]
    assert seen.index(2) < 350


def turns(pid):
    """How often the process's threads came to run and went to sleep again, since it began."""
    found = 0
    for thread in psutil.Process(pid).threads():
        status = Path(f"/proc/{pid}/task/{thread.id}/status").read_text()
        found += sum(map(int, re.findall(r"ctxt_switches:\s+(\d+)", status)))
    return found


@linux
@pytest.mark.models
def test_with_nothing_to_do_no_thread_of_it_wakes_up(models_folder):
    engine = Engine(models_folder)
    engine.embed(["jazz"])
    engine.generate(HELLO, max_tokens=3)
    engine.answer_odds([HELLO])
    time.sleep(0.2)  # The threads that compute spin for a moment before they sleep.
    before = turns(engine.pid)
    time.sleep(1)
    assert turns(engine.pid) - before <= 2
    engine.close()


@linux
def test_out_of_memory_is_a_sentence_and_passes(folder):
    limited = ("/bin/sh", "-c", 'ulimit -v 200000; exec "$@"', "sh", *worker_command())
    engine = Engine(folder, command=limited)
    with pytest.raises(EngineError, match="again and again"):
        engine.generate(HELLO)
    engine._command = worker_command()
    assert engine.generate(HELLO, max_tokens=3).tokens
    child = psutil.Process(engine.pid)
    # What there is goes on; what comes on top has no room.
    child.rlimit(psutil.RLIMIT_AS, (child.memory_info().vms + 2**17, psutil.RLIM_INFINITY))
    with pytest.raises(EngineError, match="does not fit into memory"):
        engine.answer_odds([HELLO])
    assert engine.generate(HELLO, max_tokens=3).tokens
    child.rlimit(psutil.RLIMIT_AS, (psutil.RLIM_INFINITY, psutil.RLIM_INFINITY))
    assert engine.answer_odds([HELLO]).shape == (1,)
    engine.close()


@linux
@pytest.mark.models
def test_weights_without_room_are_not_called_damaged(models_folder):
    engine = Engine(models_folder)
    engine.embed(["The process is there, and the language model is not."])
    child = psutil.Process(engine.pid)
    child.rlimit(psutil.RLIMIT_AS, (child.memory_info().vms + 2**26, psutil.RLIM_INFINITY))
    with pytest.raises(EngineError, match="does not fit into memory"):
        engine.generate(HELLO)
    child.rlimit(psutil.RLIMIT_AS, (psutil.RLIM_INFINITY, psutil.RLIM_INFINITY))
    assert engine.generate(HELLO, max_tokens=3).tokens
    engine.close()


LOOPS = "".join(f"{{% for a{n} in range(99999) %}}" for n in range(6))
UNUSUAL = {
    "unknown kind": {"architecture": "gloop"},
    "no chat format": {"template": None},
    "hostile chat format": {"template": "{% for a in range(99999) %}" * 6 + CHATML},
    "endless chat format": {"template": CHATML + LOOPS + "{% endfor %}" * 6},
}


def broken(tmp_path, kind):
    """A file that is no usable chat model."""
    path = tmp_path / "broken.gguf"
    write_tiny_model(path, **UNUSUAL.get(kind, {}))
    whole = path.read_bytes()
    match kind:
        case "random":
            path.write_bytes(b"GGUF" + os.urandom(5000))
        case "header only":
            path.write_bytes(whole[:2000])
        case "half":
            path.write_bytes(whole[: len(whole) // 2])
        case "huge counts":
            path.write_bytes(whole[:8] + b"\xff" * 16 + whole[24:])
        case "no numbers":
            path.write_bytes(whole[: len(whole) // 2] + b"\xff" * (len(whole) - len(whole) // 2))
        case "text":
            path.write_text("no model at all")
        case "too large":
            os.truncate(path, 2**42)
        case "missing":
            path.unlink()
        case "folder":
            path.unlink()
            path.mkdir()
    return path


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("random", "damaged"),
        ("header only", "damaged"),
        ("half", "damaged"),
        ("huge counts", "damaged"),
        ("unknown kind", r"kind .*gloop"),
        ("no chat format", "no chat model"),
        ("hostile chat format", "chat format cannot be used"),
        ("no numbers", "damaged"),
        ("text", "no model file"),
        pytest.param(
            "too large", r"needs 4096\.2 GiB of memory and [\d.]+ GiB are free", marks=linux
        ),
        ("missing", "cannot be read"),
        ("folder", "cannot be read"),
    ],
)
def test_what_cannot_be_chosen_changes_nothing(folder, tmp_path, kind, sentence):
    kept = tmp_path / "choice.json"
    before = ModelChoice(gpu_layers=3)
    save_choice(kept, before)
    with pytest.raises((EngineError, ModelError), match=sentence) as caught:
        use(str(broken(tmp_path, kind)), folder, kept)
    assert "\n" not in str(caught.value)
    assert load_choice(kept) == before


def test_a_chat_format_without_end_costs_the_child_alone(folder, tmp_path):
    choice = tmp_path / "choice.json"
    save_choice(choice, ModelChoice(str(broken(tmp_path, "endless chat format"))))
    engine = Engine(folder, choice=choice, ready_seconds=1.0, answer_seconds=1.0)
    with pytest.raises(EngineError, match="did not answer in time"):
        engine.generate(HELLO)
    save_choice(choice, ModelChoice())
    engine._ready_seconds = engine._answer_seconds = 30.0
    assert engine.generate(HELLO, max_tokens=3).tokens
    engine.close()


def test_another_model_can_be_chosen_and_the_own_again(folder, tmp_path):
    other = write_tiny_model(tmp_path / "other.gguf", seed=1, context=256)
    kept = tmp_path / "home" / "choice.json"
    info, failed = use(str(other), folder, kept)
    assert (info.context, info.path, failed) == (256, str(other), "")
    engine = Engine(folder, choice=kept)
    assert engine.language_model().context == 256
    engine.close()
    use(SMOLLM2.name, folder, kept)
    assert load_choice(kept) == ModelChoice()
    save_choice(kept, ModelChoice(str(tmp_path / "gone.gguf")))
    with pytest.raises(EngineError, match=r"no longer at .*gone.gguf"):
        Engine(folder, choice=kept).generate(HELLO)


def test_without_a_language_model_it_says_what_to_do(tmp_path):
    with pytest.raises(EngineError, match="eventpal models get"):
        Engine(tmp_path).generate(HELLO)
