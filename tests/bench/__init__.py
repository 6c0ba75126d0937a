"""
Measurements, each against a baseline taken in the same run.

A file bench_<subject>.py holds functions bench_<what>() that return one Measure, or several by
label. `make bench` prints them, `make bench ONLY=<subject>` those of one subject.
"""

import time
from collections.abc import Callable
from typing import NamedTuple


class Measure(NamedTuple):
    """A value and what it is compared with, both in `unit`."""

    value: float
    unit: str
    baseline: float


def milliseconds(act: Callable[[], object], times: int = 5) -> float:
    """Return the shortest of several runs of `act`, in milliseconds."""
    best = float("inf")
    for _ in range(times):
        started = time.perf_counter()
        act()
        best = min(best, time.perf_counter() - started)
    return best * 1000


def uses_database(bench: Callable) -> Callable:
    """Mark a bench that needs tables; it gets a test database that is thrown away."""
    bench.uses_database = True
    return bench
