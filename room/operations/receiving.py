"""
Frames are written: those of one room in one transaction, each judged by itself.

A refusal touches its own frame only; what breaks the group is found by writing each alone.
"""

import logging
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import QuerySet

from room import news
from room.choices import CAUCUS, family
from room.models import Event, Room, Seat
from room.operations.log import Draft, Speaking, Writer, answer_with, lock_room, speaking_now
from room.protocol import Frame, FrameRefused, Kind, Protocol, protocol_of
from staff.refusals import ActRefused

log = logging.getLogger(__name__)

CLOSED = "会议已结束，不能再写入。"
NO_SEAT = "您不在这个会议室，请重新进入。"
REMOVED = "您已离开会议室。"
NOT_ALLOWED = "您不能在这里写入。"
UNKNOWN = "系统不认识这一操作，请刷新页面。"
BUSY = "系统繁忙，这一条还没有保存，正在重发。"
FAILED = "系统出错，这一条没有保存，请告诉主持人。"


@dataclass(frozen=True)
class Answer:
    """What a sender is told: the stream and number its frame got, or why it was refused."""

    client_id: str
    event: Event | None = None
    why: str = ""
    again: bool = False  # nothing was decided: the sender should send it once more


@dataclass(frozen=True)
class Received:
    """Answers in the order of the frames, the events written, and the room's state of access."""

    answers: list[Answer]
    events: list[Event]
    access: int | None = None  # None where nothing could be read


@dataclass
class Roll:
    """
    What a hub keeps of a room from one writing to the next, so that talk asks for it once.

    A seat is what it was as long as `Room.access`, read under the lock, is what it was.
    """

    purpose: str = ""
    access: int | None = None
    seats: dict[int, Seat] = field(default_factory=dict)

    def protocol(self, room_id: int) -> Protocol:
        if not self.purpose:
            self.purpose = Room.objects.values_list("purpose", flat=True).get(pk=room_id)
        return protocol_of(self.purpose)

    def seats_of(self, room: Room, frames: Sequence[Frame]) -> dict[int, Seat]:
        if self.access != room.access:
            self.seats, self.access = {}, room.access
        if unknown := {frame.seat for frame in frames} - self.seats.keys():
            self.seats |= Seat.objects.in_bulk(unknown)
        return self.seats

    def forget(self) -> None:
        """What was read in a transaction that failed was never so."""
        self.access = None


def receive_outside_hub(*, room_id: int, frames: Sequence[Frame]) -> Received:
    """Do `receive_safely` for a page that has no socket, and wake the hubs."""
    received = receive_safely(room_id=room_id, frames=frames)
    if received.events:
        news.after_commit(room_id)
    return received


def receive_safely(*, room_id: int, frames: Sequence[Frame], roll: Roll | None = None) -> Received:
    """
    Do `receive` and answer every frame whatever happens.

    A frame that breaks the group is found by writing each alone. While the database is away or
    locked nothing is decided, and everybody is asked to send again.
    """
    roll = roll or Roll()
    try:
        return receive(room_id=room_id, frames=frames, roll=roll)
    except (OperationalError, InterfaceError) as error:
        roll.forget()
        log.warning("room %s: %s, frames to be sent again", room_id, type(error).__name__)
        return Received([Answer(f.client_id, why=BUSY, again=True) for f in frames], [])
    except Exception as error:
        roll.forget()
        if len(frames) == 1:
            _report(room_id, frames[0], error)
            return Received([Answer(frames[0].client_id, why=FAILED)], [])
    each = [receive_safely(room_id=room_id, frames=[frame], roll=roll) for frame in frames]
    known = [received.access for received in each if received.access is not None]
    return Received(
        [received.answers[0] for received in each],
        [event for received in each for event in received.events],
        max(known, default=None),
    )


def _report(room_id: int, frame: Frame, error: Exception) -> None:
    """Log where it broke without the error's own words, which may quote the frame."""
    place = "".join(traceback.format_tb(error.__traceback__))
    log.error(
        "room %s: %s in a frame %r\n%s", room_id, type(error).__name__, frame.kind[:30], place
    )


def receive(*, room_id: int, frames: Sequence[Frame], roll: Roll | None = None) -> Received:
    """
    Write the frames of one room in one transaction; a refusal touches its own frame only.

    A frame whose client id was seen before gets the answer it got then.
    """
    roll = roll or Roll()
    protocol = roll.protocol(room_id)
    acts = any(_acts(protocol, frame) for frame in frames)
    with transaction.atomic():
        if acts:
            protocol.lock(room_id)
        writer = Writer(lock_room(room_id))
        # Who acts is read afresh with all their rights; for talk the seat is enough.
        seats = _seats(frames) if acts else roll.seats_of(writer.room, frames)
        known = _known(room_id, frames)
        answers = []
        for frame in frames:
            key = (frame.seat, frame.client_id)
            if key not in known:
                try:
                    known[key] = _take(protocol, writer, seats.get(frame.seat), frame)
                except (FrameRefused, ActRefused) as refusal:
                    answers.append(Answer(frame.client_id, why=_sentence(refusal)))
                    continue
                if _acts(protocol, frame):
                    # The act may have closed the room or sent somebody out.
                    writer.room.refresh_from_db(fields=["access", "closed_at"])
                    seats = _seats(frames)
            answers.append(Answer(frame.client_id, event=known[key]))
        writer.write()
    return Received(answers, writer.events, writer.room.access)


def _seats(frames: Sequence[Frame]) -> dict[int, Seat]:
    return Seat.objects.select_related("user").in_bulk({frame.seat for frame in frames})


def _acts(protocol: Protocol, frame: Frame) -> bool:
    kind = protocol.kinds.get(frame.kind)
    return kind is not None and kind.act is not None


def _known(room_id: int, frames: Sequence[Frame]) -> dict[tuple[int, str], Event]:
    seen = _with_client_ids(
        room_id, {frame.seat for frame in frames}, {frame.client_id for frame in frames}
    )
    return {(event.seat_id or 0, event.client_id): event for event in seen}


def _with_client_ids(room_id: int, seats: set[int], ids: set[str]) -> QuerySet[Event]:
    # Unordered: for the order of the room, SQLite would read all of it.
    return Event.objects.filter(room=room_id, seat__in=seats, client_id__in=ids).order_by()


def _take(protocol: Protocol, writer: Writer, seat: Seat | None, frame: Frame) -> Event:
    kind = protocol.kinds.get(frame.kind)
    if kind is None:
        raise FrameRefused(UNKNOWN)
    if seat is None or seat.room_id != writer.room.pk or seat.removed_at is not None:
        raise FrameRefused(REMOVED)
    if not (writer.room.is_open or kind.in_closed_room):
        raise FrameRefused(CLOSED)
    if not _may_write(kind, seat, frame.stream):
        raise FrameRefused(NOT_ALLOWED)
    body = kind.clean(frame.body)
    speaking = Speaking(writer, seat, frame)
    if kind.act is None:
        answer_with(speaking, Draft(frame.stream, kind.name, body))
    else:
        token = speaking_now.set(speaking)
        try:
            with writer.all_or_nothing():
                kind.act(writer.room, seat, frame, body)
        finally:
            speaking_now.reset(token)
    if speaking.first is None:
        raise AssertionError(f"{kind.name} was done and told nobody")
    return speaking.first


def _may_write(kind: Kind, seat: Seat, stream: str) -> bool:
    """A right to write needs the right to read; staff write to caucuses that somebody is in."""
    if seat.role not in kind.writers or family(stream) not in kind.families:
        return False
    if not seat.is_staff:
        return seat.reads(stream)
    if ":" not in stream:
        return True
    name = stream.partition(":")[2]
    there = Seat.objects.filter(room=seat.room_id, removed_at=None)
    if family(stream) == CAUCUS:
        return there.filter(group=name).exists()
    return any(name in keys for keys in there.values_list("keys", flat=True))


def _sentence(refusal: Exception) -> str:
    return f"{refusal}{getattr(refusal, 'suggest', '')}"
