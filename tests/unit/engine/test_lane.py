import threading

import pytest

from eventpal.engine.lane import Lane


def test_the_smallest_job_is_next_then_the_first():
    lane, order, threads = Lane(), [], []

    def job(name, size):
        with lane.turn(size):
            order.append(name)

    with lane.turn(9):
        for name, size in [("long", 500), ("first", 1), ("middle", 20), ("second", 1)]:
            waiting = len(lane._waiting)
            thread = threading.Thread(target=job, args=(name, size))
            thread.start()
            threads.append(thread)
            while len(lane._waiting) == waiting:
                pass
    for thread in threads:
        thread.join(5)
    assert order == ["first", "second", "middle", "long"]


def test_a_query_gets_between_the_turns_of_a_long_job():
    lane, order, asked = Lane(), [], threading.Event()

    def long_job():
        for turn in range(200):
            with lane.turn(200):
                order.append("long")
                if turn == 3:
                    asked.set()

    thread = threading.Thread(target=long_job)
    thread.start()
    assert asked.wait(5)
    for _ in range(10):
        with lane.turn(1):
            order.append("query")
    thread.join(5)
    assert order.count("query") == 10
    assert len(order) == 210


def test_one_holder_at_a_time():
    lane, inside, most = Lane(), [0], [0]

    def job(size):
        for _ in range(100):
            with lane.turn(size):
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                inside[0] -= 1

    threads = [threading.Thread(target=job, args=(size,)) for size in (1, 1, 5, 50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert most == [1]


def test_an_error_gives_the_turn_back():
    lane = Lane()
    with pytest.raises(ZeroDivisionError), lane.turn(1):
        raise ZeroDivisionError
    with lane.turn(1):
        pass
