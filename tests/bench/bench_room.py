"""
The live room over real sockets on SQLite, against a bare server that only passes messages on.

Servers and client are processes of their own; both servers get the same client.
"""

import contextlib
import functools
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench import Measure
from tests.room.chaos.servers import ROOT, Installation, children, free_port, listens

STORED = 200  # events each room holds already
SEEN = 195  # of which everybody who comes back has seen so many
SECONDS = 8
TURNS = 5


def bench_1x50() -> dict[str, Measure]:
    """One room of fifty, five events a second: what the slowest hundredth of deliveries takes."""
    return _latencies(_hall()["large"], rate=5)


def bench_50x8() -> dict[str, Measure]:
    """Fifty rooms of eight, one event a second in each."""
    return _latencies(_hall()["small"][:50], rate=1)


def bench_saturation() -> Measure:
    """
    Events a second that reach all fifty in one room.

    The bare server alone swings by a third between two runs, so that the two take turns and the
    middle one of each is told.
    """
    plan = {"act": "as_fast_as_it_goes", "rooms": _hall()["large"], "seconds": SECONDS}
    turns = [_both(plan) for _ in range(TURNS)]
    ours = median(told["per_second"] for told, _ in turns)
    return Measure(ours, "1/s", median(told["per_second"] for _, told in turns))


def bench_reconnect_500() -> Measure:
    """Five hundred are cut off and come back at once, each with five events missed."""
    plan = {"act": "coming_back", "rooms": _hall()["small"], "cursors": {"pub": SEEN}}
    ours, raw = (told["seconds"] for told in _both(plan))
    return Measure(ours, "s", raw)


def bench_kib_per_socket() -> Measure:
    """What one more open screen takes of the server's memory."""
    with _our_server() as (port, pid):
        ours = _memory(port, pid, is_raw=False)
    with _raw_server() as (port, pid):
        raw = _memory(port, pid, is_raw=True)
    return Measure(ours, "KiB", raw)


def _latencies(rooms: list[dict], rate: float) -> dict[str, Measure]:
    plan = {"act": "at_a_rate", "rooms": rooms, "rate": rate, "seconds": SECONDS}
    ours, raw = _both(plan)
    return {label: Measure(ours[label], "ms", raw[label]) for label in ("p50", "p99")}


def _both(plan: dict) -> tuple[dict, dict]:
    with _our_server() as (port, _):
        ours = _load(plan | {"port": port, "is_raw": False})
    with _raw_server() as (port, _):
        raw = _load(plan | {"port": port, "is_raw": True})
    return ours, raw


def _memory(port: int, pid: int, *, is_raw: bool) -> float:
    """Return KiB a socket, the first fifty left aside: they load what all of them share."""
    plan = {"act": "staying", "port": port, "is_raw": is_raw}
    first = plan | {"rooms": _hall()["large"]}
    rest = plan | {"rooms": _hall()["small"], "cursors": {"pub": SEEN}}
    with _client(first):
        before = _resident(pid)
        with _client(rest):
            time.sleep(2)
            after = _resident(pid)
    return (after - before) / sum(len(room["cookies"]) for room in rest["rooms"])


def _resident(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    raise RuntimeError("no VmRSS")


def _load(plan: dict) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.sockets", "load"],
        cwd=ROOT, input=json.dumps(plan) + "\n", stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


@contextlib.contextmanager
def _client(plan: dict) -> Iterator[None]:
    """Keep the screens of `plan` open."""
    client = children.start(
        [sys.executable, "-m", "tests.bench.sockets", "load"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with client.stdin, client.stdout:
        client.stdin.write(json.dumps(plan) + "\n")
        client.stdin.flush()
        if "open" not in client.stdout.readline():
            raise RuntimeError("the client could not open its screens")
        yield
    children.stop(client)


@contextlib.contextmanager
def _our_server() -> Iterator[tuple[int, int]]:
    server = _hall()["at"].start().wait()
    try:
        yield server.port, server.process.pid
    finally:
        sys.stderr.write(server.stop())


@contextlib.contextmanager
def _raw_server() -> Iterator[tuple[int, int]]:
    port = free_port()
    server = children.start(
        [sys.executable, "-m", "tests.bench.sockets", "raw", str(port)], cwd=ROOT
    )
    try:
        while not listens(port):
            time.sleep(0.05)
        yield port, server.pid
    finally:
        children.stop(server)


@functools.cache
def _hall() -> dict:
    """A room of fifty and sixty-three of eight, everybody signed in."""
    kept = tempfile.TemporaryDirectory(prefix="kuaijie-bench-room-")
    at = Installation(Path(kept.name), ROOM_FRAMES_PER_SECOND="100000")

    def rooms(count: int, people: int) -> list[dict]:
        parties = [(f"p{number}", "party", "") for number in range(people)]
        made = at.rooms(count, parties, STORED)
        return [
            {"room": room["room"], "cookies": [p["cookie"] for p in room["people"].values()]}
            for room in made
        ]

    return {"kept": kept, "at": at, "large": rooms(1, 50), "small": rooms(63, 8)}
