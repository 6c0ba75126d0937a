"""Where a process does its database work for rooms, away from the event loop."""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, close_old_connections, connections

LOOKED_AT = 30  # seconds until a connection is tested again


class Database:
    """
    A few threads, each with its own connection.

    SQLite has one writer, behind which reading does not queue. PostgreSQL is served by all threads.
    Each room commits for itself: one commit for all rooms that wait spares a fifth at the most, and
    only where more than a dozen wait, but makes them wait for, and fail with, one another.
    """

    def __init__(self) -> None:
        self.state = threading.local()
        self.opened: list = []
        self.pools: list[ThreadPoolExecutor] = []
        if settings.ROOM_DB_THREADS:
            vendor = connections[DEFAULT_DB_ALIAS].vendor
            threads = settings.ROOM_DB_THREADS if vendor == "postgresql" else 1
            self.pools = [ThreadPoolExecutor(threads, "room-db")]
            if vendor == "sqlite":
                self.pools.append(ThreadPoolExecutor(1, "room-db-writer"))

    async def run(self, function: Callable, *args, **kwargs):
        return await self._in(0, partial(function, *args, **kwargs))

    async def write(self, function: Callable, *args, **kwargs):
        """Run what writes."""
        return await self._in(-1, partial(function, *args, **kwargs))

    async def _in(self, pool: int, work: Callable):
        if not self.pools:
            return await sync_to_async(work)()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.pools[pool], self._connected, work)

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
