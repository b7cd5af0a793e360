"""What the engine's process has to do: the most urgent job next, one step at a time."""

from collections.abc import Generator
from dataclasses import dataclass

from eventpal.engine.protocol import Header

Steps = Generator[Header, None, tuple[Header, bytes]]
"""Work that pauses after each step, and ends with its answer: a header and a payload."""


@dataclass(frozen=True, slots=True)
class Job:
    """A request being worked on. Less ``urgency`` is earlier."""

    number: int
    urgency: tuple[int, int]
    steps: Steps


class Jobs:
    """The jobs that are not done. Equally urgent ones are done one after the other."""

    def __init__(self) -> None:
        self._jobs: dict[int, Job] = {}

    def __len__(self) -> int:
        return len(self._jobs)

    def add(self, number: int, urgency: tuple[int, int], steps: Steps) -> None:
        """Take a job on; nothing of it is done yet."""
        self._jobs[number] = Job(number, urgency, steps)

    def most_urgent(self) -> Job:
        """The job to take the next step of."""
        return min(self._jobs.values(), key=lambda job: (*job.urgency, job.number))

    def drop(self, number: int) -> None:
        """Forget a job, finished or not; one that is not known was finished already."""
        if job := self._jobs.pop(number, None):
            job.steps.close()
