"""The room over server-sent events, by asking, and by POST: the same log and the same rights."""

import json
from types import SimpleNamespace

import pytest
from django.contrib.auth import logout
from django.http import HttpRequest
from django.test import Client

from room import frames
from room.models import Event, Seat
from room.operations import CLOSED, FAILED, NOT_ALLOWED, close_room, remove_seat
from staff.models import User
from tests.room.meeting import AT, meeting, said
from tests.room.wire import Screen, aside, live, say_on_a_page, server_sent, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

seated = aside(meeting)
written = aside(said)
enter = aside(signed_in)


def say(client: Client, room: int, text: str, c: str, **more):
    body = {"s": "pub", "k": "say", "c": c, "b": {"text": text}} | more
    return client.post(
        f"/rooms/{room}/say/", json.dumps(body), content_type="application/json"
    ).json()


def ask(client: Client, room: int, cursors: dict | None = None) -> list[dict]:
    answer = client.get(f"/rooms/{room}/log/", {"cur": json.dumps(cursors or {})})
    assert answer["Cache-Control"].count("no-store") == 1
    return answer.json()["a"]


# Server-sent events


@live
async def test_the_stream_says_what_the_socket_says():
    seats = await seated()
    await written(seats["mediator"], "c:workers", "只对工人说")
    await written(seats["boss"], "c:employer", "底线八万")
    socket = await Screen(seats["li"]).open()
    async with server_sent(await enter(seats["li"].user), seats["li"].room_id) as following:
        assert following.status == 200
        assert following.headers["content-type"] == "text/event-stream"
        assert following.headers["x-accel-buffering"] == "no"
        assert "no-store" in following.headers["cache-control"]
        got = [await following() for _ in range(3)]
        assert [f["t"] for f in got] == ["me", "ev", "live"]
        missed = next(f for f in socket.got if f["t"] == "evs")["a"]
        assert got[1:2] == missed
        assert got[2] == socket.got[-1]
        await say_on_a_page(seats["mediator"], "pub", "完了")
        over_socket = await socket.until("ev")
        while (over_stream := await following())["t"] == "here":
            pass
        assert over_stream == over_socket
    await socket.drop()


@live
async def test_the_stream_resumes_from_cursors():
    seats = await seated()
    for text in ("一", "二", "三"):
        await written(seats["boss"], "pub", text)
    client = await enter(seats["li"].user)
    async with server_sent(client, seats["li"].room_id, {"pub": 2}) as following:
        await following()
        assert (await following())["b"] == {"text": "三"}
        assert await following() == {"t": "live", "cur": {"pub": 3}}


@live
async def test_the_stream_of_somebody_removed_ends_with_a_sentence():
    seats = await seated()
    client = await enter(seats["li"].user)
    async with server_sent(client, seats["li"].room_id) as following:
        while (await following())["t"] != "live":
            pass
        await aside(remove_seat)(seat=seats["li"], at=AT)
        await say_on_a_page(seats["boss"], "pub", "他走了我才说")
        got = []
        while not got or got[-1]["t"] != "end":
            got.append(await following())
    assert [f["t"] for f in got if f["t"] != "here"] == ["bye", "end"]
    assert got[-2]["code"] == 4403


@live
async def test_the_stream_ends_with_the_sign_in():
    seats = await seated()
    client = await enter(seats["li"].user)
    async with server_sent(client, seats["li"].room_id) as following:
        while (await following())["t"] != "live":
            pass

        def sign_out():
            request = HttpRequest()
            request.user, request.session = seats["li"].user, client.session
            logout(request)

        await aside(sign_out)()
        while (told := await following())["t"] == "here":
            pass
        assert told["t"] == "bye"


@live
async def test_the_stream_of_a_slow_reader_ends_and_says_so(settings):
    settings.ROOM_SOCKET_QUEUE = 3
    seats = await seated()
    client = await enter(seats["li"].user)
    async with server_sent(client, seats["li"].room_id) as following:
        while (await following())["t"] != "live":
            pass
        for number in range(9):
            await written(seats["boss"], "pub", str(number))
        await say_on_a_page(seats["boss"], "pub", "十")
        while (told := await following())["t"] in {"here", "ev"}:
            pass
        assert (told["t"], told["code"]) == ("bye", 4408)


@live
async def test_a_stranger_gets_no_stream():
    seats = await seated()
    other = await seated()
    client = await enter(other["boss"].user)
    async with server_sent(client, seats["li"].room_id) as following:
        assert following.status == 403


# Asking


def test_asking_gives_what_was_missed_and_where_one_is():
    seats = meeting()
    room = seats["li"].room_id
    said(seats["boss"], "pub", "一")
    said(seats["boss"], "c:employer", "底线八万")
    said(seats["mediator"], "c:workers", "二")
    client = signed_in(seats["li"].user)
    first = ask(client, room)
    assert [f["t"] for f in first] == ["me", "ev", "ev", "live", "here"]
    assert [f["b"]["text"] for f in first[1:3]] == ["一", "二"]
    assert first[3]["cur"] == {"pub": 1, "c:workers": 1}
    assert {s["name"]: s["on"] for s in first[4]["a"]}["li"]
    said(seats["boss"], "pub", "三")
    again = ask(client, room, first[3]["cur"] | {"c:employer": 0, "med": 5})
    assert [f["b"]["text"] for f in again if f["t"] == "ev"] == ["三"]
    assert again[2]["cur"] == {"pub": 2, "c:workers": 1}


def test_asking_when_there_is_nothing_new_writes_nothing(django_assert_max_num_queries):
    seats = meeting()
    said(seats["boss"], "pub", "一")
    client = signed_in(seats["li"].user)
    cursors = ask(client, seats["li"].room_id)[2]["cur"]
    with django_assert_max_num_queries(8) as asked:
        assert [f["t"] for f in ask(client, seats["li"].room_id, cursors)] == ["me", "live", "here"]
    statements = [q["sql"] for q in asked.captured_queries]
    assert not [s for s in statements if s.startswith(("UPDATE", "INSERT", "DELETE", "BEGIN"))]
    assert not [s for s in statements if "room_event" in s]


def test_who_only_asks_is_there_for_the_others_too():
    seats = meeting()
    ask(signed_in(seats["li"].user), seats["li"].room_id)
    told = ask(signed_in(seats["boss"].user), seats["li"].room_id)[-1]["a"]
    on = {seat["name"]: seat["on"] for seat in told}
    assert on == {
        "mediator": False,
        "recorder": False,
        "li": True,
        "sun": False,
        "boss": True,
        "observer": False,
    }


def test_a_long_log_comes_in_pages(monkeypatch):
    monkeypatch.setattr("room.views.READ_AT_ONCE", 4)
    seats = meeting()
    for number in range(9):
        said(seats["boss"], "pub", str(number))
    client, cursors, texts = signed_in(seats["li"].user), {}, []
    while True:
        got = ask(client, seats["li"].room_id, cursors)
        for event in (f for f in got if f["t"] == "ev"):
            cursors[event["s"]] = event["n"]
            texts.append(event["b"]["text"])
        if any(f["t"] == "live" for f in got):
            break
    assert texts == [str(number) for number in range(9)]


@pytest.mark.parametrize("given", ["", "x", "[1]", "{" * 5000, '{"pub":"1"}', '{"pub":-1}'])
def test_a_broken_cursor_is_no_cursor(given):
    seats = meeting()
    said(seats["boss"], "pub", "一")
    client = signed_in(seats["li"].user)
    answer = client.get(f"/rooms/{seats['li'].room_id}/log/", {"cur": given})
    assert [f["t"] for f in answer.json()["a"]] == ["me", "ev", "live", "here"]


def test_without_a_seat_there_is_no_log_and_nothing_is_taken():
    seats, other = meeting(), meeting()
    room = seats["li"].room_id
    for client in (signed_in(other["boss"].user), Client()):
        assert client.get(f"/rooms/{room}/log/").status_code == 403
        assert say(client, room, "混进来", "a")["t"] == "bye"
        assert client.get("/rooms/999999999999999999999/log/").status_code in {403, 404}
    assert not Event.objects.exists()
    assert not Seat.objects.exclude(seen_at=None).exists()


# Sending


def test_a_frame_by_post_is_answered_like_one_over_the_socket():
    seats = meeting()
    client, room = signed_in(seats["li"].user), seats["li"].room_id
    assert say(client, room, "同意", "a") == {"t": "ack", "c": "a", "s": "pub", "n": 1}
    assert say(client, room, "同意", "a") == {"t": "ack", "c": "a", "s": "pub", "n": 1}
    refused = say(client, room, "试", "b", s="c:employer")
    assert refused == {"t": "nak", "c": "b", "why": NOT_ALLOWED, "again": False}
    forged = say(client, room, "我是企业", "c", u=seats["boss"].pk)
    assert Event.objects.get(number=forged["n"]).seat_id == seats["li"].pk
    close_room(room=seats["li"].room, at=AT)
    assert say(client, room, "后", "d")["why"] == CLOSED


@live
async def test_what_is_posted_reaches_the_sockets():
    seats = await seated()
    boss = await Screen(seats["boss"]).open()
    client = await enter(seats["li"].user)
    await aside(say)(client, seats["li"].room_id, "从网页发来", "a")
    await boss.heard("从网页发来")
    await boss.drop()


def test_what_is_no_frame_is_refused_by_post_too(settings):
    seats = meeting()
    client, room = signed_in(seats["li"].user), seats["li"].room_id
    for body in (b"", b"x", b"[]", b"\xff\xfe", b"[" * 9000, b'{"b":{"text":"\\ud800"}}'):
        answer = client.post(f"/rooms/{room}/say/", body, content_type="application/json")
        assert (answer.status_code, answer.json()["why"]) == (400, frames.BROKEN)
    large = b"x" * (4 * settings.ROOM_FRAME_CHARACTERS + 1)
    answer = client.post(f"/rooms/{room}/say/", large, content_type="application/json")
    assert (answer.status_code, answer.json()["why"]) == (413, frames.TOO_LARGE)
    assert not Event.objects.exists()


def test_an_act_that_breaks_is_answered_in_the_language_of_the_room(monkeypatch):
    seats = meeting()

    def breaking(**given):
        raise KeyError("amount")

    monkeypatch.setattr("room.operations.receiving.receive", breaking)
    answer = say(signed_in(seats["li"].user), seats["li"].room_id, "同意", "a")
    assert (answer["t"], answer["why"], answer["again"]) == ("nak", FAILED, False)


def test_another_site_cannot_post_in_somebodys_name():
    seats = meeting()
    client = Client(enforce_csrf_checks=True)
    client.force_login(seats["li"].user)
    body = json.dumps({"s": "pub", "k": "say", "c": "a", "b": {"text": "同意"}})
    room = seats["li"].room_id
    refused = client.post(f"/rooms/{room}/say/", body, content_type="application/json")
    assert refused.status_code == 403
    assert not Event.objects.exists()
    client.cookies["csrftoken"] = "a" * 32
    taken = client.post(
        f"/rooms/{room}/say/",
        body,
        content_type="application/json",
        headers={"X-CSRFToken": "a" * 32},
    )
    assert taken.json()["t"] == "ack"


def test_who_must_choose_a_password_first_is_told_so_in_the_words_of_a_screen():
    seats = meeting()
    client = signed_in(seats["li"].user)
    User.objects.filter(pk=seats["li"].user_id).update(password_is_temporary=True)
    room = seats["li"].room_id
    why = "您的密码由管理员设置，请先改为自己的密码。"
    for answer in (
        client.get(f"/rooms/{room}/log/"),
        client.get(f"/rooms/{room}/stream/"),
        client.post(f"/rooms/{room}/say/", "{}", content_type="application/json"),
    ):
        assert answer.status_code == 403
        assert answer.json() == {"t": "bye", "code": 4401, "why": why}
    assert not Event.objects.exists()


@live
async def test_who_floods_by_post_is_asked_to_wait_on_every_way(settings, monkeypatch):
    settings.ROOM_FRAMES_PER_SECOND = 2
    monkeypatch.setattr("room.frames.time", SimpleNamespace(monotonic=lambda: 0.0))
    seats = await seated()
    li = await Screen(seats["li"]).open()  # the hello counts too
    room, li_posts, boss_posts = seats["li"].room_id, li.client, await enter(seats["boss"].user)

    def flood() -> list[dict]:
        return [say(li_posts, room, "洪水", f"f{number}") for number in range(8)]

    answers = await aside(flood)()
    refused = [answer for answer in answers if answer["t"] == "nak"]
    assert 0 < len(refused) < 8
    first = {"t": "nak", "c": refused[0]["c"], "why": "发送过快，请稍候再发。", "again": True}
    assert refused[0] == first
    await li.say("pub", "换一条路", "s1")
    assert (await li.until("nak"))["why"] == first["why"]
    # The others are not disturbed, and what was refused was not kept.
    assert (await aside(say)(boss_posts, room, "要紧的话", "b1"))["t"] == "ack"
    kept = await aside(Event.objects.filter(body__text="洪水").count)()
    assert kept == 8 - len(refused)
    await li.drop()
