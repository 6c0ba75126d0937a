"""
The fast copy of the log: one hub per process and room, from which sockets are fed.

The log is the truth. A hub writes frames in groups (one transaction for all that wait), and sends
what is committed, in the order of the room, to every line whose seat may read it. What others
write — pages, other processes — it reads from the log when told, and every few seconds in any case.
Bodies never pass through a channel layer.
"""

import asyncio
import itertools
import json
import logging
import weakref
from collections import deque
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone

from room import news, operations, queries
from room.models import Event, Seat
from room.protocol import Frame

log = logging.getLogger(__name__)

GROUP_COMMIT = 256  # frames in one transaction
READ_AT_ONCE = 2_000  # events in one reading of the log
KEPT = 1_000  # recent events of each stream kept as text, for those who come back
GONE = 4403  # the line's seat is no more
TRY_AGAIN = "系统繁忙，这一条还没有保存，正在重发。"


def text_of(event: Event) -> str:
    """Return the frame of an event as it is sent to everybody who may read it."""
    return json.dumps(
        {
            "t": "ev",
            "s": event.stream,
            "n": event.number,
            "u": event.seat_id,
            "k": event.kind,
            "c": event.client_id,
            "b": event.body,
            "at": event.at.isoformat(timespec="seconds"),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


class Overflow(Exception):
    """A line that reads too slowly; it is closed and resumes from its cursors."""


@dataclass(eq=False)
class Line:
    """
    One open connection of a seat: a socket, or a stream of server-sent events.

    `close` ends the connection with a code and a sentence; it may be called once.
    """

    seat: Seat
    login: str  # key of its sign-in, "" where there is none to look up
    close: Callable[[int, str], Coroutine[Any, Any, None]]
    have: dict[str, int] = field(default_factory=dict)
    waiting: deque[tuple[str, int, str]] = field(default_factory=deque)
    filled: asyncio.Event = field(default_factory=asyncio.Event)
    overflowing: bool = False

    def put(self, stream: str, number: int, text: str) -> None:
        """Queue a text; what is no event of a stream has the number 0."""
        if len(self.waiting) >= settings.ROOM_SOCKET_QUEUE:
            self.overflowing = True
        else:
            self.waiting.append((stream, number, text))
        self.filled.set()

    async def take(self) -> list[str]:
        """
        Return the next texts, without what this line has had already.

        Raises:
            Overflow: more was waiting than is kept for one line.
        """
        while True:
            await self.filled.wait()
            self.filled.clear()
            if self.overflowing:
                raise Overflow
            texts = []
            while self.waiting:
                stream, number, text = self.waiting.popleft()
                if number and number <= self.have.get(stream, 0):
                    continue
                if number:
                    self.have[stream] = number
                texts.append(text)
            if texts:
                return texts


class Database:
    """Where this process does its database work for rooms, away from the event loop."""

    def __init__(self) -> None:
        # SQLite has one writer; PostgreSQL is served by a few connections.
        threads = settings.ROOM_DB_THREADS if connection.vendor == "postgresql" else 1
        self.pool = ThreadPoolExecutor(threads, "room-db") if settings.ROOM_DB_THREADS else None

    async def run(self, function: Callable, *args, **kwargs):
        def work():
            close_old_connections()
            return function(*args, **kwargs)

        if self.pool is None:
            return await sync_to_async(function)(*args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self.pool, work)


class Hub:
    """The lines and the writer of one room in this process."""

    def __init__(self, room_id: int, database: Database) -> None:
        self.room_id = room_id
        self.database = database
        self.lines: set[Line] = set()
        self.position = 0  # up to where everything has been sent
        self.access = 0
        self.recent = Recent()
        self.frames: deque[tuple[Frame, asyncio.Future]] = deque()
        self.ready, self.work = asyncio.Event(), asyncio.Event()
        self.told, self.busy = True, False
        self.work.set()
        self.task = hubs().spawn(self._run())

    # What the outside calls; all of it in the event loop.

    def look(self) -> None:
        """There may be something new in the log."""
        self.told = True
        self.work.set()

    async def write(self, frame: Frame) -> operations.Answer:
        """Have a frame written with whatever else waits; returns once it is committed."""
        answer = asyncio.get_running_loop().create_future()
        self.frames.append((frame, answer))
        self.work.set()
        return await answer

    async def attach(self, line: Line, cursors: Mapping[str, int]) -> list[str]:
        """
        Register a line and return the texts it has missed.

        It is registered first; what is committed meanwhile waits in its queue, and `take` leaves
        out what the returned texts hold already. That closes the gap between reading and sending.
        """
        await self.ready.wait()
        self.lines.add(line)
        line.have = {s: n for s, n in cursors.items() if line.seat.reads(s)}
        kept = self.recent.after(line)
        if kept is not None:
            return kept
        texts: list[str] = []
        while True:
            events = await self.database.run(
                queries.missed, line.seat, line.have, limit=READ_AT_ONCE
            )
            for event in events:
                line.have[event.stream] = event.number
                texts.append(text_of(event))
            if len(events) < READ_AT_ONCE:
                return texts

    def detach(self, line: Line) -> None:
        self.lines.discard(line)

    def tell(self, text: str) -> None:
        """Send what is not kept (who is here) to every line."""
        for line in self.lines:
            line.put("", 0, text)

    @property
    def idle(self) -> bool:
        return not (self.lines or self.frames or self.busy)

    # The work, one thing at a time.

    async def _run(self) -> None:
        while True:
            await self.work.wait()
            self.work.clear()
            self.busy = True
            try:
                if not self.ready.is_set():
                    await self._begin()
                if self.told:
                    self.told = False
                    await self._read()
                if self.frames:
                    await self._write()
            except Exception:
                # The log stands, and the work is taken up again.
                log.exception("room %s", self.room_id)
                self.look()
                await asyncio.sleep(0.5)
            self.busy = False

    async def _begin(self) -> None:
        self.position, self.access, heads = await self.database.run(queries.state, self.room_id)
        events = await self.database.run(
            queries.events_after, self.room_id, self.position - KEPT, limit=KEPT
        )
        self.recent.begin(heads, [e for e in events if e.position <= self.position])
        self.ready.set()

    async def _read(self) -> None:
        """Send what others wrote, and look again at who may be here where that has changed."""
        while True:
            events = await self.database.run(
                queries.events_after, self.room_id, self.position, limit=READ_AT_ONCE
            )
            self._send(events)
            if len(events) < READ_AT_ONCE:
                break
        _, access, _ = await self.database.run(queries.state, self.room_id)
        await self._look_at_access(access)

    async def _write(self) -> None:
        taken = [self.frames.popleft() for _ in range(min(len(self.frames), GROUP_COMMIT))]
        if self.frames:
            self.work.set()
        try:
            received = await self.database.run(
                operations.receive, room_id=self.room_id, frames=[frame for frame, _ in taken]
            )
        except Exception:
            log.exception("room %s: frames not written", self.room_id)
            for frame, answer in taken:
                _answer(answer, operations.Answer(frame.client_id, why=TRY_AGAIN, again=True))
            return
        if received.events and received.events[0].position != self.position + 1:
            await self._read()  # somebody else wrote in between, and that comes first
        self._send(received.events)
        for (_, answer), told in zip(taken, received.answers, strict=True):
            _answer(answer, told)
        await self._look_at_access(received.access)
        if received.events:
            hubs().hint(self.room_id)

    def _send(self, events: Sequence[Event]) -> None:
        for event in events:
            if event.position <= self.position:
                continue
            self.position = event.position
            text = text_of(event)
            self.recent.add(event, text)
            for line in self.lines:
                if line.seat.reads(event.stream):
                    line.put(event.stream, event.number, text)

    async def _look_at_access(self, access: int) -> None:
        if access == self.access:
            return
        self.access = access
        await self.admit()
        hubs().spawn(self._admit_again())

    async def _admit_again(self) -> None:
        """A sign-out tells before its session is gone."""
        await asyncio.sleep(2)
        await self.admit()

    async def admit(self) -> None:
        """Close the lines of those who may no longer be here."""
        lines = [(line, line.seat.pk, line.login) for line in self.lines]
        if not lines:
            return
        admitted = await self.database.run(
            queries.still_admitted, {(seat, login) for _, seat, login in lines}, timezone.now()
        )
        for line, seat, login in lines:
            if (seat, login) not in admitted:
                self.detach(line)
                hubs().spawn(line.close(GONE, operations.REMOVED))


def _answer(future: asyncio.Future, answer: operations.Answer) -> None:
    if not future.done():
        future.set_result(answer)


class Recent:
    """The last events of each stream as text, so that a mass return reads no database."""

    def __init__(self) -> None:
        self.kept: dict[str, deque[tuple[int, int, str]]] = {}  # (number, position, text)
        self.before: dict[str, int] = {}  # the last number of each stream that is not kept

    def begin(self, heads: Mapping[str, int], events: Iterable[Event]) -> None:
        self.before = dict(heads)
        for event in events:
            if event.stream not in self.kept:
                self.before[event.stream] = event.number - 1
            self.add(event, text_of(event))

    def add(self, event: Event, text: str) -> None:
        kept = self.kept.setdefault(event.stream, deque())
        kept.append((event.number, event.position, text))
        if len(kept) > KEPT:
            self.before[event.stream] = kept.popleft()[0]

    def after(self, line: Line) -> list[str] | None:
        """Return what `line` has missed and note it as sent; None where memory is too short."""
        streams = [s for s in self.before.keys() | self.kept.keys() if line.seat.reads(s)]
        if any(line.have.get(s, 0) < self.before.get(s, 0) for s in streams):
            return None
        missed = []
        for stream in streams:
            have = line.have.get(stream, 0)
            rows = [row for row in self.kept.get(stream, ()) if row[0] > have]
            if rows:
                line.have[stream] = rows[-1][0]
            missed += rows
        return [text for _, _, text in sorted(missed, key=lambda row: row[1])]


class Hubs:
    """All hubs of one event loop, the hints from other processes, and the sweep."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.database = Database()
        self.hubs: dict[int, Hub] = {}
        # Without a reference of ours a task may be collected while it waits.
        self.tasks: set[asyncio.Task] = set()
        self.layer = get_channel_layer()
        news.listen(self._heard_from_thread)
        self.spawn(self._listen())
        self.spawn(self._sweep())
        self.spawn(self._heartbeat())

    def spawn(self, work: Coroutine) -> asyncio.Task:
        task = self.loop.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    def of(self, room_id: int) -> Hub:
        if room_id not in self.hubs:
            self.hubs[room_id] = Hub(room_id, self.database)
        return self.hubs[room_id]

    def _heard_from_thread(self, room_id: int) -> None:
        self.loop.call_soon_threadsafe(self._heard, room_id)

    def _heard(self, room_id: int) -> None:
        if room_id in self.hubs:
            self.hubs[room_id].look()
        self.hint(room_id)

    def hint(self, room_id: int) -> None:
        """Tell the other processes that a room has news."""
        if not _alone(self.layer):
            self.spawn(self._send_hint(room_id))

    async def _send_hint(self, room_id: int) -> None:
        try:
            await self.layer.group_send(news.GROUP, news.hint(room_id))
        except Exception:
            log.warning("no hint sent: the sweep of the other processes carries")

    async def _listen(self) -> None:
        """Hear the hints of other processes; without a layer the sweep carries alone."""
        if _alone(self.layer):
            return
        channel = ""
        while True:
            try:
                if not channel:
                    channel = await self.layer.new_channel("room")
                    await self.layer.group_add(news.GROUP, channel)
                hint = await self.layer.receive(channel)
            except Exception:
                log.warning("hints: no layer, the sweep carries")
                channel = ""
                await asyncio.sleep(1)
                continue
            if hint["by"] != news.PROCESS and hint["room"] in self.hubs:
                self.hubs[hint["room"]].look()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(settings.ROOM_SWEEP_SECONDS)
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
            await self.database.run(operations.heard_of, seats=here, at=at)
        for room_id, hub in list(self.hubs.items()):
            if hub.lines:
                await hub.admit()
                await tell_presence(hub)
            elif hub.idle:
                hub.task.cancel()
                del self.hubs[room_id]


def _alone(layer) -> bool:
    """Whether no other process can hear this one."""
    return layer is None or type(layer).__name__ == "InMemoryChannelLayer"


async def tell_presence(hub: Hub) -> None:
    """Send to the room who is connected, here or in another process."""
    rows = await hub.database.run(queries.presence, hub.room_id)
    connected = {line.seat.pk for line in hub.lines}
    hub.tell(json.dumps(presence_frame(rows, connected, timezone.now()), ensure_ascii=False))


def presence_frame(
    rows: Iterable[tuple[int, str, datetime | None]], connected: set[int], at: datetime
) -> dict:
    """
    Return who is here in the shape of a frame.

    A seat is `on` while a socket of it is open in this process or was heard of by another one
    lately; otherwise it is given with the moment of its last sign of life.
    """
    seats = []
    for pk, label, seen_at in rows:
        on = pk in connected or (seen_at is not None and at - seen_at < queries.AWAY_AFTER)
        since = seen_at.isoformat(timespec="seconds") if seen_at else None
        seats.append({"u": pk, "name": label, "on": on, "seen": since})
    return {"t": "here", "a": seats}


_hubs: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, Hubs] = weakref.WeakKeyDictionary()


def hubs() -> Hubs:
    """Return the hubs of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hubs(loop)
    return _hubs[loop]
