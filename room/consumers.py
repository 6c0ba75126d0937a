"""
The socket of a room.

    to the server    {t:hello, cur:{pub:41}, as?: observer}   {t:ev, s, k, c, b}   {t:ping}
    to the client    {t:me, …}  {t:evs, a:[…]}  {t:live, cur:{…}}  {t:ev, s, n, u, k, c, b, at}
                     {t:ack, c, s, n}  {t:nak, c, why, again}  {t:here, a:[…]}
                     {t:pong}  {t:bye, code, why}

s stream, n number in it, u seat, k kind, c client id, b body. An ack comes after COMMIT only.
"""

import asyncio
import contextlib
import json
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.utils import timezone

from room import frames, queries
from room.choices import SeatRole
from room.hub import GONE, Hub, Line, Overflow, hubs, tell_presence
from room.models import Seat

NO_SEAT, TOO_LARGE, TOO_FAST, SLOW = GONE, 4413, 4429, 4408
SLOW_DOWN = "发送过快，请稍候再发。"
BROKEN = "收到的内容无法识别，请刷新页面。"


class RoomSocket(AsyncWebsocketConsumer):
    """One screen of one person; everything it may see was granted by the seat, never by it."""

    line: Line | None = None
    hub: Hub
    seat: Seat | None = None
    sender: asyncio.Task | None = None

    async def connect(self) -> None:
        self.tokens = frames.Tokens(settings.ROOM_FRAMES_PER_SECOND)
        self.room_id = int(self.scope["url_route"]["kwargs"]["room_id"])
        self.pending: set[asyncio.Task] = set()
        await self.accept()
        self.seat = await hubs().database.run(queries.seat_of, self.scope["user"], self.room_id)
        if self.seat is None:
            await self.leave(NO_SEAT, "您不在这个会议室，请重新进入。")

    async def disconnect(self, code: int) -> None:
        for task in [self.sender, *self.pending]:
            if task:
                task.cancel()
        if self.line:
            self.hub.detach(self.line)
            hubs().spawn(tell_presence(self.hub))

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.seat is None:
            return
        if text_data is None or len(text_data) > settings.ROOM_FRAME_CHARACTERS:
            await self.leave(TOO_LARGE, "发送的内容过大，请分次发送。")
            return
        try:
            told = json.loads(text_data)
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, dict):
            await self.tell({"t": "nak", "c": "", "why": BROKEN})
            return
        match told.get("t"):
            case "ping":
                await self.tell({"t": "pong"})
            case "hello" if self.line is None:
                await self.hello(told)
            case "ev" if self.line is not None:
                await self.take(told)
            case _:
                await self.tell({"t": "nak", "c": frames.client_id_of(told), "why": BROKEN})

    async def hello(self, told: dict) -> None:
        """Say who one is here, what was missed, and go live."""
        seat = self.seat
        assert seat is not None
        if told.get("as") == SeatRole.OBSERVER:
            seat = queries.as_observer(seat)
        login = queries.login_key(self.scope.get("session"))
        self.hub = hubs().of(self.room_id)
        self.line = line = Line(seat, login, self.leave)
        await self.tell(frames.about(seat, timezone.now()))
        missed = await self.hub.attach(line, frames.cursors_of(told))
        if missed:
            await self.send('{"t":"evs","a":[' + ",".join(missed) + "]}")
        await self.tell({"t": "live", "cur": line.have})
        self.sender = asyncio.create_task(self.feed(line))
        hubs().spawn(tell_presence(self.hub))

    async def feed(self, line: Line) -> None:
        """Send what the hub puts on the line, for as long as the socket is open."""
        with contextlib.suppress(asyncio.CancelledError):
            try:
                while True:
                    for text in await line.take():
                        await self.send(text)
            except Overflow:
                # Closed, it comes back with its cursors and misses nothing.
                await self.leave(SLOW, "网络较慢，正在重新连接。")

    async def take(self, told: dict) -> None:
        """Pass a frame on to be written; the answer comes when it is committed."""
        if not self.tokens.take(asyncio.get_running_loop().time()):
            if self.tokens.refused > settings.ROOM_FRAMES_PER_SECOND * 50:
                await self.leave(TOO_FAST, SLOW_DOWN)
            else:
                nak = {"t": "nak", "c": frames.client_id_of(told), "why": SLOW_DOWN, "again": True}
                await self.tell(nak)
            return
        assert self.seat is not None
        frame = frames.frame_of(told, self.seat.pk, timezone.now())
        if frame is None:
            await self.tell({"t": "nak", "c": frames.client_id_of(told), "why": BROKEN})
            return
        task = asyncio.create_task(self.answer(frame))
        self.pending.add(task)
        task.add_done_callback(self.pending.discard)

    async def answer(self, frame) -> None:
        answer = await self.hub.write(frame)
        await self.tell(frames.answer_frame(answer))

    async def tell(self, frame: dict[str, Any]) -> None:
        await self.send(json.dumps(frame, ensure_ascii=False, separators=(",", ":")))

    async def leave(self, code: int, why: str) -> None:
        """Say why and close; what the person may see has ended with this."""
        if self.line:
            self.hub.detach(self.line)
        self.seat = None
        with contextlib.suppress(Exception):  # the other end may be gone already
            await self.tell({"t": "bye", "code": code, "why": why})
            await self.close(code)
