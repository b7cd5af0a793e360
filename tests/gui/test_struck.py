"""The language model struck while the real window has it answer: what the person sees of it."""

import os
import re
import shutil
import signal
import sys

import psutil
import pytest

from eventpal import paths
from eventpal.engine.child import worker_command
from eventpal.engine.models.catalogue import MINILM, SMOLLM2
from eventpal.engine.models.choice import ModelChoice, load_choice, save_choice
from eventpal.ui.chat.lines import THINKING
from tests.fakes.tiny_model import write_tiny_model
from tests.gui.real_window import opened, sample_home

pytestmark = [
    pytest.mark.slow,
    pytest.mark.models,
    pytest.mark.skipif(sys.platform != "linux", reason="the limits and signals are Linux's"),
]

FIRST, NEXT = "Live music this weekend?", "Anything free tonight?"


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    if not (paths.models() / SMOLLM2.built).is_file():
        pytest.skip("the models are not built: run make setup")
    return sample_home(tmp_path_factory.mktemp("template") / "home")


@pytest.fixture
def window(application, qtbot, template, tmp_path):
    with opened(qtbot, template, tmp_path / "home") as made:
        yield made


@pytest.fixture
def own_models(tmp_path, monkeypatch):
    """A folder of models that may be spoilt."""
    folder = tmp_path / "models"
    folder.mkdir()
    for name in (MINILM.built, SMOLLM2.built):
        shutil.copy(paths.models() / name, folder / name)
    monkeypatch.setenv("EVENTPAL_MODELS", str(folder))
    return folder


def kept(window, *questions):
    """Whether the conversation in the database has these questions, each with its answer."""
    said = window.stored()
    return [who for who, _ in said] == ["person", "eventpal"] * len(questions) and [
        text for who, text in said if who == "person"
    ] == list(questions)


def sound(answer):
    """Whether it is an answer, whatever it says, and complains of nothing."""
    said = f"{answer.text.text()} {answer.after.text()}"
    return answer.text.text() not in {"", THINKING} and "model" not in said and "again" not in said


@pytest.mark.parametrize(
    ("how", "why"),
    [
        (signal.SIGKILL, "its process ended (SIGKILL)"),
        (signal.SIGSTOP, "it did not answer in time"),
    ],
)
def test_struck_at_the_first_words_it_is_replaced_and_that_is_said_once(window, how, why):
    window.open_chat()
    window.ask(FIRST)
    pid = window.engine.pid
    assert sound(window.ask(NEXT, strike=lambda: os.kill(pid, how)))
    assert window.told == [f"The language model was started again, since {why}."]
    assert kept(window, FIRST, NEXT)
    assert not psutil.pid_exists(pid)
    window.answer.regenerate.click()
    window.rest()
    assert sound(window.answer)
    assert kept(window, FIRST, NEXT)
    assert len(window.told) == 1
    assert window.engine.language_model().name == SMOLLM2.name


def test_frozen_while_nobody_asks_search_and_chat_go_on(window):
    window.open_chat()
    pid = window.engine.pid
    os.kill(pid, signal.SIGSTOP)
    ticks = window.ticks
    window.window.search("something quiet on a rainy evening")
    window.rest()
    assert window.ticks > ticks
    assert window.window.pages.found.rows
    assert sound(window.ask(FIRST))
    assert len(window.told) == 1
    assert not psutil.pid_exists(pid)


def test_a_frozen_process_does_not_outlive_the_window(application, qtbot, template, tmp_path):
    with opened(qtbot, template, tmp_path / "home") as window:
        window.open_chat()
        pid = window.engine.pid
        os.kill(pid, signal.SIGSTOP)
        window.chat.ask(FIRST)
    assert not psutil.pid_exists(pid)


def limited(mebibytes):
    """The worker with so much address space."""
    limit = f'ulimit -v {mebibytes * 1024}; exec "$@"'
    return ("/bin/sh", "-c", limit, "sh", *worker_command())


@pytest.mark.parametrize("mebibytes", [200, 330, 450])
def test_without_memory_from_the_start_it_answers_from_the_tables(window, mebibytes):
    window.engine._command = limited(mebibytes)
    window.open_chat()
    (told,) = window.told
    assert window.chat.lack.text.text() == told
    assert sound(window.ask(FIRST))
    assert kept(window, FIRST)
    # It may fail of it in another way each time; what is shown is the last.
    assert all(re.search("fit into memory|again and again", one) for one in window.told)
    assert window.chat.lack.text.text() == window.told[-1]
    window.engine._command = worker_command()
    before = list(window.told)
    assert sound(window.ask(NEXT))
    assert window.told == before
    assert window.chat.lack.isHidden()
    assert window.engine.language_model().name == SMOLLM2.name


@pytest.mark.parametrize("room", [0, 2**18])
def test_memory_that_ends_during_an_answer_costs_a_sentence(window, room):
    window.open_chat()
    child = psutil.Process(window.engine.pid)

    def strike():
        child.rlimit(psutil.RLIMIT_AS, (child.memory_info().vms + room, psutil.RLIM_INFINITY))

    assert sound(window.ask(FIRST, strike=strike))
    assert sound(window.ask(NEXT))
    assert kept(window, FIRST, NEXT)
    assert len(window.told) <= 1
    assert window.engine.language_model().name == SMOLLM2.name


def test_memory_that_ends_while_a_model_loads(window):
    window.engine.embed(["The process is there, and the language model is not."])
    child = psutil.Process(window.engine.pid)
    child.rlimit(psutil.RLIMIT_AS, (child.memory_info().vms + 2**26, psutil.RLIM_INFINITY))
    window.open_chat()
    (told,) = window.told
    assert "does not fit into memory" in told
    assert sound(window.ask(FIRST))
    assert window.told == [told]
    child.rlimit(psutil.RLIMIT_AS, (psutil.RLIM_INFINITY, psutil.RLIM_INFINITY))
    assert sound(window.ask(NEXT))
    assert kept(window, FIRST, NEXT)
    assert window.chat.lack.isHidden()


def spoilt(folder, how):
    """A file that is no usable chat model."""
    path = folder / "mine.gguf"
    whole = (paths.models() / SMOLLM2.built).read_bytes()
    match how:
        case "truncated":
            path.write_bytes(whole[: len(whole) // 2])
        case "header alone":
            path.write_bytes(whole[:5000])
        case "wrong magic":
            path.write_bytes(b"GGML" + whole[4:])
        case "unknown architecture":
            write_tiny_model(path, architecture="gloop")
        case "an adapter":
            shutil.copy(paths.resources() / "models" / "eventpal-lora.gguf", path)
        case "sentence model":
            shutil.copy(paths.models() / MINILM.built, path)
        case "random weights" | "no numbers":
            half = len(whole) // 2
            noise = os.urandom(half) if how == "random weights" else b"\xff" * half
            path.write_bytes(whole[:-half] + noise)
        case "random header":
            path.write_bytes(b"GGUF" + os.urandom(5000))
    return path


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("truncated", "damaged"),
        ("header alone", "damaged"),
        ("wrong magic", "no model file"),
        ("unknown architecture", "gloop"),
        ("an adapter", "damaged"),
        ("no numbers", "damaged"),
        ("random weights", "damaged"),
        ("sentence model", "no chat model"),
        ("random header", "damaged"),
    ],
)
def test_a_broken_file_that_is_chosen_is_refused_in_a_sentence(window, tmp_path, how, sentence):
    window.open_chat()
    window.window.open_page("privacy")
    window.rest()
    card = window.window.pages.privacy.model
    card._use(str(spoilt(tmp_path, how)))
    window.rest()
    assert sentence in card.said.text()
    assert load_choice(window.home.language_model) == ModelChoice()
    assert sound(window.ask(FIRST))
    assert kept(window, FIRST)
    assert window.told == []


@pytest.mark.parametrize("how", ["truncated", "gone", "an adapter", "no numbers"])
def test_a_chosen_file_that_breaks_later_is_said_once_and_mended_by_the_own_one(
    application, qtbot, template, tmp_path, how
):
    path = tmp_path / "mine.gguf" if how == "gone" else spoilt(tmp_path, how)
    shutil.copytree(template[0].root, tmp_path / "base")
    save_choice(tmp_path / "base" / "settings.model.json", ModelChoice(str(path)))
    with opened(qtbot, (paths.Home(tmp_path / "base"), template[1]), tmp_path / "h") as window:
        window.open_chat()
        assert len(window.told) == 1
        assert re.search(r"no longer|damaged", window.told[0])
        assert sound(window.ask(FIRST))
        assert len(window.told) == 1
        window.chat.lack.settings.click()
        window.rest()
        window.window.pages.privacy.model.own.click()
        window.rest()
        assert sound(window.ask(NEXT))
        assert window.chat.lack.isHidden()
        assert kept(window, FIRST, NEXT)


def test_the_own_model_without_its_file_says_how_to_get_it(own_models, window):
    (own_models / SMOLLM2.built).unlink()
    window.open_chat()
    assert len(window.told) == 1
    assert "models build" in window.told[0]
    assert sound(window.ask(FIRST))
    assert kept(window, FIRST)


def test_clicks_at_once_lose_no_message_and_close_while_it_answers(
    application, qtbot, template, tmp_path
):
    home = tmp_path / "home"
    with opened(qtbot, template, home) as window:
        window.open_chat()
        chat = window.chat
        chat.ask(FIRST)
        chat.stop.click()
        chat.ask(NEXT)
        chat.ask("not while it answers")
        window.until(lambda: not chat.work.busy)
        window.rest()
        assert [who for who, _ in window.stored()].count("person") >= 1
        chat.fresh.click()
        chat.ask("jazz on Saturday")
        chat.fresh.click()
        chat.ask("chess on Sunday")
        window.rest()
        heard = []
        chat.work.heard.connect(heard.append)
        chat.ask("free concerts this week")
        window.until(lambda: bool(heard))
        window.window.close()
    with opened(qtbot, (paths.Home(home), template[1]), tmp_path / "again") as window:
        said = [
            one.text
            for talk in window.app.conversations.all()
            for one in window.app.conversations.get(talk.id)
            if one.speaker == "person"
        ]
        assert set(said) >= {NEXT, "chess on Sunday", "free concerts this week"}


def test_a_full_disk_is_a_sentence_and_the_question_is_asked_again(window):
    window.open_chat()
    window.ask(FIRST)
    with window.app.database.write() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages}")
    long = "jazz " * 390
    window.ask(long)
    assert len(window.told) == 1
    assert "disk is full" in window.told[0]
    with window.app.database.write() as db:
        db.execute("PRAGMA max_page_count = 1073741823")
    window.answer.regenerate.click()
    window.rest()
    assert kept(window, FIRST, long.strip())
