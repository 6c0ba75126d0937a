"""Where a process does its database work for rooms, away from the event loop."""

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, close_old_connections, connections, transaction

LOOKED_AT = 30  # seconds until a connection is tested again
TOGETHER = 64  # rooms whose writes share one commit on SQLite


class Database:
    """
    A few threads, each with its own connection.

    SQLite has one writer, so the writes of all rooms that wait share a commit, and reading does not
    queue behind them. PostgreSQL is served by all threads, each room for itself.
    """

    def __init__(self) -> None:
        self.state = threading.local()
        self.opened: list = []
        self.waiting: deque[tuple[Callable, Future]] = deque()
        self.pools: list[ThreadPoolExecutor] = []
        if settings.ROOM_DB_THREADS:
            vendor = connections[DEFAULT_DB_ALIAS].vendor
            threads = settings.ROOM_DB_THREADS if vendor == "postgresql" else 1
            self.pools = [ThreadPoolExecutor(threads, "room-db")]
            if vendor == "sqlite":
                self.pools.append(ThreadPoolExecutor(1, "room-db-writer"))

    async def run(self, function: Callable, *args, **kwargs):
        work = partial(function, *args, **kwargs)
        if not self.pools:
            return await sync_to_async(work)()
        return await asyncio.get_running_loop().run_in_executor(
            self.pools[0], self._connected, work
        )

    async def write(self, function: Callable, *args, **kwargs):
        """Run what writes; on SQLite in one transaction with whatever else waits to be written."""
        if len(self.pools) < 2:
            return await self.run(function, *args, **kwargs)
        done: Future = Future()
        self.waiting.append((partial(function, *args, **kwargs), done))
        self.pools[1].submit(self._write_all)
        return await asyncio.wrap_future(done)

    def _write_all(self) -> None:
        jobs = [self.waiting.popleft() for _ in range(min(len(self.waiting), TOGETHER))]
        if not jobs:
            return  # an earlier call has taken them
        works = [work for work, _ in jobs]
        try:
            outcomes = self._connected(partial(_together, works))
        except Exception:
            # Nothing of it stands, and each is heard alone.
            outcomes = [_outcome(partial(self._connected, work)) for work in works]
        for (_, done), (result, error) in zip(jobs, outcomes, strict=True):
            if done.set_running_or_notify_cancel():
                done.set_exception(error) if error else done.set_result(result)

    def _connected(self, work: Callable):
        self._connect()
        try:
            return work()
        except Exception:
            self.state.looked_at = 0.0
            raise

    def _connect(self) -> None:
        """Test the thread's connection now and then; testing costs a round trip."""
        if not hasattr(self.state, "looked_at"):
            connection = connections[DEFAULT_DB_ALIAS]
            connection.inc_thread_sharing()  # `close` is called from another thread
            self.opened.append(connection)
            self.state.looked_at = 0.0
        now = time.monotonic()
        if now - self.state.looked_at > LOOKED_AT:
            close_old_connections()
            self.state.looked_at = now

    def close(self) -> None:
        for pool in self.pools:
            pool.shutdown()
        for opened in self.opened:
            opened.close()


def _together(works: list[Callable]) -> list[tuple[Any, Exception | None]]:
    if len(works) == 1:
        return [_outcome(works[0])]
    with transaction.atomic():
        return [_outcome(partial(_apart, work)) for work in works]


def _apart(work: Callable) -> Any:
    with transaction.atomic():
        return work()


def _outcome(work: Callable) -> tuple[Any, Exception | None]:
    try:
        return work(), None
    except Exception as error:
        return None, error
