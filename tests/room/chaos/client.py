"""A person at a screen who writes at random, whatever happens to the server."""

import asyncio
import contextlib
import json
import random
from collections.abc import Callable

import websockets
from websockets.asyncio.client import connect

STREAMS = ["pub", "pub", "med", "c:workers", "c:employer"]
UNANSWERED = 5
LOST = (OSError, TimeoutError, websockets.exceptions.WebSocketException)


class Person:
    """
    Keeps what a client keeps — cursors and unanswered frames — and everything it was ever sent.

    `faults` are sentences about what must never happen.
    """

    def __init__(self, name: str, seat: int, cookie: str, reads: set[str], room: int) -> None:
        self.name, self.seat, self.cookie, self.reads, self.room = name, seat, cookie, reads, room
        self.cursors: dict[str, int] = {}
        self.view: list[tuple[str, int, str]] = []  # stream, number, client id
        self.acknowledged: dict[str, tuple[str, int]] = {}
        self.refused: set[str] = set()
        self.waiting: dict[str, dict] = {}
        self.faults: list[str] = []
        self.connections = 0
        self.count = 0
        self.writes, self.stays = True, True
        self.random = random.Random(name)

    async def live(self, port: Callable[[], int]) -> None:
        """Stay in the room until `stays` is taken away, coming back after each loss."""
        while self.stays:
            with contextlib.suppress(*LOST):
                await self.stay(port())
            await asyncio.sleep(self.random.uniform(0.1, 0.4))

    async def stay(self, port: int) -> None:
        address = f"127.0.0.1:{port}"
        async with connect(
            f"ws://{address}/rooms/{self.room}/socket/",
            origin=f"http://{address}",
            additional_headers={"Cookie": self.cookie},
            open_timeout=10,
            close_timeout=1,
            compression=None,
            max_size=None,
        ) as socket:
            self.connections += 1
            asked = dict(self.cursors)
            if self.random.random() < 0.3:
                asked |= {"c:workers": 0, "c:employer": 0, "med": 0} | self.cursors
            await socket.send(json.dumps({"t": "hello", "cur": asked}))
            writing = None
            try:
                while self.stays:
                    with contextlib.suppress(TimeoutError):
                        frame = json.loads(await asyncio.wait_for(socket.recv(), 0.5))
                        self.hear(frame)
                        if frame["t"] == "live":
                            writing = asyncio.create_task(self.write(socket))
            finally:
                if writing:
                    writing.cancel()
                    await asyncio.gather(writing, return_exceptions=True)

    async def write(self, socket) -> None:
        for frame in list(self.waiting.values()):
            await socket.send(json.dumps(frame))
        while True:
            await asyncio.sleep(self.random.uniform(0.04, 0.12))
            if self.writes and len(self.waiting) < UNANSWERED:
                self.count += 1
                client_id = f"{self.name}-{self.count}"
                body = {"text": f"{self.name} {self.count}"}
                stream = self.random.choice(STREAMS)
                frame = {"t": "ev", "s": stream, "k": "say", "c": client_id, "b": body}
                self.waiting[client_id] = frame
                await socket.send(json.dumps(frame))

    def hear(self, frame: dict) -> None:
        match frame["t"]:
            case "ev":
                self.see(frame)
            case "evs":
                any(map(self.see, frame["a"]))
            case "ack":
                self.waiting.pop(frame["c"], None)
                told = (frame["s"], frame["n"])
                if self.acknowledged.setdefault(frame["c"], told) != told:
                    self.faults.append(f"acknowledged twice, differently: {frame}")
            case "nak" if not frame["again"]:  # else it waits for the next connection
                self.waiting.pop(frame["c"], None)
                self.refused.add(frame["c"])
            case "live" if frame["cur"].keys() - self.reads:
                self.faults.append(f"told of {frame['cur']}")
            case "bye":
                self.faults.append(f"shut out: {frame}")

    def see(self, event: dict) -> None:
        stream, number = event["s"], event["n"]
        if stream not in self.reads:
            self.faults.append(f"leak: {event}")
        have = self.cursors.get(stream, 0)
        if number <= have:
            self.faults.append(f"twice: {stream} {number} after {have}")
        if number > have + 1:
            self.faults.append(f"gap: {stream} {number} after {have}")
        self.cursors[stream] = max(have, number)
        self.view.append((stream, number, event["c"]))
