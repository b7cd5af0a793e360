from eventpal.engine.process.jobs import Jobs


def steps(name, count, done):
    for number in range(count):
        done.append(f"{name}{number}")
        yield {}
    return {}, b""


def run(jobs):
    while jobs:
        job = jobs.most_urgent()
        try:
            next(job.steps)
        except StopIteration:
            jobs.drop(job.number)


def test_the_more_urgent_gets_in_between_two_steps():
    jobs, done = Jobs(), []
    jobs.add(1, (3, 0), steps("answer", 3, done))
    next(jobs.most_urgent().steps)
    jobs.add(2, (2, 1), steps("query", 1, done))
    run(jobs)
    assert done == ["answer0", "query0", "answer1", "answer2"]


def test_the_equally_urgent_wait_for_each_other():
    jobs, done = Jobs(), []
    jobs.add(1, (3, 0), steps("first", 2, done))
    jobs.add(2, (3, 0), steps("second", 2, done))
    run(jobs)
    assert done == ["first0", "first1", "second0", "second1"]


def test_a_dropped_job_cleans_up_and_does_nothing_more():
    jobs, done = Jobs(), []

    def job():
        try:
            while True:
                yield {}
        finally:
            done.append("cleaned")

    jobs.add(7, (3, 0), job())
    next(jobs.most_urgent().steps)
    jobs.drop(7)
    jobs.drop(7)
    jobs.drop(8)
    assert done == ["cleaned"]
    assert not jobs
