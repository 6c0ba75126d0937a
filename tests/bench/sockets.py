"""
The two ends of the bench of the room, each in a process of its own.

`raw` is the least a server can do: it sends what it gets to everybody in the same path. `load`
reads a plan from stdin, opens its screens on either server, and prints what it saw.
"""

import asyncio
import json
import random
import sys
import time
from collections import defaultdict
from contextlib import suppress

from websockets.asyncio.client import connect
from websockets.asyncio.server import broadcast, serve
from websockets.exceptions import ConnectionClosed, WebSocketException

AT_ONCE = 100  # handshakes a client has open at a time


async def raw(port: int) -> None:
    rooms = defaultdict(set)

    async def screen(socket) -> None:
        room = rooms[socket.request.path]
        room.add(socket)
        try:
            await socket.send('{"t":"live"}')
            async for message in socket:
                broadcast(room, message)
        except ConnectionClosed:
            pass
        finally:
            room.discard(socket)

    async with serve(screen, "127.0.0.1", port, compression=None, max_size=None):
        await asyncio.Future()


class Screen:
    def __init__(self, plan: dict, room: int, cookie: str) -> None:
        self.plan, self.room, self.cookie = plan, room, cookie
        self.sent = 0
        self.answered = asyncio.Event()
        self.latencies: list[float] = []

    async def open(self) -> None:
        address = f"127.0.0.1:{self.plan['port']}"
        self.socket = await connect(
            f"ws://{address}/rooms/{self.room}/socket/",
            origin=f"http://{address}",
            additional_headers={"Cookie": self.cookie},
            compression=None,
            max_size=None,
            open_timeout=60,
            ping_interval=None,
        )
        if not self.plan["is_raw"]:
            await self.socket.send(json.dumps({"t": "hello", "cur": self.plan.get("cursors", {})}))
        while json.loads(await self.socket.recv())["t"] != "live":
            pass

    async def listen(self) -> None:
        with suppress(ConnectionClosed):
            async for text in self.socket:
                if not text.startswith(('{"t":"ev', '{"t": "ev"')):
                    continue
                told = json.loads(text)
                for event in told["a"] if told["t"] == "evs" else [told]:
                    self.latencies.append(time.monotonic() - float(event["b"]["text"]))
                    if event["c"] == self.client_id:
                        self.answered.set()

    @property
    def client_id(self) -> str:
        return f"{id(self)}-{self.sent}"

    async def say(self) -> None:
        self.sent += 1
        self.answered.clear()
        body = {"text": repr(time.monotonic())}
        frame = {"t": "ev", "s": "pub", "k": "say", "c": self.client_id, "b": body}
        await self.socket.send(json.dumps(frame))


async def open_all(screens: list[Screen], at_once: int) -> None:
    gate = asyncio.Semaphore(at_once)

    async def one(screen: Screen) -> None:
        async with gate:
            while True:
                with suppress(OSError, WebSocketException):
                    return await screen.open()
                await asyncio.sleep(random.uniform(0.1, 0.4))

    await asyncio.gather(*map(one, screens))


async def at_a_rate(plan: dict, rooms: list[list[Screen]]) -> dict:
    """One in each room says something `rate` times a second."""

    async def speak(screen: Screen, delay: float) -> None:
        await asyncio.sleep(delay)
        began = time.monotonic()
        while (now := time.monotonic()) < began + plan["seconds"]:
            await screen.say()
            await asyncio.sleep(max(0, 1 / plan["rate"] - (time.monotonic() - now)))

    listening = [asyncio.create_task(s.listen()) for room in rooms for s in room]
    share = 1 / plan["rate"] / len(rooms)
    await asyncio.gather(*(speak(room[0], n * share) for n, room in enumerate(rooms)))
    expected = sum(room[0].sent * len(room) for room in rooms)
    for _ in range(300):
        seen = sorted(latency for room in rooms for s in room for latency in s.latencies)
        if len(seen) == expected:
            break
        await asyncio.sleep(0.1)
    else:
        raise RuntimeError(f"{len(seen)} of {expected} deliveries")
    for task in listening:
        task.cancel()
    return {"p50": 1000 * seen[len(seen) // 2], "p99": 1000 * seen[int(len(seen) * 0.99)]}


async def as_fast_as_it_goes(plan: dict, rooms: list[list[Screen]]) -> dict:
    """Five speak, each again as soon as the last was answered."""
    until = time.monotonic() + plan["seconds"]

    async def speak(screen: Screen) -> None:
        while time.monotonic() < until:
            await screen.say()
            await screen.answered.wait()

    listening = [asyncio.create_task(s.listen()) for room in rooms for s in room]
    speakers = rooms[0][:5]
    await asyncio.gather(*map(speak, speakers))
    for task in listening:
        task.cancel()
    return {"per_second": sum(s.sent for s in speakers) / plan["seconds"]}


async def coming_back(plan: dict, rooms: list[list[Screen]]) -> dict:
    """Everybody is cut off and comes back at once."""
    screens = [screen for room in rooms for screen in room]
    for screen in screens:
        screen.socket.transport.abort()
    await asyncio.sleep(1)
    began = time.monotonic()
    await open_all(screens, len(screens))
    return {"seconds": time.monotonic() - began}


async def staying(plan: dict, rooms: list[list[Screen]]) -> dict:
    print(json.dumps({"open": True}), flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    return {}


ACTS = {f.__name__: f for f in (at_a_rate, as_fast_as_it_goes, coming_back, staying)}


async def load(plan: dict) -> dict:
    rooms = [[Screen(plan, r["room"], c) for c in r["cookies"]] for r in plan["rooms"]]
    await open_all([screen for room in rooms for screen in room], AT_ONCE)
    told = await ACTS[plan["act"]](plan, rooms)
    for room in rooms:
        for screen in room:
            screen.socket.transport.abort()
    return told


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["raw", port]:
            asyncio.run(raw(int(port)))
        case ["load"]:
            print(json.dumps(asyncio.run(load(json.loads(sys.stdin.readline())))), flush=True)
