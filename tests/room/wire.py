"""Screens for tests: people who come to a room over the wire, through the real application."""

import asyncio
import contextlib
import functools
import json
import urllib.parse

from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from centre.asgi import application
from room.hub import hubs
from room.models import Seat
from room.operations import Draft, publish
from tests.room.meeting import AT

HOST = (b"host", b"testserver")
SOON = 60  # seconds for what should take milliseconds, on a busy machine too


def live(story):
    """Run an async test in a loop of its own, and end the hubs of that loop."""

    @functools.wraps(story)
    def test(*arguments, **fixtures):
        async def whole():
            try:
                await story(*arguments, **fixtures)
            finally:
                await hubs().close()

        async_to_sync(whole)()

    return test


def aside(act):
    """
    Make an act of the database one to be awaited; it is done beside the loop.

    SQLite's database in memory does not wait where a file does: a table that another thread is
    reading is locked at once, so the act is tried again.
    """

    async def patiently(*arguments, **more):
        for tries_left in reversed(range(200)):
            try:
                return await sync_to_async(act)(*arguments, **more)
            except OperationalError as error:
                if "table is locked" not in str(error) or not tries_left:
                    raise
                await asyncio.sleep(0.02)
        raise AssertionError("never tried")

    return patiently


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def cookie_of(client: Client) -> bytes:
    return f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}".encode()


async def say_on_a_page(seat: Seat, stream: str, text: str) -> None:
    """Write as an act on a page does, outside the hub."""
    await aside(publish)(seat.room_id, [Draft(stream, "say", {"text": text})], at=AT)


class Screen:
    """
    One open socket of a person.

    `got` holds every frame in the order it came, `events` those of the log as [stream, number,
    text], `cursors` what a client keeps to resume.
    """

    def __init__(self, seat: Seat, client: Client | None = None, origin: str | None = "same"):
        self.seat = seat
        self.client = client
        self.origin = origin
        self.got: list[dict] = []
        self.events: list[tuple[str, int, str]] = []
        self.cursors: dict[str, int] = {}

    async def connect(self) -> bool:
        headers = [HOST]
        if self.client is None:
            self.client = await aside(signed_in)(self.seat.user)
        if self.client:
            headers.append((b"cookie", await aside(cookie_of)(self.client)))
        if self.origin:
            origin = "http://testserver" if self.origin == "same" else self.origin
            headers.append((b"origin", origin.encode()))
        path = f"/rooms/{self.seat.room_id}/socket/"
        self.socket = WebsocketCommunicator(application, path, headers)
        return (await self.socket.connect(SOON))[0]

    async def open(self, cursors: dict | None = None) -> "Screen":
        assert await self.connect()
        await self.send(t="hello", cur=self.cursors if cursors is None else cursors)
        await self.until("live")
        return self

    async def send(self, **frame) -> None:
        await self.socket.send_to(text_data=json.dumps(frame))

    async def say(self, stream: str, text: str, c: str, **more) -> None:
        await self.send(
            **({"t": "ev", "s": stream, "k": "say", "c": c, "b": {"text": text}} | more)
        )

    async def next(self) -> dict:
        frame = json.loads(await self.socket.receive_from(SOON))
        self.got.append(frame)
        for event in frame["a"] if frame["t"] == "evs" else [frame]:
            if event["t"] == "ev":
                self.events.append((event["s"], event["n"], event["b"].get("text", "")))
                self.cursors[event["s"]] = event["n"]
        return frame

    async def until(self, kind: str, **fields) -> dict:
        """Read on until a frame of `kind` with these fields comes."""
        while True:
            frame = await self.next()
            if frame["t"] == kind and fields.items() <= frame.items():
                return frame

    async def heard(self, text: str) -> None:
        while text not in self.texts:
            await self.next()

    @property
    def texts(self) -> list[str]:
        return [text for _, _, text in self.events]

    async def quiet(self) -> None:
        """Read what is there already."""
        while not await self.socket.receive_nothing(0.1):
            await self.next()

    async def closed(self) -> int:
        """Return the code this socket is closed with."""
        while True:
            told = await self.socket.receive_output(SOON)
            if told["type"] == "websocket.close":
                return told["code"]
            self.got.append(json.loads(told["text"]))

    async def drop(self) -> None:
        await self.socket.disconnect(timeout=SOON)


@contextlib.asynccontextmanager
async def server_sent(client: Client, room_id: int, cursors: dict | None = None):
    """Open the stream of server-sent events; yields a function that returns the next frame."""
    query = urllib.parse.urlencode({"cur": json.dumps(cursors or {})})
    cookie = await aside(cookie_of)(client)
    path = f"/rooms/{room_id}/stream/"
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [HOST, (b"cookie", cookie)],
    }
    request = ApplicationCommunicator(application, scope)
    await request.send_input({"type": "http.request", "body": b""})
    started = await request.receive_output(SOON)

    async def following() -> dict:
        while True:
            told = await request.receive_output(SOON)
            if not told.get("more_body"):
                return {"t": "end"}
            if told["body"]:
                return json.loads(told["body"].decode().removeprefix("data: "))

    following.status = started["status"]
    following.headers = {k.decode().lower(): v.decode() for k, v in started["headers"]}
    try:
        yield following
    finally:
        await request.send_input({"type": "http.disconnect"})
        with contextlib.suppress(asyncio.CancelledError, TimeoutError):
            await request.wait(SOON)
