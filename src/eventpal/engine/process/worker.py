"""``python -m eventpal.engine.process.worker``: the engine's process, until its pipe closes.

It has no database, no key and no network. Texts come, and vectors and answers go, through the pipe;
nothing of them is written anywhere: core dumps are off, llama.cpp's log is silent, and an error's
message, which could quote a text, is not printed.

One thread computes, another answers at any time that the process is there. What takes long is done
in steps, and between two steps whatever is more urgent gets in: a query's vector between two tokens
of an answer.
"""

import os
import sys
import threading
import traceback
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import BinaryIO

from eventpal.engine.child import WITH_TILES
from eventpal.engine.process.confinement import confine
from eventpal.engine.process.desk import Desk
from eventpal.engine.process.jobs import Job, Jobs
from eventpal.engine.protocol import Header, read_frame, write_frame
from eventpal.errors import UserError


def main() -> None:
    """Do what is asked, the most urgent first, until the application is gone."""
    sys.excepthook = _report
    requests, answers = _take_pipes()
    confine(tiles=WITH_TILES in sys.argv)
    waiting: SimpleQueue[Header] = SimpleQueue()
    threading.Thread(target=_receive, args=(requests, answers, waiting), daemon=True).start()
    desk = Desk(alive=lambda: write_frame(answers, {}))
    jobs = Jobs()
    while True:
        while not jobs or not waiting.empty():
            request = waiting.get()
            if request["do"] == "cancel":
                jobs.drop(request["id"])
            else:
                jobs.add(request["id"], desk.urgency(request), desk.steps(request))
        job = jobs.most_urgent()
        header, payload, done = _step(job)
        if done:
            jobs.drop(job.number)
        write_frame(answers, header | {"id": job.number, "done": done}, payload)


def _step(job: Job) -> tuple[Header, bytes, bool]:
    """What one step of ``job`` gives, and whether it was the last."""
    try:
        return next(job.steps), b"", False
    except StopIteration as last:
        header, payload = last.value
        return header, payload, True
    except UserError as error:
        return {"error": str(error), "kind": type(error).__name__, **vars(error)}, b"", True


def _receive(requests: BinaryIO, answers: BinaryIO, waiting: SimpleQueue[Header]) -> None:
    """Pass requests on, and answer pings; end the process at once when the application is gone."""
    threading.excepthook = lambda found: os._exit(1)
    write_frame(answers, {"awake": True})
    while True:
        try:
            header, _ = read_frame(requests)
        except EOFError:
            os._exit(0)
        if header["do"] == "ping":
            write_frame(answers, {"awake": True})
        else:
            waiting.put(header)


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep both pipes to ourselves: whatever prints, prints to standard error."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, answers


def _report(kind: type[BaseException], _error: BaseException, places: TracebackType | None) -> None:
    """Say where in the program an unexpected error was raised, without its message."""
    for place in traceback.extract_tb(places):
        print(f"{Path(place.filename).name}:{place.lineno} {place.name}", file=sys.stderr)
    print(kind.__name__, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
