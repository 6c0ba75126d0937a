"""
The socket of a room.

    to the server    {t:hello, cur:{pub:41}, as?: observer}   {t:ev, s, k, c, b}
                     {t:ping}   {t:rtc, to, s, b}
    to the client    {t:me, …}  {t:evs, a:[…]}  {t:live, cur:{…}}  {t:ev, s, n, u, k, c, b, at}
                     {t:ack, c, s, n}  {t:nak, c, why, again}  {t:here, a:[…]}
                     {t:pong}  {t:bye, code, why}  {t:rtc, from, s, b}

s stream, n number in it, u seat, k kind, c client id, b body. An ack comes after COMMIT only.
"""

import asyncio
import contextlib
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.utils import timezone

from room import frames, media, operations, queries
from room.choices import SeatRole
from room.hub import (
    DUTY_FIRST,
    ELSEWHERE,
    GONE,
    HELD_ELSEWHERE,
    Hub,
    Line,
    Overflow,
    compact,
    hubs,
)
from room.models import Seat

NO_SEAT, TOO_LARGE, TOO_FAST, SLOW = GONE, 4413, 4429, 4408


class RoomSocket(AsyncWebsocketConsumer):
    """One screen of one person; everything it may see was granted by the seat, never by it."""

    channel_layer_alias = "none"  # hints go to the hub, no socket listens for itself

    line: Line | None = None
    hub: Hub
    seat: Seat | None = None
    sender: asyncio.Task | None = None

    async def dispatch(self, message: dict[str, Any]) -> None:
        # Channels tests its database connection before every message; ours needs none for frames.
        if message["type"] == "websocket.receive":
            await self.websocket_receive(message)
        else:
            await super().dispatch(message)

    async def connect(self) -> None:
        self.room_id = int(self.scope["url_route"]["kwargs"]["room_id"])
        self.pending: set[asyncio.Task] = set()
        await self.accept()
        if not hubs().may_serve():
            await self.leave(ELSEWHERE, HELD_ELSEWHERE)
            return
        user = self.scope["user"]
        seat, duty = await hubs().database.run(queries.entrance, user, self.room_id)
        if duty:
            await self.leave(DUTY_FIRST, duty.sentence)
            return
        if seat is None:
            await self.leave(NO_SEAT, operations.NO_SEAT)
            return
        self.seat = seat
        self.hub = hubs().of(self.room_id)

    async def disconnect(self, code: int) -> None:
        if self.line:
            self.hub.detach(self.line)
        tasks = [task for task in [self.sender, *self.pending] if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def websocket_receive(self, message: dict[str, Any]) -> None:
        if self.seat is None:
            return
        text = message.get("text")
        if text is not None and len(text) > settings.ROOM_FRAME_CHARACTERS:
            await self.leave(TOO_LARGE, frames.TOO_LARGE)
            return
        if not frames.allowances.take(self.seat.pk, len(text or "")):
            await self.slow_down(text)
            return
        told = frames.read(text or "") or {}
        match told.get("t"):
            case "ping":
                await self.tell({"t": "pong"})
            case "hello" if self.line is None:
                await self.hello(told)
            case "ev" if self.line is not None:
                await self.take(told)
            case "rtc" if self.line is not None:
                await self.signal(told)
            case _:
                await self.refuse(told, frames.BROKEN)

    async def hello(self, told: dict) -> None:
        """Say who one is here, what was missed, and go live."""
        seat = self.seat
        assert seat is not None
        if told.get("as") == SeatRole.OBSERVER:
            seat = queries.as_observer(seat)
        self.hub = hubs().of(self.room_id)
        self.line = line = Line(seat, queries.login_key(self.scope.get("session")), self.leave)
        missed = await self.hub.attach(line, frames.cursors_of(told))
        if missed is None:
            return
        await self.tell(frames.about(seat, timezone.now()))
        if missed:
            await self.send('{"t":"evs","a":[' + ",".join(missed) + "]}")
        await self.tell({"t": "live", "cur": line.have})
        self.sender = asyncio.create_task(self.feed(line))

    async def feed(self, line: Line) -> None:
        """Send what the hub puts on the line, for as long as the socket is open."""
        try:
            while not line.ended:
                for text in await line.take():
                    if line.ended:
                        return
                    await self.send(text)
        except Overflow:
            # Closed, it comes back with its cursors and misses nothing.
            await self.leave(SLOW, "网络较慢，正在重新连接。")

    async def take(self, told: dict) -> None:
        """Pass a frame on to be written; the answer comes when it is committed."""
        assert self.seat is not None
        frame = frames.frame_of(told, self.seat.pk, timezone.now())
        if frame is None:
            await self.refuse(told, frames.BROKEN)
            return
        task = asyncio.create_task(self.answer(frame))
        self.pending.add(task)
        task.add_done_callback(self.pending.discard)

    async def signal(self, told: dict) -> None:
        """Pass a signal of sound and picture on; what is not passed on is answered, not kept."""
        assert self.line is not None
        if why := await media.relay(self.hub, self.line, told):
            await self.tell({"t": "nak", "c": "", "why": why})

    async def answer(self, frame) -> None:
        assert self.line is not None
        answer = await self.hub.write(frame)
        # Behind the event itself, which is on the line already.
        self.line.put("", 0, compact(frames.answer_frame(answer)))

    async def slow_down(self, text: str | None) -> None:
        assert self.seat is not None
        if frames.allowances.is_exhausted(self.seat.pk):
            await self.leave(TOO_FAST, frames.SLOW_DOWN)
        else:
            await self.refuse(frames.read(text or "") or {}, frames.SLOW_DOWN, again=True)

    async def refuse(self, told: dict, why: str, *, again: bool = False) -> None:
        client_id = frames.client_id_of(told)
        await self.tell({"t": "nak", "c": client_id, "why": why, "again": again})

    async def tell(self, frame: dict[str, Any]) -> None:
        await self.send(compact(frame))

    async def leave(self, code: int, why: str) -> None:
        """Say why and close; what the person may see has ended with this."""
        self.seat = None
        if self.line:
            self.hub.detach(self.line)
        with contextlib.suppress(Exception):  # the other end may be gone already
            await self.tell({"t": "bye", "code": code, "why": why})
            await self.close(code)
