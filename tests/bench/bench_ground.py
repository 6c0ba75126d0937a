"""The harness measured with itself: hashing one megabyte against hashing half of it."""

import hashlib

from tests.bench import Measure, milliseconds


def bench_hash() -> Measure:
    paper = bytes(1_000_000)
    return Measure(
        milliseconds(lambda: hashlib.sha256(paper)),
        "ms",
        milliseconds(lambda: hashlib.sha256(paper[:500_000])),
    )
