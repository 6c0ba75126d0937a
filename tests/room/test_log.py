"""The log: who may write and read what, in which order, and that nothing counts twice."""

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from room.models import Event, Room, Seat
from room.operations import (
    CLOSED,
    NOT_ALLOWED,
    REMOVED,
    UNKNOWN,
    Draft,
    close_room,
    publish,
    receive,
    remove_seat,
    seat_person,
)
from room.queries import missed
from tests.room.meeting import AT, frame, meeting, said

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def texts(seat: Seat) -> list[str]:
    return [e.body.get("text", "") for e in Event.objects.visible_to(seat).order_by("position")]


def test_a_caucus_is_read_by_its_side_and_the_staff_only():
    seats = meeting()
    said(seats["mediator"], "c:workers", "只对工人说")
    said(seats["boss"], "c:employer", "底线八万")
    said(seats["mediator"], "med", "内部")
    said(seats["mediator"], "p:worker_1", "李某的金额")
    said(seats["li"], "pub", "大家好")
    assert texts(seats["li"]) == ["只对工人说", "李某的金额", "大家好"]
    assert texts(seats["sun"]) == ["只对工人说", "大家好"]
    assert texts(seats["boss"]) == ["底线八万", "大家好"]
    assert texts(seats["observer"]) == ["大家好"]
    assert len(texts(seats["recorder"])) == len(texts(seats["mediator"])) == 5


def test_the_numbers_one_side_sees_have_no_gap_where_another_side_spoke():
    seats = meeting()
    for text in ("一", "二", "三"):
        said(seats["boss"], "c:employer", text)
        said(seats["li"], "pub", text)
    numbers = [e.number for e in Event.objects.visible_to(seats["li"]).filter(stream="pub")]
    assert numbers == [1, 2, 3]


@pytest.mark.parametrize(
    ("who", "stream"),
    [
        ("li", "c:employer"),
        ("li", "med"),
        ("li", "p:worker_2"),
        ("li", "nothing"),
        ("boss", "c:workers"),
        ("observer", "pub"),
        ("mediator", "c:nobody"),
        ("mediator", "p:nobody"),
    ],
)
def test_a_stream_one_may_not_write_to_refuses(who, stream):
    seats = meeting()
    answer = said(seats[who], stream, "试")
    assert (answer.event, answer.why) == (None, NOT_ALLOWED)
    assert not Event.objects.exists()


def test_a_party_cannot_send_what_only_staff_may():
    seats = meeting()
    assert said(seats["li"], "pub", "决定", "decide").why == NOT_ALLOWED
    assert said(seats["li"], "pub", "x", "no.such").why == UNKNOWN


def test_sending_again_answers_the_same_and_writes_once():
    seats = meeting()
    first = said(seats["li"], "pub", "同意", client_id="abc")
    again = said(seats["li"], "pub", "同意", client_id="abc")
    assert first.event == again.event
    assert Event.objects.count() == 1
    # Somebody else's frame may bear the same id.
    assert said(seats["sun"], "pub", "同意", client_id="abc").event.number == 2


def test_the_same_id_twice_in_one_group_is_written_once():
    seats = meeting()
    frames = [frame(seats["li"], "pub", "一", client_id="x") for _ in range(3)]
    received = receive(room_id=seats["li"].room_id, frames=frames)
    assert len({a.event.pk for a in received.answers}) == 1
    assert Event.objects.count() == 1


def test_a_refused_act_leaves_no_event_and_no_number():
    seats = meeting()
    room = seats["li"].room_id
    frames = [
        frame(seats["li"], "pub", "前"),
        frame(seats["mediator"], "pub", "无权", "decide"),
        frame(seats["mediator"], "pub", "可以", "decide"),
        frame(seats["li"], "pub", "后"),
    ]
    received = receive(room_id=room, frames=frames)
    assert [a.why for a in received.answers] == ["", "不能这样决定。", "", ""]
    log = list(Event.objects.order_by("position").values_list("position", "stream", "kind"))
    assert log == [
        (1, "pub", "say"),
        (2, "pub", "decided"),
        (3, "med", "decided.note"),
        (4, "pub", "say"),
    ]
    assert Room.objects.get(pk=room).heads == {"pub": 3, "med": 1}


def test_an_empty_line_is_refused_with_a_sentence():
    seats = meeting()
    assert said(seats["li"], "pub", "  ").why == "请写内容。"


def test_who_was_removed_reads_and_writes_nothing_more():
    seats = meeting()
    said(seats["li"], "pub", "一")
    remove_seat(seat=seats["li"], at=AT)
    seats["li"].refresh_from_db()
    assert said(seats["li"], "pub", "二").why == REMOVED
    assert texts(seats["li"]) == []


def test_who_changes_sides_does_not_inherit_what_the_old_side_said():
    seats = meeting()
    li = seats["li"]
    said(li, "c:workers", "我们最低要三万")
    moved = seat_person(
        room=li.room, user=li.user, role="party", group="employer", keys=[], label="李", at=AT
    )
    assert moved.pk != li.pk
    assert texts(moved) == []
    li.refresh_from_db()
    assert texts(li) == []


def test_who_comes_back_has_the_same_seat():
    li = meeting()["li"]
    again = seat_person(
        room=li.room,
        user=li.user,
        role=li.role,
        group=li.group,
        keys=li.keys,
        label=li.label,
        at=AT,
    )
    assert again.pk == li.pk


def test_nothing_is_written_in_a_closed_room():
    seats = meeting()
    close_room(room=seats["li"].room, at=AT)
    assert said(seats["li"], "pub", "还有").why == CLOSED
    assert Event.objects.visible_to(seats["li"]).last().kind == "room.closed"


def test_the_database_itself_refuses_to_change_what_was_said():
    seats = meeting()
    said(seats["li"], "pub", "一")
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.update(kind="other")


def test_an_act_on_a_page_tells_the_room_in_its_own_transaction():
    seats = meeting()
    room = seats["li"].room_id
    with transaction.atomic():
        publish(room, [Draft("pub", "signed", {})], at=AT)
        transaction.set_rollback(True)
    assert not Event.objects.exists()
    publish(room, [Draft("pub", "signed", {})], at=AT)
    assert Event.objects.get().position == 1


WHO = st.sampled_from(["mediator", "recorder", "li", "sun", "boss", "observer"])
WHERE = st.sampled_from(["pub", "med", "c:workers", "c:employer", "p:worker_1", "p:boss"])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.tuples(WHO, WHERE), max_size=8), max_size=8), st.data())
def test_any_meeting_has_a_dense_order_and_everybody_can_resume_from_anywhere(groups, data):
    with transaction.atomic():
        seats = meeting()
        room = seats["li"].room_id
        for group in groups:
            receive(room_id=room, frames=[frame(seats[who], s, "话") for who, s in group])
        log = list(Event.objects.filter(room=room).order_by("position"))
        assert [e.position for e in log] == list(range(1, len(log) + 1))
        for seat in seats.values():
            mine = [e for e in log if seat.reads(e.stream)]
            assert list(Event.objects.visible_to(seat).order_by("position")) == mine
            streams = {e.stream for e in mine}
            for stream in streams:
                numbers = [e.number for e in mine if e.stream == stream]
                assert numbers == list(range(1, len(numbers) + 1))
            cursors = {s: data.draw(st.integers(0, 9)) for s in ["pub", "med", "c:employer"]}
            expected = [e for e in mine if e.number > cursors.get(e.stream, 0)]
            assert missed(seat, cursors, limit=1000) == expected
        transaction.set_rollback(True)
