"""Many processes at once, and processes that die at the worst moment: not a fen more or less."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection

pytestmark = [pytest.mark.django_db, pytest.mark.both]
SOUND = {"drift": 0, "unbalanced": 0, "broken": 0, "overdrawn": 0}
PROCESSES = 8


class Installation:
    """A database of its own on the engine of the tests."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment

    def do(self, *steps: str) -> list[dict]:
        """Take the steps of `tests.fund.hammer`; return what they said."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.fund.hammer", *steps],
            cwd=Path(settings.BASE_DIR),
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return [json.loads(line) for line in done.stdout.splitlines()]


def vouchers(found: dict) -> int:
    """The books hold; returns how many vouchers there are."""
    assert found == SOUND | {"vouchers": found["vouchers"]}
    return found["vouchers"]


@pytest.fixture
def installation(tmp_path):
    environment = os.environ | {
        "KUAIJIE_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "centre.settings",
    }
    if connection.vendor != "postgresql":
        yield Installation(environment)
        return
    address = urlsplit(os.environ["DATABASE_URL"])
    name = f"kuaijie_hammered_{os.getpid()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield Installation(environment | {"DATABASE_URL": urlunsplit(address._replace(path=name))})
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name}")


def hammered(installation: Installation, *, accounts: int, operations: int) -> None:
    """Every entry is answered, and what was answered "written" stands once."""
    each = operations // PROCESSES
    start = time.monotonic()
    steps = "tables", f"stage {accounts}", "check", f"work {PROCESSES} {each}", "check"
    staged, found, after = installation.do(*steps)
    print(f"{found}, {time.monotonic() - start:.0f} s")
    assert found["written"] + found["refused"] == PROCESSES * each
    assert found["sent_twice"] > 0
    assert vouchers(after) == vouchers(staged) + found["written"]


def killed(installation: Installation, retries: int) -> None:
    found, after = installation.do("tables", "stage 1", f"kill {retries}", "check")
    assert found["retries"] >= retries
    assert found["deaths"] > 0
    assert found["vouchers"] == found["paid"] == found["asked"]
    vouchers(after)


def test_processes_at_one_account_lose_and_make_nothing(installation):
    hammered(installation, accounts=1, operations=160)


def test_a_server_killed_before_it_answers_pays_once(installation):
    killed(installation, retries=15)


@pytest.mark.slow
def test_a_hundred_thousand_operations_leave_no_drift(installation):
    postgresql = connection.vendor == "postgresql"
    hammered(installation, accounts=4, operations=100_000 if postgresql else 5_000)


@pytest.mark.slow
def test_ten_thousand_retries_pay_nothing_twice(installation):
    killed(installation, retries=10_000 if connection.vendor == "postgresql" else 500)
