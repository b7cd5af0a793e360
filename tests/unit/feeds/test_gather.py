"""Slow calls beside each other: how many, in which order, and how they are stopped."""

import threading
import time

import pytest

from eventpal.errors import Cancelled, FetchError
from eventpal.feeds.fetching.gather import Job, gather
from eventpal.progress import CancelToken


class Counter:
    """How many calls run at the same time, in all and in each lane."""

    def __init__(self, seconds: float = 0.02) -> None:
        self._lock = threading.Lock()
        self._now: list[str] = []
        self._seconds = seconds
        self.most = 0
        self.most_in_lane = 0
        self.begun = 0

    def job(self, number: int, lane: str) -> Job[int]:
        def call() -> int:
            with self._lock:
                self._now.append(lane)
                self.begun += 1
                self.most = max(self.most, len(self._now))
                self.most_in_lane = max(self.most_in_lane, self._now.count(lane))
            time.sleep(self._seconds)
            with self._lock:
                self._now.remove(lane)
            return number

        return Job(call, lane)


def test_every_result_comes_once_and_calls_run_side_by_side_up_to_the_limit() -> None:
    counter = Counter()
    jobs = [counter.job(number, f"host {number}") for number in range(20)]
    got = [(one.number, one.get()) for one in gather(jobs, CancelToken(), at_once=3)]
    assert sorted(got) == [(number, number) for number in range(20)]
    assert counter.most == 3


def test_one_host_is_asked_one_thing_at_a_time() -> None:
    counter = Counter()
    jobs = [counter.job(number, "one" if number % 3 else "other") for number in range(9)]
    assert len(list(gather(jobs, CancelToken()))) == 9
    assert counter.most_in_lane == 1
    assert counter.most == 2


def test_what_a_call_raises_is_raised_where_its_result_is_taken() -> None:
    def fail() -> int:
        raise FetchError("No.")

    results = list(gather([Job(fail, "a"), Job(lambda: 7, "b")], CancelToken()))
    by_number = {one.number: one for one in results}
    assert by_number[1].get() == 7
    with pytest.raises(FetchError, match=r"No\."):
        by_number[0].get()


def test_results_that_nobody_takes_hold_up_further_calls() -> None:
    counter = Counter(0)
    results = gather([counter.job(n, str(n)) for n in range(50)], CancelToken(), at_once=2)
    next(results)
    time.sleep(0.2)
    assert counter.begun <= 1 + 2 + 2  # taken, waiting, and begun while they were put there
    assert len(list(results)) == 49


def test_a_stop_does_not_wait_for_a_server_that_says_nothing() -> None:
    """Whoever waited for it would wait here for ever."""
    token, held, asked = CancelToken(), threading.Event(), threading.Barrier(3)

    def waits() -> bool:
        asked.wait()
        return held.wait()

    def stop() -> None:
        asked.wait()
        token.cancel()

    stopper = threading.Thread(target=stop)
    stopper.start()
    with pytest.raises(Cancelled):
        list(gather([Job(waits, "a"), Job(waits, "b")], token))
    held.set()
    stopper.join()


def test_nothing_starts_any_more_once_the_results_are_given_up() -> None:
    begun, held = threading.Semaphore(0), threading.Event()

    def job(number: int) -> Job[int]:
        def call() -> int:
            begun.release()
            if number:
                held.wait()
            return number

        return Job(call, str(number))

    results = gather([job(number) for number in range(40)], CancelToken(), at_once=2)
    assert next(results).get() == 0
    for _ in range(3):
        begun.acquire()
    results.close()  # type: ignore[attr-defined]
    fetching = [thread for thread in threading.enumerate() if thread.name == "fetch"]
    held.set()
    for thread in fetching:
        thread.join()
    assert not begun.acquire(blocking=False)


def test_no_jobs_give_no_results() -> None:
    assert list(gather([], CancelToken())) == []
