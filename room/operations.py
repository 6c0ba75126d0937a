"""
Writes of a room: it is opened and closed, people are seated and removed, events are appended.

Every event goes through a `Writer`, which holds the lock of the room: numbers are allotted, the
event inserted and committed before anybody is sent it.
"""

import logging
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, QuerySet

from room import news
from room.choices import CAUCUS, SeatRole, family
from room.models import Event, Room, Seat
from room.protocol import Frame, FrameRefused, Kind, Protocol, protocol_of
from staff.models import User
from staff.refusals import ActRefused

log = logging.getLogger(__name__)

CLOSED = "会议已结束，不能再写入。"
NO_SEAT = "您不在这个会议室，请重新进入。"
REMOVED = "您已离开会议室。"
NOT_ALLOWED = "您不能在这里写入。"
UNKNOWN = "系统不认识这一操作，请刷新页面。"
BUSY = "系统繁忙，这一条还没有保存，正在重发。"
FAILED = "系统出错，这一条没有保存，请告诉主持人。"


@transaction.atomic
def open_room(*, purpose: str, at: datetime) -> Room:
    """开启会议室."""
    protocol_of(purpose)
    return Room.objects.create(purpose=purpose, opened_at=at)


@transaction.atomic
def seat_person(
    *,
    room: Room,
    user: User,
    role: SeatRole,
    label: str,
    at: datetime,
    group: str = "",
    keys: Sequence[str] = (),
) -> Seat:
    """
    入席: give a person a seat; the same seat again when nothing has changed.

    A person who comes back on another side or for other parties is seated anew.
    """
    _lock(room.pk)
    seat = Seat.objects.filter(room=room, user=user, removed_at=None).first()
    if seat and (seat.role, seat.group, sorted(seat.keys)) == (role, group, sorted(keys)):
        if seat.label != label:
            seat.label = label
            seat.save(update_fields=["label"])
        return seat
    if seat:
        _remove(seat, at)
    seat = Seat.objects.create(
        room=room, user=user, role=role, group=group, keys=sorted(keys), label=label, seated_at=at
    )
    _access_changed(room.pk)
    return seat


@transaction.atomic
def remove_seat(*, seat: Seat, at: datetime) -> None:
    """离席: the person's sockets are closed and nothing more of the room is shown to them."""
    _lock(seat.room_id)
    _remove(seat, at)
    _access_changed(seat.room_id)


@transaction.atomic
def close_room(*, room: Room, at: datetime) -> None:
    """关闭会议室: nothing is written any more; what may be read stays readable."""
    room = _lock(room.pk)
    if room.is_open:
        publish(room.pk, [Draft("pub", "room.closed", {})], at=at)
        Room.objects.filter(pk=room.pk).update(closed_at=at)


def access_changed_of(user: User) -> None:
    """
    Have the sockets of `user` in open rooms looked at again (sign-out, deactivation).

    Those in rooms that are closed end with the next heartbeat.
    """
    held = Seat.objects.filter(user=user, removed_at=None, room__closed_at=None)
    for room_id in held.values_list("room", flat=True):
        _access_changed(room_id)


def heard_of(*, seats: Iterable[int], process: str, at: datetime) -> None:
    """Note a sign of life of those who are connected to `process`."""
    Seat.objects.filter(pk__in=list(seats)).update(seen_at=at, seen_by=process)


def gone_from(*, seats: Iterable[int], process: str, at: datetime) -> None:
    """Note that the last connections of `seats` to `process` have ended."""
    held = Seat.objects.filter(pk__in=list(seats), seen_by=process)
    held.update(seen_at=at, seen_by="")


def _lock(room_id: int) -> Room:
    return Room.objects.select_for_update().get(pk=room_id)


def _remove(seat: Seat, at: datetime) -> None:
    seat.removed_at = at
    seat.save(update_fields=["removed_at"])


def _access_changed(room_id: int) -> None:
    Room.objects.filter(pk=room_id).update(access=F("access") + 1)
    news.after_commit(room_id)


# What is said


@dataclass(frozen=True)
class Draft:
    """An event to be: its audience, its kind, and everything a screen needs to show it."""

    stream: str
    kind: str
    body: dict


@dataclass
class Writer:
    """The locked end of a room's log; numbers are allotted here and nowhere else."""

    room: Room
    events: list[Event] = field(default_factory=list)

    def add(self, draft: Draft, *, seat: int | None, client_id: str, at: datetime | None) -> Event:
        self.room.position += 1
        number = self.room.heads.get(draft.stream, 0) + 1
        self.room.heads[draft.stream] = number
        event = Event(
            room_id=self.room.pk,
            position=self.room.position,
            stream=draft.stream,
            number=number,
            seat_id=seat,
            kind=draft.kind,
            client_id=client_id,
            body=draft.body,
            **({"at": at} if at else {}),
        )
        self.events.append(event)
        return event

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Take back what was added inside when it fails, together with its database work."""
        position, heads, written = self.room.position, dict(self.room.heads), len(self.events)
        try:
            with transaction.atomic():
                yield
        except BaseException:
            self.room.position, self.room.heads = position, heads
            del self.events[written:]
            raise

    def write(self) -> None:
        if self.events:
            Event.objects.bulk_create(self.events)
            Room.objects.filter(pk=self.room.pk).update(
                position=self.room.position, heads=self.room.heads
            )


@dataclass
class _Speaking:
    """Whose frame is being carried out: its first event bears the sender and the client id."""

    writer: Writer
    seat: Seat
    frame: Frame
    first: Event | None = None


_speaking: ContextVar[_Speaking | None] = ContextVar("speaking", default=None)


def publish(room_id: int, drafts: Sequence[Draft], *, at: datetime | None = None) -> None:
    """
    Append what an act of law has to tell the room, in the transaction of the act.

    When the act came as a frame, the first draft answers that frame and all bear its time; an act
    done on a page bears the time of the database unless `at` is given.
    """
    speaking = _speaking.get()
    if speaking and speaking.writer.room.pk == room_id:
        for draft in drafts:
            _say(speaking, draft)
        return
    with transaction.atomic():
        writer = Writer(_lock(room_id))
        for draft in drafts:
            writer.add(draft, seat=None, client_id="", at=at)
        writer.write()
        news.after_commit(room_id)


def _say(speaking: _Speaking, draft: Draft) -> None:
    """Add an event; the first one the sender may read answers their frame."""
    answers = speaking.first is None and speaking.seat.reads(draft.stream)
    client_id = speaking.frame.client_id if answers else ""
    event = speaking.writer.add(
        draft, seat=speaking.seat.pk, client_id=client_id, at=speaking.frame.at
    )
    if answers:
        speaking.first = event


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
        writer = Writer(_lock(room_id))
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
    speaking = _Speaking(writer, seat, frame)
    if kind.act is None:
        _say(speaking, Draft(frame.stream, kind.name, body))
    else:
        token = _speaking.set(speaking)
        try:
            with writer.all_or_nothing():
                kind.act(writer.room, seat, frame, body)
        finally:
            _speaking.reset(token)
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
