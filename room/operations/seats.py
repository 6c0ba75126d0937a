"""Who is in a room: it is opened and closed, people are seated and removed."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from room import news
from room.choices import SeatRole
from room.models import Room, Seat
from room.operations.log import Draft, lock_room, publish
from room.protocol import protocol_of
from staff.models import User


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
    lock_room(room.pk)
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
    lock_room(seat.room_id)
    _remove(seat, at)
    _access_changed(seat.room_id)


@transaction.atomic
def close_room(*, room: Room, at: datetime) -> None:
    """关闭会议室: nothing is written any more; what may be read stays readable."""
    room = lock_room(room.pk)
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


def _remove(seat: Seat, at: datetime) -> None:
    seat.removed_at = at
    seat.save(update_fields=["removed_at"])


def _access_changed(room_id: int) -> None:
    Room.objects.filter(pk=room_id).update(access=F("access") + 1)
    news.after_commit(room_id)
