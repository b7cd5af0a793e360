"""Reading a folder or file into an encrypted home: parsed, stored and searchable by words."""

import contextlib
import json
import sys
import time
from pathlib import Path
from zoneinfo import ZoneInfo

from eventpal.app import EventPal
from eventpal.paths import Home
from eventpal.progress import Progress
from tests.benchmarks.fixed import KEY, NOW


def opened(home: Path) -> EventPal:
    """The home of a benchmark, with a clock that stands still."""
    return EventPal(Home(home), KEY, clock=lambda: NOW, zone=ZoneInfo("UTC"))


def main(home: Path, location: str) -> None:
    """Add the location, or read it again if the home has it; print what that did."""
    with contextlib.closing(opened(home)) as pal:
        began = time.perf_counter()
        done = pal.refresh([], Progress()) or pal.add_sources([location], Progress())
        seconds = time.perf_counter() - began
        print(
            json.dumps(
                {
                    "seconds": seconds,
                    "events": pal.events.count(),
                    "added": sum(len(one.change.added) for one in done),
                    "changed": sum(len(one.change.changed) for one in done),
                    "problems": sum(len(one.problems) for one in done),
                }
            )
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
