"""A meeting for tests of the room itself: a protocol with no law in it, and people in seats."""

from datetime import UTC, datetime

from room.choices import STAFF, SeatRole
from room.models import Room, Seat
from room.operations import Draft, close_room, open_room, publish, receive, remove_seat, seat_person
from room.protocol import Frame, FrameRefused, Kind, register
from staff.models import User
from staff.refusals import ActRefused

AT = datetime(2026, 9, 28, 1, 0, tzinfo=UTC)
EVERYBODY = frozenset(SeatRole) - {SeatRole.OBSERVER}


def words(body: dict) -> dict:
    if not isinstance(body.get("text"), str) or not body["text"].strip():
        raise FrameRefused("请写内容。")
    return {"text": body["text"]}


def _decide(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    """An act: two events, or a refusal after the first of them."""
    publish(room.pk, [Draft("pub", "decided", body)], at=frame.at)
    if body["text"] == "无权":
        raise ActRefused("不能这样决定。", source="MED-01")
    publish(room.pk, [Draft("med", "decided.note", body)], at=frame.at)


def _send_out(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    """Send out whoever the text names: 请li离开."""
    named = body["text"].removeprefix("请").removesuffix("离开")
    remove_seat(seat=Seat.objects.get(room=room, label=named), at=frame.at)
    publish(room.pk, [Draft("pub", "sent-out", body)], at=frame.at)


def _end(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    close_room(room=room, at=frame.at)


register(
    "test",
    [
        Kind("say", EVERYBODY, frozenset({"pub", "c", "p", "med"}), words),
        Kind("decide", STAFF, frozenset({"pub"}), words, act=_decide),
        Kind("send-out", STAFF, frozenset({"pub"}), words, act=_send_out),
        Kind("end", STAFF, frozenset({"pub"}), words, act=_end),
    ],
    lambda room_id: None,
)


def person(name: str) -> User:
    return User.objects.create(username=f"u{User.objects.count()}-{name}", name=name)


def meeting() -> dict[str, Seat]:
    """A mediator, a recorder, two workers, an employer and an observer in one room."""
    room = open_room(purpose="test", at=AT)
    seats = {
        "mediator": (SeatRole.CHAIR, "", ()),
        "recorder": (SeatRole.RECORDER, "", ()),
        "li": (SeatRole.PARTY, "workers", ("worker_1",)),
        "sun": (SeatRole.PARTY, "workers", ("worker_2",)),
        "boss": (SeatRole.PARTY, "employer", ("boss",)),
        "observer": (SeatRole.OBSERVER, "", ()),
    }
    return {
        name: seat_person(
            room=room, user=person(name), role=role, group=group, keys=keys, label=name, at=AT
        )
        for name, (role, group, keys) in seats.items()
    }


_count = 0


def frame(seat: Seat, stream: str, text: str, kind: str = "say", client_id: str = "") -> Frame:
    global _count
    _count += 1
    return Frame(seat.pk, stream, kind, client_id or f"c{_count}", {"text": text}, AT)


def said(seat: Seat, stream: str, text: str, kind: str = "say", client_id: str = ""):
    """Return what the sender of one frame is told."""
    frames = [frame(seat, stream, text, kind, client_id)]
    return receive(room_id=seat.room_id, frames=frames).answers[0]
