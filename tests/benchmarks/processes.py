"""Whole processes, timed one beside the other."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

BEGAN = "EVENTPAL_BENCHMARK_BEGAN"
"""The variable that tells a process when it was started, by the clock that all processes share."""


@dataclass(frozen=True)
class Run:
    """One finished process: wall seconds, peak memory in MiB, and the JSON it printed."""

    seconds: float
    peak_mib: float
    found: dict[str, Any]


def run(module: str, *arguments: str) -> Run:
    """Run ``python -m module arguments`` to its end and account for it.

    As an installed program, it may keep and use compiled modules.
    """
    surroundings = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    began = time.perf_counter()
    surroundings[BEGAN] = repr(began)
    with subprocess.Popen(
        [sys.executable, "-m", module, *arguments], stdout=subprocess.PIPE, env=surroundings
    ) as child:
        assert child.stdout is not None
        printed = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    if child.returncode:
        raise RuntimeError(f"{module} {arguments} ended with {child.returncode}")
    return Run(seconds, usage.ru_maxrss / 1024, json.loads(printed or b"{}"))


def beside(one: Callable[[], Run], other: Callable[[], Run], times: int) -> list[tuple[Run, Run]]:
    """Both in turn, so that what else the machine does falls on both alike."""
    return [(one(), other()) for _ in range(times)]


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)
