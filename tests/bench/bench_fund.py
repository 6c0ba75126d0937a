"""What a payment from the fund costs, against the same rows written by hand in the same run."""

import json
import subprocess
import sys
from pathlib import Path

from tests.bench import Measure

ROOT = Path(__file__).resolve().parents[2]


def _payments(processes: int) -> Measure:
    """Pay from one account by so many processes at once, on a PostgreSQL of its own."""
    done = subprocess.run(
        [
            sys.executable,
            "setup/postgresql.py",
            sys.executable,
            "-m",
            "tests.bench.payments",
            str(processes),
            str(max(10, 160 // processes)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        # Without a server setup/postgresql.py says how to get one; it is the last line.
        raise RuntimeError(f"fund.payments needs PostgreSQL: {done.stderr.strip()[-800:]}")
    found = json.loads(done.stdout.strip().splitlines()[-1])
    return Measure(found["ms"], "ms", found["by_hand_ms"])


def bench_payments_1() -> Measure:
    return _payments(1)


def bench_payments_4() -> Measure:
    return _payments(4)


def bench_payments_16() -> Measure:
    return _payments(16)
