"""One open connection of a seat, and what waits to be sent on it."""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from room.models import Seat


class Overflow(Exception):
    """A line that reads too slowly; it is closed and resumes from its cursors."""


@dataclass(eq=False)
class Line:
    """
    A socket, or a stream of server-sent events.

    `close` ends the connection with a code and a sentence; it may be called once.
    """

    seat: Seat
    login: str  # key of its sign-in, "" where there is none to look up
    close: Callable[[int, str], Coroutine[Any, Any, None]]
    have: dict[str, int] = field(default_factory=dict)
    waiting: deque[tuple[str, int, str]] = field(default_factory=deque)
    filled: asyncio.Event = field(default_factory=asyncio.Event)
    overflowing: bool = False
    ended: bool = False

    def put(self, stream: str, number: int, text: str) -> None:
        """Queue a text; what is no event of a stream has the number 0."""
        if self.ended:
            return
        if len(self.waiting) >= settings.ROOM_SOCKET_QUEUE:
            self.overflowing = True
            self.waiting.clear()
        if not self.overflowing:
            self.waiting.append((stream, number, text))
        self.filled.set()

    def end(self) -> None:
        """Forget what waits: nothing more is sent on this line."""
        self.ended = True
        self.waiting.clear()
        self.filled.set()

    async def take(self) -> list[str]:
        """
        Return the next frames, without what this line has had already; none when it has ended.

        Events that wait together travel together: a frame costs more than what is in it.

        Raises:
            Overflow: more was waiting than is kept for one line.
        """
        while True:
            await self.filled.wait()
            self.filled.clear()
            if self.overflowing:
                raise Overflow
            frames = self._frames()
            if frames or self.ended:
                return frames

    def _frames(self) -> list[str]:
        frames: list[str] = []
        events: list[str] = []
        while self.waiting:
            stream, number, text = self.waiting.popleft()
            if number > self.have.get(stream, 0):
                self.have[stream] = number
                events.append(text)
            elif not number:
                frames += [*_together(events), text]
                events = []
        return frames + _together(events)


def _together(events: list[str]) -> list[str]:
    if len(events) < 2:
        return events
    return ['{"t":"evs","a":[' + ",".join(events) + "]}"]
