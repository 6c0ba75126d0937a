"""
What was said in the live room, looked for everywhere by everybody.

A marker stands in each caucus, each offer, a note of the staff and a personal stream; every address
there is, every way to follow the room and every file is read as every role. A marker turns up for
those it was meant for, and nowhere for anybody else; a sealed sum turns up for nobody.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import suppress

import pytest
from asgiref.sync import async_to_sync
from channels.testing import WebsocketCommunicator
from django.test import AsyncClient
from django.urls import Resolver404, resolve, reverse

from centre.asgi import application
from law.money import yuan
from room.hub import hubs
from room.models import Event, Seat
from tests.access.addresses import OF_CONFIRMATION, OF_ROOM, addresses, room_of, url_of
from tests.access.conftest import CANARIES, OUTSIDE, PEOPLE, SEALED, SEATED, SESSION_COOKIE_NAME
from tests.access.test_walls import is_file, pages_of, pages_of_all, words_of

LOOKING = ("mediator", "worker", "employer", "court clerk")
OTHERS = [
    pytest.param(who, marks=pytest.mark.slow)
    for who in (*PEOPLE, *sorted(SEATED), *OUTSIDE)
    if who not in LOOKING
]
SHOWN_SUMS = [form for fen in SEALED for form in (str(fen), yuan(fen), f"{fen / 100:.2f}")]
# Addresses that hold no word of any case: one's account, the doors to tasks.
KNOWN_ELSEWHERE = ("account_", "mfa_", "mediation:")
# Followed to their live end below, and an address that only takes frames.
FOLLOWED = ("room-stream", "room-say")


def text_of_answer(answer) -> str:
    """Return all there is to read in an answer, the files inside an archive too."""
    if answer.status_code != 200:
        return ""
    if answer.headers.get("Content-Type", "").startswith("text/event-stream"):
        return ""  # an endless one; it is followed below
    content = answer.getvalue() if answer.streaming else answer.content
    if content.startswith(b"PK") and b"events.jsonl" in content:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "".join(archive.read(name).decode() for name in archive.namelist())
    if answer.headers.get("Content-Type") == "application/json":
        return content.decode()
    return words_of(answer) if is_file(answer) or answer.content else ""


def every_address(world) -> list[str]:
    case = world.cases["signing"]
    room = room_of(case)
    session = case.sessions.get()
    found = [*pages_of(case, world), *pages_of_all(world)]
    found += [f"/rooms/{room}/log/", f"/rooms/{room}/log/?cur=%7B%22med%22%3A0%7D"]
    found += [reverse(name, args=[session.pk]) for name in OF_ROOM]
    found += [
        url_of(a, world, case)
        for a in addresses()
        if a.name in OF_CONFIRMATION or a.name.startswith("court-api:")
    ]
    # What this case has none of, of the case that has one.
    settled = world.cases["settled"]
    elsewhere = world.subjects[settled.pk].keys() - world.subjects[case.pk].keys()
    found += [url_of(a, world, settled) for a in addresses() if a.name in elsewhere]
    found += [f"/search/?q={word}" for word in ("暗语", *SHOWN_SUMS)]
    return list(dict.fromkeys(found))


def found_in(text: str) -> set[str]:
    return {word for word in CANARIES if word in text}


def meant_for(who: str) -> set[str]:
    return {word for word, readers in CANARIES.items() if who in readers}


@pytest.mark.parametrize("who", [*LOOKING, *OTHERS])
def test_no_address_tells_anybody_what_was_not_meant_for_them(world, browser, who):
    client = browser(who)
    read, sums = set(), []
    for url in every_address(world):
        text = text_of_answer(client.get(url))
        told = found_in(text)
        assert told <= meant_for(who), (url, told - meant_for(who))
        read |= told
        if "/search/" not in url:
            sums += [(url, form) for form in SHOWN_SUMS if form in text]
    assert sums == []
    assert read == meant_for(who)  # the crawl would have found more, had there been more


def test_the_crawl_reads_every_address_there_is(world):
    """A new address must be one the crawl can fill in, or be named as holding no word of a case."""
    read = {name for url in every_address(world) for name in _names_of(url.partition("?")[0])}
    unread = [
        address.name
        for address in addresses()
        if not address.name.startswith(KNOWN_ELSEWHERE)
        and address.name not in FOLLOWED
        and address.name not in read
    ]
    assert unread == []


def _names_of(url: str) -> Iterator[str]:
    """The addresses that are meant by `url`, with the slash at its end and without."""
    for form in (url.rstrip("/"), f"{url.rstrip('/')}/"):
        with suppress(Resolver404):
            yield resolve(form).view_name


def seat_of(world, who: str) -> Seat | None:
    user = world.users.get(who)
    return Seat.objects.filter(user=user, room=room_of(world.cases["signing"])).first()


@pytest.mark.parametrize("who", sorted(SEATED | {"mediator", "recorder"}))
def test_who_has_a_seat_follows_their_own_streams_and_no_others(world, browser, who):
    """By socket, by server-sent events, by asking, and by the file of the record: all the same."""
    room = room_of(world.cases["signing"])
    url = f"/rooms/{room}/log/"
    asked = browser(who).get(url).content.decode()
    followed = in_a_loop(_followed, world, who, room)
    streamed = in_a_loop(_streamed, world, who, room)
    assert found_in(asked) == meant_for(who)
    assert found_in(followed) == found_in(streamed) == found_in(asked)
    streams = {frame["s"] for frame in json.loads(asked)["a"] if frame["t"] == "ev"}
    granted = {e.stream for e in Event.objects.visible_to(seat_of(world, who))}
    assert streams == granted
    assert not any(str(fen) in asked + followed + streamed for fen in SEALED)


def in_a_loop(follow, *given) -> str:
    """Follow the room in an event loop of its own, and end its hubs with it."""

    async def followed() -> str:
        try:
            return await follow(*given)
        finally:
            await hubs().close()

    return async_to_sync(followed)()


async def _streamed(world, who: str, room: int) -> str:
    """What server-sent events say until they are live."""
    client = AsyncClient()
    client.cookies[SESSION_COOKIE_NAME] = world.sessions[who]
    answer = await client.get(f"/rooms/{room}/stream/")
    text = ""
    async for piece in answer.streaming_content:
        text += piece.decode()
        if '"t":"live"' in text:
            break
    return text


async def _followed(world, who: str, room: int) -> str:
    """What a socket is sent that asks for every stream there is."""
    cookie = f"{SESSION_COOKIE_NAME}={world.sessions[who]}".encode()
    headers = [(b"cookie", cookie), (b"origin", b"http://testserver"), (b"host", b"testserver")]
    socket = WebsocketCommunicator(application, f"/rooms/{room}/socket/", headers=headers)
    connected, _ = await socket.connect(timeout=10)
    assert connected
    streams = ("pub", "med", "c:workers", "c:employer", "p:worker_1", "p:worker_2")
    await socket.send_json_to({"t": "hello", "cur": dict.fromkeys(streams, 0)})
    text = ""
    while '"t":"live"' not in text:
        text += await socket.receive_from(timeout=10)
    await socket.disconnect()
    return text


@pytest.mark.parametrize("who", ["court clerk", "arbitrator", "director", "visitor"])
def test_who_has_no_seat_is_shown_the_door_of_the_socket(world, who):
    room = room_of(world.cases["signing"])
    text = in_a_loop(_turned_away, world, who, room)
    assert found_in(text) == set()
    assert "您不在这个会议室" in text


async def _turned_away(world, who: str, room: int) -> str:
    cookie = f"{SESSION_COOKIE_NAME}={world.sessions.get(who, '')}".encode()
    headers = [(b"cookie", cookie), (b"origin", b"http://testserver"), (b"host", b"testserver")]
    socket = WebsocketCommunicator(application, f"/rooms/{room}/socket/", headers=headers)
    await socket.connect(timeout=10)
    text = await socket.receive_from(timeout=10)
    await socket.disconnect()
    return text
