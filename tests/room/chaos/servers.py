"""Servers as they are started for work, on a data directory of their own."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psycopg

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "setup"))

import children  # noqa: E402
import postgresql  # noqa: E402

SECONDS_TO_ANSWER = 90


class Installation:
    """A data directory with tables, and what belongs to its environment."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.environment = {**os.environ, "KUAIJIE_DATA": str(home), "PYTHONUTF8": "1"}
        for name in (
            "DATABASE_URL",
            "REDIS_URL",
            "KUAIJIE_EXPECT_ENGINE",
            "DJANGO_SETTINGS_MODULE",
        ):
            self.environment.pop(name, None)
        self.environment |= environment
        self.run("tables")

    def run(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "tests.room.chaos.database", *words],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return done.stdout

    def rooms(self, count: int, seats: list[tuple[str, str, str]], events: int = 0) -> list[dict]:
        """Open rooms with people in seats (name, role, group), where something was said before."""
        return json.loads(self.run("rooms", str(count), json.dumps(seats), str(events)))

    def log(self, room: int) -> list[dict]:
        return json.loads(self.run("log", str(room)))

    def start(self) -> "Server":
        return Server(self)

    @contextlib.contextmanager
    def nursery(self) -> Iterator["Nursery"]:
        """Servers that are forked from a process which has loaded the application."""
        opened = Nursery(self)
        try:
            yield opened
        finally:
            opened.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


class Nursery:
    """Starts servers by fork, many times faster than from nothing."""

    def __init__(self, at: Installation) -> None:
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 -- as long as the process
        self.process = children.start(
            [sys.executable, "-m", "tests.room.chaos.nursery"],
            cwd=ROOT, env=at.environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log,
        )  # fmt: skip

    def start(self) -> "Fork":
        port = free_port()
        self.process.stdin.write(f"{port}\n")
        self.process.stdin.flush()
        return Fork(port, int(self.process.stdout.readline()))

    def output(self) -> str:
        self.log.seek(0)
        return self.log.read().decode(errors="replace")

    def stop(self) -> None:
        self.process.stdin.close()
        self.process.stdout.close()
        children.stop(self.process)
        self.log.close()


class Fork(NamedTuple):
    port: int
    pid: int

    @property
    def is_up(self) -> bool:
        return listens(self.port)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)


class Server:
    """One server process; it is of no use until `is_up`."""

    def __init__(self, at: Installation) -> None:
        self.port = free_port()
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 -- as long as the process
        web = ["-m", "daphne", "-v", "0", "-b", "127.0.0.1", "-p", str(self.port)]
        web += ["--websocket_connect_timeout", "20"]
        self.process = children.start(
            [sys.executable, *web, "tests.room.chaos.asgi:application"],
            cwd=ROOT, env=at.environment, stdout=self.log, stderr=self.log,
        )  # fmt: skip
        self.began = time.monotonic()

    @property
    def is_up(self) -> bool:
        if self.process.poll() is not None or time.monotonic() - self.began > SECONDS_TO_ANSWER:
            raise RuntimeError(self.output())
        return listens(self.port)

    def wait(self) -> "Server":
        while not self.is_up:
            time.sleep(0.1)
        return self

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.log.close()

    def output(self) -> str:
        self.log.seek(0)
        return self.log.read().decode(errors="replace")

    def stop(self) -> str:
        """End it and return what it has logged."""
        children.stop(self.process)
        with self.log:
            return self.output()


class Redis:
    """A redis-server on a private socket, which may be killed and started again."""

    def __init__(self, home: Path) -> None:
        self.at = home / "redis.sock"
        self.url = f"unix://{self.at}"
        self.start()

    def start(self) -> None:
        quiet = ["--save", "", "--appendonly", "no", "--dir", str(self.at.parent)]
        self.process = children.start(
            ["redis-server", "--port", "0", "--unixsocket", str(self.at), *quiet],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def restart(self) -> None:
        self.process.kill()
        self.process.wait()
        self.start()

    def stop(self) -> None:
        children.stop(self.process)


@contextlib.contextmanager
def redis(home: Path) -> Iterator[Redis | None]:
    """Run a redis-server for a while; None where there is none."""
    if not shutil.which("redis-server"):
        yield None
        return
    running = Redis(home)
    try:
        yield running
    finally:
        running.stop()


@contextlib.contextmanager
def postgresql_url() -> Iterator[str | None]:
    at = postgresql.binaries()
    if at is None:
        yield None
        return
    with postgresql.server(at) as url:
        empty = url.replace("/kuaijie?", "/postgres?")
        with psycopg.connect(empty, autocommit=True) as connection:
            connection.execute("CREATE DATABASE kuaijie")
        yield url
