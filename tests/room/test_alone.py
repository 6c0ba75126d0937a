"""Two server processes that cannot hear each other: one holds the rooms, the other says so."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from room.hub import HELD_ELSEWHERE, alone
from tests.room.meeting import meeting
from tests.room.wire import Screen, aside, live, server_sent, signed_in

ROOT = Path(__file__).resolve().parents[2]
ASKING = """
import sys
import django
django.setup()
from room.hub import alone
for line in sys.stdin:
    print(alone.take(), flush=True)
"""


@pytest.fixture
def process(tmp_path):
    """Return a function that starts a process on one data directory, and asks it by a line."""
    environment = {
        **os.environ,
        "KUAIJIE_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "centre.settings",
    }
    started = []

    def process() -> subprocess.Popen:
        started.append(
            subprocess.Popen(
                [sys.executable, "-c", ASKING],
                cwd=ROOT,
                env=environment,
                text=True,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        )
        return started[-1]

    yield process
    for one in started:
        one.kill()
        one.communicate()


def holds(process: subprocess.Popen) -> bool:
    process.stdin.write("\n")
    process.stdin.flush()
    return process.stdout.readline() == "True\n"


def test_one_process_holds_the_rooms_until_it_ends_however_it_ends(process):
    first, second = process(), process()
    assert holds(first)
    assert not holds(second)
    assert holds(first)
    first.kill()
    first.wait()
    assert holds(second)


@pytest.mark.django_db(transaction=True)
@live
async def test_a_process_that_does_not_hold_them_refuses_screens_and_names_the_remedy(
    monkeypatch, caplog
):
    monkeypatch.setattr(alone, "take", lambda: False)
    seats = await aside(meeting)()
    for _ in range(2):
        screen = Screen(seats["li"])
        assert await screen.connect()
        assert await screen.closed() == 4503
        assert screen.got == [{"t": "bye", "code": 4503, "why": HELD_ELSEWHERE}]
    assert caplog.text.count("REDIS_URL") == 2  # one line, in two languages
    client = await aside(signed_in)(seats["li"].user)
    async with server_sent(client, seats["li"].room_id) as following:
        assert following.status == 503
    # Asking needs no other process to tell anything.
    asked = await aside(client.get)(f"/rooms/{seats['li'].room_id}/log/")
    assert asked.json()["a"][0]["u"] == seats["li"].pk
