"""The hub of one room in one process: its lines, its writer, and what it has sent."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from room import operations, queries
from room.hub import presence, reading
from room.hub.database import Database
from room.hub.line import Line
from room.hub.text import Recent, compact, text_of
from room.models import Event
from room.protocol import Frame

log = logging.getLogger(__name__)

GROUP_COMMIT = 256  # frames in one transaction
PRESENCE_PAUSE = 0.5  # seconds in which comings and goings are told together
GONE = 4403  # the line's seat is no more
ELSEWHERE = 4503  # another process serves the rooms
DUTY_FIRST = 4401  # its person must do something else before


class Hub:
    """
    One task does its work, one thing at a time; everything else only leaves it something to do.

    `hint` tells the other processes that the log (or, with True, presence) has news.
    """

    def __init__(
        self,
        room_id: int,
        database: Database,
        spawn: Callable[[Coroutine[Any, Any, None]], asyncio.Task],
        hint: Callable[[int, bool], None],
    ) -> None:
        self.room_id = room_id
        self.database, self.spawn, self.hint = database, spawn, hint
        self.lines: set[Line] = set()
        self.position = 0  # up to where everything has been sent
        self.access = 0
        self.recent, self.roll = Recent(), operations.Roll()
        self.frames: deque[tuple[Frame, asyncio.Future]] = deque()
        self.ready, self.work = asyncio.Event(), asyncio.Event()
        self.told, self.busy = True, False
        self.noted: set[int] = set()  # seats that are noted as connected here
        self.telling: asyncio.Task | None = None
        self.here = ""
        self.work.set()
        self.task = spawn(self._run())

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

    async def attach(self, line: Line, cursors: Mapping[str, int]) -> list[str] | None:
        """
        Register a line and return the texts it has missed; None where it may not be here.

        It is registered first: what is committed meanwhile waits in its queue, and `take` leaves
        out what the returned texts hold already; who is removed meanwhile is found among the lines.
        """
        self.lines.add(line)
        await self.ready.wait()
        await self._admit([line])
        if line.ended:
            return None
        line.have = {s: n for s, n in cursors.items() if line.seat.reads(s)}
        texts = self.recent.after(line)
        if texts is None:
            line.have, texts = await self.database.run(reading.missed, line.seat, line.have)
        self.presence_changed()
        return None if line.ended else texts

    def detach(self, line: Line) -> None:
        line.end()
        if line in self.lines:
            self.lines.discard(line)
            self.presence_changed()

    def presence_changed(self) -> None:
        if self.telling is None:
            self.telling = self.spawn(self._tell_presence())

    @property
    def idle(self) -> bool:
        return not (self.lines or self.frames or self.busy or self.telling)

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
        self.position, self.access, self.recent = await self.database.run(
            reading.beginning, self.room_id
        )
        self.ready.set()

    async def _read(self) -> None:
        """Send what others wrote, after a look at who may still be here."""
        while True:
            events, access = await self.database.run(
                queries.since, self.room_id, self.position, limit=reading.READ_AT_ONCE
            )
            await self._look_at_access(access)
            self._send(events)
            if len(events) < reading.READ_AT_ONCE:
                return

    async def _write(self) -> None:
        taken = [self.frames.popleft() for _ in range(min(len(self.frames), GROUP_COMMIT))]
        if self.frames:
            self.work.set()
        received = await self.database.write(
            operations.receive_safely,
            room_id=self.room_id,
            frames=[frame for frame, _ in taken],
            roll=self.roll,
        )
        try:
            if received.events:
                self.hint(self.room_id, False)
            await self._deliver(received)
        finally:
            for (_, answer), told in zip(taken, received.answers, strict=True):
                if not answer.done():
                    answer.set_result(told)

    async def _deliver(self, received: operations.Received) -> None:
        events = received.events
        if events and events[-1].position != self.position + len(events):
            await self._read()  # others wrote in between, and that comes first
            return
        if received.access is not None:
            await self._look_at_access(received.access)
        self._send(events)

    def _send(self, events: Sequence[Event]) -> None:
        for event in events:
            self.position = event.position
            text = text_of(event)
            self.recent.add(event, text)
            for line in self.lines:
                if line.seat.reads(event.stream):
                    line.put(event.stream, event.number, text)

    # Who may be here, and who is.

    async def _look_at_access(self, access: int) -> None:
        if access == self.access:
            return
        self.access = access
        await self.admit()
        self.presence_changed()
        self.spawn(self._admit_again())

    async def _admit_again(self) -> None:
        """A sign-out tells before its session is gone."""
        await asyncio.sleep(2)
        await self.admit()

    async def admit(self) -> None:
        """Close the lines of those who may no longer be here."""
        await self._admit(list(self.lines))

    async def _admit(self, lines: list[Line]) -> None:
        asked = {(line.seat.pk, line.login) for line in lines}
        if not asked:
            return
        admitted = await self.database.run(queries.still_admitted, asked, timezone.now())
        for line in lines:
            if (line.seat.pk, line.login) not in admitted and not line.ended:
                self.detach(line)
                self.spawn(line.close(GONE, operations.REMOVED))

    async def _tell_presence(self) -> None:
        """Tell the room who came and went in the last moment, all at once."""
        try:
            await asyncio.sleep(PRESENCE_PAUSE)
        finally:
            self.telling = None
        connected = {line.seat.pk for line in self.lines}
        arrived, gone = connected - self.noted, self.noted - connected
        self.noted = connected
        at = timezone.now()
        if arrived or gone:
            rows = await self.database.write(
                presence.note, self.room_id, arrived=arrived, gone=gone, at=at
            )
            self.hint(self.room_id, True)
        else:
            rows = await self.database.run(queries.presence, self.room_id)
        self._tell_here(rows, at, everybody=True)

    async def beat(self, at: datetime) -> list[presence.Row]:
        """Look again at who may be here, and at who is here in other processes."""
        await self.admit()
        rows = await self.database.run(queries.presence, self.room_id)
        self._tell_here(rows, at, everybody=False)
        return rows

    def _tell_here(self, rows: Sequence[presence.Row], at: datetime, *, everybody: bool) -> None:
        connected = {line.seat.pk for line in self.lines}
        told, self.here = self.here, compact(presence.frame(rows, connected, at))
        if everybody or told != self.here:
            for line in self.lines:
                line.put("", 0, self.here)
