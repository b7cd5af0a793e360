import threading
import time

import pytest
from PySide6.QtCore import QCoreApplication

from eventpal.errors import Cancelled, WrongSecret
from eventpal.ui.tasks import UNEXPECTED, Lane, Tasks, failure


def test_results_come_back_on_the_windows_thread(qtbot, tasks):
    came = []
    tasks.run(
        Lane.READ,
        lambda _: threading.get_ident(),
        done=lambda worker: came.append((worker, threading.get_ident())),
    )
    qtbot.waitUntil(lambda: bool(came))
    worker, window = came[0]
    assert worker != window == threading.get_ident()


def test_lanes_run_beside_each_other_and_each_in_order(qtbot, tasks):
    gate, order = threading.Event(), []
    tasks.run(Lane.INGEST, lambda _: gate.wait(10), done=lambda _: order.append("first"))
    tasks.run(Lane.INGEST, lambda _: None, done=lambda _: order.append("second"))
    tasks.run(Lane.READ, lambda _: None, done=lambda _: order.append("read"))
    qtbot.waitUntil(lambda: order == ["read"])
    gate.set()
    qtbot.waitUntil(lambda: order == ["read", "first", "second"])


def test_a_cancel_ends_the_work_midway(qtbot, tasks):
    steps, failures = [], []
    reached, gate = threading.Event(), threading.Event()

    def work(progress):
        for at in range(10):
            progress.step("Counting", at, 10)
            steps.append(at)
            if at == 5:
                reached.set()
                gate.wait(10)

    task = tasks.run(Lane.INGEST, work, failed=failures.append, title="Counting")
    assert reached.wait(10)
    task.cancel()
    gate.set()
    qtbot.waitUntil(lambda: bool(failures))
    assert failures[0].cancelled
    assert steps == list(range(6))


def test_work_that_is_cancelled_before_its_turn_never_starts(qtbot, tasks):
    gate, ran, ended = threading.Event(), [], []
    tasks.run(Lane.INGEST, lambda _: gate.wait(10))
    waiting = tasks.run(Lane.INGEST, lambda _: ran.append(1), failed=ended.append)
    waiting.cancel()
    gate.set()
    qtbot.waitUntil(lambda: bool(ended))
    assert not ran


def test_progress_is_told_at_most_twenty_times_a_second(qtbot):
    told, done, now = [], [], [100.0]
    tasks = Tasks(clock=lambda: now[0])
    gate = threading.Event()

    def work(progress):
        gate.wait(10)
        for at in range(256):
            progress.step("Counting", at, 256)
            now[0] += 1 / 64

    task = tasks.run(Lane.INGEST, work, done=done.append)
    task.progressed.connect(lambda what, at, total: told.append((what, at, total)))
    gate.set()
    qtbot.waitUntil(lambda: bool(done))
    tasks.close()
    # Of 64 steps a second, each fourth is the first that is a twentieth of a second later.
    assert told == [("Counting", at, 256) for at in range(0, 256, 4)]


def test_only_the_newest_of_its_kind_calls_back(qtbot, tasks):
    gate, found = threading.Event(), []

    def find(text):
        gate.wait(10)
        return text

    for text in ("j", "ja", "jazz"):
        tasks.run(Lane.READ, lambda _, text=text: find(text), done=found.append, latest="search")
    gate.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert found == ["jazz"]


def test_a_user_error_is_its_own_sentence():
    shown = failure(WrongSecret("This is not the passphrase."))
    assert (shown.sentence, shown.details, shown.cancelled) == (
        "This is not the passphrase.",
        "",
        False,
    )


def test_a_bug_shows_a_calm_sentence_and_details_without_what_was_said(qtbot, tasks):
    failures = []

    def work(_):
        raise ValueError("Anna's diary at /home/anna")

    tasks.run(Lane.READ, work, failed=failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    shown = failures[0]
    assert shown.sentence == UNEXPECTED
    assert shown.details.startswith("ValueError\n")
    assert "test_tasks.py" in shown.details
    assert "nna" not in shown.details


def test_a_stop_is_told_as_one():
    assert failure(Cancelled("Stopped.")).cancelled


def test_failures_that_nobody_takes_are_told_to_all(qtbot, tasks):
    with qtbot.waitSignal(tasks.failed) as told:
        tasks.run(Lane.READ, lambda _: {}["missing"])
    assert told.args[0].sentence == UNEXPECTED


def test_closing_waits_for_the_work_and_calls_nothing_back(tasks):
    started, ended, called = threading.Event(), threading.Event(), []

    def work(progress):
        started.set()
        try:
            while True:
                progress.step("Waiting", 0)
                time.sleep(0.001)
        finally:
            ended.set()

    tasks.run(Lane.INGEST, work, done=called.append, failed=called.append)
    assert started.wait(5)
    tasks.close()
    assert ended.is_set()
    QCoreApplication.processEvents()
    assert called == []
    assert tasks.run(Lane.READ, lambda _: called.append(1)).token.cancelled


@pytest.mark.parametrize("total", [0, 100])
def test_the_title_makes_work_visible(qtbot, tasks, total):
    with qtbot.waitSignal(tasks.started) as told:
        tasks.run(Lane.INGEST, lambda _: total, title="Reading")
    assert told.args[0].title == "Reading"
