"""
Signals between two screens about sound and picture: passed on at once, never kept.

They travel between the sockets of this process only, and only between seats that may be connected
on the audience they name, as the protocol of the room says at that moment.
"""

import json

from room.choices import PUBLIC
from room.hub import Hub, Line
from room.models import Room, Seat
from room.protocol import protocol_of

EVERYBODY = 0  # instead of a seat: whoever may be connected on that audience
BROKEN = "收到的内容无法识别，请刷新页面。"
APART = "现在不能与这一位连接。"


async def relay(hub: Hub, line: Line, told: dict) -> str:
    """Pass on `{t:rtc, to, s, b}` as `{t:rtc, from, s, b}`; return why not, or ""."""
    to, stream, body = told.get("to"), told.get("s", PUBLIC), told.get("b")
    if type(to) is not int or not isinstance(stream, str) or not isinstance(body, dict):
        return BROKEN
    others = [
        other
        for other in hub.lines
        if other.seat.pk != line.seat.pk
        and to in (EVERYBODY, other.seat.pk)
        and other.seat.reads(stream)  # a screen of it may show less than the seat may read
        and line.seat.reads(stream)
    ]
    seats = {other.seat.pk: other.seat for other in others}
    near = await hub.database.run(connectable, hub.room_id, line.seat.pk, sorted(seats), stream)
    frame = {"t": "rtc", "from": line.seat.pk, "s": stream, "b": body}
    text = json.dumps(frame, ensure_ascii=False, separators=(",", ":"))
    for other in others:
        if other.seat.pk in near and other in hub.lines:
            other.put("", 0, text)
    return APART if seats and not near and to != EVERYBODY else ""


def connectable(room_id: int, sender: int, receivers: list[int], stream: str) -> set[int]:
    """Return which of the seats may be connected with `sender` now, read afresh."""
    room = Room.objects.get(pk=room_id)
    seats = Seat.objects.filter(room=room_id, removed_at=None).in_bulk([sender, *receivers])
    if not room.is_open or sender not in seats:
        return set()
    may_signal = protocol_of(room.purpose).may_signal
    return {
        pk
        for pk in receivers
        if pk in seats and may_signal(room_id, seats[sender], seats[pk], stream)
    }
