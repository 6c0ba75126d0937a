"""The socket of a room: who comes in, what is missed, what is refused, who has to go."""

import asyncio
import json
import time

import pytest
from django.contrib.auth import logout
from django.http import HttpRequest

from room import frames
from room.hub import hubs
from room.models import Event
from room.operations import CLOSED, NOT_ALLOWED, UNKNOWN, close_room, remove_seat
from staff.choices import Role
from staff.models import RoleGrant, RolePolicy, User
from tests.room.meeting import AT, meeting, said
from tests.room.wire import Screen, aside, live, say_on_a_page, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

seated = aside(meeting)
written = aside(said)


def give_duty(user: User, duty: str) -> None:
    if duty == "password":
        User.objects.filter(pk=user.pk).update(password_is_temporary=True)
        return
    RoleGrant.objects.create(user=user, role=Role.MEDIATOR, granted_on=AT.date(), granted_by=user)
    RolePolicy.objects.update_or_create(role=Role.MEDIATOR, defaults={"mfa_required": True})


async def everything() -> list[tuple[str, int, str]]:
    rows = Event.objects.order_by("position").values_list("stream", "number", "body")
    return [(s, n, body.get("text", "")) for s, n, body in await aside(list)(rows)]


# Coming in


@live
async def test_who_comes_in_is_told_who_they_are_and_what_they_missed():
    seats = await seated()
    await written(seats["mediator"], "pub", "宣布纪律")
    await written(seats["mediator"], "c:workers", "只对工人说")
    await written(seats["boss"], "c:employer", "底线八万")
    li = await Screen(seats["li"]).open()
    assert [f["t"] for f in li.got] == ["me", "evs", "live"]
    me = li.got[0]
    assert (me["u"], me["role"], me["group"], me["keys"], me["name"]) == (
        seats["li"].pk,
        "party",
        "workers",
        ["worker_1"],
        "li",
    )
    assert li.texts == ["宣布纪律", "只对工人说"]
    assert li.got[2]["cur"] == {"pub": 1, "c:workers": 1}
    await li.drop()


@live
async def test_who_comes_back_gets_what_was_said_since_and_nothing_twice():
    seats = await seated()
    li = await Screen(seats["li"]).open()
    await written(seats["boss"], "pub", "一")
    await say_on_a_page(seats["boss"], "pub", "二")
    await li.heard("二")
    await li.drop()
    await written(seats["mediator"], "c:workers", "三")
    await say_on_a_page(seats["boss"], "pub", "四")
    await li.open()
    await say_on_a_page(seats["boss"], "pub", "五")
    await li.heard("五")
    assert li.texts == ["一", "二", "三", "四", "五"]
    await li.drop()


@live
async def test_cursors_of_other_streams_and_of_no_stream_count_for_nothing():
    seats = await seated()
    await written(seats["boss"], "c:employer", "底线八万")
    await written(seats["li"], "pub", "一")
    cursors = {"c:employer": 0, "med": 0, "p:boss": 0, "pub": True, "x" * 90: 1, "c:workers": -1}
    li = await Screen(seats["li"]).open(cursors)
    await li.quiet()
    assert li.events == [("pub", 1, "一")]
    assert li.got[2]["cur"] == {"pub": 1}
    await li.drop()


@live
async def test_a_cursor_beyond_the_end_does_not_hide_what_comes():
    seats = await seated()
    await written(seats["boss"], "pub", "一")
    li = await Screen(seats["li"]).open({"pub": 900})
    assert li.got[-1]["cur"] == {"pub": 1}
    await say_on_a_page(seats["boss"], "pub", "二")
    await li.heard("二")
    assert li.texts == ["二"]
    await li.drop()


@live
async def test_a_long_log_comes_whole_from_any_point(monkeypatch):
    monkeypatch.setattr("room.hub.reading.READ_AT_ONCE", 7)
    monkeypatch.setattr("room.hub.reading.KEPT", 5)
    monkeypatch.setattr("room.hub.text.KEPT", 5)
    seats = await seated()
    for number in range(30):
        await written(seats["boss"], "pub" if number % 3 else "c:employer", str(number))
    for start in (0, 1, 15, 18, 20):
        li = await Screen(seats["li"]).open({"pub": start})
        assert [n for _, n, _ in li.events] == list(range(start + 1, 21))
        await li.drop()


@live
async def test_a_stranger_and_whoever_is_not_signed_in_are_told_and_shut_out():
    seats = await seated()
    other = await seated()
    stranger = Screen(seats["li"], await aside(signed_in)(other["boss"].user))
    nobody = Screen(seats["li"], client=False)
    for screen in (stranger, nobody):
        assert await screen.connect()
        assert await screen.closed() == 4403
        assert screen.got == [{"t": "bye", "code": 4403, "why": "您不在这个会议室，请重新进入。"}]
    assert hubs().hubs == {}


@pytest.mark.parametrize(
    ("duty", "sentence"),
    [
        ("password", "您的密码由管理员设置，请先改为自己的密码。"),
        ("second step", "您的角色要求两步验证，请先完成设置。"),
    ],
)
@live
async def test_who_has_a_duty_first_gets_no_socket_and_loses_the_one_that_is_open(duty, sentence):
    seats = await seated()
    mediator = await Screen(seats["mediator"]).open()
    await aside(give_duty)(seats["mediator"].user, duty)
    await hubs().of(seats["mediator"].room_id).admit()
    assert await mediator.closed() == 4403
    again = Screen(seats["mediator"], mediator.client)
    assert await again.connect()
    assert await again.closed() == 4401
    assert again.got == [{"t": "bye", "code": 4401, "why": sentence}]


@live
async def test_a_room_that_does_not_exist_is_like_one_where_one_has_no_seat():
    seats = await seated()
    for number in (0, 999_999, 10**30):
        seats["li"].room_id = number
        screen = Screen(seats["li"])
        assert await screen.connect()
        assert await screen.closed() == 4403


@pytest.mark.parametrize("origin", ["http://elsewhere.example", None])
@live
async def test_another_site_cannot_open_a_socket_in_somebodys_name(origin):
    seats = await seated()
    assert not await Screen(seats["li"], origin=origin).connect()


@live
async def test_the_server_tells_its_own_time_to_a_phone_with_a_wrong_clock():
    seats = await seated()
    li = await Screen(seats["li"]).open()
    await li.say("pub", "我的钟慢了十年", "a", at="2016-01-01T00:00:00Z")
    event = await li.until("ev")
    assert event["at"][:13] == li.got[0]["now"][:13] != "2016-01-01T00"
    await li.drop()


# Speaking


@live
async def test_the_sender_sees_the_line_itself_and_then_the_ack():
    seats = await seated()
    li = await Screen(seats["li"]).open()
    await li.say("pub", "同意", "a")
    ack = await li.until("ack")
    assert ack == {"t": "ack", "c": "a", "s": "pub", "n": 1}
    assert li.events == [("pub", 1, "同意")]
    assert await everything() == [("pub", 1, "同意")]
    await li.drop()


@live
async def test_sent_twice_it_is_written_once_and_answered_twice():
    seats = await seated()
    li, boss = await Screen(seats["li"]).open(), await Screen(seats["boss"]).open()
    await li.say("pub", "同意", "a")
    first = await li.until("ack")
    await li.drop()
    await li.open()
    await li.say("pub", "同意", "a")
    assert await li.until("ack") == first
    await boss.quiet()
    assert li.texts == boss.texts == ["同意"]
    await li.drop()
    await boss.drop()


@live
async def test_two_tabs_of_one_person_show_the_same_and_share_their_ids():
    seats = await seated()
    one, two = await Screen(seats["li"]).open(), await Screen(seats["li"]).open()
    await one.say("pub", "一", "a")
    await two.say("c:workers", "二", "b")
    await asyncio.gather(one.until("ack"), two.until("ack"))
    await one.heard("二")
    await two.heard("一")
    assert sorted(one.events) == sorted(two.events)
    await one.drop()
    await two.say("pub", "三", "c")
    await two.until("ack", c="c")
    await two.drop()


@live
async def test_each_hears_its_own_streams_only():
    seats = await seated()
    screens = {name: await Screen(seat).open() for name, seat in seats.items()}
    await screens["mediator"].say("c:workers", "只对工人说", "a")
    await screens["boss"].say("c:employer", "底线八万", "b")
    await screens["mediator"].say("p:worker_1", "李某的金额", "c")
    await screens["mediator"].say("med", "内部", "d")
    await screens["mediator"].until("ack", c="d")
    await screens["boss"].until("ack")
    await screens["sun"].say("pub", "完了", "e")
    for screen in screens.values():
        await screen.heard("完了")
    heard = {name: set(screen.texts) for name, screen in screens.items()}
    staff = {"只对工人说", "底线八万", "李某的金额", "内部", "完了"}
    assert heard == {
        "mediator": staff,
        "recorder": staff,
        "li": {"只对工人说", "李某的金额", "完了"},
        "sun": {"只对工人说", "完了"},
        "boss": {"底线八万", "完了"},
        "observer": {"完了"},
    }
    for screen in screens.values():
        await screen.drop()


# Bad input


@live
async def test_a_sender_cannot_pass_for_somebody_else():
    seats = await seated()
    li = await Screen(seats["li"]).open()
    await li.say("pub", "我是企业", "a", u=seats["boss"].pk, seat=seats["boss"].pk)
    assert (await li.until("ev"))["u"] == seats["li"].pk
    await li.drop()


WRONG = [
    ({"s": "c:employer"}, NOT_ALLOWED),
    ({"s": "med"}, NOT_ALLOWED),
    ({"s": "p:worker_2"}, NOT_ALLOWED),
    ({"k": "decide"}, NOT_ALLOWED),
    ({"k": "no.such"}, UNKNOWN),
    ({"b": {"text": " "}}, "请写内容。"),
    ({"b": {"text": 7}}, "请写内容。"),
    ({"b": ["text"]}, frames.BROKEN),
    ({"b": None}, frames.BROKEN),
    ({"s": 1}, frames.BROKEN),
    ({"s": "pub\n"}, frames.BROKEN),
    ({"s": "p" * 61}, frames.BROKEN),
    ({"k": {}}, frames.BROKEN),
    ({"t": "hello"}, frames.BROKEN),
    ({"t": ["ev"]}, frames.BROKEN),
    ({"t": None}, frames.BROKEN),
    ({"b": {"text": "半个\ud800字"}}, frames.BROKEN),
    ({"b": {"text": "零\0"}}, frames.BROKEN),
    ({"b": {"text": "好", "\ud800": 1}}, frames.BROKEN),
    ({"b": {"text": "好", "n": 10**400}}, frames.BROKEN),
    ({"b": {"text": "好", "n": 1e300}}, frames.BROKEN),
]
NO_FRAME = [
    "x",
    "[1, 2]",
    '"text"',
    "NaN",
    "[" * 5000,
    '{"a":' * 3000 + "1" + "}" * 3000,
    "9" * 5000,
    '{"t":"ev","s":"pub","k":"say","c":"a","b":{"text":"x","n":NaN}}',
    '{"t":"ev","s":"pub","k":"say","c":"a","b":{"n":' + "[" * 40 + "]" * 40 + "}}",
]


@live
async def test_a_wrong_frame_is_refused_with_a_sentence_and_the_next_one_is_taken():
    seats = await seated()
    li = await Screen(seats["li"]).open()
    for number, (frame, why) in enumerate(WRONG):
        await li.say("pub", "试", f"c{number}", **frame)
        nak = await li.until("nak")
        assert (frame, nak) == (frame, {"t": "nak", "c": f"c{number}", "why": why, "again": False})
    await li.say("pub", "好", "good")
    await li.until("ack", c="good")
    assert await everything() == [("pub", 1, "好")]
    await li.drop()


@live
async def test_what_is_no_frame_is_refused_and_harms_nobody():
    seats = await seated()
    li = await Screen(seats["li"]).open()
    for text in NO_FRAME:
        await li.socket.send_to(text_data=text)
        assert (await li.until("nak"))["why"] == frames.BROKEN
    await li.socket.send_to(bytes_data=b"\x00\xff")
    assert (await li.until("nak"))["why"] == frames.BROKEN
    await li.send(t="ping")
    await li.until("pong")
    assert await everything() == []
    await li.drop()


@live
async def test_a_frame_that_is_too_large_closes_the_socket(settings):
    seats = await seated()
    li = await Screen(seats["li"]).open()
    await li.say("pub", "字" * settings.ROOM_FRAME_CHARACTERS, "a")
    assert await li.closed() == 4413
    assert li.got[-1]["why"] == frames.TOO_LARGE
    assert await everything() == []


@live
async def test_nothing_is_taken_before_the_hello():
    seats = await seated()
    li = Screen(seats["li"])
    await li.connect()
    await li.say("pub", "太早", "a")
    assert (await li.until("nak"))["why"] == frames.BROKEN
    assert await everything() == []
    await li.drop()


@live
async def test_a_thousand_frames_a_second_from_one_do_not_disturb_the_others(settings):
    seats = await seated()
    flood, boss = await Screen(seats["li"]).open(), await Screen(seats["boss"]).open()
    mediator = await Screen(seats["mediator"]).open()
    for number in range(1000):
        await flood.say("pub", "洪水", f"f{number}")
    slowest = 0.0
    for number in range(10):
        started = time.monotonic()
        await boss.say("pub", f"要紧的话{number}", f"b{number}")
        await mediator.heard(f"要紧的话{number}")
        slowest = max(slowest, time.monotonic() - started)
    assert slowest < 2
    written_by_flood = [row for row in await everything() if row[2] == "洪水"]
    # Three seconds' worth at once and what has grown back since.
    assert 60 <= len(written_by_flood) <= 60 + settings.ROOM_FRAMES_PER_SECOND * 5
    await flood.quiet()
    refused = [f for f in flood.got if f["t"] == "nak"]
    assert refused
    assert all(f["again"] for f in refused)
    for screen in (boss, mediator):
        await screen.quiet()
    assert boss.texts == mediator.texts == [text for _, _, text in await everything()]
    for screen in (flood, boss, mediator):
        await screen.drop()


@live
async def test_who_never_stops_is_shut_out_and_comes_back_to_the_same_limit(settings):
    settings.ROOM_FRAMES_PER_SECOND = 2
    seats = await seated()
    flood = await Screen(seats["li"]).open()
    for number in range(150):
        await flood.say("pub", "洪水", f"f{number}")
    assert await flood.closed() == 4429
    again = Screen(seats["li"])
    assert await again.connect()
    await again.send(t="hello", cur={})
    await again.say("pub", "还来", "x")
    assert await again.closed() == 4429


# Going out


@live
async def test_who_is_removed_is_told_and_closed_and_hears_nothing_said_after():
    seats = await seated()
    li, boss = await Screen(seats["li"]).open(), await Screen(seats["boss"]).open()
    await aside(remove_seat)(seat=seats["li"], at=AT)
    await boss.say("pub", "他走了我才说", "a")
    await boss.until("ack")
    assert await li.closed() == 4403
    assert li.got[-1]["t"] == "bye"
    assert "他走了我才说" not in str(li.got)
    await li.drop()
    back = Screen(seats["li"])
    assert await back.connect()
    assert await back.closed() == 4403
    await boss.drop()


@live
async def test_who_is_removed_between_the_handshake_and_the_hello_gets_nothing():
    seats = await seated()
    await written(seats["boss"], "pub", "一")
    li = Screen(seats["li"])
    await li.connect()
    await aside(remove_seat)(seat=seats["li"], at=AT)
    await li.send(t="hello", cur={})
    assert await li.closed() == 4403
    assert [f["t"] for f in li.got] == ["bye"]


@live
async def test_signing_out_closes_the_sockets_of_that_sign_in(monkeypatch):
    seats = await seated()
    phone = await Screen(seats["li"]).open()
    desk = await Screen(seats["li"]).open()

    def sign_out():
        request = HttpRequest()
        request.user, request.session = seats["li"].user, phone.client.session
        logout(request)

    await aside(sign_out)()
    assert await phone.closed() == 4403
    await desk.say("pub", "还在", "a")
    await desk.until("ack")
    await desk.drop()


@live
async def test_a_deactivated_person_is_closed_with_the_next_beat(settings):
    settings.ROOM_HEARTBEAT_SECONDS = 0.2
    seats = await seated()
    li = await Screen(seats["li"]).open()
    user = seats["li"].user
    user.is_active = False
    await aside(user.save)()
    assert await li.closed() == 4403


@live
async def test_a_room_closed_while_somebody_writes_answers_what_came_too_late():
    seats = await seated()
    li = await Screen(seats["li"]).open()
    await li.say("pub", "前", "a")
    await li.until("ack")
    await aside(close_room)(room=seats["li"].room, at=AT)
    await li.say("pub", "后", "b")
    assert (await li.until("nak"))["why"] == CLOSED
    kinds = [f["k"] for f in li.got if f["t"] == "ev"]
    assert kinds == ["say", "room.closed"]
    await li.say("pub", "前", "a")
    assert (await li.until("ack"))["n"] == 1
    await li.drop()


@live
async def test_who_reads_too_slowly_is_closed_and_resumes_whole(settings):
    settings.ROOM_SOCKET_QUEUE = 5
    seats = await seated()
    li = await Screen(seats["li"]).open()
    boss = await Screen(seats["boss"]).open()
    hub = hubs().of(seats["li"].room_id)
    for number in range(12):
        await written(seats["mediator"], "pub", str(number))
    hub.look()
    assert await li.closed() == 4408
    assert await boss.closed() == 4408
    await li.drop()
    await boss.drop()
    settings.ROOM_SOCKET_QUEUE = 1000
    await li.open()
    assert li.texts == [str(number) for number in range(12)]
    await li.drop()


@live
async def test_a_frame_is_json_a_browser_reads():
    seats = await seated()
    li = await Screen(seats["li"]).open()
    await li.say("pub", '引号"、反斜杠\\、𠮷、\u2028', "a")
    await li.until("ack")
    assert li.texts == ['引号"、反斜杠\\、𠮷、\u2028']
    json.dumps(li.got)
    await li.drop()
