"""All hubs of a server process: hints between processes, the sweep and the heartbeat."""

import asyncio
import contextlib
import itertools
import logging
from collections.abc import Coroutine
from datetime import datetime

from channels.layers import get_channel_layer
from django.conf import settings
from django.utils import timezone

from room import news, operations
from room.hub import alone, presence
from room.hub.database import Database
from room.hub.room import Hub

log = logging.getLogger(__name__)

SERVED_TWICE = (
    "another process serves the same rooms without REDIS_URL: what one writes reaches the other"
    " up to %s seconds late  /  几个网页进程同时服务会议室而没有设置 REDIS_URL，消息会迟到"
)
REFUSED = (
    "another process of this machine holds the rooms and REDIS_URL is not set: screens are refused"
    " here  /  已有一个网页进程服务会议室，又没有设置 REDIS_URL；这个进程不接会议室的连接"
)
HELD_ELSEWHERE = (
    "会议室由另一个网页进程服务，这里接不通，正在换一种方式。"
    "请管理员只开一个网页进程，或者设置 REDIS_URL。"
)


class Hubs:
    """The hubs of one event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.database = Database()
        self.hubs: dict[int, Hub] = {}
        # Without a reference of ours a task may be collected while it waits.
        self.tasks: set[asyncio.Task] = set()
        self.layer = get_channel_layer()
        self.channel = ""
        self.began, self.warned, self.refused = timezone.now(), False, False
        news.listen(self._heard_from_thread)
        if not news.is_alone(self.layer):
            self.spawn(self._listen())
        self.spawn(self._sweep())
        self.spawn(self._heartbeat())

    def spawn(self, work: Coroutine) -> asyncio.Task:
        task = self.loop.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and task.exception():
            log.error("work for a room ended", exc_info=task.exception())

    def may_serve(self) -> bool:
        """Whether this process may hold screens; without Redis only one of them may."""
        if not news.is_alone(self.layer) or alone.take():
            return True
        if not self.refused:
            self.refused = True
            log.error(REFUSED)
        return False

    def of(self, room_id: int) -> Hub:
        if room_id not in self.hubs:
            self.hubs[room_id] = Hub(room_id, self.database, self.spawn, self.hint)
        return self.hubs[room_id]

    def _heard_from_thread(self, room_id: int) -> None:
        self.loop.call_soon_threadsafe(self._heard, room_id)

    def _heard(self, room_id: int) -> None:
        if room_id in self.hubs:
            self.hubs[room_id].look()
        self.hint(room_id)

    def hint(self, room_id: int, presence_changed: bool = False) -> None:
        """Tell the other processes that a room has news."""
        if not news.is_alone(self.layer):
            self.spawn(self._send_hint(news.hint(room_id, presence=presence_changed)))

    async def _send_hint(self, hint: dict) -> None:
        try:
            await self.layer.group_send(news.GROUP, hint)
        except Exception:
            log.warning("no hint sent: the sweep of the other processes carries")

    async def _listen(self) -> None:
        """Hear the hints of other processes; without a layer the sweep carries alone."""
        while True:
            try:
                if not self.channel:
                    self.channel = await self.layer.new_channel("room")
                    await self._join()
                hint = await self.layer.receive(self.channel)
                if hint["by"] == news.PROCESS or hint["room"] not in self.hubs:
                    continue
                hub = self.hubs[hint["room"]]
                if hint["presence"]:
                    hub.presence_changed()
                else:
                    hub.look()
            except Exception:
                log.warning("hints: no layer, the sweep carries")
                await asyncio.sleep(1)

    async def _join(self) -> None:
        """Membership ends after a day, and with the memory of the layer."""
        if self.channel:
            try:
                await self.layer.group_add(news.GROUP, self.channel)
            except Exception:
                log.warning("hints: no layer, the sweep carries")

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(settings.ROOM_SWEEP_SECONDS)
            await self._join()
            for hub in list(self.hubs.values()):
                hub.look()

    async def _heartbeat(self) -> None:
        """Note who is here, check their access, forget rooms that nobody is in."""
        for beat in itertools.count():
            await asyncio.sleep(settings.ROOM_HEARTBEAT_SECONDS)
            try:
                await self._beat(timezone.now())
            except Exception:
                log.exception("heartbeat %s", beat)

    async def _beat(self, at: datetime) -> None:
        here = {line.seat.pk for hub in self.hubs.values() for line in hub.lines}
        if here:
            await self.database.write(operations.heard_of, seats=here, process=news.PROCESS, at=at)
        for room_id, hub in list(self.hubs.items()):
            if hub.lines:
                self._warn(await hub.beat(at))
            elif hub.idle:
                hub.task.cancel()
                del self.hubs[room_id]

    def _warn(self, rows: list[presence.Row]) -> None:
        alone = news.is_alone(self.layer) and not self.warned
        if alone and presence.is_served_twice(rows, self.began):
            self.warned = True
            log.warning(SERVED_TWICE, settings.ROOM_SWEEP_SECONDS)

    async def close(self) -> None:
        """End every task and thread; for a loop that ends while its process goes on."""
        news.listen(None)
        tasks = list(self.tasks)
        for task in tasks:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.to_thread(self.database.close)
        _hubs.pop(self.loop, None)
        if all(loop.is_closed() for loop in _hubs):
            alone.give_back()


_hubs: dict[asyncio.AbstractEventLoop, Hubs] = {}


def hubs() -> Hubs:
    """Return the hubs of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        for ended in [known for known in _hubs if known.is_closed()]:
            del _hubs[ended]
        _hubs[loop] = Hubs(loop)
    return _hubs[loop]
