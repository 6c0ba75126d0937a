"""The hub: what reaches whom when something fails, who is there, and that nothing is left over."""

import asyncio
import json
import threading
from datetime import timedelta

import pytest
from django.db import DataError, OperationalError, connection
from django.utils import timezone

from room import news, operations, queries
from room.hub import Line, hubs, presence, text_of
from room.hub.text import Recent
from room.models import Event, Room, Seat
from room.operations import BUSY, FAILED, receive_safely, receiving, remove_seat, seat_person
from tests.room.meeting import AT, frame, meeting, said
from tests.room.wire import Screen, aside, live, say_on_a_page

pytestmark = pytest.mark.django_db(transaction=True)

seated = aside(meeting)
written = aside(said)


def texts_of(events) -> list[str]:
    return [event.body["text"] for event in events]


async def never(code: int, why: str) -> None:
    raise AssertionError("closed")


# Writing


def test_a_frame_that_breaks_is_refused_alone(monkeypatch):
    seats = meeting()
    whole = receiving._take

    def breaking(protocol, writer, seat, given):
        if given.body["text"] == "坏":
            raise DataError("的原话不进日志")
        return whole(protocol, writer, seat, given)

    monkeypatch.setattr(receiving, "_take", breaking)
    frames = [frame(seats["li"], "pub", text) for text in ("一", "坏", "二")]
    received = receive_safely(room_id=seats["li"].room_id, frames=frames)
    assert [a.why for a in received.answers] == ["", FAILED, ""]
    assert [a.client_id for a in received.answers] == [f.client_id for f in frames]
    assert texts_of(received.events) == texts_of(Event.objects.order_by("position")) == ["一", "二"]


def test_the_log_of_the_server_does_not_quote_what_was_said(monkeypatch, caplog):
    seats = meeting()

    def breaking(protocol, writer, seat, given):
        raise DataError(f"Failing row contains ({given.body['text']})")

    monkeypatch.setattr(receiving, "_take", breaking)
    receive_safely(room_id=seats["li"].room_id, frames=[frame(seats["li"], "pub", "底线八万")])
    assert "DataError" in caplog.text
    assert "底线八万" not in caplog.text


def test_while_the_database_is_locked_everybody_is_asked_to_send_again(monkeypatch):
    seats = meeting()
    tried = []

    def locked(**given):
        tried.append(given)
        raise OperationalError("database is locked")

    monkeypatch.setattr(receiving, "receive", locked)
    frames = [frame(seats["li"], "pub", text) for text in "一二三"]
    received = receive_safely(room_id=seats["li"].room_id, frames=frames)
    assert [(a.why, a.again) for a in received.answers] == [(BUSY, True)] * 3
    # Each alone would wait for the lock again, and everybody behind it.
    assert len(tried) == 1


@live
async def test_what_was_written_is_acknowledged_though_reading_fails_and_sent_later(monkeypatch):
    seats = await seated()
    li = await Screen(seats["li"]).open()
    whole, failures = queries.since, iter([OperationalError("away")])

    def away(*arguments, **more):
        for failure in failures:
            raise failure
        return whole(*arguments, **more)

    monkeypatch.setattr(queries, "since", away)
    await aside(receive_safely)(
        room_id=seats["li"].room_id, frames=[frame(seats["boss"], "pub", "先")]
    )
    await li.say("pub", "后", "a")
    assert (await li.until("ack"))["n"] == 2
    await li.heard("后")
    assert li.texts == ["先", "后"]
    await li.drop()


@live
async def test_what_pages_and_other_processes_write_comes_in_the_order_of_the_room():
    seats = await seated()
    li = await Screen(seats["li"]).open()
    for number in range(5):
        await say_on_a_page(seats["boss"], "pub", f"页面{number}")
        await written(seats["boss"], "pub", f"别的进程{number}")  # tells nobody
        await li.say("pub", f"自己{number}", f"c{number}")
        await li.until("ack", c=f"c{number}")
    expected = [f"{who}{n}" for n in range(5) for who in ("页面", "别的进程", "自己")]
    assert li.texts == expected
    await li.drop()


@live
async def test_what_no_hint_told_of_is_found_by_the_sweep(settings):
    settings.ROOM_SWEEP_SECONDS = 0.2
    seats = await seated()
    li = await Screen(seats["li"]).open()
    await written(seats["boss"], "pub", "没有人告知")
    await li.heard("没有人告知")
    await li.drop()


@pytest.mark.postgresql
@live
async def test_a_page_in_another_thread_reaches_the_sockets():
    seats = await seated()
    li = await Screen(seats["li"]).open()

    def act() -> None:
        operations.publish(
            seats["li"].room_id, [operations.Draft("pub", "say", {"text": "线程"})], at=AT
        )
        connection.close()

    thread = threading.Thread(target=act)
    thread.start()
    await li.heard("线程")
    await asyncio.to_thread(thread.join)
    await li.drop()


def test_a_hint_that_cannot_be_given_does_not_undo_the_act(monkeypatch):
    seats = meeting()

    def gone(room_id):
        raise RuntimeError("Event loop is closed")

    monkeypatch.setattr(news, "_listener", gone)
    operations.publish(
        seats["li"].room_id, [operations.Draft("pub", "say", {"text": "记下"})], at=AT
    )
    assert texts_of(Event.objects.all()) == ["记下"]


def test_talk_asks_for_the_seats_once_until_access_changes(django_assert_num_queries):
    seats = meeting()
    roll = operations.Roll()

    def said_by(name: str, text: str) -> str:
        frames = [frame(seats[name], "pub", text)]
        room_id = seats[name].room_id
        return receive_safely(room_id=room_id, frames=frames, roll=roll).answers[0].why

    assert said_by("li", "第一句") == ""
    with django_assert_num_queries(6):  # begin, room, sent before?, insert, room, commit
        assert said_by("li", "第二句") == ""
    remove_seat(seat=seats["li"], at=AT)
    assert said_by("li", "走了以后") == operations.REMOVED
    assert said_by("boss", "我还在") == ""


def test_what_is_kept_of_seats_does_not_outlive_a_transaction_that_failed(monkeypatch):
    seats = meeting()
    room_id, roll = seats["li"].room_id, operations.Roll()
    assert receive_safely(room_id=room_id, frames=[frame(seats["li"], "pub", "一")], roll=roll)
    whole = operations.Writer.write

    def breaking(writer):
        # Somebody is sent out in the transaction that fails, and nobody was.
        remove_seat(seat=seats["li"], at=AT)
        roll.seats_of(Room.objects.get(pk=room_id), [frame(seats["li"], "pub", "")])
        raise DataError("x")

    monkeypatch.setattr(operations.Writer, "write", breaking)
    frames = [frame(seats["li"], "pub", "二")]
    assert receive_safely(room_id=room_id, frames=frames, roll=roll).answers[0].why == FAILED
    monkeypatch.setattr(operations.Writer, "write", whole)
    remove_seat(seat=seats["boss"], at=AT)  # the same state of access as the one taken back
    for name, why in {"li": "", "boss": operations.REMOVED}.items():
        frames = [frame(seats[name], "pub", "三")]
        assert receive_safely(room_id=room_id, frames=frames, roll=roll).answers[0].why == why


@live
async def test_events_that_wait_together_travel_together_and_in_their_order():
    seats = await seated()
    line = Line(seats["li"], "", never, {"pub": 1})
    for stream, number in [("pub", 1), ("pub", 2), ("c:workers", 1), ("pub", 3)]:
        line.put(stream, number, json.dumps([stream, number]))
    line.put("", 0, '"ack"')
    line.put("pub", 4, '"the last"')
    several, ack, alone = await line.take()
    assert json.loads(several) == {
        "t": "evs",
        "a": [["pub", 2], ["c:workers", 1], ["pub", 3]],
    }
    assert (ack, alone) == ('"ack"', '"the last"')


# Rights


@live
async def test_nothing_written_after_a_removal_is_sent_even_in_one_reading():
    seats = await seated()
    hub = hubs().of(seats["li"].room_id)
    li, boss = Line(seats["li"], "", _closing := Closing()), Line(seats["boss"], "", never)
    for line in (li, boss):
        await hub.attach(line, {})

    def meanwhile() -> None:
        # As another process does it; this one is not told until all of it has happened.
        Seat.objects.filter(pk=seats["li"].pk).update(removed_at=AT)
        Room.objects.update(access=99)
        said(seats["mediator"], "c:workers", "他已经走了")
        said(seats["mediator"], "pub", "继续")

    await aside(meanwhile)()
    hub.look()
    while not any("继续" in text for text in await boss.take()):
        pass
    assert li.ended
    assert not li.waiting
    await asyncio.sleep(0)
    assert _closing.codes == [4403]
    hub.detach(boss)


class Closing:
    """The close of a line, noting the codes it is closed with."""

    def __init__(self) -> None:
        self.codes: list[int] = []

    async def __call__(self, code: int, why: str) -> None:
        self.codes.append(code)


@live
async def test_who_moves_to_the_other_side_takes_no_line_along():
    seats = await seated()
    li = await Screen(seats["li"]).open()
    await aside(seat_person)(
        room=seats["li"].room,
        user=seats["li"].user,
        role="party",
        group="employer",
        label="李",
        at=AT,
    )
    await written(seats["mediator"], "c:employer", "企业方的话")
    assert await li.closed() == 4403
    assert "企业方的话" not in str(li.got)
    await li.drop()


def test_an_act_that_sends_somebody_out_counts_for_the_next_frame_of_the_group():
    seats = meeting()
    frames = [
        frame(seats["li"], "pub", "还在"),
        frame(seats["mediator"], "pub", "请li离开", "send-out"),
        frame(seats["li"], "pub", "太晚"),
        frame(seats["mediator"], "pub", "散会", "end"),
        frame(seats["boss"], "pub", "也太晚"),
    ]
    received = receive_safely(room_id=seats["li"].room_id, frames=frames)
    assert [a.why for a in received.answers] == [
        "",
        "",
        operations.REMOVED,
        "",
        operations.CLOSED,
    ]
    assert received.access == Room.objects.get(pk=seats["li"].room_id).access


# Who is there


def here(screen: Screen) -> dict[str, bool]:
    told = [f for f in screen.got if f["t"] == "here"][-1]
    return {seat["name"]: seat["on"] for seat in told["a"]}


async def until_here(screen: Screen, **expected: bool) -> None:
    while True:
        await screen.until("here")
        if expected.items() <= here(screen).items():
            return


@live
async def test_presence_follows_who_connects_drops_and_comes_back():
    seats = await seated()
    boss = await Screen(seats["boss"]).open()
    await until_here(boss, boss=True, li=False, sun=False)
    one, two = await Screen(seats["li"]).open(), await Screen(seats["li"]).open()
    await until_here(boss, li=True)
    await one.drop()
    await until_here(boss, li=True)  # the second tab is there
    await two.drop()
    await until_here(boss, li=False)
    gone = next(seat for seat in boss.got[-1]["a"] if seat["name"] == "li")
    assert gone["seen"]
    await two.open()
    await until_here(boss, li=True)
    await aside(remove_seat)(seat=seats["li"], at=AT)
    await boss.until("here")
    assert "li" not in here(boss)
    await two.drop()
    await boss.drop()


@live
async def test_many_who_come_at_once_are_told_of_together():
    seats = await seated()
    boss = await Screen(seats["boss"]).open()
    for _ in range(10):
        await Screen(seats["li"]).open()
    await until_here(boss, li=True)
    await boss.quiet()
    assert len([f for f in boss.got if f["t"] == "here"]) <= 3


def test_who_is_connected_to_another_process_is_there_until_it_falls_silent(settings):
    seats = meeting()
    now = timezone.now()
    room = seats["li"].room_id

    def shown(at) -> bool:
        told = presence.frame(queries.presence(room), set(), at)["a"]
        return next(seat["on"] for seat in told if seat["name"] == "li")

    assert not shown(now)
    operations.heard_of(seats=[seats["li"].pk], process="other", at=now)
    assert shown(now + timedelta(seconds=settings.ROOM_HEARTBEAT_SECONDS + 1))
    assert not shown(now + timedelta(seconds=3 * settings.ROOM_HEARTBEAT_SECONDS))
    # Its last connection there has ended; an end here says nothing about there.
    operations.gone_from(seats=[seats["li"].pk], process=news.PROCESS, at=now)
    assert shown(now)
    operations.gone_from(seats=[seats["li"].pk], process="other", at=now)
    assert not shown(now)


@live
async def test_a_second_process_without_redis_is_warned_of_once(settings, caplog):
    settings.ROOM_HEARTBEAT_SECONDS = 0.1
    seats = await seated()
    li = await Screen(seats["li"]).open()
    later = timezone.now() + timedelta(seconds=1)
    await aside(operations.heard_of)(seats=[seats["boss"].pk], process="x", at=later)
    await asyncio.sleep(0.5)
    assert caplog.text.count("REDIS_URL") == 2  # one warning, in two languages
    await li.drop()


# Remembering and forgetting


@live
async def test_a_room_nobody_is_in_is_forgotten_and_a_quiet_one_is_not(settings):
    settings.ROOM_HEARTBEAT_SECONDS = 0.1
    seats = await seated()
    li = await Screen(seats["li"]).open()
    await asyncio.sleep(0.5)
    assert seats["li"].room_id in hubs().hubs
    await li.drop()
    while seats["li"].room_id in hubs().hubs:
        await asyncio.sleep(0.05)
    await written(seats["boss"], "pub", "一")
    await li.open()
    assert li.texts == ["一"]
    await li.drop()


@live
async def test_whoever_comes_while_a_room_is_being_read_keeps_it(monkeypatch):
    seats = await seated()
    hub = hubs().of(seats["li"].room_id)
    line = Line(seats["li"], "", never)
    coming = asyncio.create_task(hub.attach(line, {}))
    await asyncio.sleep(0)
    assert not hub.idle
    assert await coming == []
    hub.detach(line)


@live
async def test_the_hub_ends_without_leaving_anything_behind():
    seats = await seated()
    li = await Screen(seats["li"]).open()
    threads = [t for t in threading.enumerate() if t.name.startswith("room-db")]
    await li.drop()
    await hubs().close()
    assert not any(t.is_alive() for t in threads)
    assert len(asyncio.all_tasks()) == 1


def test_memory_is_short_for_long_texts(monkeypatch):
    monkeypatch.setattr("room.hub.text.KEPT_CHARACTERS", 1000)
    seats = meeting()
    for number in range(20):
        said(seats["boss"], "pub", f"{number}" * 100)
    events = list(Event.objects.order_by("position"))
    recent = Recent.of({"pub": 20}, events)
    assert recent.characters <= 1000
    line = Line(seats["li"], "", never, {"pub": 18})
    assert recent.after(line) == [text_of(e) for e in events[18:]]
    assert line.have == {"pub": 20}
    assert recent.after(Line(seats["li"], "", never, {"pub": 3})) is None
    assert recent.after(Line(seats["li"], "", never)) is None


def test_asking_with_nothing_new_reads_no_log(django_assert_num_queries):
    seats = meeting()
    said(seats["boss"], "pub", "一")
    with django_assert_num_queries(1) as asked:
        assert queries.missed(seats["li"], {"pub": 1}, limit=10) == []
    assert "room_event" not in json.dumps([q["sql"] for q in asked.captured_queries])


def test_a_duplicate_is_found_without_reading_the_whole_room():
    seats = meeting()
    plan = receiving._with_client_ids(seats["li"].room_id, {seats["li"].pk}, {"c"}).explain()
    if connection.vendor == "sqlite":
        assert "client_id=?" in plan
